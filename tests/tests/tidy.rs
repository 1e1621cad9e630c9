//! Holds what ARCHITECTURE.md says must always be true and no compiler checks:
//! the core is pure, crates know only whom they may, files stay readable, and
//! the documents point at what exists.
//!
//! Every finding names file and line and says what to do. The functions that
//! scan are in modules of their own, each tested with text that it must refuse.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use rust_source::{code, impure_paths, modules_of_tests, without_tests};
use text::{
    asked_versions, dependency_names, has_unreleased_section, lines_knowing, lines_with, lines_with_machine_path,
    relative_links,
};

#[path = "tidy/rust_source.rs"]
mod rust_source;
#[path = "tidy/text.rs"]
mod text;

/// Longer than this, a file has two subjects.
const MOST_LINES: usize = 500;

#[test]
fn the_core_has_no_clock_disk_network_thread_or_process() {
    let mut core = texts(|path| path.starts_with("shared/src/") && path.ends_with(".rs"));
    let of_tests: HashSet<String> =
        core.iter().flat_map(|text| modules_of_tests(&text.path, &code(&text.content))).collect();
    core.retain(|text| !of_tests.contains(&text.path));
    let advice = "the core is pure; take the value as an argument, or move this to runtime";
    none(&core, advice, |text| impure_paths(&without_tests(&code(&text.content))));
}

#[test]
fn crates_know_only_whom_they_may() {
    let advice = "is a crate this one may not know (design section 1); move what both need to shared";
    let shared = file("shared/Cargo.toml");
    none(&shared, advice, |text| lines_knowing(&text.content, &["runtime", "designer"]));
    // The Designer came after the other two and may be absent.
    let both = texts(|path| path == "shared/Cargo.toml" || path == "designer/Cargo.toml");
    none(&both, advice, |text| lines_knowing(&text.content, &["runtime"]));
}

#[test]
fn no_source_file_is_too_long() {
    let sources = texts(|path| path.ends_with(".rs"));
    none(&sources, "lines in one file; find its two subjects and make two files", |text| {
        let lines = text.content.lines().count();
        if lines > MOST_LINES { vec![(lines, lines.to_string())] } else { Vec::new() }
    });
}

#[test]
fn nothing_is_left_for_later() {
    let advice = "do it, or take it out";
    let written = texts(|path| {
        path.starts_with(".ci/") || [".rs", ".md", ".toml", ".yml", ".xsd"].iter().any(|end| path.ends_with(end))
    });
    // Put together here, so that this file does not find itself.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    none(&written, advice, |text| lines_with(&text.content, &words));
    let sources = texts(|path| path.ends_with(".rs"));
    let marks = ["todo!", "unimplemented!", "#[ignore"];
    none(&sources, advice, |text| lines_with(&code(&text.content), &marks));
}

#[test]
fn no_file_names_a_folder_of_the_machine_it_was_written_on() {
    let advice = "is a folder of one machine; write the path relative to the repository";
    none(&texts(|_| true), advice, |text| lines_with_machine_path(&text.content));
}

#[test]
fn each_direct_dependency_has_one_version() {
    let lock = &file("Cargo.lock")[0].content;
    let manifest = file("Cargo.toml");
    let advice = "is asked for in more than one version; see `cargo tree -d` and bring them to one";
    none(&manifest, advice, |text| {
        let mut names = dependency_names(&text.content);
        assert!(!names.is_empty(), "Cargo.toml:1: no [workspace.dependencies]: adapt this test");
        names.retain(|(_, name)| asked_versions(lock, name).len() > 1);
        names
    });
}

#[test]
fn documents_link_to_files_that_exist() {
    let documents = texts(|path| path.ends_with(".md"));
    none(&documents, "is linked but not there; correct or remove the link", |text| {
        let folder = text.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut links = relative_links(&text.content);
        links.retain(|(_, target)| target.starts_with('/') || !root().join(folder).join(target).exists());
        links
    });
}

#[test]
fn the_change_log_has_a_place_for_the_next_change() {
    let log = file("CHANGELOG.md");
    none(&log, "is missing; add the section above the newest release", |text| {
        if has_unreleased_section(&text.content) { Vec::new() } else { vec![(1, "## Unreleased".to_owned())] }
    });
}

/// Fails with all that is found in the texts, and when there is no text to look at.
#[track_caller]
fn none(texts: &[Text], advice: &str, find: impl Fn(&Text) -> Vec<(usize, String)>) {
    assert!(!texts.is_empty(), "nothing to look at: adapt this test to where the files went");
    let mut findings = Vec::new();
    for text in texts {
        for (line, what) in find(text) {
            findings.push(format!("{}:{line}: `{what}`: {advice}", text.path));
        }
    }
    assert!(findings.is_empty(), "{} to put right:\n{}", findings.len(), findings.join("\n"));
}

/// A text file of the repository, with its path from the root in slashes.
struct Text {
    path: String,
    content: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// That one file, as a list to look through.
#[track_caller]
fn file(path: &str) -> Vec<Text> {
    let found = texts(|other| other == path);
    assert!(!found.is_empty(), "{path}:1: is missing; write it, or adapt this test to where it went");
    found
}

/// The text files of the repository whose path is wanted, without what programs leave in it.
fn texts(wanted: impl Fn(&str) -> bool) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut folders = vec![(root(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().unwrap();
            let made = name == ".git" || name == "target" || name.starts_with("mutants.out");
            if kind.is_dir() && !made {
                folders.push((entry.path(), path + "/"));
            } else if kind.is_file()
                && !made
                && wanted(&path)
                && let Ok(content) = fs::read_to_string(entry.path())
            {
                texts.push(Text { path, content });
            }
        }
    }
    texts.sort_by(|a, b| a.path.cmp(&b.path));
    texts
}
