//! What the reader remembers beside the meaning: content it does not know, and where things stood.

use crate::Str;

/// Attributes and elements that this version does not know, kept and written back (design section 2).
/// Takes one pointer where there is nothing, which is nearly everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::box_collection)]
pub struct Unknown(Option<Box<UnknownContent>>);

/// The unknown content of one element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownContent {
    /// Attributes by name and value, in the order of the file.
    pub attributes: Vec<(Str, Str)>,
    /// Elements by name and by their whole text, from `<` to `>`, in the order of the file.
    pub elements: Vec<(Str, Str)>,
}

impl Unknown {
    /// True if there is nothing unknown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The unknown attributes by name and value.
    #[must_use]
    pub fn attributes(&self) -> &[(Str, Str)] {
        self.0.as_ref().map_or(&[], |content| &content.attributes)
    }

    /// The unknown elements by name and whole text.
    #[must_use]
    pub fn elements(&self) -> &[(Str, Str)] {
        self.0.as_ref().map_or(&[], |content| &content.elements)
    }

    /// True if there is an attribute or an element with one of these names.
    #[must_use]
    pub fn holds_any(&self, attributes: &[&str], elements: &[&str]) -> bool {
        self.attributes().iter().any(|(name, _)| attributes.contains(&name.as_str()))
            || self.elements().iter().any(|(name, _)| elements.contains(&name.as_str()))
    }

    /// Adds an attribute.
    pub fn push_attribute(&mut self, name: Str, value: Str) {
        self.0.get_or_insert_default().attributes.push((name, value));
    }

    /// Leaves out the attributes and elements with these names.
    pub fn remove(&mut self, attributes: &[&str], elements: &[&str]) {
        if let Some(content) = &mut self.0 {
            content.attributes.retain(|(name, _)| !attributes.contains(&name.as_str()));
            content.elements.retain(|(name, _)| !elements.contains(&name.as_str()));
            if content.attributes.is_empty() && content.elements.is_empty() {
                self.0 = None;
            }
        }
    }

    /// Adds an element: its name and its whole text.
    pub fn push_element(&mut self, name: Str, whole: Str) {
        self.0.get_or_insert_default().elements.push((name, whole));
    }
}

/// The byte at which an element of the file began, for messages. It is no part of the meaning: any two
/// are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct At(pub u32);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for At {}
