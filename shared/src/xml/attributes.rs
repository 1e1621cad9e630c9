//! The inside of start tags: attributes one by one, with their faults.

use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::source::{Source, Tag};
use super::value::{Attr, forbidden, is_name};
use crate::model::Unknown;

impl Tag<'_> {
    /// True if the attribute stands in the tag, whatever its value.
    pub fn has(&self, name: &str) -> bool {
        find(&self.start, name).is_some()
    }
}

/// The attribute's name where it stands in the tag.
fn find<'t>(start: &'t BytesStart<'_>, name: &str) -> Option<&'t str> {
    start.attributes().flatten().map(|attribute| attribute.key.into_inner()).find(|key| *key == name)
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
                Ok(_) if attribute.value.contains('<') => {
                    self.error(at, format!("The attribute {name} holds a <. Write &lt; instead."));
                    continue;
                }
                Ok(value) if attribute.value.contains('&') && forbidden(&value).is_some() => {
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
}
