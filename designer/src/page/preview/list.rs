//! Which users of a machine are listed, and in which order; and what becomes of its groups and rights.

use std::sync::Arc;

use keyholder_shared::model::Runtime;
use keyholder_shared::name::fold;
use keyholder_shared::reconcile::{Changes, UserReport};
use keyholder_shared::{Id, Str};
use memchr::memmem::Finder;

use super::Shown;
use super::order::{Of, Orders, are_many};
use crate::app::let_go;
use crate::compare;
use crate::facts::facts_of;
use crate::i18n::{Language, Tr};
use crate::machine::{Machine, Merged};
use crate::ui::table::Sort;
use crate::words;

/// The listed users, by their place in the report.
#[derive(Debug, Default)]
pub(super) struct List {
    orders: Orders,
    users: Vec<usize>,
    changes: Vec<Change>,
    made: Option<Made>,
    /// They are listed in that order.
    is_listed: bool,
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
    /// Brings the list up to date with what it is made from; true if it had to be. An order that takes long to make is left
    /// as it is.
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
            machines: Arc::as_ptr(machines) as usize,
            index,
            shown,
            search: search.to_owned(),
            sort,
            language: tr.language(),
        };
        if self.made.as_ref() == Some(&made) && self.is_listed {
            return false;
        }
        let of = |made: &Made| (made.machines, made.index, made.language);
        let same = self.made.as_ref().map(of) == Some(of(&made));
        self.made = Some(made);
        let merged = machines.get(index).and_then(Machine::merged);
        if !same {
            self.changes = merged.map_or_else(Vec::new, |merged| changes(merged, tr));
        }
        if self.is_behind(Of::new(machines, sort.column, tr.language())) && !are_many(machines) {
            self.orders = Orders::made(machines, sort.column, tr);
        }
        let wanted = fold(search);
        let finder = Finder::new(wanted.as_bytes());
        let answers = |(place, name): &&(usize, Str)| {
            let user = merged.and_then(|merged| merged.report.users.get(*place));
            (shown != Shown::Attention || user.is_some_and(UserReport::needs_attention))
                && (wanted.is_empty() || finder.find(name.as_bytes()).is_some())
        };
        let all = self.orders.users(index);
        let listed = all.iter().filter(answers).map(|(place, _)| *place);
        self.users = if sort.descending { listed.rev().collect() } else { listed.collect() };
        self.is_listed = true;
        true
    }

    /// True if the users are not in the order that is wanted.
    pub(super) fn is_behind(&self, wanted: Of) -> bool {
        self.orders.of() != wanted
    }

    /// The column they are in the order of.
    pub(super) fn column(&self) -> usize {
        self.orders.of().column
    }

    /// Goes on with orders that were made beside the window.
    pub(super) fn go_on_with(&mut self, orders: Orders) {
        let_go(std::mem::replace(&mut self.orders, orders));
        self.is_listed = false;
    }

    /// A machine is no longer among these.
    pub(super) fn leave(&mut self, index: usize, before: &Arc<Vec<Machine>>, after: &Arc<Vec<Machine>>) {
        self.orders.leave(index, before, after);
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
    let groups = compare::groups(&before.definitions, &after.definitions, tr.language()).changed;
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
