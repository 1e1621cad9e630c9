//! The colours of the three themes, and what iced has to know of them.

use iced::{Color, color, theme};

use crate::service::appearance::Appearance;

/// What the user chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// As the system has it.
    #[default]
    System,
    /// Always this one.
    Fixed(Look),
}

impl Choice {
    /// The name under which it is remembered.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Fixed(look) => look.name(),
        }
    }

    /// The choice with that name; the system's for any other name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Look::ALL.into_iter().find(|look| look.name() == name).map_or(Self::System, Self::Fixed)
    }

    /// The theme to draw, where the window is told of `mode` and the system says `appearance`.
    #[must_use]
    pub fn look(self, mode: theme::Mode, appearance: Appearance) -> Look {
        match self {
            Self::Fixed(look) => look,
            Self::System if appearance.contrast => Look::Contrast,
            Self::System if appearance.dark.unwrap_or(mode == theme::Mode::Dark) => Look::Dark,
            Self::System => Look::Light,
        }
    }
}

/// One of the themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Dark text on light ground.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
    /// White and yellow on black, a contrast of 7 and more.
    Contrast,
}

impl Look {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Contrast];

    /// The name under which it is remembered and given on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// Its colours.
    #[must_use]
    pub fn colors(self) -> &'static Colors {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Contrast => &CONTRAST,
        }
    }

    /// The theme as iced knows it: it draws what no style of ours reaches.
    #[must_use]
    pub fn theme(self) -> iced::Theme {
        let colors = self.colors();
        let palette = theme::Palette {
            background: colors.background,
            text: colors.text,
            primary: colors.accent,
            success: colors.good,
            warning: colors.amber,
            danger: colors.bad,
        };
        iced::Theme::custom_with_fn(self.name(), palette, |palette| {
            let mut extended = theme::palette::Extended::generate(palette);
            // The bar of an opened list, which takes its colours from here, looks like the others.
            extended.background.weak.color = colors.panel;
            extended.background.strongest.color = super::button::mix(colors.line, colors.muted, 0.25);
            extended
        })
    }
}

/// The colours of a theme, by what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Colors {
    /// Behind everything.
    pub background: Color,
    /// Bars, panes, rows, dialogs.
    pub panel: Color,
    /// Heads of tables, buttons under the pointer.
    pub head: Color,
    /// Lines that part panes, edges of fields.
    pub line: Color,
    /// Lines between rows.
    pub faint: Color,
    /// Text.
    pub text: Color,
    /// Labels, notes, icons at rest.
    pub muted: Color,
    /// What is chosen; the main action.
    pub accent: Color,
    /// The ground of what is chosen.
    pub accent_ground: Color,
    /// Text on the accent.
    pub on_accent: Color,
    /// What is well.
    pub good: Color,
    /// Its ground.
    pub good_ground: Color,
    /// What wants a look.
    pub amber: Color,
    /// Its ground.
    pub amber_ground: Color,
    /// What is wrong.
    pub bad: Color,
    /// Its ground.
    pub bad_ground: Color,
    /// The ground of what has no state to tell.
    pub neutral_ground: Color,
    /// Laid over the window under a dialog.
    pub scrim: Color,
}

static LIGHT: Colors = Colors {
    background: color!(0xF3F5F8),
    panel: color!(0xFFFFFF),
    head: color!(0xF8F9FB),
    line: color!(0xDFE3E8),
    faint: color!(0xEDF0F3),
    text: color!(0x1B2430),
    muted: color!(0x5F6978),
    accent: color!(0x2563C9),
    accent_ground: color!(0xE6EEFB),
    on_accent: color!(0xFFFFFF),
    good: color!(0x26703F),
    good_ground: color!(0xE5F3EA),
    amber: color!(0x845800),
    amber_ground: color!(0xFBF2DC),
    bad: color!(0xB42318),
    bad_ground: color!(0xFCE9E7),
    neutral_ground: color!(0xE9ECF0),
    scrim: color!(0x1B2430, 0.32),
};

static DARK: Colors = Colors {
    background: color!(0x14171C),
    panel: color!(0x1B1F26),
    head: color!(0x20252D),
    line: color!(0x2E343D),
    faint: color!(0x252A32),
    text: color!(0xE4E8EE),
    muted: color!(0x97A1AF),
    accent: color!(0x7AA7FF),
    accent_ground: color!(0x22304A),
    on_accent: color!(0x0E1420),
    good: color!(0x6CC08B),
    good_ground: color!(0x1C3326),
    amber: color!(0xE0B04C),
    amber_ground: color!(0x3A2F17),
    bad: color!(0xF08A80),
    bad_ground: color!(0x42211E),
    neutral_ground: color!(0x2A3039),
    scrim: color!(0x000000, 0.5),
};

static CONTRAST: Colors = Colors {
    background: color!(0x000000),
    panel: color!(0x000000),
    head: color!(0x161616),
    line: color!(0xFFFFFF),
    faint: color!(0x5A5A5A),
    text: color!(0xFFFFFF),
    muted: color!(0xE0E0E0),
    accent: color!(0xFFD84A),
    accent_ground: color!(0x2E2600),
    on_accent: color!(0x000000),
    good: color!(0x7CFFA6),
    good_ground: color!(0x00240E),
    amber: color!(0xFFCE6B),
    amber_ground: color!(0x2C1D00),
    bad: color!(0xFFA69E),
    bad_ground: color!(0x360602),
    neutral_ground: color!(0x262626),
    scrim: color!(0x000000, 0.75),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast of two colours, as WCAG 2 counts it.
    fn contrast(one: Color, other: Color) -> f32 {
        let light = one.relative_luminance().max(other.relative_luminance());
        let dark = one.relative_luminance().min(other.relative_luminance());
        (light + 0.05) / (dark + 0.05)
    }

    #[test]
    fn every_text_stands_out_from_every_ground_it_is_drawn_on() {
        for look in Look::ALL {
            let c = look.colors();
            let least = if look == Look::Contrast { 7.0 } else { 4.5 };
            let mut pairs = vec![
                (c.on_accent, c.accent),
                (c.accent, c.accent_ground),
                (c.accent, c.panel),
                (c.text, c.accent_ground),
                (c.muted, c.accent_ground),
                (c.good, c.good_ground),
                (c.amber, c.amber_ground),
                (c.bad, c.bad_ground),
                (c.muted, c.neutral_ground),
            ];
            for ground in [c.background, c.panel, c.head] {
                pairs.extend([
                    (c.text, ground),
                    (c.muted, ground),
                    (c.bad, ground),
                    (c.amber, ground),
                    (c.good, ground),
                ]);
            }
            for (text, ground) in pairs {
                let found = contrast(text, ground);
                assert!(found >= least, "{}: {text:?} on {ground:?} has {found:.2}", look.name());
            }
        }
    }

    #[test]
    fn a_choice_is_remembered_by_its_name() {
        for choice in [Choice::System, Choice::Fixed(Look::Dark), Choice::Fixed(Look::Contrast)] {
            assert_eq!(Choice::from_name(choice.name()), choice);
        }
        assert_eq!(Choice::from_name("nonsense"), Choice::System);
    }

    #[test]
    fn the_system_s_theme_is_followed_and_a_fixed_one_stays() {
        use theme::Mode::{Dark, Light, None as Silent};
        let look = |mode, dark, contrast| Choice::System.look(mode, Appearance { dark, contrast });
        for (mode, dark, contrast, drawn) in [
            (Silent, None, false, Look::Light),
            (Dark, None, false, Look::Dark),
            (Light, Some(true), false, Look::Dark),
            (Dark, Some(false), false, Look::Light),
            (Dark, Some(true), true, Look::Contrast),
            (Silent, None, true, Look::Contrast),
        ] {
            assert_eq!(look(mode, dark, contrast), drawn, "{mode:?} {dark:?} {contrast}");
        }
        let all = Appearance { dark: Some(true), contrast: true };
        assert_eq!(Choice::Fixed(Look::Light).look(Dark, all), Look::Light);
    }

    #[test]
    fn the_bar_of_an_opened_list_looks_like_the_others() {
        use iced::widget::scrollable::Status;
        for look in Look::ALL {
            let ui = crate::ui::Ui::new(look);
            let others = ui.scroll_style(Status::Active {
                is_horizontal_scrollbar_disabled: false,
                is_vertical_scrollbar_disabled: false,
            });
            let bar = look.theme().extended_palette().background.strongest.color;
            assert_eq!(others.vertical_rail.scroller.background, bar.into());
            assert_eq!(look.theme().extended_palette().background.weak.color, ui.colors.panel);
        }
    }

    #[test]
    fn an_empty_field_is_seen_by_its_edge() {
        for look in Look::ALL {
            let ui = crate::ui::Ui::new(look);
            assert!(contrast(ui.edge(), ui.colors.panel) >= 1.5, "{}", look.name());
        }
    }
}
