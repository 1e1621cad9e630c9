//! A glance at the root element's start tag, without reading the rest: what kind of file this is, and
//! whether it needs reading at all.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Digest, SCHEMA_VERSION};
use crate::model::{Runtime, StorageKind};
use crate::{Id, Time};

/// The two kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `UserManagementConfig.xml`
    Project,
    /// `UserManagementRuntimeConfig.xml`
    Runtime,
}

impl Kind {
    /// Name of the root element.
    #[must_use]
    pub const fn root(self) -> &'static str {
        match self {
            Self::Project => "UserManagementConfig",
            Self::Runtime => "UserManagementRuntimeConfig",
        }
    }

    /// The kind with this root element.
    #[must_use]
    pub fn of_root(name: &str) -> Option<Self> {
        [Self::Project, Self::Runtime].into_iter().find(|kind| kind.root() == name)
    }
}

/// What the root's start tag says. Nothing here was checked against the rest of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// What kind of file this is.
    pub kind: Kind,
    /// The file's version of the format.
    pub schema_version: Option<u32>,
    /// Identity of the project.
    pub project_id: Option<Id>,
    /// When the file was written.
    pub time_stamp: Option<Time>,
    /// Runtime only: time stamp of the project merged last.
    pub project_time_stamp: Option<Time>,
    /// Runtime only: digest of the project merged last.
    pub project_digest: Option<Digest>,
    /// Runtime only: number of the write.
    pub generation: Option<u64>,
    /// The file's own digest, as it says.
    pub digest: Option<Digest>,
}

impl Head {
    /// The head of a runtime document that was written with this digest.
    #[must_use]
    pub fn of(runtime: &Runtime, digest: Digest) -> Self {
        Self {
            kind: Kind::Runtime,
            schema_version: Some(SCHEMA_VERSION),
            project_id: Some(runtime.project_id),
            time_stamp: Some(runtime.time_stamp),
            project_time_stamp: Some(runtime.project_time_stamp),
            project_digest: runtime.project_digest,
            generation: Some(runtime.generation),
            digest: Some(digest),
        }
    }
}

/// Reads the root's start tag from the first bytes of a file (4 KiB are plenty for a file that our
/// programs wrote). `None` if the tag does not end within them or is no root of ours.
#[must_use]
pub fn head(bytes: &[u8]) -> Option<Head> {
    let text = valid_start(bytes);
    let kind = Kind::of_root(&root_name(text)?)?;
    let attributes = root_attributes(bytes)?;
    let get = |name: &str| attributes.iter().find(|(key, _, _)| key == name).map(|(_, value, _)| value.as_str());
    Some(Head {
        kind,
        schema_version: get("SchemaVersion").and_then(|value| value.parse().ok()),
        project_id: get("ProjectId").and_then(|value| value.parse().ok()),
        time_stamp: get("TimeStamp").and_then(|value| value.parse().ok()),
        project_time_stamp: get("ProjectTimeStamp").and_then(|value| value.parse().ok()),
        project_digest: get("ProjectDigest").and_then(|value| value.parse().ok()),
        generation: get("Generation").and_then(|value| value.parse().ok()),
        digest: get("Digest").and_then(|value| value.parse().ok()),
    })
}

/// Where a project file wants the runtime document to be, as a glance at the elements before its users
/// shows. `None` if that is not to be seen; the file may be invalid all the same.
#[must_use]
pub fn storage_hint(bytes: &[u8]) -> Option<StorageKind> {
    let mut reader = Reader::from_str(valid_start(bytes.get(..64 * 1024).unwrap_or(bytes)));
    loop {
        let tag = match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::Eof => return None,
            _ => continue,
        };
        match tag.name().as_ref() {
            "DataStorage" => {
                let text =
                    |name| tag.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value.into_owned());
                return match text("Kind").as_deref() {
                    Some("ProjectDirectory") | None => Some(StorageKind::ProjectDirectory),
                    Some("ProjectDatabase") => Some(StorageKind::ProjectDatabase),
                    // A path is for the reader, which resolves entities.
                    Some(_) => None,
                };
            }
            "Users" => return None,
            _ => {}
        }
    }
}

/// The part of the bytes that is text, from the beginning; a character cut in two at the end is left out.
fn valid_start(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or(""),
    }
}

fn root_name(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => return Some(tag.name().as_ref().to_owned()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The root's attributes: name, value, and the bytes from the white space before the name to the closing
/// quote.
pub(super) fn root_attributes(bytes: &[u8]) -> Option<Vec<(String, String, Range<usize>)>> {
    // A file of 100 MB has its root's start tag in the first few hundred bytes, unless someone put a long
    // comment there.
    bytes.get(..64 * 1024).and_then(root_attributes_within).or_else(|| root_attributes_within(bytes))
}

fn root_attributes_within(bytes: &[u8]) -> Option<Vec<(String, String, Range<usize>)>> {
    let text = valid_start(bytes);
    let mut reader = Reader::from_str(text);
    let tag = loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => break tag,
            Event::Eof => return None,
            _ => {}
        }
    };
    let mut attributes = Vec::new();
    for attribute in tag.attributes().flatten() {
        let key = attribute.key.as_ref();
        let start = (key.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        let end = (attribute.value.as_ptr() as usize).checked_sub(text.as_ptr() as usize)? + attribute.value.len();
        attributes.push((key.to_owned(), attribute.value.into_owned(), start.saturating_sub(1)..end + 1));
    }
    Some(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glance_reads_the_root_and_nothing_else() {
        let text = r#"<?xml version="1.0"?><!-- é --><UserManagementRuntimeConfig SchemaVersion="1" Generation='7'
            ProjectTimeStamp="2026-11-01T09:30:00.000Z"><Broken <"#;
        let head = head(text.as_bytes()).unwrap();
        assert_eq!(head.kind, Kind::Runtime);
        assert_eq!(head.generation, Some(7));
        assert_eq!(head.schema_version, Some(1));
        assert_eq!(head.project_time_stamp, "2026-11-01T09:30:00.000Z".parse().ok());
        assert_eq!(head.digest, None);
    }

    #[test]
    fn what_is_no_root_of_ours_gives_nothing() {
        for text in ["", "<", "<Other/>", "<UserManagementConfig Schem", "\u{0}"] {
            assert_eq!(head(text.as_bytes()), None, "{text}");
        }
    }
}
