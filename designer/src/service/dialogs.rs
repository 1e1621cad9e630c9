//! The system's dialogs for files and folders, behind a trait, so that a test never opens one.

use std::collections::VecDeque;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// An answer that comes when the person has chosen.
pub type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The dialog's title.
    pub title: String,
    /// The kind of files, for people, and their extensions without a dot; empty: all files.
    pub kind: String,
    /// The extensions.
    pub extensions: Vec<String>,
    /// The folder to begin in.
    pub folder: Option<PathBuf>,
    /// The name to begin with, where a file is saved.
    pub file_name: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The person chose these; one, unless several were asked for.
    Chosen(Vec<PathBuf>),
    /// The person chose nothing.
    Cancelled,
    /// The system has no such dialog: the Designer shows a path field of its own.
    Unavailable,
}

/// Asks for files and folders.
pub trait Dialogs: Send + Sync {
    /// A file to open.
    fn open_file(&self, ask: Ask) -> Pending<Answer>;
    /// Files to open.
    fn open_files(&self, ask: Ask) -> Pending<Answer>;
    /// Where to save a file; the system asks itself before an existing one is replaced.
    fn save_file(&self, ask: Ask) -> Pending<Answer>;
    /// A folder.
    fn pick_folder(&self, ask: Ask) -> Pending<Answer>;
}

/// The system's own dialogs.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDialogs;

/// Nobody cancels a dialog as fast as this: it never came up. Linux without a portal answers so.
const FASTER_THAN_A_PERSON: Duration = Duration::from_millis(250);

fn asked(ask: Ask) -> rfd::AsyncFileDialog {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(clean(&ask.title));
    if !ask.extensions.is_empty() {
        dialog = dialog.add_filter(clean(&ask.kind), &ask.extensions);
    }
    if let Some(folder) = ask.folder.filter(|folder| !folder.as_os_str().is_empty()) {
        dialog = dialog.set_directory(folder);
    }
    if ask.file_name.is_empty() { dialog } else { dialog.set_file_name(clean(&ask.file_name)) }
}

/// The portal takes no text with a NUL.
fn clean(text: &str) -> String {
    text.replace('\0', "")
}

fn when_answered<T>(
    answer: impl Future<Output = Option<T>> + Send + 'static,
    paths: impl Fn(T) -> Vec<PathBuf> + Send + 'static,
) -> Pending<Answer> {
    Box::pin(async move {
        let began = Instant::now();
        match answer.await.map(paths) {
            Some(paths) if !paths.is_empty() => Answer::Chosen(paths),
            _ if cfg!(target_os = "linux") && began.elapsed() < FASTER_THAN_A_PERSON => Answer::Unavailable,
            _ => Answer::Cancelled,
        }
    })
}

impl Dialogs for SystemDialogs {
    fn open_file(&self, ask: Ask) -> Pending<Answer> {
        when_answered(asked(ask).pick_file(), |file| vec![file.path().to_owned()])
    }

    fn open_files(&self, ask: Ask) -> Pending<Answer> {
        when_answered(asked(ask).pick_files(), |files| files.iter().map(|file| file.path().to_owned()).collect())
    }

    fn save_file(&self, ask: Ask) -> Pending<Answer> {
        when_answered(asked(ask).save_file(), |file| vec![file.path().to_owned()])
    }

    fn pick_folder(&self, ask: Ask) -> Pending<Answer> {
        when_answered(asked(ask).pick_folder(), |file| vec![file.path().to_owned()])
    }
}

/// Gives prepared answers, one after the other, and keeps what was asked; cancels when there are none left.
#[derive(Debug, Default)]
pub struct Answers {
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<Ask>>,
}

impl Answers {
    /// Will give these.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self { answers: Mutex::new(answers.into_iter().collect()), asked: Mutex::default() }
    }

    /// Will choose these paths, one a dialog.
    #[must_use]
    pub fn choosing<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Self {
        Self::new(paths.into_iter().map(|path| Answer::Chosen(vec![path.into()])))
    }

    /// What was asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Ask> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn next(&self, ask: Ask) -> Pending<Answer> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(ask);
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        Box::pin(std::future::ready(answer.unwrap_or(Answer::Cancelled)))
    }
}

impl Dialogs for Answers {
    fn open_file(&self, ask: Ask) -> Pending<Answer> {
        self.next(ask)
    }

    fn open_files(&self, ask: Ask) -> Pending<Answer> {
        self.next(ask)
    }

    fn save_file(&self, ask: Ask) -> Pending<Answer> {
        self.next(ask)
    }

    fn pick_folder(&self, ask: Ask) -> Pending<Answer> {
        self.next(ask)
    }
}
