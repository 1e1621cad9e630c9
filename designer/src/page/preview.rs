//! The page *Update preview*.

use iced::Element;
use iced::widget::column;
use keyholder_shared::Id;

use crate::app::{Action, Context};
use crate::command::Command;
use crate::ui::Icon;

/// What the page remembers.
#[derive(Debug, Default)]
pub struct State {}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {}

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, _context: Context<'_>) {}

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, _context: Context<'_>) -> Action<Message> {
        match message {}
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, .. } = context;
        column![
            ui.page_head(tr.get("page-preview"), None, Vec::new(), Vec::new()),
            ui.empty(Icon::GitCompareArrows, tr.get("page-preview"), "", None),
        ]
        .into()
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, _context: Context<'a>) -> Option<Element<'a, Message>> {
        None
    }

    /// Whether the page does the command.
    pub fn offers(&self, _command: Command, _context: Context<'_>) -> Option<Result<(), String>> {
        None
    }

    /// Does a command.
    pub fn run(&mut self, _command: Command, _context: Context<'_>) -> Action<Message> {
        Action::None
    }

    /// Leads to an object.
    pub fn go(&mut self, _object: Id, _context: Context<'_>) -> Action<Message> {
        Action::None
    }
}
