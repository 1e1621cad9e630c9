//! Deviations from a preset, in the language of the surface.

use keyholder_shared::guideline::{self, Deviation, Field};
use keyholder_shared::model::{Policies, Preset, WhenUnwritable};
use keyholder_shared::{Id, Str};

use crate::i18n::Tr;

/// The key of a preset's name.
#[must_use]
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Default => "preset-default",
        Preset::Nist => "preset-nist",
        Preset::Fda => "preset-fda",
        Preset::Iec => "preset-iec",
    }
}

/// The key of what a preset is for.
#[must_use]
pub fn preset_note(preset: Preset) -> &'static str {
    match preset {
        Preset::Default => "preset-default-note",
        Preset::Nist => "preset-nist-note",
        Preset::Fda => "preset-fda-note",
        Preset::Iec => "preset-iec-note",
    }
}

/// The key of a value's name.
#[must_use]
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Threshold => "fact-threshold",
        Field::DurationMinutes => "fact-duration",
        Field::Aging => "fact-aging",
        Field::MaximumAgeDays => "fact-maximum-age",
        Field::WarnDays => "fact-warn-days",
        Field::MinimumLength => "fact-minimum-length",
        Field::MustMeetComplexity => "fact-complexity",
        Field::EnforceStrongPasswords => "fact-enforce-strong",
        Field::RequireUpperAndLowerCase => "fact-upper-and-lower",
        Field::RequireNumber => "fact-number",
        Field::RequireSpecialCharacter => "fact-special",
        Field::History => "fact-history",
        Field::HistoryCount => "fact-history-count",
        Field::IdleTimeoutMinutes => "fact-idle-timeout",
        Field::DefaultUser => "fact-default-user",
        Field::AutologinUser => "fact-autologin-user",
        Field::WhenUnwritable => "fact-when-unwritable",
    }
}

/// The key of the reason for a value.
#[must_use]
pub fn why(field: Field) -> &'static str {
    match field {
        Field::Threshold => "why-threshold",
        Field::DurationMinutes => "why-duration",
        Field::Aging | Field::MaximumAgeDays => "why-aging",
        Field::WarnDays => "why-warn-days",
        Field::MinimumLength => "why-minimum-length",
        Field::MustMeetComplexity => "why-complexity",
        Field::EnforceStrongPasswords
        | Field::RequireUpperAndLowerCase
        | Field::RequireNumber
        | Field::RequireSpecialCharacter => "why-characters",
        Field::History | Field::HistoryCount => "why-history",
        Field::IdleTimeoutMinutes => "why-idle",
        Field::DefaultUser | Field::AutologinUser => "why-nobody",
        Field::WhenUnwritable => "why-audit",
    }
}

/// What is set, and what the preset asks for: `4` and `at least 12`. `user_name` gives the names of users.
#[must_use]
pub fn sides(
    deviation: &Deviation,
    policies: &Policies,
    user_name: &dyn Fn(Id) -> Option<Str>,
    tr: &Tr,
) -> (String, String) {
    let user = match deviation.field {
        Field::DefaultUser => policies.session.default_user,
        Field::AutologinUser => policies.session.autologin_user,
        _ => None,
    };
    let is = match user.and_then(user_name) {
        Some(name) => name.to_string(),
        None => value(&deviation.is, tr),
    };
    (is, should(deviation, tr))
}

/// A whole sentence about a deviation.
#[must_use]
pub fn deviation(deviation: &Deviation, tr: &Tr) -> String {
    let values = [
        ("preset", tr.get(preset(deviation.preset)).into()),
        ("should", should(deviation, tr).into()),
        ("label", tr.get(label(deviation.field)).into()),
    ];
    format!("{} {}", tr.with("guidelines-deviation", &values), tr.get(why(deviation.field)))
}

/// A value as the file has it, in words.
fn value(is: &str, tr: &Tr) -> String {
    match is {
        "true" => tr.get("yes").to_owned(),
        "false" => tr.get("no").to_owned(),
        "Continue" => tr.get("fact-audit-continue").to_owned(),
        "Stop" => tr.get("fact-audit-stop").to_owned(),
        other => other.to_owned(),
    }
}

/// What the preset asks for, in words.
fn should(deviation: &Deviation, tr: &Tr) -> String {
    let wanted: Policies = guideline::values(deviation.preset);
    let least = |number: u32| tr.count("guidelines-at-least", number as usize);
    let most = |number: u32| tr.count("guidelines-one-to", number as usize);
    match deviation.field {
        Field::Threshold => most(wanted.lockout.threshold),
        Field::DurationMinutes if wanted.lockout.duration_minutes == 0 => {
            tr.get("guidelines-until-unlocked").to_owned()
        }
        Field::DurationMinutes => least(wanted.lockout.duration_minutes),
        Field::MaximumAgeDays => most(wanted.password.maximum_age_days),
        Field::WarnDays => least(wanted.password.warn_days),
        Field::MinimumLength => least(wanted.password.minimum_length),
        Field::HistoryCount => least(wanted.password.history_count),
        Field::IdleTimeoutMinutes => most(wanted.session.idle_timeout_minutes),
        Field::DefaultUser | Field::AutologinUser => tr.get("fact-nobody").to_owned(),
        Field::WhenUnwritable => {
            value(if wanted.audit.when_unwritable == WhenUnwritable::Stop { "Stop" } else { "Continue" }, tr)
        }
        _ => value(&deviation.should, tr),
    }
}
