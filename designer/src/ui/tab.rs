//! Tab moves the focus at once, while the key is heard: the key after it, however soon, is for what Tab reached. So do the
//! keys that lead to a field: that to search with, that of the name.

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, focusable, text_input};
use iced::keyboard::key::{Named, Physical};
use iced::keyboard::{self, Key, Modifiers};
use iced::{Element, Event, Rectangle};

use super::reveal::Look;
use super::wrap::{Change, Heard, Nothing, Wrapped};

/// The field that a key leads to, if it does nothing else.
type Leads<'a> = Box<dyn Fn(&Key, Physical, Modifiers) -> Option<Id> + 'a>;

/// The whole window, through which Tab goes.
pub struct Tabbed<'a> {
    on: bool,
    leads: Leads<'a>,
}

/// Wraps the whole window; while not `on`, Tab is a key like others. `leads` answers the field that a key leads to, if it
/// does nothing else.
pub fn tabbed<'a, M>(
    content: impl Into<Element<'a, M>>,
    on: bool,
    leads: impl Fn(&Key, Physical, Modifiers) -> Option<Id> + 'a,
) -> Wrapped<'a, M, Tabbed<'a>> {
    Wrapped { content: content.into(), change: Tabbed { on, leads: Box::new(leads) } }
}

impl<M> Change<M> for Tabbed<'_> {
    type State = Nothing;

    fn hear(&mut self, _state: &mut Nothing, heard: Heard<'_, '_, '_, M>) {
        let Heard { event, shell, inside, .. } = heard;
        let Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. }) = event else { return };
        if !self.on || shell.is_event_captured() {
            return;
        }
        if let Some(field) = (self.leads)(key, *physical_key, *modifiers) {
            done(Box::new(focusable::focus(field.clone())), inside);
            done(Box::new(text_input::select_all(field)), inside);
            done(Box::new(Look::default()), inside);
            shell.capture_event();
            shell.request_redraw();
            return;
        }
        if *key != Key::Named(Named::Tab) || modifiers.command() || modifiers.alt() {
            return;
        }
        let step = || -> Box<dyn Operation> {
            match modifiers.shift() {
                true => Box::new(focusable::focus_previous()),
                false => Box::new(focusable::focus_next()),
            }
        };
        done(step(), inside);
        let mut found = Found::default();
        inside(&mut found);
        if !found.0 {
            // After the last comes the first, not nothing.
            done(step(), inside);
        }
        done(Box::new(Look::default()), inside);
        shell.capture_event();
        shell.request_redraw();
    }
}

/// Lets an operation go through the window, and those that follow from it.
fn done(operation: Box<dyn Operation>, inside: &mut dyn FnMut(&mut dyn Operation)) {
    let mut next = Some(operation);
    while let Some(mut operation) = next.take() {
        inside(operation.as_mut());
        if let Outcome::Chain(then) = operation.finish() {
            next = Some(then);
        }
    }
}

/// Whether anything has the focus.
#[derive(Default)]
struct Found(bool);

impl Operation for Found {
    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        self.0 |= state.is_focused();
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
}
