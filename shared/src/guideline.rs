//! The sets of guidelines that a project can follow, and what deviates from the chosen one.
//!
//! `docs/guidelines.md` shows the values beside each other and says where they come from.

use std::fmt;

pub use crate::model::Preset;
use crate::model::{AccountLockout, AuditPolicy, PasswordPolicy, Policies, SessionPolicy, Unknown, WhenUnwritable};

mod deviation;
mod field;
#[cfg(test)]
mod tests;

pub use deviation::{Deviation, Kind, deviations};
pub use field::Field;

/// The values of a preset. No user is named in them.
#[must_use]
pub fn values(preset: Preset) -> Policies {
    let standard = PasswordPolicy::default();
    let (lockout, password, idle_timeout_minutes, when_unwritable) = match preset {
        Preset::Default => (lockout(3, 0), standard, 0, WhenUnwritable::Continue),
        // SP 800-63B, revision 4: at most 100 failures in a row (3.2.2), 15 characters where the password is the
        // only factor, no rules of composition and no change for its own sake (3.1.1.2); one hour of idling
        // (2.2.3).
        Preset::Nist => (
            lockout(10, 0),
            PasswordPolicy {
                aging: false,
                minimum_length: 15,
                enforce_strong: false,
                upper_and_lower: false,
                number: false,
                special: false,
                history: false,
                ..standard
            },
            60,
            WhenUnwritable::Continue,
        ),
        // 21 CFR 11.300: passwords are revised from time to time (b), attempts at unauthorised use are stopped and
        // told (d); 11.10(e): nothing without its record. The numbers are the industry's practice.
        Preset::Fda => (
            lockout(3, 0),
            PasswordPolicy { maximum_age_days: 60, warn_days: 10, minimum_length: 12, history_count: 12, ..standard },
            10,
            WhenUnwritable::Stop,
        ),
        // IEC 62443-4-2: CR 1.7 (length, kinds of characters, lifetime), CR 1.11 (attempts, for a time), CR 2.5 (session
        // lock), CR 2.10 (a full audit store does not stop what the plant needs).
        Preset::Iec => {
            (lockout(5, 15), PasswordPolicy { minimum_length: 12, ..standard }, 15, WhenUnwritable::Continue)
        }
    };
    Policies {
        preset,
        lockout,
        password,
        session: SessionPolicy { idle_timeout_minutes, ..SessionPolicy::default() },
        audit: AuditPolicy { when_unwritable, unknown: Unknown::default() },
        unknown: Unknown::default(),
    }
}

fn lockout(threshold: u32, duration_minutes: u32) -> AccountLockout {
    AccountLockout { threshold, duration_minutes, unknown: Unknown::default() }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
