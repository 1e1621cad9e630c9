//! The words of the surface, in English and German, out of Fluent files (`i18n/`).
//!
//! Each page has a file of its own in each language. A text without variables is formatted once, when the
//! language is chosen, so that a frame only looks it up.

use std::collections::HashMap;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The files of a language, by the names that both languages have.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const ENGLISH: &[&str] = &[$(include_str!(concat!("../i18n/en/", $name, ".ftl"))),*];
        const GERMAN: &[&str] = &[$(include_str!(concat!("../i18n/de/", $name, ".ftl"))),*];
    };
}

files!(
    "common",
    "commands",
    "start",
    "users",
    "groups",
    "matrix",
    "rights",
    "areas",
    "notification-groups",
    "guidelines",
    "texts",
    "effective",
    "preview",
    "problems",
    "faults",
    "transfer",
);

/// A language of the surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag or a POSIX locale (`de`, `de-AT`, `de_DE.UTF-8`), if the surface speaks it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::English => ENGLISH,
            Self::German => GERMAN,
        }
    }
}

/// Languages that are offered for a project's texts; any other can be typed by its tag.
pub const LANGUAGES: &[&str] = &[
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nb", "nl",
    "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh",
];

/// What its speakers call a language, by its BCP 47 tag; `None` for one that is not known here.
#[must_use]
pub fn endonym(tag: &str) -> Option<&'static str> {
    let first = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    Some(match first.as_str() {
        "bg" => "български",
        "cs" => "čeština",
        "da" => "dansk",
        "de" => "Deutsch",
        "el" => "Ελληνικά",
        "en" => "English",
        "es" => "español",
        "et" => "eesti",
        "fi" => "suomi",
        "fr" => "français",
        "hr" => "hrvatski",
        "hu" => "magyar",
        "it" => "italiano",
        "ja" => "日本語",
        "ko" => "한국어",
        "lt" => "lietuvių",
        "lv" => "latviešu",
        "nb" | "no" => "norsk",
        "nl" => "Nederlands",
        "pl" => "polski",
        "pt" => "português",
        "ro" => "română",
        "ru" => "русский",
        "sk" => "slovenčina",
        "sl" => "slovenščina",
        "sv" => "svenska",
        "tr" => "Türkçe",
        "uk" => "українська",
        "zh" => "中文",
        _ => return None,
    })
}

/// The words in one language.
pub struct Tr {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    fixed: HashMap<String, String>,
}

impl fmt::Debug for Tr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tr").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Tr {
    /// The words of `language`.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let tags = language.tag().parse::<LanguageIdentifier>().into_iter().collect();
        let mut bundle = FluentBundle::new(tags);
        // The isolation marks would stand as boxes in typefaces without them, and are not needed left to right.
        bundle.set_use_isolating(false);
        let mut fixed = HashMap::new();
        for file in language.files() {
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
            for key in keys(file) {
                let mut errors = Vec::new();
                let pattern = bundle.get_message(key).and_then(|message| message.value());
                if let Some(pattern) = pattern {
                    let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
                    if errors.is_empty() {
                        fixed.insert(key.to_owned(), text);
                    }
                }
            }
        }
        Self { language, bundle, fixed }
    }

    /// Its language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text with that key; the key itself if there is none, which a test does not let happen.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.fixed.get(key).map_or(key, String::as_str)
    }

    /// The text with that key and these values in it.
    #[must_use]
    pub fn with<'v>(&self, key: &str, values: &[(&'v str, FluentValue<'v>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    /// The text with that key for a number of things: `$count`.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        self.with(key, &[("count", count.into())])
    }

    /// The text with that key about something with a name: `$name`.
    #[must_use]
    pub fn named(&self, key: &str, name: &str) -> String {
        self.with(key, &[("name", name.into())])
    }

    /// True if there is a text with that key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

/// The keys of the messages in a Fluent file.
fn keys(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.strip_suffix(' ').unwrap_or(key);
        let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        is_key.then_some(key)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn both_languages_say_the_same_things() {
        let mut all: [BTreeSet<&str>; 2] = Default::default();
        for (language, said) in Language::ALL.into_iter().zip(&mut all) {
            for file in language.files() {
                let found = FluentResource::try_new((*file).to_owned()).map_err(|(_, errors)| errors);
                assert!(found.is_ok(), "{}: {:?}", language.tag(), found.err());
                for key in keys(file) {
                    assert!(said.insert(key), "{} says {key} twice", language.tag());
                }
            }
        }
        let [english, german] = all;
        let missing: Vec<_> = english.symmetric_difference(&german).collect();
        assert!(missing.is_empty(), "said in one language alone: {missing:?}");
        let bare: Vec<_> = Language::ALL
            .into_iter()
            .flat_map(|language| english.iter().filter(move |key| !Tr::new(language).has(key)))
            .collect();
        assert!(bare.is_empty(), "keys without a text: {bare:?}");
    }

    #[test]
    fn numbers_choose_the_form() {
        let tr = Tr::new(Language::English);
        assert_eq!((tr.count("count-users", 1), tr.count("count-users", 3)), ("1 user".into(), "3 users".into()));
        let tr = Tr::new(Language::German);
        assert_eq!(tr.count("count-users", 1), "1 Benutzer");
        assert_eq!(tr.get("no-such-key"), "no-such-key");
    }

    #[test]
    fn a_locale_names_a_language() {
        assert_eq!(Language::from_tag("de_AT.UTF-8"), Some(Language::German));
        assert_eq!(Language::from_tag("EN"), Some(Language::English));
        assert_eq!(Language::from_tag("fr"), None);
    }
}
