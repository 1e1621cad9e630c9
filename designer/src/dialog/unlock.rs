//! The password of a protected project, asked for before it is shown.

use std::sync::Arc;

use iced::Element;
use iced::widget::column;

use super::DialogContext;
use crate::app::{Action, Parcel, Request, beside};
use crate::document::Document;
use crate::protection;
use crate::service::recovery::LeftBehind;
use crate::ui::{Icon, Tone, size};

/// The dialog, and the project that waits behind it.
#[derive(Debug)]
pub struct State {
    document: Parcel<Document>,
    copy: Option<Copy>,
    name: String,
    typed: String,
    checking: bool,
    wrong: bool,
}

/// The copies that crashes left behind, and which of them it is.
pub type Copy = (Arc<Vec<LeftBehind>>, usize);

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key in the field.
    Typed(String),
    /// It is complete.
    Done,
    /// It was held against the hash: the project, and whether it opens.
    Checked(Parcel<Document>, bool),
    /// The project stays closed.
    Cancel,
}

const FIELD: &str = "unlock-field";

impl State {
    /// Asks for the password of that project, which comes from its file or from a copy.
    #[must_use]
    pub fn new(document: Document, copy: Option<Copy>) -> Self {
        let name = document.name().to_owned();
        Self { document: Parcel::new(document), copy, name, typed: String::new(), checking: false, wrong: false }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, _context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Cancel => Action::Close,
            Message::Typed(typed) => {
                self.typed = typed;
                self.wrong = false;
                Action::None
            }
            Message::Done if self.checking || self.typed.is_empty() => Action::None,
            Message::Done => {
                let Some(document) = self.document.take() else { return Action::None };
                self.checking = true;
                let typed = std::mem::take(&mut self.typed);
                let work = move || {
                    let opens = protection::opens(document.definitions(), &typed).unwrap_or(false);
                    (Parcel::new(document), opens)
                };
                Action::Perform(beside(work, |(document, opens)| Message::Checked(document, opens)))
            }
            Message::Checked(document, true) => Action::Close.and(Action::Request(match self.copy.take() {
                Some((left, index)) => Request::Rescued(document, left, index),
                None => Request::Show(document),
            })),
            Message::Checked(document, false) => {
                self.document = document;
                self.checking = false;
                self.wrong = true;
                Action::Perform(iced::widget::operation::focus(FIELD))
            }
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let field = ui
            .field(tr.get("protect-password"), self.typed.as_str())
            .id(FIELD)
            .secure(true)
            .error(self.wrong.then(|| tr.get("protect-wrong")))
            .on_input(Message::Typed)
            .on_submit(Message::Done);
        let mut content = column![ui.text(tr.get("protect-ask-text")), field];
        if self.checking {
            content = content.push(ui.sign(Icon::Clock, tr.get("work-hashing"), Tone::Accent));
        }
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get("protect-open")).primary().on_press(Message::Done).into(),
        ];
        ui.dialog(tr.named("protect-ask-title", &self.name), size::DIALOG, content, buttons)
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
