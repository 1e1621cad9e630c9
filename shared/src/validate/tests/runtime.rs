//! Rules of the runtime document.

use super::*;
use crate::xml::read_runtime;

/// The valid project as a machine keeps it, with a deleted user.
fn machine() -> String {
    let text = PROJECT
        .replace("UserManagementConfig", "UserManagementRuntimeConfig")
        .replace(" TimeStamp=", " ProjectTimeStamp=\"2026-11-01T09:30:00.000Z\" Generation=\"3\" TimeStamp=")
        .replace("<User ", "<User Origin=\"Project\" ");
    text.replace(
        "  </Users>\n",
        "  </Users>\n  <DeletedUsers>\n    <User Id=\"00000000-0000-4000-8000-000000000070\" Name=\"bert\"/>\n  </DeletedUsers>\n",
    )
}

#[track_caller]
fn refused(text: &str, message: &str) {
    let (places, plain) = marked(text);
    let faults = read_runtime(plain.as_bytes()).accept().unwrap_err();
    assert_eq!(errors(&faults), [(places[0], message.to_owned())]);
}

#[test]
fn the_valid_file_has_no_fault() {
    let (runtime, _) = read_runtime(machine().as_bytes()).accept().unwrap();
    assert_eq!((runtime.users.len(), runtime.deleted.len(), runtime.generation), (2, 1, 3));
}

#[test]
fn a_user_whom_the_guidelines_name_may_be_gone() {
    let text = machine().replace(
        "DefaultUser=\"00000000-0000-4000-8000-000000000061\"",
        "DefaultUser=\"00000000-0000-4000-8000-000000000099\" AutologinUser=\"00000000-0000-4000-8000-000000000070\"",
    );
    let (runtime, warnings) = read_runtime(text.as_bytes()).accept().unwrap();
    assert_eq!(
        runtime.definitions.policies.session.default_user,
        Some(crate::Id::from_u128(0x4000_8000_0000_0000_0099))
    );
    assert_eq!(warnings.len(), 1, "that it has no Digest: {warnings:?}");
}

#[test]
fn a_deleted_user_is_listed_once_and_is_not_there() {
    refused(
        &machine()
            .replace("Id=\"00000000-0000-4000-8000-000000000070\"", "§Id=\"00000000-0000-4000-8000-000000000061\""),
        "The user \"bert\" is listed as deleted, but is there as well. Remove one of the two.",
    );
    refused(
        &machine().replace(
            "  </DeletedUsers>",
            "    <User §Id=\"00000000-0000-4000-8000-000000000070\" Name=\"bert\"/>\n  </DeletedUsers>",
        ),
        "The deleted user \"bert\" is listed twice. Remove one.",
    );
}

#[test]
fn a_user_says_where_it_comes_from() {
    refused(
        &machine().replace(
            "<User Origin=\"Project\" Id=\"00000000-0000-4000-8000-000000000061\"",
            "§<User Id=\"00000000-0000-4000-8000-000000000061\"",
        ),
        "The attribute Origin is missing: it says whether this user came with the project or was made on the machine. Restore the file from a backup.",
    );
    refused(
        &machine().replacen("Origin=\"Project\"", "§Origin=\"Elsewhere\"", 1),
        "Origin is \"Elsewhere\", but it must be Project or Runtime.",
    );
}

#[test]
fn a_machine_s_user_may_have_the_id_of_a_group() {
    // It got its Id without knowing those of the next project.
    let text =
        machine().replace("Id=\"00000000-0000-4000-8000-000000000061\"", "Id=\"00000000-0000-4000-8000-000000000051\"");
    assert!(read_runtime(text.as_bytes()).is_valid());
}

#[test]
fn users_rules_hold_on_the_machine_too() {
    refused(
        &machine().replace("Name=\"anna\"", "§Name=\"ADMIN\""),
        "The user name \"ADMIN\" is taken: another user is called \"Admin\", and case makes no difference. Rename one of them.",
    );
}
