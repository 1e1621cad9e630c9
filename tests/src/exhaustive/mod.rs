//! All histories of a few steps in a tiny world: two names, so at most two users at a time beside Admin on
//! either side, and two groups. Breadth first over distinct states, which covers every history; after every
//! merge the product is held against the oracle and the invariants.

mod documents;
mod step;

use std::collections::HashSet;
use std::fmt;

use crate::history::Difference;
use crate::invariants::Reconcile;
use documents::Documents;
use step::{Merging, Step};

/// A user as the project has it. Ids, hashes and groups are small numbers; a group that is deleted and
/// created anew gets another number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Person {
    id: u8,
    name: u8,
    hash: u8,
    enabled: bool,
    groups: Vec<u8>,
}

/// A user as the machine has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Record {
    person: Person,
    made_here: bool,
    changed: bool,
    history: Vec<u8>,
}

/// The trace of a deleted user.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Trace {
    id: u8,
    name: u8,
    hash: u8,
    history: Vec<u8>,
}

/// A project: its users, and which groups there are in the two places for groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Design {
    users: Vec<Person>,
    groups: [Option<u8>; 2],
}

/// Everything that later steps can depend on. What nobody refers to any more is forgotten, so histories
/// that come to the same meet in one state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    /// The project in the Designer.
    design: Design,
    /// The project merged last, whose groups are the machine's.
    merged: Design,
    /// The project merged before that, to roll back to.
    earlier: Design,
    machine: Vec<Record>,
    traces: Vec<Trace>,
}

/// What was covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Distinct states, the initial ones included.
    pub states: usize,
    /// Steps from one state to another or the same.
    pub transitions: usize,
    /// Different merges among them, each held against the oracle and the invariants.
    pub merges: usize,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} states, {} transitions, {} different merges", self.states, self.transitions, self.merges)
    }
}

/// Goes through all histories of up to `steps` steps, from three beginnings: nobody but Admin, one user, and
/// two users, each project delivered already. Of the last step only merges are done: after another one
/// there is nothing to check.
///
/// # Errors
/// The first difference, with the state that was merged.
pub fn explore(steps: usize, reconcile: Reconcile) -> Result<Coverage, Difference> {
    let documents = Documents::new(reconcile);
    let mut frontier: Vec<State> = (0..=2).map(State::beginning).collect();
    let mut seen: HashSet<State> = frontier.iter().cloned().collect();
    let mut coverage = Coverage::default();
    for left in (0..steps).rev() {
        let halves = frontier.chunks(frontier.len().div_ceil(2).max(1));
        let found = std::thread::scope(|scope| {
            let documents = &documents;
            let go = move |states: &[State]| {
                states.iter().map(|state| next(state, left == 0, documents)).collect::<Result<Vec<_>, _>>()
            };
            let threads = halves.map(|states| scope.spawn(move || go(states))).collect::<Vec<_>>();
            threads.into_iter().map(|thread| thread.join().expect("a check panicked")).collect::<Result<Vec<_>, _>>()
        })?;
        frontier.clear();
        for states in found.into_iter().flatten() {
            coverage.transitions += states.len();
            for state in states {
                if seen.insert(state.clone()) {
                    frontier.push(state);
                }
            }
        }
    }
    coverage.states = seen.len();
    coverage.merges = documents.merges();
    Ok(coverage)
}

/// The states one step further.
fn next(state: &State, merges_only: bool, documents: &Documents) -> Result<Vec<State>, Difference> {
    let mut states = vec![documents.merge(state, Merging::Current)?, documents.merge(state, Merging::Earlier)?];
    if !merges_only {
        states.extend(Step::all(state).into_iter().map(|step| state.after(step)));
    }
    Ok(states)
}

impl State {
    /// A machine that started with so many users, each in a group.
    fn beginning(users: u8) -> Self {
        let person = |number| Person { id: number, name: number, hash: number, enabled: true, groups: vec![number] };
        let design = Design { users: (0..users).map(person).collect(), groups: [Some(0), Some(1)] };
        let record = |person| Record { person, made_here: false, changed: false, history: Vec::new() };
        Self {
            machine: design.users.iter().cloned().map(record).collect(),
            merged: design.clone(),
            earlier: design.clone(),
            design,
            traces: Vec::new(),
        }
    }
}
