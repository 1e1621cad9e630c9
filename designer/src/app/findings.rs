//! What is wrong or unwise in the project, found beside the window whenever it has changed.

use std::collections::HashSet;
use std::sync::Arc;

use iced::Task;
use keyholder_shared::advice::{self, Finding, Weight};
use keyholder_shared::edit::Contents;
use keyholder_shared::validate::{self, Problem};
use keyholder_shared::{Id, Str};

use super::{App, Message, Moment, beside, let_go};

/// The findings of one moment.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// What the Runtime would refuse.
    pub errors: usize,
    /// What it would warn of, and what is unwise.
    pub advice: usize,
    /// All of them: errors, then warnings, then advice, each in the order of the file.
    pub list: Arc<Vec<Finding>>,
    /// The revision of the project that they are about; it may have moved on.
    pub revision: Option<u64>,
}

impl Findings {
    /// Those of what an open project said at that revision, whose broken rules are known. `common` are hashes
    /// of passwords that are known to be common ones.
    #[must_use]
    pub fn of(contents: &Contents, problems: Vec<Problem>, common: &HashSet<Str>, revision: u64) -> Self {
        // Hardly ever is one known.
        let known = contents.users.iter().filter(|_| !common.is_empty());
        let common: HashSet<Id> =
            known.filter(|user| user.hash().is_some_and(|hash| common.contains(hash))).map(|user| user.id).collect();
        let list =
            advice::findings_of(&contents.definitions, contents.users.iter(), problems, &|user| common.contains(&user));
        let errors = list.iter().filter(|finding| finding.weight == Weight::Error).count();
        Self { errors, advice: list.len() - errors, list: Arc::new(list), revision: Some(revision) }
    }
}

impl App {
    /// Looks at the project anew if it has changed since the last look; one look at a time.
    pub(super) fn look(&mut self) -> Task<Message> {
        let Some(document) = self.document.as_ref().filter(|_| !self.looking) else { return Task::none() };
        let revision = document.revision();
        if self.findings.revision == Some(revision) {
            return Task::none();
        }
        self.looking = true;
        // A clone of the contents is cheap; everything else happens on the other thread.
        let (contents, common) = (document.draft().contents().clone(), document.common_passwords().clone());
        let moment = self.moment();
        let work = move || {
            let problems = validate::parts(&contents.definitions, contents.users.iter());
            Findings::of(&contents, problems, &common, revision)
        };
        beside(work, move |findings| Message::Found(moment, findings))
    }

    /// Takes what was found, if it is about the project that is open.
    pub(super) fn found(&mut self, moment: Moment, findings: Findings) {
        self.looking = false;
        if moment.turn == self.turn {
            let_go(std::mem::replace(&mut self.findings, findings));
        }
    }
}

#[cfg(test)]
mod tests {
    use keyholder_shared::advice::{Advice, What};
    use keyholder_shared::edit::{Change, Draft, Edit};
    use keyholder_shared::model::Password;
    use keyholder_shared::xml;

    use super::*;

    #[test]
    fn a_common_password_is_told_of_while_it_is_the_users_and_not_after_an_undo() {
        let sample = include_str!("../../../sample-projects/bottling-line/UserManagementConfig.xml");
        let mut draft = Draft::new(xml::read_project(sample.as_bytes()).document.unwrap());
        let user = draft.users_named("b.lis")[0];
        let common = HashSet::from([Str::from("$argon2id$common")]);
        let told = |draft: &Draft| {
            let findings = Findings::of(draft.contents(), Vec::new(), &common, 0);
            findings.list.iter().any(|finding| matches!(finding.what, What::Unwise(Advice::CommonPassword)))
        };
        assert!(!told(&draft));
        let password =
            Password { hash: "$argon2id$common".into(), ..draft.user(user).unwrap().password.clone().unwrap() };
        let back = draft.apply(Edit::Change(user, Change::Password(Some(password)))).unwrap();
        assert!(told(&draft));
        draft.apply(back).unwrap();
        assert!(!told(&draft));
    }
}
