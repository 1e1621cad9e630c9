//! Names for people: trimmed, in Unicode normal form C, unique without regard to case (design section 2).

use std::borrow::Cow;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use crate::Str;

/// A user's name has at most this many characters.
pub const USER_NAME_LIMIT: usize = 31;
/// A full name has at most this many characters.
pub const FULL_NAME_LIMIT: usize = 100;
/// A description has at most this many characters, in each language.
pub const DESCRIPTION_LIMIT: usize = 255;

/// The name as it is kept: trimmed, and in normal form C.
#[must_use]
pub fn tidy(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    if name.is_ascii() || unicode_normalization::is_nfc(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfc().collect())
    }
}

/// What two names have in common if they count as the same: `Admin`, `ADMIN` and `admin`; `Straße` and
/// `STRASSE`; `é` composed and decomposed (Unicode, canonical caseless matching).
#[must_use]
pub fn fold(name: &str) -> Str {
    let name = name.trim();
    if name.is_ascii() {
        let mut folded = Str::from(name);
        folded.make_ascii_lowercase();
        folded
    } else {
        folded(name).collect()
    }
}

/// Appends what [`fold`] makes of the name.
pub fn fold_onto(text: &mut String, name: &str) {
    let name = name.trim();
    if name.is_ascii() {
        let begin = text.len();
        text.push_str(name);
        if let Some(new) = text.get_mut(begin..) {
            new.make_ascii_lowercase();
        }
    } else {
        text.extend(folded(name));
    }
}

/// What names are put in order by: as [`fold`], but letters with marks stand beside the bare ones, as people look for
/// them: `ändern` before `anlegen`, and not behind everything that begins with `z`.
#[must_use]
pub fn order(name: &str) -> Str {
    if name.is_ascii() {
        return fold(name);
    }
    let bare = |sign: char| match sign {
        // Marks of letters; in other scripts marks are vowels.
        '\u{300}'..='\u{36f}' => None,
        // Strokes are no marks for Unicode.
        'ł' => Some('l'),
        'ø' => Some('o'),
        'đ' => Some('d'),
        other => Some(other),
    };
    name.trim().chars().nfd().default_case_fold().nfd().filter_map(bare).collect()
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().nfd().default_case_fold().nfc()
}

/// The number of characters of a text, as the limits count them.
#[must_use]
pub fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_marks_stand_beside_the_bare_ones() {
        let mut names = ["Zoe", "Übel", "łoś", "Straße", "ändern", "anlegen", "Lis", "Strasse 2", "ulm", "नि", "न"];
        names.sort_by_key(|name| order(name));
        let expected = ["ändern", "anlegen", "Lis", "łoś", "Straße", "Strasse 2", "Übel", "ulm", "Zoe", "न", "नि"];
        assert_eq!(names, expected);
        assert_eq!(order(" Admin "), fold("ADMIN"));
    }

    #[test]
    fn names_that_look_alike_fold_alike() {
        for (one, other) in [
            ("Admin", "ADMIN"),
            ("  anna ", "Anna"),
            ("Straße", "STRASSE"),
            ("caf\u{e9}", "CAFE\u{301}"),
            ("ΟΔΟΣ", "οδος"),
            ("zieliński", "ZIELIŃSKI"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        for name in ["", "  Anna B ", "Straße", "CAFE\u{301}", " ΟΔΟΣ"] {
            let mut text = "Ä".to_owned();
            fold_onto(&mut text, name);
            assert_eq!(text, format!("Ä{}", fold(name)), "what stands there already stays");
        }
        assert_ne!(fold("anna"), fold("anne"));
        assert_ne!(fold("e"), fold("é"));
    }

    #[test]
    fn tidying_trims_and_composes() {
        assert_eq!(tidy("\u{a0} caf\u{65}\u{301}\n"), "caf\u{e9}");
        assert_eq!(length("café"), 4);
    }
}
