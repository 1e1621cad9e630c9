//! `update` and `reset`

use std::io::{self, Write as _};
use std::path::Path;

use keyholder_runtime::outcome::{Outcome, Update};
use keyholder_runtime::update::{self, Machine, Options};
use keyholder_shared::reconcile::{Action, Changes, Report};

use super::paint::{self, AMBER, BAD, BOLD, DIM, Out, cell, hanging, harmless};
use super::progress::Progress;

pub fn update(machine: &Machine, project: &Path, dry_run: bool, force: bool, json: bool) -> (u8, io::Result<()>) {
    let progress = Progress::begin();
    let update = update::update(machine, project, Options { dry_run, force }, &|stage| progress.stage(stage));
    drop(progress);
    (update.exit_status(), print(&update, json))
}

pub fn reset(machine: &Machine, project: &Path, confirm: bool, json: bool) -> (u8, io::Result<()>) {
    // The command line refuses a reset without --confirm.
    debug_assert!(confirm);
    let progress = Progress::begin();
    let update = update::reset(machine, project, &|stage| progress.stage(stage));
    drop(progress);
    (update.exit_status(), print(&update, json))
}

fn print(update: &Update, json: bool) -> io::Result<()> {
    if json {
        super::print_json(update)?;
    } else {
        for_people(&mut paint::out(), update)?;
    }
    // For programs the errors are in the object; people read them in either case.
    let mut err = paint::err();
    for error in &update.errors {
        writeln!(err, "{BAD}error{BAD:#} {}", harmless(&error.line_for_people()))?;
    }
    Ok(())
}

/// Prints an update for people: what it came to, what needs a look, what else changed.
pub fn for_people(out: &mut Out, update: &Update) -> io::Result<()> {
    headline(out, update)?;
    if let Some(report) = &update.report {
        counts(out, report)?;
        users(out, report)?;
        definitions(out, report)?;
    }
    for warning in update.all_warnings() {
        hanging(out, &format!("{AMBER}warning{AMBER:#} "), 8, &harmless(&warning))?;
    }
    Ok(())
}

fn headline(out: &mut Out, update: &Update) -> io::Result<()> {
    let (word, style) = paint::outcome(update.outcome);
    let dry = if update.dry_run { " (dry run: nothing is written)" } else { "" };
    let what = match (update.outcome, update.project_time_stamp, update.previous_time_stamp) {
        (Outcome::Created, Some(now), _) => format!("the machine starts with the project of {now}"),
        (Outcome::Updated, Some(now), Some(before)) if now == before => {
            format!("the project of {now} was merged again")
        }
        (Outcome::Updated, Some(now), Some(before)) if now < before => {
            format!("back to the project of {now}, from that of {before}")
        }
        (Outcome::Updated, Some(now), Some(before)) => format!("to the project of {now}, from that of {before}"),
        (Outcome::Unchanged, Some(now), _) => format!("the machine has the project of {now} already"),
        _ => "nothing was changed".to_owned(),
    };
    writeln!(out, "{BOLD}{style}{word}{style:#}{BOLD:#}  {what}{dry}")
}

/// One line: how many users came out as what.
fn counts(out: &mut Out, report: &Report) -> io::Result<()> {
    let parts: Vec<String> = Action::ALL
        .into_iter()
        .map(|action| (report.count(action), action))
        .filter(|(count, _)| *count > 0)
        .map(|(count, action)| format!("{count} {}", action.word()))
        .collect();
    writeln!(out, "{DIM}users{DIM:#}    {}", if parts.is_empty() { "none".to_owned() } else { parts.join(", ") })
}

/// Most users come as expected; who does not is told one by one.
fn users(out: &mut Out, report: &Report) -> io::Result<()> {
    // A first start adds everybody: the count says it.
    let first_start = report.previous_time_stamp.is_none();
    let told: Vec<_> = report
        .users
        .iter()
        .filter(|user| {
            user.needs_attention() || (!first_start && matches!(user.action(), Action::Added | Action::Updated))
        })
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    let widest = told.iter().map(|user| paint::columns(&user.name)).max().unwrap_or(0).min(31);
    writeln!(out)?;
    for user in told {
        let name = cell(&harmless(&user.name), widest, BOLD);
        let action = cell(user.action().word(), 9, paint::action(user.action()));
        let reason = user.reason();
        // The action stands in its own column.
        let reason = reason.split_once(": ").map_or(reason.as_str(), |(_, rest)| rest);
        hanging(out, &format!("  {name}  {action}  "), widest + 15, &harmless(reason))?;
    }
    writeln!(out)
}

fn definitions(out: &mut Out, report: &Report) -> io::Result<()> {
    // A first start brings everything.
    if report.previous_time_stamp.is_none() {
        let groups = report.groups.added.len();
        return writeln!(
            out,
            "{DIM}also{DIM:#}     {groups} groups, {} rights, {} areas",
            report.rights.added.len(),
            report.areas.added.len()
        );
    }
    for (what, changes) in [
        ("groups", &report.groups),
        ("rights", &report.rights),
        ("areas", &report.areas),
        ("notification groups", &report.notification_groups),
    ] {
        if !changes.is_empty() {
            hanging(
                out,
                &format!("{DIM}{what}{DIM:#}{}", " ".repeat(9_usize.saturating_sub(what.len()).max(1))),
                9,
                &words(changes),
            )?;
        }
    }
    if report.policies_changed {
        writeln!(out, "{DIM}guidelines{DIM:#} changed")?;
    }
    if report.security_changed {
        writeln!(out, "{DIM}security{DIM:#} changed")?;
    }
    Ok(())
}

/// `added Quality; removed Fitters, Welders`
fn words(changes: &Changes) -> String {
    let parts: Vec<String> = [("added", &changes.added), ("removed", &changes.removed), ("changed", &changes.changed)]
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(word, list)| {
            let names: Vec<String> = list.iter().take(12).map(|named| harmless(&named.name)).collect();
            let more = if list.len() > 12 { format!(" and {} more", list.len() - 12) } else { String::new() };
            format!("{word} {}{more}", names.join(", "))
        })
        .collect();
    parts.join("; ")
}
