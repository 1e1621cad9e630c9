//! What a merge did, for people and for programs (design section 4, `update --json`).

use serde::{Serialize, Serializer};

use super::changes::same_set;
use super::{Cause, Changes, Named, Warning};
use crate::model::{Area, Definitions, Group, Origin};
use crate::{Id, Str, Time};

/// What a merge did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Time stamp of the project merged.
    pub project_time_stamp: Time,
    /// Time stamp of the project merged before; none at a first start.
    pub previous_time_stamp: Option<Time>,
    /// The project is older than the one before.
    pub rollback: bool,
    /// Every user, once: the project's in its order, then those that only the machine knows.
    pub users: Vec<UserReport>,
    /// Groups.
    pub groups: Changes,
    /// Rights.
    pub rights: Changes,
    /// Areas.
    pub areas: Changes,
    /// Notification groups.
    pub notification_groups: Changes,
    /// The guidelines are other ones.
    pub policies_changed: bool,
    /// What protects the project and its Admin, or who knows the passwords, is other.
    pub security_changed: bool,
    /// What someone should know.
    pub warnings: Vec<Warning>,
    /// Users whose sessions end at once.
    pub end_sessions: Vec<Id>,
    /// Users whose lock is lifted, because they got a new password.
    pub lift_locks: Vec<Id>,
}

/// What a merge did to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserReport {
    /// The user's Id; for a user of the project that was not taken, the one it has there.
    pub id: Id,
    /// The user's name after the merge; of a user that is gone, before it.
    pub name: Str,
    /// Who gave the user to the machine.
    pub origin: Origin,
    /// What happened, and why.
    pub cause: Cause,
    /// Groups and notification groups of which the user on the machine is no longer a member, because
    /// they are gone.
    pub dropped_groups: Vec<Named>,
    /// The user was enabled again, because otherwise no administrator were.
    pub enabled_again: bool,
}

/// What happened to a user: the words of design section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Rule 6.
    Added,
    /// Rule 2, something new.
    Updated,
    /// Rule 2, nothing new.
    Unchanged,
    /// Rule 3.
    Kept,
    /// Rule 4.
    Replaced,
    /// Rule 5.
    Restored,
    /// Rule 8.
    Removed,
    /// Rule 1.
    Shadowed,
    /// Rule 7.
    Runtime,
}

impl Action {
    /// All of them, in the order of a table's columns.
    pub const ALL: [Self; 9] = [
        Self::Added,
        Self::Updated,
        Self::Unchanged,
        Self::Kept,
        Self::Replaced,
        Self::Restored,
        Self::Removed,
        Self::Shadowed,
        Self::Runtime,
    ];

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Kept => "kept",
            Self::Replaced => "replaced",
            Self::Restored => "restored",
            Self::Removed => "removed",
            Self::Shadowed => "shadowed",
            Self::Runtime => "runtime",
        }
    }
}

impl Report {
    pub(super) fn new(project: Time, previous: Option<Time>) -> Self {
        let rollback = previous.is_some_and(|previous| project < previous);
        let mut warnings = Vec::new();
        if let Some(previous) = previous.filter(|_| rollback) {
            warnings.push(Warning::Rollback { project, previous });
        }
        Self {
            project_time_stamp: project,
            previous_time_stamp: previous,
            rollback,
            users: Vec::new(),
            groups: Changes::default(),
            rights: Changes::default(),
            areas: Changes::default(),
            notification_groups: Changes::default(),
            policies_changed: false,
            security_changed: false,
            warnings,
            end_sessions: Vec::new(),
            lift_locks: Vec::new(),
        }
    }

    /// How many users came out as `action`.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.users.iter().filter(|user| user.action() == action).count()
    }

    pub(super) fn compare(&mut self, before: &Definitions, after: &Definitions) {
        let language = &after.languages.default;
        self.groups = Changes::between(
            before.groups.iter(),
            after.groups.iter(),
            |group| Named::new(group.id, &group.name, language),
            same_group,
        );
        let rights = |definitions: &'_ Definitions| {
            definitions.right_groups.iter().flat_map(|group| group.rights.iter()).cloned().collect::<Vec<_>>()
        };
        let (old_rights, new_rights) = (rights(before), rights(after));
        self.rights = Changes::between(
            old_rights.iter(),
            new_rights.iter(),
            |right| Named { id: right.id, name: right.key.clone() },
            PartialEq::eq,
        );
        self.areas = Changes::between(
            before.areas.iter(),
            after.areas.iter(),
            |area| Named::new(area.id, &area.name, language),
            same_area,
        );
        self.notification_groups = Changes::between(
            before.notification_groups.iter(),
            after.notification_groups.iter(),
            |group| Named::new(group.id, &group.name, language),
            PartialEq::eq,
        );
        self.policies_changed = before.policies != after.policies;
        self.security_changed = before.security != after.security || before.authentication != after.authentication;
    }
}

fn same_group(one: &Group, other: &Group) -> bool {
    one == other
        || (same_set(&one.rights, &other.rights)
            && same_set(&one.areas, &other.areas)
            && same_set(&one.external, &other.external)
            && (&one.name, &one.description, &one.unknown, one.administrators)
                == (&other.name, &other.description, &other.unknown, other.administrators))
}

fn same_area(one: &Area, other: &Area) -> bool {
    one == other
        || (same_set(&one.clients, &other.clients)
            && (&one.name, &one.description, &one.unknown) == (&other.name, &other.description, &other.unknown))
}

impl UserReport {
    pub(super) fn new(id: Id, name: &Str, origin: Origin, cause: Cause) -> Self {
        Self { id, name: name.clone(), origin, cause, dropped_groups: Vec::new(), enabled_again: false }
    }

    /// Adds groups that a user lost of whom this entry also speaks. An entry can speak of two, so they are
    /// put into an order that does not depend on who came first.
    pub(super) fn add_dropped(&mut self, groups: Vec<Named>) {
        self.dropped_groups.extend(groups);
        self.dropped_groups.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        self.dropped_groups.dedup();
    }

    /// The word for what happened.
    #[must_use]
    pub fn action(&self) -> Action {
        self.cause.action()
    }

    /// What was decided and why, in sentences for people.
    #[must_use]
    pub fn reason(&self) -> String {
        let mut reason = self.cause.sentence(&self.name);
        if !self.dropped_groups.is_empty() {
            let names: Vec<&str> = self.dropped_groups.iter().map(|group| group.name.as_str()).collect();
            let (word, is) = if names.len() == 1 { ("group", "is") } else { ("groups", "are") };
            reason += &format!(" Lost the {word} {}, which {is} gone.", names.join(", "));
        }
        if self.enabled_again {
            reason += " Enabled again, because no other administrator is enabled.";
        }
        reason
    }

    /// True if a person should look at it: everything but what stays or comes as expected.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        !matches!(self.action(), Action::Added | Action::Updated | Action::Unchanged | Action::Runtime)
            || !self.dropped_groups.is_empty()
            || self.enabled_again
    }
}

impl Serialize for UserReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut user = serializer.serialize_struct("User", 8)?;
        user.serialize_field("id", &self.id.to_string())?;
        user.serialize_field("name", self.name.as_str())?;
        user.serialize_field("origin", if self.origin == Origin::Project { "project" } else { "runtime" })?;
        user.serialize_field("action", &self.action())?;
        user.serialize_field("reason", &self.reason())?;
        user.serialize_field("dropped_groups", &self.dropped_groups)?;
        match &self.cause {
            Cause::Shadowed(shadowed) => user.serialize_field("shadowed_by", &shadowed.by.to_string())?,
            Cause::Replaced { old, .. } => user.serialize_field("replaces", &old.to_string())?,
            _ => {}
        }
        user.end()
    }
}
