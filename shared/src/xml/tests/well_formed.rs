//! What is no XML, or XML that no user file needs, is refused with the reason.

use super::*;

/// A small document of ours with a text at each place where one may stand.
fn document(before: &str, attributes: &str, inside: &str, after: &str) -> String {
    let start = PROJECT.find("<UserManagementConfig").unwrap();
    let text = &PROJECT[start..];
    let text = text.replacen(" SchemaVersion", &format!("{attributes} SchemaVersion"), 1);
    let text = text.replacen("<Areas/>", &format!("<Areas/>{inside}"), 1);
    format!("{before}{text}{after}")
}

#[test]
fn what_an_xml_parser_takes_is_taken() {
    for text in [
        document("", "", "", ""),
        document("<?xml version='1.0'?>\n", "", "", "\n"),
        document("<?xml version=\"1.0\" encoding='UTF-8' standalone='no' ?>", "", "", ""),
        document("<?xml version=\"1.0\" standalone=\"yes\"?>", "", "", ""),
        document(" \r\n\t<!-- - a -->\n<?pi?><?p:i x ?>", "", "", "<!-- end -->\n<?pi y?>\r\n"),
        document("\u{feff}", "\n\t", "", ""),
        document("", " a = '\"' b=\"'\" c='>'", "<x >a<!----></x\n><y/>", ""),
        document("", " größe='1' _=\"\" x:y=\"2\"", "<Größe/>", ""),
        document("", " a='&lt;&amp;&gt;&quot;&apos;&#65;&#x41;'", "<x>&#xD;]]<![CDATA[]]&]]></x>", ""),
    ] {
        let faults = read_project(text.as_bytes()).accept().map(|_| ()).map_err(|faults| format!("{faults:?}\n{text}"));
        assert_eq!(faults, Ok(()));
    }
}

#[test]
fn what_an_xml_parser_refuses_is_refused() {
    for (before, attributes, inside, after, reason) in [
        (" <?xml version=\"1.0\"?>", "", "", "", "does not belong before the root"),
        ("<?xml?>", "", "", "", "XML declaration is malformed"),
        ("<?xml encoding=\"utf-8\"?>", "", "", "", "XML declaration is malformed"),
        ("<?xml encoding=\"utf-8\" version=\"1.0\"?>", "", "", "", "XML declaration is malformed"),
        ("<?xml version=\"1.0\"encoding=\"utf-8\"?>", "", "", "", "XML declaration is malformed"),
        ("<?xml version=\"1.0\" standalone=\"si\"?>", "", "", "", "XML declaration is malformed"),
        ("<?xml version=\"1.0\" other=\"x\"?>", "", "", "", "XML declaration is malformed"),
        ("<?xml version=\"1.1\"?>", "", "", "", "a version of XML other than 1.0"),
        ("<?xml version=\"1.0\" encoding=\"latin1\"?>", "", "", "", "an encoding other than UTF-8"),
        ("\u{feff}\u{feff}", "", "", "", "byte-order mark stands here a second time"),
        ("<?XML x?>", "", "", "", "A name other than xml"),
        ("<? x?>", "", "", "", "A name other than xml"),
        ("text", "", "", "", "does not belong before the root"),
        ("</a>", "", "", "", "not well-formed"),
        ("<!-- -- -->", "", "", "", "not well-formed"),
        ("<!DOCTYPE a>", "", "", "", "document type"),
        ("<![CDATA[]]>", "", "", "", "does not belong before the root"),
        ("&#32;", "", "", "", "does not belong before the root"),
        ("", "", "<!DOCTYPE a>", "", "document type"),
        ("", "", "", "<!DOCTYPE a>", "document type"),
        ("", "", "", "<?xml version=\"1.0\"?>", "Something follows"),
        ("", "", "<?xml version=\"1.0\"?>", "", "declaration stands only at the beginning"),
        ("", "", "", "<a/>", "Something follows"),
        ("", "", "", "</a>", "not well-formed"),
        ("", "", "", "x", "Something follows"),
        ("", "", "", "&#10;", "Something follows"),
        ("", " a=\"1\"b=\"2\"", "", "", "A space is missing before the attribute b"),
        ("", " a=\"<\"", "", "", "The attribute a holds a <."),
        ("", " a=\"&#0;\"", "", "", "an entity that is not one of"),
        ("", " a=\"&#xD800;\"", "", "", "an entity that is not one of"),
        ("", " a=\"&#1;\"", "", "", "a character that is not allowed"),
        ("", " a=\"&x;\"", "", "", "an entity that is not one of"),
        ("", " a=\"&\"", "", "", "an entity that is not one of"),
        ("", " a", "", "", "followed by ="),
        ("", " a=1", "", "", "Put them round it"),
        ("", " 1a=\"\"", "", "", "An attribute's name is expected here"),
        ("", " a&=\"\"", "", "", "An attribute's name is expected here"),
        ("", " a=\"\" a=''", "", "", "stands here twice"),
        ("", "", "<1a/>", "", "An element's name is expected"),
        ("", "", "<a/ >", "", "An element's name is expected"),
        ("", "", "< a/>", "", "An element's name is expected"),
        ("", "", "<>", "", "An element's name is expected"),
        ("", "", "<a></b>", "", "not well-formed"),
        ("", "", "<a><b></a></b>", "", "not well-formed"),
        ("", "", "</>", "", "not well-formed"),
        ("", "", "<a>]]></a>", "", "must not hold ]]>"),
        ("", "", "<a>&x;</a>", "", "The entity &x;"),
        ("", "", "<a>&#31;</a>", "", "The entity &#31;"),
        ("", "", "<a>&#xFFFF;</a>", "", "The entity &#xFFFF;"),
        ("", "", "<a>a & b</a>", "", "not well-formed"),
        ("", "", "<a>\u{1}</a>", "", "U+0001 is not allowed"),
        ("", "", "\u{ffff}", "", "U+FFFF is not allowed"),
        ("", "", "rubbish", "", "Text does not belong directly into <UserManagementConfig>"),
        ("", "", "<!x>", "", "not well-formed"),
        ("", "", "<!--", "", "The file ends too early"),
        ("", "", "<a", "", "not well-formed"),
        ("", "", "<a b=\"", "", "The file ends too early"),
        ("", "", "<a>", "", "not well-formed"),
    ] {
        let text = document(before, attributes, inside, after);
        let errors = errors(&text);
        assert!(errors.iter().any(|error| error.contains(reason)), "{before}{attributes}{inside}{after}: {errors:?}");
    }
}

#[test]
fn elements_may_lie_64_deep() {
    // One more is the root, one the element before the ones counted here.
    let nested = |count: usize| with("<Areas/>", &format!("{}{}", "<x>".repeat(count), "</x>".repeat(count)));
    assert!(read_project(nested(63).as_bytes()).is_valid());
    assert!(the_error(&nested(64)).contains("Elements lie more than 64 deep here."));
    let empty = with("<Areas/>", &format!("{}<y/>{}", "<x>".repeat(63), "</x>".repeat(63)));
    assert!(the_error(&empty).contains("Elements lie more than 64 deep here."));
}

#[test]
fn encodings_other_than_utf_8_are_refused() {
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| PROJECT.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (little, big) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
    for bytes in [[b"\xFF\xFE", &little[..]].concat(), [b"\xFE\xFF", &big[..]].concat(), little, big] {
        let faults = read_project(&bytes).accept().unwrap_err();
        assert_eq!(faults[0].to_string(), "1:1: The file is in UTF-16. Save it as UTF-8.");
    }
    let latin_1: Vec<u8> = with("Anna", "\u{c4}nna").chars().map(|character| character as u8).collect();
    let fault = read_project(&latin_1).accept().unwrap_err().remove(0);
    let line = PROJECT.lines().position(|line| line.contains("Anna")).unwrap() + 1;
    assert_eq!(fault.line as usize, line);
    assert!(fault.message().starts_with("This byte is no UTF-8 text."), "{fault}");
}

#[test]
fn an_empty_or_cut_file_is_refused_with_the_reason() {
    let first = |bytes: &[u8]| read_project(bytes).accept().unwrap_err().remove(0).to_string();
    assert_eq!(first(b""), "1:1: The file is empty. Copy it again, or restore it from a backup.");
    assert!(first(b" \n").contains("ends before its content begins"));
    assert!(first(&[0; 4096]).contains("U+0000"));
    for end in ["<", "<Us", "<User Id=\"1", "<!", "<!-- -", "<![CDATA[ ", "<?pi", "&am", "</Use", "ü"] {
        let cut = format!("{}{end}", &PROJECT[..PROJECT.find("  <Areas/>").unwrap()]);
        let cut = if end == "ü" { &cut.as_bytes()[..cut.len() - 1] } else { cut.as_bytes() };
        let message = first(cut);
        assert!(message.contains("The file ends too early"), "{end}: {message}");
    }
    let cut = PROJECT.find("<Users>").unwrap() + "<Users>".len();
    let lines = PROJECT[..cut].lines().count();
    assert_eq!(
        first(&PROJECT.as_bytes()[..cut]),
        format!(
            "{lines}:10: The file ends in the middle: <Users> is not closed. Copy the file again, or restore it from a backup."
        )
    );
}

#[test]
fn more_than_256_mib_are_refused_before_they_are_looked_at() {
    let zeros = vec![0; MAXIMUM_SIZE + 1];
    let faults = read_project(&zeros).accept().unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "1:1: The file has 256 MiB; more than 256 MiB are not read. Is this the right file?"
    );
}
