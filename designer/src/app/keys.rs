//! What the program hears beside its widgets: keys that no widget took, and the window.

use iced::keyboard::key::Physical;
use iced::keyboard::{self, Key, Modifiers};
use iced::{Event, Subscription, event, mouse, window};

use super::Message;

/// A key that no widget took.
#[derive(Clone, Debug)]
pub struct Press {
    /// The key, without modifiers.
    pub key: Key,
    /// Where it is on the keyboard.
    pub physical: Physical,
    /// What was held with it.
    pub modifiers: Modifiers,
}

/// Listens to keys and to the window.
pub(super) fn listen() -> Subscription<Message> {
    event::listen_with(|event, status, _| heard(event, status))
}

/// What an event means to the program, beside what its widgets made of it.
#[must_use]
pub fn heard(event: Event, status: event::Status) -> Option<Message> {
    match event {
        Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. }) => {
            let press = Press { key, physical: physical_key, modifiers };
            (status == event::Status::Ignored).then_some(Message::Key(press))
        }
        Event::Window(window::Event::Opened { .. }) => Some(Message::Shown),
        Event::Mouse(mouse::Event::CursorEntered) => Some(Message::Entered),
        Event::Window(window::Event::Resized(size)) => Some(Message::Resized(size)),
        Event::Window(window::Event::Moved(at)) => Some(Message::Moved(at)),
        Event::Window(window::Event::CloseRequested) => Some(Message::CloseRequested),
        Event::Window(window::Event::FileDropped(path)) => Some(Message::Dropped(path)),
        Event::Window(window::Event::Unfocused) => Some(Message::Settle),
        _ => None,
    }
}
