//! `login` and `access`, as other programs use them.

use std::fs;

use keyholder_shared::model::Project;
use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE};
use serde_json::{Value, json};

use crate::shape::{list, text};
use crate::site::Site;

const RIGHT: (&str, &str) = ("olga", "Otter-Heron-Hazel-48");

fn site(change: impl FnOnce(&mut Project)) -> Site {
    let site = Site::new();
    site.deliver("minimal", "2026-11-21T08:00:00.000Z", change);
    assert_eq!(site.run("update minimal").status, 0);
    site
}

fn login(site: &Site, name: &str, password: &str) -> (i32, Value) {
    site.json_with(&format!("login minimal --user {name}"), &[password])
}

#[test]
fn each_outcome_has_its_word_and_only_granted_is_0() {
    let site = site(|_| {});
    let (status, granted) = login(&site, RIGHT.0, RIGHT.1);
    assert_eq!(status, 0);
    assert_eq!(
        granted,
        json!({"outcome": "granted", "rights": ["machine.start", "machine.stop"], "expires_in_days": null, "message": "olga is logged in."})
    );
    let denied = login(&site, "olga", "wrong");
    assert_eq!((denied.0, &denied.1["outcome"]), (1, &json!("denied")));
    assert_eq!(login(&site, "nobody", RIGHT.1), denied);
    assert_eq!(login(&site, "Admin", ""), denied, "without a password");
    login(&site, "olga", "wrong");
    assert_eq!(login(&site, "olga", "wrong"), denied, "the attempt that locks is answered like the others");
    let locked = login(&site, "olga", RIGHT.1);
    assert_eq!((locked.0, &locked.1["outcome"]), (1, &json!("locked")));
    assert_eq!(login(&site, "olga", "wrong"), locked);
}

#[test]
fn what_an_account_can_be_decides_what_a_right_password_does() {
    type Change = fn(&mut Project);
    let cases: [(Change, &str); 6] = [
        (|project| project.users[1].enabled = false, "denied"),
        (|project| project.users[1].must_change_password = true, "must_change_password"),
        (
            |project| {
                project.users[1].password_aging = true;
                project.users[1].password.as_mut().unwrap().changed_at = Some("2020-01-01T00:00:00Z".parse().unwrap());
            },
            "password_expired",
        ),
        (|project| project.users[1].password = None, "denied"),
        (|project| project.definitions.policies.password.minimum_length = 40, "must_change_password"),
        (|project| project.users[1].groups.clear(), "granted"),
    ];
    for (change, outcome) in cases {
        let site = site(change);
        let (status, answer) = login(&site, RIGHT.0, RIGHT.1);
        assert_eq!((status, text(&answer, "outcome")), (i32::from(outcome != "granted"), outcome), "{answer}");
        assert!(list(&answer, "rights").is_empty());
        assert_eq!(login(&site, RIGHT.0, "wrong").1["outcome"], "denied", "a wrong one learns nothing");
    }
}

#[test]
fn what_was_delivered_meanwhile_waits_for_update_and_a_new_machine_starts() {
    let site = Site::new();
    assert_eq!(login(&site, RIGHT.0, RIGHT.1).0, 0, "the machine has started");
    assert!(site.runtime_file("minimal").exists());
    site.deliver("minimal", "2026-12-01T08:00:00.000Z", |project| project.users[1].enabled = false);
    assert_eq!(login(&site, RIGHT.0, RIGHT.1).0, 0, "not merged yet");
    assert_eq!(site.json("update minimal").1["outcome"], "updated");
    assert_eq!(login(&site, RIGHT.0, RIGHT.1).0, 1);
    fs::write(site.project_file("minimal"), "<Half").unwrap();
    assert_eq!(login(&site, RIGHT.0, RIGHT.1).1["outcome"], "denied", "a broken project changes nothing");
}

#[test]
fn a_lost_document_lets_nobody_in() {
    let site = site(|_| {});
    assert_eq!(login(&site, RIGHT.0, RIGHT.1).0, 0);
    fs::write(site.runtime_file("minimal"), "").unwrap();
    let ran = site.run_with("login minimal --user olga", &[RIGHT.1]);
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("reset --confirm"), "{}", ran.stderr);
    let nowhere = site.run_with("login nowhere --user olga", &[RIGHT.1]);
    assert_eq!(nowhere.status, 1, "{}", nowhere.stderr);
    assert!(nowhere.stderr.contains(PROJECT_FILE) && !site.file("nowhere").exists());
    fs::create_dir(site.file("empty")).unwrap();
    assert_eq!(site.run_with("login empty --user olga", &[RIGHT.1]).status, 1);
    assert!(site.content("empty").is_empty(), "nothing is left in a folder given by mistake");
    assert!(!site.file("empty").join(RUNTIME_FILE).exists());
}

#[test]
fn passwords_are_taken_as_they_are_typed() {
    let site = site(|_| {});
    for wrong in [" Otter-Heron-Hazel-48", "Otter-Heron-Hazel-48 ", "otter-heron-hazel-48"] {
        assert_eq!(login(&site, "olga", wrong).0, 1, "{wrong:?}");
        // A right one begins to count anew.
        assert_eq!(login(&site, "olga", "Otter-Heron-Hazel-48\r").0, 0, "a line's end is no part of it");
    }
    let missing = site.run_with("login minimal --user olga", &[]);
    assert_eq!(missing.status, 2);
    assert!(missing.stderr.contains("Standard input ended before"), "{}", missing.stderr);
    let unknown = format!("login minimal --user {}", "\u{1b}[31mx");
    let ran = site.run_with(&unknown, &["x"]);
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'));
}

#[test]
fn access_answers_from_the_files_with_reasons() {
    let site = site(|_| {});
    let ask = |what: &str| site.json(&format!("access minimal --user {what}"));
    let (status, both) = ask("OLGA --right machine.start machine.stop");
    assert_eq!(status, 0);
    assert_eq!(both["allowed"], true);
    assert_eq!(both["because"][1], json!({"right": "machine.stop", "group": "Operators", "effect": "granted"}));
    let (status, unknown) = ask("olga --right machine.start machine.fly");
    assert_eq!((status, &unknown["allowed"]), (1, &json!(false)));
    assert_eq!(unknown["because"][1], json!({"right": "machine.fly", "group": null, "effect": "missing"}));
    let (status, nobody) = ask("nobody --right machine.start");
    assert_eq!((status, text(&nobody["because"][0], "effect")), (1, "missing"));
    assert_eq!(ask("olga --right machine.start --area Nowhere").1["allowed"], false);
    let people = site.run("access minimal --user olga --right machine.start --explain");
    assert!(people.stdout.contains("granted by Operators"), "{}", people.stdout);
    // Before the first start it answers from the project, and writes nothing.
    let fresh = Site::new();
    let before = fresh.content("minimal");
    assert_eq!(fresh.json("access minimal --user olga --right machine.start").0, 0);
    assert_eq!(fresh.content("minimal"), before);
}
