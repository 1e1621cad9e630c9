//! Which calls fail, and how.

use std::io;

/// The kinds of calls that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// `entry`
    Entry,
    /// `read`
    Read,
    /// `create_new`
    Create,
    /// `write` on a new file
    Write,
    /// `write_at` on a new file
    WriteAt,
    /// `flush_to_disk` on a new file
    FlushFile,
    /// `rename`
    Rename,
    /// `hard_link`
    Link,
    /// `remove`
    Remove,
    /// `flush_folder`
    FlushFolder,
    /// `list`
    List,
    /// `open_lock`
    OpenLock,
    /// `try_lock`
    TryLock,
}

impl Call {
    /// All of them.
    pub const ALL: [Call; 13] = [
        Call::Entry,
        Call::Read,
        Call::Create,
        Call::Write,
        Call::WriteAt,
        Call::FlushFile,
        Call::Rename,
        Call::Link,
        Call::Remove,
        Call::FlushFolder,
        Call::List,
        Call::OpenLock,
        Call::TryLock,
    ];
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// With an error of this kind, having done nothing.
    Error(io::ErrorKind),
    /// A write takes half of the bytes, and the next one finds the disk full. Other calls
    /// find the disk full at once.
    Short,
    /// With an error that passes, as when a virus scanner holds the file.
    Held,
}

/// Which calls fail.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// The kind of call; `None` for any that changes the disk.
    pub call: Option<Call>,
    /// How many such calls go well before.
    pub after: usize,
    /// How many fail then.
    pub times: usize,
    /// How they fail.
    pub fault: Fault,
}

impl Fault {
    pub(super) fn error(self) -> io::Error {
        match self {
            Fault::Error(kind) => kind.into(),
            Fault::Short => io::ErrorKind::StorageFull.into(),
            Fault::Held => io::ErrorKind::ResourceBusy.into(),
        }
    }
}
