//! What makes the next change of a large document quick: a second copy of it, one generation behind, and its
//! text as it was written last. Both are worth keeping only as long as nobody else writes the document.

use std::sync::Arc;

use keyholder_shared::Id;
use keyholder_shared::model::Runtime;
use keyholder_shared::xml::Kept;

use super::Snapshot;
use super::snapshot::Index;

/// What the engine keeps of its own last save.
#[derive(Default)]
pub(super) struct Working {
    spare: Option<Spare>,
    /// What is kept of the document of this generation.
    saved: Option<(u64, Saved)>,
}

/// What is kept of a document that was saved.
#[derive(Default)]
pub(super) struct Saved {
    /// Its text.
    pub text: Kept,
    /// What the note says of the project that is merged in it, if that is known.
    pub merged: Option<Option<String>>,
}

/// A generation that is over, and the users in which the one after it differs.
struct Spare {
    snapshot: Snapshot,
    changed: Vec<Id>,
}

impl Working {
    /// The document was written by somebody else, or may have been.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// A copy of the current generation, to be changed, with what finds things in it.
    pub fn copy_of(&mut self, current: &Snapshot) -> (Runtime, Option<Index>) {
        let spare = self.spare.take().filter(|spare| spare.snapshot.generation() + 1 == current.generation());
        let caught_up = spare.and_then(|spare| catch_up(spare, current));
        match caught_up {
            Some((runtime, index)) => (runtime, Some(index)),
            None => (current.runtime().clone(), None),
        }
    }

    /// What is kept of a generation, if anything is. Who uses it gives it back by [`Working::keep`].
    pub fn saved(&mut self, generation: u64) -> Saved {
        self.saved.take().filter(|(of, _)| *of == generation).map(|(_, saved)| saved).unwrap_or_default()
    }

    /// Keeps what there is of a generation that was saved.
    pub fn keep(&mut self, generation: u64, saved: Saved) {
        self.saved = Some((generation, saved));
    }

    /// Keeps the generation before the one that was saved, if nobody looks at it any more.
    pub fn keep_spare(&mut self, snapshot: Arc<Snapshot>, changed: Vec<Id>) {
        self.spare = Arc::into_inner(snapshot).map(|snapshot| Spare { snapshot, changed });
    }
}

/// Brings a generation up to the one after it, which the plant's own changes alone have made of it: they touch
/// users and what is deleted, and never groups, rights, areas or guidelines.
fn catch_up(spare: Spare, current: &Snapshot) -> Option<(Runtime, Index)> {
    let Spare { snapshot, changed } = spare;
    let (mut runtime, mut index) = snapshot.into_parts();
    if !index.follow(&runtime, current.runtime(), &changed) {
        return None;
    }
    let now = current.runtime();
    for id in changed {
        let at = index.place_of(id)?;
        let user = now.users.get(at)?;
        match runtime.users.get_mut(at) {
            Some(old) => old.clone_from(user),
            None => runtime.users.push(user.clone()),
        }
    }
    runtime.deleted.clone_from(&now.deleted);
    runtime.generation = now.generation;
    runtime.time_stamp = now.time_stamp;
    debug_assert!(runtime == *now, "a plant's change touches its users alone");
    Some((runtime, index))
}
