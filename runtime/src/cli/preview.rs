//! `preview`

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use keyholder_runtime::outcome::{Outcome, Update};
use keyholder_runtime::preview::{self, Previewed};
use keyholder_runtime::update::Machine;
use keyholder_shared::reconcile::Action;
use serde::Serialize;

use super::paint::{self, AMBER, BAD, BOLD, DIM, GOOD, Out, cell, hanging, harmless, number};
use super::progress::Progress;

#[derive(Serialize)]
struct Json<'p> {
    machines: &'p [Previewed],
}

pub fn preview(machine: &Machine, project: &Path, files: &[PathBuf], json: bool) -> (u8, io::Result<()>) {
    let progress = Progress::begin();
    let previewed = preview::preview(machine, project, files, &|stage| progress.stage(stage));
    drop(progress);
    match previewed {
        Ok(previewed) => (preview::exit_status(&previewed), print(&previewed, json)),
        Err(rejected) => (rejected.exit_status(), refuse(&rejected, json)),
    }
}

fn print(previewed: &[Previewed], json: bool) -> io::Result<()> {
    if json {
        return super::print_json(&Json { machines: previewed });
    }
    let mut out = paint::out();
    table(&mut out, previewed)?;
    previewed.iter().try_for_each(|machine| details(&mut out, machine))
}

/// Says why the project cannot be delivered to any machine.
fn refuse(rejected: &Update, json: bool) -> io::Result<()> {
    if json {
        super::print_json(rejected)?;
    }
    let mut err = paint::err();
    for error in &rejected.errors {
        writeln!(err, "{BAD}error{BAD:#} {}", harmless(&error.line_for_people()))?;
    }
    // For programs they are in the object.
    for warning in rejected.all_warnings().filter(|_| !json) {
        writeln!(err, "{AMBER}warning{AMBER:#} {}", harmless(&warning))?;
    }
    Ok(())
}

/// A row a machine, a column an action.
fn table(out: &mut Out, previewed: &[Previewed]) -> io::Result<()> {
    let widest = previewed.iter().map(|machine| paint::columns(&machine.machine)).max().unwrap_or(0).max(7);
    write!(out, "{BOLD}{}", cell("machine", widest, BOLD))?;
    for action in Action::ALL {
        write!(out, "{BOLD}{}", number(action.word(), action.word().len() + 2, BOLD))?;
    }
    writeln!(out, "{BOLD:#}")?;
    for machine in previewed {
        write!(out, "{}", cell(&harmless(&machine.machine), widest, BOLD))?;
        for action in Action::ALL {
            let count = machine.count(action);
            let told = machine.update.report.is_some();
            let text = if told { count.to_string() } else { "–".to_owned() };
            let style = if count > 0 { paint::action(action) } else { DIM };
            write!(out, "{}", number(&text, action.word().len() + 2, style))?;
        }
        let (note, style) = note(machine);
        writeln!(out, "  {style}{note}{style:#}")?;
    }
    Ok(())
}

fn note(machine: &Previewed) -> (String, anstyle::Style) {
    match (machine.update.outcome, machine.attention().count()) {
        (Outcome::Rejected, _) => ("refused".to_owned(), BAD),
        (Outcome::Unchanged, _) => ("has this project".to_owned(), DIM),
        (_, 0) => ("no decision needed".to_owned(), GOOD),
        (_, 1) => ("1 needs a look".to_owned(), AMBER),
        (_, count) => (format!("{count} need a look"), AMBER),
    }
}

/// What needs a look on one machine, and why.
fn details(out: &mut Out, machine: &Previewed) -> io::Result<()> {
    let warnings: Vec<_> = machine.update.all_warnings().collect();
    if machine.update.errors.is_empty() && warnings.is_empty() && machine.attention().next().is_none() {
        return Ok(());
    }
    let before =
        machine.update.previous_time_stamp.map_or(String::new(), |time| format!("  has the project of {time}"));
    writeln!(out, "\n{BOLD}{}{BOLD:#}{DIM}{before}{DIM:#}", harmless(&machine.machine))?;
    for error in &machine.update.errors {
        hanging(out, &format!("  {BAD}error{BAD:#} "), 8, &harmless(&error.line_for_people()))?;
    }
    let widest = machine.attention().map(|user| paint::columns(&user.name)).max().unwrap_or(0).min(31);
    for user in machine.attention() {
        let reason = user.reason();
        let reason = reason.split_once(": ").map_or(reason.as_str(), |(_, rest)| rest);
        let lead = format!(
            "  {}  {}  ",
            cell(&harmless(&user.name), widest, BOLD),
            cell(user.action().word(), 9, paint::action(user.action()))
        );
        hanging(out, &lead, widest + 15, &harmless(reason))?;
    }
    for warning in warnings {
        hanging(out, &format!("  {AMBER}warning{AMBER:#} "), 10, &harmless(&warning))?;
    }
    Ok(())
}
