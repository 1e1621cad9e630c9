//! What is written reads back to the same, and is written the same again.

use proptest::prelude::*;

use super::*;
use crate::{any, model};

#[test]
fn the_examples_come_back() {
    let (project, _) = read_project(PROJECT.as_bytes()).accept().unwrap();
    let written = write_project(&project);
    assert_eq!(read_project(&written).accept().unwrap(), (project, vec![]));
    let (runtime, _) = read_runtime(RUNTIME.as_bytes()).accept().unwrap();
    let written = write_runtime(&runtime);
    assert_eq!(read_runtime(&written).accept().unwrap(), (runtime, vec![]));
}

#[test]
fn a_file_is_made_to_be_read_in_a_diff() {
    let (project, _) = read_project(PROJECT.as_bytes()).accept().unwrap();
    let written = String::from_utf8(write_project(&project)).unwrap();
    assert!(
        written.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<UserManagementConfig SchemaVersion=\"1\" ")
    );
    assert!(written.ends_with("\n</UserManagementConfig>\n"));
    for line in written.lines().skip(2) {
        let indent = line.len() - line.trim_start().len();
        assert!(indent % 2 == 0 && line.matches("</").count() <= 1 && line.trim_end() == line, "{line:?}");
    }
    assert!(written.contains("\n      <Group Ref=\"11111111-2222-4000-8000-000000000032\"/>\n"), "{written}");
}

#[test]
fn what_the_guidelines_got_later_is_written_where_it_says_something() {
    let later = ["Preset=", "DefaultUser=", "AutologinUser=", "<Audit"];
    let (mut project, _) = read_project(PROJECT.as_bytes()).accept().unwrap();
    let written = String::from_utf8(write_project(&project)).unwrap();
    assert!(later.iter().all(|word| !written.contains(word)), "{written}");
    let policies = &mut project.definitions.policies;
    policies.preset = model::Preset::Nist;
    policies.audit.when_unwritable = model::WhenUnwritable::Stop;
    policies.session.default_user = Some(project.users[1].id);
    policies.session.autologin_user = Some(project.users[1].id);
    let written = write_project(&project);
    assert!(later.iter().all(|word| String::from_utf8_lossy(&written).contains(word)));
    assert_eq!(read_project(&written).accept().unwrap().0, project);
}

#[test]
fn an_attribute_that_got_a_meaning_since_it_was_read_is_written_once() {
    let text =
        with("<DataStorage Kind=\"ProjectDirectory\"/>", "<DataStorage Kind=\"ProjectDirectory\" Path=\"old\"/>");
    let (mut project, _) = read_project(text.as_bytes()).accept().unwrap();
    project.definitions.storage.kind = model::StorageKind::FilePath("new".into());
    let written = String::from_utf8(write_project(&project)).unwrap();
    assert!(written.contains("<DataStorage Kind=\"FilePath\" Path=\"new\"/>"), "{written}");
}

/// The text as an editor on Windows saves it.
fn from_windows(written: &[u8]) -> String {
    let text = std::str::from_utf8(written).unwrap();
    let (before, rest) = text.split_once(" Digest=\"").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    format!("\u{feff}{before}{after}").replace('\n', "\r\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_project_comes_back(project in any::project()) {
        let written = write_project(&project);
        let (again, _) = read_project(&written).accept().map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        prop_assert_eq!(&again, &project);
        prop_assert_eq!(write_project(&again), written);
    }

    #[test]
    fn any_runtime_document_comes_back(runtime in any::runtime()) {
        let written = write_runtime(&runtime);
        let (again, _) = read_runtime(&written).accept().map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        prop_assert_eq!(&again, &runtime);
        prop_assert_eq!(write_runtime(&again), written);
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing(project in any::project()) {
        let windows = from_windows(&write_project(&project));
        let (again, _) = read_project(windows.as_bytes()).accept().map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
        prop_assert_eq!(again, project);
    }

    #[test]
    fn any_text_comes_back(text in any::text(), description in any::text()) {
        let description: String = description.chars().take(crate::name::DESCRIPTION_LIMIT).collect();
        let (mut project, _) = read_project(PROJECT.as_bytes()).accept().unwrap();
        project.users[1].email = text.as_str().into();
        project.users[1].description = model::Texts::new("en", &description);
        project.users[1].unknown.push_attribute("further".into(), text.as_str().into());
        let (again, _) = read_project(&write_project(&project)).accept().unwrap();
        prop_assert_eq!(again.users[1].email.as_str(), text.as_str());
        prop_assert_eq!(again, project);
    }

    #[test]
    fn the_glance_at_the_root_says_what_the_reader_says(runtime in any::runtime()) {
        let written = write_runtime(&runtime);
        let head = head(&written).expect("a root of ours");
        prop_assert_eq!(head.kind, Kind::Runtime);
        prop_assert_eq!(head.project_id, Some(runtime.project_id));
        prop_assert_eq!(head.time_stamp, Some(runtime.time_stamp));
        prop_assert_eq!(head.project_time_stamp, Some(runtime.project_time_stamp));
        prop_assert_eq!(head.project_digest, runtime.project_digest);
        prop_assert_eq!(head.generation, Some(runtime.generation));
    }
}
