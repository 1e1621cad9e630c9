//! The card of the project's languages.

use iced::widget::{Column, Row, column, container, row};
use iced::{Alignment, Element, Length};
use keyholder_shared::model::{Language, Languages};

use super::cards;
use super::{Message, State};
use crate::app::{Context, Spot};
use crate::i18n::endonym;
use crate::ui::{Icon, Kind, Tone, size};

/// What the file calls the default language.
pub(super) const DEFAULT: &str = "Default";
/// What it calls the tag of a language.
pub(super) const TAG: &str = "Tag";

/// The field for a new language.
const NEW: &str = "guidelines-tag-field";
/// The button that takes away the first language that is wrong.
const REMOVE: &str = "guidelines-remove-language-button";

pub(super) fn card<'a>(state: &'a State, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let languages = &document.definitions().languages;
    let mut content = Column::new();
    let wrong = wrong(languages);
    for (index, language) in languages.list.iter().enumerate() {
        let tag = &language.tag;
        let mut line = Row::new().spacing(size::SMALL).align_y(Alignment::Center).height(size::ROW);
        line = line.push(container(ui.strong(tag.as_str())).width(size::SIDEBAR / 4.0));
        line = line.push(container(ui.line(endonym(tag).unwrap_or_default())).width(Length::Fill));
        if *tag == languages.default {
            line = line.push(ui.badge(tr.get("guidelines-default-language"), Tone::Accent));
        } else {
            let choose = ui.button(tr.get("guidelines-make-default")).kind(Kind::Quiet);
            line = line.push(choose.on_press(Message::DefaultLanguage(tag.clone())));
        }
        let mut remove = ui.icon_button(Icon::Trash2, tr.get("guidelines-remove-language"));
        if wrong == Some(index) {
            remove = remove.id(REMOVE);
        }
        let offer = match languages.list.len() {
            0 | 1 => Err(tr.get("refused-language-stays").to_owned()),
            _ => Ok(Message::RemoveLanguage(tag.clone())),
        };
        content = content.push(line.push(remove.on_press_or(offer)));
    }
    let fault = fault(&state.tag, context);
    let typed = ui
        .field("", state.tag.as_str())
        .id(NEW)
        .placeholder(tr.get("guidelines-language-placeholder"))
        .error(fault.filter(|_| !state.tag.trim().is_empty()).map(|key| tr.get(key)))
        .on_input(Message::Tag)
        .on_submit(Message::AddLanguage);
    let add = fault.map_or(Ok(Message::AddLanguage), |key| Err(tr.get(key).to_owned()));
    let button = ui.button(tr.get("guidelines-add-language")).icon(Icon::Plus).on_press_or(add);
    let line = row![container(typed).width(Length::Fill), button].spacing(size::SMALL);
    // The list is one thing above the field, which keeps the keyboard when a language comes.
    let all = column![content.spacing(size::SMALL), line, ui.note(tr.get("guidelines-languages-note"))];
    cards::card("fact-languages", all, context)
}

/// The first language without a tag, or with that of an earlier one.
fn wrong(languages: &Languages) -> Option<usize> {
    let list = &languages.list;
    list.iter().enumerate().position(|(index, language)| {
        let same = |earlier: &Language| earlier.tag.eq_ignore_ascii_case(&language.tag);
        language.tag.is_empty() || list.iter().take(index).any(same)
    })
}

/// Where what is wrong with the languages is put right.
pub(super) fn field(spot: &Spot, context: Context<'_>) -> iced::widget::Id {
    let wrong = wrong(&context.document.definitions().languages);
    if spot.field == TAG && wrong.is_some() { REMOVE } else { NEW }.into()
}

/// What is wrong with the tag of a new language.
pub(super) fn fault(tag: &str, context: Context<'_>) -> Option<&'static str> {
    let tag = tag.trim();
    if tag.is_empty() {
        return Some("guidelines-language-missing");
    }
    if tag.parse::<unic_langid::LanguageIdentifier>().is_err() {
        return Some("guidelines-language-wrong");
    }
    let languages = &context.document.definitions().languages.list;
    languages.iter().any(|language| language.tag.eq_ignore_ascii_case(tag)).then_some("refused-language-taken")
}
