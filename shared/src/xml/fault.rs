//! What is wrong in a file: where, what, and what to do about it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::wrong::Wrong;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file is refused.
    Error,
    /// The file is taken, but someone should know.
    Warning,
}

/// One thing that is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// How bad it is.
    pub severity: Severity,
    /// Line, counted from 1.
    pub line: u32,
    /// Column in characters, counted from 1.
    pub column: u32,
    /// What it is.
    pub wrong: Wrong,
}

impl Fault {
    /// What is wrong and what to do, in sentences.
    #[must_use]
    pub fn message(&self) -> String {
        shorten(self.wrong.to_string())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message())
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut fault = serializer.serialize_struct("Fault", 3)?;
        fault.serialize_field("line", &self.line)?;
        fault.serialize_field("column", &self.column)?;
        fault.serialize_field("message", &self.message())?;
        fault.end()
    }
}

/// What came out of reading a file.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// The document, as far as it could be understood; complete if there is no error among the faults.
    pub document: Option<T>,
    /// Everything that is wrong, in the order of the file.
    pub faults: Vec<Fault>,
    /// True if the file was written by a newer version, and must be left alone.
    pub newer: bool,
}

impl<T> Reading<T> {
    /// The document with its warnings, or all faults if the file is to be refused.
    ///
    /// # Errors
    /// All faults, if one of them is an error.
    pub fn accept(self) -> Result<(T, Vec<Fault>), Vec<Fault>> {
        match self.document {
            Some(document) if !self.faults.iter().any(|fault| fault.severity == Severity::Error) => {
                Ok((document, self.faults))
            }
            _ => Err(self.faults),
        }
    }

    /// True if the file is taken.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.document.is_some() && !self.faults.iter().any(|fault| fault.severity == Severity::Error)
    }
}

/// A fault before its line and column are known.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub at: usize,
    pub severity: Severity,
    pub wrong: Wrong,
}

/// So many faults of a file are told; a file with more is not edited by hand.
pub(super) const MOST: usize = 1000;
/// A message has about so many characters at most, however long the names that it quotes.
pub(super) const LONGEST: usize = 1000;

/// Turns byte positions into lines and columns, in the order of the file.
pub(super) fn place(bytes: &[u8], mut findings: Vec<Finding>) -> Vec<Fault> {
    findings.sort_by_key(|finding| finding.at);
    let more = findings.len() > MOST;
    let errors_beyond = findings.iter().skip(MOST).any(|finding| finding.severity == Severity::Error);
    findings.truncate(MOST);
    let (mut line, mut line_start, mut seen) = (1_u32, 0, 0);
    let mut faults: Vec<Fault> = Vec::with_capacity(findings.len());
    for finding in findings {
        let at = finding.at.min(bytes.len());
        for (offset, byte) in bytes.get(seen..at).unwrap_or_default().iter().enumerate() {
            if *byte == b'\n' {
                line += 1;
                line_start = seen + offset + 1;
            }
        }
        seen = seen.max(at);
        let before = bytes.get(line_start..at).unwrap_or_default();
        // Continuation bytes do not begin a character; a byte-order mark is none that a person sees.
        let characters = before.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        let mark = usize::from(line_start == 0 && before.starts_with(b"\xEF\xBB\xBF"));
        let column = u32::try_from(characters - mark + 1).unwrap_or(u32::MAX);
        faults.push(Fault { severity: finding.severity, line, column, wrong: finding.wrong });
    }
    if more {
        let severity = if errors_beyond { Severity::Error } else { Severity::Warning };
        faults.push(Fault { severity, line, column: 1, wrong: Wrong::More });
    }
    faults
}

/// Leaves out the middle of a message that is too long to read.
#[must_use]
pub fn shorten(message: String) -> String {
    let count = crate::name::length(&message);
    if count <= LONGEST {
        return message;
    }
    let start: String = message.chars().take(LONGEST / 2).collect();
    let end: String = message.chars().skip(count - LONGEST / 2).collect();
    format!("{start} … {end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = "\u{feff}é<a>\n  ü<b>";
        let at = |needle: &str| text.find(needle).unwrap();
        let finding = |at| Finding { at, severity: Severity::Error, wrong: Wrong::Empty };
        let faults = place(text.as_bytes(), vec![finding(at("<b>")), finding(at("<a>")), finding(9999)]);
        let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
        assert_eq!(places, [(1, 2), (2, 4), (2, 7)]);
    }

    #[test]
    fn a_flood_of_faults_is_cut_with_a_word_about_it() {
        let finding = Finding { at: 0, severity: Severity::Error, wrong: Wrong::Empty };
        let faults = place(b"", vec![finding; MOST + 5]);
        assert_eq!(faults.len(), MOST + 1);
        assert!(faults.last().unwrap().message().contains("more faults"));
    }

    #[test]
    fn a_message_stays_short_however_long_the_name_it_quotes() {
        let finding =
            Finding { at: 0, severity: Severity::Error, wrong: Wrong::ElementTwice("ü".repeat(1_000_000).into()) };
        let shortened = place(b"", vec![finding])[0].message();
        assert!(shortened.starts_with("<ü") && shortened.contains("ü … ü") && shortened.ends_with("is meant."));
        assert_eq!(shortened.chars().count(), LONGEST + 3);
    }
}
