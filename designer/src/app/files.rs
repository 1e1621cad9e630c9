//! Opening and saving the project, beside the window.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use iced::Task;
use iced::futures::channel::oneshot;

use keyholder_shared::xml::{PROJECT_FILE, Severity};

use super::opening::{self, Opening, Read};
use super::{Action, App, Choose, Message, Question, Request, Way, transfer};
use crate::dialog::{self, leave, unlock};
use crate::document::Document;
use crate::page::Page;
use crate::protection;
use crate::service::dialogs::Ask;
use crate::service::files::{Consent, NotSaved, Saved};
use crate::ui::{Tone, focus};
use crate::words;

/// Something too large to be cloned, on its way in a message: it is taken out once.
pub struct Parcel<T>(Arc<Mutex<Option<T>>>);

impl<T> Parcel<T> {
    /// Wraps it.
    pub fn new(content: T) -> Self {
        Self(Arc::new(Mutex::new(Some(content))))
    }

    /// Takes it out, the first time.
    #[must_use]
    pub fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<T> Clone for Parcel<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Parcel<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parcel")
    }
}

/// Does work on a thread of its own, so that the window goes on; `done` makes the message with its result.
pub fn beside<T: Send + 'static, M: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    done: impl Fn(T) -> M + Send + 'static,
) -> Task<M> {
    let (sender, receiver) = oneshot::channel();
    // The receiver is gone if the program has ended; then nobody waits for the result.
    let spawned = std::thread::Builder::new().spawn(move || drop(sender.send(work())));
    if spawned.is_err() {
        return Task::none();
    }
    Task::perform(receiver, |result| result.ok()).and_then(move |result| Task::done(done(result)))
}

/// Lets go of something large beside the window: to give back the memory of 100,000 users takes longer than a frame.
pub fn let_go<T: Send + 'static>(thing: T) {
    // Where no thread can be had it goes with the work that was not begun.
    let _ = std::thread::Builder::new().spawn(move || drop(thing));
}

/// What the open project said when something was begun beside the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Which of the projects that were open one after another.
    pub(super) turn: u64,
    /// Its revision.
    pub(super) revision: u64,
}

/// A file that was asked for, and what was open then.
#[derive(Clone, Debug)]
pub struct Asked {
    path: PathBuf,
    number: u64,
    then: Moment,
}

impl App {
    /// Something is begun beside the window; it is told until it ends.
    pub(super) fn begin(&mut self, work: &'static str) {
        self.work.push(work);
    }

    /// That has ended; what else was begun goes on.
    pub(super) fn end(&mut self, work: &'static str) {
        if let Some(place) = self.work.iter().rposition(|begun| *begun == work) {
            self.work.remove(place);
        }
    }

    /// What the open project says now.
    pub(super) fn moment(&self) -> Moment {
        Moment { turn: self.turn, revision: self.document.as_ref().map_or(0, Document::revision) }
    }

    /// A file is asked for: what comes of it counts until another one is.
    pub(super) fn ask_for_file(&mut self, path: PathBuf) -> Asked {
        self.asked += 1;
        Asked { path, number: self.asked, then: self.moment() }
    }

    /// Does what only the program itself can do, after asking about unsaved changes that it would lose.
    pub(super) fn request(&mut self, request: Request) -> Task<Message> {
        let leaves = matches!(
            request,
            Request::AskNew
                | Request::AskOpen
                | Request::Open(_)
                | Request::Rescue(..)
                | Request::Close
                | Request::Quit
        );
        match self.document.as_ref().filter(|document| leaves && document.is_unsaved()) {
            Some(_) => self.ask_to_leave(request),
            None => self.fulfil(request),
        }
    }

    /// Asks what becomes of unsaved changes before that. Who asks twice is asked once, about the last.
    fn ask_to_leave(&mut self, request: Request) -> Task<Message> {
        let Some(document) = &self.document else { return self.fulfil(request) };
        let dialog = leave::State::new(document.name(), request);
        self.dialogs.retain(|open| !matches!(open.dialog, dialog::Dialog::Leave(_)));
        self.open_dialog(dialog.into(), None)
    }

    fn fulfil(&mut self, request: Request) -> Task<Message> {
        match request {
            Request::AskNew => {
                let language = self.tr.language().tag();
                self.open_dialog(dialog::new_project::State::new(language).into(), None)
            }
            Request::Unlock(document) => match document.take() {
                Some(document) => self.unlock(document, None),
                None => Task::none(),
            },
            Request::Show(document) => {
                let Some(document) = document.take() else { return Task::none() };
                let is_new = document.path().is_none();
                self.show_document(document);
                // In a new project there is nothing to check yet.
                let shown = if is_new { self.show(Page::Users) } else { Task::none() };
                Task::batch([shown, self.lead_to_page()])
            }
            Request::AskOpen => {
                let ask = self.ask_for("ask-open", String::new());
                self.choose(Way::OpenProject, ask)
            }
            Request::Open(path) => self.open(path),
            Request::Rescue(document, left, index) => match document.take() {
                Some(document) => self.unlock(document, Some((left, index))),
                None => Task::none(),
            },
            Request::Rescued(document, left, index) => self.rescued(&document, left, index),
            Request::Choose(things) => self.choose_these(&things),
            Request::NoteCommon(hashes) => {
                if let Some(document) = &mut self.document {
                    hashes.into_iter().for_each(|hash| document.note_common(hash));
                }
                Task::none()
            }
            Request::Reload => {
                let path = self.document.as_ref().and_then(|document| document.path()).map(Path::to_owned);
                path.map_or_else(Task::none, |path| self.open(path))
            }
            Request::SaveAt(path, consent) => self.save_to(path, consent),
            Request::Import(what, path) => self.transfer(transfer::Message::Import(what, path)),
            Request::ExportUsers(users) => self.ask_users(Some(Arc::new(users.into_iter().collect()))),
            Request::Close => {
                self.close();
                Task::none()
            }
            Request::Quit => {
                self.close();
                // Nothing hangs on the settings but the comfort of the next start.
                let settings = &self.services.settings;
                let _ = settings.save(settings.turn(), &self.settings);
                iced::exit()
            }
            Request::Anyway(request) => self.fulfil(*request),
            Request::SaveFirst(request) => {
                self.after_save = Some(*request);
                self.save()
            }
        }
    }

    /// Keeps the settings, beside the window.
    pub(super) fn remember(&self) -> Task<Message> {
        let (file, settings) = (self.services.settings.clone(), self.settings.clone());
        // Nothing hangs on the settings but the comfort of the next start.
        let turn = file.turn();
        beside(move || drop(file.save(turn, &settings)), |()| ()).discard()
    }

    fn ask_for(&self, title: &'static str, file_name: String) -> Ask {
        Ask {
            title: self.tr.get(title).to_owned(),
            kind: self.tr.get("ask-kind-project").to_owned(),
            extensions: vec!["xml".to_owned()],
            folder: None,
            file_name,
        }
    }

    fn choose(&mut self, way: Way, ask: Ask) -> Task<Message> {
        let then = Arc::new(move |paths| Message::Files(way, paths));
        self.carry_out(Action::Choose(Choose { way, ask, then }))
    }

    pub(super) fn files_chosen(&mut self, way: Way, paths: Vec<PathBuf>) -> Task<Message> {
        let Some(path) = paths.into_iter().next() else { return Task::none() };
        match way {
            Way::Open | Way::OpenMany | Way::OpenProject => self.fulfil(Request::Open(path)),
            // Without a dialog of the system nobody has asked yet whether a file that is there may be replaced.
            Way::Save | Way::SaveProject => {
                let asked = self.asked_by_system;
                self.save_to(path, Consent { replace: asked, lose: asked, folder: false })
            }
        }
    }

    /// Reads a project, beside the window.
    pub(super) fn open(&mut self, path: PathBuf) -> Task<Message> {
        self.begin("work-opening");
        let asked = self.ask_for_file(path.clone());
        let read = opening::read(self.services.files.clone(), path, self.tr.language());
        beside(read, move |read| Message::Opened(Parcel::new(read), asked.clone()))
    }

    pub(super) fn opened(&mut self, read: &Parcel<Read>, asked: Asked) -> Task<Message> {
        self.end("work-opening");
        if asked.number != self.asked {
            // Another file was asked for since.
            return Task::none();
        }
        let path = &asked.path;
        // The window was alive while it was read, and hands may have gone on.
        let went_on = self.document.as_ref().is_some_and(Document::is_unsaved) && asked.then != self.moment();
        match read.take() {
            None => Task::none(),
            Some(Ok(Ok(Opening { document, first }))) => {
                self.notice = None;
                if let Some(path) = document.path() {
                    self.settings.opened(path, document.name(), self.services.clock.now());
                }
                if went_on {
                    return self.ask_to_leave(Request::Unlock(Parcel::new(document)));
                }
                if protection::is_protected(document.definitions()) {
                    return self.unlock(document, None);
                }
                self.show_document(document);
                self.begin_with(first);
                Task::batch([self.remember(), self.lead_to_page()])
            }
            Some(Ok(Err(faults))) => {
                let lines = faults.iter().map(|fault| words::fault_at(&self.tr, fault));
                let question = Question {
                    title: self.tr.get("not-understood-title").to_owned(),
                    text: self.tr.named("not-understood-text", &path.display().to_string()),
                    lines: lines.collect(),
                    yes: self.tr.get("close").to_owned(),
                    danger: false,
                };
                self.open_dialog(dialog::question::State::telling(question).into(), None)
            }
            Some(Err(error)) => {
                let says = words::not_opened(&self.tr, &error);
                self.tell(Tone::Bad, says);
                Task::none()
            }
        }
    }

    /// Asks for the password of a project that is protected, be it from its file or from a copy, and shows it.
    fn unlock(&mut self, document: Document, copy: Option<unlock::Copy>) -> Task<Message> {
        if protection::is_protected(document.definitions()) {
            return self.open_dialog(unlock::State::new(document, copy).into(), None);
        }
        let document = Parcel::new(document);
        self.fulfil(match copy {
            Some((left, index)) => Request::Rescued(document, left, index),
            None => Request::Show(document),
        })
    }

    /// Leads the keyboard to the page, where it goes on in what was opened.
    fn lead_to_page(&self) -> Task<Message> {
        self.page().keys().map_or_else(Task::none, focus::quietly)
    }

    /// Shows a project, in the place of the one that was open.
    pub(super) fn show_document(&mut self, document: Document) {
        self.close();
        let faults = document.faults().iter().filter(|fault| fault.severity == Severity::Error).count();
        if faults > 0 {
            let says = self.tr.count("opened-with-faults", faults);
            self.tell(Tone::Amber, says);
        }
        self.document = Some(document);
        if let Some(document) = &mut self.document {
            document.recovery = self.services.recovery.begin();
        }
    }

    /// Forgets the open project and everything that pages remember of it.
    pub(super) fn close(&mut self) {
        self.notice = None;
        let left = (std::mem::take(&mut self.pages), std::mem::take(&mut self.findings));
        if let Some(mut document) = self.document.take() {
            if let Some(place) = document.recovery.take() {
                self.services.recovery.end(&place);
            }
            let_go((document, left));
        }
        self.turn += 1;
        self.dialogs.clear();
        self.menu = None;
        self.palette = None;
        self.after_save = None;
        self.save_next = None;
    }

    /// Writes the project into its file, or asks for one.
    pub(super) fn save(&mut self) -> Task<Message> {
        match self.document.as_ref().map(|document| document.path().map(Path::to_owned)) {
            Some(Some(path)) => self.save_to(path, Consent::default()),
            Some(None) => self.save_as(),
            None => Task::none(),
        }
    }

    pub(super) fn save_as(&mut self) -> Task<Message> {
        let path = self.document.as_ref().and_then(|document| document.path());
        let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let mut ask = self.ask_for("ask-save", name.unwrap_or_else(|| PROJECT_FILE.to_owned()));
        ask.folder = path.and_then(Path::parent).map(Path::to_owned);
        self.choose(Way::SaveProject, ask)
    }

    pub(super) fn save_to(&mut self, path: PathBuf, consent: Consent) -> Task<Message> {
        let Some(document) = &mut self.document else { return Task::none() };
        document.settle();
        if self.saving {
            // Begun now, it would take the file that is being written for another one's.
            self.save_next = Some((path, consent));
            return Task::none();
        }
        let (files, base) = (self.services.files.clone(), document.base().cloned());
        // A clone of the contents is cheap and keeps this moment; the engineer goes on meanwhile.
        let contents = document.draft().contents().clone();
        let moment = self.moment();
        self.saving = true;
        self.begin("work-saving");
        let to = path.clone();
        beside(
            move || files.save(contents.to_project(), &to, base.as_ref(), consent),
            move |saved| Message::Saved(Parcel::new(saved), path.clone(), consent, moment),
        )
    }

    pub(super) fn saved(
        &mut self,
        saved: &Parcel<Result<Saved, NotSaved>>,
        path: PathBuf,
        consent: Consent,
        moment: Moment,
    ) -> Task<Message> {
        self.end("work-saving");
        self.saving = false;
        let next = self.save_next.take();
        if moment.turn != self.turn {
            return self.saved_before(saved, next);
        }
        let after = self.after_save.take();
        match saved.take() {
            None => Task::none(),
            Some(Ok(saved)) => {
                let says = match &saved.doubt {
                    Some(doubt) => (Tone::Amber, self.tr.named("saved-in-doubt", words::system(&self.tr, doubt))),
                    None => (Tone::Good, self.tr.get(if saved.written { "saved" } else { "saved-same" }).to_owned()),
                };
                if let Some(document) = &mut self.document {
                    document.saved(saved, moment.revision);
                    if let Some(path) = document.path() {
                        self.settings.opened(path, document.name(), self.services.clock.now());
                    }
                }
                self.notice = Some(says);
                let cleared = self.clear_copy();
                let goes_on = self.document.as_ref().is_some_and(Document::is_unsaved);
                let next = match (next.filter(|(to, _)| goes_on || *to != path), after) {
                    (Some((path, consent)), after) => {
                        self.after_save = after;
                        self.save_to(path, consent)
                    }
                    // What was changed since is asked about.
                    (None, Some(request)) => self.request(request),
                    (None, None) => Task::none(),
                };
                Task::batch([self.remember(), cleared, next])
            }
            Some(Err(error)) => {
                let no_folder = matches!(error, NotSaved::NoFolder { .. });
                let can_go_on = no_folder
                    || matches!(
                        error,
                        NotSaved::ChangedOnDisk(_)
                            | NotSaved::Gone(_)
                            | NotSaved::Exists(_)
                            | NotSaved::NotUnderstood(_)
                    );
                let says = words::not_saved(&self.tr, &error);
                // What was to go into another file goes there all the same.
                let next = next.filter(|(to, _)| *to != path);
                let next = next.map_or_else(Task::none, |(to, consent)| self.save_to(to, consent));
                if !can_go_on {
                    return Task::batch([self.tell_not_saved(says), next]);
                }
                let (title, yes, consent) = match no_folder {
                    true => ("not-saved-folder", "not-saved-make-folder", Consent { folder: true, ..consent }),
                    false => ("not-saved-title", "not-saved-anyway", Consent { replace: true, lose: true, ..consent }),
                };
                let question = Question {
                    title: self.tr.get(title).to_owned(),
                    text: says,
                    lines: Vec::new(),
                    yes: self.tr.get(yes).to_owned(),
                    danger: !no_folder,
                };
                self.after_save = after;
                // A folder was named: it is asked about the file in it.
                let path = if let NotSaved::Exists(there) = error { there } else { path };
                let ask = Action::Ask(question, Box::new(Action::Request(Request::SaveAt(path, consent))));
                Task::batch([self.carry_out(ask), next])
            }
        }
    }

    /// What came of the save of a project that has been left since: the one that is open now has no part in it.
    fn saved_before(
        &mut self,
        saved: &Parcel<Result<Saved, NotSaved>>,
        next: Option<(PathBuf, Consent)>,
    ) -> Task<Message> {
        let told = match saved.take() {
            Some(Err(error)) => {
                let says = words::not_saved(&self.tr, &error);
                self.tell_not_saved(says)
            }
            _ => Task::none(),
        };
        let next = next.map_or_else(Task::none, |(path, consent)| self.save_to(path, consent));
        Task::batch([told, next])
    }

    /// Whoever saves and goes must not miss it in the bar at the bottom.
    fn tell_not_saved(&mut self, says: String) -> Task<Message> {
        let told = Question {
            title: self.tr.get("not-saved-told").to_owned(),
            text: says,
            lines: Vec::new(),
            yes: self.tr.get("close").to_owned(),
            danger: false,
        };
        self.open_dialog(dialog::question::State::telling(told).into(), None)
    }
}
