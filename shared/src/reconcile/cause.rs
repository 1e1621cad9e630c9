//! Why something happened to a user, as data and as a sentence that an engineer would write.

use super::report::Action;
use super::rules::Holder;
use super::taking::{NOW_DISABLED, NOW_ENABLED};
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

    /// The user is enabled whatever the project says. True if it was enabled before, and so stays.
    pub(super) fn enable(&mut self) -> bool {
        match self {
            Self::Unchanged => {
                let fields = vec![NOW_ENABLED];
                *self = Self::Updated(Box::new(Updated { renamed_from: None, password: false, fields }));
                false
            }
            Self::Updated(updated) => {
                let Some(at) = updated.fields.iter().position(|field| *field == NOW_DISABLED) else {
                    updated.fields.push(NOW_ENABLED);
                    return false;
                };
                updated.fields.remove(at);
                if updated.fields.is_empty() && !updated.password && updated.renamed_from.is_none() {
                    *self = Self::Unchanged;
                }
                true
            }
            _ => false,
        }
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
            Self::Replaced { changed, .. } => format!(
                "replaced: {name} was deleted and created anew in the Designer; the new {name} takes the place of the old one, whose sessions end.{}",
                lost(changed.as_deref())
            ),
            Self::Restored(restored) => restored.sentence(name),
            Self::Added { first_start: true } => {
                format!("added: {name} comes with the project; this is the machine's first start.")
            }
            Self::Added { first_start: false } => {
                format!("added: {name} is in the project and was not on the machine yet.")
            }
            Self::Runtime { created } => {
                format!("runtime: {name} was created on the machine{} and stays.", when(created.as_deref()))
            }
            Self::Removed { changed } => format!(
                "removed: the project no longer has {name}. The user is gone from the machine, and open sessions end.{}",
                lost(changed.as_deref())
            ),
        }
    }
}

impl Shadowed {
    fn sentence(&self, name: &str) -> String {
        let when = when(self.mark.as_ref());
        let same_name = crate::name::fold(&self.name) == crate::name::fold(name);
        let mut text = match self.origin {
            Origin::Runtime if same_name => {
                format!("shadowed: {} was created on the machine{when} and stays", self.name)
            }
            Origin::Runtime => format!(
                "shadowed: {} was created on the machine{when}, has the Id of the project's {name}, and stays",
                self.name
            ),
            Origin::Project => format!(
                "shadowed: the name {name} stays with another user of the project, who was changed on the machine{when}"
            ),
        };
        text += &format!("; the project's {name} was not taken.");
        if let Some(old) = &self.old {
            text += &if old.gone {
                format!(
                    " Until now the machine had the project's user as {}, who is removed; open sessions end.",
                    old.name
                )
            } else {
                format!(" The machine still has the project's user as {}, changed on the machine.", old.name)
            };
        }
        if self.deleted {
            text += " The project's user was deleted on the machine before.";
        }
        text + if same_name {
            " To deliver the project's user, rename it in the Designer."
        } else {
            " To deliver the project's user, copy it in the Designer and delete the original."
        }
    }
}

impl Updated {
    fn sentence(&self, name: &str) -> String {
        let renamed = self.renamed_from.as_ref().map(|old| format!("name (was {old})"));
        let password = self.password.then(|| "password".to_owned());
        let fields = self.fields.iter().map(|field| (*field).to_owned());
        let changed: Vec<String> = renamed.into_iter().chain(password).chain(fields).collect();
        format!("updated: {name} was taken from the project. Changed: {}.", changed.join(", "))
    }
}

impl Kept {
    fn sentence(&self, name: &str) -> String {
        let mut text = match &self.mark {
            Some(mark) if self.password && crate::name::fold(&mark.by) == crate::name::fold(name) => {
                format!("kept: {name} set a new password on the machine on {}", mark.at.day())
            }
            mark if self.password => {
                format!("kept: {name} was given a new password on the machine{}", when(mark.as_ref()))
            }
            mark => format!("kept: {name} was changed on the machine{}", when(mark.as_ref())),
        };
        if !self.differs {
            return text + "; the project has the same data.";
        }
        text += "; the project's new data were not taken.";
        if let Some(project_name) = &self.project_name {
            text += &format!(" In the project the name is {project_name}.");
        }
        text + &format!(" To replace {name}, use Replace at next update in the Designer.")
    }
}

impl Restored {
    fn sentence(&self, name: &str) -> String {
        let mark = self.deleted_at.map(|at| Mark { at, by: self.deleted_by.clone() });
        let password = if self.password { " The password is the project's." } else { "" };
        format!(
            "restored: {name} was deleted on the machine{}, but the project still has this user.{password} To remove {name} for good, delete the user in the Designer; until then, disable the account on the machine.",
            when(mark.as_ref())
        )
    }
}

/// What is gone with a user who was changed on the machine.
fn lost(changed: Option<&Mark>) -> String {
    changed.map_or(String::new(), |mark| format!(" What was changed on the machine{} is lost.", when(Some(mark))))
}

/// ` on 12 October 2026 by m.weber`
fn when(mark: Option<&Mark>) -> String {
    mark.map_or(String::new(), |mark| {
        let by = if mark.by.is_empty() { String::new() } else { format!(" by {}", mark.by) };
        format!(" on {}{by}", mark.at.day())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn updated(renamed: bool, password: bool, fields: &[&'static str]) -> Cause {
        let renamed_from = renamed.then(|| "before".into());
        Cause::Updated(Box::new(Updated { renamed_from, password, fields: fields.to_vec() }))
    }

    /// What a user's entry says after an update had to enable the user whatever the project says, and
    /// whether the user was enabled before.
    #[test]
    fn enabling_is_told_as_what_it_changes() {
        for (before, after, stays) in [
            (Cause::Unchanged, updated(false, false, &[NOW_ENABLED]), false),
            (updated(false, false, &[NOW_DISABLED]), Cause::Unchanged, true),
            (updated(false, false, &["phone", NOW_DISABLED]), updated(false, false, &["phone"]), true),
            (updated(false, true, &[NOW_DISABLED]), updated(false, true, &[]), true),
            (updated(true, false, &[NOW_DISABLED]), updated(true, false, &[]), true),
            (updated(false, false, &["phone"]), updated(false, false, &["phone", NOW_ENABLED]), false),
            (Cause::Added { first_start: false }, Cause::Added { first_start: false }, false),
        ] {
            let mut cause = before.clone();
            assert_eq!((cause.enable(), &cause), (stays, &after), "{before:?}");
        }
    }
}
