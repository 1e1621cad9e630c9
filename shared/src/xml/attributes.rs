//! The inside of start tags: attributes one by one, with their faults.
//!
//! quick-xml gives the tag; the splitting is ours, because half of a file is attributes, and because it
//! would pass a missing space and a `<` in a value.

use std::borrow::Cow;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::source::{Source, Tag};
use super::value::{Attr, forbidden, is_name};
use super::wrong::{Wrong, quoted};
use crate::model::Unknown;

impl Tag<'_> {
    /// True if the attribute stands in the tag, whatever its value.
    pub fn has(&self, name: &str) -> bool {
        find(&self.start, name).is_some()
    }
}

/// The attribute's name where it stands in the tag.
fn find<'t>(start: &'t BytesStart<'_>, name: &str) -> Option<&'t str> {
    Split::new(start.attributes_raw()).flatten().map(|raw| raw.name).find(|found| *found == name)
}

impl<'a> Source<'a> {
    /// The byte of an attribute of the element that begins at a byte of the text, for messages; of the
    /// element itself if it has no such attribute.
    pub fn attribute_at(&self, element: usize, name: &str) -> usize {
        let mut reader = Reader::from_str(self.text.get(element..).unwrap_or_default());
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                find(&start, name).map_or(element, |name| self.offset_of(name))
            }
            _ => element,
        }
    }

    /// Hands each attribute to `each`, which answers whether it knows it; the rest is kept as unknown.
    pub fn attributes(
        &mut self,
        tag: &Tag<'a>,
        unknown: &mut Unknown,
        mut each: impl FnMut(&mut Self, &Attr<'_>) -> bool,
    ) {
        let mut names = Names::default();
        for part in Split::new(tag.start.attributes_raw()) {
            let raw = match part {
                Ok(raw) => raw,
                Err(Fault { near, flaw }) => {
                    self.error(self.offset_of(near), flaw.into());
                    continue;
                }
            };
            let at = self.offset_of(raw.name);
            if !raw.after_space {
                self.error(at, Wrong::AttributeSpace(quoted(raw.name)));
            }
            if !names.insert(raw.name) {
                self.error(at, Wrong::AttributeTwice);
                continue;
            }
            let Some(value) = self.value_of(&raw, at) else { continue };
            let attr = Attr { name: raw.name, value: &value, at };
            if !each(self, &attr) {
                if is_name(raw.name) {
                    unknown.push_attribute(raw.name.into(), value.as_ref().into());
                } else {
                    self.error(at, Wrong::AttributeName);
                }
            }
        }
    }

    /// The value with entities resolved and white space as XML has it, section 3.3.3.
    fn value_of<'t>(&mut self, raw: &Raw<'t>, at: usize) -> Option<Cow<'t, str>> {
        if raw.is_plain() {
            return Some(Cow::Borrowed(raw.value));
        }
        let name = raw.name;
        if raw.value.contains('<') {
            self.error(at, Wrong::AttributeLess(quoted(name)));
            return None;
        }
        let attribute = Attribute { key: QName(name), value: Cow::Borrowed(raw.value) };
        match attribute.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) if forbidden(&value).is_none() => Some(value),
            Ok(_) => {
                self.error(at, Wrong::AttributeCharacter(quoted(name)));
                None
            }
            Err(_) => {
                self.error(at, Wrong::AttributeEntity(quoted(name)));
                None
            }
        }
    }
}

/// The names in one tag: few are compared one by one, many, which only a file has that is meant to keep us
/// busy, are hashed.
#[derive(Default)]
struct Names<'t> {
    few: SmallVec<[&'t str; 16]>,
    many: FxHashSet<&'t str>,
}

impl<'t> Names<'t> {
    /// Notes a name; false if it was there already.
    fn insert(&mut self, name: &'t str) -> bool {
        if self.few.contains(&name) {
            return false;
        }
        if self.few.len() < self.few.inline_size() {
            self.few.push(name);
            return true;
        }
        self.many.insert(name)
    }
}

/// An attribute as it stands in the file.
struct Raw<'t> {
    name: &'t str,
    value: &'t str,
    after_space: bool,
}

impl Raw<'_> {
    /// True if the value stands for itself. Without a branch, so that the compiler makes it fast.
    fn is_plain(&self) -> bool {
        !self.value.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == b'&') | (byte == b'<'))
    }
}

/// What is wrong, and the text at whose beginning it is.
struct Fault<'t> {
    near: &'t str,
    flaw: Flaw,
}

/// What is wrong where an attribute should be; small, because each attribute is split with room for it.
#[derive(Clone, Copy)]
enum Flaw {
    Bare,
    Quotes,
    Open,
}

impl From<Flaw> for Wrong {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Bare => Self::AttributeBare,
            Flaw::Quotes => Self::AttributeQuotes,
            Flaw::Open => Self::AttributeOpen,
        }
    }
}

/// Splits what follows the name in a start tag into attributes (XML 1.0, production 41). After a fault it
/// goes on where the next attribute may begin.
struct Split<'t> {
    rest: &'t str,
}

impl<'t> Split<'t> {
    fn new(rest: &'t str) -> Self {
        Self { rest }
    }

    /// Takes the first `count` bytes of the rest.
    fn take(&mut self, count: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes the bytes up to the first for which `ends` holds.
    fn take_until(&mut self, ends: impl Fn(u8) -> bool) -> &'t str {
        self.take(self.rest.bytes().position(ends).unwrap_or(self.rest.len()))
    }
}

impl<'t> Iterator for Split<'t> {
    type Item = Result<Raw<'t>, Fault<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        let after_space = !self.take_until(|byte| !is_space(byte)).is_empty();
        let near = self.rest;
        if near.is_empty() {
            return None;
        }
        let name = self.take_until(|byte| byte == b'=' || is_space(byte));
        let after_name = self.rest;
        self.take_until(|byte| !is_space(byte));
        if !self.rest.starts_with('=') {
            self.rest = after_name;
            return Some(Err(Fault { near, flaw: Flaw::Bare }));
        }
        self.take(1);
        self.take_until(|byte| !is_space(byte));
        let near = self.rest;
        let Some(quote @ (b'"' | b'\'')) = near.bytes().next() else {
            self.take_until(is_space);
            let flaw = if near.is_empty() { Flaw::Bare } else { Flaw::Quotes };
            return Some(Err(Fault { near, flaw }));
        };
        self.take(1);
        let Some(length) = memchr::memchr(quote, self.rest.as_bytes()) else {
            self.rest = "";
            return Some(Err(Fault { near, flaw: Flaw::Open }));
        };
        let value = self.take(length);
        self.take(1);
        Some(Ok(Raw { name, value, after_space }))
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
