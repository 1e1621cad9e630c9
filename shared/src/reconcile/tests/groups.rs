//! Definitions come from the project as they stand; memberships of what is gone go.

use super::*;

/// The project's definitions without a group, and without the notification group.
fn without(mut project: Project, number: u128) -> Project {
    project.definitions.groups.retain(|group| group.id != id(number));
    project.definitions.notification_groups.retain(|group| group.id != id(number));
    project
}

fn in_groups(user: User, groups: &[u128]) -> User {
    User { groups: groups.iter().map(|number| Ref::from(id(*number))).collect(), ..user }
}

#[test]
fn whoever_stays_loses_memberships_of_groups_that_are_gone() {
    // Rules 3, 7 and 1.
    let both = [OPERATORS, SETTERS];
    let machine = machine([
        changed(in_groups(user(10, "anna"), &both)),
        created(in_groups(user(20, "bert"), &both)),
        created(in_groups(user(21, "carl"), &both)),
    ]);
    let merged = merge(without(project([user(10, "anna"), user(11, "carl")]), SETTERS), machine);
    for (number, entry) in [(10, 10), (20, 20), (21, 11)] {
        assert_eq!(merged.user(number).unwrap().user.groups[..], [Ref::from(id(OPERATORS))]);
        let dropped: Vec<&str> = merged.entry(entry).dropped_groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(dropped, ["Setters"], "{number}");
    }
    assert!(merged.user(10).unwrap().changed == Some(mark("2026-10-12", "m.weber")));
    assert_eq!(merged.user(20).unwrap().changed, None, "an update that drops a group is no change at runtime");
    assert!(merged.report.warnings.is_empty());
}

#[test]
fn an_entry_that_speaks_of_two_users_names_the_lost_groups_of_both() {
    // 10 was renamed to bert and is shadowed by the machine's bert; the changed anna, which is 10, stays.
    let anna = changed(in_groups(user(10, "anna"), &[OPERATORS, SETTERS]));
    let bert = created(in_groups(user(20, "bert"), &[OPERATORS, 114]));
    let mut runtime = machine([anna, bert]);
    runtime.definitions.groups.push(group(114, "Cleaners"));
    let merged = merge(without(project([user(10, "bert")]), SETTERS), runtime);
    let dropped: Vec<&str> = merged.entry(10).dropped_groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(dropped, ["Cleaners", "Setters"]);
}

#[test]
fn a_user_left_without_a_group_keeps_the_account_and_is_named_in_a_warning() {
    let bert = created(in_groups(user(20, "bert"), &[SETTERS]));
    let merged = merge(without(project([]), SETTERS), machine([bert]));
    assert!(merged.user(20).unwrap().user.groups.is_empty());
    assert!(merged.user(20).unwrap().user.enabled);
    assert_eq!(
        warnings(&merged),
        ["bert is in no group any more: the account stays, but has no rights. Give it a group."]
    );
}

#[test]
fn notification_groups_go_the_same_way_without_a_warning() {
    let notified = User { notification_groups: [Ref::from(id(MESSAGES))].into(), ..user(20, "bert") };
    let merged = merge(without(project([]), MESSAGES), machine([created(notified)]));
    assert!(merged.user(20).unwrap().user.notification_groups.is_empty());
    assert_eq!(merged.entry(20).dropped_groups[0].name, "Messages");
    assert!(merged.report.warnings.is_empty());
    assert_eq!(merged.report.notification_groups.removed.len(), 1);
}

#[test]
fn a_group_removed_and_created_anew_is_another_group() {
    let mut project = without(project([]), SETTERS);
    project.definitions.groups.push(group(113, "Setters"));
    let merged = merge(project, machine([created(in_groups(user(20, "bert"), &[OPERATORS, SETTERS]))]));
    assert_eq!(merged.user(20).unwrap().user.groups[..], [Ref::from(id(OPERATORS))]);
    assert_eq!(merged.report.groups.added[0].id, id(113));
    assert_eq!(merged.report.groups.removed[0].id, id(SETTERS));
}

#[test]
fn what_the_guidelines_got_later_is_the_project_s_too() {
    let changes: [fn(&mut Policies); 4] = [
        |policies| policies.preset = Preset::Nist,
        |policies| policies.audit.when_unwritable = WhenUnwritable::Stop,
        |policies| policies.session.default_user = Some(id(20)),
        |policies| policies.session.autologin_user = Some(id(20)),
    ];
    for change in changes {
        let mut project = project([user(20, "anna")]);
        change(&mut project.definitions.policies);
        let merged = merge(project.clone(), machine([]));
        assert_eq!(merged.runtime.definitions.policies, project.definitions.policies);
        assert!(merged.report.policies_changed);
        // Whom the guidelines name stays named when a namesake stands in the way; that user is not there then.
        let merged = merge(project.clone(), machine([created(user(21, "ANNA"))]));
        assert_eq!(merged.runtime.definitions.policies, project.definitions.policies);
        assert!(merged.user(20).is_none());
    }
}

#[test]
fn definitions_are_the_project_s_and_their_changes_are_told() {
    let mut project = project([]);
    let definitions = &mut project.definitions;
    definitions.policies.lockout.threshold = 10;
    definitions.groups[1].name = Texts::new("en", "Drivers");
    let right = Right { id: id(300), key: "recipe.edit".into(), ..definitions.right_groups[0].rights[0].clone() };
    let right = Right { name: Texts::new("en", "Edit recipes"), ..right };
    definitions.right_groups[0].rights.push(right);
    let area = Area {
        id: id(400),
        name: Texts::new("en", "Filling"),
        description: Texts::default(),
        clients: Vec::new(),
        unknown: Unknown::default(),
        at: At::default(),
    };
    definitions.areas.push(area);
    let merged = merge(project.clone(), machine([]));
    assert_eq!(merged.runtime.definitions, project.definitions);
    let report = &merged.report;
    assert!(report.policies_changed && !report.security_changed);
    let names = |named: &[Named]| named.iter().map(|named| named.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&report.groups.changed), ["Drivers"]);
    assert_eq!(names(&report.rights.added), ["recipe.edit"]);
    assert_eq!(names(&report.areas.added), ["Filling"]);
    assert!(report.groups.added.is_empty() && report.groups.removed.is_empty());
}

#[test]
fn another_order_is_no_change() {
    let mut project = project([]);
    let definitions = &mut project.definitions;
    definitions.groups.reverse();
    definitions.right_groups[0].rights.reverse();
    let german = |texts: &Texts| {
        let mut list = texts.list.clone();
        list.push(Text { lang: "de".into(), value: "Bediener".into(), ..Text::default() });
        Texts { list, unknown: Unknown::default() }
    };
    let mut machine = machine([]);
    for group in machine.definitions.groups.iter_mut().filter(|group| group.id == id(OPERATORS)) {
        group.name = german(&group.name);
    }
    for group in definitions.groups.iter_mut().filter(|group| group.id == id(OPERATORS)) {
        group.name = german(&group.name);
        group.name.list.reverse();
    }
    let merged = merge(project, machine);
    assert!(merged.report.groups.is_empty() && merged.report.rights.is_empty(), "{:?}", merged.report);
}

/// Definitions with a group and an area that have two of everything.
fn furnished() -> Definitions {
    let mut definitions = definitions();
    let client = |name: &str| Client { name: name.into(), unknown: Unknown::default(), at: At::default() };
    let area = |number, name| Area {
        id: id(number),
        name: Texts::new("en", name),
        description: Texts::default(),
        clients: vec![client(&format!("{name} 1")), client(&format!("{name} 2"))],
        unknown: Unknown::default(),
        at: At::default(),
    };
    definitions.areas = vec![area(400, "Filling"), area(401, "Packing")].into();
    let right = |number| RightRef { id: id(number), denied: false, unknown: Unknown::default(), at: At::default() };
    let external = |name: &str| ExternalGroup { provider: "AD".into(), name: name.into(), unknown: Unknown::default() };
    let operators = &mut definitions.groups[1];
    operators.rights = vec![right(201), right(202)];
    operators.areas = [Ref::from(id(400)), Ref::from(id(401))].into_iter().collect();
    operators.external = vec![external("CN=Operators"), external("CN=Night")];
    definitions
}

/// The names of what is told as changed when `edit` is all that the project has other.
fn changed_by(edit: impl FnOnce(&mut Definitions)) -> Vec<String> {
    let (mut project, mut machine) = (project([]), machine([]));
    (project.definitions, machine.definitions) = (furnished(), furnished());
    edit(&mut project.definitions);
    let report = merge(project, machine).report;
    let all = [report.groups, report.rights, report.areas, report.notification_groups];
    assert!(all.iter().all(|changes| changes.added.is_empty() && changes.removed.is_empty()));
    all.iter().flat_map(|changes| &changes.changed).map(|named| named.name.to_string()).collect()
}

#[test]
fn another_order_within_a_group_or_an_area_is_no_change() {
    assert!(changed_by(|_| {}).is_empty());
    assert!(changed_by(|definitions| definitions.groups[1].rights.reverse()).is_empty());
    assert!(changed_by(|definitions| definitions.groups[1].areas.reverse()).is_empty());
    assert!(changed_by(|definitions| definitions.groups[1].external.reverse()).is_empty());
    assert!(changed_by(|definitions| definitions.areas[0].clients.reverse()).is_empty());
}

#[test]
fn whatever_is_other_in_a_group_is_told() {
    let edits: [fn(&mut Group); 9] = [
        |group| group.name = Texts::new("en", "Operators of all lines"),
        |group| group.description = Texts::new("en", "Run the lines"),
        |group| group.unknown.push_attribute("Colour".into(), "green".into()),
        |group| drop(group.rights.pop()),
        |group| group.rights[0].denied = true,
        |group| drop(group.areas.pop()),
        |group| drop(group.external.pop()),
        |group| group.external[0].provider = "LDAP".into(),
        |group| group.rights.clear(),
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        // Whether something else stands in another order as well or not.
        for also in [|_: &mut Group| {}, |group: &mut Group| group.external.reverse()] {
            let told = changed_by(|definitions| {
                edit(&mut definitions.groups[1]);
                also(&mut definitions.groups[1]);
            });
            assert_eq!(told.len(), 1, "edit {number}");
        }
    }
}

#[test]
fn whatever_is_other_in_an_area_is_told() {
    let edits: [fn(&mut Area); 5] = [
        |area| area.name = Texts::new("en", "Filling hall"),
        |area| area.description = Texts::new("en", "Behind the wall"),
        |area| area.unknown.push_attribute("Colour".into(), "green".into()),
        |area| drop(area.clients.pop()),
        |area| area.clients[0].name = "Filling 3".into(),
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        for also in [|_: &mut Area| {}, |area: &mut Area| area.clients.reverse()] {
            let told = changed_by(|definitions| {
                edit(&mut definitions.areas[0]);
                also(&mut definitions.areas[0]);
            });
            assert_eq!(told.len(), 1, "edit {number}");
        }
    }
}
