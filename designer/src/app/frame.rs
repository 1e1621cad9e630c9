//! The frame: the bar at the top, the list of pages, the page, its properties, the bar at the bottom.

use std::path::Path;

use iced::keyboard::Key;
use iced::widget::{Column, Row, Space, button, column, container, row, text_input};
use iced::{Alignment, Element, Length, Padding, Size};

use super::{App, Message, palette, words};
use crate::command::Command;
use crate::document::Document;
use crate::page::Page;
use crate::shortcut;
use crate::ui::apart::apart;
use crate::ui::inert::inert;
use crate::ui::menu::Item;
use crate::ui::{Icon, Kind, Tone, Ui, badge, size, tab, text};

impl App {
    /// The whole window.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        // At the start it is being loaded beside the window; later this is nothing.
        text::load();
        let ui = self.ui();
        let base = match (&self.document, self.context()) {
            (Some(document), Some(context)) => {
                let page = self.pages.view(self.page, context).map(Message::Page);
                let of = (self.turn, self.page);
                let page = apart(page, of);
                // What a table leaves free it draws itself: to draw a ground twice would take as long as the letters.
                let middle = if self.page.is_table() { container(page) } else { ui.ground(page) };
                let middle = middle.width(Length::Fill).height(Length::Fill).clip(true);
                let mut all = row![self.view_pages(ui, document), ui.upright(), middle];
                if !self.page.is_wide() {
                    let pane = self.pages.properties(self.page, context).map(|pane| pane.map(Message::Page));
                    let pane = pane.unwrap_or_else(|| Space::new().into());
                    let pane = apart(pane, of);
                    let pane = container(pane).width(self.properties_width()).height(Length::Fill).clip(true);
                    all = all.push(ui.upright()).push(pane);
                }
                // Nothing is pressed in a list that is about to be another.
                let still = self.stepping;
                column![
                    inert(self.view_top(ui, Some(document)), still),
                    ui.rule(),
                    inert(all.height(Length::Fill), still),
                    ui.rule(),
                    self.view_status(ui, document),
                ]
                .into()
            }
            _ => column![self.view_top(ui, None), ui.rule(), ui.ground(self.view_start(ui))].into(),
        };
        let menu =
            self.menu.as_ref().map(|menu| ui.menu(self.menu_items(&menu.commands), menu.reached, menu.at, self.window));
        let base = ui.popup(base, menu, Message::CloseMenu);
        let context = self.dialog_context();
        let dialogs = self.dialogs.iter().map(|open| {
            let number = open.number;
            open.dialog.view(context).map(move |message| Message::Dialog(number, message))
        });
        let dialogs = dialogs.collect();
        let base = ui.modals(base, dialogs);
        let palette = self.palette.as_ref().map(|palette| self.view_palette(ui, palette));
        let all = ui.popup(base, palette, Message::Palette(palette::Message::Close));
        let leads = move |key: &Key, physical, modifiers| self.field_of(shortcut::command(key, physical, modifiers)?);
        tab::tabbed(all, self.menu.is_none() && self.palette.is_none(), leads).into()
    }

    /// The field that a command leads to, if it does nothing else and can be done now.
    fn field_of(&self, command: Command) -> Option<iced::widget::Id> {
        let page = self.dialogs.is_empty().then(|| self.page())?;
        let field = match command {
            Command::Find => page.search(),
            Command::Rename => page.name_field(),
            _ => None,
        };
        field.filter(|_| self.enabled(command).is_ok())
    }

    fn view_top<'a>(&'a self, ui: Ui, document: Option<&'a Document>) -> Element<'a, Message> {
        let tr = &self.tr;
        let mut left = row![ui.icon_in(Icon::KeyRound, size::ICON + 2.0, ui.colors.accent)]
            .spacing(size::SMALL)
            .width(Length::Fill)
            .align_y(Alignment::Center);
        match document {
            Some(document) => {
                let file = document.path().and_then(short).unwrap_or_else(|| tr.get("no-file").to_owned());
                // A long name leaves room for what follows it; the file's takes what is left, and stays where it is when
                // the badge comes.
                let name = ui.line(document.name()).font(text::STRONG);
                left = left.push(container(name).max_width(self.window.width * 0.18));
                let whole = document.path().map(|path| path.display().to_string());
                let file = ui.line(file).color(ui.colors.muted).untold(whole.is_some()).yielding();
                left = left.push(match whole {
                    Some(whole) => ui.tip(file, whole, None),
                    None => file.into(),
                });
                if document.is_unsaved() {
                    left = left.push(ui.badge(tr.get("unsaved"), Tone::Amber));
                }
            }
            None => left = left.push(ui.strong(Self::NAME)),
        }
        let mut right = Row::new().spacing(size::SMALL).align_y(Alignment::Center);
        if let Some(document) = document {
            let undo =
                document.undo_label().map(|label| tr.with("undo-of", &[("step", words::step(tr, label).into())]));
            let redo =
                document.redo_label().map(|label| tr.with("redo-of", &[("step", words::step(tr, label).into())]));
            right = right.push(self.command_button(ui, Command::Undo, Kind::Quiet, true, undo));
            right = right.push(self.command_button(ui, Command::Redo, Kind::Quiet, true, redo));
        }
        let narrow = self.window.width < 1000.0;
        right = right.push(self.command_button(ui, Command::Open, Kind::Plain, narrow, None));
        if document.is_some() {
            right = right.push(self.command_button(ui, Command::Save, Kind::Primary, narrow, None));
            right = right.push(ui.icon_button(Icon::Ellipsis, tr.get("more")).on_press(Message::More));
        }
        let bar = row![
            container(left).width(Length::FillPortion(3)).clip(true),
            container(self.view_search(ui)).width(Length::FillPortion(2)).max_width(320),
            container(right).width(Length::FillPortion(3)).align_x(Alignment::End),
        ]
        .spacing(size::MEDIUM)
        .align_y(Alignment::Center)
        .height(Length::Fill);
        container(bar).height(size::TOP_BAR).padding([0.0, size::MEDIUM]).into()
    }

    /// Looks like a field and opens the palette.
    fn view_search<'a>(&'a self, ui: Ui) -> Element<'a, Message> {
        let keys = Command::Palette.keys().map(|keys| keys.label(self.tr.language())).unwrap_or_default();
        let content = row![
            ui.icon_in(Icon::Search, size::ICON_SMALL + 1.0, ui.colors.muted),
            container(ui.line(self.tr.get("palette-placeholder")).color(ui.colors.muted))
                .width(Length::Fill)
                .clip(true),
            ui.key_cap(keys),
        ]
        .spacing(size::SMALL)
        .align_y(Alignment::Center)
        .height(Length::Fill);
        let message = Message::Run(Command::Palette);
        let field = button(content)
            .width(Length::Fill)
            .height(size::ROW)
            .padding(Padding::from([0.0, size::SMALL]))
            .on_press(message.clone())
            .style(move |_, status| {
                let status = match status {
                    button::Status::Hovered | button::Status::Pressed => text_input::Status::Hovered,
                    _ => text_input::Status::Active,
                };
                let style = ui.input_style(status, false);
                button::Style {
                    background: Some(style.background),
                    border: style.border,
                    text_color: ui.colors.text,
                    ..button::Style::default()
                }
            });
        ui.pressable(field, Some(message)).into()
    }

    /// A button for a command: its icon, name, keys and, where it cannot be done, why.
    pub(super) fn command_button<'a>(
        &'a self,
        ui: Ui,
        command: Command,
        kind: Kind,
        compact: bool,
        tip: Option<String>,
    ) -> Element<'a, Message> {
        let label = match command {
            Command::Open => self.tr.get("open"),
            Command::Save => self.tr.get("save"),
            _ => self.tr.get(command.key()),
        };
        let icon = command.entry().map_or(Icon::Command, |entry| entry.icon);
        let mut button = ui
            .button(label)
            .icon(icon)
            .kind(kind)
            .compact(compact)
            .on_press_or(self.enabled(command).map(|()| Message::Run(command)))
            .shortcut(command.keys().map(|keys| keys.label(self.tr.language())));
        if let Some(tip) = tip {
            button = button.tip(tip);
        }
        button.into()
    }

    fn view_pages<'a>(&'a self, ui: Ui, document: &'a Document) -> Element<'a, Message> {
        let mut list = Column::new().padding(Padding { top: size::MEDIUM, ..Padding::new(size::SMALL) }).spacing(2.0);
        let heading = |key| container(ui.note(self.tr.get(key)).font(text::MEDIUM)).padding([size::TINY, size::SMALL]);
        list = list.push(heading("pages-define"));
        for page in Page::ALL.iter().copied().filter(|page| !page.is_check()) {
            list = list.push(self.view_page_link(ui, page, self.count_of(page, document)));
        }
        list = list.push(Space::new().height(size::SMALL)).push(heading("pages-check"));
        for page in Page::ALL.iter().copied().filter(|page| page.is_check()) {
            list = list.push(self.view_page_link(ui, page, self.count_of(page, document)));
        }
        container(ui.scroll(list)).width(size::SIDEBAR).height(Length::Fill).into()
    }

    fn view_page_link<'a>(&'a self, ui: Ui, page: Page, count: Option<usize>) -> Element<'a, Message> {
        let colors = ui.colors;
        let chosen = page == self.page;
        let ink = if chosen { colors.accent } else { colors.text };
        let name = ui.line(self.tr.get(page.key())).color(ink).font(if chosen { text::STRONG } else { text::REGULAR });
        let mut content = row![
            ui.icon_in(page.icon(), size::ICON, if chosen { colors.accent } else { colors.muted }),
            container(name).width(Length::Fill).clip(true),
        ]
        .spacing(size::SMALL)
        .align_y(Alignment::Center)
        .height(Length::Fill);
        if let Some(count) = count {
            content = content.push(ui.line(count.to_string()).color(colors.muted));
        }
        let message = Message::Run(Command::Show(page));
        let link = button(content)
            .width(Length::Fill)
            .height(size::ROW + 2.0)
            .padding(Padding::from([0.0, size::SMALL]))
            .on_press(message.clone())
            .style(move |_, status| {
                if chosen {
                    let style = badge::ground_style(colors.accent_ground, iced::Color::TRANSPARENT);
                    return button::Style {
                        background: style.background,
                        border: style.border,
                        ..button::Style::default()
                    };
                }
                ui.button_style(Kind::Quiet, status)
            });
        ui.pressable(link, Some(message)).into()
    }

    /// How many things a page lists, where that says something.
    fn count_of(&self, page: Page, document: &Document) -> Option<usize> {
        let definitions = document.definitions();
        match page {
            Page::Users => Some(document.users().len()),
            Page::Groups => Some(definitions.groups.len()),
            Page::Rights => Some(document.rights().count()),
            Page::Areas => Some(definitions.areas.len()),
            Page::NotificationGroups => Some(definitions.notification_groups.len()),
            Page::Texts => Some(definitions.languages.list.len()),
            Page::Preview => self.pages.preview.attention(),
            Page::Problems => Some(self.findings.errors + self.findings.advice + document.unread().len()),
            _ => None,
        }
    }

    fn menu_items(&self, commands: &[Command]) -> Vec<Item<Message>> {
        let mut items = Vec::with_capacity(commands.len());
        for command in commands {
            let Some(entry) = command.entry() else { continue };
            items.push(Item {
                icon: entry.icon,
                label: self.tr.get(entry.key).to_owned(),
                shortcut: entry.keys.map(|keys| keys.label(self.tr.language())),
                message: self.enabled(*command).ok().map(|()| Message::Pick(*command)),
                parted: *command == Command::Delete && !items.is_empty(),
            });
        }
        items
    }

    /// The size of the window, for pictures of it.
    pub fn set_window(&mut self, window: Size) {
        self.window = window;
    }
}

/// What tells a file from others: its folder too, as most projects lie in files of the same name.
fn short(path: &Path) -> Option<String> {
    let file = path.file_name()?.to_string_lossy();
    match path.parent().and_then(Path::file_name) {
        Some(folder) => Some(format!("{}/{file}", folder.to_string_lossy())),
        None => Some(file.into_owned()),
    }
}
