//! A page on a bench, for tests: a project, the words of a language and a machine in memory, without a window.

use iced::{Element, Size};
use iced_test::Simulator;
use keyholder_shared::Time;
use keyholder_shared::xml::{Reading, read_project};

use crate::app::findings::Findings;
use crate::app::{Action, Context};
use crate::document::Document;
use crate::i18n::{Language, Tr};
use crate::service::Services;
use crate::service::dialogs::Answers;
use crate::service::files::{Base, Fingerprint, Understood};
use crate::ui::{Look, Ui};

/// What a page sees, and what it asks for.
pub struct Bench {
    /// The open project.
    pub document: Document,
    /// What is wrong or unwise in it.
    pub findings: Findings,
    tr: Tr,
    columns: std::collections::BTreeMap<String, Vec<f32>>,
    services: Services,
    now: Time,
}

/// What a page asked for, put simply.
#[derive(Debug, Default)]
pub struct Asked {
    /// Places it led to.
    pub places: Vec<crate::app::Place>,
    /// Questions it asked; each was answered with yes.
    pub questions: Vec<crate::app::Question>,
    /// Refusals of its edits.
    pub refusals: Vec<keyholder_shared::edit::Refused>,
}

impl Bench {
    /// The sample project `bottling-line`.
    pub fn new(language: Language) -> Self {
        let project = include_bytes!("../../../sample-projects/bottling-line/UserManagementConfig.xml");
        let (project, _) = read_project(project).accept().unwrap();
        Self::of(language, Document::new(project))
    }

    /// A file as the Designer opens it; none if nothing of it can be understood.
    pub fn opened(language: Language, bytes: &[u8]) -> Option<Self> {
        let Reading { document, faults, .. } = read_project(bytes);
        let base = Base {
            path: "a project/UserManagementConfig.xml".into(),
            fingerprint: Fingerprint::of(bytes),
            understood: Understood::All,
        };
        Some(Self::of(language, Document::opened(document?.into(), base, faults)))
    }

    fn of(language: Language, document: Document) -> Self {
        let now = Time::from_millis(1_800_000_000_000);
        let (services, _) = Services::for_tests(now, Answers::default());
        Self {
            document,
            findings: Findings::default(),
            tr: Tr::new(language),
            columns: Default::default(),
            services,
            now,
        }
    }

    /// What the page sees.
    pub fn context(&self) -> Context<'_> {
        Context {
            document: &self.document,
            tr: &self.tr,
            ui: Ui::new(Look::Light),
            size: Size::new(1024.0, 700.0),
            findings: &self.findings,
            columns: &self.columns,
            services: &self.services,
            now: self.now,
        }
    }

    /// Carries out what a page asked for; every question is answered with yes.
    pub fn carry_out<M>(&mut self, action: Action<M>) -> Asked {
        let mut asked = Asked::default();
        self.one(action, &mut asked);
        asked
    }

    fn one<M>(&mut self, action: Action<M>, asked: &mut Asked) {
        match action {
            Action::Edit(step) => {
                if let Err(refused) = self.document.apply(step) {
                    asked.refusals.push(refused);
                }
            }
            Action::Go(place) => asked.places.push(place),
            Action::Ask(question, then) => {
                asked.questions.push(question);
                self.one(*then, asked);
            }
            Action::Several(all) => all.into_iter().for_each(|action| self.one(action, asked)),
            _ => {}
        }
    }

    /// Takes everything back; the file must be what it was.
    #[track_caller]
    pub fn undo_all(&mut self) {
        while self.document.undo_label().is_some() {
            self.document.undo().unwrap();
        }
        assert!(self.bytes() == Self::new(Language::English).bytes(), "undo gives the file back");
    }

    fn bytes(&self) -> Vec<u8> {
        keyholder_shared::xml::write_project(&self.document.draft().to_project())
    }
}

/// The English words in a text of the German surface, if there are any: what stands between quotes or is a tag is
/// a file's own.
pub fn english(text: &str) -> Vec<String> {
    const WORDS: [&str; 26] = [
        "the", "is", "it", "this", "of", "not", "file", "copy", "again", "remove", "write", "must", "be", "with",
        "from", "are", "has", "no", "one", "its", "which", "there", "they", "but", "keep", "project",
    ];
    let mut own = String::new();
    let mut inside = 0_usize;
    for character in text.chars() {
        match character {
            '„' | '<' => inside += 1,
            '“' | '>' => inside = inside.saturating_sub(1),
            other if inside == 0 => own.push(other),
            _ => {}
        }
    }
    let words = own.split(|character: char| !character.is_alphabetic()).map(str::to_owned);
    words.filter(|word| WORDS.contains(&word.as_str())).collect()
}

/// A view to find and press things in.
pub fn simulate<'a, M: 'a>(view: impl Into<Element<'a, M>>) -> Simulator<'a, M> {
    crate::ui::text::load();
    let settings = iced::Settings { default_font: crate::ui::text::REGULAR, ..iced::Settings::default() };
    Simulator::with_size(settings, Size::new(1024.0, 1600.0), view.into())
}
