use keyholder_shared::edit::Edit;
use keyholder_shared::xml::{self, Severity};
use proptest::prelude::*;

use super::*;
use crate::csv::table::Separator;

fn draft() -> Draft {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample-projects/bottling-line/UserManagementConfig.xml");
    Draft::new(xml::read_project(&std::fs::read(path).unwrap()).document.unwrap())
}

fn planned(text: &str, draft: &Draft) -> Plan {
    plan(&Table::read(text.as_bytes()).unwrap(), draft)
}

#[test]
fn keys_are_read_as_they_are_written() {
    let draft = draft();
    for entry in entries(&draft) {
        assert_eq!(entry.key.to_string().parse(), Ok(entry.key));
        let found = find(&draft, entry.key).unwrap();
        assert_eq!((found.key, found.texts, found.of), (entry.key, entry.texts, entry.of));
    }
    for wrong in ["", "group", "group/1/name", "group/6f1c2d3e-0000-4000-8000-000000000000/title", "a/b/c/d"] {
        assert_eq!(wrong.parse::<Key>(), Err(NotAKey), "{wrong}");
    }
}

#[test]
fn what_goes_out_comes_in_unchanged() {
    let draft = draft();
    for (headings, separator) in [(Headings::English, Separator::Comma), (Headings::German, Separator::Semicolon)] {
        let table = export(&draft, headings, &|entry| format!("{:?} {}", entry.key.kind, entry.of));
        let plan = plan(&Table::read(&table.write(separator)).unwrap(), &draft);
        assert_eq!((plan.changes.len(), plan.refused.len(), plan.step("texts")), (0, 0, None));
        assert_eq!(plan.unchanged, entries(&draft).len() * draft.definitions().languages.list.len());
    }
}

#[test]
fn a_text_with_a_bare_separator_is_not_cut_at_it() {
    let draft = draft();
    let key = entries(&draft)[0].key;
    let plan = planned(&format!("Key,de\n{key},Anna, Bert\n"), &draft);
    assert_eq!((plan.changes.len(), plan.refused.len()), (0, 1));
    assert_eq!((plan.refused[0].line, plan.refused[0].why), (2, Why::TooWide));
}

#[test]
fn a_translation_is_one_step_and_empty_cells_delete_nothing() {
    let mut draft = draft();
    let group = draft.definitions().groups[1].clone();
    let text = format!("KEY,what,de,PL,sv\ngroup/{}/name,,Neue Gruppe,,Grupp\n", group.id);
    let plan = planned(&text, &draft);
    assert_eq!((plan.changes.len(), plan.unchanged, plan.ignored.as_slice()), (1, 1, ["sv".to_owned()].as_slice()));
    let change = &plan.changes[0];
    assert_eq!((change.before.as_str(), change.after.as_str()), (group.name.get("de"), "Neue Gruppe"));
    let back = draft.apply(Edit::Many(plan.step("texts").unwrap().edits)).unwrap();
    let name = &draft.definitions().groups[1].name;
    assert_eq!(
        (name.get("de"), name.get("pl"), name.get("en")),
        ("Neue Gruppe", group.name.get("pl"), group.name.get("en"))
    );
    draft.apply(back).unwrap();
    assert_eq!(draft.definitions().groups[1], group);
}

#[test]
fn what_cannot_be_taken_is_told_with_its_line() {
    let draft = draft();
    let [one, two] = [1, 2].map(|number| draft.definitions().groups[number].clone());
    let described = entries(&draft).into_iter().find(|entry| entry.key.field == TextField::Description).unwrap().key;
    let text = format!(
        "key,en\ngroup/{}/name,{}\ngroup/{}/name,Again\nwho/knows/what,x\n{described},{}\n",
        one.id,
        two.name.get("en").to_uppercase(),
        one.id,
        "x".repeat(256),
    );
    let plan = planned(&text, &draft);
    let whys: Vec<(u64, Why)> = plan.refused.iter().map(|refused| (refused.line, refused.why)).collect();
    let long = Why::TooLong { length: 256, limit: 255 };
    assert_eq!(whys, [(2, Why::NameTaken), (3, Why::Twice), (4, Why::NoSuchText), (5, long)]);
    assert!(planned("en,de\na,b\n", &draft).keyless);
}

#[test]
fn two_names_may_be_exchanged() {
    let draft = draft();
    let [one, two] = [1, 2].map(|number| draft.definitions().groups[number].clone());
    let text =
        format!("key,en\ngroup/{}/name,{}\ngroup/{}/name,{}\n", one.id, two.name.get("en"), two.id, one.name.get("en"));
    let plan = planned(&text, &draft);
    assert_eq!((plan.changes.len(), plan.refused.len()), (2, 0));
}

proptest! {
    #[test]
    fn whatever_is_translated_the_project_stays_valid(names in proptest::collection::vec("[abAB]{0,1}", 8)) {
        let mut draft = draft();
        let before = draft.to_project();
        let mut text = "key\ten\tde\n".to_owned();
        for (number, group) in draft.definitions().groups.iter().enumerate().take(4) {
            text += &format!("group/{}/name\t{}\t{}\n", group.id, names[number * 2], names[number * 2 + 1]);
        }
        if let Some(step) = planned(&text, &draft).step("texts") {
            let back = draft.apply(Edit::Many(step.edits)).unwrap();
            let problems = keyholder_shared::validate::project(&draft.to_project());
            prop_assert!(problems.iter().all(|problem| problem.severity != Severity::Error), "{:?}", problems);
            draft.apply(back).unwrap();
        }
        prop_assert_eq!(draft.to_project(), before);
    }
}

#[test]
fn what_has_no_name_in_the_default_language_goes_by_another() {
    let mut draft = draft();
    let area = draft.definitions().areas[0].clone();
    let right = draft.definitions().right_groups[1].rights[0].clone();
    draft.apply(Edit::text(area.id, TextField::Name, "en", "")).unwrap();
    draft.apply(Edit::Change(right.id, keyholder_shared::edit::Change::Key("".into()))).unwrap();
    let called = |draft: &Draft, kind, id| {
        let key = Key { kind, id, field: TextField::Name };
        let listed = entries(draft).into_iter().find(|entry| entry.key == key).unwrap().of.to_owned();
        assert_eq!(find(draft, key).unwrap().of, listed);
        listed
    };
    assert_eq!(called(&draft, Kind::Area, area.id), area.name.get("de"));
    assert_eq!(called(&draft, Kind::Right, right.id), right.name.get("en"));
    // An empty text in a file says as little as none.
    let mut definitions = draft.definitions().clone();
    for text in definitions.areas[0].name.list.iter_mut().filter(|text| text.lang != "pl") {
        text.value = "".into();
    }
    let listed = super::definitions(&definitions);
    assert_eq!(listed.iter().find(|entry| entry.key.id == area.id).unwrap().of, definitions.areas[0].name.get("pl"));
    for text in &mut definitions.areas[0].name.list {
        text.value = "".into();
    }
    let listed = super::definitions(&definitions);
    assert_eq!(listed.iter().find(|entry| entry.key.id == area.id).unwrap().of, "", "the page says that it has none");
}
