//! Sessions: what they may do, and everything that ends them.

use std::sync::mpsc::Receiver;
use std::time::Duration;

use keyholder_runtime::engine::{Ending, Engine, Event, Options, Outcome, Refused};
use keyholder_runtime::outcome::Outcome as Merged;
use keyholder_runtime::watch::WatchOptions;
use keyholder_shared::Id;
use keyholder_shared::change::{Attributes, Change};

use crate::plant::{MINUTE, Plant, id, login, named, secret, session};

const START: &[&str] = &["machine.start"];

/// Why sessions ended, as was told.
fn endings(news: &Receiver<Event>) -> Vec<Ending> {
    let ending = |event| match event {
        Event::SessionEnded { ending, .. } => Some(ending),
        _ => None,
    };
    news.try_iter().filter_map(ending).collect()
}

#[test]
fn what_ends_a_session_ends_it_at_once_and_says_so() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let news = engine.subscribe();
    let admin = session(&engine, "Admin");
    let (olga, otto) = (id(&engine, "olga"), id(&engine, "otto"));
    let begin = |name: &str| {
        let session = session(&engine, name);
        assert!(engine.check(&session, START, None));
        session
    };

    let first = begin("olga");
    engine.logout(&first).unwrap();
    engine.logout(&first).unwrap();
    let second = begin("olga");
    engine.change(&admin, Change::Enable { user: olga, enabled: false }).unwrap();
    assert!(!engine.check(&second, START, None) && !engine.touch(&second));
    engine.change(&admin, Change::Enable { user: olga, enabled: true }).unwrap();
    let (third, other) = (begin("olga"), begin("olga"));
    engine.set_password(&admin, olga, "Fresh-Secret-77").unwrap();
    let fourth = begin("otto");
    engine.change_password("otto", &secret("otto"), "Fresh-Secret-78", None).unwrap();
    for ended in [&first, &second, &third, &other, &fourth] {
        assert!(!engine.check(ended, START, None) && !engine.is_open(ended));
        let refused = engine.change(ended, Change::Delete { user: otto }).unwrap_err();
        assert!(matches!(refused, Refused::SessionEnded));
    }
    let fifth = engine.login("otto", "Fresh-Secret-78", None).unwrap().session.unwrap();
    engine.change(&admin, Change::Delete { user: otto }).unwrap();
    assert!(!engine.check(&fifth, START, None));
    let told = endings(&news);
    let expected = [
        Ending::Logout,
        Ending::Disabled,
        Ending::PasswordChanged,
        Ending::PasswordChanged,
        Ending::PasswordChanged,
        Ending::Deleted,
    ];
    assert_eq!(told, expected);
    assert_eq!(engine.sessions().unwrap().len(), 1, "Admin's");
    assert!(plant.trail("olga").iter().filter(|(kind, _)| kind == "session-ended" || kind == "logout").count() == 4);
}

#[test]
fn rights_are_fixed_at_login() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let (admin, olga) = (session(&engine, "Admin"), session(&engine, "olga"));
    let user = olga.user();
    engine.change(&admin, Change::SetGroups { user, groups: Vec::new() }).unwrap();
    assert!(engine.check(&olga, START, None), "until the next login");
    let again = session(&engine, "olga");
    assert!(!engine.check(&again, START, None));
    let phone = Attributes { phone: Some("1".into()), ..Attributes::default() };
    engine.change(&admin, Change::Edit { user, attributes: Box::new(phone) }).unwrap();
    assert!(engine.is_open(&olga), "an edit ends nothing");
}

#[test]
fn a_session_idles_out_and_input_keeps_it() {
    let plant = Plant::new(|project| project.definitions.policies.session.idle_timeout_minutes = 10);
    let engine = plant.engine();
    let news = engine.subscribe();
    let olga = session(&engine, "olga");
    for _ in 0..5 {
        plant.clock.forward(10 * MINUTE - 1);
        assert!(engine.touch(&olga) && engine.check(&olga, START, None));
    }
    plant.clock.forward(10 * MINUTE - 1);
    // A check is no input.
    assert!(engine.check(&olga, START, None));
    plant.clock.forward(1);
    assert!(!engine.check(&olga, START, None) && !engine.touch(&olga));
    assert_eq!(endings(&news), [Ending::Idle]);
    assert!(engine.sessions().unwrap().is_empty());
}

#[test]
fn sessions_are_listed_and_ended_by_administrators() {
    let plant = Plant::new(|_| {});
    let (engine, other) = (plant.engine(), plant.engine());
    let (admin, olga) = (session(&engine, "Admin"), session(&engine, "olga"));
    let elsewhere = session(&other, "otto");
    let mut names: Vec<String> = engine.sessions().unwrap().into_iter().map(|record| record.name).collect();
    names.sort();
    assert_eq!(names, ["Admin", "olga", "otto"]);
    let refused = engine.end_session(&olga, admin.id()).unwrap_err();
    assert_eq!(refused.word(), "administrators_only");
    engine.end_session(&admin, olga.id()).unwrap();
    assert!(!engine.is_open(&olga));
    engine.end_session(&admin, elsewhere.id()).unwrap();
    assert_eq!(engine.sessions().unwrap().len(), 1);
    assert!(matches!(engine.end_session(&admin, elsewhere.id()), Err(Refused::SessionEnded)), "once");
    let two = (session(&engine, "Admin"), session(&engine, "Admin"));
    assert_ne!(two.0.id(), two.1.id());
    engine.end_session(&two.0, two.1.id()).unwrap();
}

/// Two programs on one project: each sees what the other does, and nothing is lost.
#[test]
fn two_programs_see_each_other_s_changes() {
    let plant = Plant::new(|_| {});
    let (one, other) = (plant.engine(), plant.engine());
    let (admin, anna) = (session(&one, "Admin"), session(&other, "anna"));
    for number in 0..10 {
        let (engine, who) = if number % 2 == 0 { (&one, &admin) } else { (&other, &anna) };
        engine.create(who, &format!("new {number}"), Attributes::default(), Vec::new(), None).unwrap();
    }
    let names = |engine: &Engine, who| engine.users(who).unwrap().into_iter().map(|user| user.name).collect::<Vec<_>>();
    assert_eq!(names(&one, &admin), names(&other, &anna));
    assert_eq!(one.snapshot().runtime().users.len(), 14);
    assert_eq!(one.snapshot().generation(), 11);
    one.set_password(&admin, id(&one, "olga"), "Fresh-Secret-77").unwrap();
    assert_eq!(login(&other, "olga").outcome, Outcome::Denied);
}

fn next(news: &Receiver<Event>, wanted: impl Fn(&Event) -> bool) -> Event {
    loop {
        let event = news.recv_timeout(Duration::from_secs(60)).expect("the event comes");
        if wanted(&event) {
            return event;
        }
    }
}

#[test]
fn an_engine_beside_a_project_merges_what_is_delivered_and_sees_what_others_do() {
    let plant = Plant::new(|_| {});
    let watch = WatchOptions { debounce: Duration::from_millis(5), ..WatchOptions::default() };
    let engine = Engine::open(plant.path(), Options { watch: Some(watch), ..plant.options() }).unwrap();
    let news = engine.subscribe();
    let (olga, otto) = (session(&engine, "olga"), session(&engine, "otto"));

    // Olga leaves the project; its group gets nothing new until the next login.
    plant.deliver_changed(|project| project.users.retain(|user| user.name != "olga"));
    let merged = |event: &Event| matches!(event, Event::Updated(update) if update.outcome == Merged::Updated);
    next(&news, merged);
    assert!(!engine.is_open(&olga) && engine.is_open(&otto));
    assert_eq!(login(&engine, "olga").outcome, Outcome::Denied);

    // Half a project changes nothing.
    let generation = engine.snapshot().generation();
    std::fs::write(plant.file(), "<UserManagementConfig").unwrap();
    next(&news, |event| matches!(event, Event::Refused(_)));
    assert_eq!(engine.snapshot().generation(), generation);
    assert!(engine.check(&otto, START, None));

    // Another program disables otto.
    let other = plant.engine();
    let admin = session(&other, "Admin");
    other.change(&admin, Change::Enable { user: id(&other, "otto"), enabled: false }).unwrap();
    next(&news, |event| matches!(event, Event::SessionEnded { .. }));
    assert!(!engine.is_open(&otto));

    // And ends a session of anna's by hand.
    let anna = session(&engine, "anna");
    other.end_session(&admin, anna.id()).unwrap();
    let told = next(&news, |event| matches!(event, Event::SessionEnded { .. }));
    assert!(matches!(told, Event::SessionEnded { ending: Ending::Elsewhere, .. }), "{told:?}");
    assert!(!engine.is_open(&anna));
}

#[test]
fn a_replaced_user_is_out_at_once() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let olga = session(&engine, "olga");
    plant.deliver_changed(|project| named(project, "olga").id = Id::from_u128(0xfe));
    let updater = plant.engine();
    // Whatever is asked next, the engine looks first.
    assert_eq!(login(&engine, "olga").outcome, Outcome::Granted);
    assert!(!engine.is_open(&olga));
    drop(updater);
}
