//! Multilingual texts: all of them in one list, and out and in as a table for translators, a row a text and a
//! column a language.

mod plan;

use std::fmt;
use std::str::FromStr;

use keyholder_shared::Id;
use keyholder_shared::edit::{Draft, Kind, TextField};
use keyholder_shared::model::{Definitions, Right, Texts, User};

use super::table::Table;
use super::users::Headings;

pub use plan::{Changed, Plan, Refused, Why, is_of_texts, plan};

/// Which text of the project: of what thing, and its name or its description. It is written
/// `group/…Id…/name` and is the same after every rename, so that a translator's table may come back late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The kind of thing.
    pub kind: Kind,
    /// The thing.
    pub id: Id,
    /// Name or description.
    pub field: TextField,
}

impl Key {
    /// The key of the word for its kind of thing in the surface's languages.
    #[must_use]
    pub const fn kind_key(self) -> &'static str {
        match self.kind {
            Kind::User => "what-kind-user",
            Kind::Group => "what-kind-group",
            Kind::RightGroup => "what-kind-right-group",
            Kind::Right => "what-kind-right",
            Kind::Area => "what-kind-area",
            Kind::NotificationGroup => "what-kind-notification-group",
        }
    }

    /// The key of the word for name or description.
    #[must_use]
    pub const fn field_key(self) -> &'static str {
        match self.field {
            TextField::Name => "texts-name",
            TextField::Description => "texts-description",
        }
    }
}

/// The kinds of things that have texts, with their words in a key.
const KINDS: [(Kind, &str); 6] = [
    (Kind::Group, "group"),
    (Kind::RightGroup, "right-group"),
    (Kind::Right, "right"),
    (Kind::Area, "area"),
    (Kind::NotificationGroup, "notification-group"),
    (Kind::User, "user"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, word)| word);
        let field = if self.field == TextField::Name { "name" } else { "description" };
        write!(f, "{kind}/{}/{field}", self.id)
    }
}

/// The text is no [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAKey;

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut parts = text.split('/');
        let (Some(kind), Some(id), Some(field), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(NotAKey);
        };
        let field = match field {
            "name" => TextField::Name,
            "description" => TextField::Description,
            _ => return Err(NotAKey),
        };
        let kind = KINDS.iter().find(|(_, word)| *word == kind).map(|(kind, _)| *kind).ok_or(NotAKey)?;
        Ok(Self { kind, id: id.parse().map_err(|_| NotAKey)?, field })
    }
}

/// A text of the project.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'d> {
    /// Which.
    pub key: Key,
    /// What it says in each language.
    pub texts: &'d Texts,
    /// What the thing is called: a right's key, a user's name, otherwise the name in the project's default
    /// language, or in another if it has none there; empty if it has none at all.
    pub of: &'d str,
}

impl Entry<'_> {
    /// What it says in this language alone; empty if nothing.
    #[must_use]
    pub fn in_language(&self, lang: &str) -> &str {
        said(self.texts, lang)
    }

    /// True if it says something in some language, but not in this one.
    #[must_use]
    pub fn is_missing(&self, lang: &str) -> bool {
        self.in_language(lang).is_empty() && (self.key.field == TextField::Name || !self.texts.list.is_empty())
    }
}

fn said<'t>(texts: &'t Texts, lang: &str) -> &'t str {
    texts.list.iter().find(|text| text.lang.eq_ignore_ascii_case(lang)).map_or("", |text| text.value.as_str())
}

/// Every name, and every description that says something, kind by kind and in the order of the file.
#[must_use]
pub fn entries(draft: &Draft) -> Vec<Entry<'_>> {
    let mut entries = definitions(draft.definitions());
    entries.extend(draft.users().iter().filter_map(of_user));
    entries
}

/// A user's description, if it says something.
#[must_use]
pub fn of_user(user: &User) -> Option<Entry<'_>> {
    (!user.description.is_empty()).then(|| described(user))
}

/// [`entries`] without those of users, of which there may be very many.
#[must_use]
pub fn definitions(definitions: &Definitions) -> Vec<Entry<'_>> {
    let lang = definitions.languages.default.as_str();
    let mut entries = Vec::new();
    let mut both = |kind, id, of, name, description| push(&mut entries, (kind, id, of), name, description);
    for group in definitions.groups.iter() {
        both(Kind::Group, group.id, group.name.get(lang), &group.name, &group.description);
    }
    for group in definitions.right_groups.iter() {
        both(Kind::RightGroup, group.id, group.name.get(lang), &group.name, &group.description);
        for right in group.rights.iter() {
            both(Kind::Right, right.id, right_called(right, lang), &right.name, &right.description);
        }
    }
    for area in definitions.areas.iter() {
        both(Kind::Area, area.id, area.name.get(lang), &area.name, &area.description);
    }
    for group in definitions.notification_groups.iter() {
        both(Kind::NotificationGroup, group.id, group.name.get(lang), &group.name, &group.description);
    }
    entries
}

fn push<'d>(
    entries: &mut Vec<Entry<'d>>,
    (kind, id, of): (Kind, Id, &'d str),
    name: &'d Texts,
    description: &'d Texts,
) {
    let entry = |field, texts| Entry { key: Key { kind, id, field }, texts, of };
    entries.push(entry(TextField::Name, name));
    if !description.list.is_empty() {
        entries.push(entry(TextField::Description, description));
    }
}

fn described(user: &User) -> Entry<'_> {
    let key = Key { kind: Kind::User, id: user.id, field: TextField::Description };
    Entry { key, texts: &user.description, of: &user.name }
}

/// A right goes by its key; in a file with faults it may have none.
fn right_called<'d>(right: &'d Right, lang: &str) -> &'d str {
    if right.key.is_empty() { right.name.get(lang) } else { &right.key }
}

/// The text with that key; a description that nobody has written yet is there too, and says nothing.
#[must_use]
pub fn find(draft: &Draft, key: Key) -> Option<Entry<'_>> {
    let of = draft.definitions();
    let lang = of.languages.default.as_str();
    let rights = || of.right_groups.iter().flat_map(|group| group.rights.iter());
    let (name, description, called) = match key.kind {
        Kind::User => return draft.user(key.id).filter(|_| key.field == TextField::Description).map(described),
        Kind::Group => {
            let group = of.groups.iter().find(|group| group.id == key.id)?;
            (&group.name, &group.description, group.name.get(lang))
        }
        Kind::RightGroup => {
            let group = of.right_groups.iter().find(|group| group.id == key.id)?;
            (&group.name, &group.description, group.name.get(lang))
        }
        Kind::Right => {
            let right = rights().find(|right| right.id == key.id)?;
            (&right.name, &right.description, right_called(right, lang))
        }
        Kind::Area => {
            let area = of.areas.iter().find(|area| area.id == key.id)?;
            (&area.name, &area.description, area.name.get(lang))
        }
        Kind::NotificationGroup => {
            let group = of.notification_groups.iter().find(|group| group.id == key.id)?;
            (&group.name, &group.description, group.name.get(lang))
        }
    };
    let texts = if key.field == TextField::Name { name } else { description };
    Some(Entry { key, texts, of: called })
}

/// The headings of the table, beside the languages' tags.
const KEY: [&str; 3] = ["Key", "Schlüssel", "Textschlüssel"];
const WHAT: [&str; 2] = ["What", "Was"];

/// The table for translators. `what` says in words what a text is of; it is not read back.
#[must_use]
pub fn export(draft: &Draft, headings: Headings, what: &dyn Fn(&Entry<'_>) -> String) -> Table {
    let german = headings == Headings::German;
    let own = if german { [KEY[1], WHAT[1]] } else { [KEY[0], WHAT[0]] };
    let languages = &draft.definitions().languages.list;
    let headings = own.map(str::to_owned).into_iter().chain(languages.iter().map(|language| language.tag.to_string()));
    let mut table = Table::new(headings.collect());
    for entry in entries(draft) {
        let texts = languages.iter().map(|language| entry.in_language(&language.tag).to_owned());
        table.push(0, [entry.key.to_string(), what(&entry)].into_iter().chain(texts));
    }
    table
}

#[cfg(test)]
mod tests;
