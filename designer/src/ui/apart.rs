//! Two pages in the same place share nothing: where the one was scrolled to is not where the other begins.

use iced::Element;

use super::wrap::{Change, Wrapped};

/// What the content is of.
pub struct Apart<K> {
    of: K,
}

/// Content that forgets where it was scrolled to and what had the focus once it is of something else.
pub fn apart<'a, M, K: PartialEq + Clone + 'static>(
    content: impl Into<Element<'a, M>>,
    of: K,
) -> Wrapped<'a, M, Apart<K>> {
    Wrapped { content: content.into(), change: Apart { of } }
}

/// What it was of in the frame before.
pub struct Before<K>(Option<K>);

impl<K> Default for Before<K> {
    fn default() -> Self {
        Self(None)
    }
}

impl<M, K: PartialEq + Clone + 'static> Change<M> for Apart<K> {
    type State = Before<K>;

    fn anew(&self, before: &mut Before<K>) -> bool {
        let before = before.0.replace(self.of.clone());
        before.is_some_and(|before| before != self.of)
    }
}
