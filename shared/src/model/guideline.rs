//! Guidelines: when an account locks, what a password must be, how long a session idles (design section 5).
//! The defaults are those of the design's example, which the Designer shows for a new project.

use super::Unknown;

/// The element `Policies`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// When an account locks.
    pub lockout: AccountLockout,
    /// What a password must be.
    pub password: PasswordPolicy,
    /// How long a session idles.
    pub session: SessionPolicy,
    /// What this version does not know.
    pub unknown: Unknown,
}

/// When an account locks, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLockout {
    /// Failed attempts in a row that lock the account; 0: never.
    pub threshold: u32,
    /// Minutes until it unlocks by itself; 0: until someone unlocks it.
    pub duration_minutes: u32,
    /// What this version does not know.
    pub unknown: Unknown,
}

impl Default for AccountLockout {
    fn default() -> Self {
        Self { threshold: 3, duration_minutes: 0, unknown: Unknown::default() }
    }
}

/// What a password must be, and for how long it may stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Passwords expire, for users whose own flag says so.
    pub aging: bool,
    /// Days after which a password expires.
    pub maximum_age_days: u32,
    /// Days before that, from which on a login warns.
    pub warn_days: u32,
    /// Characters a password has at least, if complexity is asked for.
    pub minimum_length: u32,
    /// Minimum length and, with `enforce_strong`, the character rules hold.
    pub complexity: bool,
    /// The three character rules hold.
    pub enforce_strong: bool,
    /// An upper-case and a lower-case letter are asked for.
    pub upper_and_lower: bool,
    /// A digit is asked for.
    pub number: bool,
    /// A character that is neither letter nor digit is asked for.
    pub special: bool,
    /// Former passwords are refused.
    pub history: bool,
    /// How many former passwords.
    pub history_count: u32,
    /// What this version does not know.
    pub unknown: Unknown,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            aging: true,
            maximum_age_days: 90,
            warn_days: 14,
            minimum_length: 8,
            complexity: true,
            enforce_strong: true,
            upper_and_lower: true,
            number: true,
            special: true,
            history: true,
            history_count: 5,
            unknown: Unknown::default(),
        }
    }
}

/// How long a session may idle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Minutes without input after which a session ends; 0: never.
    pub idle_timeout_minutes: u32,
    /// What this version does not know.
    pub unknown: Unknown,
}
