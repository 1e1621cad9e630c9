//! Words for steps and refusals.

use keyholder_shared::edit::{Action, BuiltIn, Kind, Label, Refused};

use super::App;
use crate::document::Way;
use crate::i18n::Tr;

impl App {
    /// Why something was refused, in the language of the surface.
    pub(super) fn refusal(&self, refused: &Refused) -> String {
        let key = match refused {
            Refused::Gone(_) => "refused-gone",
            Refused::Dangling(_) => "refused-dangling",
            Refused::IdTaken(_) => "refused-id-taken",
            Refused::NotSaidOf(_) => "refused-not-said-of",
            Refused::NoPlace(_) => "refused-no-place",
            Refused::Character(_) => "refused-character",
            Refused::LanguageTaken(_) => "refused-language-taken",
            Refused::LanguageStays(_) => "refused-language-stays",
            Refused::BuiltIn(what) => match what {
                BuiltIn::Admin => "refused-admin",
                BuiltIn::AdminIdentity => "refused-admin-identity",
                BuiltIn::AdminName => "refused-admin-name",
                BuiltIn::AdminMembership => "refused-admin-membership",
                BuiltIn::EnabledAdministrator => "refused-enabled-administrator",
                BuiltIn::Administrators => "refused-administrators",
                BuiltIn::System => "refused-system",
                BuiltIn::SystemRights => "refused-system-rights",
            },
        };
        self.tr.get(key).to_owned()
    }
}

/// What was done last, for the status bar: "Deleted 3 users".
#[must_use]
pub fn done(tr: &Tr, label: &Label, way: Way) -> String {
    match way {
        Way::Done => tr.with(&format!("did-{}", action(label.action)), &[("what", what(tr, label).into())]),
        Way::Undone => tr.with("did-undo", &[("step", step(tr, label).into())]),
        Way::Redone => tr.with("did-redo", &[("step", step(tr, label).into())]),
    }
}

/// A step as undo names it: "delete of 3 users".
#[must_use]
pub fn step(tr: &Tr, label: &Label) -> String {
    tr.with(&format!("step-{}", action(label.action)), &[("what", what(tr, label).into())])
}

fn what(tr: &Tr, label: &Label) -> String {
    let kind = match label.kind {
        None => return label.name.to_string(),
        Some(Kind::User) => "user",
        Some(Kind::Group) => "group",
        Some(Kind::RightGroup) => "right-group",
        Some(Kind::Right) => "right",
        Some(Kind::Area) => "area",
        Some(Kind::NotificationGroup) => "notification-group",
    };
    if label.count == 1 && label.name.is_empty() {
        return tr.get(&format!("what-kind-{kind}")).to_owned();
    }
    let values = [("count", label.count.into()), ("name", label.name.as_str().into())];
    tr.with(&format!("what-{kind}"), &values)
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Add => "add",
        Action::Copy => "copy",
        Action::Remove => "remove",
        Action::Rename => "rename",
        Action::Change => "change",
        Action::Move => "move",
        Action::Membership => "membership",
        Action::Rights => "rights",
        Action::Password => "password",
        Action::Translate => "translate",
        Action::Replace => "replace",
        Action::Import => "import",
        Action::Take => "take",
        Action::Separate => "separate",
    }
}
