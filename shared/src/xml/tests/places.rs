//! Line and column of what is wrong.

use super::*;

#[test]
fn columns_count_characters_behind_several_bytes() {
    let text = with("FullName=\"Anna Adler\" Enabled=\"true\"", "FullName=\"Ännä 日本 😀\" Enabled=\"maybe\"");
    let line = text.lines().position(|line| line.contains("maybe")).unwrap();
    let column = text.lines().nth(line).unwrap().split("Enabled").next().unwrap().chars().count() + 1;
    let message = format!("{}:{column}: Enabled is \"maybe\", but it must be true or false.", line + 1);
    assert_eq!(the_error(&text), message);
    // A byte-order mark is no character of the first line.
    assert_eq!(the_error(&format!("\u{feff}{text}")), message);
    assert!(the_error("\u{feff}<html/>").starts_with("1:1: "));
}

#[test]
fn broken_rules_are_told_as_the_rules_tell_them() {
    let text = with(" Name=\"anna\"", " Name=\"ADMIN\"");
    let (reading, problems) = crate::xml::parse_project_telling(text.as_bytes());
    let project = reading.document.as_ref().unwrap();
    assert_eq!(problems, crate::validate::project(project));
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, reading.faults.iter().map(|fault| fault.message()).collect::<Vec<_>>());
    assert!(!problems.is_empty());
    assert!(crate::xml::parse_project_telling(b"<html/>").1.is_empty());
}

#[test]
fn an_attribute_on_a_line_of_its_own_is_found() {
    for (gap, line, column) in [("\n      ", 1, 7), ("\t", 0, 0), ("\r\n\t", 1, 2)] {
        let text = with(" Name=\"anna\"", &format!("{gap}Name=\"ADMIN\""));
        let before = text.lines().position(|line| line.contains("0000000000c8\"")).unwrap() + 1;
        let error = the_error(&text);
        let (at, message) = error.split_once(": ").unwrap();
        assert!(message.starts_with("The user name \"ADMIN\" is taken"), "{message}");
        if line == 1 {
            assert_eq!(at, format!("{}:{column}", before + 1), "{gap:?}");
        } else {
            let start = text.lines().nth(before - 1).unwrap().find("Name=\"ADMIN\"").unwrap();
            assert_eq!(at, format!("{before}:{}", start + 1), "{gap:?}");
        }
    }
}

#[test]
fn a_value_that_looks_like_an_attribute_misleads_nobody() {
    // The Id is missing, although the text Id= stands in the tag, in another attribute and behind it.
    let text = with("<Group Id=\"11111111-2222-4000-8000-000000000033\">", "<Group ProjectId=\"x\" Hint='Id=\"1\"'>");
    let error = the_error(&text);
    assert!(
        error.ends_with("The attribute Id is missing in <Group>. Without it nothing can refer to this; add one."),
        "{error}"
    );
    let text = with(
        "Id=\"11111111-2222-4000-8000-0000000000c8\" Name=\"anna\"",
        "Hint=' Name=\"x\"' Id=\"11111111-2222-4000-8000-0000000000c8\" Name=\"ADMIN\"",
    );
    let error = the_error(&text);
    let line = text.lines().find(|line| line.contains("Hint")).unwrap();
    let column = line.rfind(" Name=\"ADMIN\"").unwrap() + 2;
    assert!(error.contains(&format!(":{column}: The user name")), "{error}");
}

#[test]
fn a_missing_id_or_reference_is_told_at_its_element() {
    let text = with("<Group Ref=\"11111111-2222-4000-8000-000000000032\"/>", "<Group/>");
    let line = text.lines().position(|line| line.contains("<Group/>")).unwrap() + 1;
    assert_eq!(
        the_error(&text),
        format!("{line}:7: The attribute Ref is missing in <Group>. Without it nothing can refer to this; add one.")
    );
}

#[test]
fn faulty_attributes_do_not_hide_each_other_nor_the_rest() {
    let text = with(
        "Enabled=\"true\" PasswordAging=\"false\"",
        "Enabled=\"no\" Enabled=\"true\" bare PasswordAging=\"&none;\" Email=\"a<b\"",
    )
    .replace("Name=\"anna\"", "Name=\"ADMIN\"");
    assert_eq!(
        errors(&text),
        [
            "Enabled is \"no\", but it must be true or false.",
            "This attribute stands here twice. Remove one of them.",
            "An attribute is followed by = and its value in quotes. Mend it here.",
            "The attribute PasswordAging holds an entity that is not one of &amp; &lt; &gt; &quot; &apos; and character numbers. Write & as &amp;.",
            "The attribute Email holds a <. Write &lt; instead.",
            "The user name \"ADMIN\" is taken: another user is called \"Admin\", and case makes no difference. Rename one of them.",
        ]
    );
}

#[test]
fn a_thousand_faults_are_enough() {
    let users = "<User/>".repeat(5000);
    let errors = errors(&with("<Users>", &format!("<Users>{users}")));
    assert_eq!(errors.len(), 1001);
    assert_eq!(errors.last().unwrap(), "There are more faults than these. Mend these first, then check again.");
}
