//! What a login came to, for people and for programs (design section 4).

use keyholder_shared::Time;
use keyholder_shared::password::rules::Shortfall;
use serde::{Serialize, Serializer};

use super::Session;

/// The word for what a login came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Logged in.
    Granted,
    /// The name or the password is wrong, or the account is disabled: nobody learns which.
    Denied,
    /// The password was right, but has expired: it can be changed, and no more.
    PasswordExpired,
    /// The password was right, but must be changed first.
    MustChangePassword,
    /// The account is locked; whether the password was right is not told.
    Locked,
}

impl Outcome {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::PasswordExpired => "password_expired",
            Self::MustChangePassword => "must_change_password",
            Self::Locked => "locked",
        }
    }
}

/// What a login came to.
#[derive(Clone, Debug)]
pub struct Login {
    /// The word for it.
    pub outcome: Outcome,
    /// The keys of the rights that the session has; none unless it was granted.
    pub rights: Vec<String>,
    /// Days until the password expires, if that is soon enough to be said.
    pub expires_in_days: Option<u32>,
    /// The same in sentences.
    pub message: String,
    /// The session, if one was granted and asked for.
    pub session: Option<Session>,
}

impl Login {
    pub(super) fn denied() -> Self {
        Self::refused(
            Outcome::Denied,
            "The name or the password is wrong, or the account is disabled. Try again, or ask someone who looks after the users.".into(),
        )
    }

    pub(super) fn locked(until: Option<Time>) -> Self {
        let message = match until {
            Some(until) => format!(
                "The account is locked after too many failed logins, until {until}. Wait, or ask someone who may unlock it."
            ),
            None => "The account is locked after too many failed logins. Ask someone who may unlock it.".to_owned(),
        };
        Self::refused(Outcome::Locked, message)
    }

    pub(super) fn expired() -> Self {
        Self::refused(Outcome::PasswordExpired, "Your password has expired. Choose a new one.".into())
    }

    pub(super) fn must_change(short: &[Shortfall]) -> Self {
        let mut message = "You must choose a new password before you go on.".to_owned();
        if !short.is_empty() {
            message = "The guidelines have changed, and your password falls short of them.".to_owned();
            for shortfall in short {
                message += &format!(" {shortfall}");
            }
            message += " You must choose a new password before you go on.";
        }
        Self::refused(Outcome::MustChangePassword, message)
    }

    pub(super) fn granted(name: &str, rights: Vec<String>, expires_in_days: Option<u32>) -> Self {
        let mut message = format!("{name} is logged in.");
        match expires_in_days {
            Some(1) => message += " Your password expires in 1 day.",
            Some(days) => message += &format!(" Your password expires in {days} days."),
            None => {}
        }
        Self { outcome: Outcome::Granted, rights, expires_in_days, message, session: None }
    }

    fn refused(outcome: Outcome, message: String) -> Self {
        Self { outcome, rights: Vec::new(), expires_in_days: None, message, session: None }
    }
}

impl Serialize for Login {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Json<'l> {
            outcome: Outcome,
            rights: &'l [String],
            expires_in_days: Option<u32>,
            message: &'l str,
        }
        Json {
            outcome: self.outcome,
            rights: &self.rights,
            expires_in_days: self.expires_in_days,
            message: &self.message,
        }
        .serialize(serializer)
    }
}
