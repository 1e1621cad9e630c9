//! Tables in and out as CSV: users ([`users`]) and texts for translators ([`texts`]). [`table`] is the form
//! that both share.

pub mod table;
pub mod texts;
pub mod users;

/// True if XML 1.0 knows all its characters.
fn has_characters_only(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(is_character)
}

/// True if XML 1.0 knows the character.
fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}
