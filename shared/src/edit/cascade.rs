//! What goes along when something goes: every reference to it, and every text in a language.

use super::{Change, Draft, Edit, Kind, Refused, RightState, Setting, TextField};
use crate::model::{Definitions, Language, Languages, Text, Texts};
use crate::{Id, Str};

/// The edits that take away every reference to the thing.
pub(super) fn references(draft: &Draft, id: Id) -> Result<Vec<Edit>, Refused> {
    let definitions = draft.definitions();
    Ok(match draft.kind(id).ok_or(Refused::Gone(id))? {
        Kind::User => instead(definitions, id, None),
        Kind::Group => members(draft, id, |group| Change::Member { group, is: false }),
        Kind::NotificationGroup => members(draft, id, |group| Change::Notified { group, is: false }),
        Kind::Right => rights(definitions, |right| right == id),
        Kind::RightGroup => {
            let group = definitions.right_groups.iter().find(|group| group.id == id).ok_or(Refused::Gone(id))?;
            rights(definitions, |id| group.rights.iter().any(|right| right.id == id))
        }
        Kind::Area => {
            let groups = definitions.groups.iter().filter(|group| group.areas.iter().any(|area| area.id == id));
            groups.map(|group| Edit::Change(group.id, Change::InArea { area: id, is: false })).collect()
        }
    })
}

/// The edit that names another user, or nobody, where the guidelines name this one.
pub(super) fn instead(definitions: &Definitions, user: Id, other: Option<Id>) -> Vec<Edit> {
    let mut policies = definitions.policies.clone();
    let session = &mut policies.session;
    let mut is_named = false;
    for named in [&mut session.default_user, &mut session.autologin_user] {
        if *named == Some(user) {
            *named = other;
            is_named = true;
        }
    }
    if is_named { vec![Edit::Set(Setting::Policies(Box::new(policies)))] } else { Vec::new() }
}

fn members(draft: &Draft, group: Id, change: impl Fn(Id) -> Change) -> Vec<Edit> {
    let mut members: Vec<(Option<usize>, Id)> = draft.members(group).map(|id| (draft.slot(id), id)).collect();
    members.sort_unstable();
    members.into_iter().map(|(_, user)| Edit::Change(user, change(group))).collect()
}

/// One edit a group, however many of its rights go.
fn rights(definitions: &Definitions, goes: impl Fn(Id) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    for group in definitions.groups.iter() {
        let mut gone = group.rights.iter().filter(|right| goes(right.id));
        match (gone.next(), gone.next()) {
            (None, _) => {}
            (Some(right), None) => {
                edits.push(Edit::Change(group.id, Change::Right { right: right.id, state: RightState::None }));
            }
            _ => {
                let kept = group.rights.iter().filter(|right| !goes(right.id)).cloned().collect();
                edits.push(Edit::Change(group.id, Change::Rights(kept)));
            }
        }
    }
    edits
}

/// The languages and one more.
pub(super) fn with_language(definitions: &Definitions, tag: &Str) -> Result<Languages, Refused> {
    let mut languages = definitions.languages.clone();
    if languages.list.iter().any(|language| language.tag.eq_ignore_ascii_case(tag)) {
        return Err(Refused::LanguageTaken(tag.clone()));
    }
    languages.list.push(Language { tag: tag.clone(), ..Language::default() });
    if languages.default.is_empty() {
        languages.default = tag.clone();
    }
    may_be_languages(&languages)?;
    Ok(languages)
}

/// Each language once, each with its tag, and at least one.
pub(super) fn may_be_languages(languages: &Languages) -> Result<(), Refused> {
    let list = &languages.list;
    for (place, language) in list.iter().enumerate() {
        let again = list.iter().skip(place + 1).any(|other| other.tag.eq_ignore_ascii_case(&language.tag));
        if again || language.tag.is_empty() {
            return Err(Refused::LanguageTaken(language.tag.clone()));
        }
    }
    if list.is_empty() { Err(Refused::LanguageStays(languages.default.clone())) } else { Ok(()) }
}

/// The edits that take a language away, with every text in it. Looks at every user.
pub(super) fn without_language(draft: &Draft, tag: &str) -> Result<Vec<Edit>, Refused> {
    let definitions = draft.definitions();
    let mut languages = definitions.languages.clone();
    let is = |other: &str| other.eq_ignore_ascii_case(tag);
    languages.list.retain(|language| !is(&language.tag));
    let Some(first) = languages.list.first().filter(|_| languages.list.len() < definitions.languages.list.len()) else {
        return Err(Refused::LanguageStays(tag.into()));
    };
    if is(&languages.default) {
        languages.default = first.tag.clone();
    }
    let mut edits = Vec::new();
    for user in draft.users().iter() {
        if is(&user.language) {
            edits.push(Edit::Change(user.id, Change::Language(Str::default())));
        }
        without(&mut edits, user.id, TextField::Description, &user.description, is);
    }
    let mut thing = |id: Id, name: &Texts, description: &Texts| {
        without(&mut edits, id, TextField::Name, name, is);
        without(&mut edits, id, TextField::Description, description, is);
    };
    for area in definitions.areas.iter() {
        thing(area.id, &area.name, &area.description);
    }
    for group in definitions.right_groups.iter() {
        thing(group.id, &group.name, &group.description);
        for right in group.rights.iter() {
            thing(right.id, &right.name, &right.description);
        }
    }
    for group in definitions.notification_groups.iter() {
        thing(group.id, &group.name, &group.description);
    }
    for group in definitions.groups.iter() {
        thing(group.id, &group.name, &group.description);
    }
    edits.push(Edit::Set(Setting::Languages(languages)));
    Ok(edits)
}

fn without(edits: &mut Vec<Edit>, id: Id, field: TextField, texts: &Texts, is: impl Fn(&str) -> bool) {
    let kept: Vec<Text> = texts.list.iter().filter(|text| !is(&text.lang)).cloned().collect();
    if kept.len() == texts.list.len() {
        return;
    }
    let kept = Texts { list: kept, unknown: texts.unknown.clone() };
    edits.push(Edit::Change(id, if field == TextField::Name { Change::Name(kept) } else { Change::Description(kept) }));
}
