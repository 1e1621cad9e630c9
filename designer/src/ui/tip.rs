//! What is said beside the resting pointer.

use std::time::{Duration, Instant};

use iced::advanced::widget::Tree;
use iced::advanced::widget::operation::Operation;
use iced::advanced::{Layout, Shell, layout, mouse, overlay, renderer};
use iced::{Element, Event, Rectangle, Renderer, Size, Theme, Vector, window};

use super::{Ui, size};

/// So long the pointer rests before something is said.
pub(super) const RESTING: Duration = Duration::from_millis(500);

/// What the pointer is on, and whether it has rested there long enough.
#[derive(Debug)]
pub(super) struct Rest<T> {
    on: Option<T>,
    since: Option<Instant>,
    tells: bool,
}

impl<T> Default for Rest<T> {
    fn default() -> Self {
        Self { on: None, since: None, tells: false }
    }
}

impl<T: Copy + PartialEq> Rest<T> {
    /// What the pointer is on.
    pub fn on(&self) -> Option<T> {
        self.on
    }

    /// What is to be told about, once the pointer has rested there.
    pub fn told(&self) -> Option<T> {
        self.on.filter(|_| self.tells)
    }

    /// The pointer is somewhere else, or something else is under it.
    pub fn leave(&mut self) {
        *self = Self::default();
    }

    /// Follows the pointer: `on` is what it is on at that moment.
    pub fn hear<M>(&mut self, event: &Event, on: impl FnOnce() -> Option<T>, shell: &mut Shell<'_, M>) {
        match event {
            Event::Mouse(
                mouse::Event::CursorMoved { .. } | mouse::Event::CursorLeft | mouse::Event::WheelScrolled { .. },
            ) => {
                let on = on();
                if on != self.on || matches!(event, Event::Mouse(mouse::Event::WheelScrolled { .. })) {
                    let told = self.tells;
                    *self = Self { on, since: None, tells: false };
                    if told {
                        shell.invalidate_layout();
                    }
                    shell.request_redraw();
                }
            }
            Event::Window(window::Event::RedrawRequested(now)) if self.on.is_some() && !self.tells => {
                let since = *self.since.get_or_insert(*now);
                if now.saturating_duration_since(since) >= RESTING {
                    self.tells = true;
                    shell.invalidate_layout();
                } else {
                    shell.request_redraw_at(since + RESTING);
                }
            }
            _ => {}
        }
    }
}

/// A note under a place in the window, or above it where there is no room. It asks for nothing.
struct Tip<'a> {
    content: Element<'static, ()>,
    tree: &'a mut Tree,
    place: Rectangle,
}

/// What a tip is made of, kept by whoever tells it: it is laid out once and drawn later, and what is drawn must still
/// be there when it comes to the screen.
#[derive(Debug)]
pub(super) struct Sheet(Tree);

impl Default for Sheet {
    fn default() -> Self {
        Self(Tree::empty())
    }
}

/// Says that about what lies at `place`.
pub(super) fn tip<M>(
    ui: Ui,
    says: String,
    place: Rectangle,
    sheet: &mut Sheet,
) -> overlay::Element<'_, M, Theme, Renderer> {
    let content = ui.tip_sheet(says, None);
    let tree = &mut sheet.0;
    tree.diff(&content);
    overlay::Element::new(Box::new(Tip { content, tree, place }))
}

impl<M> overlay::Overlay<M, Theme, Renderer> for Tip<'_> {
    fn layout(&mut self, renderer: &Renderer, bounds: Size) -> layout::Node {
        let limits = layout::Limits::new(Size::ZERO, bounds);
        let node = self.content.as_widget_mut().layout(self.tree, renderer, &limits);
        let own = node.size();
        let below = self.place.y + self.place.height + size::TINY;
        let above = (self.place.y - own.height - size::TINY).max(0.0);
        let x = (self.place.center_x() - own.width / 2.0).min(bounds.width - own.width - size::TINY).max(0.0);
        let y = if below + own.height <= bounds.height { below } else { above };
        layout::Node::with_children(own, vec![node]).translate(Vector::new(x, y))
    }

    fn operate(&mut self, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let Some(inner) = layout.children().next() else { return };
        self.content.as_widget_mut().operate(self.tree, inner, renderer, operation);
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        let Some(inner) = layout.children().next() else { return };
        let viewport = layout.bounds();
        self.content.as_widget().draw(self.tree, renderer, theme, style, inner, cursor, &viewport);
    }
}
