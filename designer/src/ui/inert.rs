//! Keeps what lies under a dialog still.

use iced::Element;

use super::wrap::{Change, Nothing, Wrapped};

/// Content that is drawn and, while it is still, neither hears events nor is found by operations: a focused field
/// under a dialog would go on taking what is typed, and Tab would reach it.
pub struct Inert {
    still: bool,
}

/// Wraps `content`; wrap it always, so that its state survives the dialog.
pub fn inert<'a, M>(content: impl Into<Element<'a, M>>, still: bool) -> Wrapped<'a, M, Inert> {
    Wrapped { content: content.into(), change: Inert { still } }
}

impl<M> Change<M> for Inert {
    type State = Nothing;

    fn is_still(&self) -> bool {
        self.still
    }
}
