//! The head of the trail, kept a second time in a small file beside the database, so that a cut at the end
//! is found: the file may lag behind the database, but the database never lags behind the file.
//!
//! The file has two slots that are written in turn, each with a check sum, so that a torn write leaves the
//! other. It is written after the rows are on disk, and not flushed: what a power cut takes from it makes it
//! lag, which is lawful, and rows that it does not know yet are held by the head inside the database.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use keyholder_shared::Time;
use sha2::{Digest as _, Sha256};

use super::chain::{Hash, NOTHING, hex};
use crate::store::{flush_folder_of, private};

/// The last row of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Its number; 0 before the first.
    pub id: i64,
    /// How many rows there are.
    pub count: i64,
    /// When it was recorded.
    pub time: Time,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    /// The head of an empty trail.
    pub fn none() -> Self {
        Self { id: 0, count: 0, time: Time::from_millis(0), hash: NOTHING }
    }
}

/// Bytes of a slot.
const SLOT: usize = 192;

/// Reads the file; `None` if there is none, or none with a whole slot.
pub(crate) fn read(path: &Path) -> io::Result<Option<Head>> {
    match File::open(path) {
        Ok(mut file) => Ok(latest(&slots(&mut file)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Moves the file forward to `head`; never back, whoever comes first.
pub(crate) fn advance(path: &Path, head: &Head) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut open = || private(options.read(true).write(true).create(true).truncate(false)).open(path);
    let mut file = open()?;
    // Given back when the file is closed.
    file.lock()?;
    let new = file.metadata()?.len() == 0;
    let slots = slots(&mut file)?;
    if latest(&slots).is_some_and(|known| known.id >= head.id) {
        return Ok(());
    }
    // The older slot is written over; an unreadable one is the oldest of all.
    let oldest = match slots {
        [Some(first), Some(second)] if first.id > second.id => 1,
        [Some(_), None] => 1,
        _ => 0,
    };
    file.seek(SeekFrom::Start(oldest * SLOT as u64))?;
    file.write_all(slot(head).as_bytes())?;
    if new {
        file.sync_all()?;
        flush_folder_of(path)?;
    }
    Ok(())
}

type Slots = [Option<Head>; 2];

fn slots(file: &mut File) -> io::Result<Slots> {
    let mut bytes = Vec::with_capacity(2 * SLOT);
    file.seek(SeekFrom::Start(0))?;
    file.take(2 * SLOT as u64).read_to_end(&mut bytes)?;
    let at = |start: usize| {
        let slot = bytes.get(start..(start + SLOT).min(bytes.len()))?;
        parse(std::str::from_utf8(slot).ok()?)
    };
    Ok([at(0), at(SLOT)])
}

fn latest(slots: &Slots) -> Option<Head> {
    slots.iter().flatten().max_by_key(|head| head.id).copied()
}

/// A slot's text, which is always as long.
fn slot(head: &Head) -> String {
    let said = said(head);
    let text = format!("{said} {}", sum_of(&said));
    format!("{text:<width$}\n", width = SLOT - 1)
}

fn said(head: &Head) -> String {
    format!("row {} of {} at {} {}", head.id, head.count, head.time.as_millis(), hex(&head.hash))
}

fn sum_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn parse(text: &str) -> Option<Head> {
    let (said, sum) = text.trim_end().rsplit_once(' ')?;
    if sum_of(said) != sum {
        return None;
    }
    let mut words = said.split(' ');
    let mut next = |label: &str| (words.next()? == label).then(|| words.next()?.parse::<i64>().ok()).flatten();
    let (id, count, time) = (next("row")?, next("of")?, next("at")?);
    Some(Head { id, count, time: Time::from_millis(time), hash: hash_of(words.next()?)? })
}

fn hash_of(text: &str) -> Option<Hash> {
    let mut hash = NOTHING;
    if text.len() != 64 {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: i64) -> Head {
        Head { id, count: id, time: Time::from_millis(id), hash: [u8::try_from(id).unwrap(); 32] }
    }

    #[test]
    fn the_file_goes_forward_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        assert_eq!(read(&path).unwrap(), None);
        for (written, known) in [(1, 1), (2, 2), (4, 4), (3, 4), (5, 5), (6, 6)] {
            advance(&path, &head(written)).unwrap();
            assert_eq!(read(&path).unwrap(), Some(head(known)));
        }
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 2 * SLOT as u64);
    }

    #[test]
    fn a_torn_write_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        advance(&path, &head(1)).unwrap();
        advance(&path, &head(2)).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut torn = whole.clone();
            torn[place] ^= 0x04;
            std::fs::write(&path, &torn).unwrap();
            let left = read(&path).unwrap();
            assert!(matches!(left, Some(left) if left == head(1) || left == head(2)), "byte {place}: {left:?}");
            advance(&path, &head(3)).unwrap();
            assert_eq!(read(&path).unwrap(), Some(head(3)), "byte {place}");
        }
        std::fs::write(&path, b"").unwrap();
        assert_eq!(read(&path).unwrap(), None);
    }
}
