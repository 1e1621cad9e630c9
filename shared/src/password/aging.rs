//! When a password expires (design section 5, `Aging`).

use crate::Time;
use crate::model::{Policies, User};

/// How old a password may become yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// It does not expire: the guidelines or the user's own flag say so.
    Never,
    /// It expires, but not soon.
    Fresh,
    /// It expires soon, and a login says so.
    Warn {
        /// Days left, the begun one counted: at least 1.
        days: u32,
    },
    /// It must be changed now.
    Expired,
}

/// The age at `now` of a password set at `changed_at`. It expires `MaximumAgeDays` times 24 hours after it was
/// set, at that moment and not after it; `WarnDays` before, the warnings begin. A password of which nobody
/// knows when it was set has expired; one set in the future is fresh.
#[must_use]
pub fn age(policies: &Policies, user: &User, now: Time) -> Age {
    let changed_at = user.password.as_ref().and_then(|password| password.changed_at);
    age_of(policies, user.password_aging, changed_at, now)
}

/// Like [`age`], for a user of whom only the flag `PasswordAging` is at hand.
#[must_use]
pub fn age_of(policies: &Policies, ages: bool, changed_at: Option<Time>, now: Time) -> Age {
    let policy = &policies.password;
    if !policy.aging || !ages || policy.maximum_age_days == 0 {
        return Age::Never;
    }
    let Some(changed_at) = changed_at else { return Age::Expired };
    let lived = now.as_millis().saturating_sub(changed_at.as_millis()).max(0);
    let left = i64::from(policy.maximum_age_days) * DAY - lived;
    if left <= 0 {
        Age::Expired
    } else if left <= i64::from(policy.warn_days) * DAY {
        Age::Warn { days: u32::try_from((left + DAY - 1) / DAY).unwrap_or(u32::MAX) }
    } else {
        Age::Fresh
    }
}

/// Milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64, millis: i64) -> Time {
        Time::from_millis(days * DAY + millis)
    }

    fn after(policies: &Policies, days: i64, millis: i64) -> Age {
        age_of(policies, true, Some(at(0, 0)), at(days, millis))
    }

    #[test]
    fn the_last_day_and_the_first_after_it() {
        let policies = Policies::default();
        assert_eq!(after(&policies, 0, 0), Age::Fresh);
        assert_eq!(after(&policies, 75, DAY - 1), Age::Fresh);
        assert_eq!(after(&policies, 76, 0), Age::Warn { days: 14 });
        assert_eq!(after(&policies, 76, 1), Age::Warn { days: 14 });
        assert_eq!(after(&policies, 89, 0), Age::Warn { days: 1 });
        assert_eq!(after(&policies, 89, DAY - 1), Age::Warn { days: 1 });
        assert_eq!(after(&policies, 90, 0), Age::Expired);
        assert_eq!(after(&policies, 90_000, 0), Age::Expired);
    }

    #[test]
    fn every_day_of_every_policy() {
        for maximum in [1, 2, 30, 90] {
            for warn in [0, 1, 14, 90, 100] {
                let mut policies = Policies::default();
                (policies.password.maximum_age_days, policies.password.warn_days) = (maximum, warn);
                for day in 0..=maximum + 1 {
                    let left = maximum.saturating_sub(day);
                    let expected = match left {
                        0 => Age::Expired,
                        left if left <= warn => Age::Warn { days: left },
                        _ => Age::Fresh,
                    };
                    assert_eq!(after(&policies, day.into(), 0), expected, "{maximum} {warn} {day}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_age() {
        let mut policies = Policies::default();
        assert_eq!(age_of(&policies, false, Some(at(0, 0)), at(500, 0)), Age::Never, "the user opted out");
        policies.password.maximum_age_days = 0;
        assert_eq!(after(&policies, 500, 0), Age::Never);
        policies = Policies::default();
        policies.password.aging = false;
        assert_eq!(after(&policies, 500, 0), Age::Never);
    }

    #[test]
    fn clocks_that_are_wrong() {
        let policies = Policies::default();
        assert_eq!(age_of(&policies, true, None, at(0, 0)), Age::Expired, "nobody knows when it was set");
        assert_eq!(after(&policies, -5000, 0), Age::Fresh, "set in the future");
        let extremes = [Time::from_millis(i64::MIN), Time::from_millis(i64::MAX)];
        assert_eq!(age_of(&policies, true, Some(extremes[0]), extremes[1]), Age::Expired);
        assert_eq!(age_of(&policies, true, Some(extremes[1]), extremes[0]), Age::Fresh);
    }
}
