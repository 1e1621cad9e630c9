//! Context menus.

use iced::widget::{Column, button, container, pin, row};
use iced::{Alignment, Border, Element, Length, Padding, Point, Size};

use super::{Icon, Ui, size};

/// One line of a menu.
#[derive(Clone, Debug)]
pub struct Item<M> {
    /// Its icon.
    pub icon: Icon,
    /// What it does.
    pub label: String,
    /// The keys that do the same.
    pub shortcut: Option<String>,
    /// What it asks for; nothing where it cannot be done now.
    pub message: Option<M>,
    /// A line is drawn above.
    pub parted: bool,
}

/// As wide as a menu is.
const WIDTH: f32 = 300.0;
/// A line of a menu.
const LINE: f32 = 26.0;

impl Ui {
    /// A menu at `at`, kept inside a window of that size; `cursor` is the line that the keyboard has reached.
    pub fn menu<'a, M: Clone + 'a>(
        self,
        items: Vec<Item<M>>,
        cursor: Option<usize>,
        at: Point,
        window: Size,
    ) -> Element<'a, M> {
        let colors = self.colors;
        let mut height = size::TINY * 2.0;
        let mut list = Column::new();
        for (index, item) in items.into_iter().enumerate() {
            if item.parted {
                list = list.push(container(self.rule()).padding([size::TINY, 0.0]));
                height += size::SMALL + 1.0;
            }
            let ink = if item.message.is_some() { colors.text } else { super::button::faded(colors.muted) };
            let mut line = row![
                self.icon_in(item.icon, size::ICON_SMALL + 1.0, ink),
                container(self.line(item.label).color(ink)).width(Length::Fill).clip(true),
            ]
            .spacing(size::SMALL)
            .align_y(Alignment::Center)
            .height(Length::Fill);
            if let Some(shortcut) = item.shortcut {
                line = line.push(self.note(shortcut));
            }
            let reached = cursor == Some(index);
            list = list.push(
                button(line)
                    .width(Length::Fill)
                    .height(LINE)
                    .padding(Padding::from([0.0, size::SMALL]))
                    .on_press_maybe(item.message)
                    .style(move |_, status| {
                        let ground = match status {
                            button::Status::Hovered | button::Status::Pressed => Some(colors.accent_ground),
                            _ if reached => Some(colors.accent_ground),
                            _ => None,
                        };
                        button::Style {
                            background: ground.map(Into::into),
                            text_color: colors.text,
                            border: Border { radius: 3.into(), ..Border::default() },
                            ..button::Style::default()
                        }
                    }),
            );
            height += LINE;
        }
        let sheet = container(list).width(WIDTH).padding(size::TINY).style(move |_| container::Style {
            text_color: Some(colors.text),
            background: Some(colors.panel.into()),
            border: Border { color: colors.line, width: 1.0, radius: size::CORNER.into() },
            ..container::Style::default()
        });
        let x = at.x.min(window.width - WIDTH - size::TINY).max(0.0);
        let y = at.y.min(window.height - height - size::TINY).max(0.0);
        pin(sheet).x(x).y(y).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::COMMANDS;
    use crate::i18n::{Language, Tr};
    use crate::ui::fit::width_of;
    use crate::ui::text;

    #[test]
    fn every_command_stands_whole_in_a_menu_beside_its_keys() {
        text::load();
        // Edges of the sheet and of the line, the icon, and what stands between.
        let beside = 2.0 * size::TINY + 2.0 * size::SMALL + size::ICON_SMALL + 1.0 + size::SMALL;
        for language in Language::ALL {
            let tr = Tr::new(language);
            for entry in COMMANDS {
                let label = tr.get(entry.key);
                let keys = entry
                    .keys
                    .map_or(0.0, |keys| width_of(&keys.label(language), size::NOTE, text::REGULAR) + size::SMALL);
                let wide = beside + width_of(label, size::TEXT, text::REGULAR) + keys;
                assert!(wide <= WIDTH, "{label}: {wide}");
            }
        }
    }
}
