//! What something has, as chips, and a list to add to it: in one field while they have room in it, and else above it.

use iced::widget::{Space, column, container, responsive, row, stack};
use iced::{Alignment, Element, Length, Padding};

use super::choice::{BESIDE, Choice};
use super::fit::width_of;
use super::{Ui, badge, size, text};

/// A thing that is there, and the message that takes it out.
#[derive(Clone, Debug)]
pub struct Chip<M> {
    /// What it is called.
    pub label: String,
    /// What takes it out.
    pub remove: M,
}

impl Ui {
    /// The `chips`, with `tip` at their crosses, and a list to add one of the `others`, with `add` where its choice would
    /// stand. The keyboard is led to the list by `id`, and stays with it while chips come and go.
    pub fn gather<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        id: &'static str,
        (chips, tip): (Vec<Chip<M>>, &'a str),
        (others, add): (Vec<Choice<T>>, &'a str),
        choose: impl Fn(T) -> M + Clone + 'a,
    ) -> Element<'a, M> {
        let needed: f32 = chips.iter().map(|chip| badge::chip_width(&chip.label) + size::TINY).sum();
        let needed = needed + size::TINY + width_of(add, size::TEXT, text::REGULAR) + size::SMALL + BESIDE;
        let field = responsive(move |room| {
            let drawn = chips.iter().map(|chip| self.chip(chip.label.clone(), tip, Some(chip.remove.clone())));
            let is_within = !chips.is_empty() && needed <= room.width;
            // The list is in the same place of the tree either way: its state, and the keyboard, stay with it.
            let (within, above) = match is_within {
                true => {
                    let all = row(drawn).spacing(size::TINY).align_y(Alignment::Center);
                    let all = all.push(Space::new()).push(self.text(add).color(self.colors.muted));
                    let all = container(all).center_y(size::ROW);
                    (all.padding(Padding { left: size::TINY, ..Padding::ZERO }), container(Space::new()))
                }
                false => {
                    let under = if chips.is_empty() { 0.0 } else { size::TINY + 2.0 };
                    let above = container(row(drawn).spacing(size::TINY).wrap());
                    (container(Space::new()), above.padding(Padding { bottom: under, ..Padding::ZERO }))
                }
            };
            let says = if is_within { "" } else { add };
            let list = self.pick_at(Some(id.into()), others.clone(), None::<&T>, says, choose.clone());
            column![above, stack![list, within]].into()
        });
        field.height(Length::Shrink).into()
    }
}
