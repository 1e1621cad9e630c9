//! A new project: its name, its first language, and the password with which Admin logs in first.

use iced::Element;
use iced::widget::{Column, column};
use keyholder_shared::model::{Password, Policies, Unknown};
use keyholder_shared::password::{self, About, Cost, HashError};
use keyholder_shared::{Str, create};

use super::secret::{self, Secret};
use super::DialogContext;
use crate::app::{Action, Parcel, Request, beside};
use crate::document::Document;
use crate::i18n::{LANGUAGES, endonym};
use crate::ui::choice::Choice;
use crate::ui::{Icon, Tone, size};
use crate::words;

/// The dialog.
#[derive(Debug)]
pub struct State {
    name: String,
    language: Str,
    secret: Secret,
    policies: Policies,
    hashing: bool,
    failed: Option<String>,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key in the name.
    Name(String),
    /// Another first language.
    Language(Str),
    /// To Admin's password.
    Secret(secret::Message),
    /// It is complete.
    Done,
    /// Admin's password is hashed, if there is one.
    Hashed(Result<Option<Password>, HashError>),
    /// No project.
    Cancel,
}

const NAME: &str = "new-project-name";
/// The name of a project has no limit in the files; a heading has.
const LONGEST: usize = 100;

impl State {
    /// Asks for a new project whose texts are in that language first.
    #[must_use]
    pub fn new(language: &str) -> Self {
        Self {
            name: String::new(),
            language: language.into(),
            secret: Secret::default(),
            policies: Policies::default(),
            hashing: false,
            failed: None,
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Cancel => return Action::Close,
            Message::Name(name) => self.name = crate::ui::field::cut(name, LONGEST),
            Message::Language(language) => self.language = language,
            Message::Secret(message) if !self.hashing => {
                let about = About { user_name: "Admin", full_name: "Administrator", project_name: &self.name };
                if !self.secret.update(message, &self.policies, &[about], &*context.services.chance) {
                    return Action::no_chance(context.tr);
                }
            }
            Message::Done if !self.hashing && self.missing(context).is_none() => return self.hash(context),
            Message::Secret(_) | Message::Done => {}
            Message::Hashed(Ok(password)) => return self.create(password, context),
            Message::Hashed(Err(why)) => {
                self.hashing = false;
                self.failed = Some(words::not_hashed(context.tr, why));
            }
        }
        Action::None
    }

    /// What is still missing.
    fn missing(&self, context: DialogContext<'_>) -> Option<String> {
        if self.name.trim().is_empty() {
            return Some(context.tr.get("new-project-name-missing").to_owned());
        }
        match self.secret.is_empty() {
            true => None,
            false => self.secret.complete(context.tr).err(),
        }
    }

    fn hash(&mut self, context: DialogContext<'_>) -> Action<Message> {
        let Ok(typed) = self.secret.complete(context.tr) else {
            return Action::Perform(iced::Task::done(Message::Hashed(Ok(None))));
        };
        let typed = typed.to_owned();
        let Ok(salt) = context.services.chance.bytes() else { return Action::no_chance(context.tr) };
        let now = context.services.clock.now();
        self.hashing = true;
        let work = move || {
            let hash = password::hash(&typed, &salt, Cost::STANDARD)?;
            Ok(Some(Password { hash, changed_at: Some(now), unknown: Unknown::default() }))
        };
        Action::Perform(beside(work, Message::Hashed))
    }

    fn create(&self, password: Option<Password>, context: DialogContext<'_>) -> Action<Message> {
        let mut failed = false;
        let mut new_id = || {
            context.services.chance.id().unwrap_or_else(|_| {
                failed = true;
                keyholder_shared::Id::from_u128(0)
            })
        };
        let now = context.services.clock.now();
        let hash = password.as_ref().map(|password| password.hash.clone());
        let project = create::new_project(&self.name, &[&self.language], password, now, &mut new_id);
        if failed {
            return Action::no_chance(context.tr);
        }
        let mut document = Document::new(project);
        if let Some(hash) = hash.filter(|_| self.secret.is_common()) {
            document.note_common(hash);
        }
        Action::Close.and(Action::Request(Request::Show(Parcel::new(document))))
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let name = ui
            .field(tr.get("new-project-name"), self.name.as_str())
            .id(NAME)
            .limit(LONGEST)
            .on_input(Message::Name)
            .on_submit(Message::Done);
        let languages = LANGUAGES.iter().map(|tag| Choice::new(Str::from(*tag), endonym(tag).unwrap_or(tag)));
        let languages = ui.pick(languages.collect(), Some(&self.language), "", Message::Language);
        let mut content: Column<'a, Message> = column![
            name,
            ui.labelled(tr.get("new-project-language"), languages),
            ui.section(tr.get("new-project-admin")),
            ui.note(tr.get("new-project-admin-text")),
            self.secret.view(context, Message::Secret, Message::Done),
        ];
        if self.hashing {
            content = content.push(ui.sign(Icon::Clock, tr.get("work-hashing"), Tone::Accent));
        }
        if let Some(why) = &self.failed {
            content = content.push(ui.message(Tone::Bad, why.as_str()));
        }
        let done = match self.missing(context) {
            Some(missing) => Err(missing),
            None if self.hashing => Err(tr.get("work-hashing").to_owned()),
            None => Ok(Message::Done),
        };
        let label = if self.secret.is_empty() { "new-project-without" } else { "new-project-create" };
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get(label)).primary().on_press_or(done).into(),
        ];
        ui.dialog(tr.get("new-project-title"), size::DIALOG, content, buttons)
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(Message::Done)
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Cancel)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        Some(NAME)
    }
}
