//! Planning an import of users: which row is about whom, and what its cells say.

use std::collections::HashMap;
use std::ops::Range;

use keyholder_shared::edit::Draft;
use keyholder_shared::model::{Definitions, Ref, Refs, Text, Texts, User};
use keyholder_shared::name::{DESCRIPTION_LIMIT, FULL_NAME_LIMIT, USER_NAME_LIMIT, fold, length, tidy};
use keyholder_shared::{Id, Str};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    COLUMNS, DESCRIPTION, EMAIL, ID, NO, NO_WAY, Outcome, PASSWORD, Plan, Planned, Refusal, SMS, Why, YES, listed,
};
use crate::csv::has_characters_only;
use crate::csv::table::{Row, Table};
use crate::fields::{Field, differences};
use crate::service::files::at_once;

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
    let import = Import::new(draft, &columns, &table.headings);
    // What a row says by itself is found by two threads, where there is much; what rows say of each other after that.
    let said = |rows: Range<usize>| {
        let mut known = Known::default();
        table.rows_in(rows).map(|row| import.said(row, &mut known)).collect::<Vec<_>>()
    };
    let (rows, half) = (table.len(), table.len() / 2);
    let (one, other) = at_once(rows >= MANY, || said(0..half), || said(half..rows));
    let mut seen = Seen { names: HashMap::with_capacity_and_hasher(rows, FxBuildHasher), ids: HashMap::default() };
    plan.rows.reserve(rows);
    plan.rows.extend(one.into_iter().chain(other).map(|said| import.settled(said, &mut seen, new_id)));
    plan
}

/// From so many rows on, a second thread pays.
const MANY: usize = 1000;

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

/// Which groups are called how: in any language, or by their Id.
#[derive(Default)]
struct Called {
    names: HashMap<Str, Vec<(usize, Id)>>,
    ids: HashMap<String, Vec<(usize, Id)>>,
}

impl Called {
    fn of<'p>(groups: impl Iterator<Item = (Id, &'p Texts)>) -> Self {
        let mut called = Self::default();
        for (place, (id, texts)) in groups.enumerate() {
            for text in &texts.list {
                let groups = called.names.entry(fold(&text.value)).or_default();
                if groups.last() != Some(&(place, id)) {
                    groups.push((place, id));
                }
            }
            called.ids.entry(id.to_string()).or_default().push((place, id));
        }
        called
    }

    /// The groups with that name, or the one with that Id.
    fn find(&self, name: &str) -> Vec<Id> {
        let (by_id, by_name) = (self.ids.get(name), self.names.get(&fold(name)));
        let mut found: Vec<&(usize, Id)> = by_id.into_iter().chain(by_name).flatten().collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(_, id)| *id).collect()
    }
}

/// An import under way.
struct Import<'p> {
    draft: &'p Draft,
    columns: &'p Columns,
    headings: &'p [String],
    groups: Called,
    notification_groups: Called,
}

/// What a row says by itself.
struct Said<'p> {
    line: u64,
    name: Str,
    before: Option<&'p User>,
    after: Box<User>,
    /// What is new of a user that is there.
    fields: Vec<Field>,
    /// The user's folded name.
    folded: Str,
    refusals: Vec<Refusal>,
    /// So many of them are about who it is.
    of_name: usize,
}

/// The lines on which users were told of.
struct Seen {
    /// By their folded names.
    names: FxHashMap<Str, u64>,
    /// By their Ids, of users that are there.
    ids: FxHashMap<Id, u64>,
}

/// What cells say of memberships: most of very many rows say the same.
#[derive(Default)]
struct Known<'t> {
    groups: FxHashMap<&'t str, Members>,
    notification_groups: FxHashMap<&'t str, Members>,
}

/// The groups of a cell, and why some of its names are none.
struct Members {
    found: Vec<Id>,
    whys: Vec<Why>,
}

impl<'p> Import<'p> {
    fn new(draft: &'p Draft, columns: &'p Columns, headings: &'p [String]) -> Self {
        let definitions = draft.definitions();
        Self {
            draft,
            columns,
            headings,
            groups: Called::of(definitions.groups.iter().map(|group| (group.id, &group.name))),
            notification_groups: Called::of(
                definitions.notification_groups.iter().map(|group| (group.id, &group.name)),
            ),
        }
    }

    fn said<'t>(&self, row: Row<'t>, known: &mut Known<'t>) -> Said<'p> {
        let columns = self.columns;
        let mut refusals = Vec::new();
        let name: Str = row.cell(columns.name).map(|name| tidy(name).as_ref().into()).unwrap_or_default();
        let by_id = row.cell(columns.id).and_then(|id| id.parse().ok()).and_then(|id| self.draft.user(id));
        let named = self.draft.users_named(&name).first().filter(|_| !name.is_empty());
        let before = by_id.or_else(|| self.draft.user(*named?));
        // Where it stays: a user is too large to be passed on often.
        let mut after = Box::new(match before {
            Some(user) => user.clone(),
            None => User::new(Id::from_u128(0), &name),
        });
        if let Some(place) = columns.name.filter(|_| !name.is_empty()) {
            let taken = named.is_some_and(|holder| before.is_some_and(|user| user.id != *holder));
            let renamed = before.is_some_and(|user| user.name != name);
            if taken {
                self.refuse(&mut refusals, place, Why::NameTaken);
            } else if renamed && after.admin {
                self.refuse(&mut refusals, place, Why::AdminsName);
            }
            self.limit(&name, USER_NAME_LIMIT, place, &mut refusals);
            if before.is_none_or(|user| user.name != name) && name.chars().any(char::is_control) {
                self.refuse(&mut refusals, place, Why::NotTyped);
            }
            after.name = name.clone();
        } else if before.is_none() {
            self.refuse(&mut refusals, columns.name.or(columns.id).unwrap_or(0), Why::NoName);
        }
        if row.is_too_wide(self.headings.len()) {
            refusals.push(Refusal { column: String::new(), why: Why::TooWide });
        }
        let folded = fold(&after.name);
        let of_name = refusals.len();
        for (field, place) in &columns.fields {
            if let Some(cell) = row.cell(Some(*place)) {
                self.field(*field, cell, &mut after, *place, known, &mut refusals);
            }
        }
        for (lang, place) in &columns.descriptions {
            if let Some(cell) = row.cell(Some(*place)) {
                self.limit(cell, DESCRIPTION_LIMIT, *place, &mut refusals);
                describe(&mut after, lang, cell);
            }
        }
        let name = if name.is_empty() { after.name.clone() } else { name };
        let fields = before.filter(|_| refusals.is_empty()).map_or_else(Vec::new, |user| differences(user, &after));
        Said { line: row.line, name, before, after, fields, folded, refusals, of_name }
    }

    /// What becomes of a row, after those before it.
    fn settled(&self, said: Said<'p>, seen: &mut Seen, new_id: &mut dyn FnMut() -> Option<Id>) -> Planned {
        let Said { line, name, before, after, fields, folded, mut refusals, of_name } = said;
        let twice = before.and_then(|user| seen.ids.get(&user.id)).or_else(|| seen.names.get(&folded));
        if let Some(line) = twice.copied() {
            let mut twice = Vec::new();
            self.refuse(&mut twice, self.columns.name.or(self.columns.id).unwrap_or(0), Why::Twice { line });
            refusals.splice(of_name..of_name, twice);
        }
        if let Some(user) = before {
            seen.ids.entry(user.id).or_insert(line);
        }
        if !folded.is_empty() {
            seen.names.entry(folded).or_insert(line);
        }
        let outcome =
            if refusals.is_empty() { outcome(before, after, fields, new_id) } else { Outcome::Refused(refusals) };
        Planned { line, name, outcome }
    }

    fn field<'t>(
        &self,
        field: Field,
        cell: &'t str,
        user: &mut User,
        place: usize,
        known: &mut Known<'t>,
        refusals: &mut Vec<Refusal>,
    ) {
        let text = tidy(cell);
        if !has_characters_only(&text) {
            self.refuse(refusals, place, Why::Character);
            return;
        }
        let text = text.as_ref();
        match field {
            Field::FullName => {
                self.limit(text, FULL_NAME_LIMIT, place, refusals);
                user.full_name = text.into();
            }
            Field::Enabled => self.flag(cell, &mut user.enabled, place, refusals),
            Field::PasswordAging => self.flag(cell, &mut user.password_aging, place, refusals),
            Field::MustChangePassword => self.flag(cell, &mut user.must_change_password, place, refusals),
            Field::Language if user.language != text => self.language(text, user, place, refusals),
            Field::NotificationType if user.notification_type != text => match way(text) {
                Some(way) => user.notification_type = way.into(),
                None => self.refuse(refusals, place, Why::NoSuchWay(text.to_owned())),
            },
            Field::Email => user.email = text.into(),
            Field::MobilePhone => user.mobile_phone = text.into(),
            Field::Phone => user.phone = text.into(),
            Field::Groups => {
                let members = known.groups.entry(cell).or_insert_with(|| members(cell, &self.groups));
                members.whys.iter().for_each(|why| self.refuse(refusals, place, why.clone()));
                let administrators = self.draft.definitions().administrators();
                if user.admin && !members.found.iter().any(|group| Some(*group) == administrators) {
                    self.refuse(refusals, place, Why::AdminsGroup);
                }
                keep_known(&mut user.groups, &members.found);
            }
            Field::NotificationGroups => {
                let groups = &self.notification_groups;
                let members = known.notification_groups.entry(cell).or_insert_with(|| members(cell, groups));
                members.whys.iter().for_each(|why| self.refuse(refusals, place, why.clone()));
                keep_known(&mut user.notification_groups, &members.found);
            }
            Field::Name | Field::Language | Field::NotificationType | Field::Description | Field::Password => {}
        }
    }

    /// One of the project's languages, as the project writes it, or none: the project's default.
    fn language(&self, said: &str, user: &mut User, place: usize, refusals: &mut Vec<Refusal>) {
        let languages = &self.draft.definitions().languages.list;
        match languages.iter().find(|language| language.tag.eq_ignore_ascii_case(said)) {
            Some(language) => user.language = language.tag.clone(),
            None if said.is_empty() => user.language = Str::default(),
            None => {
                let tags = languages.iter().map(|language| language.tag.as_str()).collect::<Vec<_>>().join(", ");
                self.refuse(refusals, place, Why::NoSuchLanguage(said.to_owned(), tags));
            }
        }
    }

    fn flag(&self, cell: &str, flag: &mut bool, place: usize, refusals: &mut Vec<Refusal>) {
        // Mostly it is written as it is here.
        let as_here = YES.iter().chain(&NO).any(|word| *word == cell);
        let said = if as_here { Str::from(cell) } else { fold(cell) };
        let is = |words: &[&str]| words.iter().any(|word| *word == said);
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
        if !has_characters_only(text) {
            self.refuse(refusals, place, Why::Character);
        }
    }

    fn refuse(&self, refusals: &mut Vec<Refusal>, place: usize, why: Why) {
        refusals.push(Refusal { column: self.headings.get(place).cloned().unwrap_or_default(), why });
    }
}

/// The groups of a cell, by a name in any language or by their Id.
fn members(cell: &str, groups: &Called) -> Members {
    let mut members = Members { found: Vec::new(), whys: Vec::new() };
    for name in listed(cell) {
        match groups.find(&name).as_slice() {
            [id] => members.found.push(*id),
            [] => members.whys.push(Why::NoSuchGroup(name)),
            _ => members.whys.push(Why::WhichGroup(name)),
        }
    }
    members
}

/// How a user is told of things, as a project file says it, in whatever way a person writes that.
fn way(said: &str) -> Option<&'static str> {
    let of = |words: &[&str]| words.iter().any(|word| fold(word) == fold(said));
    if said.is_empty() || of(&NO_WAY) {
        Some("")
    } else if of(&EMAIL) {
        Some("Email")
    } else {
        of(&SMS).then_some("Sms")
    }
}

fn outcome(
    before: Option<&User>,
    mut after: Box<User>,
    fields: Vec<Field>,
    new_id: &mut dyn FnMut() -> Option<Id>,
) -> Outcome {
    match before {
        Some(_) if fields.is_empty() => Outcome::Unchanged,
        Some(before) => Outcome::Changed { before: Box::new(before.clone()), after, fields },
        None => match new_id() {
            Some(id) => {
                after.id = id;
                Outcome::Added(after)
            }
            None => Outcome::Refused(vec![Refusal { column: String::new(), why: Why::NoId }]),
        },
    }
}

/// Members as found, those known before as they were: what a reference holds beside its Id stays.
fn keep_known(members: &mut Refs, found: &[Id]) {
    members.retain(|member| found.contains(&member.id));
    for id in found {
        if !members.iter().any(|member| member.id == *id) {
            members.push(Ref::from(*id));
        }
    }
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
