//! What the fields of a group change, and what is wrong with what stands in them.

use keyholder_shared::edit::{Action, Change, Edit, Kind, Step, TextField};
use keyholder_shared::model::{Definitions, ExternalGroup, Group, Texts, Unknown};
use keyholder_shared::{Id, Str, name};

/// A field of a group to type into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name, in the language that is shown.
    Name,
    /// The description, in the language that is shown.
    Description,
    /// The provider of that counterpart in a directory service.
    Provider(usize),
    /// The name of that counterpart.
    External(usize),
}

/// Names of groups have no limit in the files; more than this is a mistake of the clipboard.
const LONGEST: usize = 255;

/// The service that a new counterpart is looked for in.
const PROVIDER: &str = "ActiveDirectory";

impl Field {
    /// The most characters it takes.
    #[must_use]
    pub fn limit(self) -> usize {
        match self {
            Self::Description => name::DESCRIPTION_LIMIT,
            Self::Name | Self::Provider(_) => LONGEST,
            // Distinguished names get long.
            Self::External(_) => LONGEST * 4,
        }
    }
}

/// The step of a keystroke.
pub(super) fn typed(group: &Group, field: Field, text: &str, lang: &Str, shown: &str) -> Step {
    let said = |field| Change::Text { field, lang: lang.clone(), value: text.into() };
    let change = match field {
        Field::Name => said(TextField::Name),
        Field::Description => said(TextField::Description),
        Field::Provider(_) | Field::External(_) => {
            let mut external = group.external.clone();
            match (field, &mut external[..]) {
                (Field::Provider(index), all) => {
                    if let Some(one) = all.get_mut(index) {
                        one.provider = text.trim().into();
                    }
                }
                (Field::External(index), all) => {
                    if let Some(one) = all.get_mut(index) {
                        one.name = text.trim().into();
                    }
                }
                _ => {}
            }
            Change::External(external)
        }
    };
    let action = if field == Field::Name { Action::Rename } else { Action::Change };
    let called = if field == Field::Name && !text.trim().is_empty() { text.trim() } else { shown };
    Step::one(action, Kind::Group, called, Edit::Change(group.id, change)).merged(merge_key(group.id, field, lang))
}

/// The keystrokes in one field of one group are one step to undo.
pub(super) fn merge_key(id: Id, field: Field, lang: &str) -> String {
    match field {
        Field::Name => format!("group-name-{lang}-{id}"),
        Field::Description => format!("group-description-{lang}-{id}"),
        Field::Provider(index) => format!("group-provider-{index}-{id}"),
        Field::External(index) => format!("group-external-{index}-{id}"),
    }
}

/// One more counterpart in a directory service, its name still to be typed.
pub(super) fn with_external(group: &Group) -> Change {
    let mut external = group.external.clone();
    let provider = external.last().map_or_else(|| PROVIDER.into(), |last| last.provider.clone());
    external.push(ExternalGroup { provider, name: Str::default(), unknown: Unknown::default() });
    Change::External(external)
}

/// Without that counterpart.
pub(super) fn without_external(group: &Group, index: usize) -> Change {
    let kept = group.external.iter().enumerate().filter(|(at, _)| *at != index);
    Change::External(kept.map(|(_, external)| external.clone()).collect())
}

/// Counts in an area, or no longer; nothing where that is so already.
pub(super) fn in_area(group: &Group, area: Id, is: bool) -> Option<Edit> {
    let was = group.areas.iter().any(|other| other.id == area);
    (was != is).then(|| Edit::Change(group.id, Change::InArea { area, is }))
}

/// The text in that language and no other.
pub(super) fn in_language<'a>(texts: &'a Texts, tag: &str) -> Option<&'a str> {
    texts.list.iter().find(|text| text.lang == *tag).map(|text| text.value.as_str())
}

/// What is wrong with a group's name in a language: its key in the files of words.
pub(super) fn name_fault(group: &Group, lang: &str, definitions: &Definitions) -> Option<&'static str> {
    match in_language(&group.name, lang).filter(|text| !text.is_empty()) {
        None if group.name.list.iter().all(|text| text.value.is_empty()) => Some("groups-name-missing"),
        None => None,
        Some(text) => {
            let folded = name::fold(text);
            let is_taken = definitions.groups.iter().any(|other| {
                other.id != group.id && in_language(&other.name, lang).is_some_and(|text| name::fold(text) == folded)
            });
            is_taken.then_some("groups-name-taken")
        }
    }
}
