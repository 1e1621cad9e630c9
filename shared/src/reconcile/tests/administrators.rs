//! Admin and the administrators (design sections 2 and 3).

use super::*;

fn administrator(number: u128, name: &str) -> User {
    User { groups: [Ref::from(id(ADMINISTRATORS))].into(), ..user(number, name) }
}

fn disabled(user: User) -> User {
    User { enabled: false, ..user }
}

#[test]
fn admin_deactivated_stays_so_while_another_administrator_is_enabled() {
    let machine = machine([changed(disabled(admin())), delivered(administrator(10, "anna"))]);
    let merged = merge(project([administrator(10, "anna")]), machine);
    assert!(!merged.user(ADMIN).unwrap().user.enabled);
    assert!(merged.report.warnings.is_empty());
}

#[test]
fn admin_deactivated_is_enabled_again_with_a_warning_if_nobody_else_is_left() {
    let mut before = machine([changed(disabled(admin())), delivered(administrator(10, "anna"))]);
    before.definitions.security.admin_can_be_deactivated = true;
    let merged = merge(project([user(10, "anna")]), before);
    let admin = merged.user(ADMIN).unwrap();
    assert!(admin.user.enabled && admin.changed.is_some());
    assert_eq!(
        warnings(&merged),
        ["Admin was disabled and is enabled again, because no other administrator is enabled."]
    );
    assert!(merged.entry(ADMIN).enabled_again);
    assert!(merged.reason(ADMIN).ends_with("Enabled again, because no other administrator is enabled."));
    assert!(merged.report.security_changed);
}

#[test]
fn admin_disabled_by_the_project_is_enabled_while_the_other_administrator_is_disabled_on_the_machine() {
    // The project is valid, because anna is an administrator there; on the machine the account is disabled.
    let machine = machine([delivered(admin()), changed(disabled(administrator(10, "anna")))]);
    let merged = merge(project([disabled(admin()), administrator(10, "anna")]), machine);
    assert!(merged.user(ADMIN).unwrap().user.enabled);
    assert!(merged.report.end_sessions.is_empty(), "an account that stays enabled is not logged out");
}

#[test]
fn an_administrator_s_group_created_anew_takes_admin_along() {
    let mut project = project([changed_groups(admin(), 110)]);
    project.definitions.groups.items[0] = Group { administrators: true, ..group(110, "Administrators") };
    let merged = merge(project, machine([changed(admin())]));
    let admin = merged.user(ADMIN).unwrap();
    assert_eq!(admin.user.groups[..], [Ref::from(id(110))]);
    assert_eq!(merged.entry(ADMIN).dropped_groups[0].name, "Administrators");
    let told = warnings(&merged);
    let put_back = "Admin was put back into the group Administrators, which no update takes away.";
    assert!(told.iter().any(|warning| warning == put_back), "{told:?}");
}

fn changed_groups(user: User, group: u128) -> User {
    User { groups: [Ref::from(id(group))].into(), ..user }
}

#[test]
fn admin_with_another_id_in_the_project_replaces_the_machine_s() {
    let new = User { id: id(2), ..admin() };
    let merged = merge(project([new]), machine([changed(admin())]));
    assert_eq!(merged.action(2), Action::Replaced);
    assert_eq!(merged.runtime.users.len(), 1);
}

#[test]
fn an_id_that_is_admin_s_on_one_side_alone_is_a_conflict() {
    let other_admin = User { id: id(2), ..admin() };
    for (in_project, on_machine) in [
        (vec![user(ADMIN, "anna"), other_admin.clone()], vec![delivered(admin())]),
        (vec![admin()], vec![delivered(user(ADMIN, "anna")), delivered(other_admin)]),
    ] {
        let conflict = reconcile(project(in_project), None, machine(on_machine), now()).unwrap_err();
        assert_eq!(conflict.id, id(ADMIN));
        let text = conflict.to_string();
        assert!(text.contains("00000000-0000-0000-0000-000000000001"), "{text}");
        assert!(text.contains("\"anna\"") && text.contains("\"Admin\""), "{text}");
        assert!(text.ends_with("give the project's user another Id."), "{text}");
    }
}
