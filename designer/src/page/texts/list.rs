//! Which texts are listed, and in which order: derived from the project, kept until it changes.

use keyholder_shared::Str;
use keyholder_shared::edit::TextField;
use keyholder_shared::name::{fold, order};

use crate::csv::texts::{self, Entry, Key};
use crate::document::Document;

/// The listed texts, by their keys.
#[derive(Debug, Default)]
pub(super) struct List {
    keys: Vec<Key>,
    /// How many texts there are, and how many of them are missing in some language.
    pub all: usize,
    pub missing: usize,
    made: Option<(u64, Asked)>,
}

/// Which texts are asked for, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Only those in which this stands, or that are of something with such a name.
    pub search: String,
    /// Only those that are missing in some language.
    pub missing: bool,
    /// The last first.
    pub descending: bool,
    /// In the order of what they say in this language; or else of what they are of.
    pub lang: Option<Str>,
}

impl List {
    /// Makes the list anew if what it is made from has changed. The text that is being edited stays in it until
    /// another is chosen, though it may no longer be missing.
    pub(super) fn refresh(&mut self, document: &Document, asked: Asked, edited: Option<Key>) {
        let revision = document.revision();
        let before = self.made.as_ref().is_some_and(|(_, before)| *before == asked);
        if before && self.made.as_ref().is_some_and(|(made, _)| *made == revision) {
            return;
        }
        let Asked { search, missing, descending, lang } = &asked;
        let missing = *missing;
        let languages: Vec<Str> = document.definitions().languages.list.iter().map(|language| language.tag.clone()).collect();
        let entries = texts::entries(document.draft());
        self.all = entries.len();
        let lacks = |entry: &Entry<'_>| languages.iter().any(|lang| entry.is_missing(lang));
        self.missing = entries.iter().filter(|entry| lacks(entry)).count();
        let wanted = fold(search);
        let answers = |entry: &Entry<'_>| {
            let said = || entry.texts.list.iter().any(|text| fold(&text.value).contains(wanted.as_str()));
            wanted.is_empty() || fold(entry.of).contains(wanted.as_str()) || said()
        };
        let listed = entries.iter().filter(|entry| {
            answers(entry) && (!missing || lacks(entry) || (before && Some(entry.key) == edited))
        });
        self.keys = match lang {
            Some(lang) => {
                let mut keyed: Vec<(Str, Key)> =
                    listed.map(|entry| (order(entry.in_language(lang)), entry.key)).collect();
                keyed.sort_by(|one, other| one.0.cmp(&other.0));
                keyed.into_iter().map(|(_, key)| key).collect()
            }
            None => {
                // The kinds stand one after the other; name and description of a thing stay together.
                let mut kinds = Vec::new();
                let mut keyed: Vec<((usize, Str), Key)> = listed
                    .map(|entry| {
                        let known = kinds.iter().position(|kind| *kind == entry.key.kind);
                        let kind = known.unwrap_or_else(|| {
                            kinds.push(entry.key.kind);
                            kinds.len() - 1
                        });
                        ((kind, order(entry.of)), entry.key)
                    })
                    .collect();
                keyed.sort_by(|one, other| one.0.cmp(&other.0));
                keyed.into_iter().map(|(_, key)| key).collect()
            }
        };
        if *descending {
            self.keys.reverse();
        }
        self.made = Some((revision, asked));
    }

    /// The next refresh makes the list anew, without a text that was only still there.
    pub(super) fn forget(&mut self) {
        self.made = None;
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn key(&self, row: usize) -> Option<Key> {
        self.keys.get(row).copied()
    }

    pub(super) fn row_of(&self, key: Key) -> Option<usize> {
        self.keys.iter().position(|listed| *listed == key)
    }
}

/// The text with that key.
pub(super) fn find(document: &Document, key: Key) -> Option<Entry<'_>> {
    texts::find(document.draft(), key)
}

/// True if something else of its kind is called so in that language.
pub(super) fn is_taken(document: &Document, key: Key, lang: &str, value: &str) -> bool {
    let wanted = fold(value);
    let other = |entry: &Entry<'_>| {
        (entry.key.kind, entry.key.field) == (key.kind, key.field) && entry.key.id != key.id
            && fold(entry.in_language(lang)) == wanted
    };
    !wanted.is_empty() && is_name(key) && texts::definitions(document.definitions()).iter().any(other)
}

fn is_name(key: Key) -> bool {
    key.field == TextField::Name
}
