use keyholder_shared::edit::{Action, Draft, Edit, History};
use keyholder_shared::model::Ref;
use keyholder_shared::xml;
use proptest::prelude::*;

use super::*;
use crate::csv::table::Separator;

fn draft(name: &str) -> Draft {
    let path = format!("{}/../sample-projects/{name}/UserManagementConfig.xml", env!("CARGO_MANIFEST_DIR"));
    Draft::new(xml::read_project(&std::fs::read(path).unwrap()).document.unwrap())
}

fn planned(text: &str, draft: &Draft) -> Plan {
    let mut last = 0;
    let mut new_id = || {
        last += 1;
        Some(Id::from_u128(last))
    };
    plan(&Table::read(text.as_bytes()).unwrap(), draft, &mut new_id)
}

fn whys(plan: &Plan) -> Vec<(u64, String, Why)> {
    let mut whys = Vec::new();
    for row in &plan.rows {
        if let Outcome::Refused(refusals) = &row.outcome {
            whys.extend(refusals.iter().map(|refusal| (row.line, refusal.column.clone(), refusal.why.clone())));
        }
    }
    whys
}

#[test]
fn what_goes_out_comes_in_unchanged_in_either_language() {
    for name in ["bottling-line", "pharma-reactor", "minimal"] {
        let draft = draft(name);
        for (headings, separator) in [(Headings::English, Separator::Comma), (Headings::German, Separator::Semicolon)] {
            let bytes = export(draft.users().iter(), draft.definitions(), headings).write(separator);
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("argon2"), "no password goes out");
            let plan = planned(&text, &draft);
            assert_eq!(plan.counts(), [0, 0, draft.users().len(), 0], "{:?}", whys(&plan));
            assert_eq!((plan.ignored.len(), plan.into_step()), (0, None));
        }
    }
}

#[test]
fn twenty_new_users_are_one_step_that_undo_takes_back() {
    let mut draft = draft("bottling-line");
    let before = draft.to_project();
    let group = draft.definitions().groups[1].name.get("en").to_owned();
    let rows: String = (1..=20).map(|n| format!("new.{n};New {n};{group};ja;+49 30 {n}\r\n")).collect();
    let text = format!("Benutzername;Vollständiger Name;Gruppen;Aktiviert;Telefon;Lieblingsfarbe\r\n{rows}");
    let plan = planned(&text, &draft);
    assert_eq!(plan.counts(), [20, 0, 0, 0], "{:?}", whys(&plan));
    assert_eq!(plan.ignored, ["Lieblingsfarbe"]);
    let step = plan.into_step().unwrap();
    assert_eq!((step.label.action, step.label.count), (Action::Import, 20));
    let mut history = History::saved();
    history.apply(&mut draft, step).unwrap();
    assert_eq!(draft.users().len(), before.users.len() + 20);
    let user = draft.user(draft.users_named("NEW.7")[0]).unwrap();
    assert_eq!((user.phone.as_str(), user.enabled, user.groups.len(), user.hash()), ("+49 30 7", true, 1, None));
    history.undo(&mut draft).unwrap();
    assert_eq!(draft.to_project(), before);
}

#[test]
fn a_user_is_found_by_id_and_then_by_name_and_only_what_the_table_has_is_changed() {
    let mut draft = draft("bottling-line");
    let users: Vec<User> = draft.users().iter().filter(|user| !user.admin).take(2).cloned().collect();
    let text = format!("id,name,phone,enabled\n{},renamed,1,\n,{},2,no\n", users[0].id, users[1].name.to_uppercase());
    let plan = planned(&text, &draft);
    assert_eq!(plan.counts(), [0, 2, 0, 0], "{:?}", whys(&plan));
    let Outcome::Changed { fields, .. } = &plan.rows[0].outcome else { panic!() };
    assert_eq!(fields.as_slice(), [Field::Name, Field::Phone]);
    draft.apply(Edit::Many(plan.into_step().unwrap().edits)).unwrap();
    let renamed = draft.user(users[0].id).unwrap();
    assert_eq!(
        (renamed.name.as_str(), &renamed.groups, renamed.enabled),
        ("renamed", &users[0].groups, users[0].enabled)
    );
    let second = draft.user(users[1].id).unwrap();
    assert_eq!((second.phone.as_str(), second.enabled, &second.email), ("2", false, &users[1].email));
}

#[test]
fn what_is_wrong_is_told_with_line_column_and_reason_and_the_rest_is_taken() {
    let draft = draft("bottling-line");
    let [one, two] = [0, 1].map(|n| draft.users().iter().filter(|user| !user.admin).nth(n).unwrap().clone());
    let long = "x".repeat(32);
    let text = format!(
        "Id,Name,Full name,Enabled,Groups\n\
         ,{long},,,\n,a,{},,\n,b,,maybe,\n,c,,,Nobody | Nowhere\n,d,,,\n,D,,,\n,,,,Nobody\n{},{},,,\n{},boss,,,\n,fine,,yes,\n",
        "y".repeat(101),
        one.id,
        two.name,
        draft.admin().unwrap().id,
    );
    let plan = planned(&text, &draft);
    let found = whys(&plan);
    let expected = [
        (2, "Name", Why::TooLong { length: 32, limit: 31 }),
        (3, "Full name", Why::TooLong { length: 101, limit: 100 }),
        (4, "Enabled", Why::NeitherYesNorNo("maybe".into())),
        (5, "Groups", Why::NoSuchGroup("Nobody".into())),
        (5, "Groups", Why::NoSuchGroup("Nowhere".into())),
        (7, "Name", Why::Twice { line: 6 }),
        (8, "Name", Why::NoName),
        (8, "Groups", Why::NoSuchGroup("Nobody".into())),
        (9, "Name", Why::NameTaken),
        (10, "Name", Why::AdminsName),
        (10, "Groups", Why::AdminsGroup),
    ];
    assert_eq!(found, expected.map(|(line, column, why)| (line, column.to_owned(), why)));
    assert_eq!(plan.counts(), [2, 0, 0, 8]);
    for (_, _, why) in found {
        assert!(why.to_string().ends_with('.'), "{why}");
    }
}

#[test]
fn what_a_spreadsheet_shifts_or_a_person_writes_otherwise_makes_no_wrong_user() {
    let draft = draft("bottling-line");
    let text = "Name,Full name,Language,Notification type\n\
                a,Adler, Anna,de,SMS\n\
                \"b\nb\",Bach,de,\n\
                c,,Deutsch,\n\
                d,,DE,sms\n\
                e,,,E-Mail\n\
                f,,en,Telegramm\n\
                g,,,nichts,,\n";
    let plan = planned(text, &draft);
    let tags = draft.definitions().languages.list.iter().map(|language| language.tag.as_str()).collect::<Vec<_>>();
    let expected = [
        (2, "", Why::TooWide),
        (2, "Language", Why::NoSuchLanguage("Anna".into(), tags.join(", "))),
        (2, "Notification type", Why::NoSuchWay("de".into())),
        (3, "Name", Why::NotTyped),
        (5, "Language", Why::NoSuchLanguage("Deutsch".into(), tags.join(", "))),
        (8, "Notification type", Why::NoSuchWay("Telegramm".into())),
    ];
    assert_eq!(whys(&plan), expected.map(|(line, column, why)| (line, column.to_owned(), why)));
    let added = |row: &Planned| match &row.outcome {
        Outcome::Added(user) => Some((user.language.to_string(), user.notification_type.to_string())),
        _ => None,
    };
    let expected = [("de", "Sms"), ("", "Email"), ("", "")];
    let added: Vec<_> = plan.rows.iter().filter_map(added).collect();
    assert_eq!(added, expected.map(|(language, way)| (language.to_owned(), way.to_owned())));
}

#[test]
fn passwords_are_not_taken_and_a_table_without_names_is_refused() {
    let draft = draft("minimal");
    let plan = planned("name,Password\nx,secret\n", &draft);
    assert_eq!((plan.passwords.as_slice(), plan.counts()), (["Password".to_owned()].as_slice(), [1, 0, 0, 0]));
    let Outcome::Added(user) = &plan.rows[0].outcome else { panic!() };
    assert_eq!(user.hash(), None);
    assert!(planned("phone\n1\n", &draft).nameless);
}

#[test]
fn names_of_groups_hold_any_character() {
    let mut project = draft("minimal").to_project();
    let mut group = project.definitions.groups[0].clone();
    group.administrators = false;
    for (number, name) in [r"a|b", r"c\d", r"\|"].into_iter().enumerate() {
        group.id = Id::from_u128(100 + number as u128);
        group.name = keyholder_shared::model::Texts::new("en", name);
        project.definitions.groups.push(group.clone());
        let mut user = User::new(Id::from_u128(200 + number as u128), &format!("u{number}"));
        user.groups = (100..=100 + number as u128).map(|id| Ref::from(Id::from_u128(id))).collect();
        project.users.push(user);
    }
    let draft = Draft::new(project);
    let bytes = export(draft.users().iter(), draft.definitions(), Headings::English).write(Separator::Comma);
    let plan = planned(&String::from_utf8(bytes).unwrap(), &draft);
    assert_eq!(plan.counts(), [0, 0, draft.users().len(), 0], "{:?}", whys(&plan));
}

proptest! {
    #[test]
    fn whatever_the_table_says_its_step_is_taken_whole(
        rows in proptest::collection::vec(("[a-dA-D]{0,2}|Admin", "[ -~ß]{0,40}", "(yes|no|)", "(Administrators|Operators|)"), 0..12),
    ) {
        let mut draft = draft("minimal");
        let before = draft.to_project();
        let mut text = "name\tfull name\tmust change password\tgroups\n".to_owned();
        for (name, full, flag, groups) in &rows {
            text += &format!("{name}\t{}\t{flag}\t{groups}\n", full.replace(['"', '\t'], ""));
        }
        if let Some(step) = planned(&text, &draft).into_step() {
            let back = draft.apply(Edit::Many(step.edits)).unwrap();
            prop_assert!(keyholder_shared::validate::project(&draft.to_project()).iter()
                .all(|problem| problem.severity != xml::Severity::Error));
            draft.apply(back).unwrap();
        }
        prop_assert_eq!(draft.to_project(), before);
    }
}

#[test]
fn a_long_table_says_what_its_rows_say_one_by_one() {
    let draft = draft("bottling-line");
    let group = draft.definitions().groups[2].id;
    let mut text = "Name;Groups;Enabled;Full name\n".to_owned();
    for number in 0..3000 {
        let name = if number == 2500 { "USER-7".to_owned() } else { format!("user-{number}") };
        let enabled = if number % 500 == 3 { "perhaps" } else { "ja" };
        text.push_str(&format!("{name};{group};{enabled};Somebody {number}\n"));
    }
    let plan = planned(&text, &draft);
    assert_eq!((plan.rows.len(), plan.counts()), (3000, [2993, 0, 0, 7]));
    let refused = |row: usize| match &plan.rows[row].outcome {
        Outcome::Refused(refusals) => refusals.iter().map(|refusal| refusal.why.clone()).collect::<Vec<_>>(),
        other => panic!("row {row}: {other:?}"),
    };
    assert_eq!(refused(2500), [Why::Twice { line: 9 }], "the first half is known to the second");
    assert_eq!(refused(2503), [Why::NeitherYesNorNo("perhaps".into())]);
    let Outcome::Added(user) = &plan.rows[2999].outcome else { panic!("{:?}", plan.rows[2999]) };
    assert_eq!((user.full_name.as_str(), user.groups[0].id), ("Somebody 2999", group));
}
