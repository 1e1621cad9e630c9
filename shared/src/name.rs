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

/// The text without the white space around it, as [`str::trim`] has it; sooner where there is none.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] | [] => text,
        _ => text.trim(),
    }
}

/// The name as it is kept: trimmed, and in normal form C.
#[must_use]
pub fn tidy(name: &str) -> Cow<'_, str> {
    let name = trimmed(name);
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
    // Most letters of European names are folded each by itself; the whole way takes ten times as long.
    let alone = name.chars().all(|sign| folded_alone(sign).is_some());
    let short = alone.then(|| name.chars().filter_map(folded_alone));
    let whole = (!alone).then(|| name.chars().nfd().default_case_fold().nfc());
    short.into_iter().flatten().chain(whole.into_iter().flatten())
}

/// What a sign is folded to whatever stands beside it, if that is known: ASCII, and the letters of Latin-1 and of Latin
/// Extended-A that are composed and fold to one letter. Where no sign of a text joins the one before it, normal form C
/// joins nothing either.
fn folded_alone(sign: char) -> Option<char> {
    match sign {
        '\0'..='\u{7f}' => Some(sign.to_ascii_lowercase()),
        // Sharp s, I with a dot, n after an apostrophe, and long s fold to others, or to more than one.
        '\u{df}' | '\u{130}' | '\u{149}' | '\u{17f}' => None,
        '\u{c0}'..='\u{17e}' => sign.to_lowercase().next(),
        _ => None,
    }
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
    fn letters_that_fold_alone_fold_as_unicode_says_beside_each_other_too() {
        let alone: Vec<char> = ('\0'..='\u{2ff}').filter(|sign| folded_alone(*sign).is_some()).collect();
        assert_eq!(alone.len(), 128 + 0x17f - 0xc0 - 3);
        for one in &alone {
            for other in &alone {
                let name: String = [*one, *other].into_iter().collect();
                let whole: String = name.chars().nfd().default_case_fold().nfc().collect();
                assert_eq!(folded(&name).collect::<String>(), whole, "{name:?}");
            }
        }
        // What stands beside one that does not fold alone goes the whole way with it.
        assert_eq!(fold("Ä\u{323}ÜSS"), fold("ä\u{323}üß"));
    }

    #[test]
    fn tidying_trims_and_composes() {
        assert_eq!(tidy("\u{a0} caf\u{65}\u{301}\n"), "caf\u{e9}");
        assert_eq!(length("café"), 4);
        for text in ["", "a", " ", "ä", "\u{a0}", "ab", " a", "a ", "a\u{2003}", "\u{2003}a", "a\u{b}", "é a", "a b c"]
        {
            assert_eq!(trimmed(text), text.trim());
        }
    }
}
