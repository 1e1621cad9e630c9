//! What is wrong or unwise in the project, found beside the window whenever it has changed.

use std::collections::HashSet;
use std::sync::Arc;

use iced::Task;
use keyholder_shared::Id;
use keyholder_shared::advice::{self, Finding, Weight};
use keyholder_shared::edit::Contents;
use keyholder_shared::validate::{self, Problem};

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
    /// Those of what an open project said at that revision, whose broken rules are known. `common` are the users
    /// whose password is known to be a common one.
    #[must_use]
    pub fn of(contents: &Contents, problems: Vec<Problem>, common: &HashSet<Id>, revision: u64) -> Self {
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
