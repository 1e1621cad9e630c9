//! Passwords that are given to people: to be typed once at a panel, and changed.

use super::rules::minimum_length;
use crate::model::Policies;

/// A random password that keeps the guidelines: of every kind of character something, none that looks like
/// another (no `I l 1 O o 0`), at least 16 characters. `random_bytes` gives one random byte a call; whoever
/// brings good randomness gets each such password with the same chance.
#[must_use]
pub fn generate(policies: &Policies, random_bytes: &mut dyn FnMut() -> u8) -> String {
    let length = minimum_length(policies).max(SHORTEST);
    for _ in 0..TRIES {
        let password: String = (0..length).map(|_| character(random_bytes())).collect();
        if has_every_kind(&password) {
            return password;
        }
    }
    // No randomness came; what is asked for is kept all the same.
    (0..length).map(|number| KINDS.get(number % 4).copied().unwrap_or('x')).collect()
}

/// So many characters of 64 are 96 bits.
const SHORTEST: usize = 16;
/// One try in seven fails at 16 characters, so that so many in a row are no accident.
const TRIES: usize = 1000;
/// One of each kind.
const KINDS: [char; 4] = ['K', 'h', '7', '-'];

/// 64 characters, so that six bits choose one without favour: 24 upper-case and 23 lower-case letters,
/// 8 digits, 9 others that every keyboard has.
const ALPHABET: &[u8; 64] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789-+*#%=?!@";

fn character(random: u8) -> char {
    ALPHABET.get(usize::from(random & 63)).copied().map_or('x', char::from)
}

fn has_every_kind(password: &str) -> bool {
    let any = |kind: fn(&char) -> bool| password.chars().any(|character| kind(&character));
    any(char::is_ascii_uppercase)
        && any(char::is_ascii_lowercase)
        && any(char::is_ascii_digit)
        && any(char::is_ascii_punctuation)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::guideline::{Preset, values};
    use crate::password::{About, rules};

    /// A small generator of numbers (splitmix64), enough for tests.
    fn bytes(mut state: u64) -> impl FnMut() -> u8 {
        move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb).to_be_bytes()[0]
        }
    }

    #[test]
    fn the_alphabet_has_64_characters_that_differ_to_the_eye() {
        let characters: BTreeSet<u8> = ALPHABET.iter().copied().collect();
        assert_eq!(characters.len(), 64);
        assert!(b"IlOo01i".iter().all(|alike| !characters.contains(alike)));
    }

    #[test]
    fn what_is_generated_keeps_the_guidelines() {
        for (seed, preset) in (0..).zip(Preset::ALL.into_iter().cycle().take(40)) {
            let mut policies = values(preset);
            policies.password.minimum_length += seed as u32 % 3 * 30;
            let password = generate(&policies, &mut bytes(seed));
            let checked = rules::check(&password, &policies, &About { user_name: "anna", ..About::default() });
            assert_eq!(checked.shortfalls, [], "{password}");
            assert!(password.len() >= 16);
        }
    }

    #[test]
    fn each_character_comes_as_often_as_the_others() {
        let mut bytes = bytes(1);
        let mut counts = [0_u32; 128];
        for _ in 0..4000 {
            for byte in generate(&Policies::default(), &mut bytes).bytes() {
                counts[usize::from(byte)] += 1;
            }
        }
        // 64,000 characters of 64: a thousand each. That every kind has to be there favours the rarer kinds a little.
        for &character in ALPHABET {
            let count = counts[usize::from(character)];
            assert!((850..1250).contains(&count), "{}: {count}", char::from(character));
        }
    }

    #[test]
    fn without_randomness_it_still_ends_and_keeps_the_guidelines() {
        for constant in [0, 63, 255] {
            let password = generate(&Policies::default(), &mut || constant);
            assert_eq!(rules::check(&password, &Policies::default(), &About::default()).shortfalls, []);
        }
    }
}
