//! The pane of the chosen groups.

use iced::widget::{Column, Row, Space, column, container, row};
use iced::{Element, Length, Padding};
use keyholder_shared::model::{Group, Texts};
use keyholder_shared::Str;

use super::change::{in_language, name_fault};
use super::{AREAS, DESCRIPTION, EXTERNAL, Field, MEMBER, Message, NAME, RIGHTS, State};
use crate::app::{Context, Place};
use crate::command::Command;
use crate::page::Page;
use crate::ui::gather::{Chip, Says};
use crate::ui::choice::Choice;
use crate::ui::{Icon, size};

/// One group.
pub(super) fn one<'a>(state: &'a State, group: &'a Group, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let members = document.draft().member_count(group.id);
    let note = match group.administrators {
        true => tr.get("groups-is-administrators").to_owned(),
        false => tr.count("groups-member-count", members),
    };
    let note = context.unless_hidden(note, state.listed_of(&[group]) > 0);
    let mut all = column![ui.property_head(context.named(&group.name), note)];
    all = all.push(texts(state, group, context));
    all = all.push(ui.section(tr.get("groups-rights")));
    all = all.push(rights(group, context));
    all = all.push(ui.section(tr.get("groups-areas")));
    all = all.push(areas(std::slice::from_ref(&group), context));
    all = all.push(ui.section(tr.get("groups-members")));
    all = all.push(self::members(state, group, members, context));
    all = all.push(ui.section(tr.get("groups-external")));
    all = all.push(external(state, group, context));
    ui.properties(all)
}

/// Several groups at once.
pub(super) fn several<'a>(groups: &[&'a Group], listed: usize, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let says = context.with_hidden(tr.get("groups-several-text").to_owned(), groups.len(), listed);
    let all = column![
        ui.property_head(tr.count("groups-count", groups.len()), says),
        ui.section(tr.get("groups-areas")),
        areas(groups, context),
    ];
    ui.properties(all)
}

/// Name and description, a tab a language.
fn texts<'a>(state: &'a State, group: &'a Group, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let languages = &document.definitions().languages.list;
    let lang = &state.lang;
    let field = |field: Field, label: &'a str, stored: &'a str| {
        ui.field(tr.get(label), state.typing.shown(&(group.id, field, lang.clone()), stored))
            .on_input(move |text| Message::Type(field, text))
    };
    let name = field(Field::Name, "groups-name", in_language(&group.name, lang).unwrap_or_default())
        .id(NAME)
        .placeholder(context.text(&group.name))
        .error(name_fault(group, lang, document.definitions()).map(|key| tr.get(key)));
    let stored = in_language(&group.description, lang).unwrap_or_default();
    let description = field(Field::Description, "groups-description", stored)
        .id(DESCRIPTION)
        .placeholder(context.text(&group.description));
    let mut all = Column::new().spacing(size::SMALL);
    let says = |texts: &'a Texts, tag: &str| in_language(texts, tag).is_some_and(|text| !text.is_empty());
    let is_described = languages.iter().any(|language| says(&group.description, &language.tag));
    let whole = languages.iter().map(|language| {
        let tag = &language.tag;
        (tag, says(&group.name, tag) && (!is_described || says(&group.description, tag)))
    });
    if let Some(tabs) = ui.languages(whole, lang, tr.get("language-incomplete"), Message::Lang) {
        all = all.push(tabs);
    }
    all.push(name).push(description.limit(Field::Description.limit())).into()
}

fn rights<'a>(group: &'a Group, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let denied = group.rights.iter().filter(|right| right.denied).count();
    let assigned = group.rights.len() - denied;
    let says = tr.with("groups-rights-say", &[("assigned", assigned.into()), ("denied", denied.into())]);
    let buttons = row![
        ui.button(tr.get("command-edit-rights"))
            .icon(Icon::Shield)
            .id(RIGHTS)
            .on_press(Message::Run(Command::EditRights)),
        ui.button(tr.get("groups-in-matrix"))
            .icon(Icon::GridCells)
            .on_press(Message::Go(Place::of(Page::Matrix, group.id))),
    ]
    .spacing(size::SMALL);
    let mut all = column![ui.text(says), buttons].spacing(size::SMALL);
    if group.administrators {
        all = all.push(ui.note(tr.get("groups-system-rights")));
    }
    all.into()
}

/// Chips for the areas in which someone counts, and a list to add one.
fn areas<'a>(groups: &[&'a Group], context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let mut chips = Vec::new();
    let mut free = Vec::new();
    for area in document.definitions().areas.iter() {
        let count = groups.iter().filter(|group| group.areas.iter().any(|other| other.id == area.id)).count();
        let name = context.text(&area.name);
        if count > 0 {
            let label = if count == groups.len() { name.to_owned() } else { format!("{name} {count}/{}", groups.len()) };
            chips.push(Chip { label, remove: Some(Message::Area(area.id, false)) });
        }
        if count < groups.len() {
            free.push(Choice::new(area.id, name));
        }
    }
    let remove = tr.get("groups-area-remove");
    if free.is_empty() {
        let chips = chips.into_iter().map(|chip| ui.chip(chip.label, remove, chip.remove));
        return row(chips).spacing(size::TINY).wrap().into();
    }
    // Above the field stands one thing, so that it keeps the keyboard when the first area comes.
    let says = match chips.is_empty() {
        true => container(ui.text(tr.get("groups-counts-everywhere"))).padding(Padding { bottom: size::TINY + 2.0, ..Padding::ZERO }),
        false => container(Space::new()),
    };
    let add = |id| Message::Area(id, true);
    let words = Says { add: tr.get("groups-area-add"), enter: tr.get("enter-adds"), remove };
    column![says, ui.gather(AREAS, chips, free, words, add)].into()
}

/// The first members, and a field to add one by name.
fn members<'a>(state: &'a State, group: &'a Group, count: usize, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let mut listed = Column::new().spacing(size::SMALL);
    let chips: Vec<Element<'a, Message>> = state
        .members
        .iter()
        .filter_map(|id| document.user(*id))
        .map(|user| {
            let stays = group.administrators && user.admin;
            let leave = (!stays).then_some(Message::Member(user.id, false));
            ui.chip(user.name.as_str(), tr.get("groups-member-remove"), leave)
        })
        .collect();
    if chips.is_empty() {
        listed = listed.push(ui.text(tr.get("groups-no-members")));
    } else {
        listed = listed.push(row(chips).spacing(size::TINY).wrap());
    }
    if let Some(more @ 1..) = count.checked_sub(state.members.len()) {
        listed = listed.push(ui.note(tr.count("and-more", more)));
    }
    // One thing above the field, which keeps the keyboard whoever comes.
    let all = column![listed].spacing(size::SMALL);
    let field = ui
        .field("", state.member.as_str())
        .id(MEMBER)
        .placeholder(tr.get("groups-member-add"))
        .on_input(Message::SearchMember)
        .on_submit(Message::FirstMember);
    let all = all.push(field);
    let found = state.candidates.iter().filter_map(|id| document.user(*id)).map(|user| {
        let label = match user.full_name.is_empty() {
            true => user.name.to_string(),
            false => format!("{} – {}", tr.apart(&user.name), tr.apart(&user.full_name)),
        };
        let button = ui.button(label).icon(Icon::Plus).kind(crate::ui::Kind::Quiet);
        button.on_press(Message::Member(user.id, true)).into()
    });
    let found: Vec<Element<'a, Message>> = found.collect();
    match found.is_empty() && !state.member.trim().is_empty() {
        true => all.push(ui.note(tr.get("groups-member-nobody"))).into(),
        false if found.is_empty() => all.into(),
        false => all.push(Column::from_vec(found)).into(),
    }
}

/// The counterparts in a directory service.
fn external<'a>(state: &'a State, group: &'a Group, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let mut all = Column::new().spacing(size::SMALL);
    if group.external.is_empty() {
        all = all.push(ui.note(tr.get("groups-external-note")));
    }
    // The first that lacks its name, or else the last, is led to.
    let nameless = group.external.iter().position(|one| one.name.is_empty());
    let wanted = nameless.unwrap_or(group.external.len().saturating_sub(1));
    for (index, one) in group.external.iter().enumerate() {
        let lang = Str::default();
        let shown = |field, stored: &'a str| state.typing.shown(&(group.id, field, lang.clone()), stored);
        let missing = one.name.is_empty().then(|| tr.get("groups-external-missing"));
        let provider = ui
            .field(tr.get("groups-provider"), shown(Field::Provider(index), &one.provider))
            .on_input(move |text| Message::Type(Field::Provider(index), text));
        let mut name = ui
            .field(tr.get("groups-external-name"), shown(Field::External(index), &one.name))
            .error(missing)
            .on_input(move |text| Message::Type(Field::External(index), text));
        if index == wanted {
            name = name.id(EXTERNAL);
        }
        let remove = ui
            .icon_button(Icon::X, tr.get("groups-external-remove"))
            .on_press(Message::RemoveExternal(index));
        let line = Row::new()
            .push(container(provider).width(Length::FillPortion(2)))
            .push(container(name).width(Length::FillPortion(3)))
            .push(container(remove).align_bottom(size::ROW + size::LARGE + size::TINY))
            .spacing(size::TINY);
        all = all.push(line);
    }
    all.push(ui.button(tr.get("groups-external-add")).icon(Icon::Plus).on_press(Message::AddExternal)).into()
}
