//! The middle of the page: the table of texts.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::{Message, SEARCH, State, list};
use crate::app::Context;
use crate::command::Command;
use crate::csv::texts::Key;
use crate::ui::table::{Column, Ground, Table};
use crate::ui::{Icon, Tone, size};

pub(super) fn columns(context: Context<'_>) -> Vec<Column> {
    let languages = &context.document.definitions().languages.list;
    let mut columns = vec![Column::new(context.tr.get("texts-what"), 260.0).grows(130.0)];
    let share = 520.0 / languages.len().max(1) as f32;
    columns.extend(languages.iter().map(|language| Column::new(language.tag.as_str(), share)));
    columns
}

pub(super) fn page<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let list = &state.list;
    let search = ui.search(SEARCH, &tr.count("texts-search", list.all), &state.search, Message::Search);
    let tabs = row![
        ui.tab(tr.count("texts-all", list.all), !state.missing, Message::Missing(false)),
        ui.tab(tr.count("texts-only-missing", list.missing), state.missing, Message::Missing(true)),
    ]
    .spacing(size::SMALL);
    let import = ui.button(tr.get("command-import")).icon(Icon::Upload).on_press(Message::Run(Command::Import));
    let export = ui.button(tr.get("command-export")).icon(Icon::Download).on_press(Message::Run(Command::Export));
    let tools = ui.tools(vec![import, export], size::SIDEBAR);
    let right = vec![tools, container(search).width(size::SIDEBAR).into()];
    let head = ui.page_head(tr.get("page-texts"), None, vec![tabs.into()], right);
    if list.len() == 0 {
        let (title, says) = match state.missing && state.search.is_empty() {
            true => ("texts-complete", "texts-complete-text"),
            false => ("texts-none", "texts-none-text"),
        };
        return column![head, ui.rule(), ui.ground(ui.empty(Icon::Languages, tr.get(title), tr.get(says), None))].into();
    }
    let table = Table {
        state: &state.table,
        columns: columns(context),
        rows: list.len(),
        size: context.table_size(),
        ground: Ground::Window,
        map: Message::Table,
    };
    let cells = |row| list.key(row).map_or_else(Vec::new, |key| cells(key, context));
    column![head, ui.rule(), table.view(ui, |row| list.key(row), cells)].into()
}

fn cells<'a>(key: Key, context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, tr, document, .. } = context;
    let Some(entry) = list::find(document, key) else { return Vec::new() };
    let what = ui.line(tr.get(key.kind_key())).color(ui.colors.muted);
    // Name and description of a long name are told apart still.
    let called = container(ui.line(if entry.of.is_empty() { tr.get("nameless") } else { entry.of })).width(Length::Fill);
    let mut of = row![what, called].spacing(size::SMALL).align_y(Alignment::Center);
    if key.field_key() != "texts-name" {
        of = of.push(ui.line(tr.get(key.field_key())).size(size::NOTE).color(ui.colors.muted));
    }
    let mut cells: Vec<Element<'a, Message>> = vec![of.into()];
    for language in &document.definitions().languages.list {
        let text = entry.texts.list.iter().find(|text| text.lang.eq_ignore_ascii_case(&language.tag));
        cells.push(match text {
            Some(text) if !text.value.is_empty() => ui.line(text.value.as_str()).into(),
            _ if entry.is_missing(&language.tag) => ui.badge(tr.get("texts-missing"), Tone::Amber),
            _ => ui.line("—").color(ui.colors.muted).into(),
        });
    }
    cells
}
