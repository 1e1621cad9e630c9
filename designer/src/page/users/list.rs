//! Which users are listed, and in which order: derived from the project, kept until it changes.

use std::cmp::Reverse;

use keyholder_shared::model::User;
use keyholder_shared::{Id, Str, name};

use super::rows;
use crate::app::Context;
use crate::document::Document;
use crate::i18n::Language;
use crate::ui::table::Sort;

/// The listed users, by their slots in the project.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Only users whose name, full name or address holds this.
    pub search: String,
    /// Only members of this group.
    pub group: Option<Id>,
    slots: Vec<usize>,
    made: Option<Made>,
}

/// What the list was made from.
#[derive(Debug, PartialEq)]
struct Made {
    users: u64,
    definitions: u64,
    search: String,
    group: Option<Id>,
    sort: Sort,
    language: Language,
}

impl List {
    /// Makes the list anew if what it is made from has changed; true if so.
    pub fn refresh(&mut self, context: Context<'_>, sort: Sort) -> bool {
        let draft = context.document.draft();
        // What a group is called counts only while the users are sorted by it.
        let definitions = if sort.column == rows::GROUPS { draft.definitions_revision() } else { 0 };
        let made = Made {
            users: draft.users_revision(),
            definitions,
            search: self.search.clone(),
            group: self.group,
            sort,
            language: context.tr.language(),
        };
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        let wanted = name::fold(&self.search);
        let listed = draft.users().numbered().filter(|(_, user)| {
            self.group.is_none_or(|group| user.is_member_of(group)) && (wanted.is_empty() || answers(user, &wanted))
        });
        let mut keyed: Vec<(Str, usize)> =
            listed.map(|(slot, user)| (rows::sort_key(user, sort.column, context), slot)).collect();
        // Users with the same key stay in the order of the file.
        if sort.descending {
            keyed.sort_by(|one, other| (Reverse(&one.0), one.1).cmp(&(Reverse(&other.0), other.1)));
        } else {
            keyed.sort();
        }
        self.slots = keyed.into_iter().map(|(_, slot)| slot).collect();
        self.made = Some(made);
        true
    }

    /// How many users are listed.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// The user in a row.
    pub fn user<'a>(&self, row: usize, document: &'a Document) -> Option<&'a User> {
        document.users().get(*self.slots.get(row)?)
    }

    /// The row of a user, if it is listed.
    pub fn row_of(&self, id: Id, document: &Document) -> Option<usize> {
        let slot = document.draft().slot(id)?;
        self.slots.iter().position(|listed| *listed == slot)
    }

    /// Lists everyone again.
    pub fn show_all(&mut self) {
        self.search.clear();
        self.group = None;
    }
}

fn answers(user: &User, wanted: &str) -> bool {
    [&user.name, &user.full_name, &user.email].into_iter().any(|text| holds(text, wanted))
}

/// Whether the text holds the folded letters, whatever their case.
fn holds(text: &str, wanted: &str) -> bool {
    if text.is_ascii() && wanted.is_ascii() {
        let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
        wanted.is_empty() || text.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted))
    } else {
        name::fold(text).contains(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_whatever_their_case() {
        assert!(holds("Anna Adler", "adl") && holds("MÜLLER", &name::fold("müll")) && holds("x", ""));
        assert!(!holds("Anna", "annab"));
    }
}
