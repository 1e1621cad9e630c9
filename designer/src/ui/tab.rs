//! Tab moves the focus at once, while the key is heard: the key after it, however soon, is for what Tab reached.

use iced::advanced::widget::operation::{Operation, Outcome, focusable};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{Element, Event};

use super::reveal::Look;
use super::wrap::{Change, Heard, Nothing, Wrapped};

/// The whole window, through which Tab goes.
pub struct Tabbed {
    on: bool,
}

/// Wraps the whole window; while not `on`, Tab is a key like others.
pub fn tabbed<'a, M>(content: impl Into<Element<'a, M>>, on: bool) -> Wrapped<'a, M, Tabbed> {
    Wrapped { content: content.into(), change: Tabbed { on } }
}

impl<M> Change<M> for Tabbed {
    type State = Nothing;

    fn hear(&mut self, _state: &mut Nothing, heard: Heard<'_, '_, '_, M>) {
        let Heard { event, shell, inside, .. } = heard;
        let Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(Named::Tab), modifiers, .. }) = event else {
            return;
        };
        if !self.on || shell.is_event_captured() || modifiers.command() || modifiers.alt() {
            return;
        }
        let step: Box<dyn Operation> = match modifiers.shift() {
            true => Box::new(focusable::focus_previous()),
            false => Box::new(focusable::focus_next()),
        };
        for operation in [step, Box::new(Look::default())] {
            let mut next = Some(operation);
            while let Some(mut operation) = next.take() {
                inside(operation.as_mut());
                if let Outcome::Chain(then) = operation.finish() {
                    next = Some(then);
                }
            }
        }
        shell.capture_event();
        shell.request_redraw();
    }
}
