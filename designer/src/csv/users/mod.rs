//! Users out and in as a table. An import is a [`Plan`] first, which changes nothing, and then one edit.
//!
//! Passwords never go out, and none is taken in: a table with plain passwords lies about in mail and downloads
//! long after it was imported.

mod import;
mod plan;

use keyholder_shared::Id;
use keyholder_shared::model::{Definitions, Refs, User};
use keyholder_shared::name::tidy;

use super::table::Table;
use crate::fields::{Field, group_name, notification_group_name};

pub use import::plan;
pub use plan::{Outcome, Plan, Planned, Refusal, Why};

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
    Column { field: Field::Enabled, english: "Enabled", german: "Aktiviert" },
    Column { field: Field::Groups, english: "Groups", german: "Gruppen" },
    Column { field: Field::Language, english: "Language", german: "Sprache" },
    Column { field: Field::Email, english: "E-mail", german: "E-Mail-Adresse" },
    Column { field: Field::MobilePhone, english: "Mobile phone", german: "Mobiltelefon" },
    Column { field: Field::Phone, english: "Phone", german: "Telefon" },
    Column { field: Field::NotificationType, english: "Notification type", german: "Benachrichtigungsart" },
    Column { field: Field::NotificationGroups, english: "Notification groups", german: "Meldegruppen" },
    Column { field: Field::PasswordAging, english: "Password expires", german: "Passwort läuft ab" },
    Column { field: Field::MustChangePassword, english: "Must change password", german: "Muss Passwort ändern" },
];
const ID: [&str; 1] = ["Id"];
const DESCRIPTION: [&str; 2] = ["Description", "Beschreibung"];
const PASSWORD: [&str; 4] = ["Password", "Passwort", "Kennwort", "Initial password"];
const YES: [&str; 6] = ["yes", "ja", "true", "1", "x", "wahr"];
const EMAIL: [&str; 3] = ["Email", "E-mail", "Mail"];
const SMS: [&str; 1] = ["Sms"];
const NO_WAY: [&str; 5] = ["nothing", "none", "nichts", "keine", "-"];
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
    let mut table = Table::new(headings);
    for user in users {
        let fields = COLUMNS.iter().map(|column| cell(column.field, user, definitions, german));
        let texts = languages.list.iter().map(|language| description_in(user, &language.tag).to_owned());
        table.push(0, fields.chain(texts).chain([user.id.to_string()]));
    }
    table
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

#[cfg(test)]
mod tests;
