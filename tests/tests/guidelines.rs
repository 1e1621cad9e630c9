//! The table of the presets in the documentation is the one in the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use keyholder_shared::guideline::{Field, Preset, deviations, values};
use keyholder_shared::xml;

#[test]
fn the_documented_values_are_those_of_the_code() {
    let table = table();
    assert_eq!(table["value"], Preset::ALL.map(|preset| preset.word().to_owned()));
    for field in Field::ALL {
        assert_eq!(table[field.name()], Preset::ALL.map(|preset| field.value(&values(preset))), "{}", field.name());
    }
    let refuses = Preset::ALL.map(|preset| if preset.refuses_common_passwords() { "refused" } else { "warned of" });
    assert_eq!(table["common passwords and names"], refuses);
    let hides =
        Preset::ALL.map(|preset| if preset.hides_locks() { "like a wrong password" } else { "that it is locked" });
    assert_eq!(table["a locked account answers"], hides);
    assert_eq!(table.len(), Field::ALL.len() + 3, "a row that is no value");
}

#[test]
fn the_samples_keep_the_presets_they_name() {
    for (sample, preset) in
        [("minimal", Preset::Default), ("bottling-line", Preset::Default), ("pharma-reactor", Preset::Fda)]
    {
        let path = root().join("sample-projects").join(sample).join(xml::PROJECT_FILE);
        let project = xml::read_project(&fs::read(path).unwrap()).document.unwrap();
        let policies = &project.definitions.policies;
        assert_eq!(policies.preset, preset, "{sample}");
        assert_eq!(deviations(policies, preset), [], "{sample}");
    }
}

/// The rows of the table by their first cell, without the marks of code.
fn table() -> BTreeMap<String, Vec<String>> {
    let document = fs::read_to_string(root().join("docs/guidelines.md")).unwrap();
    let rows = document.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    rows.map(|row| {
        let mut cells =
            row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect::<Vec<_>>();
        let first = cells.remove(0);
        (first, cells)
    })
    .collect()
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
