//! Text from people, made harmless for whoever reads it.

use std::borrow::Cow;

/// The text with every character written out that would move a cursor, change a colour or turn the reading
/// direction: a line break as `\n`, an escape as `\u{1b}`.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unruly) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match is_unruly(character) {
            true => safe.extend(character.escape_default()),
            false => safe.push(character),
        }
    }
    Cow::Owned(safe)
}

/// JSON text with the same characters written out as JSON has it, so that nothing is lost: they can stand
/// inside of its texts only.
#[must_use]
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_unruly) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 8);
    for character in json.chars() {
        match is_unruly(character) {
            true => safe.push_str(&format!("\\u{:04x}", u32::from(character))),
            false => safe.push(character),
        }
    }
    Cow::Owned(safe)
}

/// Control characters, line and paragraph separators, and the marks that turn the reading direction.
pub(super) fn is_unruly(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unruly_comes_through() {
        assert_eq!(escaped("Ölga Müller"), "Ölga Müller");
        assert_eq!(escaped("a\nb\u{1b}[31m\u{9b}c\u{202e}d"), "a\\nb\\u{1b}[31m\\u{9b}c\\u{202e}d");
        for number in (0..0x20).chain(0x7f..0xa0).chain(0x2028..0x202f) {
            let character = char::from_u32(number).unwrap();
            assert!(!escaped(&character.to_string()).contains(character), "{number:#x}");
        }
    }
}
