//! Tables out and in, and the report: what leaves the project and comes back, beside the window.

use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;
use keyholder_shared::edit::{Contents, Draft};
use keyholder_shared::model::User;
use keyholder_shared::{Id, xml};

use super::{Action, App, Choose, Moment, Parcel, Way, beside, let_go};
use crate::command::Command;
use crate::csv::table::{NotATable, Separator, Table};
use crate::csv::users::Headings;
use crate::csv::{texts, users};
use crate::dialog::import;
use crate::i18n::{Language, Tr};
use crate::page::Page;
use crate::report::{self, Report};
use crate::service::Services;
use crate::service::dialogs::Ask;
use crate::service::files::{NotOpened, NotSaved, at_once};
use crate::ui::Tone;
use crate::words;

/// From so many users on, a second thread pays.
const MANY: usize = 2000;

/// What happens on the way.
#[derive(Clone, Debug)]
pub enum Message {
    /// A table of those, all of them or the chosen ones, goes into this file.
    Export(What, Option<Chosen>, PathBuf),
    /// A table of those comes from this file.
    Import(What, PathBuf),
    /// What the table of those from that file would do to the project that was open then, to be shown, or why it is none.
    Planned(Parcel<Result<import::State, Unread>>, Moment, What, PathBuf),
    /// The report goes into this file.
    Report(PathBuf),
    /// Something was written, or why not.
    Written(Result<PathBuf, NotSaved>, Wrote),
}

/// The users that are to be exported, where not all are.
pub type Chosen = Arc<HashSet<Id>>;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrote {
    /// All users, so many.
    Users(usize),
    /// So many users of so many.
    ChosenUsers(usize, usize),
    /// Something else.
    Other,
}

/// What a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Users.
    Users,
    /// Texts.
    Texts,
}

/// Why a table could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There are no bytes to be had.
    File(NotOpened),
    /// They are no table.
    Table(NotATable),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Table(error) => error.fmt(f),
        }
    }
}

impl From<Language> for Headings {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::German => Self::German,
        }
    }
}

impl From<Language> for Separator {
    /// What spreadsheets of that language expect.
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::Comma,
            Language::German => Self::Semicolon,
        }
    }
}

impl App {
    /// What the page's tables are of, if it has such.
    pub(super) fn table_of(&self) -> Option<What> {
        match self.page() {
            Page::Users => Some(What::Users),
            Page::Texts => Some(What::Texts),
            _ => None,
        }
    }

    /// Asks for the file of a table or of the report.
    pub(super) fn ask_transfer(&mut self, command: Command) -> Task<super::Message> {
        let what = self.table_of();
        if command == Command::Export && what == Some(What::Users) {
            return self.ask_users(None);
        }
        let (way, title, kind, extension, name) = match command {
            Command::Export => (Way::Save, "ask-export", "ask-kind-csv", "csv", "file-texts"),
            Command::Import => (Way::Open, "ask-import", "ask-kind-csv", "csv", ""),
            _ => (Way::Save, "ask-report", "ask-kind-html", "html", "file-report"),
        };
        let ask = Ask {
            title: self.tr.get(title).to_owned(),
            kind: self.tr.get(kind).to_owned(),
            extensions: vec![extension.to_owned()],
            folder: None,
            file_name: if name.is_empty() { String::new() } else { self.tr.get(name).to_owned() },
        };
        let then = move |paths: Vec<PathBuf>| {
            let path = paths.into_iter().next().unwrap_or_default();
            super::Message::Transfer(match (command, what) {
                (Command::Export, Some(what)) => Message::Export(what, None, path),
                (Command::Import, Some(what)) => Message::Import(what, path),
                _ => Message::Report(path),
            })
        };
        self.carry_out(Action::Choose(Choose { way, ask, then: Arc::new(then) }))
    }

    /// Asks for the file of a table of users, and says of which: all of them, or the chosen ones.
    pub(super) fn ask_users(&mut self, chosen: Option<Chosen>) -> Task<super::Message> {
        let of = self.document.as_ref().map_or(0, |document| document.users().len());
        let (key, count) = match &chosen {
            Some(chosen) => ("ask-export-chosen", chosen.len()),
            None => ("ask-export-users", of),
        };
        let ask = Ask {
            title: self.tr.with(key, &[("count", count.into()), ("of", of.into())]),
            kind: self.tr.get("ask-kind-csv").to_owned(),
            extensions: vec!["csv".to_owned()],
            folder: None,
            file_name: self.tr.get("file-users").to_owned(),
        };
        let then = move |paths: Vec<PathBuf>| {
            let path = paths.into_iter().next().unwrap_or_default();
            super::Message::Transfer(Message::Export(What::Users, chosen.clone(), path))
        };
        self.carry_out(Action::Choose(Choose { way: Way::Save, ask, then: Arc::new(then) }))
    }

    /// Does what a message asks.
    pub(super) fn transfer(&mut self, message: Message) -> Task<super::Message> {
        // It has ended, whether a project is open or not.
        match &message {
            Message::Planned(..) => self.end("work-reading"),
            Message::Written(..) => self.end("work-writing"),
            _ => {}
        }
        if let Message::Written(written, wrote) = message {
            self.tell_written(&written, wrote);
            return Task::none();
        }
        let Some(document) = &self.document else { return Task::none() };
        let contents = document.draft().contents().clone();
        let (services, language) = (self.services.clone(), self.tr.language());
        match message {
            Message::Export(_, _, path) | Message::Report(path) if document.path() == Some(path.as_path()) => {
                let says = self.tr.get("export-own-file").to_owned();
                self.tell(Tone::Bad, says);
                Task::none()
            }
            Message::Export(what, chosen, path) => {
                self.begin("work-writing");
                let of = contents.users.len();
                let wrote = move |rows: usize| match what {
                    What::Texts => Wrote::Other,
                    What::Users if rows == of => Wrote::Users(of),
                    What::Users => Wrote::ChosenUsers(rows, of),
                };
                let write = move || {
                    let table = table(what, contents, chosen.as_deref(), language);
                    let rows = table.len();
                    let written = services.files.write(&path, &table.write(language.into())).map(|()| path);
                    (written, rows)
                };
                beside(write, move |(written, rows)| super::Message::Transfer(Message::Written(written, wrote(rows))))
            }
            Message::Import(what, path) => {
                self.begin("work-reading");
                let from = path.clone();
                let moment = self.moment();
                let plan = move || plan(what, &from, (contents, moment.revision), &services, &Tr::for_window(language));
                beside(plan, move |planned| {
                    super::Message::Transfer(Message::Planned(Parcel::new(planned), moment, what, path.clone()))
                })
            }
            Message::Planned(planned, moment, what, path) => {
                if moment.turn != self.turn {
                    // Another project is no place for it.
                    return Task::none();
                }
                match planned.take() {
                    None => Task::none(),
                    // Something was changed while it was read: it is another plan now.
                    Some(Ok(_)) if moment != self.moment() => self.transfer(Message::Import(what, path)),
                    Some(Ok(dialog)) => self.open_dialog(dialog.into(), None),
                    Some(Err(why)) => {
                        let says = self.unread(&why);
                        self.tell(Tone::Bad, says);
                        Task::none()
                    }
                }
            }
            Message::Report(path) => {
                let file = document.path().filter(|_| !document.is_unsaved()).map(PathBuf::from);
                self.begin("work-writing");
                let write = move || {
                    let bytes = printed(&services, contents, file, language);
                    services.files.write(&path, bytes.as_bytes()).map(|()| path)
                };
                beside(write, |written| super::Message::Transfer(Message::Written(written, Wrote::Other)))
            }
            Message::Written(..) => Task::none(),
        }
    }

    fn tell_written(&mut self, written: &Result<PathBuf, NotSaved>, wrote: Wrote) {
        match written {
            Ok(path) => {
                let says = self.written(path, wrote);
                self.tell(Tone::Good, says);
            }
            Err(error) => {
                let says = words::not_saved(&self.tr, error);
                self.tell(Tone::Bad, says);
            }
        }
    }

    fn written(&self, path: &std::path::Path, wrote: Wrote) -> String {
        let (key, count, of) = match wrote {
            Wrote::Users(of) => ("exported-users", of, of),
            Wrote::ChosenUsers(count, of) => ("exported-chosen", count, of),
            Wrote::Other => ("exported", 0, 0),
        };
        let name = path.display().to_string();
        self.tr.with(key, &[("name", name.into()), ("count", count.into()), ("of", of.into())])
    }

    fn unread(&self, why: &Unread) -> String {
        match why {
            Unread::File(error) => words::not_opened(&self.tr, error),
            Unread::Table(error) => self.tr.with(error.key(), &[("line", error.line().into())]),
        }
    }
}

fn table(what: What, contents: Contents, chosen: Option<&HashSet<Id>>, language: Language) -> Table {
    match what {
        What::Users => {
            let is_chosen = |user: &&User| chosen.is_none_or(|chosen| chosen.contains(&user.id));
            users::export(contents.users.iter().filter(is_chosen), &contents.definitions, language.into())
        }
        What::Texts => {
            let tr = Tr::new(language);
            let draft = Draft::of(contents);
            texts::export(&draft, language.into(), &|entry| {
                let (kind, field) = (tr.get(entry.key.kind_key()), tr.get(entry.key.field_key()));
                format!("{kind} {} ({field})", entry.of)
            })
        }
    }
}

/// What a table would do, as the dialog shows it: that has a line a row, which takes its time too.
fn plan(
    what: What,
    path: &std::path::Path,
    (contents, revision): (Contents, u64),
    services: &Services,
    tr: &Tr,
) -> Result<import::State, Unread> {
    let bytes = services.files.read(path).map_err(Unread::File)?;
    // The index over the users that are there is made meanwhile.
    let many = contents.users.len() >= MANY;
    let (table, draft) = at_once(many, || Table::read(&bytes), || Draft::of(contents));
    let table = table.map_err(Unread::Table)?;
    let state = match what {
        What::Users => {
            let plan = users::plan(&table, &draft, &mut || services.chance.id().ok());
            import::State::users(plan, draft.definitions(), tr)
        }
        What::Texts => import::State::texts(&texts::plan(&table, &draft), tr),
    };
    let_go((table, draft));
    Ok(state.of(import::Made { what, path: path.to_owned(), revision }))
}

/// The report; `file` is the project's, if what it says is what the project says.
fn printed(services: &Services, contents: Contents, file: Option<PathBuf>, language: Language) -> String {
    let digest = file.as_ref().and_then(|path| {
        let bytes = services.files.read(path).ok()?;
        xml::declared_digest(&bytes)?.0.parse().ok()
    });
    let file = file.map(|path| path.display().to_string()).unwrap_or_default();
    let project = contents.to_project();
    let report = Report { project: &project, file: &file, digest, printed: services.clock.now() };
    report::html(&report, &Tr::new(language))
}
