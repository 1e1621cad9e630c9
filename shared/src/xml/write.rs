//! Writing the two documents: UTF-8, two spaces a level, one element a line, stable order, one trailing
//! newline (design section 2). What is written reads back to the same document.

use std::sync::Arc;

use super::write_parts::Out;
use super::{Digest, DigestGap, SCHEMA_VERSION};
use crate::model::{Definitions, Project, Runtime, Unknown};

/// Takes a document piece by piece, so that it can be hashed and saved while it is made.
pub trait Sink {
    /// Comes first: the bytes of the document that its digest leaves out. Its value holds zeros until
    /// whoever hashes the rest puts the digest there.
    fn begin(&mut self, gap: &DigestGap);
    /// The next bytes of the document.
    fn piece(&mut self, bytes: &[u8]);
    /// The next bytes of the document, which are kept: whoever needs them later need not copy them.
    fn kept(&mut self, text: &Arc<String>) {
        self.piece(text.as_bytes());
    }
}

/// The bytes of a project file, with its digest.
#[must_use]
pub fn write_project(project: &Project) -> Vec<u8> {
    let mut whole = Whole::default();
    render_project(project, &mut whole);
    whole.finish()
}

/// The bytes of a runtime file, with its digest.
#[must_use]
pub fn write_runtime(runtime: &Runtime) -> Vec<u8> {
    let mut whole = Whole::default();
    render_runtime(runtime, &mut whole);
    whole.finish()
}

/// Hands a project file's bytes to `sink`.
pub fn render_project(project: &Project, sink: &mut dyn Sink) {
    let mut out = Out::new(sink);
    out.open("UserManagementConfig");
    out.number("SchemaVersion", u64::from(SCHEMA_VERSION));
    out.id("ProjectId", project.id);
    out.attribute("ProjectName", &project.name);
    out.time("TimeStamp", project.time_stamp);
    end_root(&mut out, &project.unknown);
    definitions(&mut out, &project.definitions);
    out.section("Users", &project.users, Out::user);
    out.unknown_elements(&project.unknown);
    out.close("UserManagementConfig");
    out.flush();
}

/// Hands a runtime file's bytes to `sink`.
pub fn render_runtime(runtime: &Runtime, sink: &mut dyn Sink) {
    let mut out = Out::new(sink);
    root_of_runtime(&mut out, runtime);
    definitions(&mut out, &runtime.definitions);
    out.section("Users", &runtime.users, Out::runtime_user);
    out.section("DeletedUsers", &runtime.deleted, Out::deleted_user);
    out.unknown_elements(&runtime.unknown);
    out.close("UserManagementRuntimeConfig");
    out.flush();
}

/// The start tag of a runtime file's root.
pub(super) fn root_of_runtime(out: &mut Out<'_>, runtime: &Runtime) {
    out.open("UserManagementRuntimeConfig");
    out.number("SchemaVersion", u64::from(SCHEMA_VERSION));
    out.id("ProjectId", runtime.project_id);
    out.attribute("ProjectName", &runtime.project_name);
    out.time("TimeStamp", runtime.time_stamp);
    out.time("ProjectTimeStamp", runtime.project_time_stamp);
    if let Some(digest) = runtime.project_digest {
        out.attribute("ProjectDigest", &digest.to_string());
    }
    out.number("Generation", runtime.generation);
    if !runtime.project_extras.is_empty() {
        out.attribute("ProjectExtras", &runtime.project_extras.join(" "));
    }
    end_root(out, &runtime.unknown);
}

/// The root's unknown attributes and, last, the digest, with zeros for its value.
fn end_root(out: &mut Out<'_>, unknown: &Unknown) {
    out.unknown_attributes(unknown);
    let start = out.position();
    out.attribute("Digest", &Digest::from_bytes([0; 32]).to_string());
    let gap = DigestGap(start..out.position());
    out.end_start_tag();
    out.begin(&gap);
}

pub(super) fn definitions(out: &mut Out<'_>, definitions: &Definitions) {
    out.languages(&definitions.languages);
    out.security(&definitions.security);
    out.storage(&definitions.storage);
    out.authentication(&definitions.authentication);
    out.policies(&definitions.policies);
    out.section("Areas", &definitions.areas, Out::area);
    out.section("RightGroups", &definitions.right_groups, Out::right_group);
    out.section("NotificationGroups", &definitions.notification_groups, Out::notification_group);
    out.section("Groups", &definitions.groups, Out::group);
}

/// Collects a document in memory.
#[derive(Default)]
struct Whole {
    bytes: Vec<u8>,
    gap: Option<DigestGap>,
}

impl Whole {
    fn finish(mut self) -> Vec<u8> {
        let digest = Digest::of(&self.bytes, self.gap.as_ref()).to_string();
        let value = self.gap.and_then(|gap| self.bytes.get_mut(gap.value()));
        if let Some(value) = value.filter(|value| value.len() == digest.len()) {
            value.copy_from_slice(digest.as_bytes());
        }
        self.bytes
    }
}

impl Sink for Whole {
    fn begin(&mut self, gap: &DigestGap) {
        self.gap = Some(gap.clone());
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}
