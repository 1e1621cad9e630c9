//! The pane at the right: why the chosen users have the chosen right, or which of their groups count here.

use iced::Element;
use iced::widget::{Column, row};
use keyholder_shared::access::Effect;
use keyholder_shared::model::{Group, User};
use keyholder_shared::name::fold;

use super::lines::Line;
use super::{Message, State, view};
use crate::app::Context;
use crate::compare::Effective;
use crate::page::Page;
use crate::ui::{Icon, Tone, size};
use crate::words;

pub(super) fn pane<'a>(state: &'a State, context: Context<'a>) -> Option<Element<'a, Message>> {
    let Context { ui, tr, .. } = context;
    let Some(user) = state.user(0, context.document) else {
        return Some(ui.empty(Icon::User, tr.get("effective-pair"), tr.get("effective-pair-note"), None));
    };
    let line = state.rights.selection.single().and_then(|right| state.lines.of(right));
    let content = match line {
        Some(line) => of_right(state, line, context),
        None => {
            let [one, other] = state.lines.each;
            let mut pane = of_user(state, user, one, context);
            match state.user(1, context.document) {
                Some(user) => pane = pane.push(ui.rule()).push(of_user(state, user, other, context)),
                None => pane = pane.push(ui.note(tr.get("effective-pair-note"))),
            }
            pane
        }
    };
    Some(context.ui.properties(content))
}

fn of_right<'a>(state: &'a State, line: &'a Line, context: Context<'a>) -> Column<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let mut pane = Column::new().push(ui.property_head(line.name.as_str(), line.one.key.as_str()));
    let sides = [Some(&line.one), line.other.as_ref()];
    for (place, effective) in sides.into_iter().enumerate() {
        let (Some(effective), Some(user)) = (effective, state.user(place, document)) else { continue };
        // Not in capitals: a name is what someone types.
        pane = pane.push(ui.rule()).push(ui.strong(user.name.as_str()));
        pane = pane.push(reasons(effective, context));
    }
    let go = ui.button(tr.get("effective-go-right")).icon(Icon::Key);
    pane.push(row![go.on_press(Message::Go(Page::Rights, line.one.right))])
}

fn reasons<'a>(effective: &'a Effective, context: Context<'a>) -> Column<'a, Message> {
    let Context { ui, tr, .. } = context;
    let (key, tone) = view::state(effective);
    let mut lines = Column::new().spacing(size::SMALL).push(row![ui.badge(tr.get(key), tone)]);
    for because in &effective.because {
        let (icon, tone) = match because.effect {
            Effect::Granted => (Icon::Check, Tone::Good),
            Effect::Denied => (Icon::Ban, Tone::Bad),
            Effect::Missing => (Icon::Minus, Tone::Neutral),
            Effect::Area => (Icon::Map, Tone::Amber),
        };
        let ink = ui.tone(tone).0;
        let line = row![ui.icon_in(icon, size::ICON_SMALL, ink), ui.text(words::because(tr, because))];
        lines = lines.push(line.spacing(size::SMALL));
    }
    lines
}

fn of_user<'a>(state: &'a State, user: &'a User, granted: usize, context: Context<'a>) -> Column<'a, Message> {
    let Context { ui, tr, .. } = context;
    let granted = tr.with("effective-count", &[("count", granted.into()), ("limit", state.lines.all.into())]);
    let mut pane = Column::new().spacing(size::MEDIUM).push(ui.property_head(user.name.as_str(), granted));
    if !user.full_name.is_empty() {
        pane = pane.push(ui.text(user.full_name.as_str()));
    }
    if !user.enabled {
        pane = pane.push(ui.message(Tone::Amber, tr.get("effective-disabled")));
    } else if user.password.is_none() {
        pane = pane.push(ui.message(Tone::Amber, tr.get("effective-no-password")));
    }
    let groups: Vec<&Group> =
        user.groups.iter().filter_map(|group| context.document.group(group.id)).collect();
    let (here, elsewhere): (Vec<&Group>, Vec<&Group>) =
        groups.into_iter().partition(|group| counts(group, state.client.as_deref(), context));
    for (key, groups) in [("effective-counting", here), ("effective-not-counting", elsewhere)] {
        if groups.is_empty() {
            continue;
        }
        pane = pane.push(ui.section(tr.get(key)));
        for group in groups {
            pane = pane.push(ui.text(context.text(&group.name)));
        }
    }
    let go = ui.button(tr.get("effective-go-user")).icon(Icon::UserPen);
    pane.push(row![go.on_press(Message::Go(Page::Users, user.id))])
}

/// A group counts where it names no area, or one that holds the client (design section 5).
fn counts(group: &Group, client: Option<&str>, context: Context<'_>) -> bool {
    let is_client = |name: &str| client.is_some_and(|client| fold(client) == fold(name));
    let areas = &context.document.definitions().areas;
    group.areas.is_empty()
        || group.areas.iter().any(|named| {
            let area = areas.iter().find(|area| area.id == named.id);
            area.is_some_and(|area| area.clients.iter().any(|client| is_client(&client.name)))
        })
}
