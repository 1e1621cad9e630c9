//! The users of machines in their order. Of very many it is made beside the window: by the look at the machines, and where
//! another order is asked for later.

use std::sync::Arc;

use keyholder_shared::Str;
use keyholder_shared::name::{fold, order};

use super::{Message, State};
use crate::app::{Action, Context, Parcel, beside, let_go};
use crate::i18n::{Language, Tr};
use crate::machine::{Machine, Merged};
use crate::ui::table::Sort;
use crate::words;

/// Of so many users on the order is made beside the window.
pub(super) const MANY: usize = 10_000;

/// The users of machines in the order of a column, each with its name, folded: kept for the next key in the field to
/// search with.
#[derive(Debug, Default)]
pub struct Orders {
    of: Of,
    /// Machine by machine, by their places in the reports.
    users: Vec<Vec<(usize, Str)>>,
}

/// What orders were made from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Of {
    /// Where the machines lie: each look gives a list of its own.
    machines: usize,
    pub column: usize,
    /// What names are put in order by is the same in each.
    language: Option<Language>,
}

impl Of {
    /// Of these machines, by that column.
    pub(super) fn new(machines: &Arc<Vec<Machine>>, column: usize, language: Language) -> Self {
        Self { column, language: Some(language).filter(|_| column > 0), machines: address(machines) }
    }
}

impl Orders {
    /// The orders of the users of these machines.
    pub(super) fn made(machines: &Arc<Vec<Machine>>, column: usize, tr: &Tr) -> Self {
        let of = |machine: &Machine| machine.merged().map_or_else(Vec::new, |merged| in_order(merged, column, tr));
        Self { of: Of::new(machines, column, tr.language()), users: machines.iter().map(of).collect() }
    }

    /// What they are of.
    pub(super) fn of(&self) -> Of {
        self.of
    }

    /// Those of the machine with that number.
    pub(super) fn users(&self, machine: usize) -> &[(usize, Str)] {
        self.users.get(machine).map_or(&[], Vec::as_slice)
    }

    /// A machine is no longer among these.
    pub(super) fn leave(&mut self, index: usize, before: &Arc<Vec<Machine>>, after: &Arc<Vec<Machine>>) {
        if self.of.machines == address(before) && index < self.users.len() {
            self.users.remove(index);
            self.of.machines = address(after);
        }
    }
}

fn address(machines: &Arc<Vec<Machine>>) -> usize {
    Arc::as_ptr(machines) as usize
}

/// The users of these machines are put in order beside the window.
pub(super) fn are_many(machines: &[Machine]) -> bool {
    let users = |machine: &Machine| machine.merged().map_or(0, |merged| merged.report.users.len());
    machines.iter().map(users).sum::<usize>() >= MANY
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

impl State {
    /// The order that is wanted: the one that is being made, or else the one that the table's head says.
    pub(super) fn wanted_sort(&self) -> Sort {
        self.sorting.unwrap_or(self.user_table.sort)
    }

    fn wanted(&self, context: Context<'_>) -> Of {
        Of::new(&self.machines, self.wanted_sort().column, context.tr.language())
    }

    /// A press on a column's head, where there are very many users: until they are in another order the list is what its
    /// head says it is.
    pub(super) fn sort_many(&mut self, column: usize) {
        let sort = self.wanted_sort().pressed(column);
        self.sorting = Some(sort).filter(|sort| self.list.column() != sort.column);
        if self.sorting.is_none() {
            self.user_table.sort = sort;
        }
    }

    /// Begins to put very many users in the order that is wanted, if they are not.
    pub(super) fn follow_order(&mut self, context: Context<'_>) -> Action<Message> {
        let wanted = self.wanted(context);
        if self.ordering || !self.list.is_behind(wanted) || !are_many(&self.machines) {
            return Action::None;
        }
        self.ordering = true;
        let (machines, language) = (Arc::clone(&self.machines), context.tr.language());
        let made = move || {
            let orders = Orders::made(&machines, wanted.column, &Tr::new(language));
            // Should others be looked at by now, the last of these are let go of here.
            drop(machines);
            orders
        };
        Action::Perform(beside(made, |orders| Message::Ordered(Parcel::new(orders))))
    }

    /// Takes orders that were made, unless others are wanted by now.
    pub(super) fn ordered(&mut self, orders: Option<Orders>, context: Context<'_>) {
        self.ordering = false;
        self.take_orders(orders, context);
    }

    /// Goes on with these orders if they are wanted.
    pub(super) fn take_orders(&mut self, orders: Option<Orders>, context: Context<'_>) {
        if orders.as_ref().map(Orders::of) == Some(self.wanted(context)) {
            self.user_table.sort = self.wanted_sort();
            self.sorting = None;
            self.list.go_on_with(orders.unwrap_or_default());
        } else {
            let_go(orders);
        }
    }
}
