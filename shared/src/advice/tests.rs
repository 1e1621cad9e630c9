//! Each kind of advice is given where it applies and nowhere else, and every finding leads to its place.

use super::*;
use crate::any;
use crate::edit::{Change, Draft, Edit, RightState};
use crate::model::{Preset, Texts, User};
use crate::xml::read_project;
use proptest::prelude::*;

fn project() -> Project {
    let project = include_bytes!("../../../sample-projects/bottling-line/UserManagementConfig.xml");
    read_project(project).accept().unwrap().0
}

/// A project in which nothing is unwise.
fn wise() -> Draft {
    let mut draft = Draft::new(project());
    for finding in advise(&project(), &|_| false) {
        let (kind, id) = finding.about.expect("the sample keeps its preset");
        let edit = match finding.what {
            What::Unwise(Advice::NoPassword | Advice::UserWithoutGroup) => Edit::Change(id, Change::Enabled(false)),
            What::Unwise(Advice::TextMissing { field, languages }) => {
                Edit::Many(languages.iter().map(|lang| Edit::text(id, field, lang, "text")).collect())
            }
            What::Unwise(Advice::AdminWithoutPassword) => Edit::Change(id, Change::Password(password())),
            What::Unwise(Advice::OneAdministrator) => {
                let mut user = User::new(Id::from_u128(9), "second");
                user.groups.push(draft.definitions().administrators().unwrap().into());
                user.password = password();
                Edit::add_user(user)
            }
            other => panic!("{kind:?} {other:?}"),
        };
        draft.apply(edit).unwrap();
    }
    assert_eq!(advise(&draft.to_project(), &|_| false), []);
    draft
}

proptest! {
    /// An open project is looked at where it lies.
    #[test]
    fn an_open_project_has_the_findings_of_its_file(project in any::project()) {
        let contents = crate::edit::Contents::from(project.clone());
        let users = || contents.users.iter();
        let problems = validate::parts(&contents.definitions, users());
        prop_assert_eq!(&problems, &validate::project(&project));
        let is_common = |id: Id| id.as_u128().is_multiple_of(2);
        let found = findings_of(&contents.definitions, users(), problems, &is_common);
        prop_assert_eq!(found, findings(&project, &is_common));
    }
}

fn password() -> Option<crate::model::Password> {
    project().users.iter().find_map(|user| user.password.clone())
}

/// What is unwise after an edit of a wise project.
fn after(edit: impl FnOnce(&Draft) -> Edit) -> Vec<(&'static str, Option<Kind>, Str)> {
    let mut draft = wise();
    draft.apply(edit(&draft)).unwrap();
    let findings = advise(&draft.to_project(), &|_| false);
    let key = |what: &What| match what {
        What::Unwise(advice) => advice.key(),
        What::Rule(_, rule) => panic!("{rule}"),
    };
    findings
        .iter()
        .map(|finding| (key(&finding.what), finding.about.map(|(kind, _)| kind), finding.name.clone()))
        .collect()
}

fn a_user(draft: &Draft) -> Id {
    let group = draft.definitions().administrators().unwrap();
    draft.users().iter().find(|user| user.enabled && !user.is_member_of(group)).unwrap().id
}

#[test]
fn users() {
    let id = a_user(&wise());
    let name = wise().user(id).unwrap().name.clone();
    let user = |key| vec![(key, Some(Kind::User), name.clone())];
    assert_eq!(after(|_| Edit::Change(id, Change::Password(None))), user("no-password"));
    assert_eq!(after(|_| Edit::Change(id, Change::Groups(Default::default()))), user("user-without-group"));
    assert_eq!(after(|_| Edit::Change(id, Change::Description(Texts::new("en", "text")))), user("description-missing"));
    assert_eq!(
        after(|_| Edit::Many(vec![Edit::Change(id, Change::Password(None)), Edit::Change(id, Change::Enabled(false))])),
        []
    );
    let admin = wise().admin().unwrap().id;
    let without = after(|_| Edit::Change(admin, Change::Password(None)));
    assert_eq!(without, [("admin-without-password", Some(Kind::User), "Admin".into())]);
    let alone = after(|draft| {
        let group = draft.definitions().administrators().unwrap();
        let others = draft.members(group).filter(|id| *id != admin);
        Edit::Many(others.map(|id| Edit::Change(id, Change::Enabled(false))).collect())
    });
    assert_eq!(alone, [("one-administrator", Some(Kind::User), "Admin".into())]);
    let common = advise(&wise().to_project(), &|user| user == id);
    assert_eq!(common.len(), 1);
    assert_eq!((common[0].about, &common[0].what), (Some((Kind::User, id)), &What::Unwise(Advice::CommonPassword)));
}

#[test]
fn everything_else() {
    let draft = wise();
    let definitions = draft.definitions();
    let area = definitions.areas[0].clone();
    let clients = after(|_| Edit::Change(area.id, Change::Clients(Vec::new())));
    assert_eq!(clients, [("area-without-clients", Some(Kind::Area), "Filling".into())]);
    let text = after(|_| Edit::text(area.id, TextField::Name, "de", ""));
    assert_eq!(text, [("name-missing", Some(Kind::Area), "Filling".into())]);
    let right = definitions.right_groups[1].rights[0].clone();
    let take = |draft: &Draft| {
        let groups = draft.definitions().groups.iter();
        let none = |state| Change::Right { right: right.id, state };
        Edit::Many(groups.map(|group| Edit::Change(group.id, none(RightState::None))).collect())
    };
    assert!(after(take).contains(&("right-unused", Some(Kind::Right), right.key.clone())));
    let group = definitions.groups.iter().find(|group| !group.administrators).unwrap().clone();
    let none = after(|_| Edit::Change(group.id, Change::Rights(Vec::new())));
    assert!(none.contains(&("group-without-rights", Some(Kind::Group), group.name.get("en").into())));
}

#[test]
fn guidelines_that_are_weaker_than_the_preset() {
    let mut project = wise().to_project();
    project.definitions.policies = guideline::values(Preset::Fda);
    assert_eq!(advise(&project, &|_| false), []);
    project.definitions.policies.password.minimum_length = 4;
    let findings = advise(&project, &|_| false);
    assert_eq!((findings.len(), findings[0].field, findings[0].about), (1, Some("MinimumLength"), None));
    assert!(findings[0].to_string().contains("at least 12"), "{}", findings[0]);
}

#[test]
fn errors_come_first_and_lead_to_their_place() {
    let mut project = project();
    let area = project.definitions.areas[1].id;
    project.definitions.areas[1].name = Texts::default();
    project.definitions.languages.default = "tlh".into();
    let user = project.users[3].id;
    project.users[3].name = project.users[2].name.clone();
    let found = findings(&project, &|_| false);
    let errors: Vec<_> = found.iter().filter(|finding| finding.weight == Weight::Error).collect();
    assert_eq!(
        errors.iter().map(|finding| finding.about).collect::<Vec<_>>(),
        [Some((Kind::Area, area)), Some((Kind::User, user))]
    );
    assert_eq!((errors[1].field, &errors[1].name), (Some("Name"), &project.users[2].name));
    assert!(found.is_sorted_by_key(|finding| finding.weight));
    let warning = found.iter().find(|finding| finding.weight == Weight::Warning).unwrap();
    assert_eq!((warning.about, warning.field), (None, Some("Default")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_finding_is_about_something_that_is_there(project in any::project()) {
        let draft = Draft::new(project.clone());
        for finding in findings(&project, &|_| true) {
            prop_assert!(!finding.to_string().is_empty());
            if let Some((kind, id)) = finding.about {
                prop_assert_eq!(draft.kind(id), Some(kind));
            }
        }
    }
}

/// Whoever leads to what is wrong needs the field, and of a text the language.
#[test]
fn a_broken_rule_names_its_field_and_its_language() {
    let mut project = project();
    let french = |texts: &Texts| texts.list.iter().find(|text| text.lang == "fr").unwrap().value.clone();
    let name = french(&project.definitions.areas[0].name);
    for text in project.definitions.areas[1].name.list.iter_mut() {
        if text.lang == "fr" {
            text.value = name.clone();
        }
    }
    project.definitions.areas[2].description = Texts::new("pl", &"x".repeat(256));
    project.definitions.right_groups[1].rights[0].key = Str::default();
    project.definitions.policies.password.minimum_length = 5000;
    project.users[4].groups.push(Id::from_u128(404).into());
    for user in project.users.iter_mut() {
        user.enabled = false;
    }
    let found: Vec<_> = findings(&project, &|_| false)
        .into_iter()
        .filter_map(|finding| match finding.what {
            What::Rule(rule, _) => Some((rule, finding.field.unwrap_or_default(), finding.lang)),
            What::Unwise(_) => None,
        })
        .collect();
    assert_eq!(
        found,
        [
            (Rule::NameTaken, "Name", Some("fr".into())),
            (Rule::DescriptionLong, "Description", Some("pl".into())),
            (Rule::RightKeyMissing, "Key", None),
            (Rule::GroupGone, "Group", None),
            (Rule::NoAdministrator, "Enabled", None),
            (Rule::MinimumLength, "MinimumLength", None),
        ]
    );
}

#[test]
fn a_path_that_machines_refuse_is_an_error() {
    let of = |path: &str| {
        let mut project = project();
        project.definitions.storage.kind = StorageKind::FilePath(path.into());
        let found = findings(&project, &|_| false);
        let first = found.first().filter(|finding| finding.weight == Weight::Error);
        first.map(|finding| (finding.field, finding.what.clone()))
    };
    assert_eq!(of(""), Some((Some("Path"), What::Unwise(Advice::PathMissing))));
    assert_eq!(of("../there"), Some((Some("Path"), What::Unwise(Advice::PathUpwards))));
    assert_eq!(of("here\\..\\there"), Some((Some("Path"), What::Unwise(Advice::PathUpwards))));
    assert_eq!(of("here/..there/data.xml"), None);
}

#[test]
fn an_address_that_is_none_is_told_of_its_user() {
    let of = |email: &str| {
        let mut project = project();
        project.users[3].email = email.into();
        let found = advise(&project, &|_| false);
        let about = Some((Kind::User, project.users[3].id));
        let mut of_email = found.into_iter().filter(|finding| finding.about == about && finding.field == Some("Email"));
        of_email.next().map(|finding| finding.what)
    };
    assert_eq!(of(""), None);
    assert_eq!(of("a.b@plant.example"), None);
    for email in ["a", "@plant.example", "a@", "a b@plant.example"] {
        assert_eq!(of(email), Some(What::Unwise(Advice::EmailStrange)), "{email}");
    }
    for email in ["a@plant", "a@.example", "a@plant."] {
        assert_eq!(of(email), Some(What::Unwise(Advice::EmailWithoutDomain)), "{email}");
    }
}

#[test]
fn a_directory_group_without_a_name_is_told_of_its_group() {
    let mut project = project();
    let count = |project: &Project| {
        let found = advise(project, &|_| false);
        found.iter().filter(|finding| finding.what == What::Unwise(Advice::ExternalWithoutName)).count()
    };
    assert_eq!(count(&project), 0);
    let group = project.definitions.groups.iter_mut().find(|group| !group.external.is_empty()).unwrap();
    group.external[0].name = Str::default();
    assert_eq!(count(&project), 1);
}
