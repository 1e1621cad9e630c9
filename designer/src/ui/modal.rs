//! Dialogs over the window.
//!
//! Nothing has a shadow: the software renderer draws shadows past the part of the window that it draws anew.

use std::borrow::Cow;

use iced::widget::{Column, Row, Space, center, column, container, mouse_area, opaque, stack};
use iced::{Alignment, Border, Element, Length, Padding};

use super::inert::inert;
use super::{Ui, size};

/// In a window of this height every dialog has room.
const TIGHT: f32 = 640.0;
/// What is round the content of a dialog: edges, two lines of heading, buttons.
const AROUND: f32 = 2.0 * (size::HUGE + size::DIALOG_EDGE + size::LARGE + size::TITLE) + size::ROW + size::TINY;

impl Ui {
    /// Lays the open dialogs over the window, the last on top. All but the last lie still.
    pub fn modals<'a, M: Clone + 'a>(self, base: Element<'a, M>, dialogs: Vec<Element<'a, M>>) -> Element<'a, M> {
        let colors = self.colors;
        let open = dialogs.len();
        let mut all = stack![inert(base, open > 0)];
        for (index, dialog) in dialogs.into_iter().enumerate() {
            let ground = center(dialog).padding(size::HUGE).style(move |_| container::background(colors.scrim));
            all = all.push(inert(opaque(ground), index + 1 < open));
        }
        all.into()
    }

    /// A dialog: a title, what it is about, and its buttons at the bottom right, the main one last.
    pub fn dialog<'a, M: 'a>(
        self,
        title: impl Into<Cow<'a, str>>,
        width: f32,
        content: Column<'a, M>,
        buttons: Vec<Element<'a, M>>,
    ) -> Element<'a, M> {
        let colors = self.colors;
        // Where they have no room beside each other they stand one under the other.
        let row = Row::from_vec(buttons).spacing(size::SMALL).align_y(Alignment::Center).wrap().align_x(Alignment::End);
        let row = container(row).width(Length::Fill).align_x(Alignment::End);
        let mut content: Element<'a, M> = content.spacing(size::MEDIUM).into();
        if self.room < TIGHT {
            // Everything is large, or the window small: the buttons stay in it, and what is above them scrolls.
            let inner = container(content).padding(Padding { right: size::MEDIUM, ..Padding::ZERO });
            let most = (self.room - AROUND).max(size::ROW * 2.0);
            content = container(self.scroll(inner).height(Length::Shrink)).max_height(most).into();
        }
        let all = column![self.heading(title.into()), content, row].spacing(size::LARGE);
        container(all)
            .padding(size::DIALOG_EDGE)
            .max_width(width)
            .style(move |_| container::Style {
                text_color: Some(colors.text),
                background: Some(colors.panel.into()),
                border: Border { color: colors.line, width: 1.0, radius: size::CORNER_LARGE.into() },
                ..container::Style::default()
            })
            .into()
    }

    /// Something small over the window at a place, such as a menu: a press outside asks for `close`.
    pub fn popup<'a, M: Clone + 'a>(
        self,
        base: Element<'a, M>,
        popup: Option<Element<'a, M>>,
        close: M,
    ) -> Element<'a, M> {
        let is_open = popup.is_some();
        let mut all = stack![inert(base, is_open)];
        if let Some(popup) = popup {
            let outside = Space::new().width(Length::Fill).height(Length::Fill);
            all = all.push(opaque(mouse_area(outside).on_press(close.clone()).on_right_press(close)));
            all = all.push(popup);
        }
        all.into()
    }
}
