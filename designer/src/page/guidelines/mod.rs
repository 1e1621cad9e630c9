//! The page *Guidelines*: presets and what deviates from them, passwords, lockout, sessions, the audit trail; and what
//! else is said of the project as a whole: its name, security, data storage, authentication and languages.

mod cards;
mod change;
mod languages;
mod pane;

use std::collections::HashMap;

use iced::Element;
use iced::widget::{Column, Row, column, container, row};
use keyholder_shared::guideline::{Deviation, Field, deviations};
use keyholder_shared::model::{Preset, WhenUnwritable};
use keyholder_shared::{Id, Str};

use crate::app::{Action, Context, Place, Spot};
use crate::command::Command;
use crate::page::Page;
use crate::ui::size;

pub use change::{Flag, Number, Storage, Typed};

/// What the page remembers: what stands in the field that was typed into last.
#[derive(Debug, Default)]
pub struct State {
    typed: Option<(Typed, String)>,
    tag: String,
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// The project follows that preset.
    Preset(Preset),
    /// The values of the preset are taken.
    TakeValues,
    /// A box was ticked, or its tick taken out.
    Set(Flag, bool),
    /// In a field.
    Type(Typed, String),
    /// What happens when the audit trail cannot be written.
    Audit(WhenUnwritable),
    /// Where machines keep their runtime document.
    Storage(Storage),
    /// Who knows the passwords.
    Authentication(Str),
    /// In the field for a new language.
    Tag(String),
    /// That language is added.
    AddLanguage,
    /// That one is the default.
    DefaultLanguage(Str),
    /// That one goes, with its texts.
    RemoveLanguage(Str),
    /// To the field of that value.
    Go(Field),
    /// A command of a button.
    Run(Command),
}

/// What the file calls the path of the runtime document.
const PATH: &str = "Path";
/// Its field.
pub(super) const PATH_FIELD: &str = "guidelines-path-field";
/// Where the keyboard begins: the chosen preset.
pub(super) const PRESET: &str = "guidelines-preset";
/// So wide a page has its cards in two columns.
const TWO_COLUMNS: f32 = 2.0 * size::PROPERTIES;

/// The deviations from the chosen preset, by value.
type Deviations = HashMap<Field, Deviation>;

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, _context: Context<'_>) {}

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        match message {
            Message::Preset(preset) => change::preset(preset, context),
            Message::TakeValues => change::take_values(context),
            Message::Set(flag, to) => change::flag(flag, to, context),
            Message::Type(field, text) => {
                let text = crate::ui::field::cut(text, field.limit());
                self.typed = Some((field, text.clone()));
                change::typed(field, &text, context)
            }
            Message::Audit(when) => change::audit(when, context),
            Message::Storage(storage) => change::storage(storage, context),
            Message::Authentication(kind) => change::authentication(kind, context),
            Message::Tag(tag) => {
                self.tag = tag;
                Action::None
            }
            Message::AddLanguage => match languages::fault(&self.tag, context) {
                Some(_) => Action::None,
                None => change::add_language(&std::mem::take(&mut self.tag), context),
            },
            Message::DefaultLanguage(tag) => change::default_language(&tag, context),
            Message::RemoveLanguage(tag) => change::remove_language(&tag, context),
            Message::Go(field) => Action::Go(Place::page(Page::Guidelines).at(field.name(), None)),
            Message::Run(command) => Action::Run(command),
        }
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let policies = &document.definitions().policies;
        let found: Deviations =
            deviations(policies, policies.preset).into_iter().map(|found| (found.field, found)).collect();
        let left = vec![
            cards::preset(context),
            cards::password(self, &found, context),
            cards::aging(self, &found, context),
            cards::lockout(self, &found, context),
        ];
        let right = vec![
            cards::session(self, &found, context),
            cards::audit(&found, context),
            cards::project(self, context),
            cards::storage(self, context),
            cards::authentication(context),
            languages::card(self, context),
        ];
        let list = |cards: Vec<Element<'a, Message>>| Column::with_children(cards).spacing(size::MEDIUM);
        let content: Element<'a, Message> = if context.size.width < TWO_COLUMNS {
            list(left.into_iter().chain(right).collect()).into()
        } else {
            Row::new().push(list(left)).push(list(right)).spacing(size::MEDIUM).into()
        };
        let content = container(content).padding(size::LARGE);
        let head = ui.page_head(tr.get("page-guidelines"), Some(tr.get("guidelines-note").into()), vec![], vec![]);
        column![head, ui.rule(), ui.scroll(row![content])].into()
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, context: Context<'a>) -> Option<Element<'a, Message>> {
        Some(pane::view(context))
    }

    /// Whether the page does the command: it has none of its own.
    pub fn offers(&self, _command: Command, _context: Context<'_>) -> Option<Result<(), String>> {
        None
    }

    /// Does a command.
    pub fn run(&mut self, _command: Command, _context: Context<'_>) -> Action<Message> {
        Action::None
    }

    /// Leads to an object: everything of the page can be seen.
    pub fn go(&mut self, _object: Id, _context: Context<'_>) -> Action<Message> {
        Action::None
    }
}

/// What of the page is meant. What does not count now cannot be set: what it depends on can.
pub(super) fn field(spot: &Spot, context: Context<'_>) -> Option<iced::widget::Id> {
    if spot.field == languages::TAG || spot.field == languages::DEFAULT {
        return Some(languages::field(spot, context));
    }
    if spot.field == PATH {
        return Some(PATH_FIELD.into());
    }
    let mut field = Field::ALL.into_iter().find(|field| field.name() == spot.field)?;
    let policies = &context.document.definitions().policies;
    while let Some(above) = cards::depends(field, policies) {
        field = above;
    }
    Some(cards::id(field))
}

#[cfg(test)]
mod tests;
