//! What is built in stays (design section 2): what a draft had of it before an edit, it has afterwards.

use super::{BuiltIn, Draft, Refused};
use crate::model::SYSTEM_RIGHTS;
use crate::name::fold;

/// Which parts of what is built in a draft has. A file with faults may lack some; edits may then put them
/// back, but take away no further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guard([bool; PARTS.len()]);

const PARTS: [BuiltIn; 7] = [
    BuiltIn::Admin,
    BuiltIn::AdminName,
    BuiltIn::Administrators,
    BuiltIn::AdminMembership,
    BuiltIn::EnabledAdministrator,
    BuiltIn::System,
    BuiltIn::SystemRights,
];

impl Guard {
    /// Looks at the built-in things, not at the users.
    pub fn of(draft: &Draft) -> Self {
        Self(PARTS.map(|part| has(draft, part)))
    }

    /// Refuses an edit that took something of it away.
    pub fn hold(self, before: Self) -> Result<(), Refused> {
        let parts = PARTS.into_iter().zip(before.0.into_iter().zip(self.0));
        match parts.into_iter().find(|(_, (before, after))| *before && !after) {
            Some((part, _)) => Err(Refused::BuiltIn(part)),
            None => Ok(()),
        }
    }
}

fn has(draft: &Draft, part: BuiltIn) -> bool {
    let definitions = draft.definitions();
    let admin = draft.admin();
    let administrators = definitions.administrators();
    let mut systems = definitions.right_groups.iter().filter(|group| group.system);
    match part {
        // Its identity is held where it would change.
        BuiltIn::Admin | BuiltIn::AdminIdentity => draft.admins() == 1,
        // Without Admin, its name and membership are not what is missed.
        BuiltIn::AdminName => admin.is_some_and(|admin| fold(&admin.name) == "admin"),
        BuiltIn::AdminMembership => {
            administrators.is_some_and(|group| admin.is_some_and(|admin| admin.is_member_of(group)))
        }
        BuiltIn::EnabledAdministrator => administrators
            .is_some_and(|group| draft.members(group).any(|id| draft.user(id).is_some_and(|user| user.enabled))),
        BuiltIn::Administrators => definitions.groups.iter().filter(|group| group.administrators).count() == 1,
        BuiltIn::System => systems.next().is_some() && systems.next().is_none(),
        BuiltIn::SystemRights => systems
            .next()
            .is_some_and(|system| SYSTEM_RIGHTS.iter().all(|key| system.rights.iter().any(|right| right.key == *key))),
    }
}
