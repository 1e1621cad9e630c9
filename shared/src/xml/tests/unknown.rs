//! What this version does not know is kept at every level and written back (design section 2).

use super::*;

/// Puts an unknown attribute and an unknown element into each element of a text, and says into how many.
fn strewn(text: &str) -> (String, usize) {
    let (mut out, mut count) = (String::new(), 0);
    for piece in text.split_inclusive('>') {
        let start = piece.find('<').unwrap_or(piece.len());
        let tag = &piece[start..];
        if tag.is_empty() || tag.starts_with("</") || tag.starts_with("<?") {
            out.push_str(piece);
            continue;
        }
        count += 1;
        let element = format!("<p:more n=\"{count}\">\r\n  kept &amp; <![CDATA[<whole>]]></p:more>");
        let name = tag[1..].split([' ', '/', '>']).next().unwrap();
        let attributes = tag[1 + name.len()..].trim_end_matches(['/', '>']);
        out.push_str(&format!("{}<{name}{attributes} further=\"&lt;{count}&#10;\">{element}", &piece[..start]));
        if tag.ends_with("/>") {
            out.push_str(&format!("</{name}>"));
        }
    }
    (out, count)
}

#[test]
fn attributes_and_elements_are_kept_at_every_level_and_written_the_same_again() {
    let names = "<Name><Text Lang=\"en\">Operators</Text></Name>";
    let rich = with(
        names,
        &format!("{names}<Description><Text Lang=\"en\"> both </Text></Description><ExternalGroup Provider=\"a\" Name=\"b\"/>"),
    )
    .replace("<Areas/>", "<Areas><Area Id=\"11111111-2222-4000-8000-0000000000aa\"><Name><Text Lang=\"en\">Filling</Text></Name><Client Name=\"panel\"/></Area></Areas>");
    let runtime = RUNTIME
        .replace("<Password Hash", "<PasswordHistory><Password Hash=\"former\"/></PasswordHistory><Password Hash");
    for (text, runtime) in [(rich, false), (runtime, true)] {
        let (text, count) = strewn(&text);
        assert!(count > 60, "{count}");
        let (written, again) = if runtime {
            let document = read_runtime(text.as_bytes()).accept().unwrap().0;
            let written = write_runtime(&document);
            let again = read_runtime(&written).accept().unwrap().0;
            assert_eq!(again, document);
            (written, write_runtime(&again))
        } else {
            let document = read_project(text.as_bytes()).accept().unwrap().0;
            let written = write_project(&document);
            let again = read_project(&written).accept().unwrap().0;
            assert_eq!(again, document);
            (written, write_project(&again))
        };
        assert_eq!(again, written);
        let written = String::from_utf8(written).unwrap();
        for number in 1..=count {
            let attribute = format!(" further=\"&lt;{number}&#10;\"");
            let element = format!("<p:more n=\"{number}\">\n  kept &amp; <![CDATA[<whole>]]></p:more>");
            assert_eq!(written.matches(&attribute).count(), 1, "attribute {number}\n{written}");
            assert_eq!(written.matches(&element).count(), 1, "element {number}\n{written}");
        }
    }
}

#[test]
fn unknown_content_stays_with_its_element() {
    let text = with("Name=\"anna\"", "Badge=\"4711\" Name=\"anna\"");
    let (project, _) = read_project(text.as_bytes()).accept().unwrap();
    assert_eq!(project.users[1].unknown.attributes(), [("Badge".into(), "4711".into())]);
    assert!(project.users[0].unknown.is_empty() && project.unknown.is_empty());
}

#[test]
fn inside_of_unknown_elements_only_the_form_counts() {
    let more = "<more><User Id=\"x\" Id2=\"y\"/> free text &#233; <Users/></more>";
    let text = with("<Areas/>", &format!("<Areas/>{more}"));
    let (project, _) = read_project(text.as_bytes()).accept().unwrap();
    assert_eq!(project.unknown.elements(), [("more".into(), more.into())]);
    for broken in ["<more a=\"1\" a=\"2\"/>", "<more>&nbsp;</more>", "<more><b></more>", "<more a/>", "<more b=1/>"] {
        assert_ne!(errors(&with("<Areas/>", broken)), Vec::<String>::new(), "{broken}");
    }
}
