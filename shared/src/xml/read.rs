//! Reading the two documents.

use rustc_hash::FxHashSet;

use super::alike::{Alike, Beside, Places};
use super::canonical;
use super::fault::{Finding, Reading, Severity, place, shorten};
use super::head::Kind;
use super::read_definitions::SectionReader;
use super::source::{Short, Source, Step, Stop, Tag};
use super::value::{Attr, set};
use super::wrong::{Broken, Expected, Wrong, quoted};
use super::{Digest, SCHEMA_VERSION, declared_digest};
use crate::model::{Called, Definitions, Project, Runtime, Section, Unknown};
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
    with_digest(bytes, parse(bytes, None, Rules::Checked, None).reading)
}

/// Like [`read_project`], for a caller that holds the digest against the bytes itself.
#[must_use]
pub fn parse_project(bytes: &[u8]) -> Reading<Project> {
    parse_project_noting(bytes).0
}

/// Like [`parse_project`]; notes where its users stand, for a machine's document that is read beside ([`parse_known_runtime_beside`]).
#[must_use]
pub fn parse_project_noting(bytes: &[u8]) -> (Reading<Project>, Places) {
    let Parsed { reading, places, .. } = parse(bytes, Some(Kind::Project), Rules::Checked, None);
    (project_of(reading), places)
}

/// Like [`parse_project`]; tells the broken rules also as [`validate::project`] does, for a program that leads to
/// their places.
#[must_use]
pub fn parse_project_telling(bytes: &[u8]) -> (Reading<Project>, Vec<Problem>) {
    let Parsed { reading, problems, .. } = parse(bytes, Some(Kind::Project), Rules::Checked, None);
    (project_of(reading), problems)
}

/// Like [`read_runtime`], for a caller that holds the digest against the bytes itself.
#[must_use]
pub fn parse_runtime(bytes: &[u8]) -> Reading<Runtime> {
    runtime_of(parse(bytes, Some(Kind::Runtime), Rules::Checked, None).reading)
}

/// Like [`read_runtime`], for bytes that are known to be a document that was read, found valid and kept:
/// neither the digest nor the rules are checked again.
#[must_use]
pub fn parse_known_runtime(bytes: &[u8]) -> Reading<Runtime> {
    runtime_of(parse(bytes, Some(Kind::Runtime), Rules::KnownToHold, None).reading)
}

/// Like [`parse_known_runtime`], but leaves out users that the bytes of `project`, a whole file, have as well
/// and that were never changed on the machine: for `reconcile::reconcile_beside`. Whether all of them were
/// left out rightly, [`Alike::among`] says.
#[must_use]
pub fn parse_known_runtime_beside(bytes: &[u8], project: &[u8]) -> (Reading<Runtime>, Alike) {
    let beside = Some(Beside::new(project));
    let Parsed { reading, alike, .. } = parse(bytes, Some(Kind::Runtime), Rules::KnownToHold, beside);
    (runtime_of(reading), alike)
}

fn project_of(reading: Reading<Document>) -> Reading<Project> {
    let Reading { document, faults, newer } = reading;
    let document = document.and_then(|document| match document {
        Document::Project(project) => Some(project),
        Document::Runtime(_) => None,
    });
    Reading { document, faults, newer }
}

fn runtime_of(reading: Reading<Document>) -> Reading<Runtime> {
    let Reading { document, faults, newer } = reading;
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
            None => Finding { at: 0, severity: Severity::Warning, wrong: Wrong::NoDigest },
            Some((text, _)) if text.parse() == Ok(computed) => return self,
            Some((text, gap)) => {
                let wrong = if text.parse::<Digest>().is_ok() { Wrong::DigestDiffers } else { Wrong::DigestForm };
                Finding { at: gap.0.start + 1, severity: Severity::Error, wrong }
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

/// Whether the rules of `validate` are checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    Checked,
    KnownToHold,
}

/// A document, the rules it breaks, and what was noted of its users.
struct Parsed {
    reading: Reading<Document>,
    problems: Vec<Problem>,
    places: Places,
    alike: Alike,
}

fn parse(bytes: &[u8], wanted: Option<Kind>, rules: Rules, beside: Option<Beside<'_>>) -> Parsed {
    let mut source = match Source::new(bytes) {
        Ok(source) => source,
        Err(finding) => {
            let reading = Reading { document: None, faults: place(bytes, vec![finding]), newer: false };
            return Parsed { reading, problems: Vec::new(), places: Places::default(), alike: Alike::default() };
        }
    };
    let mut reader = DocumentReader { beside, ..DocumentReader::default() };
    let outcome = reader.read(&mut source, wanted);
    let (root, newer) = (reader.root, reader.newer);
    let alike = reader.beside.take().map(Beside::alike).unwrap_or_default();
    let document = match outcome {
        Ok(kind) => Some(reader.finish(kind)),
        Err(Stop) => None,
    };
    let checked = document.as_ref().filter(|_| rules == Rules::Checked);
    let problems = checked.map(|document| hold_rules(document, &mut source, root)).unwrap_or_default();
    let reading = Reading { document, faults: place(bytes, source.findings), newer };
    Parsed { reading, problems, places: source.places, alike }
}

/// Notes the rules that the document breaks, each where the thing stands that breaks it, and answers them.
fn hold_rules(document: &Document, source: &mut Source<'_>, root: usize) -> Vec<Problem> {
    let problems = match document {
        Document::Project(project) => validate::project(project),
        Document::Runtime(runtime) => validate::runtime(runtime),
    };
    if problems.is_empty() {
        return problems;
    }
    let about: FxHashSet<Id> = problems.iter().filter_map(|problem| problem.about).map(|(_, id)| id).collect();
    let called = document.called(|id| about.contains(&id));
    for problem in &problems {
        // What is missing in the file as a whole is told at its root.
        let element = if problem.at.0 == 0 { root } else { problem.at.0 as usize };
        let at = problem.attribute.map_or(element, |name| source.attribute_at(element, name));
        let wrong = Wrong::Rule(Box::new(Broken {
            rule: problem.rule,
            kind: problem.about.map(|(kind, _)| kind),
            name: problem.about.map(|about| quoted(&called.name(about))).unwrap_or_default(),
            sentence: shorten(problem.message.clone()),
        }));
        match problem.severity {
            Severity::Error => source.error(at, wrong),
            Severity::Warning => source.warning(at, wrong),
        }
    }
    problems
}

impl Document {
    fn called(&self, wanted: impl Fn(Id) -> bool) -> Called<'_> {
        match self {
            Self::Project(project) => {
                let users = project.users.iter().map(|user| (user.id, user.name.as_str()));
                Called::new(&project.definitions, users, wanted)
            }
            Self::Runtime(runtime) => {
                let deleted = runtime.deleted.iter().map(|user| (user.id, user.name.as_str()));
                let users = runtime.users.iter().map(|user| (user.user.id, user.user.name.as_str()));
                Called::new(&runtime.definitions, deleted.chain(users), wanted)
            }
        }
    }
}

/// What is read before it is known that all of it is there.
#[derive(Default)]
struct DocumentReader<'p> {
    /// The project's file, whose users are not read again.
    beside: Option<Beside<'p>>,
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

impl DocumentReader<'_> {
    fn read(&mut self, source: &mut Source<'_>, wanted: Option<Kind>) -> Step<Kind> {
        let root = source.root()?;
        let at = root.at as usize;
        self.root = at;
        let kind = match (Kind::of_root(root.name()), wanted) {
            (Some(kind), None) => kind,
            (Some(kind), Some(wanted)) if kind == wanted => kind,
            (_, wanted) => {
                return source.stop(at, Wrong::Root { found: quoted(root.name()), expected: wanted });
            }
        };
        let mut unknown = std::mem::take(&mut self.unknown);
        source.attributes(&root, &mut unknown, |source, attr| self.root_attribute(kind, source, attr));
        for name in ["ProjectId", "TimeStamp", "ProjectTimeStamp"] {
            let needed = kind == Kind::Runtime || name != "ProjectTimeStamp";
            if needed && !root.has(name) {
                source.error(at, Wrong::RootAttribute(name));
            }
        }
        match self.schema_version {
            Some(SCHEMA_VERSION) => {}
            Some(version) if version > SCHEMA_VERSION => {
                self.newer = true;
                return source.stop(at, Wrong::Newer(version));
            }
            Some(version) => source.error(at, Wrong::BelowFirst(version)),
            // A value that is no number was reported where it stands.
            None if root.has("SchemaVersion") => {}
            None => source.error(at, Wrong::VersionMissing),
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
                set(&mut self.project_digest, attr.parsed(source, Expected::Digest).map(Some))
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
        seen: &mut Vec<&'a str>,
    ) -> Step<bool> {
        let known = match tag.name() {
            "Users" if kind == Kind::Project => {
                self.users = source.section_by(tag, "User", Source::user, canonical::user)?;
                true
            }
            "Users" => {
                let beside = &mut self.beside;
                self.runtime_users = source.section_by(tag, "User", Source::runtime_user, |text, at| {
                    match beside.as_mut().and_then(|beside| beside.take(text.as_bytes())) {
                        Some(length) => Some(Short { item: None, length }),
                        None => canonical::runtime_user(text, at),
                    }
                })?;
                true
            }
            "DeletedUsers" if kind == Kind::Runtime => {
                self.deleted = source.section(tag, "User", Source::deleted_user)?;
                true
            }
            _ => source.definitions(tag, &mut self.definitions)?,
        };
        if known {
            source.once(tag, seen);
        }
        Ok(known)
    }

    /// Puts the document together. What is missing of its identity was told, and refuses the file; the
    /// rest is there all the same, so that its faults are told in the same run.
    fn finish(self, kind: Kind) -> Document {
        let project_id = self.project_id.unwrap_or(Id::from_u128(0));
        let time_stamp = self.time_stamp.unwrap_or(Time::from_millis(0));
        match kind {
            Kind::Project => Document::Project(Project {
                id: project_id,
                name: self.project_name,
                time_stamp,
                definitions: self.definitions,
                users: self.users,
                unknown: self.unknown,
            }),
            Kind::Runtime => Document::Runtime(Runtime {
                project_id,
                project_name: self.project_name,
                time_stamp,
                project_time_stamp: self.project_time_stamp.unwrap_or(time_stamp),
                project_digest: self.project_digest,
                generation: self.generation,
                project_extras: self.project_extras,
                definitions: self.definitions,
                users: self.runtime_users,
                deleted: self.deleted,
                unknown: self.unknown,
            }),
        }
    }
}
