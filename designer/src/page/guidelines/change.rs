//! What the fields and boxes of the guidelines change.

use keyholder_shared::edit::{Action as Done, Edit, Setting, Step};
use keyholder_shared::guideline;
use keyholder_shared::model::{Authentication, DataStorage, Policies, Preset, Security, StorageKind, WhenUnwritable};
use keyholder_shared::{Id, Str, name};

use super::Message;
use crate::csv::texts;
use crate::app::{Action, Context, Question};

/// A field to type into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A number of the guidelines.
    Number(Number),
    /// The project's name.
    ProjectName,
    /// The path of the runtime document.
    Path,
    /// The name of the user who is there while nobody is logged in.
    DefaultUser,
    /// The name of the user who is logged in at the start.
    AutologinUser,
}

/// A number of the guidelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Named as in the file.
pub enum Number {
    Threshold,
    Duration,
    MaximumAge,
    WarnDays,
    MinimumLength,
    HistoryCount,
    IdleTimeout,
}

/// A yes or no of the guidelines, or of the project's security.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // Named as in the file.
pub enum Flag {
    Complexity,
    EnforceStrong,
    UpperAndLower,
    Number,
    Special,
    Aging,
    History,
    AdminCanBeDeactivated,
}

/// Where machines keep their runtime document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In the project's folder.
    Folder,
    /// At a path.
    Path,
    /// In the project's database.
    Database,
}

/// A path in a file system has at most about so many characters.
const LONGEST_PATH: usize = 255;

impl Typed {
    /// The most characters it takes.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::Number(_) => 6,
            Self::ProjectName => name::FULL_NAME_LIMIT,
            Self::Path => LONGEST_PATH,
            Self::DefaultUser | Self::AutologinUser => name::USER_NAME_LIMIT,
        }
    }
}

impl Number {
    /// The key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Threshold => "fact-threshold",
            Self::Duration => "fact-duration",
            Self::MaximumAge => "fact-maximum-age",
            Self::WarnDays => "fact-warn-days",
            Self::MinimumLength => "fact-minimum-length",
            Self::HistoryCount => "fact-history-count",
            Self::IdleTimeout => "fact-idle-timeout",
        }
    }

    /// What it is.
    #[must_use]
    pub fn of(self, policies: &Policies) -> u32 {
        let password = &policies.password;
        match self {
            Self::Threshold => policies.lockout.threshold,
            Self::Duration => policies.lockout.duration_minutes,
            Self::MaximumAge => password.maximum_age_days,
            Self::WarnDays => password.warn_days,
            Self::MinimumLength => password.minimum_length,
            Self::HistoryCount => password.history_count,
            Self::IdleTimeout => policies.session.idle_timeout_minutes,
        }
    }

    fn set(self, policies: &mut Policies, to: u32) {
        let password = &mut policies.password;
        *match self {
            Self::Threshold => &mut policies.lockout.threshold,
            Self::Duration => &mut policies.lockout.duration_minutes,
            Self::MaximumAge => &mut password.maximum_age_days,
            Self::WarnDays => &mut password.warn_days,
            Self::MinimumLength => &mut password.minimum_length,
            Self::HistoryCount => &mut password.history_count,
            Self::IdleTimeout => &mut policies.session.idle_timeout_minutes,
        } = to;
    }
}

impl Flag {
    /// The key of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Complexity => "fact-complexity",
            Self::EnforceStrong => "fact-enforce-strong",
            Self::UpperAndLower => "fact-upper-and-lower",
            Self::Number => "fact-number",
            Self::Special => "fact-special",
            Self::Aging => "fact-aging",
            Self::History => "fact-history",
            Self::AdminCanBeDeactivated => "fact-admin-can-be-deactivated",
        }
    }

    fn set(self, policies: &mut Policies, to: bool) {
        let password = &mut policies.password;
        match self {
            Self::Complexity => password.complexity = to,
            Self::EnforceStrong => password.enforce_strong = to,
            Self::UpperAndLower => password.upper_and_lower = to,
            Self::Number => password.number = to,
            Self::Special => password.special = to,
            Self::Aging => password.aging = to,
            Self::History => password.history = to,
            Self::AdminCanBeDeactivated => {}
        }
    }
}

/// The number that stands in a field.
pub(super) fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

/// The user with that name.
pub(super) fn user(name: &str, context: Context<'_>) -> Option<Id> {
    context.document.draft().users_named(name).first().copied()
}

pub(super) fn typed(field: Typed, text: &str, context: Context<'_>) -> Action<Message> {
    let text = text.trim();
    let step = match field {
        Typed::Number(which) => {
            let Some(to) = number(text) else { return Action::None };
            policies(which.key(), context, |policies| which.set(policies, to))
        }
        Typed::ProjectName => set("fact-project-name", context, Setting::ProjectName(text.into())),
        Typed::Path => kind(StorageKind::FilePath(text.into()), context),
        Typed::DefaultUser | Typed::AutologinUser => {
            let id = user(text, context);
            if id.is_none() && !text.is_empty() {
                return Action::None;
            }
            if field == Typed::DefaultUser {
                policies("fact-default-user", context, |policies| policies.session.default_user = id)
            } else {
                policies("fact-autologin-user", context, |policies| policies.session.autologin_user = id)
            }
        }
    };
    Action::Edit(step.merged(format!("guideline-{field:?}")))
}

pub(super) fn flag(flag: Flag, to: bool, context: Context<'_>) -> Action<Message> {
    if flag == Flag::AdminCanBeDeactivated {
        let security = context.document.definitions().security.clone();
        let security = Security { admin_can_be_deactivated: to, ..security };
        return Action::Edit(set(flag.key(), context, Setting::Security(security)));
    }
    Action::Edit(policies(flag.key(), context, |policies| flag.set(policies, to)))
}

pub(super) fn audit(when: WhenUnwritable, context: Context<'_>) -> Action<Message> {
    Action::Edit(policies("fact-when-unwritable", context, |policies| policies.audit.when_unwritable = when))
}

pub(super) fn preset(preset: Preset, context: Context<'_>) -> Action<Message> {
    Action::Edit(policies("fact-preset", context, |policies| policies.preset = preset))
}

/// The preset's values; a preset other than `default` also wants nobody to be there without logging in.
pub(super) fn take_values(context: Context<'_>) -> Action<Message> {
    Action::Edit(policies("guidelines-values", context, |policies| {
        let wanted = guideline::values(policies.preset);
        policies.lockout.threshold = wanted.lockout.threshold;
        policies.lockout.duration_minutes = wanted.lockout.duration_minutes;
        let unknown = std::mem::take(&mut policies.password.unknown);
        policies.password = wanted.password;
        policies.password.unknown = unknown;
        policies.session.idle_timeout_minutes = wanted.session.idle_timeout_minutes;
        if policies.preset != Preset::Default {
            policies.session.default_user = None;
            policies.session.autologin_user = None;
        }
        policies.audit.when_unwritable = wanted.audit.when_unwritable;
    }))
}

pub(super) fn storage(storage: Storage, context: Context<'_>) -> Action<Message> {
    let to = match (storage, &context.document.definitions().storage.kind) {
        (Storage::Folder, _) => StorageKind::ProjectDirectory,
        (Storage::Database, _) => StorageKind::ProjectDatabase,
        (Storage::Path, StorageKind::FilePath(_)) => return Action::None,
        (Storage::Path, _) => StorageKind::FilePath("runtime".into()),
    };
    Action::Edit(kind(to, context))
}

pub(super) fn authentication(kind: Str, context: Context<'_>) -> Action<Message> {
    let authentication = context.document.definitions().authentication.clone();
    let setting = Setting::Authentication(Authentication { kind, ..authentication });
    Action::Edit(set("fact-authentication", context, setting))
}

pub(super) fn add_language(tag: &str, context: Context<'_>) -> Action<Message> {
    let tag = tag.trim();
    Action::Edit(Step::one(Done::Add, None, &context.tr.named("what-language", tag), Edit::AddLanguage(tag.into())))
}

pub(super) fn default_language(tag: &str, context: Context<'_>) -> Action<Message> {
    let mut languages = context.document.definitions().languages.clone();
    languages.default = tag.into();
    Action::Edit(set("fact-default-language", context, Setting::Languages(languages)))
}

/// Asks first: every text in the language goes along.
pub(super) fn remove_language(tag: &str, context: Context<'_>) -> Action<Message> {
    let Context { tr, document, .. } = context;
    let removal =
        Step::one(Done::Remove, None, &tr.named("what-language", tag), Edit::RemoveLanguage(tag.into()));
    let languages = &document.definitions().languages;
    let mut text = tr.get("guidelines-remove-language-text").to_owned();
    let next = languages.list.iter().find(|language| !language.tag.eq_ignore_ascii_case(tag));
    if let Some(next) = next.filter(|_| languages.default.eq_ignore_ascii_case(tag)) {
        text = format!("{text} {}", tr.named("guidelines-remove-language-default", &next.tag));
    }
    let entries = texts::entries(document.draft());
    let said = entries.iter().filter(|entry| !entry.in_language(tag).is_empty()).count();
    let users = document.users().iter().filter(|user| user.language.eq_ignore_ascii_case(tag)).count();
    let lines = [("guidelines-remove-language-texts", said), ("count-users", users)];
    let question = Question {
        title: tr.named("guidelines-remove-language-title", tag),
        text,
        lines: lines.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| tr.count(key, count)).collect(),
        yes: tr.get("command-delete").to_owned(),
        danger: true,
    };
    Action::Ask(question, Box::new(Action::Edit(removal)))
}

fn policies(key: &str, context: Context<'_>, change: impl FnOnce(&mut Policies)) -> Step {
    let mut policies = context.document.definitions().policies.clone();
    change(&mut policies);
    set(key, context, Setting::Policies(Box::new(policies)))
}

fn kind(kind: StorageKind, context: Context<'_>) -> Step {
    let storage = context.document.definitions().storage.clone();
    set("fact-storage", context, Setting::Storage(DataStorage { kind, ..storage }))
}

fn set(key: &str, context: Context<'_>, setting: Setting) -> Step {
    Step::one(Done::Change, None, context.tr.get(key), Edit::Set(setting))
}
