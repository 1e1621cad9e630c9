//! Panes and what they are divided by: page heads, property panes, sections, empty states, messages.

use std::borrow::Cow;

use iced::widget::{Column, Row, Space, column, container, row, scrollable};
use iced::{Alignment, Border, Color, Element, Length, Padding};

use super::{Icon, Tone, Ui, badge, size, text};

impl Ui {
    /// The head of a page: its title, a note, then what stands at the left and at the right.
    pub fn page_head<'a, M: 'a>(
        self,
        title: impl Into<Cow<'a, str>>,
        note: Option<Cow<'a, str>>,
        left: Vec<Element<'a, M>>,
        right: Vec<Element<'a, M>>,
    ) -> Element<'a, M> {
        let mut all = Row::new().spacing(size::SMALL).align_y(Alignment::Center).height(size::PAGE_HEAD);
        all = all.push(container(self.title(title.into())).padding(Padding { right: size::SMALL, ..Padding::ZERO }));
        // A note has all the room that is left.
        let space = if note.is_some() { Length::Shrink } else { Length::Fill };
        if let Some(note) = note {
            let note = self.line(note).lines(2).size(size::NOTE).color(self.colors.muted);
            all = all.push(container(note).width(Length::Fill));
        }
        for element in left {
            all = all.push(element);
        }
        all = all.push(Space::new().width(space));
        for element in right {
            all = all.push(element);
        }
        self.ground(all).padding(Padding::from([0.0, size::LARGE])).into()
    }

    /// The pane of properties at the right: scrolls when it is longer than the window.
    pub fn properties<'a, M: 'a>(self, content: Column<'a, M>) -> Element<'a, M> {
        self.scroll(container(content.spacing(size::MEDIUM)).padding(size::LARGE).width(Length::Fill)).into()
    }

    /// The head of a property pane: what it is about, and a note under it.
    pub fn property_head<'a, M: 'a>(
        self,
        title: impl Into<Cow<'a, str>>,
        note: impl Into<Cow<'a, str>>,
    ) -> Element<'a, M> {
        let title = self.line(title.into()).size(size::HEADING).font(text::STRONG);
        column![title, self.muted(note.into())].spacing(size::TINY).into()
    }

    /// The beginning of a section in a pane: a line and a name in small capitals.
    pub fn section<'a, M: 'a>(self, name: &str) -> Element<'a, M> {
        column![Space::new().height(size::TINY), self.rule(), Space::new().height(size::TINY), self.caption(name),]
            .spacing(size::TINY)
            .into()
    }

    /// Content that scrolls down, with a thin bar.
    pub fn scroll<'a, M: 'a>(self, content: impl Into<Element<'a, M>>) -> scrollable::Scrollable<'a, M> {
        let bar = scrollable::Scrollbar::new().width(8).scroller_width(6).margin(1);
        scrollable(content)
            .direction(scrollable::Direction::Vertical(bar))
            .width(Length::Fill)
            .height(Length::Fill)
            .style(move |_, status| self.scroll_style(status))
    }

    /// How bars to scroll by look.
    #[must_use]
    pub fn scroll_style(self, status: scrollable::Status) -> scrollable::Style {
        let colors = self.colors;
        let color = match status {
            scrollable::Status::Active { .. } => super::button::mix(colors.line, colors.muted, 0.25),
            _ => super::button::mix(colors.line, colors.muted, 0.6),
        };
        let rail = scrollable::Rail {
            background: None,
            border: Border::default(),
            scroller: scrollable::Scroller {
                background: color.into(),
                border: Border { radius: 3.into(), ..Border::default() },
            },
        };
        scrollable::Style {
            container: container::Style::default(),
            vertical_rail: rail,
            horizontal_rail: rail,
            gap: None,
            auto_scroll: scrollable::AutoScroll {
                background: colors.panel.into(),
                border: Border { color: colors.line, width: 1.0, radius: size::CORNER.into() },
                shadow: iced::Shadow::default(),
                icon: colors.muted,
            },
        }
    }

    /// The ground that cards and heads of pages lie on. The window's own has the colour of panels, most of it being
    /// panels: nothing has to be drawn for them.
    pub fn ground<'a, M: 'a>(self, content: impl Into<Element<'a, M>>) -> container::Container<'a, M> {
        let colors = self.colors;
        container(content).style(move |_| container::background(colors.background))
    }

    /// A ground in the colour of panels, with nothing drawn round it.
    pub fn panel<'a, M: 'a>(self, content: impl Into<Element<'a, M>>) -> container::Container<'a, M> {
        let colors = self.colors;
        container(content).style(move |_| container::Style {
            background: Some(colors.panel.into()),
            text_color: Some(colors.text),
            ..container::Style::default()
        })
    }

    /// A ground with an edge, for what belongs together inside a page.
    pub fn card<'a, M: 'a>(self, content: impl Into<Element<'a, M>>) -> container::Container<'a, M> {
        let colors = self.colors;
        container(content).padding(size::LARGE).style(move |_| badge::ground_style(colors.panel, colors.line))
    }

    /// What an empty page says: that it is empty, what to do, and a button that does it.
    pub fn empty<'a, M: 'a>(
        self,
        icon: Icon,
        title: impl Into<Cow<'a, str>>,
        says: impl Into<Cow<'a, str>>,
        action: Option<Element<'a, M>>,
    ) -> Element<'a, M> {
        let mut all = column![
            self.icon_in(icon, size::ICON_LARGE, self.colors.muted),
            self.heading(title.into()).align_x(Alignment::Center),
            self.muted(says.into()).align_x(Alignment::Center),
        ]
        .spacing(size::MEDIUM)
        .align_x(Alignment::Center)
        .max_width(420);
        if let Some(action) = action {
            all = all.push(action);
        }
        container(all).center(Length::Fill).padding(size::HUGE).into()
    }

    /// A sentence that informs, warns or says what is wrong, on a ground of its own.
    pub fn message<'a, M: 'a>(self, tone: Tone, says: impl Into<Cow<'a, str>>) -> Element<'a, M> {
        let (ink, ground) = self.tone(tone);
        let icon = match tone {
            Tone::Bad => Icon::CircleX,
            Tone::Amber => Icon::TriangleAlert,
            Tone::Good => Icon::CircleCheck,
            Tone::Neutral | Tone::Accent => Icon::Info,
        };
        container(row![self.icon_in(icon, size::ICON, ink), self.text(says.into()).color(ink)].spacing(size::SMALL))
            .padding([size::SMALL, size::MEDIUM])
            .width(Length::Fill)
            .style(move |_| badge::ground_style(ground, Color::TRANSPARENT))
            .into()
    }

    /// How far something is: `part` of 1, drawn as a bar in the colour of a tone.
    pub fn meter<'a, M: 'a>(self, part: f32, tone: Tone) -> Element<'a, M> {
        let (ink, _) = self.tone(tone);
        let colors = self.colors;
        iced::widget::progress_bar(0.0..=1.0, part)
            .girth(4)
            .style(move |_| iced::widget::progress_bar::Style {
                background: colors.neutral_ground.into(),
                bar: ink.into(),
                border: Border { radius: 2.into(), ..Border::default() },
            })
            .into()
    }
}
