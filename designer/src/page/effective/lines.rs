//! The lists of the page: users to choose from, and the rights of the chosen ones.

use std::collections::HashMap;

use keyholder_shared::access::Access;
use keyholder_shared::model::User;
use keyholder_shared::name::{fold, fold_onto, order};
use memchr::memmem::Finder;
use keyholder_shared::{Id, Str};

use super::Shown;
use crate::app::Context;
use crate::compare::{Effective, effective};
use crate::document::Document;
use crate::i18n::Language;
use crate::ui::table::Sort;

/// The users to choose from, by their slots in the project. Their order and what they are found by are kept: a key in
/// the field to search with passes over the words once.
#[derive(Debug, Default)]
pub(super) struct Users {
    /// All users in the order of their names, each with name and full name, folded.
    all: Vec<(usize, String)>,
    slots: Vec<usize>,
    made: Option<(u64, String, Sort)>,
}

impl Users {
    pub(super) fn refresh(&mut self, document: &Document, search: &str, sort: Sort) {
        let users = document.draft().users_revision();
        let made = Some((users, search.to_owned(), sort));
        if self.made == made {
            return;
        }
        if self.made.as_ref().is_none_or(|(before, ..)| *before != users) {
            self.all = in_order(document);
        }
        self.made = made;
        let wanted = fold(search);
        let finder = Finder::new(wanted.as_bytes());
        let answers = |words: &str| wanted.is_empty() || finder.find(words.as_bytes()).is_some();
        let listed = self.all.iter().filter(|(_, words)| answers(words)).map(|(slot, _)| *slot);
        self.slots = if sort.descending { listed.rev().collect() } else { listed.collect() };
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn user<'a>(&self, row: usize, document: &'a Document) -> Option<&'a User> {
        document.users().get(*self.slots.get(row)?)
    }

    pub(super) fn row_of(&self, id: Id, document: &Document) -> Option<usize> {
        let slot = document.draft().slot(id)?;
        self.slots.iter().position(|listed| *listed == slot)
    }
}

/// All users in the order of their names, and what each is found by.
fn in_order(document: &Document) -> Vec<(usize, String)> {
    let mut keyed: Vec<(Str, usize, String)> = document
        .users()
        .numbered()
        .map(|(slot, user)| {
            let mut words = String::with_capacity(user.name.len() + user.full_name.len() + 1);
            fold_onto(&mut words, &user.name);
            words.push('\n');
            fold_onto(&mut words, &user.full_name);
            (order(&user.name), slot, words)
        })
        .collect();
    keyed.sort_unstable_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    keyed.into_iter().map(|(_, slot, words)| (slot, words)).collect()
}

/// What the list of rights is made from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub users: Vec<Id>,
    pub client: Option<Str>,
    pub shown: Shown,
    pub search: String,
    pub sort: Sort,
}

/// One right, as the one user has it and as the other.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its name for people.
    pub name: Str,
    pub one: Effective,
    pub other: Option<Effective>,
}

/// The rights of the chosen users.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    /// How many rights the project has, how many of them the users have, one and other, and how many at least one has.
    pub all: usize,
    pub each: [usize; 2],
    pub granted: usize,
    pub differences: usize,
    made: Option<(Asked, u64, Language)>,
    access: Option<(u64, Access)>,
}

impl Lines {
    pub(super) fn refresh(&mut self, asked: Asked, context: Context<'_>) {
        let document = context.document;
        let draft = document.draft();
        let made = Some((asked, draft.revision(), context.tr.language()));
        if self.made == made {
            return;
        }
        self.made = made;
        self.lines.clear();
        (self.all, self.each, self.granted, self.differences) = (0, [0; 2], 0, 0);
        let Some((asked, _, _)) = &self.made else { return };
        let users: Vec<&User> = asked.users.iter().filter_map(|id| document.user(*id)).collect();
        let Some(one) = users.first() else { return };
        let revision = draft.definitions_revision();
        if self.access.as_ref().is_none_or(|(made, _)| *made != revision) {
            self.access = Some((revision, Access::new(draft.definitions())));
        }
        let Some((_, access)) = &self.access else { return };
        let client = asked.client.as_deref();
        let names = names(context);
        let of = |user: &User| {
            let mut rights = effective(access, draft.definitions(), user, client);
            for because in rights.iter_mut().flat_map(|right| &mut right.because) {
                for said in [&mut because.group, &mut because.area].into_iter().flatten() {
                    if let Some(name) = names.get(said.as_str()) {
                        (*name).clone_into(said);
                    }
                }
            }
            rights
        };
        let ones = of(one);
        let mut others = users.get(1).map(|user| of(user)).unwrap_or_default().into_iter();
        self.all = ones.len();
        let wanted = fold(&asked.search);
        for (one, (_, right)) in ones.into_iter().zip(document.rights()) {
            let other = others.next();
            let differs = other.as_ref().is_some_and(|other| other.has != one.has);
            let other_has = other.as_ref().is_some_and(|other| other.has);
            let [first, second] = self.each;
            self.each = [first + usize::from(one.has), second + usize::from(other_has)];
            self.granted += usize::from(one.has || other_has);
            self.differences += usize::from(differs);
            let name: Str = context.text(&right.name).into();
            let shown = match asked.shown {
                Shown::All => true,
                Shown::Granted => one.has || other_has,
                Shown::Differences => differs,
            };
            let answers = wanted.is_empty()
                || [name.as_str(), right.key.as_str()].into_iter().any(|text| fold(text).contains(wanted.as_str()));
            if shown && answers {
                self.lines.push(Line { name, one, other });
            }
        }
        match asked.sort.column {
            0 => self.lines.sort_by_cached_key(|line| order(&line.name)),
            1 => self.lines.sort_by_key(|line| !line.one.has),
            _ => self.lines.sort_by_key(|line| line.other.as_ref().is_some_and(|other| !other.has)),
        }
        if asked.sort.descending {
            self.lines.reverse();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn get(&self, row: usize) -> Option<&Line> {
        self.lines.get(row)
    }

    pub(super) fn right(&self, row: usize) -> Option<Id> {
        self.get(row).map(|line| line.one.right)
    }

    pub(super) fn of(&self, right: Id) -> Option<&Line> {
        self.lines.iter().find(|line| line.one.right == right)
    }
}

/// What groups and areas are called in the language of the surface, by their names in the project's default language:
/// reasons are given with those.
fn names<'a>(context: Context<'a>) -> HashMap<&'a str, &'a str> {
    let definitions = context.document.definitions();
    let texts = definitions.groups.iter().map(|group| &group.name);
    let texts = texts.chain(definitions.areas.iter().map(|area| &area.name));
    texts.map(|texts| (context.document.text(texts), context.text(texts))).collect()
}

#[cfg(test)]
mod tests {
    use keyholder_shared::edit::{Action, Change, Edit, Kind, Step};

    use super::*;
    use crate::page::bench::Bench;

    fn named(users: &Users, document: &Document) -> Vec<String> {
        (0..users.len()).filter_map(|row| users.user(row, document)).map(|user| user.name.to_string()).collect()
    }

    #[test]
    fn users_are_found_by_either_name_and_follow_the_project() {
        let mut bench = Bench::new(Language::English);
        let (mut users, up) = (Users::default(), Sort::default());
        users.refresh(&bench.document, "", up);
        let all = named(&users, &bench.document);
        assert!(all.is_sorted_by_key(|name| order(name)) && all.len() == bench.document.users().len());
        users.refresh(&bench.document, "", Sort { descending: true, ..up });
        assert!(named(&users, &bench.document).iter().eq(all.iter().rev()));
        for (search, found) in [("PETIT", "o.petit"), ("Nováková", "i.novakova"), ("e.fi", "e.fischer")] {
            users.refresh(&bench.document, search, up);
            assert_eq!(named(&users, &bench.document), [found]);
        }
        users.refresh(&bench.document, "no such thing", up);
        assert_eq!(users.len(), 0);
        let user = bench.document.draft().users_named("o.petit")[0];
        let edit = Edit::Change(user, Change::UserName("aa.petit".into()));
        bench.document.apply(Step::one(Action::Rename, Kind::User, "", edit)).unwrap();
        users.refresh(&bench.document, "", up);
        assert_eq!(named(&users, &bench.document)[1], "aa.petit");
        assert_eq!(users.row_of(user, &bench.document), Some(1));
    }
}
