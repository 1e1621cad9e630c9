//! Looking at machines, beside the window: their files are read and merged with the project as it is now.

use std::path::PathBuf;
use std::sync::Arc;

use keyholder_shared::Time;
use keyholder_shared::edit::Contents;
use keyholder_shared::xml::{self, RUNTIME_FILE};

use crate::app::Context;
use crate::machine::{Delivery, Machine};
use crate::service::clock::Clock;
use crate::service::files::{Files, NotOpened};

/// Everything that a look needs.
pub(super) struct Look {
    paths: Vec<PathBuf>,
    contents: Contents,
    /// The project's file, if what it says is what the project says.
    saved: Option<PathBuf>,
    files: Files,
    clock: Arc<dyn Clock>,
}

impl Look {
    pub(super) fn new(paths: Vec<PathBuf>, context: Context<'_>) -> Self {
        let document = context.document;
        let saved = document.path().filter(|_| !document.is_unsaved());
        Self {
            paths,
            contents: document.draft().contents().clone(),
            saved: saved.map(PathBuf::from),
            files: context.services.files.clone(),
            clock: Arc::clone(&context.services.clock),
        }
    }

    pub(super) fn machines(&self) -> Vec<Machine> {
        let now = self.clock.now();
        let delivery = self.delivery(now);
        let one = |path: &PathBuf| {
            let (path, read) = match self.files.read(path) {
                // A machine's folder stands for the file in it.
                Err(NotOpened::Folder(folder)) => (folder.join(RUNTIME_FILE), self.files.read(&folder.join(RUNTIME_FILE))),
                read => (path.clone(), read),
            };
            match read {
                Ok(bytes) => Machine::forecast(&delivery, &path, &bytes, now),
                Err(error) => Machine::unread(&path, error),
            }
        };
        self.paths.iter().map(one).collect()
    }

    /// What would be delivered: what is not saved would get a later time stamp by saving.
    fn delivery(&self, now: Time) -> Delivery {
        let mut project = self.contents.to_project();
        let digest = match &self.saved {
            Some(path) => self.files.read(path).ok().and_then(|bytes| {
                let (text, _) = xml::declared_digest(&bytes)?;
                text.parse().ok()
            }),
            None => {
                project.time_stamp = now.max(Time::from_millis(project.time_stamp.as_millis().saturating_add(1)));
                None
            }
        };
        Delivery { project, digest }
    }
}
