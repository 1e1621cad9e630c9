//! The design system: every colour, size, distance and letter of the Designer, and the widgets made of them.
//! No page names one of its own.
//!
//! A page takes its widgets from a [`Ui`], which knows the theme: `ui.button(label).icon(Icon::Plus)`.

pub mod apart;
pub mod badge;
pub mod button;
pub mod choice;
pub mod field;
mod fit;
pub mod focus;
pub mod gather;
pub mod grid;
pub mod icon;
pub mod inert;
pub mod line;
pub mod menu;
pub mod modal;
pub mod pane;
mod resting;
pub mod reveal;
pub mod size;
pub mod tab;
pub mod table;
pub mod text;
pub mod theme;
mod tip;
mod tools;
mod wrap;

pub use badge::Tone;
pub use button::Kind;
pub use icon::Icon;
pub(crate) use resting::resting;
pub use theme::{Colors, Look};

/// The widgets in one theme. Small and copied freely.
#[derive(Clone, Copy, Debug)]
pub struct Ui {
    /// The colours of the theme.
    pub colors: &'static Colors,
    /// The height of the window.
    room: f32,
}

impl Ui {
    /// The widgets in the colours of `look`.
    #[must_use]
    pub fn new(look: Look) -> Self {
        Self { colors: look.colors(), room: f32::INFINITY }
    }

    /// The same in a window of that height, which dialogs do not outgrow.
    #[must_use]
    pub fn within(self, height: f32) -> Self {
        Self { room: height, ..self }
    }
}
