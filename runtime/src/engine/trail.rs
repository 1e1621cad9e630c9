//! The audit trail, for who may read it.

use keyholder_shared::change::Refusal;

use super::{Core, Engine, Refused, Session};
use crate::audit::{Entry, Filter, Kind, Row, Verified};
use crate::state::{StateDatabase, StateError};

/// The right that the trail asks for.
const READ: &str = "system.audit.read";

impl Engine {
    /// The rows of the audit trail that the filter takes, the oldest first, for who has `system.audit.read`.
    ///
    /// # Errors
    /// [`Refused`] for others, and if the trail cannot be read.
    pub fn audit(&self, session: &Session, filter: &Filter) -> Result<Vec<Row>, Refused> {
        self.core.may_read(session)?;
        Ok(self.core.state.with(&self.core, |state| state.audit(filter))?)
    }

    /// Holds the audit trail together: the first row that was edited, removed or cut off. For who has
    /// `system.audit.read`.
    ///
    /// # Errors
    /// As [`Engine::audit`].
    pub fn verify_audit(&self, session: &Session) -> Result<Verified, Refused> {
        self.core.may_read(session)?;
        Ok(self.core.state.with(&self.core, StateDatabase::verify)?)
    }
}

impl Core {
    fn may_read(&self, session: &Session) -> Result<(), Refused> {
        self.held(session)?;
        if session.rights().check(&[READ], None) { Ok(()) } else { Err(Refusal::Right { key: READ }.into()) }
    }
}

/// Ends the sessions of programs that ended without a word.
pub(super) fn end_left_over(state: &StateDatabase, now: keyholder_shared::Time) -> Result<(), StateError> {
    if state.sessions()?.is_empty() {
        return Ok(());
    }
    state.write(now, |writer| {
        for session in writer.end_all_sessions(LEFT_OVER)? {
            let entry = Entry::new(Kind::SessionEnded, Entry::SYSTEM).client(&session.client).object(&session.name);
            writer.append(&entry.message(LEFT_OVER))?;
        }
        Ok(())
    })
}

const LEFT_OVER: &str = "The program that kept the session has ended.";
