//! Where the grammar of XML was left, as data.

use std::fmt;

use quick_xml::errors::{Error, IllFormedError, SyntaxError};

use super::quoted;
use crate::Str;

/// What is not as XML has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// What follows on `<!` is nothing that XML knows.
    Markup,
    /// A processing instruction without its end.
    Instruction,
    /// An XML declaration without its end.
    Declaration,
    /// A comment without its end.
    Comment,
    /// A document type without its end.
    DocumentType,
    /// A section of plain text without its end.
    Section,
    /// A tag without its end.
    Tag,
    /// A value that begins with `'` without its end.
    Apostrophe,
    /// A value that begins with `"` without its end.
    Quote,
    /// A reference to an entity or a character without its end.
    Reference,
    /// `--` in a comment.
    Hyphens,
    /// A document type without a name.
    NoDocumentType,
    /// The end of an element that was not begun.
    NotBegun(Str),
    /// The end of another element than the one that was begun last.
    OtherEnd {
        /// The one begun last.
        expected: Str,
        /// The one ended.
        found: Str,
    },
    /// Something else, in the words of the XML reader.
    Other(Str),
}

impl Syntax {
    /// A word for it, by which a program finds its own words.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Markup => "syntax-markup",
            Self::Instruction => "syntax-instruction",
            Self::Declaration => "syntax-declaration",
            Self::Comment => "syntax-comment",
            Self::DocumentType => "syntax-document-type",
            Self::Section => "syntax-section",
            Self::Tag => "syntax-tag",
            Self::Apostrophe => "syntax-apostrophe",
            Self::Quote => "syntax-quote",
            Self::Reference => "syntax-reference",
            Self::Hyphens => "syntax-hyphens",
            Self::NoDocumentType => "syntax-no-document-type",
            Self::NotBegun(_) => "syntax-not-begun",
            Self::OtherEnd { .. } => "syntax-other-end",
            Self::Other(_) => "syntax-other",
        }
    }

    /// One of each, for those who word them.
    #[must_use]
    pub fn one_of_each() -> Vec<Self> {
        vec![
            Self::Markup,
            Self::Instruction,
            Self::Declaration,
            Self::Comment,
            Self::DocumentType,
            Self::Section,
            Self::Tag,
            Self::Apostrophe,
            Self::Quote,
            Self::Reference,
            Self::Hyphens,
            Self::NoDocumentType,
            Self::NotBegun("Uusers".into()),
            Self::OtherEnd { expected: "Uusers".into(), found: "Ggroups".into() },
            Self::Other("unheard of".into()),
        ]
    }
}

impl From<&Error> for Syntax {
    fn from(error: &Error) -> Self {
        match error {
            Error::Syntax(error) => match error {
                SyntaxError::InvalidBangMarkup => Self::Markup,
                SyntaxError::UnclosedPI => Self::Instruction,
                SyntaxError::UnclosedXmlDecl => Self::Declaration,
                SyntaxError::UnclosedComment => Self::Comment,
                SyntaxError::UnclosedDoctype => Self::DocumentType,
                SyntaxError::UnclosedCData => Self::Section,
                SyntaxError::UnclosedTag => Self::Tag,
                SyntaxError::UnclosedSingleQuotedAttributeValue => Self::Apostrophe,
                SyntaxError::UnclosedDoubleQuotedAttributeValue => Self::Quote,
            },
            Error::IllFormed(IllFormedError::UnclosedReference) => Self::Reference,
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => Self::Hyphens,
            Error::IllFormed(IllFormedError::MissingDoctypeName) => Self::NoDocumentType,
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => Self::NotBegun(quoted(found)),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                Self::OtherEnd { expected: quoted(expected), found: quoted(found) }
            }
            other => Self::Other(quoted(&other.to_string())),
        }
    }
}

/// The words of the XML reader.
impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Markup => f.write_str("syntax error: unknown or missed symbol in markup"),
            Self::Instruction => {
                f.write_str("syntax error: processing instruction not closed: `?>` not found before end of input")
            }
            Self::Declaration => {
                f.write_str("syntax error: XML declaration not closed: `?>` not found before end of input")
            }
            Self::Comment => f.write_str("syntax error: comment not closed: `-->` not found before end of input"),
            Self::DocumentType => f.write_str("syntax error: DOCTYPE not closed: `>` not found before end of input"),
            Self::Section => f.write_str("syntax error: CDATA not closed: `]]>` not found before end of input"),
            Self::Tag => f.write_str("syntax error: tag not closed: `>` not found before end of input"),
            Self::Apostrophe => {
                f.write_str("syntax error: attribute value not closed: `'` not found before end of input")
            }
            Self::Quote => f.write_str("syntax error: attribute value not closed: `\"` not found before end of input"),
            Self::Reference => f.write_str(
                "ill-formed document: entity or character reference not closed: `;` not found before end of input",
            ),
            Self::Hyphens => f.write_str("ill-formed document: forbidden string `--` was found in a comment"),
            Self::NoDocumentType => {
                f.write_str("ill-formed document: `<!DOCTYPE>` declaration does not contain a name of a document type")
            }
            Self::NotBegun(found) => {
                write!(f, "ill-formed document: close tag `</{found}>` does not match any open tag")
            }
            Self::OtherEnd { expected, found } => {
                write!(f, "ill-formed document: expected `</{expected}>`, but `</{found}>` was found")
            }
            Self::Other(words) => f.write_str(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What programs print and record has these words for as long as anyone compares it.
    #[test]
    fn the_words_are_those_of_the_xml_reader() {
        let syntax = [
            SyntaxError::InvalidBangMarkup,
            SyntaxError::UnclosedPI,
            SyntaxError::UnclosedXmlDecl,
            SyntaxError::UnclosedComment,
            SyntaxError::UnclosedDoctype,
            SyntaxError::UnclosedCData,
            SyntaxError::UnclosedTag,
            SyntaxError::UnclosedSingleQuotedAttributeValue,
            SyntaxError::UnclosedDoubleQuotedAttributeValue,
        ];
        let ill_formed = [
            IllFormedError::UnclosedReference,
            IllFormedError::DoubleHyphenInComment,
            IllFormedError::MissingDoctypeName,
            IllFormedError::UnmatchedEndTag("Uusers".into()),
            IllFormedError::MismatchedEndTag { expected: "Uusers".into(), found: "Ggroups".into() },
            IllFormedError::UnknownVersion,
        ];
        let errors = syntax.map(Error::Syntax).into_iter().chain(ill_formed.map(Error::IllFormed));
        let each = Syntax::one_of_each();
        assert_eq!(errors.clone().count(), each.len());
        for (error, syntax) in errors.zip(each) {
            let taken = Syntax::from(&error);
            assert_eq!(taken.to_string(), error.to_string());
            assert!(taken == syntax || matches!(taken, Syntax::Other(_)), "{taken:?}");
        }
    }
}
