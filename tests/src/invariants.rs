//! What must hold after every merge, whatever happened before (design section 3).
//!
//! Each check takes one [`Update`] and is written without looking at how the product works.

mod diff;
mod order;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use keyholder_shared::model::{Origin, Project, Runtime, RuntimeUser};
use keyholder_shared::reconcile::{self, Action, Conflict, Reconciled};
use keyholder_shared::xml::{self, Digest, Severity};
use keyholder_shared::{Id, Time, validate};

use crate::history::{Difference, reads_back};
use crate::oracle;

/// The function under test: [`keyholder_shared::reconcile::reconcile`], or one with a planted fault.
pub type Reconcile = fn(Project, Option<Digest>, Runtime, Time) -> Result<Reconciled, Conflict>;

/// One merge: what went in and what came out.
pub struct Update<'u> {
    /// The project that arrived.
    pub project: &'u Project,
    /// The digest of its file.
    pub digest: Option<Digest>,
    /// The machine's document before.
    pub before: &'u Runtime,
    /// What came out.
    pub after: &'u Reconciled,
    /// The time of the update.
    pub now: Time,
    /// What merged it.
    pub reconcile: Reconcile,
}

type Found = Result<(), String>;

type Rule = (&'static str, fn(&Update<'_>) -> Found);

/// Name and check of each invariant; the oracle comes first.
const RULES: [Rule; 11] = [
    ("the product does what the oracle does", as_the_oracle),
    ("the document says what was merged, and when", head),
    ("groups, rights and everything but users are the project's", definitions),
    ("a user created on the machine loses nothing but gone memberships", created_here),
    ("Ids and names are unique", unique),
    ("one enabled administrator remains", administrator),
    ("whoever is left without a group is named in a warning", groupless),
    ("the result validates", validates),
    ("the report agrees with before and after", diff::counts),
    ("a second merge changes nothing", again),
    ("the order of elements plays no part", order::plays_no_part),
];

/// Those that cost most and depend least on what happened before.
const SLOW_RULES: [Rule; 3] = [
    ("a dry run says what then happens", dry_run),
    ("what is written reads back to the same", written),
    ("read beside each other, the two documents merge to the same", beside),
];

/// As a machine reads large documents: users that are in both files are read once.
fn beside(update: &Update<'_>) -> Found {
    let (project, machine) = (xml::write_project(update.project), xml::write_runtime(update.before));
    let places = xml::parse_project_noting(&project).1;
    let (reading, alike) = xml::parse_known_runtime_beside(&machine, &project);
    let alike = alike.among(&places).ok_or("what was left out is no user of the project's")?;
    let runtime = reading.document.ok_or_else(|| format!("{:?}", reading.faults))?;
    let merged = reconcile::reconcile_beside(update.project.clone(), update.digest, runtime, &alike, update.now)
        .map_err(|conflict| conflict.to_string())?;
    if &merged == update.after { Ok(()) } else { Err(format!("{merged:#?}\n\nand not\n\n{:#?}", update.after)) }
}

impl Update<'_> {
    /// Holds the update against the oracle and the invariants; `slowly` also against those that cost most:
    /// merging once more, and writing the result and reading it.
    ///
    /// # Errors
    /// The first that does not hold, and how.
    pub fn check(&self, slowly: bool) -> Result<(), Difference> {
        let mut rules = RULES.iter().chain(SLOW_RULES.iter().filter(|_| slowly));
        rules.try_for_each(|(rule, check)| check(self).map_err(|found| Difference::new(rule, found)))
    }

    fn merge(&self, project: Project, runtime: Runtime, now: Time) -> Result<Reconciled, String> {
        (self.reconcile)(project, self.digest, runtime, now).map_err(|conflict| conflict.to_string())
    }
}

/// At a first start the machine gets a copy of the project.
///
/// # Errors
/// How it differs from one.
pub fn first_start(project: &Project, digest: Option<Digest>, first: &Reconciled, now: Time) -> Result<(), Difference> {
    let expected = Runtime {
        project_id: project.id,
        project_name: project.name.clone(),
        time_stamp: now,
        project_time_stamp: project.time_stamp,
        project_digest: digest,
        generation: 1,
        project_extras: Vec::new(),
        definitions: project.definitions.clone(),
        users: project.users.iter().cloned().map(RuntimeUser::from_project).collect::<Vec<_>>().into(),
        deleted: Vec::new().into(),
        unknown: project.unknown.clone(),
    };
    let told = first.report.users.iter().all(|entry| entry.action() == Action::Added);
    let as_many = first.report.users.len() == project.users.len();
    if first.runtime != expected || !told || !as_many {
        return Err(Difference::new("a first start copies the project", format!("{first:#?}")));
    }
    reads_back(&first.runtime).map(|_| ())
}

/// Where nothing happens on a machine that started with A, going over B to C ends as going to C at once.
///
/// What is compared is the whole document, but for the number of writes, and but for what records that
/// other passwords were there on the way: of a user that does not have one and the same hash in A, B and C,
/// the history and the time of the password.
///
/// # Errors
/// How the two differ.
pub fn detour(a: &Project, b: &Project, c: &Project, reconcile: Reconcile) -> Result<(), Difference> {
    let rule = "from A over B to C is as from A to C";
    let found = |text: String| Difference::new(rule, text);
    let now = Time::from_millis(1_800_000_000_000);
    let merge = |to: &Project, machine: Runtime| {
        reconcile(to.clone(), None, machine, now).map(|done| done.runtime).map_err(|error| found(error.to_string()))
    };
    let start = reconcile::first_start(a.clone(), None, now).runtime;
    let over_b = merge(c, merge(b, start.clone())?)?;
    let at_once = merge(c, start)?;
    let hash_in = |project: &Project, id: Id| {
        project.users.iter().find(|user| user.id == id).map(|user| user.hash().map(str::to_owned))
    };
    let comparable = |machine: Runtime| {
        let mut machine = order::sorted(machine);
        machine.generation = 0;
        for user in machine.users.iter_mut() {
            let id = user.user.id;
            let hash = hash_in(c, id);
            if hash_in(a, id) != hash || hash_in(b, id) != hash {
                user.history.clear();
                if let Some(password) = &mut user.user.password {
                    password.changed_at = None;
                }
            }
        }
        machine
    };
    let (over_b, at_once) = (comparable(over_b), comparable(at_once));
    if over_b == at_once { Ok(()) } else { Err(found(format!("over B: {over_b:#?}\nat once: {at_once:#?}"))) }
}

/// Users, traces, actions, dropped groups, ended sessions and lifted locks.
fn as_the_oracle(update: &Update<'_>) -> Found {
    let expected = oracle::reconcile(update.project, update.before, update.now);
    let report = &update.after.report;
    let told = report.users.iter().map(|entry| {
        let dropped = entry.dropped_groups.iter().map(|group| group.id).collect::<BTreeSet<_>>();
        (entry.id, (entry.action().word(), dropped, entry.enabled_again))
    });
    let told = told.collect::<BTreeMap<_, _>>();
    let entries = expected
        .entries
        .iter()
        .map(|entry| (entry.id, (entry.action.word(), entry.dropped.iter().copied().collect(), entry.enabled_again)));
    let set = |ids: &[Id]| ids.iter().copied().collect::<BTreeSet<_>>();
    same("the report", &told, &entries.collect())?;
    same("named once", &report.users.len(), &expected.entries.len())?;
    same("ended sessions", &set(&report.end_sessions), &set(&expected.ended))?;
    same("lifted locks", &set(&report.lift_locks), &set(&expected.lifted))?;
    let runtime = &update.after.runtime;
    let sorted = |users: &[RuntimeUser], deleted: &[_]| {
        let (users, deleted) = (users.to_vec().into(), deleted.to_vec().into());
        let sorted = order::sorted_people(users, deleted);
        (sorted.0.items, sorted.1.items)
    };
    let (users, deleted) = sorted(&runtime.users, &runtime.deleted);
    let (expected_users, expected_deleted) = sorted(&expected.users, &expected.tombstones);
    same("users", &users, &expected_users)?;
    same("traces of deleted users", &deleted, &expected_deleted)
}

fn head(update: &Update<'_>) -> Found {
    let (project, before, after) = (update.project, update.before, &update.after.runtime);
    same("project", &(after.project_id, &after.project_name), &(project.id, &project.name))?;
    same("stamp", &(after.project_time_stamp, after.project_digest), &(project.time_stamp, update.digest))?;
    same("write", &(after.time_stamp, after.generation), &(update.now, before.generation + 1))
}

fn definitions(update: &Update<'_>) -> Found {
    same("definitions", &update.after.runtime.definitions, &update.project.definitions)
}

fn created_here(update: &Update<'_>) -> Found {
    let here = |machine: &Runtime| {
        machine.users.iter().filter(|user| user.origin == Origin::Runtime).cloned().collect::<Vec<_>>()
    };
    let definitions = &update.project.definitions;
    let mut expected = here(update.before);
    for user in &mut expected {
        user.user.groups.retain(|member| definitions.groups.iter().any(|group| group.id == member.id));
        user.user
            .notification_groups
            .retain(|member| definitions.notification_groups.iter().any(|group| group.id == member.id));
    }
    let sorted = |users: Vec<RuntimeUser>| order::sorted_people(users.into(), Vec::new().into()).0.items;
    same("created on the machine", &sorted(here(&update.after.runtime)), &sorted(expected))
}

fn unique(update: &Update<'_>) -> Found {
    let (users, deleted) = (&update.after.runtime.users, &update.after.runtime.deleted);
    let ids = users.iter().map(|user| user.user.id).chain(deleted.iter().map(|user| user.id)).collect::<BTreeSet<_>>();
    same("number of Ids", &ids.len(), &(users.len() + deleted.len()))?;
    let names = users.iter().map(|user| user.user.name.to_uppercase()).collect::<BTreeSet<_>>();
    same("number of names", &names.len(), &users.len())
}

fn administrator(update: &Update<'_>) -> Found {
    let group = update.project.definitions.groups.iter().find(|group| group.administrators).map(|group| group.id);
    let is_in = |user: &RuntimeUser| user.user.groups.iter().any(|member| Some(member.id) == group);
    let users = &update.after.runtime.users;
    same("an enabled administrator", &users.iter().any(|user| user.user.enabled && is_in(user)), &true)?;
    let admins = users.iter().filter(|user| user.user.admin).map(is_in).collect::<Vec<_>>();
    same("Admin, once, in Administrators", &admins, &vec![true])
}

fn groupless(update: &Update<'_>) -> Found {
    let there = |id: Id| update.project.definitions.groups.iter().any(|group| group.id == id);
    for user in update.after.runtime.users.iter().filter(|user| user.user.groups.is_empty()) {
        let before = update.before.users.iter().find(|before| before.user.id == user.user.id);
        let stayed = before.is_some_and(|before| before.changed.is_some() || before.origin == Origin::Runtime);
        let lost = before.is_some_and(|before| before.user.groups.iter().any(|member| !there(member.id)));
        let warned =
            update.after.report.warnings.iter().any(|warning| warning.to_string().contains(user.user.name.as_str()));
        if stayed && lost && !warned {
            return Err(format!("no warning names {}: {:?}", user.user.name, update.after.report.warnings));
        }
    }
    Ok(())
}

fn validates(update: &Update<'_>) -> Found {
    let problems = validate::runtime(&update.after.runtime);
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).collect::<Vec<_>>();
    if errors.is_empty() { Ok(()) } else { Err(format!("{errors:#?}")) }
}

fn dry_run(update: &Update<'_>) -> Found {
    let dry = update.merge(update.project.clone(), update.before.clone(), update.now)?;
    same("report", &dry.report, &update.after.report)?;
    same("document", &dry.runtime, &update.after.runtime)
}

/// Nothing but the time stamp and the generation is other, and nothing is told but what stays.
fn again(update: &Update<'_>) -> Found {
    let later = Time::from_millis(update.now.as_millis() + 60_000);
    let second = update.merge(update.project.clone(), update.after.runtime.clone(), later)?;
    let first = &update.after.runtime;
    let expected = Runtime { time_stamp: later, generation: first.generation + 1, ..first.clone() };
    same("document", &order::sorted(second.runtime), &order::sorted(expected))?;
    let report = &second.report;
    for entry in &report.users {
        let stays = [Action::Unchanged, Action::Kept, Action::Runtime, Action::Shadowed].contains(&entry.action());
        if !stays || !entry.dropped_groups.is_empty() || entry.enabled_again {
            return Err(format!("something happened to a user: {entry:#?}"));
        }
    }
    same("ended sessions", &report.end_sessions, &Vec::new())?;
    same("lifted locks", &report.lift_locks, &Vec::new())?;
    let nothing = [&report.groups, &report.rights, &report.areas, &report.notification_groups];
    same("changes", &nothing.iter().all(|changes| changes.is_empty()), &true)?;
    same(
        "guidelines, security, rollback",
        &(report.policies_changed, report.security_changed, report.rollback),
        &(false, false, false),
    )
}

fn written(update: &Update<'_>) -> Found {
    reads_back(&update.after.runtime).map(|_| ()).map_err(|difference| difference.found)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, should_be: &T) -> Found {
    if is == should_be { Ok(()) } else { Err(format!("{what}: {}", differing_lines(is, should_be))) }
}

/// What two values say differently: of their lines, those between the first and the last that differ.
fn differing_lines(is: &impl std::fmt::Debug, should_be: &impl std::fmt::Debug) -> String {
    let (is, should_be) = (format!("{is:#?}"), format!("{should_be:#?}"));
    let (mut is, mut should_be) = (is.lines().collect::<Vec<_>>(), should_be.lines().collect::<Vec<_>>());
    // Where something stood in a file is no part of its meaning.
    [&mut is, &mut should_be].into_iter().for_each(without_places);
    let start = is.iter().zip(&should_be).take_while(|(one, other)| one == other).count();
    let end = is[start..].iter().rev().zip(should_be[start..].iter().rev()).take_while(|(one, other)| one == other);
    let end = end.count();
    let between = |lines: &[&str]| lines[start..lines.len() - end].join("\n");
    let names = is[..start].iter().filter(|line| line.contains(" name: \"")).copied().next_back().unwrap_or_default();
    format!("after{names}\n  is\n{}\n  should be\n{}", between(&is), between(&should_be))
}

fn without_places(lines: &mut Vec<&str>) {
    let mut inside = false;
    lines.retain(|line| {
        let begins = line.trim() == "at: At(";
        inside |= begins;
        let stays = !inside;
        inside &= line.trim() != ")," || begins;
        stays
    });
}
