//! What a change that is allowed does to the runtime document.

use smallvec::SmallVec;

use super::{Actor, Attributes, Change, Done, Field, NewUser, Refusal, Told};
use crate::model::{
    Definitions, DeletedUser, Mark, Origin, Password, Ref, Refs, Runtime, RuntimeUser, Texts, Unknown, User,
};
use crate::name::{DESCRIPTION_LIMIT, FULL_NAME_LIMIT, USER_NAME_LIMIT, fold, length, tidy};
use crate::xml::forbidden;
use crate::{Id, Str, Time};

/// Attributes that no limit of the design speaks of are kept short all the same.
const TEXT_LIMIT: usize = 255;

pub(super) fn apply(runtime: &mut Runtime, actor: &Actor<'_>, change: Change, now: Time) -> Result<Told, Refusal> {
    let by = runtime.users.iter().find(|user| user.user.id == actor.id);
    let mark = Mark { at: now, by: by.map(|user| user.user.name.clone()).ok_or(Refusal::ActorGone)? };
    let Some(id) = change.user() else {
        return match change {
            Change::Create(new) => create(runtime, *new, mark),
            _ => Err(Refusal::NoSuchUser),
        };
    };
    let index = runtime.users.iter().position(|user| user.user.id == id).ok_or(Refusal::NoSuchUser)?;
    keep_an_administrator(runtime, index, &change)?;
    if matches!(change, Change::Delete { .. }) {
        return Ok(delete(runtime, index, mark));
    }
    let Runtime { definitions, users, .. } = runtime;
    let user = users.get_mut(index).ok_or(Refusal::NoSuchUser)?;
    let mut told = Told {
        user: id,
        name: user.user.name.clone(),
        origin: user.origin,
        done: Done::Edited,
        fields: Vec::new(),
        ends_sessions: false,
    };
    match change {
        Change::Edit { attributes, .. } => edit(&mut user.user, *attributes, definitions, &mut told.fields)?,
        Change::Enable { enabled, .. } => {
            told.done = if enabled { Done::Enabled } else { Done::Disabled };
            told.ends_sessions = !enabled && user.user.enabled;
            set(&mut user.user.enabled, Some(enabled), "enabled", &mut told.fields);
        }
        Change::SetPassword { hash, replaces, .. } => {
            let own = id == actor.id;
            let history = definitions.policies.password.history_count.max(24) as usize;
            set_password(user, hash, replaces, own, history, now)?;
            told.done = Done::PasswordSet;
            told.ends_sessions = true;
            told.fields.push(Field { name: "password", before: "set before".into(), after: "changed".into() });
        }
        Change::SetGroups { groups, .. } => {
            told.done = Done::GroupsAssigned;
            let names = |id| group_name(definitions, id);
            set_members(&mut user.user.groups, groups, "groups", names, &mut told.fields);
        }
        Change::Unlock { .. } => told.done = Done::Unlocked,
        // These were dealt with before, or are refused by `may`.
        Change::Create(_) | Change::Delete { .. } | Change::Rename { .. } | Change::Define(_) => {}
    }
    if !told.fields.is_empty() {
        user.changed = Some(mark);
    }
    Ok(told)
}

/// No change leaves Admin without its place, or the machine without an enabled administrator.
fn keep_an_administrator(runtime: &Runtime, index: usize, change: &Change) -> Result<(), Refusal> {
    let Some(user) = runtime.users.get(index).map(|user| &user.user) else { return Ok(()) };
    let Some(administrators) = runtime.definitions.administrators() else { return Ok(()) };
    let loses_one = match change {
        Change::Delete { .. } => {
            if user.admin {
                return Err(Refusal::AdminStays);
            }
            true
        }
        Change::Enable { enabled: false, .. } => {
            if user.admin && !runtime.definitions.security.admin_can_be_deactivated {
                return Err(Refusal::AdminStaysEnabled);
            }
            true
        }
        Change::SetGroups { groups, .. } => {
            let leaves = !groups.contains(&administrators);
            if user.admin && leaves {
                return Err(Refusal::AdminStaysAdministrator);
            }
            leaves
        }
        _ => false,
    };
    let counts = |user: &User| user.enabled && user.is_member_of(administrators);
    let last = || !runtime.users.iter().any(|other| other.user.id != user.id && counts(&other.user));
    if loses_one && counts(user) && last() {
        return Err(Refusal::LastAdministrator { user: user.name.clone() });
    }
    Ok(())
}

fn create(runtime: &mut Runtime, new: NewUser, mark: Mark) -> Result<Told, Refusal> {
    let name = new_name(&new.name)?;
    let folded = fold(&name);
    if let Some(other) = runtime.users.iter().find(|other| fold(&other.user.name) == folded) {
        return Err(Refusal::NameTaken { by: other.user.name.clone() });
    }
    let taken = runtime.users.iter().any(|other| other.user.id == new.id);
    if taken || runtime.deleted.iter().any(|other| other.id == new.id) {
        return Err(Refusal::IdTaken);
    }
    let mut fields = vec![Field { name: "name", before: String::new(), after: name.to_string() }];
    let mut user = User::new(new.id, &name);
    edit(&mut user, new.attributes, &runtime.definitions, &mut fields)?;
    set_members(&mut user.groups, new.groups, "groups", |id| group_name(&runtime.definitions, id), &mut fields);
    if let Some(hash) = new.hash {
        user.password = Some(Password { hash, changed_at: Some(mark.at), unknown: Unknown::default() });
        user.must_change_password = true;
        fields.push(Field { name: "password", before: String::new(), after: "set".into() });
    }
    let told = Told { user: user.id, name, origin: Origin::Runtime, done: Done::Created, fields, ends_sessions: false };
    runtime.users.push(RuntimeUser { origin: Origin::Runtime, created: Some(mark), ..RuntimeUser::from_project(user) });
    Ok(told)
}

/// The name as it is kept, if it is one that a person can have and type.
fn new_name(name: &str) -> Result<Str, Refusal> {
    let name = Str::from(tidy(name));
    let refuse = |why: String| Err(Refusal::Name { why });
    if name.is_empty() {
        return refuse("The user name is empty. Give the user a name.".into());
    }
    if name.chars().any(char::is_control) || forbidden(&name).is_some() {
        return refuse("The user name holds a control character, which nobody can type. Choose another name.".into());
    }
    match length(&name) {
        0..=USER_NAME_LIMIT => Ok(name),
        length => {
            refuse(format!("The user name has {length} characters; at most {USER_NAME_LIMIT} are allowed. Shorten it."))
        }
    }
}

fn delete(runtime: &mut Runtime, index: usize, mark: Mark) -> Told {
    let RuntimeUser { user, origin, history, history_unknown, .. } = runtime.users.items.remove(index);
    let told = Told {
        user: user.id,
        name: user.name.clone(),
        origin,
        done: Done::Deleted,
        fields: vec![Field { name: "name", before: user.name.to_string(), after: String::new() }],
        ends_sessions: true,
    };
    if origin == Origin::Project {
        runtime.deleted.push(DeletedUser {
            id: user.id,
            name: user.name,
            deleted_at: Some(mark.at),
            deleted_by: mark.by,
            password: user.password,
            history,
            history_unknown,
            unknown: Unknown::default(),
            at: user.at,
        });
    }
    told
}

fn set_password(
    user: &mut RuntimeUser,
    hash: Str,
    replaces: Option<Str>,
    own: bool,
    history: usize,
    now: Time,
) -> Result<(), Refusal> {
    if user.user.hash() != replaces.as_deref() {
        return Err(Refusal::PasswordChangedMeanwhile);
    }
    let password = Password { hash, changed_at: Some(now), unknown: Unknown::default() };
    if let Some(old) = user.user.password.replace(password) {
        user.history.insert(0, old);
        user.history.truncate(history);
    }
    user.user.must_change_password = !own;
    Ok(())
}

fn edit(
    user: &mut User,
    attributes: Attributes,
    definitions: &Definitions,
    fields: &mut Vec<Field>,
) -> Result<(), Refusal> {
    let full_name = attributes.full_name.map(|name| Str::from(tidy(&name)));
    let language = attributes.language.map(|tag| the_project_s_language(&tag, definitions)).transpose()?;
    let texts = [
        ("full name", &full_name, FULL_NAME_LIMIT),
        ("e-mail address", &attributes.email, TEXT_LIMIT),
        ("mobile phone number", &attributes.mobile_phone, TEXT_LIMIT),
        ("phone number", &attributes.phone, TEXT_LIMIT),
        ("notification type", &attributes.notification_type, TEXT_LIMIT),
    ];
    for (what, text, limit) in texts {
        text.as_ref().map_or(Ok(()), |text| kept(what, text, limit))?;
    }
    for text in attributes.description.iter().flat_map(|texts| &texts.list) {
        kept("description", &text.value, DESCRIPTION_LIMIT)?;
        kept("language of the description", &text.lang, TEXT_LIMIT)?;
    }
    let known = |id: &Id| definitions.notification_groups.iter().any(|group| group.id == *id);
    if !attributes.notification_groups.iter().flatten().all(known) {
        return Err(Refusal::NoSuchGroup { what: "notification group" });
    }
    set(&mut user.full_name, full_name, "full name", fields);
    set(&mut user.language, language, "language", fields);
    set(&mut user.email, attributes.email, "e-mail", fields);
    set(&mut user.mobile_phone, attributes.mobile_phone, "mobile phone", fields);
    set(&mut user.phone, attributes.phone, "phone", fields);
    set(&mut user.notification_type, attributes.notification_type, "notification type", fields);
    set(&mut user.password_aging, attributes.password_aging, "password expires", fields);
    set(&mut user.must_change_password, attributes.must_change_password, "must change password", fields);
    if let Some(description) = attributes.description.filter(|description| *description != user.description) {
        let say = |texts: &Texts| texts.get(&definitions.languages.default).to_owned();
        fields.push(Field { name: "description", before: say(&user.description), after: say(&description) });
        user.description = description;
    }
    if let Some(groups) = attributes.notification_groups {
        let name = |id| {
            let group = definitions.notification_groups.iter().find(|group| group.id == id);
            group.map_or(String::new(), |group| group.name.get(&definitions.languages.default).to_owned())
        };
        set_members(&mut user.notification_groups, groups, "notification groups", name, fields);
    }
    Ok(())
}

/// A text that the file can hold.
fn kept(what: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    let refuse = |why: String| Err(Refusal::Attribute { why });
    if forbidden(text).is_some() {
        return refuse(format!("The {what} holds a control character, which the file cannot keep. Leave it out."));
    }
    match length(text) {
        length if length > limit => {
            refuse(format!("The {what} has {length} characters; at most {limit} are allowed. Shorten it."))
        }
        _ => Ok(()),
    }
}

/// The tag as the project writes it; empty for the project's default.
fn the_project_s_language(tag: &str, definitions: &Definitions) -> Result<Str, Refusal> {
    let languages = &definitions.languages.list;
    if tag.is_empty() {
        return Ok(Str::default());
    }
    let found = languages.iter().find(|language| language.tag.eq_ignore_ascii_case(tag));
    found.map(|language| language.tag.clone()).ok_or_else(|| {
        let known: Vec<&str> = languages.iter().map(|language| language.tag.as_str()).collect();
        Refusal::Attribute {
            why: format!("The project has no language {tag:?}; it has {}. Choose one of them.", known.join(", ")),
        }
    })
}

/// Sets a value that is other, and tells it.
fn set<T: PartialEq + Shown>(place: &mut T, value: Option<T>, name: &'static str, fields: &mut Vec<Field>) {
    if let Some(value) = value.filter(|value| value != place) {
        fields.push(Field { name, before: place.shown(), after: value.shown() });
        *place = value;
    }
}

/// Sets memberships, if they are not the same in whatever order. Those that stay keep what is unknown of
/// them.
fn set_members(
    place: &mut Refs,
    groups: Vec<Id>,
    name: &'static str,
    name_of: impl Fn(Id) -> String,
    fields: &mut Vec<Field>,
) {
    let mut members: Refs = SmallVec::new();
    for id in groups {
        if !members.iter().any(|member| member.id == id) {
            members.push(place.iter().find(|member| member.id == id).cloned().unwrap_or_else(|| Ref::from(id)));
        }
    }
    let same = members.len() == place.len() && members.iter().all(|member| place.iter().any(|old| old.id == member.id));
    if !same {
        let names = |refs: &Refs| refs.iter().map(|member| name_of(member.id)).collect::<Vec<_>>().join(", ");
        fields.push(Field { name, before: names(place), after: names(&members) });
        *place = members;
    }
}

fn group_name(definitions: &Definitions, id: Id) -> String {
    let group = definitions.groups.iter().find(|group| group.id == id);
    group.map_or(String::new(), |group| group.name.get(&definitions.languages.default).to_owned())
}

/// A value as the audit trail shows it.
trait Shown {
    fn shown(&self) -> String;
}

impl Shown for bool {
    fn shown(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Shown for Str {
    fn shown(&self) -> String {
        self.to_string()
    }
}
