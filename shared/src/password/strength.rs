//! How hard a password is to guess, as zxcvbn estimates it.

use zxcvbn::feedback::{Suggestion, Warning};

use super::About;
use crate::name::fold;

/// How hard a password is to guess for somebody who knows the names about it: shown while it is typed.
#[must_use]
pub fn strength(password: &str, about: &About<'_>) -> Strength {
    let names: Vec<&str> = about.names().into_iter().map(|(_, name)| name).filter(|name| !name.is_empty()).collect();
    let words = names.iter().flat_map(|name| name.split(|character: char| !character.is_alphanumeric()));
    let inputs: Vec<&str> = names.iter().copied().chain(words.filter(|word| word.len() > 2)).collect();
    let entropy = zxcvbn::zxcvbn(beginning(password, USEFUL), &inputs);
    let feedback = entropy.feedback();
    Strength {
        score: u8::from(entropy.score()),
        guesses_log10: entropy.guesses_log10().max(0.0),
        warning: feedback.and_then(zxcvbn::feedback::Feedback::warning).map(warning_key),
        suggestions: feedback
            .map(|feedback| feedback.suggestions().iter().copied().map(suggestion_key).collect())
            .unwrap_or_default(),
    }
}

/// An estimate of how hard a password is to guess.
#[derive(Clone, Debug, PartialEq)]
pub struct Strength {
    /// From 0, guessed at once, to 4, out of reach.
    pub score: u8,
    /// The power of ten of the number of guesses.
    pub guesses_log10: f64,
    /// What makes it weak: a word that stays, for translations.
    pub warning: Option<&'static str>,
    /// What would make it stronger: words that stay, for translations.
    pub suggestions: Vec<&'static str>,
}

/// What comes after so many characters tells nothing new of a password, and costs time.
const USEFUL: usize = 48;
/// No common password is longer.
const LONGEST_COMMON: usize = 32;
/// So many passwords are tried first.
const TRIED_FIRST: usize = 3000;

/// True if the password is among the 3,000 commonest ones, in whatever case or usual disguise, or is found
/// with as few guesses: `123456`, `aaaaaaaa`, `Qwertz`.
pub(super) fn is_tried_first(password: &str) -> bool {
    if password.chars().nth(LONGEST_COMMON).is_some() {
        return false;
    }
    let entropy = zxcvbn::zxcvbn(&fold_keeping_length(password), &[]);
    // A list's word at rank r costs r guesses, and one more is added.
    if entropy.guesses() <= TRIED_FIRST as u64 + 1 {
        return true;
    }
    // With letters turned into digits a word costs more guesses, and is the same word all the same.
    matches!(entropy.sequence(), [only] if matches!(&only.pattern,
        zxcvbn::matching::patterns::MatchPattern::Dictionary(word) if word.rank <= TRIED_FIRST))
}

/// Without case; white space at the ends, which a password keeps, stays.
fn fold_keeping_length(password: &str) -> String {
    if password.trim().len() == password.len() { fold(password).into() } else { password.to_lowercase() }
}

fn beginning(text: &str, characters: usize) -> &str {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

fn warning_key(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => "keys-in-a-row",
        Warning::ShortKeyboardPatternsAreEasyToGuess => "pattern-of-keys",
        Warning::RepeatsLikeAaaAreEasyToGuess => "repeated-character",
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => "repeated-word",
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => "common",
        Warning::ThisIsSimilarToACommonlyUsedPassword => "similar-to-common",
        Warning::SequencesLikeAbcAreEasyToGuess => "sequence",
        Warning::RecentYearsAreEasyToGuess => "year",
        Warning::AWordByItselfIsEasyToGuess => "single-word",
        Warning::DatesAreOftenEasyToGuess => "date",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => "name",
    }
}

fn suggestion_key(suggestion: Suggestion) -> &'static str {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases => "use-a-few-words",
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => "length-before-signs",
        Suggestion::AddAnotherWordOrTwo => "add-a-word",
        Suggestion::CapitalizationDoesntHelpVeryMuch | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            "case-helps-little"
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => "reversing-helps-little",
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => "substitution-helps-little",
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => "longer-pattern",
        Suggestion::AvoidRepeatedWordsAndCharacters => "avoid-repeats",
        Suggestion::AvoidSequences => "avoid-sequences",
        Suggestion::AvoidRecentYears | Suggestion::AvoidYearsThatAreAssociatedWithYou => "avoid-years",
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => "avoid-dates",
    }
}
