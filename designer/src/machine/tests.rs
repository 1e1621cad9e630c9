use keyholder_shared::edit::{Draft, Edit};
use keyholder_shared::model::{Mark, Origin};
use keyholder_shared::xml::{self, PROJECT_FILE};

use super::*;
use crate::i18n::{Language, Tr};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/bottling-line")
}

fn delivery() -> Delivery {
    let bytes = std::fs::read(folder().join(PROJECT_FILE)).unwrap();
    Delivery { project: xml::read_project(&bytes).document.unwrap(), digest: None }
}

fn machine(name: &str, delivery: &Delivery) -> Machine {
    let path = folder().join("machines").join(name).join(RUNTIME_FILE);
    forecast(delivery, &path, &std::fs::read(&path).unwrap())
}

fn forecast(delivery: &Delivery, path: &Path, bytes: &[u8]) -> Machine {
    Machine::forecast(delivery, &RuntimeFile::read(path, bytes), now())
}

fn unread(path: &str) -> Machine {
    let why = NotOpened::Missing(path.into());
    Machine::forecast(&delivery(), &RuntimeFile::unread(Path::new(path), why), now())
}

fn now() -> Time {
    "2026-11-25T12:00:00.000Z".parse().unwrap()
}

fn runtime(name: &str) -> Runtime {
    let path = folder().join("machines").join(name).join(RUNTIME_FILE);
    xml::read_runtime(&std::fs::read(path).unwrap()).document.unwrap()
}

#[test]
fn every_sample_machine_has_each_user_with_both_sides() {
    let delivery = delivery();
    for name in ["filler-1", "filler-2", "packer"] {
        let machine = machine(name, &delivery);
        assert_eq!(machine.name, name);
        let Some(merged) = machine.merged() else {
            assert!(machine.fault().is_some() && machine.count(&Action::ALL).is_none(), "{name}");
            continue;
        };
        assert_eq!(machine.count(&Action::ALL), Some(merged.report.users.len()));
        assert_eq!(machine.attention(), merged.users(true).count());
        for user in merged.users(false) {
            let project = delivery.project.users.iter().find(|other| other.id == user.id);
            let sides = merged.sides(project, user);
            let expected = match user.action() {
                Action::Added => (true, false, true),
                Action::Restored => (true, false, true),
                Action::Removed => (false, true, false),
                Action::Runtime => (false, true, true),
                _ => (true, true, true),
            };
            let found = (sides.project.is_some(), sides.before.is_some(), sides.after.is_some());
            assert_eq!(found, expected, "{name}: {}", user.reason());
        }
    }
}

#[test]
fn what_is_refused_is_told_apart() {
    let mut delivery = delivery();
    let path = Path::new("m/UserManagementRuntimeConfig.xml");
    let bytes = xml::write_runtime(&runtime("filler-2"));
    delivery.project.time_stamp = runtime("filler-2").project_time_stamp;
    assert!(matches!(forecast(&delivery, path, &bytes).outcome, Outcome::HasIt));
    delivery.digest = Some(Digest::from_bytes([1; 32]));
    assert!(matches!(forecast(&delivery, path, &bytes).outcome, Outcome::SameStamp));
    delivery.project.id = Id::from_u128(1);
    assert!(matches!(forecast(&delivery, path, &bytes).outcome, Outcome::OtherProject { .. }));
    let cut = forecast(&delivery, path, &bytes[..bytes.len() / 2]);
    assert!(matches!(cut.outcome, Outcome::Damaged(_)) && cut.fault().is_some());
    assert_eq!((cut.name.as_str(), cut.attention()), ("m", 0));
    assert_eq!(unread("a/odd.xml").name, "odd");
}

#[test]
fn the_table_has_a_row_a_user_or_a_row_for_the_machine() {
    let delivery = delivery();
    let machines = [machine("filler-2", &delivery), unread("gone.xml")];
    let headings = || ["Machine", "User", "Result", "Why"].map(str::to_owned);
    let table = |attention| {
        let result = |user: &UserReport| user.action().word().to_owned();
        table(&machines, attention, headings(), &result, &|_, user| user.reason(), &|_| "not read".to_owned())
    };
    assert_eq!(table(false).len(), machines[0].merged().unwrap().report.users.len() + 1);
    assert_eq!(table(true).len(), machines[0].attention() + 1);
    assert_eq!(table(true).rows().last().unwrap().cells().collect::<Vec<_>>(), ["gone", "", "", "not read"]);
}

/// A user made on a machine, a member of the first group after the administrators.
fn made_there(draft: &Draft, id: u128, name: &str) -> RuntimeUser {
    let mut user = RuntimeUser::from_project(User::new(Id::from_u128(id), name));
    user.origin = Origin::Runtime;
    user.created = Some(Mark { at: now(), by: "m.weber".into() });
    user.user.groups.push(draft.definitions().groups[1].id.into());
    let password = draft.users().iter().find_map(|user| user.password.clone());
    user.user.password = password;
    user
}

#[test]
fn a_user_made_on_a_machine_comes_into_the_project_without_its_password_unless_asked() {
    let mut draft = Draft::new(delivery().project);
    let user = made_there(&draft, 77, "new.one");
    for with_password in [true, false] {
        let taken = take(&[&user], &draft, with_password).unwrap();
        assert!(taken.without.is_empty());
        let back = draft.apply(Edit::Many(taken.step.edits)).unwrap();
        let there = draft.user(user.user.id).unwrap();
        assert_eq!((there.name.as_str(), there.hash().is_some()), ("new.one", with_password));
        assert_eq!(there.groups, user.user.groups);
        if with_password {
            assert_eq!(take(&[&user], &draft, true), Err(NotTaken::Same));
        }
        draft.apply(back).unwrap();
    }
}

#[test]
fn several_are_taken_in_one_step_and_those_that_are_not_are_named() {
    let mut draft = Draft::new(delivery().project);
    let admin = draft.admin().unwrap().name.to_string();
    let same = RuntimeUser::from_project(draft.users().iter().find(|user| !user.admin).unwrap().clone());
    let namesake = draft.users().iter().filter(|user| !user.admin).nth(3).unwrap().name.to_string();
    let gone = Id::from_u128(5);
    let mut users =
        [made_there(&draft, 81, "new.one"), made_there(&draft, 82, &admin), same, made_there(&draft, 83, &namesake)];
    users[0].user.groups.push(gone.into());
    users[3].user.groups.push(gone.into());
    let taken = take(&users.each_ref(), &draft, false).unwrap();
    assert_eq!((taken.step.label.count, taken.step.label.name.as_str()), (2, "new.one"));
    assert_eq!(taken.without, [Str::from(gone.to_string())], "named once");
    let left: Vec<_> = taken.left.iter().map(|(name, why)| (name.as_str(), why)).collect();
    assert_eq!(left, [(admin.as_str(), &NotTaken::Admin), (users[2].user.name.as_str(), &NotTaken::Same)]);
    let before = draft.to_project();
    let back = draft.apply(Edit::Many(taken.step.edits)).unwrap();
    assert!(draft.user(Id::from_u128(81)).is_some() && draft.users_named(&namesake) == [Id::from_u128(83)]);
    draft.apply(back).unwrap();
    assert!(draft.to_project() == before, "one undo takes all of them back out");
    assert_eq!(take(&[&users[1], &users[2]], &draft, false), Err(NotTaken::Admin), "why not the first");
}

#[test]
fn what_a_machine_has_of_chosen_users_comes_in_the_order_of_the_report() {
    let delivery = delivery();
    for name in ["filler-1", "filler-2", "packer"] {
        let machine = machine(name, &delivery);
        let merged = machine.merged().unwrap();
        let places: Vec<usize> = (0..merged.report.users.len()).rev().collect();
        let one_by_one: Vec<Id> = (0..merged.report.users.len())
            .filter_map(|place| merged.sides(None, &merged.report.users[place]).before)
            .filter(|user| !user.user.admin)
            .map(|user| user.user.id)
            .collect();
        let found: Vec<Id> = merged.on_machine(&places).iter().map(|user| user.user.id).collect();
        let mut expected = Vec::new();
        one_by_one.into_iter().for_each(|id| {
            if !expected.contains(&id) {
                expected.push(id)
            }
        });
        assert!(found.len() > 20 && found == expected);
        assert!(merged.on_machine(&[places.len()]).is_empty());
    }
}

#[test]
fn a_taken_user_stays_the_machines_at_the_next_delivery() {
    let before = delivery();
    let mut draft = Draft::new(before.project.clone());
    let mut runtime = runtime("filler-2");
    let made = runtime.users.iter().find(|user| user.origin == Origin::Runtime).unwrap().clone();
    draft.apply(Edit::Many(take(&[&made], &draft, false).unwrap().step.edits)).unwrap();
    let mut project = draft.to_project();
    project.time_stamp = Time::from_millis(project.time_stamp.as_millis() + 1);
    runtime.project_time_stamp = Time::from_millis(0);
    let delivery = Delivery { project, digest: None };
    let Outcome::Merged(merged) = merge(&delivery, &Arc::new(runtime), now()) else { panic!("not merged") };
    let after = merged.after.users.iter().find(|user| user.user.id == made.user.id).unwrap();
    assert_eq!((after.origin, &after.user.password), (Origin::Runtime, &made.user.password));
}

#[test]
fn groups_that_the_project_lacks_are_left_out_and_named() {
    let draft = Draft::new(delivery().project);
    let mut user = made_there(&draft, 78, "new.two");
    let gone = Id::from_u128(5);
    user.user.groups.push(gone.into());
    let taken = take(&[&user], &draft, false).unwrap();
    assert_eq!(taken.without, [keyholder_shared::Str::from(gone.to_string())]);
    assert!(draft.clone().apply(Edit::Many(taken.step.edits)).is_ok());
}

#[test]
fn a_namesake_is_replaced_but_never_admin_and_a_known_user_gets_the_machines_data() {
    let mut draft = Draft::new(delivery().project);
    let namesake = draft.users().iter().find(|user| !user.admin).unwrap().clone();
    let taken = take(&[&made_there(&draft, 79, &namesake.name.to_uppercase())], &draft, false).unwrap();
    assert_eq!(taken.replaced, [namesake.name.to_uppercase()], "nobody goes without a word");
    let back = draft.apply(Edit::Many(taken.step.edits)).unwrap();
    assert_eq!(draft.users_named(&namesake.name), [Id::from_u128(79)]);
    draft.apply(back).unwrap();
    let admin = draft.admin().unwrap().name.to_string();
    assert_eq!(take(&[&made_there(&draft, 80, &admin)], &draft, false), Err(NotTaken::Admin));

    let mut changed = RuntimeUser::from_project(namesake.clone());
    changed.user.phone = "+49 1".into();
    changed.user.password = None;
    draft.apply(Edit::Many(take(&[&changed], &draft, false).unwrap().step.edits)).unwrap();
    let there = draft.user(namesake.id).unwrap();
    assert_eq!((there.phone.as_str(), there.hash()), ("+49 1", namesake.hash()));
}

#[test]
fn machines_that_would_be_called_the_same_are_told_apart_by_the_folders_above() {
    let path = |folders: &str| folders.split('/').chain([RUNTIME_FILE]).collect::<PathBuf>().display().to_string();
    let paths =
        [path("a/line-1/filler"), path("a/line-2/filler"), path("b/line-2/filler"), path("packer"), path("filler")];
    let mut machines: Vec<Machine> = paths.iter().map(|path| unread(path)).collect();
    tell_apart(&mut machines);
    let names: Vec<&str> = machines.iter().map(|machine| machine.name.as_str()).collect();
    let [one, other] = ["a", "b"].map(|folder| format!("filler ({})", Path::new(folder).join("line-2").display()));
    assert_eq!(names, ["filler (line-1)", &one, &other, "packer", "filler"]);
}

#[test]
fn another_file_than_a_runtime_file_is_not_called_damaged() {
    let bytes = std::fs::read(folder().join(PROJECT_FILE)).unwrap();
    for (language, said) in [(Language::English, "not a runtime file"), (Language::German, "keine Laufzeitdatei")] {
        let machine = forecast(&delivery(), Path::new("m/UserManagementConfig.xml"), &bytes);
        assert_eq!(crate::words::state(&Tr::new(language), &machine), said);
    }
}
