//! From a state to the two documents, through a merge, and back.

use std::collections::HashMap;
use std::sync::Mutex;

use keyholder_shared::model::{DeletedUser, Mark, Origin, Password, Project, Ref, Runtime, RuntimeUser, Unknown, User};
use keyholder_shared::reconcile::first_start;
use keyholder_shared::{Id, Time};

use super::step::Merging;
use super::{Design, Person, Record, State, Trace};
use crate::history::{Difference, id, new_group, new_project, number};
use crate::invariants::{Reconcile, Update};

/// Ids of users and groups are these and their small number.
const USERS: u32 = 1000;
const GROUPS: u32 = 2000;

/// What all documents of the tiny world have in common.
pub(super) struct Documents {
    reconcile: Reconcile,
    project: Project,
    machine: Runtime,
    merged: Mutex<HashMap<Merge, People>>,
}

/// What a merge depends on: the project, the machine's groups and its people.
type Merge = (Design, [Option<u8>; 2], Vec<Record>, Vec<Trace>);
type People = (Vec<Record>, Vec<Trace>);

impl Documents {
    pub fn new(reconcile: Reconcile) -> Self {
        let mut project = new_project();
        project.definitions.groups.truncate(1);
        project.time_stamp = minute(1);
        let machine = first_start(Project { time_stamp: minute(0), ..project.clone() }, None, minute(2)).runtime;
        Self { reconcile, project, machine, merged: Mutex::default() }
    }

    /// Merges, holds the result against the oracle and the invariants, and gives the state afterwards.
    /// What was merged before from the same documents is not merged again.
    pub fn merge(&self, state: &State, merging: Merging) -> Result<State, Difference> {
        let design = match merging {
            Merging::Current => &state.design,
            Merging::Earlier => &state.earlier,
        };
        let merge = (design.clone(), state.merged.groups, state.machine.clone(), state.traces.clone());
        let known = self.merged.lock().expect("no check panicked").get(&merge).cloned();
        let (machine, traces) = match known {
            Some(people) => people,
            None => {
                let people = self.check(design, state)?;
                self.merged.lock().expect("no check panicked").insert(merge, people.clone());
                people
            }
        };
        let (earlier, merged) = (state.merged.clone(), design.clone());
        Ok(State { design: state.design.clone(), merged, earlier, machine, traces })
    }

    /// How many different merges there were.
    pub fn merges(&self) -> usize {
        self.merged.lock().expect("no check panicked").len()
    }

    fn check(&self, design: &Design, state: &State) -> Result<People, Difference> {
        let (project, before, now) = (self.project(design), self.machine(state), minute(3));
        let after = (self.reconcile)(project.clone(), None, before.clone(), now)
            .map_err(|conflict| Difference::new("valid documents were not merged", conflict.to_string()))?;
        let reconcile = self.reconcile;
        let update = Update { project: &project, digest: None, before: &before, after: &after, now, reconcile };
        update.check(false).map_err(|difference| {
            let found = format!("{design:#?} into {state:#?}\n{}", difference.found);
            Difference { found, ..difference }
        })?;
        let mut machine: Vec<Record> = after.runtime.users.iter().filter(|user| !user.user.admin).map(record).collect();
        let mut traces: Vec<Trace> = after.runtime.deleted.iter().map(trace).collect();
        machine.sort();
        traces.sort();
        Ok((machine, traces))
    }

    fn project(&self, design: &Design) -> Project {
        let mut project = self.project.clone();
        project.definitions.groups.extend(groups(design));
        project.users.extend(design.users.iter().map(user));
        project
    }

    fn machine(&self, state: &State) -> Runtime {
        let mut machine = self.machine.clone();
        machine.definitions.groups.extend(groups(&state.merged));
        machine.users.extend(state.machine.iter().map(|record| {
            let mark = |is: bool| is.then(|| Mark { at: minute(1), by: "Admin".into() });
            RuntimeUser {
                origin: if record.made_here { Origin::Runtime } else { Origin::Project },
                changed: mark(record.changed),
                created: mark(record.made_here),
                history: record.history.iter().copied().map(password).collect(),
                ..RuntimeUser::from_project(user(&record.person))
            }
        }));
        machine.deleted.extend(state.traces.iter().map(|trace| DeletedUser {
            id: id(USERS + u32::from(trace.id)),
            name: name(trace.name).into(),
            deleted_at: Some(minute(1)),
            deleted_by: "Admin".into(),
            password: Some(password(trace.hash)),
            history: trace.history.iter().copied().map(password).collect(),
            history_unknown: Unknown::default(),
            unknown: Unknown::default(),
            at: Default::default(),
        }));
        machine
    }
}

fn groups(design: &Design) -> impl Iterator<Item = keyholder_shared::model::Group> {
    let there = design.groups.iter().zip(["Operators", "Setters"]);
    there.filter_map(|(group, name)| Some(new_group(id(GROUPS + u32::from((*group)?)), name)))
}

fn user(person: &Person) -> User {
    let mut user = User::new(id(USERS + u32::from(person.id)), name(person.name));
    user.enabled = person.enabled;
    user.password = Some(password(person.hash));
    user.groups = person.groups.iter().map(|group| Ref::from(id(GROUPS + u32::from(*group)))).collect();
    user
}

fn password(hash: u8) -> Password {
    let hash = format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0MDAwMA${hash:043}");
    Password { hash: hash.into(), changed_at: Some(minute(0)), unknown: Unknown::default() }
}

fn record(record: &RuntimeUser) -> Record {
    let user = &record.user;
    let person = Person {
        id: small(user.id),
        name: u8::from(user.name != name(0)),
        hash: user.password.as_ref().map_or(0, hash),
        enabled: user.enabled,
        groups: user.groups.iter().map(|member| small(member.id)).collect(),
    };
    Record {
        person,
        made_here: record.origin == Origin::Runtime,
        changed: record.changed.is_some(),
        history: record.history.iter().map(hash).collect(),
    }
}

fn trace(trace: &DeletedUser) -> Trace {
    Trace {
        id: small(trace.id),
        name: u8::from(trace.name != name(0)),
        hash: trace.password.as_ref().map_or(0, hash),
        history: trace.history.iter().map(hash).collect(),
    }
}

fn name(name: u8) -> &'static str {
    if name == 0 { "anna" } else { "Zoë" }
}

/// The small number of an Id.
fn small(id: Id) -> u8 {
    (number(id) % 1000) as u8
}

/// The number of a hash: the last digits of [`password`].
fn hash(password: &Password) -> u8 {
    password.hash.rsplit('$').next().and_then(|digits| digits.parse().ok()).expect("hashes of this world end in digits")
}

fn minute(minute: i64) -> Time {
    Time::from_millis(1_790_000_000_000 + minute * 60_000)
}
