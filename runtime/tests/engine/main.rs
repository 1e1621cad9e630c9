//! The engine as a visualisation uses it: with a clock that tests set, hashes that cost nothing, and a
//! project of four people in a temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod alike;
mod gate;
mod passwords;
mod plant;
mod sessions;
mod trail;
#[allow(dead_code)]
#[path = "../../examples/visualisation.rs"]
mod visualisation;
mod written;

#[test]
fn the_example_of_a_visualisation_does_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/minimal");
    let file = "UserManagementConfig.xml";
    std::fs::copy(sample.join(file), folder.path().join(file)).unwrap();
    let mut out = Vec::new();
    visualisation::shift(folder.path(), "olga", "Otter-Heron-Hazel-48", "panel-1", &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "olga is logged in.\n\
         the button Start is lit\n  \
         machine.start: granted by Operators.\n  \
         recipe.edit: no group that counts here has it, or nobody knows it.\n\
         a new project: Created\n\
         still allowed: false\n"
    );
    let mut out = Vec::new();
    visualisation::shift(folder.path(), "olga", "wrong", "panel-1", &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().starts_with("The name or the password is wrong"));
}
