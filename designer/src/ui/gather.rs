//! What something has, as chips, and a list to add to it: in one field while they have room in it, and else above it.

use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::Operation;
use iced::advanced::{Renderer as _, mouse, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::widget::{Space, column, container, responsive, row, stack};
use iced::{Alignment, Element, Event, Length, Padding, Point, Rectangle, Renderer};

use super::choice::{BESIDE, Choice, cut, pointed_to};
use super::fit::{Fitted, Letters, width_of};
use super::focus::{Focus, draw_ring};
use super::wrap::{At, Change, Heard, Wrapped};
use super::{Ui, badge, size, text};

/// A thing that is there, and the message that takes it out.
#[derive(Clone, Debug)]
pub struct Chip<M> {
    /// What it is called.
    pub label: String,
    /// What takes it out, if it can be.
    pub remove: Option<M>,
}

/// The words of a list to add from.
#[derive(Clone, Copy, Debug)]
pub struct Says<'a> {
    /// Where its choice would stand.
    pub add: &'a str,
    /// Behind the one that the keyboard is at: what Enter does.
    pub enter: &'a str,
    /// The tip at the crosses of the chips.
    pub remove: &'a str,
}

impl Ui {
    /// The `chips`, and a list to add one of the `others`. The keyboard is led to the list by `id`, and stays with it while
    /// chips come and go: Up, Down, Home, End and letters show one of the others, and Enter alone adds it. A key pressed
    /// by mistake gives nobody anything.
    pub fn gather<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        id: &'static str,
        chips: Vec<Chip<M>>,
        others: Vec<Choice<T>>,
        says: Says<'a>,
        choose: impl Fn(T) -> M + Clone + 'a,
    ) -> Element<'a, M> {
        let drawn: f32 = chips.iter().map(|chip| badge::chip_width(&chip.label) + size::TINY).sum();
        let needed = drawn + size::TINY + width_of(says.add, size::TEXT, text::REGULAR) + size::SMALL + BESIDE;
        let field = responsive(move |room| {
            let is_within = !chips.is_empty() && needed <= room.width;
            let drawn_chips = chips.iter().map(|chip| self.chip(chip.label.clone(), says.remove, chip.remove.clone()));
            // The list is in the same place of the tree either way: its state, and the keyboard, stay with it.
            let (within, above) = match is_within {
                true => {
                    let all = row(drawn_chips).spacing(size::TINY).align_y(Alignment::Center);
                    let all = all.push(Space::new()).push(self.text(says.add).color(self.colors.muted));
                    let all = container(all).center_y(size::ROW);
                    (all.padding(Padding { left: size::TINY, ..Padding::ZERO }), container(Space::new()))
                }
                false => {
                    let under = if chips.is_empty() { 0.0 } else { size::TINY + 2.0 };
                    let above = container(row(drawn_chips).spacing(size::TINY).wrap());
                    (container(Space::new()), above.padding(Padding { bottom: under, ..Padding::ZERO }))
                }
            };
            let free = room.width - size::SMALL - BESIDE;
            let choices = others.iter().map(|choice| Choice::new(choice.value.clone(), cut(&choice.label, free)));
            let list = self.pointed(choices.collect(), None, if is_within { "" } else { says.add }, choose.clone());
            let (values, choose) = (others.clone(), choose.clone());
            let adding = Adding {
                id: id.into(),
                labels: others.iter().map(|choice| choice.label.clone()).collect(),
                enter: says.enter,
                choose: Box::new(move |at| values.get(at).map(|choice| choose(choice.value.clone()))),
                beside: if is_within { 2.0 * size::TINY + drawn } else { size::SMALL },
                ui: self,
            };
            column![above, Wrapped { content: stack![list, within].into(), change: adding }].into()
        });
        field.height(Length::Shrink).into()
    }
}

/// Keys show one of the things that can be added, and Enter adds it.
struct Adding<'a, M> {
    id: Id,
    labels: Vec<String>,
    enter: &'a str,
    choose: Box<dyn Fn(usize) -> Option<M> + 'a>,
    /// What stands at the left of the one that is shown.
    beside: f32,
    ui: Ui,
}

/// What the list remembers.
#[derive(Default)]
struct Shown {
    focus: Focus,
    /// The one that is shown.
    at: Option<usize>,
    label: String,
    fitted: Fitted,
}

impl<M> Adding<'_, M> {
    /// Where the one that is shown stands in the field.
    fn place(&self, field: Rectangle) -> Rectangle {
        let width = (field.width - self.beside - BESIDE).max(0.0);
        Rectangle { x: field.x + self.beside, width, ..field }
    }

    fn show(&self, shown: &mut Shown, at: usize, field: Rectangle) {
        let Some(label) = self.labels.get(at) else { return };
        shown.at = Some(at);
        shown.label.clone_from(label);
        let says = format!("{label} · {}", self.enter);
        shown.fitted.fit(&says, Letters::line(size::TEXT, text::REGULAR), self.place(field).width);
    }
}

impl<M> Change<M> for Adding<'_, M> {
    type State = Shown;

    fn begin(&self, shown: &mut Shown) {
        // It was added meanwhile, or the list is that of something else.
        let is_there = shown.at.and_then(|at| self.labels.get(at)).is_some_and(|label| *label == shown.label);
        if !is_there || !shown.focus.focused {
            shown.at = None;
        }
    }

    fn operate(&mut self, shown: &mut Shown, bounds: Rectangle, operation: &mut dyn Operation) {
        operation.focusable(Some(&self.id), bounds, &mut shown.focus);
        if shown.at.is_some() {
            operation.text(None, bounds, &shown.label);
        }
    }

    fn hear(&mut self, shown: &mut Shown, heard: Heard<'_, '_, '_, M>) {
        let Heard { event, at, shell, .. } = heard;
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_)) => {
                shown.focus = Focus { focused: at.cursor.is_over(at.bounds), visible: false };
                shown.at = None;
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. })
                if shown.focus.focused && !shell.is_event_captured() =>
            {
                match (key, shown.at) {
                    (Key::Named(Named::Enter | Named::Space), Some(place)) if modifiers.is_empty() => {
                        shown.at = None;
                        if let Some(message) = (self.choose)(place) {
                            shell.publish(message);
                        }
                    }
                    (Key::Named(Named::Escape), Some(_)) => shown.at = None,
                    _ => match pointed_to(key, *modifiers, &self.labels, shown.at) {
                        Some(to) => self.show(shown, to, at.bounds),
                        None => return,
                    },
                }
                shown.focus.visible = true;
                shell.capture_event();
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn draw_over(&self, shown: &Shown, renderer: &mut Renderer, at: At<'_>) {
        let Shown { focus, fitted, .. } = shown;
        if focus.focused && shown.at.is_some() {
            let place = self.place(at.bounds);
            let colors = self.ui.colors;
            // In a layer of its own: in one all texts are drawn over all grounds.
            renderer.with_layer(place, |renderer| {
                let ground = renderer::Quad { bounds: place.shrink(2.0), ..renderer::Quad::default() };
                renderer.fill_quad(ground, colors.panel);
                let text = fitted.shown();
                let from = Point::new(place.x, place.y + (place.height - text.min_height()) / 2.0);
                renderer.fill_paragraph(text, from, colors.text, place);
            });
        }
        if focus.focused && focus.visible {
            draw_ring(renderer, at.bounds, self.ui.colors.accent, size::CORNER);
        }
    }
}
