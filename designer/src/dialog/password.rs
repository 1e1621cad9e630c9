//! A password for one or several users: typed twice or made by chance, hashed beside the window, and never
//! shown again.

use iced::Element;
use iced::widget::column;
use keyholder_shared::Id;
use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Step};
use keyholder_shared::model::{Password, Unknown, User};
use keyholder_shared::password::{self, About, Cost, HashError};

use super::secret::{self, Secret};
use super::DialogContext;
use crate::app::{Action, Context, Request, beside};
use crate::ui::choice::Checked;
use crate::ui::{Icon, Tone, size};
use crate::words;

/// The dialog.
#[derive(Debug)]
pub struct State {
    users: Vec<Id>,
    secret: Secret,
    must_change: bool,
    hashing: bool,
    failed: Option<String>,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// To the password.
    Secret(secret::Message),
    /// The users are asked for another one at their next login, or not.
    MustChange(bool),
    /// It is complete.
    Done,
    /// The hashes are there, one a user.
    Hashed(Result<Vec<(Id, Password)>, HashError>),
    /// No password.
    Cancel,
}

impl State {
    /// Asks for a password for these users.
    #[must_use]
    pub fn new(users: Vec<Id>) -> Self {
        Self { users, secret: Secret::default(), must_change: true, hashing: false, failed: None }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        let Some(page) = context.page else { return Action::Close };
        match message {
            Message::Cancel => Action::Close,
            Message::MustChange(must) => {
                self.must_change = must;
                Action::None
            }
            Message::Secret(message) if !self.hashing => {
                let users = self.users(page);
                let about: Vec<About<'_>> = users.iter().map(|user| about(user, page)).collect();
                let policies = &page.document.definitions().policies;
                let chance = &*context.services.chance;
                if self.secret.update(message, policies, &about, chance) { Action::None } else { Action::no_chance(context.tr) }
            }
            Message::Done if !self.hashing => self.hash(context),
            Message::Secret(_) | Message::Done => Action::None,
            Message::Hashed(Ok(hashes)) => self.step(hashes, page),
            Message::Hashed(Err(why)) => {
                self.hashing = false;
                self.failed = Some(words::not_hashed(context.tr, why));
                Action::None
            }
        }
    }

    fn hash(&mut self, context: DialogContext<'_>) -> Action<Message> {
        let Ok(password) = self.secret.complete(context.tr) else { return Action::None };
        let password = password.to_owned();
        let mut salts = Vec::with_capacity(self.users.len());
        for user in &self.users {
            let Ok(salt) = context.services.chance.bytes() else { return Action::no_chance(context.tr) };
            salts.push((*user, salt));
        }
        let now = context.services.clock.now();
        self.hashing = true;
        let work = move || {
            let hash = |(user, salt): (Id, [u8; 16])| {
                let hash = password::hash(&password, &salt, Cost::STANDARD)?;
                Ok((user, Password { hash, changed_at: Some(now), unknown: Unknown::default() }))
            };
            salts.into_iter().map(hash).collect()
        };
        Action::Perform(beside(work, Message::Hashed))
    }

    fn step(&self, hashes: Vec<(Id, Password)>, page: Context<'_>) -> Action<Message> {
        let count = hashes.len();
        let name = match self.users(page).as_slice() {
            [user] => user.name.to_string(),
            _ => String::new(),
        };
        let common = match self.secret.is_common() {
            true => hashes.iter().map(|(_, password)| password.hash.clone()).collect(),
            false => Vec::new(),
        };
        let mut edits = Vec::with_capacity(count * 2);
        for (user, password) in hashes {
            edits.push(Edit::Change(user, Change::Password(Some(password))));
            edits.push(Edit::Change(user, Change::MustChangePassword(self.must_change)));
        }
        let note = Request::NoteCommon(common);
        let step = Step::new(Done::Password, Kind::User, count, &name, edits);
        Action::Close.and(Action::Request(note)).and(Action::Edit(step))
    }

    fn users<'a>(&self, page: Context<'a>) -> Vec<&'a User> {
        self.users.iter().filter_map(|id| page.document.user(*id)).collect()
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let users = context.page.map(|page| self.users(page)).unwrap_or_default();
        let title = match users.as_slice() {
            [user] => tr.named("password-title", &user.name),
            several => tr.count("password-title-several", several.len()),
        };
        let mut content = column![self.secret.view(context, Message::Secret, Message::Done)];
        let must = Checked::of(self.must_change);
        content = content.push(ui.check(tr.get("users-must-change-next"), must, Some(Message::MustChange)));
        if users.len() > 1 {
            content = content.push(ui.message(Tone::Amber, tr.get("password-shared")));
        }
        if self.hashing {
            content = content.push(ui.sign(Icon::Clock, tr.get("work-hashing"), Tone::Accent));
        }
        if let Some(why) = &self.failed {
            content = content.push(ui.message(Tone::Bad, why.as_str()));
        }
        let done = match self.hashing {
            true => Err(tr.get("work-hashing").to_owned()),
            false => self.secret.complete(tr).map(|_| Message::Done),
        };
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get("password-set")).primary().on_press_or(done).into(),
        ];
        ui.dialog(title, size::DIALOG, content, buttons)
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
        Some(secret::FIELD)
    }
}

fn about<'a>(user: &'a User, page: Context<'a>) -> About<'a> {
    About { user_name: &user.name, full_name: &user.full_name, project_name: page.document.name() }
}
