//! One machine's story, from its first delivery to a lost disk, told through the program.

use std::fs;
use std::sync::Arc;

use keyholder_runtime::project::ProjectPath;
use keyholder_runtime::runtime as document;
use keyholder_runtime::store::{Disk, Loaded, Store};
use keyholder_shared::Id;
use keyholder_shared::model::{DeletedUser, Mark, Origin, Password, Runtime, RuntimeUser, User};
use serde_json::Value;

use crate::shape::{self, list, text, who};
use crate::site::{Site, time};

const PROJECT: &str = "bottling-line";

#[test]
fn a_machine_from_its_first_delivery_to_a_lost_disk() {
    let site = Site::new();

    // In November the engineer delivers, and the machine starts with it.
    let first = update(&site, "created");
    assert_eq!(list(&first, "users").len(), 30);
    let first_delivery = fs::read(site.project_file(PROJECT)).unwrap();

    // The plant goes to work. Jonas chooses his own password, Henrike creates an account for a temporary
    // worker and deletes Luc's.
    at_the_plant(&site, |machine| {
        let at = time("2026-11-24T06:12:00.000Z");
        let jonas = user(machine, "j.weber");
        jonas.user.password = Some(a_password("jonas", "2026-11-24T06:12:00.000Z"));
        jonas.changed = Some(Mark { at, by: "j.weber".into() });
    });
    at_the_plant(&site, |machine| {
        let packers = user(machine, "e.fischer").user.groups.clone();
        let tim = User { groups: packers, ..User::new(Id::from_u128(0x7e3), "t.neumann") };
        let created = Some(Mark { at: time("2026-11-25T05:55:00.000Z"), by: "h.brandt".into() });
        machine.users.push(RuntimeUser { origin: Origin::Runtime, created, ..RuntimeUser::from_project(tim) });
    });
    at_the_plant(&site, |machine| {
        let place = machine.users.iter().position(|user| user.user.name == "l.moreau").unwrap();
        let luc = machine.users.remove(place).user;
        machine.deleted.push(DeletedUser {
            id: luc.id,
            name: luc.name,
            deleted_at: Some(time("2026-11-26T14:30:00.000Z")),
            deleted_by: "h.brandt".into(),
            password: luc.password,
            history: Vec::new(),
            history_unknown: Default::default(),
            unknown: Default::default(),
            at: Default::default(),
        });
    });
    assert_eq!(update(&site, "unchanged")["previous_time_stamp"], first["project_time_stamp"]);

    // In December the engineer withdraws the group of the packers and Grace, creates Kamil anew, and
    // corrects the telephone numbers of Jonas and Camille.
    site.deliver(PROJECT, "2026-12-07T09:00:00.000Z", |project| {
        let gone =
            project.definitions.groups.iter().position(|group| group.name.get("en") == "Packing operators").unwrap();
        let gone = project.definitions.groups.remove(gone).id;
        project.users.retain(|user| user.name != "g.adeyemi");
        for user in project.users.iter_mut() {
            user.groups.retain(|group| group.id != gone);
            match user.name.as_str() {
                "k.wojcik" => user.id = Id::from_u128(0x0cad),
                "j.weber" | "c.girard" => user.phone = "+49 711 1234".into(),
                _ => {}
            }
        }
    });
    let second = update(&site, "updated");
    assert_eq!(removed_groups(&second), ["Packing operators"]);
    for (name, action, reason) in [
        (
            "j.weber",
            "kept",
            "j.weber set a new password on the machine on 24 November 2026; the project's new data were not taken.",
        ),
        ("c.girard", "updated", "c.girard was taken from the project. Changed: phone."),
        (
            "k.wojcik",
            "replaced",
            "k.wojcik was deleted and created anew in the Designer; the new k.wojcik takes the place of the old one, whose sessions end.",
        ),
        ("g.adeyemi", "removed", "the project no longer has g.adeyemi. The user is gone from the machine"),
        (
            "l.moreau",
            "restored",
            "l.moreau was deleted on the machine on 26 November 2026 by h.brandt, but the project still has this user.",
        ),
        (
            "t.neumann",
            "runtime",
            "t.neumann was created on the machine on 25 November 2026 by h.brandt and stays. Lost the group Packing operators, which is gone.",
        ),
        ("d.evans", "unchanged", "d.evans is the same in the project and on the machine."),
    ] {
        let (done, why) = who(&second, name);
        assert_eq!(done, action, "{name}: {why}");
        assert!(why.contains(reason), "{why}");
    }
    assert!(warnings(&second).contains("t.neumann is in no group any more"));
    let machine = site.runtime(PROJECT);
    let named = |name: &str| machine.users.iter().find(|user| user.user.name == name);
    assert!(named("j.weber").unwrap().user.password.as_ref().unwrap().hash.contains("jonas"), "his own password stays");
    assert!(named("l.moreau").is_some() && named("g.adeyemi").is_none() && machine.deleted.is_empty());

    // It was too early: the old project comes back. The group does, the memberships of those whom the
    // plant created do not.
    fs::write(site.project_file(PROJECT), first_delivery).unwrap();
    let back = update(&site, "updated");
    assert_eq!(back["rollback"], true);
    assert!(warnings(&back).contains("this is a rollback"));
    assert_eq!(who(&back, "g.adeyemi").0, "added");
    assert_eq!(who(&back, "k.wojcik").0, "replaced");
    assert_eq!(who(&back, "e.fischer").0, "updated");
    assert_eq!(who(&back, "j.weber").0, "kept");
    assert_eq!(who(&back, "t.neumann").0, "runtime");
    assert!(
        site.runtime(PROJECT).users.iter().any(|user| user.user.name == "t.neumann" && user.user.groups.is_empty())
    );

    // A byte of the runtime document turns over. It is set aside, the generation before it comes back with
    // an alarm, and since that one knows the project of December, the delivery is merged again.
    let sound = site.runtime(PROJECT);
    let damaged = flip_a_byte(&site);
    let recovered = update(&site, "updated");
    assert!(alarm(&recovered).contains("The damaged file was set aside as"), "{recovered:#}");
    let after = site.runtime(PROJECT);
    assert_eq!((&after.users, &after.definitions), (&sound.users, &sound.definitions));
    assert_eq!(site.content(PROJECT)["UserManagementRuntimeConfig.damaged-1.xml"], damaged);
    assert!(update(&site, "unchanged")["alarms"].as_array().unwrap().is_empty(), "an alarm is told once");

    // Then both generations go. Nothing is taken from the project by itself: nobody can log in.
    for name in ["UserManagementRuntimeConfig.xml", "UserManagementRuntimeConfig.previous.xml"] {
        fs::write(site.file(PROJECT).join(name), "\0\0\0\0").unwrap();
    }
    for _ in 0..2 {
        let (status, lost) = site.json(&format!("update {PROJECT}"));
        assert_eq!((status, shape::update(&lost)), (3, "rejected"), "lost, and it stays so");
        assert!(alarm(&lost).contains("The runtime document is lost.") && alarm(&lost).contains("reset --confirm"));
        assert!(site.content(PROJECT).contains_key("UserManagementRuntimeConfig.lost"));
    }
    site.deliver(PROJECT, "2027-01-10T09:00:00.000Z", |project| project.users[3].phone = "+49 711 4321".into());
    assert_eq!(site.json(&format!("update {PROJECT} --force")).0, 3, "another delivery does not heal it");

    // The deliberate way out.
    let (status, reset) = site.json(&format!("reset {PROJECT} --confirm"));
    assert_eq!((status, shape::update(&reset)), (0, "created"));
    assert!(!site.content(PROJECT).contains_key("UserManagementRuntimeConfig.lost"));
    assert!(!site.runtime(PROJECT).users.iter().any(|user| user.origin == Origin::Runtime));
    update(&site, "unchanged");
}

/// Updates, which must succeed and come to this outcome.
#[track_caller]
fn update(site: &Site, outcome: &str) -> Value {
    let (status, update) = site.json(&format!("update {PROJECT}"));
    assert_eq!((status, shape::update(&update)), (0, outcome), "{update:#}");
    update
}

/// Changes the runtime document as the machine itself does: loaded and saved under the lock, with the next
/// generation.
fn at_the_plant(site: &Site, change: impl FnOnce(&mut Runtime)) {
    let home = ProjectPath::new(&site.file(PROJECT)).home(None, None);
    let store = Store::open(home, Arc::new(Disk), document::generation_of).unwrap();
    let mut locked = store.lock(std::time::Duration::from_secs(10)).unwrap();
    let Loaded::Current(loaded) = locked.load(|bytes| document::parse(&bytes, |_| false)).unwrap() else {
        panic!("the document is sound");
    };
    let mut machine = loaded.runtime;
    let generation = machine.generation;
    change(&mut machine);
    machine.generation += 1;
    locked.save(Some(generation), |file| keyholder_runtime::writing::write(&machine, file).map(drop)).unwrap();
}

fn user<'m>(machine: &'m mut Runtime, name: &str) -> &'m mut RuntimeUser {
    machine.users.iter_mut().find(|user| user.user.name == name).unwrap()
}

/// A password that nobody knows, with a hash that can be told from others.
fn a_password(mark: &str, at: &str) -> Password {
    let hash = format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0MDAwMA${mark:A>43}");
    Password { hash: hash.into(), changed_at: Some(time(at)), unknown: Default::default() }
}

/// Turns one bit of the runtime file over, in a user's hash; returns what stands there then.
fn flip_a_byte(site: &Site) -> Vec<u8> {
    let file = site.runtime_file(PROJECT);
    let mut bytes = fs::read(&file).unwrap();
    let place = bytes.windows(8).position(|window| window == b"argon2id").unwrap();
    bytes[place + 60] ^= 1;
    fs::write(&file, &bytes).unwrap();
    bytes
}

fn removed_groups(update: &Value) -> Vec<&str> {
    list(&update["groups"], "removed").iter().map(|group| text(group, "name")).collect()
}

fn warnings(update: &Value) -> String {
    list(update, "warnings").iter().map(|warning| warning.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

/// The one alarm.
#[track_caller]
fn alarm(update: &Value) -> &str {
    let [alarm] = list(update, "alarms").as_slice() else { panic!("not one alarm: {update:#}") };
    alarm.as_str().unwrap()
}
