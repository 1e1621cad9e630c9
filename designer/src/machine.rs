//! What delivering the open project would do on machines whose runtime files are at hand: the Runtime's own
//! `reconcile`, with both sides kept so that a person can see before and after. Writes nothing.

mod export;
mod take;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_shared::model::{Project, Runtime, RuntimeUser, User};
use keyholder_shared::reconcile::{self, Action, Cause, Conflict, Decision, Reconciled, Report, UserReport};
use keyholder_shared::xml::{Digest, Fault, RUNTIME_FILE, Severity};
use keyholder_shared::{Id, Str, Time};

use crate::service::files::{self, NotOpened};

pub use export::table;
pub use take::{NotTaken, Taken, take};

/// What is to be delivered.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The project, with the time stamp that its file has or would have when it is saved now.
    pub project: Project,
    /// The digest of its file; none if it is not saved yet.
    pub digest: Option<Digest>,
}

/// A machine's runtime file as it was read: kept, while the project changes.
#[derive(Clone, Debug)]
pub struct RuntimeFile {
    path: PathBuf,
    holds: Holds,
}

#[derive(Clone, Debug)]
enum Holds {
    Runtime(Arc<Runtime>),
    Damaged(Vec<Fault>),
    Unread(NotOpened),
}

/// What the delivery would do on one machine.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The machine's name: its folder's, where the runtime file has its usual name.
    pub name: String,
    /// Its runtime file.
    pub path: PathBuf,
    /// What the update would come to.
    pub outcome: Outcome,
}

/// What an update would come to.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The two would become one.
    Merged(Arc<Merged>),
    /// The machine has this very project.
    HasIt,
    /// Same time stamp, other content: nothing would be merged.
    SameStamp,
    /// The machine runs another project, which is refused.
    OtherProject {
        /// That project's name.
        name: Str,
        /// Its Id.
        id: Id,
    },
    /// The two cannot be merged at all; why.
    Conflict(Conflict),
    /// The runtime file is damaged, or none; its faults.
    Damaged(Vec<Fault>),
    /// The runtime file could not be read; why.
    Unread(NotOpened),
}

/// Both sides of a merge, what comes of them and what is told of it.
#[derive(Clone, Debug)]
pub struct Merged {
    /// What is told.
    pub report: Report,
    /// What the machine has.
    pub before: Arc<Runtime>,
    /// What it would have.
    pub after: Runtime,
    /// How many users come out as what, in the order of [`Action::ALL`].
    counts: [usize; Action::ALL.len()],
    attention: usize,
}

/// One user on all sides of a merge.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'m> {
    /// The project's user.
    pub project: Option<&'m User>,
    /// The machine's.
    pub before: Option<&'m RuntimeUser>,
    /// What the machine would have.
    pub after: Option<&'m RuntimeUser>,
}

impl RuntimeFile {
    /// The runtime file at `path`, which holds `bytes`.
    #[must_use]
    pub fn read(path: &Path, bytes: &[u8]) -> Self {
        let holds = match files::read_runtime(bytes).accept() {
            Ok((runtime, _)) => Holds::Runtime(Arc::new(runtime)),
            Err(faults) => Holds::Damaged(faults),
        };
        Self { path: path.to_owned(), holds }
    }

    /// A runtime file that could not be read; why.
    #[must_use]
    pub fn unread(path: &Path, why: NotOpened) -> Self {
        Self { path: path.to_owned(), holds: Holds::Unread(why) }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Machine {
    /// What delivering would do on the machine with that runtime file; `now` is the time of the update.
    #[must_use]
    pub fn forecast(delivery: &Delivery, file: &RuntimeFile, now: Time) -> Self {
        let outcome = match &file.holds {
            Holds::Runtime(runtime) => merge(delivery, runtime, now),
            Holds::Damaged(faults) => Outcome::Damaged(faults.clone()),
            Holds::Unread(why) => Outcome::Unread(why.clone()),
        };
        Self { name: name_of(&file.path), path: file.path.clone(), outcome }
    }

    /// The merge, if there would be one.
    #[must_use]
    pub fn merged(&self) -> Option<&Merged> {
        match &self.outcome {
            Outcome::Merged(merged) => Some(merged),
            _ => None,
        }
    }

    /// How many users need a look.
    #[must_use]
    pub fn attention(&self) -> usize {
        self.merged().map_or(0, |merged| merged.attention)
    }

    /// How many users come out as one of `actions`; none if there is no merge.
    #[must_use]
    pub fn count(&self, actions: &[Action]) -> Option<usize> {
        let counts = self.merged()?.counts.iter().zip(Action::ALL);
        Some(counts.filter(|(_, action)| actions.contains(action)).map(|(count, _)| count).sum())
    }

    /// The first error of a damaged runtime file.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        match &self.outcome {
            Outcome::Damaged(faults) => {
                faults.iter().find(|fault| fault.severity == Severity::Error).or_else(|| faults.first())
            }
            _ => None,
        }
    }
}

impl Merged {
    fn new(report: Report, before: Arc<Runtime>, after: Runtime) -> Self {
        let counts = Action::ALL.map(|action| report.count(action));
        let attention = report.users.iter().filter(|user| user.needs_attention()).count();
        Self { report, before, after, counts, attention }
    }

    /// The users of the report: all of them, or those that need a look.
    pub fn users(&self, attention: bool) -> impl Iterator<Item = &UserReport> {
        self.report.users.iter().filter(move |user| !attention || user.needs_attention())
    }

    /// What the machine has of these users of the report, given by their places in it, in its order. Those that it
    /// does not have are left out, and so is Admin, who is every project's own.
    #[must_use]
    pub fn on_machine(&self, places: &[usize]) -> Vec<&RuntimeUser> {
        let mut places = places.to_owned();
        places.sort_unstable();
        let wanted = places.iter().filter_map(|place| self.report.users.get(*place)).map(id_on_machine);
        let mut order = HashMap::new();
        for (number, id) in wanted.enumerate() {
            order.entry(id).or_insert(number);
        }
        let found = self.before.users.iter().filter(|user| !user.user.admin);
        let mut found: Vec<(usize, &RuntimeUser)> =
            found.filter_map(|user| order.get(&user.user.id).map(|number| (*number, user))).collect();
        found.sort_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, user)| user).collect()
    }

    /// One user of the report on all sides.
    #[must_use]
    pub fn sides<'m>(&'m self, project: Option<&'m User>, user: &UserReport) -> Sides<'m> {
        let on_machine = id_on_machine(user);
        let find = |runtime: &'m Runtime, id: Id| runtime.users.iter().find(|user| user.user.id == id);
        let stays = if matches!(user.cause, Cause::Shadowed(_)) { on_machine } else { user.id };
        Sides { project, before: find(&self.before, on_machine), after: find(&self.after, stays) }
    }
}

/// The Id that the machine knows a user of the report by.
fn id_on_machine(user: &UserReport) -> Id {
    match &user.cause {
        Cause::Shadowed(shadowed) => shadowed.by,
        Cause::Replaced { old, .. } => *old,
        _ => user.id,
    }
}

fn merge(delivery: &Delivery, runtime: &Arc<Runtime>, now: Time) -> Outcome {
    let Delivery { project, digest } = delivery;
    let merged = reconcile::Delivery {
        project_id: runtime.project_id,
        time_stamp: runtime.project_time_stamp,
        digest: runtime.project_digest,
    };
    let delivered = reconcile::Delivery { project_id: project.id, time_stamp: project.time_stamp, digest: *digest };
    match reconcile::decide(delivered, Some(merged), false) {
        Decision::OtherProject => Outcome::OtherProject { name: runtime.project_name.clone(), id: runtime.project_id },
        Decision::Nothing => Outcome::HasIt,
        Decision::SameStampOtherContent => Outcome::SameStamp,
        // With a runtime document there is no first start.
        Decision::Merge { .. } | Decision::Create => {
            match reconcile::reconcile(project.clone(), *digest, Runtime::clone(runtime), now) {
                Ok(Reconciled { runtime: after, report }) => {
                    Outcome::Merged(Arc::new(Merged::new(report, Arc::clone(runtime), after)))
                }
                Err(conflict) => Outcome::Conflict(conflict),
            }
        }
    }
}

/// Names the folders above as well where machines would be called the same: `filler-1 (line-2)`.
pub fn tell_apart(machines: &mut [Machine]) {
    for above in 1..=FOLDERS {
        let mut called: HashMap<String, usize> = HashMap::new();
        for machine in machines.iter() {
            *called.entry(machine.name.clone()).or_default() += 1;
        }
        for machine in machines.iter_mut().filter(|machine| called.get(&machine.name).is_some_and(|count| *count > 1)) {
            let own = if is_usual(&machine.path) { 2 } else { 1 };
            let folders: Vec<String> =
                machine.path.ancestors().skip(own).filter_map(Path::file_name).map(lossy).take(above).collect();
            if folders.len() == above {
                let folders: PathBuf = folders.iter().rev().collect();
                machine.name = format!("{} ({})", name_of(&machine.path), folders.display());
            }
        }
    }
}

/// So many folders are named at most.
const FOLDERS: usize = 4;

fn is_usual(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == RUNTIME_FILE)
}

fn lossy(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn name_of(path: &Path) -> String {
    let folder = path.parent().and_then(Path::file_name);
    let name = folder.filter(|_| is_usual(path)).or_else(|| path.file_stem());
    name.map_or_else(|| path.display().to_string(), lossy)
}

#[cfg(test)]
mod tests;
