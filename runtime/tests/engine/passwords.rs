//! Passwords set and changed through the engine.

use keyholder_runtime::engine::{Outcome, Refused};
use keyholder_shared::change::Attributes;
use keyholder_shared::model::Preset;
use keyholder_shared::password::rules::Shortfall;

use crate::plant::{Plant, id, login, named, secret, session};

fn short(refused: Refused) -> Vec<Shortfall> {
    match refused {
        Refused::Password(short) => short,
        other => panic!("{other}"),
    }
}

#[test]
fn the_last_five_are_refused_and_the_one_before_is_taken() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let password = |number: usize| if number == 0 { secret("olga") } else { format!("Turn-{number}-Secret") };
    for number in 0..5 {
        engine.change_password("olga", &password(number), &password(number + 1), None).unwrap();
    }
    for number in 1..=5 {
        let refused = engine.change_password("olga", &password(5), &password(number), None).unwrap_err();
        assert_eq!(short(refused), [Shortfall::Used { last: 5 }], "{number}");
    }
    engine.change_password("olga", &password(5), &password(0), None).unwrap();
    assert_eq!(engine.snapshot().by_name("olga").unwrap().history.len(), 6);
    assert_eq!(login(&engine, "olga").outcome, Outcome::Granted);
}

#[test]
fn one_s_own_asks_for_the_current_one_through_the_same_gate() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    for _ in 0..3 {
        let refused = engine.change_password("olga", "wrong", "Turn-1-Secret", None).unwrap_err();
        assert!(matches!(refused, Refused::Login(login) if login.outcome == Outcome::Denied));
    }
    let refused = engine.change_password("olga", &secret("olga"), "Turn-1-Secret", None).unwrap_err();
    assert!(matches!(refused, Refused::Login(login) if login.outcome == Outcome::Locked), "counted like logins");
    let anna = session(&engine, "anna");
    let refused = engine.set_password(&anna, anna.user(), "Turn-1-Secret").unwrap_err();
    assert_eq!(refused.word(), "attribute", "not without the current one");
}

#[test]
fn a_reset_must_be_changed_and_an_expired_one_can_be() {
    let plant = Plant::new(|project| {
        named(project, "otto").password_aging = true;
        named(project, "otto").password.as_mut().unwrap().changed_at = None;
    });
    let engine = plant.engine();
    let admin = session(&engine, "Admin");
    engine.set_password(&admin, id(&engine, "olga"), "Reset-1-Secret").unwrap();
    assert_eq!(engine.login("olga", "Reset-1-Secret", None).unwrap().outcome, Outcome::MustChangePassword);
    engine.change_password("olga", "Reset-1-Secret", "Mine-1-Secret", None).unwrap();
    assert_eq!(engine.login("olga", "Mine-1-Secret", None).unwrap().outcome, Outcome::Granted);
    assert_eq!(login(&engine, "otto").outcome, Outcome::PasswordExpired);
    engine.change_password("otto", &secret("otto"), "Mine-1-Secret", None).unwrap();
    assert_eq!(engine.login("otto", "Mine-1-Secret", None).unwrap().outcome, Outcome::Granted);
}

#[test]
fn the_guidelines_hold_for_every_way_to_a_password() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let admin = session(&engine, "Admin");
    let own = |new: &str| short(engine.change_password("olga", &secret("olga"), new, None).unwrap_err());
    assert_eq!(own("aB-1"), [Shortfall::TooShort { least: 8, length: 4 }]);
    assert_eq!(own("no-number"), [Shortfall::UpperAndLowerCase, Shortfall::Number]);
    assert_eq!(own(""), [Shortfall::Empty]);
    let olga = id(&engine, "olga");
    assert_eq!(short(engine.set_password(&admin, olga, "aB-1").unwrap_err()).len(), 1);
    let create = |password| engine.create(&admin, "new", Attributes::default(), Vec::new(), Some(password));
    assert_eq!(short(create("aB-1").unwrap_err()).len(), 1);
    assert!(engine.snapshot().by_name("new").is_none());
    create("Long-enough-1").unwrap();
    assert_eq!(engine.login("new", "Long-enough-1", None).unwrap().outcome, Outcome::MustChangePassword);
}

#[test]
fn the_preset_nist_refuses_names_and_what_everybody_uses() {
    let plant = Plant::new(|project| {
        project.definitions.policies = keyholder_shared::guideline::values(Preset::Nist);
        project.definitions.policies.password.minimum_length = 8;
    });
    let engine = plant.engine();
    for common in ["password1", "keyholder2026", "minimal-1234"] {
        assert!(
            !short(engine.change_password("olga", &secret("olga"), common, None).unwrap_err()).is_empty(),
            "{common}"
        );
    }
    // A history is not kept, but the present one is no new one.
    let same = engine.change_password("olga", &secret("olga"), &secret("olga"), None).unwrap_err();
    assert_eq!(short(same), [Shortfall::Used { last: 1 }]);
}

#[test]
fn composed_and_decomposed_are_the_same_password_and_long_ones_are_whole() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    engine.change_password("olga", &secret("olga"), "Caf\u{e9}-Secret-1", None).unwrap();
    assert_eq!(engine.login("olga", "Cafe\u{301}-Secret-1", None).unwrap().outcome, Outcome::Granted);
    let long = |end: char| format!("{}-A1{end}", "x".repeat(60));
    engine.change_password("otto", &secret("otto"), &long('a'), None).unwrap();
    assert_eq!(engine.login("otto", &long('b'), None).unwrap().outcome, Outcome::Denied);
    assert_eq!(engine.login("otto", &long('a'), None).unwrap().outcome, Outcome::Granted);
}
