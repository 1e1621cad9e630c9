//! The rights that one user has at one client, each with its reason.

use keyholder_shared::access::{Access, Because, Effect};
use keyholder_shared::model::{Definitions, User};
use keyholder_shared::name::fold;
use keyholder_shared::{Id, Str};

/// One right of a user at a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// The right.
    pub right: Id,
    /// Its key.
    pub key: Str,
    /// The right group that it is listed in.
    pub right_group: Id,
    /// True if the user has it there.
    pub has: bool,
    /// Why, group by group.
    pub because: Vec<Because>,
}

impl Effective {
    /// What decided: the group that denies, or else those that grant, or else nothing.
    #[must_use]
    pub fn effect(&self) -> Effect {
        let is = |effect| self.because.iter().any(|because| because.effect == effect);
        if self.has {
            Effect::Granted
        } else if is(Effect::Denied) {
            Effect::Denied
        } else if is(Effect::Area) {
            Effect::Area
        } else {
            Effect::Missing
        }
    }
}

/// Every right of the project, in the order of the file, as `user` has it at `client` (design section 5). Whether
/// the user may log in at all is not looked at.
#[must_use]
pub fn effective(access: &Access, definitions: &Definitions, user: &User, client: Option<&str>) -> Vec<Effective> {
    let rights = access.evaluate(user, client);
    let one = |right_group: Id, right: Id, key: &Str| Effective {
        right,
        key: key.clone(),
        right_group,
        has: rights.check(&[key], None),
        because: access.explain(user, client, &[key], None),
    };
    let groups = definitions.right_groups.iter();
    groups.flat_map(|group| group.rights.iter().map(move |right| one(group.id, right.id, &right.key))).collect()
}

/// The clients that the project knows, each once, in the order of its areas.
#[must_use]
pub fn clients(definitions: &Definitions) -> Vec<Str> {
    let mut seen = std::collections::HashSet::new();
    let all = definitions.areas.iter().flat_map(|area| area.clients.iter());
    all.filter(|client| seen.insert(fold(&client.name))).map(|client| client.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use keyholder_shared::model::Project;
    use keyholder_shared::xml;

    use super::*;

    fn sample() -> Project {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample-projects/bottling-line/UserManagementConfig.xml");
        xml::read_project(&std::fs::read(path).unwrap()).document.unwrap()
    }

    #[test]
    fn each_right_has_a_reason_that_fits_what_the_user_has() {
        let project = sample();
        let definitions = &project.definitions;
        let access = Access::new(definitions);
        let clients = clients(definitions);
        assert!(clients.len() >= 5);
        let mut effects = std::collections::HashSet::new();
        for user in project.users.iter() {
            for client in clients.iter().map(|client| Some(client.as_str())).chain([None]) {
                let rights = effective(&access, definitions, user, client);
                assert_eq!(
                    rights.len(),
                    definitions.right_groups.iter().map(|group| group.rights.len()).sum::<usize>()
                );
                for right in rights {
                    assert!(!right.because.is_empty());
                    assert_eq!(right.has, keyholder_shared::access::allowed(&right.because), "{right:?}");
                    effects.insert(right.effect());
                }
            }
        }
        assert!(effects.len() >= 3, "{effects:?}");
    }
}
