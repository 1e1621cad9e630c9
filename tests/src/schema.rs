//! Holding files against the XML Schemas in `shared/schema` with `xmllint` (libxml2), a program that knows
//! nothing of ours.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file that its schema does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub file: PathBuf,
    /// What `xmllint` says of it, a line a fault.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.file.display(), self.message)
    }
}

/// Holds files against the schema of their kind, project or runtime, whatever they are called. Returns
/// those that were refused, in the order given; a file that cannot be read or has neither root is one.
///
/// Starts one process per kind, so give some hundreds of files at once; many more do not fit on a command
/// line.
///
/// # Panics
/// If `xmllint` is not installed, or a schema is itself faulty.
#[must_use]
pub fn validate(files: &[PathBuf]) -> Vec<Refusal> {
    let mut accepted = Vec::new();
    let mut messages = String::new();
    for root in ROOTS {
        let of_kind: Vec<&PathBuf> = files.iter().filter(|file| root_of(file) == Some(root)).collect();
        if !of_kind.is_empty() {
            let said = xmllint(root, &of_kind);
            accepted.extend(of_kind.into_iter().filter(|file| {
                let verdict = format!("{} validates", file.display());
                said.lines().any(|line| line == verdict)
            }));
            messages.push_str(&said);
        }
    }
    let accepted: std::collections::HashSet<&PathBuf> = accepted.into_iter().collect();
    files.iter().filter(|file| !accepted.contains(file)).map(|file| refusal(file, &messages)).collect()
}

/// The same, for a test that expects no refusal.
///
/// # Panics
/// If a file is refused, with all refusals in the message; and as [`validate`] does.
pub fn assert_valid(files: &[PathBuf]) {
    assert!(!files.is_empty(), "no file to hold against the schema");
    let refused: Vec<String> = validate(files).iter().map(Refusal::to_string).collect();
    assert!(refused.is_empty(), "{} of {} files were refused:\n{}", refused.len(), files.len(), refused.join("\n"));
}

/// The root elements, each of which has a schema of the same name. None begins with another.
const ROOTS: [&str; 2] = ["UserManagementConfig", "UserManagementRuntimeConfig"];

/// Which root the beginning of a file shows. A mere search: what is no XML is for `xmllint` to say.
fn root_of(file: &Path) -> Option<&'static str> {
    let mut start = Vec::new();
    File::open(file).ok()?.take(4096).read_to_end(&mut start).ok()?;
    let start = String::from_utf8_lossy(&start);
    ROOTS.into_iter().find(|root| start.contains(&format!("<{root}")))
}

/// Runs `xmllint` and returns what it says: for each fault a line with the file's name, and for each file
/// a verdict.
fn xmllint(root: &str, files: &[&PathBuf]) -> String {
    let schema = format!("{}/../shared/schema/{root}.xsd", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet", "--huge", "--schema", &schema])
        .args(files)
        .output()
        .unwrap_or_else(|error| panic!("xmllint does not start ({error}): install libxml2-utils"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // A schema that does not compile would otherwise refuse everything, and every test of refusals pass.
    assert_ne!(output.status.code(), Some(5), "the schema {schema} is faulty:\n{said}");
    said
}

fn refusal(file: &Path, messages: &str) -> Refusal {
    let name = format!("{}:", file.display());
    let lines: Vec<&str> = messages.lines().filter_map(|line| line.strip_prefix(&name)).collect();
    let message = if lines.is_empty() {
        "not readable, or its root is neither UserManagementConfig nor UserManagementRuntimeConfig".to_owned()
    } else {
        lines.join("\n")
    };
    Refusal { file: file.to_owned(), message }
}
