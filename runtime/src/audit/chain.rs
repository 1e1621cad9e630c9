//! The chain: each row's SHA-256 covers all its columns and the hash of the row before.

use keyholder_shared::Time;
use rusqlite::{Transaction, params};
use sha2::{Digest as _, Sha256};

use super::head::Head;
use super::row::{Entry, Row};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What the first row of a trail continues.
pub(crate) const NOTHING: Hash = [0; 32];

/// Says what is hashed, so that no other format's bytes come to the same.
const FORM: &[u8] = b"keyholder audit row 1\0";

/// The hash of a row: every column after its length, so that nothing can be moved from one to the next.
pub(super) fn hash(row: &Row) -> Hash {
    let mut sum = Sha256::new();
    sum.update(FORM);
    sum.update(row.id.to_be_bytes());
    sum.update(row.time.as_millis().to_be_bytes());
    let texts = [&row.actor, &row.client, &row.kind, &row.object, &row.before, &row.after, &row.outcome, &row.message];
    for text in texts {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text.as_bytes());
    }
    sum.update(row.previous_hash);
    sum.finalize().into()
}

/// A hash as text.
pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Appends a row after `head`; returns the head then. The caller keeps it in the same transaction.
pub(crate) fn append(transaction: &Transaction<'_>, head: &Head, time: Time, entry: &Entry) -> rusqlite::Result<Head> {
    let mut row = Row {
        id: head.id.saturating_add(1),
        time,
        actor: entry.actor.clone(),
        client: entry.client.clone(),
        kind: entry.kind.word().to_owned(),
        object: entry.object.clone(),
        before: entry.before.clone(),
        after: entry.after.clone(),
        outcome: entry.outcome.word().to_owned(),
        message: entry.message.clone(),
        previous_hash: head.hash,
        hash: NOTHING,
    };
    row.hash = hash(&row);
    transaction
        .prepare_cached(
            "INSERT INTO audit (id, time, actor, client, kind, object, before, after, outcome, message, \
             previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            row.id,
            row.time.as_millis(),
            row.actor,
            row.client,
            row.kind,
            row.object,
            row.before,
            row.after,
            row.outcome,
            row.message,
            row.previous_hash,
            row.hash
        ])?;
    Ok(Head { id: row.id, count: head.count.saturating_add(1), time, hash: row.hash })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            id: 7,
            time: Time::from_millis(1_000),
            actor: "ab".into(),
            client: "c".into(),
            kind: "login".into(),
            object: "o".into(),
            before: String::new(),
            after: "x".into(),
            outcome: "done".into(),
            message: "m".into(),
            previous_hash: NOTHING,
            hash: NOTHING,
        }
    }

    #[test]
    fn every_column_counts_and_none_runs_into_the_next() {
        let whole = hash(&row());
        let changes: [fn(&mut Row); 12] = [
            |row| row.id = 8,
            |row| row.time = Time::from_millis(1_001),
            |row| row.actor = "a".into(),
            |row| row.client = "d".into(),
            |row| row.kind = "logout".into(),
            |row| row.object = "p".into(),
            |row| row.before = "x".into(),
            |row| row.after = String::new(),
            |row| row.outcome = "failed".into(),
            |row| row.message = "n".into(),
            |row| row.previous_hash = [1; 32],
            |row| (row.actor, row.client) = ("a".into(), "bc".into()),
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let mut changed = row();
            change(&mut changed);
            assert_ne!(hash(&changed), whole, "change {index}");
        }
        assert_eq!(hex(&whole[..2]).len(), 4);
    }
}
