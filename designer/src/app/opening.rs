//! What is made of a project's file before the window shows it, beside the window; at the start of the program
//! before there is a window at all.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use iced::Task;
use keyholder_shared::edit::Contents;
use keyholder_shared::xml::Fault;

use super::files::Parcel;
use super::findings::Findings;
use super::{App, Message, beside, language};
use crate::document::Document;
use crate::i18n::{Language, Tr};
use crate::page::users;
use crate::service::Services;
use crate::service::files::{Files, NotOpened, Opened, at_once};
use crate::service::settings::Settings;
use crate::ui::text;

/// What came of reading a project: the project, or why nothing of it could be understood, or why there was
/// nothing to read.
pub type Read = Result<Result<Opening, Vec<Fault>>, NotOpened>;

/// A project that was read.
pub struct Opening {
    /// The project with its index.
    pub(super) document: Document,
    /// What its first frame shows.
    pub(super) first: First,
}

/// What the window would have to make of a project at once, made beforehand.
pub(super) struct First {
    users: users::Listed,
    findings: Findings,
}

/// From so many users on, threads pay.
const MANY: usize = 2000;

/// So long the first frame waits for the project that the program was started with. A small one is there by then,
/// and is not preceded by a window without it; for a large one the window does not wait.
const PATIENCE: Duration = Duration::from_millis(40);

/// The work of reading the project at `path`: its index over all users, its first list and its findings are made
/// there too.
pub(super) fn read(files: Files, path: PathBuf, language: Language) -> impl FnOnce() -> Read + Send + 'static {
    move || files.open(&path).map(|opened| made_of(opened, language))
}

fn made_of(opened: Opened, language: Language) -> Result<Opening, Vec<Fault>> {
    let Opened { project, faults, problems, base } = opened;
    let Some(project) = project else { return Err(faults) };
    let contents = Contents::from(project);
    let many = contents.users.len() >= MANY;
    let (document, (users, findings)) = at_once(
        many,
        || Document::opened(contents.clone(), base, faults),
        || {
            let users = users::Listed::first(&contents, language);
            (users, Findings::of(&contents, problems, &Default::default(), 0))
        },
    );
    Ok(Opening { document, first: First { users, findings } })
}

/// What the program begins before its window is there, which takes the system a while: the typeface is loaded and
/// the project read.
///
/// To be begun by the function that iced starts the program with, and not before: while the event loop is made,
/// libX11 reads the tables of composed keys a character at a time, and in a program that has a second thread each
/// character costs a lock, which takes longer than all that could be done meanwhile.
pub struct Ahead {
    pub(super) services: Services,
    pub(super) settings: Settings,
    /// The words, until they are taken.
    words: Cell<Option<Tr>>,
    project: Option<(PathBuf, Parcel<Receiver<Read>>)>,
}

impl Ahead {
    /// Begins, on that machine, as it was left; with a path, that project is opened.
    #[must_use]
    pub fn begin(services: Services, settings: Settings, path: Option<PathBuf>) -> Self {
        // Without a thread the window loads it.
        let _ = std::thread::Builder::new().spawn(text::load);
        let project = path.map(|path| {
            let (sender, receiver) = mpsc::channel();
            let read = read(services.files.clone(), path.clone(), language(&settings));
            // Without a thread the sender is gone, and it is opened like any other.
            let _ = std::thread::Builder::new().spawn(move || drop(sender.send(read())));
            (path, Parcel::new(receiver))
        });
        // Made while the threads work: while the window is made, its thread mostly waits for the display, and the
        // display for a processor.
        let words = Cell::new(Some(Tr::for_window(language(&settings))));
        Self { services, settings, words, project }
    }

    /// The words of the language that is remembered.
    pub(super) fn words(&self) -> Tr {
        self.words.take().unwrap_or_else(|| Tr::for_window(language(&self.settings)))
    }

    /// The scale factor that is remembered.
    pub(super) fn scale(&self) -> f32 {
        self.settings.scale
    }
}

impl App {
    /// Takes over the project that was begun to be read.
    pub(super) fn go_on(&mut self, ahead: &Ahead) -> Task<Message> {
        let Some((path, reading)) = &ahead.project else { return Task::none() };
        let Some(reading) = reading.take() else { return self.open(path.clone()) };
        let asked = self.ask_for_file(path.clone());
        match reading.recv_timeout(PATIENCE) {
            Ok(read) => {
                let opened = self.opened(&Parcel::new(read), asked);
                self.refresh();
                Task::batch([opened, self.look()])
            }
            Err(RecvTimeoutError::Timeout) => {
                self.begin("work-opening");
                beside(move || reading.recv(), |read| read).then(move |read| match read {
                    Ok(read) => Task::done(Message::Opened(Parcel::new(read), asked.clone())),
                    Err(_) => Task::none(),
                })
            }
            Err(RecvTimeoutError::Disconnected) => self.open(path.clone()),
        }
    }

    /// Takes over what was made for the first frame of the project that has just been shown.
    pub(super) fn begin_with(&mut self, first: First) {
        if let Some(document) = &self.document {
            // The list before it is of no project: there is nothing to let go of.
            drop(self.pages.users.begin_with(first.users, document));
        }
        self.findings = first.findings;
    }
}
