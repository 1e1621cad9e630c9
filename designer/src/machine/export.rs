//! A preview as a table, to send to whoever looks after the machines.

use keyholder_shared::reconcile::UserReport;

use super::{Machine, Merged, Outcome};
use crate::csv::table::Table;

/// The table: a row a user, or a row for a machine without a merge. `headings` are those of machine, user, result
/// and reason; `result` and `reason` word a user's, `state` a machine's.
#[must_use]
pub fn table(
    machines: &[Machine],
    attention: bool,
    headings: [String; 4],
    result: &dyn Fn(&UserReport) -> String,
    reason: &dyn Fn(&Merged, &UserReport) -> String,
    state: &dyn Fn(&Machine) -> String,
) -> Table {
    let mut table = Table::new(headings.into());
    for machine in machines {
        let mut row = |cells: [&str; 3]| table.push(0, [machine.name.as_str()].into_iter().chain(cells));
        match &machine.outcome {
            Outcome::Merged(merged) => {
                merged.users(attention).for_each(|user| row([user.name.as_str(), &result(user), &reason(merged, user)]))
            }
            _ => row(["", "", &state(machine)]),
        }
    }
    table
}
