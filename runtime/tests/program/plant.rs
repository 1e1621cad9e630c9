//! The plant's own changes, by the programs alone, and what the next delivery makes of each: the rules of
//! design section 3 from end to end.

use std::fs;

use keyholder_shared::Id;
use keyholder_shared::model::{Project, User};
use serde_json::Value;

use crate::shape::{self, list, text, who};
use crate::site::Site;

const PROJECT: &str = "bottling-line";
/// An administrator of the sample project, and the password that its README tells.
const BOSS: (&str, &str) = ("h.brandt", "Fennel-Walnut-Dune-43");
const LATER: &str = "2026-12-07T09:00:00.000Z";

/// A machine that has started.
fn site() -> Site {
    let site = Site::new();
    update(&site, "created");
    site
}

#[track_caller]
fn update(site: &Site, outcome: &str) -> Value {
    let (status, update) = site.json(&format!("update {PROJECT}"));
    assert_eq!((status, shape::update(&update)), (0, outcome), "{update:#}");
    update
}

/// Does it in the administrator's name; it must be done.
#[track_caller]
fn done(site: &Site, what: &str, new: &[&str]) -> Value {
    let passwords = [&[BOSS.1], new].concat();
    let (status, answer) = site.json_with(&command(what, BOSS.0), &passwords);
    assert_eq!((status, text(&answer, "outcome")), (0, "done"), "{what}: {answer:#}");
    answer
}

/// Does it in somebody's name; it must be refused, for this reason.
#[track_caller]
fn refused(site: &Site, what: &str, (name, password): (&str, &str), new: &[&str], reason: &str) -> String {
    let passwords = [&[password], new].concat();
    let (status, answer) = site.json_with(&command(what, name), &passwords);
    assert_eq!((status, text(&answer, "outcome"), text(&answer, "reason")), (1, "refused", reason), "{answer:#}");
    assert_eq!((&answer["changed"], &answer["user"]), (&Value::Bool(false), &Value::Null));
    text(&answer, "message").to_owned()
}

/// `edit j.weber --phone 1` becomes `user edit bottling-line j.weber --as … --phone 1`.
fn command(what: &str, name: &str) -> String {
    let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
    format!("user {verb} {PROJECT} {rest} --as {name}").replace("  ", " ")
}

fn login(site: &Site, name: &str, password: &str) -> String {
    let (status, answer) = site.json_with(&format!("login {PROJECT} --user {name}"), &[password]);
    let outcome = text(&answer, "outcome").to_owned();
    assert_eq!(status == 0, outcome == "granted");
    assert!(text(&answer, "message").ends_with('.'));
    assert!(outcome == "granted" || list(&answer, "rights").is_empty());
    outcome
}

fn user<'p>(project: &'p mut Project, name: &str) -> &'p mut User {
    project.users.iter_mut().find(|user| user.name == name).unwrap()
}

#[test]
fn each_rule_of_reconciliation_by_what_the_plant_does() {
    let site = site();
    done(&site, "add n.new --no-password", &[]);
    done(&site, "add o.own --no-password --group Packing_operators", &[]);
    done(&site, "edit j.weber --phone 1", &[]);
    done(&site, "edit k.wojcik --phone 1", &[]);
    done(&site, "delete l.moreau", &[]);
    done(&site, "edit g.adeyemi --phone 1", &[]);
    site.deliver(PROJECT, LATER, |project| {
        let groups = user(project, "e.fischer").groups.clone();
        for (number, name) in [(1, "N.NEW"), (2, "q.quite")] {
            project.users.push(User { groups: groups.clone(), ..User::new(Id::from_u128(number), name) });
        }
        user(project, "c.girard").phone = "2".into();
        user(project, "j.weber").phone = "2".into();
        user(project, "k.wojcik").id = Id::from_u128(3);
        project.users.retain(|user| user.name != "g.adeyemi");
    });
    let update = update(&site, "updated");
    for (rule, name, action, says) in [
        (1, "N.NEW", "shadowed", "n.new"),
        (2, "c.girard", "updated", "Changed: phone"),
        (2, "d.evans", "unchanged", "is the same"),
        (3, "j.weber", "kept", "by h.brandt"),
        (4, "k.wojcik", "replaced", "created anew in the Designer"),
        (5, "l.moreau", "restored", "by h.brandt"),
        (6, "q.quite", "added", "is in the project and was not on the machine yet"),
        (7, "o.own", "runtime", "by h.brandt"),
        (8, "g.adeyemi", "removed", "no longer has"),
    ] {
        let (done, why) = who(&update, name);
        assert!(done == action && why.contains(says), "rule {rule}: {done} {why}");
    }
}

/// Each change of a user keeps it from the next delivery; what is none does not.
#[test]
fn what_counts_as_changed_at_runtime() {
    let site = site();
    let shown = |name: &str| site.json_with(&command(&format!("show {name}"), BOSS.0), &[BOSS.1]).1;
    let changed = |name: &str| !shown(name)["user"]["changed_at_runtime"].is_null();
    done(&site, "edit m.nowak --full-name M", &[]);
    done(&site, "edit c.girard --remove-group Packing_operators --add-group Filling_operators", &[]);
    done(&site, "disable j.weber", &[]);
    done(&site, "enable k.wojcik", &[]);
    done(&site, "set-password d.evans", &["Another-Walnut-12"]);
    let own = ["Quill-Walnut-Walnut-60", "Quill-Cobalt-Walnut-61"];
    let (status, answer) = site.json_with(&command("set-password s.lange", "s.lange"), &own);
    assert_eq!((status, text(&answer, "outcome")), (0, "done"), "{answer:#}");
    // Failed logins, the lock, the unlock, and a login change nobody.
    for _ in 0..3 {
        assert_eq!(login(&site, "d.hartmann", "wrong"), "denied");
    }
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "locked");
    done(&site, "unlock d.hartmann", &[]);
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "granted");
    for (name, expected) in [
        ("m.nowak", true),
        ("c.girard", true),
        ("j.weber", true),
        ("k.wojcik", false),
        ("d.evans", true),
        ("s.lange", true),
        ("d.hartmann", false),
    ] {
        assert_eq!(changed(name), expected, "{name}");
    }
    site.deliver(PROJECT, LATER, |project| {
        for user in project.users.iter_mut() {
            user.phone = "9".into();
        }
    });
    let update = update(&site, "updated");
    for name in ["m.nowak", "c.girard", "j.weber", "d.evans", "s.lange"] {
        assert_eq!(who(&update, name).0, "kept", "{name}");
    }
    for name in ["k.wojcik", "d.hartmann"] {
        assert_eq!(who(&update, name).0, "updated", "{name}");
    }
}

#[test]
fn a_loss_of_login_states_is_told_and_acknowledged_by_an_administrator() {
    let site = site();
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "granted");
    for file in ["UserManagementState.db", "UserManagementState.db-wal", "UserManagementState.db-shm"] {
        let _ = fs::remove_file(site.file(PROJECT).join(file));
    }
    let ran = site.run_with(&command("list", BOSS.0), &[BOSS.1]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("alarm "), "{}", ran.stderr);
    let lange = ("s.lange", "Quill-Walnut-Walnut-60");
    refused(&site, "acknowledge", lange, &[], "administrators_only");
    done(&site, "acknowledge", &[]);
    for expected in ["denied", "denied", "denied", "locked"] {
        assert_eq!(login(&site, "d.hartmann", "wrong"), expected, "all attempts again");
    }
}

#[test]
fn deleting_and_updating_is_no_way_round_a_lock_or_a_history() {
    let site = site();
    for _ in 0..3 {
        login(&site, "d.hartmann", "wrong");
    }
    done(&site, "delete d.hartmann", &[]);
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "denied", "nobody has the name");
    site.deliver(PROJECT, LATER, |_| {});
    assert_eq!(who(&update(&site, "updated"), "d.hartmann").0, "restored");
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "locked");
    done(&site, "unlock d.hartmann", &[]);
    let own = ["Pebble-Juniper-Copper-76", "Pebble-Juniper-Copper-76"];
    let (status, answer) = site.json_with(&command("set-password d.hartmann", "d.hartmann"), &own);
    assert_eq!((status, text(&answer, "reason")), (1, "password"), "{answer:#}");
}

#[test]
fn deleted_and_made_anew_on_the_machine_and_deleted_on_both_sides() {
    let site = site();
    done(&site, "delete l.moreau", &[]);
    done(&site, "add L.Moreau --no-password", &[]);
    done(&site, "delete g.adeyemi", &[]);
    assert_eq!(site.runtime(PROJECT).deleted.len(), 2);
    site.deliver(PROJECT, LATER, |project| project.users.retain(|user| user.name != "g.adeyemi"));
    let update = update(&site, "updated");
    assert_eq!(who(&update, "l.moreau").0, "shadowed");
    let names: Vec<_> = site.runtime(PROJECT).deleted.iter().map(|trace| trace.name.clone()).collect();
    assert_eq!(names, ["l.moreau"], "deleted on both sides: the trace goes");
}

#[test]
fn a_weak_hash_is_made_stronger_by_a_login_and_that_is_no_change() {
    let site = Site::new();
    // m=8, t=1: made with argon2-cffi of "Weak-Walnut-Hash-1".
    let weak = weak_hash();
    site.deliver(PROJECT, "2026-11-21T09:00:00.000Z", |project| {
        user(project, "d.hartmann").password.as_mut().unwrap().hash = weak.as_str().into();
    });
    update(&site, "created");
    assert_eq!(login(&site, "d.hartmann", "Weak-Walnut-Hash-1"), "granted");
    let file = fs::read_to_string(site.runtime_file(PROJECT)).unwrap();
    assert!(!file.contains(&weak), "the weak hash is gone");
    let machine = site.runtime(PROJECT);
    let stored = machine.users.iter().find(|user| user.user.name == "d.hartmann").unwrap();
    assert!(stored.user.hash().unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$") && stored.changed.is_none());
    assert_eq!(login(&site, "d.hartmann", "Weak-Walnut-Hash-1"), "granted");
    let strong = stored.user.password.clone();
    site.deliver(PROJECT, LATER, |project| user(project, "c.girard").phone = "2".into());
    assert_eq!(who(&update(&site, "updated"), "d.hartmann").0, "unchanged");
    let after = site.runtime(PROJECT);
    let after = after.users.iter().find(|user| user.user.name == "d.hartmann").unwrap();
    assert_eq!((&after.user.password, after.history.len()), (&strong, 0));
}

fn weak_hash() -> String {
    use keyholder_shared::password::{Cost, hash};
    hash("Weak-Walnut-Hash-1", b"0123456789abcdef", Cost::cheap_for_tests()).unwrap().to_string()
}

#[test]
fn nobody_goes_beyond_what_the_project_lets_them() {
    let site = site();
    let lange = ("s.lange", "Quill-Walnut-Walnut-60");
    for what in ["add x", "edit j.weber --phone 1", "delete j.weber", "unlock j.weber", "disable j.weber"] {
        let what = if what.starts_with("add") { "add x --no-password" } else { what };
        let message = refused(&site, what, lange, &[], "right_missing");
        assert!(message.contains("system.user."), "{message}");
    }
    refused(&site, "set-password j.weber", lange, &["Another-Walnut-12"], "right_missing");
    refused(&site, "edit Admin --phone 1", BOSS, &[], "admin_only");
    refused(&site, "delete Admin", BOSS, &[], "admin_only");
    refused(&site, "edit nobody.there --phone 1", BOSS, &[], "no_such_user");
    refused(&site, "edit j.weber --add-group Nowhere", BOSS, &[], "no_such_group");
    refused(&site, "add J.WEBER --no-password", BOSS, &[], "name_taken");
    refused(&site, "set-password j.weber", BOSS, &["short"], "password");
    let message = refused(&site, "edit j.weber --name other", BOSS, &[], "project_only");
    assert!(message.contains("in the Designer"), "{message}");
    refused(&site, "disable j.weber", (BOSS.0, "wrong"), &[], "denied");
    let before = site.content(PROJECT)["UserManagementRuntimeConfig.xml"].clone();
    let answer = done(&site, "enable j.weber", &[]);
    assert_eq!(answer["changed"], false, "{answer:#}");
    assert_eq!(site.content(PROJECT)["UserManagementRuntimeConfig.xml"], before, "nothing was written");
    // All or nothing.
    refused(&site, "edit j.weber --add-group Packing_operators --language xx", BOSS, &[], "attribute");
    assert_eq!(site.content(PROJECT)["UserManagementRuntimeConfig.xml"], before);
}

/// The whole story through the programs alone.
#[test]
fn a_year_at_the_plant() {
    let site = Site::new();

    // The engineer delivers. Henrike logs in, and creates an account for Tim, who helps out in the packing hall.
    update(&site, "created");
    assert_eq!(login(&site, BOSS.0, BOSS.1), "granted");
    done(&site, "add t.neumann --full-name Tim_Neumann --group Packing_operators", &["Winter-Otter-12"]);

    // Tim cannot start with a password that somebody else knows.
    assert_eq!(login(&site, "t.neumann", "Winter-Otter-12"), "must_change_password");
    let change = |old: &str, new: &str| site.json_with(&command("set-password t.neumann", "t.neumann"), &[old, new]);
    assert_eq!(text(&change("Winter-Otter-12", "Winter-Otter-12").1, "reason"), "password", "the same again");
    assert_eq!(text(&change("Winter-Otter-13", "Summer-Otter-34").1, "reason"), "denied", "not the current one");
    assert_eq!(change("Winter-Otter-12", "Summer-Otter-34").0, 0);
    assert_eq!(login(&site, "t.neumann", "Winter-Otter-12"), "denied");
    assert_eq!(login(&site, "T.Neumann", "Summer-Otter-34"), "granted");
    let allowed =
        |right: &str| site.json(&format!("access {PROJECT} --user t.neumann --right {right} --client panel-5"));
    let (status, pallet) = allowed("packer.speed.change");
    assert_eq!((status, &pallet["allowed"]), (0, &Value::Bool(true)), "{pallet:#}");
    assert_eq!(allowed("recipe.edit").0, 1);

    // Somebody tries Jonas's account until it locks; his own password does not help him then.
    for _ in 0..3 {
        assert_eq!(login(&site, "d.hartmann", "hartmann1"), "denied");
    }
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "locked");
    done(&site, "unlock d.hartmann", &[]);
    assert_eq!(login(&site, "d.hartmann", "Pebble-Juniper-Copper-76"), "granted");

    // Luc leaves, Marta is on leave.
    done(&site, "delete l.moreau", &[]);
    done(&site, "disable m.nowak", &[]);

    // In December the engineer withdraws the packers' group, and delivers again.
    site.deliver(PROJECT, LATER, |project| {
        let packers = project.definitions.groups.iter().find(|group| group.name.get("en") == "Packing operators");
        let packers = packers.unwrap().id;
        project.definitions.groups.retain(|group| group.id != packers);
        project.users.iter_mut().for_each(|user| user.groups.retain(|group| group.id != packers));
        user(project, "m.nowak").phone = "+49 711 1234".into();
    });
    let december = update(&site, "updated");
    assert_eq!(who(&december, "m.nowak").0, "kept");
    assert_eq!(who(&december, "l.moreau").0, "restored");
    let (action, why) = who(&december, "t.neumann");
    assert_eq!(action, "runtime");
    assert!(why.contains("by h.brandt") && why.contains("Lost the group Packing operators"), "{why}");

    // Tim keeps account and password, and may do nothing until somebody gives him a group again.
    let (status, granted) = site.json_with(&format!("login {PROJECT} --user t.neumann"), &["Summer-Otter-34"]);
    assert_eq!((status, list(&granted, "rights").len()), (0, 0), "{granted:#}");
    assert_eq!(allowed("packer.speed.change").0, 1);
    done(&site, "edit t.neumann --add-group Filling_operators", &[]);
    let (_, users) = site.json_with(&format!("user list {PROJECT} --as {}", BOSS.0), &[BOSS.1]);
    let tim = list(&users, "users").iter().find(|user| user["name"] == "t.neumann").unwrap();
    assert_eq!(text(&list(tim, "groups")[0], "name"), "Filling operators");
    assert_eq!((text(tim, "origin"), text(tim, "changed_by")), ("runtime", "h.brandt"));

    // No file of the machine holds a password.
    for (name, content) in site.content(PROJECT) {
        for secret in [BOSS.1, "Winter-Otter-12", "Summer-Otter-34", "Pebble-Juniper-Copper-76"] {
            let found = content.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{name} holds {secret}");
        }
    }
}
