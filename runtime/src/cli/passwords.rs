//! Passwords from standard input or from a terminal, never from the command line.

use std::fmt;
use std::io::{self, BufRead as _, IsTerminal as _};

/// Where passwords come from.
pub enum Passwords {
    /// Standard input, one a line.
    Input,
    /// A terminal, without echo.
    Terminal,
}

/// There is no password to be had.
#[derive(Debug)]
pub enum NoPassword {
    /// Standard input ended before this one.
    Missing(String),
    /// More than any password has.
    TooLong(String),
    /// There is no terminal to ask at.
    NoTerminal,
    /// Reading failed.
    Unread(io::Error),
    /// The new password was typed differently the second time.
    Different,
}

impl fmt::Display for NoPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => write!(
                f,
                "Standard input ended before {what}. Write each password on a line of its own: first the acting user's, then the new one."
            ),
            Self::TooLong(what) => {
                write!(f, "The line of {what} is longer than any password. Check what is written to standard input.")
            }
            Self::NoTerminal => f.write_str(
                "There is no terminal to ask for the password at. Write it to standard input and use --password-stdin.",
            ),
            Self::Unread(error) => write!(f, "The password could not be read: {error}. Try again."),
            Self::Different => f.write_str("The two passwords are not the same. Nothing was changed. Try again."),
        }
    }
}

/// No line of a password is longer, in bytes.
const LONGEST_LINE: u64 = 16 * 1024;

impl Passwords {
    pub fn new(stdin: bool) -> Self {
        if stdin { Self::Input } else { Self::Terminal }
    }

    /// The password that somebody has.
    pub fn of(&self, name: &str) -> Result<String, NoPassword> {
        self.one(&format!("the password of {name}"))
    }

    /// A new password, typed twice at a terminal.
    pub fn new_one(&self, name: &str) -> Result<String, NoPassword> {
        let first = self.one(&format!("the new password of {name}"))?;
        if matches!(self, Self::Terminal) && self.one("the same again")? != first {
            return Err(NoPassword::Different);
        }
        Ok(first)
    }

    fn one(&self, what: &str) -> Result<String, NoPassword> {
        match self {
            Self::Input => line(what),
            Self::Terminal => {
                if !io::stderr().is_terminal() && !io::stdin().is_terminal() {
                    return Err(NoPassword::NoTerminal);
                }
                let mut prompt = super::paint::harmless(what);
                if let Some(first) = prompt.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                rpassword::prompt_password(format!("{prompt}: ")).map_err(|error| match error.kind() {
                    io::ErrorKind::UnexpectedEof => NoPassword::Missing(what.to_owned()),
                    _ => NoPassword::Unread(error),
                })
            }
        }
    }
}

/// A line without its end; nothing else is taken off.
fn line(what: &str) -> Result<String, NoPassword> {
    let mut line = Vec::new();
    let mut input = io::stdin().lock();
    let mut bounded = io::Read::take(&mut input, LONGEST_LINE);
    bounded.read_until(b'\n', &mut line).map_err(NoPassword::Unread)?;
    if line.is_empty() {
        return Err(NoPassword::Missing(what.to_owned()));
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    } else if line.len() as u64 == LONGEST_LINE {
        return Err(NoPassword::TooLong(what.to_owned()));
    }
    String::from_utf8(line).map_err(|_| NoPassword::Unread(io::Error::other("it is not UTF-8")))
}
