//! One update: the delivered project becomes, or is merged into, the machine's runtime document
//! (design sections 3 and 6).

mod glance;
mod told;

use std::borrow::Cow;
use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use keyholder_shared::Time;
use keyholder_shared::model::{Runtime, StorageKind};
use keyholder_shared::reconcile::{self, Decision, Reconciled};
use keyholder_shared::xml::Alike;

use crate::audit::Kind;
use crate::clock::Clock;
use crate::fingerprint::{self, Fingerprint, is_noted};
use crate::outcome::{FileFault, Outcome, Refusal, Update};
use crate::project::{self, Delivered, ProjectPath};
use crate::record::{self, Record};
use crate::runtime::{self, LoadedRuntime, join};
use crate::state::StateError;
use crate::store::{FileSystem, Loaded, Locked, Store, StoreError};
use crate::writing;

use glance::{Glance, already_merged};
use told::{Told, lost};

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
    progress("looking for changes");
    if !options.dry_run
        && !options.force
        && let Some(unchanged) = already_merged(machine, &path)
    {
        return unchanged;
    }
    progress("reading the project");
    let delivery = Delivery { machine, path: &path, options, progress };
    let read = || project_bytes(machine, &path).map(Cow::Owned);
    let update = match Glance::at_file(machine, &path).filter(|_| !options.dry_run) {
        Some(glance) => delivery.at_once(read, &glance),
        None => read().and_then(|bytes| delivery.in_turn(bytes)),
    };
    let mut update = update.unwrap_or_else(|failed| failed.told(&path, options.dry_run));
    record_refusal(machine, &path, &mut update);
    update
}

/// Records that the project was refused. For whoever calls [`update_from`] and knows that the file is not
/// still being written; the others do it themselves.
pub(crate) fn record_refusal(machine: &Machine, path: &ProjectPath, update: &mut Update) {
    if update.outcome == Outcome::Rejected {
        record::nothing_saved(machine, path, update);
    }
}

/// Updates the machine from the project at `path`, whose file was read already and holds `bytes`.
#[must_use]
pub fn update_from(
    machine: &Machine,
    path: &ProjectPath,
    bytes: &[u8],
    options: Options,
    progress: Progress<'_>,
) -> Update {
    let delivery = Delivery { machine, path, options, progress };
    let read = || Ok(Cow::Borrowed(bytes));
    let update = match Glance::at(bytes).filter(|_| bytes.len() >= runtime::MANY && !options.dry_run) {
        Some(glance) => delivery.at_once(read, &glance),
        None => delivery.in_turn(Cow::Borrowed(bytes)),
    };
    update.unwrap_or_else(|failed| failed.told(path, options.dry_run))
}

/// Why there was no update.
enum Failed {
    Project(Vec<FileFault>),
    Disk(Vec<FileFault>),
    Store(StoreError),
    State(StateError),
}

impl Failed {
    fn told(self, path: &ProjectPath, dry_run: bool) -> Update {
        match self {
            Self::Project(errors) => Update::rejected(dry_run, Refusal::Project, errors),
            Self::Disk(errors) => Update::rejected(dry_run, Refusal::Store, errors),
            Self::Store(error) => Update::store_failed(dry_run, &error, path.folder()),
            Self::State(error) => {
                let message = format!("{error} By the guidelines nothing is changed that cannot be recorded.");
                Update::rejected(dry_run, Refusal::Store, vec![FileFault::whole(error.path(), message)])
            }
        }
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A project on its way to the machine.
struct Delivery<'d> {
    machine: &'d Machine,
    path: &'d ProjectPath,
    options: Options,
    progress: Progress<'d>,
}

impl Delivery<'_> {
    /// The project first, then the document.
    fn in_turn(&self, bytes: Cow<'_, [u8]>) -> Result<Update, Failed> {
        let delivered = project::parse(self.path.file(), &bytes).map_err(Failed::Project)?;
        let fingerprint = Fingerprint::of(&bytes);
        drop(bytes);
        let store = open_store(self.machine, self.path, Some(&delivered.project.definitions.storage.kind))?;
        (self.progress)("reading the runtime document");
        if self.options.dry_run {
            let loaded = store.read(|bytes| runtime::parse(&bytes, |_| false))?;
            return Ok(merge_loaded(self.machine, self.path, delivered, loaded, &[], self.options)?.update);
        }
        let mut locked = store.lock(self.machine.patience)?;
        let loaded = load(&mut locked)?;
        self.merge(&mut locked, delivered, loaded, &[], &mut || Ok(fingerprint))
    }

    /// Both at once, and the digest after them; nothing is saved before the digest is known to be right.
    fn at_once<'b>(
        &self,
        read: impl FnOnce() -> Result<Cow<'b, [u8]>, Failed> + Send,
        glance: &Glance,
    ) -> Result<Update, Failed> {
        let store = open_store(self.machine, self.path, Some(&glance.storage))?;
        let mut locked = store.lock(self.machine.patience)?;
        // A document that lies elsewhere is moved only for a project that is known to be valid.
        if locked.place().elsewhere.is_some() {
            drop(locked);
            return self.in_turn(read()?);
        }
        (self.progress)("reading the project and the runtime document");
        let bytes = OnceLock::new();
        // Closed when the project's bytes are there, or cannot be had.
        let (reading, is_read) = sync_channel::<()>(0);
        let update = thread::scope(|scope| {
            let (bytes, file) = (&bytes, self.path.file());
            let parsing = scope.spawn(move || {
                let read = read()?;
                let bytes = bytes.get_or_init(|| read);
                drop(reading);
                project::parse_before_digest(file, bytes, glance.digest).map_err(Failed::Project)
            });
            let project = || {
                let _ = is_read.recv();
                bytes.get().map(AsRef::as_ref)
            };
            let (loaded, alike) = load_beside(&mut locked, project);
            // The document is read sooner than the project, and from here on there is one thing to do at a
            // time: the digest has a processor to itself.
            let computing = |bytes| scope.spawn(move || (runtime::digest_of(bytes), Fingerprint::of(bytes)));
            let mut computing = project().map(computing);
            let delivered = join(parsing)?;
            // Another file may have taken its place since, and what a glance takes for the storage need not be it.
            let as_seen = project().and_then(Glance::at).as_ref() == Some(glance)
                && delivered.project.definitions.storage.kind == glance.storage;
            let Some(alike) = alike.among(&delivered.places).filter(|_| as_seen) else { return Ok(None) };
            let update =
                self.merge(&mut locked, delivered, loaded?, &alike, &mut || match computing.take().map(join) {
                    Some((digest, fingerprint)) if digest == glance.digest => Ok(fingerprint),
                    // The parser tells it, with its place.
                    _ => {
                        let bytes = bytes.get().map(AsRef::as_ref).unwrap_or_default();
                        Err(project::parse(file, bytes).err().unwrap_or_default())
                    }
                });
            update.map(Some)
        })?;
        match (update, bytes.into_inner()) {
            (Some(update), _) => Ok(update),
            (None, bytes) => {
                drop(locked);
                self.in_turn(bytes.unwrap_or_default())
            }
        }
    }

    /// Merges and saves. `alike` tells of users that the loaded document lacks, `prove` last whether the project may be taken, and its fingerprint.
    fn merge(
        &self,
        locked: &mut Locked<'_>,
        delivered: Delivered,
        loaded: Loaded<LoadedRuntime>,
        alike: &[bool],
        prove: &mut (dyn FnMut() -> Result<Fingerprint, Vec<FileFault>> + Send),
    ) -> Result<Update, Failed> {
        let mut document = match &loaded {
            Loaded::Current(current) => Some(current.fingerprint),
            _ => None,
        };
        (self.progress)("merging");
        let Merged { result, generation, mut update } =
            merge_loaded(self.machine, self.path, delivered, loaded, alike, self.options)?;
        let Some(result) = result else {
            let project = prove().map_err(Failed::Project)?;
            note(locked, &update, Some(project), document);
            if !update.alarms.is_empty() && update.refusal.is_none() {
                record::nothing_saved(self.machine, self.path, &mut update);
            }
            return Ok(update);
        };
        (self.progress)("saving");
        let mut record = Record::new(self.machine, self.path, result.definitions.policies.audit.when_unwritable);
        let (mut result, mut project, mut failed) = (Some(result), None, None);
        let saved = locked.save(generation, |file| {
            let Some(result) = result.take() else { return Err(io::Error::other("a document is written once")) };
            let (written, proven) = thread::scope(|scope| {
                // The row is there before the document counts: no update is without one.
                let recording = scope.spawn(|| {
                    let proven = prove().map_err(Failed::Project)?;
                    record.ahead(&update, Kind::Update, generation.is_some()).map_err(Failed::State)?;
                    Ok(proven)
                });
                (writing::write(&result, file), join(recording))
            });
            // It is freed while the disk is flushed.
            thread::spawn(move || drop(result));
            project = Some(proven.map_err(|why| {
                failed = Some(why);
                io::Error::other("the project is damaged, or the update cannot be recorded")
            })?);
            document = Some(written?.fingerprint);
            Ok(())
        });
        if let Some(failed) = failed {
            return Err(failed);
        }
        saved.inspect_err(|error| record.failed(Kind::Update, &error.to_string()))?;
        note(locked, &update, project, document);
        if let Some(report) = &update.report {
            record.after(report);
        }
        record.tell(&mut update);
        Ok(update)
    }
}

/// Notes what the next update need not look into, if there is nothing that it would have to tell again.
fn note(locked: &Locked<'_>, update: &Update, project: Option<Fingerprint>, document: Option<Fingerprint>) {
    if let (Some(project), Some(document), None, true) = (project, document, update.refusal, update.warnings.is_empty())
    {
        // Without the note the next update takes longer, and that is all.
        let _ = locked.set_note(&fingerprint::note(project, document));
    }
}

/// Loads the document; what the note says was verified is not verified again.
fn load(locked: &mut Locked<'_>) -> Result<Loaded<LoadedRuntime>, StoreError> {
    let note = locked.note().unwrap_or_default();
    locked.load(|bytes| runtime::parse(&bytes, |document| is_noted(&note, document)))
}

/// Like [`load`], with users left out that the project has in all the same, and where it has them.
fn load_beside<'p>(
    locked: &mut Locked<'_>,
    project: impl Fn() -> Option<&'p [u8]>,
) -> (Result<Loaded<LoadedRuntime>, StoreError>, Alike) {
    let note = locked.note().unwrap_or_default();
    let left_out = RefCell::default();
    let loaded = locked.load(|bytes| {
        let (loaded, alike) = runtime::parse_beside(&bytes, |document| is_noted(&note, document), &project);
        left_out.replace(alike);
        loaded
    });
    (loaded, left_out.into_inner())
}

fn open_store(machine: &Machine, path: &ProjectPath, storage: Option<&StorageKind>) -> Result<Store, StoreError> {
    let home = path.home(storage, machine.storage_root.as_deref());
    Store::open(home, Arc::clone(&machine.fs), runtime::generation_of)
}

fn project_bytes(machine: &Machine, path: &ProjectPath) -> Result<Vec<u8>, Failed> {
    path.bytes(&*machine.fs).map_err(|unread| match unread.disk {
        true => Failed::Disk(vec![unread.fault]),
        false => Failed::Project(vec![unread.fault]),
    })
}

/// Merges what was loaded, and tells what happened to it.
fn merge_loaded(
    machine: &Machine,
    path: &ProjectPath,
    delivered: Delivered,
    loaded: Loaded<LoadedRuntime>,
    alike: &[bool],
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
    let mut merged = merge(delivered, current.map(|current| current.runtime), alike, machine.clock.now(), options)
        .map_err(|message| Failed::Project(vec![FileFault::whole(path.file(), message)]))?;
    merged.update.warnings.splice(0..0, told.warnings);
    merged.update.alarms = told.alarms;
    Ok(merged)
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

/// Decides and merges; `alike` tells of users that `current` lacks, `Err` why this project is refused.
pub(crate) fn merge(
    delivered: Delivered,
    current: Option<Runtime>,
    alike: &[bool],
    now: Time,
    options: Options,
) -> Result<Merged, String> {
    let Delivered { project, digest, .. } = delivered;
    let merged = current.as_ref().map(|current| reconcile::Delivery {
        project_id: current.project_id,
        time_stamp: current.project_time_stamp,
        digest: current.project_digest,
    });
    let delivery = reconcile::Delivery { project_id: project.id, time_stamp: project.time_stamp, digest: Some(digest) };
    let mut update = Update::new(Outcome::Unchanged, options.dry_run);
    update.project_time_stamp = Some(project.time_stamp);
    update.previous_time_stamp = merged.map(|merged| merged.time_stamp);
    let (reconciled, outcome) = match (reconcile::decide(delivery, merged, options.force), current) {
        (Decision::Merge { .. }, Some(current)) => {
            let generation = current.generation;
            let Reconciled { runtime, report } =
                reconcile::reconcile_beside(project, Some(digest), current, alike, now)
                    .map_err(|conflict| conflict.to_string())?;
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

/// Starts again from the project: the design's deliberate way to another project, or out of a loss.
///
/// # Errors
/// As an update.
#[must_use]
pub fn reset(machine: &Machine, given: &Path, progress: Progress<'_>) -> Update {
    let path = ProjectPath::new(given);
    let attempt = || -> Result<Update, Failed> {
        progress("reading the project");
        let delivered = project::parse(path.file(), &project_bytes(machine, &path)?).map_err(Failed::Project)?;
        let store = open_store(machine, &path, Some(&delivered.project.definitions.storage.kind))?;
        let mut locked = store.lock(machine.patience)?;
        let Merged { result, mut update, .. } = merge(delivered, None, &[], machine.clock.now(), Options::default())
            .map_err(|message| Failed::Project(vec![FileFault::whole(path.file(), message)]))?;
        progress("saving");
        if let Some(document) = &result {
            restart(machine, &path, &mut locked, document, &mut update)?;
        }
        update.warnings.push(
            "The machine started again from the project. What it had before, if anything, is kept beside the runtime document."
                .into(),
        );
        Ok(update)
    };
    let mut update = attempt().unwrap_or_else(|failed| failed.told(&path, false));
    record_refusal(machine, &path, &mut update);
    update
}

fn restart(
    machine: &Machine,
    path: &ProjectPath,
    locked: &mut Locked<'_>,
    document: &Runtime,
    update: &mut Update,
) -> Result<(), Failed> {
    let mut record = Record::new(machine, path, document.definitions.policies.audit.when_unwritable);
    let mut failed = None;
    let saved = locked.reset(|file| {
        writing::write(document, file)?;
        record.ahead(update, Kind::Reset, false).map_err(|error| {
            failed = Some(error);
            io::Error::other("the reset cannot be recorded")
        })
    });
    if let Some(error) = failed {
        return Err(Failed::State(error));
    }
    saved.inspect_err(|error| record.failed(Kind::Reset, &error.to_string()))?;
    record.after_reset();
    record.tell(update);
    Ok(())
}
