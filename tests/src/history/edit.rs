//! Edits of one user that both sides know.

use keyholder_shared::Id;
use keyholder_shared::model::{Definitions, Ref, Refs, Texts, User};

use super::world::{bilingual, choose, number};

/// Gives one attribute another value, of few, so that it is also edited back.
pub(super) fn attribute(user: &mut User, which: u8, value: u8) -> Option<String> {
    let before = user.clone();
    let text = ["", "Ännchen <&> \"x\"", "y"][usize::from(value % 3)];
    let name = match which % 9 {
        0 => {
            user.full_name = text.into();
            "full name"
        }
        1 => {
            user.password_aging = value.is_multiple_of(2);
            "password aging"
        }
        2 => {
            user.must_change_password = value.is_multiple_of(2);
            "must change the password"
        }
        3 => {
            user.language = ["", "en", "de"][usize::from(value % 3)].into();
            "language"
        }
        4 => {
            user.email = text.into();
            "e-mail"
        }
        5 => {
            user.mobile_phone = text.into();
            "mobile phone"
        }
        6 => {
            user.phone = text.into();
            "phone"
        }
        7 => {
            user.notification_type = text.into();
            "notification type"
        }
        _ => {
            user.description = if text.is_empty() { Texts::default() } else { bilingual(text) };
            "description"
        }
    };
    (*user != before).then(|| format!("{name} ({})", value % 6))
}

/// Switches the user on or off.
pub(super) fn enable(user: &mut User) -> Option<String> {
    user.enabled = !user.enabled;
    Some(if user.enabled { "enabled" } else { "disabled" }.to_owned())
}

/// Puts the user into one of the groups, or takes it out.
pub(super) fn member(user: &mut User, definitions: &Definitions, pick: u8) -> Option<String> {
    let group = choose(&definitions.groups, pick)?;
    let word = in_or_out(toggle(&mut user.groups, group.id));
    Some(format!("{word} the group {} ({})", group.name.get("en"), number(group.id)))
}

/// Puts the user into one of the notification groups, or takes it out.
pub(super) fn notified(user: &mut User, definitions: &Definitions, pick: u8) -> Option<String> {
    let group = choose(&definitions.notification_groups, pick)?;
    let word = in_or_out(toggle(&mut user.notification_groups, group.id));
    Some(format!("{word} the notification group {} ({})", group.name.get("en"), number(group.id)))
}

/// Adds a membership, or ends it. True if it is there afterwards.
fn toggle(memberships: &mut Refs, id: Id) -> bool {
    let was_there = memberships.iter().any(|member| member.id == id);
    if was_there {
        memberships.retain(|member| member.id != id);
    } else {
        memberships.push(Ref::from(id));
    }
    !was_there
}

fn in_or_out(is_in: bool) -> &'static str {
    if is_in { "into" } else { "out of" }
}
