//! Each rule, broken once in a file: refused at its line and column, in words.
//!
//! A test changes one place of a valid file. The sign § in the new text marks where the fault is to be
//! told; it is taken out before the file is read.

mod limits;
mod runtime;

use crate::xml::{Fault, Severity, read_project};

const PROJECT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<UserManagementConfig SchemaVersion="1" ProjectId="00000000-0000-4000-8000-000000000001" ProjectName="Line" TimeStamp="2026-11-22T09:30:00.000Z">
  <Languages Default="en"><Language Tag="en"/><Language Tag="de"/></Languages>
  <Policies>
    <Session IdleTimeoutMinutes="5" DefaultUser="00000000-0000-4000-8000-000000000061"/>
  </Policies>
  <Areas>
    <Area Id="00000000-0000-4000-8000-000000000010">
      <Name><Text Lang="en">Filling</Text><Text Lang="de">Abfüllung</Text></Name>
      <Client Name="panel-3"/>
    </Area>
    <Area Id="00000000-0000-4000-8000-000000000011"><Name><Text Lang="en">Packing</Text></Name></Area>
  </Areas>
  <RightGroups>
    <RightGroup Id="00000000-0000-4000-8000-000000000020" BuiltIn="System">
      <Name><Text Lang="en">System</Text></Name>
      <Right Id="00000000-0000-4000-8000-000000000021" Key="system.user.create"><Name><Text Lang="en">1</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000022" Key="system.user.change"><Name><Text Lang="en">2</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000023" Key="system.user.delete"><Name><Text Lang="en">3</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000024" Key="system.user.change-password"><Name><Text Lang="en">4</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000025" Key="system.user.assign-group"><Name><Text Lang="en">5</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000026" Key="system.user.unlock"><Name><Text Lang="en">6</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000027" Key="system.audit.read"><Name><Text Lang="en">7</Text></Name></Right>
      <Right Id="00000000-0000-4000-8000-000000000028" Key="system.exit"><Name><Text Lang="en">8</Text></Name></Right>
    </RightGroup>
    <RightGroup Id="00000000-0000-4000-8000-000000000030">
      <Name><Text Lang="en">Machine</Text></Name>
      <Right Id="00000000-0000-4000-8000-000000000031" Key="recipe.edit"><Name><Text Lang="en">Edit recipes</Text></Name></Right>
    </RightGroup>
  </RightGroups>
  <NotificationGroups>
    <NotificationGroup Id="00000000-0000-4000-8000-000000000040"><Name><Text Lang="en">Shift</Text></Name></NotificationGroup>
  </NotificationGroups>
  <Groups>
    <Group Id="00000000-0000-4000-8000-000000000050" BuiltIn="Administrators"><Name><Text Lang="en">Administrators</Text></Name></Group>
    <Group Id="00000000-0000-4000-8000-000000000051">
      <Name><Text Lang="en">Operators</Text></Name>
      <Description><Text Lang="en">Run the line</Text></Description>
      <Right Ref="00000000-0000-4000-8000-000000000031"/>
      <Area Ref="00000000-0000-4000-8000-000000000010"/>
    </Group>
  </Groups>
  <Users>
    <User Id="00000000-0000-4000-8000-000000000060" BuiltIn="Admin" Name="Admin" Enabled="true">
      <Group Ref="00000000-0000-4000-8000-000000000050"/>
    </User>
    <User Id="00000000-0000-4000-8000-000000000061" Name="anna" FullName="Anna Adler">
      <Group Ref="00000000-0000-4000-8000-000000000051"/>
      <NotificationGroup Ref="00000000-0000-4000-8000-000000000040"/>
    </User>
  </Users>
</UserManagementConfig>
"#;

/// The file with one text in it replaced.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert!(PROJECT.contains(from), "{from}");
    PROJECT.replacen(from, to, 1)
}

/// Line and column of each § of a text, and the text without them.
fn marked(text: &str) -> (Vec<(u32, u32)>, String) {
    let (mut places, mut plain, mut line, mut column) = (Vec::new(), String::new(), 1, 1);
    for character in text.chars() {
        match character {
            '§' => {
                places.push((line, column));
                continue;
            }
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        plain.push(character);
    }
    (places, plain)
}

/// The errors of a file, as places and messages.
fn errors(faults: &[Fault]) -> Vec<((u32, u32), String)> {
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    errors.map(|fault| ((fault.line, fault.column), fault.message())).collect()
}

/// Holds a project's errors against the places marked in it and these messages.
#[track_caller]
fn refused(text: &str, messages: &[&str]) {
    let (places, plain) = marked(text);
    let faults = read_project(plain.as_bytes()).accept().unwrap_err();
    let expected: Vec<_> = places.into_iter().zip(messages.iter().map(|message| (*message).to_owned())).collect();
    assert_eq!(errors(&faults), expected);
    assert_eq!(errors(&faults).len(), messages.len(), "each message has its place");
}

/// Holds the one error of the valid project with one place changed.
#[track_caller]
fn broken(from: &str, to: &str, message: &str) {
    refused(&with(from, to), &[message]);
}

#[test]
fn the_valid_file_has_no_fault() {
    let (_, warnings) = read_project(PROJECT.as_bytes()).accept().unwrap();
    assert_eq!(warnings.len(), 1, "that it has no Digest: {warnings:?}");
}

#[test]
fn an_id_is_used_once() {
    for (from, to, what) in [
        ("00000000-0000-4000-8000-000000000061", "00000000-0000-4000-8000-000000000060", "this user and for a user"),
        ("00000000-0000-4000-8000-000000000061", "00000000-0000-4000-8000-000000000050", "this user and for a group"),
        ("00000000-0000-4000-8000-000000000050", "00000000-0000-4000-8000-000000000031", "this group and for a right"),
        ("00000000-0000-4000-8000-000000000011", "00000000-0000-4000-8000-000000000010", "this area and for an area"),
    ] {
        // References follow along.
        let text = PROJECT.replace(&format!("Id=\"{from}\""), &format!("§Id=\"{to}\"")).replace(from, to);
        refused(&text, &[&format!("The Id {to} is used twice: for {what}. Give one of them a new Id.")]);
    }
}

#[test]
fn who_is_there_without_a_login_is_a_user() {
    let anna = "DefaultUser=\"00000000-0000-4000-8000-000000000061\"";
    broken(
        anna,
        "§DefaultUser=\"00000000-0000-4000-8000-000000000051\"",
        "The default user, 00000000-0000-4000-8000-000000000051, is not among the users. Choose another, or remove the attribute DefaultUser.",
    );
    broken(
        anna,
        "§AutologinUser=\"00000000-0000-4000-8000-000000000099\"",
        "The user who is logged in at the start, 00000000-0000-4000-8000-000000000099, is not among the users. Choose another, or remove the attribute AutologinUser.",
    );
    let (places, text) = marked(&with(anna, "§AutologinUser=\"00000000-0000-4000-8000-000000000060\""));
    let (_, warnings) = read_project(text.as_bytes()).accept().unwrap();
    let warning = warnings.iter().find(|warning| (warning.line, warning.column) == places[0]).unwrap();
    assert_eq!(
        warning.message(),
        "The user who is logged in at the start, \"Admin\", is an administrator, so whoever stands at a panel administers the machine. Choose another."
    );
}

#[test]
fn user_names_are_unique_without_regard_to_case() {
    broken(
        "Name=\"anna\"",
        "§Name=\"ADMIN\"",
        "The user name \"ADMIN\" is taken: another user is called \"Admin\", and case makes no difference. Rename one of them.",
    );
}

#[test]
fn names_of_other_things_are_unique_in_each_language() {
    for (from, name, what) in [
        ("Packing", "FILLING", "an area"),
        ("Operators", "administrators", "a group"),
        ("Machine", "SYSTEM", "a right group"),
        ("Edit recipes", "8", "a right"),
    ] {
        broken(
            &format!("<Text Lang=\"en\">{from}</Text>"),
            &format!("§<Text Lang=\"EN\">{name}</Text>"),
            &format!(
                "The name {name:?} is used twice for {what} in the language \"EN\" (case makes no difference). Rename one of them."
            ),
        );
    }
    let other_language = with("<Text Lang=\"en\">Packing</Text>", "<Text Lang=\"de\">Filling</Text>");
    assert!(read_project(other_language.as_bytes()).is_valid());
}

#[test]
fn a_right_s_key_is_unique_and_not_empty() {
    broken(
        "Key=\"recipe.edit\"",
        "§Key=\"System.Exit\"",
        "The right's key \"System.Exit\" is taken by another right, \"system.exit\" (case makes no difference). Give one of them another key.",
    );
    broken(
        "<Right Id=\"00000000-0000-4000-8000-000000000031\" Key=\"recipe.edit\"",
        "§<Right Id=\"00000000-0000-4000-8000-000000000031\" Key=\" \"",
        "The right has no Key, so nothing can ask for it. Write one, such as recipe.edit.",
    );
}

#[test]
fn things_have_names() {
    for (what, id) in [("area", "11"), ("right", "31"), ("notification group", "40"), ("group", "50")] {
        let start = PROJECT.find(&format!("Id=\"00000000-0000-4000-8000-0000000000{id}\"")).unwrap();
        let (before, after) = PROJECT.split_at(start);
        let (element, attributes) = before.rsplit_once('<').unwrap();
        let nameless = after.replacen("<Name>", "<Name><!--", 1).replacen("</Name>", "--></Name>", 1);
        refused(
            &format!("{element}§<{attributes}{nameless}"),
            &[&format!("This {what} has no name. Give it one in at least one language.")],
        );
    }
    broken(
        "<User Id=\"00000000-0000-4000-8000-000000000061\" Name=\"anna\"",
        "§<User Id=\"00000000-0000-4000-8000-000000000061\" Name=\" \u{a0} \"",
        "The user has no Name. Give it one.",
    );
    broken(
        "<Client Name=\"panel-3\"/>",
        "§<Client/>",
        "The Client has no Name. Write the name with which the panel logs people in, or remove it.",
    );
}

#[test]
fn a_text_has_a_language_and_a_language_one_text() {
    broken(
        "<Text Lang=\"de\">Abfüllung</Text>",
        "§<Text>Abfüllung</Text>",
        "The Text does not say in which language it is. Write Lang, such as Lang=\"en\".",
    );
    broken(
        "<Text Lang=\"de\">Abfüllung</Text>",
        "<Text §Lang=\"EN\">Bottling</Text>",
        "The language EN stands here twice. Keep one of the two texts.",
    );
    broken(
        "<Text Lang=\"en\">Run the line</Text>",
        "<Text Lang=\"en\">Run the line</Text><Text §Lang=\"en\">Run it</Text>",
        "The language en stands here twice. Keep one of the two texts.",
    );
}

#[test]
fn languages_have_tags_and_are_listed_once() {
    broken("<Language Tag=\"de\"/>", "§<Language/>", "The Language has no Tag. Write one, such as en or de.");
    broken("Tag=\"de\"", "§Tag=\"EN\"", "The language EN is listed twice. Remove one.");
}

#[test]
fn a_default_language_that_is_not_listed_is_warned_of() {
    let (places, text) = marked(&with("Default=\"en\"", "§Default=\"fr\""));
    let (_, warnings) = read_project(text.as_bytes()).accept().unwrap();
    let warning = &warnings[1];
    assert_eq!((warning.line, warning.column), places[0]);
    assert_eq!(
        warning.message(),
        "The default language \"fr\" is not among the project's languages. Add it, or choose another."
    );
}

#[test]
fn references_lead_somewhere() {
    let gone = "00000000-0000-4000-8000-0000000000ff";
    for (element, number, whose, what) in [
        ("Right", "31", "The group", "a right"),
        ("Area", "10", "The group", "an area"),
        ("Group", "51", "The user \"anna\"", "a group"),
        ("NotificationGroup", "40", "The user \"anna\"", "a notification group"),
    ] {
        let (_, noun) = what.split_once(' ').unwrap();
        broken(
            &format!("<{element} Ref=\"00000000-0000-4000-8000-0000000000{number}\""),
            &format!("<{element} §Ref=\"{gone}\""),
            &format!(
                "{whose} refers to {what} {gone} that is not there. Remove the reference, or put the {noun} back."
            ),
        );
    }
    // Another thing of that Id is not enough.
    broken(
        "<Area Ref=\"00000000-0000-4000-8000-000000000010\"",
        "<Area §Ref=\"00000000-0000-4000-8000-000000000050\"",
        "The group refers to an area 00000000-0000-4000-8000-000000000050 that is not there. Remove the reference, or put the area back.",
    );
}

#[test]
fn the_built_in_things_are_there_once() {
    // What is missing in the file as a whole is told at its root.
    let rootless = |text: String| text.replacen("<UserManagementConfig", "§<UserManagementConfig", 1);
    refused(
        &rootless(with(" BuiltIn=\"System\"", "")),
        &[
            "The built-in right group System is missing. Open and save the project with the Designer, or copy the group from another project.",
        ],
    );
    refused(
        &rootless(with(" BuiltIn=\"Admin\"", "")),
        &[
            "The built-in user Admin is missing. Open and save the project with the Designer, or copy the user from another project.",
        ],
    );
    refused(
        &rootless(with(" BuiltIn=\"Administrators\"", "")).replacen(
            "<User Id=\"00000000-0000-4000-8000-000000000060\"",
            "§<User Id=\"00000000-0000-4000-8000-000000000060\"",
            1,
        ),
        &[
            "The built-in group Administrators is missing. Open and save the project with the Designer, or copy the group from another project.",
            "No enabled user is a member of Administrators, so nobody could administer the machine. Enable Admin.",
        ],
    );
    for (id, built_in, message) in [
        ("61", "Admin", "There are two built-in users Admin. Remove one."),
        ("51", "Administrators", "There are two built-in groups Administrators. Remove one."),
        ("30", "System", "There are two built-in right groups System. Remove one."),
    ] {
        let from = format!(" Id=\"00000000-0000-4000-8000-0000000000{id}\"");
        let (places, plain) = marked(&with(&from, &format!("{from} §BuiltIn=\"{built_in}\"")));
        let faults = read_project(plain.as_bytes()).accept().unwrap_err();
        assert!(errors(&faults).contains(&(places[0], message.to_owned())), "{faults:?}");
    }
    refused(
        &with(
            "<RightGroup Id=\"00000000-0000-4000-8000-000000000020\"",
            "§<RightGroup Id=\"00000000-0000-4000-8000-000000000020\"",
        )
        .replace("system.audit.read", "audit.read"),
        &["The right system.audit.read is missing in the built-in right group System. Put it back."],
    );
}

#[test]
fn admin_keeps_name_and_group_and_an_administrator_is_enabled() {
    broken(
        " Name=\"Admin\"",
        " §Name=\"root\"",
        "The built-in user Admin is called \"root\". It keeps its name; call it Admin.",
    );
    assert!(read_project(with(" Name=\"Admin\"", " Name=\"ADMIN\"").as_bytes()).is_valid());
    let admin = "<User Id=\"00000000-0000-4000-8000-000000000060\" BuiltIn=\"Admin\" Name=\"Admin\" Enabled=\"true\"";
    broken(
        admin,
        &format!("§{}", admin.replace("true", "false")),
        "No enabled user is a member of Administrators, so nobody could administer the machine. Enable Admin.",
    );
    let anna_too = with(admin, &admin.replace("true", "false")).replace(
        "<Group Ref=\"00000000-0000-4000-8000-000000000051\"/>",
        "<Group Ref=\"00000000-0000-4000-8000-000000000050\"/>",
    );
    assert!(read_project(anna_too.as_bytes()).is_valid());
    refused(
        &with(admin, &format!("§§{admin}")).replace(
            "<Group Ref=\"00000000-0000-4000-8000-000000000050\"/>",
            "<Group Ref=\"00000000-0000-4000-8000-000000000051\"/>",
        ),
        &[
            "The built-in user Admin is not a member of Administrators. Put it back into the group.",
            "No enabled user is a member of Administrators, so nobody could administer the machine. Enable Admin.",
        ],
    );
}

#[test]
fn all_faults_of_a_file_are_told_in_one_run_and_in_its_order() {
    let text = PROJECT
        .replace("TimeStamp=\"2026-11-22T09:30:00.000Z\"", "§TimeStamp=\"yesterday\"")
        .replace("<Text Lang=\"en\">Packing</Text>", "§<Text Lang=\"en\">Filling</Text>")
        .replace("<Name><Text Lang=\"en\">7", "<Name>§rubbish<Text Lang=\"en\">7")
        .replace(
            "<Area Ref=\"00000000-0000-4000-8000-000000000010\"/>",
            "<Area §Ref=\"00000000-0000-4000-8000-0000000000ff\"/>",
        )
        .replace("Enabled=\"true\"", "§Enabled=\"perhaps\"")
        .replace("Name=\"anna\"", "§Name=\"admin\"");
    refused(
        &text,
        &[
            "TimeStamp is \"yesterday\", but it must be a time such as 2026-11-22T09:30:00.000Z.",
            "The name \"Filling\" is used twice for an area in the language \"en\" (case makes no difference). Rename one of them.",
            "Text does not belong directly into <Name>. Remove it.",
            "The group refers to an area 00000000-0000-4000-8000-0000000000ff that is not there. Remove the reference, or put the area back.",
            "Enabled is \"perhaps\", but it must be true or false.",
            "The user name \"admin\" is taken: another user is called \"Admin\", and case makes no difference. Rename one of them.",
        ],
    );
}
