//! Values of attributes, and the characters XML allows.

use std::str::FromStr;

use super::source::Source;
use super::wrong::{Expected, Wrong, quoted};
use crate::{Id, Str, Time};

/// An attribute of a start tag: its name, its value with entities resolved, and the byte at which its
/// name begins.
pub(super) struct Attr<'e> {
    pub name: &'e str,
    pub value: &'e str,
    pub at: usize,
}

impl Attr<'_> {
    pub fn text(&self) -> Str {
        Str::from(self.value)
    }

    /// A name for people: trimmed and in normal form C.
    pub fn tidy(&self) -> Str {
        crate::name::tidy(self.value).as_ref().into()
    }

    pub fn id(&self, source: &mut Source<'_>) -> Option<Id> {
        self.parsed(source, Expected::Uuid)
    }

    pub fn time(&self, source: &mut Source<'_>) -> Option<Time> {
        self.parsed(source, Expected::Time)
    }

    pub fn boolean(&self, source: &mut Source<'_>) -> Option<bool> {
        match self.value.trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => self.wrong(source, Expected::Boolean),
        }
    }

    pub fn number<T: FromStr>(&self, source: &mut Source<'_>) -> Option<T> {
        self.parsed(source, Expected::Number)
    }

    pub fn parsed<T: FromStr>(&self, source: &mut Source<'_>, expected: Expected) -> Option<T> {
        match self.value.trim().parse() {
            Ok(value) => Some(value),
            Err(_) => self.wrong(source, expected),
        }
    }

    pub fn wrong<T>(&self, source: &mut Source<'_>, expected: Expected) -> Option<T> {
        let value = self.value.chars().take(40).collect();
        source.error(self.at, Wrong::Value { attribute: quoted(self.name), value, expected });
        None
    }
}

/// Puts a value where it belongs, if there is one. Answers true: the attribute is known.
pub(super) fn set<T>(place: &mut T, value: Option<T>) -> bool {
    if let Some(value) = value {
        *place = value;
    }
    true
}

/// The first character that XML 1.0 does not know (its production 2), and where it is.
pub(crate) fn forbidden(text: &str) -> Option<(usize, char)> {
    // Nearly all bytes are none of these; this loop has no branch, so that the compiler makes it fast.
    let suspicious = text.as_bytes().chunks(4096).any(|chunk| {
        chunk.iter().fold(false, |found, &byte| {
            found | ((byte < 0x20) & (byte != b'\n') & (byte != b'\t') & (byte != b'\r')) | (byte == 0xEF)
        })
    });
    if !suspicious {
        return None;
    }
    text.char_indices().find(|(_, character)| {
        matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
    })
}

/// True if the text is a name as XML 1.0 has it (production 5).
pub(super) fn is_name(text: &str) -> bool {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return true;
    }
    let mut characters = text.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

fn starts_name(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(character: char) -> bool {
    starts_name(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_knows_no_control_characters() {
        assert_eq!(forbidden("a\tb\r\n é \u{10FFFF}\u{e000} \u{feff}"), None);
        for character in ['\0', '\u{1}', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            let text = format!("{}{character}", "x".repeat(5000));
            assert_eq!(forbidden(&text), Some((5000, character)));
        }
    }

    #[test]
    fn names_are_those_of_xml() {
        for good in ["a", "x:y-z.1", "Größe", "_"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "1a", "-a", "a b", "a\"", "a&b"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
