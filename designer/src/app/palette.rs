//! The palette: finds every command and every object by a few letters.

use iced::keyboard::key::Named;
use iced::widget::{Column, button, container, operation, row};
use iced::{Alignment, Border, Element, Length, Padding, Task};
use keyholder_shared::guideline::Field;
use keyholder_shared::model::Texts;
use keyholder_shared::name;

use super::{App, Message as AppMessage, Place};
use crate::command::{COMMANDS, Command};
use crate::document::Document;
use crate::page::Page;
use crate::ui::{Icon, Ui, size};
use crate::words::guidelines;

/// So many are shown.
const MOST: usize = 12;
/// So much farther down stands what cannot be done now.
const LAST: usize = 10;
const FIELD: &str = "palette-field";
const WIDTH: f32 = 560.0;

/// The open palette.
#[derive(Debug, Default)]
pub(super) struct Palette {
    typed: String,
    found: Vec<Found>,
    reached: usize,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// Letters were typed.
    Typed(String),
    /// A line is taken.
    Take(usize),
    /// It closes.
    Close,
}

/// Where a line leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// To a command.
    Command(Command),
    /// To an object.
    Place(Place),
}

#[derive(Clone, Debug)]
struct Found {
    icon: Icon,
    label: String,
    /// Its keys, what it is, or why it cannot be done now.
    note: String,
    target: Target,
    can: bool,
}

impl Palette {
    pub(super) fn typed(&mut self, typed: String) {
        self.typed = typed;
        self.reached = 0;
    }

    pub(super) fn found(&self, row: usize) -> Option<Target> {
        self.found.get(row).map(|found| found.target.clone())
    }
}

impl App {
    /// The messages that take what the palette finds first for `typed`.
    #[must_use]
    pub fn finding(typed: &str) -> [AppMessage; 3] {
        [
            AppMessage::Run(Command::Palette),
            AppMessage::Palette(Message::Typed(typed.to_owned())),
            AppMessage::Palette(Message::Take(0)),
        ]
    }

    pub(super) fn open_palette(&mut self) -> Task<AppMessage> {
        self.palette = Some(Palette::default());
        self.search_palette();
        operation::focus(FIELD)
    }

    pub(super) fn key_in_palette(&mut self, key: Option<Named>) -> Task<AppMessage> {
        let Some(palette) = &mut self.palette else { return Task::none() };
        let last = palette.found.len().saturating_sub(1);
        match key {
            Some(Named::ArrowDown) => palette.reached = (palette.reached + 1).min(last),
            Some(Named::ArrowUp) => palette.reached = palette.reached.saturating_sub(1),
            Some(Named::Enter) => {
                let reached = palette.reached;
                return self.in_palette(Message::Take(reached));
            }
            Some(Named::Escape | Named::Tab) => self.palette = None,
            _ => {}
        }
        Task::none()
    }

    /// Looks for what was typed among commands and objects: what begins with it first, what cannot be done now last.
    pub(super) fn search_palette(&mut self) {
        let Some(palette) = &self.palette else { return };
        let wanted = name::fold(&palette.typed);
        let mut found: Vec<(usize, Found)> = Vec::new();
        for entry in COMMANDS {
            let label = self.tr.get(entry.key);
            if entry.command != Command::Palette
                && let Some(rank) = rank(&wanted, label)
            {
                let keys = || entry.keys.map_or_else(String::new, |keys| keys.label(self.tr.language()));
                let (rank, note, can) = match self.enabled(entry.command) {
                    Ok(()) => (rank, keys(), true),
                    Err(why) => (rank + LAST, why, false),
                };
                let target = Target::Command(entry.command);
                found.push((rank, Found { icon: entry.icon, label: label.to_owned(), note, target, can }));
            }
        }
        if !wanted.is_empty()
            && let Some(document) = &self.document
        {
            self.search_objects(document, &wanted, &mut found);
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(MOST);
        if let Some(palette) = &mut self.palette {
            palette.found = found.into_iter().map(|(_, found)| found).collect();
        }
    }

    fn search_objects(&self, document: &Document, wanted: &str, found: &mut Vec<(usize, Found)>) {
        let Some(context) = self.context() else { return };
        let mut add = |page: Page, object, label: &str, note: &str, texts: Option<&Texts>| {
            let own = rank(wanted, label).or_else(|| rank(wanted, note).map(|rank| rank + 1));
            // What it is called in another language finds it too, and says why it was found.
            let other = || {
                let mut texts = texts?.list.iter();
                texts.find_map(|text| Some((rank(wanted, &text.value)? + 1, text.value.as_str())))
            };
            let Some((rank, note)) = own.map(|rank| (rank, note)).or_else(other) else { return };
            let target = Target::Place(Place::of(page, object));
            let (label, note) = (label.to_owned(), note.to_owned());
            found.push((rank, Found { icon: page.icon(), label, note, target, can: true }));
        };
        let definitions = document.definitions();
        for group in definitions.groups.iter() {
            let note = self.tr.get("what-kind-group");
            add(Page::Groups, group.id, context.text(&group.name), note, Some(&group.name));
        }
        for group in definitions.right_groups.iter() {
            let note = self.tr.get("what-kind-right-group");
            add(Page::Rights, group.id, context.text(&group.name), note, Some(&group.name));
        }
        for (_, right) in document.rights() {
            add(Page::Rights, right.id, context.text(&right.name), &right.key, Some(&right.name));
        }
        for area in definitions.areas.iter() {
            let name = context.text(&area.name);
            add(Page::Areas, area.id, name, self.tr.get("what-kind-area"), Some(&area.name));
            for client in &area.clients {
                add(Page::Areas, area.id, &client.name, name, None);
            }
        }
        for group in definitions.notification_groups.iter() {
            let note = self.tr.get("what-kind-notification-group");
            add(Page::NotificationGroups, group.id, context.text(&group.name), note, Some(&group.name));
        }
        for user in document.users().iter() {
            add(Page::Users, user.id, &user.name, &user.full_name, None);
        }
        for field in Field::ALL {
            let label = self.tr.get(guidelines::label(field));
            if let Some(rank) = rank(wanted, label) {
                let (icon, note) = (Page::Guidelines.icon(), self.tr.get("page-guidelines").to_owned());
                let target = Target::Place(Place::page(Page::Guidelines).at(field.name(), None));
                found.push((rank, Found { icon, label: label.to_owned(), note, target, can: true }));
            }
        }
    }

    pub(super) fn view_palette<'a>(&'a self, ui: Ui, palette: &'a Palette) -> Element<'a, AppMessage> {
        let colors = ui.colors;
        let typed = ui
            .field("", palette.typed.as_str())
            .placeholder(self.tr.get("palette-placeholder"))
            .id(FIELD)
            .on_input(|typed| AppMessage::Palette(Message::Typed(typed)))
            .on_submit(AppMessage::Palette(Message::Take(palette.reached)));
        let mut list = Column::new();
        for (index, found) in palette.found.iter().enumerate() {
            let reached = index == palette.reached;
            let line = row![
                ui.icon(found.icon),
                container(ui.line(found.label.as_str()).color(if found.can { colors.text } else { colors.muted }))
                    .width(Length::Fill)
                    .clip(true),
                container(ui.line(found.note.as_str()).size(size::NOTE).color(ui.colors.muted)).max_width(WIDTH / 2.0),
            ]
            .spacing(size::SMALL)
            .align_y(Alignment::Center)
            .height(Length::Fill);
            list = list.push(
                button(line)
                    .width(Length::Fill)
                    .height(size::ROW)
                    .padding(Padding::from([0.0, size::SMALL]))
                    .on_press(AppMessage::Palette(Message::Take(index)))
                    .style(move |_, status| {
                        let ground = match status {
                            _ if reached => Some(colors.accent_ground),
                            button::Status::Hovered | button::Status::Pressed => Some(colors.head),
                            _ => None,
                        };
                        button::Style {
                            background: ground.map(Into::into),
                            text_color: colors.text,
                            border: Border { radius: size::CORNER.into(), ..Border::default() },
                            ..button::Style::default()
                        }
                    }),
            );
        }
        if palette.found.is_empty() {
            list = list.push(container(ui.muted(self.tr.get("palette-nothing"))).padding(size::SMALL));
        }
        let sheet = container(Column::new().spacing(size::SMALL).push(typed).push(list))
            .width(WIDTH)
            .padding(size::SMALL)
            .style(move |_| container::Style {
                text_color: Some(colors.text),
                background: Some(colors.panel.into()),
                border: Border { color: colors.line, width: 1.0, radius: size::CORNER_LARGE.into() },
                ..container::Style::default()
            });
        container(sheet).center_x(Length::Fill).padding(Padding { top: 6.0, ..Padding::ZERO }).into()
    }
}

/// How well `text` answers `wanted`: 0 it begins so, 2 a word does, 4 it is somewhere in it.
fn rank(wanted: &str, text: &str) -> Option<usize> {
    let text = name::fold(text);
    let at = text.find(wanted)?;
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    Some(match before {
        None => 0,
        Some(before) if !before.is_alphanumeric() => 2,
        Some(_) => 4,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_so_comes_first() {
        assert_eq!(rank("op", "Operators"), Some(0));
        assert_eq!(rank("line", "Operators, Line 1"), Some(2));
        assert_eq!(rank("era", "Operators"), Some(4));
        assert_eq!(rank("x", "Operators"), None);
        assert_eq!(rank("", "anything"), Some(0));
    }
}
