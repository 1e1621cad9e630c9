//! Fields to type into: label, counter, what is wrong, in words.

use std::borrow::Cow;

use iced::advanced::widget::operation::focusable::unfocus;
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::widget::{Column, button, container, row, text_input};
use iced::{Alignment, Border, Color, Element, Event, Length, Padding, Renderer};
use keyholder_shared::name;

use super::icon::Drawn;
use super::wrap::{At, Change, Heard, Nothing, Wrapped};
use super::{Icon, Ui, size, text};

/// A field being described. It becomes an element by `into()`.
pub struct Field<'a, M> {
    ui: Ui,
    label: Cow<'a, str>,
    value: Cow<'a, str>,
    placeholder: Cow<'a, str>,
    limit: Option<usize>,
    error: Option<Cow<'a, str>>,
    note: Option<Cow<'a, str>>,
    secure: bool,
    id: Option<iced::widget::Id>,
    input: Option<Box<dyn Fn(String) -> M + 'a>>,
    submit: Option<M>,
}

impl Ui {
    /// A field with a label above; an empty label takes no room. It can be typed into once it has `on_input`.
    pub fn field<'a, M>(self, label: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Field<'a, M> {
        Field {
            ui: self,
            label: label.into(),
            value: value.into(),
            placeholder: Cow::Borrowed(""),
            limit: None,
            error: None,
            note: None,
            secure: false,
            id: None,
            input: None,
            submit: None,
        }
    }

    /// The field to search with at the head of a page.
    pub fn search<'a, M: Clone + 'a>(
        self,
        id: impl Into<iced::widget::Id>,
        placeholder: &str,
        value: &str,
        input: impl Fn(String) -> M + 'a,
    ) -> Element<'a, M> {
        let colors = self.colors;
        let empty = (!value.is_empty()).then(|| input(String::new()));
        let right = if empty.is_some() { size::HUGE } else { size::SMALL };
        let typed = text_input(placeholder, value)
            .id(id)
            .on_input(input)
            .size(size::TEXT)
            .line_height(text::line_height(size::TEXT))
            .font(text::REGULAR)
            .padding(Padding { top: 5.0, bottom: 5.0, left: size::HUGE + 6.0, right })
            .style(move |_, status| self.input_style(status, false));
        let glass = self.icon_in(Icon::Search, size::ICON_SMALL + 1.0, colors.muted);
        let typed = Wrapped { content: typed.into(), change: Leaving { sign: Some(glass) } };
        let mut all = iced::widget::stack![typed].width(Length::Fill);
        if let Some(empty) = empty {
            // By keys the field is emptied in it.
            let cross = button(self.icon_in(Icon::X, size::ICON_SMALL, colors.muted))
                .padding(size::TINY)
                .on_press(empty)
                .style(move |_, status| self.button_style(super::Kind::Quiet, status));
            let place = container(cross).width(Length::Fill).align_x(Alignment::End).center_y(size::ROW);
            all = all.push(place.padding(Padding { right: size::TINY, ..Padding::ZERO }));
        }
        all.into()
    }

    /// A label above anything.
    pub fn labelled<'a, M: 'a>(
        self,
        label: impl Into<Cow<'a, str>>,
        content: impl Into<Element<'a, M>>,
    ) -> Element<'a, M> {
        Column::new().spacing(size::TINY).push(self.note(label.into())).push(content).into()
    }

    /// The edge of what is typed into or picked from: empty ones are seen by it alone.
    #[must_use]
    pub fn edge(self) -> Color {
        super::button::mix(self.colors.line, self.colors.muted, 0.3)
    }

    /// How a field looks.
    #[must_use]
    pub fn input_style(self, status: text_input::Status, wrong: bool) -> text_input::Style {
        let colors = self.colors;
        let disabled = status == text_input::Status::Disabled;
        let (edge, width) = match status {
            _ if wrong => (colors.bad, 1.0),
            text_input::Status::Focused { .. } => (colors.accent, 1.5),
            text_input::Status::Hovered => (super::button::mix(colors.line, colors.muted, 0.6), 1.0),
            text_input::Status::Active => (self.edge(), 1.0),
            text_input::Status::Disabled => (colors.faint, 1.0),
        };
        text_input::Style {
            background: if disabled { colors.background } else { colors.panel }.into(),
            border: Border { color: edge, width, radius: size::CORNER.into() },
            icon: colors.muted,
            placeholder: colors.muted,
            value: if disabled { colors.muted } else { colors.text },
            selection: Color { a: 0.3, ..colors.accent },
        }
    }
}

impl<'a, M: Clone + 'a> Field<'a, M> {
    /// The most characters it takes; the counter shows them. Cut what is typed by [`cut`] in `update`.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// What is wrong with what stands in it, and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<Cow<'a, str>>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// What helps to fill it in, said under it while nothing is wrong.
    #[must_use]
    pub fn note(mut self, note: impl Into<Cow<'a, str>>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What stands in it, pale, while it is empty.
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<Cow<'a, str>>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// Shows dots.
    #[must_use]
    pub fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// The name by which the focus is moved here.
    #[must_use]
    pub fn id(mut self, id: impl Into<iced::widget::Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What typing asks for.
    #[must_use]
    pub fn on_input(mut self, input: impl Fn(String) -> M + 'a) -> Self {
        self.input = Some(Box::new(input));
        self
    }

    /// What Enter asks for.
    #[must_use]
    pub fn on_submit(mut self, message: M) -> Self {
        self.submit = Some(message);
        self
    }
}

impl<'a, M: Clone + 'a> From<Field<'a, M>> for Element<'a, M> {
    fn from(field: Field<'a, M>) -> Self {
        let Field { ui, label, value, placeholder, limit, error, note, secure, id, input, submit } = field;
        let wrong = error.is_some();
        let has_breaks = value.contains('\n');
        let shown = if has_breaks { Cow::Owned(value.replace('\n', BREAK)) } else { Cow::Borrowed(value.as_ref()) };
        let input =
            input.map(|input| move |text: String| input(if has_breaks { text.replace(BREAK, "\n") } else { text }));
        let mut typed = text_input(&placeholder, &shown)
            .secure(secure)
            .on_input_maybe(input)
            .on_submit_maybe(submit)
            .size(size::TEXT)
            .line_height(text::line_height(size::TEXT))
            .font(text::REGULAR)
            .padding(Padding::from([5.0, size::SMALL]))
            .style(move |_, status| ui.input_style(status, wrong));
        if let Some(id) = id {
            typed = typed.id(id);
        }
        let mut all = Column::new().spacing(size::TINY);
        if !label.is_empty() || limit.is_some() {
            let mut head = row![container(ui.note(label)).width(Length::Fill)].align_y(Alignment::Center);
            if let Some(limit) = limit {
                let count = name::length(&value);
                let color = if count >= limit { ui.colors.amber } else { ui.colors.muted };
                head = head.push(ui.note(format!("{count} / {limit}")).color(color));
            }
            all = all.push(head);
        }
        all = all.push(Wrapped { content: typed.into(), change: Leaving { sign: None } });
        match (error, note) {
            (Some(error), _) => all.push(ui.note(error).color(ui.colors.bad)).into(),
            (None, Some(note)) => all.push(ui.note(note)).into(),
            (None, None) => all.into(),
        }
    }
}

/// A field that Escape leaves, and that leaves Escape to the dialog it stands in: iced's keeps it for itself. Keys with
/// Ctrl or Alt are none that type.
struct Leaving {
    /// What is drawn at its left.
    sign: Option<Drawn>,
}

fn is_escape(event: &Event) -> bool {
    matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(Named::Escape), .. }))
}

/// True of a key that does something while Ctrl or Alt is held. Both together are AltGr, which types.
fn is_command(event: &Event) -> bool {
    let Event::Keyboard(keyboard::Event::KeyPressed { modifiers, .. }) = event else { return false };
    let alt = modifiers.alt() && !cfg!(target_os = "macos");
    modifiers.command() != alt
}

/// The key alone: on X11 Ctrl+1 says "1", and iced's field would type it instead of leaving it to whom it is meant for.
fn without_text(mut event: Event) -> Event {
    if let Event::Keyboard(keyboard::Event::KeyPressed { text, .. }) = &mut event {
        *text = None;
    }
    event
}

impl<M> Change<M> for Leaving {
    type State = Nothing;

    fn told(&self, event: &Event) -> Option<Event> {
        if is_escape(event) {
            return Some(Event::Keyboard(keyboard::Event::ModifiersChanged(Modifiers::empty())));
        }
        is_command(event).then(|| without_text(event.clone()))
    }

    fn hear(&mut self, _: &mut Nothing, heard: Heard<'_, '_, '_, M>) {
        if is_escape(heard.event) && !heard.shell.is_event_captured() {
            (heard.inside)(&mut unfocus::<()>());
        }
    }

    fn draw_over(&self, _: &Nothing, renderer: &mut Renderer, at: At<'_>) {
        if let Some(sign) = self.sign {
            sign.draw_upon(renderer, at.bounds, 9.0, *at.viewport);
        }
    }
}

/// Stands for a line break in a field of one line, where what follows it would be out of sight.
const BREAK: &str = "↵";

/// The text, cut to at most `limit` characters.
#[must_use]
pub fn cut(mut text: String, limit: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        assert_eq!(cut("Müller".to_owned(), 2), "Mü");
        assert_eq!(cut("Mü".to_owned(), 2), "Mü");
        assert_eq!(cut(String::new(), 0), "");
    }
}
