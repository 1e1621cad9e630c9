//! The bytes of a file as XML events, with everything refused that a user file must not hold.
//!
//! quick-xml takes a truncated file for a plain end, accepts a document type, rubbish after the root and
//! any character; this layer does not. It recurses with the document, so depth is capped.

use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::fault::{Finding, Severity};
use super::value::{Attr, forbidden, is_name};
use crate::Str;
use crate::model::Unknown;

/// A file may have this many bytes: 256 MiB.
pub const MAXIMUM_SIZE: usize = 256 * 1024 * 1024;
/// Elements may lie in each other this deep.
pub const MAXIMUM_DEPTH: usize = 64;

/// Reading cannot go on; why is among the findings.
pub(super) struct Stop;

pub(super) type Step<T> = Result<T, Stop>;

/// A start tag.
pub(super) struct Tag<'a> {
    start: BytesStart<'a>,
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
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    pub findings: Vec<Finding>,
    /// Length of the byte-order mark before `text`.
    pub mark: usize,
}

impl<'a> Source<'a> {
    /// Checks size, encoding and characters.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Finding> {
        let refuse = |at, message: String| Err(Finding { at, severity: Severity::Error, message });
        if bytes.len() > MAXIMUM_SIZE {
            return refuse(
                0,
                format!(
                    "The file has {} MiB; more than 256 MiB are not read. Is this the right file?",
                    bytes.len() / (1024 * 1024)
                ),
            );
        }
        if bytes.is_empty() {
            return refuse(0, "The file is empty. Copy it again, or restore it from a backup.".into());
        }
        if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
            return refuse(0, "The file is in UTF-16. Save it as UTF-8.".into());
        }
        let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let text = match std::str::from_utf8(bytes.get(mark..).unwrap_or_default()) {
            Ok(text) => text,
            Err(error) => {
                return refuse(
                    mark + error.valid_up_to(),
                    "This byte is no UTF-8 text. Save the file as UTF-8, or copy it again if it was damaged.".into(),
                );
            }
        };
        if let Some((at, character)) = forbidden(text) {
            return refuse(
                mark + at,
                format!(
                    "The character U+{:04X} is not allowed in XML. Remove it, or copy the file again if it was damaged.",
                    u32::from(character)
                ),
            );
        }
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_comments = true;
        Ok(Self { text, reader, depth: 0, findings: Vec::new(), mark })
    }

    /// Notes an error at a byte of the text.
    pub fn error(&mut self, at: usize, message: impl Into<String>) {
        let at = self.mark + at;
        self.findings.push(Finding { at, severity: Severity::Error, message: message.into() });
    }

    /// Notes a warning at a byte of the text.
    pub fn warning(&mut self, at: usize, message: impl Into<String>) {
        let at = self.mark + at;
        self.findings.push(Finding { at, severity: Severity::Warning, message: message.into() });
    }

    /// Notes that an element stands a second time where it may stand once.
    pub fn once_only(&mut self, tag: &Tag<'_>) {
        self.error(tag.at as usize, format!("<{}> stands here a second time. Keep the one that is meant.", tag.name()));
    }

    fn stop<T>(&mut self, at: usize, message: impl Into<String>) -> Step<T> {
        self.error(at, message);
        Err(Stop)
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn event(&mut self) -> Step<Event<'a>> {
        match self.reader.read_event() {
            Ok(event) => Ok(event),
            Err(error) => {
                let at = usize::try_from(self.reader.error_position()).unwrap_or_default();
                self.stop(at, format!("This is not well-formed XML: {error}. Mend it here, or copy the file again."))
            }
        }
    }

    fn open(&mut self, start: BytesStart<'a>, empty: bool) -> Step<Tag<'a>> {
        let at = self.offset_of(&start).saturating_sub(1);
        let tag = Tag { start, at: u32::try_from(at).unwrap_or(u32::MAX), empty };
        if self.depth >= MAXIMUM_DEPTH {
            return self.stop(at, format!("Elements lie more than {MAXIMUM_DEPTH} deep here. No file of ours does that; is this the right file?"));
        }
        if !empty {
            self.depth += 1;
        }
        if !is_name(tag.name()) {
            return self.stop(at, "An element's name is expected after <. Mend it here, or copy the file again.");
        }
        Ok(tag)
    }

    /// Where a part of the text lies in it. Both are slices of the same text, so this is a subtraction.
    fn offset_of(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    /// The text of the start tag at a byte of the text, without its `<`; for messages.
    pub fn start_tag(&self, at: usize) -> &'a str {
        let rest = self.text.get(at..).and_then(|rest| rest.strip_prefix('<')).unwrap_or_default();
        rest.split('<').next().unwrap_or_default()
    }

    /// The root's start tag; everything before it is checked.
    pub fn root(&mut self) -> Step<Tag<'a>> {
        let mut first = true;
        loop {
            let at = self.position();
            match self.event()? {
                Event::Start(start) => return self.open(start, false),
                Event::Empty(start) => return self.open(start, true),
                Event::Decl(declaration) if first => {
                    let encoding = declaration.encoding().transpose();
                    if !matches!(&encoding, Ok(None))
                        && !matches!(&encoding, Ok(Some(name)) if name.eq_ignore_ascii_case("utf-8"))
                    {
                        return self.stop(at, "The file declares an encoding other than UTF-8. Save it as UTF-8.");
                    }
                    if !matches!(declaration.version().as_deref(), Ok("1.0")) {
                        return self
                            .stop(at, "The file declares a version of XML other than 1.0. Write version=\"1.0\".");
                    }
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if is_blank(&text) => {}
                Event::DocType(_) => return self.document_type(at),
                Event::Eof => {
                    return self.stop(
                        at,
                        "The file ends before its content begins. Copy it again, or restore it from a backup.",
                    );
                }
                _ => return self.stop(at, "This does not belong before the root element. Is this the right file?"),
            }
            first = false;
        }
    }

    /// Everything after the root is checked.
    pub fn finish(&mut self) -> Step<()> {
        loop {
            let at = self.position();
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if is_blank(&text) => {}
                Event::DocType(_) => return self.document_type(at),
                _ => return self.stop(at, "Something follows after the end of the document. Remove it, or copy the file again if two files ran into each other."),
            }
        }
    }

    fn document_type<T>(&mut self, at: usize) -> Step<T> {
        self.stop(at, "The file has a document type (DOCTYPE), which is not accepted, for safety. Remove it.")
    }

    /// Hands each attribute to `each`, which answers whether it knows it; the rest is kept as unknown.
    pub fn attributes(
        &mut self,
        tag: &Tag<'a>,
        unknown: &mut Unknown,
        mut each: impl FnMut(&mut Self, &Attr<'_>) -> bool,
    ) {
        for attribute in tag.start.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    self.attribute_error(tag, &error);
                    continue;
                }
            };
            let name = attribute.key.as_ref();
            let at = self.offset_of(name);
            if !self.text.as_bytes().get(at.wrapping_sub(1)).is_some_and(u8::is_ascii_whitespace) {
                self.error(at, format!("A space is missing before the attribute {name}. Put one there."));
            }
            let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value)
                    if attribute.value.contains('<')
                        || (attribute.value.contains('&') && forbidden(&value).is_some()) =>
                {
                    self.error(
                        at,
                        format!("The attribute {name} holds a character that is not allowed in XML. Remove it."),
                    );
                    continue;
                }
                Ok(value) => value,
                Err(_) => {
                    self.error(at, format!(
                        "The attribute {name} holds an entity that is not one of &amp; &lt; &gt; &quot; &apos; and character numbers. Write & as &amp;."
                    ));
                    continue;
                }
            };
            let attr = Attr { name, value: &value, at };
            if !each(self, &attr) {
                if is_name(name) {
                    unknown.push_attribute(name.into(), value.as_ref().into());
                } else {
                    self.error(at, "An attribute's name is expected here. Mend it, or copy the file again.");
                }
            }
        }
    }

    fn attribute_error(&mut self, tag: &Tag<'a>, error: &AttrError) {
        let (within, message) = match error {
            AttrError::Duplicated(at, _) => (*at, "This attribute stands here twice. Remove one of them."),
            AttrError::ExpectedEq(at) | AttrError::ExpectedValue(at) => {
                (*at, "An attribute is followed by = and its value in quotes. Mend it here.")
            }
            AttrError::UnquotedValue(at) => (*at, "An attribute's value stands in quotes. Put them round it."),
            AttrError::ExpectedQuote(at, _) => {
                (*at, "The quote that ends this attribute's value is missing. Put it there.")
            }
        };
        self.error(tag.at as usize + 1 + within, message);
    }

    /// The next element within `parent`, or `None` after its end tag.
    fn next_child(&mut self, parent: &Tag<'a>, mut text: Option<&mut String>) -> Step<Option<Tag<'a>>> {
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
                Event::Comment(_) | Event::PI(_) => continue,
                Event::DocType(_) => return self.document_type(at),
                Event::Decl(_) => return self.stop(at, "An XML declaration stands only at the beginning of a file. Did two files run into each other? Copy it again."),
                Event::Eof => {
                    return self.stop(at, format!(
                        "The file ends in the middle: <{}> is not closed. Copy the file again, or restore it from a backup.",
                        parent.name()
                    ));
                }
                Event::Text(content) => {
                    if content.contains("]]>") {
                        self.error(at, "Text must not hold ]]>. Write ]]&gt; instead.");
                    }
                    content.xml10_content()
                }
                Event::CData(content) => content.xml10_content(),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(character) => String::from(character).into(),
                    None => {
                        self.error(at, format!(
                            "The entity &{}; is not one of &amp; &lt; &gt; &quot; &apos; and the numbers of allowed characters. Write & as &amp;.",
                            &*reference
                        ));
                        continue;
                    }
                },
            };
            match &mut text {
                Some(text) => text.push_str(&piece),
                None if is_blank(&piece) => {}
                None => self.error(at, format!("Text does not belong directly into <{}>. Remove it.", parent.name())),
            }
        }
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

fn is_blank(text: &str) -> bool {
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
