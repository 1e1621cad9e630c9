//! What can happen, and what follows.

use std::path::PathBuf;
use std::sync::Arc;

use iced::advanced::widget::operation::focusable::find_focused;
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::{Point, Size, Task, theme, window};

use super::files::{Asked, Moment, Parcel};
use super::findings::Findings;
use super::keys::Press;
use super::opening::Read;
use super::stepping::Stepped;
use super::{Action, App, Choose, Request, dropped, palette};
use crate::command::Command;
use crate::dialog;
use crate::page::{self, Page};
use crate::service::appearance::Appearance;
use crate::service::dialogs::Answer;
use crate::service::files::{Base, Consent, NotSaved, OnDisk, Saved};
use crate::service::recovery::LeftBehind;
use crate::service::settings;
use crate::shortcut;
use crate::ui::Tone;
use crate::ui::size;

/// What is rarely done with the project, in the menu at the top.
const MORE: [Command; 9] = [
    Command::NewProject,
    Command::SaveAs,
    Command::Import,
    Command::Export,
    Command::ExportChosen,
    Command::Report,
    Command::Protect,
    Command::CloseProject,
    Command::Quit,
];

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// On a page.
    Page(page::Message),
    /// On a page, from what was begun over the project of that turn.
    Late(u64, page::Message),
    /// In the dialog with that number.
    Dialog(u64, dialog::Message),
    /// In the palette.
    Palette(palette::Message),
    /// A command was asked for.
    Run(Command),
    /// A file was chosen from those opened lately.
    OpenRecent(PathBuf),
    /// It is taken out of them.
    Forget(PathBuf),
    /// A file was read.
    Opened(Parcel<Read>, Asked),
    /// A file was written, or not with what was agreed to, with what the project said at that moment.
    Saved(Parcel<Result<Saved, NotSaved>>, PathBuf, Consent, Moment),
    /// It is time to keep a copy of what is not saved.
    Keep,
    /// The file may have changed on disk.
    Hint,
    /// What stands on disk, seen from what was opened or saved last.
    OnDisk(Box<Base>, OnDisk),
    /// A crash left these copies behind.
    LeftBehind(Arc<Vec<LeftBehind>>),
    /// The project that was open then was looked at.
    Found(Moment, Findings),
    /// A large step was done, or its thread is gone.
    Stepped(Parcel<Option<Stepped>>),
    /// A dialog for files has answered that was opened over the project of that turn.
    Chosen(Answer, Choose<Message>, u64),
    /// These files are chosen for opening or saving the project.
    Files(super::Way, Vec<PathBuf>),
    /// A key that no widget took.
    Key(Press),
    /// The window has another size.
    Resized(Size),
    /// It has that size, and fills the screen or does not.
    Filled(Size, bool),
    /// The window is elsewhere.
    Moved(Point),
    /// The window is there.
    Shown,
    /// It is nearest to a monitor of that size, having been opened.
    Nearest(Option<Size>),
    /// The pointer comes into it.
    Entered,
    /// It is on a monitor of that size.
    OnMonitor(Option<Size>),
    /// The window is to close.
    CloseRequested,
    /// A file was dropped on the window.
    Dropped(PathBuf),
    /// What a dropped file is; the number is that of the project it was dropped on.
    Recognised(dropped::Kind, PathBuf, u64),
    /// Down or Enter, pressed in that field: from the search into what it has found.
    LeadOn(iced::widget::Id),
    /// What is typed next is a step of its own.
    Settle,
    /// The system is light or dark.
    Mode(theme::Mode),
    /// What the system says of the looks of windows.
    Appearance(Appearance),
    /// The menu of what is rarely done with the project.
    More,
    /// The menu closes.
    CloseMenu,
    /// A line of the menu.
    Pick(Command),
    /// A table or a report comes or goes.
    Transfer(super::transfer::Message),
    /// The sentence in the status bar was read.
    Read,
    /// Nothing.
    Nothing,
}

impl App {
    /// Does what `message` asks, and brings the page up to date.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let task = self.happen(message);
        self.refresh();
        Task::batch([task, self.look(), self.follow()])
    }

    /// Lets pages begin beside the window what they need: the preview whichever is shown, as its count stands beside the
    /// pages.
    fn follow(&mut self) -> Task<Message> {
        let (looks, texts) = (self.pages.preview.watched().next().is_some(), self.page() == Page::Texts);
        let action = self.with_page(|pages, context| {
            let preview = if looks { pages.preview.follow(context) } else { Action::None };
            let texts = if texts { pages.texts.follow(context) } else { Action::None };
            preview.map(page::Message::Preview).and(texts.map(page::Message::Texts))
        });
        self.carry_out_of_page(action)
    }

    pub(super) fn happen(&mut self, message: Message) -> Task<Message> {
        let Some(message) = self.unless_it_waits(message) else { return Task::none() };
        match message {
            Message::Page(message) => {
                let action = self.with_page(|pages, context| pages.update(message, context));
                self.carry_out_of_page(action)
            }
            Message::Late(turn, message) if turn == self.turn => self.happen(Message::Page(message)),
            Message::Late(..) => Task::none(),
            Message::Dialog(number, message) => self.in_dialog(number, message),
            Message::Palette(message) => self.in_palette(message),
            Message::Run(command) => self.run(command),
            Message::OpenRecent(path) => self.request(Request::Open(path)),
            Message::Dropped(path) => self.dropped(path),
            Message::Recognised(kind, path, turn) => self.recognised(kind, path, turn),
            Message::Forget(path) => {
                self.settings.forget(&path);
                self.remember()
            }
            Message::Opened(opened, asked) => self.opened(&opened, asked),
            Message::Saved(saved, path, consent, moment) => self.saved(&saved, path, consent, moment),
            Message::Keep => self.keep(),
            Message::Hint => self.hinted(),
            Message::OnDisk(base, found) => self.on_disk(&base, found),
            Message::LeftBehind(left) => self.left_behind(left),
            Message::Stepped(stepped) => self.stepped(stepped.take().flatten()),
            Message::Found(moment, findings) => {
                self.found(moment, findings);
                Task::none()
            }
            Message::Chosen(answer, choose, turn) => self.chosen(answer, choose, turn),
            Message::Files(way, paths) => self.files_chosen(way, paths),
            Message::Key(press) => self.pressed(&press),
            // A window that is put away has no size and no place.
            Message::Resized(size) if size.width < 1.0 || size.height < 1.0 => Task::none(),
            Message::Resized(size) => {
                self.window = size;
                let asked = window::latest().and_then(window::is_maximized);
                asked.map(move |maximized| Message::Filled(size, maximized))
            }
            Message::Filled(size, maximized) => {
                let (window, scale) = (&mut self.settings.window, self.settings.scale);
                window.maximized = maximized;
                if !maximized {
                    // What it has when it fills the screen is no size to go back to.
                    (window.width, window.height) = (size.width * scale, size.height * scale);
                }
                Task::none()
            }
            Message::Moved(at) => {
                self.settings.window.at = settings::place(at.x, at.y).or(self.settings.window.at);
                Task::none()
            }
            Message::Shown => self.appeared(),
            Message::Nearest(monitor) => self.nearest(monitor),
            Message::Entered => self.entered(),
            Message::OnMonitor(size) => self.on_monitor(size),
            Message::CloseRequested => self.run(Command::Quit),
            Message::LeadOn(from) => match (self.page().search(), self.page().keys()) {
                (Some(search), Some(keys)) if search == from => iced::widget::operation::focus(keys),
                _ => Task::none(),
            },
            Message::Settle => {
                if let Some(document) = &mut self.document {
                    document.settle();
                }
                Task::none()
            }
            Message::Mode(mode) => {
                self.mode = mode;
                Task::none()
            }
            Message::Appearance(appearance) => {
                self.appearance = appearance;
                Task::none()
            }
            Message::More => {
                let at = Point::new(self.window.width - size::SMALL, size::TOP_BAR);
                self.carry_out(Action::Menu(at, MORE.into()))
            }
            Message::CloseMenu => {
                self.menu = None;
                Task::none()
            }
            Message::Pick(command) => {
                self.menu = None;
                self.run(command)
            }
            Message::Transfer(message) => self.transfer(message),
            Message::Read => {
                self.notice = None;
                Task::none()
            }
            Message::Nothing => Task::none(),
        }
    }

    /// Tells a dialog something. One that has closed meanwhile hears nothing, and one that came over it stays over it.
    fn in_dialog(&mut self, number: u64, message: dialog::Message) -> Task<Message> {
        let Some(index) = self.dialogs.iter().position(|open| open.number == number) else { return Task::none() };
        let above = self.dialogs.split_off(index + 1);
        let Some(mut open) = self.dialogs.pop() else { return Task::none() };
        let action = open.dialog.update(message, self.dialog_context());
        self.dialogs.push(open);
        let turn = self.turn;
        let done = self.carry_out(action.map(move |message| Message::Dialog(number, message)));
        if turn == self.turn {
            self.dialogs.extend(above);
        }
        done
    }

    /// Calls a page with what it sees; without a project nothing happens.
    pub(super) fn with_page<T: Default>(&mut self, call: impl FnOnce(&mut page::Pages, super::Context<'_>) -> T) -> T {
        let mut pages = std::mem::take(&mut self.pages);
        let said = self.context().map_or_else(T::default, |context| call(&mut pages, context));
        self.pages = pages;
        said
    }

    /// Brings what the page derives from the project up to date.
    pub(super) fn refresh(&mut self) {
        let page = self.page();
        self.with_page(|pages, context| pages.refresh(page, context));
    }

    /// A key that no widget took: for the menu, the dialog, the palette, the focus, or a command.
    fn pressed(&mut self, press: &Press) -> Task<Message> {
        let named = match press.key {
            Key::Named(named) => Some(named),
            _ => None,
        };
        if self.menu.is_some() {
            return self.key_in_menu(named);
        }
        if self.palette.is_some() {
            return self.key_in_palette(named);
        }
        if let Some(open) = self.dialogs.last() {
            let number = open.number;
            let message = match named {
                Some(Named::Enter) => open.dialog.enter(),
                Some(Named::Escape) => match open.dialog.escape() {
                    None => return self.carry_out(Action::Close),
                    message => message,
                },
                _ => None,
            };
            return message.map_or_else(Task::none, |message| self.happen(Message::Dialog(number, message)));
        }
        match shortcut::command(&press.key, press.physical, press.modifiers) {
            Some(command) => self.run_by_keys(command),
            // From the search into what it has found.
            None if matches!(named, Some(Named::ArrowDown | Named::Enter)) && press.modifiers.is_empty() => {
                iced::advanced::widget::operate(find_focused()).map(Message::LeadOn)
            }
            None if named == Some(Named::Escape) => {
                self.notice = None;
                Task::none()
            }
            None => Task::none(),
        }
    }

    fn key_in_menu(&mut self, key: Option<Named>) -> Task<Message> {
        let Some(menu) = self.menu.clone() else { return Task::none() };
        let can = |app: &Self, command: &Command| app.enabled(*command).is_ok();
        let reachable: Vec<usize> = (0..menu.commands.len())
            .filter(|index| menu.commands.get(*index).is_some_and(|command| can(self, command)))
            .collect();
        let at = menu.reached.and_then(|reached| reachable.iter().position(|index| *index == reached));
        let to = match (key, at) {
            (Some(Named::ArrowDown), at) => at.map_or(0, |at| (at + 1) % reachable.len().max(1)),
            (Some(Named::ArrowUp), None | Some(0)) => reachable.len().saturating_sub(1),
            (Some(Named::ArrowUp), Some(at)) => at - 1,
            (Some(Named::Enter | Named::Space), _) => {
                let command = menu.reached.and_then(|reached| menu.commands.get(reached)).copied();
                return command.map_or_else(Task::none, |command| self.happen(Message::Pick(command)));
            }
            (Some(Named::Escape | Named::Tab), _) => return self.happen(Message::CloseMenu),
            _ => return Task::none(),
        };
        if let Some(menu) = &mut self.menu {
            menu.reached = reachable.get(to).copied();
        }
        Task::none()
    }

    /// Shows a sentence in the status bar until the next step or Escape.
    pub(super) fn tell(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some((tone, text.into()));
    }

    /// Goes to a page.
    pub(super) fn show(&mut self, page: Page) -> Task<Message> {
        if self.page != page {
            self.page = page;
            page.name().clone_into(&mut self.settings.page);
            if let Some(document) = &mut self.document {
                document.settle();
            }
            return self.pages.back(page);
        }
        Task::none()
    }
}
