//! One update: the delivered project becomes, or is merged into, the machine's runtime document
//! (design sections 3 and 6).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyholder_shared::Time;
use keyholder_shared::model::Runtime;
use keyholder_shared::reconcile::{self, Decision, Delivery, Reconciled};
use keyholder_shared::xml::Fault;

use crate::clock::Clock;
use crate::outcome::{FileFault, Outcome, Refusal, Update};
use crate::project::{self, Delivered, ProjectPath};
use crate::runtime::{self, LoadedRuntime};
use crate::store::{FileSystem, Loaded, Store, StoreError};

/// What an update works with.
#[derive(Clone)]
pub struct Machine {
    /// The disk.
    pub fs: Arc<dyn FileSystem>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The folder that this machine allows for storage paths, if it allows one.
    pub storage_root: Option<PathBuf>,
    /// How long to wait for another writer.
    pub patience: Duration,
}

/// How an update is to be done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Say what would happen, and write nothing.
    pub dry_run: bool,
    /// Merge though the time stamp is the one merged last.
    pub force: bool,
}

/// What the update is at, for whoever waits.
pub type Progress<'p> = &'p dyn Fn(&'static str);

/// Updates the machine from the project at `given`, a folder or a file.
#[must_use]
pub fn update(machine: &Machine, given: &Path, options: Options, progress: Progress<'_>) -> Update {
    let path = ProjectPath::new(given);
    read_project(machine, &path, progress)
        .and_then(|delivered| deliver(machine, &path, delivered, options, progress))
        .unwrap_or_else(|failed| failed.told(&path, options.dry_run))
}

/// Updates the machine from the project at `path`, whose file was read already and holds `bytes`.
#[must_use]
pub fn update_from(machine: &Machine, path: &ProjectPath, bytes: &[u8], options: Options, progress: Progress<'_>) -> Update {
    project::parse(path.file(), bytes)
        .map_err(Failed::Project)
        .and_then(|delivered| deliver(machine, path, delivered, options, progress))
        .unwrap_or_else(|failed| failed.told(path, options.dry_run))
}

/// Why there was no update.
enum Failed {
    Project(Vec<FileFault>),
    Disk(Vec<FileFault>),
    Store(StoreError),
}

impl Failed {
    fn told(self, path: &ProjectPath, dry_run: bool) -> Update {
        match self {
            Self::Project(errors) => Update::rejected(dry_run, Refusal::Project, errors),
            Self::Disk(errors) => Update::rejected(dry_run, Refusal::Store, errors),
            Self::Store(error) => Update::store_failed(dry_run, &error, path.folder()),
        }
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn deliver(
    machine: &Machine,
    path: &ProjectPath,
    delivered: Delivered,
    options: Options,
    progress: Progress<'_>,
) -> Result<Update, Failed> {
    let home = path.home(Some(&delivered.project.definitions.storage.kind), machine.storage_root.as_deref());
    let store = Store::open(home, Arc::clone(&machine.fs), runtime::generation_of)?;
    let parse = |bytes: Vec<u8>| runtime::parse(&bytes, None);
    if options.dry_run {
        progress("reading the runtime document");
        let loaded = store.read(parse)?;
        return Ok(merge_loaded(machine, path, delivered, loaded, options)?.update);
    }
    let mut locked = store.lock(machine.patience)?;
    progress("reading the runtime document");
    let loaded = locked.load(parse)?;
    progress("merging");
    let merged = merge_loaded(machine, path, delivered, loaded, options)?;
    if let Some(document) = &merged.result {
        progress("saving");
        locked.save(merged.generation, |file| runtime::write(document, file))?;
    }
    Ok(merged.update)
}

fn read_project(machine: &Machine, path: &ProjectPath, progress: Progress<'_>) -> Result<Delivered, Failed> {
    progress("reading the project");
    let bytes = path.bytes(&*machine.fs).map_err(|unread| match unread.disk {
        true => Failed::Disk(vec![unread.fault]),
        false => Failed::Project(vec![unread.fault]),
    })?;
    project::parse(path.file(), &bytes).map_err(Failed::Project)
}

/// Merges what was loaded, and tells what happened to it.
fn merge_loaded(
    machine: &Machine,
    path: &ProjectPath,
    delivered: Delivered,
    loaded: Loaded<LoadedRuntime>,
    options: Options,
) -> Result<Merged, Failed> {
    let mut told = Told::default();
    let current = match loaded {
        Loaded::Missing => None,
        Loaded::Current(current) => Some(current),
        Loaded::Recovered { value, damage, set_aside } => {
            told.recovered(&damage, set_aside.as_deref(), options.dry_run);
            Some(value)
        }
        Loaded::Lost { damage, set_aside } => {
            let update = lost(path, &damage, set_aside.as_deref(), options);
            return Ok(Merged { result: None, generation: None, update });
        }
    };
    told.faults(&delivered.warnings);
    if let Some(current) = &current {
        told.document_faults(&current.warnings);
    }
    let mut merged = merge(delivered, current.map(|current| current.runtime), machine.clock.now(), options)
        .map_err(|message| Failed::Project(vec![FileFault::whole(path.file(), message)]))?;
    merged.update.warnings.splice(0..0, told.warnings);
    merged.update.alarms = told.alarms;
    Ok(merged)
}

fn lost(path: &ProjectPath, damage: &str, set_aside: Option<&Path>, options: Options) -> Update {
    let kept = set_aside.map_or(String::new(), |file| format!(" What was there is kept as {}.", file.display()));
    let message = format!(
        "The runtime document is lost. {damage}{kept} Nobody can log in until it is restored from a backup, or until the machine starts again from the project by reset --confirm; then the plant's own users are gone."
    );
    let mut update =
        Update::rejected(options.dry_run, Refusal::Store, vec![FileFault::whole(path.folder(), message.clone())]);
    update.alarms.push(message);
    update
}

/// What came of a merge.
pub(crate) struct Merged {
    /// The document to save, if there is anything to save.
    pub result: Option<Runtime>,
    /// The generation that must be on disk then.
    pub generation: Option<u64>,
    /// What is to be told.
    pub update: Update,
}

/// Decides and merges; `Err` is why this project is refused.
pub(crate) fn merge(
    delivered: Delivered,
    current: Option<Runtime>,
    now: Time,
    options: Options,
) -> Result<Merged, String> {
    let Delivered { project, digest, .. } = delivered;
    let merged = current.as_ref().map(|current| Delivery {
        project_id: current.project_id,
        time_stamp: current.project_time_stamp,
        digest: current.project_digest,
    });
    let delivery = Delivery { project_id: project.id, time_stamp: project.time_stamp, digest: Some(digest) };
    let mut update = Update::new(Outcome::Unchanged, options.dry_run);
    update.project_time_stamp = Some(project.time_stamp);
    update.previous_time_stamp = merged.map(|merged| merged.time_stamp);
    let (reconciled, outcome) = match (reconcile::decide(delivery, merged, options.force), current) {
        (Decision::Merge { .. }, Some(current)) => {
            let generation = current.generation;
            let Reconciled { runtime, report } =
                reconcile::reconcile(project, Some(digest), current, now).map_err(|conflict| conflict.to_string())?;
            update.outcome = Outcome::Updated;
            update.report = Some(report);
            return Ok(Merged { result: Some(runtime), generation: Some(generation), update });
        }
        (Decision::Create, _) | (Decision::Merge { .. }, None) => {
            (reconcile::first_start(project, Some(digest), now), Outcome::Created)
        }
        (Decision::Nothing, _) => return Ok(Merged { result: None, generation: None, update }),
        (Decision::SameStampOtherContent, _) => {
            update.warnings.push(format!(
                "The project has the time stamp {} that the machine merged already, but other content. Nothing was merged. Save the project in the Designer, which moves the time stamp, or use --force.",
                project.time_stamp
            ));
            return Ok(Merged { result: None, generation: None, update });
        }
        (Decision::OtherProject, current) => {
            let machine =
                current.map_or(String::new(), |current| format!("{} ({})", current.project_name, current.project_id));
            return Err(format!(
                "This is the project {} ({}), but the machine runs the project {machine}. Nothing was merged. If the machine is to run this project from now on, start again from it with reset --confirm; the plant's own users are then gone.",
                project.name, project.id
            ));
        }
    };
    update.outcome = outcome;
    update.report = Some(reconciled.report);
    Ok(Merged { result: Some(reconciled.runtime), generation: None, update })
}

/// What is told beside the merge.
#[derive(Default)]
struct Told {
    warnings: Vec<String>,
    alarms: Vec<String>,
}

impl Told {
    fn recovered(&mut self, damage: &str, set_aside: Option<&Path>, dry_run: bool) {
        let would = if dry_run { "would be" } else { "was" };
        let kept = set_aside
            .map_or(String::new(), |file| format!(" The damaged file {would} set aside as {}.", file.display()));
        let alarm = format!(
            "Alarm: {damage}{kept} The previous generation {would} loaded: the last change made on the machine may be missing. Check the users, and the disk."
        );
        self.warnings.push(alarm.clone());
        self.alarms.push(alarm);
    }

    fn faults(&mut self, faults: &[FileFault]) {
        self.warnings.extend(faults.iter().map(FileFault::line_for_people));
    }

    fn document_faults(&mut self, faults: &[Fault]) {
        self.warnings
            .extend(faults.iter().map(|fault| format!("The runtime document, line {}: {}", fault.line, fault.message)));
    }
}

/// Starts again from the project: the design's deliberate way to another project, or out of a loss.
///
/// # Errors
/// As an update.
#[must_use]
pub fn reset(machine: &Machine, given: &Path, progress: Progress<'_>) -> Update {
    let path = ProjectPath::new(given);
    let attempt = || -> Result<Update, Failed> {
        let delivered = read_project(machine, &path, progress)?;
        let home = path.home(Some(&delivered.project.definitions.storage.kind), machine.storage_root.as_deref());
        let store = Store::open(home, Arc::clone(&machine.fs), runtime::generation_of)?;
        let mut locked = store.lock(machine.patience)?;
        let Merged { result, mut update, .. } = merge(delivered, None, machine.clock.now(), Options::default())
            .map_err(|message| Failed::Project(vec![FileFault::whole(path.file(), message)]))?;
        progress("saving");
        if let Some(document) = &result {
            locked.reset(|file| runtime::write(document, file))?;
        }
        update.warnings.push(
            "The machine started again from the project. What it had before is kept beside the runtime document."
                .into(),
        );
        Ok(update)
    };
    attempt().unwrap_or_else(|failed| failed.told(&path, false))
}
