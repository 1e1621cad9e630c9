//! The files: what is read, what is refused and where, what is written.

mod again;
mod digest;
mod elements;
mod places;
mod round_trip;
mod unknown;
mod well_formed;

use super::*;

const PROJECT: &str = include_str!("../../../tests/cases/examples/UserManagementConfig.xml");
const RUNTIME: &str = include_str!("../../../tests/cases/examples/UserManagementRuntimeConfig.xml");

/// The example project with one text in it replaced.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert!(PROJECT.contains(from), "{from}");
    PROJECT.replacen(from, to, 1)
}

/// The messages of a text's errors, read as a project.
fn errors(text: &str) -> Vec<String> {
    let faults = read_project(text.as_bytes()).faults;
    faults.into_iter().filter(|fault| fault.severity == Severity::Error).map(|fault| fault.message()).collect()
}

/// The one fault of a text that is refused, with line and column.
#[track_caller]
fn the_error(text: &str) -> String {
    let faults = read_any(text.as_bytes()).accept().expect_err("refused");
    let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].to_string()
}

#[test]
fn the_examples_are_taken_as_they_are() {
    let (project, warnings) = read_project(PROJECT.as_bytes()).accept().unwrap();
    assert_eq!(project.users.len(), 2);
    assert_eq!(project.definitions.groups.len(), 3);
    assert!(warnings.iter().any(|warning| warning.message().contains("no Digest")), "{warnings:?}");
    let (runtime, _) = read_runtime(RUNTIME.as_bytes()).accept().unwrap();
    assert_eq!(runtime.users.len(), 2);
    assert_eq!(runtime.deleted.len(), 1);
    assert_eq!(runtime.generation, 1);
}

#[test]
fn each_root_is_read_as_its_kind_and_refused_as_the_other() {
    assert!(matches!(read_any(PROJECT.as_bytes()).document, Some(Document::Project(_))));
    assert!(matches!(read_any(RUNTIME.as_bytes()).document, Some(Document::Runtime(_))));
    let faults = read_project(RUNTIME.as_bytes()).accept().unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "2:1: The root element is <UserManagementRuntimeConfig>, but <UserManagementConfig> is expected. Is this the right file?"
    );
    let faults = read_runtime(PROJECT.as_bytes()).accept().unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "2:1: The root element is <UserManagementConfig>, but <UserManagementRuntimeConfig> is expected. Is this the right file?"
    );
    assert_eq!(
        the_error("<html/>"),
        "1:1: The root element is <html>, but <UserManagementConfig or UserManagementRuntimeConfig> is expected. Is this the right file?"
    );
}

#[test]
fn a_newer_version_is_refused_and_said_to_be_newer() {
    let newer = with("SchemaVersion=\"1\"", "SchemaVersion=\"2\"").replace("<Areas/>", "<Unreadable>");
    let reading = read_project(newer.as_bytes());
    assert!(reading.newer && !reading.is_valid());
    assert_eq!(
        the_error(&newer),
        "2:1: The file has SchemaVersion 2; this program knows 1. Update this program; the file is left as it is."
    );
    for (version, message) in [
        ("SchemaVersion=\"0\"", "2:1: SchemaVersion is 0, but versions begin with 1. Save the file with the Designer."),
        ("SchemaVersion=\"one\"", "2:23: SchemaVersion is \"one\", but it must be a whole number from 0 up."),
        ("", "2:1: The attribute SchemaVersion is missing. Write SchemaVersion=\"1\"."),
    ] {
        let text = with("SchemaVersion=\"1\"", version);
        assert!(!read_project(text.as_bytes()).newer);
        assert_eq!(the_error(&text), message);
    }
}

#[test]
fn what_identifies_the_file_must_be_there() {
    for name in ["ProjectId", "TimeStamp"] {
        let text = PROJECT.replacen(&format!(" {name}=\""), &format!(" X{name}=\""), 1);
        assert_eq!(
            the_error(&text),
            format!(
                "2:1: The attribute {name} is missing in the root element. Save the file with the program that made it."
            )
        );
    }
    let text = RUNTIME.replace(" ProjectTimeStamp=", " XProjectTimeStamp=");
    assert!(the_error(&text).contains("ProjectTimeStamp is missing"));
}
