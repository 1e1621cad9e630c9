//! What an update came to, for people and for programs (design section 4).

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use keyholder_shared::Time;
use keyholder_shared::reconcile::{Changes, Report, UserReport};
use keyholder_shared::xml::{Fault, Severity};
use serde::{Serialize, Serializer};

use crate::store::StoreError;

/// The word for what an update came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The machine's first runtime document.
    Created,
    /// Merged.
    Updated,
    /// Nothing to do.
    Unchanged,
    /// Refused; nothing was changed.
    Rejected,
}

/// Why an update was refused, as the exit status tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The project, or what was asked for: exit status 1.
    Project,
    /// The store: exit status 3.
    Store,
}

impl Refusal {
    /// The exit status (design section 4).
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Project => 1,
            Self::Store => 3,
        }
    }
}

/// A fault in a file, or with it as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileFault {
    /// The file.
    #[serde(serialize_with = "path_text")]
    pub file: PathBuf,
    /// Line from 1; none if it is about the whole file.
    pub line: Option<u32>,
    /// Column in characters from 1; none if it is about the whole file.
    pub column: Option<u32>,
    /// What is wrong and what to do, in sentences.
    pub message: String,
    /// Whether the file is refused for it.
    #[serde(skip)]
    pub severity: Severity,
}

/// A path that is not Unicode is told as near as can be.
pub(crate) fn path_text<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

impl FileFault {
    /// An error about a whole file.
    #[must_use]
    pub fn whole(file: &Path, message: String) -> Self {
        Self { file: file.to_owned(), line: None, column: None, message, severity: Severity::Error }
    }

    /// The faults of one file.
    #[must_use]
    pub fn all(file: &Path, faults: Vec<Fault>) -> Vec<Self> {
        let with_file = |fault: Fault| Self {
            file: file.to_owned(),
            line: Some(fault.line),
            column: Some(fault.column),
            message: fault.message(),
            severity: fault.severity,
        };
        faults.into_iter().map(with_file).collect()
    }

    /// `file:line:column: message`, as editors and terminals make it a link.
    #[must_use]
    pub fn line_for_people(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}: {}", self.file.display(), self.message),
            _ => format!("{}: {}", self.file.display(), self.message),
        }
    }
}

/// The file that a store's error is about.
fn path_of(error: &StoreError) -> Option<&Path> {
    match error {
        StoreError::Io { path, .. }
        | StoreError::Database { path, .. }
        | StoreError::Busy { path, .. }
        | StoreError::Generation { path, .. }
        | StoreError::Newer { path, .. }
        | StoreError::Lost { path, .. }
        | StoreError::NotAFile { path, .. } => Some(path),
        StoreError::Vanished { pointer, .. } => Some(pointer),
        StoreError::Place { .. } => None,
    }
}

/// What an update came to.
#[derive(Clone, Debug)]
pub struct Update {
    /// The word for it.
    pub outcome: Outcome,
    /// Nothing was written.
    pub dry_run: bool,
    /// Time stamp of the delivered project, if it could be read.
    pub project_time_stamp: Option<Time>,
    /// Time stamp of the project that the machine had, if it had one.
    pub previous_time_stamp: Option<Time>,
    /// What happened to whom; none if nothing was merged.
    pub report: Option<Report>,
    /// What someone should know, beside what the report says.
    pub warnings: Vec<String>,
    /// What must not go unnoticed: the runtime document was damaged, or is lost. They are among the
    /// warnings or errors as well.
    pub alarms: Vec<String>,
    /// Why it was refused.
    pub errors: Vec<FileFault>,
    /// Why it was refused, as the exit status tells it.
    pub refusal: Option<Refusal>,
}

impl Update {
    /// An update that came to `outcome`, with nothing else to tell.
    #[must_use]
    pub fn new(outcome: Outcome, dry_run: bool) -> Self {
        Self {
            outcome,
            dry_run,
            project_time_stamp: None,
            previous_time_stamp: None,
            report: None,
            warnings: Vec::new(),
            alarms: Vec::new(),
            errors: Vec::new(),
            refusal: None,
        }
    }

    /// An update refused for `faults`; those that are no more than warnings are told as such.
    #[must_use]
    pub fn rejected(dry_run: bool, refusal: Refusal, faults: Vec<FileFault>) -> Self {
        let (errors, warnings): (Vec<_>, Vec<_>) =
            faults.into_iter().partition(|fault| fault.severity == Severity::Error);
        let warnings = warnings.iter().map(FileFault::line_for_people).collect();
        Self { errors, warnings, refusal: Some(refusal), ..Self::new(Outcome::Rejected, dry_run) }
    }

    /// An update that the store refused.
    #[must_use]
    pub fn store_failed(dry_run: bool, error: &StoreError, near: &Path) -> Self {
        let path = path_of(error).unwrap_or(near);
        Self::rejected(dry_run, Refusal::Store, vec![FileFault::whole(path, error.to_string())])
    }

    /// The exit status (design section 4).
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        self.refusal.map_or(0, Refusal::exit_status)
    }

    /// All warnings: the report's and those beside it.
    pub fn all_warnings(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let report = self.report.iter().flat_map(|report| &report.warnings);
        let beside = self.warnings.iter().map(|warning| Cow::from(warning.as_str()));
        beside.chain(report.map(|warning| Cow::from(warning.to_string())))
    }
}

impl Serialize for Update {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Json<'u> {
            outcome: Outcome,
            dry_run: bool,
            project_time_stamp: Option<String>,
            previous_time_stamp: Option<String>,
            rollback: bool,
            users: &'u [UserReport],
            groups: &'u Changes,
            rights: &'u Changes,
            areas: &'u Changes,
            notification_groups: &'u Changes,
            policies_changed: bool,
            security_changed: bool,
            warnings: Vec<Cow<'u, str>>,
            alarms: &'u [String],
            errors: &'u [FileFault],
        }
        let none = Changes::default();
        let report = self.report.as_ref();
        let changes = |pick: fn(&Report) -> &Changes| report.map_or(&none, pick);
        Json {
            outcome: self.outcome,
            dry_run: self.dry_run,
            project_time_stamp: self.project_time_stamp.map(|time| time.to_string()),
            previous_time_stamp: self.previous_time_stamp.map(|time| time.to_string()),
            rollback: report.is_some_and(|report| report.rollback),
            users: report.map_or(&[], |report| &report.users),
            groups: changes(|report| &report.groups),
            rights: changes(|report| &report.rights),
            areas: changes(|report| &report.areas),
            notification_groups: changes(|report| &report.notification_groups),
            policies_changed: report.is_some_and(|report| report.policies_changed),
            security_changed: report.is_some_and(|report| report.security_changed),
            warnings: self.all_warnings().collect(),
            alarms: &self.alarms,
            errors: &self.errors,
        }
        .serialize(serializer)
    }
}
