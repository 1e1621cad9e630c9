//! Any bytes as a project file: read without a panic, and what is taken comes back from what is written.

#![no_main]

use keyholder_shared::xml::{read_project, write_project};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let reading = read_project(bytes);
    for fault in &reading.faults {
        assert!(fault.line >= 1 && fault.column >= 1 && !fault.message().is_empty());
    }
    let Ok((project, _)) = reading.accept() else { return };
    let written = write_project(&project);
    let (again, _) = read_project(&written).accept().expect("what we write is valid");
    assert_eq!(again, project);
    assert_eq!(write_project(&again), written);
});
