//! Which texts are listed: derived from the project and kept. A key in the field to search with passes over the words of
//! all texts once.

use keyholder_shared::edit::TextField;
use keyholder_shared::name::fold;
use keyholder_shared::Str;
use memchr::memmem::Finder;

use super::order::{Of, Order, Place, Words};
use crate::app::let_go;
use crate::csv::texts::{self, Entry, Key};
use crate::document::Document;

/// Of so many users on the order is made beside the window.
const MANY: usize = 10_000;

/// The listed texts, by their keys.
#[derive(Debug, Default)]
pub(super) struct List {
    order: Order,
    /// Those that are listed, if not all are.
    listed: Option<Vec<Place>>,
    descending: bool,
    asked: Option<Asked>,
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

/// The order of very many texts is made beside the window.
pub(super) fn are_many(document: &Document) -> bool {
    document.users().len() >= MANY
}

impl List {
    /// Brings the list up to date with what it is made from; true if it had to be. The text that is being edited stays in
    /// it until another is chosen, though it may no longer be missing. An order that takes long to make is left as it is.
    pub(super) fn refresh(&mut self, document: &Document, asked: Asked, edited: Option<Key>) -> bool {
        let of = Of::now(document.draft(), asked.lang.as_ref());
        let same = self.asked.as_ref() == Some(&asked);
        let is = self.order.is(&of);
        if is && same {
            return false;
        }
        if !is && !self.order.follow(document.draft(), &of) {
            if are_many(document) {
                return false;
            }
            self.order = Order::made(document.draft().contents(), of);
        }
        self.filter(&asked.search, asked.missing, edited.filter(|_| same));
        self.descending = asked.descending;
        self.asked = Some(asked);
        true
    }

    fn filter(&mut self, search: &str, missing: bool, edited: Option<Key>) {
        let wanted = fold(search);
        if wanted.is_empty() && !missing {
            self.listed = None;
            return;
        }
        let finder = Finder::new(wanted.as_bytes());
        let answers = |words: &Words| {
            (!missing || words.lacks || Some(words.key) == edited)
                && (wanted.is_empty() || finder.find(words.found_by().as_bytes()).is_some())
        };
        self.listed = Some(self.order.places_of(answers));
    }

    /// The next refresh lists anew, without a text that was only still there.
    pub(super) fn forget(&mut self) {
        self.asked = None;
    }

    /// True if the order is not what the project says in that language, and has to be made beside the window.
    pub(super) fn is_behind(&self, document: &Document, lang: Option<&Str>) -> bool {
        !self.order.is(&Of::now(document.draft(), lang))
    }

    /// True if nothing was ordered yet.
    pub(super) fn is_none(&self) -> bool {
        self.order.is_none()
    }

    /// The language it is in the order of, if it is one.
    pub(super) fn lang(&self) -> Option<&Str> {
        self.order.lang()
    }

    /// Goes on with an order that was made beside the window.
    pub(super) fn go_on_with(&mut self, order: Order) {
        let_go((std::mem::replace(&mut self.order, order), self.listed.take()));
        self.asked = None;
    }

    /// How many texts there are.
    pub(super) fn all(&self) -> usize {
        self.order.places().len()
    }

    /// How many of them are missing in some language.
    pub(super) fn missing(&self) -> usize {
        self.order.missing()
    }

    fn places(&self) -> &[Place] {
        self.listed.as_deref().unwrap_or(self.order.places())
    }

    /// How many are listed.
    pub(super) fn len(&self) -> usize {
        self.places().len()
    }

    fn words(&self, row: usize) -> Option<&Words> {
        let places = self.places();
        let row = if self.descending { places.len().checked_sub(row + 1)? } else { row };
        self.order.words(*places.get(row)?)
    }

    /// The text in a row.
    pub(super) fn key(&self, row: usize) -> Option<Key> {
        self.words(row).map(|words| words.key)
    }

    /// The folded name of what the text in a row is of.
    pub(super) fn called(&self, row: usize) -> Option<Str> {
        self.words(row).map(Words::called)
    }

    /// The row of a text, if it is listed.
    pub(super) fn row_of(&self, key: Key) -> Option<usize> {
        (0..self.len()).find(|row| self.key(*row) == Some(key))
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
