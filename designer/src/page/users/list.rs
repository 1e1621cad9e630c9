//! Which users are listed, and in which order: derived from the project and kept. A changed user moves alone;
//! a key in the field to search with passes over the words of all users once.

use std::cmp::Ordering;

use keyholder_shared::edit::{Contents, Draft, Slots};
use keyholder_shared::model::User;
use keyholder_shared::{Id, Str, name};
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::rows;
use crate::app::{Context, let_go};
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
    /// Of each slot what its user is found and sorted by.
    words: Vec<Option<Words>>,
    /// All users, in their order.
    sorted: Vec<usize>,
    /// Those that are listed, if not all are.
    listed: Option<Vec<usize>>,
    made: Option<Made>,
}

#[derive(Debug, PartialEq)]
struct Words {
    /// Name, full name and address, folded.
    found_by: String,
    sorted_by: Str,
}

/// What is to be listed, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    sort: Sort,
    language: Language,
    search: String,
    group: Option<Id>,
}

/// What the list was made from.
#[derive(Debug, PartialEq)]
struct Made {
    project: Id,
    users: u64,
    /// What a group is called counts only while the users are sorted by it.
    definitions: u64,
    wanted: Wanted,
}

impl Made {
    /// Of the project with those revisions of its users and of everything else.
    fn of(project: Id, (users, definitions): (u64, u64), wanted: Wanted) -> Self {
        let definitions = if wanted.sort.column == rows::GROUPS { definitions } else { 0 };
        Self { project, users, definitions, wanted }
    }
}

impl List {
    /// Brings the list up to date with what it is made from; true if it had to be.
    pub fn refresh(&mut self, context: Context<'_>, sort: Sort) -> bool {
        let draft = context.document.draft();
        let made = Made::of(draft.contents().id, revisions(draft), self.wanted(sort, context.tr.language()));
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        let same_order = self.made.as_ref().filter(|before| {
            (before.project, before.definitions, before.wanted.sort, before.wanted.language)
                == (made.project, made.definitions, made.wanted.sort, made.wanted.language)
        });
        match same_order.map(|before| before.users) {
            Some(users) if users == made.users => {}
            Some(users) => match draft.touched_since(users) {
                Some(touched) => self.move_touched(touched.collect(), context, sort),
                None => self.sort_all(context, sort),
            },
            // Another column, the same users: what they are found by stays.
            None if self.made.as_ref().is_some_and(|before| {
                (before.project, before.users) == (made.project, made.users)
            }) =>
            {
                self.sort_anew(context, sort);
            }
            None => self.sort_all(context, sort),
        }
        self.filter(draft.users());
        self.made = Some(made);
        true
    }

    /// What is to be listed, in that order.
    pub fn wanted(&self, sort: Sort, language: Language) -> Wanted {
        Wanted { sort, language, search: self.search.clone(), group: self.group }
    }

    fn sort_all(&mut self, context: Context<'_>, sort: Sort) {
        let key = key_of(sort, context);
        (self.words, self.sorted) = sorted(context.document.users(), sort, key);
    }

    fn sort_anew(&mut self, context: Context<'_>, sort: Sort) {
        let key = key_of(sort, context);
        for (slot, user) in context.document.users().numbered() {
            if let Some(words) = self.words.get_mut(slot).and_then(Option::as_mut) {
                words.sorted_by = key(user);
            }
        }
        let words = &self.words;
        self.sorted.sort_unstable_by(|one, other| order(words, sort, *one, *other));
    }

    /// Puts the users that were changed into their new places, and takes out those that are gone.
    fn move_touched(&mut self, mut touched: Vec<Id>, context: Context<'_>, sort: Sort) {
        let draft = context.document.draft();
        touched.sort_unstable();
        touched.dedup();
        // Many are quicker sorted anew.
        if touched.len() > 64 {
            return self.sort_all(context, sort);
        }
        let users = draft.users();
        if users.slots() > self.words.len() {
            self.words.resize_with(users.slots(), || None);
        }
        let slots: Vec<usize> = touched.iter().filter_map(|id| draft.slot(*id)).collect();
        if slots.len() < touched.len() {
            self.sorted.retain(|slot| users.get(*slot).is_some());
            for (slot, words) in self.words.iter_mut().enumerate() {
                if users.get(slot).is_none() {
                    *words = None;
                }
            }
        }
        let key = key_of(sort, context);
        let mut moving = Vec::new();
        for slot in slots {
            let Some(user) = users.get(slot) else { continue };
            let new = words_of(user, key(user));
            match self.words.get_mut(slot).and_then(Option::as_mut) {
                // What stays in its place needs no pass over the others.
                Some(old) if old.sorted_by == new.sorted_by && touched.len() == 1 => *old = new,
                Some(_) => {
                    self.take_out(slot, sort);
                    moving.push((slot, new));
                }
                None => moving.push((slot, new)),
            }
        }
        for (slot, new) in moving {
            if let Some(words) = self.words.get_mut(slot) {
                *words = Some(new);
            }
            let words = &self.words;
            let place = self.sorted.partition_point(|other| order(words, sort, *other, slot) == Ordering::Less);
            self.sorted.insert(place, slot);
        }
    }

    /// Takes a user out of the order, from where its words have put it.
    fn take_out(&mut self, slot: usize, sort: Sort) {
        let words = &self.words;
        let place = self.sorted.partition_point(|other| order(words, sort, *other, slot) == Ordering::Less);
        if self.sorted.get(place) == Some(&slot) {
            self.sorted.remove(place);
        } else {
            self.sorted.retain(|other| *other != slot);
        }
    }

    fn filter(&mut self, users: &Slots) {
        let wanted = name::fold(&self.search);
        if wanted.is_empty() && self.group.is_none() {
            self.listed = None;
            return;
        }
        let finder = Finder::new(wanted.as_bytes());
        let (words, group) = (&self.words, self.group);
        let answers = |slot: &&usize| {
            let words = words.get(**slot).and_then(Option::as_ref);
            words.is_some_and(|words| finder.find(words.found_by.as_bytes()).is_some())
                && group.is_none_or(|group| users.get(**slot).is_some_and(|user| user.is_member_of(group)))
        };
        self.listed = Some(self.sorted.iter().filter(answers).copied().collect());
    }

    fn slots(&self) -> &[usize] {
        self.listed.as_deref().unwrap_or(&self.sorted)
    }

    /// True if all users are listed.
    pub fn is_whole(&self) -> bool {
        self.listed.is_none()
    }

    /// How many users are listed.
    pub fn len(&self) -> usize {
        self.slots().len()
    }

    /// The user in a row.
    pub fn user<'a>(&self, row: usize, document: &'a Document) -> Option<&'a User> {
        document.users().get(*self.slots().get(row)?)
    }

    /// The row of a user, if it is listed.
    pub fn row_of(&self, id: Id, document: &Document) -> Option<usize> {
        let slot = document.draft().slot(id)?;
        self.slots().iter().position(|listed| *listed == slot)
    }

    /// The first row in which one of these users is listed, and who it is.
    pub fn first_of(&self, ids: &[Id], document: &Document) -> Option<(usize, Id)> {
        let slots: FxHashMap<usize, Id> =
            ids.iter().filter_map(|id| Some((document.draft().slot(*id)?, *id))).collect();
        self.slots().iter().enumerate().find_map(|(row, slot)| Some((row, *slots.get(slot)?)))
    }

    /// Lists everyone again.
    pub fn show_all(&mut self) {
        self.search.clear();
        self.group = None;
    }
}

/// A list on its way: made beside the window, or let go of there.
#[derive(Debug)]
pub struct Listed(List);

impl Listed {
    /// The list of a project that is just being opened: everyone, by name.
    #[must_use]
    pub fn first(contents: &Contents, language: Language) -> Self {
        Self::made(contents, (0, 0), Wanted { language, ..Wanted::default() })
    }

    /// The list of an open project.
    #[must_use]
    pub fn of(draft: &Draft, wanted: Wanted) -> Self {
        Self::made(draft.contents(), revisions(draft), wanted)
    }

    /// The same, to be made beside the window of what the project says now.
    pub fn later(draft: &Draft, wanted: Wanted) -> impl FnOnce() -> Self + Send + use<> {
        let (contents, revisions) = (draft.contents().clone(), revisions(draft));
        move || {
            let made = Self::made(&contents, revisions, wanted);
            // Should the project have gone on, the last clone is let go of here.
            drop(contents);
            made
        }
    }

    fn made(contents: &Contents, revisions: (u64, u64), wanted: Wanted) -> Self {
        let (sort, language) = (wanted.sort, wanted.language);
        let key = |user: &User| rows::sort_key(user, sort.column, &contents.definitions, language);
        let (words, sorted) = sorted(&contents.users, sort, key);
        let (search, group) = (wanted.search.clone(), wanted.group);
        let made = Some(Made::of(contents.id, revisions, wanted));
        let mut list = List { search, group, words, sorted, listed: None, made };
        list.filter(&contents.users);
        Self(list)
    }
}

impl From<List> for Listed {
    fn from(list: List) -> Self {
        Self(list)
    }
}

impl From<Listed> for List {
    fn from(Listed(list): Listed) -> Self {
        list
    }
}

impl List {
    /// Goes on with another order that was made beside the window, and with what is searched now.
    pub fn go_on_with(&mut self, Listed(list): Listed) {
        let before = std::mem::replace(self, list);
        self.search.clone_from(&before.search);
        self.group = before.group;
        let_go(before);
    }
}

fn revisions(draft: &Draft) -> (u64, u64) {
    (draft.users_revision(), draft.definitions_revision())
}

/// What users are put in order by.
fn key_of<'c>(sort: Sort, context: Context<'c>) -> impl Fn(&User) -> Str + use<'c> {
    let (definitions, language) = (context.document.definitions(), context.tr.language());
    move |user| rows::sort_key(user, sort.column, definitions, language)
}

/// The words of all users by their slots, and the slots in the order of their keys.
fn sorted(users: &Slots, sort: Sort, key: impl Fn(&User) -> Str) -> (Vec<Option<Words>>, Vec<usize>) {
    let mut words = Vec::new();
    words.resize_with(users.slots(), || None);
    let mut sorted = Vec::with_capacity(users.len());
    for (slot, user) in users.numbered() {
        if let Some(words) = words.get_mut(slot) {
            *words = Some(words_of(user, key(user)));
        }
        sorted.push(slot);
    }
    sorted.sort_unstable_by(|one, other| order(&words, sort, *one, *other));
    (words, sorted)
}

fn words_of(user: &User, sorted_by: Str) -> Words {
    let texts = [&user.name, &user.full_name, &user.email];
    let mut found_by = String::with_capacity(texts.iter().map(|text| text.len()).sum::<usize>() + texts.len());
    for (place, text) in texts.into_iter().enumerate() {
        if place > 0 {
            found_by.push('\n');
        }
        name::fold_onto(&mut found_by, text);
    }
    Words { found_by, sorted_by }
}

/// Users with the same key stay in the order of the file.
fn order(words: &[Option<Words>], sort: Sort, one: usize, other: usize) -> Ordering {
    let key = |slot: usize| words.get(slot).and_then(Option::as_ref).map(|words| &words.sorted_by);
    let keys = if sort.descending { key(other).cmp(&key(one)) } else { key(one).cmp(&key(other)) };
    keys.then(one.cmp(&other))
}

#[cfg(test)]
mod tests {
    use keyholder_shared::edit::{Action, Change, Edit, Kind, Step};

    use super::*;
    use crate::page::bench::Bench;

    #[test]
    fn the_list_made_beforehand_is_the_one_that_the_page_would_make() {
        for language in Language::ALL {
            let bench = Bench::new(language);
            let (context, sort) = (bench.context(), Sort::default());
            let mut made = List::default();
            assert!(made.refresh(context, sort));
            let mut given = List::from(Listed::first(context.document.draft().contents(), language));
            assert_eq!((&given.words, &given.sorted), (&made.words, &made.sorted));
            assert!(!given.refresh(context, sort), "nothing is left to be done in the window");
            let other = Sort { descending: true, ..sort };
            assert!(given.refresh(context, other) && made.refresh(context, other));
            assert_eq!(given.sorted, made.sorted);
        }
    }

    #[test]
    fn the_list_made_beside_the_window_is_the_one_that_the_page_would_make_whatever_is_asked_for() {
        let mut bench = Bench::new(Language::German);
        let user = bench.document.users().iter().nth(3).unwrap().id;
        let step = Step::one(Action::Change, Kind::User, "", Edit::Change(user, Change::UserName("zz.last".into())));
        bench.document.apply(step).unwrap();
        let group = bench.document.definitions().groups[2].id;
        for column in 0..5 {
            for (search, group) in [("", None), ("er", None), ("", Some(group)), ("no such thing", Some(group))] {
                let (context, sort) = (bench.context(), Sort { column, descending: column % 2 == 1 });
                let mut made = List { search: search.to_owned(), group, ..List::default() };
                assert!(made.refresh(context, sort));
                let wanted = made.wanted(sort, Language::German);
                let mut given = List::from(Listed::of(context.document.draft(), wanted));
                assert_eq!((&given.words, &given.sorted, &given.listed), (&made.words, &made.sorted, &made.listed));
                assert!(!given.refresh(context, sort), "nothing is left to be done in the window");
            }
        }
    }

    #[test]
    fn an_order_that_comes_late_is_brought_up_to_date() {
        let mut bench = Bench::new(Language::English);
        let mut list = List::default();
        list.refresh(bench.context(), Sort::default());
        let sort = Sort { column: 1, descending: true };
        let made = Listed::later(bench.document.draft(), list.wanted(sort, Language::English))();
        // Meanwhile a user has got another name, one has gone, and something is searched.
        let ids: Vec<Id> = bench.document.users().iter().map(|user| user.id).collect();
        let edits = vec![Edit::Change(ids[4], Change::FullName("Zz Last".into())), Edit::Remove(ids[6])];
        bench.document.apply(Step::new(Action::Change, Kind::User, 2, "", edits)).unwrap();
        list.search = "er".to_owned();
        list.refresh(bench.context(), Sort::default());
        list.go_on_with(made);
        assert!(list.refresh(bench.context(), sort));
        let mut fresh = List { search: "er".to_owned(), ..List::default() };
        fresh.refresh(bench.context(), sort);
        assert_eq!((&list.sorted, &list.listed), (&fresh.sorted, &fresh.listed));
        assert!(list.listed.as_ref().is_some_and(|listed| !listed.is_empty()));
        let words = |list: &List| list.words.iter().flatten().map(|words| words.sorted_by.clone()).collect::<Vec<_>>();
        assert_eq!(words(&list), words(&fresh));
    }

    #[test]
    fn of_some_users_the_one_that_is_listed_first_is_found_however_the_list_is_ordered() {
        let bench = Bench::new(Language::English);
        let ids: Vec<Id> = bench.document.users().iter().skip(3).step_by(4).map(|user| user.id).collect();
        for (descending, search) in [(false, ""), (true, ""), (false, "an"), (true, "no such thing")] {
            let mut list = List { search: search.to_owned(), ..List::default() };
            list.refresh(bench.context(), Sort { descending, ..Sort::default() });
            let each = ids.iter().filter_map(|id| Some((list.row_of(*id, &bench.document)?, *id)));
            assert_eq!(list.first_of(&ids, &bench.document), each.min(), "{descending} {search}");
        }
        assert_eq!(List::default().first_of(&[], &bench.document), None);
    }

    #[test]
    fn ordered_by_another_column_it_is_the_list_that_begins_with_that_column() {
        let bench = Bench::new(Language::German);
        let mut list = List::default();
        for column in [1, 2, 3, 4, 0, 2] {
            for descending in [false, true] {
                let sort = Sort { column, descending };
                assert!(list.refresh(bench.context(), sort));
                let mut fresh = List::default();
                fresh.refresh(bench.context(), sort);
                assert_eq!((&list.words, &list.sorted), (&fresh.words, &fresh.sorted), "{sort:?}");
            }
        }
    }
}
