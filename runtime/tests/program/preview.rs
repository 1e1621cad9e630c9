//! `preview`, as other programs use it.

use std::fs;

use serde_json::json;

use crate::shape::{self, list, text};
use crate::site::{Site, content};

const MACHINES: [&str; 3] = ["filler-1", "filler-2", "packer"];

fn folder(machine: &str) -> String {
    format!("bottling-line/machines/{machine}")
}

/// What a preview says of a machine is what the machine then says itself.
#[test]
fn a_preview_says_for_each_machine_what_its_update_does() {
    let site = Site::new();
    let before = MACHINES.map(|machine| content(&site.file(&folder(machine))));
    let folders = MACHINES.map(folder).join(" ");
    let (status, preview) = site.json(&format!("preview bottling-line {folders}"));
    assert_eq!(status, 0);
    let machines = list(&preview, "machines");
    assert_eq!(machines.len(), MACHINES.len());
    for ((name, machine), before) in MACHINES.iter().zip(machines).zip(before) {
        assert_eq!(shape::update(machine), "updated");
        assert_eq!(text(machine, "machine"), *name);
        assert!(text(machine, "file").ends_with("UserManagementRuntimeConfig.xml"));
        assert_eq!(machine["dry_run"], true);
        assert_eq!(content(&site.file(&folder(name))), before, "a preview writes nothing");
        fs::copy(site.project_file("bottling-line"), site.project_file(&folder(name))).unwrap();
        site.begin_state(&folder(name));
        let (status, update) = site.json(&format!("update {}", folder(name)));
        assert_eq!((status, shape::update(&update)), (0, "updated"));
        let mut told = machine.clone();
        let fields = told.as_object_mut().unwrap();
        fields.remove("machine");
        fields.remove("file");
        fields.insert("dry_run".into(), json!(false));
        assert_eq!(told, update, "{name}");
    }
    assert!(!site.runtime_file("bottling-line").exists());
}

#[test]
fn a_machine_may_be_given_by_its_file_under_any_name() {
    let site = Site::new();
    let file = format!("{}/UserManagementRuntimeConfig.xml", folder("packer"));
    fs::copy(site.file(&file), site.file("from-the-packer.xml")).unwrap();
    let (status, preview) =
        site.json(&format!("preview bottling-line/UserManagementConfig.xml {file} from-the-packer.xml"));
    assert_eq!(status, 0);
    let machines = list(&preview, "machines");
    assert_eq!((text(&machines[0], "machine"), text(&machines[1], "machine")), ("packer", "from-the-packer"));
    assert_eq!(machines[0]["users"], machines[1]["users"]);
}

#[test]
fn one_machine_that_cannot_be_read_does_not_hide_the_others() {
    let site = Site::new();
    let file = site.runtime_file(&folder("filler-2"));
    let damaged = fs::read_to_string(&file).unwrap().replacen("Enabled=\"true\"", "Enabled=\"yes\"", 1);
    fs::write(&file, damaged).unwrap();
    let given = format!("{} {} bottling-line/machines/gone", folder("filler-2"), folder("packer"));
    let (status, preview) = site.json(&format!("preview bottling-line {given}"));
    assert_eq!(status, 3, "the worst of them: a file that is not there");
    let [damaged, sound, gone] = list(&preview, "machines").as_slice() else { panic!("{preview}") };
    assert_eq!(shape::update(damaged), "rejected");
    assert!(list(damaged, "errors").iter().all(|error| error["line"].is_u64() && error["column"].is_u64()));
    assert_eq!(shape::update(sound), "updated");
    assert_eq!(shape::update(gone), "rejected");
    assert!(text(&gone["errors"][0], "message").contains("There is no runtime file here"));
    assert_eq!(site.json(&format!("preview bottling-line {}", folder("filler-2"))).0, 1);
}

#[test]
fn a_project_that_cannot_be_delivered_is_refused_as_by_update() {
    let site = Site::new();
    for (given, place) in [("nowhere", false), ("pharma-reactor", true)] {
        if place {
            let file = site.project_file(given);
            fs::write(&file, fs::read_to_string(&file).unwrap().replace("</Users>", "")).unwrap();
        }
        let (status, refused) = site.json(&format!("preview {given} {}", folder("packer")));
        assert_eq!((status, shape::update(&refused)), (1, "rejected"));
        assert_eq!(refused["errors"][0]["line"].is_u64(), place, "{refused}");
    }
}

/// An error and a warning in one project: people are told both, as programs are.
#[test]
fn of_a_refused_project_the_warnings_are_told_too() {
    let site = Site::new();
    let file = site.project_file("minimal");
    let text = fs::read_to_string(&file).unwrap();
    let begin = text.find(" Digest=\"").unwrap();
    let end = begin + 11 + text[begin + 10..].find('"').unwrap();
    let text = format!("{}{}", &text[..begin], &text[end..]).replacen("Enabled=\"true\"", "Enabled=\"yes\"", 1);
    fs::write(&file, text).unwrap();
    let given = format!("preview minimal {}", folder("packer"));
    let (status, told) = site.json(&given);
    assert_eq!((status, list(&told, "errors").len(), list(&told, "warnings").len()), (1, 1, 1), "{told}");
    let ran = site.run(&given);
    assert_eq!(ran.status, 1);
    for told in [text_of(&told["errors"][0]), told["warnings"][0].as_str().unwrap().to_owned()] {
        assert!(ran.stderr.contains(&told), "{told}\n{}", ran.stderr);
    }
}

fn text_of(error: &serde_json::Value) -> String {
    error["message"].as_str().unwrap().to_owned()
}

#[test]
fn another_project_than_the_machines_is_refused() {
    let site = Site::new();
    let (status, preview) = site.json(&format!("preview minimal {}", folder("packer")));
    assert_eq!((status, shape::update(&preview["machines"][0])), (1, "rejected"));
}
