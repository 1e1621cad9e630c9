//! Project files that must be refused, whatever reads them.

use std::path::{Path, PathBuf};

use keyholder_shared::xml;

/// Files that are each bad in one way: what is wrong with them, and their bytes. All but the way they are
/// bad is the project of the example. None is larger than a few megabytes.
///
/// # Panics
/// If the example cannot be read.
#[must_use]
pub fn cases() -> Vec<(String, Vec<u8>)> {
    let example = example();
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| example.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let latin_1 =
        |text: &str| text.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect::<Vec<u8>>();
    let umlaut = example.replace("Anna", "\u{c4}nna");
    let mut cases = vec![
        ("empty".to_owned(), Vec::new()),
        ("4096 zeros".to_owned(), vec![0; 4096]),
        ("ends before the users".to_owned(), example.split_once("<Users>").unwrap().0.into()),
        ("UTF-16, little end first, marked".to_owned(), [b"\xFF\xFE", &utf_16(u16::to_le_bytes)[..]].concat()),
        ("UTF-16, big end first, marked".to_owned(), [b"\xFE\xFF", &utf_16(u16::to_be_bytes)[..]].concat()),
        ("UTF-16, little end first".to_owned(), utf_16(u16::to_le_bytes)),
        ("UTF-16, big end first".to_owned(), utf_16(u16::to_be_bytes)),
        ("Latin-1, undeclared".to_owned(), latin_1(&umlaut)),
        ("Latin-1, declared".to_owned(), latin_1(&umlaut.replace("utf-8", "iso-8859-1"))),
        ("UTF-8, declared as Latin-1".to_owned(), example.replace("utf-8", "iso-8859-1").into()),
        ("two byte-order marks".to_owned(), format!("\u{feff}\u{feff}{example}").into()),
        ("the root of another program".to_owned(), b"<html/>\n".to_vec()),
        ("a second root".to_owned(), format!("{example}<UserManagementConfig/>").into()),
        ("the file twice".to_owned(), example.repeat(2).into()),
        ("rubbish after the root".to_owned(), format!("{example}rubbish").into()),
        ("zeros after the root".to_owned(), format!("{example}\0\0\0\0").into()),
        ("a billion laughs".to_owned(), example.replacen("?>\n", &format!("?>\n{}", laughs()), 1).into()),
        ("an external entity".to_owned(), with_entity("<!ENTITY x SYSTEM \"file:///etc/passwd\">").into()),
        ("an external parameter entity".to_owned(), with_entity("<!ENTITY % x SYSTEM \"http://[::1]/\"> %x;").into()),
        ("an empty document type".to_owned(), with_entity("").into()),
        ("elements 65 deep".to_owned(), nested(64).into()),
        ("elements 200,000 deep".to_owned(), nested(200_000).into()),
        ("elements 200,000 deep, none closed".to_owned(), inside(&"<x>".repeat(200_000)).into()),
        ("a tag without its end".to_owned(), inside("<x").into()),
        ("a million ampersands".to_owned(), inside(&format!("<x>{}</x>", "&".repeat(1_000_000))).into()),
        ("a million faulty attributes".to_owned(), inside(&format!("<x{}/>", " a".repeat(1_000_000))).into()),
        (
            "a hundred thousand attributes, the last twice".to_owned(),
            inside(&format!("<x{} a7=\"\"/>", (0..100_000).map(|n| format!(" a{n}=\"\"")).collect::<String>())).into(),
        ),
        (
            "300,000 users without an Id".to_owned(),
            example.replace("<Users>", &format!("<Users>{}", "<User/>".repeat(300_000))).into(),
        ),
        (
            "an attribute twice".to_owned(),
            example.replacen(" ProjectName=", " ProjectName=\"x\" ProjectName=", 1).into(),
        ),
        ("a newer version".to_owned(), example.replacen("SchemaVersion=\"1\"", "SchemaVersion=\"2\"", 1).into()),
        ("a user's Id twice".to_owned(), example.replace("0000000000c8\" Name", "000000000002\" Name").into()),
        ("two users of one name".to_owned(), example.replace("Name=\"anna\"", "Name=\"ADMIN\"").into()),
        (
            "a user's name of 32 characters".to_owned(),
            example.replace("Name=\"anna\"", &format!("Name=\"{}\"", "n".repeat(32))).into(),
        ),
        (
            "a reference that leads nowhere".to_owned(),
            example
                .replace("Ref=\"11111111-2222-4000-8000-000000000032\"", "Ref=\"11111111-2222-4000-8000-0000000000ff\"")
                .into(),
        ),
        ("no enabled administrator".to_owned(), example.replace("Enabled=\"true\"", "Enabled=\"false\"").into()),
        (
            "damaged since it was written".to_owned(),
            String::from_utf8(written()).unwrap().replace("Anna Adler", "Anna Alder").into(),
        ),
    ];
    for character in ['\u{1}', '\u{8}', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
        let number = u32::from(character);
        for text in [character.to_string(), format!("&#{number};"), format!("&#x{number:X};")] {
            let name = format!("U+{number:04X} as {} bytes", text.len());
            cases.push((format!("{name} in a name"), example.replace("Anna", &text).into()));
            cases.push((format!("{name} in a text"), example.replace(">Setters<", &format!(">{text}<")).into()));
        }
    }
    for reference in ["&#0;", "&#xD800;", "&#xDFFF;", "&#x110000;", "&#;", "&#x;", "&nbsp;", "&;", "&", "&amp"] {
        cases.push((format!("{reference} in a name"), example.replace("Anna", reference).into()));
        cases.push((format!("{reference} in a text"), example.replace(">Setters<", &format!(">{reference}<")).into()));
    }
    for (name, bytes) in &cases {
        assert_ne!(bytes.as_slice(), example.as_bytes(), "{name} changes nothing");
    }
    cases
}

/// The example project.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn example() -> String {
    std::fs::read_to_string(root().join("tests/cases/examples/UserManagementConfig.xml")).unwrap()
}

/// The good files: the samples and the examples, as our programs write them, with their digest.
///
/// # Panics
/// If one cannot be read, or is not good.
#[must_use]
pub fn good() -> Vec<(PathBuf, Vec<u8>)> {
    let mut good = Vec::new();
    for folder in ["tests/cases/examples", "sample-projects"] {
        collect(&root().join(folder), &mut good);
    }
    good.sort();
    good
}

fn collect(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            let (document, _) = xml::read_any(&std::fs::read(&path).unwrap()).accept().unwrap();
            let bytes = match document {
                xml::Document::Project(project) => xml::write_project(&project),
                xml::Document::Runtime(runtime) => xml::write_runtime(&runtime),
            };
            into.push((path, bytes));
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn written() -> Vec<u8> {
    xml::write_project(&xml::read_project(example().as_bytes()).accept().unwrap().0)
}

/// The example with something unknown in its root.
fn inside(text: &str) -> String {
    example().replacen("<Areas/>", &format!("<Areas/>{text}"), 1)
}

fn nested(count: usize) -> String {
    inside(&format!("{}{}", "<x>".repeat(count), "</x>".repeat(count)))
}

/// Ten entities, each ten times the one before.
fn laughs() -> String {
    let entities = (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)));
    format!("<!DOCTYPE x [<!ENTITY l0 \"lol\">{}]>\n<!-- &l9; -->\n", entities.collect::<String>())
}

fn with_entity(declaration: &str) -> String {
    let text = example().replacen("?>\n", &format!("?>\n<!DOCTYPE UserManagementConfig [{declaration}]>\n"), 1);
    if declaration.is_empty() { text } else { text.replace("Anna Adler", "&x;") }
}

/// Holds that a good file, cut to its first `length` bytes, is refused for being cut.
///
/// # Errors
/// What was told instead.
pub fn hold_cut(path: &Path, whole: &[u8], length: usize) -> Result<(), String> {
    const REASONS: [&str; 5] =
        ["ends too early", "ends in the middle", "ends before its content", "is empty", "does not match its Digest"];
    let faults = match xml::read_any(whole.get(..length).unwrap_or(whole)).accept() {
        Ok(_) => return Err(format!("{} cut to {length} bytes is taken", path.display())),
        Err(faults) => faults,
    };
    let told = faults.iter().any(|fault| REASONS.iter().any(|reason| fault.message().contains(reason)));
    if told { Ok(()) } else { Err(format!("{} cut to {length} bytes: {faults:?}", path.display())) }
}
