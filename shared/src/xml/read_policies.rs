//! Reading the guidelines.

use super::source::{Source, Step, Tag};
use super::value::{Attr, set};
use super::wrong::Expected;
use crate::model::{At, Policies, Preset, Unknown, WhenUnwritable};

/// Reads the element `Policies`; what is left out has the default of the model.
pub(super) fn policies<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Policies> {
    let mut policies = Policies::default();
    let mut unknown = Unknown::default();
    source.attributes(tag, &mut unknown, |source, attr| match attr.name {
        "Preset" => {
            let preset = Preset::of_word(attr.value).or_else(|| attr.wrong(source, Expected::Preset));
            set(&mut policies.preset, preset)
        }
        _ => false,
    });
    let mut seen = Vec::new();
    source.children(tag, &mut unknown, |source, child| {
        let mut unknown = Unknown::default();
        match child.name() {
            "AccountLockout" => {
                let lockout = &mut policies.lockout;
                source.attributes(child, &mut unknown, |source, attr| match attr.name {
                    "Threshold" => set(&mut lockout.threshold, attr.number(source)),
                    "DurationMinutes" => set(&mut lockout.duration_minutes, attr.number(source)),
                    _ => false,
                });
                source.no_children(child, &mut unknown)?;
                lockout.unknown = unknown;
            }
            "PasswordPolicy" => {
                let password = &mut policies.password;
                source.attributes(child, &mut unknown, |source, attr| match attr.name {
                    "Aging" => set(&mut password.aging, attr.boolean(source)),
                    "MaximumAgeDays" => set(&mut password.maximum_age_days, attr.number(source)),
                    "WarnDays" => set(&mut password.warn_days, attr.number(source)),
                    "MinimumLength" => set(&mut password.minimum_length, attr.number(source)),
                    "MustMeetComplexity" => set(&mut password.complexity, attr.boolean(source)),
                    "EnforceStrongPasswords" => set(&mut password.enforce_strong, attr.boolean(source)),
                    "RequireUpperAndLowerCase" => set(&mut password.upper_and_lower, attr.boolean(source)),
                    "RequireNumber" => set(&mut password.number, attr.boolean(source)),
                    "RequireSpecialCharacter" => set(&mut password.special, attr.boolean(source)),
                    "History" => set(&mut password.history, attr.boolean(source)),
                    "HistoryCount" => set(&mut password.history_count, attr.number(source)),
                    _ => false,
                });
                source.no_children(child, &mut unknown)?;
                password.unknown = unknown;
            }
            "Session" => {
                let session = &mut policies.session;
                session.at = At(child.at);
                source.attributes(child, &mut unknown, |source, attr| match attr.name {
                    "IdleTimeoutMinutes" => set(&mut session.idle_timeout_minutes, attr.number(source)),
                    "DefaultUser" => set(&mut session.default_user, attr.id(source).map(Some)),
                    "AutologinUser" => set(&mut session.autologin_user, attr.id(source).map(Some)),
                    _ => false,
                });
                source.no_children(child, &mut unknown)?;
                session.unknown = unknown;
            }
            "Audit" => {
                let audit = &mut policies.audit;
                source.attributes(child, &mut unknown, |source, attr| match attr.name {
                    "WhenUnwritable" => set(&mut audit.when_unwritable, when_unwritable(source, attr)),
                    _ => false,
                });
                source.no_children(child, &mut unknown)?;
                audit.unknown = unknown;
            }
            _ => return Ok(false),
        }
        source.once(child, &mut seen);
        Ok(true)
    })?;
    policies.unknown = unknown;
    Ok(policies)
}

fn when_unwritable(source: &mut Source<'_>, attr: &Attr<'_>) -> Option<WhenUnwritable> {
    let known = [WhenUnwritable::Continue, WhenUnwritable::Stop];
    known.into_iter().find(|known| known.word() == attr.value).or_else(|| attr.wrong(source, Expected::Unwritable))
}
