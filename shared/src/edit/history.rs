//! Undo and redo by steps with names.

use std::sync::Arc;

use super::{Change, Draft, Edit, Kind, Refused};
use crate::{Id, Str};

/// What an engineer did at once, and how to call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name in the menu.
    pub label: Label,
    /// The edits, in their order.
    pub edits: Vec<Edit>,
    /// Steps with the same key that follow each other become one: the keystrokes in one field.
    pub merge: Option<Str>,
}

/// What a step is called: data that a program words in its language, "Undo delete of 3 users".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What was done.
    pub action: Action,
    /// To things of which kind; `None`: to the project.
    pub kind: Option<Kind>,
    /// To how many.
    pub count: usize,
    /// The name of the thing if it is one, or of the setting.
    pub name: Str,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Something new.
    Add,
    /// A copy of something.
    Copy,
    /// Something goes.
    Remove,
    /// Something is called otherwise.
    Rename,
    /// Something is otherwise.
    Change,
    /// Something has another place.
    Move,
    /// Members join or leave a group, groups an area.
    Membership,
    /// Rights are assigned, denied or taken back.
    Rights,
    /// A password is set or taken away.
    Password,
    /// A text is translated.
    Translate,
    /// Users get a new identity.
    Replace,
    /// Things come from a file.
    Import,
    /// Users made on a machine come into the project.
    Take,
    /// What shared an Id gets one of its own.
    Separate,
}

impl Step {
    /// A step of these edits.
    #[must_use]
    pub fn new(action: Action, kind: impl Into<Option<Kind>>, count: usize, name: &str, edits: Vec<Edit>) -> Self {
        Self { label: Label { action, kind: kind.into(), count, name: name.into() }, edits, merge: None }
    }

    /// A step of one edit of one thing.
    #[must_use]
    pub fn one(action: Action, kind: impl Into<Option<Kind>>, name: &str, edit: Edit) -> Self {
        Self::new(action, kind, 1, name, vec![edit])
    }

    /// Becomes one with the steps before that have the same key.
    #[must_use]
    pub fn merged(mut self, key: impl Into<Str>) -> Self {
        self.merge = Some(key.into());
        self
    }
}

/// A step that was done or undone, and the edits that go the other way.
#[derive(Clone, Debug)]
struct Passed {
    label: Label,
    merge: Option<Str>,
    /// In the order in which they were answered: the last is applied first. A clone shares them.
    back: Arc<Vec<Edit>>,
    /// How many single changes they are.
    size: usize,
}

/// The steps that led to what a draft says, and those that were undone. A clone is cheap.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Passed>,
    undone: Vec<Passed>,
    /// So many steps were done when the project was saved; `None` if no undo or redo leads there any more.
    saved: Option<usize>,
    /// What the last undo or redo brought.
    came: Vec<(Kind, Id)>,
}

impl History {
    /// Nothing done yet, and what the draft says is in its file.
    #[must_use]
    pub fn saved() -> Self {
        Self { saved: Some(0), ..Self::default() }
    }

    /// Nothing done yet, and no file has what the draft says: a new project.
    #[must_use]
    pub fn unsaved() -> Self {
        Self::default()
    }

    /// Does a step. Answers false if it changes nothing; then it is no step to undo either.
    ///
    /// # Errors
    /// Why the step is refused; then nothing is changed and undone steps can still be done again.
    pub fn apply(&mut self, draft: &mut Draft, step: Step) -> Result<bool, Refused> {
        let before = draft.revision();
        let edit = if step.edits.len() == 1 { step.edits.into_iter().next() } else { Some(Edit::Many(step.edits)) };
        let back = draft.apply(edit.unwrap_or(Edit::Many(Vec::new())))?;
        if draft.revision() == before {
            return Ok(false);
        }
        if self.saved.is_some_and(|saved| saved > self.done.len()) {
            self.saved = None;
        }
        let fresh = self.undone.is_empty() && self.saved != Some(self.done.len());
        self.undone.clear();
        match self.done.last_mut().filter(|last| fresh && step.merge.is_some() && last.merge == step.merge) {
            Some(last) => {
                last.label = step.label;
                last.size += back.size();
                Arc::make_mut(&mut last.back).push(back);
            }
            None => {
                let size = back.size();
                self.done.push(Passed { label: step.label, merge: step.merge, back: Arc::new(vec![back]), size });
            }
        }
        Ok(true)
    }

    /// Takes the last step back and answers its name; `None` if there is none.
    ///
    /// # Errors
    /// If the draft was changed past its history; then nothing is changed.
    pub fn undo(&mut self, draft: &mut Draft) -> Result<Option<Label>, Refused> {
        pass(&mut self.done, &mut self.undone, draft, &mut self.came)
    }

    /// Does the last undone step again and answers its name; `None` if there is none.
    ///
    /// # Errors
    /// If the draft was changed past its history; then nothing is changed.
    pub fn redo(&mut self, draft: &mut Draft) -> Result<Option<Label>, Refused> {
        pass(&mut self.undone, &mut self.done, draft, &mut self.came)
    }

    /// The things that the last undo or redo brought, which were not there before, or had another Id.
    #[must_use]
    pub fn came(&self) -> &[(Kind, Id)] {
        &self.came
    }

    /// The name of the step that undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&Label> {
        self.done.last().map(|step| &step.label)
    }

    /// The name of the step that redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&Label> {
        self.undone.last().map(|step| &step.label)
    }

    /// How many single changes undo would make.
    #[must_use]
    pub fn undo_size(&self) -> usize {
        self.done.last().map_or(0, |step| step.size)
    }

    /// How many single changes redo would make.
    #[must_use]
    pub fn redo_size(&self) -> usize {
        self.undone.last().map_or(0, |step| step.size)
    }

    /// What the draft says now was saved.
    pub fn mark_saved(&mut self) {
        self.saved = Some(self.done.len());
    }

    /// What the draft says is no longer what its file says, whatever undo does: another program changed the file.
    pub fn forget_saved(&mut self) {
        self.saved = None;
    }

    /// True if what the draft says is not what was saved.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.saved != Some(self.done.len())
    }

    /// Ends the merging of keystrokes: what is typed next is a step of its own, as after leaving a field.
    pub fn settle(&mut self) {
        if let Some(last) = self.done.last_mut() {
            last.merge = None;
        }
    }
}

fn pass(
    from: &mut Vec<Passed>,
    to: &mut Vec<Passed>,
    draft: &mut Draft,
    came: &mut Vec<(Kind, Id)>,
) -> Result<Option<Label>, Refused> {
    came.clear();
    let Some(mut step) = from.pop() else { return Ok(None) };
    let mut edits = step.back.to_vec();
    edits.reverse();
    edits.iter().for_each(|edit| brought(edit, came));
    match draft.restore(Edit::Many(edits)) {
        Ok(back) => {
            step.size = back.size();
            step.back = Arc::new(vec![back]);
            step.merge = None;
            let label = step.label.clone();
            to.push(step);
            Ok(Some(label))
        }
        Err(refused) => {
            came.clear();
            from.push(step);
            Err(refused)
        }
    }
}

/// The things that are there, by these Ids, after the edit alone.
fn brought(edit: &Edit, things: &mut Vec<(Kind, Id)>) {
    match edit {
        Edit::Add { object, .. } => things.push((object.kind(), object.id())),
        Edit::Change(_, Change::Identity(id)) => things.push((Kind::User, *id)),
        Edit::Separate { kind, new, .. } => things.push((*kind, *new)),
        Edit::Many(edits) => edits.iter().for_each(|edit| brought(edit, things)),
        _ => {}
    }
}
