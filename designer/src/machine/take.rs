//! Taking what the plant entered into the project, so that the next delivery has it too.

use std::fmt;

use keyholder_shared::edit::{Action, Draft, Edit, Kind, Step};
use keyholder_shared::model::{RuntimeUser, User};
use keyholder_shared::{Id, Str};

use crate::fields::{Field, differences};

/// What taking a user comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// Names of groups that the project does not have, by their Ids; the user comes without them.
    pub without: Vec<Str>,
}

/// Why a user is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The project's user is the same already.
    Same,
    /// The name belongs to Admin, who cannot be replaced.
    Admin,
}

impl NotTaken {
    /// The key of its sentence in the surface's languages.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Same => "take-same",
            Self::Admin => "take-admin",
        }
    }
}

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "The project has this user already, with the same data.",
            Self::Admin => "The name is that of the built-in Admin, who cannot be replaced.",
        })
    }
}

/// The step that takes `user`, as a machine has it, into `draft`. It keeps its Id, so that machines know it again.
/// A user of the project with that Id gets the machine's data; one with the same name and another Id is replaced.
/// The password comes along only if `with_password`; without one the user cannot log in on other machines until
/// the engineer sets one.
///
/// # Errors
/// Why it is not taken.
pub fn take(user: &RuntimeUser, draft: &Draft, with_password: bool) -> Result<Taken, NotTaken> {
    let (mut wanted, without) = known_here(&user.user, draft);
    let name = wanted.name.clone();
    if let Some(there) = draft.user(wanted.id) {
        let mut fields = differences(there, &wanted);
        // A name cannot be changed on a machine, and the engineer's may be newer.
        fields.retain(|field| *field != Field::Name && (with_password || *field != Field::Password));
        if fields.is_empty() {
            return Err(NotTaken::Same);
        }
        let edits = fields.iter().map(|field| Edit::Change(there.id, field.change(&wanted))).collect();
        return Ok(Taken { step: Step::new(Action::Take, Kind::User, 1, &name, edits), without });
    }
    if !with_password {
        wanted.password = None;
    }
    // The built-in Admin is the project's own.
    wanted.admin = false;
    let mut edits = Vec::new();
    for namesake in draft.users_named(&name) {
        if draft.user(*namesake).is_some_and(|user| user.admin) {
            return Err(NotTaken::Admin);
        }
        edits.push(Edit::Remove(*namesake));
    }
    edits.push(Edit::add_user(wanted));
    Ok(Taken { step: Step::new(Action::Take, Kind::User, 1, &name, edits), without })
}

/// The user without memberships of groups that the project does not have.
fn known_here(user: &User, draft: &Draft) -> (User, Vec<Str>) {
    let mut user = user.clone();
    let mut without = Vec::new();
    let is = |id, kind| draft.kind(id) == Some(kind);
    user.groups.retain(|group| is(group.id, Kind::Group) || note(&mut without, group.id));
    user.notification_groups.retain(|group| is(group.id, Kind::NotificationGroup) || note(&mut without, group.id));
    (user, without)
}

fn note(without: &mut Vec<Str>, id: Id) -> bool {
    without.push(id.to_string().into());
    false
}
