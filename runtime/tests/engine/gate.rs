//! Every way in, in every state that an account can be in.

use keyholder_runtime::engine::{Engine, Event, Outcome, Refused};
use keyholder_runtime::state::StateDatabase;
use keyholder_shared::model::{Preset, Project};

use crate::plant::{DAY, MINUTE, Plant, id, login, named, secret, session, stored};

/// What a way in comes to: a login's word; for ways without a password whether somebody is there.
fn ways(engine: &Engine, password: &str) -> [&'static str; 5] {
    let word = |outcome: Outcome, session: bool| {
        assert_eq!(session, outcome == Outcome::Granted, "a session for who is let in, and nobody else");
        outcome.word()
    };
    let login = engine.login("otto", password, None).unwrap();
    let once = engine.authenticate("OTTO", password, None).unwrap();
    let own = match engine.change_password("otto", password, "Another-Secret-2", None) {
        Ok(_) => "changed",
        Err(Refused::Login(login)) => word(login.outcome, false),
        Err(other) => panic!("{other}"),
    };
    let there = |session: Option<_>| if session.is_some() { "there" } else { "nobody" };
    [
        word(login.outcome, login.session.is_some()),
        word(once.outcome, once.session.is_some()),
        own,
        there(engine.autologin(None).unwrap()),
        there(engine.default_session(None).unwrap()),
    ]
}

#[test]
fn every_way_in_in_every_state() {
    type Change = fn(&mut Project);
    let nothing: Change = |_| {};
    let locked: Change = |project| project.definitions.policies.lockout.threshold = 1;
    let hidden: Change = |project| {
        project.definitions.policies.lockout.threshold = 1;
        project.definitions.policies.preset = Preset::Iec;
    };
    let expired: Change = |project| {
        named(project, "otto").password_aging = true;
        let password = named(project, "otto").password.as_mut().unwrap();
        password.changed_at = Some("2020-01-01T00:00:00Z".parse().unwrap());
    };
    let refused = |word: &'static str| [word, word, word, "nobody", "nobody"];
    for (state, change, lock, password, expected) in [
        ("well", nothing, false, "otto-Secret-1", ["granted", "granted", "changed", "there", "there"]),
        ("wrong", nothing, false, "otto-Secret-2", ["denied", "denied", "denied", "nobody", "nobody"]),
        ("unknown", |project| project.users.retain(|user| user.name != "otto"), false, "x", refused("denied")),
        ("disabled", |project| named(project, "otto").enabled = false, false, "otto-Secret-1", refused("denied")),
        (
            "no password",
            |project| named(project, "otto").password = None,
            false,
            "otto-Secret-1",
            ["denied", "denied", "denied", "there", "there"],
        ),
        ("locked", locked, true, "otto-Secret-1", refused("locked")),
        ("locked, wrong", locked, true, "wrong", refused("locked")),
        ("locked, hidden", hidden, true, "otto-Secret-1", refused("denied")),
        (
            "expired",
            expired,
            false,
            "otto-Secret-1",
            // The change before has made it well for those who come without.
            ["password_expired", "password_expired", "changed", "there", "there"],
        ),
        (
            "must change",
            |project| named(project, "otto").must_change_password = true,
            false,
            "otto-Secret-1",
            ["must_change_password", "must_change_password", "changed", "there", "there"],
        ),
        (
            "falls short",
            |project| project.definitions.policies.password.minimum_length = 16,
            false,
            "otto-Secret-1",
            ["must_change_password", "must_change_password", "changed", "there", "there"],
        ),
        (
            "garbage for a hash",
            |project| {
                named(project, "otto").password.as_mut().unwrap().hash =
                    "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA".into()
            },
            false,
            "otto-Secret-1",
            ["denied", "denied", "denied", "nobody", "nobody"],
        ),
    ] {
        let plant = Plant::new(|project| {
            let otto = named(project, "otto").id;
            project.definitions.policies.lockout.threshold = 0;
            project.definitions.policies.session.default_user = Some(otto);
            project.definitions.policies.session.autologin_user = Some(otto);
            if state == "unknown" {
                project.definitions.policies.session.default_user = None;
                project.definitions.policies.session.autologin_user = None;
            }
            change(project);
        });
        let engine = plant.engine();
        if lock {
            assert_eq!(engine.login("otto", "wrong", None).unwrap().outcome, Outcome::Denied);
        }
        let mut seen = ways(&engine, password);
        // A wrong or unverifiable password keeps nobody from being there without one.
        if matches!(state, "wrong" | "garbage for a hash") {
            assert_eq!(seen[3..], ["there", "there"]);
            seen[3] = "nobody";
            seen[4] = "nobody";
        }
        assert_eq!(seen, expected, "{state}");
    }
}

/// Before their own password is changed, who must change it is nobody's default user.
#[test]
fn a_default_user_whose_password_is_not_well_is_not_there() {
    for change in [
        |project: &mut Project| named(project, "otto").must_change_password = true,
        |project: &mut Project| {
            named(project, "otto").password_aging = true;
            named(project, "otto").password.as_mut().unwrap().changed_at = None;
        },
        |project: &mut Project| named(project, "otto").enabled = false,
    ] {
        let plant = Plant::new(|project| {
            let otto = named(project, "otto").id;
            project.definitions.policies.session.default_user = Some(otto);
            project.definitions.policies.session.autologin_user = Some(otto);
            change(project);
        });
        let engine = plant.engine();
        assert!(engine.default_session(None).unwrap().is_none() && engine.autologin(None).unwrap().is_none());
    }
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    assert!(engine.default_session(None).unwrap().is_none() && engine.autologin(None).unwrap().is_none());
}

#[test]
fn a_default_user_who_was_deleted_on_the_machine_is_nobody() {
    let plant = Plant::new(|project| {
        let otto = named(project, "otto").id;
        project.definitions.policies.session.default_user = Some(otto);
    });
    let engine = plant.engine();
    let there = engine.default_session(Some("panel-1")).unwrap().unwrap();
    assert!(engine.check(&there, &["machine.start"], None));
    assert!(engine.sessions().unwrap().is_empty(), "nobody logged in");
    let admin = session(&engine, "Admin");
    let otto = id(&engine, "otto");
    engine.change(&admin, keyholder_shared::change::Change::Delete { user: otto }).unwrap();
    assert!(!engine.check(&there, &["machine.start"], None));
    assert!(engine.default_session(None).unwrap().is_none());
}

#[test]
fn a_lock_holds_over_restarts_for_admin_too_and_for_its_time() {
    let plant = Plant::new(|project| project.definitions.policies.lockout.duration_minutes = 10);
    let engine = plant.engine();
    let news = engine.subscribe();
    for name in ["Admin", "olga"] {
        for _ in 0..2 {
            assert_eq!(engine.login(name, "wrong", None).unwrap().outcome, Outcome::Denied);
        }
        session(&engine, name);
        // A success begins to count anew.
        for _ in 0..3 {
            assert_eq!(engine.login(name, "wrong", None).unwrap().outcome, Outcome::Denied);
        }
        assert_eq!(login(&engine, name).outcome, Outcome::Locked);
        assert!(login(&engine, name).message.contains("until 2026-11-20T08:25:00.000Z"));
    }
    let locked: Vec<_> = news.try_iter().filter(|event| matches!(event, Event::Locked { .. })).collect();
    assert_eq!(locked.len(), 2, "told once each");
    drop(engine);
    let engine = plant.engine();
    plant.clock.forward(10 * MINUTE - 1);
    assert_eq!(login(&engine, "Admin").outcome, Outcome::Locked);
    plant.clock.forward(1);
    assert_eq!(login(&engine, "Admin").outcome, Outcome::Granted);
    assert_eq!(login(&engine, "olga").outcome, Outcome::Granted);
}

#[test]
fn a_disabled_account_counts_nothing_and_never_says_that_it_is_locked() {
    let plant = Plant::new(|project| named(project, "otto").enabled = false);
    let engine = plant.engine();
    for _ in 0..10 {
        assert_eq!(login(&engine, "otto").outcome, Outcome::Denied);
    }
    let admin = session(&engine, "Admin");
    let otto = id(&engine, "otto");
    engine.change(&admin, keyholder_shared::change::Change::Enable { user: otto, enabled: true }).unwrap();
    assert_eq!(login(&engine, "otto").outcome, Outcome::Granted);
}

#[test]
fn fifty_at_once_verify_no_more_than_the_threshold() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    std::thread::scope(|scope| {
        for _ in 0..50 {
            scope.spawn(|| assert_ne!(engine.login("olga", "wrong", None).unwrap().outcome, Outcome::Granted));
        }
    });
    let verified = plant.trail("olga").iter().filter(|(_, message)| message == "The password was wrong.").count();
    assert_eq!(verified, 3);
    assert_eq!(login(&engine, "olga").outcome, Outcome::Locked);
    assert_eq!(plant.trail("olga").iter().filter(|(kind, _)| kind == "locked").count(), 1);
}

#[test]
fn warnings_begin_on_their_day_and_a_password_expires_on_its_own() {
    let plant = Plant::new(|project| {
        named(project, "olga").password_aging = true;
        let policy = &mut project.definitions.policies.password;
        (policy.maximum_age_days, policy.warn_days) = (90, 14);
    });
    let engine = plant.engine();
    let on = |day: i64| {
        plant.clock.forward(day * DAY);
        let login = login(&engine, "olga");
        plant.clock.forward(-day * DAY);
        (login.outcome.word(), login.expires_in_days, login.message)
    };
    assert_eq!(on(75), ("granted", None, "olga is logged in.".into()));
    assert_eq!(on(76), ("granted", Some(14), "olga is logged in. Your password expires in 14 days.".into()));
    assert_eq!(on(89), ("granted", Some(1), "olga is logged in. Your password expires in 1 day.".into()));
    assert_eq!(on(90).0, "password_expired");
}

#[test]
fn the_panel_decides_which_areas_count() {
    let plant = Plant::new(|project| {
        let area = keyholder_shared::model::Area {
            id: keyholder_shared::Id::from_u128(0xaaa),
            name: keyholder_shared::model::Texts::new("en", "Filling"),
            description: Default::default(),
            clients: vec![keyholder_shared::model::Client { name: "panel-1".into(), ..Default::default() }],
            unknown: Default::default(),
            at: Default::default(),
        };
        project.definitions.areas.push(area);
        let operators = project.definitions.groups.iter_mut().find(|group| !group.administrators).unwrap();
        operators.areas.push(keyholder_shared::Id::from_u128(0xaaa).into());
    });
    let engine = plant.engine();
    let at = |client| engine.login("olga", &secret("olga"), client).unwrap().session.unwrap();
    let (here, there, nowhere) = (at(Some("panel-1")), at(Some("panel-2")), at(None));
    assert!(engine.check(&here, &["machine.start", "machine.stop"], Some("Filling")));
    assert!(!engine.check(&here, &["machine.start", "machine.fly"], None), "an unknown right is nobody's");
    for session in [&there, &nowhere] {
        assert!(!engine.check(session, &["machine.start"], None));
    }
    assert_eq!(engine.explain(&there, &["machine.start"], None)[0].effect, keyholder_shared::access::Effect::Area);
}

/// Windows lets nobody move a database that a program has open.
#[cfg(unix)]
#[test]
fn when_nothing_can_be_recorded_the_guidelines_decide() {
    use keyholder_shared::model::WhenUnwritable;
    for when in [WhenUnwritable::Continue, WhenUnwritable::Stop] {
        let plant = Plant::new(|project| project.definitions.policies.audit.when_unwritable = when);
        let engine = plant.engine();
        let news = engine.subscribe();
        for _ in 0..3 {
            engine.login("otto", "wrong", None).unwrap();
        }
        let database = plant.path().join("UserManagementState.db");
        std::fs::rename(&database, plant.path().join("away.db")).unwrap();
        std::fs::create_dir(&database).unwrap();
        let tried = engine.login("olga", &secret("olga"), None);
        if when == WhenUnwritable::Stop {
            assert_eq!(tried.unwrap_err().exit_status(), 3);
            continue;
        }
        assert_eq!(tried.unwrap().outcome, Outcome::Granted);
        let alarms = news.try_iter().filter(|event| matches!(event, Event::Alarm(_))).count();
        assert!(alarms > 0, "told");
        assert_eq!(login(&engine, "otto").outcome, Outcome::Locked, "the second record of locks holds");
        std::fs::remove_dir(&database).unwrap();
        std::fs::rename(plant.path().join("away.db"), &database).unwrap();
        assert_eq!(login(&engine, "olga").outcome, Outcome::Granted);
        assert!(plant.trail("olga").iter().any(|(kind, _)| kind == "login"), "recorded again");
    }
}

#[test]
fn a_user_keeps_the_lock_that_was_set_before_the_password_was() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    for _ in 0..3 {
        engine.login("olga", "wrong", None).unwrap();
    }
    let admin = session(&engine, "Admin");
    engine.set_password(&admin, id(&engine, "olga"), "Fresh-Secret-77").unwrap();
    assert_eq!(engine.login("olga", "Fresh-Secret-77", None).unwrap().outcome, Outcome::Locked);
    // A delivery with another password lifts it.
    plant.deliver_changed(|project| {
        let now = project.time_stamp;
        named(project, "otto").password = Some(stored("Next-Secret-1", now));
    });
    for _ in 0..3 {
        engine.login("otto", "wrong", None).unwrap();
    }
    drop(engine);
    let engine = plant.engine();
    assert_eq!(engine.login("otto", "Next-Secret-1", None).unwrap().outcome, Outcome::Granted);
    assert!(StateDatabase::has_traces(plant.path()).unwrap());
}
