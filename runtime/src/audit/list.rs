//! Reading the trail.

use keyholder_shared::{Time, name};
use rusqlite::Connection;

use super::row::Row;

/// Which rows are asked for. What is `None` or empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this time on.
    pub from: Option<Time>,
    /// Before this time.
    pub to: Option<Time>,
    /// By this actor, without regard to case.
    pub actor: Option<String>,
    /// Done to this object, without regard to case.
    pub object: Option<String>,
    /// Of one of these kinds.
    pub kinds: Vec<String>,
    /// The latest so many.
    pub limit: Option<usize>,
}

impl Filter {
    /// Whether the row is asked for, the limit aside.
    #[must_use]
    pub fn takes(&self, row: &Row) -> bool {
        let same = |wanted: &Option<String>, text: &str| {
            wanted.as_ref().is_none_or(|wanted| name::fold(wanted) == name::fold(text))
        };
        self.from.is_none_or(|from| row.time >= from)
            && self.to.is_none_or(|to| row.time < to)
            && (self.kinds.is_empty() || self.kinds.contains(&row.kind))
            && same(&self.actor, &row.actor)
            && same(&self.object, &row.object)
    }
}

pub(super) const COLUMNS: &str =
    "id, time, actor, client, kind, object, before, after, outcome, message, previous_hash, hash";

pub(super) fn row_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        time: Time::from_millis(row.get(1)?),
        actor: row.get(2)?,
        client: row.get(3)?,
        kind: row.get(4)?,
        object: row.get(5)?,
        before: row.get(6)?,
        after: row.get(7)?,
        outcome: row.get(8)?,
        message: row.get(9)?,
        previous_hash: row.get(10)?,
        hash: row.get(11)?,
    })
}

/// The rows that the filter takes, the oldest first.
///
/// # Errors
/// What SQLite says.
pub fn list(connection: &Connection, filter: &Filter) -> rusqlite::Result<Vec<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE time >= ?1 AND time < ?2 ORDER BY id DESC");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(bounds(filter))?;
    let (mut found, limit) = (Vec::new(), filter.limit.unwrap_or(usize::MAX));
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        let row = row_of(row)?;
        if filter.takes(&row) {
            found.push(row);
        }
    }
    found.reverse();
    Ok(found)
}

/// Hands the rows that the filter takes to `each`, the oldest first and one at a time, until `each` fails.
///
/// # Errors
/// What SQLite says, or what `each` answers.
pub fn visit<E: From<rusqlite::Error>>(
    connection: &Connection,
    filter: &Filter,
    each: &mut dyn FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    if filter.limit.is_some() {
        return list(connection, filter)?.into_iter().try_for_each(each);
    }
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE time >= ?1 AND time < ?2 ORDER BY id");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(bounds(filter))?;
    while let Some(row) = rows.next()? {
        let row = row_of(row)?;
        if filter.takes(&row) {
            each(row)?;
        }
    }
    Ok(())
}

fn bounds(filter: &Filter) -> [i64; 2] {
    let milliseconds = |time: Option<Time>, otherwise| time.map_or(otherwise, Time::as_millis);
    [milliseconds(filter.from, i64::MIN), milliseconds(filter.to, i64::MAX)]
}
