//! The words of the surface, in English and German, out of Fluent files (`i18n/`).
//!
//! Each page has a file of its own in each language. Most texts are said as they stand in the file; of the others
//! Fluent makes something. A file is looked through when a text is asked for that is in none before it, and Fluent reads
//! a text when it is first said: the start is not kept waiting by the words of pages that it does not show.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use rustc_hash::FxHashMap;
use unic_langid::LanguageIdentifier;

/// The files of a language, by the names that both languages have; those that the first frame needs come first.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const ENGLISH: &[&str] = &[$(include_str!(concat!("../i18n/en/", $name, ".ftl"))),*];
        const GERMAN: &[&str] = &[$(include_str!(concat!("../i18n/de/", $name, ".ftl"))),*];
    };
}

files!(
    "common",
    "commands",
    "users",
    "start",
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
    /// Names that are read from right to left stand apart in its sentences.
    isolates: bool,
    files: Vec<File>,
    /// What Fluent has read so far.
    fluent: RefCell<FluentBundle<FluentResource>>,
}

/// A file and, once it was looked through, what is said in it.
struct File(&'static str, OnceCell<FxHashMap<&'static str, Said>>);

/// What is said under a key.
enum Said {
    /// That, as it stands in the file.
    Plain(&'static str),
    /// What Fluent makes of what stands there. What it makes of it without variables is kept.
    Made(&'static str, OnceCell<Option<String>>),
}

impl File {
    fn said(&self) -> &FxHashMap<&'static str, Said> {
        let said = |message: Message<'static>| match message.plain {
            Some(text) => (message.key, Said::Plain(text)),
            None => (message.key, Said::Made(message.source, OnceCell::new())),
        };
        self.1.get_or_init(|| messages(self.0).map(said).collect())
    }
}

impl fmt::Debug for Tr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tr").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Tr {
    /// The words of `language`, for files: nothing stands in a sentence but what is read.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let files = language.files().iter().map(|file| File(file, OnceCell::new())).collect();
        Self { language, isolates: false, files, fluent: RefCell::new(bundle(language)) }
    }

    /// The words of `language` for the window: a sentence with an Arabic or a Hebrew name in it, or at its beginning, is
    /// laid out from left to right all the same, as the sentence is in a language that is. The marks for that are not
    /// seen; they are for the window alone, and never come into files.
    #[must_use]
    pub fn for_window(language: Language) -> Self {
        Self { isolates: true, ..Self::new(language) }
    }

    /// Its language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text with that key; the key itself if there is none, which a test does not let happen.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.said(key) {
            Some(Said::Plain(text)) => text,
            Some(Said::Made(source, made)) => {
                made.get_or_init(|| self.make(source, key, None)).as_deref().unwrap_or(key)
            }
            None => key,
        }
    }

    /// The text with that key and these values in it.
    #[must_use]
    pub fn with<'v>(&self, key: &str, values: &[(&'v str, FluentValue<'v>)]) -> String {
        match self.said(key) {
            Some(Said::Plain(text)) => (*text).to_owned(),
            Some(Said::Made(source, _)) => {
                let mut args = FluentArgs::with_capacity(values.len());
                for (name, value) in values {
                    match value {
                        FluentValue::String(text) => args.set(*name, self.apart(text)),
                        value => args.set(*name, value.clone()),
                    }
                }
                self.make(source, key, Some(&args)).unwrap_or_else(|| key.to_owned())
            }
            None => key.to_owned(),
        }
    }

    /// A name that is put beside other words: in the window it stands apart if it is read from right to left.
    #[must_use]
    pub fn apart<'t>(&self, name: &'t str) -> Cow<'t, str> {
        if self.isolates && is_right_to_left(name) { format!("{ISOLATE}{name}{END}").into() } else { name.into() }
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
        self.said(key).is_some()
    }

    fn said(&self, key: &str) -> Option<&Said> {
        self.files.iter().find_map(|file| file.said().get(key))
    }

    /// What Fluent makes of a message of a file with these variables; nothing if it cannot read it, or if without
    /// variables it cannot be said. No message refers to another.
    fn make(&self, source: &str, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let mut fluent = self.fluent.borrow_mut();
        if !fluent.has_message(key) {
            fluent.add_resource_overriding(FluentResource::try_new(source.to_owned()).ok()?);
        }
        let pattern = fluent.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = fluent.format_pattern(pattern, args, &mut errors).into_owned();
        (args.is_some() || errors.is_empty()).then_some(text)
    }
}

/// Fluent for a language, without any text.
fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tags = language.tag().parse::<LanguageIdentifier>().into_iter().collect();
    let mut bundle = FluentBundle::new(tags);
    // Fluent would set every value apart, numbers too, and in files as in the window.
    bundle.set_use_isolating(false);
    bundle
}

/// From here to [`END`] the direction is that of the first letter, and what stands outside does not hear of it (Unicode
/// Annex 9: First Strong Isolate, Pop Directional Isolate).
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// True if there is a letter in it of a script that is written from right to left.
fn is_right_to_left(text: &str) -> bool {
    let blocks = |sign: char| {
        matches!(sign, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    !text.is_ascii() && text.chars().any(|sign| blocks(sign) && sign.is_alphabetic())
}

/// A message of a Fluent file.
#[derive(Debug, PartialEq, Eq)]
struct Message<'f> {
    key: &'f str,
    /// Its text, if that is what stands there: on one line, without anything in braces.
    plain: Option<&'f str>,
    /// All of it as it stands in the file.
    source: &'f str,
}

/// The messages of a Fluent file.
fn messages(file: &str) -> impl Iterator<Item = Message<'_>> {
    let mut rest = file;
    std::iter::from_fn(move || {
        loop {
            // What goes on is indented, or closes a brace; a blank line may stand between.
            let begun = |line: &str| line.starts_with(|c: char| c.is_ascii_lowercase() || c == '-' || c == '#');
            let first = rest.split_inclusive('\n').next()?;
            let more = rest.split_inclusive('\n').skip(1).take_while(|line| !begun(line));
            let (source, after) = rest.split_at_checked(first.len() + more.map(str::len).sum::<usize>())?;
            rest = after;
            let Some((key, text)) = first.split_once('=') else { continue };
            let key = key.strip_suffix(' ').unwrap_or(key);
            let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
                && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if is_key {
                let text = text.trim();
                let alone = source.trim_end().len() <= first.len();
                let plain = !text.is_empty() && alone && !text.contains(['{', '}']);
                return Some(Message { key, plain: plain.then_some(text), source });
            }
        }
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
                for Message { key, .. } in messages(file) {
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
    fn what_is_said_is_what_fluent_makes_of_all_files() {
        for language in Language::ALL {
            let (tr, mut whole) = (Tr::new(language), bundle(language));
            for file in language.files() {
                whole.add_resource(FluentResource::try_new((*file).to_owned()).unwrap()).unwrap();
            }
            let (mut plain, mut made) = (0, 0);
            for (key, said) in tr.files.iter().flat_map(|file| file.said()) {
                let pattern = whole.get_message(key).and_then(|message| message.value()).unwrap();
                let mut errors = Vec::new();
                let text = whole.format_pattern(pattern, None, &mut errors);
                assert_eq!(tr.get(key), if errors.is_empty() { &*text } else { key }, "{} {key}", language.tag());
                let args = ["count", "name", "step", "what"].map(|name| (name, FluentValue::from(2)));
                let text = whole.format_pattern(pattern, Some(&args.clone().into_iter().collect()), &mut errors);
                assert_eq!(tr.with(key, &args), text, "{} {key}", language.tag());
                match said {
                    Said::Plain(_) => plain += 1,
                    Said::Made(..) => made += 1,
                }
            }
            assert!(plain > made, "{plain} plain, {made} made");
        }
    }

    #[test]
    fn a_file_is_looked_through_when_it_is_needed() {
        let tr = Tr::new(Language::German);
        let looked_through = |tr: &Tr| tr.files.iter().filter(|file| file.1.get().is_some()).count();
        assert_eq!((tr.get("cancel"), looked_through(&tr)), ("Abbrechen", 1));
        assert!(!tr.has("no-such-key"));
        assert_eq!(looked_through(&tr), tr.files.len());
    }

    #[test]
    fn a_text_that_goes_on_or_has_something_in_braces_is_left_to_fluent() {
        let file = "# Words.\none = Two words \ntwo =\n    More\nthree = A\n\n  B\nfour = { $count ->\n*[other] 4\n}\n-term = No\n\nfive = 5 = V\n\n# End\nsix = 6";
        let found =
            messages(file).map(|message| (message.key, message.plain.ok_or(message.source))).collect::<Vec<_>>();
        let expected = [
            ("one", Ok("Two words")),
            ("two", Err("two =\n    More\n")),
            ("three", Err("three = A\n\n  B\n")),
            ("four", Err("four = { $count ->\n*[other] 4\n}\n")),
            ("five", Ok("5 = V")),
            ("six", Ok("6")),
        ];
        assert_eq!(found, expected);
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
    fn names_that_are_read_from_right_to_left_stand_apart_in_the_window_and_in_no_file() {
        for language in Language::ALL {
            let (file, window) = (Tr::new(language), Tr::for_window(language));
            for name in ["דוד", "محمد 2", "Anna دوشنبه"] {
                let plain = file.named("problem-no-password", name);
                assert!(!plain.contains([ISOLATE, END]));
                let apart = window.named("problem-no-password", name);
                assert_eq!(apart, plain.replace(name, &format!("{ISOLATE}{name}{END}")));
                assert_eq!(
                    (file.apart(name), window.apart(name)),
                    (name.into(), format!("{ISOLATE}{name}{END}").into())
                );
            }
            for name in ["", "e.fischer", "Zieliński", "Ελένη", "株式会社", "3 \u{660}"] {
                assert_eq!(window.named("problem-no-password", name), file.named("problem-no-password", name));
            }
            assert_eq!(window.count("count-users", 3), file.count("count-users", 3));
        }
    }

    #[test]
    fn a_locale_names_a_language() {
        assert_eq!(Language::from_tag("de_AT.UTF-8"), Some(Language::German));
        assert_eq!(Language::from_tag("EN"), Some(Language::English));
        assert_eq!(Language::from_tag("fr"), None);
    }
}
