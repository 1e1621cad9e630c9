//! The columns of the users' table, and what stands in them.

use iced::widget::row;
use iced::{Alignment, Element};
use keyholder_shared::edit::UsedAs;
use keyholder_shared::model::{Definitions, User};
use keyholder_shared::{Str, name};

use super::Message;
use crate::app::{Context, text_in};
use crate::i18n::{Language, Tr};
use crate::ui::table::Column;
use crate::ui::{Icon, Tone, size};

const FULL_NAME: usize = 1;
/// The column of the groups.
pub(super) const GROUPS: usize = 2;
const LANGUAGE: usize = 3;
const STATE: usize = 4;
/// What may stand out about a user.
const STATES: [&str; 4] = ["users-no-password", "users-disabled", "users-no-group", "users-must-change"];

pub(super) fn columns(tr: &Tr) -> Vec<Column> {
    vec![
        Column::new(tr.get("users-name"), 170.0).grows(100.0).least(120.0),
        Column::new(tr.get("users-full-name"), 190.0).grows(170.0),
        Column::new(tr.get("users-groups"), 176.0).grows(320.0),
        Column::new(tr.get("users-language"), 84.0).grows(20.0),
        Column::new(tr.get("users-state"), 126.0).grows(30.0).words(STATES.map(|key| tr.get(key).to_owned())),
    ]
}

pub(super) fn cells<'a>(user: &'a User, context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, .. } = context;
    let icon = if user.admin { Icon::UserCog } else { Icon::User };
    let name = row![ui.icon_in(icon, size::ICON_SMALL + 1.0, ui.colors.muted), ui.line(user.name.as_str())]
        .spacing(size::SMALL)
        .align_y(Alignment::Center);
    let state = state(user).map_or_else(
        || iced::widget::Space::new().into(),
        |(key, tone)| ui.badge(context.tr.get(key), tone),
    );
    let groups = groups(user, context);
    let groups = if groups.is_empty() { ui.line("—").color(ui.colors.muted) } else { ui.line(groups) };
    vec![name.into(), ui.line(user.full_name.as_str()).into(), groups.into(), ui.line(user.language.as_str()).into(), state]
}

/// The user's groups, by name.
pub(super) fn groups(user: &User, context: Context<'_>) -> String {
    groups_in(user, context.document.definitions(), context.tr.language())
}

fn groups_in(user: &User, definitions: &Definitions, language: Language) -> String {
    let mut names = String::new();
    for member in &user.groups {
        if !names.is_empty() {
            names.push_str(", ");
        }
        if let Some(group) = definitions.groups.iter().find(|group| group.id == member.id) {
            names.push_str(text_in(&group.name, definitions, language));
        }
    }
    names
}

/// What follows from deleting these users, for the question before it; where the guidelines name one of them, nobody
/// is in that place afterwards.
pub(super) fn delete_text(users: &[&User], context: Context<'_>) -> String {
    let draft = context.document.draft();
    let named = users.iter().flat_map(|user| draft.uses(user.id).into_iter().map(|used| (used.used_as, *user)));
    let told = named.filter_map(|(used_as, user)| {
        let key = match used_as {
            UsedAs::DefaultUser => "users-delete-default-user",
            UsedAs::AutologinUser => "users-delete-autologin-user",
            _ => return None,
        };
        Some(context.tr.named(key, &user.name))
    });
    let then = context.tr.count("users-delete-text", users.len());
    told.chain([then]).collect::<Vec<_>>().join(" ")
}

/// What stands out about the user: the gravest thing.
pub(super) fn state(user: &User) -> Option<(&'static str, Tone)> {
    if user.password.is_none() {
        Some(("users-no-password", Tone::Bad))
    } else if !user.enabled {
        Some(("users-disabled", Tone::Neutral))
    } else if user.groups.is_empty() {
        Some(("users-no-group", Tone::Amber))
    } else if user.must_change_password {
        Some(("users-must-change", Tone::Accent))
    } else {
        None
    }
}

/// What users are sorted by in a column; groups are called as in that language of the surface.
pub(super) fn sort_key(user: &User, column: usize, definitions: &Definitions, language: Language) -> Str {
    match column {
        FULL_NAME => name::order(&user.full_name),
        GROUPS => name::order(&groups_in(user, definitions, language)),
        LANGUAGE => user.language.clone(),
        STATE => state(user).map_or(Str::default(), |(key, _)| key.into()),
        _ => name::order(&user.name),
    }
}
