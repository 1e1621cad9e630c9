//! Buttons: what they look like, what they say when they cannot be pressed, and how the keyboard reaches them.

use std::borrow::Cow;

use iced::widget::{button, container, row, tooltip};
use iced::{Alignment, Background, Border, Color, Element, Length, Padding};

use super::{Icon, Ui, badge, size, text};

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Framed: most buttons.
    #[default]
    Plain,
    /// In the accent colour: the one main action of a page or dialog.
    Primary,
    /// Without a frame: in bars and beside fields.
    Quiet,
    /// In red: what takes something away, in the dialog that asks.
    Danger,
}

/// A button being described. It becomes an element by `into()`.
#[derive(Clone)]
pub struct Button<'a, M> {
    ui: Ui,
    label: Cow<'a, str>,
    icon: Option<Icon>,
    kind: Kind,
    press: Option<M>,
    tip: Option<Cow<'a, str>>,
    shortcut: Option<String>,
    compact: bool,
    known: bool,
    width: Length,
    id: Option<iced::widget::Id>,
}

impl Ui {
    /// A button with that label, to be pressed only once it is given a message.
    pub fn button<'a, M>(self, label: impl Into<Cow<'a, str>>) -> Button<'a, M> {
        Button {
            ui: self,
            label: label.into(),
            icon: None,
            kind: Kind::Plain,
            press: None,
            tip: None,
            shortcut: None,
            compact: false,
            known: false,
            width: Length::Shrink,
            id: None,
        }
    }

    /// A button that is an icon; `label` says in its tip what it does.
    pub fn icon_button<'a, M: Clone + 'a>(self, icon: Icon, label: impl Into<Cow<'a, str>>) -> Button<'a, M> {
        self.button(label).icon(icon).kind(Kind::Quiet).compact(true)
    }

    /// `content`, with a tip that appears beside the resting pointer: `label`, and the keys that do the same.
    pub fn tip<'a, M: 'a>(
        self,
        content: impl Into<Element<'a, M>>,
        label: impl Into<Cow<'a, str>>,
        shortcut: Option<String>,
    ) -> Element<'a, M> {
        let says = self.tip_sheet(label, shortcut);
        tooltip(content, says, tooltip::Position::Bottom)
            .gap(size::TINY)
            .delay(std::time::Duration::from_millis(500))
            .into()
    }

    /// The sheet that a tip is written on.
    pub(super) fn tip_sheet<'a, M: 'a>(
        self,
        label: impl Into<Cow<'a, str>>,
        shortcut: Option<String>,
    ) -> Element<'a, M> {
        let colors = self.colors;
        let mut says = row![text::sized(self.text(label.into()), size::NOTE)].spacing(size::SMALL);
        if let Some(shortcut) = shortcut {
            says = says.push(self.note(shortcut));
        }
        container(says)
            .padding([size::TINY, size::SMALL])
            .max_width(size::PROPERTIES)
            .style(move |_| container::Style {
                text_color: Some(colors.text),
                background: Some(colors.panel.into()),
                border: Border { color: colors.line, width: 1.0, radius: size::CORNER.into() },
                ..container::Style::default()
            })
            .into()
    }
}

impl<'a, M: Clone + 'a> Button<'a, M> {
    /// Puts an icon before the label.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Sets how much it asks for attention.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// The page's or dialog's main action.
    #[must_use]
    pub fn primary(self) -> Self {
        self.kind(Kind::Primary)
    }

    /// What it asks for.
    #[must_use]
    pub fn on_press(mut self, message: M) -> Self {
        self.press = Some(message);
        self
    }

    /// What it asks for, or in the tip why it cannot be pressed.
    #[must_use]
    pub fn on_press_or(mut self, message: Result<M, String>) -> Self {
        match message {
            Ok(message) => self.press = Some(message),
            Err(why) => self.tip = Some(Cow::Owned(why)),
        }
        self
    }

    /// What the resting pointer is told.
    #[must_use]
    pub fn tip(mut self, tip: impl Into<Cow<'a, str>>) -> Self {
        self.tip.get_or_insert_with(|| tip.into());
        self
    }

    /// The keys that do the same, told in the tip.
    #[must_use]
    pub fn shortcut(mut self, keys: Option<String>) -> Self {
        self.shortcut = keys;
        self
    }

    /// Shows the icon alone and the label in the tip: where there is little room.
    #[must_use]
    pub fn compact(mut self, compact: bool) -> Self {
        self.compact = compact && self.icon.is_some();
        self
    }

    /// Everybody knows the icon: where buttons have room for some of their words, this one needs its word least.
    #[must_use]
    pub fn known(mut self) -> Self {
        self.known = true;
        self
    }

    /// How many letters its word has, if that is to be shown.
    pub(super) fn letters(&self) -> usize {
        if self.compact { 0 } else { self.label.chars().count() }
    }

    /// Whether everybody knows the icon.
    pub(super) fn is_known(&self) -> bool {
        self.known
    }

    /// As wide as that.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// The name by which the focus is moved here.
    #[must_use]
    pub fn id(mut self, id: impl Into<iced::widget::Id>) -> Self {
        self.id = Some(id.into());
        self
    }
}

impl<'a, M: Clone + 'a> From<Button<'a, M>> for Element<'a, M> {
    fn from(description: Button<'a, M>) -> Self {
        let Button { ui, label, icon, kind, press, tip, shortcut, compact, known: _, width, id } = description;
        let colors = ui.colors;
        let ink = match (&press, kind) {
            (None, _) => faded(colors.muted),
            (_, Kind::Plain | Kind::Quiet) => colors.text,
            (_, Kind::Primary) => colors.on_accent,
            (_, Kind::Danger) => colors.panel,
        };
        let mut content = row![].spacing(size::SMALL).align_y(Alignment::Center).height(Length::Fill);
        if let Some(icon) = icon {
            content = content.push(ui.icon_in(icon, size::ICON, ink));
        }
        let tip = match (compact, tip) {
            (true, None) => Some(label.clone()),
            (_, tip) => tip,
        };
        if !compact {
            let told = tip.is_some() || shortcut.is_some();
            content = content.push(ui.line(label).color(ink).font(text::MEDIUM).untold(told));
        }
        let sides = if compact { size::SMALL - 2.0 } else { size::MEDIUM - 1.0 };
        let inner =
            button(container(content).center_x(if width == Length::Shrink { Length::Shrink } else { Length::Fill }))
                .height(size::ROW)
                .width(width)
                .padding(Padding::from([0.0, sides]))
                .on_press_maybe(press.clone())
                .style(move |_, status| ui.button_style(kind, status));
        let mut reached = ui.pressable(inner, press);
        if matches!(kind, Kind::Primary | Kind::Danger) {
            reached = reached.ring_within(ink);
        }
        if let Some(id) = id {
            reached = reached.id(id);
        }
        match (tip, shortcut) {
            (None, None) => reached.into(),
            (Some(tip), shortcut) => ui.tip(reached, tip, shortcut),
            (None, Some(shortcut)) => ui.tip(reached, shortcut, None),
        }
    }
}

/// A colour as it is where nothing can be done.
#[must_use]
pub fn faded(color: Color) -> Color {
    color.scale_alpha(0.6)
}

impl Ui {
    /// How a button of that kind looks while the pointer does that.
    #[must_use]
    pub fn button_style(self, kind: Kind, status: button::Status) -> button::Style {
        let colors = self.colors;
        let disabled = status == button::Status::Disabled;
        let (ground, edge) = match kind {
            Kind::Primary if disabled => (Some(colors.neutral_ground), Color::TRANSPARENT),
            Kind::Danger if disabled => (Some(colors.neutral_ground), Color::TRANSPARENT),
            Kind::Primary => (Some(colors.accent), colors.accent),
            Kind::Danger => (Some(colors.bad), colors.bad),
            Kind::Plain => (Some(colors.panel), if disabled { colors.faint } else { colors.line }),
            Kind::Quiet => (None, Color::TRANSPARENT),
        };
        let ground = match (kind, status) {
            (Kind::Plain | Kind::Quiet, button::Status::Hovered) => Some(mix(colors.panel, colors.text, 0.05)),
            (Kind::Plain | Kind::Quiet, button::Status::Pressed) => Some(mix(colors.panel, colors.text, 0.1)),
            (_, button::Status::Hovered) => ground.map(|ground| mix(ground, colors.text, 0.12)),
            (_, button::Status::Pressed) => ground.map(|ground| mix(ground, colors.text, 0.22)),
            _ => ground,
        };
        button::Style {
            background: ground.map(Background::Color),
            text_color: colors.text,
            border: badge::edge_of(edge, size::CORNER),
            ..button::Style::default()
        }
    }
}

/// `one` with some of `other` in it: 0 none, 1 nothing else.
#[must_use]
pub fn mix(one: Color, other: Color, share: f32) -> Color {
    let part = |one: f32, other: f32| one + (other - one) * share;
    Color { r: part(one.r, other.r), g: part(one.g, other.g), b: part(one.b, other.b), a: part(one.a, other.a) }
}
