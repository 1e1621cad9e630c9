//! An element with something about it changed: what keeps still, hears keys or shows a ring differs in a few places
//! from the content it holds, and everything else is the content's own.

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector};

/// What is other about a wrapped element. `State` is remembered from frame to frame.
pub trait Change<M> {
    /// What it remembers.
    type State: Default + 'static;

    /// The content is drawn and does nothing else.
    fn is_still(&self) -> bool {
        false
    }

    /// The size that is asked for, where the content asks for that.
    fn size(&self, content: Size<Length>) -> Size<Length> {
        content
    }

    /// Before each frame.
    fn begin(&self, _state: &mut Self::State) {}

    /// What the content remembers is forgotten before this frame.
    fn anew(&self, _state: &mut Self::State) -> bool {
        false
    }

    /// Before an operation goes through the content.
    fn operate(&mut self, _state: &mut Self::State, _bounds: Rectangle, _operation: &mut dyn Operation) {}

    /// Hears an event before the content.
    fn before(&self, _state: &mut Self::State, _event: &Event) {}

    /// Where the pointer is for the content.
    fn pointer(&self, _state: &Self::State, cursor: mouse::Cursor) -> mouse::Cursor {
        cursor
    }

    /// What the content is told in place of an event, with the pointer elsewhere.
    fn told(&self, _event: &Event) -> Option<Event> {
        None
    }

    /// Hears an event after the content.
    fn hear(&mut self, _state: &mut Self::State, _heard: Heard<'_, '_, '_, M>) {}

    /// What the content is told can be seen of the window.
    fn seen(&self, viewport: Rectangle) -> Rectangle {
        viewport
    }

    /// Draws under the content.
    fn draw_under(&self, _state: &Self::State, _renderer: &mut Renderer, _at: At<'_>) {}

    /// Draws over the content.
    fn draw_over(&self, _state: &Self::State, _renderer: &mut Renderer, _at: At<'_>) {}
}

/// Remembers nothing. Not `()`: iced takes that for a widget without a state.
#[derive(Default)]
pub struct Nothing;

/// Where something is drawn or heard.
#[derive(Clone, Copy)]
pub struct At<'l> {
    /// Where the content lies.
    pub bounds: Rectangle,
    /// The pointer.
    pub cursor: mouse::Cursor,
    /// What can be seen.
    pub viewport: &'l Rectangle,
}

/// An event, with all that may follow from it.
pub struct Heard<'h, 's, 'l, M> {
    /// What happened.
    pub event: &'h Event,
    /// Where.
    pub at: At<'l>,
    /// Takes messages.
    pub shell: &'h mut Shell<'s, M>,
    /// Lets an operation go through the content.
    pub inside: &'h mut dyn FnMut(&mut dyn Operation),
}

/// The content and what is other about it.
pub struct Wrapped<'a, M, C> {
    pub(super) content: Element<'a, M>,
    pub(super) change: C,
}

impl<M, C: Change<M>> Wrapped<'_, M, C> {
    fn cursor(&self, tree: &Tree, cursor: mouse::Cursor) -> mouse::Cursor {
        if self.change.is_still() {
            return mouse::Cursor::Unavailable;
        }
        self.change.pointer(tree.state.downcast_ref::<C::State>(), cursor)
    }
}

impl<M, C: Change<M>> Widget<M, Theme, Renderer> for Wrapped<'_, M, C> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<C::State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(C::State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        if self.change.anew(tree.state.downcast_mut::<C::State>()) {
            tree.children = self.children();
        } else {
            tree.diff_children(std::slice::from_ref(&self.content));
        }
        self.change.begin(tree.state.downcast_mut::<C::State>());
    }

    fn size(&self) -> Size<Length> {
        self.change.size(self.content.as_widget().size())
    }

    fn size_hint(&self) -> Size<Length> {
        self.change.size(self.content.as_widget().size_hint())
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let Some(child) = tree.children.first_mut() else { return layout::Node::new(Size::ZERO) };
        let node = self.content.as_widget_mut().layout(child, renderer, limits);
        layout::Node::with_children(node.size(), vec![node])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if self.change.is_still() {
            return;
        }
        self.change.operate(tree.state.downcast_mut::<C::State>(), layout.bounds(), operation);
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(child, inner, renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        self.change.before(tree.state.downcast_mut::<C::State>(), event);
        let cursor = self.cursor(tree, cursor);
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        // A frame being drawn is no input; buttons learn from it how they look.
        if !self.change.is_still() || matches!(event, Event::Window(_)) {
            let told = self.change.told(event);
            let (heard, at) = match &told {
                Some(told) => (told, mouse::Cursor::Unavailable),
                None => (event, cursor),
            };
            self.content.as_widget_mut().update(child, heard, inner, at, renderer, clipboard, shell, viewport);
        }
        let at = At { bounds: layout.bounds(), cursor, viewport };
        let content = &mut self.content;
        let mut inside = |operation: &mut dyn Operation| {
            content.as_widget_mut().operate(child, inner, renderer, operation);
        };
        let heard = Heard { event, at, shell, inside: &mut inside };
        self.change.hear(tree.state.downcast_mut::<C::State>(), heard);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) else { return };
        let state = tree.state.downcast_ref::<C::State>();
        let cursor = self.cursor(tree, cursor);
        let at = At { bounds: layout.bounds(), cursor, viewport };
        self.change.draw_under(state, renderer, at);
        let seen = self.change.seen(*viewport);
        self.content.as_widget().draw(child, renderer, theme, style, inner, cursor, &seen);
        self.change.draw_over(state, renderer, at);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        match (tree.children.first(), layout.children().next()) {
            (Some(_), Some(_)) if self.change.is_still() => mouse::Interaction::Idle,
            (Some(child), Some(inner)) => {
                let cursor = self.cursor(tree, cursor);
                self.content.as_widget().mouse_interaction(child, inner, cursor, viewport, renderer)
            }
            _ => mouse::Interaction::None,
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let (child, inner) = (tree.children.first_mut()?, layout.children().next()?);
        if self.change.is_still() {
            return None;
        }
        self.content.as_widget_mut().overlay(child, inner, renderer, viewport, translation)
    }
}

impl<'a, M: 'a, C: Change<M> + 'a> From<Wrapped<'a, M, C>> for Element<'a, M> {
    fn from(wrapped: Wrapped<'a, M, C>) -> Self {
        Element::new(wrapped)
    }
}
