//! Looking at machines, beside the window: their files are read where they are not at hand, and merged with the
//! project as it is at that moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_shared::edit::Contents;
use keyholder_shared::xml::{self, RUNTIME_FILE};
use keyholder_shared::{Id, Time};

use super::order::Orders;
use crate::app::{Context, Parcel};
use crate::i18n::{Language, Tr};
use crate::machine::{Delivery, Machine, RuntimeFile, tell_apart};
use crate::service::clock::Clock;
use crate::service::files::{Files, NotOpened};

/// A machine's runtime file, or the folder it lies in.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// What was chosen.
    pub path: PathBuf,
    /// Its file, once it was read; taken away where it is to be read again.
    pub file: Option<Arc<RuntimeFile>>,
}

/// Of what the project said there is a preview: its revision, and its time stamp if it is saved so.
pub(super) type Moment = (u64, Option<Time>);

/// The project's moment.
pub(super) fn moment(context: Context<'_>) -> Moment {
    let document = context.document;
    (document.revision(), (!document.is_unsaved()).then(|| document.time_stamp()))
}

/// Everything that a look needs.
pub(super) struct Look {
    sources: Vec<Source>,
    contents: Contents,
    moment: Moment,
    turn: u64,
    /// The column that the users are put in the order of, in that language.
    order: (usize, Language),
    /// The project's file, if what it says is what the project says.
    saved: Option<PathBuf>,
    files: Files,
    clock: Arc<dyn Clock>,
}

/// What a look has found.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The project that was looked at.
    pub(super) project: Id,
    pub(super) moment: Moment,
    /// The look's number.
    pub(super) turn: u64,
    /// The sources, each with its file.
    pub(super) sources: Vec<Source>,
    pub(super) machines: Arc<Vec<Machine>>,
    /// Their users in the order that was wanted.
    pub(super) orders: Parcel<Orders>,
}

impl Seen {
    /// The same with the users in another order.
    pub(super) fn ordered(&self, column: usize, language: Language) -> Self {
        let orders = Orders::made(&self.machines, column, &Tr::new(language));
        Self { orders: Parcel::new(orders), ..self.clone() }
    }
}

impl Look {
    pub(super) fn new(sources: Vec<Source>, turn: u64, column: usize, context: Context<'_>) -> Self {
        let document = context.document;
        let saved = document.path().filter(|_| !document.is_unsaved());
        Self {
            sources,
            contents: document.draft().contents().clone(),
            moment: moment(context),
            turn,
            order: (column, context.tr.language()),
            saved: saved.map(PathBuf::from),
            files: context.services.files.clone(),
            clock: Arc::clone(&context.services.clock),
        }
    }

    pub(super) fn see(mut self) -> Seen {
        let now = self.clock.now();
        let delivery = self.delivery(now);
        let mut machines = Vec::with_capacity(self.sources.len());
        for source in &mut self.sources {
            let file = source.file.get_or_insert_with(|| Arc::new(read(&self.files, &source.path)));
            machines.push(Machine::forecast(&delivery, file, now));
        }
        tell_apart(&mut machines);
        let machines = Arc::new(machines);
        let (column, language) = self.order;
        Seen {
            project: self.contents.id,
            moment: self.moment,
            turn: self.turn,
            sources: self.sources,
            orders: Parcel::new(Orders::made(&machines, column, &Tr::new(language))),
            machines,
        }
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

fn read(files: &Files, path: &Path) -> RuntimeFile {
    let (path, read) = match files.read(path) {
        // A machine's folder stands for the file in it.
        Err(NotOpened::Folder(folder)) => (folder.join(RUNTIME_FILE), files.read(&folder.join(RUNTIME_FILE))),
        read => (path.to_owned(), read),
    };
    match read {
        Ok(bytes) => RuntimeFile::read(&path, &bytes),
        Err(error) => RuntimeFile::unread(&path, error),
    }
}
