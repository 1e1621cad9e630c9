//! The open project: what it says, how it came to say it, and where it lies.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_shared::edit::{Contents, Draft, History, Kind, Label, Refused, Slots, Step};
use keyholder_shared::model::{Definitions, Group, NotificationGroup, Project, Right, RightGroup, Texts, User};
use keyholder_shared::xml::Fault;
use keyholder_shared::{Id, Str, Time};

use crate::service::files::{Base, Saved};
use crate::service::recovery;

/// An open project. It is changed by [`Document::apply`], [`Document::undo`] and [`Document::redo`] alone. A clone
/// shares the users, the index and the undo entries until one side changes, and is made at once.
#[derive(Clone, Debug)]
pub struct Document {
    draft: Draft,
    history: History,
    path: Option<PathBuf>,
    base: Option<Base>,
    faults: Vec<Fault>,
    unread: Vec<Fault>,
    last: Option<Last>,
    lang: String,
    /// Hashes of passwords that are known to be common ones: a hash does not tell.
    common: HashSet<Str>,
    /// Where its recovery copy is kept.
    pub recovery: Option<Arc<recovery::Place>>,
    /// The revision of which a copy is kept there.
    pub kept: Option<u64>,
}

/// What was done last, for the status bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// What it was.
    pub label: Label,
    /// How it went.
    pub way: Way,
}

/// The way a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It was done.
    Done,
    /// It was taken back.
    Undone,
    /// It was done again.
    Redone,
}

/// What is to be done with a project.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A step.
    Do(Step),
    /// The last step is taken back.
    Undo,
    /// The step that was taken back last is done again.
    Redo,
}

impl Document {
    /// A project that no file has yet.
    #[must_use]
    pub fn new(project: Project) -> Self {
        Self::of(project.into(), History::unsaved(), None, Vec::new())
    }

    /// A project opened from a file, with what was wrong there, and what of that are broken rules of the project.
    #[must_use]
    pub fn opened(contents: Contents, base: Base, faults: Vec<Fault>) -> Self {
        let unread = unread(&faults);
        let mut document = Self::of(contents, History::saved(), Some(base), faults);
        document.unread = unread;
        document
    }

    /// A project from a recovery copy: not in the file it once came from.
    #[must_use]
    pub fn rescued(project: Project, path: Option<PathBuf>, base: Option<Base>) -> Self {
        let mut document = Self::of(project.into(), History::unsaved(), base, Vec::new());
        document.path = path;
        document
    }

    fn of(contents: Contents, history: History, base: Option<Base>, faults: Vec<Fault>) -> Self {
        let lang = contents.definitions.languages.default.to_string();
        let path = base.as_ref().map(|base| base.path.clone());
        Self {
            draft: Draft::of(contents),
            history,
            path,
            base,
            faults,
            unread: Vec::new(),
            last: None,
            lang,
            common: HashSet::new(),
            recovery: None,
            kept: None,
        }
    }

    /// Does a step. Answers false if it changes nothing.
    ///
    /// # Errors
    /// Why it is refused; then nothing is changed.
    pub fn apply(&mut self, step: Step) -> Result<bool, Refused> {
        let label = step.label.clone();
        let changed = self.history.apply(&mut self.draft, step)?;
        if changed {
            self.last = Some(Last { label, way: Way::Done });
        }
        Ok(changed)
    }

    /// Takes the last step back.
    ///
    /// # Errors
    /// Why that is not possible; then nothing is changed.
    pub fn undo(&mut self) -> Result<(), Refused> {
        if let Some(label) = self.history.undo(&mut self.draft)? {
            self.last = Some(Last { label, way: Way::Undone });
        }
        Ok(())
    }

    /// Does the step taken back last again.
    ///
    /// # Errors
    /// Why that is not possible; then nothing is changed.
    pub fn redo(&mut self) -> Result<(), Refused> {
        if let Some(label) = self.history.redo(&mut self.draft)? {
            self.last = Some(Last { label, way: Way::Redone });
        }
        Ok(())
    }

    /// Does that.
    ///
    /// # Errors
    /// Why it is refused or not possible; then nothing is changed.
    pub fn pass(&mut self, deed: Deed) -> Result<(), Refused> {
        match deed {
            Deed::Do(step) => self.apply(step).map(|_| ()),
            Deed::Undo => self.undo(),
            Deed::Redo => self.redo(),
        }
    }

    /// How many single changes that is, about; from `most` on it is not counted how many more.
    #[must_use]
    pub fn size_of(&self, deed: &Deed, most: usize) -> usize {
        match deed {
            Deed::Do(step) => {
                let mut size = 0;
                for edit in &step.edits {
                    size += self.draft.size_of(edit);
                    if size >= most {
                        break;
                    }
                }
                size
            }
            Deed::Undo => self.history.undo_size(),
            Deed::Redo => self.history.redo_size(),
        }
    }

    /// The things that the last undo or redo brought.
    #[must_use]
    pub fn came(&self) -> &[(Kind, Id)] {
        self.history.came()
    }

    /// What is typed next is a step of its own, as after leaving a field.
    pub fn settle(&mut self) {
        self.history.settle();
    }

    /// Notes a save of what it said at `revision`.
    pub fn saved(&mut self, saved: Saved, revision: u64) {
        self.path = Some(saved.base.path.clone());
        self.base = Some(saved.base);
        self.draft.saved_at(saved.time_stamp);
        if self.draft.revision() == revision {
            self.history.mark_saved();
        } else {
            self.history.forget_saved();
        }
        self.faults.clear();
        self.unread.clear();
    }

    /// Notes that the password with that hash is a common one, whoever has it now or after an undo.
    pub fn note_common(&mut self, hash: Str) {
        self.common.insert(hash);
    }

    /// Its file no longer says what was opened: someone changed it.
    pub fn changed_on_disk(&mut self) {
        self.history.forget_saved();
    }
}

/// What the project says.
impl Document {
    /// The project with its index.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Everything but the users.
    #[must_use]
    pub fn definitions(&self) -> &Definitions {
        self.draft.definitions()
    }

    /// The users.
    #[must_use]
    pub fn users(&self) -> &Slots {
        self.draft.users()
    }

    /// The user with this Id.
    #[must_use]
    pub fn user(&self, id: Id) -> Option<&User> {
        self.draft.user(id)
    }

    /// The group with this Id.
    #[must_use]
    pub fn group(&self, id: Id) -> Option<&Group> {
        self.definitions().groups.iter().find(|group| group.id == id)
    }

    /// The notification group with this Id.
    #[must_use]
    pub fn notification_group(&self, id: Id) -> Option<&NotificationGroup> {
        self.definitions().notification_groups.iter().find(|group| group.id == id)
    }

    /// Every right with the group it is listed in, in the order of the file.
    pub fn rights(&self) -> impl Iterator<Item = (&RightGroup, &Right)> {
        self.definitions().right_groups.iter().flat_map(|group| group.rights.iter().map(move |right| (group, right)))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.draft.contents().name
    }

    /// When the file was written that was opened or saved last.
    #[must_use]
    pub fn time_stamp(&self) -> Time {
        self.draft.contents().time_stamp
    }

    /// The text in the project's default language.
    #[must_use]
    pub fn text<'a>(&'a self, texts: &'a Texts) -> &'a str {
        texts.get(&self.lang)
    }

    /// The hashes of passwords that are known to be common ones.
    #[must_use]
    pub fn common_passwords(&self) -> &HashSet<Str> {
        &self.common
    }

    /// Grows with every change.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.draft.revision()
    }
}

/// Where it lies, and what can be done with it.
impl Document {
    /// Its file, if it has one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What later saves are held against.
    #[must_use]
    pub fn base(&self) -> Option<&Base> {
        self.base.as_ref()
    }

    /// What was wrong in the file that was opened.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Of these, what the project does not show: what could not be read, or is about the file alone. Broken rules are
    /// found anew with every change.
    #[must_use]
    pub fn unread(&self) -> &[Fault] {
        &self.unread
    }

    /// True if its file does not say what it says.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.history.is_unsaved()
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&Label> {
        self.history.undo_label()
    }

    /// What redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&Label> {
        self.history.redo_label()
    }

    /// What was done last.
    #[must_use]
    pub fn last(&self) -> Option<&Last> {
        self.last.as_ref()
    }
}

/// The faults that are no broken rules of the project.
fn unread(faults: &[Fault]) -> Vec<Fault> {
    faults.iter().filter(|fault| !fault.wrong.is_rule()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use keyholder_shared::xml::read_project;

    use super::*;

    #[test]
    fn broken_rules_of_a_file_are_not_told_twice() {
        let sample = include_str!("../../sample-projects/bottling-line/UserManagementConfig.xml");
        let faulty = sample
            .replace("Name=\"p.lefevre\"", "Name=\"h.brandt\"")
            .replace("MaximumAgeDays=\"90\"", "MaximumAgeDays=\"ninety\"");
        let reading = read_project(faulty.as_bytes());
        let told = unread(&reading.faults);
        assert!(told.iter().any(|fault| fault.message().contains("ninety")), "{told:?}");
        assert!(!told.iter().any(|fault| fault.message().contains("h.brandt")), "{told:?}");
        assert_eq!(told.len() + 1, reading.faults.len());
        assert_eq!(unread(&[]), []);
    }
}
