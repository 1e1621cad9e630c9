//! The files: what is read, what is refused and where, what is written.

use super::*;

const PROJECT: &[u8] = include_bytes!("../../../tests/cases/examples/UserManagementConfig.xml");
const RUNTIME: &[u8] = include_bytes!("../../../tests/cases/examples/UserManagementRuntimeConfig.xml");

#[test]
fn the_examples_are_taken_as_they_are() {
    let (project, warnings) = read_project(PROJECT).accept().unwrap();
    assert_eq!(project.users.len(), 2);
    assert_eq!(project.definitions.groups.len(), 3);
    assert!(warnings.iter().any(|warning| warning.message.contains("no Digest")), "{warnings:?}");
    let (runtime, _) = read_runtime(RUNTIME).accept().unwrap();
    assert_eq!(runtime.users.len(), 2);
    assert_eq!(runtime.deleted.len(), 1);
    assert_eq!(runtime.generation, 1);
}

#[test]
fn what_is_written_reads_back_to_the_same() {
    let (project, _) = read_project(PROJECT).accept().unwrap();
    let written = write_project(&project);
    let (again, warnings) = read_project(&written).accept().unwrap();
    assert_eq!(again, project);
    assert_eq!(warnings, []);
    assert_eq!(write_project(&again), written);
    let (runtime, _) = read_runtime(RUNTIME).accept().unwrap();
    let written = write_runtime(&runtime);
    assert_eq!(read_runtime(&written).accept().unwrap(), (runtime, vec![]));
}
