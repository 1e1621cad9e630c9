//! The program: its state, and how the frame, the pages, the dialogs and the services come together.

mod action;
mod context;
pub mod dropped;
mod files;
pub mod findings;
mod frame;
pub mod keys;
mod opening;
mod palette;
mod perform;
pub mod place;
mod rescue;
mod start;
mod starting;
mod status;
pub mod stepping;
pub mod transfer;
mod update;
mod words;

use std::collections::VecDeque;
use std::path::PathBuf;

use iced::{Point, Size, Subscription, Task, theme};

pub use action::{Action, Choose, Place, Question, Request, Spot, Way};
pub use context::{Context, text_in};
pub use files::{Asked, Moment, Parcel, beside, let_go};
pub use opening::Ahead;
pub use starting::Starting;
pub use update::Message;

use crate::command::Command;
use crate::dialog::{Dialog, DialogContext};
use crate::document::Document;
use crate::i18n::{Language, Tr};
use crate::page::{Page, Pages};
use crate::service::Services;
use crate::service::appearance::{self, Appearance};
use crate::service::files::Consent;
use crate::service::settings::{self, Settings};
use crate::ui::theme::{Choice, Look};
use crate::ui::{Tone, Ui, size};
use findings::Findings;
use stepping::Waiting;

/// The program.
pub struct App {
    services: Services,
    settings: Settings,
    tr: Tr,
    /// What the system says about light and dark.
    mode: theme::Mode,
    /// What the system says of itself, where it says more than the window is told.
    appearance: Appearance,
    window: Size,
    document: Option<Document>,
    page: Page,
    pages: Pages,
    dialogs: Vec<OpenDialog>,
    menu: Option<Menu>,
    palette: Option<palette::Palette>,
    /// What runs beside the window, by its keys in the files of words; the last is told.
    work: Vec<&'static str>,
    notice: Option<(Tone, String)>,
    findings: Findings,
    /// The project is being looked at, beside the window.
    looking: bool,
    /// The path that was chosen last came from a dialog of the system, which asks before a file is replaced.
    asked_by_system: bool,
    /// What follows once a save has succeeded.
    after_save: Option<Request>,
    /// The project is being written; one save after another.
    saving: bool,
    /// What is to be saved once that is done.
    save_next: Option<(PathBuf, Consent)>,
    /// A large step is being done; what is asked for meanwhile waits.
    stepping: bool,
    waiting: VecDeque<Waiting>,
    /// Counts the projects that were open, so that what comes late of an earlier one is known.
    turn: u64,
    /// Counts the files that were asked for: the last one counts.
    asked: u64,
    /// Counts the dialogs that were opened.
    opened_dialogs: u64,
}

/// A dialog, and what waits for its yes.
struct OpenDialog {
    /// What is told to it bears this, so that what comes late reaches it under another, and no later one.
    number: u64,
    dialog: Dialog,
    then: Option<Action<Message>>,
}

/// An open context menu.
#[derive(Clone, Debug)]
struct Menu {
    at: Point,
    commands: Vec<Command>,
    reached: Option<usize>,
}

impl App {
    /// What the program is called.
    pub const NAME: &str = "Keyholder Designer";

    /// The program with what was begun ahead of it: as it was left, with the project that was asked for.
    pub fn new(ahead: &Ahead) -> (Self, Task<Message>) {
        let mut app = Self::with_words(ahead.services.clone(), ahead.settings.clone(), ahead.words());
        let opening = app.go_on(ahead);
        let copies = app.look_for_copies();
        // Each message builds the window anew: one that says nothing is not sent.
        let mode = iced::system::theme().then(|mode| match mode {
            theme::Mode::None => Task::none(),
            mode => Task::done(Message::Mode(mode)),
        });
        (app, Task::batch([opening, copies, mode]))
    }

    /// The program as at the first start, for tests and pictures.
    #[must_use]
    pub fn with_settings(services: Services, settings: Settings) -> Self {
        let words = Tr::for_window(language(&settings));
        Self::with_words(services, settings, words)
    }

    fn with_words(services: Services, settings: Settings, tr: Tr) -> Self {
        let window = Size::new(settings.window.width, settings.window.height);
        Self {
            services,
            tr,
            mode: theme::Mode::None,
            appearance: Appearance::default(),
            window: window / settings.scale.max(0.1),
            document: None,
            page: Page::from_name(&settings.page).unwrap_or(Page::Users),
            pages: Pages::default(),
            dialogs: Vec::new(),
            menu: None,
            palette: None,
            work: Vec::new(),
            notice: None,
            findings: Findings::default(),
            looking: false,
            asked_by_system: false,
            after_save: None,
            saving: false,
            save_next: None,
            stepping: false,
            waiting: VecDeque::new(),
            turn: 0,
            asked: 0,
            opened_dialogs: 0,
            settings,
        }
    }

    /// The window's title.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.document {
            Some(document) => {
                let mark = if document.is_unsaved() { "● " } else { "" };
                format!("{mark}{} – Keyholder Designer", document.name())
            }
            None => Self::NAME.to_owned(),
        }
    }

    /// The theme to draw.
    #[must_use]
    pub fn theme_look(&self) -> Look {
        Choice::from(self.settings.theme).look(self.mode, self.appearance)
    }

    /// The theme as iced knows it.
    #[must_use]
    pub fn theme(&self) -> iced::Theme {
        self.theme_look().theme()
    }

    /// The ground and text of the window.
    #[must_use]
    pub fn style(&self, _: &iced::Theme) -> theme::Style {
        let colors = self.theme_look().colors();
        theme::Style { background_color: colors.panel, text_color: colors.text }
    }

    /// How much larger than the system has it everything is.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.settings.scale
    }

    /// What the program listens to.
    pub fn subscription(&self) -> Subscription<Message> {
        let modes = iced::system::theme_changes().map(Message::Mode);
        let appearance = appearance::changes().map(Message::Appearance);
        Subscription::batch([keys::listen(), self.watch(), modes, appearance])
    }

    /// The open project.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        self.document.as_ref()
    }

    /// What the pages remember.
    #[must_use]
    pub fn shown(&self) -> &Pages {
        &self.pages
    }

    /// What is wrong or unwise in the open project, as far as it is known.
    #[must_use]
    pub fn told(&self) -> &Findings {
        &self.findings
    }

    /// The page that is shown.
    #[must_use]
    pub fn page(&self) -> Page {
        if self.document.is_some() { self.page } else { Page::Start }
    }

    /// What is remembered.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What stands in the status bar beside the state of the project.
    #[must_use]
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|(_, text)| text.as_str())
    }

    /// The open dialog.
    #[must_use]
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialogs.last().map(|open| &open.dialog)
    }

    fn ui(&self) -> Ui {
        Ui::new(self.theme_look())
    }

    /// What the page sees, if a project is open.
    fn context(&self) -> Option<Context<'_>> {
        let document = self.document.as_ref()?;
        Some(Context {
            document,
            tr: &self.tr,
            ui: self.ui(),
            size: self.middle(),
            findings: &self.findings,
            columns: &self.settings.columns,
            services: &self.services,
            now: self.services.clock.now(),
        })
    }

    fn dialog_context(&self) -> DialogContext<'_> {
        DialogContext {
            page: self.context(),
            tr: &self.tr,
            ui: self.ui().within(self.window.height),
            window: self.window,
            services: &self.services,
        }
    }

    /// What is left of the window for the page.
    fn middle(&self) -> Size {
        let sides = size::SIDEBAR + self.properties_width() + 2.0;
        let bars = size::TOP_BAR + size::STATUS_BAR + 2.0;
        Size::new((self.window.width - sides).max(200.0), (self.window.height - bars).max(100.0))
    }

    /// The width of the pane at the right; a narrow window narrows it.
    fn properties_width(&self) -> f32 {
        match self.page.is_wide() {
            true => 0.0,
            false if self.window.width < 1100.0 => size::PROPERTIES * 0.8,
            false => size::PROPERTIES,
        }
    }
}

/// The language of the surface: the one that is remembered, or else that of the system.
fn language(settings: &Settings) -> Language {
    Language::from_tag(&settings.language).unwrap_or_else(system_language)
}

/// The language of the system, if the surface speaks it.
fn system_language() -> Language {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.filter(|value| !value.is_empty()).find_map(|value| Language::from_tag(&value)).unwrap_or_default()
}

impl From<settings::Theme> for Choice {
    fn from(theme: settings::Theme) -> Self {
        match theme {
            settings::Theme::System => Self::System,
            settings::Theme::Light => Self::Fixed(Look::Light),
            settings::Theme::Dark => Self::Fixed(Look::Dark),
            settings::Theme::HighContrast => Self::Fixed(Look::Contrast),
        }
    }
}

impl From<Choice> for settings::Theme {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::System => Self::System,
            Choice::Fixed(Look::Light) => Self::Light,
            Choice::Fixed(Look::Dark) => Self::Dark,
            Choice::Fixed(Look::Contrast) => Self::HighContrast,
        }
    }
}
