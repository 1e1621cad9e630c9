//! The cards of the page, one for each thing that is decided.

use iced::widget::{Column, container, row};
use iced::{Alignment, Element, Length, Padding};
use keyholder_shared::advice::{self, Advice};
use keyholder_shared::guideline::Field;
use keyholder_shared::model::{Policies, Preset, StorageKind, WhenUnwritable};
use keyholder_shared::{Id, Str};

use super::change::{self, Flag, Number, Storage, Typed};
use super::{Deviations, Message, State};
use crate::app::Context;
use crate::command::Command;
use crate::ui::choice::{Checked, Choice};
use crate::ui::{Icon, size};
use crate::words::guidelines as words;

/// The width of a field for a number.
const NUMBER: f32 = size::SIDEBAR / 2.0;

/// A card with a heading.
pub(super) fn card<'a>(title: &'a str, content: Column<'a, Message>, context: Context<'a>) -> Element<'a, Message> {
    let ui = context.ui;
    let all = Column::new().push(ui.heading(context.tr.get(title))).push(content.spacing(size::SMALL));
    ui.card(all.spacing(size::MEDIUM)).width(Length::Fill).into()
}

pub(super) fn preset<'a>(context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let preset = document.definitions().policies.preset;
    let choices = Preset::ALL.into_iter().map(|preset| Choice::new(preset, tr.get(words::preset(preset)))).collect();
    let content = Column::new()
        .push(ui.radios_at(Some(super::PRESET.into()), choices, Some(&preset), Message::Preset))
        .push(ui.note(tr.get("guidelines-preset-note")));
    card("fact-preset", content, context)
}

pub(super) fn password<'a>(state: &'a State, found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let policy = &context.document.definitions().policies.password;
    let check = |flag, is, field| check(flag, is, field, found, context);
    let content = Column::new()
        .push(check(Flag::Complexity, policy.complexity, Field::MustMeetComplexity))
        .push(number_under(number(state, Number::MinimumLength, Field::MinimumLength, found, context)))
        .push(check(Flag::EnforceStrong, policy.enforce_strong, Field::EnforceStrongPasswords))
        .push(under(check(Flag::UpperAndLower, policy.upper_and_lower, Field::RequireUpperAndLowerCase)))
        .push(under(check(Flag::Number, policy.number, Field::RequireNumber)))
        .push(under(check(Flag::Special, policy.special, Field::RequireSpecialCharacter)));
    card("guidelines-password", content, context)
}

pub(super) fn aging<'a>(state: &'a State, found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let policy = &context.document.definitions().policies.password;
    let content = Column::new()
        .push(check(Flag::Aging, policy.aging, Field::Aging, found, context))
        .push(number_under(number(state, Number::MaximumAge, Field::MaximumAgeDays, found, context)))
        .push(number_under(number(state, Number::WarnDays, Field::WarnDays, found, context)))
        .push(check(Flag::History, policy.history, Field::History, found, context))
        .push(number_under(number(state, Number::HistoryCount, Field::HistoryCount, found, context)));
    card("guidelines-aging", content, context)
}

pub(super) fn lockout<'a>(state: &'a State, found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let content = Column::new()
        .push(number(state, Number::Threshold, Field::Threshold, found, context))
        .push(number(state, Number::Duration, Field::DurationMinutes, found, context));
    card("guidelines-lockout", content, context)
}

pub(super) fn session<'a>(state: &'a State, found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let session = &context.document.definitions().policies.session;
    let content = Column::new()
        .push(number(state, Number::IdleTimeout, Field::IdleTimeoutMinutes, found, context))
        .push(user(state, Typed::DefaultUser, session.default_user, Field::DefaultUser, found, context))
        .push(user(state, Typed::AutologinUser, session.autologin_user, Field::AutologinUser, found, context));
    card("guidelines-session", content, context)
}

pub(super) fn audit<'a>(found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let when = document.definitions().policies.audit.when_unwritable;
    let choices = vec![
        Choice::new(WhenUnwritable::Continue, tr.get("guidelines-audit-continue")),
        Choice::new(WhenUnwritable::Stop, tr.get("guidelines-audit-stop")),
    ];
    let label = row![container(ui.text(tr.get("fact-when-unwritable"))).width(Length::Fill)]
        .push(mark(Field::WhenUnwritable, found, context))
        .align_y(Alignment::Center);
    let content = Column::new().push(label).push(ui.radios_at(Some(id(Field::WhenUnwritable)), choices, Some(&when), Message::Audit));
    card("guidelines-audit", content, context)
}

pub(super) fn project<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let security = &document.definitions().security;
    let stored = document.name();
    let shown = match &state.typed {
        Some((Typed::ProjectName, typed)) if typed.trim() == stored => typed,
        _ => stored,
    };
    let name = ui
        .field(tr.get("guidelines-project-name"), shown)
        .error(stored.is_empty().then(|| tr.get("guidelines-project-name-missing")))
        .on_input(|text| Message::Type(Typed::ProjectName, text));
    let may = Some(|to| Message::Set(Flag::AdminCanBeDeactivated, to));
    let checked = Checked::of(security.admin_can_be_deactivated);
    let protected = if security.protection_hash.is_empty() { "guidelines-unprotected" } else { "guidelines-protected" };
    let protect = ui.button(tr.get("command-protect")).icon(Icon::Lock).on_press(Message::Run(Command::Protect));
    let content = Column::new()
        .push(name)
        .push(ui.check(tr.get(Flag::AdminCanBeDeactivated.key()), checked, may))
        .push(ui.note(tr.get("guidelines-admin-note")))
        .push(
            row![container(ui.text(tr.get(protected))).width(Length::Fill), protect]
                .spacing(size::SMALL)
                .align_y(Alignment::Center),
        );
    card("guidelines-project", content, context)
}

pub(super) fn storage<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let (chosen, path) = match &document.definitions().storage.kind {
        StorageKind::ProjectDirectory => (Storage::Folder, None),
        StorageKind::FilePath(path) => (Storage::Path, Some(path)),
        StorageKind::ProjectDatabase => (Storage::Database, None),
    };
    let choices = vec![
        Choice::new(Storage::Folder, tr.get("guidelines-storage-folder")),
        Choice::new(Storage::Path, tr.get("guidelines-storage-path")),
        Choice::new(Storage::Database, tr.get("guidelines-storage-database")),
    ];
    let mut content = Column::new().push(ui.radios(choices, Some(&chosen), Message::Storage));
    if let Some(path) = path {
        let shown = match &state.typed {
            Some((Typed::Path, typed)) if typed.trim() == *path => typed,
            _ => path.as_str(),
        };
        let field = ui
            .field(tr.get("guidelines-path"), shown)
            .id(super::PATH_FIELD)
            .error(path_fault(path).map(|key| tr.get(key)))
            .note(tr.get("guidelines-path-note"))
            .on_input(|text| Message::Type(Typed::Path, text));
        content = content.push(field);
    }
    card("guidelines-storage", content, context)
}

/// What machines refuse, so far as it can be seen here (`docs/choices.md`).
fn path_fault(path: &str) -> Option<&'static str> {
    Some(match advice::of_path(path)? {
        Advice::PathMissing => "guidelines-path-missing",
        _ => "guidelines-path-up",
    })
}

pub(super) fn authentication<'a>(context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let kind = &document.definitions().authentication.kind;
    let mut choices: Vec<Choice<Str>> = vec![
        Choice::new("Internal".into(), tr.get("guidelines-authentication-internal")),
        Choice::new("ActiveDirectory".into(), tr.get("guidelines-authentication-directory")),
    ];
    // A file may say what this version does not list; it is shown as it stands.
    if !choices.iter().any(|choice| choice.value == *kind) {
        choices.push(Choice::new(kind.clone(), kind.as_str()));
    }
    let content = Column::new().push(ui.radios(choices, Some(kind), Message::Authentication));
    card("fact-authentication", content, context)
}

/// What counts only while the box above is ticked stands a little to the right.
fn under<'a>(content: Element<'a, Message>) -> Element<'a, Message> {
    container(content).padding(Padding { left: size::HUGE, ..Padding::ZERO }).into()
}

/// The same for a number, whose words begin where those of a box would.
fn number_under<'a>(content: Element<'a, Message>) -> Element<'a, Message> {
    container(content).padding(Padding { left: size::HUGE + size::TINY, ..Padding::ZERO }).into()
}

/// The name of the field, box or choice for a value.
pub(super) fn id(field: Field) -> iced::widget::Id {
    format!("guidelines-{}", field.name()).into()
}

/// The value without which another does not count, if that is so now.
pub(super) fn depends(field: Field, policies: &Policies) -> Option<Field> {
    let password = &policies.password;
    let (on, counts) = match field {
        Field::MinimumLength | Field::EnforceStrongPasswords => (Field::MustMeetComplexity, password.complexity),
        Field::RequireUpperAndLowerCase | Field::RequireNumber | Field::RequireSpecialCharacter => {
            (Field::EnforceStrongPasswords, password.complexity && password.enforce_strong)
        }
        Field::MaximumAgeDays | Field::WarnDays => (Field::Aging, password.aging),
        Field::HistoryCount => (Field::History, password.history),
        Field::DurationMinutes => (Field::Threshold, policies.lockout.threshold > 0),
        _ => return None,
    };
    (!counts).then_some(on)
}

fn check<'a>(flag: Flag, is: bool, field: Field, found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    // What does not count now says so by being pale, and can be set all the same once it counts.
    let counts = depends(field, &document.definitions().policies).is_none();
    let toggle = counts.then_some(move |to| Message::Set(flag, to));
    let checked = ui.check_at(Some(id(field)), tr.get(flag.key()), Checked::of(is), toggle);
    row![container(checked).width(Length::Fill), mark(field, found, context)].align_y(Alignment::Center).into()
}

fn number<'a>(
    state: &'a State,
    which: Number,
    field: Field,
    found: &Deviations,
    context: Context<'a>,
) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let stored = which.of(&document.definitions().policies);
    let typed = match &state.typed {
        Some((Typed::Number(typed), text)) if *typed == which => Some(text),
        _ => None,
    };
    let wrong = typed.is_some_and(|text| change::number(text).is_none());
    let shown = match typed {
        Some(text) if wrong || change::number(text) == Some(stored) => text.clone(),
        _ => stored.to_string(),
    };
    let mut input = ui.field("", shown).id(id(field));
    let counts = depends(field, &document.definitions().policies).is_none();
    if counts {
        input = input.on_input(move |text| Message::Type(Typed::Number(which), text));
    }
    let ink = if counts { ui.colors.text } else { ui.colors.muted };
    let line = row![
        container(ui.text(tr.get(which.key())).color(ink)).width(Length::Fill),
        mark(field, found, context),
        container(input.error(wrong.then_some(""))).width(NUMBER),
    ]
    .spacing(size::SMALL)
    .align_y(Alignment::Center);
    let mut all = Column::new().push(line);
    if wrong {
        all = all.push(ui.note(tr.get("guidelines-number-wrong")).color(ui.colors.bad));
    }
    all.into()
}

fn user<'a>(
    state: &'a State,
    which: Typed,
    stored: Option<Id>,
    field: Field,
    found: &Deviations,
    context: Context<'a>,
) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let typed = state.typed.as_ref().filter(|(typed, _)| *typed == which).map(|(_, text)| text.as_str());
    let is_nobody = |text: &&str| !text.trim().is_empty() && change::user(text, context).is_none();
    let wrong = typed.filter(is_nobody);
    // A user who is not there is shown by the Id, so that it can be seen and emptied.
    let stored_name = stored.map_or_else(String::new, |id| match document.user(id) {
        Some(user) => user.name.to_string(),
        None => id.to_string(),
    });
    let shown = wrong.or(typed.filter(|text| change::user(text, context) == stored));
    let shown = shown.map_or(stored_name, str::to_owned);
    let (label, note) = if which == Typed::DefaultUser {
        ("fact-default-user", "guidelines-default-user-note")
    } else {
        ("fact-autologin-user", "guidelines-autologin-user-note")
    };
    let input = ui
        .field(tr.get(label), shown)
        .id(id(field))
        .placeholder(tr.get("fact-nobody"))
        .error(wrong.map(|_| tr.get("guidelines-no-such-user")))
        .note(tr.get(note))
        .on_input(move |text| Message::Type(which, text));
    let mut line = row![container(input).width(Length::Fill)].spacing(size::SMALL).align_y(Alignment::Center);
    if found.contains_key(&field) {
        line = line.push(mark(field, found, context));
    }
    line.into()
}

/// A sign beside what deviates from the preset; its tip says how.
fn mark<'a>(field: Field, found: &Deviations, context: Context<'a>) -> Element<'a, Message> {
    let ui = context.ui;
    match found.get(&field) {
        None => iced::widget::Space::new().into(),
        Some(deviation) => {
            let sign = ui.icon_in(Icon::TriangleAlert, size::ICON, ui.colors.amber);
            ui.tip(sign, words::deviation(deviation, context.tr), None)
        }
    }
}
