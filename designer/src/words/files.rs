//! What is wrong in files, and with files, in the words of the surface.

use fluent_bundle::FluentValue;
use keyholder_shared::password::HashError;
use keyholder_shared::reconcile::{Conflict, Warning};
use keyholder_shared::xml::{Fault, MAXIMUM_DEPTH, SCHEMA_VERSION, Syntax, Wrong, shorten};

use super::moment;
use crate::i18n::Tr;
use crate::service::files::{NotOpened, NotSaved, SystemError};

/// What is wrong at a place of a file, and what to do.
#[must_use]
pub fn fault(tr: &Tr, fault: &Fault) -> String {
    shorten(wrong(tr, &fault.wrong))
}

/// The same, with line and column before it.
#[must_use]
pub fn fault_at(tr: &Tr, one: &Fault) -> String {
    format!("{}:{}  {}", one.line, one.column, fault(tr, one))
}

fn wrong(tr: &Tr, wrong: &Wrong) -> String {
    let values: Vec<(&str, FluentValue<'_>)> = match wrong {
        Wrong::TooLarge(mebibytes) => vec![("count", (*mebibytes).into())],
        Wrong::Deep => vec![("count", MAXIMUM_DEPTH.into())],
        Wrong::Character(character) => vec![("value", format!("U+{:04X}", u32::from(*character)).into())],
        Wrong::Cut(broken) | Wrong::Malformed(broken) => vec![("syntax", syntax(tr, broken).into())],
        Wrong::Entity(entity) => vec![("value", entity.as_str().into())],
        Wrong::EndsInside(element) | Wrong::TextInside(element) | Wrong::ElementTwice(element) => {
            vec![("element", element.as_str().into())]
        }
        Wrong::AttributeSpace(attribute)
        | Wrong::AttributeLess(attribute)
        | Wrong::AttributeCharacter(attribute)
        | Wrong::AttributeEntity(attribute) => vec![("attribute", attribute.as_str().into())],
        Wrong::RootAttribute(attribute) => vec![("attribute", (*attribute).into())],
        Wrong::Value { attribute, value, expected } => vec![
            ("attribute", attribute.as_str().into()),
            ("value", value.as_str().into()),
            ("expected", tr.get(expected.key()).into()),
        ],
        Wrong::AttributeMissing { attribute, element } => {
            vec![("attribute", (*attribute).into()), ("element", element.as_str().into())]
        }
        Wrong::Root { found, expected } => {
            let expected = match expected {
                Some(kind) => kind.root(),
                None => tr.get("fault-either-root"),
            };
            vec![("element", found.as_str().into()), ("expected", expected.into())]
        }
        // As texts: numbers of versions are not counted.
        Wrong::Newer(version) => {
            vec![("value", version.to_string().into()), ("known", SCHEMA_VERSION.to_string().into())]
        }
        Wrong::BelowFirst(version) => vec![("value", version.to_string().into())],
        Wrong::BuiltIn { value, only } => vec![("value", value.as_str().into()), ("expected", (*only).into())],
        Wrong::Rule(broken) => vec![("name", broken.name.as_str().into())],
        Wrong::Empty
        | Wrong::Utf16
        | Wrong::EndsInCharacter
        | Wrong::NotUtf8
        | Wrong::SecondMark
        | Wrong::NoContent
        | Wrong::BeforeRoot
        | Wrong::AfterRoot
        | Wrong::DocumentType
        | Wrong::InstructionName
        | Wrong::Declaration
        | Wrong::DeclaredVersion
        | Wrong::DeclaredEncoding
        | Wrong::DeclarationInside
        | Wrong::ElementName
        | Wrong::SectionEnd
        | Wrong::AttributeName
        | Wrong::AttributeTwice
        | Wrong::AttributeBare
        | Wrong::AttributeQuotes
        | Wrong::AttributeOpen
        | Wrong::VersionMissing
        | Wrong::PathMissing
        | Wrong::OriginMissing
        | Wrong::HashMissing
        | Wrong::NoDigest
        | Wrong::DigestDiffers
        | Wrong::DigestForm
        | Wrong::More => Vec::new(),
    };
    tr.with(wrong.key(), &values)
}

fn syntax(tr: &Tr, syntax: &Syntax) -> String {
    let values: Vec<(&str, FluentValue<'_>)> = match syntax {
        Syntax::NotBegun(found) => vec![("found", found.as_str().into())],
        Syntax::OtherEnd { expected, found } => {
            vec![("expected", expected.as_str().into()), ("found", found.as_str().into())]
        }
        _ => Vec::new(),
    };
    tr.with(syntax.key(), &values)
}

/// What someone should know about an update.
#[must_use]
pub fn warning(tr: &Tr, warning: &Warning) -> String {
    let values: Vec<(&str, FluentValue<'_>)> = match warning {
        Warning::Rollback { project, previous } => {
            vec![("project", moment(*project).into()), ("previous", moment(*previous).into())]
        }
        Warning::PutBack(name)
        | Warning::EnabledAgain(name)
        | Warning::StaysEnabled(name)
        | Warning::InNoGroup(name) => vec![("name", name.as_str().into())],
    };
    tr.with(warning.key(), &values)
}

/// Why a project and a machine cannot become one.
#[must_use]
pub fn conflict(tr: &Tr, conflict: &Conflict) -> String {
    let values = [
        ("id", conflict.id.to_string().into()),
        ("project", conflict.in_project.as_str().into()),
        ("machine", conflict.on_machine.as_str().into()),
    ];
    tr.with("preview-conflict", &values)
}

/// Why a file could not be read.
#[must_use]
pub fn not_opened(tr: &Tr, error: &NotOpened) -> String {
    let path = error.path().display().to_string();
    let said = error.error().map_or("", |error| system(tr, error));
    tr.with(error.key(), &[("path", path.into()), ("error", said.into())])
}

/// Why a file was not written.
#[must_use]
pub fn not_saved(tr: &Tr, error: &NotSaved) -> String {
    let path = error.path().display().to_string();
    let said = error.error().map_or("", |error| system(tr, error));
    let above = if let NotSaved::NoFolder { above, .. } = error { *above } else { 0 };
    tr.with(error.key(), &[("path", path.into()), ("error", said.into()), ("above", above.into())])
}

/// What the system said of a disk: in the words of the surface, if there are such.
#[must_use]
pub fn system<'t>(tr: &'t Tr, error: &'t SystemError) -> &'t str {
    error.key().map_or(error.words(), |key| tr.get(key))
}

/// Why a password that was typed cannot be kept.
#[must_use]
pub fn not_hashed(tr: &Tr, error: HashError) -> String {
    tr.get(match error {
        HashError::TooLong => "hash-too-long",
        HashError::OutOfMemory => "hash-out-of-memory",
        // Both are about a stored one; a typed one is never told so.
        HashError::NotAHash | HashError::TooCostly => "hash-strange",
    })
    .to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use keyholder_shared::xml::{Expected, Severity};

    use super::*;
    use crate::i18n::Language;
    use crate::page::bench::english;

    fn told(tr: &Tr, what: Wrong) -> String {
        fault(tr, &Fault { severity: Severity::Error, line: 1, column: 1, wrong: what })
    }

    /// Texts between quotes, tags and entities are the file's.
    fn holds_all(text: &str, values: &[&str]) {
        for value in values {
            assert!(text.contains(value), "{value} in {text}");
        }
        assert!(!text.contains('{') && !text.contains("fault-") && !text.contains("syntax-"), "{text}");
    }

    #[test]
    fn each_fault_has_its_words_with_its_values_in_each_language() {
        for tr in Language::ALL.map(Tr::new) {
            for what in Wrong::one_of_each() {
                assert!(tr.has(what.key()), "{}", what.key());
                let english = what.to_string();
                let values: Vec<&str> = ["Vvalue", "Aattribute", "Aadmin", "U+000B", "300", "777", "64 "]
                    .into_iter()
                    .filter(|value| english.contains(value))
                    .collect();
                let said = told(&tr, what.clone());
                holds_all(&said, &values);
                let same = said == english;
                assert!(tr.language() == Language::English || !same, "{said}");
            }
            for expected in Expected::ALL {
                let what = Wrong::Value { attribute: "Threshold".into(), value: "ninety".into(), expected };
                holds_all(&told(&tr, what), &["Threshold", "ninety", tr.get(expected.key())]);
                assert!(tr.has(expected.key()), "{expected}");
            }
            for syntax in Syntax::one_of_each() {
                assert!(tr.has(syntax.key()), "{syntax}");
                let english = syntax.to_string();
                let values: Vec<&str> =
                    ["Uusers", "Ggroups"].into_iter().filter(|value| english.contains(value)).collect();
                holds_all(&told(&tr, Wrong::Cut(syntax.clone())), &values);
                holds_all(&told(&tr, Wrong::Malformed(syntax)), &values);
            }
        }
    }

    #[test]
    fn each_warning_and_a_conflict_have_their_words_with_their_values_in_each_language() {
        for tr in Language::ALL.map(Tr::new) {
            for one in Warning::one_of_each() {
                let said = warning(&tr, &one);
                let english = one.to_string();
                let values: Vec<&str> =
                    ["Aadmin", "1970-01-01", "1970-01-02"].into_iter().filter(|v| english.contains(v)).collect();
                holds_all(&said, &values);
                assert!(tr.has(one.key()) && (tr.language() == Language::English || said != english), "{said}");
            }
            let one = Conflict {
                in_project: "Anna".into(),
                on_machine: "Admin".into(),
                id: keyholder_shared::Id::from_u128(1),
            };
            holds_all(&conflict(&tr, &one), &["Anna", "Admin", "-000000000001"]);
        }
    }

    #[test]
    fn a_disk_that_refuses_says_why_in_each_language() {
        for tr in Language::ALL.map(Tr::new) {
            for (kind, key) in SystemError::KNOWN {
                let error = std::io::Error::from(kind);
                let said = system(&tr, &(&error).into()).to_owned();
                assert!(tr.has(key) && said == tr.get(key), "{key}");
                let path = Path::new("p/a.xml");
                let saved = not_saved(&tr, &NotSaved::Unreadable { path: path.into(), error: (&error).into() });
                let opened = not_opened(&tr, &NotOpened::Other { path: path.into(), error: (&error).into() });
                for whole in [saved, opened] {
                    assert!(whole.contains(&said) && whole.contains("p/a.xml"), "{whole}");
                    assert!(tr.language() == Language::English || english(&whole).is_empty(), "{whole}");
                }
            }
            let strange = std::io::Error::other("a cosmic ray");
            assert_eq!(system(&tr, &(&strange).into()), "a cosmic ray");
        }
    }

    #[test]
    fn a_hash_that_fails_says_why_in_each_language() {
        for tr in Language::ALL.map(Tr::new) {
            for error in [HashError::TooLong, HashError::OutOfMemory, HashError::NotAHash, HashError::TooCostly] {
                assert!(!not_hashed(&tr, error).contains("hash-"));
            }
        }
    }
}
