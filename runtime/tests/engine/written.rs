//! What is on disk after a change is what the engine says, however the change was made quick.

use std::fs;

use keyholder_runtime::engine::Engine;
use keyholder_shared::change::{Attributes, Change, Refusal};
use keyholder_shared::model::User;
use keyholder_shared::xml::{RUNTIME_FILE, write_runtime};
use keyholder_shared::{Id, name};

use crate::plant::{Plant, id, session};

/// The document on disk, the snapshot, and what finds users in it agree.
#[track_caller]
fn agree(plant: &Plant, engine: &Engine, after: &str) {
    let snapshot = engine.snapshot();
    let on_disk = fs::read(plant.path().join(RUNTIME_FILE)).unwrap();
    assert!(on_disk == write_runtime(snapshot.runtime()), "{after}: the file is not the snapshot");
    for user in snapshot.runtime().users.iter() {
        let found = [snapshot.by_id(user.user.id), snapshot.by_name(&name::fold(&user.user.name))];
        assert!(found.iter().all(|found| found.is_some_and(|found| found == user)), "{after}: {}", user.user.name);
    }
}

fn phone(user: Id, number: usize) -> Change {
    let attributes = Attributes { phone: Some(format!("+49 {number}").into()), ..Attributes::default() };
    Change::Edit { user, attributes: Box::new(attributes) }
}

#[test]
fn every_change_in_a_row_is_on_disk_as_the_engine_has_it() {
    let plant = Plant::new(|project| {
        let more = (0..150).map(|number| User::new(Id::from_u128(0x1000 + number), &format!("worker {number}")));
        project.users.extend(more);
    });
    let (engine, other) = (plant.engine(), plant.engine());
    let (admin, elsewhere) = (session(&engine, "Admin"), session(&other, "Admin"));
    let worker = |number: usize| Id::from_u128(0x1000 + number as u128);
    let mut looked_at = Vec::new();
    let mut made = Vec::new();
    for number in 0..90 {
        match number % 9 {
            0 | 1 => drop(engine.change(&admin, phone(worker(number), number)).unwrap()),
            2 => {
                let name = format!("new {number}");
                made.push(engine.create(&admin, &name, Attributes::default(), Vec::new(), None).unwrap().user);
            }
            3 => {
                // Who looks keeps the generation from being made another.
                looked_at.push(engine.snapshot());
                engine.change(&admin, phone(worker(number), number)).unwrap();
            }
            4 => drop(engine.change(&admin, Change::Delete { user: worker(number) }).unwrap()),
            5 => {
                let both = vec![phone(worker(number), number), phone(*made.last().unwrap(), number)];
                engine.change_together(&admin, both).unwrap();
            }
            6 => {
                // Another program's change comes between.
                other.change(&elsewhere, phone(worker(number), number)).unwrap();
                agree(&plant, &other, "another program's");
                engine.change(&admin, Change::Enable { user: worker(number), enabled: false }).unwrap();
            }
            7 => {
                // What is refused leaves nothing behind.
                engine.change(&admin, Change::Enable { user: id(&engine, "Admin"), enabled: false }).unwrap_err();
                engine.change(&admin, phone(worker(number), number)).unwrap();
            }
            _ => drop(engine.change(&admin, Change::Delete { user: made.remove(0) }).unwrap()),
        }
        agree(&plant, &engine, &format!("change {number}"));
    }
    let generations: Vec<u64> = looked_at.iter().map(|snapshot| snapshot.generation()).collect();
    assert!(generations.is_sorted_by(|one, next| one < next), "what was looked at stayed as it was: {generations:?}");
    for snapshot in looked_at {
        assert_eq!(snapshot.runtime().generation, snapshot.generation());
    }
}

/// Windows lets nobody move a database that a program has open.
#[cfg(unix)]
#[test]
fn a_change_whose_row_cannot_be_made_is_not_saved_where_the_guidelines_say_stop() {
    use keyholder_shared::model::WhenUnwritable;
    for when in [WhenUnwritable::Continue, WhenUnwritable::Stop] {
        let plant = Plant::new(|project| project.definitions.policies.audit.when_unwritable = when);
        let engine = plant.engine();
        let admin = session(&engine, "Admin");
        let olga = id(&engine, "olga");
        engine.change(&admin, phone(olga, 1)).unwrap();
        let before = fs::read(plant.path().join(RUNTIME_FILE)).unwrap();
        let database = plant.path().join("UserManagementState.db");
        fs::rename(&database, plant.path().join("away.db")).unwrap();
        fs::create_dir(&database).unwrap();
        let done = engine.change(&admin, phone(olga, 2));
        if when == WhenUnwritable::Stop {
            let refused = done.unwrap_err();
            assert_eq!(refused.exit_status(), 3, "{refused}");
            assert!(refused.to_string().contains("UserManagementState.db"), "{refused}");
            assert_eq!(fs::read(plant.path().join(RUNTIME_FILE)).unwrap(), before);
        } else {
            done.unwrap();
        }
        agree(&plant, &engine, "after the row");
        fs::remove_dir(&database).unwrap();
        fs::rename(plant.path().join("away.db"), &database).unwrap();
        engine.change(&admin, phone(olga, 3)).unwrap();
        agree(&plant, &engine, "after the disk is back");
        assert_eq!(engine.snapshot().by_id(olga).unwrap().user.phone, "+49 3");
    }
}

#[test]
fn a_change_that_is_refused_says_why_and_the_next_one_goes_on() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let admin = session(&engine, "Admin");
    let olga = id(&engine, "olga");
    for number in 0..3 {
        engine.change(&admin, phone(olga, number)).unwrap();
        let nobody = engine.change(&admin, phone(Id::from_u128(0xdead), number)).unwrap_err();
        assert_eq!(nobody.to_string(), Refusal::NoSuchUser.to_string());
        agree(&plant, &engine, "after a refusal");
    }
}
