//! `update`, as other programs use it.

use std::fs;

use keyholder_shared::Id;
use serde_json::{Value, json};

use crate::shape::{self, list, text, who};
use crate::site::Site;

const LATER: &str = "2026-12-01T08:00:00.000Z";

#[test]
fn a_first_start_takes_the_project_and_a_second_update_changes_nothing() {
    let site = Site::new();
    let (status, first) = site.json("update minimal");
    assert_eq!((status, shape::update(&first)), (0, "created"));
    assert_eq!(first["previous_time_stamp"], Value::Null);
    assert_eq!(first["project_time_stamp"], "2026-11-20T08:15:00.000Z");
    assert_eq!(
        who(&first, "olga"),
        ("added", "added: olga comes with the project; this is the machine's first start.")
    );
    assert_eq!(list(&first, "users").len(), 2);
    assert_eq!(list(&first, "warnings").len(), 0);
    let names: Vec<&str> = list(&first["groups"], "added").iter().map(|group| text(group, "name")).collect();
    assert_eq!(names, ["Administrators", "Operators"]);

    let before = site.content("minimal");
    for _ in 0..2 {
        let (status, again) = site.json("update minimal");
        assert_eq!((status, shape::update(&again)), (0, "unchanged"));
        assert_eq!(again["previous_time_stamp"], again["project_time_stamp"]);
        assert_eq!((list(&again, "users").len(), again["rollback"].as_bool()), (0, Some(false)));
    }
    assert_eq!(site.content("minimal"), before);
}

/// A dry run says word for word what the update then says, and leaves nothing behind.
#[test]
fn a_dry_run_says_what_the_update_does() {
    for (site, project, outcome) in [
        (Site::new(), "minimal", "created"),
        (Site::of_a_machine(), "bottling-line", "updated"),
        (Site::new(), "pharma-reactor", "created"),
    ] {
        let before = site.content(project);
        let (status, mut dry) = site.json(&format!("update {project} --dry-run"));
        assert_eq!((status, shape::update(&dry)), (0, outcome));
        assert_eq!(site.content(project), before, "a dry run writes nothing");
        let (status, real) = site.json(&format!("update {project}"));
        assert_eq!((status, shape::update(&real)), (0, outcome));
        assert_eq!(dry["dry_run"].take(), true);
        dry["dry_run"] = json!(false);
        assert_eq!(dry, real);
        assert_ne!(site.content(project), before);
        let (status, after) = site.json(&format!("update {project} --dry-run"));
        assert_eq!((status, shape::update(&after)), (0, "unchanged"));
    }
}

#[test]
fn a_machine_keeps_what_its_people_entered() {
    let site = Site::of_a_machine();
    let (status, update) = site.json("update bottling-line");
    assert_eq!((status, shape::update(&update)), (0, "updated"));
    assert_eq!(update["previous_time_stamp"], "2026-08-31T07:45:30.250Z");
    for (user, action) in [
        ("q.nguyen", "added"),
        ("s.lange", "updated"),
        ("d.hartmann", "unchanged"),
        ("j.weber", "kept"),
        ("k.wojcik", "replaced"),
        ("c.roux", "removed"),
        ("t.neumann", "runtime"),
    ] {
        assert_eq!(who(&update, user).0, action, "{user}");
    }
    let sorensen = list(&update, "users").iter().find(|user| user["name"] == "e.sorensen").unwrap();
    assert_eq!(sorensen["origin"], "runtime");
    assert_eq!(text(&sorensen["dropped_groups"][0], "name"), "Seasonal staff");
    assert!(
        list(&update, "warnings").iter().any(|warning| warning.as_str().unwrap().contains("e.sorensen is in no group"))
    );
    let runtime = site.runtime("bottling-line");
    assert!(runtime.users.iter().any(|user| user.user.name == "t.neumann"));
    assert!(!runtime.users.iter().any(|user| user.user.name == "c.roux"));
}

#[test]
fn an_earlier_project_is_taken_and_called_a_rollback() {
    let site = Site::new();
    let delivered = fs::read(site.project_file("minimal")).unwrap();
    assert_eq!(site.run("update minimal").status, 0);
    let first = site.runtime("minimal");
    site.deliver("minimal", LATER, |project| project.users[1].full_name = "Olga Berger".into());
    let (_, forward) = site.json("update minimal");
    assert_eq!((shape::update(&forward), forward["rollback"].as_bool()), ("updated", Some(false)));
    fs::write(site.project_file("minimal"), delivered).unwrap();
    let (status, back) = site.json("update minimal");
    assert_eq!((status, shape::update(&back)), (0, "updated"));
    assert_eq!((&back["rollback"], &back["previous_time_stamp"]), (&json!(true), &json!(LATER)));
    assert!(list(&back, "warnings").iter().any(|warning| warning.as_str().unwrap().contains("rollback")));
    let after = site.runtime("minimal");
    assert_eq!((after.users, after.definitions), (first.users, first.definitions));
    assert_eq!(after.generation, first.generation + 2);
}

#[test]
fn other_content_under_the_same_time_stamp_waits_for_force() {
    let site = Site::new();
    assert_eq!(site.run("update minimal").status, 0);
    let stamp = site.runtime("minimal").project_time_stamp.to_string();
    let before = fs::read(site.runtime_file("minimal")).unwrap();
    site.deliver("minimal", &stamp, |project| project.users[1].full_name = "Olga Berger".into());
    let (status, refused) = site.json("update minimal");
    assert_eq!((status, shape::update(&refused)), (0, "unchanged"));
    assert!(list(&refused, "warnings")[0].as_str().unwrap().contains("--force"));
    assert_eq!(fs::read(site.runtime_file("minimal")).unwrap(), before);
    let (status, forced) = site.json("update minimal --force");
    assert_eq!((status, shape::update(&forced)), (0, "updated"));
    assert_eq!(who(&forced, "olga").0, "updated");
    assert_eq!(site.runtime("minimal").users[1].user.full_name, "Olga Berger");
    let (status, after) = site.json("update minimal");
    assert_eq!((status, shape::update(&after)), (0, "unchanged"));
    assert_eq!(list(&after, "warnings").len(), 0, "what was forced is merged");
}

#[test]
fn another_project_is_refused() {
    let site = Site::new();
    assert_eq!(site.run("update minimal").status, 0);
    let before = site.content("minimal");
    for options in ["", " --force", " --dry-run"] {
        site.deliver("minimal", LATER, |project| project.id = Id::from_u128(7));
        let (status, refused) = site.json(&format!("update minimal{options}"));
        assert_eq!((status, shape::update(&refused)), (1, "rejected"), "{options}");
        assert!(text(&list(&refused, "errors")[0], "message").contains("reset --confirm"));
        let mut after = site.content("minimal");
        after.insert("UserManagementConfig.xml".into(), before["UserManagementConfig.xml"].clone());
        assert_eq!(after, before, "{options}");
    }
}

#[test]
fn the_project_may_be_given_as_a_folder_or_as_its_file() {
    let site = Site::new();
    assert_eq!(site.json("update minimal/UserManagementConfig.xml").1["outcome"], "created");
    assert_eq!(site.json("update minimal").1["outcome"], "unchanged");
    assert_eq!(site.json("update minimal/").1["outcome"], "unchanged");
    for given in [".", "UserManagementConfig.xml"] {
        let mut here = site.command(["update", given, "--json"]);
        let ran = crate::site::Ran::of(here.current_dir(site.file("minimal")).output().unwrap());
        assert_eq!((ran.status, &ran.json()["outcome"]), (0, &json!("unchanged")), "{given}");
    }
}

#[test]
fn a_project_that_is_not_there_is_refused_and_leaves_nothing_behind() {
    let site = Site::new();
    fs::create_dir(site.file("empty")).unwrap();
    for given in ["nowhere", "nowhere/UserManagementConfig.xml", "empty", "README.md/UserManagementConfig.xml"] {
        for options in ["", " --dry-run", " --force"] {
            let (status, refused) = site.json(&format!("update {given}{options}"));
            assert_eq!((status, shape::update(&refused)), (1, "rejected"), "{given}");
            let error = &list(&refused, "errors")[0];
            assert!(text(error, "file").ends_with("UserManagementConfig.xml"), "{error}");
            assert!(text(error, "message").contains("There is no project file here"), "{error}");
        }
    }
    assert!(site.content("empty").is_empty() && !site.file("nowhere").exists());
}

/// A file with faults of both kinds tells which of them refuse it.
#[test]
fn a_refused_file_tells_its_errors_with_their_place_and_its_warnings_as_warnings() {
    let site = Site::new();
    let file = site.project_file("minimal");
    let project = fs::read_to_string(&file).unwrap();
    let named = project.replace("Name=\"olga\"", "Name=\"ol&#x9b;ga\"").replace("Enabled=\"true\"", "Enabled=\"yes\"");
    fs::write(&file, named).unwrap();
    let (status, refused) = site.json("update minimal");
    assert_eq!((status, shape::update(&refused)), (1, "rejected"));
    let errors = list(&refused, "errors");
    assert!(errors.len() >= 3 && errors.iter().all(|error| error["line"].is_u64()), "{errors:#?}");
    assert!(list(&refused, "warnings").iter().any(|warning| warning.as_str().unwrap().contains("control character")));
    assert!(!errors.iter().any(|error| text(error, "message").contains("control character")));
}

/// Where the runtime document lies is the project's wish, within what the machine allows.
#[test]
fn a_storage_path_is_held_to_what_the_machine_allows() {
    let site = Site::new();
    let place = site.file("data");
    fs::create_dir(&place).unwrap();
    let wish = |path: &str| keyholder_shared::model::StorageKind::FilePath(path.into());
    let document = place.join("users.xml");
    for (path, root, taken) in [
        ("../../outside.xml", None, false),
        (document.to_str().unwrap(), None, false),
        (document.to_str().unwrap(), Some(place.to_str().unwrap()), true),
    ] {
        site.deliver("minimal", LATER, |project| project.definitions.storage.kind = wish(path));
        let mut command = site.command(["update", "minimal", "--json"]);
        root.map(|root| command.env("KEYHOLDER_STORAGE_ROOT", root));
        let ran = crate::site::Ran::of(command.output().unwrap());
        let json = ran.json();
        let expected = if taken { (0, "created") } else { (3, "rejected") };
        assert_eq!((ran.status, shape::update(&json)), expected, "{path}: {json}");
        assert_eq!(document.exists(), taken, "{path}");
        assert!(!site.runtime_file("minimal").exists());
    }
}
