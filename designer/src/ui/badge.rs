//! Small coloured words: states, chips, counts, keys.

use std::borrow::Cow;

use iced::widget::{Space, button, container, row};
use iced::{Alignment, Border, Color, Element, Length, Padding};
use keyholder_shared::Str;

use super::{Icon, Ui, size, text};

/// What a colour says. A word always stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing of note.
    Neutral,
    /// Chosen, or informing.
    Accent,
    /// Well.
    Good,
    /// Wants a look.
    Amber,
    /// Wrong.
    Bad,
}

/// How wide a chip with that label is, if it can be taken out.
pub(super) fn chip_width(label: &str) -> f32 {
    let label = super::fit::width_of(label, size::NOTE, text::REGULAR).min(size::SIDEBAR);
    label + size::TINY + size::ICON_SMALL + 2.0 + 2.0 * (size::SMALL - 2.0)
}

impl Ui {
    /// Text and ground of a tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> (Color, Color) {
        let colors = self.colors;
        match tone {
            Tone::Neutral => (colors.muted, colors.neutral_ground),
            Tone::Accent => (colors.accent, colors.accent_ground),
            Tone::Good => (colors.good, colors.good_ground),
            Tone::Amber => (colors.amber, colors.amber_ground),
            Tone::Bad => (colors.bad, colors.bad_ground),
        }
    }

    /// A word on a ground of its own: a state.
    pub fn badge<'a, M: 'a>(self, label: impl Into<Cow<'a, str>>, tone: Tone) -> Element<'a, M> {
        let (ink, ground) = self.tone(tone);
        container(self.line(label.into()).size(size::NOTE).color(ink))
            .padding(Padding::from([2.0, size::SMALL - 1.0]))
            .style(move |_| ground_style(ground, Color::TRANSPARENT))
            .into()
    }

    /// A member of a list that can be taken out again, if there is a message for it.
    pub fn chip<'a, M: Clone + 'a>(
        self,
        label: impl Into<Cow<'a, str>>,
        tip: impl Into<Cow<'a, str>>,
        remove: Option<M>,
    ) -> Element<'a, M> {
        let (ink, ground) = self.tone(Tone::Accent);
        // The cross stays beside a label that is cut.
        let label = container(self.line(label.into()).size(size::NOTE).color(ink)).max_width(size::SIDEBAR);
        let mut content = row![label].align_y(Alignment::Center).spacing(size::TINY);
        if let Some(remove) = remove {
            let cross = button(self.icon_in(Icon::X, size::ICON_SMALL, ink))
                .padding(1)
                .on_press(remove.clone())
                .style(move |_, status| self.button_style(super::Kind::Quiet, status));
            content = content.push(self.tip(self.pressable(cross, Some(remove)), tip, None));
        }
        container(content)
            .padding(Padding::from([2.0, size::SMALL - 2.0]))
            .style(move |_| ground_style(ground, Color::TRANSPARENT))
            .into()
    }

    /// One of a few views to choose from, drawn as a pill.
    pub fn tab<'a, M: Clone + 'a>(self, label: impl Into<Cow<'a, str>>, chosen: bool, message: M) -> Element<'a, M> {
        let (ink, ground) = self.tone(if chosen { Tone::Accent } else { Tone::Neutral });
        let label = self.line(label.into()).size(size::NOTE).color(ink).font(text::MEDIUM);
        let pill = button(label).padding(Padding::from([size::TINY, size::SMALL])).on_press(message.clone()).style(
            move |_, status| {
                let edge = if status == button::Status::Hovered { ink } else { Color::TRANSPARENT };
                button::Style {
                    background: Some(ground.into()),
                    border: edge_of(edge, size::CORNER),
                    ..button::Style::default()
                }
            },
        );
        self.pressable(pill, Some(message)).into()
    }

    /// The languages of texts, a tab each, the `chosen` one lit; beside one in which a text is missing stands a sign, with
    /// `missing` as its tip. Of each language its tag, and whether every text is there. One language alone needs no tabs.
    pub fn languages<'a, M: Clone + 'a>(
        self,
        languages: impl IntoIterator<Item = (&'a Str, bool)>,
        chosen: &str,
        missing: &'a str,
        choose: impl Fn(Str) -> M,
    ) -> Option<Element<'a, M>> {
        let tabs: Vec<Element<'a, M>> = languages
            .into_iter()
            .map(|(tag, is_whole)| {
                let tab = self.tab(tag.as_str(), tag == chosen, choose(tag.clone()));
                if is_whole {
                    return tab;
                }
                let sign = self.icon_in(Icon::TriangleAlert, size::ICON_SMALL, self.colors.amber);
                let both = row![tab, sign].spacing(size::TINY).align_y(Alignment::Center);
                self.tip(both, missing, None)
            })
            .collect();
        (tabs.len() > 1).then(|| row(tabs).spacing(size::TINY).wrap().into())
    }

    /// Keys to press, drawn like a key.
    pub fn key_cap<'a, M: 'a>(self, keys: impl Into<Cow<'a, str>>) -> Element<'a, M> {
        let colors = self.colors;
        container(text::sized(self.note(keys.into()), size::CAPTION))
            .padding(Padding::from([1.0, size::TINY + 1.0]))
            .style(move |_| ground_style(colors.panel, colors.line))
            .into()
    }

    /// An icon with a word in the colour of a tone: in the status bar and in lists.
    pub fn sign<'a, M: 'a>(self, icon: Icon, label: impl Into<Cow<'a, str>>, tone: Tone) -> Element<'a, M> {
        let (ink, _) = self.tone(tone);
        row![self.icon_in(icon, size::ICON_SMALL, ink), self.line(label.into()).size(size::NOTE).color(ink)]
            .spacing(size::TINY)
            .align_y(Alignment::Center)
            .into()
    }

    /// A line across, between sections.
    pub fn rule<'a, M: 'a>(self) -> Element<'a, M> {
        self.bar(Length::Fill, Length::Fixed(super::size::RULE), self.colors.line)
    }

    /// A line down, between panes.
    pub fn upright<'a, M: 'a>(self) -> Element<'a, M> {
        self.bar(Length::Fixed(super::size::RULE), Length::Fill, self.colors.line)
    }

    /// An area of one colour: lines, meters.
    pub fn bar<'a, M: 'a>(self, width: Length, height: Length, color: Color) -> Element<'a, M> {
        container(Space::new().width(width).height(height)).style(move |_| container::background(color)).into()
    }
}

/// A ground with an edge and the design system's corners.
#[must_use]
pub fn ground_style(ground: Color, edge: Color) -> container::Style {
    container::Style {
        background: Some(ground.into()),
        border: edge_of(edge, size::CORNER),
        ..container::Style::default()
    }
}

/// An edge one pixel wide, round a ground with such corners. One that cannot be seen has no width: the renderer would
/// draw it all the same, and with it a ground that cannot be seen either.
#[must_use]
pub(super) fn edge_of(color: Color, radius: f32) -> Border {
    Border { color, width: if color.a > 0.0 { 1.0 } else { 0.0 }, radius: radius.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{Kind, Look};

    #[test]
    fn what_cannot_be_seen_is_not_drawn() {
        for look in Look::ALL {
            let ui = Ui::new(look);
            assert_eq!(edge_of(ui.colors.line, 3.0).width, 1.0);
            assert_eq!(ground_style(ui.colors.panel, Color::TRANSPARENT).border.width, 0.0);
            let quiet = ui.button_style(Kind::Quiet, button::Status::Active);
            assert!(quiet.background.is_none() && quiet.border.width == 0.0, "a quiet button at rest has no ground");
        }
    }
}
