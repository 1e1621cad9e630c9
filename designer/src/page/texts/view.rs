//! The middle of the page: the table of texts.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use keyholder_shared::Str;

use super::columns::Columns;
use super::{Message, SEARCH, State, list};
use crate::app::Context;
use crate::command::Command;
use crate::csv::texts::Key;
use crate::ui::table::{Column, Ground, Table};
use crate::ui::{Icon, Tone, size};

pub(super) fn columns(columns: &Columns, context: Context<'_>) -> Vec<Column> {
    let languages = columns.shown();
    let what = Column::new(context.tr.get("texts-what"), 260.0).grows(130.0);
    let mut columns = vec![if columns.are_all() { what } else { what.least(super::columns::WHAT) }];
    let share = 520.0 / languages.len().max(1) as f32;
    let missing = context.tr.get("texts-missing");
    columns.extend(languages.iter().map(|tag| Column::new(tag.as_str(), share).words([missing.to_owned()])));
    columns
}

pub(super) fn page<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let list = &state.list;
    let search = ui.search(SEARCH, &tr.count("texts-search", list.all()), &state.search, Message::Search);
    let tabs = row![
        ui.tab(tr.count("texts-all", list.all()), !state.missing, Message::Missing(false)),
        ui.tab(tr.count("texts-only-missing", list.missing()), state.missing, Message::Missing(true)),
    ]
    .spacing(size::SMALL);
    let import = ui.button(tr.get("command-import")).icon(Icon::Upload).on_press(Message::Run(Command::Import));
    let export = ui.button(tr.get("command-export")).icon(Icon::Download).on_press(Message::Run(Command::Export));
    let tools = ui.tools(vec![import, export], size::SIDEBAR);
    let right = vec![tools, container(search).width(size::SIDEBAR).into()];
    let head = ui.page_head(tr.get("page-texts"), None, vec![tabs.into()], right);
    if list.is_none() {
        let looking = ui.empty(Icon::RefreshCw, tr.get("texts-looking"), "", None);
        return column![head, ui.rule(), ui.ground(looking)].into();
    }
    if list.len() == 0 {
        let (title, says) = match state.missing && state.search.is_empty() {
            true => ("texts-complete", "texts-complete-text"),
            false => ("texts-none", "texts-none-text"),
        };
        return column![head, ui.rule(), ui.ground(ui.empty(Icon::Languages, tr.get(title), tr.get(says), None))].into();
    }
    let table = Table {
        state: &state.table,
        columns: columns(&state.columns, context),
        rows: list.len(),
        size: context.table_size(),
        ground: Ground::Window,
        map: Message::Table,
    };
    let cells = |row| list.key(row).map_or_else(Vec::new, |key| cells(key, state.columns.shown(), context));
    let all = column![head, ui.rule()];
    let all = if state.columns.are_all() { all } else { all.push(choice(state, context)).push(ui.rule()) };
    all.push(table.view(ui, |row| list.key(row), cells)).into()
}

/// Which languages have a column, where there is no room for all.
fn choice<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let shown = state.columns.shown();
    let tabs = document.definitions().languages.list.iter().map(|language| {
        let tag = &language.tag;
        ui.tab(tag.as_str(), shown.contains(tag), Message::Column(tag.clone()))
    });
    let says = ui.note(tr.with("texts-columns", &[("count", shown.len().into())]));
    let tabs = row(tabs).spacing(size::TINY).wrap();
    let all = row![says, container(tabs).width(Length::Fill)].spacing(size::MEDIUM).align_y(Alignment::Center);
    container(all).padding(Padding::from([size::SMALL, size::LARGE])).width(Length::Fill).into()
}

fn cells<'a>(key: Key, shown: &[Str], context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, tr, document, .. } = context;
    let Some(entry) = list::find(document, key) else { return Vec::new() };
    let what = ui.line(tr.get(key.kind_key())).color(ui.colors.muted);
    // Name and description of a long name are told apart still.
    let called = container(ui.line(if entry.of.is_empty() { tr.get("nameless") } else { entry.of })).width(Length::Fill);
    let is_name = key.field_key() == "texts-name";
    let mut of = Row::new().spacing(size::SMALL).align_y(Alignment::Center);
    // Where there is little room, what a description is of is more than of which kind.
    if is_name || !context.is_tiny() {
        of = of.push(what);
    }
    of = of.push(called);
    if !is_name {
        of = of.push(ui.line(tr.get(key.field_key())).size(size::NOTE).color(ui.colors.muted));
    }
    let mut cells: Vec<Element<'a, Message>> = vec![of.into()];
    for tag in shown {
        let text = entry.texts.list.iter().find(|text| text.lang.eq_ignore_ascii_case(tag));
        cells.push(match text {
            Some(text) if !text.value.is_empty() => ui.line(text.value.as_str()).into(),
            _ if entry.is_missing(tag) => ui.badge(tr.get("texts-missing"), Tone::Amber),
            _ => ui.line("—").color(ui.colors.muted).into(),
        });
    }
    cells
}
