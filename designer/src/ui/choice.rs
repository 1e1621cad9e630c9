//! Check boxes, choices between a few things, and lists to pick from.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::overlay::menu;
use iced::widget::text::LineHeight;
use iced::widget::{Column, button, container, pick_list, responsive, row};
use iced::{Alignment, Border, Color, Element, Event, Length, Padding, Pixels, Rectangle, Renderer, mouse};

use keyholder_shared::name::fold;

use super::fit::{Fitted, Letters};
use super::focus::Focusable;
use super::icon::Drawn;
use super::wrap::{At, Change, Nothing, Wrapped};
use super::{Icon, Ui, size, text};

/// One thing to pick, and what it is called.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// The thing.
    pub value: T,
    /// What it is called, in the language of the surface.
    pub label: String,
}

impl<T> Choice<T> {
    /// A thing and its name.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into() }
    }
}

impl<T: PartialEq> PartialEq for Choice<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> fmt::Display for Choice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label)
    }
}

/// The state of a check box that stands for several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// All of them.
    Yes,
    /// None.
    No,
    /// Some.
    Mixed,
}

impl Checked {
    /// The state for one thing.
    #[must_use]
    pub fn of(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    /// The state for several; `No` for none at all.
    #[must_use]
    pub fn of_all(each: impl IntoIterator<Item = bool>) -> Self {
        let mut each = each.into_iter();
        let Some(first) = each.next() else { return Self::No };
        if each.all(|other| other == first) { Self::of(first) } else { Self::Mixed }
    }
}

impl Ui {
    /// A box to tick, with its label. `toggle` is given what it is to become; without it the box only shows.
    pub fn check<'a, M: Clone + 'a>(
        self,
        label: impl Into<Cow<'a, str>>,
        checked: Checked,
        toggle: Option<impl Fn(bool) -> M>,
    ) -> Element<'a, M> {
        self.check_at(None, label, checked, toggle)
    }

    /// The same; the keyboard is led to it by `id`.
    pub fn check_at<'a, M: Clone + 'a>(
        self,
        id: Option<iced::widget::Id>,
        label: impl Into<Cow<'a, str>>,
        checked: Checked,
        toggle: Option<impl Fn(bool) -> M>,
    ) -> Element<'a, M> {
        let message = toggle.map(|toggle| toggle(checked != Checked::Yes));
        let ink = if message.is_some() { self.colors.text } else { self.colors.muted };
        let content = row![self.check_mark(checked, message.is_some()), self.text(label.into()).color(ink)]
            .spacing(size::SMALL)
            .align_y(Alignment::Center);
        let pressed = button(content)
            .padding(Padding::from([size::TINY, size::TINY]))
            .on_press_maybe(message.clone())
            .style(move |_, status| self.button_style(super::Kind::Quiet, quiet(status)));
        let mut reached = self.tickable(pressed, message);
        if let Some(id) = id {
            reached = reached.id(id);
        }
        reached.into()
    }

    /// The box alone.
    pub fn check_mark<'a, M: 'a>(self, checked: Checked, enabled: bool) -> Element<'a, M> {
        let colors = self.colors;
        let icon = match checked {
            Checked::Yes => Some(Icon::Check),
            Checked::Mixed => Some(Icon::Minus),
            Checked::No => None,
        };
        let (ground, edge) = match (icon, enabled) {
            (Some(_), true) => (colors.accent, colors.accent),
            (Some(_), false) => (super::button::mix(colors.panel, colors.muted, 0.6), Color::TRANSPARENT),
            (None, true) => (colors.panel, super::button::mix(colors.line, colors.muted, 0.5)),
            (None, false) => (colors.neutral_ground, colors.line),
        };
        let mark = icon.map(|icon| self.icon_in(icon, size::ICON_SMALL, colors.on_accent));
        container(mark.map_or_else(|| iced::widget::Space::new().into(), Element::from))
            .center(size::ICON)
            .style(move |_| container::Style {
                background: Some(ground.into()),
                border: super::badge::edge_of(edge, 3.0),
                ..container::Style::default()
            })
            .into()
    }

    /// One of several that exclude each other, one under the other.
    pub fn radios<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        choices: Vec<Choice<T>>,
        chosen: Option<&T>,
        choose: impl Fn(T) -> M,
    ) -> Element<'a, M> {
        self.radios_at(None, choices, chosen, choose)
    }

    /// The same; the keyboard is led to the chosen one by `id`.
    pub fn radios_at<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        id: Option<iced::widget::Id>,
        choices: Vec<Choice<T>>,
        chosen: Option<&T>,
        choose: impl Fn(T) -> M,
    ) -> Element<'a, M> {
        let colors = self.colors;
        let mut list = Column::new();
        for choice in choices {
            let is = chosen == Some(&choice.value);
            let message = choose(choice.value);
            let edge = if is { colors.accent } else { super::button::mix(colors.line, colors.muted, 0.5) };
            let width = if is { 5.0 } else { 1.0 };
            let dot = container(iced::widget::Space::new()).center(size::ICON).style(move |_| container::Style {
                background: Some(colors.panel.into()),
                border: Border { color: edge, width, radius: (size::ICON / 2.0).into() },
                ..container::Style::default()
            });
            let content = row![dot, self.text(choice.label)].spacing(size::SMALL).align_y(Alignment::Center);
            let pressed = button(content)
                .padding(size::TINY)
                .on_press(message.clone())
                .style(move |_, status| self.button_style(super::Kind::Quiet, quiet(status)));
            let mut reached = self.pressable(pressed, Some(message));
            if let Some(id) = id.clone().filter(|_| is) {
                reached = reached.id(id);
            }
            list = list.push(reached);
        }
        list.into()
    }

    /// A list to pick one thing from. Up and Down take the neighbour while it has the focus, a letter the next one
    /// that begins with it.
    pub fn pick<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        choices: Vec<Choice<T>>,
        chosen: Option<&T>,
        placeholder: &str,
        choose: impl Fn(T) -> M + Clone + 'a,
    ) -> Element<'a, M> {
        self.pick_at(None, choices, chosen, placeholder, choose)
    }

    /// The same; the keyboard is led to it by `id`.
    pub fn pick_at<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        id: Option<iced::widget::Id>,
        choices: Vec<Choice<T>>,
        chosen: Option<&T>,
        placeholder: &str,
        choose: impl Fn(T) -> M + Clone + 'a,
    ) -> Element<'a, M> {
        let (chosen, placeholder) = (chosen.cloned(), placeholder.to_owned());
        // Its room is known once it is laid out. iced draws what is longer over whatever stands beside.
        let list = responsive(move |room| {
            let room = room.width - size::SMALL - BESIDE;
            let choices = choices.iter().map(|choice| Choice::new(choice.value.clone(), cut(&choice.label, room)));
            let list = self.list_of(choices.collect(), chosen.as_ref(), &cut(&placeholder, room), choose.clone());
            match id.clone() {
                Some(id) => list.id(id).into(),
                None => list.into(),
            }
        });
        list.height(Length::Shrink).into()
    }

    fn list_of<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        choices: Vec<Choice<T>>,
        chosen: Option<&T>,
        placeholder: &str,
        choose: impl Fn(T) -> M + Clone + 'a,
    ) -> Focusable<'a, M> {
        let at = chosen.and_then(|chosen| choices.iter().position(|choice| choice.value == *chosen));
        let values: Vec<T> = choices.iter().map(|choice| choice.value.clone()).collect();
        let labels: Vec<String> = choices.iter().map(|choice| choice.label.clone()).collect();
        let list = self.pointed(choices, at, placeholder, choose.clone());
        self.focusable(list, move |key, modifiers| {
            let to = pointed_to(key, modifiers, &labels, at)?;
            values.get(to).cloned().map(&choose)
        })
    }

    /// A list to pick from by the pointer alone, with the choice of that number in it.
    pub(super) fn pointed<'a, T: Clone + PartialEq + 'a, M: Clone + 'a>(
        self,
        choices: Vec<Choice<T>>,
        at: Option<usize>,
        placeholder: &str,
        choose: impl Fn(T) -> M + 'a,
    ) -> Element<'a, M> {
        let selected = at.and_then(|at| choices.get(at).cloned());
        let colors = self.colors;
        // iced draws anew only the lower half of a text that stands in the middle of its place. A corner that is other
        // by less than can be seen has the whole field drawn anew with each choice.
        let corner = size::CORNER + at.map_or(0.0, |at| (at % 97 + 1) as f32 * 0.001);
        let lines = choices.len().clamp(1, LISTED);
        let list = pick_list(choices, selected, move |choice: Choice<T>| choose(choice.value))
            .placeholder(placeholder)
            .width(Length::Fill)
            .text_size(size::TEXT)
            .text_line_height(LineHeight::Absolute(Pixels(size::ROW - 2.0 * WITHIN)))
            .font(text::REGULAR)
            .padding(Padding { right: BESIDE, ..Padding::from([WITHIN, size::SMALL]) })
            .handle(pick_list::Handle::None)
            .menu_height(Length::Fixed(lines as f32 * LINE - EDGE))
            .style(move |_, status| pick_list::Style {
                text_color: colors.text,
                placeholder_color: colors.muted,
                handle_color: colors.muted,
                background: colors.panel.into(),
                border: Border {
                    color: match status {
                        pick_list::Status::Active => self.edge(),
                        pick_list::Status::Hovered => super::button::mix(colors.line, colors.muted, 0.6),
                        pick_list::Status::Opened { .. } => colors.accent,
                    },
                    width: 1.0,
                    radius: corner.into(),
                },
            })
            .menu_style(move |_| self.list_style());
        let arrow = self.icon_in(Icon::ChevronDown, size::ICON_SMALL, colors.muted);
        Wrapped { content: list.into(), change: Closing { arrow } }.into()
    }

    /// How an opened list looks.
    #[must_use]
    pub fn list_style(self) -> menu::Style {
        let colors = self.colors;
        menu::Style {
            background: colors.panel.into(),
            border: Border { color: colors.line, width: 1.0, radius: size::CORNER.into() },
            text_color: colors.text,
            selected_text_color: colors.accent,
            selected_background: colors.accent_ground.into(),
            shadow: iced::Shadow::default(),
        }
    }
}

/// Escape closes an opened list, as a press elsewhere does: iced knows no key for that.
struct Closing {
    /// What is drawn at the right of the closed one.
    arrow: Drawn,
}

impl<M> Change<M> for Closing {
    type State = Nothing;

    fn told(&self, event: &Event) -> Option<Event> {
        let Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(Named::Escape), .. }) = event else {
            return None;
        };
        Some(Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)))
    }

    fn draw_over(&self, _: &Nothing, renderer: &mut Renderer, at: At<'_>) {
        self.arrow.draw_upon(renderer, at.bounds, -size::SMALL, *at.viewport);
    }

    /// A label is cut at the edge of what it is scrolled in only if it is told of more than that: iced takes the
    /// place in which the label may be drawn for the label's own, and draws one whole that lies within the edge.
    fn seen(&self, viewport: Rectangle) -> Rectangle {
        viewport.expand(1.0)
    }
}

/// What stands at the right of a chosen label: the arrow, or the bar to scroll the opened list by.
pub(super) const BESIDE: f32 = size::TINY + size::ICON_SMALL + size::SMALL;

/// So many lines of an opened list are seen at once, whole.
const LISTED: usize = 9;

/// How high a line of an opened list is: half of what a notch of the wheel scrolls by, so that lines are whole. iced
/// does not cut what is written on a line that is not. A little less, as what lies outside by nothing at all is written too.
const LINE: f32 = 29.998;
/// Above and under the letters: iced gives lines in an opened list a height of its own, 1.3 times the letters', and
/// this beside it.
const WITHIN: f32 = (LINE - 1.3 * size::TEXT) / 2.0;
/// So much of the space around letters is not seen at the end of an opened list.
const EDGE: f32 = 2.0;

/// So many labels that were cut are kept.
const KEPT: usize = 1000;

/// What of a label fits into so much room. What was found is kept: a list is laid out in every frame.
pub(super) fn cut(label: &str, room: f32) -> String {
    thread_local! {
        static FITTED: RefCell<HashMap<String, (f32, String)>> = RefCell::default();
    }
    // Most labels surely fit, and need not be set for that.
    if label.is_ascii() && label.chars().map(at_most).sum::<f32>() <= room {
        return label.to_owned();
    }
    FITTED.with_borrow_mut(|kept| {
        if let Some((_, fitted)) = kept.get(label).filter(|(of, _)| *of == room) {
            return fitted.clone();
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        let mut fitted = Fitted::default();
        fitted.fit(label, Letters::line(size::TEXT, text::REGULAR), room);
        let shown: String = fitted.shown().buffer().lines.iter().map(|line| line.text()).collect();
        kept.insert(label.to_owned(), (room, shown.clone()));
        shown
    })
}

/// No narrower than an ASCII letter of the typeface is.
fn at_most(letter: char) -> f32 {
    size::TEXT
        * match letter {
            ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' | 'i' | 'j' | 'l' => 0.33,
            'f' | 'r' | 't' | '(' | ')' | '/' => 0.45,
            'm' | 'w' | 'M' => 0.95,
            'W' | '@' | '%' => 1.15,
            'A'..='Z' => 0.8,
            _ => 0.7,
        }
}

/// The choice that a key leads to from the one at `at`: Up and Down to its neighbours, Home and End to the first and the last,
/// a letter to the next one that begins with it.
pub(super) fn pointed_to(key: &Key, modifiers: Modifiers, labels: &[String], at: Option<usize>) -> Option<usize> {
    let last = labels.len().checked_sub(1)?;
    match key {
        _ if !modifiers.is_empty() => None,
        Key::Named(Named::ArrowDown) => Some(at.map_or(0, |at| (at + 1).min(last))),
        Key::Named(Named::ArrowUp) => Some(at.map_or(last, |at| at.saturating_sub(1))),
        Key::Named(Named::Home) => Some(0),
        Key::Named(Named::End) => Some(last),
        Key::Character(letters) => next_label(labels, at, letters),
        _ => None,
    }
}

/// The next label after `at`, round the end, that begins with these letters.
fn next_label(labels: &[String], at: Option<usize>, letters: &str) -> Option<usize> {
    let wanted = fold(letters);
    let from = at.map_or(0, |at| at + 1);
    let mut ways = (0..labels.len()).map(|step| (from + step) % labels.len());
    ways.find(|way| labels.get(*way).is_some_and(|label| fold(label).starts_with(wanted.as_str())))
}

/// A check box that only shows does not fade like a button.
fn quiet(status: button::Status) -> button::Status {
    if status == button::Status::Disabled { button::Status::Active } else { status }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_for_several_things_is_mixed_when_they_differ() {
        assert_eq!(Checked::of_all([true, true]), Checked::Yes);
        assert_eq!(Checked::of_all([false]), Checked::No);
        assert_eq!(Checked::of_all([true, false, true]), Checked::Mixed);
        assert_eq!(Checked::of_all([]), Checked::No);
    }

    #[test]
    fn a_label_is_as_long_as_its_room() {
        text::load();
        assert_eq!(cut("All groups", 90.0), "All groups");
        for room in [40.0, 90.0, 300.0] {
            let long = "Packing operators of the second shift at the end-of-line packing machines";
            let shown = cut(long, room);
            assert!(super::super::fit::width_of(&shown, size::TEXT, text::REGULAR) <= room + 0.1, "{shown}");
            assert!(shown.ends_with('…') && long.starts_with(shown.trim_end_matches('…')), "{shown}");
            assert_eq!(cut(long, room), shown, "kept");
        }
    }

    #[test]
    fn no_letter_is_wider_than_it_is_taken_for() {
        text::load();
        for letter in ' '..='~' {
            let wide = super::super::fit::width_of(&letter.to_string().repeat(8), size::TEXT, text::REGULAR) / 8.0;
            assert!(at_most(letter) >= wide, "{letter}: {wide}");
        }
    }

    #[test]
    fn a_letter_picks_the_next_that_begins_with_it() {
        let labels = ["Alle", "Filling", "frei", "Übrige"].map(str::to_owned);
        assert_eq!(next_label(&labels, None, "f"), Some(1));
        assert_eq!(next_label(&labels, Some(1), "F"), Some(2));
        assert_eq!(next_label(&labels, Some(2), "f"), Some(1), "round the end");
        assert_eq!(next_label(&labels, Some(0), "ü"), Some(3));
        assert_eq!(next_label(&labels, Some(0), "x"), None);
        assert_eq!(next_label(&[], None, "x"), None);
    }
}
