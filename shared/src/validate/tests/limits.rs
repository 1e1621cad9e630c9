//! Limits of texts, at the edge and one beyond, counted in characters of normal form C.

use super::*;

#[test]
fn a_user_name_has_31_characters_at_most() {
    // One e with a combining accent is one character, two code points and three bytes.
    for unit in ["a", "ü", "e\u{301}", "日", "😀"] {
        let name = |count: usize| format!("§Name=\"{}\"", unit.repeat(count));
        let (_, at_limit) = marked(&with("Name=\"anna\"", &name(31)));
        assert!(read_project(at_limit.as_bytes()).is_valid(), "31 times {unit}");
        broken("Name=\"anna\"", &name(32), "The user name has 32 characters; at most 31 are allowed. Shorten it.");
    }
    let (_, spaced) = marked(&with("Name=\"anna\"", &format!("Name=\"  {} \"", "a".repeat(31))));
    assert!(read_project(spaced.as_bytes()).is_valid(), "trimmed first");
}

#[test]
fn a_full_name_has_100_characters_at_most() {
    let name = |count: usize| format!("§FullName=\"{}\"", "Ä".repeat(count));
    let (_, at_limit) = marked(&with("FullName=\"Anna Adler\"", &name(100)));
    assert!(read_project(at_limit.as_bytes()).is_valid());
    broken(
        "FullName=\"Anna Adler\"",
        &name(101),
        "The full name has 101 characters; at most 100 are allowed. Shorten it.",
    );
}

#[test]
fn a_description_has_255_characters_at_most_in_each_language() {
    let text = |count: usize| {
        with(
            "<Text Lang=\"en\">Run the line</Text>",
            &format!("<Text Lang=\"en\">Run</Text>§<Text Lang=\"de\">{}</Text>", "ß".repeat(count)),
        )
    };
    let (_, at_limit) = marked(&text(255));
    assert!(read_project(at_limit.as_bytes()).is_valid());
    refused(&text(256), &["The description has 256 characters; at most 255 are allowed. Shorten it."]);
}

#[test]
fn a_description_of_a_user_counts_too() {
    broken(
        "<Group Ref=\"00000000-0000-4000-8000-000000000051\"/>",
        &format!(
            "<Description>§<Text Lang=\"en\">{}</Text></Description><Group Ref=\"00000000-0000-4000-8000-000000000051\"/>",
            "x".repeat(256)
        ),
        "The description has 256 characters; at most 255 are allowed. Shorten it.",
    );
}

#[test]
fn no_more_than_64_characters_can_be_asked_of_a_password() {
    for (asked, warned) in [(64, false), (65, true)] {
        let text = with("    <Session ", &format!("    <PasswordPolicy MinimumLength=\"{asked}\"/>\n    <Session "));
        let (_, warnings) = read_project(text.as_bytes()).accept().unwrap();
        let told = warnings
            .iter()
            .any(|warning| warning.message().starts_with(&format!("The guidelines ask for passwords of {asked}")));
        assert_eq!(told, warned, "{warnings:?}");
    }
}

#[test]
fn a_name_that_nobody_can_type_is_warned_of() {
    let (places, text) = marked(&with("Name=\"anna\"", "§Name=\"an&#9;na\""));
    let (_, warnings) = read_project(text.as_bytes()).accept().unwrap();
    assert_eq!((warnings[1].line, warnings[1].column), places[0]);
    assert_eq!(
        warnings[1].message(),
        "The user name holds a control character, which nobody can type. Rename the user."
    );
}
