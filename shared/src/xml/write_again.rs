//! Writing a runtime document of which little has changed since it was written last: the text of all that
//! stays is kept and handed on as it is.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::write::{Sink, definitions, root_of_runtime};
use super::write_parts::Out;
use crate::Id;
use crate::model::{Runtime, RuntimeUser};

/// So many users are kept as one text: a user that changes costs the rendering of its neighbours as well, and of
/// many users each text its place in memory and on its way to the file.
const fn together(users: usize) -> usize {
    if users < 4000 { 4 } else { 16 }
}

/// The text of a runtime document as it was rendered last.
#[derive(Debug, Default)]
pub struct Kept {
    definitions: Option<Arc<String>>,
    users: Vec<Batch>,
}

#[cfg(test)]
impl Kept {
    /// Which texts are kept, one from another.
    pub(super) fn texts(&self) -> Vec<*const String> {
        self.users.iter().map(|batch| Arc::as_ptr(&batch.text)).collect()
    }
}

/// Some users that follow each other, and their text.
#[derive(Debug)]
struct Batch {
    ids: Vec<Id>,
    text: Arc<String>,
}

/// Hands a runtime file's bytes to `sink`, the same as [`render_runtime`](super::render_runtime), and keeps
/// their text for the next time.
///
/// What `kept` holds already must be of a document that differs in no more than the users `changed` (edited,
/// added or gone), the users' order apart from them, deleted users, and the numbers and times of the root.
pub fn render_runtime_again(runtime: &Runtime, changed: &[Id], kept: &mut Kept, sink: &mut dyn Sink) {
    let mut out = Out::new(sink);
    root_of_runtime(&mut out, runtime);
    let text = match kept.definitions.take() {
        Some(text) => text,
        None => out.aside(|out| definitions(out, &runtime.definitions)),
    };
    out.kept(&text);
    kept.definitions = Some(text);
    out.open("Users");
    out.unknown_attributes(&runtime.users.unknown);
    if !runtime.users.is_empty() {
        out.end_start_tag();
    }
    kept.users = users(&mut out, &runtime.users, changed, std::mem::take(&mut kept.users));
    out.unknown_elements(&runtime.users.unknown);
    out.close("Users");
    out.section("DeletedUsers", &runtime.deleted, Out::deleted_user);
    out.unknown_elements(&runtime.unknown);
    out.close("UserManagementRuntimeConfig");
    out.flush();
}

/// Writes all users, those that are as they were from their text.
fn users(out: &mut Out<'_>, users: &[RuntimeUser], changed: &[Id], kept: Vec<Batch>) -> Vec<Batch> {
    let changed: FxHashSet<Id> = changed.iter().copied().collect();
    let together = together(users.len());
    let mut batches = Vec::with_capacity(kept.len() + 1);
    let mut rest = users;
    let mut kept = kept.into_iter().peekable();
    while let Some(batch) = kept.next() {
        // Who is gone is missing among the users, and who is new is in no batch.
        let mut ids = batch.ids.iter();
        let still = rest.iter().take_while(|user| ids.any(|id| *id == user.user.id)).count();
        let (now, after) = rest.split_at_checked(still).unwrap_or((rest, &[]));
        if kept.peek().is_none() && !after.is_empty() && still < together {
            // New users join the last ones, so that they do not end up in a batch each.
            break;
        }
        if still == batch.ids.len() && !batch.ids.iter().any(|id| changed.contains(id)) {
            out.kept(&batch.text);
            batches.push(batch);
        } else {
            batches.extend(written(out, now));
        }
        rest = after;
    }
    for new in rest.chunks(together) {
        batches.extend(written(out, new));
    }
    batches
}

fn written(out: &mut Out<'_>, users: &[RuntimeUser]) -> Option<Batch> {
    if users.is_empty() {
        return None;
    }
    let text = out.aside(|out| users.iter().for_each(|user| out.runtime_user(user)));
    out.kept(&text);
    Some(Batch { ids: users.iter().map(|user| user.user.id).collect(), text })
}
