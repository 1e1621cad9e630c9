//! The pane at the right: one text in every language, to type into.

use iced::Element;
use iced::widget::{Column, row};
use keyholder_shared::edit::TextField;
use keyholder_shared::name::DESCRIPTION_LIMIT;

use super::{Message, State, list};
use crate::app::Context;
use crate::ui::Icon;

pub(super) fn pane<'a>(state: &'a State, context: Context<'a>) -> Option<Element<'a, Message>> {
    let Context { ui, tr, document, .. } = context;
    let several = state.table.selection.len();
    if several > 1 {
        let says = tr.get("texts-several-text");
        return Some(ui.empty(Icon::Languages, tr.count("things-chosen", several), says, None));
    }
    let chosen = state.table.selection.single().and_then(|key| Some((key, list::find(document, key)?)));
    let Some((key, entry)) = chosen else {
        return Some(ui.empty(Icon::Languages, tr.get("texts-choose"), tr.get("texts-choose-text"), None));
    };
    let what = tr.with(
        "texts-where",
        &[("kind", tr.get(key.kind_key()).into()), ("field", tr.get(key.field_key()).into())],
    );
    let mut pane = Column::new().push(ui.property_head(if entry.of.is_empty() { tr.get("nameless") } else { entry.of }, what));
    let languages = &document.definitions().languages;
    for language in &languages.list {
        let tag = language.tag.clone();
        let value = entry.texts.list.iter().find(|text| text.lang.eq_ignore_ascii_case(&tag));
        let value = value.map_or("", |text| text.value.as_str());
        let value = state.typing.shown(&(key, tag.clone()), value);
        let mut field = ui.field(language.tag.as_str(), value).id(format!("texts-{tag}"));
        if key.field == TextField::Description {
            field = field.limit(DESCRIPTION_LIMIT);
        }
        if list::is_taken(document, key, &tag, value) {
            field = field.error(Some(tr.get("import-text-name-taken")));
        } else if entry.is_missing(&tag) {
            let shown = entry.texts.get(&languages.default);
            field = field.note(tr.with("texts-fallback", &[("text", shown.into())]));
        }
        let typed = move |value| Message::Type(key, tag.clone(), value);
        pane = pane.push(Element::from(field.on_input(typed)));
    }
    if languages.list.len() == 1 {
        pane = pane.push(ui.note(tr.get("texts-one-language")));
    }
    let go = ui.button(tr.get("texts-go")).icon(Icon::ArrowRight).on_press(Message::Go(key));
    Some(ui.properties(pane.push(row![go])))
}
