//! Histories of a project and a machine: an engineer designs, the plant operates, projects arrive, and
//! after every arrival the product is held against the oracle and the invariants.
//!
//! A history is a list of steps made from a seed; what a step does depends on what it finds, so any step
//! can be left out, and the smallest history that still shows a difference is found by leaving out.

mod delivery;
mod designer;
mod edit;
mod machine;
mod world;

use std::collections::BTreeMap;
use std::fmt;

use keyholder_shared::model::{Project, Runtime};
use keyholder_shared::reconcile::{Action, Report};
use keyholder_shared::xml::{write_project, write_runtime};

pub(crate) use delivery::reads_back;
pub use delivery::{Arrival, BROKEN};
pub use designer::Designer;
pub use machine::Machine;
pub use world::World;
pub(crate) use world::{id, new_group, new_project, number};

use crate::invariants::Reconcile;
use crate::random::Random;

/// So many steps has a history at most.
pub const MOST_STEPS: usize = 50;

/// One step of a history.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The engineer does something.
    Designer(Designer),
    /// The plant does something.
    Machine(Machine),
    /// Something arrives.
    Arrival(Arrival),
}

/// The steps of the history with this seed: always the same ones.
#[must_use]
pub fn steps(seed: u64) -> Vec<Step> {
    let mut random = Random::new(seed);
    let count = 5 + random.below(MOST_STEPS - 4);
    let mut steps = vec![Step::Arrival(Arrival::Current)];
    while steps.len() < count {
        steps.push(match random.below(20) {
            0..=7 => Step::Designer(Designer::random(&mut random)),
            8..=13 => Step::Machine(Machine::random(&mut random)),
            _ => Step::Arrival(Arrival::random(&mut random)),
        });
    }
    steps
}

/// Product and expectation differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What should hold and does not.
    pub rule: &'static str,
    /// What was found.
    pub found: String,
}

impl Difference {
    /// A breach of `rule`, with what was `found`.
    #[must_use]
    pub fn new(rule: &'static str, found: String) -> Self {
        Self { rule, found }
    }
}

/// A history that shows a difference, as short as it could be made.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The seed of the whole history.
    pub seed: u64,
    /// What differs at the end of the short one.
    pub difference: Difference,
    /// The short history, step by step in words.
    pub diary: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}: {}", self.seed, self.difference.rule)?;
        for (number, line) in self.diary.iter().enumerate() {
            writeln!(f, "  {:2}. {line}", number + 1)?;
        }
        write!(f, "{}", self.difference.found)
    }
}

impl std::error::Error for Failure {}

/// What a number of histories did.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Projects that arrived in one piece.
    pub deliveries: u64,
    /// Those of them that were merged, and held against the oracle and the invariants.
    pub compared: u64,
    /// Broken files that arrived.
    pub refused: u64,
    /// How often each thing happened to a user.
    pub actions: BTreeMap<Action, u64>,
    /// Users that lost a membership.
    pub dropped: u64,
    /// Admins enabled again.
    pub enabled_again: u64,
}

impl Tally {
    fn count(&mut self, report: &Report) {
        self.compared += 1;
        for entry in &report.users {
            *self.actions.entry(entry.action()).or_default() += 1;
            self.dropped += u64::from(!entry.dropped_groups.is_empty());
            self.enabled_again += u64::from(entry.enabled_again);
        }
    }

    /// Adds what other histories did.
    pub fn add(&mut self, other: &Self) {
        self.deliveries += other.deliveries;
        self.compared += other.compared;
        self.refused += other.refused;
        self.dropped += other.dropped;
        self.enabled_again += other.enabled_again;
        for (action, count) in &other.actions {
            *self.actions.entry(*action).or_default() += count;
        }
    }
}

/// The bytes of some of the documents that come out of merges.
#[derive(Debug, Default)]
pub struct Documents {
    every: usize,
    seen: usize,
    taken: Vec<Vec<u8>>,
}

impl Documents {
    /// Takes a machine's document and its project from every so-manieth merge. (The default takes none.)
    #[must_use]
    pub fn of_every(every: usize) -> Self {
        Self { every, ..Self::default() }
    }

    fn offer(&mut self, machine: &Runtime, project: &Project) {
        self.seen += 1;
        if self.every != 0 && self.seen.is_multiple_of(self.every) {
            self.taken.extend([write_runtime(machine), write_project(project)]);
        }
    }

    /// Hands out what was taken since the last time.
    #[must_use]
    pub fn take(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.taken)
    }
}

/// Runs the history with this seed. `reconcile` is the function under test; `documents` gets some of what
/// comes out.
///
/// # Errors
/// The shortest history found in which product and expectation differ.
pub fn run(seed: u64, reconcile: Reconcile, documents: &mut Documents) -> Result<Tally, Box<Failure>> {
    let mut steps = steps(seed);
    let mut world = World::new(reconcile, std::mem::take(documents));
    let lived = live(&mut world, &steps);
    *documents = world.documents;
    let Err(first) = lived else { return Ok(world.tally) };
    steps.truncate(first.at + 1);
    let (difference, diary) = shrink(&mut steps, first, reconcile);
    Err(Box::new(Failure { seed, difference, diary }))
}

/// Where in its steps a history showed a difference, and what had been done until then.
struct Stop {
    at: usize,
    difference: Difference,
    diary: Vec<String>,
}

/// Does the steps one after the other; those that are not possible are left out.
fn live(world: &mut World, steps: &[Step]) -> Result<(), Stop> {
    let mut diary = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let told = match *step {
            Step::Designer(step) => Ok(world.design(step).map(|told| format!("Designer: {told}"))),
            Step::Machine(step) => Ok(world.operate(step).map(|told| format!("Machine: {told}"))),
            Step::Arrival(arrival) => world.arrive(arrival).map(|told| told.map(|told| format!("Arrival: {told}"))),
        };
        match told {
            Ok(told) => diary.extend(told),
            Err(difference) => {
                diary.push(format!("{step:?}"));
                return Err(Stop { at, difference, diary });
            }
        }
    }
    Ok(())
}

/// Leaves out every step without which the same rule is still broken, until none is left to leave out.
fn shrink(steps: &mut Vec<Step>, first: Stop, reconcile: Reconcile) -> (Difference, Vec<String>) {
    let mut shortest = first;
    loop {
        let before = steps.len();
        for at in (0..before).rev() {
            if at >= steps.len() {
                continue;
            }
            let mut fewer = steps.clone();
            fewer.remove(at);
            let mut world = World::new(reconcile, Documents::default());
            world.thorough = true;
            if let Err(stop) = live(&mut world, &fewer)
                && stop.difference.rule == shortest.difference.rule
            {
                fewer.truncate(stop.at + 1);
                (*steps, shortest) = (fewer, stop);
            }
        }
        if steps.len() == before {
            return (shortest.difference, shortest.diary);
        }
    }
}
