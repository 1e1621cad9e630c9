//! The values of the guidelines, one by one, as the file names them.

use crate::Id;
use crate::model::Policies;

/// A value of the guidelines: an attribute of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Field {
    Threshold,
    DurationMinutes,
    Aging,
    MaximumAgeDays,
    WarnDays,
    MinimumLength,
    MustMeetComplexity,
    EnforceStrongPasswords,
    RequireUpperAndLowerCase,
    RequireNumber,
    RequireSpecialCharacter,
    History,
    HistoryCount,
    IdleTimeoutMinutes,
    DefaultUser,
    AutologinUser,
    WhenUnwritable,
}

impl Field {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 17] = [
        Self::Threshold,
        Self::DurationMinutes,
        Self::Aging,
        Self::MaximumAgeDays,
        Self::WarnDays,
        Self::MinimumLength,
        Self::MustMeetComplexity,
        Self::EnforceStrongPasswords,
        Self::RequireUpperAndLowerCase,
        Self::RequireNumber,
        Self::RequireSpecialCharacter,
        Self::History,
        Self::HistoryCount,
        Self::IdleTimeoutMinutes,
        Self::DefaultUser,
        Self::AutologinUser,
        Self::WhenUnwritable,
    ];

    /// The attribute's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Threshold => "Threshold",
            Self::DurationMinutes => "DurationMinutes",
            Self::Aging => "Aging",
            Self::MaximumAgeDays => "MaximumAgeDays",
            Self::WarnDays => "WarnDays",
            Self::MinimumLength => "MinimumLength",
            Self::MustMeetComplexity => "MustMeetComplexity",
            Self::EnforceStrongPasswords => "EnforceStrongPasswords",
            Self::RequireUpperAndLowerCase => "RequireUpperAndLowerCase",
            Self::RequireNumber => "RequireNumber",
            Self::RequireSpecialCharacter => "RequireSpecialCharacter",
            Self::History => "History",
            Self::HistoryCount => "HistoryCount",
            Self::IdleTimeoutMinutes => "IdleTimeoutMinutes",
            Self::DefaultUser => "DefaultUser",
            Self::AutologinUser => "AutologinUser",
            Self::WhenUnwritable => "WhenUnwritable",
        }
    }

    /// The name of the element it stands in, within `Policies`.
    #[must_use]
    pub fn element(self) -> &'static str {
        match self {
            Self::Threshold | Self::DurationMinutes => "AccountLockout",
            Self::IdleTimeoutMinutes | Self::DefaultUser | Self::AutologinUser => "Session",
            Self::WhenUnwritable => "Audit",
            _ => "PasswordPolicy",
        }
    }

    /// What these guidelines say there, as the file has it; empty: the attribute is left out.
    #[must_use]
    pub fn value(self, policies: &Policies) -> String {
        let (password, session) = (&policies.password, &policies.session);
        let user = |id: Option<Id>| id.map(|id| id.to_string()).unwrap_or_default();
        match self {
            Self::Threshold => policies.lockout.threshold.to_string(),
            Self::DurationMinutes => policies.lockout.duration_minutes.to_string(),
            Self::Aging => password.aging.to_string(),
            Self::MaximumAgeDays => password.maximum_age_days.to_string(),
            Self::WarnDays => password.warn_days.to_string(),
            Self::MinimumLength => password.minimum_length.to_string(),
            Self::MustMeetComplexity => password.complexity.to_string(),
            Self::EnforceStrongPasswords => password.enforce_strong.to_string(),
            Self::RequireUpperAndLowerCase => password.upper_and_lower.to_string(),
            Self::RequireNumber => password.number.to_string(),
            Self::RequireSpecialCharacter => password.special.to_string(),
            Self::History => password.history.to_string(),
            Self::HistoryCount => password.history_count.to_string(),
            Self::IdleTimeoutMinutes => session.idle_timeout_minutes.to_string(),
            Self::DefaultUser => user(session.default_user),
            Self::AutologinUser => user(session.autologin_user),
            Self::WhenUnwritable => policies.audit.when_unwritable.word().to_owned(),
        }
    }
}
