//! Unsaved work is never lost: a copy is kept while it goes on, offered after a crash, and a change of the file
//! by someone else is told.

use std::sync::Arc;
use std::time::Duration;

use iced::{Subscription, Task};

use super::files::Parcel;
use super::{App, Message, beside};
use crate::dialog::{on_disk, recovery};
use crate::document::Document;
use crate::page::{self, preview};
use crate::service::files::OnDisk;
use crate::service::recovery::LeftBehind;
use crate::service::watch;
use crate::ui::Tone;

/// So many machines' files are watched; each costs a thread.
const MACHINES: usize = 64;
/// So often a copy is kept, if something has changed.
const KEEP: Duration = Duration::from_secs(5);

impl App {
    /// Listens for the time to keep a copy, and for changes of the file by others.
    pub(super) fn watch(&self) -> Subscription<Message> {
        let Some(document) = &self.document else { return Subscription::none() };
        let mut all = vec![iced::time::every(KEEP).map(|_| Message::Keep)];
        all.extend(document.path().map(|path| watch::hints(path.to_owned()).map(|()| Message::Hint)));
        // Machines' files in the preview are read again when they change.
        all.extend(self.pages.preview.watched().take(MACHINES).map(|path| {
            let hints = watch::hints(path.to_owned()).with(path.to_owned());
            hints.map(|(path, ())| Message::Page(page::Message::Preview(preview::Message::Hint(path))))
        }));
        Subscription::batch(all)
    }

    /// Looks for copies that a crash left behind.
    pub(super) fn look_for_copies(&self) -> Task<Message> {
        let recovery = self.services.recovery.clone();
        let left = beside(move || Arc::new(recovery.left_behind()), |left| left);
        left.then(|left| if left.is_empty() { Task::none() } else { Task::done(Message::LeftBehind(left)) })
    }

    pub(super) fn left_behind(&mut self, left: Arc<Vec<LeftBehind>>) -> Task<Message> {
        match left.is_empty() {
            true => Task::none(),
            false => self.open_dialog(recovery::State::new(left).into(), None),
        }
    }

    /// Keeps a copy of what is not saved, if it has changed since the last copy.
    pub(super) fn keep(&mut self) -> Task<Message> {
        let Some(document) = self.document.as_mut().filter(|document| document.is_unsaved()) else {
            return Task::none();
        };
        let revision = document.revision();
        if document.kept == Some(revision) {
            return Task::none();
        }
        let Some(place) = document.recovery.clone() else { return Task::none() };
        document.kept = Some(revision);
        let (recovery, contents) = (self.services.recovery.clone(), document.draft().contents().clone());
        let (base, now) = (document.base().cloned(), self.services.clock.now());
        // A copy that could not be kept is tried again at the next change; the project itself is not in danger.
        let turn = place.turn();
        let work = move || drop(recovery.keep(&place, turn, &contents.to_project(), base.as_ref(), now));
        beside(work, |()| Message::Nothing)
    }

    /// The copy is no longer needed: the project was saved.
    pub(super) fn clear_copy(&mut self) -> Task<Message> {
        let Some(document) = &mut self.document else { return Task::none() };
        document.kept = None;
        let Some(place) = document.recovery.clone() else { return Task::none() };
        let (recovery, turn) = (self.services.recovery.clone(), place.turn());
        beside(move || recovery.clear(&place, turn), |()| Message::Nothing)
    }

    /// The file may have changed: its content decides.
    pub(super) fn hinted(&self) -> Task<Message> {
        let base = self.document.as_ref().and_then(Document::base).cloned();
        let Some(base) = base.filter(|_| !self.saving) else { return Task::none() };
        let files = self.services.files.clone();
        beside(
            move || {
                let found = files.look(&base);
                (base, found)
            },
            |(base, found)| Message::OnDisk(Box::new(base), found),
        )
    }

    pub(super) fn on_disk(&mut self, base: &crate::service::files::Base, found: OnDisk) -> Task<Message> {
        let Some(document) = &mut self.document else { return Task::none() };
        // A save may have come between.
        let is_still = document.base() == Some(base) && !self.saving;
        let asks = self.dialogs.iter().any(|open| matches!(open.dialog, crate::dialog::Dialog::OnDisk(_)));
        if !is_still || asks || !matches!(found, OnDisk::Other | OnDisk::Gone) {
            return Task::none();
        }
        let unsaved = document.is_unsaved();
        document.changed_on_disk();
        let name = document.path().and_then(|path| path.file_name());
        let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if found == OnDisk::Gone {
            let says = self.tr.named("disk-gone", &name);
            self.tell(Tone::Amber, says);
            return Task::none();
        }
        self.open_dialog(on_disk::State::new(name, unsaved).into(), None)
    }

    /// Shows what was rescued from a copy.
    pub(super) fn rescued(
        &mut self,
        document: &Parcel<Document>,
        left: Arc<Vec<LeftBehind>>,
        index: usize,
    ) -> Task<Message> {
        let Some(document) = document.take() else { return Task::none() };
        self.show_document(document);
        let says = self.tr.get("recovery-opened").to_owned();
        self.tell(Tone::Amber, says);
        let recovery = self.services.recovery.clone();
        let discard =
            beside(move || left.get(index).iter().for_each(|left| recovery.discard(left)), |()| Message::Nothing);
        // The new copy is there before the old one goes.
        self.keep().chain(discard)
    }
}
