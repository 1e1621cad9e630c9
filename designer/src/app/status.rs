//! The bar at the bottom: what is wrong, what was done last, when the file was saved, its languages.

use iced::widget::{Row, Space, button, container};
use iced::{Alignment, Element, Length, Padding};
use keyholder_shared::Time;
use keyholder_shared::xml::Severity;

use super::{App, Message, words};
use crate::command::Command;
use crate::document::Document;
use crate::page::Page;
use crate::ui::{Icon, Kind, Tone, Ui, size};

impl App {
    pub(super) fn view_status<'a>(&'a self, ui: Ui, document: &'a Document) -> Element<'a, Message> {
        let tr = &self.tr;
        // What was wrong in the file counts too, as the page lists it.
        let (errors, warnings): (Vec<_>, Vec<_>) =
            document.unread().iter().partition(|fault| fault.severity == Severity::Error);
        let (errors, advice) = (self.findings.errors + errors.len(), self.findings.advice + warnings.len());
        let error_tone = if errors > 0 { Tone::Bad } else { Tone::Neutral };
        let advice_tone = if advice > 0 { Tone::Amber } else { Tone::Neutral };
        let to_problems = |sign: Element<'a, Message>| {
            let message = Message::Run(Command::Show(Page::Problems));
            let pressed = button(sign)
                .padding(Padding::from([2.0, size::TINY]))
                .on_press(message.clone())
                .style(move |_, status| ui.button_style(Kind::Quiet, status));
            ui.pressable(pressed, Some(message))
        };
        let mut bar = Row::new().spacing(size::SMALL).align_y(Alignment::Center).height(Length::Fill);
        bar = bar.push(to_problems(ui.sign(Icon::CircleX, tr.count("count-errors", errors), error_tone)));
        bar = bar.push(to_problems(ui.sign(Icon::TriangleAlert, tr.count("count-advice", advice), advice_tone)));
        let says: Option<Element<'a, Message>> = match (self.work.last(), &self.notice) {
            (Some(work), _) => Some(ui.sign(Icon::Clock, tr.get(work), Tone::Accent)),
            (None, Some((tone, text))) => Some(ui.line(text.as_str()).size(size::NOTE).color(ui.tone(*tone).0).into()),
            (None, None) => document.last().map(|last| {
                ui.line(words::done(tr, &last.label, last.way)).size(size::NOTE).color(ui.colors.muted).into()
            }),
        };
        bar = bar.push(match says {
            Some(says) => container(says).width(Length::Fill).clip(true),
            None => container(Space::new()).width(Length::Fill),
        });
        let languages = &document.definitions().languages.list;
        let languages: Vec<&str> = languages.iter().map(|language| language.tag.as_str()).collect();
        let stamp = tr.with("status-time-stamp", &[("time", moment(document.time_stamp()).into())]);
        bar = bar.push(ui.line(stamp).size(size::NOTE).color(ui.colors.muted));
        bar = bar.push(ui.line(languages.join(" · ")).size(size::NOTE).color(ui.colors.muted));
        container(bar).height(size::STATUS_BAR).width(Length::Fill).padding([0.0, size::SMALL]).into()
    }
}

/// A time as people read it: `2026-11-20 14:02:11 UTC`.
#[must_use]
pub fn moment(time: Time) -> String {
    let encoded = time.to_string();
    match (encoded.get(..10), encoded.get(11..19)) {
        (Some(day), Some(clock)) => format!("{day} {clock} UTC"),
        _ => encoded,
    }
}
