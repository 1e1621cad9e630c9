//! One change of one thing, by exchanging what is said for what was said.

use std::mem;

use super::{Change, Contents, Kind, Refused, RightState, Setting, TextField, objects};
use crate::model::{Definitions, Languages, Ref, RightRef, Text, Texts, Unknown, User};
use crate::{Id, Str};

/// True if the change needs the user's entry in the index anew.
pub(super) fn is_indexed(change: &Change) -> bool {
    matches!(
        change,
        Change::UserName(_)
            | Change::Groups(_)
            | Change::NotificationGroups(_)
            | Change::Member { .. }
            | Change::Notified { .. }
            | Change::Identity(_)
    )
}

/// Changes a user; answers the change back, or `None` if nothing is other than before.
pub(super) fn user(user: &mut User, change: Change, languages: &Languages) -> Result<Option<Change>, Refused> {
    Ok(match change {
        Change::UserName(new) => swap(&mut user.name, new).map(Change::UserName),
        Change::FullName(new) => swap(&mut user.full_name, new).map(Change::FullName),
        Change::Enabled(new) => swap(&mut user.enabled, new).map(Change::Enabled),
        Change::PasswordAging(new) => swap(&mut user.password_aging, new).map(Change::PasswordAging),
        Change::MustChangePassword(new) => swap(&mut user.must_change_password, new).map(Change::MustChangePassword),
        Change::Language(new) => swap(&mut user.language, new).map(Change::Language),
        Change::Email(new) => swap(&mut user.email, new).map(Change::Email),
        Change::MobilePhone(new) => swap(&mut user.mobile_phone, new).map(Change::MobilePhone),
        Change::Phone(new) => swap(&mut user.phone, new).map(Change::Phone),
        Change::NotificationType(new) => swap(&mut user.notification_type, new).map(Change::NotificationType),
        Change::Password(new) => swap(&mut user.password, new).map(Change::Password),
        Change::Groups(new) => swap(&mut user.groups, new).map(Change::Groups),
        Change::NotificationGroups(new) => swap(&mut user.notification_groups, new).map(Change::NotificationGroups),
        Change::Member { group, is } => {
            let back = |is| Change::Member { group, is };
            if is == user.is_member_of(group) {
                None
            } else if is {
                user.groups.push(Ref::from(group));
                Some(back(false))
            } else {
                let before = user.groups.clone();
                user.groups.retain(|member| member.id != group);
                Some(Change::Groups(before))
            }
        }
        Change::Notified { group, is } => {
            let back = |is| Change::Notified { group, is };
            if is == user.notification_groups.iter().any(|member| member.id == group) {
                None
            } else if is {
                user.notification_groups.push(Ref::from(group));
                Some(back(false))
            } else {
                let before = user.notification_groups.clone();
                user.notification_groups.retain(|member| member.id != group);
                Some(Change::NotificationGroups(before))
            }
        }
        Change::Identity(new) => swap(&mut user.id, new).map(Change::Identity),
        Change::Description(new) => swap_texts(&mut user.description, new).map(Change::Description),
        Change::Text { field: TextField::Description, lang, value } => {
            text(&mut user.description, TextField::Description, lang, value, languages)
        }
        _ => return Err(Refused::NotSaidOf(Kind::User)),
    })
}

/// Changes a thing that is no user; answers the change back, or `None` if nothing is other than before.
pub(super) fn definition(
    definitions: &mut Definitions,
    id: Id,
    kind: Kind,
    change: Change,
) -> Result<Option<Change>, Refused> {
    let gone = Refused::Gone(id);
    match change {
        Change::Name(new) => {
            let (name, _) = objects::texts(definitions, id, kind).ok_or(gone)?;
            Ok(swap_texts(name, new).map(Change::Name))
        }
        Change::Description(new) => {
            let (_, description) = objects::texts(definitions, id, kind).ok_or(gone)?;
            Ok(swap_texts(description, new).map(Change::Description))
        }
        Change::Text { field, lang, value } => {
            let languages = definitions.languages.clone();
            let (name, description) = objects::texts(definitions, id, kind).ok_or(gone)?;
            let texts = if field == TextField::Name { name } else { description };
            Ok(text(texts, field, lang, value, &languages))
        }
        change if kind == Kind::Group => group(definitions, id, change),
        Change::Key(new) if kind == Kind::Right => {
            let mut rights = definitions.right_groups.iter_mut().flat_map(|group| group.rights.iter_mut());
            let right = rights.find(|right| right.id == id).ok_or(gone)?;
            Ok(swap(&mut right.key, new).map(Change::Key))
        }
        Change::Clients(new) if kind == Kind::Area => {
            let area = definitions.areas.iter_mut().find(|area| area.id == id).ok_or(gone)?;
            Ok(swap(&mut area.clients, new).map(Change::Clients))
        }
        _ => Err(Refused::NotSaidOf(kind)),
    }
}

fn group(definitions: &mut Definitions, id: Id, change: Change) -> Result<Option<Change>, Refused> {
    let group = definitions.groups.iter_mut().find(|group| group.id == id).ok_or(Refused::Gone(id))?;
    Ok(match change {
        Change::Rights(new) => swap(&mut group.rights, new).map(Change::Rights),
        Change::Right { right, state } => set_right(&mut group.rights, right, state),
        Change::Areas(new) => swap(&mut group.areas, new).map(Change::Areas),
        Change::InArea { area, is } => {
            if is == group.areas.iter().any(|other| other.id == area) {
                None
            } else if is {
                group.areas.push(Ref::from(area));
                Some(Change::InArea { area, is: false })
            } else {
                let before = group.areas.clone();
                group.areas.retain(|other| other.id != area);
                Some(Change::Areas(before))
            }
        }
        Change::External(new) => swap(&mut group.external, new).map(Change::External),
        _ => return Err(Refused::NotSaidOf(Kind::Group)),
    })
}

fn set_right(rights: &mut Vec<RightRef>, right: Id, state: RightState) -> Option<Change> {
    let mut mentions = rights.iter_mut().filter(|mention| mention.id == right);
    let (first, second) = (mentions.next(), mentions.next());
    let denied = state == RightState::Denied;
    match (first, second, state) {
        (None, _, RightState::None) => None,
        (None, _, _) => {
            rights.push(RightRef { id: right, denied, unknown: Unknown::default(), at: Default::default() });
            Some(Change::Right { right, state: RightState::None })
        }
        (Some(mention), None, RightState::Assigned | RightState::Denied) => {
            let was = swap(&mut mention.denied, denied)?;
            Some(Change::Right { right, state: if was { RightState::Denied } else { RightState::Assigned } })
        }
        _ => {
            // Taken away, or mentioned twice, which nothing forbids: one mention at most remains.
            let before = rights.clone();
            let mut kept = state == RightState::None;
            rights.retain_mut(|mention| {
                if mention.id != right {
                    return true;
                }
                mention.denied = denied;
                !mem::replace(&mut kept, true)
            });
            Some(Change::Rights(before))
        }
    }
}

/// Says something else of the project as a whole; `None` if nothing is other than before.
pub(super) fn setting(contents: &mut Contents, setting: Setting) -> Option<Setting> {
    if let Setting::ProjectName(new) = setting {
        return swap(&mut contents.name, new).map(Setting::ProjectName);
    }
    let definitions = std::sync::Arc::make_mut(&mut contents.definitions);
    match setting {
        Setting::ProjectName(_) => None,
        Setting::Languages(new) => swap(&mut definitions.languages, new).map(Setting::Languages),
        Setting::Security(new) => swap(&mut definitions.security, new).map(Setting::Security),
        Setting::Storage(new) => swap(&mut definitions.storage, new).map(Setting::Storage),
        Setting::Authentication(new) => swap(&mut definitions.authentication, new).map(Setting::Authentication),
        Setting::Policies(new) => {
            swap(&mut definitions.policies, *new).map(|policies| Setting::Policies(Box::new(policies)))
        }
    }
}

fn swap<T: PartialEq>(field: &mut T, new: T) -> Option<T> {
    (*field != new).then(|| mem::replace(field, new))
}

/// Two texts in another order are equal to a person, but not in the file.
fn swap_texts(field: &mut Texts, new: Texts) -> Option<Texts> {
    (field.list != new.list || field.unknown != new.unknown).then(|| mem::replace(field, new))
}

/// Sets the text in one language; a new one goes to where the project's order of languages has it.
fn text(texts: &mut Texts, field: TextField, lang: Str, value: Str, languages: &Languages) -> Option<Change> {
    let whole = |texts: Texts| match field {
        TextField::Name => Change::Name(texts),
        TextField::Description => Change::Description(texts),
    };
    let rank = |lang: &str| languages.list.iter().position(|language| language.tag.eq_ignore_ascii_case(lang));
    let place = texts.list.iter().position(|text| text.lang.eq_ignore_ascii_case(&lang));
    match place.and_then(|place| Some((place, texts.list.get_mut(place)?))) {
        None if value.is_empty() => None,
        None => {
            let rank_of_new = rank(&lang);
            let later = |text: &Text| rank_of_new.is_some_and(|new| rank(&text.lang).is_none_or(|other| other > new));
            let place = texts.list.iter().position(later).unwrap_or(texts.list.len());
            texts.list.insert(place, Text { lang: lang.clone(), value, ..Text::default() });
            Some(Change::Text { field, lang, value: Str::default() })
        }
        Some((place, text)) if value.is_empty() || text.value.is_empty() => {
            if value.is_empty() {
                let before = texts.clone();
                texts.list.remove(place);
                Some(whole(before))
            } else {
                let before = texts.clone();
                if let Some(text) = texts.list.get_mut(place) {
                    text.value = value;
                }
                Some(whole(before))
            }
        }
        Some((_, text)) => {
            let before = swap(&mut text.value, value)?;
            Some(Change::Text { field, lang: text.lang.clone(), value: before })
        }
    }
}
