//! A pointer that rests where a window opens. It points at nothing until it is moved: what lies there by chance does not
//! light up, and the first frame is not followed by another one at once.

use iced::{Element, Event, Point, mouse};

use super::wrap::{Change, Wrapped};

/// A window's content, for which the pointer is nowhere until it is moved or used.
pub fn resting<'a, M: 'a>(content: Element<'a, M>) -> Element<'a, M> {
    Wrapped { content, change: Resting }.into()
}

struct Resting;

/// What the pointer did so far.
#[derive(Default)]
enum Pointer {
    #[default]
    Unknown,
    At(Point),
    Used,
}

impl<M> Change<M> for Resting {
    type State = Pointer;

    fn before(&self, pointer: &mut Pointer, event: &Event) {
        match (&*pointer, event) {
            // The display tells first where the pointer is, moved or not.
            (Pointer::Unknown, Event::Mouse(mouse::Event::CursorMoved { position })) => {
                *pointer = Pointer::At(*position);
            }
            (Pointer::At(before), Event::Mouse(mouse::Event::CursorMoved { position })) if before == position => {}
            (_, Event::Mouse(mouse::Event::CursorEntered)) => {}
            (_, Event::Mouse(_) | Event::Touch(_)) => *pointer = Pointer::Used,
            _ => {}
        }
    }

    fn pointer(&self, pointer: &Pointer, cursor: mouse::Cursor) -> mouse::Cursor {
        if matches!(pointer, Pointer::Used) { cursor } else { mouse::Cursor::Unavailable }
    }
}
