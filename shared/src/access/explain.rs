//! Why an action is allowed, or is not.

use std::fmt;

use serde::Serialize;

use super::Access;
use super::bits::Bits;
use super::table::{PlacedGroup, Table};
use crate::model::User;

/// What one group, or the lack of one, does to one right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Because {
    /// The right's key, as it was asked for.
    pub right: String,
    /// The group's name in the project's default language; none if no group is the reason.
    pub group: Option<String>,
    /// What it does.
    pub effect: Effect,
    /// For [`Effect::Area`]: where the group counts, or the area that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
}

/// What becomes of a right by a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// The group grants it.
    Granted,
    /// The group denies it, whatever others grant.
    Denied,
    /// No group grants it: this one, which counts, does not mention it; or nobody knows the right.
    Missing,
    /// The group mentions it but does not count at this client; or, without a group, the client is not in the area
    /// that was asked for.
    Area,
}

/// True if these are the reasons for an action that is allowed.
#[must_use]
pub fn allowed(because: &[Because]) -> bool {
    because.iter().all(|because| match because.effect {
        Effect::Granted => true,
        Effect::Denied | Effect::Missing => false,
        // A group that does not count changes nothing.
        Effect::Area => because.group.is_some(),
    })
}

impl Access {
    /// Like [`super::explain()`], right by right in the order asked, group by group in the order of the file. Each right
    /// has an entry `Granted`, `Denied` or `Missing`; [`allowed`] says what they come to.
    #[must_use]
    pub fn explain(&self, user: &User, client: Option<&str>, keys: &[&str], area: Option<&str>) -> Vec<Because> {
        let table = &*self.0;
        let areas = table.areas_of(client);
        let groups: Vec<&PlacedGroup> = table.groups_of(user).collect();
        let administrator = table.is_administrator(user);
        let mut because = Vec::new();
        for key in keys {
            one_right(table, key, &groups, &areas, administrator, &mut because);
            if let Some(area) = area.filter(|area| !table.client_is_in(&areas, area)) {
                because.push(Because {
                    right: (*key).to_owned(),
                    group: None,
                    effect: Effect::Area,
                    area: Some(area.to_owned()),
                });
            }
        }
        because
    }
}

fn one_right(
    table: &Table,
    key: &str,
    groups: &[&PlacedGroup],
    areas: &Bits,
    administrator: bool,
    because: &mut Vec<Because>,
) {
    let entry = |group: Option<&PlacedGroup>, effect| Because {
        right: key.to_owned(),
        group: group.map(|group| group.name.to_string()),
        effect,
        area: group.filter(|_| effect == Effect::Area).map(|group| names(table, group)),
    };
    let Some(slot) = table.slot(key) else {
        because.push(entry(None, Effect::Missing));
        return;
    };
    let begin = because.len();
    if administrator && table.system.has(slot) {
        // Whatever other groups grant or deny has no say here.
        let group = groups.iter().find(|group| table.is_administrators(group));
        because.push(entry(group.copied(), Effect::Granted));
        return;
    }
    for group in groups {
        let effect = match (group.granted.has(slot), group.denied.has(slot), group.counts_in(areas)) {
            (false, false, _) => continue,
            (_, _, false) => Effect::Area,
            (_, true, true) => Effect::Denied,
            (true, false, true) => Effect::Granted,
        };
        because.push(entry(Some(group), effect));
    }
    let decided = because.get(begin..).unwrap_or_default().iter().any(|because| because.effect != Effect::Area);
    if !decided {
        let lacking: Vec<&&PlacedGroup> = groups.iter().filter(|group| group.counts_in(areas)).collect();
        if lacking.is_empty() {
            because.push(entry(None, Effect::Missing));
        }
        because.extend(lacking.into_iter().map(|group| entry(Some(group), Effect::Missing)));
    }
}

/// The areas in which a group counts.
fn names(table: &Table, group: &PlacedGroup) -> String {
    let places = table.areas.iter().enumerate().filter(|(place, _)| group.areas.has(*place));
    places.map(|(_, area)| area.name.as_str()).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { right, group, effect, area } = self;
        let area = area.as_deref().unwrap_or_default();
        match (group, effect) {
            (Some(group), Effect::Granted) => write!(f, "{right}: granted by {group}."),
            (Some(group), Effect::Denied) => write!(f, "{right}: denied by {group}, whatever other groups grant."),
            (Some(group), Effect::Missing) => write!(f, "{right}: {group} does not have it."),
            (Some(group), Effect::Area) => write!(f, "{right}: {group} does not count at this client, only in {area}."),
            (None, Effect::Granted) => write!(f, "{right}: granted."),
            (None, Effect::Denied) => write!(f, "{right}: denied."),
            (None, Effect::Missing) => write!(f, "{right}: no group that counts here has it, or nobody knows it."),
            (None, Effect::Area) => write!(f, "{right}: this client is not in {area}."),
        }
    }
}
