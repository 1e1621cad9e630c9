//! The words of the surface: whatever the code asks for is said.

use std::path::Path;

use keyholder_designer::i18n::{Language, Tr};

/// Calls that take a key of the files of words.
const CALLS: [&str; 8] = [".get(\"", ".count(\"", ".named(\"", ".with(\"", ".say(\"", "section(\"", "_key(\"", "no(\""];

#[test]
fn every_key_in_the_code_has_its_words() {
    let tr = Tr::new(Language::English);
    let mut asked = 0;
    let mut missing = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(source) = std::fs::read_to_string(&path) else { continue };
            let source = source.split("#[cfg(test)]").next().unwrap();
            for call in CALLS {
                for after in source.split(call).skip(1) {
                    let key = after.split('"').next().unwrap();
                    // Keys have a hyphen; other strings are asked of other things.
                    if !key.contains('-')
                        || key.contains(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-')
                    {
                        continue;
                    }
                    asked += 1;
                    if !tr.has(key) {
                        missing.push(format!("{}: {key}", path.display()));
                    }
                }
            }
        }
    }
    assert!(asked > 200, "only {asked} keys were found: adapt this test");
    assert!(missing.is_empty(), "not said:\n{}", missing.join("\n"));
}
