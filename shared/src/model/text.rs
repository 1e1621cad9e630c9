//! Text that people read on a panel, in several languages (design section 2).

use super::{At, Unknown};
use crate::Str;

/// One text in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The language's BCP 47 tag.
    pub lang: Str,
    /// The text itself.
    pub value: Str,
    /// What this version does not know.
    pub unknown: Unknown,
    /// Where it stood.
    pub at: At,
}

/// The same thing said in several languages: the content of `Name` and `Description`. Two are equal if
/// they say the same in every language, in whatever order.
#[derive(Clone, Debug, Default, Eq)]
pub struct Texts {
    /// One text a language, in the order of the file.
    pub list: Vec<Text>,
    /// What this version does not know.
    pub unknown: Unknown,
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.unknown == other.unknown
            && (self.list == other.list
                || (self.list.len() == other.list.len()
                    && self.list.iter().all(|text| other.list.contains(text))
                    && other.list.iter().all(|text| self.list.contains(text))))
    }
}

impl Texts {
    /// One text in one language.
    #[must_use]
    pub fn new(lang: &str, value: &str) -> Self {
        let text = Text { lang: lang.into(), value: value.into(), ..Text::default() };
        Self { list: vec![text], unknown: Unknown::default() }
    }

    /// What is said in `lang`, if something is.
    #[must_use]
    pub fn said(&self, lang: &str) -> Option<&str> {
        let text = self.list.iter().find(|text| text.lang.eq_ignore_ascii_case(lang));
        text.map(|text| text.value.as_str()).filter(|value| !value.is_empty())
    }

    /// The text in `lang`, or else that of the first language by its tag in which something is said, or else nothing.
    /// The order of the file plays no part.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        self.said(lang).unwrap_or_else(|| {
            let said = self.list.iter().filter(|text| !text.value.is_empty());
            said.min_by(|one, other| one.lang.cmp(&other.lang)).map_or("", |text| text.value.as_str())
        })
    }

    /// True if no text and nothing unknown is there, so that the element may be left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.unknown.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_texts_plays_no_part() {
        let mut texts = Texts::new("fr", "Remplissage");
        texts.list.extend(Texts::new("de", "Abfüllung").list);
        assert_eq!((texts.get("en"), texts.get("FR")), ("Abfüllung", "Remplissage"));
        let before = texts.clone();
        texts.list.reverse();
        assert_eq!((texts.get("en"), &texts), ("Abfüllung", &before));
    }

    #[test]
    fn a_text_that_says_nothing_gives_way_to_one_that_does() {
        let mut texts = Texts::new("en", "");
        assert_eq!((texts.said("en"), texts.get("en")), (None, ""));
        texts.list.extend(Texts::new("de", "Abfüllung").list);
        texts.list.extend(Texts::new("cs", "").list);
        assert_eq!((texts.said("en"), texts.get("en"), texts.get("cs")), (None, "Abfüllung", "Abfüllung"));
        assert_eq!((texts.said("DE"), texts.get("fr")), (Some("Abfüllung"), "Abfüllung"));
    }
}
