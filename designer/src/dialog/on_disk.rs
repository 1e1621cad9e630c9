//! The open project's file was changed by someone else.

use std::sync::Arc;

use iced::Element;
use iced::widget::column;

use super::DialogContext;
use super::compare::{self, Earlier};
use crate::app::{Action, Request, beside};
use crate::compare::Comparison;
use crate::ui::{Kind, Tone, size};

/// Which file it is.
#[derive(Debug)]
pub struct State {
    name: String,
    /// Reloading gives something up.
    unsaved: bool,
    comparing: bool,
}

/// The answers.
#[derive(Clone, Debug)]
pub enum Message {
    /// Take what the file says now.
    Reload,
    /// Go on with what is open.
    Keep,
    /// Show what is other there.
    Compare,
    /// That was found out, or the key of why not.
    Compared(Result<Arc<Comparison>, String>),
}

impl State {
    /// Asks about the file of that name; `unsaved` if what is open here says what no file did.
    #[must_use]
    pub fn new(name: String, unsaved: bool) -> Self {
        Self { name, unsaved, comparing: false }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Reload => Action::Close.and(Action::Request(Request::Reload)),
            Message::Keep => Action::Close,
            Message::Compare => {
                if std::mem::replace(&mut self.comparing, true) {
                    return Action::None;
                }
                let Some(document) = context.document() else { return Action::Close };
                let Some(path) = document.path().map(std::path::Path::to_owned) else { return Action::Close };
                let (files, contents) = (context.services.files.clone(), document.draft().contents().clone());
                let language = context.tr.language();
                let compared = move || compare::with_file(&files, &path, &contents, Earlier::Open, language).map(Arc::new);
                Action::Perform(beside(compared, Message::Compared))
            }
            Message::Compared(Ok(compared)) => {
                self.comparing = false;
                Action::open(compare::State::new(self.name.clone(), &compared, Earlier::Open, context.tr))
            }
            Message::Compared(Err(key)) => {
                self.comparing = false;
                Action::Tell(Tone::Bad, context.tr.get(&key).to_owned())
            }
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let mut content = column![ui.text(tr.get("disk-changed-text"))];
        if self.unsaved {
            content = content.push(ui.message(Tone::Amber, tr.get("disk-changed-unsaved")));
        }
        let reload = if self.unsaved { Kind::Danger } else { Kind::Primary };
        let buttons = vec![
            ui.button(tr.get("disk-compare")).on_press(Message::Compare).into(),
            ui.button(tr.get("disk-keep")).on_press(Message::Keep).into(),
            ui.button(tr.get("disk-reload")).kind(reload).on_press(Message::Reload).into(),
        ];
        ui.dialog(tr.named("disk-changed-title", &self.name), size::DIALOG, content, buttons)
    }

    /// What Enter asks for: nothing, as either answer gives something up.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        None
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Keep)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        None
    }
}
