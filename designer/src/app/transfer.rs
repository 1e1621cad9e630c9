//! Tables out and in, and the report: what leaves the project and comes back, beside the window.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;
use keyholder_shared::edit::{Contents, Draft};
use keyholder_shared::xml;

use super::{Action, App, Choose, Way, beside};
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
use crate::service::files::{NotOpened, NotSaved};
use crate::ui::Tone;
use crate::words;

/// What happens on the way.
#[derive(Clone, Debug)]
pub enum Message {
    /// A table of those goes into this file.
    Export(What, PathBuf),
    /// A table of those comes from this file.
    Import(What, PathBuf),
    /// What it would do, or why it is none.
    Planned(Arc<Result<Plan, Unread>>),
    /// The report goes into this file.
    Report(PathBuf),
    /// Something was written, or why not.
    Written(Result<PathBuf, NotSaved>),
}

/// What a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Users.
    Users,
    /// Texts.
    Texts,
}

/// What a table would do.
#[derive(Debug)]
pub enum Plan {
    /// A table of users.
    Users(users::Plan),
    /// A table of texts.
    Texts(texts::Plan),
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
        let (way, title, kind, extension, name) = match (command, what) {
            (Command::Export, Some(What::Texts)) => (Way::Save, "ask-export", "ask-kind-csv", "csv", "file-texts"),
            (Command::Export, _) => (Way::Save, "ask-export", "ask-kind-csv", "csv", "file-users"),
            (Command::Import, _) => (Way::Open, "ask-import", "ask-kind-csv", "csv", ""),
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
                (Command::Export, Some(what)) => Message::Export(what, path),
                (Command::Import, Some(what)) => Message::Import(what, path),
                _ => Message::Report(path),
            })
        };
        self.carry_out(Action::Choose(Choose { way, ask, then: Arc::new(then) }))
    }

    /// Does what a message asks.
    pub(super) fn transfer(&mut self, message: Message) -> Task<super::Message> {
        let Some(document) = &self.document else { return Task::none() };
        let contents = document.draft().contents().clone();
        let (services, language) = (self.services.clone(), self.tr.language());
        match message {
            Message::Export(what, path) => {
                self.work = Some("work-writing");
                let write = move || {
                    let bytes = table(what, contents, language).write(language.into());
                    services.files.write(&path, &bytes).map(|()| path)
                };
                beside(write, |written| super::Message::Transfer(Message::Written(written)))
            }
            Message::Import(what, path) => {
                self.work = Some("work-reading");
                let plan = move || Arc::new(plan(what, &path, contents, &services));
                beside(plan, |planned| super::Message::Transfer(Message::Planned(planned)))
            }
            Message::Planned(planned) => {
                self.work = None;
                match &*planned {
                    Ok(plan) => {
                        let context = self.dialog_context();
                        let dialog = match plan {
                            Plan::Users(plan) => import::State::users(plan, context),
                            Plan::Texts(plan) => import::State::texts(plan, context),
                        };
                        self.open_dialog(dialog.into(), None)
                    }
                    Err(why) => {
                        let says = self.unread(why);
                        self.tell(Tone::Bad, says);
                        Task::none()
                    }
                }
            }
            Message::Report(path) => {
                self.work = Some("work-writing");
                let file = document.path().filter(|_| !document.is_unsaved()).map(PathBuf::from);
                let write = move || {
                    let bytes = printed(&services, contents, file, language);
                    services.files.write(&path, bytes.as_bytes()).map(|()| path)
                };
                beside(write, |written| super::Message::Transfer(Message::Written(written)))
            }
            Message::Written(written) => {
                self.work = None;
                match written {
                    Ok(path) => {
                        let says = self.tr.named("exported", &path.display().to_string());
                        self.tell(Tone::Good, says);
                    }
                    Err(error) => {
                        let says = words::not_saved(&self.tr, &error);
                        self.tell(Tone::Bad, says);
                    }
                }
                Task::none()
            }
        }
    }

    fn unread(&self, why: &Unread) -> String {
        match why {
            Unread::File(error) => words::not_opened(&self.tr, error),
            Unread::Table(error) => self.tr.with(error.key(), &[("line", error.line().into())]),
        }
    }
}

fn table(what: What, contents: Contents, language: Language) -> Table {
    match what {
        What::Users => users::export(contents.users.iter(), &contents.definitions, language.into()),
        What::Texts => {
            let tr = Tr::new(language);
            let draft = Draft::new(contents.to_project());
            texts::export(&draft, language.into(), &|entry| {
                let (kind, field) = (tr.get(entry.key.kind_key()), tr.get(entry.key.field_key()));
                format!("{kind} {} ({field})", entry.of)
            })
        }
    }
}

fn plan(what: What, path: &std::path::Path, contents: Contents, services: &Services) -> Result<Plan, Unread> {
    let bytes = services.files.read(path).map_err(Unread::File)?;
    let table = Table::read(&bytes).map_err(Unread::Table)?;
    let draft = Draft::new(contents.to_project());
    Ok(match what {
        What::Users => Plan::Users(users::plan(&table, &draft, &mut || services.chance.id().ok())),
        What::Texts => Plan::Texts(texts::plan(&table, &draft)),
    })
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
