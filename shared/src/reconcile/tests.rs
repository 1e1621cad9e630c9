//! Each rule of design section 3, each settled corner, each sentence of the report.
//!
//! `merge` holds against every case what holds for all of them: the result validates, comes back from a
//! file, does not change when the same project is merged again, and does not depend on the order of
//! elements.

mod administrators;
mod any;
mod corners;
mod decisions;
mod extras;
mod groups;
mod passwords;
mod reasons;
mod rules;
mod told;

use super::*;
use crate::model::*;
use crate::xml::{Severity, read_runtime, write_runtime};
use crate::{Str, validate};

const ADMIN: u128 = 1;
const ADMINISTRATORS: u128 = 101;
const OPERATORS: u128 = 102;
const SETTERS: u128 = 103;
const MESSAGES: u128 = 104;

fn id(number: u128) -> Id {
    Id::from_u128(number)
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// When all updates of these tests happen.
fn now() -> Time {
    time("2026-11-22T10:00:00.000Z")
}

fn mark(day: &str, by: &str) -> Mark {
    Mark { at: time(&format!("{day}T10:00:00.000Z")), by: by.into() }
}

fn password(hash: &str) -> Password {
    Password { hash: hash.into(), changed_at: Some(time("2026-08-01T10:00:00.000Z")), unknown: Unknown::default() }
}

/// A user in the group Operators, whose password has the hash `first`.
fn user(number: u128, name: &str) -> User {
    User { groups: [Ref::from(id(OPERATORS))].into(), password: Some(password("first")), ..User::new(id(number), name) }
}

fn admin() -> User {
    let groups = [Ref::from(id(ADMINISTRATORS))].into();
    User { admin: true, groups, password: Some(password("admin")), ..User::new(id(ADMIN), "Admin") }
}

/// A user as an update brought it to the machine.
fn delivered(user: User) -> RuntimeUser {
    RuntimeUser::from_project(user)
}

/// A user of the project that m.weber changed on the machine.
fn changed(user: User) -> RuntimeUser {
    RuntimeUser { changed: Some(mark("2026-10-12", "m.weber")), ..delivered(user) }
}

/// A user that Admin created on the machine.
fn created(user: User) -> RuntimeUser {
    RuntimeUser { origin: Origin::Runtime, created: Some(mark("2026-09-01", "Admin")), ..delivered(user) }
}

/// The trace of a user of the project that Admin deleted on the machine.
fn deleted(user: User) -> DeletedUser {
    DeletedUser {
        id: user.id,
        name: user.name,
        deleted_at: Some(time("2026-10-02T10:00:00.000Z")),
        deleted_by: "Admin".into(),
        password: user.password,
        history: Vec::new(),
        history_unknown: Unknown::default(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}

fn group(number: u128, name: &str) -> Group {
    Group {
        id: id(number),
        administrators: number == ADMINISTRATORS,
        name: Texts::new("en", name),
        description: Texts::default(),
        rights: Vec::new(),
        areas: Vec::new(),
        external: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}

fn definitions() -> Definitions {
    let rights = SYSTEM_RIGHTS.iter().zip(201..).map(|(key, number)| Right {
        id: id(number),
        key: Str::from(*key),
        name: Texts::new("en", key),
        description: Texts::default(),
        unknown: Unknown::default(),
        at: At::default(),
    });
    let system = RightGroup {
        id: id(200),
        system: true,
        name: Texts::new("en", "System"),
        description: Texts::default(),
        rights: rights.collect::<Vec<_>>().into(),
        at: At::default(),
    };
    let messages = NotificationGroup {
        id: id(MESSAGES),
        name: Texts::new("en", "Messages"),
        description: Texts::default(),
        unknown: Unknown::default(),
        at: At::default(),
    };
    let english = Language { tag: "en".into(), ..Language::default() };
    Definitions {
        languages: Languages { default: "en".into(), list: vec![english], ..Languages::default() },
        right_groups: vec![system].into(),
        notification_groups: vec![messages].into(),
        groups: vec![group(ADMINISTRATORS, "Administrators"), group(OPERATORS, "Operators"), group(SETTERS, "Setters")]
            .into(),
        ..Definitions::default()
    }
}

/// A project with Admin, unless the users have one, and these users.
fn project(users: impl IntoIterator<Item = User>) -> Project {
    let mut users: Vec<User> = users.into_iter().collect();
    if !users.iter().any(|user| user.admin) {
        users.insert(0, admin());
    }
    Project {
        id: id(1000),
        name: "Bottling line".into(),
        time_stamp: time("2026-11-22T09:30:00.000Z"),
        definitions: definitions(),
        users: users.into(),
        unknown: Unknown::default(),
    }
}

/// A machine with Admin, unless the users have one, and these users.
fn machine(users: impl IntoIterator<Item = RuntimeUser>) -> Runtime {
    let mut users: Vec<RuntimeUser> = users.into_iter().collect();
    if !users.iter().any(|user| user.user.admin) {
        users.insert(0, delivered(admin()));
    }
    Runtime {
        project_id: id(1000),
        project_name: "Bottling line".into(),
        time_stamp: time("2026-11-20T07:00:00.000Z"),
        project_time_stamp: time("2026-11-01T09:30:00.000Z"),
        project_digest: None,
        generation: 7,
        project_extras: Vec::new(),
        definitions: definitions(),
        users: users.into(),
        deleted: Section::default(),
        unknown: Unknown::default(),
    }
}

impl Runtime {
    fn with_deleted(mut self, users: impl IntoIterator<Item = DeletedUser>) -> Self {
        self.deleted = users.into_iter().collect::<Vec<_>>().into();
        self
    }
}

/// Merges, and holds against the result what holds for every merge.
#[track_caller]
fn merge(project: Project, runtime: Runtime) -> Reconciled {
    no_errors(&validate::project(&project));
    no_errors(&validate::runtime(&runtime));
    let merged = reconcile(project.clone(), None, runtime.clone(), now()).unwrap();
    no_errors(&validate::runtime(&merged.runtime));
    assert_eq!(read_runtime(&write_runtime(&merged.runtime)).accept().unwrap().0, merged.runtime, "through a file");

    let again = reconcile(project.clone(), None, merged.runtime.clone(), now()).unwrap();
    let generation = merged.runtime.generation;
    assert_eq!(Runtime { generation, ..again.runtime }, merged.runtime, "merged a second time");
    assert_eq!((again.report.end_sessions, again.report.lift_locks), (vec![], vec![]), "merged a second time");

    let mut ids: Vec<Id> = merged.report.users.iter().map(|entry| entry.id).collect();
    ids.sort_unstable();
    let told = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), told, "every user is named once");

    let (mut backward, mut machine) = (project, runtime);
    backward.users.reverse();
    machine.users.reverse();
    machine.deleted.reverse();
    let other = reconcile(backward, None, machine, now()).unwrap();
    let (other, this) = (sorted(other), sorted(merged.clone()));
    assert_eq!(other.report.users, this.report.users, "in another order");
    assert_eq!(other, this, "in another order");
    merged
}

#[track_caller]
fn no_errors(problems: &[validate::Problem]) {
    let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

/// What is warned of, in sentences.
fn warnings(merged: &Reconciled) -> Vec<String> {
    merged.report.warnings.iter().map(ToString::to_string).collect()
}

fn sorted(mut merged: Reconciled) -> Reconciled {
    merged.runtime.users.sort_by_key(|user| user.user.id);
    merged.runtime.deleted.sort_by_key(|user| user.id);
    let report = &mut merged.report;
    report.users.sort_by_key(|entry| entry.id);
    report.warnings.sort();
    report.end_sessions.sort_unstable();
    report.lift_locks.sort_unstable();
    merged
}

impl Reconciled {
    /// What happened to the user with this number; of Admin and others alike.
    #[track_caller]
    fn entry(&self, number: u128) -> &UserReport {
        self.report.users.iter().find(|entry| entry.id == id(number)).expect("the report names the user")
    }

    #[track_caller]
    fn action(&self, number: u128) -> Action {
        self.entry(number).action()
    }

    #[track_caller]
    fn reason(&self, number: u128) -> String {
        self.entry(number).reason()
    }

    /// The machine's user with this number.
    fn user(&self, number: u128) -> Option<&RuntimeUser> {
        self.runtime.users.iter().find(|user| user.user.id == id(number))
    }

    /// Names of the machine's users but Admin, in order.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.runtime.users.iter().filter(|user| !user.user.admin).map(|user| user.user.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// Numbers of the deleted users whose traces stay.
    fn traces(&self) -> Vec<u128> {
        self.runtime.deleted.iter().map(|deleted| deleted.id.as_u128()).collect()
    }
}
