//! What deviates from a preset, as data and as a sentence.

use std::fmt;

use super::{Field, Preset, values};
use crate::model::{Policies, WhenUnwritable};

/// What in these guidelines is weaker than the preset, or otherwise than it wants, in the order of the file. What
/// is stricter is no deviation, unless the preset asks for the opposite, as `nist` does of expiring passwords.
#[must_use]
pub fn deviations(policies: &Policies, preset: Preset) -> Vec<Deviation> {
    let mut compare = Compare { preset, found: Vec::new() };
    let should = values(preset);
    compare.lockout(policies, &should);
    compare.password(policies, &should);
    compare.session(policies, &should);
    compare.audit(policies, &should);
    compare.found
}

/// One value that deviates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// The preset that is deviated from.
    pub preset: Preset,
    /// The value.
    pub field: Field,
    /// Weaker, or merely otherwise.
    pub kind: Kind,
    /// What it is, as the file has it.
    pub is: String,
    /// What the preset asks for.
    pub should: String,
    /// Why, in a sentence.
    pub why: &'static str,
}

/// How a value deviates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It protects less.
    Weaker,
    /// It is not what the preset wants, though it may be stricter.
    Other,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { preset, field, is, should, why, .. } = self;
        write!(f, "{} is {is}; {preset} asks for {should}. {why}", field.name())
    }
}

/// A comparison under way.
struct Compare {
    preset: Preset,
    found: Vec<Deviation>,
}

impl Compare {
    fn note(&mut self, field: Field, kind: Kind, is: impl fmt::Display, should: impl fmt::Display, why: &'static str) {
        let (is, should) = (is.to_string(), should.to_string());
        self.found.push(Deviation { preset: self.preset, field, kind, is, should, why });
    }

    /// A number of which more protects more.
    fn at_least(&mut self, field: Field, is: u32, least: u32, why: &'static str) {
        if is < least {
            self.note(field, Kind::Weaker, is, format_args!("at least {least}"), why);
        }
    }

    /// A number of which less protects more, and 0 not at all.
    fn at_most(&mut self, field: Field, is: u32, most: u32, why: &'static str) {
        if most != 0 && (is == 0 || is > most) {
            self.note(field, Kind::Weaker, is, format_args!("1 to {most}"), why);
        }
    }

    /// A rule that protects where it holds.
    fn holds(&mut self, field: Field, is: bool, should: bool, why: &'static str) {
        if should && !is {
            self.note(field, Kind::Weaker, is, should, why);
        }
    }

    fn lockout(&mut self, policies: &Policies, should: &Policies) {
        let (is, should) = (&policies.lockout, &should.lockout);
        self.at_most(
            Field::Threshold,
            is.threshold,
            should.threshold,
            "The fewer guesses an account takes, the less a guesser learns.",
        );
        if should.duration_minutes == 0 {
            if is.duration_minutes != 0 {
                let why = "Somebody should learn of a locked account, and unlock it.";
                self.note(
                    Field::DurationMinutes,
                    Kind::Weaker,
                    is.duration_minutes,
                    "0, until somebody unlocks it",
                    why,
                );
            }
        } else if is.duration_minutes != 0 && is.duration_minutes < should.duration_minutes {
            let least = format_args!("at least {}, or 0", should.duration_minutes);
            let why = "A short lock slows a guesser down too little.";
            self.note(Field::DurationMinutes, Kind::Weaker, is.duration_minutes, least, why);
        }
    }

    fn password(&mut self, policies: &Policies, should: &Policies) {
        let (is, should) = (&policies.password, &should.password);
        if should.aging {
            self.holds(Field::Aging, is.aging, true, "Passwords are to be changed from time to time.");
            if is.aging {
                let why = "The older a password, the more people have seen it typed.";
                self.at_most(Field::MaximumAgeDays, is.maximum_age_days, should.maximum_age_days, why);
                let why = "Who is warned in time does not choose in a hurry.";
                self.at_least(Field::WarnDays, is.warn_days, should.warn_days, why);
            }
        } else if is.aging {
            let why = "Who has to change a good password chooses a worse one.";
            self.note(Field::Aging, Kind::Other, true, false, why);
        }
        let why = "Length protects more than anything else.";
        self.at_least(Field::MinimumLength, is.minimum_length, should.minimum_length, why);
        let why = "Without it not even the minimum length holds.";
        self.holds(Field::MustMeetComplexity, is.complexity, should.complexity, why);
        if should.enforce_strong {
            let why = "Without it the three rules below do not hold.";
            self.holds(Field::EnforceStrongPasswords, is.enforce_strong, true, why);
            let why = "More kinds of characters make more passwords.";
            self.holds(Field::RequireUpperAndLowerCase, is.upper_and_lower, should.upper_and_lower, why);
            self.holds(Field::RequireNumber, is.number, should.number, why);
            self.holds(Field::RequireSpecialCharacter, is.special, should.special, why);
        } else if is.complexity && is.enforce_strong && (is.upper_and_lower || is.number || is.special) {
            let why = "Rules of composition make passwords alike, not strong.";
            self.note(Field::EnforceStrongPasswords, Kind::Other, true, false, why);
        }
        if should.history {
            let why = "A password that comes back has not been changed.";
            self.holds(Field::History, is.history, true, why);
            if is.history {
                self.at_least(Field::HistoryCount, is.history_count, should.history_count, why);
            }
        }
    }

    fn session(&mut self, policies: &Policies, should: &Policies) {
        let (is, should) = (&policies.session, &should.session);
        let why = "Whoever comes to a panel that was left acts in another's name.";
        self.at_most(Field::IdleTimeoutMinutes, is.idle_timeout_minutes, should.idle_timeout_minutes, why);
        if self.preset != Preset::Default {
            let why = "Whoever acts is to be known, and nobody proved to be this user.";
            for (field, user) in [(Field::DefaultUser, is.default_user), (Field::AutologinUser, is.autologin_user)] {
                if let Some(user) = user {
                    self.note(field, Kind::Weaker, user, "nobody", why);
                }
            }
        }
    }

    fn audit(&mut self, policies: &Policies, should: &Policies) {
        let (is, should) = (policies.audit.when_unwritable, should.audit.when_unwritable);
        let (kind, why) = match (should, is) {
            (WhenUnwritable::Stop, WhenUnwritable::Continue) => {
                (Kind::Weaker, "Nothing is to be done without its record.")
            }
            (WhenUnwritable::Continue, WhenUnwritable::Stop) if self.preset == Preset::Iec => {
                (Kind::Other, "A full disk is not to stop what the plant needs.")
            }
            _ => return,
        };
        self.note(Field::WhenUnwritable, kind, is.word(), should.word(), why);
    }
}
