//! The lists of the page: users to choose from, and the rights of the chosen ones.

use std::collections::HashMap;

use keyholder_shared::access::Access;
use keyholder_shared::model::User;
use keyholder_shared::name::{fold, order};
use keyholder_shared::{Id, Str};

use super::Shown;
use crate::app::Context;
use crate::compare::{Effective, effective};
use crate::document::Document;
use crate::i18n::Language;
use crate::ui::table::Sort;

/// The users to choose from, by their slots in the project.
#[derive(Debug, Default)]
pub(super) struct Users {
    slots: Vec<usize>,
    made: Option<(u64, String, Sort)>,
}

impl Users {
    pub(super) fn refresh(&mut self, document: &Document, search: &str, sort: Sort) {
        let made = Some((document.draft().users_revision(), search.to_owned(), sort));
        if self.made == made {
            return;
        }
        self.made = made;
        let wanted = fold(search);
        let answers = |user: &User| {
            wanted.is_empty() || [&user.name, &user.full_name].into_iter().any(|text| fold(text).contains(wanted.as_str()))
        };
        let listed = document.users().numbered().filter(|(_, user)| answers(user));
        let mut keyed: Vec<(Str, usize)> = listed.map(|(slot, user)| (order(&user.name), slot)).collect();
        keyed.sort();
        if sort.descending {
            keyed.reverse();
        }
        self.slots = keyed.into_iter().map(|(_, slot)| slot).collect();
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
