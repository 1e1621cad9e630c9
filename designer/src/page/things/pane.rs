//! The pane of the chosen thing.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};
use keyholder_shared::edit::{Kind, UsedAs};
use keyholder_shared::model::{Area, Definitions, Texts};
use keyholder_shared::{Id, name};

use super::rows::{self, right, texts};
use super::{CLIENT, DESCRIPTION, Field, KEY, Message, Shift, State, Which};
use crate::app::{Context, Place};
use crate::page::Page;
use crate::ui::choice::Choice;
use crate::ui::{Icon, Kind as Look, Tone, size};

/// So many members are listed; the rest is a number.
const LISTED: usize = 12;

impl<W: Which> State<W> {
    /// Everything about one thing.
    pub(super) fn pane<'a>(&'a self, id: Id, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let definitions = document.definitions();
        let Some(kind) = document.draft().kind(id) else { return ui.properties(Column::new()) };
        let Some((called, description)) = texts(definitions, id, kind) else {
            return ui.properties(Column::new());
        };
        let note = match kind {
            Kind::Right => right(definitions, id).map_or("", |(group, _)| context.text(&group.name)),
            Kind::RightGroup => tr.get("what-kind-right-group"),
            Kind::Area => tr.get("what-kind-area"),
            _ => tr.get("what-kind-notification-group"),
        };
        let note = context.unless_hidden(note.to_owned(), self.listed_of([id]) > 0);
        let mut head = row![container(ui.property_head(context.named(called), note)).width(Length::Fill)]
            .align_y(Alignment::Center);
        // The matrix and the report follow the order of rights; that of other things shows nowhere.
        if matches!(kind, Kind::Right | Kind::RightGroup) {
            let up = ui.icon_button(Icon::ChevronUp, tr.get("things-up")).on_press(Message::Shift(Shift::Up));
            let down = ui.icon_button(Icon::ChevronDown, tr.get("things-down")).on_press(Message::Shift(Shift::Down));
            head = head.push(up).push(down);
        }
        let mut all = column![head];
        if let Some(why) = rows::built_in(id, document) {
            all = all.push(ui.message(Tone::Neutral, tr.get(why)));
        }
        if let Some(tabs) = self.languages(called, description, context) {
            all = all.push(tabs);
        }
        let field = |field: Field, label: &'a str, stored: &'a str| {
            let shown = self.typing.shown(&(id, field, self.lang.clone()), stored);
            ui.field(tr.get(label), shown).on_input(move |text| Message::Type(field, text))
        };
        let fault = name_fault(definitions, id, kind, called, &self.lang).map(|key| tr.get(key));
        let name = field(Field::Name, "things-name", in_language(called, &self.lang));
        all = all.push(name.id(W::FIELDS.name).placeholder(context.text(called)).error(fault));
        if let Some((group, right)) = right(definitions, id).filter(|_| kind == Kind::Right) {
            if group.system {
                all = all.push(ui.field(tr.get("rights-key"), right.key.as_str()).note(tr.get("rights-key-fixed")));
            } else {
                let fault = key_fault(definitions, id, &right.key).map(|key| tr.get(key));
                let key = field(Field::Key, "rights-key", &right.key).error(fault).note(tr.get("rights-key-note"));
                all = all.push(key.id(KEY));
                let groups = definitions.right_groups.iter().filter(|group| !group.system);
                let groups = groups.map(|group| Choice::new(group.id, context.text(&group.name))).collect();
                let pick = ui.pick(groups, Some(&group.id), "", Message::Within);
                all = all.push(ui.labelled(tr.get("rights-group"), pick));
            }
        }
        // What is to be translated stands in the empty field, pale.
        let said = in_language(description, &self.lang);
        let field = field(Field::Description, "things-description", said).placeholder(context.text(description));
        all = all.push(field.id(DESCRIPTION).limit(Field::Description.limit()));
        if let Some(area) = definitions.areas.iter().find(|area| area.id == id) {
            all = all.push(self.clients(area, context));
        }
        let users = match kind {
            Kind::Right | Kind::RightGroup => "things-used-by",
            Kind::Area => "areas-groups",
            _ => "notification-groups-members",
        };
        ui.properties(all.push(ui.section(tr.get(users))).push(uses(id, kind, context)))
    }

    fn languages<'a>(
        &'a self,
        called: &'a Texts,
        description: &'a Texts,
        context: Context<'a>,
    ) -> Option<Element<'a, Message>> {
        let Context { ui, tr, document, .. } = context;
        let languages = &document.definitions().languages.list;
        let says = |texts: &Texts, tag: &str| !in_language(texts, tag).is_empty();
        let is_described = languages.iter().any(|language| says(description, &language.tag));
        let whole = languages.iter().map(|language| {
            let tag = &language.tag;
            (tag, says(called, tag) && (!is_described || says(description, tag)))
        });
        ui.languages(whole, &self.lang, tr.get("language-incomplete"), Message::Lang)
    }

    fn clients<'a>(&'a self, area: &'a Area, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, .. } = context;
        let chips = area.clients.iter().map(|client| {
            let remove = Message::RemoveClient(client.name.clone());
            ui.chip(client.name.as_str(), tr.get("areas-remove-client"), Some(remove))
        });
        let taken = area.clients.iter().any(|client| name::fold(&client.name) == name::fold(&self.client));
        let fault = (taken && !self.client.is_empty()).then(|| tr.get("areas-client-taken"));
        let typed = ui
            .field("", self.client.as_str())
            .id(CLIENT)
            .placeholder(tr.get("areas-client-placeholder"))
            .error(fault)
            .on_input(Message::Client)
            .on_submit(Message::AddClient);
        let add = if self.client.trim().is_empty() {
            Err(tr.get("areas-client-missing").to_owned())
        } else {
            fault.map_or(Ok(Message::AddClient), |fault| Err(fault.to_owned()))
        };
        let button = ui.button(tr.get("areas-add-client")).on_press_or(add);
        let line = row![container(typed).width(Length::Fill), button].spacing(size::SMALL);
        // Above the field stands one thing, with panels or without: the field keeps the keyboard when the first one comes.
        let mut head = Column::new().spacing(size::TINY).push(ui.note(tr.get("areas-clients")));
        if !area.clients.is_empty() {
            head = head.push(row(chips).spacing(size::TINY).wrap());
        }
        column![head, line, ui.note(tr.get("areas-clients-note"))].spacing(size::TINY).into()
    }
}

/// Who uses the thing, each leading to its place.
fn uses<'a>(id: Id, kind: Kind, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let mut uses = document.draft().uses(id);
    // Groups stand in the order of the matrix, people in that of their names.
    uses.sort_by_cached_key(|used| match used.kind {
        Kind::User => document.user(used.by).map(|user| name::order(&user.name)),
        _ => None,
    });
    let is_system = rows::is_system_right(document.definitions(), id);
    if uses.is_empty() {
        let key = match kind {
            Kind::Right if is_system => "rights-used-by-administrators",
            Kind::Right | Kind::RightGroup => "rights-unused",
            Kind::Area => "areas-unused",
            _ => "notification-groups-unused",
        };
        return ui.muted(tr.get(key)).into();
    }
    let mut list = Column::new();
    for used in uses.iter().take(LISTED) {
        let (name, page, icon) = match used.kind {
            Kind::User => (document.user(used.by).map_or("", |user| &user.name), Page::Users, Icon::User),
            _ => (context.group_name(used.by), Page::Groups, Icon::UsersRound),
        };
        let place = Place::of(page, used.by);
        let link = ui.button(name).icon(icon).kind(Look::Quiet).on_press(Message::Go(place));
        let mut line = row![container(link).width(Length::Fill)].align_y(Alignment::Center);
        match used.used_as {
            UsedAs::Assigned => line = line.push(ui.badge(tr.get("rights-assigned"), Tone::Good)),
            UsedAs::Denied => line = line.push(ui.badge(tr.get("rights-denied"), Tone::Bad)),
            UsedAs::OnlyArea => line = line.push(ui.badge(tr.get("areas-only"), Tone::Amber)),
            _ => {}
        }
        list = list.push(line);
    }
    if let Some(more @ 1..) = uses.len().checked_sub(LISTED) {
        list = list.push(ui.muted(tr.count("and-more", more)));
    }
    if is_system {
        list = list.push(ui.note(tr.get("rights-administrators-too")));
    }
    list.into()
}

pub(super) fn in_language<'t>(texts: &'t Texts, tag: &str) -> &'t str {
    texts.list.iter().find(|text| text.lang.eq_ignore_ascii_case(tag)).map_or("", |text| &text.value)
}

/// What is wrong with a name in a language.
fn name_fault(definitions: &Definitions, id: Id, kind: Kind, called: &Texts, lang: &str) -> Option<&'static str> {
    if called.list.iter().all(|text| text.value.is_empty()) {
        return Some("things-name-missing");
    }
    let said = in_language(called, lang);
    if said.is_empty() {
        return None;
    }
    let same = |other: Id, texts: &Texts| other != id && name::fold(in_language(texts, lang)) == name::fold(said);
    let taken = match kind {
        Kind::Right => {
            let mut rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter());
            rights.any(|right| same(right.id, &right.name))
        }
        Kind::RightGroup => definitions.right_groups.iter().any(|group| same(group.id, &group.name)),
        Kind::Area => definitions.areas.iter().any(|area| same(area.id, &area.name)),
        _ => definitions.notification_groups.iter().any(|group| same(group.id, &group.name)),
    };
    taken.then_some("things-name-taken")
}

/// What is wrong with a right's key.
fn key_fault(definitions: &Definitions, id: Id, key: &str) -> Option<&'static str> {
    if key.is_empty() {
        return Some("rights-key-missing");
    }
    let mut rights = definitions.right_groups.iter().flat_map(|group| group.rights.iter());
    rights.any(|right| right.id != id && name::fold(&right.key) == name::fold(key)).then_some("rights-key-taken")
}
