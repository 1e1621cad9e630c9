//! Unknown content under the root and under `Users`, when two documents become one.
//!
//! What came with the project goes when the project withdraws it; what the plant's own programs added
//! to the runtime file stays (design section 2: the unknown is kept). To tell the two apart, the runtime
//! document notes the names of what came with the project in its attribute `ProjectExtras`: `Presets`
//! for an element, `@xmlns:x` for an attribute, `Users/Presets` for an element under `Users`.

use crate::Str;
use crate::model::{MACHINE_ATTRIBUTES, MACHINE_ELEMENTS, Project, Runtime, Unknown, User};

/// What the merged document has of unknown content.
pub(super) struct Extras {
    pub root: Unknown,
    pub users: Unknown,
    pub names: Vec<Str>,
}

pub(super) fn merge(project: &Project, runtime: &Runtime) -> Extras {
    Extras {
        root: merge_one("", &project.unknown, &runtime.unknown, &runtime.project_extras),
        users: merge_one("Users/", &project.users.unknown, &runtime.users.unknown, &runtime.project_extras),
        names: names(&project.unknown, &project.users.unknown),
    }
}

/// The names of a project's unknown content, as `ProjectExtras` has them.
pub(super) fn names(root: &Unknown, users: &Unknown) -> Vec<Str> {
    let mut names: Vec<Str> = names_of("", root).chain(names_of("Users/", users)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn names_of<'u>(prefix: &'u str, unknown: &'u Unknown) -> impl Iterator<Item = Str> + 'u {
    let attributes = unknown.attributes().iter().map(move |(name, _)| attribute(prefix, name));
    attributes.chain(unknown.elements().iter().map(move |(name, _)| element(prefix, name)))
}

fn attribute(prefix: &str, name: &str) -> Str {
    Str::from(format!("{prefix}@{name}"))
}

fn element(prefix: &str, name: &str) -> Str {
    Str::from(format!("{prefix}{name}"))
}

/// Leaves out of a project's unknown content what bears a name that has a meaning in a runtime document:
/// there it would be read as what it is not, or make the file unreadable by standing in it twice.
pub(super) fn without_machine_names(mut project: Project) -> Project {
    project.unknown.remove(&["ProjectTimeStamp", "ProjectDigest", "Generation", "ProjectExtras"], &["DeletedUsers"]);
    project
}

/// The same for one of the project's users.
pub(super) fn user_without_machine_names(mut user: User) -> User {
    user.unknown.remove(&MACHINE_ATTRIBUTES, &MACHINE_ELEMENTS);
    user
}

/// The project's content, and of the machine's what neither is in the project nor came with an earlier
/// one.
fn merge_one(prefix: &str, project: &Unknown, machine: &Unknown, from_project: &[Str]) -> Unknown {
    let mut merged = project.clone();
    for (name, value) in machine.attributes() {
        let taken = project.attributes().iter().any(|(other, _)| other == name);
        if !taken && !from_project.contains(&attribute(prefix, name)) {
            merged.push_attribute(name.clone(), value.clone());
        }
    }
    for (name, whole) in machine.elements() {
        let taken = project.elements().iter().any(|(other, _)| other == name);
        if !taken && !from_project.contains(&element(prefix, name)) {
            merged.push_element(name.clone(), whole.clone());
        }
    }
    merged
}
