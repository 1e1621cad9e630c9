//! The bytes of a file as XML events, with everything refused that a user file must not hold.
//!
//! quick-xml takes a truncated file for a plain end, accepts a document type, rubbish after the root and
//! any character; this layer does not. It recurses with the document, so depth is capped. What stands
//! around the root is `prolog`, the inside of start tags is `attributes`.

use std::io::BufRead as _;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesStart, Event};

use super::alike::Places;
use super::fault::{Finding, MOST, Severity};
use super::head::Kind;
use super::value::{forbidden, is_name};
use super::wrong::{Syntax, Wrong, quoted};
use crate::Str;
use crate::model::Unknown;

/// A file may have this many bytes: 256 MiB.
pub const MAXIMUM_SIZE: usize = 256 * 1024 * 1024;
/// Elements may lie in each other this deep.
pub const MAXIMUM_DEPTH: usize = 64;

/// Reading cannot go on; why is among the findings.
pub(super) struct Stop;

pub(super) type Step<T> = Result<T, Stop>;

/// What the short way took: so many bytes, and what they say, unless that is known elsewhere.
pub(super) struct Short<T> {
    pub item: Option<T>,
    pub length: usize,
}

/// A start tag.
pub(super) struct Tag<'a> {
    pub(super) start: BytesStart<'a>,
    /// Byte at which it begins, in the text.
    pub at: u32,
    empty: bool,
}

impl Tag<'_> {
    pub fn name(&self) -> &str {
        self.start.name().into_inner()
    }
}

/// A file being read.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    pub findings: Vec<Finding>,
    /// Length of the byte-order mark before `text`.
    pub mark: usize,
    /// Where the users of a project stand.
    pub places: Places,
}

impl<'a> Source<'a> {
    /// Checks size, encoding and characters.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Finding> {
        let refuse = |at, wrong| Err(Finding { at, severity: Severity::Error, wrong });
        if bytes.len() > MAXIMUM_SIZE {
            return refuse(0, Wrong::TooLarge(bytes.len() / (1024 * 1024)));
        }
        if bytes.is_empty() {
            return refuse(0, Wrong::Empty);
        }
        let utf_16: [&[u8]; 4] = [b"\xFF\xFE", b"\xFE\xFF", b"<\0", b"\0<"];
        if utf_16.iter().any(|start| bytes.starts_with(start)) {
            return refuse(0, Wrong::Utf16);
        }
        let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let text = match std::str::from_utf8(bytes.get(mark..).unwrap_or_default()) {
            Ok(text) => text,
            Err(error) => {
                let at = mark + error.valid_up_to();
                let is_cut = error.error_len().is_none();
                return refuse(at, if is_cut { Wrong::EndsInCharacter } else { Wrong::NotUtf8 });
            }
        };
        if let Some((at, character)) = forbidden(text) {
            return refuse(mark + at, Wrong::Character(character));
        }
        // The reader would swallow a second byte-order mark, and count wrongly from there on.
        if text.starts_with('\u{FEFF}') {
            return refuse(mark, Wrong::SecondMark);
        }
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        Ok(Self { text, reader, depth: 0, findings: Vec::new(), mark, places: Places::default() })
    }

    /// Notes an error at a byte of the text.
    pub fn error(&mut self, at: usize, wrong: Wrong) {
        self.note(at, Severity::Error, wrong);
    }

    /// Notes a warning at a byte of the text.
    pub fn warning(&mut self, at: usize, wrong: Wrong) {
        self.note(at, Severity::Warning, wrong);
    }

    /// A file can be nothing but faults: more of them than are ever told would only cost memory. One
    /// more than that is kept, so that it is said that there are more.
    fn note(&mut self, at: usize, severity: Severity, wrong: Wrong) {
        let at = self.mark + at;
        if self.findings.len() <= MOST {
            self.findings.push(Finding { at, severity, wrong });
        } else if severity == Severity::Error
            && let Some(last) = self.findings.last_mut().filter(|last| last.severity == Severity::Warning)
        {
            *last = Finding { at, severity, wrong };
        }
    }

    /// Notes it if an element stands a second time where it may stand once. `seen` holds the elements of
    /// which this was asked before.
    pub fn once(&mut self, tag: &Tag<'a>, seen: &mut Vec<&'a str>) {
        let name =
            self.text.get(tag.at as usize + 1..).and_then(|text| text.get(..tag.name().len())).unwrap_or_default();
        if seen.contains(&name) {
            self.error(tag.at as usize, Wrong::ElementTwice(quoted(name)));
        } else {
            seen.push(name);
        }
    }

    pub(super) fn stop<T>(&mut self, at: usize, wrong: Wrong) -> Step<T> {
        self.error(at, wrong);
        Err(Stop)
    }

    /// The byte of the text up to which it was read.
    pub(super) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    pub(super) fn event(&mut self) -> Step<Event<'a>> {
        match self.reader.read_event() {
            Ok(event) => Ok(event),
            Err(error) => {
                let at = usize::try_from(self.reader.error_position()).unwrap_or_default();
                // Quotes, tags and comments that do not end are found out at the end of the file; and after a
                // fault so near to it there is no room left for the root's end.
                let cut = match &error {
                    Error::Syntax(SyntaxError::InvalidBangMarkup)
                    | Error::IllFormed(IllFormedError::UnclosedReference) => {
                        self.text.len().saturating_sub(at) < Kind::Project.root().len()
                    }
                    Error::Syntax(_) => true,
                    _ => false,
                };
                let syntax = Syntax::from(&error);
                self.stop(at, if cut { Wrong::Cut(syntax) } else { Wrong::Malformed(syntax) })
            }
        }
    }

    pub(super) fn open(&mut self, start: BytesStart<'a>, empty: bool) -> Step<Tag<'a>> {
        let at = self.offset_of(&start).saturating_sub(1);
        let tag = Tag { start, at: u32::try_from(at).unwrap_or(u32::MAX), empty };
        if self.depth >= MAXIMUM_DEPTH {
            return self.stop(at, Wrong::Deep);
        }
        if !empty {
            self.depth += 1;
        }
        if !is_name(tag.name()) {
            return self.stop(at, Wrong::ElementName);
        }
        Ok(tag)
    }

    /// Where a part of the text lies in it. Both are slices of the same text, so this is a subtraction.
    pub(super) fn offset_of(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// The next element within `parent`, or `None` after its end tag.
    fn next_child(&mut self, parent: &Tag<'a>, mut text: Option<&mut String>) -> Step<Option<Tag<'a>>> {
        // Enough faults were found; the rest of such a file is not worth the time.
        if self.findings.len() > MOST {
            return Err(Stop);
        }
        if parent.empty {
            return Ok(None);
        }
        loop {
            let at = self.position();
            let piece = match self.event()? {
                Event::Start(start) => return self.open(start, false).map(Some),
                Event::Empty(start) => return self.open(start, true).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(None);
                }
                Event::Comment(_) => continue,
                Event::PI(instruction) => {
                    self.instruction(at, &instruction)?;
                    continue;
                }
                Event::DocType(_) => return self.document_type(at),
                Event::Decl(_) => return self.stop(at, Wrong::DeclarationInside),
                Event::Eof => return self.stop(at, Wrong::EndsInside(quoted(parent.name()))),
                // What indents elements, mostly.
                Event::Text(content) if text.is_none() && is_blank(&content) => continue,
                Event::Text(content) => {
                    if content.contains("]]>") {
                        self.error(at, Wrong::SectionEnd);
                    }
                    content.xml10_content()
                }
                Event::CData(content) => content.xml10_content(),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(character) => String::from(character).into(),
                    None => {
                        self.error(at, Wrong::Entity(quoted(&reference)));
                        continue;
                    }
                },
            };
            match &mut text {
                Some(text) => text.push_str(&piece),
                None if is_blank(&piece) => {}
                None => self.error(at, Wrong::TextInside(quoted(parent.name()))),
            }
        }
    }

    /// Takes things that come next within `parent` the short way, as many as can be.
    pub fn take_short<T>(
        &mut self,
        parent: &Tag<'a>,
        into: &mut Vec<T>,
        mut short: impl FnMut(&str, usize) -> Option<Short<T>>,
    ) {
        if parent.empty {
            return;
        }
        let begin = self.position();
        let mut at = begin;
        while let Some(Short { item, length }) = self.text.get(at..).and_then(|rest| short(rest, at)) {
            if let Some(item) = item {
                into.push(item);
                self.places.note_short(at, length);
            }
            at += length;
        }
        self.reader.stream().consume(at - begin);
    }

    /// Hands each element within `parent` to `each`, which reads it to its end and answers true, or
    /// leaves it alone and answers false; the rest is kept as unknown.
    pub fn children(
        &mut self,
        parent: &Tag<'a>,
        unknown: &mut Unknown,
        mut each: impl FnMut(&mut Self, &Tag<'a>) -> Step<bool>,
    ) -> Step<()> {
        while let Some(tag) = self.next_child(parent, None)? {
            if !each(self, &tag)? {
                self.keep(&tag, unknown)?;
            }
        }
        Ok(())
    }

    /// Reads an element that holds nothing we know.
    pub fn no_children(&mut self, tag: &Tag<'a>, unknown: &mut Unknown) -> Step<()> {
        self.children(tag, unknown, |_, _| Ok(false))
    }

    /// The text within `tag`.
    pub fn content(&mut self, tag: &Tag<'a>, unknown: &mut Unknown) -> Step<String> {
        let mut text = String::new();
        while let Some(child) = self.next_child(tag, Some(&mut text))? {
            self.keep(&child, unknown)?;
        }
        Ok(text)
    }

    /// Keeps an element that we do not know, with all that is in it.
    fn keep(&mut self, tag: &Tag<'a>, unknown: &mut Unknown) -> Step<()> {
        self.skip(tag)?;
        let whole = self.text.get(tag.at as usize..self.position()).unwrap_or_default();
        // Line ends are those of XML, so that the text does not change from one writing to the next.
        let whole = if whole.contains('\r') {
            Str::from(whole.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            whole.into()
        };
        unknown.push_element(tag.name().into(), whole);
        Ok(())
    }

    fn skip(&mut self, tag: &Tag<'a>) -> Step<()> {
        self.attributes(tag, &mut Unknown::default(), |_, attr| is_name(attr.name));
        let mut text = String::new();
        while let Some(child) = self.next_child(tag, Some(&mut text))? {
            text.clear();
            self.skip(&child)?;
        }
        Ok(())
    }
}

pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// The character that a reference in text stands for, if XML allows it.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    let character = match reference.resolve_char_ref() {
        Ok(Some(character)) => character,
        Ok(None) => quick_xml::escape::resolve_xml_entity(reference)?.chars().next()?,
        Err(_) => return None,
    };
    forbidden(character.encode_utf8(&mut [0; 4])).is_none().then_some(character)
}
