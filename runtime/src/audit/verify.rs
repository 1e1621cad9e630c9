//! Holding the trail together: the first row that was edited, removed or cut off.

use std::path::Path;

use keyholder_shared::Time;
use rusqlite::Connection;
use serde::{Serialize, Serializer};

use super::chain::{Hash, NOTHING, hash};
use super::head::{self, Head};
use super::list::{COLUMNS, row_of};
use super::row::Row;
use crate::state::schema;

/// What is wrong with a trail, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The number of the first row concerned.
    pub row: i64,
    /// When that row was recorded, as far as it is known.
    #[serde(serialize_with = "time_text")]
    pub time: Option<Time>,
    /// What happened to it, in a sentence.
    pub message: String,
}

fn time_text<S: Serializer>(time: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(time),
        None => serializer.serialize_none(),
    }
}

/// What came of verifying a trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Every row is as it was recorded, and none is missing.
    pub intact: bool,
    /// How many rows were looked at.
    pub rows: i64,
    /// The first fault.
    pub fault: Option<Fault>,
    /// What someone should know though nothing is wrong.
    pub warnings: Vec<String>,
}

/// Verifies the trail in the database, and against the head that `head_file` keeps beside it.
///
/// # Errors
/// What SQLite says, other than that the file is damaged: that is a fault of the trail.
pub fn verify(connection: &Connection, head_file: Option<&Path>) -> rusqlite::Result<Verified> {
    let mut walk = Walk { last: Head::none(), rows: 0, known: None, warnings: Vec::new() };
    let fault = match walk.find(connection, head_file) {
        Ok(fault) => fault,
        Err(error) if schema::is_damage(&error) => Some(Fault {
            row: walk.last.id.saturating_add(1),
            time: None,
            message: format!("The row cannot be read, because the database file is damaged here: {error}."),
        }),
        Err(error) => return Err(error),
    };
    Ok(Verified { intact: fault.is_none(), rows: walk.rows, fault, warnings: walk.warnings })
}

struct Walk {
    last: Head,
    rows: i64,
    /// The head in the file.
    known: Option<Head>,
    warnings: Vec<String>,
}

impl Walk {
    fn find(&mut self, connection: &Connection, head_file: Option<&Path>) -> rusqlite::Result<Option<Fault>> {
        let (head, first) = schema::read_head(connection)?;
        let read = head_file.map(head::read);
        self.known = read.as_ref().and_then(|read| read.as_ref().ok().copied().flatten());
        self.last = Head { id: first.id, count: 0, time: Time::from_millis(0), hash: first.hash };
        let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM audit ORDER BY id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let row = match row_of(row) {
                Ok(row) => row,
                // A text that is none, a hash of another length.
                Err(_) => return Ok(Some(self.next_was("was edited: it no longer reads as a row", None))),
            };
            if let Some(fault) = self.step(&row) {
                return Ok(Some(fault));
            }
        }
        Ok(self.end(&head, &first, head_file.is_some()))
    }

    /// Takes the next row.
    fn step(&mut self, row: &Row) -> Option<Fault> {
        let expected = self.last.id.saturating_add(1);
        if row.id > expected {
            return Some(self.next_was(&removed(expected, row.id - 1), None));
        }
        if row.id < expected {
            let message = format!("Row {} was put in before the first row of the trail.", row.id);
            return Some(Fault { row: row.id, time: Some(row.time), message });
        }
        if hash(row) != row.hash {
            return Some(self.next_was("was edited: its content is not what its hash was made of", Some(row.time)));
        }
        if row.previous_hash != self.last.hash {
            // This row is whole, so it is the one before that was written anew.
            return Some(self.rewritten(self.last.id, Some(self.last.time)));
        }
        if let Some(known) = self.known.filter(|known| known.id == row.id)
            && known.hash != row.hash
        {
            return Some(self.rewritten(row.id, Some(row.time)));
        }
        self.last = Head { id: row.id, count: self.last.count + 1, time: row.time, hash: row.hash };
        self.rows += 1;
        None
    }

    /// Holds the end against both heads.
    fn end(&mut self, head: &Head, first: &First, with_file: bool) -> Option<Fault> {
        let last = self.last;
        let known = self.known.filter(|known| known.id > first.id || known.hash != first.hash);
        let furthest = known.filter(|known| known.id > head.id).unwrap_or(*head);
        if furthest.id > last.id {
            let to = furthest.id;
            let when = format!("the last one was recorded at {}", furthest.time);
            let what = format!("{} cut off at the end; {when}", rows_were(last.id + 1, to));
            let time = (to == last.id + 1).then_some(furthest.time);
            return Some(Fault { row: last.id + 1, time, message: sentence(&what) });
        }
        if (head.id, head.hash) != (last.id, last.hash) {
            let message = match head.id == last.id {
                true => return Some(self.rewritten(last.id, Some(last.time))),
                false => format!("{} put in by another program.", rows_were(head.id + 1, last.id)),
            };
            return Some(Fault { row: head.id + 1, time: None, message });
        }
        if with_file && self.known.is_none() && self.rows > 0 {
            self.warnings.push(
                "The file that keeps the head of the trail beside the database is missing or damaged: rows cut off at the end would show only if the database itself still knew of them."
                    .to_owned(),
            );
        }
        None
    }

    fn next_was(&self, what: &str, time: Option<Time>) -> Fault {
        let row = self.last.id.saturating_add(1);
        let message = if what.starts_with("Row") { what.to_owned() } else { format!("Row {row} {what}.") };
        Fault { row, time, message }
    }

    fn rewritten(&self, row: i64, time: Option<Time>) -> Fault {
        let message = format!(
            "Row {row} was written anew: it is whole, but not the one that was recorded. Rows before it may have been written anew as well."
        );
        Fault { row, time, message }
    }
}

/// What the first row continues: number and hash of the row before it.
pub(crate) struct First {
    pub id: i64,
    pub hash: Hash,
}

impl First {
    pub fn of_a_new_trail() -> Self {
        Self { id: 0, hash: NOTHING }
    }
}

fn removed(from: i64, to: i64) -> String {
    sentence(&format!("{} removed", rows_were(from, to)))
}

fn rows_were(from: i64, to: i64) -> String {
    if from == to { format!("Row {from} was") } else { format!("Rows {from} to {to} were") }
}

fn sentence(text: &str) -> String {
    format!("{text}.")
}
