//! Our reader beside `xmllint` (libxml2): whatever is no XML for the one is none for the other.

use std::fs;
use std::process::Command;

use keyholder_shared::xml::{Severity, read_project};
use keyholder_tests::bad;

/// A document of ours, and whether its difference to a good one lies in the XML declaration, where we are
/// stricter: version 1.0, UTF-8, nothing else.
struct Case {
    text: String,
    in_declaration: bool,
}

/// What a mutation may change: all kinds of markup that may stand in a document.
const BEFORE: &str = "<!-- a -->\n<?b c?>\n";
const INSIDE: &str = "<y a=\"1\" b='&lt;' ><!-- d --><e/>&amp;&#65;x<![CDATA[<]]><?f g?></y\n>";
const AFTER: &str = "\n<!-- h -->";
const DECLARATION: &str = "<?xml version=\"1.0\" standalone='no' ?>";
/// What a mutation may put in.
const CHARACTERS: [&str; 19] =
    ["<", ">", "&", ";", "\"", "'", "=", "/", "!", "?", "-", "[", "]", " ", "\n", "x", "0", "#", ":"];

/// A good document with these texts in it; the inside lies in an element of which only the form counts.
fn document(declaration: &str, before: &str, inside: &str, after: &str) -> String {
    let example = bad::example();
    let start = example.find("<UserManagementConfig").unwrap();
    let root = example[start..].replacen("<Areas/>", &format!("<Areas/><z>{inside}</z>"), 1);
    format!("{declaration}{before}{}{after}", root.trim_end())
}

/// A text with one character taken out, doubled, or put in, at each place.
fn mutations(text: &str) -> Vec<String> {
    let mut mutations = Vec::new();
    for at in 0..=text.len() {
        let (before, after) = text.split_at(at);
        if let Some(next) = after.get(1..) {
            mutations.push(format!("{before}{next}"));
            mutations.push(format!("{before}{}{after}", &after[..1]));
        }
        mutations.extend(CHARACTERS.iter().map(|character| format!("{before}{character}{after}")));
    }
    mutations
}

fn cases() -> Vec<Case> {
    let mut cases = vec![Case { text: document(DECLARATION, BEFORE, INSIDE, AFTER), in_declaration: false }];
    let mut add = |text, in_declaration| cases.push(Case { text, in_declaration });
    for text in mutations(DECLARATION) {
        add(document(&text, BEFORE, INSIDE, AFTER), true);
    }
    for text in mutations(BEFORE) {
        add(document(DECLARATION, &text, INSIDE, AFTER), false);
    }
    for text in mutations(INSIDE) {
        add(document(DECLARATION, BEFORE, &text, AFTER), false);
    }
    for text in mutations(AFTER) {
        add(document(DECLARATION, BEFORE, INSIDE, &text), false);
    }
    for text in [
        "<a b=\"1\"c=\"2\"/>",
        "<1a/>",
        "<-a/>",
        "<.a/>",
        "<a b=\"<\"/>",
        "<a/ >",
        "< a/>",
        "<a></a >",
        "<a></ a>",
        "<a></a b>",
        "<a\n\tb\r\n=\n'1'\r/>",
        "<a b/>",
        "<a b=/>",
        "<a b=1/>",
        "<a b=\"1/>",
        "<a b='1\"/>",
        "<a 1b=\"\"/>",
        "<a =\"\"/>",
        "<a b=\"\" b=''/>",
        "<a b=\"&\"/>",
        "<a b=\"&amp\"/>",
        "<a b=\"&x;\"/>",
        "<a b=\"&#0;\"/>",
        "<a b=\"&#x1F;\"/>",
        "<a b=\"&#x9;&#xA;&#xD;\"/>",
        "<a b=\"&#xD7FF;&#xE000;&#xFFFD;&#x10000;&#x10FFFF;\"/>",
        "<a b=\"&#xD800;\"/>",
        "<a b=\"&#xFFFE;\"/>",
        "<a b=\"&#x110000;\"/>",
        "<a b=\"&#X41;\"/>",
        "<a b=\"&# 65;\"/>",
        "<a b=\"]]>\"/>",
        "<a b=\">\"/>",
        "<a>]]></a>",
        "<a>]]&gt;</a>",
        "<a>]] ></a>",
        "<a>&lt</a>",
        "<a>&LT;</a>",
        "<a>&#65</a>",
        "<a>&#x;</a>",
        "<a>&#xG;</a>",
        "<a>&#99999999999999999999;</a>",
        "<a>&amp;amp;</a>",
        "<!-- -- -->",
        "<!--->",
        "<!---->",
        "<!-->-->",
        "<!-- --->",
        "<!-- <a> & ]]> -->",
        "<?x?>",
        "<? x?>",
        "<??>",
        "<?x",
        "<?x>",
        "<?xml?>",
        "<?xml version=\"1.0\"?>",
        "<?xmlx y?>",
        "<?x y??>",
        "<?x:y z?>",
        "<?1?>",
        "<![CDATA[]]>",
        "<![CDATA[]]]]><![CDATA[>]]>",
        "<![cdata[]]>",
        "<![CDATA []]>",
        "<![CDATA[",
        "<!DOCTYPE a>",
        "<!ELEMENT a>",
        "<!>",
        "<>",
        "</>",
        "<a",
        "<a><b></a></b>",
        "<a></A>",
        "<a/></a>",
        "<a>",
        "<größe é=\"\"/>",
        "<a\u{300}/>",
        "<\u{300}a/>",
        "<\u{d7}/>",
        "<a\u{b7}/>",
        "<日本/>",
        "<a\u{a0}b=\"\"/>",
        "<a\u{85}b=\"\"/>",
        "<a\u{2003}b=\"\"/>",
        "\u{7f}\u{80}\u{84}\u{86}\u{9f}",
        "\u{fffd}\u{10000}\u{10ffff}",
        "\u{feff}",
        "\u{b}",
        "\u{0}",
        "\u{1f}",
        "\u{fffe}",
        "\u{ffff}",
        "<a \u{0}/>",
        "<a b=\"\u{1}\"/>",
        "<!-- \u{2} -->",
        "<?x \u{3}?>",
        "<![CDATA[\u{4}]]>",
        "<a.b-c_d:e/>",
        "<_/>",
        "<a b.c-d=\"\"/>",
        "<a,b/>",
        "<a+/>",
        "<a$/>",
        "<a'b'/>",
        "<a\"b\"/>",
        "<a&b/>",
        "<a;/>",
        "<a<b/>",
        "<a/><",
        "<a/>&",
        "<a b='1' / >",
        "<a//>",
        "<a b='1'/ c='2'/>",
        "<a b='1'/>>",
        "<<a/>",
        "<a ? b=''/>",
        "<a b = '1' c= '2' d ='3'/>",
    ] {
        add(document(DECLARATION, BEFORE, text, AFTER), false);
        add(document("", text, INSIDE, AFTER), false);
        add(document(DECLARATION, "", INSIDE, text), false);
    }
    for text in [
        " <?xml version=\"1.0\"?>",
        "\n",
        "\u{feff}",
        "\u{feff}\u{feff}",
        "\u{feff} <?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>",
        "<!-- --><?xml version=\"1.0\"?>",
        "<?xml?>",
        "<?xml version=\"\"?>",
        "<?xml version=\"1.0\" version=\"1.0\"?>",
        "<?xml version=\"1.0\" encoding=\"utf-8\" encoding=\"utf-8\"?>",
        "<?xml encoding=\"utf-8\"?>",
        "<?xml version=\"1.0\"encoding=\"utf-8\"?>",
        "<?xml version=\"1.0\" Encoding=\"utf-8\"?>",
        "<?xml version=\"1.0\" standalone=\"maybe\"?>",
        "<?xml standalone=\"yes\" version=\"1.0\"?>",
        "<?xml version=1.0?>",
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' more='x'?>",
        "<?xml version='1.0' encoding='UTF-8>",
        "<?xml",
    ] {
        add(document(text, BEFORE, INSIDE, AFTER), true);
    }
    cases
}

/// True of each text that libxml2 takes for well-formed.
fn well_formed(texts: &[&str]) -> Vec<bool> {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..texts.len()).map(|number| format!("{number}.xml")).collect();
    for (name, text) in names.iter().zip(texts) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet"])
        .args(&names)
        .current_dir(folder.path())
        .output()
        .unwrap_or_else(|error| panic!("xmllint does not start ({error}): install libxml2-utils"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let refused: std::collections::HashSet<&str> = said
        .lines()
        .filter(|line| line.contains(": parser error :"))
        .filter_map(|line| line.split(':').next())
        .collect();
    names.iter().map(|name| !refused.contains(name.as_str())).collect()
}

#[test]
fn what_libxml2_refuses_is_refused_and_what_it_takes_is_taken() {
    let cases = cases();
    let texts: Vec<&str> = cases.iter().map(|case| case.text.as_str()).collect();
    let well_formed: Vec<bool> = texts.chunks(1000).flat_map(well_formed).collect();
    let (mut good, mut differences) = (0, Vec::new());
    for (case, well_formed) in cases.iter().zip(well_formed) {
        let faults = read_project(case.text.as_bytes()).faults;
        let error = faults.iter().find(|fault| fault.severity == Severity::Error);
        // A document type is refused although it is XML; libxml2 takes a NUL at the end for the end.
        let stricter = case.in_declaration || case.text.contains("<!DOCTYPE") || case.text.ends_with('\0');
        good += usize::from(well_formed);
        match error {
            None if !well_formed => differences.push(format!("only libxml2 refuses {}", shown(&case.text))),
            Some(error) if well_formed && !stricter => {
                differences.push(format!("only we refuse {}: {error}", shown(&case.text)));
            }
            _ => {}
        }
    }
    assert!(good > 500 && cases.len() - good > 1000, "{good} of {} are well-formed", cases.len());
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

/// What is particular about a document.
fn shown(text: &str) -> String {
    let start = text.split("<UserManagementConfig").next().unwrap_or_default();
    let inside = text.split_once("<z>").and_then(|(_, rest)| rest.split_once("</z>")).map_or("?", |(inside, _)| inside);
    let end = text.rsplit("</UserManagementConfig>").next().unwrap_or_default();
    format!("{start:?} … {inside:?} … {end:?}")
}
