//! Which users of a machine are listed, and in which order; and what becomes of its groups and rights.

use std::sync::Arc;

use keyholder_shared::model::Runtime;
use keyholder_shared::name::{fold, order};
use keyholder_shared::reconcile::Changes;
use keyholder_shared::{Id, Str};

use super::Shown;
use crate::compare;
use crate::facts::facts_of;
use crate::i18n::{Language, Tr};
use crate::machine::{Machine, Merged};
use crate::ui::table::Sort;
use crate::words;

/// The listed users, by their place in the report.
#[derive(Debug, Default)]
pub(super) struct List {
    users: Vec<usize>,
    changes: Vec<Change>,
    made: Option<Made>,
}

/// Something of the project that is new, gone or other on the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The key of its kind.
    pub kind: &'static str,
    pub name: Str,
    /// The key of what becomes of it.
    pub change: &'static str,
    /// What exactly, where that can be said.
    pub details: String,
}

#[derive(Debug, PartialEq)]
struct Made {
    machines: usize,
    index: usize,
    shown: Shown,
    search: String,
    sort: Sort,
    language: Language,
}

impl List {
    pub(super) fn refresh(
        &mut self,
        machines: &Arc<Vec<Machine>>,
        index: usize,
        shown: Shown,
        search: &str,
        sort: Sort,
        tr: &Tr,
    ) -> bool {
        let made = Made {
            // Each look gives a list of its own.
            machines: Arc::as_ptr(machines) as usize,
            index,
            shown,
            search: search.to_owned(),
            sort,
            language: tr.language(),
        };
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        self.made = Some(made);
        self.users.clear();
        self.changes.clear();
        let Some(merged) = machines.get(index).and_then(Machine::merged) else { return true };
        self.changes = changes(merged, tr);
        let wanted = fold(search);
        let listed = merged.report.users.iter().enumerate().filter(|(_, user)| {
            (shown != Shown::Attention || user.needs_attention())
                && (wanted.is_empty() || fold(&user.name).contains(wanted.as_str()))
        });
        let mut keyed: Vec<(Str, usize)> = listed
            .map(|(place, user)| {
                let key = match sort.column {
                    1 => words::action(tr, user.action()).into(),
                    2 => words::reason(tr, user, &merged.before.definitions).into(),
                    _ => order(&user.name),
                };
                (key, place)
            })
            .collect();
        keyed.sort();
        if sort.descending {
            keyed.reverse();
        }
        self.users = keyed.into_iter().map(|(_, place)| place).collect();
        true
    }

    pub(super) fn len(&self) -> usize {
        self.users.len()
    }

    pub(super) fn user(&self, row: usize) -> Option<usize> {
        self.users.get(row).copied()
    }

    pub(super) fn row_of(&self, user: usize) -> Option<usize> {
        self.users.iter().position(|place| *place == user)
    }

    pub(super) fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// What an update does beside users.
fn changes(merged: &Merged, tr: &Tr) -> Vec<Change> {
    let Merged { report, before, after, .. } = merged;
    let groups = compare::groups(&before.definitions, &after.definitions).changed;
    let details = |id: Id| groups.iter().find(|change| change.group.id == id).map(|change| words::group_change(tr, change));
    let mut all = Vec::new();
    let mut push = |kind, changes: &Changes| {
        let ways = [
            ("preview-change-added", &changes.added),
            ("preview-change-removed", &changes.removed),
            ("preview-change-changed", &changes.changed),
        ];
        for (change, things) in ways {
            let called = |id| {
                let known = [&after.definitions, &before.definitions];
                known.into_iter().find_map(|definitions| words::called(tr, definitions, id))
            };
            all.extend(things.iter().map(|thing| Change {
                kind,
                name: called(thing.id).map_or_else(|| thing.name.clone(), Into::into),
                change,
                details: details(thing.id).unwrap_or_default(),
            }));
        }
    };
    push("page-groups", &report.groups);
    push("page-rights", &report.rights);
    push("page-areas", &report.areas);
    push("page-notification-groups", &report.notification_groups);
    if report.policies_changed || report.security_changed {
        let facts = |runtime: &Runtime| {
            let name = |id: Id| runtime.users.iter().find(|user| user.user.id == id).map(|user| user.user.name.clone());
            facts_of(&runtime.definitions, &runtime.project_name, &name)
        };
        let changed = facts(before).into_iter().zip(facts(after)).filter(|(was, is)| was != is);
        all.extend(changed.map(|(was, is)| Change {
            kind: "page-guidelines",
            name: tr.get(is.key).into(),
            change: "preview-change-changed",
            details: format!("{} → {}", words::fact(tr, &was.value), words::fact(tr, &is.value)),
        }));
    }
    all
}
