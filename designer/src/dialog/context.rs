//! What a dialog sees of the program.

use crate::app::Context;
use crate::document::Document;
use crate::i18n::Tr;
use crate::service::Services;
use crate::ui::{Ui, size};
use iced::Size;

/// What there is to see: no project need be open. Copied freely.
#[derive(Clone, Copy)]
pub struct DialogContext<'a> {
    /// The open project, and what a page sees.
    pub page: Option<Context<'a>>,
    /// The words of the surface.
    pub tr: &'a Tr,
    /// The widgets in the theme of the moment.
    pub ui: Ui,
    /// The window.
    pub window: Size,
    /// The machine: files, clock, chance.
    pub services: &'a Services,
}

impl<'a> DialogContext<'a> {
    /// The width that a dialog of lists has inside, in this window.
    #[must_use]
    pub fn inner(&self) -> f32 {
        let around = 2.0 * (size::HUGE + size::DIALOG_EDGE) + size::MEDIUM;
        size::DIALOG_INNER.min(self.window.width - around)
    }

    /// The open project.
    #[must_use]
    pub fn document(&self) -> Option<&'a Document> {
        self.page.map(|context| context.document)
    }
}
