//! Why something happened to a user, as data and as a sentence that an engineer would write.

use super::report::Action;
use super::rules::Holder;
use crate::model::{Mark, Origin, RuntimeUser, User};
use crate::{Id, Str, Time};

/// Why a user came out of a merge as it did. The sentence is [`Cause::sentence`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Rule 1.
    Shadowed(Box<Shadowed>),
    /// Rule 2, nothing new.
    Unchanged,
    /// Rule 2, something new.
    Updated(Box<Updated>),
    /// Rule 3.
    Kept(Box<Kept>),
    /// Rule 4.
    Replaced {
        /// Id of the user that is gone.
        old: Id,
        /// Its last change on the machine.
        changed: Option<Box<Mark>>,
    },
    /// Rule 5.
    Restored(Box<Restored>),
    /// Rule 6, or a first start.
    Added {
        /// There was no runtime document before.
        first_start: bool,
    },
    /// Rule 7.
    Runtime {
        /// When and by whom it was made.
        created: Option<Box<Mark>>,
    },
    /// Rule 8.
    Removed {
        /// Its last change on the machine.
        changed: Option<Box<Mark>>,
    },
}

/// The project's user is not taken: someone on the machine has its name, or its Id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadowed {
    /// Id of who stays.
    pub by: Id,
    /// Name of who stays.
    pub name: Str,
    /// Who gave the one that stays to the machine.
    pub origin: Origin,
    /// When it was made, or changed, on the machine.
    pub mark: Option<Mark>,
    /// The record that the machine had of the project's user under another name.
    pub old: Option<OldRecord>,
    /// The machine had deleted the project's user.
    pub deleted: bool,
}

/// A record under a former name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldRecord {
    /// That name.
    pub name: Str,
    /// True if it is removed, false if it stays because it was changed on the machine.
    pub gone: bool,
}

/// What is new in a user taken from the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The name it had before, if that was another.
    pub renamed_from: Option<Str>,
    /// The password is a new one.
    pub password: bool,
    /// What else is new, in words.
    pub fields: Vec<&'static str>,
}

/// Who changed a user that stays, and what the project would have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The last change on the machine.
    pub mark: Option<Mark>,
    /// That change was to the password.
    pub password: bool,
    /// The name in the project, if that is another.
    pub project_name: Option<Str>,
    /// The project has other data.
    pub differs: bool,
}

/// What the trace of a deleted user said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When it was deleted.
    pub deleted_at: Option<Time>,
    /// By whom.
    pub deleted_by: Str,
    /// The password is another than the one it had.
    pub password: bool,
}

impl Cause {
    pub(super) fn shadowed(p: &User, holder: &Holder, old: Option<OldRecord>, deleted: bool) -> Self {
        debug_assert!(p.id != holder.id || old.is_none());
        Self::Shadowed(Box::new(Shadowed {
            by: holder.id,
            name: holder.name.clone(),
            origin: holder.origin,
            mark: holder.mark.clone(),
            old,
            deleted,
        }))
    }

    pub(super) fn kept(p: &User, old: &RuntimeUser) -> Self {
        let password_set = old.user.password.as_ref().and_then(|password| password.changed_at);
        Self::Kept(Box::new(Kept {
            password: password_set.is_some() && password_set == old.changed.as_ref().map(|mark| mark.at),
            mark: old.changed.clone(),
            project_name: (p.name != old.user.name).then(|| p.name.clone()),
            differs: super::taking::differences(p, &old.user).is_some(),
        }))
    }

    /// The word for it in reports.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Shadowed(_) => Action::Shadowed,
            Self::Unchanged => Action::Unchanged,
            Self::Updated(_) => Action::Updated,
            Self::Kept(_) => Action::Kept,
            Self::Replaced { .. } => Action::Replaced,
            Self::Restored(_) => Action::Restored,
            Self::Added { .. } => Action::Added,
            Self::Runtime { .. } => Action::Runtime,
            Self::Removed { .. } => Action::Removed,
        }
    }

    /// What was decided and why, about the user called `name`.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        match self {
            Self::Shadowed(shadowed) => shadowed.sentence(name),
            Self::Unchanged => format!("unchanged: {name} is the same in the project and on the machine."),
            Self::Updated(updated) => updated.sentence(name),
            Self::Kept(kept) => kept.sentence(name),
            Self::Replaced { changed, .. } => {
                let lost = changed.as_ref().map_or(String::new(), |mark| {
                    format!("; what was changed on the machine{} is gone with the old one", when(Some(mark)))
                });
                format!(
                    "replaced: {name} was deleted and created anew in the project, so the new {name} takes the place of the old one, whose sessions end{lost}."
                )
            }
            Self::Restored(restored) => restored.sentence(name),
            Self::Added { first_start: true } => {
                format!("added: the machine starts with {name} as the project has it.")
            }
            Self::Added { first_start: false } => format!("added: {name} is new in the project."),
            Self::Runtime { created } => {
                format!("runtime: {name} was created on the machine{} and stays as it is.", when(created.as_deref()))
            }
            Self::Removed { changed } => {
                let but = changed.as_ref().map_or(String::new(), |mark| {
                    format!(", though it was changed on the machine{}", when(Some(mark)))
                });
                format!(
                    "removed: the project no longer has {name}, so it is gone from the machine{but}; its sessions end."
                )
            }
        }
    }
}

impl Shadowed {
    fn sentence(&self, name: &str) -> String {
        let when = when(self.mark.as_ref());
        let mut text = match self.origin {
            Origin::Runtime if crate::name::fold(&self.name) == crate::name::fold(name) => {
                format!(
                    "shadowed: the machine has its own {}, created there{when}, who stays as it is; the project's {name} was not taken.",
                    self.name
                )
            }
            Origin::Runtime => format!(
                "shadowed: {} was created on the machine{when} with the Id that the project's {name} has, and stays as it is; the project's {name} was not taken.",
                self.name
            ),
            Origin::Project => format!(
                "shadowed: the name {name} belongs to a user of the project that was changed on the machine{when} and keeps its name there; the project's new {name} was not taken."
            ),
        };
        if let Some(old) = &self.old {
            text += &if old.gone {
                format!(" Its old record {} was removed, and its sessions end.", old.name)
            } else {
                format!(" Its old record {} stays, because it was changed on the machine.", old.name)
            };
        }
        if self.deleted {
            text += " The machine had deleted the project's user before.";
        }
        text + " To deliver the project's user, rename it in the Designer."
    }
}

impl Updated {
    fn sentence(&self, name: &str) -> String {
        let mut news = Vec::new();
        if let Some(old) = &self.renamed_from {
            news.push(format!("it was called {old} before"));
        }
        if self.password {
            news.push("the password is a new one".to_owned());
        }
        if !self.fields.is_empty() {
            news.push(format!("new: {}", self.fields.join(", ")));
        }
        format!("updated: {name} was taken from the project; {}.", news.join("; "))
    }
}

impl Kept {
    fn sentence(&self, name: &str) -> String {
        let when = when(self.mark.as_ref());
        let mut text = match &self.mark {
            Some(mark) if self.password && crate::name::fold(&mark.by) == crate::name::fold(name) => {
                format!("kept: {name} changed the password on the machine on {}", mark.at.day())
            }
            _ if self.password => format!("kept: the password of {name} was changed on the machine{when}"),
            _ => format!("kept: {name} was changed on the machine{when}"),
        };
        text +=
            if self.differs { "; the project's new data were not taken." } else { "; the project has the same data." };
        if let Some(project_name) = &self.project_name {
            text += &format!(" In the project the name is {project_name}.");
        }
        if self.differs {
            text += " To take the project's user, use Replace at next update in the Designer.";
        }
        text
    }
}

impl Restored {
    fn sentence(&self, name: &str) -> String {
        let mark = self.deleted_at.map(|at| Mark { at, by: self.deleted_by.clone() });
        let password = if self.password { " The password is the project's." } else { "" };
        format!(
            "restored: {name} was deleted on the machine{}, but the project still has this user.{password} To be rid of it, delete it in the Designer, or disable it on the machine.",
            when(mark.as_ref())
        )
    }
}

/// ` on 12 October 2026 by m.weber`
fn when(mark: Option<&Mark>) -> String {
    mark.map_or(String::new(), |mark| {
        let by = if mark.by.is_empty() { String::new() } else { format!(" by {}", mark.by) };
        format!(" on {}{by}", mark.at.day())
    })
}
