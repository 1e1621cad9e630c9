//! What a password must be (design section 5), and what it had better not be (`security.md`).

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::{About, LONGEST, strength};
use crate::model::Policies;

/// Holds a password against the guidelines. Its length counts in characters of its normal form C. History is
/// another matter ([`super::in_history`]), because it costs a computation for each former password.
#[must_use]
pub fn check(password: &str, policies: &Policies, about: &About<'_>) -> Checked {
    let mut checked = Checked::default();
    let Some(password) = composition(password, policies, &mut checked.shortfalls) else { return checked };
    let name = holds_name(&password, about);
    for advice in name.map(Advice::Name).into_iter().chain(is_common(&password).then_some(Advice::Common)) {
        match advice {
            _ if !policies.preset.refuses_common_passwords() => checked.advice.push(advice),
            Advice::Name(whose) => checked.shortfalls.push(Shortfall::Name(whose)),
            Advice::Common => checked.shortfalls.push(Shortfall::Common),
        }
    }
    checked
}

/// Why a password is refused, as [`check`] says it, without the advice: for logins, which nobody is to wait for.
#[must_use]
pub fn shortfalls(password: &str, policies: &Policies, about: &About<'_>) -> Vec<Shortfall> {
    if policies.preset.refuses_common_passwords() {
        return check(password, policies, about).shortfalls;
    }
    let mut short = Vec::new();
    composition(password, policies, &mut short);
    short
}

/// Holds length and kinds of characters. Answers the password in normal form C, if it is worth a further look.
fn composition(password: &str, policies: &Policies, short: &mut Vec<Shortfall>) -> Option<String> {
    if password.is_empty() {
        short.push(Shortfall::Empty);
        return None;
    }
    // Far longer than allowed in any form: not worth the work of normalising.
    if password.len() > 16 * LONGEST {
        short.push(Shortfall::TooLong { most: LONGEST });
        return None;
    }
    let password: String = password.nfc().collect();
    let length = crate::name::length(&password);
    if length > LONGEST {
        short.push(Shortfall::TooLong { most: LONGEST });
    }
    let least = minimum_length(policies);
    if length < least {
        short.push(Shortfall::TooShort { least, length });
    }
    let policy = &policies.password;
    if policy.complexity && policy.enforce_strong {
        let any = |kind: fn(char) -> bool| password.chars().any(kind);
        if policy.upper_and_lower && !(any(char::is_uppercase) && any(char::is_lowercase)) {
            short.push(Shortfall::UpperAndLowerCase);
        }
        if policy.number && !any(char::is_numeric) {
            short.push(Shortfall::Number);
        }
        if policy.special && !any(|character| !character.is_alphanumeric()) {
            short.push(Shortfall::SpecialCharacter);
        }
    }
    Some(password)
}

/// Characters that a password has at least. Without `MustMeetComplexity` that is one; guidelines that ask for
/// more than [`LONGEST_MINIMUM`] get that many, so that a password can be found.
#[must_use]
pub fn minimum_length(policies: &Policies) -> usize {
    let policy = &policies.password;
    if policy.complexity { (policy.minimum_length.clamp(1, LONGEST_MINIMUM)) as usize } else { 1 }
}

/// A password of so many characters is long enough for every guideline (NIST SP 800-63B).
pub const LONGEST_MINIMUM: u32 = 64;

/// What is to be said of a password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Why it is refused; empty: it is taken.
    pub shortfalls: Vec<Shortfall>,
    /// What had better be otherwise.
    pub advice: Vec<Advice>,
}

impl Checked {
    /// True if the password is taken.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.shortfalls.is_empty()
    }
}

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shortfall {
    /// There is none.
    Empty,
    /// It is too short.
    TooShort {
        /// Characters it has at least.
        least: usize,
        /// Characters it has.
        length: usize,
    },
    /// It is too long.
    TooLong {
        /// Characters it has at most.
        most: usize,
    },
    /// An upper-case or a lower-case letter is missing.
    UpperAndLowerCase,
    /// A digit is missing.
    Number,
    /// A character that is neither letter nor digit is missing.
    SpecialCharacter,
    /// It is one of the passwords that are tried first.
    Common,
    /// It is a name, with digits or signs round it.
    Name(Whose),
    /// It is one of the last ones; only whoever knows those says so ([`super::in_history`]).
    Used {
        /// So many former passwords are refused.
        last: u32,
    },
}

/// What had better be otherwise in a password that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// It is one of the passwords that are tried first.
    Common,
    /// It is a name, with digits or signs round it.
    Name(Whose),
}

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The name with which the user logs in.
    User,
    /// The user's name for people, or a part of it.
    FullName,
    /// The project's name, or a part of it.
    Project,
    /// The product's.
    Product,
}

impl Shortfall {
    /// A word that stays, for programs and for translations.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooShort { .. } => "too-short",
            Self::TooLong { .. } => "too-long",
            Self::UpperAndLowerCase => "upper-and-lower-case",
            Self::Number => "number",
            Self::SpecialCharacter => "special-character",
            Self::Common => "common",
            Self::Name(_) => "name",
            Self::Used { .. } => "used",
        }
    }
}

impl Advice {
    /// A word that stays, for programs and for translations.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Name(_) => "name",
        }
    }
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("There is no password. Type one."),
            Self::TooShort { least, length } => {
                write!(f, "The password has {length} of at least {least} characters. Choose a longer one.")
            }
            Self::TooLong { most } => {
                write!(f, "The password has more than {most} characters. Choose a shorter one.")
            }
            Self::UpperAndLowerCase => {
                f.write_str("The password needs an upper-case and a lower-case letter. Add what is missing.")
            }
            Self::Number => f.write_str("The password needs a digit. Add one."),
            Self::SpecialCharacter => {
                f.write_str("The password needs a character that is neither letter nor digit. Add one.")
            }
            Self::Common => Advice::Common.fmt(f),
            Self::Name(whose) => Advice::Name(*whose).fmt(f),
            Self::Used { last: 1 } => f.write_str("The password is the present one. Choose another."),
            Self::Used { last } => write!(f, "The password is among the last {last}. Choose another."),
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Common => f.write_str("The password is one of those that are tried first. Choose another."),
            Self::Name(whose) => write!(f, "The password is made of {whose}. Choose another."),
        }
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "the user's name",
            Self::FullName => "the user's full name",
            Self::Project => "the project's name",
            Self::Product => "the product's name",
        })
    }
}

/// Signs and digits before and after a common password that do not make it another one: a year, a bang.
const DECORATION: usize = 4;

/// True if the password, or what is left of it without a few digits and signs at its ends, is among the
/// passwords that are tried first, in whatever case.
fn is_common(password: &str) -> bool {
    if strength::is_tried_first(password) {
        return true;
    }
    let core = core(password);
    core.len() < password.len()
        && core.chars().count() >= 4
        && password.chars().count() - core.chars().count() <= DECORATION
        && strength::is_tried_first(core)
}

/// A part of a name that is shorter could stand in any password.
const SHORTEST_PART: usize = 4;

/// Whose name the password is, once digits and signs are taken away at its ends and spaces and dots within.
fn holds_name(password: &str, about: &About<'_>) -> Option<Whose> {
    let core = squeezed(core(password));
    if core.is_empty() {
        return None;
    }
    about.names().into_iter().find_map(|(whose, name)| {
        let whole = squeezed(name);
        // `anna2` has its digits too; held against the password as it was typed.
        let is_whole = !whole.is_empty() && (core == whole || squeezed(password) == whole);
        let is_part = || {
            let mut parts = name.split(|character: char| !character.is_alphanumeric());
            parts.any(|part| part.chars().count() >= SHORTEST_PART && core == squeezed(part))
        };
        (is_whole || is_part()).then_some(whose)
    })
}

/// What stands between the digits and signs at the ends.
fn core(text: &str) -> &str {
    text.trim_matches(|character: char| !character.is_alphabetic())
}

/// Without case, and without what is neither letter nor digit.
fn squeezed(text: &str) -> String {
    crate::name::fold(text).chars().filter(|character| character.is_alphanumeric()).collect()
}
