//! What is to become of unsaved changes before the project is left.

use iced::Element;
use iced::widget::column;

use super::DialogContext;
use crate::app::{Action, Request};
use crate::ui::size;

/// What was asked for and waits.
#[derive(Debug)]
pub struct State {
    name: String,
    then: Request,
}

/// The answers.
#[derive(Clone, Debug)]
pub enum Message {
    /// Save, then go on.
    Save,
    /// Go on without.
    Drop,
    /// Stay.
    Stay,
}

impl State {
    /// Asks about the project with that name, before `then`.
    #[must_use]
    pub fn new(name: &str, then: Request) -> Self {
        Self { name: name.to_owned(), then }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, _context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Save => Action::Close.and(Action::Request(Request::SaveFirst(Box::new(self.then.clone())))),
            Message::Drop => Action::Close.and(Action::Request(Request::Anyway(Box::new(self.then.clone())))),
            Message::Stay => Action::Close,
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Stay).into(),
            ui.button(tr.get("leave-drop")).on_press(Message::Drop).into(),
            ui.button(tr.get("leave-save")).primary().on_press(Message::Save).into(),
        ];
        let says = column![ui.text(tr.get("leave-text"))];
        ui.dialog(tr.named("leave-title", &self.name), size::DIALOG, says, buttons)
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(Message::Save)
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Stay)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        None
    }
}
