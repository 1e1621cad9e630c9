//! `user`

use std::io::{self, Write as _};

use keyholder_runtime::engine::{Engine, Outcome, Refused, Session, Snapshot, UserView};
use keyholder_runtime::update::Machine;
use keyholder_shared::change::{self, Change, Refusal, Told};
use keyholder_shared::model::{Texts, User};
use keyholder_shared::name::fold;
use keyholder_shared::{Id, Str};
use serde::Serialize;

use super::login::{client, complain, open, tell_alarms};
use super::paint::{self, AMBER, BAD, BOLD, DIM, GOOD, cell, harmless};
use super::passwords::{NoPassword, Passwords};
use super::user_args::{Acting, Attributes, Target, UserCommand};

/// What is printed of a change, or of why it was refused.
#[derive(Serialize)]
struct Answer {
    outcome: &'static str,
    /// The word for why it was refused.
    reason: Option<&'static str>,
    /// The document is another than before.
    changed: bool,
    message: String,
    user: Option<UserView>,
}

#[derive(Serialize)]
struct List {
    users: Vec<UserView>,
}

#[derive(Serialize)]
struct Shown {
    user: UserView,
}

/// What a command came to.
enum Came {
    List(Vec<UserView>),
    Shown(Box<UserView>),
    Changed(Vec<Told>, Option<Box<UserView>>),
    /// False: there was no loss.
    Acknowledged(bool),
}

/// Why a command came to nothing.
enum Failed {
    Usage(NoPassword),
    Refused(Refused),
}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<NoPassword> for Failed {
    fn from(error: NoPassword) -> Self {
        Self::Usage(error)
    }
}

pub fn user(machine: &Machine, command: UserCommand, json: bool) -> (u8, io::Result<()>) {
    let (status, answer) = match work(machine, command) {
        Ok(Came::List(users)) => {
            return (0, if json { super::print_json(&List { users }) } else { table(&users) });
        }
        Ok(Came::Shown(user)) => {
            return (0, if json { super::print_json(&Shown { user: *user }) } else { show(&user) });
        }
        Err(Failed::Usage(error)) => return (2, complain(&error.to_string())),
        Err(Failed::Refused(Refused::Engine(error))) => {
            let (reason, message) = (Some("failed"), error.to_string());
            (error.exit_status(), Answer { outcome: "failed", reason, changed: false, message, user: None })
        }
        Ok(Came::Acknowledged(there_was)) => {
            let message = if there_was {
                "The loss is acknowledged: every account has all its attempts again."
            } else {
                "There is no loss to acknowledge."
            };
            (0, Answer { outcome: "done", reason: None, changed: false, message: message.into(), user: None })
        }
        Ok(Came::Changed(told, user)) => {
            let changed = told.iter().any(|told| !told.changes_nothing());
            let message = told.iter().map(sentence).collect::<Vec<_>>().join(" ");
            (0, Answer { outcome: "done", reason: None, changed, message, user: user.map(|user| *user) })
        }
        Err(Failed::Refused(refused)) => {
            let (reason, message) = (Some(refused.word()), refused.to_string());
            (refused.exit_status(), Answer { outcome: "refused", reason, changed: false, message, user: None })
        }
    };
    (status, print(&answer, json))
}

fn work(machine: &Machine, command: UserCommand) -> Result<Came, Failed> {
    let (target, what) = match command {
        UserCommand::List { acting } => {
            let (engine, session, _) = begin(machine, &acting)?;
            return Ok(Came::List(engine.users(&session)?));
        }
        UserCommand::Acknowledge { acting } => {
            let (engine, session, _) = begin(machine, &acting)?;
            return Ok(Came::Acknowledged(engine.acknowledge(&session)?));
        }
        UserCommand::SetPassword { target } => return set_password(machine, &target),
        UserCommand::Show { target } => {
            let (engine, session, _) = begin(machine, &target.acting)?;
            return Ok(Came::Shown(Box::new(engine.user(&session, &target.name)?)));
        }
        UserCommand::Add { target, attributes, group, no_password } => {
            let (engine, session, passwords) = begin(machine, &target.acting)?;
            let password = if no_password { None } else { Some(passwords.new_one(&target.name)?) };
            let snapshot = engine.snapshot();
            let groups = groups(&snapshot, &group)?;
            let attributes = of_arguments(*attributes, None, false, &snapshot, None)?;
            let told = engine.create(&session, &target.name, attributes, groups, password.as_deref())?;
            return changed(&engine, vec![told]);
        }
        UserCommand::Edit {
            target,
            attributes,
            must_change_password,
            group,
            no_groups,
            add_group,
            remove_group,
            no_notification_groups,
            rename,
        } => {
            let (engine, session, _) = begin(machine, &target.acting)?;
            let snapshot = engine.snapshot();
            let who = snapshot.by_name(&target.name).map(|user| &user.user);
            let user = id_of(&snapshot, &target.name);
            let mut changes = Vec::new();
            if rename.is_some() {
                changes.push(Change::Rename { user });
            }
            if let Some(groups) = new_groups(&snapshot, who, no_groups, &group, &add_group, &remove_group)? {
                changes.push(Change::SetGroups { user, groups });
            }
            let attributes = of_arguments(*attributes, must_change_password, no_notification_groups, &snapshot, who)?;
            if changes.is_empty() || attributes != change::Attributes::default() {
                changes.push(Change::Edit { user, attributes: Box::new(attributes) });
            }
            let told = engine.change_together(&session, changes)?;
            return changed(&engine, told);
        }
        UserCommand::Enable { target } => (target, One::Enable(true)),
        UserCommand::Disable { target } => (target, One::Enable(false)),
        UserCommand::Unlock { target } => (target, One::Unlock),
        UserCommand::Delete { target } => (target, One::Delete),
    };
    let (engine, session, _) = begin(machine, &target.acting)?;
    let user = id_of(&engine.snapshot(), &target.name);
    let told = engine.change(
        &session,
        match what {
            One::Enable(enabled) => Change::Enable { user, enabled },
            One::Unlock => Change::Unlock { user },
            One::Delete => Change::Delete { user },
        },
    )?;
    changed(&engine, vec![told])
}

/// What needs no more than a user.
enum One {
    Enable(bool),
    Unlock,
    Delete,
}

/// Opens the machine and lets the acting user in.
fn begin(machine: &Machine, acting: &Acting) -> Result<(Engine, Session, Passwords), Failed> {
    let passwords = Passwords::new(acting.how.password_stdin);
    let password = passwords.of(&acting.actor)?;
    let engine = open(machine, &acting.project).map_err(Refused::from)?;
    let login = engine.authenticate(&acting.actor, &password, client(&acting.how)).map_err(Refused::from)?;
    // Nobody who reads diagnostics is no reason not to go on.
    let _ = tell_alarms(&engine);
    match login.session.clone() {
        Some(session) if login.outcome == Outcome::Granted => Ok((engine, session, passwords)),
        _ => Err(Refused::Login(login).into()),
    }
}

fn set_password(machine: &Machine, target: &Target) -> Result<Came, Failed> {
    let acting = &target.acting;
    if fold(&target.name) != fold(&acting.actor) {
        let (engine, session, passwords) = begin(machine, acting)?;
        let new = passwords.new_one(&target.name)?;
        let user = id_of(&engine.snapshot(), &target.name);
        let told = engine.set_password(&session, user, &new)?;
        return changed(&engine, vec![told]);
    }
    let passwords = Passwords::new(acting.how.password_stdin);
    let current = passwords.of(&acting.actor)?;
    let new = passwords.new_one(&target.name)?;
    let engine = open(machine, &acting.project).map_err(Refused::from)?;
    let told = engine.change_password(&acting.actor, &current, &new, client(&acting.how));
    let _ = tell_alarms(&engine);
    changed(&engine, vec![told?])
}

/// Whoever has this name; nobody's Id if there is none, so that rights are asked for first.
fn id_of(snapshot: &Snapshot, name: &str) -> Id {
    snapshot.by_name(name).map_or(Id::from_u128(0), |user| user.user.id)
}

fn changed(engine: &Engine, told: Vec<Told>) -> Result<Came, Failed> {
    let user = match told.last() {
        Some(told) => engine.view_of(told.user).map_err(Refused::from)?,
        None => None,
    };
    Ok(Came::Changed(told, user.map(Box::new)))
}

fn groups(snapshot: &Snapshot, named: &[String]) -> Result<Vec<Id>, Refusal> {
    let find = |name: &String| snapshot.group(name).map(|group| group.id);
    named.iter().map(|name| find(name).ok_or(Refusal::NoSuchGroup { what: "group" })).collect()
}

/// The groups that a user is to have, if they are to be others.
fn new_groups(
    snapshot: &Snapshot,
    user: Option<&User>,
    none: bool,
    exactly: &[String],
    add: &[String],
    remove: &[String],
) -> Result<Option<Vec<Id>>, Refusal> {
    if none || !exactly.is_empty() {
        return groups(snapshot, exactly).map(Some);
    }
    if add.is_empty() && remove.is_empty() {
        return Ok(None);
    }
    let (add, remove) = (groups(snapshot, add)?, groups(snapshot, remove)?);
    let own = user.into_iter().flat_map(|user| user.groups.iter().map(|group| group.id));
    Ok(Some(own.filter(|group| !remove.contains(group)).chain(add).collect()))
}

fn of_arguments(
    typed: Attributes,
    must_change_password: Option<bool>,
    no_notification_groups: bool,
    snapshot: &Snapshot,
    user: Option<&User>,
) -> Result<change::Attributes, Refusal> {
    let definitions = &snapshot.runtime().definitions;
    let notification_groups = match (no_notification_groups, typed.notification_group.as_slice()) {
        (false, []) => None,
        (_, named) => Some(
            named
                .iter()
                .map(|named| {
                    let is = |group: &&keyholder_shared::model::NotificationGroup| {
                        Some(group.id) == named.parse().ok()
                            || group.name.list.iter().any(|text| fold(&text.value) == fold(named))
                    };
                    let found = definitions.notification_groups.iter().find(is);
                    found.map(|group| group.id).ok_or(Refusal::NoSuchGroup { what: "notification group" })
                })
                .collect::<Result<_, _>>()?,
        ),
    };
    let description = typed.description.map(|text| described(user, &definitions.languages.default, &text));
    let text = |text: Option<String>| text.map(Str::from);
    Ok(change::Attributes {
        full_name: text(typed.full_name),
        language: text(typed.language),
        email: text(typed.email),
        mobile_phone: text(typed.mobile_phone),
        phone: text(typed.phone),
        notification_type: text(typed.notification_type),
        description,
        password_aging: typed.password_aging,
        must_change_password,
        notification_groups,
    })
}

/// A user's description with another text in this language.
fn described(user: Option<&User>, language: &str, text: &str) -> Texts {
    let mut description = user.map(|user| user.description.clone()).unwrap_or_default();
    description.list.retain(|other| !other.lang.eq_ignore_ascii_case(language));
    if !text.is_empty() {
        description.list.extend(Texts::new(language, text).list);
    }
    description
}

fn sentence(told: &Told) -> String {
    use keyholder_shared::change::Done;
    let name = &told.name;
    match told.done {
        Done::Unlocked => format!("{name} is not locked any more."),
        _ if told.changes_nothing() => format!("{name} is like that already. Nothing was changed."),
        Done::Created => format!("{name} was created."),
        Done::Edited | Done::GroupsAssigned => {
            let fields: Vec<&str> = told.fields.iter().map(|field| field.name).collect();
            format!("{name} was changed: {}.", fields.join(", "))
        }
        Done::Enabled => format!("{name} may log in again."),
        Done::Disabled => format!("{name} may not log in any more; all sessions have ended."),
        Done::Deleted => format!("{name} was deleted; all sessions have ended."),
        Done::PasswordSet => format!("The password of {name} was changed; all sessions have ended."),
    }
}

fn print(answer: &Answer, json: bool) -> io::Result<()> {
    if json {
        return super::print_json(answer);
    }
    if answer.outcome != "done" {
        return complain(&answer.message);
    }
    writeln!(paint::out(), "{GOOD}done{GOOD:#}  {}", harmless(&answer.message))
}

/// The word for how a user stands, with its colour.
fn standing(user: &UserView) -> (&'static str, anstyle::Style) {
    match user {
        UserView { enabled: false, .. } => ("disabled", BAD),
        UserView { locked: true, .. } => ("locked", BAD),
        UserView { has_password: false, .. } => ("no password", AMBER),
        UserView { must_change_password: true, .. } => ("must change", AMBER),
        _ => ("active", GOOD),
    }
}

fn table(users: &[UserView]) -> io::Result<()> {
    let mut out = paint::out();
    let widest = |of: fn(&UserView) -> &str, least: usize, most: usize| {
        users.iter().map(|user| paint::columns(of(user))).max().unwrap_or(0).clamp(least, most)
    };
    let (name, full) = (widest(|user| &user.name, 4, 31), widest(|user| &user.full_name, 9, 30));
    let head = [("user", name), ("full name", full), ("state", 11), ("from", 7)];
    head.iter().try_for_each(|(text, width)| write!(out, "{}  ", cell(text, *width, DIM)))?;
    writeln!(out, "{DIM}groups{DIM:#}")?;
    for user in users {
        let (word, style) = standing(user);
        let groups: Vec<&str> = user.groups.iter().map(|group| group.name.as_str()).collect();
        let plain = anstyle::Style::new();
        write!(
            out,
            "{}  {}  ",
            cell(&harmless(&user.name), name, BOLD),
            cell(&harmless(&user.full_name), full, plain)
        )?;
        write!(out, "{}  {}  ", cell(word, 11, style), cell(user.origin, 7, DIM))?;
        writeln!(out, "{}", harmless(&groups.join(", ")))?;
    }
    Ok(())
}

fn show(user: &UserView) -> io::Result<()> {
    let mut out = paint::out();
    let (word, style) = standing(user);
    writeln!(out, "{BOLD}{}{BOLD:#}  {style}{word}{style:#}", harmless(&user.name))?;
    let time = |time: Option<keyholder_shared::Time>| time.map_or(String::new(), |time| time.to_string());
    let names = |groups: &[keyholder_runtime::engine::GroupName]| {
        groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let changed = match (user.changed_at_runtime, &user.changed_by) {
        (Some(at), Some(by)) => format!("{at} by {by}"),
        _ => String::new(),
    };
    for (what, value) in [
        ("id", user.id.to_string()),
        ("full name", user.full_name.clone()),
        ("from", user.origin.to_owned()),
        ("groups", names(&user.groups)),
        ("notification groups", names(&user.notification_groups)),
        ("locked until", time(user.locked_until)),
        ("language", user.language.clone()),
        ("e-mail", user.email.clone()),
        ("mobile phone", user.mobile_phone.clone()),
        ("phone", user.phone.clone()),
        ("notification type", user.notification_type.clone()),
        ("description", user.description.clone()),
        ("password set", time(user.password_changed_at)),
        ("password expires", if user.password_aging { "yes" } else { "no" }.to_owned()),
        ("changed at runtime", changed),
        ("last login", time(user.last_login)),
    ] {
        if !value.is_empty() {
            writeln!(out, "  {}  {}", cell(what, 19, DIM), harmless(&value))?;
        }
    }
    Ok(())
}
