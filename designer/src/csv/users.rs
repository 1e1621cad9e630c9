//! Users out and in as a table. An import is a [`Plan`] first, which changes nothing, and then one edit.
//!
//! Passwords never go out, and none is taken in: a table with plain passwords lies about in mail and downloads
//! long after it was imported.

use std::collections::HashMap;
use std::fmt;

use keyholder_shared::edit::{Action, Draft, Edit, Kind, Step};
use keyholder_shared::model::{Definitions, Ref, Refs, Text, User};
use keyholder_shared::name::{DESCRIPTION_LIMIT, FULL_NAME_LIMIT, USER_NAME_LIMIT, fold, length, tidy};
use keyholder_shared::{Id, Str};

use super::is_character;
use super::table::{Row, Table};
use crate::fields::{Field, differences, group_name, notification_group_name};

/// The language of headings and of yes and no. Both are understood in an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Headings {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

/// A column: its field and what its heading is called.
struct Column {
    field: Field,
    english: &'static str,
    german: &'static str,
}

const COLUMNS: [Column; 12] = [
    Column { field: Field::Name, english: "Name", german: "Benutzername" },
    Column { field: Field::FullName, english: "Full name", german: "Vollständiger Name" },
    Column { field: Field::Enabled, english: "Enabled", german: "Aktiv" },
    Column { field: Field::Groups, english: "Groups", german: "Gruppen" },
    Column { field: Field::Language, english: "Language", german: "Sprache" },
    Column { field: Field::Email, english: "E-mail", german: "E-Mail-Adresse" },
    Column { field: Field::MobilePhone, english: "Mobile phone", german: "Mobiltelefon" },
    Column { field: Field::Phone, english: "Phone", german: "Telefon" },
    Column { field: Field::NotificationType, english: "Notification type", german: "Benachrichtigungsart" },
    Column { field: Field::NotificationGroups, english: "Notification groups", german: "Benachrichtigungsgruppen" },
    Column { field: Field::PasswordAging, english: "Password expires", german: "Passwort läuft ab" },
    Column { field: Field::MustChangePassword, english: "Must change password", german: "Muss Passwort ändern" },
];
const ID: [&str; 1] = ["Id"];
const DESCRIPTION: [&str; 2] = ["Description", "Beschreibung"];
const PASSWORD: [&str; 4] = ["Password", "Passwort", "Kennwort", "Initial password"];
const YES: [&str; 6] = ["yes", "ja", "true", "1", "x", "wahr"];
const NO: [&str; 6] = ["no", "nein", "false", "0", "-", "falsch"];

/// The table of `users`: every field but the password, and the Id, by which a later import finds a renamed user.
#[must_use]
pub fn export<'u>(users: impl IntoIterator<Item = &'u User>, definitions: &Definitions, headings: Headings) -> Table {
    let german = headings == Headings::German;
    let languages = &definitions.languages;
    let description = if german { DESCRIPTION[1] } else { DESCRIPTION[0] };
    let names = COLUMNS.iter().map(|column| if german { column.german } else { column.english }.to_owned());
    let texts = languages.list.iter().map(|language| format!("{description} ({})", language.tag));
    let headings = names.chain(texts).chain(ID.map(str::to_owned)).collect();
    let row = |user: &User| {
        let fields = COLUMNS.iter().map(|column| cell(column.field, user, definitions, german));
        let texts = languages.list.iter().map(|language| description_in(user, &language.tag).to_owned());
        Row { line: 0, cells: fields.chain(texts).chain([user.id.to_string()]).collect() }
    };
    Table { headings, rows: users.into_iter().map(row).collect() }
}

fn description_in<'u>(user: &'u User, lang: &str) -> &'u str {
    let text = user.description.list.iter().find(|text| text.lang.eq_ignore_ascii_case(lang));
    text.map_or("", |text| text.value.as_str())
}

fn cell<'d>(field: Field, user: &User, definitions: &'d Definitions, german: bool) -> String {
    let flag = |flag: bool| match (flag, german) {
        (true, false) => "yes".to_owned(),
        (false, false) => "no".to_owned(),
        (true, true) => "ja".to_owned(),
        (false, true) => "nein".to_owned(),
    };
    let lang = definitions.languages.default.as_str();
    let list = |refs: &Refs, name: &dyn Fn(Id) -> Option<&'d str>| {
        let names = refs.iter().map(|group| name(group.id).map_or_else(|| group.id.to_string(), escaped));
        names.collect::<Vec<_>>().join(" | ")
    };
    match field {
        Field::Name => user.name.to_string(),
        Field::FullName => user.full_name.to_string(),
        Field::Enabled => flag(user.enabled),
        Field::Groups => list(&user.groups, &|id| group_name(definitions, id, lang)),
        Field::Language => user.language.to_string(),
        Field::Email => user.email.to_string(),
        Field::MobilePhone => user.mobile_phone.to_string(),
        Field::Phone => user.phone.to_string(),
        Field::NotificationType => user.notification_type.to_string(),
        Field::NotificationGroups => {
            list(&user.notification_groups, &|id| notification_group_name(definitions, id, lang))
        }
        Field::PasswordAging => flag(user.password_aging),
        Field::MustChangePassword => flag(user.must_change_password),
        Field::Description | Field::Password => String::new(),
    }
}

/// A name in a list: `|` stands between two names, so one within a name is marked.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('|', "\\|")
}

/// The names of a list.
fn listed(cell: &str) -> Vec<String> {
    let (mut names, mut name, mut marked) = (Vec::new(), String::new(), false);
    for character in cell.chars() {
        match character {
            _ if marked => {
                name.push(character);
                marked = false;
            }
            '\\' => marked = true,
            '|' => names.push(std::mem::take(&mut name)),
            _ => name.push(character),
        }
    }
    names.push(name);
    names.into_iter().map(|name| tidy(&name).into_owned()).filter(|name| !name.is_empty()).collect()
}

/// What an import would do, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The rows, in the order of the file.
    pub rows: Vec<Planned>,
    /// Headings of columns that are not taken: unknown ones.
    pub ignored: Vec<String>,
    /// Headings of columns with passwords, which are never taken.
    pub passwords: Vec<String>,
    /// The table has neither a column of names nor one of Ids, so that no row can be told.
    pub nameless: bool,
}

/// What an import would do with one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The line of the file.
    pub line: u64,
    /// The user's name in the row, or in the project where the row has none.
    pub name: Str,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A new user.
    Added(Box<User>),
    /// A user that is there, with something new.
    Changed {
        /// As the user is.
        before: Box<User>,
        /// As the user would be.
        after: Box<User>,
        /// What is new.
        fields: Vec<Field>,
    },
    /// A user that is there and says the same.
    Unchanged,
    /// The row is not taken.
    Refused(Vec<Refusal>),
}

/// Why a row is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The heading of the column that is to blame.
    pub column: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A new user has no name.
    NoName,
    /// The text is longer than a project may have it.
    TooLong {
        /// Its characters.
        length: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// An earlier row is about the same user.
    Twice {
        /// Its line.
        line: u64,
    },
    /// Another user of the project has the name.
    NameTaken,
    /// The project has no such group.
    NoSuchGroup(String),
    /// Several groups are called so.
    WhichGroup(String),
    /// Neither yes nor no.
    NeitherYesNorNo(String),
    /// Admin keeps its name.
    AdminsName,
    /// Admin stays an administrator.
    AdminsGroup,
    /// The cell holds a character that a project file cannot hold.
    Character,
    /// The system gave no new Id.
    NoId,
}

impl Why {
    /// The key of its sentence in the surface's languages; the sentence may use `$text`, `$count`, `$limit`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NoName => "import-no-name",
            Self::TooLong { .. } => "import-too-long",
            Self::Twice { .. } => "import-twice",
            Self::NameTaken => "import-name-taken",
            Self::NoSuchGroup(_) => "import-no-such-group",
            Self::WhichGroup(_) => "import-which-group",
            Self::NeitherYesNorNo(_) => "import-neither-yes-nor-no",
            Self::AdminsName => "import-admins-name",
            Self::AdminsGroup => "import-admins-group",
            Self::Character => "import-character",
            Self::NoId => "import-no-id",
        }
    }

    /// The text it quotes.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::NoSuchGroup(text) | Self::WhichGroup(text) | Self::NeitherYesNorNo(text) => text,
            _ => "",
        }
    }

    /// The numbers it names: how many there are, or the line; and how many are allowed.
    #[must_use]
    pub fn numbers(&self) -> (usize, usize) {
        match self {
            Self::TooLong { length, limit } => (*length, *limit),
            Self::Twice { line } => (usize::try_from(*line).unwrap_or(usize::MAX), 0),
            _ => (0, 0),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoName => f.write_str("A new user needs a name."),
            Self::TooLong { length, limit } => write!(f, "It has {length} characters; at most {limit} are allowed."),
            Self::Twice { line } => write!(f, "Line {line} is about the same user."),
            Self::NameTaken => f.write_str("Another user of the project has this name."),
            Self::NoSuchGroup(name) => {
                write!(f, "The project has no group {name}. Create it first, or correct the name.")
            }
            Self::WhichGroup(name) => write!(f, "Several groups are called {name}. Write the group's Id."),
            Self::NeitherYesNorNo(text) => write!(f, "{text} is neither yes nor no."),
            Self::AdminsName => f.write_str("The user Admin is built in and keeps its name."),
            Self::AdminsGroup => f.write_str("The user Admin is built in and stays a member of Administrators."),
            Self::Character => f.write_str("It holds a character that a project file cannot hold."),
            Self::NoId => f.write_str("The system gave no random numbers for a new Id. Restart the computer."),
        }
    }
}

impl Plan {
    /// How many users would be added, changed, left alone and refused.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let place = match row.outcome {
                Outcome::Added(_) => 0,
                Outcome::Changed { .. } => 1,
                Outcome::Unchanged => 2,
                Outcome::Refused(_) => 3,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    }

    /// The import as one step: rows that are refused are left out. `None` if nothing would change.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        let mut edits = Vec::new();
        let mut users = 0;
        for row in &self.rows {
            match &row.outcome {
                Outcome::Added(user) => edits.push(Edit::add_user((**user).clone())),
                Outcome::Changed { before, after, fields } => {
                    edits.extend(fields.iter().map(|field| Edit::Change(before.id, field.change(after))));
                }
                Outcome::Unchanged | Outcome::Refused(_) => continue,
            }
            users += 1;
        }
        let name = self.rows.iter().find(|row| matches!(row.outcome, Outcome::Added(_) | Outcome::Changed { .. }));
        let name = name.map(|row| row.name.clone()).filter(|_| users == 1).unwrap_or_default();
        (users > 0).then(|| Step::new(Action::Import, Kind::User, users, &name, edits))
    }
}

/// Plans an import of `table` into `draft`. A row is about the user with its Id, or else with its name, or else
/// about a new one, for whom `new_id` gives an Id. A column that is not there leaves its field alone; an empty cell
/// empties it, but leaves yes and no alone.
#[must_use]
pub fn plan(table: &Table, draft: &Draft, new_id: &mut dyn FnMut() -> Option<Id>) -> Plan {
    let columns = Columns::of(table, draft.definitions());
    let mut plan = Plan { ignored: columns.ignored.clone(), passwords: columns.passwords.clone(), ..Plan::default() };
    if columns.name.is_none() && columns.id.is_none() {
        plan.nameless = true;
        return plan;
    }
    let mut import = Import { draft, columns: &columns, headings: &table.headings, seen: HashMap::new() };
    plan.rows = table.rows.iter().map(|row| import.row(row, new_id)).collect();
    plan
}

/// Which column is which.
#[derive(Default)]
struct Columns {
    id: Option<usize>,
    name: Option<usize>,
    fields: Vec<(Field, usize)>,
    descriptions: Vec<(Str, usize)>,
    ignored: Vec<String>,
    passwords: Vec<String>,
}

impl Columns {
    fn of(table: &Table, definitions: &Definitions) -> Self {
        let mut columns = Self::default();
        for (place, heading) in table.headings.iter().enumerate() {
            let is = |names: &[&str]| names.iter().any(|name| fold(name) == fold(heading));
            let field = COLUMNS.iter().find(|column| is(&[column.english, column.german])).map(|column| column.field);
            let lang = definitions.languages.list.iter().find(|language| {
                DESCRIPTION.iter().any(|name| fold(&format!("{name} ({})", language.tag)) == fold(heading))
            });
            match (field, lang) {
                (Some(field), _) => {
                    if field == Field::Name {
                        columns.name = columns.name.or(Some(place));
                    } else if !columns.fields.iter().any(|(known, _)| *known == field) {
                        columns.fields.push((field, place));
                    }
                }
                (None, Some(language)) => columns.descriptions.push((language.tag.clone(), place)),
                _ if is(&ID) => columns.id = columns.id.or(Some(place)),
                _ if is(&DESCRIPTION) => columns.descriptions.push((definitions.languages.default.clone(), place)),
                _ if is(&PASSWORD) => columns.passwords.push(heading.clone()),
                _ if heading.is_empty() => {}
                _ => columns.ignored.push(heading.clone()),
            }
        }
        columns
    }
}

/// An import under way.
struct Import<'p> {
    draft: &'p Draft,
    columns: &'p Columns,
    headings: &'p [String],
    /// The lines on which users were told of, by their folded names and by their Ids.
    seen: HashMap<Str, u64>,
}

impl Import<'_> {
    fn row(&mut self, row: &Row, new_id: &mut dyn FnMut() -> Option<Id>) -> Planned {
        let columns = self.columns;
        let mut refusals = Vec::new();
        let name: Str = row.cell(columns.name).map(|name| tidy(name).as_ref().into()).unwrap_or_default();
        let by_id = row.cell(columns.id).and_then(|id| id.parse().ok()).and_then(|id| self.draft.user(id));
        let named = self.draft.users_named(&name).first().filter(|_| !name.is_empty());
        let before = by_id.or_else(|| self.draft.user(*named?));
        let mut after = match before {
            Some(user) => user.clone(),
            None => User::new(Id::from_u128(0), &name),
        };
        if let Some(place) = columns.name.filter(|_| !name.is_empty()) {
            let taken = named.is_some_and(|holder| before.is_some_and(|user| user.id != *holder));
            let renamed = before.is_some_and(|user| user.name != name);
            if taken {
                self.refuse(&mut refusals, place, Why::NameTaken);
            } else if renamed && after.admin {
                self.refuse(&mut refusals, place, Why::AdminsName);
            }
            self.limit(&name, USER_NAME_LIMIT, place, &mut refusals);
            after.name = name.clone();
        } else if before.is_none() {
            self.refuse(&mut refusals, columns.name.or(columns.id).unwrap_or(0), Why::NoName);
        }
        let keys = before.map(|user| Str::from(user.id.to_string())).into_iter().chain([fold(&after.name)]);
        let keys: Vec<Str> = keys.filter(|key| !key.is_empty()).collect();
        if let Some(line) = keys.iter().find_map(|key| self.seen.get(key)).copied() {
            self.refuse(&mut refusals, columns.name.or(columns.id).unwrap_or(0), Why::Twice { line });
        }
        for key in keys {
            self.seen.entry(key).or_insert(row.line);
        }
        for (field, place) in &columns.fields {
            if let Some(cell) = row.cell(Some(*place)) {
                self.field(*field, cell, &mut after, *place, &mut refusals);
            }
        }
        for (lang, place) in &columns.descriptions {
            if let Some(cell) = row.cell(Some(*place)) {
                self.limit(cell, DESCRIPTION_LIMIT, *place, &mut refusals);
                describe(&mut after, lang, cell);
            }
        }
        let name = if name.is_empty() { after.name.clone() } else { name };
        let outcome =
            if refusals.is_empty() { self.outcome(before, after, new_id) } else { Outcome::Refused(refusals) };
        Planned { line: row.line, name, outcome }
    }

    fn outcome(&self, before: Option<&User>, mut after: User, new_id: &mut dyn FnMut() -> Option<Id>) -> Outcome {
        match before {
            Some(before) => {
                let fields = differences(before, &after);
                if fields.is_empty() {
                    Outcome::Unchanged
                } else {
                    Outcome::Changed { before: Box::new(before.clone()), after: Box::new(after), fields }
                }
            }
            None => match new_id() {
                Some(id) => {
                    after.id = id;
                    Outcome::Added(Box::new(after))
                }
                None => Outcome::Refused(vec![Refusal { column: String::new(), why: Why::NoId }]),
            },
        }
    }

    fn field(&self, field: Field, cell: &str, user: &mut User, place: usize, refusals: &mut Vec<Refusal>) {
        let definitions = self.draft.definitions();
        let text: Str = tidy(cell).as_ref().into();
        if !text.chars().all(is_character) {
            self.refuse(refusals, place, Why::Character);
            return;
        }
        match field {
            Field::FullName => {
                self.limit(&text, FULL_NAME_LIMIT, place, refusals);
                user.full_name = text;
            }
            Field::Enabled => self.flag(cell, &mut user.enabled, place, refusals),
            Field::PasswordAging => self.flag(cell, &mut user.password_aging, place, refusals),
            Field::MustChangePassword => self.flag(cell, &mut user.must_change_password, place, refusals),
            Field::Language => user.language = text,
            Field::Email => user.email = text,
            Field::MobilePhone => user.mobile_phone = text,
            Field::Phone => user.phone = text,
            Field::NotificationType => user.notification_type = text,
            Field::Groups => {
                let groups = definitions.groups.iter().map(|group| (group.id, &group.name));
                let found = self.members(cell, groups.collect::<Vec<_>>().as_slice(), place, refusals);
                let administrators = definitions.administrators();
                if user.admin && !found.iter().any(|group| Some(*group) == administrators) {
                    self.refuse(refusals, place, Why::AdminsGroup);
                }
                keep_known(&mut user.groups, &found);
            }
            Field::NotificationGroups => {
                let groups = definitions.notification_groups.iter().map(|group| (group.id, &group.name));
                let found = self.members(cell, groups.collect::<Vec<_>>().as_slice(), place, refusals);
                keep_known(&mut user.notification_groups, &found);
            }
            Field::Name | Field::Description | Field::Password => {}
        }
    }

    /// The groups of a cell, by a name in any language or by their Id.
    fn members(
        &self,
        cell: &str,
        groups: &[(Id, &keyholder_shared::model::Texts)],
        place: usize,
        refusals: &mut Vec<Refusal>,
    ) -> Vec<Id> {
        let mut found = Vec::new();
        for name in listed(cell) {
            let called =
                |texts: &keyholder_shared::model::Texts| texts.list.iter().any(|text| fold(&text.value) == fold(&name));
            let mut matches = groups.iter().filter(|(id, texts)| id.to_string() == name || called(texts));
            match (matches.next(), matches.next()) {
                (Some((id, _)), None) => found.push(*id),
                (Some(_), Some(_)) => self.refuse(refusals, place, Why::WhichGroup(name)),
                (None, _) => self.refuse(refusals, place, Why::NoSuchGroup(name)),
            }
        }
        found
    }

    fn flag(&self, cell: &str, flag: &mut bool, place: usize, refusals: &mut Vec<Refusal>) {
        let is = |words: &[&str]| words.iter().any(|word| fold(word) == fold(cell));
        if is(&YES) {
            *flag = true;
        } else if is(&NO) {
            *flag = false;
        } else if !cell.is_empty() {
            self.refuse(refusals, place, Why::NeitherYesNorNo(cell.to_owned()));
        }
    }

    fn limit(&self, text: &str, limit: usize, place: usize, refusals: &mut Vec<Refusal>) {
        let length = length(text);
        if length > limit {
            self.refuse(refusals, place, Why::TooLong { length, limit });
        }
        if !text.chars().all(is_character) {
            self.refuse(refusals, place, Why::Character);
        }
    }

    fn refuse(&self, refusals: &mut Vec<Refusal>, place: usize, why: Why) {
        refusals.push(Refusal { column: self.headings.get(place).cloned().unwrap_or_default(), why });
    }
}

/// Members as found, those known before as they were: what a reference holds beside its Id stays.
fn keep_known(members: &mut Refs, found: &[Id]) {
    let mut seen = Vec::new();
    let mut kept: Refs = members.iter().filter(|member| found.contains(&member.id)).cloned().collect();
    seen.extend(kept.iter().map(|member| member.id));
    for id in found {
        if !seen.contains(id) {
            seen.push(*id);
            kept.push(Ref::from(*id));
        }
    }
    *members = kept;
}

fn describe(user: &mut User, lang: &str, value: &str) {
    let list = &mut user.description.list;
    let there = list.iter().position(|text| text.lang.eq_ignore_ascii_case(lang));
    match (there.and_then(|place| list.get_mut(place)), value) {
        (Some(_), "") => list.retain(|text| !text.lang.eq_ignore_ascii_case(lang)),
        (Some(text), value) => text.value = value.into(),
        (None, "") => {}
        (None, value) => list.push(Text { lang: lang.into(), value: value.into(), ..Text::default() }),
    }
}

#[cfg(test)]
#[path = "users_tests.rs"]
mod tests;
