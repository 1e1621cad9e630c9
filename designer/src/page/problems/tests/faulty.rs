//! Faulty files: whatever is wrong in one, the German surface says so in German.

use std::collections::{BTreeMap, BTreeSet};

use keyholder_shared::xml::{Wrong, read_any, read_project};

use super::*;
use crate::i18n::Tr;
use crate::page::bench::english;
use crate::words as said;

const SMALL: &str = include_str!("../../../../../sample-projects/minimal/UserManagementConfig.xml");
const MACHINE: &str =
    include_str!("../../../../../sample-projects/bottling-line/machines/filler-1/UserManagementRuntimeConfig.xml");

/// The sample with one text in it replaced.
#[track_caller]
fn with(from: &str, to: &str) -> Vec<u8> {
    assert!(SMALL.contains(from), "{from}");
    SMALL.replacen(from, to, 1).into_bytes()
}

/// What was said, by the key of what is wrong.
#[derive(Default)]
struct Told(BTreeMap<&'static str, BTreeSet<String>>);

impl Told {
    /// Reads a file as either kind, and holds what is said of each of its faults.
    fn read(&mut self, tr: &Tr, bytes: &[u8]) {
        for fault in read_project(bytes).faults.into_iter().chain(read_any(bytes).faults) {
            let (text, english_sentence) = (said::fault(tr, &fault), fault.message());
            if !self.0.entry(fault.wrong.key()).or_default().insert(text.clone()) {
                continue;
            }
            assert_ne!(text, english_sentence);
            assert_eq!(english(&text), Vec::<String>::new(), "{text}");
            assert!(text.ends_with(['.', '?']) && !text.contains("fault-"), "{text}");
        }
    }
}

#[test]
fn whatever_is_wrong_in_a_file_is_said_in_german() {
    let tr = Tr::new(Language::German);
    let mut told = Told::default();
    let root = "<UserManagementConfig ";
    let utf_16: Vec<u8> = SMALL.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        Vec::new(),
        b" \n".to_vec(),
        b"<html/>".to_vec(),
        utf_16,
        b"<a>\xC3".to_vec(),
        b"<a>\xFF</a>".to_vec(),
        format!("\u{feff}\u{feff}{SMALL}").into_bytes(),
        format!("x{SMALL}").into_bytes(),
        format!("{SMALL}<x/>").into_bytes(),
        format!("<!DOCTYPE a>{SMALL}").into_bytes(),
        with("<?xml version", "<?xml wersion"),
        with("version=\"1.0\"", "version=\"1.1\""),
        with("utf-8", "latin1"),
        with("<Areas/>", "<?XML x?>"),
        with("<Areas/>", "<?xml version=\"1.0\"?>"),
        with("<Areas/>", "<a>\u{1}</a>"),
        with("<Areas/>", &format!("{}{}", "<x>".repeat(80), "</x>".repeat(80))),
        with("<Areas/>", "<1/>"),
        with("<Areas/>", "<a>]]></a>"),
        with("<Areas/>", "<a>&x;</a>"),
        with("<Areas/>", "<a></b>"),
        with("<Areas/>", "rubbish"),
        with("<Areas/>", "<Areas/><Areas/>"),
        with("<Areas/>", "<Areas><Area/></Areas>"),
        with("<Areas/>", &"<Areas><Area/></Areas>".repeat(1100)),
        with(root, "<UserManagementConfig a=\"1\"b=\"2\" "),
        with(root, "<UserManagementConfig a=\"1\" a=\"2\" "),
        with(root, "<UserManagementConfig a "),
        with(root, "<UserManagementConfig a=1 "),
        with(root, "<UserManagementConfig 1a=\"\" "),
        with(root, "<UserManagementConfig a=\"<\" "),
        with(root, "<UserManagementConfig a=\"&#1;\" "),
        with(root, "<UserManagementConfig a=\"&x;\" "),
        with(" ProjectId=", " XProjectId="),
        with(" SchemaVersion=", " XSchemaVersion="),
        with("SchemaVersion=\"1\"", "SchemaVersion=\"2\""),
        with("SchemaVersion=\"1\"", "SchemaVersion=\"0\""),
        with("Kind=\"ProjectDirectory\"", "Kind=\"FilePath\""),
        with("Kind=\"ProjectDirectory\"", "Kind=\"Somewhere\""),
        with("<Policies", "<Policies Preset=\"lax\""),
        with("BuiltIn=\"Admin\"", "BuiltIn=\"Root\""),
        with("BuiltIn=\"System\"", "BuiltIn=\"Root\""),
        with(" TimeStamp=\"2", " TimeStamp=\"x2"),
        with("Enabled=\"true\"", "Enabled=\"maybe\""),
        with("<Users>", "<Users><User Id=\"1\"/><User Id=\"\"/>"),
        with("</Users>", "<User Id=\"00000000-0000-4000-8000-000000000099\"><Password/></User></Users>"),
        with(" Digest=\"sha256:", " Digest=\"md5:"),
        with(" Digest=\"", " XDigest=\""),
        MACHINE.replacen(" Origin=\"Project\"", "", 1).into_bytes(),
        MACHINE.replacen(" Origin=\"Project\"", " Origin=\"Elsewhere\"", 1).into_bytes(),
        MACHINE.replacen(" ProjectDigest=\"", " ProjectDigest=\"x", 1).into_bytes(),
        MACHINE.replacen(" Generation=\"", " Generation=\"x", 1).into_bytes(),
        MACHINE.replacen("    <User Id=\"", "    <User Name=\"ADMIN\" Id=\"", 1).into_bytes(),
    ] {
        told.read(&tr, &bytes);
    }
    // Cut anywhere, and with any single change.
    for at in (0..SMALL.len()).step_by(7).filter(|at| SMALL.is_char_boundary(*at)) {
        told.read(&tr, &SMALL.as_bytes()[..at]);
        let next = at + SMALL[at..].chars().next().unwrap().len_utf8();
        for change in ["", "<", "&", "\"", "x"] {
            told.read(&tr, format!("{}{change}{}", &SMALL[..at], &SMALL[next..]).as_bytes());
        }
    }
    // Each kind came up but those that no test file can have: one of 256 MiB, say.
    let missed: Vec<&str> = Wrong::one_of_each()
        .iter()
        .filter(|wrong| !wrong.is_rule())
        .map(Wrong::key)
        .filter(|key| !told.0.contains_key(key))
        .collect();
    assert_eq!(missed, ["fault-too-large", "fault-attribute-open"]);
    let rules = told.0.keys().filter(|key| key.starts_with("rule-")).count();
    assert!(rules >= 8, "{:?}", told.0.keys());
}

/// The page of a file that was opened with faults.
#[test]
fn the_page_of_a_faulty_file_is_in_german() {
    let mut shown = 0;
    for (from, to) in [
        ("Enabled=\"true\"", "Enabled=\"maybe\""),
        ("<Areas/>", "<Areas>rubbish</Areas>"),
        ("<Areas/>", "<Areas/><Areas/>"),
        (" Digest=\"sha256:", " Digest=\"md5:"),
        ("<Policies", "<Policies Preset=\"lax\""),
        ("BuiltIn=\"System\"", "BuiltIn=\"Root\""),
    ] {
        let bench = Bench::opened(Language::German, &with(from, to)).unwrap();
        let mut page = Page { bench, state: State::default() };
        page.look();
        assert!(!page.bench.document.unread().is_empty(), "{to}");
        for entry in page.entries() {
            let context = page.bench.context();
            let sentence = words::sentence(entry, context);
            assert_eq!(english(&sentence), Vec::<String>::new(), "{sentence}");
            if entry.fault(context).is_some() {
                page.state.table.selection.only(entry);
                let mut view = simulate(page.state.view(context));
                view.find(sentence.as_str()).unwrap();
                let mut pane = simulate(page.state.properties(context).unwrap());
                pane.find(sentence.as_str()).unwrap();
                shown += 1;
            }
        }
        // Found by the words that are seen, and by those that the other programs print.
        for search in ["Datei", "attribute"] {
            let _ = page.state.update(Message::Search(search.into()), page.bench.context());
            page.state.refresh(page.bench.context());
        }
    }
    assert!(shown >= 6, "{shown}");
}

/// A user was copied in the file with its Id: the second is told apart from the first on the page.
#[test]
fn an_id_that_is_used_twice_is_put_right_on_the_page() {
    for language in Language::ALL {
        let user = SMALL.split_once("    <User ").unwrap().1.split_once("</User>\n").unwrap().0;
        let copy = user.replacen(" BuiltIn=\"Admin\"", "", 1).replacen("Name=\"Admin\"", "Name=\"copy\"", 1);
        let twice = SMALL.replacen("  </Users>", &format!("    <User {copy}</User>\n  </Users>"), 1);
        let mut page = Page { bench: Bench::opened(language, twice.as_bytes()).unwrap(), state: State::default() };
        let before = page.bench.document.draft().to_project();
        page.look();
        let is_twin = |page: &Page, entry: &Entry| twin(*entry, page.bench.context()).is_some();
        let twins = |page: &Page| page.entries().into_iter().filter(|entry| is_twin(page, entry)).collect::<Vec<_>>();
        let found = twins(&page);
        assert_eq!(found.len(), 1);
        assert_eq!(words::subject(found[0], page.bench.context()).1, "copy");
        assert_eq!(place(found[0], page.bench.context()), None, "the Id leads to the other one");
        page.state.table.selection.only(found[0]);
        let tr = Tr::new(language);
        let mut pane = simulate(page.state.properties(page.bench.context()).unwrap());
        pane.click(tr.get("problems-separate")).unwrap();
        let pressed: Vec<Message> = pane.into_messages().collect();
        let message = pressed.into_iter().find(|message| matches!(message, Message::Separate(..))).unwrap();
        let action = page.state.update(message, page.bench.context());
        assert!(page.bench.carry_out(action).refusals.is_empty());
        page.look();
        assert!(twins(&page).is_empty());
        let document = &page.bench.document;
        let label = document.undo_label().unwrap();
        assert_eq!((label.action, label.name.as_str()), (Done::Separate, "copy"));
        assert!(tr.has("step-separate") && tr.has("did-separate"));
        // Each is found by its own Id now.
        let names: Vec<&str> =
            document.users().iter().map(|user| document.user(user.id).unwrap().name.as_str()).collect();
        assert_eq!(names, ["Admin", "olga", "copy"]);
        page.bench.document.undo().unwrap();
        assert_eq!(page.bench.document.draft().to_project(), before);
        page.look();
        assert_eq!(twins(&page).len(), 1);
    }
}
