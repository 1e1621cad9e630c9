//! Keyboard focus for anything: iced gives it to text fields alone.

use iced::advanced::widget::operation::{Focusable as State, Operation};
use iced::advanced::widget::{Id, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Border, Color, Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector};

use super::{Ui, size};

/// What a key means while the widget has the focus.
type OnKey<'a, M> = Box<dyn Fn(&Key, Modifiers) -> Option<M> + 'a>;

/// Content that Tab reaches. It shows a ring while it has the focus and turns keys into messages.
pub struct Focusable<'a, M> {
    content: Element<'a, M>,
    id: Option<Id>,
    on_key: Option<OnKey<'a, M>>,
    ring: Color,
    radius: f32,
    /// A press of the pointer gives the focus. Not to buttons: Enter after a press means the dialog.
    by_pointer: bool,
}

/// Whether a widget has the focus, and whether it came by keyboard, so that it shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Focus {
    /// Keys go here.
    pub focused: bool,
    /// The ring is drawn.
    pub visible: bool,
}

impl State for Focus {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        *self = Self { focused: true, visible: true };
    }

    fn unfocus(&mut self) {
        *self = Self::default();
    }
}

impl Ui {
    /// Lets Tab reach `content`; `on_key` turns keys into messages while it has the focus.
    pub fn focusable<'a, M>(
        self,
        content: impl Into<Element<'a, M>>,
        on_key: impl Fn(&Key, Modifiers) -> Option<M> + 'a,
    ) -> Focusable<'a, M> {
        let on_key: OnKey<'a, M> = Box::new(on_key);
        Focusable {
            content: content.into(),
            id: None,
            on_key: Some(on_key),
            ring: self.colors.accent,
            radius: size::CORNER,
            by_pointer: true,
        }
    }

    /// Lets Tab reach `content`, and Enter and Space press it; Tab passes by where there is nothing to press.
    pub fn pressable<'a, M: Clone + 'a>(
        self,
        content: impl Into<Element<'a, M>>,
        message: Option<M>,
    ) -> Focusable<'a, M> {
        let on_key = message.map(|message| -> OnKey<'a, M> {
            Box::new(move |key, modifiers| (is_press(key) && modifiers.is_empty()).then(|| message.clone()))
        });
        Focusable {
            content: content.into(),
            id: None,
            on_key,
            ring: self.colors.accent,
            radius: size::CORNER,
            by_pointer: false,
        }
    }
}

/// True for the keys that press a button.
fn is_press(key: &Key) -> bool {
    matches!(key, Key::Named(Named::Enter | Named::Space))
}

impl<M> Focusable<'_, M> {
    /// The name by which the focus is moved here.
    #[must_use]
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl<M> Widget<M, Theme, Renderer> for Focusable<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Focus>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Focus::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
        if self.on_key.is_none() {
            tree.state.downcast_mut::<Focus>().unfocus();
        }
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let Some(child) = tree.children.first_mut() else { return layout::Node::new(Size::ZERO) };
        let node = self.content.as_widget_mut().layout(child, renderer, limits);
        layout::Node::with_children(node.size(), vec![node])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if self.on_key.is_some() {
            operation.focusable(self.id.as_ref(), layout.bounds(), tree.state.downcast_mut::<Focus>());
        }
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
        if let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) {
            self.content.as_widget_mut().update(child, event, inner, cursor, renderer, clipboard, shell, viewport);
        }
        let focus = tree.state.downcast_mut::<Focus>();
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_)) => {
                let focused = self.by_pointer && self.on_key.is_some() && cursor.is_over(layout.bounds());
                *focus = Focus { focused, visible: false };
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. })
                if focus.focused && !shell.is_event_captured() =>
            {
                if let Some(message) = self.on_key.as_ref().and_then(|on_key| on_key(key, *modifiers)) {
                    focus.visible = true;
                    shell.publish(message);
                    shell.capture_event();
                }
            }
            _ => {}
        }
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
        self.content.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
        let focus = tree.state.downcast_ref::<Focus>();
        if focus.focused && focus.visible {
            draw_ring(renderer, layout.bounds(), self.ring, self.radius);
        }
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
            (Some(child), Some(inner)) => {
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
        self.content.as_widget_mut().overlay(child, inner, renderer, viewport, translation)
    }
}

/// Draws the ring of the focus on the edge of `bounds`.
pub fn draw_ring(renderer: &mut Renderer, bounds: Rectangle, color: Color, radius: f32) {
    use iced::advanced::Renderer as _;
    let border = Border { color, width: 2.0, radius: radius.into() };
    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, Color::TRANSPARENT);
}

impl<'a, M: 'a> From<Focusable<'a, M>> for Element<'a, M> {
    fn from(focusable: Focusable<'a, M>) -> Self {
        Element::new(focusable)
    }
}
