//! What a draft says at one moment.

use std::sync::Arc;

use super::Slots;
use crate::model::{Definitions, Project, Section, Unknown};
use crate::{Id, Str, Time};

/// What an open project says. A clone is cheap, shares what is equal and keeps this moment, so that it can
/// be saved and checked beside the window while the engineer goes on.
#[derive(Clone, Debug)]
pub struct Contents {
    /// Identity of the project.
    pub id: Id,
    /// Name of the project.
    pub name: Str,
    /// The time stamp of the file that was opened or saved last.
    pub time_stamp: Time,
    /// Everything but the users.
    pub definitions: Arc<Definitions>,
    /// The users.
    pub users: Slots,
    pub(super) users_unknown: Unknown,
    pub(super) unknown: Unknown,
}

impl Contents {
    /// The same as a project, as the writer, the checks and the preview take it. Copies every user: not for
    /// the thread that draws.
    #[must_use]
    pub fn to_project(&self) -> Project {
        Project {
            id: self.id,
            name: self.name.clone(),
            time_stamp: self.time_stamp,
            definitions: (*self.definitions).clone(),
            users: Section { items: self.users.iter().cloned().collect(), unknown: self.users_unknown.clone() },
            unknown: self.unknown.clone(),
        }
    }
}

impl From<Project> for Contents {
    fn from(project: Project) -> Self {
        Self {
            id: project.id,
            name: project.name,
            time_stamp: project.time_stamp,
            definitions: Arc::new(project.definitions),
            users: Slots::from(project.users.items),
            users_unknown: project.users.unknown,
            unknown: project.unknown,
        }
    }
}
