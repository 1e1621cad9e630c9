//! What the pure modules say as data, in the words of the surface.

mod files;
pub mod guidelines;

use fluent_bundle::FluentValue;
use keyholder_shared::access::{Because, Effect};
use keyholder_shared::edit::RightState;
use keyholder_shared::model::{Definitions, Mark};
use keyholder_shared::name::fold;
use keyholder_shared::reconcile::{Action, Cause, UserReport};
use keyholder_shared::xml::Wrong;
use keyholder_shared::{Id, Time};

use crate::app::text_in;
use crate::compare::{GroupChange, Where};
use crate::facts::FactValue;
use crate::fields::Value;
use crate::i18n::{Language, Tr};
use crate::machine::{Machine, Outcome};

pub use files::{conflict, fault, fault_at, not_hashed, not_opened, not_saved, system, warning};

/// Yes or no.
#[must_use]
pub fn flag(tr: &Tr, flag: bool) -> String {
    tr.get(if flag { "yes" } else { "no" }).to_owned()
}

/// What is said of a user.
#[must_use]
pub fn value(tr: &Tr, value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Flag(yes) => flag(tr, *yes),
        Value::Names(names) => names.join(", "),
        Value::Texts(texts) => {
            texts.iter().map(|(lang, text)| format!("{lang}: {text}")).collect::<Vec<_>>().join(" · ")
        }
        Value::Password(set) => tr.get(if *set { "value-password-set" } else { "value-password-none" }).to_owned(),
    }
}

/// What a setting is set to.
#[must_use]
pub fn fact(tr: &Tr, value: &FactValue) -> String {
    match value {
        FactValue::Flag(yes) => flag(tr, *yes),
        FactValue::Number(number) => number.to_string(),
        FactValue::Text(text) => text.to_string(),
        FactValue::Word(key) => tr.get(key).to_owned(),
    }
}

/// A day: `12 Oct 2026`, `12.10.2026`.
#[must_use]
pub fn day(tr: &Tr, time: Time) -> String {
    match tr.language() {
        Language::English => {
            let day = time.day();
            let mut parts = day.splitn(3, ' ');
            match (parts.next(), parts.next().and_then(|month| month.get(..3)), parts.next()) {
                (Some(day), Some(month), Some(year)) => format!("{day} {month} {year}"),
                _ => day,
            }
        }
        Language::German => {
            let text = time.to_string();
            match text.get(..10).map(|day| day.split('-').collect::<Vec<_>>()).as_deref() {
                Some([year, month, day]) => format!("{day}.{month}.{year}"),
                _ => text,
            }
        }
    }
}

/// A point in time to the minute, in UTC, as the files have it.
#[must_use]
pub fn moment(time: Time) -> String {
    let text = time.to_string();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(clock)) => format!("{day} {clock} UTC"),
        _ => text,
    }
}

/// Where a right is gained or lost.
#[must_use]
pub fn place(tr: &Tr, place: &Where) -> String {
    match place {
        Where::Everywhere => tr.get("where-everywhere").to_owned(),
        Where::At(clients) => {
            let name = |client: &keyholder_shared::Str| match client.as_str() {
                "" => tr.get("where-no-client").to_owned(),
                name => name.to_owned(),
            };
            clients.iter().map(name).collect::<Vec<_>>().join(", ")
        }
    }
}

/// Why a user has a right, or has not.
#[must_use]
pub fn because(tr: &Tr, because: &Because) -> String {
    let group: FluentValue<'_> = because.group.as_deref().unwrap_or_default().into();
    let area: FluentValue<'_> = because.area.as_deref().unwrap_or_default().into();
    let key = match (because.effect, because.group.is_some()) {
        (Effect::Granted, _) => "because-granted",
        (Effect::Denied, _) => "because-denied",
        (Effect::Missing, true) => "because-missing",
        (Effect::Missing, false) => "because-missing-all",
        (Effect::Area, true) => "because-area",
        (Effect::Area, false) => "because-no-area",
    };
    tr.with(key, &[("group", group), ("area", area)])
}

/// The reasons in one line.
#[must_use]
pub fn reasons(tr: &Tr, reasons: &[Because]) -> String {
    reasons.iter().map(|one| because(tr, one)).collect::<Vec<_>>().join("; ")
}

/// What is other in a group, in one line.
#[must_use]
pub fn group_change(tr: &Tr, change: &GroupChange) -> String {
    let state = |state: RightState| {
        tr.get(match state {
            RightState::None => "compare-right-none",
            RightState::Assigned => "compare-right-assigned",
            RightState::Denied => "compare-right-denied",
        })
    };
    let rights = change.rights.iter().map(|(key, was, is)| format!("{key}: {} → {}", state(*was), state(*is)));
    let others = [(change.areas, "page-areas"), (change.texts, "page-texts"), (change.external, "report-external")];
    let others = others.into_iter().filter(|(is, _)| *is).map(|(_, key)| tr.get(key).to_owned());
    rights.chain(others).collect::<Vec<_>>().join(", ")
}

/// The word for what an update does to a user.
#[must_use]
pub fn action(tr: &Tr, action: Action) -> String {
    tr.get(action_key(action)).to_owned()
}

fn action_key(action: Action) -> &'static str {
    match action {
        Action::Added => "action-added",
        Action::Updated => "action-updated",
        Action::Unchanged => "action-unchanged",
        Action::Kept => "action-kept",
        Action::Replaced => "action-replaced",
        Action::Restored => "action-restored",
        Action::Removed => "action-removed",
        Action::Shadowed => "action-shadowed",
        Action::Runtime => "action-runtime",
    }
}

/// What an update would come to on a machine, in a few words.
#[must_use]
pub fn state(tr: &Tr, machine: &Machine) -> String {
    match &machine.outcome {
        Outcome::Merged(_) => match machine.attention() {
            0 => tr.get("machine-no-decision").to_owned(),
            count => tr.count("machine-attention", count),
        },
        Outcome::HasIt => tr.get("machine-has-it").to_owned(),
        Outcome::SameStamp => tr.get("machine-same-stamp").to_owned(),
        Outcome::OtherProject { name, .. } => tr.named("machine-other-project", name),
        Outcome::Conflict(_) => tr.get("machine-conflict").to_owned(),
        Outcome::Damaged(_) => {
            if machine.fault().is_some_and(|fault| matches!(fault.wrong, Wrong::Root { .. })) {
                return tr.get("machine-not-one").to_owned();
            }
            let line = machine.fault().map_or(0, |fault| fault.line);
            tr.with("machine-damaged", &[("line", line.into())])
        }
        Outcome::Unread(_) => tr.get("machine-unread").to_owned(),
    }
}

/// What a group, area or notification group is called in the language of the surface, or else in the project's default
/// language, where these definitions know it.
#[must_use]
pub fn called<'d>(tr: &Tr, definitions: &'d Definitions, id: Id) -> Option<&'d str> {
    let groups = definitions.groups.iter().map(|group| (group.id, &group.name));
    let areas = definitions.areas.iter().map(|area| (area.id, &area.name));
    let notified = definitions.notification_groups.iter().map(|group| (group.id, &group.name));
    let (_, texts) = groups.chain(areas).chain(notified).find(|(other, _)| *other == id)?;
    Some(text_in(texts, definitions, tr.language()))
}

/// What was decided about a user and why. The same as the Runtime says, in the language of the surface; `before` is what
/// the machine had, with the groups that are gone.
#[must_use]
pub fn reason(tr: &Tr, user: &UserReport, before: &Definitions) -> String {
    let mut sentences = vec![cause(tr, &user.cause, &user.name)];
    match &user.cause {
        Cause::Kept(kept) => {
            sentences.extend(kept.project_name.as_ref().map(|name| tr.named("cause-kept-name", name)));
        }
        Cause::Restored(restored) if restored.password => sentences.push(tr.get("cause-restored-password").to_owned()),
        Cause::Replaced { changed: Some(mark), .. } | Cause::Removed { changed: Some(mark) } => {
            sentences.push(tr.with("cause-lost", &[("when", when(tr, Some(mark)).into())]));
        }
        Cause::Shadowed(shadowed) => {
            sentences.extend(shadowed.old.as_ref().map(|old| {
                tr.named(if old.gone { "cause-shadowed-old-gone" } else { "cause-shadowed-old-stays" }, &old.name)
            }));
            sentences.extend(shadowed.deleted.then(|| tr.get("cause-shadowed-deleted").to_owned()));
        }
        _ => {}
    }
    if !user.dropped_groups.is_empty() {
        let names: Vec<&str> =
            user.dropped_groups.iter().map(|group| called(tr, before, group.id).unwrap_or(&group.name)).collect();
        let dropped = tr.with("cause-dropped", &[("groups", names.join(", ").into())]);
        // That a user made on the machine stays is no news; what is told last may be cut.
        let at = if matches!(user.cause, Cause::Runtime { .. }) { 0 } else { sentences.len() };
        sentences.insert(at, dropped);
    }
    if user.enabled_again {
        sentences.push(tr.get("cause-enabled-again").to_owned());
    }
    sentences.join(" ")
}

fn cause(tr: &Tr, cause: &Cause, name: &str) -> String {
    let with_when = |key: &str, mark: Option<&Mark>| tr.with(key, &[("when", when(tr, mark).into())]);
    match cause {
        Cause::Added { first_start: true } => tr.get("cause-added-first").to_owned(),
        Cause::Added { first_start: false } => tr.get("cause-added").to_owned(),
        Cause::Unchanged => tr.get("cause-unchanged").to_owned(),
        Cause::Updated(updated) => {
            let renamed = updated.renamed_from.as_ref().map(|old| tr.named("cause-renamed", old));
            let password = updated.password.then(|| tr.get("cause-field-password").to_owned());
            let fields = updated.fields.iter().map(|field| tr.get(field_key(field)).to_owned());
            let all: Vec<String> = renamed.into_iter().chain(password).chain(fields).collect();
            tr.with("cause-updated", &[("fields", all.join(", ").into())])
        }
        Cause::Kept(kept) => {
            let own = kept.mark.as_ref().is_some_and(|mark| fold(&mark.by) == fold(name));
            let what = match &kept.mark {
                Some(mark) if kept.password && own => {
                    // Who it was is the user the sentence is about.
                    let by_self = Mark { at: mark.at, by: keyholder_shared::Str::default() };
                    with_when("cause-kept-own-password", Some(&by_self))
                }
                mark if kept.password => with_when("cause-kept-password", mark.as_ref()),
                mark => with_when("cause-kept-changed", mark.as_ref()),
            };
            let key = if kept.differs { "cause-kept-differs" } else { "cause-kept-same" };
            tr.with(key, &[("what", what.into())])
        }
        Cause::Replaced { .. } => tr.get("cause-replaced").to_owned(),
        Cause::Restored(restored) => {
            let mark = restored.deleted_at.map(|at| Mark { at, by: restored.deleted_by.clone() });
            with_when("cause-restored", mark.as_ref())
        }
        Cause::Runtime { created } => with_when("cause-runtime", created.as_deref()),
        Cause::Removed { .. } => tr.get("cause-removed").to_owned(),
        Cause::Shadowed(shadowed) => {
            let key = match shadowed.origin {
                keyholder_shared::model::Origin::Runtime if fold(&shadowed.name) == fold(name) => {
                    "cause-shadowed-runtime"
                }
                keyholder_shared::model::Origin::Runtime => "cause-shadowed-id",
                keyholder_shared::model::Origin::Project => "cause-shadowed-project",
            };
            let when = when(tr, shadowed.mark.as_ref());
            tr.with(key, &[("name", shadowed.name.as_str().into()), ("when", when.into())])
        }
    }
}

/// ` on 12 Oct 2026 by m.weber`
#[must_use]
pub fn when(tr: &Tr, mark: Option<&Mark>) -> String {
    let Some(mark) = mark else { return String::new() };
    let day = day(tr, mark.at);
    match mark.by.as_str() {
        "" => tr.with("cause-when", &[("day", day.into())]),
        name => tr.with("cause-when-by", &[("day", day.into()), ("name", name.into())]),
    }
}

/// The keys of what `reconcile` names in English. What it may come to name beside these is further data.
fn field_key(field: &str) -> &'static str {
    match field {
        "full name" => "cause-field-full-name",
        "now enabled" => "cause-field-enabled",
        "now disabled" => "cause-field-disabled",
        "password now expires" => "cause-field-expires",
        "password no longer expires" => "cause-field-expires-not",
        "must change the password" => "cause-field-must-change",
        "need not change the password" => "cause-field-must-change-not",
        "language" => "cause-field-language",
        "e-mail" => "cause-field-email",
        "mobile phone" => "cause-field-mobile-phone",
        "phone" => "cause-field-phone",
        "notification type" => "cause-field-notification-type",
        "description" => "cause-field-description",
        "groups" => "cause-field-groups",
        "notification groups" => "cause-field-notification-groups",
        _ => "cause-field-further",
    }
}

#[cfg(test)]
mod tests {
    use keyholder_shared::Id;
    use keyholder_shared::model::Origin;
    use keyholder_shared::reconcile::Named;

    use super::*;

    fn time() -> Time {
        "2026-10-12T09:30:00.000Z".parse().unwrap()
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        assert_eq!(day(&Tr::new(Language::English), time()), "12 Oct 2026");
        assert_eq!(day(&Tr::new(Language::German), time()), "12.10.2026");
        assert_eq!(moment(time()), "2026-10-12 09:30 UTC");
    }

    #[test]
    fn every_word_is_there_in_both_languages() {
        for tr in Language::ALL.map(Tr::new) {
            for action in Action::ALL {
                assert!(tr.has(action_key(action)));
            }
            for field in crate::fields::Field::ALL {
                assert!(tr.has(field.key()), "{}", field.key());
            }
            for field in ["full name", "now enabled", "groups", "further data", "anything else"] {
                assert!(tr.has(field_key(field)), "{field}");
            }
        }
    }

    #[test]
    fn a_reason_holds_its_parts_in_both_languages() {
        let user = |cause| UserReport {
            id: Id::from_u128(1),
            name: "anna".into(),
            origin: Origin::Project,
            cause,
            dropped_groups: vec![Named { id: Id::from_u128(2), name: "Fitters".into() }],
            enabled_again: false,
        };
        let changed = Some(Box::new(Mark { at: time(), by: "m.weber".into() }));
        for (language, day) in [(Language::English, "12 Oct 2026"), (Language::German, "12.10.2026")] {
            let tr = Tr::new(language);
            let told = reason(&tr, &user(Cause::Removed { changed: changed.clone() }), &Definitions::default());
            for part in [day, "m.weber", "Fitters"] {
                assert!(told.contains(part), "{told}");
            }
            assert!(!told.contains("cause-") && !told.contains('{'), "{told}");
        }
    }
}
