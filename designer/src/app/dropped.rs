//! Files that are dropped on the window: what is done with one follows from what it is.

use std::path::{Path, PathBuf};

use iced::Task;
use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE};

use super::transfer::{self, What};
use super::{App, Message, Request, beside};
use crate::command::Command;
use crate::csv::table::Table;
use crate::csv::texts;
use crate::page::{self, Page, preview};
use crate::service::files::{Files, NotOpened};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A machine's runtime file, or the folder of one.
    Machine,
    /// A table to import.
    Table(What),
    /// A project, or something that is told to be none once it is read as one.
    Project,
}

/// A project and a runtime file tell in their first element which they are (design section 2), which stands behind
/// no more than a declaration and comments.
const FIRST: u64 = 4096;

impl Kind {
    /// What stands at `path`.
    fn of(files: &Files, path: &Path) -> Self {
        match files.first(path, FIRST) {
            // A folder stands for the project's file in it, and else for a machine's.
            Err(NotOpened::Folder(folder)) => {
                let has = |file| files.first(&folder.join(file), 1).is_ok();
                if !has(PROJECT_FILE) && has(RUNTIME_FILE) { Self::Machine } else { Self::Project }
            }
            Ok(bytes) if is_runtime(&bytes) => Self::Machine,
            Ok(_) if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv")) => {
                let table = files.read(path).ok().and_then(|bytes| Table::read(&bytes).ok());
                Self::Table(if table.is_some_and(|table| texts::is_of_texts(&table)) {
                    What::Texts
                } else {
                    What::Users
                })
            }
            _ => Self::Project,
        }
    }
}

fn is_runtime(bytes: &[u8]) -> bool {
    const ELEMENT: &[u8] = b"<UserManagementRuntimeConfig";
    bytes.windows(ELEMENT.len()).any(|part| part == ELEMENT)
}

impl App {
    /// Takes a file that was dropped on the window. While a dialog asks something it is not taken, as no key is.
    pub(super) fn dropped(&mut self, path: PathBuf) -> Task<Message> {
        if !self.dialogs.is_empty() {
            return Task::none();
        }
        if self.document.is_none() {
            return self.request(Request::Open(path));
        }
        let (files, turn) = (self.services.files.clone(), self.turn);
        beside(move || (Kind::of(&files, &path), path), move |(kind, path)| Message::Recognised(kind, path, turn))
    }

    /// Does with a dropped file what it is for: opens a project, shows what an update does on a machine, plans an import.
    pub(super) fn recognised(&mut self, kind: Kind, path: PathBuf, turn: u64) -> Task<Message> {
        if turn != self.turn {
            // It was meant for another project.
            return Task::none();
        }
        match kind {
            Kind::Project => self.request(Request::Open(path)),
            Kind::Table(what) => self.transfer(transfer::Message::Import(what, path)),
            Kind::Machine => {
                let shown = self.run(Command::Show(Page::Preview));
                let chosen = preview::Message::Chosen(vec![path]);
                Task::batch([shown, self.happen(Message::Page(page::Message::Preview(chosen)))])
            }
        }
    }
}
