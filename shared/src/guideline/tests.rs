//! Each preset against each value that could be otherwise.

use proptest::prelude::*;

use super::*;
use crate::Id;

/// The fields that deviate.
fn fields(policies: &Policies, preset: Preset) -> Vec<Field> {
    deviations(policies, preset).iter().map(|deviation| deviation.field).collect()
}

#[test]
fn a_preset_does_not_deviate_from_itself() {
    for preset in Preset::ALL {
        assert_eq!(values(preset).preset, preset);
        assert_eq!(deviations(&values(preset), preset), [], "{preset}");
    }
}

#[test]
fn the_default_preset_is_what_a_new_project_has() {
    assert_eq!(values(Preset::Default), Policies::default());
}

type Change = fn(&mut Policies);

/// One change each, and the presets that mind it.
#[rustfmt::skip]
const CHANGES: [(Field, Change, &[Preset]); 27] = {
    use Preset::{Default, Fda, Iec, Nist};
    [
        (Field::Threshold, |policies| policies.lockout.threshold = 0, &[Default, Nist, Fda, Iec]),
        (Field::Threshold, |policies| policies.lockout.threshold = 100, &[Default, Nist, Fda, Iec]),
        (Field::Threshold, |policies| policies.lockout.threshold = 1, &[]),
        (Field::DurationMinutes, |policies| policies.lockout.duration_minutes = 14, &[Default, Nist, Fda, Iec]),
        (Field::DurationMinutes, |policies| policies.lockout.duration_minutes = 60, &[Default, Nist, Fda]),
        (Field::DurationMinutes, |policies| policies.lockout.duration_minutes = 0, &[]),
        (Field::Aging, |policies| policies.password.aging = false, &[Default, Fda, Iec]),
        (Field::Aging, |policies| policies.password.aging = true, &[Nist]),
        (Field::MaximumAgeDays, |policies| policies.password.maximum_age_days = 91, &[Default, Fda, Iec]),
        (Field::MaximumAgeDays, |policies| policies.password.maximum_age_days = 0, &[Default, Fda, Iec]),
        (Field::MaximumAgeDays, |policies| policies.password.maximum_age_days = 30, &[]),
        (Field::WarnDays, |policies| policies.password.warn_days = 9, &[Default, Fda, Iec]),
        (Field::MinimumLength, |policies| policies.password.minimum_length = 7, &[Default, Nist, Fda, Iec]),
        (Field::MinimumLength, |policies| policies.password.minimum_length = 20, &[]),
        (Field::MustMeetComplexity, |policies| policies.password.complexity = false, &[Default, Nist, Fda, Iec]),
        (Field::EnforceStrongPasswords, |policies| policies.password.enforce_strong = false, &[Default, Fda, Iec]),
        (Field::RequireUpperAndLowerCase, |policies| policies.password.upper_and_lower = false, &[Default, Fda, Iec]),
        (Field::RequireNumber, |policies| policies.password.number = false, &[Default, Fda, Iec]),
        (Field::RequireSpecialCharacter, |policies| policies.password.special = false, &[Default, Fda, Iec]),
        (Field::History, |policies| policies.password.history = false, &[Default, Fda, Iec]),
        (Field::HistoryCount, |policies| policies.password.history_count = 4, &[Default, Fda, Iec]),
        (Field::HistoryCount, |policies| policies.password.history_count = 24, &[]),
        (Field::IdleTimeoutMinutes, |policies| policies.session.idle_timeout_minutes = 0, &[Nist, Fda, Iec]),
        (Field::IdleTimeoutMinutes, |policies| policies.session.idle_timeout_minutes = 61, &[Nist, Fda, Iec]),
        (Field::DefaultUser, |policies| policies.session.default_user = Some(Id::from_u128(1)), &[Nist, Fda, Iec]),
        (Field::AutologinUser, |policies| policies.session.autologin_user = Some(Id::from_u128(1)), &[Nist, Fda, Iec]),
        (Field::WhenUnwritable, |policies| policies.audit.when_unwritable = WhenUnwritable::Continue, &[Fda]),
    ]
};

#[test]
fn each_value_is_minded_by_the_presets_that_ask_for_it() {
    for (number, (field, change, minded)) in CHANGES.iter().enumerate() {
        for preset in Preset::ALL {
            let mut policies = values(preset);
            change(&mut policies);
            let expected: &[Field] = if minded.contains(&preset) { &[*field] } else { &[] };
            assert_eq!(fields(&policies, preset), expected, "change {number} under {preset}");
        }
    }
}

#[test]
fn every_value_is_among_the_changes() {
    for field in Field::ALL {
        assert!(CHANGES.iter().any(|(changed, ..)| *changed == field), "{}", field.name());
    }
}

#[test]
fn a_machine_that_stops_is_otherwise_than_iec_wants() {
    let mut policies = values(Preset::Iec);
    policies.audit.when_unwritable = WhenUnwritable::Stop;
    let [deviation] = &deviations(&policies, Preset::Iec)[..] else { panic!("one") };
    assert_eq!((deviation.field, deviation.kind), (Field::WhenUnwritable, Kind::Other));
    policies.preset = Preset::Nist;
    assert!(!fields(&policies, Preset::Nist).contains(&Field::WhenUnwritable));
}

#[test]
fn nist_minds_rules_of_composition_only_where_they_hold() {
    let mut policies = values(Preset::Nist);
    policies.password.enforce_strong = true;
    assert_eq!(fields(&policies, Preset::Nist), [], "no rule is asked for");
    policies.password.number = true;
    let [deviation] = &deviations(&policies, Preset::Nist)[..] else { panic!("one") };
    assert_eq!((deviation.field, deviation.kind), (Field::EnforceStrongPasswords, Kind::Other));
}

#[test]
fn a_deviation_is_a_sentence() {
    let told: Vec<String> =
        deviations(&values(Preset::Default), Preset::Nist).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "Aging is true; nist asks for false. Who has to change a good password chooses a worse one.",
            "MinimumLength is 8; nist asks for at least 15. Length protects more than anything else.",
            "EnforceStrongPasswords is true; nist asks for false. Rules of composition make passwords alike, not strong.",
            "IdleTimeoutMinutes is 0; nist asks for 1 to 60. Whoever comes to a panel that was left acts in another's name.",
        ]
    );
}

#[test]
fn presets_switch_behaviour() {
    let refusing: Vec<Preset> = Preset::ALL.into_iter().filter(|preset| preset.refuses_common_passwords()).collect();
    let hiding: Vec<Preset> = Preset::ALL.into_iter().filter(|preset| preset.hides_locks()).collect();
    assert_eq!((refusing, hiding), (vec![Preset::Nist], vec![Preset::Nist, Preset::Fda, Preset::Iec]));
    for preset in Preset::ALL {
        assert_eq!(Preset::of_word(preset.word()), Some(preset));
    }
    assert_eq!(Preset::of_word("NIST"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every deviation names what it is and something else that it should be, in the order of the file.
    #[test]
    fn deviations_of_any_guidelines_speak_of_what_is_there(project in crate::any::project()) {
        let policies = &project.definitions.policies;
        for preset in Preset::ALL {
            let found = deviations(policies, preset);
            prop_assert!(found.is_sorted_by_key(|deviation| deviation.field));
            for deviation in found {
                prop_assert_eq!(&deviation.is, &deviation.field.value(policies));
                prop_assert!(deviation.is != deviation.should && deviation.preset == preset);
            }
        }
    }
}
