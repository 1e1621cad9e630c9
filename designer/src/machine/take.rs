//! Taking what the plant entered into the project, so that the next delivery has it too.

use std::fmt;

use keyholder_shared::edit::{Action, Draft, Edit, Kind, Step};
use keyholder_shared::model::{RuntimeUser, User};
use keyholder_shared::{Id, Str};

use crate::fields::{Field, differences};

/// What taking users comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// Ids of groups that the project does not have, as text; the users come without them.
    pub without: Vec<Str>,
    /// Users of the project with the name of one that is taken, who go.
    pub replaced: Vec<Str>,
    /// Users that are not taken, by name, and why.
    pub left: Vec<(Str, NotTaken)>,
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

/// The step that takes `users`, as a machine has them, into `draft`. They keep their Ids, so that machines know them
/// again. A user of the project with that Id gets the machine's data; one with the same name and another Id is
/// replaced. The password comes along only if `with_password`; without one a user cannot log in on other machines
/// until the engineer sets one.
///
/// # Errors
/// If none is taken: why not the first. [`NotTaken::Same`] if there is none.
pub fn take(users: &[&RuntimeUser], draft: &Draft, with_password: bool) -> Result<Taken, NotTaken> {
    // Each comes to what those before it have left: two may have had the same namesake.
    let mut beside = draft.clone();
    let (mut edits, mut without, mut left, mut taken) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut replaced = Vec::new();
    for user in users {
        match take_one(user, &beside, with_password, &mut without, &mut replaced) {
            Ok(own) => {
                // What cannot be done is refused as a whole when the step is.
                let _ = beside.apply(Edit::Many(own.clone()));
                edits.extend(own);
                taken.push(&user.user.name);
            }
            Err(why) => left.push((user.user.name.clone(), why)),
        }
    }
    let Some(first) = taken.first() else {
        return Err(left.into_iter().next().map_or(NotTaken::Same, |(_, why)| why));
    };
    let step = Step::new(Action::Take, Kind::User, taken.len(), first, edits);
    without.sort();
    without.dedup();
    Ok(Taken { step, without, replaced, left })
}

fn take_one(
    user: &RuntimeUser,
    draft: &Draft,
    with_password: bool,
    without: &mut Vec<Str>,
    replaced: &mut Vec<Str>,
) -> Result<Vec<Edit>, NotTaken> {
    let (mut wanted, unknown) = known_here(&user.user, draft);
    let name = wanted.name.clone();
    if let Some(there) = draft.user(wanted.id) {
        let mut fields = differences(there, &wanted);
        // A name cannot be changed on a machine, and the engineer's may be newer.
        fields.retain(|field| *field != Field::Name && (with_password || *field != Field::Password));
        if fields.is_empty() {
            return Err(NotTaken::Same);
        }
        without.extend(unknown);
        return Ok(fields.iter().map(|field| Edit::Change(there.id, field.change(&wanted))).collect());
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
    if !edits.is_empty() {
        replaced.push(name);
    }
    edits.push(Edit::add_user(wanted));
    without.extend(unknown);
    Ok(edits)
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
