//! `check`, as other programs use it.

use std::fs;

use serde_json::Value;

use crate::shape::{self, list, text};
use crate::site::Site;

/// Holds what `check` prints, and returns its files.
#[track_caller]
fn files(json: &Value) -> &[Value] {
    let files = list(json, "files");
    let mut all = true;
    for file in files {
        let valid = file["valid"].as_bool().unwrap();
        assert!(file["kind"].is_null() || ["project", "runtime"].contains(&text(file, "kind")));
        shape::errors(file);
        list(file, "warnings").iter().for_each(shape::fault);
        assert_eq!(valid, list(file, "errors").is_empty(), "{file}");
        assert!(text(file, "file").ends_with(".xml"));
        all &= valid;
    }
    assert_eq!(json["valid"], all);
    files
}

#[test]
fn every_sample_is_valid_without_a_word() {
    let site = Site::of_a_machine();
    let (status, checked) =
        site.json("check minimal bottling-line pharma-reactor/UserManagementConfig.xml bottling-line/machines/packer");
    assert_eq!(status, 0);
    let kinds: Vec<&str> = files(&checked).iter().map(|file| text(file, "kind")).collect();
    assert_eq!(kinds, ["project", "project", "runtime", "project", "runtime"], "a folder stands for the files in it");
    assert!(files(&checked).iter().all(|file| list(file, "warnings").is_empty()));
}

#[test]
fn every_fault_of_every_file_is_told_with_its_place() {
    let site = Site::new();
    for project in ["minimal", "pharma-reactor"] {
        let file = site.project_file(project);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("Enabled=\"true\"", "Enabled=\"yes\"").replace("<Areas", "<Unheard/><Areas"))
            .unwrap();
    }
    let before = site.content("minimal");
    let (status, checked) = site.json("check minimal pharma-reactor bottling-line");
    assert_eq!(status, 1);
    let [minimal, pharma, sound] = files(&checked) else { panic!("{checked}") };
    // Each user's attribute, and the digest.
    assert_eq!(list(minimal, "errors").len(), 3, "{minimal:#}");
    assert!(list(pharma, "errors").len() > 3);
    for error in [minimal, pharma].into_iter().flat_map(|file| list(file, "errors")) {
        assert!(error["line"].is_u64() && error["column"].is_u64(), "{error}");
    }
    assert_eq!(sound["valid"], true);
    assert_eq!(site.content("minimal"), before);
}

#[test]
fn a_file_that_is_not_there_is_no_invalid_file() {
    let site = Site::new();
    fs::create_dir(site.file("empty")).unwrap();
    for given in ["nowhere.xml", "empty", "nowhere.xml minimal"] {
        let (status, checked) = site.json(&format!("check {given}"));
        assert_eq!(status, 3, "{given}");
        assert!(text(&files(&checked)[0]["errors"][0], "message").contains("There is no"), "{checked}");
    }
}

#[test]
fn neither_a_project_nor_a_runtime_file_is_refused_without_a_kind() {
    let site = Site::new();
    fs::write(site.file("page.xml"), "<html/>\n").unwrap();
    let (status, checked) = site.json("check page.xml");
    assert_eq!((status, &files(&checked)[0]["kind"]), (1, &Value::Null));
}
