//! What pages and dialogs ask the program to do: everything that is not their own.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use iced::{Point, Task};
use keyholder_shared::edit::{Kind, Step};
use keyholder_shared::{Id, Str};

use super::files::Parcel;
use super::transfer::What;
use crate::command::Command;
use crate::dialog::Dialog;
use crate::document::Document;
use crate::i18n::Tr;
use crate::page::Page;
use crate::service::dialogs::Ask;
use crate::service::files::Consent;
use crate::service::recovery::LeftBehind;
use crate::ui::Tone;

/// What a page or a dialog with messages `M` asks for.
#[derive(Debug, Default)]
pub enum Action<M> {
    /// Nothing.
    #[default]
    None,
    /// A change of the project.
    Edit(Step),
    /// A dialog over the window.
    Open(Box<Dialog>),
    /// The dialog that asks this closes.
    Close,
    /// The dialog that asks this closes, and what waited for a yes follows.
    Yes,
    /// A question with two answers; what follows a yes.
    Ask(Question, Box<Action<M>>),
    /// To a place in the project.
    Go(Place),
    /// A command.
    Run(Command),
    /// A menu of commands at a place in the window.
    Menu(Point, Vec<Command>),
    /// Text for the clipboard.
    Copy(String),
    /// A sentence in the status bar.
    Tell(Tone, String),
    /// The system's dialog for files.
    Choose(Choose<M>),
    /// The widths of a table's columns, to be remembered.
    Columns(&'static str, Vec<f32>),
    /// Work beside the window, or something that only iced can do.
    Perform(Task<M>),
    /// A request that only the program itself can fulfil.
    Request(Request),
    /// All of these, in this order.
    Several(Vec<Action<M>>),
}

/// What only the program itself can do. What would lose unsaved changes asks about them first.
#[derive(Clone, Debug)]
pub enum Request {
    /// The dialog for a new project.
    AskNew,
    /// That project, in the place of the one that is open.
    Show(Parcel<Document>),
    /// The dialog for a project's file.
    AskOpen,
    /// The project in that file.
    Open(PathBuf),
    /// That project from its file, in the place of the one that is open; a protected one asks for its password first.
    Unlock(Parcel<Document>),
    /// The project again, as its file says it now; what was not saved is given up.
    Reload,
    /// The project into that file, with what was agreed to.
    SaveAt(PathBuf, Consent),
    /// That project, from the copy with that number; a protected one asks for its password first.
    Rescue(Parcel<Document>, Arc<Vec<LeftBehind>>, usize),
    /// The same, with its password.
    Rescued(Parcel<Document>, Arc<Vec<LeftBehind>>, usize),
    /// The password with these hashes is a common one.
    NoteCommon(Vec<Str>),
    /// These things are chosen, where the page lists such.
    Choose(Vec<(Kind, Id)>),
    /// The table of those in that file, planned anew.
    Import(What, PathBuf),
    /// A table of these users alone, into a file.
    ExportUsers(Vec<Id>),
    /// Back to the start page.
    Close,
    /// The end of the program.
    Quit,
    /// That, and what was not saved is given up.
    Anyway(Box<Request>),
    /// That, once the project is saved.
    SaveFirst(Box<Request>),
}

/// A place in the project, for whoever leads there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: Page,
    /// The object on it.
    pub object: Option<Id>,
    /// What of it.
    pub spot: Option<Spot>,
}

/// A field, of a thing or of the project as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The attribute, or the element in the thing, as the file calls it.
    pub field: &'static str,
    /// The language of a text.
    pub lang: Option<Str>,
}

impl Place {
    /// A page as a whole.
    #[must_use]
    pub fn page(page: Page) -> Self {
        Self { page, object: None, spot: None }
    }

    /// A thing on its page.
    #[must_use]
    pub fn of(page: Page, object: Id) -> Self {
        Self { page, object: Some(object), spot: None }
    }

    /// That field there.
    #[must_use]
    pub fn at(self, field: &'static str, lang: Option<Str>) -> Self {
        Self { spot: Some(Spot { field, lang }), ..self }
    }
}

/// A question with two answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub title: String,
    /// What follows from a yes.
    pub text: String,
    /// What it is about, one a line.
    pub lines: Vec<String>,
    /// What a yes is called: what happens then.
    pub yes: String,
    /// A yes takes something away.
    pub danger: bool,
}

/// A file to be chosen.
pub struct Choose<M> {
    /// Which kind of choice.
    pub way: Way,
    /// What is asked.
    pub ask: Ask,
    /// What follows from the chosen paths: at least one.
    pub then: Arc<dyn Fn(Vec<PathBuf>) -> M + Send + Sync>,
}

/// What files are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One to read.
    Open,
    /// A project to open, whichever is open by then.
    OpenProject,
    /// Some to read.
    OpenMany,
    /// One to write.
    Save,
    /// One to write the project into. Whether it may replace what is there is asked when it is saved.
    SaveProject,
}

impl<M> Clone for Choose<M> {
    fn clone(&self) -> Self {
        Self { way: self.way, ask: self.ask.clone(), then: Arc::clone(&self.then) }
    }
}

impl<M> fmt::Debug for Choose<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choose").field("way", &self.way).field("ask", &self.ask).finish_non_exhaustive()
    }
}

impl<M: Send + 'static> Action<M> {
    /// The same for messages of the kind that `map` makes.
    pub fn map<N: Send + 'static>(self, map: impl Fn(M) -> N + Clone + Send + Sync + 'static) -> Action<N> {
        match self {
            Self::None => Action::None,
            Self::Edit(step) => Action::Edit(step),
            Self::Open(dialog) => Action::Open(dialog),
            Self::Close => Action::Close,
            Self::Yes => Action::Yes,
            Self::Ask(question, then) => Action::Ask(question, Box::new(then.map(map))),
            Self::Go(place) => Action::Go(place),
            Self::Run(command) => Action::Run(command),
            Self::Menu(at, commands) => Action::Menu(at, commands),
            Self::Copy(text) => Action::Copy(text),
            Self::Tell(tone, text) => Action::Tell(tone, text),
            Self::Choose(Choose { way, ask, then }) => {
                Action::Choose(Choose { way, ask, then: Arc::new(move |paths| map(then(paths))) })
            }
            Self::Columns(table, widths) => Action::Columns(table, widths),
            Self::Perform(task) => Action::Perform(task.map(map)),
            Self::Request(request) => Action::Request(request),
            Self::Several(all) => Action::Several(all.into_iter().map(|one| one.map(map.clone())).collect()),
        }
    }

    /// Opens a dialog.
    pub fn open(dialog: impl Into<Dialog>) -> Self {
        Self::Open(Box::new(dialog.into()))
    }

    /// The focus into the field with that name, all of it selected: what is typed next stands in its place.
    #[must_use]
    pub fn focus(field: &'static str) -> Self {
        let operations = [iced::widget::operation::focus(field), iced::widget::operation::select_all(field)];
        Self::Perform(Task::batch(operations))
    }

    /// Says that the system gave no random bytes: nothing new or secret can be made now.
    #[must_use]
    pub fn no_chance(tr: &Tr) -> Self {
        Self::Tell(Tone::Bad, tr.get("no-chance").to_owned())
    }

    /// This, then that.
    #[must_use]
    pub fn and(self, then: Self) -> Self {
        match self {
            Self::None => then,
            Self::Several(mut all) => {
                all.push(then);
                Self::Several(all)
            }
            first => Self::Several(vec![first, then]),
        }
    }
}
