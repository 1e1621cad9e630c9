//! Bad files meet the program as an engineer's mistake would: delivered to a machine that runs.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE};
use keyholder_tests::{bad, program};
use serde_json::Value;

fn run(arguments: &[&str], folder: &Path) -> Output {
    Command::new(program::runtime()).args(arguments).current_dir(folder).output().unwrap()
}

/// Each bad file is refused with its place, and the machine's document is not touched.
#[test]
fn every_bad_project_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (project, runtime) = (folder.path().join(PROJECT_FILE), folder.path().join(RUNTIME_FILE));
    fs::write(&project, bad::example()).unwrap();
    assert_eq!(run(&["update", "."], folder.path()).status.code(), Some(0));
    let before = fs::read(&runtime).unwrap();
    let names = || fs::read_dir(folder.path()).unwrap().count();
    let (count, cases) = (names(), bad::cases());
    assert!(cases.len() > 50);
    for (name, bytes) in cases {
        fs::write(&project, bytes).unwrap();
        let output = run(&["update", ".", "--json"], folder.path());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {told}");
        let update: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(update["outcome"], "rejected", "{name}");
        let errors = update["errors"].as_array().unwrap();
        assert!(!errors.is_empty(), "{name}");
        for error in errors {
            let (line, column) = (error["line"].as_u64(), error["column"].as_u64());
            assert!(line >= Some(1) && column >= Some(1), "{name}: {error}");
            assert!(error["file"].as_str().unwrap().ends_with(PROJECT_FILE), "{name}: {error}");
            let place = format!("{PROJECT_FILE}:{}:{}: ", line.unwrap(), column.unwrap());
            assert!(told.contains(&place), "{name}: people are told {place}");
        }
        let raw = told.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(raw, None, "{name}: reaches the terminal raw");
        assert!(fs::read(&runtime).unwrap() == before, "{name} touched the machine's document");
        assert_eq!(names(), count, "{name} left something behind");
    }
    fs::write(&project, bad::example()).unwrap();
    assert_eq!(run(&["update", "."], folder.path()).status.code(), Some(0));
    assert!(fs::read(&runtime).unwrap() == before, "the good one is still what the machine has");
}

/// Without a machine's document a bad file makes none.
#[test]
fn a_bad_project_is_no_first_start() {
    for (name, bytes) in bad::cases().into_iter().step_by(9) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(PROJECT_FILE), bytes).unwrap();
        for command in [&["update", "."][..], &["reset", ".", "--confirm"]] {
            assert_eq!(run(command, folder.path()).status.code(), Some(1), "{name}");
            assert!(!folder.path().join(RUNTIME_FILE).exists(), "{name}");
        }
    }
}
