//! What is shown while no project is open: new, open, and those opened lately.

use iced::widget::{Column, button, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::{App, Message};
use crate::command::Command;
use crate::ui::{Icon, Kind, Tone, Ui, size};

impl App {
    pub(super) fn view_start<'a>(&'a self, ui: Ui) -> Element<'a, Message> {
        let tr = &self.tr;
        let mut all = column![
            column![ui.title(tr.get("start-title")), ui.muted(tr.get("start-lead"))].spacing(size::SMALL),
            row![
                self.command_button(ui, Command::NewProject, Kind::Primary, false, None),
                self.command_button(ui, Command::Open, Kind::Plain, false, None),
            ]
            .spacing(size::SMALL),
        ]
        .spacing(size::LARGE)
        .max_width(640);
        if let Some(work) = self.work.last() {
            all = all.push(ui.sign(Icon::Clock, tr.get(work), Tone::Accent));
        }
        if let Some((tone, text)) = &self.notice {
            all = all.push(ui.message(*tone, text.as_str()));
        }
        all = all.push(ui.section(tr.get("start-recent")));
        if self.settings.recent.is_empty() {
            all = all.push(ui.muted(tr.get("start-no-recent")));
        } else {
            let mut list = Column::new();
            for recent in &self.settings.recent {
                let path = recent.path.display().to_string();
                let open = Message::OpenRecent(recent.path.clone());
                let line = row![
                    ui.icon(Icon::FileText),
                    column![ui.line(recent.name.as_str()), ui.line(path).size(size::NOTE).color(ui.colors.muted)]
                        .width(Length::Fill),
                ]
                .spacing(size::MEDIUM)
                .align_y(Alignment::Center);
                let pressed = button(line)
                    .width(Length::Fill)
                    .clip(true)
                    .padding(Padding::from([size::SMALL, size::SMALL]))
                    .on_press(open.clone())
                    .style(move |_, status| ui.button_style(Kind::Quiet, status));
                let forget =
                    ui.icon_button(Icon::X, tr.get("start-forget")).on_press(Message::Forget(recent.path.clone()));
                let reached = container(ui.pressable(pressed, Some(open))).width(Length::Fill);
                list = list.push(row![reached, Element::from(forget)].align_y(Alignment::Center));
            }
            all = all.push(list);
        }
        all = all.push(ui.note(tr.get("start-drop")));
        container(container(all).max_width(640))
            .center_x(Length::Fill)
            .padding(size::HUGE * 2.0)
            .height(Length::Fill)
            .into()
    }
}
