//! What a project and a runtime file say, as plain values (design section 2).

mod called;
mod document;
mod group;
mod guideline;
mod kind;
mod right;
mod text;
mod unknown;
mod user;

pub(crate) use called::Called;
pub use document::{
    Authentication, DataStorage, Definitions, Language, Languages, Project, Runtime, Section, Security, StorageKind,
};
pub use group::{Area, Client, ExternalGroup, Group, NotificationGroup, RightRef};
pub use guideline::{AccountLockout, AuditPolicy, PasswordPolicy, Policies, Preset, SessionPolicy, WhenUnwritable};
pub use kind::Kind;
pub use right::{Right, RightGroup, SYSTEM_RIGHTS};
pub use text::{Text, Texts};
pub use unknown::{At, Unknown, UnknownContent};
pub use user::{DeletedUser, Mark, Origin, Password, Ref, Refs, RuntimeUser, User};
pub(crate) use user::{MACHINE_ATTRIBUTES, MACHINE_ELEMENTS};
