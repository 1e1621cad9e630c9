//! Keyboard focus for anything: iced gives it to text fields alone.

use std::any::Any;

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable as State, Operation};
use iced::advanced::{mouse, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Border, Color, Element, Event, Rectangle, Renderer, Task};

use super::wrap::{At, Change, Heard, Wrapped};
use super::{Ui, size};

/// What a key means while the widget has the focus.
type OnKey<'a, M> = Box<dyn Fn(&Key, Modifiers) -> Option<M> + 'a>;

/// Content that Tab reaches. It shows a ring while it has the focus and turns keys into messages.
pub type Focusable<'a, M> = Wrapped<'a, M, Keys<'a, M>>;

/// What turns keys into messages.
pub struct Keys<'a, M> {
    id: Option<Id>,
    on_key: Option<OnKey<'a, M>>,
    ring: Color,
    /// A second ring within the first, where the first is on its own colour.
    within: Option<Color>,
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
        let keys = Keys {
            id: None,
            on_key: Some(on_key),
            ring: self.colors.accent,
            within: None,
            radius: size::CORNER,
            by_pointer: true,
        };
        Wrapped { content: content.into(), change: keys }
    }

    /// Lets Tab reach `content`, and Enter and Space press it; Tab passes by where there is nothing to press.
    pub fn pressable<'a, M: Clone + 'a>(
        self,
        content: impl Into<Element<'a, M>>,
        message: Option<M>,
    ) -> Focusable<'a, M> {
        self.pressed_by(is_press, content, message)
    }

    /// The same by Space alone: a box to tick leaves Enter to the dialog it stands in.
    pub fn tickable<'a, M: Clone + 'a>(
        self,
        content: impl Into<Element<'a, M>>,
        message: Option<M>,
    ) -> Focusable<'a, M> {
        self.pressed_by(|key| *key == Key::Named(Named::Space), content, message)
    }

    fn pressed_by<'a, M: Clone + 'a>(
        self,
        is_press: fn(&Key) -> bool,
        content: impl Into<Element<'a, M>>,
        message: Option<M>,
    ) -> Focusable<'a, M> {
        let on_key = message.map(|message| -> OnKey<'a, M> {
            Box::new(move |key, modifiers| (is_press(key) && modifiers.is_empty()).then(|| message.clone()))
        });
        let keys =
            Keys { id: None, on_key, ring: self.colors.accent, within: None, radius: size::CORNER, by_pointer: false };
        Wrapped { content: content.into(), change: keys }
    }
}

/// Leads the keyboard to a table or grid in which something is chosen: that shows where it is, without a ring.
pub fn quietly<M: Send + 'static>(id: Id) -> Task<M> {
    let focused = iced::widget::operation::focus(id.clone());
    focused.chain(iced::advanced::widget::operate(Quiet { id }))
}

/// Takes the ring off what has the focus.
struct Quiet {
    id: Id,
}

impl<M> Operation<M> for Quiet {
    fn custom(&mut self, id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        if id == Some(&self.id)
            && let Some(focus) = state.downcast_mut::<Focus>()
        {
            focus.visible = false;
        }
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<M>)) {
        operate(self);
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
        self.change.id = Some(id.into());
        self
    }

    /// Shows the focus by a second ring of that colour within the first, where the content is as dark as the first.
    #[must_use]
    pub fn ring_within(mut self, color: Color) -> Self {
        self.change.within = Some(color);
        self
    }
}

impl<M> Change<M> for Keys<'_, M> {
    type State = Focus;

    fn begin(&self, focus: &mut Focus) {
        if self.on_key.is_none() {
            focus.unfocus();
        }
    }

    fn operate(&mut self, focus: &mut Focus, bounds: Rectangle, operation: &mut dyn Operation) {
        if self.on_key.is_some() {
            operation.focusable(self.id.as_ref(), bounds, focus);
        }
    }

    fn hear(&mut self, focus: &mut Focus, heard: Heard<'_, '_, '_, M>) {
        let Heard { event, at, shell, .. } = heard;
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_)) => {
                let focused = self.by_pointer && self.on_key.is_some() && at.cursor.is_over(at.bounds);
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

    fn draw_over(&self, focus: &Focus, renderer: &mut Renderer, at: At<'_>) {
        if focus.focused && focus.visible {
            draw_ring(renderer, at.bounds, self.ring, self.radius);
            if let Some(color) = self.within {
                draw_ring(renderer, at.bounds.shrink(2.0), color, self.radius - 1.0);
            }
        }
    }
}

/// How wide the ring of the focus is.
const RING: f32 = 2.0;

/// Draws the ring of the focus on the edge of `bounds`.
pub fn draw_ring(renderer: &mut Renderer, bounds: Rectangle, color: Color, radius: f32) {
    use iced::advanced::Renderer as _;
    // Corners less round than half the ring the software renderer scales twice: in a window that is drawn larger two
    // sides of the ring would be as thick again, and two outside.
    let radius = if radius > RING / 2.0 { radius } else { 0.0 };
    let border = Border { color, width: RING, radius: radius.into() };
    renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, Color::TRANSPARENT);
}
