//! Everything wrong or unwise in a project, as data with the place it is about: errors, which the Runtime would
//! refuse, warnings, and advice. A program can lead to the place and word the advice in its language; the English
//! sentence is its `Display`.

use std::fmt;

use rustc_hash::FxHashSet;

use crate::edit::TextField;
use crate::guideline::{self, Deviation, deviations};
use crate::model::{Called, Definitions, Kind, Project, StorageKind, Texts, User};
use crate::validate::{self, Problem, Rule};
use crate::xml::Severity;
use crate::{Id, Str};

/// Something wrong or unwise in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub weight: Weight,
    /// The thing it is about; `None`: the project as a whole.
    pub about: Option<(Kind, Id)>,
    /// The attribute, or the element in the thing, as the file calls it, if it is about one.
    pub field: Option<&'static str>,
    /// The language of the text that it is about; of several, the first.
    pub lang: Option<Str>,
    /// The name of the thing, in the project's default language; of a right, its key.
    pub name: Str,
    /// What is the matter.
    pub what: What,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// The Runtime would refuse the project.
    Error,
    /// The Runtime takes the project, but says so.
    Warning,
    /// It may be meant so, but had better be otherwise.
    Advice,
}

/// What is the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A rule of the file is broken: which, and what is wrong and what to do, in sentences.
    Rule(Rule, String),
    /// Something is unwise.
    Unwise(Advice),
}

/// What is unwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Admin has no password.
    AdminWithoutPassword,
    /// An enabled user has no password, and so cannot log in.
    NoPassword,
    /// The user's password is one that is tried first.
    CommonPassword,
    /// An enabled user is in no group, and so has no rights.
    UserWithoutGroup,
    /// The group assigns no right.
    GroupWithoutRights,
    /// No group assigns the right.
    RightUnused,
    /// No panel stands in the area, so that groups which count there alone never count.
    AreaWithoutClients,
    /// One user alone administers the machine.
    OneAdministrator,
    /// A counterpart of the group in a directory service has no name, and so nobody is found by it.
    ExternalWithoutName,
    /// The user's e-mail address is none.
    EmailStrange,
    /// The user's e-mail address lacks a domain.
    EmailWithoutDomain,
    /// The runtime document is to lie at a path, and none is given.
    PathMissing,
    /// The path of the runtime document leads upwards, which machines refuse.
    PathUpwards,
    /// A guideline is weaker than the chosen preset.
    WeakGuideline(Deviation),
    /// A text is not there in these languages.
    TextMissing {
        /// Name or description.
        field: TextField,
        /// BCP 47 tags, in the project's order.
        languages: Vec<Str>,
    },
}

/// Everything wrong or unwise in a project: errors first, then warnings, then advice, each in the order of the file.
/// `is_common` says of which users the program knows that their password is a common one: a hash does not tell.
#[must_use]
pub fn findings(project: &Project, is_common: &dyn Fn(Id) -> bool) -> Vec<Finding> {
    let (definitions, users) = (&project.definitions, project.users.iter());
    findings_of(definitions, users.clone(), validate::parts(definitions, users), is_common)
}

/// The same of a project whose parts lie apart, as those of an open one do, and whose `problems` are known: those that
/// [`validate::parts`] finds.
#[must_use]
pub fn findings_of<'p>(
    definitions: &'p Definitions,
    users: impl Iterator<Item = &'p User> + Clone,
    problems: Vec<Problem>,
    is_common: &dyn Fn(Id) -> bool,
) -> Vec<Finding> {
    let about: FxHashSet<Id> = problems.iter().filter_map(|problem| problem.about).map(|(_, id)| id).collect();
    // Most projects have no problems, and the names of 100,000 users need not be gathered for that.
    let named = users.clone().filter(|_| !about.is_empty()).map(|user| (user.id, user.name.as_str()));
    let called = Called::new(definitions, named, |id| about.contains(&id));
    let mut findings: Vec<Finding> = problems
        .into_iter()
        .map(|problem| Finding {
            weight: if problem.severity == Severity::Error { Weight::Error } else { Weight::Warning },
            about: problem.about,
            field: field_of(&problem),
            name: problem.about.map(|about| called.name(about)).unwrap_or_default(),
            lang: problem.text.map(|(_, lang)| lang).filter(|lang| !lang.is_empty()),
            what: What::Rule(problem.rule, problem.message),
        })
        .collect();
    findings.extend(advise_of(definitions, users, is_common));
    findings.sort_by_key(|finding| finding.weight);
    findings
}

/// What is to be changed where a rule is broken. That something is not there is no fault of an attribute.
fn field_of(problem: &Problem) -> Option<&'static str> {
    if let Some((field, _)) = &problem.text {
        return Some(element(*field));
    }
    Some(match problem.rule {
        Rule::NameMissing | Rule::UserNameMissing => "Name",
        Rule::RightKeyMissing => "Key",
        Rule::ClientName => "Client",
        Rule::LanguageTag => "Tag",
        Rule::MinimumLength => "MinimumLength",
        Rule::NoAdministrator => "Enabled",
        Rule::AdminMembership | Rule::GroupGone => "Group",
        Rule::RightGone => "Right",
        Rule::AreaGone => "Area",
        _ => return problem.attribute,
    })
}

fn element(field: TextField) -> &'static str {
    match field {
        TextField::Name => "Name",
        TextField::Description => "Description",
    }
}

/// What is unwise in a project, in the order of the file, what is to be translated last. `is_common` as in [`findings`].
#[must_use]
pub fn advise(project: &Project, is_common: &dyn Fn(Id) -> bool) -> Vec<Finding> {
    advise_of(&project.definitions, project.users.iter(), is_common)
}

fn advise_of<'p>(
    definitions: &'p Definitions,
    users: impl Iterator<Item = &'p User>,
    is_common: &dyn Fn(Id) -> bool,
) -> Vec<Finding> {
    let mut adviser = Adviser {
        language: &definitions.languages.default,
        languages: definitions.languages.list.iter().map(|language| &language.tag).collect(),
        findings: Vec::new(),
    };
    adviser.guidelines(definitions);
    adviser.definitions(definitions);
    adviser.users(definitions, users, is_common);
    // What is to be translated is much and can wait.
    adviser.findings.sort_by_key(|finding| matches!(finding.what, What::Unwise(Advice::TextMissing { .. })));
    adviser.findings
}

struct Adviser<'p> {
    language: &'p str,
    languages: Vec<&'p Str>,
    findings: Vec<Finding>,
}

impl Adviser<'_> {
    fn note(&mut self, about: Option<(Kind, Id)>, field: Option<&'static str>, name: &str, advice: Advice) {
        let lang = match &advice {
            Advice::TextMissing { languages, .. } => languages.first().cloned(),
            _ => None,
        };
        let what = What::Unwise(advice);
        self.findings.push(Finding { weight: Weight::Advice, about, field, lang, name: name.into(), what });
    }

    fn guidelines(&mut self, definitions: &Definitions) {
        if let StorageKind::FilePath(path) = &definitions.storage.kind
            && let Some(advice) = of_path(path)
        {
            let what = What::Unwise(advice);
            let name = Str::default();
            let path = Some("Path");
            self.findings.push(Finding { weight: Weight::Error, about: None, field: path, lang: None, name, what });
        }
        let policies = &definitions.policies;
        for deviation in deviations(policies, policies.preset) {
            if deviation.kind == guideline::Kind::Weaker {
                self.note(None, Some(deviation.field.name()), "", Advice::WeakGuideline(deviation));
            }
        }
    }

    fn definitions(&mut self, definitions: &Definitions) {
        for area in definitions.areas.iter() {
            self.texts((Kind::Area, area.id), &area.name, &area.description);
            if area.clients.is_empty() {
                let name = area.name.get(self.language);
                self.note(Some((Kind::Area, area.id)), Some("Client"), name, Advice::AreaWithoutClients);
            }
        }
        let assigned: FxHashSet<Id> = definitions
            .groups
            .iter()
            .flat_map(|group| group.rights.iter().filter(|right| !right.denied))
            .map(|right| right.id)
            .collect();
        for group in definitions.right_groups.iter() {
            self.texts((Kind::RightGroup, group.id), &group.name, &group.description);
            for right in group.rights.iter() {
                self.texts((Kind::Right, right.id), &right.name, &right.description);
                // Administrators always have the rights of System.
                if !group.system && !assigned.contains(&right.id) {
                    self.note(Some((Kind::Right, right.id)), None, &right.key, Advice::RightUnused);
                }
            }
        }
        for group in definitions.notification_groups.iter() {
            self.texts((Kind::NotificationGroup, group.id), &group.name, &group.description);
        }
        for group in definitions.groups.iter() {
            self.texts((Kind::Group, group.id), &group.name, &group.description);
            if !group.administrators && group.rights.iter().all(|right| right.denied) {
                let name = group.name.get(self.language);
                self.note(Some((Kind::Group, group.id)), Some("Right"), name, Advice::GroupWithoutRights);
            }
            if group.external.iter().any(|external| external.name.is_empty()) {
                let (about, name) = (Some((Kind::Group, group.id)), group.name.get(self.language));
                self.note(about, Some("ExternalGroup"), name, Advice::ExternalWithoutName);
            }
        }
    }

    fn users<'p>(
        &mut self,
        definitions: &Definitions,
        users: impl Iterator<Item = &'p User>,
        is_common: &dyn Fn(Id) -> bool,
    ) {
        let administrators = definitions.administrators();
        let mut enabled = 0;
        let mut administrator = None;
        for user in users {
            let about = Some((Kind::User, user.id));
            if !user.description.list.is_empty() {
                self.missing((Kind::User, user.id), &user.name, TextField::Description, &user.description);
            }
            if user.password.is_some() && is_common(user.id) {
                self.note(about, Some("Password"), &user.name, Advice::CommonPassword);
            }
            if let Some(advice) = of_email(&user.email) {
                self.note(about, Some("Email"), &user.name, advice);
            }
            if !user.enabled {
                continue;
            }
            if user.password.is_none() {
                let advice = if user.admin { Advice::AdminWithoutPassword } else { Advice::NoPassword };
                self.note(about, Some("Password"), &user.name, advice);
            }
            if user.groups.is_empty() {
                self.note(about, Some("Group"), &user.name, Advice::UserWithoutGroup);
            }
            if administrators.is_some_and(|group| user.is_member_of(group)) {
                enabled += 1;
                administrator = Some(user);
            }
        }
        if let Some(user) = administrator.filter(|_| enabled == 1) {
            self.note(Some((Kind::User, user.id)), None, &user.name, Advice::OneAdministrator);
        }
    }

    fn texts(&mut self, about: (Kind, Id), name: &Texts, description: &Texts) {
        let called = Str::from(name.get(self.language));
        // No name at all is an error, and told as one.
        for (field, texts) in [(TextField::Name, name), (TextField::Description, description)] {
            if texts.list.iter().any(|text| !text.value.is_empty()) {
                self.missing(about, &called, field, texts);
            }
        }
    }

    /// What is said in one language is said in all.
    fn missing(&mut self, about: (Kind, Id), name: &str, field: TextField, texts: &Texts) {
        let says =
            |tag: &str| texts.list.iter().any(|text| text.lang.eq_ignore_ascii_case(tag) && !text.value.is_empty());
        let languages: Vec<Str> = self.languages.iter().filter(|tag| !says(tag)).map(|tag| (*tag).clone()).collect();
        if !languages.is_empty() {
            self.note(Some(about), Some(element(field)), name, Advice::TextMissing { field, languages });
        }
    }
}

/// Why machines refuse to keep their runtime document at that path, as far as it can be seen without them
/// (`docs/choices.md`, Files).
#[must_use]
pub fn of_path(path: &str) -> Option<Advice> {
    if path.is_empty() {
        return Some(Advice::PathMissing);
    }
    path.split(['/', '\\']).any(|part| part == "..").then_some(Advice::PathUpwards)
}

/// What is wrong with an e-mail address, as far as it can be seen. None at all is well.
#[must_use]
pub fn of_email(email: &str) -> Option<Advice> {
    if email.is_empty() {
        return None;
    }
    match email.rsplit_once('@') {
        Some((before, domain)) if !before.is_empty() && !domain.is_empty() && !email.contains(char::is_whitespace) => {
            let is_whole = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
            (!is_whole).then_some(Advice::EmailWithoutDomain)
        }
        _ => Some(Advice::EmailStrange),
    }
}

impl Advice {
    /// A word for it, by which a program finds its own sentence.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::AdminWithoutPassword => "admin-without-password",
            Self::NoPassword => "no-password",
            Self::CommonPassword => "common-password",
            Self::UserWithoutGroup => "user-without-group",
            Self::GroupWithoutRights => "group-without-rights",
            Self::RightUnused => "right-unused",
            Self::AreaWithoutClients => "area-without-clients",
            Self::OneAdministrator => "one-administrator",
            Self::ExternalWithoutName => "external-without-name",
            Self::EmailStrange => "email-strange",
            Self::EmailWithoutDomain => "email-without-domain",
            Self::PathMissing => "path-missing",
            Self::PathUpwards => "path-upwards",
            Self::WeakGuideline(_) => "weak-guideline",
            Self::TextMissing { field: TextField::Name, .. } => "name-missing",
            Self::TextMissing { field: TextField::Description, .. } => "description-missing",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let advice = match &self.what {
            What::Rule(_, message) => return f.write_str(message),
            What::Unwise(advice) => advice,
        };
        match advice {
            Advice::AdminWithoutPassword => {
                f.write_str("Admin has no password, so nobody can log in as Admin on a new machine. Set one.")
            }
            Advice::NoPassword => write!(f, "The user {name:?} has no password and cannot log in. Set one."),
            Advice::CommonPassword => {
                write!(f, "The password of {name:?} is one of those that are tried first. Set another.")
            }
            Advice::UserWithoutGroup => {
                write!(f, "The user {name:?} is in no group and has no rights. Put the user into a group.")
            }
            Advice::GroupWithoutRights => {
                write!(f, "The group {name:?} assigns no right. Assign some, or remove the group.")
            }
            Advice::RightUnused => {
                write!(f, "No group assigns the right {name:?}, so nobody has it. Assign it, or remove it.")
            }
            Advice::AreaWithoutClients => write!(
                f,
                "No panel stands in the area {name:?}, so groups that count there alone never count. Name its panels."
            ),
            Advice::OneAdministrator => write!(
                f,
                "{name:?} alone administers the machine. Enable a second administrator, for the day when {name:?} cannot."
            ),
            Advice::ExternalWithoutName => {
                write!(f, "A directory group of {name:?} has no name, so nobody becomes a member by it. Name it.")
            }
            Advice::EmailStrange => {
                write!(f, "The e-mail address of {name:?} is none. An address looks like name@plant.example.")
            }
            Advice::EmailWithoutDomain => {
                write!(f, "The e-mail address of {name:?} needs a domain such as plant.example.")
            }
            Advice::PathMissing => f.write_str("The runtime document has no path. Type that of a file or a folder."),
            Advice::PathUpwards => f.write_str(
                "Machines refuse the path of the runtime document, as there is \"..\" in it. Leave that out.",
            ),
            Advice::WeakGuideline(deviation) => deviation.fmt(f),
            Advice::TextMissing { field, languages } => {
                let what = if *field == TextField::Name { "name" } else { "description" };
                write!(f, "The {what} of {name:?} is not there in {}. Translate it.", languages.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests;
