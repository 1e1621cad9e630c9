//! Which users of a machine are listed, and in which order; and what becomes of its groups and rights.

use std::sync::Arc;

use keyholder_shared::model::Runtime;
use keyholder_shared::name::{fold, order};
use keyholder_shared::reconcile::{Changes, UserReport};
use keyholder_shared::{Id, Str};
use memchr::memmem::Finder;

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
    /// All of them in their order, each with its name, folded: kept for the next key in the field to search with.
    all: Vec<(usize, Str)>,
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

impl Made {
    /// The same machine's users in the same order, whichever of them are listed.
    fn is_in_order_of(&self, other: &Self) -> bool {
        let of = |made: &Self| (made.machines, made.index, made.sort.column, made.language);
        of(self) == of(other)
    }
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
        let same = self.made.as_ref().is_some_and(|before| before.is_in_order_of(&made));
        self.made = Some(made);
        let merged = machines.get(index).and_then(Machine::merged);
        if !same {
            self.changes = merged.map_or_else(Vec::new, |merged| changes(merged, tr));
            self.all = merged.map_or_else(Vec::new, |merged| in_order(merged, sort.column, tr));
        }
        let wanted = fold(search);
        let finder = Finder::new(wanted.as_bytes());
        let answers = |(place, name): &&(usize, Str)| {
            let user = merged.and_then(|merged| merged.report.users.get(*place));
            (shown != Shown::Attention || user.is_some_and(UserReport::needs_attention))
                && (wanted.is_empty() || finder.find(name.as_bytes()).is_some())
        };
        let listed = self.all.iter().filter(answers).map(|(place, _)| *place);
        self.users = if sort.descending { listed.rev().collect() } else { listed.collect() };
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

/// The users of the report in the order of a column, with what they are found by.
fn in_order(merged: &Merged, column: usize, tr: &Tr) -> Vec<(usize, Str)> {
    let users = merged.report.users.iter().enumerate();
    let mut keyed: Vec<(Str, usize, Str)> = users
        .map(|(place, user)| {
            let key = match column {
                1 => words::action(tr, user.action()).into(),
                2 => words::reason(tr, user, &merged.before.definitions).into(),
                _ => order(&user.name),
            };
            (key, place, fold(&user.name))
        })
        .collect();
    keyed.sort_unstable_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    keyed.into_iter().map(|(_, place, name)| (place, name)).collect()
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
