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
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

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
    let count = 6 + random.below(MOST_STEPS - 5);
    let mut steps = Vec::new();
    if random.below(4) == 0 {
        // A machine whose Admin is disabled, because anna stands in: what happens to her, matters more.
        steps.push(Step::Designer(Designer::AdminCanBeDeactivated));
        steps.push(Step::Designer(Designer::Member { who: 1, group: 0 }));
        steps.push(Step::Arrival(Arrival::Current));
        steps.push(Step::Machine(Machine::Enable { who: 0 }));
    }
    steps.push(Step::Arrival(Arrival::Current));
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

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it does not hold that {}\n{}", self.rule, self.found)
    }
}

impl std::error::Error for Difference {}

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
        writeln!(f, "In the history with seed {}, shortened:", self.seed)?;
        for (number, line) in self.diary.iter().enumerate() {
            writeln!(f, "  {:2}. {line}", number + 1)?;
        }
        write!(f, "{}", self.difference)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.difference)
    }
}

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

/// Takes a machine's document and its project from every so-manieth merge; from none where that is 0.
#[derive(Debug, Default)]
struct Sample {
    every: u64,
    seen: u64,
    taken: Vec<Vec<u8>>,
}

impl Sample {
    fn offer(&mut self, machine: &Runtime, project: &Project) {
        self.seen += 1;
        if self.every != 0 && self.seen.is_multiple_of(self.every) {
            self.taken.extend([write_runtime(machine), write_project(project)]);
        }
    }
}

/// What a history did, where product and expectation agreed throughout.
#[derive(Debug, Default)]
pub struct History {
    /// What was done and compared.
    pub tally: Tally,
    /// The bytes of some of the documents that came out of merges.
    pub documents: Vec<Vec<u8>>,
}

/// Runs the history with this seed. `reconcile` is the function under test; of about `every` merges one
/// gives its documents (0: none).
///
/// # Errors
/// The shortest history found in which product and expectation differ.
pub fn run(seed: u64, reconcile: Reconcile, every: u64) -> Result<History, Box<Failure>> {
    let mut steps = steps(seed);
    let mut world = World::new(reconcile);
    world.sample = Sample { every, seen: seed, taken: Vec::new() };
    let Err(first) = live(&mut world, &steps) else {
        return Ok(History { tally: world.tally, documents: world.sample.taken });
    };
    steps.truncate(first.at + 1);
    let (difference, diary) = shrink(&mut steps, first, reconcile);
    Err(Box::new(Failure { seed, difference, diary }))
}

/// Runs the histories with these seeds on all cores. `each` hears of one after the other, in no order.
///
/// # Errors
/// The first failure, after which no further history begins.
pub fn run_all(
    seeds: Range<u64>,
    reconcile: Reconcile,
    every: u64,
    mut each: impl FnMut(History),
) -> Result<(), Box<Failure>> {
    let next = AtomicU64::new(seeds.start);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(1000);
        for _ in 0..threads {
            let (sender, next, seeds) = (sender.clone(), &next, &seeds);
            scope.spawn(move || {
                while let Some(seed) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| seeds.contains(seed)) {
                    // Nobody listens any more after a failure.
                    if sender.send(run(seed, reconcile, every)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        receiver.into_iter().try_for_each(|lived| lived.map(&mut each))
    })
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
            let mut world = World::new(reconcile);
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
