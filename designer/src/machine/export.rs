//! A preview as a table, to send to whoever looks after the machines.

use keyholder_shared::reconcile::UserReport;

use super::{Machine, Merged, Outcome};
use crate::csv::table::{Row, Table};

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
    let mut rows = Vec::new();
    for machine in machines {
        let row =
            |cells: [String; 3]| Row { line: 0, cells: [machine.name.clone()].into_iter().chain(cells).collect() };
        match &machine.outcome {
            Outcome::Merged(merged) => rows.extend(
                merged.users(attention).map(|user| row([user.name.to_string(), result(user), reason(merged, user)])),
            ),
            _ => rows.push(row([String::new(), String::new(), state(machine)])),
        }
    }
    Table { headings: headings.into(), rows }
}
