//! The middle of the page: users at the left, the rights of the chosen ones beside them.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Element, Length, Padding, Size};
use keyholder_shared::Str;
use keyholder_shared::access::Effect;

use super::lines::Line;
use super::{Message, SEARCH, Shown, State};
use crate::app::Context;
use crate::compare::{self, Effective};
use crate::i18n::Tr;
use crate::ui::choice::Choice;
use crate::ui::table::{Column, Ground, Table};
use crate::ui::{Icon, Tone, size};
use crate::words;

/// The width of the list of users.
fn users_width(context: Context<'_>) -> f32 {
    if context.is_tiny() { size::SIDEBAR * 0.8 } else { size::SIDEBAR }
}

pub(super) fn user_columns(tr: &Tr) -> Vec<Column> {
    vec![Column::new(tr.get("effective-user"), size::SIDEBAR)]
}

/// The columns of rights; with two users, each has a column with the user's name.
pub(super) fn right_columns(tr: &Tr, two: bool, names: [&str; 2]) -> Vec<Column> {
    let right = Column::new(tr.get("effective-right"), 210.0).grows(200.0);
    if two {
        let states = || STATES.map(|key| tr.get(key).to_owned());
        return vec![right, Column::new(names[0], 160.0).words(states()), Column::new(names[1], 160.0).words(states())];
    }
    vec![
        right,
        Column::new(tr.get("effective-state"), 100.0).grows(10.0).words(STATES.map(|key| tr.get(key).to_owned())),
        Column::new(tr.get("effective-reason"), 236.0).grows(300.0).unsorted(),
    ]
}

/// What may become of a right.
const STATES: [&str; 4] = ["effective-granted", "effective-denied", "effective-area", "effective-missing"];

/// The word for what became of a right, and its tone.
pub(super) fn state(effective: &Effective) -> (&'static str, Tone) {
    match effective.effect() {
        Effect::Granted => ("effective-granted", Tone::Good),
        Effect::Denied => ("effective-denied", Tone::Bad),
        Effect::Area => ("effective-area", Tone::Amber),
        Effect::Missing => ("effective-missing", Tone::Neutral),
    }
}

pub(super) fn page<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let versions = ui
        .button(tr.get("effective-versions"))
        .icon(Icon::GitCompareArrows)
        .on_press(Message::AskVersion);
    // A sentence cut after two words says nothing.
    let room = if context.is_tiny() { 0.0 } else { size::SIDEBAR };
    let note = (!context.is_tiny()).then(|| tr.get("effective-note").into());
    let head = ui.page_head(tr.get("page-effective"), note, Vec::new(), vec![ui.tools(vec![versions], room)]);
    let height = context.size.height - size::PAGE_HEAD - 1.0;
    let users_width = users_width(context);

    let count = document.users().len();
    let search = ui.search(SEARCH, &tr.count("users-search", if context.is_tiny() { 0 } else { count }), &state.user_search, Message::SearchUsers);
    let table = Table {
        state: &state.users,
        columns: user_columns(tr),
        rows: state.user_list.len(),
        size: Size::new(users_width, height - size::ROW - BAR),
        ground: Ground::Page,
        map: Message::Users,
    };
    let key = |row| state.user_list.user(row, document).map(|user| user.id);
    let cells = |row| {
        let user = state.user_list.user(row, document);
        user.map_or_else(Vec::new, |user| {
            let ink = if user.enabled { ui.colors.text } else { ui.colors.muted };
            vec![ui.line(user.name.as_str()).color(ink).into()]
        })
    };
    let users = column![bar(search), ui.rule(), table.view(ui, key, cells)].width(users_width);

    let free = Size::new(context.size.width - users_width - 1.0, height);
    let rights = match state.user(0, document) {
        Some(_) => rights(state, context, free),
        None => ui.empty(Icon::ScanEye, tr.get("effective-choose"), tr.get("effective-choose-text"), None),
    };
    column![head, ui.rule(), row![users, ui.upright(), container(rights).width(Length::Fill)]].into()
}

/// The height of the bars above both tables.
const BAR: f32 = size::PAGE_HEAD - size::SMALL;

fn bar<'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content).center_y(BAR).padding(Padding::from([0.0, size::SMALL])).width(Length::Fill).into()
}

fn rights<'a>(state: &'a State, context: Context<'a>, free: Size) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let clients = compare::clients(document.definitions());
    let mut choices: Vec<Choice<Option<Str>>> = vec![Choice::new(None, tr.get("effective-no-client"))];
    choices.extend(clients.into_iter().map(|client| {
        let label = client.to_string();
        Choice::new(Some(client), label)
    }));
    let client = ui.pick(choices, Some(&state.client), "", Message::Client);
    let tab = |label: String, shown| ui.tab(label, state.shown == shown, Message::Show(shown));
    let lines = &state.lines;
    let mut controls = Row::new().spacing(size::SMALL).align_y(Alignment::Center);
    controls = controls.push(container(client).width(size::SIDEBAR * if context.is_tiny() { 0.6 } else { 0.7 }));
    controls = controls.push(tab(format!("{} {}", tr.get("effective-all"), lines.all), Shown::All));
    controls = controls.push(tab(format!("{} {}", tr.get("effective-has"), lines.granted), Shown::Granted));
    if state.pair.len() == 2 {
        let label = format!("{} {}", tr.get("effective-differences"), lines.differences);
        controls = controls.push(tab(label, Shown::Differences));
    }
    // Beside three choices a narrow window has no room for a field, and the narrowest not beside two.
    if free.width >= size::PROPERTIES && !(context.is_tiny() && state.pair.len() == 2) {
        let search = tr.get(if context.is_tiny() { "effective-search-short" } else { "effective-search" });
        let search = ui.search("effective-rights-search", search, &state.right_search, Message::SearchRights);
        controls = controls.push(search);
    }
    let names = [0, 1].map(|place| state.user(place, document).map_or("", |user| user.name.as_str()));
    let two = state.pair.len() == 2;
    let size = Size::new(free.width, free.height - BAR - size::ROW);
    let below: Element<'a, Message> = if lines.len() == 0 {
        ui.empty(Icon::Search, tr.get("effective-nothing"), tr.get("effective-nothing-text"), None)
    } else {
        let table = Table {
            state: &state.rights,
            columns: right_columns(tr, two, names),
            rows: lines.len(),
            size,
            ground: Ground::Page,
            map: Message::Rights,
        };
        let cells = |row| lines.get(row).map_or_else(Vec::new, |line| cells(line, context));
        table.view(ui, |row| lines.right(row), cells)
    };
    column![bar(controls), ui.rule(), below].into()
}

fn cells<'a>(line: &'a Line, context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, tr, .. } = context;
    let badge = |effective| {
        let (key, tone) = state(effective);
        ui.badge(tr.get(key), tone)
    };
    let mut cells = vec![ui.line(line.name.as_str()).into(), badge(&line.one)];
    match &line.other {
        Some(other) => cells.push(badge(other)),
        None => cells.push(ui.line(words::reasons(tr, &line.one.because)).color(ui.colors.muted).into()),
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::ui::table::cut_heads;

    #[test]
    fn states_and_heads_are_whole_for_one_user_and_for_two() {
        for language in Language::ALL {
            let tr = Tr::new(language);
            for two in [false, true] {
                // What a window of 1280 leaves beside the users.
                let columns = right_columns(&tr, two, ["d.evans", "m.nowak"]);
                assert_eq!(cut_heads(&columns, 529.0), [""; 0]);
            }
        }
    }
}
