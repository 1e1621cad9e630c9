//! Any bytes as a runtime file: read without a panic, and what is taken comes back from what is written.

#![no_main]

use keyholder_shared::xml::{head, read_runtime, write_runtime};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let reading = read_runtime(bytes);
    for fault in &reading.faults {
        assert!(fault.line >= 1 && fault.column >= 1 && !fault.message().is_empty());
    }
    let Ok((runtime, _)) = reading.accept() else { return };
    let written = write_runtime(&runtime);
    let (again, _) = read_runtime(&written).accept().expect("what we write is valid");
    assert_eq!(again, runtime);
    assert_eq!(write_runtime(&again), written);
    let head = head(&written).expect("what we write has a head");
    assert_eq!(head.project_id, Some(runtime.project_id));
    assert_eq!(head.project_time_stamp, Some(runtime.project_time_stamp));
    assert_eq!(head.generation, Some(runtime.generation));
});
