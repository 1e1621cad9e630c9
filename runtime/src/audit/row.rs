//! What a row says.

use keyholder_shared::Time;
use serde::{Serialize, Serializer};

use super::chain::{Hash, hex};

/// No actor, client or object is kept longer than this, in characters: what is typed at a login is not
/// bounded by anything else.
const LONGEST: usize = 255;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Somebody logged in.
    Login,
    /// Somebody could not log in; the object is the name that was typed, known or not.
    LoginFailed,
    /// Somebody logged out.
    Logout,
    /// A session ended by itself or by somebody else.
    SessionEnded,
    /// A user was created on the machine.
    UserCreated,
    /// A user's attributes, memberships or state were changed.
    UserChanged,
    /// A user was deleted on the machine.
    UserDeleted,
    /// A password was set or changed.
    PasswordChanged,
    /// An account was locked.
    Locked,
    /// An account was unlocked.
    Unlocked,
    /// A delivered project was taken, with its report.
    Update,
    /// The machine was started again from the project.
    Reset,
    /// A file was refused.
    Refused,
    /// Something that must not go unnoticed.
    Alarm,
    /// An administrator acknowledged a loss.
    Acknowledged,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Login,
        Self::LoginFailed,
        Self::Logout,
        Self::SessionEnded,
        Self::UserCreated,
        Self::UserChanged,
        Self::UserDeleted,
        Self::PasswordChanged,
        Self::Locked,
        Self::Unlocked,
        Self::Update,
        Self::Reset,
        Self::Refused,
        Self::Alarm,
        Self::Acknowledged,
    ];

    /// The word that stands in the trail.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::LoginFailed => "login-failed",
            Self::Logout => "logout",
            Self::SessionEnded => "session-ended",
            Self::UserCreated => "user-created",
            Self::UserChanged => "user-changed",
            Self::UserDeleted => "user-deleted",
            Self::PasswordChanged => "password-changed",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::Update => "update",
            Self::Reset => "reset",
            Self::Refused => "refused",
            Self::Alarm => "alarm",
            Self::Acknowledged => "acknowledged",
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was done. A change's row is written before its document is saved: if the save fails, a row with
    /// `Failed` follows.
    Done,
    /// It was refused: guidelines, rights, credentials, an invalid file.
    Refused,
    /// It was begun and could not be finished.
    Failed,
}

impl Outcome {
    /// The word that stands in the trail.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What is to be recorded; time, number and hashes are given when it is appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) kind: Kind,
    pub(super) actor: String,
    pub(super) client: String,
    pub(super) object: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) outcome: Outcome,
    pub(super) message: String,
}

impl Entry {
    /// The actor of what the program does by itself.
    pub const SYSTEM: &'static str = "system";

    /// Something that `actor`, a user's name, did.
    #[must_use]
    pub fn new(kind: Kind, actor: &str) -> Self {
        Self {
            kind,
            actor: bounded(actor),
            client: String::new(),
            object: String::new(),
            before: String::new(),
            after: String::new(),
            outcome: Outcome::Done,
            message: String::new(),
        }
    }

    /// The client (a panel's name) it was done from.
    #[must_use]
    pub fn client(mut self, client: &str) -> Self {
        self.client = bounded(client);
        self
    }

    /// What it was done to: a user's name, a file.
    #[must_use]
    pub fn object(mut self, object: &str) -> Self {
        self.object = bounded(object);
        self
    }

    /// How it was before and how it is after. Never a password or a hash.
    #[must_use]
    pub fn change(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.before = before.into();
        self.after = after.into();
        self
    }

    /// What came of it; [`Outcome::Done`] if nothing is said.
    #[must_use]
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// More about it, in a sentence.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }
}

impl Entry {
    /// Whether a row says the very same, at another time.
    pub(crate) fn says(&self, row: &Row) -> bool {
        let own = [self.kind.word(), &self.actor, &self.object, self.outcome.word(), &self.message];
        own == [&row.kind, &row.actor, &row.object, &row.outcome, &row.message].map(String::as_str)
    }
}

/// The text, cut where it is too long for a row.
fn bounded(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// A row of the trail, as it was read. Its texts are what was recorded, control characters and all:
/// [`escaped`](super::escaped) is for showing them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Number, from 1, without gaps.
    pub id: i64,
    /// When, UTC.
    #[serde(serialize_with = "time_text")]
    pub time: Time,
    /// Who: a user's name, or `system`.
    pub actor: String,
    /// From which client; empty if from none.
    pub client: String,
    /// The word for what happened, one of [`Kind`]'s or a newer program's.
    pub kind: String,
    /// To what.
    pub object: String,
    /// How it was before.
    pub before: String,
    /// How it is after.
    pub after: String,
    /// The word for what came of it, one of [`Outcome`]'s or a newer program's.
    pub outcome: String,
    /// More about it.
    pub message: String,
    /// The hash of the row before.
    #[serde(serialize_with = "hash_text")]
    pub previous_hash: Hash,
    /// SHA-256 over all the other columns.
    #[serde(serialize_with = "hash_text")]
    pub hash: Hash,
}

fn time_text<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

fn hash_text<S: Serializer>(hash: &Hash, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(hash))
}
