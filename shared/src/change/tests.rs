//! Every kind of change by every kind of person to every kind of user; then what each leaves behind.

mod assigning;
mod effects;

use super::*;
use crate::model::*;
use crate::{Str, validate};

const ADMIN: u128 = 1;
const BOSS: u128 = 2;
const KEEPER: u128 = 3;
const OPERATOR: u128 = 4;
const PLANT: u128 = 5;
const GONE: u128 = 6;
const NOBODY: u128 = 99;
const ADMINISTRATORS: u128 = 101;
const KEEPERS: u128 = 102;
const OPERATORS: u128 = 103;
const CHEMISTS: u128 = 104;
const MESSAGES: u128 = 110;
const START: u128 = 301;
const DOSE: u128 = 302;
const FILLING: u128 = 401;
const PACKING: u128 = 402;

fn id(number: u128) -> Id {
    Id::from_u128(number)
}

fn now() -> Time {
    "2026-11-22T10:00:00.000Z".parse().unwrap()
}

fn password(hash: &str) -> Password {
    let at = "2026-08-01T10:00:00.000Z".parse().unwrap();
    Password { hash: hash.into(), changed_at: Some(at), unknown: Unknown::default() }
}

fn right(number: u128, key: &str) -> Right {
    Right {
        id: id(number),
        key: key.into(),
        name: Texts::new("en", key),
        description: Texts::default(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}

fn group(number: u128, name: &str, rights: impl IntoIterator<Item = (u128, bool)>) -> Group {
    let rights = rights.into_iter().map(|(right, denied)| RightRef {
        id: id(right),
        denied,
        unknown: Unknown::default(),
        at: At::default(),
    });
    Group {
        id: id(number),
        administrators: number == ADMINISTRATORS,
        name: Texts::new("en", name),
        description: Texts::default(),
        rights: rights.collect(),
        areas: Vec::new(),
        external: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    }
}

fn user(number: u128, name: &str, groups: &[u128]) -> RuntimeUser {
    let groups = groups.iter().map(|group| Ref::from(id(*group))).collect();
    RuntimeUser::from_project(User { groups, password: Some(password("first")), ..User::new(id(number), name) })
}

/// A machine with Admin, a second administrator (boss), one who has every system right without being an
/// administrator (keeper), an operator of the project, an operator made on the machine (plant), and one who
/// is disabled (gone).
fn machine() -> Runtime {
    let rights = SYSTEM_RIGHTS.iter().zip(201..).map(|(key, number)| right(number, key));
    let heading = |number, system, rights: Vec<Right>| RightGroup {
        id: id(number),
        system,
        name: Texts::new("en", if system { "System" } else { "Plant" }),
        description: Texts::default(),
        rights: rights.into(),
        at: At::default(),
    };
    let area = |number, name: &str| Area {
        id: id(number),
        name: Texts::new("en", name),
        description: Texts::default(),
        clients: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    };
    let messages = NotificationGroup {
        id: id(MESSAGES),
        name: Texts::new("en", "Messages"),
        description: Texts::default(),
        unknown: Unknown::default(),
        at: At::default(),
    };
    let english = Language { tag: "en".into(), ..Language::default() };
    let keepers = group(KEEPERS, "Keepers", (201..209).chain([START]).map(|right| (right, false)));
    let definitions = Definitions {
        languages: Languages { default: "en".into(), list: vec![english], ..Languages::default() },
        areas: vec![area(FILLING, "Filling"), area(PACKING, "Packing")].into(),
        right_groups: vec![
            heading(200, true, rights.collect()),
            heading(300, false, vec![right(START, "start"), right(DOSE, "dose")]),
        ]
        .into(),
        notification_groups: vec![messages].into(),
        groups: vec![
            group(ADMINISTRATORS, "Administrators", []),
            keepers,
            group(OPERATORS, "Operators", [(START, false)]),
            group(CHEMISTS, "Chemists", [(DOSE, false)]),
        ]
        .into(),
        ..Definitions::default()
    };
    let mut admin = user(ADMIN, "Admin", &[ADMINISTRATORS]);
    admin.user.admin = true;
    let mut plant = user(PLANT, "plant", &[OPERATORS]);
    plant.origin = Origin::Runtime;
    plant.created = Some(Mark { at: now(), by: "Admin".into() });
    let mut gone = user(GONE, "gone", &[ADMINISTRATORS]);
    gone.user.enabled = false;
    Runtime {
        project_id: id(7),
        project_name: "Test".into(),
        time_stamp: now(),
        project_time_stamp: now(),
        project_digest: None,
        generation: 1,
        project_extras: Vec::new(),
        definitions,
        users: vec![
            admin,
            user(BOSS, "boss", &[ADMINISTRATORS]),
            user(KEEPER, "keeper", &[KEEPERS]),
            user(OPERATOR, "operator", &[OPERATORS]),
            plant,
            gone,
        ]
        .into(),
        deleted: Section::default(),
        unknown: Unknown::default(),
    }
}

/// Does it as the user with this number, who logged in with the rights of their groups; the result
/// validates, and a refusal leaves everything as it was.
#[track_caller]
fn act(machine: &mut Runtime, actor: u128, what: Change) -> Result<Told, Refusal> {
    let before = machine.clone();
    let who = before.users.iter().find(|user| user.user.id == id(actor));
    let administrator = who.is_some_and(|user| user.user.is_member_of(id(ADMINISTRATORS)));
    let keeper = who.is_some_and(|user| user.user.is_member_of(id(KEEPERS)));
    let holds = |key: &str| (administrator || keeper) && SYSTEM_RIGHTS.contains(&key);
    let told = change(machine, &Actor { id: id(actor), administrator, holds: &holds }, what, now());
    let faults = validate::runtime(machine);
    assert!(faults.iter().all(|fault| fault.severity != crate::xml::Severity::Error), "{faults:?}");
    if told.is_err() {
        assert_eq!(*machine, before);
    }
    told
}

fn named(machine: &Runtime, number: u128) -> &RuntimeUser {
    machine.users.iter().find(|user| user.user.id == id(number)).unwrap()
}

fn new_user(name: &str, groups: &[u128]) -> Change {
    Change::Create(Box::new(NewUser {
        id: id(50),
        name: name.into(),
        attributes: Attributes::default(),
        groups: groups.iter().copied().map(id).collect(),
        hash: None,
    }))
}

fn edit(user: u128, attributes: Attributes) -> Change {
    Change::Edit { user: id(user), attributes: Box::new(attributes) }
}

fn phone(user: u128) -> Change {
    edit(user, Attributes { phone: Some("12".into()), ..Attributes::default() })
}

fn set_groups(user: u128, groups: &[u128]) -> Change {
    Change::SetGroups { user: id(user), groups: groups.iter().copied().map(id).collect() }
}

fn set_password(user: u128) -> Change {
    Change::SetPassword { user: id(user), hash: "second".into(), replaces: Some("first".into()) }
}

/// What each kind of person may do to each kind of user. `+` done; `r` the right is missing; `a` only an
/// administrator; `A` only Admin; `s` Admin stays; `b` beyond one's own rights; `-` no such user; `x` who
/// acts is disabled.
const TABLE: &str = "
                          Admin boss keeper operator plant nobody
Admin     edit            +     +    +      +        +     -
Admin     disable         s     +    +      +        +     -
Admin     delete          s     +    +      +        +     -
Admin     password        +     +    +      +        +     -
Admin     operators too   +     +    +      +        +     -
Admin     chemists too    +     +    +      +        +     -
Admin     administrators  +     +    +      +        +     -
Admin     no group        s     +    +      +        +     -
Admin     unlock          +     +    +      +        +     -
boss      edit            A     +    +      +        +     -
boss      disable         A     +    +      +        +     -
boss      delete          A     +    +      +        +     -
boss      password        A     +    +      +        +     -
boss      operators too   A     +    +      +        +     -
boss      chemists too    A     +    +      +        +     -
boss      administrators  A     +    +      +        +     -
boss      no group        A     +    +      +        +     -
boss      unlock          +     +    +      +        +     -
keeper    edit            a     a    +      +        +     -
keeper    disable         a     a    +      +        +     -
keeper    delete          a     a    +      +        +     -
keeper    password        a     a    +      +        +     -
keeper    operators too   a     a    +      +        +     -
keeper    chemists too    a     a    b      b        b     -
keeper    administrators  a     a    a      a        a     -
keeper    no group        a     a    +      +        +     -
keeper    unlock          a     a    +      +        +     -
operator  edit            r     r    r      r        r     r
operator  disable         r     r    r      r        r     r
operator  delete          r     r    r      r        r     r
operator  password        r     r    r      +        r     r
operator  operators too   r     r    r      r        r     r
operator  chemists too    r     r    r      r        r     r
operator  administrators  r     r    r      r        r     r
operator  no group        r     r    r      r        r     r
operator  unlock          r     r    r      r        r     r
gone      edit            x     x    x      x        x     x
gone      password        x     x    x      x        x     x
gone      unlock          x     x    x      x        x     x
";

#[test]
fn who_may_do_what_to_whom() {
    let mut lines = TABLE.trim_start_matches('\n').lines();
    let targets: Vec<(String, u128)> =
        lines.next().unwrap().split_whitespace().map(|name| (name.to_owned(), number(name))).collect();
    for line in lines {
        let (head, cells) = line.split_at(26);
        let (actor, what) = head.split_once(' ').unwrap();
        let what = what.trim();
        for ((name, target), cell) in targets.iter().zip(cells.split_whitespace()) {
            let mut machine = machine();
            let own: Vec<u128> = machine
                .users
                .iter()
                .filter(|user| user.user.id == id(*target))
                .flat_map(|user| user.user.groups.iter().map(|group| group.id.as_u128()))
                .collect();
            let with = |group: u128| set_groups(*target, &[own.as_slice(), &[group]].concat());
            let change = match what {
                "edit" => phone(*target),
                "disable" => Change::Enable { user: id(*target), enabled: false },
                "delete" => Change::Delete { user: id(*target) },
                "password" => set_password(*target),
                "operators too" => with(OPERATORS),
                "chemists too" => with(CHEMISTS),
                "administrators" => with(ADMINISTRATORS),
                "no group" => set_groups(*target, &[]),
                "unlock" => Change::Unlock { user: id(*target) },
                other => panic!("{other}"),
            };
            let seen = match act(&mut machine, number(actor), change).as_ref().map_err(Refusal::word) {
                Ok(_) => "+",
                Err("right_missing") => "r",
                Err("administrators_only") => "a",
                Err("admin_only") => "A",
                Err("admin_stays") => "s",
                Err("beyond_own_rights") => "b",
                Err("no_such_user") => "-",
                Err("actor_gone") => "x",
                Err(other) => other,
            };
            assert_eq!(seen, cell, "{actor} {what} {name}");
        }
        assert_eq!(cells.split_whitespace().count(), targets.len(), "{line}");
    }
}

fn number(name: &str) -> u128 {
    match name {
        "Admin" => ADMIN,
        "boss" => BOSS,
        "keeper" => KEEPER,
        "operator" => OPERATOR,
        "plant" => PLANT,
        "gone" => GONE,
        _ => NOBODY,
    }
}

#[test]
fn who_may_create_whom() {
    for (actor, groups, expected) in [
        (ADMIN, &[][..], None),
        (BOSS, &[ADMINISTRATORS][..], None),
        (KEEPER, &[], None),
        (KEEPER, &[OPERATORS], None),
        (KEEPER, &[CHEMISTS], Some("beyond_own_rights")),
        (KEEPER, &[ADMINISTRATORS], Some("administrators_only")),
        (KEEPER, &[NOBODY], Some("no_such_group")),
        (OPERATOR, &[], Some("right_missing")),
        (GONE, &[], Some("actor_gone")),
        (NOBODY, &[], Some("actor_gone")),
    ] {
        let mut machine = machine();
        let told = act(&mut machine, actor, new_user("new", groups));
        assert_eq!(told.as_ref().err().map(Refusal::word), expected, "{actor} {groups:?}");
        assert_eq!(machine.users.len(), if told.is_ok() { 7 } else { 6 });
    }
}

#[test]
fn each_change_asks_for_its_own_right_and_no_other() {
    for (change, needed) in [
        (new_user("new", &[]), &["system.user.create"][..]),
        (new_user("new", &[OPERATORS]), &["system.user.create", "system.user.assign-group"]),
        (phone(PLANT), &["system.user.change"]),
        (Change::Enable { user: id(PLANT), enabled: false }, &["system.user.change"]),
        (Change::Delete { user: id(PLANT) }, &["system.user.delete"]),
        (set_password(PLANT), &["system.user.change-password"]),
        (set_password(KEEPER), &[]),
        (set_groups(PLANT, &[]), &["system.user.assign-group"]),
        (Change::Unlock { user: id(PLANT) }, &["system.user.unlock"]),
    ] {
        let attempt = |holds: &dyn Fn(&str) -> bool| {
            let actor = Actor { id: id(KEEPER), administrator: false, holds };
            super::change(&mut machine(), &actor, change.clone(), now())
        };
        assert!(attempt(&|key| needed.contains(&key)).is_ok(), "{change:?}");
        for missing in needed {
            let without = attempt(&|key| key != *missing);
            assert!(without.unwrap_err().to_string().contains(missing), "{change:?}");
        }
    }
}

#[test]
fn a_session_that_was_no_administrator_s_does_not_become_one_and_one_that_was_does_not_stay() {
    let all = |_: &str| true;
    let mut machine = machine();
    let early = Actor { id: id(BOSS), administrator: false, holds: &all };
    let refused = change(&mut machine, &early, phone(ADMIN), now()).unwrap_err();
    assert_eq!(refused.word(), "administrators_only");
    let late = Actor { id: id(KEEPER), administrator: true, holds: &all };
    let refused = change(&mut machine, &late, phone(BOSS), now()).unwrap_err();
    assert_eq!(refused, Refusal::Administrator { user: "boss".into() });
}

#[test]
fn what_the_project_decides_is_refused_with_the_place_where_it_can_be_changed() {
    let mut machine = machine();
    for change in [
        Change::Define(Defined::Groups),
        Change::Define(Defined::Rights),
        Change::Define(Defined::Areas),
        Change::Define(Defined::Guidelines),
        Change::Rename { user: id(PLANT) },
    ] {
        let refusal = act(&mut machine, ADMIN, change).unwrap_err();
        assert_eq!(refusal.word(), "project_only");
        assert!(refusal.to_string().contains("in the Designer"), "{refusal}");
    }
}
