//! Which groups are listed, in which order, and what stands in their rows: derived from the project, kept until
//! it changes.

use iced::widget::row;
use iced::{Alignment, Element};
use keyholder_shared::model::Group;
use keyholder_shared::{Id, Str, name};

use super::Message;
use crate::app::Context;
use crate::i18n::{Language, Tr};
use crate::ui::table::{Align, Column, Sort};
use crate::ui::{Icon, size};

const DESCRIPTION: usize = 1;
const MEMBERS: usize = 2;
const RIGHTS: usize = 3;
const AREAS: usize = 4;

pub(super) fn columns(tr: &Tr) -> Vec<Column> {
    vec![
        Column::new(tr.get("groups-name"), 190.0).grows(120.0).least(120.0),
        Column::new(tr.get("groups-description"), 210.0).grows(400.0),
        Column::new(tr.get("groups-members"), 86.0).grows(10.0).align(Align::Right),
        Column::new(tr.get("groups-rights"), 110.0).grows(30.0).words([rights_say(tr, 99, 9)]),
        Column::new(tr.get("groups-areas"), 168.0).grows(120.0),
    ]
}

/// The listed groups.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Only groups of which a text or a counterpart in the directory service holds this.
    pub search: String,
    groups: Vec<Listed>,
    made: Option<(u64, u64, String, Sort, Language)>,
}

#[derive(Debug)]
struct Listed {
    id: Id,
    members: usize,
    rights: String,
    areas: String,
}

impl List {
    /// Makes the list anew if what it is made from has changed; true if so.
    pub fn refresh(&mut self, context: Context<'_>, sort: Sort) -> bool {
        let draft = context.document.draft();
        let made = (
            draft.definitions_revision(),
            draft.users_revision(),
            self.search.clone(),
            sort,
            context.tr.language(),
        );
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        let wanted = name::fold(&self.search);
        let groups = context.document.definitions().groups.iter();
        let mut keyed: Vec<((usize, Str), Listed)> = groups
            .filter(|group| answers(group, &wanted))
            .map(|group| {
                let listed = Listed {
                    id: group.id,
                    members: draft.member_count(group.id),
                    rights: rights(group, context),
                    areas: areas(group, context),
                };
                (sort_key(group, &listed, sort.column, context), listed)
            })
            .collect();
        keyed.sort_by(|(one, _), (other, _)| if sort.descending { other.cmp(one) } else { one.cmp(other) });
        self.groups = keyed.into_iter().map(|(_, listed)| listed).collect();
        self.made = Some(made);
        true
    }

    /// How many groups are listed.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// The group in a row.
    pub fn id(&self, row: usize) -> Option<Id> {
        self.groups.get(row).map(|listed| listed.id)
    }

    /// The row of a group, if it is listed.
    pub fn row_of(&self, id: Id) -> Option<usize> {
        self.groups.iter().position(|listed| listed.id == id)
    }

    /// What stands in a row, one element a column.
    pub fn cells<'a>(&'a self, row: usize, context: Context<'a>) -> Vec<Element<'a, Message>> {
        let Context { ui, tr, .. } = context;
        let Some(listed) = self.groups.get(row) else { return Vec::new() };
        let Some(group) = context.document.group(listed.id) else { return Vec::new() };
        let icon = if group.administrators { Icon::ShieldCheck } else { Icon::UsersRound };
        let name = row![
            ui.icon_in(icon, size::ICON_SMALL + 1.0, ui.colors.muted),
            ui.line(context.named(&group.name)),
        ]
        .spacing(size::SMALL)
        .align_y(Alignment::Center);
        let areas = match group.areas.is_empty() {
            true => ui.line(tr.get("groups-everywhere")).color(ui.colors.muted),
            false => ui.line(listed.areas.as_str()),
        };
        vec![
            name.into(),
            ui.line(context.text(&group.description)).color(ui.colors.muted).into(),
            ui.line(listed.members.to_string()).into(),
            ui.line(listed.rights.as_str()).into(),
            areas.into(),
        ]
    }
}

/// How many rights the group assigns, and denies; of the administrators also how many they have without that.
fn rights(group: &Group, context: Context<'_>) -> String {
    let Context { tr, document, .. } = context;
    let denied = group.rights.iter().filter(|right| right.denied).count();
    let assigned = assigned(group);
    let assigns = |id: Id| group.rights.iter().any(|right| right.id == id && !right.denied);
    let system = document.definitions().right_groups.iter().filter(|other| group.administrators && other.system);
    let always = system.flat_map(|system| system.rights.iter()).filter(|right| !assigns(right.id)).count();
    match (denied, always) {
        (0, 0) => assigned.to_string(),
        (_, 0) => rights_say(tr, assigned, denied),
        _ => tr.with(
            "groups-rights-always",
            &[("assigned", assigned.into()), ("denied", denied.into()), ("always", always.into())],
        ),
    }
}

fn assigned(group: &Group) -> usize {
    group.rights.iter().filter(|right| !right.denied).count()
}

fn rights_say(tr: &Tr, assigned: usize, denied: usize) -> String {
    tr.with("groups-rights-count", &[("assigned", assigned.into()), ("denied", denied.into())])
}

/// The group's areas, by name.
fn areas(group: &Group, context: Context<'_>) -> String {
    let areas = &context.document.definitions().areas;
    let names: Vec<&str> = group
        .areas
        .iter()
        .filter_map(|area| areas.iter().find(|other| other.id == area.id))
        .map(|area| context.text(&area.name))
        .collect();
    names.join(", ")
}

fn answers(group: &Group, wanted: &str) -> bool {
    let texts = group.name.list.iter().chain(&group.description.list).map(|text| &text.value);
    let external = group.external.iter().map(|external| &external.name);
    wanted.is_empty() || texts.chain(external).any(|text| name::fold(text).contains(wanted))
}

fn sort_key(group: &Group, listed: &Listed, column: usize, context: Context<'_>) -> (usize, Str) {
    let text = name::order(context.text(&group.name));
    match column {
        DESCRIPTION => (0, name::order(context.text(&group.description))),
        MEMBERS => (listed.members, text),
        RIGHTS => (assigned(group), text),
        AREAS => (group.areas.len(), text),
        _ => (0, text),
    }
}
