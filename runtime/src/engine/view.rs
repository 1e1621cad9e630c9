//! Users and groups as lists show them.

use keyholder_shared::change::Refusal;
use keyholder_shared::model::{Origin, RuntimeUser, SYSTEM_RIGHTS};
use keyholder_shared::{Id, Time};
use serde::{Serialize, Serializer};

use super::{Engine, EngineError, Refused, Session, Snapshot};

/// A user as a list shows it. Nothing of the password but when it was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserView {
    /// Identity.
    #[serde(serialize_with = "text")]
    pub id: Id,
    /// The name with which it logs in.
    pub name: String,
    /// Name for people.
    pub full_name: String,
    /// Who gave it to the machine: `project` or `runtime`.
    pub origin: &'static str,
    /// True for the built-in user Admin.
    pub admin: bool,
    /// False: cannot log in.
    pub enabled: bool,
    /// Locked by failed logins.
    pub locked: bool,
    /// When the lock ends by itself.
    #[serde(serialize_with = "optional_text")]
    pub locked_until: Option<Time>,
    /// There is a password.
    pub has_password: bool,
    /// The next login asks for a new one.
    pub must_change_password: bool,
    /// It expires, where the guidelines let passwords expire.
    pub password_aging: bool,
    /// When it was set.
    #[serde(serialize_with = "optional_text")]
    pub password_changed_at: Option<Time>,
    /// Language, e-mail, telephone numbers, how to be told of things.
    pub language: String,
    /// Address for messages.
    pub email: String,
    /// Telephone number for text messages.
    pub mobile_phone: String,
    /// Telephone number.
    pub phone: String,
    /// How the user wants to be told of things.
    pub notification_type: String,
    /// Description in the project's default language.
    pub description: String,
    /// The groups it is a member of.
    pub groups: Vec<GroupName>,
    /// The notification groups it is a member of.
    pub notification_groups: Vec<GroupName>,
    /// When it was changed on the machine last, which keeps it from deliveries.
    #[serde(serialize_with = "optional_text")]
    pub changed_at_runtime: Option<Time>,
    /// Who did that.
    pub changed_by: Option<String>,
    /// The last login that was granted.
    #[serde(serialize_with = "optional_text")]
    pub last_login: Option<Time>,
}

/// A group by Id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupName {
    /// Identity.
    #[serde(serialize_with = "text")]
    pub id: Id,
    /// Name in the project's default language.
    pub name: String,
}

/// A group as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// Identity.
    #[serde(serialize_with = "text")]
    pub id: Id,
    /// Name in the project's default language.
    pub name: String,
    /// True for the group Administrators.
    pub administrators: bool,
    /// How many users are members.
    pub members: usize,
}

impl Engine {
    /// All users, in the order of the document, for who has any of the system's rights over users.
    ///
    /// # Errors
    /// [`Refused`] for others, and if the document or the state database cannot be read.
    pub fn users(&self, session: &Session) -> Result<Vec<UserView>, Refused> {
        self.core.held(session)?;
        may_look(session)?;
        let snapshot = self.core.current()?;
        snapshot.runtime().users.iter().map(|user| Ok(self.view(&snapshot, user)?)).collect()
    }

    /// The user with this name, without regard to case, for the same people and for that user.
    ///
    /// # Errors
    /// As [`Engine::users`], and if there is no such user.
    pub fn user(&self, session: &Session, name: &str) -> Result<UserView, Refused> {
        self.core.held(session)?;
        let snapshot = self.core.current()?;
        let user = snapshot.by_name(name);
        if user.is_none_or(|user| user.user.id != session.user()) {
            may_look(session)?;
        }
        Ok(self.view(&snapshot, user.ok_or(Refusal::NoSuchUser)?)?)
    }

    /// The user with this Id as who has just changed it may see it; `None` if it is gone.
    ///
    /// # Errors
    /// If the document or the state database cannot be read.
    pub fn view_of(&self, id: Id) -> Result<Option<UserView>, EngineError> {
        let snapshot = self.core.snapshot();
        snapshot.by_id(id).map(|user| self.view(&snapshot, user)).transpose()
    }

    /// All groups, in the order of the document.
    ///
    /// # Errors
    /// If the document cannot be read.
    pub fn groups(&self) -> Result<Vec<GroupView>, EngineError> {
        let snapshot = self.core.current()?;
        let runtime = snapshot.runtime();
        let members = |id: Id| runtime.users.iter().filter(|user| user.user.is_member_of(id)).count();
        let groups = runtime.definitions.groups.iter();
        Ok(groups
            .map(|group| GroupView {
                id: group.id,
                name: group.name.get(&runtime.definitions.languages.default).to_owned(),
                administrators: group.administrators,
                members: members(group.id),
            })
            .collect())
    }

    fn view(&self, snapshot: &Snapshot, user: &RuntimeUser) -> Result<UserView, EngineError> {
        let core = &self.core;
        let definitions = &snapshot.runtime().definitions;
        let language = &definitions.languages.default;
        let state = core.state.with(core, |state| state.login_state(user.user.id))?;
        let minutes = definitions.policies.lockout.duration_minutes;
        let lock = state.lock.filter(|lock| lock.holds(minutes, core.machine.clock.now()));
        let groups = definitions.groups.iter().filter(|group| user.user.is_member_of(group.id));
        let notified = |id: Id| user.user.notification_groups.iter().any(|group| group.id == id);
        let notification_groups = definitions.notification_groups.iter().filter(|group| notified(group.id));
        let plain = &user.user;
        Ok(UserView {
            id: plain.id,
            name: plain.name.to_string(),
            full_name: plain.full_name.to_string(),
            origin: if user.origin == Origin::Project { "project" } else { "runtime" },
            admin: plain.admin,
            enabled: plain.enabled,
            locked: lock.is_some(),
            locked_until: lock.and_then(|lock| lock.until(minutes)),
            has_password: plain.password.is_some(),
            must_change_password: plain.must_change_password,
            password_aging: plain.password_aging,
            password_changed_at: plain.password.as_ref().and_then(|password| password.changed_at),
            language: plain.language.to_string(),
            email: plain.email.to_string(),
            mobile_phone: plain.mobile_phone.to_string(),
            phone: plain.phone.to_string(),
            notification_type: plain.notification_type.to_string(),
            description: plain.description.get(language).to_owned(),
            groups: groups.map(|group| GroupName { id: group.id, name: group.name.get(language).to_owned() }).collect(),
            notification_groups: notification_groups
                .map(|group| GroupName { id: group.id, name: group.name.get(language).to_owned() })
                .collect(),
            changed_at_runtime: user.changed.as_ref().map(|mark| mark.at),
            changed_by: user.changed.as_ref().map(|mark| mark.by.to_string()),
            last_login: state.last_login,
        })
    }
}

/// Who looks after users sees them; an operator sees only their own entry.
fn may_look(session: &Session) -> Result<(), Refusal> {
    let keys = SYSTEM_RIGHTS.iter().filter(|key| key.starts_with("system.user."));
    let looks = keys.into_iter().any(|key| session.rights().check(&[key], None));
    if looks { Ok(()) } else { Err(Refusal::Right { key: "system.user.change" }) }
}

fn text<S: Serializer>(id: &Id, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

fn optional_text<S: Serializer>(time: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(time),
        None => serializer.serialize_none(),
    }
}
