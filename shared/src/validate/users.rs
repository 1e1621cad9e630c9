//! Rules about users.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Check, Names, Rule};
use crate::Id;
use crate::model::{At, Definitions, Kind, Runtime, User};
use crate::name::{FULL_NAME_LIMIT, USER_NAME_LIMIT};

impl Check {
    pub(super) fn users<'u>(&mut self, definitions: &Definitions, users: impl Iterator<Item = &'u User> + Clone) {
        let administrators = definitions.administrators();
        let groups: FxHashSet<Id> = definitions.groups.iter().map(|group| group.id).collect();
        let notification_groups: FxHashSet<Id> = definitions.notification_groups.iter().map(|group| group.id).collect();
        let mut names = Names::default();
        let count = users.size_hint().0;
        names.0.reserve(count);
        self.ids.reserve(count);
        let mut admin: Option<&User> = None;
        let mut enabled_administrator = false;
        for user in users {
            self.thing(Kind::User, user.id, user.at);
            self.user_name(user, &mut names);
            self.rule(Rule::FullNameLong).limit(
                &user.full_name,
                FULL_NAME_LIMIT,
                user.at,
                Some("FullName"),
                "The full name",
            );
            self.description(&user.description, user.at);
            if user.admin && admin.replace(user).is_some() {
                self.rule(Rule::AdminTwice).error(
                    user.at,
                    Some("BuiltIn"),
                    "There are two built-in users Admin. Remove one.".into(),
                );
            }
            enabled_administrator |= user.enabled && administrators.is_some_and(|group| user.is_member_of(group));
            for (references, known, what) in [
                (&user.groups, &groups, "group"),
                (&user.notification_groups, &notification_groups, "notification group"),
            ] {
                for reference in references.iter().filter(|reference| !known.contains(&reference.id)) {
                    self.rule(Rule::GroupGone).error(reference.at, Some("Ref"), format!(
                        "The user {:?} refers to a {what} {} that is not there. Remove the reference, or put the {what} back.",
                        user.name, reference.id
                    ));
                }
            }
        }
        self.about = admin.map(|admin| (Kind::User, admin.id));
        self.admin(admin, administrators);
        if !enabled_administrator {
            self.rule(Rule::NoAdministrator).error(
                admin.map_or(At(0), |admin| admin.at),
                None,
                "No enabled user is a member of Administrators, so nobody could administer the machine. Enable Admin."
                    .into(),
            );
        }
    }

    fn user_name(&mut self, user: &User, names: &mut Names) {
        if user.name.is_empty() {
            self.rule(Rule::UserNameMissing).error(user.at, None, "The user has no Name. Give it one.".into());
            return;
        }
        self.rule(Rule::UserNameLong).limit(&user.name, USER_NAME_LIMIT, user.at, Some("Name"), "The user name");
        if user.name.chars().any(char::is_control) {
            self.rule(Rule::UserNameControl).warning(
                user.at,
                Some("Name"),
                "The user name holds a control character, which nobody can type. Rename the user.".into(),
            );
        }
        if let Some(other) = names.clash(&user.name) {
            self.rule(Rule::UserNameTaken).error(user.at, Some("Name"), format!(
                "The user name {:?} is taken: another user is called {other:?}, and case makes no difference. Rename one of them.",
                user.name
            ));
        }
    }

    fn admin(&mut self, admin: Option<&User>, administrators: Option<Id>) {
        let Some(admin) = admin else {
            self.rule(Rule::AdminMissing).error(At(0), None, "The built-in user Admin is missing. Open and save the project with the Designer, or copy the user from another project.".into());
            return;
        };
        if crate::name::fold(&admin.name) != "admin" {
            self.rule(Rule::AdminName).error(
                admin.at,
                Some("Name"),
                format!("The built-in user Admin is called {:?}. It keeps its name; call it Admin.", admin.name),
            );
        }
        if administrators.is_some_and(|group| !admin.is_member_of(group)) {
            self.rule(Rule::AdminMembership).error(
                admin.at,
                None,
                "The built-in user Admin is not a member of Administrators. Put it back into the group.".into(),
            );
        }
    }

    /// The users whom the guidelines let in without a login are users of the project.
    pub(super) fn session<'u>(&mut self, definitions: &Definitions, users: impl Iterator<Item = &'u User> + Clone) {
        self.about = None;
        let session = &definitions.policies.session;
        let administrators = definitions.administrators();
        for (attribute, id, what) in [
            ("DefaultUser", session.default_user, "default user"),
            ("AutologinUser", session.autologin_user, "user who is logged in at the start"),
        ] {
            let Some(id) = id else { continue };
            let Some(user) = users.clone().find(|user| user.id == id) else {
                self.rule(Rule::SessionUserGone).error(
                    session.at,
                    Some(attribute),
                    format!(
                        "The {what}, {id}, is not among the users. Choose another, or remove the attribute {attribute}."
                    ),
                );
                continue;
            };
            if administrators.is_some_and(|group| user.is_member_of(group)) {
                self.rule(Rule::SessionUserAdministrator).warning(session.at, Some(attribute), format!(
                    "The {what}, {:?}, is an administrator, so whoever stands at a panel administers the machine. Choose another.",
                    user.name
                ));
            }
        }
    }

    pub(super) fn deleted(&mut self, runtime: &Runtime) {
        let mut seen: FxHashMap<Id, ()> = FxHashMap::default();
        for deleted in runtime.deleted.iter() {
            self.about = Some((Kind::User, deleted.id));
            if self.ids.contains_key(&deleted.id) {
                self.rule(Rule::DeletedUser).error(
                    deleted.at,
                    Some("Id"),
                    format!(
                        "The user {:?} is listed as deleted, but is there as well. Remove one of the two.",
                        deleted.name
                    ),
                );
            }
            if seen.insert(deleted.id, ()).is_some() {
                self.rule(Rule::DeletedUser).error(
                    deleted.at,
                    Some("Id"),
                    format!("The deleted user {:?} is listed twice. Remove one.", deleted.name),
                );
            }
        }
    }
}
