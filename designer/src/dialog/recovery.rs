//! Work that a crash left behind.

use std::sync::Arc;

use iced::widget::{Column, column, row};
use iced::{Alignment, Element, Length};

use super::DialogContext;
use crate::app::{Action, Parcel, Request, beside};
use crate::document::Document;
use crate::service::recovery::LeftBehind;
use crate::ui::{Tone, size};
use crate::words;

/// The copies that were found, and those of them that still wait for an answer.
#[derive(Debug)]
pub struct State {
    left: Arc<Vec<LeftBehind>>,
    waiting: Vec<usize>,
    broken: bool,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// The copy is opened.
    Recover(usize),
    /// It was read; nothing if that is not possible.
    Read(usize, Option<Parcel<Document>>),
    /// The copy is thrown away.
    Discard(usize),
    /// It is gone.
    Discarded,
    /// The copies stay for the next start.
    Later,
}

impl State {
    /// Offers these copies.
    #[must_use]
    pub fn new(left: Arc<Vec<LeftBehind>>) -> Self {
        Self { waiting: (0..left.len()).collect(), left, broken: false }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        let (left, recovery) = (Arc::clone(&self.left), context.services.recovery.clone());
        match message {
            Message::Recover(index) => {
                let work = move || {
                    let left = left.get(index)?;
                    let project = recovery.project(left)?;
                    Some(Parcel::new(Document::rescued(project, left.path.clone(), left.base.clone())))
                };
                Action::Perform(beside(work, move |read| Message::Read(index, read)))
            }
            Message::Read(index, Some(document)) => {
                Action::Close.and(Action::Request(Request::Rescue(document, left, index)))
            }
            Message::Read(_, None) => {
                self.broken = true;
                Action::None
            }
            Message::Discard(index) => {
                self.waiting.retain(|waiting| *waiting != index);
                let work = move || left.get(index).iter().for_each(|left| recovery.discard(left));
                let discard = Action::Perform(beside(work, |()| Message::Discarded));
                if self.waiting.is_empty() { discard.and(Action::Close) } else { discard }
            }
            Message::Discarded => Action::None,
            Message::Later => Action::Close,
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let mut content: Column<'a, Message> = column![ui.text(tr.get("recovery-text"))];
        for index in &self.waiting {
            let Some(left) = self.left.get(*index) else { continue };
            let when = words::moment(left.kept);
            let when = tr.with("recovery-when", &[("name", left.project_name.as_str().into()), ("time", when.into())]);
            let path = match &left.path {
                Some(path) => path.display().to_string(),
                None => tr.get("recovery-never-saved").to_owned(),
            };
            let line = row![
                column![ui.strong(when), ui.note(path)].width(Length::Fill).spacing(2),
                Element::from(ui.button(tr.get("recovery-discard")).on_press(Message::Discard(*index))),
                Element::from(ui.button(tr.get("recovery-open")).primary().on_press(Message::Recover(*index))),
            ];
            content = content.push(ui.rule()).push(line.spacing(size::SMALL).align_y(Alignment::Center));
        }
        if self.broken {
            content = content.push(ui.message(Tone::Bad, tr.get("recovery-broken")));
        }
        let buttons = vec![ui.button(tr.get("recovery-later")).on_press(Message::Later).into()];
        ui.dialog(tr.get("recovery-title"), size::DIALOG_WIDE, content, buttons)
    }

    /// What Enter asks for: the copy, if it is the only one; of several any may be meant.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        match self.waiting.as_slice() {
            [index] => Some(Message::Recover(*index)),
            _ => None,
        }
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Later)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        None
    }
}
