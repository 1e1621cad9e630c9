//! `check`

use std::io::{self, Write as _};
use std::path::PathBuf;

use keyholder_runtime::check::{self, Checked};
use keyholder_runtime::update::Machine;
use serde::Serialize;

use super::paint::{AMBER, BAD, GOOD, err, harmless, out};
use super::progress::Progress;

#[derive(Serialize)]
struct Json<'c> {
    valid: bool,
    files: &'c [Checked],
}

pub fn check(machine: &Machine, files: &[PathBuf], json: bool) -> (u8, io::Result<()>) {
    let progress = Progress::begin();
    progress.stage("checking");
    let checked = check::check(&*machine.fs, files);
    drop(progress);
    (check::exit_status(&checked), print(&checked, json))
}

fn print(checked: &[Checked], json: bool) -> io::Result<()> {
    if json {
        return super::print_json(&Json { valid: checked.iter().all(|file| file.valid), files: checked });
    }
    let (mut out, mut err) = (out(), err());
    for file in checked {
        for fault in &file.errors {
            writeln!(err, "{BAD}error{BAD:#} {}", harmless(&fault.line_for_people()))?;
        }
        for fault in &file.warnings {
            writeln!(err, "{AMBER}warning{AMBER:#} {}", harmless(&fault.line_for_people()))?;
        }
        let kind = file.kind.unwrap_or("file");
        let (word, style) = if file.valid { ("valid", GOOD) } else { ("refused", BAD) };
        let count =
            |number: usize, what: &str| if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") };
        writeln!(
            out,
            "{style}{word}{style:#} {kind} {}: {}, {}",
            harmless(&file.file.to_string_lossy()),
            count(file.errors.len(), "error"),
            count(file.warnings.len(), "warning")
        )?;
    }
    Ok(())
}
