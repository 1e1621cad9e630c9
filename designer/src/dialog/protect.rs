//! A password for opening the project, set or taken away.

use iced::Element;
use iced::widget::column;
use keyholder_shared::edit::{Action as Done, Edit, Step};
use keyholder_shared::model::Policies;
use keyholder_shared::password::{About, Cost, HashError};

use super::secret::{self, Secret};
use super::DialogContext;
use crate::app::{Action, beside};
use crate::protection;
use crate::ui::{Icon, Tone, size};
use crate::words;

/// The dialog.
#[derive(Debug, Default)]
pub struct State {
    secret: Secret,
    hashing: bool,
    failed: Option<String>,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// To the password.
    Secret(secret::Message),
    /// It is complete.
    Done,
    /// It is hashed.
    Hashed(Result<Edit, HashError>),
    /// The protection goes.
    Remove,
    /// Everything stays as it is.
    Cancel,
}

impl State {
    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        let Some(document) = context.document() else { return Action::Close };
        let security = &document.definitions().security;
        let close = |edit| {
            let step = Step::one(Done::Change, None, context.tr.get("protect-title"), edit);
            Action::Close.and(Action::Edit(step))
        };
        match message {
            Message::Cancel => Action::Close,
            Message::Remove => close(protection::unprotect(security)),
            Message::Secret(message) if !self.hashing => {
                let about = About { project_name: document.name(), ..About::default() };
                // Not a password of the machine: its guidelines do not hold here, the length of the default does.
                let policies = relaxed();
                let done = self.secret.update(message, &policies, &[about], &*context.services.chance);
                if done { Action::None } else { Action::no_chance(context.tr) }
            }
            Message::Done if !self.hashing => {
                let Ok(typed) = self.secret.complete(context.tr) else { return Action::None };
                let Ok(salt) = context.services.chance.bytes() else { return Action::no_chance(context.tr) };
                let (typed, security) = (typed.to_owned(), security.clone());
                self.hashing = true;
                let work = move || protection::protect(&security, &typed, &salt, Cost::STANDARD);
                Action::Perform(beside(work, Message::Hashed))
            }
            Message::Secret(_) | Message::Done => Action::None,
            Message::Hashed(Ok(edit)) => close(edit),
            Message::Hashed(Err(why)) => {
                self.hashing = false;
                self.failed = Some(words::not_hashed(context.tr, why));
                Action::None
            }
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let mut content = column![
            ui.text(tr.get("protect-text")),
            self.secret.view(context, Message::Secret, Message::Done),
        ];
        if self.hashing {
            content = content.push(ui.sign(Icon::Clock, tr.get("work-hashing"), Tone::Accent));
        }
        if let Some(why) = &self.failed {
            content = content.push(ui.message(Tone::Bad, why.as_str()));
        }
        let mut buttons = vec![ui.button(tr.get("cancel")).on_press(Message::Cancel).into()];
        if context.document().is_some_and(|document| protection::is_protected(document.definitions())) {
            buttons.push(ui.button(tr.get("protect-remove")).on_press(Message::Remove).into());
        }
        let done = match self.hashing {
            true => Err(tr.get("work-hashing").to_owned()),
            false => self.secret.complete(tr).map(|_| Message::Done),
        };
        buttons.push(ui.button(tr.get("protect-set")).primary().on_press_or(done).into());
        ui.dialog(tr.get("protect-title"), size::DIALOG, content, buttons)
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

fn relaxed() -> Policies {
    let mut policies = Policies::default();
    policies.password.enforce_strong = false;
    policies
}
