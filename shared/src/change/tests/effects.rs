//! What a change leaves behind: marks, traces, histories, and what is told.

use super::*;

fn mark(by: &str) -> Option<Mark> {
    Some(Mark { at: now(), by: by.into() })
}

#[test]
fn every_change_of_a_user_marks_it_and_an_unlock_does_not() {
    for target in [OPERATOR, PLANT] {
        for (change, done) in [
            (phone(target), Done::Edited),
            (Change::Enable { user: id(target), enabled: false }, Done::Disabled),
            (set_password(target), Done::PasswordSet),
            (set_groups(target, &[]), Done::GroupsAssigned),
        ] {
            let mut machine = machine();
            let told = act(&mut machine, BOSS, change).unwrap();
            assert_eq!((told.done, told.changes_nothing()), (done, false));
            assert_eq!(named(&machine, target).changed, mark("boss"), "{done:?}");
        }
        let mut machine = machine();
        let told = act(&mut machine, BOSS, Change::Unlock { user: id(target) }).unwrap();
        assert_eq!((told.done, told.changes_nothing(), told.ends_sessions), (Done::Unlocked, true, false));
        assert_eq!(named(&machine, target).changed, None);
    }
}

#[test]
fn what_is_as_it_was_is_no_change_and_what_is_edited_back_is_one() {
    let mut machine = machine();
    for change in [
        edit(OPERATOR, Attributes { phone: Some("".into()), password_aging: Some(true), ..Attributes::default() }),
        Change::Enable { user: id(OPERATOR), enabled: true },
        set_groups(OPERATOR, &[OPERATORS, OPERATORS]),
    ] {
        let before = machine.clone();
        assert!(act(&mut machine, ADMIN, change).unwrap().changes_nothing());
        assert_eq!(machine, before);
    }
    act(&mut machine, ADMIN, phone(OPERATOR)).unwrap();
    act(&mut machine, ADMIN, edit(OPERATOR, Attributes { phone: Some("".into()), ..Attributes::default() })).unwrap();
    assert_eq!(
        (named(&machine, OPERATOR).user.phone.as_str(), &named(&machine, OPERATOR).changed),
        ("", &mark("Admin"))
    );
}

#[test]
fn an_edit_changes_what_it_names_and_tells_before_and_after() {
    let mut machine = machine();
    let attributes = Attributes {
        full_name: Some("  Olga\u{a0}Berg ".into()),
        language: Some("EN".into()),
        email: Some("o@example.com".into()),
        mobile_phone: Some("1".into()),
        phone: Some("2".into()),
        notification_type: Some("Email".into()),
        description: Some(Texts::new("en", "Runs the filler.")),
        password_aging: Some(false),
        must_change_password: Some(true),
        notification_groups: Some(vec![id(MESSAGES)]),
    };
    let told = act(&mut machine, KEEPER, edit(OPERATOR, attributes)).unwrap();
    let user = &named(&machine, OPERATOR).user;
    assert_eq!((user.full_name.as_str(), user.language.as_str()), ("Olga\u{a0}Berg", "en"));
    assert_eq!(user.notification_groups[0].id, id(MESSAGES));
    let fields: Vec<(&str, &str, &str)> =
        told.fields.iter().map(|field| (field.name, field.before.as_str(), field.after.as_str())).collect();
    assert_eq!(
        fields,
        [
            ("full name", "", "Olga\u{a0}Berg"),
            ("language", "", "en"),
            ("e-mail", "", "o@example.com"),
            ("mobile phone", "", "1"),
            ("phone", "", "2"),
            ("notification type", "", "Email"),
            ("password expires", "yes", "no"),
            ("must change password", "no", "yes"),
            ("description", "", "Runs the filler."),
            ("notification groups", "", "Messages"),
        ]
    );
    assert!(!told.ends_sessions);
}

#[test]
fn a_password_moves_into_the_history_and_no_hash_is_told() {
    let mut machine = machine();
    let told = act(&mut machine, KEEPER, set_password(OPERATOR)).unwrap();
    let user = named(&machine, OPERATOR);
    assert_eq!((user.user.hash(), user.user.must_change_password), (Some("second"), true));
    assert_eq!(user.user.password.as_ref().unwrap().changed_at, Some(now()));
    assert_eq!(user.history, [password("first")]);
    assert!(told.ends_sessions && !format!("{told:?}").contains("second") && !format!("{told:?}").contains("first"));

    // One's own need not be changed again.
    let own = Change::SetPassword { user: id(OPERATOR), hash: "third".into(), replaces: Some("second".into()) };
    act(&mut machine, OPERATOR, own.clone()).unwrap();
    let user = named(&machine, OPERATOR);
    assert_eq!((user.user.must_change_password, &user.changed), (false, &mark("operator")));
    assert_eq!(user.history.iter().map(|former| former.hash.as_str()).collect::<Vec<_>>(), ["second", "first"]);
    assert_eq!(act(&mut machine, OPERATOR, own), Err(Refusal::PasswordChangedMeanwhile));
}

#[test]
fn the_history_keeps_what_the_guidelines_ask_for_and_24_at_least() {
    for (asked, kept) in [(5, 24), (30, 30)] {
        let mut machine = machine();
        machine.definitions.policies.password.history_count = asked;
        for number in 0..40 {
            let replaces = named(&machine, OPERATOR).user.hash().map(Str::from);
            let hash = format!("hash {number}").into();
            act(&mut machine, ADMIN, Change::SetPassword { user: id(OPERATOR), hash, replaces }).unwrap();
        }
        assert_eq!(named(&machine, OPERATOR).history.len(), kept);
        assert_eq!(named(&machine, OPERATOR).history[0].hash, "hash 38");
    }
}

#[test]
fn a_deleted_project_user_leaves_a_trace_with_its_passwords_and_one_of_the_machine_goes() {
    let mut machine = machine();
    act(&mut machine, ADMIN, set_password(OPERATOR)).unwrap();
    let told = act(&mut machine, KEEPER, Change::Delete { user: id(OPERATOR) }).unwrap();
    assert!(told.ends_sessions);
    let [trace] = machine.deleted.as_slice() else { panic!("one trace") };
    assert_eq!((trace.id, trace.name.as_str(), trace.deleted_by.as_str()), (id(OPERATOR), "operator", "keeper"));
    assert_eq!((trace.deleted_at, trace.password.as_ref().unwrap().hash.as_str()), (Some(now()), "second"));
    assert_eq!(trace.history, [password("first")]);
    act(&mut machine, KEEPER, Change::Delete { user: id(PLANT) }).unwrap();
    assert_eq!((machine.deleted.len(), machine.users.len()), (1, 4));
}

#[test]
fn a_new_user_belongs_to_the_machine_and_must_change_the_password_it_got() {
    let mut machine = machine();
    let new = NewUser {
        id: id(50),
        name: " cafe\u{301} ".into(),
        attributes: Attributes { must_change_password: Some(false), ..Attributes::default() },
        groups: vec![id(OPERATORS)],
        hash: Some("hash".into()),
    };
    let told = act(&mut machine, KEEPER, Change::Create(Box::new(new))).unwrap();
    assert_eq!((told.name.as_str(), told.done), ("caf\u{e9}", Done::Created));
    let user = named(&machine, 50);
    assert_eq!((user.origin, &user.created, &user.changed), (Origin::Runtime, &mark("keeper"), &None));
    assert!(user.user.must_change_password && user.user.enabled && user.user.is_member_of(id(OPERATORS)));
    assert!(!format!("{told:?}").contains("hash"));
}

#[test]
fn names_are_unique_short_and_such_as_people_can_type() {
    let long = "x".repeat(31);
    for (name, expected) in [
        ("OPERATOR", Some("name_taken")),
        (" Gone ", Some("name_taken")),
        ("", Some("name")),
        (" \u{a0}", Some("name")),
        ("a\nb", Some("name")),
        ("a\u{1b}[31m", Some("name")),
        ("a\u{fffe}", Some("name")),
        (&format!("{long}x"), Some("name")),
        (&long, None),
        ("ÄÖÜ 日本", None),
    ] {
        let told = act(&mut machine(), ADMIN, new_user(name, &[]));
        assert_eq!(told.err().as_ref().map(Refusal::word), expected, "{name:?}");
    }
    let mut machine = machine();
    machine.users[3].user.name = "Straße".into();
    assert_eq!(act(&mut machine, ADMIN, new_user("STRASSE", &[])), Err(Refusal::NameTaken { by: "Straße".into() }));
    act(&mut machine, ADMIN, Change::Delete { user: id(OPERATOR) }).unwrap();
    let Change::Create(again) = new_user("again", &[]) else { panic!("a new user") };
    let again = Change::Create(Box::new(NewUser { id: id(OPERATOR), ..*again }));
    assert_eq!(act(&mut machine, ADMIN, again), Err(Refusal::IdTaken), "a trace has the Id");
    assert_eq!(act(&mut machine, ADMIN, new_user("STRASSE", &[])).err(), None, "the name is free again");
}

#[test]
fn attributes_that_the_file_cannot_keep_are_refused() {
    let none = Attributes::default;
    for attributes in [
        Attributes { full_name: Some("x".repeat(101).into()), ..none() },
        Attributes { email: Some("a\u{1}".into()), ..none() },
        Attributes { phone: Some("1".repeat(256).into()), ..none() },
        Attributes { description: Some(Texts::new("en", &"x".repeat(256))), ..none() },
        Attributes { language: Some("fr".into()), ..none() },
        Attributes { notification_groups: Some(vec![id(OPERATORS)]), phone: Some("1".into()), ..none() },
    ] {
        let refusal = act(&mut machine(), ADMIN, edit(OPERATOR, attributes)).unwrap_err();
        assert!(matches!(refusal.word(), "attribute" | "no_such_group"), "{refusal:?}");
        assert!(refusal.to_string().ends_with('.'), "{refusal}");
    }
}

#[test]
fn one_enabled_administrator_always_remains() {
    let mut machine = machine();
    machine.definitions.security.admin_can_be_deactivated = true;
    act(&mut machine, ADMIN, Change::Enable { user: id(ADMIN), enabled: false }).unwrap();
    for change in [
        Change::Enable { user: id(BOSS), enabled: false },
        Change::Delete { user: id(BOSS) },
        set_groups(BOSS, &[OPERATORS]),
    ] {
        assert_eq!(act(&mut machine, BOSS, change), Err(Refusal::LastAdministrator { user: "boss".into() }));
    }
    act(&mut machine, BOSS, Change::Enable { user: id(GONE), enabled: true }).unwrap();
    act(&mut machine, BOSS, Change::Delete { user: id(BOSS) }).unwrap();
    assert_eq!(act(&mut machine, GONE, set_groups(GONE, &[])).unwrap_err().word(), "last_administrator");
    // Admin comes back only by Admin's own hand, or by an update.
    let again = Change::Enable { user: id(ADMIN), enabled: true };
    assert_eq!(act(&mut machine, GONE, again), Err(Refusal::OnlyAdmin));
}
