//! Steps, undo and redo. What takes longer than a frame is done beside the window, to a clone of the project that takes
//! the project's place once it is done.
//!
//! Meanwhile the window is drawn and moved, and everything else waits its turn: whatever was asked for after the step is
//! done after it, as if the step had taken no time. So no answer comes late to a project that has gone on.

use iced::Task;
use iced::futures::channel::oneshot;
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use keyholder_shared::edit::Refused;

use super::files::Parcel;
use super::{Action, App, Message, let_go};
use crate::document::{Deed, Document};
use crate::page::users;
use crate::ui::Tone;

/// From so many single changes on a step is done beside the window.
const MANY: usize = 10_000;
/// From so many on the whole list of users is made anew.
const ANEW: usize = 64;

/// What waits for a step to be done.
#[derive(Debug)]
pub(super) enum Waiting {
    /// Something that happened.
    Message(Message),
    /// What was to follow the step.
    Action(Action<Message>),
}

/// A step that was done beside the window.
pub struct Stepped {
    document: Document,
    listed: users::Listed,
    done: Result<(), Refused>,
    is_back: bool,
}

impl App {
    /// Does a step, or takes one back, at once or beside the window.
    pub(super) fn pass(&mut self, deed: Deed) -> Task<Message> {
        let Some(document) = &mut self.document else { return Task::none() };
        self.notice = None;
        let size = document.size_of(&deed, MANY);
        let all = if size > ANEW { document.users().len() } else { 0 };
        if size + all < MANY {
            let is_back = !matches!(deed, Deed::Do(_));
            let done = document.pass(deed);
            return self.passed(done, is_back);
        }
        let wanted = self.pages.users.wanted(self.tr.language());
        let work = Parcel::new((document.clone(), deed, wanted));
        self.stepping = true;
        self.begin("work-stepping");
        let (sender, receiver) = oneshot::channel();
        let theirs = work.clone();
        let spawned = std::thread::Builder::new().spawn(move || {
            if let Some((document, deed, wanted)) = theirs.take() {
                // Without a receiver the program has ended.
                drop(sender.send(stepped(document, deed, wanted)));
            }
        });
        match (spawned, work) {
            (Ok(_), _) => Task::perform(receiver, |stepped| Message::Stepped(Parcel::new(stepped.ok()))),
            // Without a thread it is done here.
            (Err(_), work) => {
                let stepped = work.take().map(|(document, deed, wanted)| stepped(document, deed, wanted));
                self.stepped(stepped)
            }
        }
    }

    /// Takes the place of the project, and does what was asked for since.
    pub(super) fn stepped(&mut self, stepped: Option<Stepped>) -> Task<Message> {
        if !std::mem::take(&mut self.stepping) {
            return Task::none();
        }
        self.end("work-stepping");
        let mut all = Vec::new();
        if let Some(Stepped { document, listed, done, is_back }) = stepped {
            let list = self.pages.users.begin_with(listed, &document);
            let_go((list, self.document.replace(document)));
            all.push(self.passed(done, is_back));
        }
        while !self.stepping
            && let Some(waiting) = self.waiting.pop_front()
        {
            self.refresh();
            all.push(match waiting {
                Waiting::Message(message) => self.happen(message),
                Waiting::Action(action) => self.carry_out(action),
            });
        }
        Task::batch(all)
    }

    fn passed(&mut self, done: Result<(), Refused>, is_back: bool) -> Task<Message> {
        match done {
            Ok(()) if is_back => self.choose_what_came(),
            Ok(()) => Task::none(),
            Err(refused) => {
                let says = self.refusal(&refused);
                self.tell(Tone::Bad, says);
                Task::none()
            }
        }
    }

    /// Answers the message if it need not wait for a step; otherwise it waits.
    pub(super) fn unless_it_waits(&mut self, message: Message) -> Option<Message> {
        let is_of_the_window = matches!(
            message,
            Message::Stepped(_)
                | Message::Resized(_)
                | Message::Filled(..)
                | Message::Moved(_)
                | Message::Shown
                | Message::Nearest(_)
                | Message::Entered
                | Message::OnMonitor(_)
                | Message::Mode(_)
                | Message::Appearance(_)
                | Message::Nothing
        );
        if !self.stepping || is_of_the_window {
            return Some(message);
        }
        // It may have been meant for a letter in a field that hears nothing now: nobody is to be deleted by that.
        let is_delete = matches!(&message, Message::Key(press) if press.key == Key::Named(Named::Delete));
        if !is_delete {
            self.waiting.push_back(Waiting::Message(message));
        }
        None
    }
}

/// The step, done, with the list of users after it.
fn stepped(mut document: Document, deed: Deed, wanted: users::Wanted) -> Stepped {
    let is_back = !matches!(deed, Deed::Do(_));
    let done = document.pass(deed);
    let listed = users::Listed::of(document.draft(), wanted);
    Stepped { document, listed, done, is_back }
}
