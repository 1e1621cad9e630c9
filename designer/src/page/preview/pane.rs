//! The pane at the right: one user on both sides and what happens to it, or one machine.

use iced::widget::{Column, row};
use iced::{Alignment, Element};
use keyholder_shared::model::{Definitions, RuntimeUser, User};
use keyholder_shared::reconcile::{UserReport, Warning};

use super::{Message, State, view};
use crate::app::Context;
use crate::fields::{Field, Value, differences};
use crate::machine::{Machine, Merged, Outcome};
use crate::ui::choice::Checked;
use crate::ui::{Icon, Tone, size};
use crate::words;

/// So many faults of a damaged file are shown.
const FAULTS: usize = 12;

pub(super) fn pane<'a>(state: &'a State, context: Context<'a>) -> Option<Element<'a, Message>> {
    let Some(machine) = state.machine() else {
        let Context { ui, tr, .. } = context;
        return Some(ui.empty(Icon::Server, tr.get("preview-choose"), tr.get("preview-choose-text"), None));
    };
    let user = machine.merged().and_then(|merged| {
        let user = merged.report.users.get(state.user_table.selection.single()?)?;
        Some((merged, user))
    });
    let change = state.chosen_change().filter(|_| state.shown == super::Shown::Changes);
    if let Some(change) = change {
        let Context { ui, tr, .. } = context;
        let name = if change.name.is_empty() { tr.get(change.kind) } else { change.name.as_str() };
        let mut pane = Column::new().push(ui.property_head(name, tr.get(change.kind)));
        pane = pane.push(row![ui.badge(tr.get(change.change), Tone::Accent)]);
        for line in change.details.split(", ").filter(|line| !line.is_empty()) {
            pane = pane.push(ui.text(line));
        }
        return Some(ui.properties(pane));
    }
    let several = state.user_table.selection.len();
    let content = match user {
        None if several > 1 => of_several(state, machine, several, context),
        Some((merged, user)) => of_user(state, machine, merged, user, context),
        None => of_machine(machine, context),
    };
    Some(context.ui.properties(content))
}

fn of_user<'a>(
    state: &'a State,
    machine: &'a Machine,
    merged: &'a Merged,
    user: &'a UserReport,
    context: Context<'a>,
) -> Column<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let project = document.user(user.id);
    let sides = merged.sides(project, user);
    let action = words::action(tr, user.action());
    let about = tr.with("preview-on", &[("action", action.into()), ("machine", machine.name.as_str().into())]);
    let mut pane = Column::new().push(ui.property_head(user.name.as_str(), about));
    pane = pane.push(ui.section(tr.get("preview-in-project")));
    pane = match sides.project {
        Some(project) => pane.push(lines(project, document.definitions(), None, context)),
        None => pane.push(ui.muted(tr.get("preview-not-there"))),
    };
    pane = pane.push(ui.section(tr.get("preview-on-machine")));
    pane = match sides.before {
        Some(before) => {
            let made = made_there(before, context);
            pane.push(lines(&before.user, &merged.before.definitions, made, context))
        }
        None => pane.push(ui.muted(tr.get("preview-not-there"))),
    };
    pane = pane.push(ui.section(tr.get("preview-happens")));
    pane = pane.push(ui.text(words::reason(tr, user, &merged.before.definitions)));
    if let (Some(before), Some(after)) = (sides.before, sides.after) {
        for field in differences(&before.user, &after.user) {
            let side = |user: &User, definitions: &Definitions| {
                let value = words::value(tr, &field.value(user, definitions, tr.language().tag()));
                if value.is_empty() { tr.get("import-empty").to_owned() } else { value }
            };
            let was = side(&before.user, &merged.before.definitions);
            let is = side(&after.user, &merged.after.definitions);
            let values = [("field", tr.get(field.key()).into()), ("before", was.into()), ("after", is.into())];
            pane = pane.push(ui.note(tr.with("import-from-to", &values)));
        }
    }
    if sides.project.is_some() {
        let go = ui.button(tr.get("preview-go")).icon(Icon::UserPen).on_press(Message::Go(user.id));
        pane = pane.push(row![go]);
    }
    if let Some(before) = sides.before.filter(|before| !before.user.admin) {
        let label = tr.get("preview-take").to_owned();
        pane = taking(pane, label, before.user.password.is_some().then_some("preview-take-password"), state, context);
    }
    pane
}

/// The button that takes users into the project, and whether their passwords come along.
fn taking<'a>(
    pane: Column<'a, Message>,
    label: String,
    with_password: Option<&'static str>,
    state: &'a State,
    context: Context<'a>,
) -> Column<'a, Message> {
    let Context { ui, tr, .. } = context;
    let pane = pane.push(row![ui.button(label).icon(Icon::Import).on_press(Message::Take)]);
    match with_password {
        Some(key) => {
            let toggle = Some(Message::WithPassword);
            pane.push(ui.check(tr.get(key), Checked::of(state.with_password), toggle))
        }
        None => pane,
    }
}

/// Several users: what becomes of them, and what can be done with them at once.
fn of_several<'a>(
    state: &'a State,
    machine: &'a Machine,
    count: usize,
    context: Context<'a>,
) -> Column<'a, Message> {
    let Context { ui, tr, .. } = context;
    let known = &state.several;
    let mut pane = Column::new().push(ui.property_head(tr.count("users-chosen", count), machine.name.as_str()));
    let hidden = context.with_hidden(String::new(), count, known.listed);
    if !hidden.is_empty() {
        pane = pane.push(ui.muted(hidden.trim_end().to_owned()));
    }
    pane = pane.push(ui.section(tr.get("preview-happens")));
    for (outcome, count) in &known.outcomes {
        let badge = ui.badge(words::action(tr, *outcome), view::tone(*outcome));
        pane = pane.push(row![badge, ui.text(count.to_string())].spacing(size::SMALL).align_y(Alignment::Center));
    }
    if known.to_take == 0 {
        return pane.push(ui.muted(tr.get("preview-take-none")));
    }
    let label = tr.count("preview-take-several", known.to_take);
    pane = taking(pane, label, known.passwords.then_some("preview-take-passwords"), state, context);
    if known.to_take < count {
        pane = pane.push(ui.note(tr.get("preview-take-some")));
    }
    pane
}

/// When and by whom a user was made on the machine, or changed there.
fn made_there(user: &RuntimeUser, context: Context<'_>) -> Option<String> {
    let tr = context.tr;
    let (key, mark) = match (&user.created, &user.changed) {
        (Some(created), _) => ("preview-created", created),
        (None, Some(changed)) => ("preview-changed", changed),
        (None, None) => return None,
    };
    let when = words::when(tr, Some(mark));
    Some(tr.with(key, &[("when", when.trim_start().to_owned().into())]))
}

/// What is said of a user, in a few lines.
fn lines<'a>(
    user: &'a User,
    definitions: &'a Definitions,
    made: Option<String>,
    context: Context<'a>,
) -> Column<'a, Message> {
    let Context { ui, tr, .. } = context;
    let lang = tr.language().tag();
    let mut lines = Column::new().spacing(size::TINY);
    lines = lines.push(ui.text(if user.full_name.is_empty() { user.name.as_str() } else { user.full_name.as_str() }));
    let groups = match Field::Groups.value(user, definitions, lang) {
        Value::Names(names) if !names.is_empty() => names.join(", "),
        _ => tr.get("preview-no-group").to_owned(),
    };
    lines = lines.push(ui.text(groups));
    let mut further: Vec<String> = Vec::new();
    further.extend((!user.language.is_empty()).then(|| user.language.to_string()));
    further.extend((!user.enabled).then(|| tr.get("preview-disabled").to_owned()));
    further.extend(user.must_change_password.then(|| tr.get("preview-must-change").to_owned()));
    further.extend(made);
    if !further.is_empty() {
        lines = lines.push(ui.muted(further.join(" · ")));
    }
    lines
}

fn of_machine<'a>(machine: &'a Machine, context: Context<'a>) -> Column<'a, Message> {
    let Context { ui, tr, .. } = context;
    let path = machine.path.display().to_string();
    let mut pane = Column::new().push(ui.property_head(machine.name.as_str(), path));
    pane = pane.push(row![ui.badge(words::state(tr, machine), view::state_tone(machine))]);
    match &machine.outcome {
        Outcome::Merged(merged) => {
            let report = &merged.report;
            if report.rollback {
                pane = pane.push(ui.message(Tone::Amber, tr.get("preview-rollback")));
            }
            // That it is a rollback stands there already.
            let warnings = report.warnings.iter().filter(|warning| !matches!(warning, Warning::Rollback { .. }));
            let mut warnings = warnings.map(|warning| words::warning(tr, warning)).peekable();
            if warnings.peek().is_some() {
                pane = pane.push(ui.section(tr.get("preview-warnings")));
                pane = warnings.fold(pane, |pane, warning| pane.push(ui.text(warning)));
            }
        }
        Outcome::Damaged(faults) => {
            for fault in faults.iter().take(FAULTS) {
                pane = pane.push(ui.text(words::fault_at(tr, fault)));
            }
            if let Some(more @ 1..) = faults.len().checked_sub(FAULTS) {
                pane = pane.push(ui.muted(tr.count("and-more", more)));
            }
        }
        Outcome::Unread(why) => pane = pane.push(ui.text(words::not_opened(tr, why))),
        Outcome::Conflict(why) => pane = pane.push(ui.text(words::conflict(tr, why))),
        Outcome::HasIt | Outcome::SameStamp | Outcome::OtherProject { .. } => {}
    }
    let again = ui.button(tr.get("preview-again")).icon(Icon::RefreshCw).on_press(Message::Again);
    let leave = ui.button(tr.get("preview-remove")).icon(Icon::X).on_press(Message::Leave);
    pane.push(row![again]).push(row![leave])
}
