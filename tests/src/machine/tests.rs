//! The checks themselves can fail; and what two programs on one machine see of each other.

use keyholder_runtime::audit::Filter;
use keyholder_runtime::engine::{Outcome, Refused, Session};
use keyholder_shared::model::Policies;

use super::drive::run_with;
use super::model::Planted;
use super::world::{World, password, project};

#[test]
fn every_fault_that_is_planted_is_found() {
    for planted in [
        Planted::LocksLate,
        Planted::ForgetsNoFailure,
        Planted::LockEndsLate,
        Planted::NeverExpires,
        Planted::WarnsADayLate,
        Planted::KeepsSessions,
        Planted::RightsFollow,
        Planted::ForgetsTheHistory,
        Planted::AnybodyChangesAdministrators,
        Planted::AnybodyGivesEverything,
        Planted::RestoresNobody,
    ] {
        let found = (100..140).find_map(|seed| run_with(seed, 200, planted).err());
        assert!(found.is_some(), "{planted:?} makes no difference");
    }
}

fn world() -> World {
    World::new(3, project(Policies::default()).unwrap()).unwrap()
}

#[track_caller]
fn log_in(engine: &keyholder_runtime::engine::Engine, name: &str, number: u8) -> Session {
    let login = engine.login(name, &password(number), Some("panel-1")).unwrap();
    assert_eq!(login.outcome, Outcome::Granted, "{}", login.message);
    login.session.unwrap()
}

#[test]
fn sessions_of_a_program_that_was_killed_are_ended_by_the_next_that_is_alone() {
    let world = world();
    let (one, other) = (world.open().unwrap(), world.open().unwrap());
    let (of_one, of_other) = (log_in(&one, "keeper", 2), log_in(&other, "boss", 1));
    assert_eq!(one.sessions().unwrap().len(), 2);
    // One ends without a word; the other is still there, so its newcomer touches nothing.
    drop(one);
    let third = world.open().unwrap();
    assert_eq!(third.sessions().unwrap().len(), 2);
    assert!(other.is_open(&of_other));
    drop((third, other));
    let alone = world.open().unwrap();
    assert!(alone.sessions().unwrap().is_empty());
    let admin = log_in(&alone, "Admin", 0);
    let filter = Filter { kinds: vec!["session-ended".into()], ..Filter::default() };
    let ended = alone.audit(&admin, &filter).unwrap();
    assert_eq!(ended.iter().map(|row| row.object.as_str()).collect::<Vec<_>>(), ["keeper", "boss"]);
    assert_eq!(of_one.name(), "keeper");
}

#[test]
fn the_trail_is_for_who_may_read_it() {
    let world = world();
    let engine = world.open().unwrap();
    let (admin, keeper) = (log_in(&engine, "Admin", 0), log_in(&engine, "keeper", 2));
    assert!(matches!(engine.audit(&keeper, &Filter::default()), Err(Refused::Change(_))));
    assert!(matches!(engine.verify_audit(&keeper), Err(Refused::Change(_))));
    let kinds: Vec<String> =
        engine.audit(&admin, &Filter::default()).unwrap().into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds, ["update", "login", "login"]);
    assert!(engine.verify_audit(&admin).unwrap().intact);
    engine.logout(&admin).unwrap();
    assert!(matches!(engine.audit(&admin, &Filter::default()), Err(Refused::SessionEnded)));
}
