//! What is wrong in a file, in English sentences: what it is, and what to do.

use std::fmt;

use super::{Expected, Syntax, Wrong};
use crate::Str;
use crate::model::Kind as Thing;
use crate::validate::Rule;
use crate::xml::{Kind, MAXIMUM_DEPTH, SCHEMA_VERSION};

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Uuid => "a UUID such as 6f1c2d3e-0000-4000-8000-000000000000",
            Self::Time => "a time such as 2026-11-22T09:30:00.000Z",
            Self::Boolean => "true or false",
            Self::Number => "a whole number from 0 up",
            Self::Digest => "sha256: and 64 hexadecimal digits",
            Self::Storage => "ProjectDirectory, FilePath or ProjectDatabase",
            Self::Origin => "Project or Runtime",
            Self::Preset => "default, nist, fda or iec",
            Self::Unwritable => "Continue or Stop",
        })
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "The file is empty. Copy it again, or restore it from a backup.",
            Self::Utf16 => "The file is in UTF-16. Save it as UTF-8.",
            Self::EndsInCharacter => "The file ends too early, in the middle of a character. Copy it again.",
            Self::NotUtf8 => {
                "This byte is no UTF-8 text. Save the file as UTF-8, or copy it again if it was damaged."
            }
            Self::SecondMark => "A byte-order mark stands here a second time. Save the file as UTF-8 again.",
            Self::NoContent => "The file ends before its content begins. Copy it again, or restore it from a backup.",
            Self::BeforeRoot => "This does not belong before the root element. Is this the right file?",
            Self::AfterRoot => {
                "Something follows after the end of the document. Remove it, or copy the file again if two files ran into each other."
            }
            Self::DocumentType => {
                "The file has a document type (DOCTYPE), which is not accepted, for safety. Remove it."
            }
            Self::InstructionName => {
                "A name other than xml is expected after <?. Mend it here, or copy the file again."
            }
            Self::Declaration => {
                "The XML declaration is malformed. Write <?xml version=\"1.0\" encoding=\"utf-8\"?>."
            }
            Self::DeclaredVersion => {
                "The file declares a version of XML other than 1.0. Write version=\"1.0\"."
            }
            Self::DeclaredEncoding => "The file declares an encoding other than UTF-8. Save it as UTF-8.",
            Self::DeclarationInside => {
                "An XML declaration stands only at the beginning of a file. Did two files run into each other? Copy it again."
            }
            Self::ElementName => {
                "An element's name is expected after <. Mend it here, or copy the file again."
            }
            Self::SectionEnd => "Text must not hold ]]>. Write ]]&gt; instead.",
            Self::AttributeName => {
                "An attribute's name is expected here. Mend it, or copy the file again."
            }
            Self::AttributeTwice => "This attribute stands here twice. Remove one of them.",
            Self::AttributeBare => "An attribute is followed by = and its value in quotes. Mend it here.",
            Self::AttributeQuotes => "An attribute's value stands in quotes. Put them round it.",
            Self::AttributeOpen => "The quote that ends this attribute's value is missing. Put it there.",
            Self::VersionMissing => "The attribute SchemaVersion is missing. Write SchemaVersion=\"1\".",
            Self::PathMissing => {
                "DataStorage is a FilePath, but its attribute Path is missing. Say where the machine is to keep its users."
            }
            Self::OriginMissing => {
                "The attribute Origin is missing: it says whether this user came with the project or was made on the machine. Restore the file from a backup."
            }
            Self::HashMissing => "The password has no Hash. Remove the element, or set the password again.",
            Self::NoDigest => {
                "The file has no Digest, so damage to it cannot be seen. Files that our programs save have one."
            }
            Self::DigestDiffers => {
                "The file does not match its Digest: it was damaged, or changed by hand. Copy it again; if the change was meant, remove the attribute Digest."
            }
            Self::DigestForm => {
                "The attribute Digest is not of the form sha256: and 64 hexadecimal digits. Copy the file again, or remove the attribute."
            }
            Self::More => "There are more faults than these. Mend these first, then check again.",
            Self::Rule(broken) => &broken.sentence,
            Self::Deep => {
                return write!(
                    f,
                    "Elements lie more than {MAXIMUM_DEPTH} deep here. No file of ours does that; is this the right file?"
                );
            }
            Self::TooLarge(mebibytes) => {
                return write!(
                    f,
                    "The file has {mebibytes} MiB; more than 256 MiB are not read. Is this the right file?"
                );
            }
            Self::Character(character) => {
                return write!(
                    f,
                    "The character U+{:04X} is not allowed in XML. Remove it, or copy the file again if it was damaged.",
                    u32::from(*character)
                );
            }
            Self::Cut(syntax) => {
                return write!(
                    f,
                    "The file ends too early, or what begins here lacks its end: {syntax}. Copy the file again, or mend it here."
                );
            }
            Self::Malformed(syntax) => {
                return write!(f, "This is not well-formed XML: {syntax}. Mend it here, or copy the file again.");
            }
            Self::EndsInside(element) => {
                return write!(
                    f,
                    "The file ends in the middle: <{element}> is not closed. Copy the file again, or restore it from a backup."
                );
            }
            Self::Entity(entity) => {
                return write!(
                    f,
                    "The entity &{entity}; is not one of &amp; &lt; &gt; &quot; &apos; and the numbers of allowed characters. Write & as &amp;."
                );
            }
            Self::TextInside(element) => {
                return write!(f, "Text does not belong directly into <{element}>. Remove it.");
            }
            Self::ElementTwice(element) => {
                return write!(f, "<{element}> stands here a second time. Keep the one that is meant.");
            }
            Self::AttributeSpace(attribute) => {
                return write!(f, "A space is missing before the attribute {attribute}. Put one there.");
            }
            Self::AttributeLess(attribute) => {
                return write!(f, "The attribute {attribute} holds a <. Write &lt; instead.");
            }
            Self::AttributeCharacter(attribute) => {
                return write!(
                    f,
                    "The attribute {attribute} holds a character that is not allowed in XML. Remove it."
                );
            }
            Self::AttributeEntity(attribute) => {
                return write!(
                    f,
                    "The attribute {attribute} holds an entity that is not one of &amp; &lt; &gt; &quot; &apos; and character numbers. Write & as &amp;."
                );
            }
            Self::Value { attribute, value, expected } => {
                return write!(f, "{attribute} is {value:?}, but it must be {expected}.");
            }
            Self::AttributeMissing { attribute, element } => {
                return write!(
                    f,
                    "The attribute {attribute} is missing in <{element}>. Without it nothing can refer to this; add one."
                );
            }
            Self::RootAttribute(attribute) => {
                return write!(
                    f,
                    "The attribute {attribute} is missing in the root element. Save the file with the program that made it."
                );
            }
            Self::Root { found, expected } => {
                let expected = expected.map_or("UserManagementConfig or UserManagementRuntimeConfig", Kind::root);
                return write!(
                    f,
                    "The root element is <{found}>, but <{expected}> is expected. Is this the right file?"
                );
            }
            Self::Newer(version) => {
                return write!(
                    f,
                    "The file has SchemaVersion {version}; this program knows {SCHEMA_VERSION}. Update this program; the file is left as it is."
                );
            }
            Self::BelowFirst(version) => {
                return write!(
                    f,
                    "SchemaVersion is {version}, but versions begin with 1. Save the file with the Designer."
                );
            }
            Self::BuiltIn { value, only } => {
                return write!(f, "BuiltIn is {value:?}, but only {only:?} is built in here. Remove the attribute.");
            }
        })
    }
}

impl Wrong {
    /// One of each, with values that are easily found again, for those who word them.
    #[must_use]
    pub fn one_of_each() -> Vec<Self> {
        let text = || Str::from("Vvalue");
        let broken = super::Broken {
            rule: Rule::NameTaken,
            kind: Some(Thing::Group),
            name: text(),
            sentence: "The name is taken.".to_owned(),
        };
        vec![
            Self::TooLarge(300),
            Self::Empty,
            Self::Utf16,
            Self::EndsInCharacter,
            Self::NotUtf8,
            Self::Character('\u{b}'),
            Self::SecondMark,
            Self::NoContent,
            Self::BeforeRoot,
            Self::AfterRoot,
            Self::DocumentType,
            Self::InstructionName,
            Self::Declaration,
            Self::DeclaredVersion,
            Self::DeclaredEncoding,
            Self::DeclarationInside,
            Self::Cut(Syntax::Comment),
            Self::Malformed(Syntax::Hyphens),
            Self::Deep,
            Self::ElementName,
            Self::EndsInside(text()),
            Self::SectionEnd,
            Self::Entity(text()),
            Self::TextInside(text()),
            Self::ElementTwice(text()),
            Self::AttributeName,
            Self::AttributeSpace(text()),
            Self::AttributeTwice,
            Self::AttributeBare,
            Self::AttributeQuotes,
            Self::AttributeOpen,
            Self::AttributeLess(text()),
            Self::AttributeCharacter(text()),
            Self::AttributeEntity(text()),
            Self::Value { attribute: "Aattribute".into(), value: text(), expected: Expected::Boolean },
            Self::AttributeMissing { attribute: "Aattribute", element: text() },
            Self::RootAttribute("Aattribute"),
            Self::Root { found: text(), expected: Some(Kind::Project) },
            Self::Newer(777),
            Self::BelowFirst(0),
            Self::VersionMissing,
            Self::PathMissing,
            Self::BuiltIn { value: text(), only: "Aadmin" },
            Self::OriginMissing,
            Self::HashMissing,
            Self::NoDigest,
            Self::DigestDiffers,
            Self::DigestForm,
            Self::Rule(Box::new(broken)),
            Self::More,
        ]
    }
}
