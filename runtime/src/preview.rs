//! What delivering a project would do on machines whose runtime files are at hand (design section 4,
//! `preview`). Writes nothing.

use std::path::{Path, PathBuf};

use keyholder_shared::reconcile::{Action, UserReport};
use keyholder_shared::xml::RUNTIME_FILE;
use serde::Serialize;

use crate::outcome::{FileFault, Refusal, Update, path_text};
use crate::project::{self, Delivered, ProjectPath, read_bytes};
use crate::update::{Machine, Options, Progress, merge};

/// What the project would do on one machine.
#[derive(Debug, Serialize)]
pub struct Previewed {
    /// The machine's name: its folder's, where the runtime file has its usual name.
    pub machine: String,
    /// Its runtime file.
    #[serde(serialize_with = "path_text")]
    pub file: PathBuf,
    /// What the update would come to.
    #[serde(flatten)]
    pub update: Update,
}

impl Previewed {
    /// How many users would come out as `action`.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.update.report.as_ref().map_or(0, |report| report.count(action))
    }

    /// The users that someone should look at.
    pub fn attention(&self) -> impl Iterator<Item = &UserReport> {
        self.update.report.iter().flat_map(|report| &report.users).filter(|user| user.needs_attention())
    }
}

/// Previews the project at `given` on each machine.
///
/// # Errors
/// The rejected update, if the project cannot be delivered at all.
pub fn preview(
    machine: &Machine,
    given: &Path,
    files: &[PathBuf],
    progress: Progress<'_>,
) -> Result<Vec<Previewed>, Box<Update>> {
    let path = ProjectPath::new(given);
    progress("reading the project");
    let rejected = |refusal, errors| Box::new(Update::rejected(true, refusal, errors));
    let bytes = path
        .bytes(&*machine.fs)
        .map_err(|unread| rejected(if unread.disk { Refusal::Store } else { Refusal::Project }, vec![unread.fault]))?;
    let delivered = project::parse(path.file(), &bytes).map_err(|errors| rejected(Refusal::Project, errors))?;
    drop(bytes);
    progress("previewing the machines");
    Ok(files.iter().map(|file| one(machine, &path, &delivered, file)).collect())
}

/// The exit status: the worst of the machines'.
#[must_use]
pub fn exit_status(previewed: &[Previewed]) -> u8 {
    previewed.iter().map(|machine| machine.update.exit_status()).max().unwrap_or(0)
}

fn one(machine: &Machine, path: &ProjectPath, delivered: &Delivered, given: &Path) -> Previewed {
    let file = if given.is_dir() { given.join(RUNTIME_FILE) } else { given.to_owned() };
    let update = match read_bytes(&*machine.fs, &file, "runtime") {
        Err(unread) => {
            let refusal = if unread.disk || !file.exists() { Refusal::Store } else { Refusal::Project };
            Update::rejected(true, refusal, vec![unread.fault])
        }
        Ok(bytes) => {
            let reading = keyholder_shared::xml::read_runtime(&bytes);
            match reading.accept() {
                Err(faults) => Update::rejected(true, Refusal::Project, FileFault::all(&file, faults)),
                Ok((current, faults)) => {
                    let options = Options { dry_run: true, force: false };
                    let outcome = merge(delivered.clone(), Some(current), &[], machine.clock.now(), options);
                    let mut update = outcome.map(|merged| merged.update).unwrap_or_else(|message| {
                        Update::rejected(true, Refusal::Project, vec![FileFault::whole(path.file(), message)])
                    });
                    let warnings = delivered.warnings.iter().cloned().chain(FileFault::all(&file, faults));
                    update.warnings.splice(0..0, warnings.map(|fault| fault.line_for_people()));
                    update
                }
            }
        }
    };
    Previewed { machine: name_of(&file), file, update }
}

fn name_of(file: &Path) -> String {
    let folder = file.parent().and_then(Path::file_name);
    let usual = file.file_name().is_some_and(|name| name == RUNTIME_FILE);
    let name = folder.filter(|_| usual).or_else(|| file.file_stem());
    name.map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned())
}
