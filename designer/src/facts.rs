//! The settings and guidelines of a project as a plain list, for reports and comparisons.

use keyholder_shared::model::{Definitions, Project, StorageKind, WhenUnwritable};
use keyholder_shared::{Id, Str};

use crate::words;

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The key of its name in the surface's languages.
    pub key: &'static str,
    /// What it is set to.
    pub value: FactValue,
}

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(u32),
    /// A text.
    Text(Str),
    /// The key of a word in the surface's languages.
    Word(&'static str),
}

/// All settings and guidelines, always the same ones in the same order.
#[must_use]
pub fn facts(project: &Project) -> Vec<Fact> {
    let name = |id: Id| project.users.iter().find(|user| user.id == id).map(|user| user.name.clone());
    facts_of(&project.definitions, &project.name, &name)
}

/// The same of definitions wherever they stand; `user_name` gives the names of users.
#[must_use]
pub fn facts_of(definitions: &Definitions, project_name: &Str, user_name: &dyn Fn(Id) -> Option<Str>) -> Vec<Fact> {
    let policies = &definitions.policies;
    let password = &policies.password;
    let tags: Vec<&str> = definitions.languages.list.iter().map(|language| language.tag.as_str()).collect();
    let user = |id: Option<Id>| match (id.and_then(user_name), id) {
        (Some(name), _) => FactValue::Text(name),
        (None, Some(id)) => FactValue::Text(id.to_string().into()),
        (None, None) => FactValue::Word("fact-nobody"),
    };
    let text = |text: &str| FactValue::Text(text.into());
    let (flag, number) = (FactValue::Flag, FactValue::Number);
    let storage = match &definitions.storage.kind {
        StorageKind::ProjectDirectory => FactValue::Word("fact-storage-folder"),
        StorageKind::FilePath(path) => FactValue::Text(path.clone()),
        StorageKind::ProjectDatabase => FactValue::Word("fact-storage-database"),
    };
    let authentication = match definitions.authentication.kind.as_str() {
        "Internal" => FactValue::Word("guidelines-authentication-internal"),
        "ActiveDirectory" => FactValue::Word("guidelines-authentication-directory"),
        // A file may say what this version does not list.
        other => text(other),
    };
    let unwritable = match policies.audit.when_unwritable {
        WhenUnwritable::Continue => FactValue::Word("fact-audit-continue"),
        WhenUnwritable::Stop => FactValue::Word("fact-audit-stop"),
    };
    [
        ("fact-project-name", FactValue::Text(project_name.clone())),
        ("fact-default-language", text(&definitions.languages.default)),
        ("fact-languages", text(&tags.join(", "))),
        ("fact-admin-can-be-deactivated", flag(definitions.security.admin_can_be_deactivated)),
        ("fact-protected", flag(!definitions.security.protection_hash.is_empty())),
        ("fact-storage", storage),
        ("fact-authentication", authentication),
        ("fact-preset", FactValue::Word(words::guidelines::preset(policies.preset))),
        ("fact-threshold", number(policies.lockout.threshold)),
        ("fact-duration", number(policies.lockout.duration_minutes)),
        ("fact-complexity", flag(password.complexity)),
        ("fact-minimum-length", number(password.minimum_length)),
        ("fact-enforce-strong", flag(password.enforce_strong)),
        ("fact-upper-and-lower", flag(password.upper_and_lower)),
        ("fact-number", flag(password.number)),
        ("fact-special", flag(password.special)),
        ("fact-aging", flag(password.aging)),
        ("fact-maximum-age", number(password.maximum_age_days)),
        ("fact-warn-days", number(password.warn_days)),
        ("fact-history", flag(password.history)),
        ("fact-history-count", number(password.history_count)),
        ("fact-idle-timeout", number(policies.session.idle_timeout_minutes)),
        ("fact-default-user", user(policies.session.default_user)),
        ("fact-autologin-user", user(policies.session.autologin_user)),
        ("fact-when-unwritable", unwritable),
    ]
    .map(|(key, value)| Fact { key, value })
    .into()
}
