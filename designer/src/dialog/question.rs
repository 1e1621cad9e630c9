//! A question with two answers. What follows a yes waits in the program.

use iced::Element;
use iced::widget::{Column, container};

use super::DialogContext;
use crate::app::{Action, Question};
use crate::ui::{Kind, size};

/// The question.
#[derive(Debug)]
pub struct State {
    question: Question,
    /// There is nothing to decide.
    telling: bool,
}

/// The answers.
#[derive(Clone, Debug)]
pub enum Message {
    /// Do it.
    Yes,
    /// Leave everything as it is.
    No,
}

/// So many lines are shown; the rest is a number.
const LINES: usize = 8;

impl State {
    /// Asks that.
    #[must_use]
    pub fn new(question: Question) -> Self {
        Self { question, telling: false }
    }

    /// Tells that, with one button.
    #[must_use]
    pub fn telling(question: Question) -> Self {
        Self { question, telling: true }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, _context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Yes => Action::Yes,
            Message::No => Action::Close,
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let Question { title, text, lines, yes, danger } = &self.question;
        let mut content = Column::new();
        if !text.is_empty() {
            content = content.push(ui.text(text.as_str()));
        }
        if !lines.is_empty() {
            let mut list = Column::new().spacing(size::TINY);
            for line in lines.iter().take(LINES) {
                // What is told is read to its end; what is asked about is known by its beginning.
                list = match self.telling {
                    true => list.push(ui.text(line.as_str())),
                    false => list.push(ui.line(line.as_str())),
                };
            }
            if let Some(more @ 1..) = lines.len().checked_sub(LINES) {
                list = list.push(ui.muted(tr.count("and-more", more)));
            }
            content = content.push(container(list).padding([0.0, size::MEDIUM]));
        }
        let kind = if *danger { Kind::Danger } else { Kind::Primary };
        let yes = ui.button(yes.as_str()).kind(kind).on_press(Message::Yes).into();
        let buttons = match self.telling {
            true => vec![yes],
            false => vec![ui.button(tr.get("cancel")).on_press(Message::No).into(), yes],
        };
        ui.dialog(title.as_str(), size::DIALOG, content, buttons)
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(Message::Yes)
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::No)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        None
    }
}
