//! What an update leaves in the state database: its row in the audit trail with the report, alarms, locks
//! lifted and sessions ended. The one place for it, whoever updates: a command, a watch, an engine.
//!
//! The row is written before the document is saved, so that no update is without its row; if the save then
//! fails, another row says so. An update with nothing to do leaves none.

use keyholder_shared::Id;
use keyholder_shared::model::WhenUnwritable;
use keyholder_shared::reconcile::{Action, Changes, Report};

use crate::audit::{Entry, Filter, Kind, Outcome};
use crate::outcome::{FileFault, Refusal, Update};
use crate::project::ProjectPath;
use crate::state::{StateDatabase, StateError};
use crate::update::Machine;

/// No row tells more of a refused file's faults than this, in bytes.
const ENOUGH: usize = 2000;

/// The record of one update.
pub(crate) struct Record<'m> {
    machine: &'m Machine,
    path: &'m ProjectPath,
    when: WhenUnwritable,
    state: Option<StateDatabase>,
    alarms: Vec<String>,
}

impl<'m> Record<'m> {
    /// A record that goes by `when` if it cannot be written.
    pub fn new(machine: &'m Machine, path: &'m ProjectPath, when: WhenUnwritable) -> Self {
        Self { machine, path, when, state: None, alarms: Vec::new() }
    }

    /// Writes the row of `update`, whose document is going to be saved; `known` says that the machine had
    /// one before.
    ///
    /// # Errors
    /// The state's error, if the guidelines say to stop then.
    pub fn ahead(&mut self, update: &Update, kind: Kind, known: bool) -> Result<(), StateError> {
        let mut entries = alarms_of(update);
        entries.push(entry_of(update, kind));
        let state = StateDatabase::open(self.path.folder(), known, self.machine.clock.now());
        self.settle(state.and_then(|state| {
            state.append(self.machine.clock.now(), &entries)?;
            Ok(state)
        }))
    }

    fn settle(&mut self, state: Result<StateDatabase, StateError>) -> Result<(), StateError> {
        match state {
            Ok(state) => self.state = Some(state),
            Err(error) if self.when == WhenUnwritable::Stop => return Err(error),
            Err(error) => self.alarms.push(format!("Alarm: the audit trail has no record of this update. {error}")),
        }
        Ok(())
    }

    /// The save failed, for this reason.
    pub fn failed(&mut self, kind: Kind, why: &str) {
        let entry = Entry::new(kind, Entry::SYSTEM).object(&object(self.path)).outcome(Outcome::Failed).message(why);
        if let Some(state) = &self.state
            && let Err(error) = state.append(self.machine.clock.now(), &[entry])
        {
            self.alarms.push(format!("Alarm: the audit trail has no record that this update failed. {error}"));
        }
    }

    /// The document is saved: lifts the locks and ends the sessions that the report names.
    pub fn after(&mut self, report: &Report) {
        if report.lift_locks.is_empty() && report.end_sessions.is_empty() {
            return;
        }
        self.then(|state, machine| lift_and_end(state, machine, report));
    }

    /// The machine has started again: nobody is locked, and nobody is logged in.
    pub fn after_reset(&mut self) {
        self.then(|state, machine| {
            state.write(machine.clock.now(), |writer| {
                writer.forget_everybody()?;
                writer.end_all_sessions("The machine was started again from the project.").map(|_| ())
            })
        });
    }

    fn then(&mut self, work: impl FnOnce(&StateDatabase, &Machine) -> Result<(), StateError>) {
        if let Some(state) = &self.state
            && let Err(error) = work(state, self.machine)
        {
            self.alarms.push(format!(
                "Alarm: locks could not be lifted and sessions could not be ended as this update wants it. {error}"
            ));
        }
    }

    /// Tells of alarms that came up meanwhile.
    pub fn tell(mut self, update: &mut Update) {
        let alarms = self.state.iter().flat_map(StateDatabase::take_alarms).chain(self.alarms.drain(..));
        for alarm in alarms {
            update.warnings.push(alarm.clone());
            update.alarms.push(alarm);
        }
    }
}

/// Records what is to be told of an update that saved nothing: a refused file, an alarm. Only where a state
/// is kept already: a folder given by mistake stays as it is.
pub(crate) fn nothing_saved(machine: &Machine, path: &ProjectPath, update: &mut Update) {
    let mut entries = alarms_of(update);
    if update.refusal == Some(Refusal::Project) {
        entries.push(refused(path, &update.errors));
    }
    if update.dry_run || entries.is_empty() || !StateDatabase::has_traces(path.folder()).unwrap_or(false) {
        return;
    }
    let now = machine.clock.now();
    let recorded = StateDatabase::open(path.folder(), true, now).and_then(|state| {
        let mut news = Vec::new();
        for entry in entries {
            if !is_repeated(&state, &entry)? {
                news.push(entry);
            }
        }
        state.append(now, &news)?;
        Ok(state.take_alarms())
    });
    // What was refused stays refused, recorded or not.
    let alarms =
        recorded.unwrap_or_else(|error| vec![format!("Alarm: the audit trail has no record of this. {error}")]);
    update.warnings.extend(alarms.iter().cloned());
    update.alarms.extend(alarms);
}

/// An alarm that is raised again and again, at each try of a watch, stands in the trail once.
fn is_repeated(state: &StateDatabase, entry: &Entry) -> Result<bool, StateError> {
    let kinds = vec![Kind::Alarm.word().to_owned()];
    let last = state.audit(&Filter { kinds, limit: Some(1), ..Filter::default() })?;
    Ok(last.first().is_some_and(|row| entry.says(row)))
}

fn lift_and_end(state: &StateDatabase, machine: &Machine, report: &Report) -> Result<(), StateError> {
    let listed = |ids: &[Id], id: Id| ids.contains(&id);
    // Few are locked or logged in, however many the update concerns.
    let locked: Vec<Id> =
        state.locked()?.into_iter().map(|(id, _)| id).filter(|id| listed(&report.lift_locks, *id)).collect();
    let ended: Vec<Id> = state
        .sessions()?
        .into_iter()
        .map(|session| session.user)
        .filter(|id| listed(&report.end_sessions, *id))
        .collect();
    if locked.is_empty() && ended.is_empty() {
        return Ok(());
    }
    let name = |id: Id| report.users.iter().find(|user| user.id == id).map_or("", |user| user.name.as_str());
    state.write(machine.clock.now(), |writer| {
        for id in &locked {
            if writer.unlock(*id)? {
                let entry = Entry::new(Kind::Unlocked, Entry::SYSTEM).object(name(*id));
                writer.append(&entry.message("The update brought another password."))?;
            }
        }
        for id in &ended {
            for session in writer.end_sessions_of(*id, "update")? {
                let entry = Entry::new(Kind::SessionEnded, Entry::SYSTEM).client(&session.client).object(&session.name);
                writer.append(&entry.message("The update ended the session."))?;
            }
        }
        Ok(())
    })
}

fn object(path: &ProjectPath) -> String {
    path.file().file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn alarms_of(update: &Update) -> Vec<Entry> {
    update.alarms.iter().map(|alarm| Entry::new(Kind::Alarm, Entry::SYSTEM).message(alarm.as_str())).collect()
}

fn refused(path: &ProjectPath, errors: &[FileFault]) -> Entry {
    let mut message = String::new();
    for (told, error) in errors.iter().enumerate() {
        let line = match (error.line, error.column) {
            (Some(line), Some(column)) => format!("line {line}, column {column}: {}", error.message),
            _ => error.message.clone(),
        };
        if told > 0 && message.len() + line.len() > ENOUGH {
            message.push_str(&format!(" And {} more.", errors.len() - told));
            break;
        }
        message.push_str(if told > 0 { " " } else { "" });
        message.push_str(&line);
    }
    Entry::new(Kind::Refused, Entry::SYSTEM).object(&object(path)).outcome(Outcome::Refused).message(message)
}

fn entry_of(update: &Update, kind: Kind) -> Entry {
    let time = |time: Option<keyholder_shared::Time>| time.map_or(String::new(), |time| time.to_string());
    let message = update.report.as_ref().map_or(String::new(), in_words);
    Entry::new(kind, Entry::SYSTEM)
        .object(keyholder_shared::xml::PROJECT_FILE)
        .change(time(update.previous_time_stamp), time(update.project_time_stamp))
        .message(message)
}

/// The report in a row's words: how many users came out as what, then everybody to whom something happened.
fn in_words(report: &Report) -> String {
    let counts = Action::ALL.map(|action| (report.count(action), action.word()));
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let mut parts = vec![format!("Users: {}", if counts.is_empty() { "none".to_owned() } else { counts.join(", ") })];
    // A first start adds everybody: the count says it.
    if report.previous_time_stamp.is_some() {
        let of_note = report.users.iter().filter(|user| !matches!(user.action(), Action::Unchanged | Action::Runtime));
        parts.extend(of_note.map(|user| format!("{} {}", user.name, user.action().word())));
        for (what, changes) in [
            ("groups", &report.groups),
            ("rights", &report.rights),
            ("areas", &report.areas),
            ("notification groups", &report.notification_groups),
        ] {
            parts.extend(changed(what, changes));
        }
    }
    parts.extend(report.policies_changed.then(|| "guidelines changed".to_owned()));
    parts.extend(report.security_changed.then(|| "security changed".to_owned()));
    let mut words = parts.join("; ");
    words.push('.');
    for warning in &report.warnings {
        words.push(' ');
        words.push_str(&warning.to_string());
    }
    words
}

fn changed(what: &str, changes: &Changes) -> Option<String> {
    let lists = [("added", &changes.added), ("removed", &changes.removed), ("changed", &changes.changed)];
    let told: Vec<String> = lists
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(word, list)| {
            let names: Vec<&str> = list.iter().map(|named| named.name.as_str()).collect();
            format!("{word} {}", names.join(", "))
        })
        .collect();
    (!told.is_empty()).then(|| format!("{what} {}", told.join(", ")))
}
