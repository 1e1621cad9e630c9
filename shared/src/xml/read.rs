//! Reading the two documents.

use super::fault::{Finding, Reading, Severity, place};
use super::head::Kind;
use super::read_definitions::SectionReader;
use super::source::{Source, Step, Stop, Tag};
use super::value::{Attr, set};
use super::{Digest, SCHEMA_VERSION, declared_digest};
use crate::model::{Definitions, Project, Runtime, Section, Unknown};
use crate::validate::{self, Problem};
use crate::{Id, Str, Time};

/// A document of either kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A project.
    Project(Project),
    /// A machine's runtime document.
    Runtime(Runtime),
}

/// Reads a project file: well-formedness, content, rules and digest. `bytes` is the whole file.
#[must_use]
pub fn read_project(bytes: &[u8]) -> Reading<Project> {
    with_digest(bytes, parse_project(bytes))
}

/// Reads a runtime file: well-formedness, content, rules and digest. `bytes` is the whole file.
#[must_use]
pub fn read_runtime(bytes: &[u8]) -> Reading<Runtime> {
    with_digest(bytes, parse_runtime(bytes))
}

/// Reads a file of either kind.
#[must_use]
pub fn read_any(bytes: &[u8]) -> Reading<Document> {
    with_digest(bytes, parse(bytes, None))
}

/// Like [`read_project`], for a caller that holds the digest against the bytes itself.
#[must_use]
pub fn parse_project(bytes: &[u8]) -> Reading<Project> {
    let Reading { document, faults, newer } = parse(bytes, Some(Kind::Project));
    let document = document.and_then(|document| match document {
        Document::Project(project) => Some(project),
        Document::Runtime(_) => None,
    });
    Reading { document, faults, newer }
}

/// Like [`read_runtime`], for a caller that holds the digest against the bytes itself.
#[must_use]
pub fn parse_runtime(bytes: &[u8]) -> Reading<Runtime> {
    let Reading { document, faults, newer } = parse(bytes, Some(Kind::Runtime));
    let document = document.and_then(|document| match document {
        Document::Runtime(runtime) => Some(runtime),
        Document::Project(_) => None,
    });
    Reading { document, faults, newer }
}

impl<T> Reading<T> {
    /// Holds the digest that the file declares against the one its bytes have (design section 2): one
    /// that does not match is an error, none at all is worth a warning.
    #[must_use]
    pub fn hold_digest(mut self, bytes: &[u8], computed: Digest) -> Self {
        // What could not be read to the end has its reason already.
        if self.document.is_none() || self.newer {
            return self;
        }
        let finding = match declared_digest(bytes) {
            None => Finding {
                at: 0,
                severity: Severity::Warning,
                message:
                    "The file has no Digest, so damage to it cannot be seen. Files that our programs save have one."
                        .into(),
            },
            Some((text, _)) if text.parse() == Ok(computed) => return self,
            Some((text, gap)) => {
                let reason = if text.parse::<Digest>().is_ok() {
                    "The file does not match its Digest: it was damaged, or changed by hand. Copy it again; if the change was meant, remove the attribute Digest."
                } else {
                    "The attribute Digest is not of the form sha256: and 64 hexadecimal digits. Copy the file again, or remove the attribute."
                };
                Finding { at: gap.0.start + 1, severity: Severity::Error, message: reason.into() }
            }
        };
        let fault = place(bytes, vec![finding]);
        let after = fault
            .first()
            .map_or(0, |new| self.faults.partition_point(|old| (old.line, old.column) <= (new.line, new.column)));
        self.faults.splice(after..after, fault);
        self
    }
}

fn with_digest<T>(bytes: &[u8], reading: Reading<T>) -> Reading<T> {
    if reading.document.is_none() || reading.newer {
        return reading;
    }
    let gap = declared_digest(bytes).map(|(_, gap)| gap);
    let computed = Digest::of(bytes, gap.as_ref());
    reading.hold_digest(bytes, computed)
}

fn parse(bytes: &[u8], wanted: Option<Kind>) -> Reading<Document> {
    let mut source = match Source::new(bytes) {
        Ok(source) => source,
        Err(finding) => {
            return Reading { document: None, faults: place(bytes, vec![finding]), newer: false };
        }
    };
    let mut reader = DocumentReader::default();
    let outcome = reader.read(&mut source, wanted);
    let document = match outcome {
        Ok(kind) => reader.finish(kind, &mut source),
        Err(Stop) => None,
    };
    let problems = match &document {
        Some(Document::Project(project)) => validate::project(project),
        Some(Document::Runtime(runtime)) => validate::runtime(runtime),
        None => Vec::new(),
    };
    for problem in &problems {
        let at = within(&source, problem);
        match problem.severity {
            Severity::Error => source.error(at, problem.message.clone()),
            Severity::Warning => source.warning(at, problem.message.clone()),
        }
    }
    Reading { document, faults: place(bytes, source.findings), newer: reader.newer }
}

/// The byte of the attribute that a problem is about, or of its element.
fn within(source: &Source<'_>, problem: &Problem) -> usize {
    let element = problem.at.0 as usize;
    let tag = source.start_tag(element);
    problem.attribute.and_then(|name| tag.find(&format!(" {name}="))).map_or(element, |offset| element + offset + 2)
}

/// What is read before it is known that all of it is there.
#[derive(Default)]
struct DocumentReader {
    project_id: Option<Id>,
    project_name: Str,
    time_stamp: Option<Time>,
    project_time_stamp: Option<Time>,
    project_digest: Option<Digest>,
    generation: u64,
    project_extras: Vec<Str>,
    schema_version: Option<u32>,
    newer: bool,
    root: usize,
    definitions: Definitions,
    users: Section<crate::model::User>,
    runtime_users: Section<crate::model::RuntimeUser>,
    deleted: Section<crate::model::DeletedUser>,
    unknown: Unknown,
}

impl DocumentReader {
    fn read(&mut self, source: &mut Source<'_>, wanted: Option<Kind>) -> Step<Kind> {
        let root = source.root()?;
        let at = root.at as usize;
        self.root = at;
        let kind = match (Kind::of_root(root.name()), wanted) {
            (Some(kind), None) => kind,
            (Some(kind), Some(wanted)) if kind == wanted => kind,
            (_, wanted) => {
                let expected = wanted.map_or("UserManagementConfig or UserManagementRuntimeConfig", Kind::root);
                source.error(
                    at,
                    format!(
                        "The root element is <{}>, but <{expected}> is expected. Is this the right file?",
                        root.name()
                    ),
                );
                return Err(Stop);
            }
        };
        let mut unknown = std::mem::take(&mut self.unknown);
        source.attributes(&root, &mut unknown, |source, attr| self.root_attribute(kind, source, attr));
        match self.schema_version {
            Some(SCHEMA_VERSION) => {}
            Some(version) if version > SCHEMA_VERSION => {
                self.newer = true;
                source.error(at, format!(
                    "The file has SchemaVersion {version}; this program knows {SCHEMA_VERSION}. Update this program; the file is left as it is."
                ));
                return Err(Stop);
            }
            Some(version) => source.error(
                at,
                format!("SchemaVersion is {version}, but versions begin with 1. Save the file with the Designer."),
            ),
            None => source.error(at, "The attribute SchemaVersion is missing. Write SchemaVersion=\"1\"."),
        }
        let mut seen = Vec::new();
        source.children(&root, &mut unknown, |source, tag| self.section(kind, source, tag, &mut seen))?;
        source.finish()?;
        self.unknown = unknown;
        Ok(kind)
    }

    fn root_attribute(&mut self, kind: Kind, source: &mut Source<'_>, attr: &Attr<'_>) -> bool {
        match (kind, attr.name) {
            (_, "SchemaVersion") => set(&mut self.schema_version, attr.number(source).map(Some)),
            (_, "ProjectId") => set(&mut self.project_id, attr.id(source).map(Some)),
            (_, "ProjectName") => set(&mut self.project_name, Some(attr.tidy())),
            (_, "TimeStamp") => set(&mut self.time_stamp, attr.time(source).map(Some)),
            // Held against the bytes, not read.
            (_, "Digest") => true,
            (Kind::Runtime, "ProjectTimeStamp") => set(&mut self.project_time_stamp, attr.time(source).map(Some)),
            (Kind::Runtime, "ProjectDigest") => {
                set(&mut self.project_digest, attr.parsed(source, "sha256: and 64 hexadecimal digits").map(Some))
            }
            (Kind::Runtime, "Generation") => set(&mut self.generation, attr.number(source)),
            (Kind::Runtime, "ProjectExtras") => {
                set(&mut self.project_extras, Some(attr.value.split_ascii_whitespace().map(Str::from).collect()))
            }
            _ => false,
        }
    }

    fn section<'a>(
        &mut self,
        kind: Kind,
        source: &mut Source<'a>,
        tag: &Tag<'a>,
        seen: &mut Vec<String>,
    ) -> Step<bool> {
        let known = match tag.name() {
            "Users" if kind == Kind::Project => {
                self.users = source.section(tag, "User", Source::user)?;
                true
            }
            "Users" => {
                self.runtime_users = source.section(tag, "User", Source::runtime_user)?;
                true
            }
            "DeletedUsers" if kind == Kind::Runtime => {
                self.deleted = source.section(tag, "User", Source::deleted_user)?;
                true
            }
            _ => source.definitions(tag, &mut self.definitions)?,
        };
        if known {
            if seen.iter().any(|name| name == tag.name()) {
                source.once_only(tag);
            }
            seen.push(tag.name().to_owned());
        }
        Ok(known)
    }

    /// Puts the document together. Without an id or a time stamp there is none.
    fn finish(&mut self, kind: Kind, source: &mut Source<'_>) -> Option<Document> {
        for (name, missing) in [
            ("ProjectId", self.project_id.is_none()),
            ("TimeStamp", self.time_stamp.is_none()),
            ("ProjectTimeStamp", kind == Kind::Runtime && self.project_time_stamp.is_none()),
        ] {
            if missing && !source.start_tag(self.root).contains(&format!("{name}=")) {
                source.error(self.root, format!("The attribute {name} is missing in the root element. Save the file with the program that made it."));
            }
        }
        let (project_id, time_stamp) = (self.project_id?, self.time_stamp?);
        Some(match kind {
            Kind::Project => Document::Project(Project {
                id: project_id,
                name: std::mem::take(&mut self.project_name),
                time_stamp,
                definitions: std::mem::take(&mut self.definitions),
                users: std::mem::take(&mut self.users),
                unknown: std::mem::take(&mut self.unknown),
            }),
            Kind::Runtime => Document::Runtime(Runtime {
                project_id,
                project_name: std::mem::take(&mut self.project_name),
                time_stamp,
                project_time_stamp: self.project_time_stamp?,
                project_digest: self.project_digest,
                generation: self.generation,
                project_extras: std::mem::take(&mut self.project_extras),
                definitions: std::mem::take(&mut self.definitions),
                users: std::mem::take(&mut self.runtime_users),
                deleted: std::mem::take(&mut self.deleted),
                unknown: std::mem::take(&mut self.unknown),
            }),
        })
    }
}
