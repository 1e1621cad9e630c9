//! Carrying out what pages, dialogs and commands ask for.

use std::path::Path;

use iced::{Task, clipboard};
use keyholder_shared::Id;
use keyholder_shared::edit::Kind;

use super::stepping::Waiting;
use super::{Action, App, Menu, Message, OpenDialog, Place, Request, Way, palette};
use crate::command::Command;
use crate::dialog::{Dialog, path, protect, question};
use crate::document::Deed;
use crate::i18n::{Language, Tr};
use crate::page;
use crate::service::dialogs::Answer;
use crate::ui::theme::Choice;
use crate::ui::{Tone, focus, reveal};

/// The steps of the scale.
const SCALES: [f32; 8] = [0.75, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0];

impl App {
    /// Does what was asked for.
    pub(super) fn carry_out(&mut self, action: Action<Message>) -> Task<Message> {
        let waits = !matches!(action, Action::None | Action::Close | Action::Perform(_) | Action::Several(_));
        if waits && self.stepping {
            self.waiting.push_back(Waiting::Action(action));
            return Task::none();
        }
        match action {
            Action::None => Task::none(),
            Action::Edit(step) => self.pass(Deed::Do(step)),
            Action::Open(dialog) => self.open_dialog(*dialog, None),
            Action::Ask(question, then) => self.open_dialog(question::State::new(question).into(), Some(*then)),
            Action::Close => {
                self.dialogs.pop();
                Task::none()
            }
            Action::Yes => {
                let Some(open) = self.dialogs.pop() else { return Task::none() };
                if let Dialog::Path(path) = &open.dialog
                    && let Some(message) = path.answer()
                {
                    self.asked_by_system = false;
                    return self.update(message);
                }
                open.then.map_or_else(Task::none, |then| self.carry_out(then))
            }
            Action::Go(place) => self.go(&place),
            Action::Run(command) => self.run(command),
            Action::Menu(at, commands) => {
                self.menu = Some(Menu { at, commands, reached: None });
                Task::none()
            }
            Action::Copy(text) => clipboard::write(text),
            Action::Tell(tone, text) => {
                self.tell(tone, text);
                Task::none()
            }
            Action::Choose(mut choose) => {
                if choose.ask.folder.is_none() && !self.settings.folder.as_os_str().is_empty() {
                    choose.ask.folder = Some(self.settings.folder.clone());
                }
                let (ask, turn) = (choose.ask.clone(), self.turn);
                let pending = match choose.way {
                    Way::Open | Way::OpenProject => self.services.dialogs.open_file(ask),
                    Way::OpenMany => self.services.dialogs.open_files(ask),
                    Way::Save | Way::SaveProject => self.services.dialogs.save_file(ask),
                };
                Task::perform(pending, move |answer| Message::Chosen(answer, choose.clone(), turn))
            }
            Action::Columns(table, widths) => {
                self.settings.columns.insert(table.to_owned(), widths);
                Task::none()
            }
            Action::Perform(task) => task,
            Action::Request(request) => self.request(request),
            Action::Several(all) => Task::batch(all.into_iter().map(|one| self.carry_out(one)).collect::<Vec<_>>()),
        }
    }

    /// Does what a page asks for. What comes of it later is for the project that is open now, and for no other.
    pub(super) fn carry_out_of_page(&mut self, action: Action<page::Message>) -> Task<Message> {
        let turn = self.turn;
        self.carry_out(action.map(move |message| Message::Late(turn, message)))
    }

    pub(super) fn open_dialog(&mut self, dialog: Dialog, then: Option<Action<Message>>) -> Task<Message> {
        let focus = dialog.focus();
        self.opened_dialogs += 1;
        self.dialogs.push(OpenDialog { number: self.opened_dialogs, dialog, then });
        // What stands in the field already is a proposal: what is typed next stands in its place.
        focus.map_or_else(Task::none, |field| {
            iced::widget::operation::focus(field).chain(iced::widget::operation::select_all(field))
        })
    }

    /// A dialog for files has answered that was opened over the project of that turn.
    pub(super) fn chosen(&mut self, answer: Answer, choose: super::Choose<Message>, turn: u64) -> Task<Message> {
        if turn != self.turn && choose.way != Way::OpenProject {
            // Another project is open by now, and that file was not meant for it.
            return Task::none();
        }
        match answer {
            Answer::Chosen(paths) => {
                self.asked_by_system = true;
                if let Some(folder) = paths.first().and_then(|path| path.parent()) {
                    folder.clone_into(&mut self.settings.folder);
                }
                if paths.is_empty() { Task::none() } else { self.update((choose.then)(paths)) }
            }
            Answer::Cancelled => Task::none(),
            Answer::Unavailable => {
                // A path to type begins at a place that can be seen: a bare name would go who knows where.
                let mut choose = choose;
                choose.ask.folder.get_or_insert_with(|| self.services.files.whole(Path::new(".")));
                self.open_dialog(path::State::new(choose).into(), None)
            }
        }
    }

    /// Leads to a place of the project.
    fn go(&mut self, place: &Place) -> Task<Message> {
        let Place { page, object, spot } = place;
        let shown = self.show(*page);
        self.refresh();
        let led = match object {
            Some(object) => {
                let action = self.with_page(|pages, context| pages.go(*page, *object, context));
                self.carry_out_of_page(action)
            }
            None => Task::none(),
        };
        let field = self.with_page(|pages, context| pages.field(*page, spot.as_ref()?, context));
        // Where no field is meant, or none that can be changed, the keyboard goes on in the list.
        let keys = || match (page.keys(), object) {
            (None, _) => Task::none(),
            (Some(keys), None) => iced::widget::operation::focus(keys),
            (Some(keys), Some(_)) => focus::quietly(keys),
        };
        // Where the page was is where it begins to look for the object.
        shown.chain(led).chain(field.map_or_else(keys, reveal::focus))
    }

    /// Whether a command can be done now, or why not.
    pub(super) fn enabled(&self, command: Command) -> Result<(), String> {
        let no = |key: &'static str| Err(self.tr.get(key).to_owned());
        let open = || self.document.as_ref().ok_or_else(|| self.tr.get("no-project-open").to_owned());
        match command {
            Command::NewProject | Command::Open | Command::Quit | Command::Palette => Ok(()),
            Command::Theme(choice) if choice_of(self) == choice => no("chosen-already"),
            Command::English if self.tr.language() == Language::English => no("chosen-already"),
            Command::German if self.tr.language() == Language::German => no("chosen-already"),
            Command::Theme(_) | Command::English | Command::German => Ok(()),
            Command::Larger | Command::Smaller | Command::ActualSize => Ok(()),
            Command::Save => {
                let document = open()?;
                if document.is_unsaved() || document.path().is_none() { Ok(()) } else { no("nothing-to-save") }
            }
            Command::SaveAs | Command::CloseProject | Command::Protect | Command::Show(_) => open().map(|_| ()),
            Command::Report => open().map(|_| ()),
            Command::Export | Command::Import if self.table_of().is_some() => Ok(()),
            Command::Undo => open()?.undo_label().map_or_else(|| no("nothing-to-undo"), |_| Ok(())),
            Command::Redo => open()?.redo_label().map_or_else(|| no("nothing-to-redo"), |_| Ok(())),
            _ => {
                let Some(context) = self.context() else { return no("no-project-open") };
                self.pages.offers(self.page, command, context).unwrap_or_else(|| no("not-on-this-page"))
            }
        }
    }

    /// Does a command, if it can be done now; says why not otherwise.
    pub fn run(&mut self, command: Command) -> Task<Message> {
        if let Err(why) = self.enabled(command) {
            self.tell(Tone::Neutral, why);
            return Task::none();
        }
        self.menu = None;
        // Why an earlier command could not be done is no news any more.
        self.notice.take_if(|(tone, _)| *tone == Tone::Neutral);
        let task = match command {
            Command::NewProject => self.request(Request::AskNew),
            Command::Open => self.request(Request::AskOpen),
            Command::Save | Command::SaveAs => {
                // What was to follow a save that was given up does not follow this one.
                self.after_save = self.after_save.take().filter(|_| self.saving);
                if command == Command::Save { self.save() } else { self.save_as() }
            }
            Command::CloseProject => self.request(Request::Close),
            Command::Quit => self.request(Request::Quit),
            Command::Undo => self.pass(Deed::Undo),
            Command::Redo => self.pass(Deed::Redo),
            Command::Report => self.ask_transfer(command),
            Command::Export | Command::Import if self.table_of().is_some() => self.ask_transfer(command),
            Command::Palette => self.open_palette(),
            Command::Protect => self.open_dialog(protect::State::default().into(), None),
            Command::Show(page) => self.show(page),
            Command::Theme(choice) => {
                self.settings.theme = choice.into();
                self.remember()
            }
            Command::English => self.speak(Language::English),
            Command::German => self.speak(Language::German),
            Command::Larger => self.scale_to(SCALES.into_iter().find(|scale| *scale > self.settings.scale + 0.01)),
            Command::Smaller => {
                self.scale_to(SCALES.into_iter().rev().find(|scale| *scale < self.settings.scale - 0.01))
            }
            Command::ActualSize => self.scale_to(Some(1.0)),
            _ => {
                let page = self.page;
                let action = self.with_page(|pages, context| pages.run(page, command, context));
                self.carry_out_of_page(action)
            }
        };
        self.refresh();
        task
    }

    /// What undo or redo brought is chosen where the page lists it, so that one sees what it was.
    pub(super) fn choose_what_came(&mut self) -> Task<Message> {
        let things = self.document.as_ref().map_or_else(Vec::new, |document| document.came().to_vec());
        if things.is_empty() {
            // What is chosen may have gone back to its old row.
            return self.page.follow().map_or_else(Task::none, |message| Task::done(Message::Page(message)));
        }
        self.choose_these(&things)
    }

    /// Chooses these things where the page lists them.
    pub(super) fn choose_these(&mut self, things: &[(Kind, Id)]) -> Task<Message> {
        self.refresh();
        let page = self.page;
        let action = self.with_page(|pages, context| pages.choose(page, things, context));
        self.carry_out_of_page(action)
    }

    fn speak(&mut self, language: Language) -> Task<Message> {
        self.tr = Tr::for_window(language);
        language.tag().clone_into(&mut self.settings.language);
        self.remember()
    }

    fn scale_to(&mut self, scale: Option<f32>) -> Task<Message> {
        let Some(scale) = scale else { return Task::none() };
        self.window = self.window * (self.settings.scale / scale);
        self.settings.scale = scale;
        self.remember()
    }

    /// Does a command that was asked for by keys: who shows a page by keys goes on by keys.
    pub(super) fn run_by_keys(&mut self, command: Command) -> Task<Message> {
        let done = self.run(command);
        match command {
            Command::Show(page) if self.page() == page => {
                done.chain(page.keys().map_or_else(Task::none, iced::widget::operation::focus))
            }
            _ => done,
        }
    }

    pub(super) fn in_palette(&mut self, message: palette::Message) -> Task<Message> {
        let Some(palette) = &mut self.palette else { return Task::none() };
        match message {
            palette::Message::Typed(typed) => {
                palette.typed(typed);
                self.search_palette();
                Task::none()
            }
            palette::Message::Close => {
                self.palette = None;
                Task::none()
            }
            palette::Message::Take(row) => {
                let found = palette.found(row);
                self.palette = None;
                match found {
                    Some(palette::Target::Command(command)) => self.run_by_keys(command),
                    Some(palette::Target::Place(place)) => self.go(&place),
                    None => Task::none(),
                }
            }
        }
    }
}

fn choice_of(app: &App) -> Choice {
    app.settings.theme.into()
}
