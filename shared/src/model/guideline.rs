//! Guidelines: when an account locks, what a password must be, how long a session idles, what happens when
//! the audit trail cannot be written (design section 5). The defaults are those of the design's example, which the Designer shows for a new project.

use super::{At, Unknown};
use crate::Id;

/// The element `Policies`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// The preset that the engineer chose; some of it is behaviour, not a value.
    pub preset: Preset,
    /// When an account locks.
    pub lockout: AccountLockout,
    /// What a password must be.
    pub password: PasswordPolicy,
    /// How long a session idles, and who is there without logging in.
    pub session: SessionPolicy,
    /// What happens when the audit trail cannot be written.
    pub audit: AuditPolicy,
    /// What this version does not know.
    pub unknown: Unknown,
}

/// The sets of guidelines that a project can follow; `crate::guideline` has their values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Preset {
    /// The values of a new project.
    #[default]
    Default,
    /// NIST SP 800-63B.
    Nist,
    /// 21 CFR Part 11, as the pharmaceutical industry practises it.
    Fda,
    /// IEC 62443-4-2.
    Iec,
}

impl Preset {
    /// All presets, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Default, Self::Nist, Self::Fda, Self::Iec];

    /// The word that the file has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Nist => "nist",
            Self::Fda => "fda",
            Self::Iec => "iec",
        }
    }

    /// The preset of a word of the file.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.word() == word)
    }

    /// Common passwords and names are refused, not only warned of (`security.md`).
    #[must_use]
    pub fn refuses_common_passwords(self) -> bool {
        self == Self::Nist
    }

    /// A locked account answers like a wrong password, so that nobody learns that it is there (design
    /// section 4).
    #[must_use]
    pub fn hides_locks(self) -> bool {
        self != Self::Default
    }
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

/// How long a session may idle, and who is there without logging in. A user named here who is gone from the
/// machine means nobody, never another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Minutes without input after which a session ends; 0: never.
    pub idle_timeout_minutes: u32,
    /// The user whose rights hold while nobody is logged in.
    pub default_user: Option<Id>,
    /// The user who is logged in when the visualisation starts.
    pub autologin_user: Option<Id>,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// What happens to the audit trail's own failures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPolicy {
    /// What happens when the audit trail cannot be written.
    pub when_unwritable: WhenUnwritable,
    /// What this version does not know.
    pub unknown: Unknown,
}

/// What happens when the audit trail cannot be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenUnwritable {
    /// The machine goes on, and an alarm is reported.
    #[default]
    Continue,
    /// Whatever would have been recorded is refused.
    Stop,
}

impl WhenUnwritable {
    /// The word that the file has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Continue => "Continue",
            Self::Stop => "Stop",
        }
    }
}
