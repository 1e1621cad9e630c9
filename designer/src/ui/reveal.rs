//! Scrolls to what has the focus: Tab, or whoever leads there, may reach a field that cannot be seen.

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Outcome, Scrollable};
use iced::widget::operation;
use iced::widget::scrollable::AbsoluteOffset;
use iced::{Rectangle, Task, Vector};

use super::size;

/// Leads the keyboard to a field, all of what stands in it selected, or to a button or box, and scrolls there.
pub fn focus<M: Send + 'static>(id: Id) -> Task<M> {
    let selected = operation::select_all(id.clone());
    operation::focus(id).chain(selected).chain(iced::advanced::widget::operate(Look::default()))
}

/// Looks for the focused widget and how far the scrollable round it has to move, and leads to moving it.
#[derive(Default)]
pub(super) struct Look {
    /// The scrollables round the place that is looked at, by their numbers.
    around: Vec<(usize, Rectangle, Vector)>,
    /// The scrollable whose content comes next.
    entered: Option<(usize, Rectangle, Vector)>,
    scrollables: usize,
    found: Option<(usize, f32)>,
}

impl<M> Operation<M> for Look {
    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        _content: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.entered = Some((self.scrollables, bounds, translation));
        self.scrollables += 1;
    }

    fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused()
            && let Some((number, window, translation)) = self.around.last()
            // What is taller than the window round it is scrolled by its own keys.
            && bounds.height < window.height
        {
            let top = bounds.y - translation.y;
            let (above, below) = (window.y - top, top + bounds.height - window.y - window.height);
            if above > 0.0 {
                self.found = Some((*number, -above - size::LARGE));
            } else if below > 0.0 {
                self.found = Some((*number, below + size::LARGE));
            }
        }
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<M>)) {
        let entered = self.entered.take();
        let deeper = entered.is_some();
        self.around.extend(entered);
        operate(self);
        if deeper {
            self.around.pop();
        }
    }

    fn finish(&self) -> Outcome<M> {
        match self.found {
            Some((number, by)) => Outcome::Chain(Box::new(Scroll { number, by, passed: 0 })),
            None => Outcome::None,
        }
    }
}

/// Scrolls the scrollable with that number.
struct Scroll {
    number: usize,
    by: f32,
    passed: usize,
}

impl<M> Operation<M> for Scroll {
    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        _translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        if self.passed == self.number {
            state.scroll_by(AbsoluteOffset { x: 0.0, y: self.by }, bounds, content);
        }
        self.passed += 1;
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<M>)) {
        operate(self);
    }
}
