//! All texts of a project in their order, with what they are found by. A changed text moves alone; of very many users
//! the whole is made beside the window.

use std::cmp::Ordering;

use keyholder_shared::edit::{Contents, Draft, Kind, Slots};
use keyholder_shared::model::Definitions;
use keyholder_shared::name::{self, order};
use keyholder_shared::{Id, Str};

use crate::csv::texts::{self, Entry, Key};

/// So many changed users move one by one; more are quicker ordered anew.
const FEW: usize = 64;

/// The texts of a project, in the order of a column: of what they are, or of what they say in a language.
#[derive(Debug, Default)]
pub struct Order {
    of: Of,
    /// Of the texts of everything but users, in the order of the file.
    definitions: Vec<Words>,
    /// Of each slot what its user's description is found and sorted by, if it says something.
    users: Vec<Option<Words>>,
    sorted: Vec<Place>,
    missing: usize,
}

/// What an order was made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Of {
    project: Option<Id>,
    users: u64,
    definitions: u64,
    languages: Vec<Str>,
    lang: Option<Str>,
}

impl Of {
    /// What the project says now, in the order of what is said in that language, or else of what it is said of.
    pub(super) fn now(draft: &Draft, lang: Option<&Str>) -> Self {
        let languages = &draft.definitions().languages.list;
        Self {
            project: Some(draft.contents().id),
            users: draft.users_revision(),
            definitions: draft.definitions_revision(),
            languages: languages.iter().map(|language| language.tag.clone()).collect(),
            lang: lang.cloned(),
        }
    }
}

/// Where a text stands. In the order of the file those of users come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Among those of everything else, at that number.
    Definition(usize),
    /// In that slot.
    User(usize),
}

/// What a text is found and sorted by.
#[derive(Debug, PartialEq)]
pub(super) struct Words {
    pub key: Key,
    /// What it is of, and what it says in each language, a line each, folded.
    found_by: String,
    sorted_by: (u8, Str),
    /// It is missing in one of the project's languages.
    pub lacks: bool,
}

impl Words {
    fn of(entry: &Entry<'_>, of: &Of) -> Self {
        let mut found_by = String::new();
        name::fold_onto(&mut found_by, entry.of);
        for text in &entry.texts.list {
            found_by.push('\n');
            name::fold_onto(&mut found_by, &text.value);
        }
        let sorted_by = match &of.lang {
            Some(lang) => (0, order(entry.in_language(lang))),
            // The kinds stand one after the other; name and description of a thing stay together.
            None => (rank(entry.key.kind), order(entry.of)),
        };
        Self { key: entry.key, found_by, sorted_by, lacks: of.languages.iter().any(|lang| entry.is_missing(lang)) }
    }

    /// What it is found by.
    pub fn found_by(&self) -> &str {
        &self.found_by
    }

    /// The folded name of what it is of.
    pub fn called(&self) -> Str {
        self.found_by.split('\n').next().unwrap_or_default().into()
    }
}

/// The place of a kind among the others.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Group => 0,
        Kind::RightGroup => 1,
        Kind::Right => 2,
        Kind::Area => 3,
        Kind::NotificationGroup => 4,
        Kind::User => 5,
    }
}

impl Order {
    /// The texts of what a project says.
    pub(super) fn made(contents: &Contents, of: Of) -> Self {
        let mut order = Self { of, ..Self::default() };
        order.users.resize_with(contents.users.slots(), || None);
        for (slot, user) in contents.users.numbered() {
            if let Some(words) = order.users.get_mut(slot) {
                *words = texts::of_user(user).map(|entry| Words::of(&entry, &order.of));
                order.sorted.extend(words.as_ref().map(|_| Place::User(slot)));
            }
        }
        let users = &order.users;
        let key = |place: &Place| match place {
            Place::User(slot) => users.get(*slot).and_then(Option::as_ref).map(|words| &words.sorted_by),
            Place::Definition(_) => None,
        };
        order.sorted.sort_unstable_by(|one, other| key(one).cmp(&key(other)).then(one.cmp(other)));
        order.take_definitions(&contents.definitions);
        order.count();
        order
    }

    /// The same, to be made beside the window of what the project says now.
    pub(super) fn later(draft: &Draft, lang: Option<&Str>) -> impl FnOnce() -> Self + Send + use<> {
        let (contents, of) = (draft.contents().clone(), Of::now(draft, lang));
        move || {
            let made = Self::made(&contents, of);
            // Should the project have gone on, the last clone is let go of here.
            drop(contents);
            made
        }
    }

    /// True if it is what the project says, in that order.
    pub(super) fn is(&self, of: &Of) -> bool {
        self.of == *of
    }

    /// The language it is in the order of, if it is one.
    pub(super) fn lang(&self) -> Option<&Str> {
        self.of.lang.as_ref()
    }

    /// True if nothing was ordered yet.
    pub(super) fn is_none(&self) -> bool {
        self.of.project.is_none()
    }

    /// Brings it up to date with what little has changed since; false if it has to be made anew.
    pub(super) fn follow(&mut self, draft: &Draft, of: &Of) -> bool {
        if (self.of.project, &self.of.lang, &self.of.languages) != (of.project, &of.lang, &of.languages) {
            return false;
        }
        if self.of.users != of.users {
            let Some(touched) = draft.touched_since(self.of.users) else { return false };
            let mut touched: Vec<Id> = touched.collect();
            touched.sort_unstable();
            touched.dedup();
            if touched.len() > FEW {
                return false;
            }
            self.move_touched(&touched, draft);
        }
        if self.of.definitions != of.definitions {
            self.take_definitions(draft.definitions());
        }
        self.of.clone_from(of);
        self.count();
        true
    }

    /// Puts the texts of users that were changed into their new places, and takes out those that are gone.
    fn move_touched(&mut self, touched: &[Id], draft: &Draft) {
        let users = draft.users();
        if users.slots() > self.users.len() {
            self.users.resize_with(users.slots(), || None);
        }
        let slots: Vec<usize> = touched.iter().filter_map(|id| draft.slot(*id)).collect();
        if slots.len() < touched.len() {
            self.take_out_the_gone(users);
        }
        let mut moving = Vec::new();
        for slot in slots {
            let new = users.get(slot).and_then(texts::of_user).map(|entry| Words::of(&entry, &self.of));
            let Some(words) = self.users.get_mut(slot) else { continue };
            match (&words, &new) {
                (Some(old), Some(new)) if old.sorted_by == new.sorted_by => {}
                (None, None) => {}
                (old, _) => {
                    if old.is_some() {
                        self.take_out(slot);
                    }
                    moving.extend(new.map(|new| (slot, new)));
                    continue;
                }
            }
            *words = new;
        }
        for (slot, new) in moving {
            if let Some(words) = self.users.get_mut(slot) {
                *words = Some(new);
            }
            let place = self.sorted.partition_point(|other| self.compare(*other, Place::User(slot)) == Ordering::Less);
            self.sorted.insert(place, Place::User(slot));
        }
    }

    fn take_out_the_gone(&mut self, users: &Slots) {
        self.sorted.retain(|place| !matches!(place, Place::User(slot) if users.get(*slot).is_none()));
        for (slot, words) in self.users.iter_mut().enumerate() {
            if users.get(slot).is_none() {
                *words = None;
            }
        }
    }

    /// Takes a user's text out of the order, from where its words have put it.
    fn take_out(&mut self, slot: usize) {
        let place = Place::User(slot);
        let at = self.sorted.partition_point(|other| self.compare(*other, place) == Ordering::Less);
        if self.sorted.get(at) == Some(&place) {
            self.sorted.remove(at);
        }
        if let Some(words) = self.users.get_mut(slot) {
            *words = None;
        }
    }

    /// Makes the texts of everything but users anew, which are few, and puts them among those of users.
    fn take_definitions(&mut self, definitions: &Definitions) {
        self.sorted.retain(|place| matches!(place, Place::User(_)));
        self.definitions = texts::definitions(definitions).iter().map(|entry| Words::of(entry, &self.of)).collect();
        let mut places: Vec<Place> = (0..self.definitions.len()).map(Place::Definition).collect();
        places.sort_unstable_by(|one, other| self.compare(*one, *other));
        let mut sorted = Vec::with_capacity(self.sorted.len() + places.len());
        let mut rest = self.sorted.as_slice();
        for place in places {
            let before = rest.partition_point(|other| self.compare(*other, place) == Ordering::Less);
            if let Some((passed, left)) = rest.split_at_checked(before) {
                sorted.extend_from_slice(passed);
                rest = left;
            }
            sorted.push(place);
        }
        sorted.extend_from_slice(rest);
        self.sorted = sorted;
    }

    fn count(&mut self) {
        let lacks = |words: &&Words| words.lacks;
        let users = self.users.iter().flatten().filter(lacks).count();
        self.missing = self.definitions.iter().filter(lacks).count() + users;
    }

    /// Texts with the same key stay in the order of the file.
    fn compare(&self, one: Place, other: Place) -> Ordering {
        let key = |place| self.words(place).map(|words| &words.sorted_by);
        key(one).cmp(&key(other)).then(one.cmp(&other))
    }

    /// The words of a text.
    pub(super) fn words(&self, place: Place) -> Option<&Words> {
        match place {
            Place::Definition(number) => self.definitions.get(number),
            Place::User(slot) => self.users.get(slot)?.as_ref(),
        }
    }

    /// All of them, in their order.
    pub(super) fn places(&self) -> &[Place] {
        &self.sorted
    }

    /// Those that answer, in their order.
    pub(super) fn places_of(&self, answers: impl Fn(&Words) -> bool) -> Vec<Place> {
        // Asked as they lie in memory: in their order each would be fetched from somewhere else.
        let definitions: Vec<bool> = self.definitions.iter().map(&answers).collect();
        let users: Vec<bool> = self.users.iter().map(|words| words.as_ref().is_some_and(&answers)).collect();
        let answered = |place: &Place| match place {
            Place::Definition(number) => definitions.get(*number).copied().unwrap_or_default(),
            Place::User(slot) => users.get(*slot).copied().unwrap_or_default(),
        };
        self.sorted.iter().copied().filter(answered).collect()
    }

    /// How many of them are missing in some language.
    pub(super) fn missing(&self) -> usize {
        self.missing
    }
}

#[cfg(test)]
mod tests {
    use keyholder_shared::edit::{Action, Change, Edit, Object, Setting, Step, TextField};
    use keyholder_shared::model::{Texts, User};

    use super::*;
    use crate::i18n::Language;
    use crate::page::bench::Bench;

    fn keys(order: &Order) -> Vec<Key> {
        order.places().iter().filter_map(|place| order.words(*place)).map(|words| words.key).collect()
    }

    #[test]
    fn the_kinds_stand_one_after_the_other_and_in_a_language_what_is_said_in_it() {
        let bench = Bench::new(Language::German);
        let draft = bench.document.draft();
        let entries = texts::entries(draft);
        let languages = bench.document.definitions().languages.list.iter().map(|language| Some(language.tag.clone()));
        let all: Vec<Option<Str>> = std::iter::once(None).chain(languages).collect();
        assert!(all.len() > 2);
        for lang in all {
            let order = Order::made(draft.contents(), Of::now(draft, lang.as_ref()));
            assert_eq!(order.lang(), lang.as_ref());
            let mut expected: Vec<&Entry<'_>> = entries.iter().collect();
            expected.sort_by_key(|entry| match &lang {
                Some(lang) => (0, name::order(entry.in_language(lang))),
                None => (rank(entry.key.kind), name::order(entry.of)),
            });
            assert_eq!(keys(&order), expected.iter().map(|entry| entry.key).collect::<Vec<_>>(), "{lang:?}");
            let missing = entries.iter().filter(|entry| order.of.languages.iter().any(|lang| entry.is_missing(lang)));
            assert_eq!(order.missing(), missing.count());
        }
    }

    /// What is followed step by step is what would be made anew, whatever is changed.
    #[test]
    fn an_order_that_follows_is_the_one_that_would_be_made() {
        for lang in [None, Some("en"), Some("de")].map(|lang| lang.map(Str::from)) {
            let mut bench = Bench::new(Language::English);
            let mut order = Order::default();
            let users: Vec<Id> = bench.document.users().iter().map(|user| user.id).collect();
            let group = bench.document.definitions().groups[1].id;
            let mut new = User::new(Id::from_u128(77), "n.new");
            new.description = Texts::new("de", "Aushilfe");
            let mut languages = bench.document.definitions().languages.clone();
            languages.list.retain(|language| language.tag != "de");
            let both: Vec<Edit> =
                users.iter().take(9).map(|user| Edit::text(*user, TextField::Description, "de", "Öler")).collect();
            let steps = [
                Edit::text(users[4], TextField::Description, "de", "Über alles"),
                Edit::text(users[4], TextField::Description, "de", "Zuletzt"),
                Edit::text(users[4], TextField::Description, "de", ""),
                Edit::Change(users[4], Change::UserName("zz.last".into())),
                Edit::text(group, TextField::Name, "en", "Aardvarks"),
                Edit::Many(both),
                Edit::Add { object: Object::User(Box::new(new)), place: None },
                Edit::Remove(users[6]),
                Edit::text(users[7], TextField::Description, "fr", "Dans une langue inconnue"),
                Edit::Set(Setting::Languages(languages)),
            ];
            let mut followed = 0;
            for (number, edit) in steps.into_iter().map(Some).chain([None, None, None]).enumerate() {
                match edit {
                    Some(edit) => {
                        bench.document.apply(Step::one(Action::Change, Kind::User, "", edit)).unwrap();
                    }
                    None => bench.document.undo().unwrap(),
                }
                let draft = bench.document.draft();
                let of = Of::now(draft, lang.as_ref());
                let follows = order.follow(draft, &of);
                followed += usize::from(follows);
                let fresh = Order::made(draft.contents(), of.clone());
                if !follows {
                    order = Order::made(draft.contents(), of.clone());
                }
                assert!(order.is(&of) && !order.is_none());
                assert_eq!((&order.sorted, &order.definitions), (&fresh.sorted, &fresh.definitions), "{lang:?} {number}");
                assert_eq!((&order.users, order.missing), (&fresh.users, fresh.missing), "{lang:?} {number}");
            }
            // Not the first time, and not when a language goes or comes back.
            assert_eq!(followed, 10, "{lang:?}");
        }
        assert!(Order::default().is_none());
    }

    #[test]
    fn what_is_made_beside_the_window_is_of_the_moment_it_was_asked_for() {
        let mut bench = Bench::new(Language::English);
        let made = Order::later(bench.document.draft(), Some(&"en".into()));
        let then = Of::now(bench.document.draft(), Some(&"en".into()));
        let user = bench.document.users().iter().next().unwrap().id;
        let edit = Edit::text(user, TextField::Description, "en", "Aaa");
        bench.document.apply(Step::one(Action::Change, Kind::User, "", edit)).unwrap();
        let mut order = made();
        let now = Of::now(bench.document.draft(), Some(&"en".into()));
        assert!(order.is(&then) && !order.is(&now) && order.lang() == then.lang.as_ref());
        assert!(order.follow(bench.document.draft(), &now));
        assert_eq!(keys(&order), keys(&Order::made(bench.document.draft().contents(), now)));
    }
}
