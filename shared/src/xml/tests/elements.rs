//! Each element and attribute as the design's example has it, and what leaving it out means.

use super::*;
use crate::model::*;
use crate::{Id, Time};

/// The example of design section 2, filled in, with the notation that its readers may use.
const FULL: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- by hand -->
<?editor kept?>
<UserManagementConfig SchemaVersion='1' ProjectId="00000000-0000-4000-8000-00000000000A" ProjectName=" Bottling &#x6c;ine " TimeStamp="2026-11-22T10:30:00+01:00">
  <Languages Default="en"><Language Tag="en"/><Language Tag="de"/></Languages>
  <Security AdminCanBeDeactivated="1" ProtectionHash="$argon2id$p"/>
  <DataStorage Kind="FilePath" Path="D:\users"/>
  <Authentication Kind="ActiveDirectory"/>
  <Policies Preset="iec">
    <AccountLockout Threshold="5" DurationMinutes="15"/>
    <PasswordPolicy Aging="false" MaximumAgeDays="30" WarnDays="7" MinimumLength="12" MustMeetComplexity="false" EnforceStrongPasswords="false" RequireUpperAndLowerCase="false" RequireNumber="false" RequireSpecialCharacter="0" History="false" HistoryCount="10"/>
    <Session IdleTimeoutMinutes="20" DefaultUser="00000000-0000-4000-8000-000000000061" AutologinUser="00000000-0000-4000-8000-000000000060"/>
    <Audit WhenUnwritable="Stop"/>
  </Policies>
  <Areas><Area Id="00000000-0000-4000-8000-000000000010"><Name><Text Lang="en"> Filling </Text><Text Lang="de">Abf<![CDATA[ü]]>llung</Text></Name><Description><Text Lang="en"> here &amp; there<!-- not this --> </Text></Description><Client Name="panel-3"/></Area></Areas>
  <RightGroups>
    <RightGroup Id="00000000-0000-4000-8000-000000000020" BuiltIn="System"><Name><Text Lang="en">System</Text></Name>SYSTEM</RightGroup>
    <RightGroup Id="00000000-0000-4000-8000-000000000030"><Name><Text Lang="en">Recipes</Text></Name><Description><Text Lang="en">All of them</Text></Description>
      <Right Id="00000000-0000-4000-8000-000000000031" Key=" recipe.edit "><Name><Text Lang="en">Edit</Text></Name><Description><Text Lang="en">Change values</Text></Description></Right></RightGroup>
  </RightGroups>
  <NotificationGroups><NotificationGroup Id="00000000-0000-4000-8000-000000000040"><Name><Text Lang="en">Shift</Text></Name></NotificationGroup></NotificationGroups>
  <Groups>
    <Group Id="00000000-0000-4000-8000-000000000050" BuiltIn="Administrators"><Name><Text Lang="en">Administrators</Text></Name></Group>
    <Group Id="00000000-0000-4000-8000-000000000051"><Name><Text Lang="en">Operators</Text></Name><Description><Text Lang="en">Run it</Text></Description>
      <Right Ref="00000000-0000-4000-8000-000000000031" Denied="true"/><Right Ref="00000000-0000-4000-8000-000000000020"/>
      <Area Ref="00000000-0000-4000-8000-000000000010"/><ExternalGroup Provider="ActiveDirectory" Name="CN=Operators,DC=plant"/></Group>
  </Groups>
  <Users>
    <User Id="00000000-0000-4000-8000-000000000060" BuiltIn="Admin" Name="Admin" FullName=" The Admin " Enabled="true" PasswordAging="false" MustChangePassword="true" Language="de" Email="a@b" MobilePhone="1" Phone="2" NotificationType="Email">
      <Description><Text Lang="en">First</Text></Description>
      <Password Hash="$argon2id$v=19$" ChangedAt="2026-11-20T08:00:00.000Z"/>
      <Group Ref="00000000-0000-4000-8000-000000000050"/><NotificationGroup Ref="00000000-0000-4000-8000-000000000040"/>
    </User>
    <User Id="00000000-0000-4000-8000-000000000061" Name="anna"/>
  </Users>
</UserManagementConfig>"#;

fn full() -> Project {
    let system: String = SYSTEM_RIGHTS
        .iter()
        .enumerate()
        .map(|(number, key)| format!("<Right Id=\"00000000-0000-4000-8000-0000000001{number:02}\" Key=\"{key}\"><Name><Text Lang=\"en\">{key}</Text></Name></Right>"))
        .collect();
    let text = FULL.replace("SYSTEM", &system).replace(
        "<Right Ref=\"00000000-0000-4000-8000-000000000020\"/>",
        "<Right Ref=\"00000000-0000-4000-8000-000000000100\"/>",
    );
    read_project(text.as_bytes()).accept().unwrap().0
}

fn id(text: &str) -> Id {
    format!("00000000-0000-4000-8000-0000000000{text}").parse().unwrap()
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

#[test]
fn the_root_and_the_small_sections() {
    let project = full();
    assert_eq!(project.id, id("0a"));
    assert_eq!(project.name, "Bottling line");
    assert_eq!(project.time_stamp, time("2026-11-22T09:30:00.000Z"));
    let definitions = &project.definitions;
    assert_eq!(definitions.languages.default, "en");
    let tags: Vec<&str> = definitions.languages.list.iter().map(|language| language.tag.as_str()).collect();
    assert_eq!(tags, ["en", "de"]);
    assert!(definitions.security.admin_can_be_deactivated);
    assert_eq!(definitions.security.protection_hash, "$argon2id$p");
    assert_eq!(definitions.storage.kind, StorageKind::FilePath("D:\\users".into()));
    assert_eq!(definitions.authentication.kind, "ActiveDirectory");
}

#[test]
fn the_guidelines() {
    let policies = full().definitions.policies;
    assert_eq!(policies.lockout, AccountLockout { threshold: 5, duration_minutes: 15, ..AccountLockout::default() });
    let expected = PasswordPolicy {
        aging: false,
        maximum_age_days: 30,
        warn_days: 7,
        minimum_length: 12,
        complexity: false,
        enforce_strong: false,
        upper_and_lower: false,
        number: false,
        special: false,
        history: false,
        history_count: 10,
        unknown: Unknown::default(),
    };
    assert_eq!(policies.password, expected);
    assert_eq!(policies.session.idle_timeout_minutes, 20);
    assert_eq!((policies.session.default_user, policies.session.autologin_user), (Some(id("61")), Some(id("60"))));
    assert_eq!((policies.preset, policies.audit.when_unwritable), (Preset::Iec, WhenUnwritable::Stop));
}

#[test]
fn areas_rights_and_groups() {
    let definitions = full().definitions;
    let area = &definitions.areas[0];
    assert_eq!((area.id, area.name.get("en"), area.name.get("de")), (id("10"), "Filling", "Abfüllung"));
    assert_eq!(area.description.get("en"), " here & there ", "as it is, not trimmed");
    assert_eq!(area.clients[0].name, "panel-3");
    let [system, recipes] = &definitions.right_groups[..] else { panic!("two groups of rights") };
    assert!(system.system && !recipes.system);
    assert_eq!(recipes.description.get("en"), "All of them");
    let right = &recipes.rights[0];
    assert_eq!((right.id, right.key.as_str(), right.name.get("en")), (id("31"), "recipe.edit", "Edit"));
    assert_eq!(right.description.get("en"), "Change values");
    assert_eq!(definitions.notification_groups[0].name.get("en"), "Shift");
    let [administrators, operators] = &definitions.groups[..] else { panic!("two groups") };
    assert!(administrators.administrators && !operators.administrators);
    assert_eq!(definitions.administrators(), Some(id("50")));
    assert_eq!(operators.description.get("en"), "Run it");
    assert!(operators.rights[0].denied && !operators.rights[1].denied);
    assert_eq!(operators.rights[0].id, id("31"));
    assert_eq!(operators.areas[0].id, id("10"));
    assert_eq!(operators.external[0].provider, "ActiveDirectory");
    assert_eq!(operators.external[0].name, "CN=Operators,DC=plant");
}

#[test]
fn users() {
    let project = full();
    let expected = User {
        admin: true,
        full_name: "The Admin".into(),
        password_aging: false,
        must_change_password: true,
        language: "de".into(),
        email: "a@b".into(),
        mobile_phone: "1".into(),
        phone: "2".into(),
        notification_type: "Email".into(),
        description: Texts::new("en", "First"),
        password: Some(Password {
            hash: "$argon2id$v=19$".into(),
            changed_at: Some(time("2026-11-20T08:00:00.000Z")),
            unknown: Unknown::default(),
        }),
        groups: [Ref::from(id("50"))].into(),
        notification_groups: [Ref::from(id("40"))].into(),
        ..User::new(id("60"), "Admin")
    };
    assert_eq!(project.users[0], expected);
    assert_eq!(project.users[1], User::new(id("61"), "anna"), "left out: enabled, aging, no password");
}

#[test]
fn a_runtime_document_s_own() {
    let digest = Digest::of(b"project", None);
    let text = RUNTIME
        .replace("Generation=\"1\"", &format!("Generation=\"18446744073709551615\" ProjectDigest=\"{digest}\" ProjectExtras=\"a @b\""))
        .replace("</Users>", "</Users><!-- and -->")
        .replace("DeletedBy=\"Admin\"/>", "DeletedBy=\"Admin\"><Password Hash=\"h1\"/><PasswordHistory><Password Hash=\"h0\" ChangedAt=\"2026-08-01T10:00:00.000Z\"/></PasswordHistory></User>")
        .replace("Name=\"bert\"", "ChangedAtRuntime=\"2026-10-01T10:00:00.000Z\" ChangedBy=\"anna\" Name=\"bert\"");
    let (runtime, _) = read_runtime(text.as_bytes()).accept().unwrap();
    assert_eq!(runtime.project_time_stamp, time("2026-11-01T09:30:00.000Z"));
    assert_eq!(runtime.project_digest, Some(digest));
    assert_eq!(runtime.generation, u64::MAX);
    assert_eq!(runtime.project_extras, ["a", "@b"]);
    let [admin, bert] = &runtime.users[..] else { panic!("two users") };
    assert_eq!((admin.origin, bert.origin), (Origin::Project, Origin::Runtime));
    let at = time("2026-10-01T10:00:00.000Z");
    assert_eq!(admin.changed, Some(Mark { at, by: "Admin".into() }));
    assert_eq!(bert.changed, Some(Mark { at, by: "anna".into() }));
    assert_eq!(bert.created, Some(Mark { at: time("2026-09-01T10:00:00.000Z"), by: "Admin".into() }));
    let anna = &runtime.deleted[0];
    assert_eq!((anna.name.as_str(), anna.deleted_by.as_str()), ("anna", "Admin"));
    assert_eq!(anna.deleted_at, Some(time("2026-10-02T10:00:00.000Z")));
    assert_eq!(anna.password.as_ref().unwrap().hash, "h1");
    assert_eq!(anna.history[0].hash, "h0");
}

#[test]
fn what_is_left_out_means_what_the_designer_shows_for_a_new_object() {
    let start = PROJECT.find("  <Security").unwrap();
    let end = PROJECT.find("  <Areas/>").unwrap();
    let text = format!("{}{}", &PROJECT[..start], &PROJECT[end..])
        .replace("  <Areas/>\n", "")
        .replace("  <NotificationGroups/>\n", "");
    let definitions = read_project(text.as_bytes()).accept().unwrap().0.definitions;
    assert_eq!(definitions.policies, Policies::default());
    assert_eq!(definitions.storage, DataStorage::default());
    assert_eq!(definitions.authentication.kind, "Internal");
    assert!(!definitions.security.admin_can_be_deactivated);
    assert!(definitions.areas.is_empty() && definitions.notification_groups.is_empty());
    let bare = with(
        " FullName=\"Anna Adler\" Enabled=\"true\" PasswordAging=\"false\" MustChangePassword=\"false\" Language=\"en\"",
        "",
    );
    let anna = read_project(bare.as_bytes()).accept().unwrap().0.users[1].clone();
    assert_eq!((anna.enabled, anna.password_aging, anna.must_change_password), (true, true, false));
}

#[test]
fn what_stands_once_stands_once() {
    for (from, to, name) in [
        ("<Areas/>", "<Areas/><Areas/>", "Areas"),
        ("  <Users>", "  <Users/><Users>", "Users"),
        ("<Session IdleTimeoutMinutes=\"0\"/>", "<Session/><Session/>", "Session"),
        ("<Name><Text Lang=\"en\">Setters", "<Name/><Name><Text Lang=\"en\">Setters", "Name"),
        (
            "<Name><Text Lang=\"en\">Setters",
            "<Description/><Description/><Name><Text Lang=\"en\">Setters",
            "Description",
        ),
        ("<Password Hash=", "<Password Hash=\"x\"/><Password Hash=", "Password"),
    ] {
        let error = the_error(&with(from, to));
        assert!(
            error.ends_with(&format!(": <{name}> stands here a second time. Keep the one that is meant.")),
            "{error}"
        );
    }
    let text = RUNTIME.replacen("<Password Hash=", "<PasswordHistory/><PasswordHistory/><Password Hash=", 1);
    assert!(the_error(&text).contains("<PasswordHistory> stands here a second time"));
}

#[test]
fn values_of_the_wrong_kind_are_refused() {
    for (from, to, message) in [
        ("Threshold=\"3\"", "Threshold=\"-1\"", "Threshold is \"-1\", but it must be a whole number from 0 up."),
        (
            "Threshold=\"3\"",
            "Threshold=\"4294967296\"",
            "Threshold is \"4294967296\", but it must be a whole number from 0 up.",
        ),
        ("Aging=\"false\"", "Aging=\"no\"", "Aging is \"no\", but it must be true or false."),
        (
            "Kind=\"ProjectDirectory\"",
            "Kind=\"Cloud\"",
            "Kind is \"Cloud\", but it must be ProjectDirectory, FilePath or ProjectDatabase.",
        ),
        (
            "Kind=\"ProjectDirectory\"",
            "Kind=\"FilePath\"",
            "DataStorage is a FilePath, but its attribute Path is missing. Say where the machine is to keep its users.",
        ),
        ("<Policies>", "<Policies Preset=\"NIST\">", "Preset is \"NIST\", but it must be default, nist, fda or iec."),
        (
            "<Session IdleTimeoutMinutes=\"0\"/>",
            "<Session DefaultUser=\"anna\"/>",
            "DefaultUser is \"anna\", but it must be a UUID such as 6f1c2d3e-0000-4000-8000-000000000000.",
        ),
        (
            "<Session IdleTimeoutMinutes=\"0\"/>",
            "<Audit WhenUnwritable=\"Halt\"/>",
            "WhenUnwritable is \"Halt\", but it must be Continue or Stop.",
        ),
        (
            "BuiltIn=\"System\"",
            "BuiltIn=\"Other\"",
            "BuiltIn is \"Other\", but only \"System\" is built in here. Remove the attribute.",
        ),
        (
            "ChangedAt=\"2026-08-01T10:00:00.000Z\"",
            "ChangedAt=\"soon\"",
            "ChangedAt is \"soon\", but it must be a time such as 2026-11-22T09:30:00.000Z.",
        ),
        (
            "Id=\"11111111-2222-4000-8000-000000000033\"",
            "Id=\"33\"",
            "Id is \"33\", but it must be a UUID such as 6f1c2d3e-0000-4000-8000-000000000000.",
        ),
        (
            "<Password Hash=",
            "<Password Hsh=",
            "The password has no Hash. Remove the element, or set the password again.",
        ),
    ] {
        let errors = errors(&with(from, to));
        assert!(errors.iter().any(|error| error == message), "{to}: {errors:?}");
    }
}
