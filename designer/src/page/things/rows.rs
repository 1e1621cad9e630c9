//! The rows of a table of things, and what stands in them.

use iced::widget::{Space, row};
use iced::{Alignment, Element};
use keyholder_shared::edit::Kind;
use keyholder_shared::model::{Area, Definitions, Group, NotificationGroup, Right, RightGroup, Texts};
use keyholder_shared::{Id, Str, name};

use super::Message;
use crate::app::Context;
use crate::document::Document;
use crate::i18n::{Language, Tr};
use crate::ui::table::{Align, Column, Sort};
use crate::ui::{Icon, size, text};

/// Which things are listed, in which order: derived from the project, kept until it changes.
#[derive(Debug, Default)]
pub(super) struct Rows {
    ids: Vec<Id>,
    made: Option<(u64, String, Sort, Language)>,
}

impl Rows {
    /// Makes the list anew if what it is made from has changed; true if so.
    pub fn refresh(&mut self, kind: Kind, search: &str, sort: Sort, context: Context<'_>) -> bool {
        let revision = context.document.draft().definitions_revision();
        let made = (revision, search.to_owned(), sort, context.tr.language());
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        let wanted = name::fold(search);
        let definitions = context.document.definitions();
        self.ids.clear();
        match kind {
            Kind::Right => {
                for group in definitions.right_groups.iter() {
                    let rights = group
                        .rights
                        .iter()
                        .filter(|right| name::fold(&right.key).contains(&*wanted) || says(&right.name, &wanted));
                    let keyed: Vec<(Str, Id)> =
                        rights.map(|right| (key_of_right(right, sort.column, context), right.id)).collect();
                    if !keyed.is_empty() || says(&group.name, &wanted) {
                        self.ids.push(group.id);
                    }
                    self.ids.extend(sorted(keyed, sort));
                }
            }
            Kind::Area => {
                let areas = definitions.areas.iter().filter(|area| {
                    says(&area.name, &wanted)
                        || area.clients.iter().any(|client| name::fold(&client.name).contains(&*wanted))
                });
                let keyed = areas.map(|area| (key_of_area(area, sort.column, context), area.id));
                self.ids.extend(sorted(keyed.collect(), sort));
            }
            _ => {
                let groups = definitions.notification_groups.iter().filter(|group| says(&group.name, &wanted));
                let keyed = groups.map(|group| (key_of_group(group, sort.column, context), group.id));
                self.ids.extend(sorted(keyed.collect(), sort));
            }
        }
        self.made = Some(made);
        true
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// What stands in a row.
    pub fn id(&self, row: usize) -> Option<Id> {
        self.ids.get(row).copied()
    }

    /// The row of a thing, if it is listed.
    pub fn row_of(&self, id: Id) -> Option<usize> {
        self.ids.iter().position(|listed| *listed == id)
    }
}

/// The things of the kind in the order of the file; with the rights their right groups.
pub(super) fn all(kind: Kind, definitions: &Definitions) -> Vec<Id> {
    match kind {
        Kind::Right => {
            let groups = definitions.right_groups.iter();
            groups
                .flat_map(|group| std::iter::once(group.id).chain(group.rights.iter().map(|right| right.id)))
                .collect()
        }
        Kind::Area => definitions.areas.iter().map(|area| area.id).collect(),
        _ => definitions.notification_groups.iter().map(|group| group.id).collect(),
    }
}

/// How many things of the kind there are.
pub(super) fn count(kind: Kind, document: &Document) -> usize {
    let definitions = document.definitions();
    match kind {
        Kind::Right => document.rights().count(),
        Kind::Area => definitions.areas.len(),
        _ => definitions.notification_groups.len(),
    }
}

/// Why the thing cannot be deleted, if it is built in.
pub(super) fn built_in(id: Id, document: &Document) -> Option<&'static str> {
    let groups = &document.definitions().right_groups;
    if groups.iter().any(|group| group.system && group.id == id) {
        return Some("refused-system");
    }
    is_system_right(document.definitions(), id).then_some("refused-system-rights")
}

/// True for a right of the built-in right group.
pub(super) fn is_system_right(definitions: &Definitions, id: Id) -> bool {
    definitions.right_groups.iter().any(|group| group.system && group.rights.iter().any(|right| right.id == id))
}

/// The right with the right group it is in.
pub(super) fn right(definitions: &Definitions, id: Id) -> Option<(&RightGroup, &Right)> {
    let mut all =
        definitions.right_groups.iter().flat_map(|group| group.rights.iter().map(move |right| (group, right)));
    all.find(|(_, right)| right.id == id)
}

/// The name and the description of a thing.
pub(super) fn texts(definitions: &Definitions, id: Id, kind: Kind) -> Option<(&Texts, &Texts)> {
    match kind {
        Kind::Right => right(definitions, id).map(|(_, right)| (&right.name, &right.description)),
        Kind::RightGroup => {
            let group = definitions.right_groups.iter().find(|group| group.id == id)?;
            Some((&group.name, &group.description))
        }
        Kind::Area => {
            let area = definitions.areas.iter().find(|area| area.id == id)?;
            Some((&area.name, &area.description))
        }
        Kind::NotificationGroup => {
            let group = definitions.notification_groups.iter().find(|group| group.id == id)?;
            Some((&group.name, &group.description))
        }
        Kind::User | Kind::Group => None,
    }
}

/// The folded text in the first column of a thing.
pub(super) fn name_of(id: Id, context: Context<'_>) -> Option<Str> {
    let definitions = context.document.definitions();
    if let Some((_, right)) = right(definitions, id) {
        return Some(name::fold(&right.key));
    }
    let kind = context.document.draft().kind(id)?;
    texts(definitions, id, kind).map(|(name, _)| name::fold(context.text(name)))
}

pub(super) fn columns(kind: Kind, tr: &Tr) -> Vec<Column> {
    let column = |key, width| Column::new(tr.get(key), width);
    match kind {
        Kind::Right => vec![
            column("rights-key", 215.0).grows(100.0).least(110.0),
            column("things-name", 215.0).grows(120.0),
            column("rights-assigned-by", 160.0).grows(320.0).unsorted(),
            column("rights-denied-by", 120.0).grows(160.0).unsorted(),
        ],
        Kind::Area => vec![
            column("things-name", 170.0).grows(100.0).least(110.0),
            column("areas-clients", 210.0).grows(200.0).unsorted(),
            column("areas-groups", 210.0).grows(200.0).unsorted(),
            column("things-description", 160.0).grows(300.0),
        ],
        _ => vec![
            column("things-name", 220.0).grows(100.0).least(110.0),
            column("notification-groups-members", 90.0).grows(10.0).unsorted().align(Align::Right),
            column("things-description", 300.0).grows(400.0),
        ],
    }
}

pub(super) fn cells<'a>(kind: Kind, id: Id, context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, document, .. } = context;
    let definitions = document.definitions();
    let line = |text: &'a str| -> Element<'a, Message> { ui.line(text).into() };
    let list = |names: Vec<&'a str>| -> Element<'a, Message> {
        match names.as_slice() {
            [] => ui.line("—").color(ui.colors.muted).into(),
            [one] => ui.line(*one).into(),
            names => ui.line(names.join(", ")).into(),
        }
    };
    let groups = |which: &dyn Fn(&Group) -> bool| -> Vec<&'a str> {
        definitions.groups.iter().filter(|group| which(group)).map(|group| context.text(&group.name)).collect()
    };
    let named = |icon: Icon, name: &'a str| -> Element<'a, Message> {
        row![ui.icon_in(icon, size::ICON_SMALL + 1.0, ui.colors.muted), ui.line(name)]
            .spacing(size::SMALL)
            .align_y(Alignment::Center)
            .into()
    };
    match kind {
        Kind::Right => {
            if let Some((group, right)) = right(definitions, id) {
                let denied = groups(&|other: &Group| other.rights.iter().any(|it| it.id == id && it.denied));
                // Administrators have the rights of System whatever is assigned.
                let assigned = groups(&|other: &Group| {
                    let says = other.rights.iter().any(|it| it.id == id && !it.denied);
                    says || group.system && other.administrators
                });
                let key = row![Space::new().width(size::MEDIUM), ui.line(right.key.as_str())];
                vec![key.into(), line(context.text(&right.name)), list(assigned), list(denied)]
            } else if let Some(group) = definitions.right_groups.iter().find(|group| group.id == id) {
                let icon = if group.system { Icon::Lock } else { Icon::Layers };
                let name = row![
                    ui.icon_in(icon, size::ICON_SMALL + 1.0, ui.colors.muted),
                    ui.line(context.named(&group.name)).font(text::STRONG),
                ];
                let count = context.tr.count("count-rights", group.rights.len());
                let blank = || Space::new().into();
                vec![
                    name.spacing(size::SMALL).align_y(Alignment::Center).into(),
                    ui.line(count).color(ui.colors.muted).into(),
                    blank(),
                    blank(),
                ]
            } else {
                Vec::new()
            }
        }
        Kind::Area => definitions.areas.iter().find(|area| area.id == id).map_or_else(Vec::new, |area| {
            let clients: Vec<&str> = area.clients.iter().map(|client| client.name.as_str()).collect();
            let within = groups(&|group: &Group| group.areas.iter().any(|area| area.id == id));
            vec![
                named(Icon::Map, context.named(&area.name)),
                list(clients),
                list(within),
                line(context.text(&area.description)),
            ]
        }),
        _ => definitions.notification_groups.iter().find(|group| group.id == id).map_or_else(Vec::new, |group| {
            let members = document.draft().member_count(id).to_string();
            vec![
                named(Icon::Bell, context.named(&group.name)),
                ui.line(members).into(),
                line(context.text(&group.description)),
            ]
        }),
    }
}

fn key_of_right(right: &Right, column: usize, context: Context<'_>) -> Str {
    if column == 1 { name::order(context.text(&right.name)) } else { name::fold(&right.key) }
}

fn key_of_area(area: &Area, column: usize, context: Context<'_>) -> Str {
    name::order(context.text(if column == 3 { &area.description } else { &area.name }))
}

fn key_of_group(group: &NotificationGroup, column: usize, context: Context<'_>) -> Str {
    name::order(context.text(if column == 2 { &group.description } else { &group.name }))
}

/// Things with the same key stay in the order of the file.
fn sorted(mut keyed: Vec<(Str, Id)>, sort: Sort) -> impl Iterator<Item = Id> {
    if sort.descending {
        keyed.sort_by(|one, other| other.0.cmp(&one.0));
    } else {
        keyed.sort_by(|one, other| one.0.cmp(&other.0));
    }
    keyed.into_iter().map(|(_, id)| id)
}

/// True if the texts hold the folded letters in any language.
fn says(texts: &Texts, wanted: &str) -> bool {
    wanted.is_empty() || texts.list.iter().any(|text| name::fold(&text.value).contains(wanted))
}
