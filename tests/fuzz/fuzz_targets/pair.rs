//! Two files, the project first and then, from the root's end on, the runtime file: if both are valid they
//! merge, or conflict, and the result validates, comes back from a file, and stays when merged again.

#![no_main]

use keyholder_shared::reconcile::{reconcile, reconcile_beside};
use keyholder_shared::xml::{
    Severity, parse_known_runtime_beside, parse_project_noting, read_project, read_runtime, write_runtime,
};
use keyholder_shared::{Time, validate};
use libfuzzer_sys::fuzz_target;

const PROJECT_END: &[u8] = b"</UserManagementConfig>\n";

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.windows(PROJECT_END.len()).position(|window| window == PROJECT_END);
    let Some(end) = end.map(|start| start + PROJECT_END.len()) else { return };
    let Ok((project, _)) = read_project(&bytes[..end]).accept() else { return };
    let Ok((runtime, _)) = read_runtime(&bytes[end..]).accept() else { return };
    let now = Time::from_millis(1_795_000_000_000);
    let Ok(merged) = reconcile(project.clone(), None, runtime, now) else { return };

    // As a machine reads large documents, where that can be done.
    let places = parse_project_noting(&bytes[..end]).1;
    let (reading, alike) = parse_known_runtime_beside(&bytes[end..], &bytes[..end]);
    if let (Some(runtime), true, Some(alike)) = (reading.document, reading.faults.is_empty(), alike.among(&places)) {
        assert_eq!(reconcile_beside(project.clone(), None, runtime, &alike, now).as_ref(), Ok(&merged));
    }

    let problems = validate::runtime(&merged.runtime);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning), "{problems:?}");
    let written = write_runtime(&merged.runtime);
    assert_eq!(read_runtime(&written).accept().expect("what we write is valid").0, merged.runtime);
    assert!(merged.report.users.iter().all(|entry| !entry.reason().is_empty()));

    let again = reconcile(project, None, merged.runtime.clone(), now).expect("no new conflict").runtime;
    assert_eq!(again.generation, merged.runtime.generation + 1);
    let mut same = again;
    same.generation = merged.runtime.generation;
    assert_eq!(same, merged.runtime);
});
