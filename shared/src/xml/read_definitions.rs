//! Reading everything but the users: languages, areas, rights, groups. The guidelines have a file of their own.

use super::read_policies;
use super::source::{Short, Source, Step, Tag};
use super::value::set;
use super::wrong::{Expected, Wrong, quoted};
use crate::model::{
    Area, At, Authentication, Client, DataStorage, Definitions, ExternalGroup, Group, Language, Languages,
    NotificationGroup, Ref, Right, RightGroup, RightRef, Section, Security, StorageKind, Text, Texts, Unknown,
};
use crate::{Id, Str};

/// Reads one thing of a section; `None` if it lacks its identity, which is then among the findings.
pub(super) type Item<'a, T> = fn(&mut Source<'a>, &Tag<'a>) -> Step<Option<T>>;

/// What reads the sections of both documents.
pub(super) trait SectionReader<'a> {
    fn section<T>(&mut self, tag: &Tag<'a>, name: &str, item: Item<'a, T>) -> Step<Section<T>>;
    /// Like `section`, with a short way through things as our programs write them.
    fn section_by<T>(
        &mut self,
        tag: &Tag<'a>,
        name: &str,
        item: Item<'a, T>,
        short: impl FnMut(&str, usize) -> Option<Short<T>>,
    ) -> Step<Section<T>>;
    fn definitions(&mut self, tag: &Tag<'a>, into: &mut Definitions) -> Step<bool>;
    fn texts(&mut self, tag: &Tag<'a>, is_name: bool) -> Step<Texts>;
    fn reference(&mut self, tag: &Tag<'a>) -> Step<Option<Ref>>;
    fn identified<T>(
        &mut self,
        tag: &Tag<'a>,
        attribute: &'static str,
        id: Option<Id>,
        make: impl FnOnce(Id, At) -> T,
    ) -> Option<T>;
}

impl<'a> SectionReader<'a> for Source<'a> {
    fn section<T>(&mut self, tag: &Tag<'a>, name: &str, item: Item<'a, T>) -> Step<Section<T>> {
        self.section_by(tag, name, item, |_, _| None)
    }

    fn section_by<T>(
        &mut self,
        tag: &Tag<'a>,
        name: &str,
        item: Item<'a, T>,
        mut short: impl FnMut(&str, usize) -> Option<Short<T>>,
    ) -> Step<Section<T>> {
        let mut section = Section::default();
        let mut unknown = Unknown::default();
        self.attributes(tag, &mut unknown, |_, _| false);
        self.take_short(tag, &mut section.items, &mut short);
        self.children(tag, &mut unknown, |source, child| {
            if child.name() != name {
                return Ok(false);
            }
            section.items.extend(item(source, child)?);
            source.take_short(tag, &mut section.items, &mut short);
            Ok(true)
        })?;
        section.unknown = unknown;
        Ok(section)
    }

    fn definitions(&mut self, tag: &Tag<'a>, into: &mut Definitions) -> Step<bool> {
        match tag.name() {
            "Languages" => into.languages = languages(self, tag)?,
            "Security" => into.security = security(self, tag)?,
            "DataStorage" => into.storage = storage(self, tag)?,
            "Authentication" => into.authentication = authentication(self, tag)?,
            "Policies" => into.policies = read_policies::policies(self, tag)?,
            "Areas" => into.areas = self.section(tag, "Area", area)?,
            "RightGroups" => into.right_groups = self.section(tag, "RightGroup", right_group)?,
            "NotificationGroups" => {
                into.notification_groups = self.section(tag, "NotificationGroup", notification_group)?;
            }
            "Groups" => into.groups = self.section(tag, "Group", group)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn texts(&mut self, tag: &Tag<'a>, is_name: bool) -> Step<Texts> {
        let mut texts = Texts::default();
        self.attributes(tag, &mut texts.unknown, |_, _| false);
        let mut unknown = std::mem::take(&mut texts.unknown);
        self.children(tag, &mut unknown, |source, child| {
            if child.name() != "Text" {
                return Ok(false);
            }
            let mut text = Text { at: At(child.at), ..Text::default() };
            source.attributes(child, &mut text.unknown, |_, attr| match attr.name {
                "Lang" => set(&mut text.lang, Some(attr.text())),
                _ => false,
            });
            let content = source.content(child, &mut text.unknown)?;
            text.value = if is_name { crate::name::tidy(&content).as_ref().into() } else { content.into() };
            texts.list.push(text);
            Ok(true)
        })?;
        texts.unknown = unknown;
        Ok(texts)
    }

    fn reference(&mut self, tag: &Tag<'a>) -> Step<Option<Ref>> {
        let (mut id, mut unknown) = (None, Unknown::default());
        self.attributes(tag, &mut unknown, |source, attr| match attr.name {
            "Ref" => set(&mut id, attr.id(source).map(Some)),
            _ => false,
        });
        self.no_children(tag, &mut unknown)?;
        Ok(self.identified(tag, "Ref", id, |id, at| Ref { id, unknown, at }))
    }

    fn identified<T>(
        &mut self,
        tag: &Tag<'a>,
        attribute: &'static str,
        id: Option<Id>,
        make: impl FnOnce(Id, At) -> T,
    ) -> Option<T> {
        // A value that is no id was reported where it stands.
        if id.is_none() && !tag.has(attribute) {
            self.error(tag.at as usize, Wrong::AttributeMissing { attribute, element: quoted(tag.name()) });
        }
        id.map(|id| make(id, At(tag.at)))
    }
}

fn languages<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Languages> {
    let mut languages = Languages { at: At(tag.at), ..Languages::default() };
    let mut unknown = Unknown::default();
    source.attributes(tag, &mut unknown, |_, attr| match attr.name {
        "Default" => set(&mut languages.default, Some(attr.text())),
        _ => false,
    });
    source.children(tag, &mut unknown, |source, child| {
        if child.name() != "Language" {
            return Ok(false);
        }
        let mut language = Language { at: At(child.at), ..Language::default() };
        source.attributes(child, &mut language.unknown, |_, attr| match attr.name {
            "Tag" => set(&mut language.tag, Some(attr.text())),
            _ => false,
        });
        source.no_children(child, &mut language.unknown)?;
        languages.list.push(language);
        Ok(true)
    })?;
    languages.unknown = unknown;
    Ok(languages)
}

fn security<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Security> {
    let mut security = Security::default();
    let mut unknown = Unknown::default();
    source.attributes(tag, &mut unknown, |source, attr| match attr.name {
        "AdminCanBeDeactivated" => set(&mut security.admin_can_be_deactivated, attr.boolean(source)),
        "ProtectionHash" => set(&mut security.protection_hash, Some(attr.text())),
        _ => false,
    });
    source.no_children(tag, &mut unknown)?;
    security.unknown = unknown;
    Ok(security)
}

fn storage<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<DataStorage> {
    let (mut kind, mut path, mut unknown) = (Some(StorageKind::ProjectDirectory), None, Unknown::default());
    source.attributes(tag, &mut unknown, |source, attr| match attr.name {
        "Kind" => {
            kind = match attr.value {
                "ProjectDirectory" => Some(StorageKind::ProjectDirectory),
                "FilePath" => Some(StorageKind::FilePath(Str::default())),
                "ProjectDatabase" => Some(StorageKind::ProjectDatabase),
                _ => attr.wrong(source, Expected::Storage),
            };
            true
        }
        "Path" => set(&mut path, Some(Some(attr.text()))),
        _ => false,
    });
    source.no_children(tag, &mut unknown)?;
    let kind = match (kind, path) {
        (Some(StorageKind::FilePath(_)), Some(path)) => StorageKind::FilePath(path),
        (Some(StorageKind::FilePath(path)), None) => {
            source.error(tag.at as usize, Wrong::PathMissing);
            StorageKind::FilePath(path)
        }
        (kind, path) => {
            // A path that does not count now is kept for the day it does.
            if let Some(path) = path {
                unknown.push_attribute("Path".into(), path);
            }
            kind.unwrap_or_default()
        }
    };
    Ok(DataStorage { kind, unknown, at: At(tag.at) })
}

fn authentication<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Authentication> {
    let mut authentication = Authentication::default();
    let mut unknown = Unknown::default();
    source.attributes(tag, &mut unknown, |_, attr| match attr.name {
        "Kind" => set(&mut authentication.kind, Some(attr.text())),
        _ => false,
    });
    source.no_children(tag, &mut unknown)?;
    authentication.unknown = unknown;
    Ok(authentication)
}

/// What areas, groups, notification groups, rights and right groups have in common.
#[derive(Default)]
struct Named {
    id: Option<Id>,
    built_in: Str,
    key: Str,
    name: Texts,
    description: Texts,
    unknown: Unknown,
}

/// Reads `Id`, `Name`, `Description`, and by `each` the other children.
fn named<'a>(
    source: &mut Source<'a>,
    tag: &Tag<'a>,
    mut each: impl FnMut(&mut Source<'a>, &Tag<'a>) -> Step<bool>,
) -> Step<Named> {
    let mut named = Named::default();
    let mut unknown = Unknown::default();
    source.attributes(tag, &mut unknown, |source, attr| match (tag.name(), attr.name) {
        (_, "Id") => set(&mut named.id, attr.id(source).map(Some)),
        ("RightGroup" | "Group", "BuiltIn") => set(&mut named.built_in, Some(attr.text())),
        ("Right", "Key") => set(&mut named.key, Some(attr.tidy())),
        _ => false,
    });
    let mut seen = Vec::new();
    source.children(tag, &mut unknown, |source, child| {
        match child.name() {
            "Name" => named.name = source.texts(child, true)?,
            "Description" => named.description = source.texts(child, false)?,
            _ => return each(source, child),
        }
        source.once(child, &mut seen);
        Ok(true)
    })?;
    named.unknown = unknown;
    Ok(named)
}

/// True if the object is the built-in one; another `BuiltIn` than the one that there is, is an error.
fn built_in(source: &mut Source<'_>, tag: &Tag<'_>, value: &str, only: &'static str) -> bool {
    if !value.is_empty() && value != only {
        source.error(tag.at as usize, Wrong::BuiltIn { value: quoted(value), only });
    }
    value == only
}

fn area<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Option<Area>> {
    let mut clients = Vec::new();
    let named = named(source, tag, |source, child| {
        if child.name() != "Client" {
            return Ok(false);
        }
        let mut client = Client { at: At(child.at), ..Client::default() };
        source.attributes(child, &mut client.unknown, |_, attr| match attr.name {
            "Name" => set(&mut client.name, Some(attr.tidy())),
            _ => false,
        });
        source.no_children(child, &mut client.unknown)?;
        clients.push(client);
        Ok(true)
    })?;
    let Named { id, name, description, unknown, .. } = named;
    Ok(source.identified(tag, "Id", id, |id, at| Area { id, name, description, clients, unknown, at }))
}

fn right_group<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Option<RightGroup>> {
    let mut rights = Vec::new();
    let named = named(source, tag, |source, child| {
        if child.name() != "Right" {
            return Ok(false);
        }
        rights.extend(right(source, child)?);
        Ok(true)
    })?;
    let Named { id, built_in: value, name, description, unknown, .. } = named;
    let system = built_in(source, tag, &value, "System");
    let rights = Section { items: rights, unknown };
    Ok(source.identified(tag, "Id", id, |id, at| RightGroup { id, system, name, description, rights, at }))
}

fn right<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Option<Right>> {
    let Named { id, key, name, description, unknown, .. } = named(source, tag, |_, _| Ok(false))?;
    Ok(source.identified(tag, "Id", id, |id, at| Right { id, key, name, description, unknown, at }))
}

fn notification_group<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Option<NotificationGroup>> {
    let Named { id, name, description, unknown, .. } = named(source, tag, |_, _| Ok(false))?;
    Ok(source.identified(tag, "Id", id, |id, at| NotificationGroup { id, name, description, unknown, at }))
}

fn group<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Option<Group>> {
    let (mut rights, mut areas, mut external) = (Vec::new(), Vec::new(), Vec::new());
    let named = named(source, tag, |source, child| {
        match child.name() {
            "Right" => rights.extend(right_ref(source, child)?),
            "Area" => areas.extend(source.reference(child)?),
            "ExternalGroup" => external.push(external_group(source, child)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Named { id, built_in: value, name, description, unknown, .. } = named;
    let administrators = built_in(source, tag, &value, "Administrators");
    Ok(source.identified(tag, "Id", id, |id, at| Group {
        id,
        administrators,
        name,
        description,
        rights,
        areas,
        external,
        unknown,
        at,
    }))
}

fn right_ref<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<Option<RightRef>> {
    let (mut id, mut denied, mut unknown) = (None, false, Unknown::default());
    source.attributes(tag, &mut unknown, |source, attr| match attr.name {
        "Ref" => set(&mut id, attr.id(source).map(Some)),
        "Denied" => set(&mut denied, attr.boolean(source)),
        _ => false,
    });
    source.no_children(tag, &mut unknown)?;
    Ok(source.identified(tag, "Ref", id, |id, at| RightRef { id, denied, unknown, at }))
}

fn external_group<'a>(source: &mut Source<'a>, tag: &Tag<'a>) -> Step<ExternalGroup> {
    let mut external = ExternalGroup { provider: Str::default(), name: Str::default(), unknown: Unknown::default() };
    source.attributes(tag, &mut external.unknown, |_, attr| match attr.name {
        "Provider" => set(&mut external.provider, Some(attr.text())),
        "Name" => set(&mut external.name, Some(attr.text())),
        _ => false,
    });
    source.no_children(tag, &mut external.unknown)?;
    Ok(external)
}
