//! What a page or a dialog sees of the program while it is updated or drawn.

use std::collections::BTreeMap;

use iced::Size;
use keyholder_shared::model::{Definitions, Texts};
use keyholder_shared::{Id, Str, Time};

use crate::app::findings::Findings;
use crate::document::Document;
use crate::i18n::{Language, Tr};
use crate::service::Services;
use crate::ui::{Ui, size};

/// What there is to see. Copied freely.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The open project.
    pub document: &'a Document,
    /// The words of the surface.
    pub tr: &'a Tr,
    /// The widgets in the theme of the moment.
    pub ui: Ui,
    /// Width and height of the page: the middle of the window, without bars and property pane.
    pub size: Size,
    /// What is wrong or unwise in the project.
    pub findings: &'a Findings,
    /// The widths of tables' columns that are remembered, by the tables' names.
    pub columns: &'a BTreeMap<String, Vec<f32>>,
    /// The machine: files, clock, chance.
    pub services: &'a Services,
    /// The time now.
    pub now: Time,
}

impl<'a> Context<'a> {
    /// What is said of chosen things that something is to be done with, and how many of them a search or a filter leaves
    /// out: nothing is deleted or changed unseen.
    #[must_use]
    pub fn with_hidden(&self, text: String, chosen: usize, listed: usize) -> String {
        match chosen.saturating_sub(listed) {
            0 => text,
            1 if chosen == 1 => format!("{} {text}", self.tr.get("chosen-hidden-alone")),
            hidden => format!("{} {text}", self.tr.count("chosen-hidden", hidden)),
        }
    }

    /// The line under the name of the one chosen thing: it says if the list leaves that out.
    #[must_use]
    pub fn unless_hidden(&self, note: String, is_listed: bool) -> String {
        if is_listed { note } else { format!("{note} · {}", self.tr.get("chosen-not-listed")) }
    }

    /// The text in the language of the surface, if it is there, or else in the project's default language.
    #[must_use]
    pub fn text<'t>(&self, texts: &'t Texts) -> &'t str
    where
        'a: 't,
    {
        text_in(texts, self.document.definitions(), self.tr.language())
    }

    /// The same of a name; what has none, as in a file with faults, says so.
    #[must_use]
    pub fn named<'t>(&self, name: &'t Texts) -> &'t str
    where
        'a: 't,
    {
        match self.text(name) {
            "" => self.tr.get("nameless"),
            name => name,
        }
    }

    /// The language in which texts of the project are shown first: the surface's own, if the project has it, or else
    /// the project's default language.
    #[must_use]
    pub fn spoken(&self) -> Str {
        let languages = &self.document.definitions().languages;
        let spoken = languages.list.iter().find(|language| language.tag == self.tr.language().tag());
        spoken.map_or_else(|| languages.default.clone(), |language| language.tag.clone())
    }

    /// That language as the project has it, if it has it.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<Str> {
        let languages = &self.document.definitions().languages.list;
        languages.iter().find(|language| language.tag.eq_ignore_ascii_case(tag)).map(|language| language.tag.clone())
    }

    /// What the rows of a table have that fills the page under its head.
    #[must_use]
    pub fn table_size(&self) -> Size {
        let above = size::PAGE_HEAD + size::RULE + size::ROW + size::RULE;
        Size::new(self.size.width, (self.size.height - above).max(size::ROW))
    }

    /// True where there is too little room for buttons with words.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.size.width < 900.0
    }

    /// True where there is too little room even for the main button's word.
    #[must_use]
    pub fn is_tiny(&self) -> bool {
        self.size.width < 640.0
    }

    /// The group's name, if it is there.
    #[must_use]
    pub fn group_name(&self, id: Id) -> &'a str {
        self.document.group(id).map_or("", |group| self.text(&group.name))
    }

    /// A word of the surface, or of any key that lives as long.
    #[must_use]
    pub fn say(&self, key: &'a str) -> &'a str {
        self.tr.get(key)
    }
}

/// The text in that language of the surface, if it is there, or else in the project's default language.
#[must_use]
pub fn text_in<'t>(texts: &'t Texts, definitions: &Definitions, language: Language) -> &'t str {
    texts.said(language.tag()).unwrap_or_else(|| texts.get(&definitions.languages.default))
}
