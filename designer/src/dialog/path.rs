//! A path to type, where the system has no dialog for files.

use std::path::PathBuf;
use std::sync::Arc;

use iced::Element;
use iced::widget::column;

use super::DialogContext;
use crate::app::{self, Action, Choose, Way};
use crate::ui::size;

/// The path as it is typed.
#[derive(Debug)]
pub struct State {
    choose: Choose<app::Message>,
    typed: String,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key in the field.
    Typed(String),
    /// The path is complete.
    Done,
    /// No file.
    Cancel,
}

const FIELD: &str = "path-field";

impl State {
    /// Asks for what `choose` wants.
    #[must_use]
    pub fn new(choose: Choose<app::Message>) -> Self {
        let mut path = choose.ask.folder.clone().unwrap_or_default();
        if choose.way == Way::Save {
            path.push(&choose.ask.file_name);
        }
        Self { choose, typed: path.display().to_string() }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, _context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Typed(typed) => {
                self.typed = typed;
                Action::None
            }
            Message::Done => match self.path() {
                Some(_) => Action::Yes,
                None => Action::None,
            },
            Message::Cancel => Action::Close,
        }
    }

    /// The message that follows, once the dialog has closed with a yes.
    #[must_use]
    pub fn answer(&self) -> Option<app::Message> {
        self.path().map(|path| Arc::clone(&self.choose.then)(vec![path]))
    }

    fn path(&self) -> Option<PathBuf> {
        let typed = self.typed.trim().trim_matches('"');
        (!typed.is_empty()).then(|| PathBuf::from(typed))
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let field = ui
            .field(tr.get("path-label"), self.typed.as_str())
            .id(FIELD)
            .note(tr.get("path-note"))
            .on_input(Message::Typed)
            .on_submit(Message::Done);
        let done = self.path().map(|_| Message::Done).ok_or_else(|| tr.get("path-missing").to_owned());
        let yes = if self.choose.way == Way::Save { "path-save" } else { "path-open" };
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get(yes)).primary().on_press_or(done).into(),
        ];
        ui.dialog(self.choose.ask.title.as_str(), size::DIALOG, column![field], buttons)
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
        Some(FIELD)
    }
}
