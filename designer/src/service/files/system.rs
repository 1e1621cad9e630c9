//! What the system said, where a disk refused.

use std::fmt;
use std::io;

/// What the system said. Its own words are often English, whatever the surface speaks; what is known has words of the
/// surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemError {
    kind: io::ErrorKind,
    words: String,
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        Self { kind: error.kind(), words: error.to_string() }
    }
}

impl SystemError {
    /// The kinds that have words of the surface, with the keys of these.
    pub const KNOWN: [(io::ErrorKind, &'static str); 17] = [
        (io::ErrorKind::StorageFull, "system-full"),
        (io::ErrorKind::QuotaExceeded, "system-quota"),
        (io::ErrorKind::PermissionDenied, "system-forbidden"),
        (io::ErrorKind::ReadOnlyFilesystem, "system-read-only"),
        (io::ErrorKind::NotFound, "system-not-found"),
        (io::ErrorKind::NotADirectory, "system-no-folder"),
        (io::ErrorKind::IsADirectory, "system-folder"),
        (io::ErrorKind::InvalidFilename, "system-name"),
        (io::ErrorKind::FileTooLarge, "system-too-large"),
        (io::ErrorKind::ResourceBusy, "system-busy"),
        (io::ErrorKind::ExecutableFileBusy, "system-busy"),
        (io::ErrorKind::OutOfMemory, "system-memory"),
        (io::ErrorKind::Unsupported, "system-unsupported"),
        (io::ErrorKind::TimedOut, "system-network"),
        (io::ErrorKind::NetworkDown, "system-network"),
        (io::ErrorKind::HostUnreachable, "system-network"),
        (io::ErrorKind::StaleNetworkFileHandle, "system-network"),
    ];

    /// The key of its words in the surface's languages, if it is known.
    #[must_use]
    pub fn key(&self) -> Option<&'static str> {
        Self::KNOWN.into_iter().find(|(kind, _)| *kind == self.kind).map(|(_, key)| key)
    }

    /// The system's own words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }
}

impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
