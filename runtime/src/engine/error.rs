//! Why the engine did not do what it was asked to.

use std::fmt;

use keyholder_shared::change::Refusal;
use keyholder_shared::password::HashError;
use keyholder_shared::password::rules::Shortfall;

use super::Login;
use crate::outcome::Update;
use crate::random::NoRandomness;
use crate::state::StateError;
use crate::store::StoreError;

/// The engine cannot work: the machine's doing, not the person's.
#[derive(Debug)]
pub enum EngineError {
    /// There is no runtime document, and the project could not be taken for a first start.
    Refused(Box<Update>),
    /// The runtime document is lost. Nobody can log in until it is restored, or reset.
    Lost(String),
    /// The runtime document could not be read or written.
    Store(StoreError),
    /// Login states and the audit trail could not be read or written.
    State(StateError),
    /// The system gives no random numbers.
    Random(NoRandomness),
    /// A password could not be computed.
    Hash(HashError),
}

impl EngineError {
    /// The exit status of a program (design section 4).
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Refused(update) => update.exit_status().max(1),
            Self::Lost(_) | Self::Store(_) | Self::State(_) | Self::Random(_) | Self::Hash(_) => 3,
        }
    }
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(update) => {
                f.write_str("This machine has no users yet, and the project could not be taken.")?;
                update.errors.iter().try_for_each(|error| write!(f, "\n{}", error.line_for_people()))
            }
            Self::Lost(damage) => write!(
                f,
                "The runtime document is lost. {damage} Nobody can log in until it is restored from a backup, or until the machine starts again from the project by reset --confirm; then the plant's own users are gone."
            ),
            Self::Store(error) => error.fmt(f),
            Self::State(error) => error.fmt(f),
            Self::Random(error) => error.fmt(f),
            Self::Hash(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EngineError {}

impl From<StoreError> for EngineError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<StateError> for EngineError {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl From<NoRandomness> for EngineError {
    fn from(error: NoRandomness) -> Self {
        Self::Random(error)
    }
}

impl From<HashError> for EngineError {
    fn from(error: HashError) -> Self {
        Self::Hash(error)
    }
}

/// Why a change was not done. Nothing was changed.
#[derive(Debug)]
pub enum Refused {
    /// Whose session it was to be done in is not logged in any more.
    SessionEnded,
    /// Whoever acts could not log in.
    Login(Login),
    /// It is not allowed, or not possible.
    Change(Refusal),
    /// The new password falls short of the guidelines.
    Password(Vec<Shortfall>),
    /// The machine could not do it.
    Engine(EngineError),
}

impl Refused {
    /// The exit status of a program (design section 4).
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Engine(error) => error.exit_status(),
            _ => 1,
        }
    }

    /// The word for it, as programs read it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::SessionEnded => "session_ended",
            Self::Login(login) => login.outcome.word(),
            Self::Change(refusal) => refusal.word(),
            Self::Password(_) => "password",
            Self::Engine(_) => "failed",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionEnded => f.write_str("You are not logged in any more. Log in again."),
            Self::Login(login) => f.write_str(&login.message),
            Self::Change(refusal) => refusal.fmt(f),
            Self::Password(shortfalls) => {
                for (index, shortfall) in shortfalls.iter().enumerate() {
                    write!(f, "{}{shortfall}", if index == 0 { "" } else { " " })?;
                }
                Ok(())
            }
            Self::Engine(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refused {}

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Change(refusal)
    }
}
