//! The middle of the page: the machines, and under them the users of the chosen one.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Element, Length, Padding, Size};
use keyholder_shared::reconcile::Action as Outcome;

use super::list::Change;
use super::{Message, SEARCH, Shown, State, machines_height};
use crate::app::Context;
use crate::command::Command;
use crate::i18n::Tr;
use crate::machine::{self, Machine, Merged};
use crate::ui::table::{Align, Column, Ground, Table};
use crate::ui::{Icon, Tone, size, text};
use crate::words;

/// The columns of numbers, with what they count.
const COUNTS: [(&str, &[Outcome]); 5] = [
    ("preview-taken", &[Outcome::Added, Outcome::Updated, Outcome::Unchanged, Outcome::Replaced]),
    ("preview-kept", &[Outcome::Kept, Outcome::Shadowed]),
    ("preview-removed", &[Outcome::Removed]),
    ("preview-restored", &[Outcome::Restored]),
    ("preview-made-there", &[Outcome::Runtime]),
];

/// What becomes of groups and rights.
const CHANGES: [&str; 3] = ["preview-change-added", "preview-change-removed", "preview-change-changed"];

pub(super) fn machine_columns(tr: &Tr) -> Vec<Column> {
    let first = [Column::new(tr.get("preview-machine"), 120.0).grows(200.0).unsorted().least(78.0)];
    let counts = COUNTS.map(|(key, _)| Column::new(tr.get(key), 90.0).unsorted().align(Align::Right));
    let state = Column::new(tr.get("preview-state"), 200.0).unsorted().words([tr.count("machine-attention", 99)]);
    first.into_iter().chain(counts).chain([state]).collect()
}

pub(super) fn user_columns(tr: &Tr) -> Vec<Column> {
    vec![
        Column::new(tr.get("preview-user"), 130.0).grows(60.0).least(110.0),
        Column::new(tr.get("preview-result"), 110.0).grows(10.0).words(Outcome::ALL.map(|outcome| words::action(tr, outcome))),
        Column::new(tr.get("preview-why"), 504.0).grows(600.0),
    ]
}

pub(super) fn change_columns(tr: &Tr) -> Vec<Column> {
    vec![
        Column::new(tr.get("preview-kind"), 144.0).grows(20.0).unsorted().least(112.0),
        Column::new(tr.get("preview-name"), 190.0).grows(150.0).unsorted(),
        Column::new(tr.get("preview-change"), 90.0).grows(10.0).unsorted().words(CHANGES.map(|key| tr.get(key).to_owned())),
        Column::new(tr.get("compare-details"), 320.0).grows(500.0).unsorted(),
    ]
}

/// How much of a person's attention an outcome asks for.
pub(super) fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Added | Outcome::Updated | Outcome::Replaced => Tone::Good,
        Outcome::Kept => Tone::Accent,
        Outcome::Removed => Tone::Bad,
        Outcome::Restored | Outcome::Shadowed => Tone::Amber,
        Outcome::Unchanged | Outcome::Runtime => Tone::Neutral,
    }
}

pub(super) fn state_tone(machine: &Machine) -> Tone {
    match &machine.outcome {
        machine::Outcome::Merged(_) if machine.attention() > 0 => Tone::Amber,
        machine::Outcome::Merged(_) => Tone::Good,
        machine::Outcome::HasIt => Tone::Neutral,
        machine::Outcome::SameStamp => Tone::Amber,
        _ => Tone::Bad,
    }
}

pub(super) fn page<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let add = ui
        .button(tr.get("command-add-machines"))
        .icon(Icon::Plus)
        .on_press(Message::Run(Command::AddMachines));
    let mut buttons = vec![add];
    if !state.machines.is_empty() {
        let export = ui.button(tr.get("command-export")).icon(Icon::Download);
        buttons.push(export.on_press(Message::Run(Command::Export)));
    }
    let looking = state.follow.told().map(|key| ui.sign(Icon::Clock, tr.get(key), Tone::Accent));
    // A sentence cut after two words says nothing.
    let room = if context.is_tiny() { 0.0 } else { size::SIDEBAR };
    let note = (!context.is_tiny()).then(|| tr.get("preview-note").into());
    let head = ui.page_head(tr.get("page-preview"), note, looking.into_iter().collect(), vec![ui.tools(buttons, room)]);
    if state.machines.is_empty() {
        let add = ui.button(tr.get("command-add-machines")).icon(Icon::Plus).primary();
        let add = add.on_press(Message::Run(Command::AddMachines)).into();
        let empty = ui.empty(Icon::Server, tr.get("preview-none"), tr.get("preview-none-text"), Some(add));
        return column![head, ui.rule(), empty].into();
    }
    let height = machines_height(state.machines.len());
    let machines = Table {
        state: &state.machine_table,
        columns: machine_columns(tr),
        rows: state.machines.len(),
        size: Size::new(context.size.width, height - size::ROW),
        ground: Ground::Page,
        map: Message::Machines,
    };
    let cells = |row| state.machines.get(row).map_or_else(Vec::new, |machine| machine_cells(machine, context));
    let machines = container(machines.view(ui, Some, cells)).height(height);
    let mut page = column![head, ui.rule(), machines, ui.rule()];
    let used = size::PAGE_HEAD + height + 2.0;
    if let Some(machine) = state.machine() {
        let free = Size::new(context.size.width, context.size.height - used);
        page = page.push(below(state, machine, context, free));
    }
    page.into()
}

fn machine_cells<'a>(machine: &'a Machine, context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, tr, .. } = context;
    let name = row![ui.icon_in(Icon::Server, size::ICON_SMALL + 1.0, ui.colors.muted), ui.line(machine.name.as_str())]
        .spacing(size::SMALL)
        .align_y(Alignment::Center);
    let mut cells: Vec<Element<'a, Message>> = vec![name.into()];
    for (_, actions) in COUNTS {
        let text = machine.count(actions).map_or_else(|| "—".to_owned(), |count| count.to_string());
        let ink = if matches!(text.as_str(), "0" | "—") { ui.colors.muted } else { ui.colors.text };
        cells.push(ui.line(text).color(ink).into());
    }
    cells.push(ui.badge(words::state(tr, machine), state_tone(machine)));
    cells
}

/// What is shown of one machine.
fn below<'a>(state: &'a State, machine: &'a Machine, context: Context<'a>, free: Size) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let Some(merged) = machine.merged() else {
        let says = match &machine.outcome {
            machine::Outcome::Unread(why) => words::not_opened(tr, why),
            machine::Outcome::Conflict(why) => words::conflict(tr, why),
            _ => machine.fault().map_or_else(String::new, |fault| words::fault(tr, fault)),
        };
        return ui.empty(Icon::Server, words::state(tr, machine), says, None);
    };
    let users = merged.report.users.len();
    let when = merged.report.previous_time_stamp.unwrap_or(merged.report.project_time_stamp);
    let about = tr.with("preview-last", &[("day", words::day(tr, when).into())]);
    let tab = |label: String, shown| ui.tab(label, state.shown == shown, Message::Show(shown));
    let changes = state.list.changes().len();
    let search = ui.search(SEARCH, tr.get("preview-search"), &state.search, Message::Search);
    let search: Element<'a, Message> = container(search).width(size::SIDEBAR * 0.75).into();
    let mut bar = Row::new().spacing(size::SMALL).align_y(Alignment::Center);
    let name = ui.line(machine.name.as_str()).font(text::STRONG);
    bar = bar.push(container(name).max_width(size::SIDEBAR));
    bar = bar.push(container(ui.line(about).color(ui.colors.muted)).width(Length::Fill).clip(true));
    bar = bar.push(tab(format!("{} {}", tr.get("preview-attention"), machine.attention()), Shown::Attention));
    bar = bar.push(tab(tr.count("preview-all", users), Shown::All));
    bar = bar.push(tab(tr.count("preview-changes", changes), Shown::Changes));
    if state.shown != Shown::Changes && free.width > 680.0 {
        bar = bar.push(search);
    }
    let bar = container(bar).height(size::PAGE_HEAD - size::SMALL).center_y(size::PAGE_HEAD - size::SMALL);
    let bar = bar.padding(Padding::from([0.0, size::LARGE]));
    let size = Size::new(free.width, free.height - size::PAGE_HEAD - size::ROW);
    let table = if state.shown == Shown::Changes {
        change_table(state, context, size)
    } else if state.list.len() == 0 {
        ui.empty(Icon::CircleCheck, tr.get("preview-nothing"), tr.get("preview-nothing-text"), None)
    } else {
        user_table(state, merged, context, size)
    };
    column![bar, ui.rule(), table].into()
}

fn user_table<'a>(state: &'a State, merged: &'a Merged, context: Context<'a>, size: Size) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let table = Table {
        state: &state.user_table,
        columns: user_columns(tr),
        rows: state.list.len(),
        size,
        ground: Ground::Page,
        map: Message::Users,
    };
    let cells = |row| {
        let user = state.list.user(row).and_then(|place| merged.report.users.get(place));
        user.map_or_else(Vec::new, |user| {
            vec![
                ui.line(user.name.as_str()).into(),
                ui.badge(words::action(tr, user.action()), tone(user.action())),
                ui.line(words::reason(tr, user, &merged.before.definitions)).into(),
            ]
        })
    };
    table.view(ui, |row| state.list.user(row), cells)
}

fn change_table<'a>(state: &'a State, context: Context<'a>, size: Size) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let changes = state.list.changes();
    if changes.is_empty() {
        return ui.empty(Icon::CircleCheck, tr.get("preview-no-changes"), "", None);
    }
    let table = Table {
        state: &state.change_table,
        columns: change_columns(tr),
        rows: changes.len(),
        size,
        ground: Ground::Page,
        map: Message::Changes,
    };
    let cells = |row: usize| {
        changes.get(row).map_or_else(Vec::new, |change: &Change| {
            let tone = match change.change {
                "preview-change-added" => Tone::Good,
                "preview-change-removed" => Tone::Bad,
                _ => Tone::Accent,
            };
            vec![
                ui.line(tr.get(change.kind)).color(ui.colors.muted).into(),
                ui.line(change.name.as_str()).into(),
                ui.badge(tr.get(change.change), tone),
                ui.line(change.details.as_str()).into(),
            ]
        })
    };
    table.view(ui, Some, cells)
}
