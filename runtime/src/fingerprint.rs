//! Fingerprints of files that were verified once, so that an update with nothing to do need not parse
//! and verify them again.
//!
//! A fingerprint is a fast checksum (XXH3, 128 bits): it tells damage and change, not an attacker; whoever
//! can forge the file can forge its digest as well.

use std::fmt;

use keyholder_shared::xml;
use twox_hash::XxHash3_128;

/// A file's length and checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    sum: u128,
}

/// Takes a document's bytes in pieces. The value of the root's `Digest` counts last, because whoever
/// writes a document knows it last.
pub struct Scan {
    length: u64,
    hasher: XxHash3_128,
    digest: Option<Vec<u8>>,
}

impl Default for Scan {
    fn default() -> Self {
        Self { length: 0, hasher: XxHash3_128::new(), digest: None }
    }
}

impl Scan {
    /// Takes the next bytes. The first ones hold the root's whole start tag, if there are as many.
    pub fn piece(&mut self, bytes: &[u8]) {
        let gap = (self.length == 0).then(|| xml::declared_digest(bytes)).flatten().map(|(_, gap)| gap.value());
        let parts = gap.and_then(|gap| Some((bytes.get(..gap.start)?, bytes.get(gap.clone())?, bytes.get(gap.end..)?)));
        match parts {
            Some((before, digest, after)) => {
                self.digest = Some(digest.to_vec());
                self.without_digest(before);
                self.without_digest(after);
            }
            None => self.without_digest(bytes),
        }
    }

    /// Takes the next bytes of a document whose digest comes at the end, by [`Scan::digest`].
    pub fn without_digest(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.hasher.write(bytes);
    }

    /// Takes the digest's value.
    pub fn digest(&mut self, value: &[u8]) {
        self.digest = Some(value.to_vec());
    }

    /// The fingerprint of all bytes taken.
    #[must_use]
    pub fn finish(mut self) -> Fingerprint {
        if let Some(digest) = self.digest.take() {
            self.without_digest(&digest);
        }
        Fingerprint { length: self.length, sum: self.hasher.finish_128() }
    }
}

impl Fingerprint {
    /// The fingerprint of a whole document.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut scan = Scan::default();
        scan.piece(bytes);
        scan.finish()
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:032x}", self.length, self.sum)
    }
}

/// What a machine notes after an update that had nothing to tell: this very project is merged in this
/// very runtime document.
#[must_use]
pub fn note(project: Fingerprint, runtime: Fingerprint) -> String {
    note_of(Some(&project.to_string()), runtime)
}

/// The same after the document was changed on the machine; `project` is what [`noted_project`] told of the
/// document before.
#[must_use]
pub fn note_of(project: Option<&str>, runtime: Fingerprint) -> String {
    let project = project.map_or(String::new(), |project| format!("project {project}\n"));
    format!("{project}runtime {runtime}\n")
}

/// The fingerprint of the project that a note says is merged.
#[must_use]
pub fn noted_project(note: &str) -> Option<&str> {
    note.lines().find_map(|line| line.strip_prefix("project "))
}

/// True if `note` says of a runtime document with this fingerprint that it was verified.
#[must_use]
pub fn is_noted(note: &str, runtime: Fingerprint) -> bool {
    note.lines().any(|line| line.strip_prefix("runtime ") == Some(&runtime.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &[u8] = b"<UserManagementConfig A=\"1\" Digest=\"sha256:00\" B=\"2\">text</UserManagementConfig>";

    #[test]
    fn pieces_come_to_the_same_as_the_whole() {
        let whole = Fingerprint::of(DOCUMENT);
        let mut pieces = Scan::default();
        pieces.piece(&DOCUMENT[..60]);
        pieces.piece(&DOCUMENT[60..]);
        assert_eq!(pieces.finish(), whole);
        let mut written = Scan::default();
        let gap = xml::declared_digest(DOCUMENT).unwrap().1.value();
        written.without_digest(&DOCUMENT[..gap.start]);
        written.without_digest(&DOCUMENT[gap.end..]);
        written.digest(&DOCUMENT[gap]);
        assert_eq!(written.finish(), whole);
    }

    #[test]
    fn every_byte_counts() {
        let whole = Fingerprint::of(DOCUMENT);
        for at in 0..DOCUMENT.len() {
            let mut changed = DOCUMENT.to_vec();
            changed[at] ^= 1;
            assert_ne!(Fingerprint::of(&changed), whole, "byte {at}");
            assert_ne!(Fingerprint::of(&DOCUMENT[..at]), whole, "cut at {at}");
        }
    }
}
