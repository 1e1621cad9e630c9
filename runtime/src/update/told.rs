//! What is told beside a merge: damage of the document, and what is odd about the files.

use std::path::Path;

use keyholder_shared::xml::Fault;

use super::Options;
use crate::outcome::{FileFault, Refusal, Update};
use crate::project::ProjectPath;

/// What is told beside the merge.
#[derive(Default)]
pub(super) struct Told {
    pub warnings: Vec<String>,
    pub alarms: Vec<String>,
}

impl Told {
    pub fn recovered(&mut self, damage: &str, set_aside: Option<&Path>, dry_run: bool) {
        let would = if dry_run { "would be" } else { "was" };
        let kept = set_aside
            .map_or(String::new(), |file| format!(" The damaged file {would} set aside as {}.", file.display()));
        let alarm = format!(
            "Alarm: {damage}{kept} The previous generation {would} loaded: the last change made on the machine may be missing. Check the users, and the disk."
        );
        self.warnings.push(alarm.clone());
        self.alarms.push(alarm);
    }

    pub fn faults(&mut self, faults: &[FileFault]) {
        self.warnings.extend(faults.iter().map(FileFault::line_for_people));
    }

    pub fn document_faults(&mut self, faults: &[Fault]) {
        self.warnings.extend(
            faults.iter().map(|fault| format!("The runtime document, line {}: {}", fault.line, fault.message())),
        );
    }
}

/// What is told if the document is lost.
pub(super) fn lost(path: &ProjectPath, damage: &str, set_aside: Option<&Path>, options: Options) -> Update {
    let kept = set_aside.map_or(String::new(), |file| format!(" What was there is kept as {}.", file.display()));
    let message = format!(
        "The runtime document is lost. {damage}{kept} Nobody can log in until it is restored from a backup, or until the machine starts again from the project by reset --confirm; then the plant's own users are gone."
    );
    let mut update =
        Update::rejected(options.dry_run, Refusal::Store, vec![FileFault::whole(path.folder(), message.clone())]);
    update.alarms.push(message);
    update
}
