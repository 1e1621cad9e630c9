//! What the audit trail has of all that, and what it never has.

use keyholder_runtime::engine::Engine;
use keyholder_shared::Id;
use keyholder_shared::change::{Attributes, Change};
use keyholder_shared::model::User;

use crate::plant::{Plant, id, named, secret, session};

#[test]
fn every_change_has_its_row_with_before_and_after_and_no_row_has_a_secret() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let admin = session(&engine, "Admin");
    let olga = id(&engine, "olga");
    let phone = Attributes { phone: Some("+49 1".into()), ..Attributes::default() };
    engine.change(&admin, Change::Edit { user: olga, attributes: Box::new(phone) }).unwrap();
    engine.set_password(&admin, olga, "Reset-1-Secret").unwrap();
    engine.create(&admin, "new", Attributes::default(), Vec::new(), Some("First-1-Secret")).unwrap();
    engine.change(&admin, Change::Delete { user: id(&engine, "new") }).unwrap();
    let otto = session(&engine, "otto");
    engine.change(&otto, Change::Delete { user: olga }).unwrap_err();
    engine.login("who\n\u{1b}[31m", "Typed-1-Secret", Some("panel-1")).unwrap();

    let kinds = |object: &str| plant.trail(object).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
    assert_eq!(kinds("olga"), ["user-changed", "password-changed", "user-deleted"]);
    assert_eq!(kinds("new"), ["user-created", "user-deleted"]);
    assert_eq!(kinds("who\n\u{1b}[31m"), ["login-failed"]);
    for (name, content) in files(&engine, &plant) {
        for secret in [&secret("Admin"), &secret("otto"), "Reset-1-Secret", "First-1-Secret", "Typed-1-Secret"] {
            assert!(!content.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} in {name}");
        }
        let state = name.starts_with("UserManagementState");
        assert!(!state || !content.windows(7).any(|window| window == b"$argon2"), "a hash in {name}");
    }
}

fn files(_: &Engine, plant: &Plant) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(plant.path()).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

#[test]
fn a_change_that_the_disk_refuses_is_refused_and_recorded_as_failed() {
    let plant = Plant::new(|_| {});
    let engine = plant.engine();
    let admin = session(&engine, "Admin");
    let olga = id(&engine, "olga");
    // A folder in the place of the previous generation, which a save writes.
    std::fs::create_dir(plant.path().join("UserManagementRuntimeConfig.previous.xml")).unwrap();
    let before = engine.snapshot().generation();
    let refused = engine.change(&admin, Change::Enable { user: olga, enabled: false }).unwrap_err();
    assert_eq!(refused.exit_status(), 3, "{refused}");
    assert_eq!(engine.snapshot().generation(), before);
    assert!(engine.snapshot().by_id(olga).unwrap().user.enabled);
    assert_eq!(plant.trail("olga").len(), 2, "done, then failed");
}

#[test]
fn the_note_of_what_need_not_be_verified_follows_each_change_of_a_large_document() {
    let plant = Plant::new(|project| {
        let more = (0..4000).map(|number| User::new(Id::from_u128(0x1000 + number), &format!("worker {number}")));
        project.users.extend(more);
    });
    let engine = plant.engine();
    let admin = session(&engine, "Admin");
    let note = || std::fs::read_to_string(plant.path().join("UserManagementRuntimeConfig.verified")).unwrap();
    let before = note();
    let olga = id(&engine, "olga");
    engine.change(&admin, Change::Enable { user: olga, enabled: false }).unwrap();
    let project = |note: &str| note.lines().find(|line| line.starts_with("project ")).unwrap().to_owned();
    assert_ne!(note(), before);
    assert_eq!(project(&note()), project(&before), "the same project is merged in it");
    drop(engine);
    assert_eq!(plant.engine().snapshot().generation(), 2, "nothing was merged again");
    plant.deliver_changed(|project| named(project, "otto").phone = "1".into());
    assert_eq!(plant.engine().snapshot().generation(), 3);
}
