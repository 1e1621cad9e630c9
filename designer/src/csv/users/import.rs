//! Planning an import of users: which row is about whom, and what its cells say.

use std::collections::HashMap;

use keyholder_shared::edit::Draft;
use keyholder_shared::model::{Definitions, Ref, Refs, Text, Texts, User};
use keyholder_shared::name::{DESCRIPTION_LIMIT, FULL_NAME_LIMIT, USER_NAME_LIMIT, fold, length, tidy};
use keyholder_shared::{Id, Str};

use super::{COLUMNS, DESCRIPTION, ID, NO, Outcome, PASSWORD, Plan, Planned, Refusal, Why, YES, listed};
use crate::csv::is_character;
use crate::csv::table::{Row, Table};
use crate::fields::{Field, differences};

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
    fn members(&self, cell: &str, groups: &[(Id, &Texts)], place: usize, refusals: &mut Vec<Refusal>) -> Vec<Id> {
        let mut found = Vec::new();
        for name in listed(cell) {
            let called = |texts: &Texts| texts.list.iter().any(|text| fold(&text.value) == fold(&name));
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
