//! What a reader finds wrong in a file, as data: a program can word it in its language. The English
//! sentence is its `Display`.

mod sentence;
mod syntax;

pub use syntax::Syntax;

use super::fault::LONGEST;
use super::head::Kind;
use crate::model;
use crate::validate::Rule;
use crate::{Str, name};

/// What is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file has so many MiB, more than are read.
    TooLarge(usize),
    /// The file has no bytes.
    Empty,
    /// The file is in UTF-16.
    Utf16,
    /// The file ends in the middle of a character.
    EndsInCharacter,
    /// A byte is no UTF-8.
    NotUtf8,
    /// A character that XML does not know.
    Character(char),
    /// A byte-order mark follows on another.
    SecondMark,
    /// The file ends before its root element.
    NoContent,
    /// Something stands before the root element.
    BeforeRoot,
    /// Something follows after the root element.
    AfterRoot,
    /// The file has a document type.
    DocumentType,
    /// A processing instruction without a name, or called xml.
    InstructionName,
    /// The XML declaration is malformed.
    Declaration,
    /// The XML declaration names another version than 1.0.
    DeclaredVersion,
    /// The XML declaration names another encoding than UTF-8.
    DeclaredEncoding,
    /// An XML declaration stands in the middle.
    DeclarationInside,
    /// What was begun is never ended: the file was cut, most likely.
    Cut(Syntax),
    /// This is not well-formed.
    Malformed(Syntax),
    /// Elements lie in each other too deep.
    Deep,
    /// What begins here has no name of an element.
    ElementName,
    /// The file ends within the element.
    EndsInside(Str),
    /// Text holds `]]>`.
    SectionEnd,
    /// An entity in text that does not exist.
    Entity(Str),
    /// Text stands directly in the element.
    TextInside(Str),
    /// The element stands a second time where it may stand once.
    ElementTwice(Str),
    /// Something else than a name of an attribute.
    AttributeName,
    /// No space before the attribute.
    AttributeSpace(Str),
    /// The attribute stands twice in a tag.
    AttributeTwice,
    /// An attribute without `=` and a value.
    AttributeBare,
    /// An attribute's value without quotes.
    AttributeQuotes,
    /// An attribute's value whose closing quote is missing.
    AttributeOpen,
    /// The attribute holds a `<`.
    AttributeLess(Str),
    /// The attribute holds a character that XML does not know.
    AttributeCharacter(Str),
    /// The attribute holds an entity that does not exist.
    AttributeEntity(Str),
    /// The attribute's value is not what it must be.
    Value {
        /// Its name.
        attribute: Str,
        /// The beginning of its value.
        value: Str,
        /// What it must be.
        expected: Expected,
    },
    /// The element lacks the attribute by which it is referred to, or refers.
    AttributeMissing {
        /// The attribute.
        attribute: &'static str,
        /// The element.
        element: Str,
    },
    /// The root element lacks the attribute.
    RootAttribute(&'static str),
    /// The root element is another one.
    Root {
        /// Its name.
        found: Str,
        /// Which it should be; `None`: that of either kind of file.
        expected: Option<Kind>,
    },
    /// A newer version of the format.
    Newer(u32),
    /// A version of the format that there never was.
    BelowFirst(u32),
    /// The file does not tell its version of the format.
    VersionMissing,
    /// `DataStorage` has no path.
    PathMissing,
    /// Something else is said to be built in than what is.
    BuiltIn {
        /// What is said.
        value: Str,
        /// What is built in there.
        only: &'static str,
    },
    /// A machine's user without `Origin`.
    OriginMissing,
    /// A password without a hash.
    HashMissing,
    /// The file has no digest.
    NoDigest,
    /// The file has another digest than it says.
    DigestDiffers,
    /// What the file says is no digest.
    DigestForm,
    /// A rule of `validate` is broken.
    Rule(Box<Broken>),
    /// There are more faults than are told.
    More,
}

/// What the value of an attribute must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A UUID.
    Uuid,
    /// A point in time.
    Time,
    /// `true` or `false`.
    Boolean,
    /// A whole number, from 0 up.
    Number,
    /// A digest.
    Digest,
    /// A kind of data storage.
    Storage,
    /// Who gave a user to the machine.
    Origin,
    /// A preset of the guidelines.
    Preset,
    /// What happens when the audit trail cannot be written.
    Unwritable,
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The rule.
    pub rule: Rule,
    /// What kind of thing breaks it; `None`: the file as a whole.
    pub kind: Option<model::Kind>,
    /// The name of that thing, in the default language; of a right, its key.
    pub name: Str,
    /// What is wrong and what to do, in sentences.
    pub sentence: String,
}

impl Expected {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Uuid,
        Self::Time,
        Self::Boolean,
        Self::Number,
        Self::Digest,
        Self::Storage,
        Self::Origin,
        Self::Preset,
        Self::Unwritable,
    ];

    /// A word for it, by which a program finds its own words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Uuid => "expected-uuid",
            Self::Time => "expected-time",
            Self::Boolean => "expected-boolean",
            Self::Number => "expected-number",
            Self::Digest => "expected-digest",
            Self::Storage => "expected-storage",
            Self::Origin => "expected-origin",
            Self::Preset => "expected-preset",
            Self::Unwritable => "expected-unwritable",
        }
    }
}

impl Wrong {
    /// A word for it, by which a program finds its own sentence.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "fault-too-large",
            Self::Empty => "fault-empty",
            Self::Utf16 => "fault-utf-16",
            Self::EndsInCharacter => "fault-ends-in-character",
            Self::NotUtf8 => "fault-not-utf-8",
            Self::Character(_) => "fault-character",
            Self::SecondMark => "fault-second-mark",
            Self::NoContent => "fault-no-content",
            Self::BeforeRoot => "fault-before-root",
            Self::AfterRoot => "fault-after-root",
            Self::DocumentType => "fault-document-type",
            Self::InstructionName => "fault-instruction-name",
            Self::Declaration => "fault-declaration",
            Self::DeclaredVersion => "fault-declared-version",
            Self::DeclaredEncoding => "fault-declared-encoding",
            Self::DeclarationInside => "fault-declaration-inside",
            Self::Cut(_) => "fault-cut",
            Self::Malformed(_) => "fault-malformed",
            Self::Deep => "fault-deep",
            Self::ElementName => "fault-element-name",
            Self::EndsInside(_) => "fault-ends-inside",
            Self::SectionEnd => "fault-section-end",
            Self::Entity(_) => "fault-entity",
            Self::TextInside(_) => "fault-text-inside",
            Self::ElementTwice(_) => "fault-element-twice",
            Self::AttributeName => "fault-attribute-name",
            Self::AttributeSpace(_) => "fault-attribute-space",
            Self::AttributeTwice => "fault-attribute-twice",
            Self::AttributeBare => "fault-attribute-bare",
            Self::AttributeQuotes => "fault-attribute-quotes",
            Self::AttributeOpen => "fault-attribute-open",
            Self::AttributeLess(_) => "fault-attribute-less",
            Self::AttributeCharacter(_) => "fault-attribute-character",
            Self::AttributeEntity(_) => "fault-attribute-entity",
            Self::Value { .. } => "fault-value",
            Self::AttributeMissing { .. } => "fault-attribute-missing",
            Self::RootAttribute(_) => "fault-root-attribute",
            Self::Root { .. } => "fault-root",
            Self::Newer(_) => "fault-newer",
            Self::BelowFirst(_) => "fault-below-first",
            Self::VersionMissing => "fault-version-missing",
            Self::PathMissing => "fault-path-missing",
            Self::BuiltIn { .. } => "fault-built-in",
            Self::OriginMissing => "fault-origin-missing",
            Self::HashMissing => "fault-hash-missing",
            Self::NoDigest => "fault-no-digest",
            Self::DigestDiffers => "fault-digest-differs",
            Self::DigestForm => "fault-digest-form",
            Self::Rule(broken) => broken.rule.key(),
            Self::More => "fault-more",
        }
    }

    /// True if a rule is broken, which the document itself shows; everything else the file alone does.
    #[must_use]
    pub fn is_rule(&self) -> bool {
        matches!(self, Self::Rule(_))
    }
}

/// A text of a file, to be told of: the middle of a very long one is left out. So much stays of both its
/// ends that a message which is shortened says the same.
pub(super) fn quoted(text: &str) -> Str {
    // Characters are at most as many as bytes.
    if text.len() <= LONGEST {
        return text.into();
    }
    let count = name::length(text);
    if count <= LONGEST {
        return text.into();
    }
    let start = text.chars().take(LONGEST / 2);
    start.chain(['…']).chain(text.chars().skip(count - LONGEST / 2)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::xml::fault::shorten;

    /// The words that stand in this file.
    fn keys(source: &str, prefix: &str) -> BTreeSet<String> {
        let found = source.split("=> \"").skip(1).filter_map(|after| after.split('"').next());
        found.filter(|key| key.starts_with(prefix)).map(str::to_owned).collect()
    }

    #[test]
    fn one_of_each_is_one_of_each() {
        let source = include_str!("wrong.rs");
        let each: BTreeSet<String> = Wrong::one_of_each().iter().map(|wrong| wrong.key().to_owned()).collect();
        let mut wanted = keys(source, "fault-");
        wanted.insert(Rule::NameTaken.key().to_owned());
        assert_eq!(each, wanted);
        assert_eq!(each.len(), Wrong::one_of_each().len());
        let each: BTreeSet<String> = Expected::ALL.iter().map(|expected| expected.key().to_owned()).collect();
        assert_eq!(each, keys(source, "expected-"));
        let each: BTreeSet<String> = Syntax::one_of_each().iter().map(|syntax| syntax.key().to_owned()).collect();
        assert_eq!(each, keys(include_str!("wrong/syntax.rs"), "syntax-"));
    }

    #[test]
    fn a_long_text_loses_its_middle_and_no_message_is_another_for_it() {
        let long: String = (0..5000).map(|n| char::from_u32(0x4E00 + n).unwrap()).collect();
        assert_eq!(quoted("short"), "short");
        let exactly: String = long.chars().take(LONGEST).collect();
        assert_eq!(quoted(&exactly), exactly.as_str());
        assert_eq!(name::length(&quoted(&long)), LONGEST + 1);
        for of in [
            |text: Str| Wrong::EndsInside(text),
            |text: Str| Wrong::BuiltIn { value: text, only: "Admin" },
            |text: Str| Wrong::Malformed(Syntax::OtherEnd { expected: text.clone(), found: text }),
            |text: Str| Wrong::Malformed(Syntax::OtherEnd { expected: "a".into(), found: text }),
        ] {
            let (whole, cut) = (of(long.as_str().into()), of(quoted(&long)));
            assert_eq!(shorten(cut.to_string()), shorten(whole.to_string()));
        }
    }
}
