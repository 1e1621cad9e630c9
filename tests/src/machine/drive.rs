//! Random operations, done by the engine and by the model, and everything compared after each.

use std::collections::{BTreeMap, BTreeSet};

use keyholder_runtime::engine::{Engine, Refused, Session};
use keyholder_runtime::state::StateDatabase;
use keyholder_runtime::update::{self, Machine};
use keyholder_shared::change::{Attributes, Change};
use keyholder_shared::model::Policies;
use keyholder_shared::{Id, Time};

use super::model::{Account, Model, No, Planted};
use super::world::{ADMINISTRATORS, ENGINEERS, KEEPERS, OPERATORS, World, password, project};
use crate::random::Random;

/// Numbers of passwords that are in play.
const PASSWORDS: usize = 7;
const NAMES: [&str; 9] = ["Admin", "boss", "keeper", "oper1", "OPER2", "new0", "new1", "New1", "nobody"];
const KEYS: [&str; 5] = ["system.user.create", "system.user.unlock", "machine.start", "machine.stop", "no.such.right"];
const GROUPS: [u128; 4] = [ADMINISTRATORS, KEEPERS, OPERATORS, ENGINEERS];

/// What was done, by the word for it and whether it was allowed.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Operations done.
    pub operations: u64,
    /// How often each came to what.
    pub outcomes: BTreeMap<String, u64>,
}

/// Does so many operations, which depend on `seed` alone.
///
/// # Errors
/// The first difference, with the seed and the number of the operation.
pub fn run(seed: u64, operations: u64) -> Result<Tally, String> {
    run_with(seed, operations, Planted::Nothing)
}

/// The same with a model that is wrong.
pub(super) fn run_with(seed: u64, operations: u64, planted: Planted) -> Result<Tally, String> {
    let mut drive = Drive::begin(seed)?;
    drive.model.planted = planted;
    for number in 0..operations {
        drive
            .step()
            .and_then(|()| drive.compare())
            .map_err(|difference| format!("seed {seed}, operation {number}, {}: {difference}", drive.doing))?;
    }
    let verified = drive.state.verify().map_err(|error| error.to_string())?;
    if !verified.intact {
        return Err(format!("seed {seed}: the audit trail is broken: {verified:?}"));
    }
    drive.tally.operations = operations;
    Ok(drive.tally)
}

struct Drive {
    random: Random,
    world: World,
    open: Option<Engine>,
    /// A second handle, as another process has one.
    state: StateDatabase,
    model: Model,
    sessions: BTreeMap<usize, Session>,
    next: usize,
    doing: String,
    tally: Tally,
}

impl Drive {
    fn begin(seed: u64) -> Result<Self, String> {
        let mut random = Random::new(seed);
        let policies = guidelines(&mut random);
        let mut project = project(policies.clone())?;
        let admin_may_go = seed.is_multiple_of(4);
        project.definitions.security.admin_can_be_deactivated = admin_may_go;
        let world = World::new(seed, project).map_err(|error| error.to_string())?;
        let engine = world.open()?;
        let now = world.clock.advance(1);
        let state = StateDatabase::open(world.folder.path(), true, now).map_err(|error| error.to_string())?;
        let begin = Time::from_millis(super::world::BEGIN);
        Ok(Self {
            random,
            world,
            open: Some(engine),
            state,
            model: Model { admin_may_go, ..Model::new(policies, begin) },
            sessions: BTreeMap::new(),
            next: 0,
            doing: String::new(),
            tally: Tally::default(),
        })
    }

    fn engine(&self) -> &Engine {
        self.open.as_ref().expect("it is closed within a restart alone")
    }

    fn step(&mut self) -> Result<(), String> {
        // Time goes on a little between any two things that people do.
        let now = self.world.clock.advance(1 + self.random.below(3000) as i64);
        self.model.pass_time(now);
        match self.random.below(100) {
            0..30 => self.login(),
            30..36 => self.logout(),
            36..42 => self.touch(),
            42..48 => self.check(),
            48..56 => self.change_password(),
            56..62 => self.set_password(),
            62..67 => self.create(),
            67..71 => self.edit(),
            71..75 => self.enable(),
            75..79 => self.delete(),
            79..84 => self.set_groups(),
            84..88 => self.unlock(),
            88..91 => self.end_session(),
            91..96 => self.wait(),
            96..98 => self.deliver(),
            _ => self.restart(),
        }
    }

    fn count(&mut self, what: &str, came_to: impl std::fmt::Debug) {
        *self.tally.outcomes.entry(format!("{what}: {came_to:?}")).or_default() += 1;
    }

    fn name(&mut self) -> &'static str {
        NAMES.get(self.random.below(NAMES.len())).copied().unwrap_or_default()
    }

    /// A password to type: mostly the right one.
    fn typed(&mut self, name: &str) -> (String, Option<u8>) {
        let account = self.model.accounts.iter().find(|account| account.name.eq_ignore_ascii_case(name));
        let right = account.and_then(|account| account.password).map(|password| password.number);
        match self.random.below(10) {
            0..6 if right.is_some() => (password(right.unwrap_or_default()), right),
            9 => (String::new(), None),
            _ => {
                let number = self.random.below(PASSWORDS) as u8;
                (password(number), Some(number))
            }
        }
    }

    /// A new password: `None` is one that falls short.
    fn new_password(&mut self) -> (String, Option<u8>) {
        match self.random.below(8) {
            0 => ("short".to_owned(), None),
            _ => {
                let number = self.random.below(PASSWORDS) as u8;
                (password(number), Some(number))
            }
        }
    }

    fn session(&mut self) -> Option<(usize, Session)> {
        let place = self.random.below(self.sessions.len().max(1));
        self.sessions.iter().nth(place).map(|(number, session)| (*number, session.clone()))
    }

    fn target(&mut self) -> Id {
        let place = self.random.below(self.model.accounts.len() + 1);
        self.model.accounts.get(place).map_or(Id::from_u128(0xdead), |account| account.id)
    }

    fn groups(&mut self) -> BTreeSet<Id> {
        let number = self.random.below(3);
        (0..number).filter_map(|_| GROUPS.get(self.random.below(GROUPS.len()))).map(|id| Id::from_u128(*id)).collect()
    }

    fn login(&mut self) -> Result<(), String> {
        let name = self.name();
        let (text, number) = self.typed(name);
        self.doing = format!("login of {name} with {text:?}");
        let session = self.next;
        self.next += 1;
        let expected = self.model.login(name, &text, |stored| Some(stored) == number, session);
        let login = self.engine().login(name, &text, Some("panel-1")).map_err(|error| error.to_string())?;
        self.count("login", login.outcome);
        same("outcome", (login.outcome, login.expires_in_days), (expected.outcome, expected.expires_in_days))?;
        same("a session", login.session.is_some(), self.model.sessions.contains_key(&session))?;
        if let Some(open) = login.session {
            self.sessions.insert(session, open);
        }
        Ok(())
    }

    fn logout(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        self.doing = format!("logout of session {number}");
        self.model.sessions.remove(&number);
        self.engine().logout(&session).map_err(|error| error.to_string())
    }

    fn touch(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        self.doing = format!("touch of session {number}");
        same("open", self.engine().touch(&session), self.model.touch(number))
    }

    fn check(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        self.doing = format!("checks of session {number}");
        for key in KEYS {
            let allowed = self.engine().check(&session, &[key], None);
            self.count("check", allowed);
            same(key, allowed, self.model.check(number, key))?;
        }
        Ok(())
    }

    fn change_password(&mut self) -> Result<(), String> {
        let name = self.name();
        let ((text, number), (new, new_number)) = (self.typed(name), self.new_password());
        self.doing = format!("{name} changes the password {text:?} to {new:?}");
        let expected = self.model.change_password(name, &text, |stored| Some(stored) == number, new_number);
        let done =
            self.engine().change_password(name, &text, &new, None).map(|_| ()).map_err(|refused| match refused {
                Refused::Login(login) => Some(login.outcome),
                _ => None,
            });
        self.count("own password", done);
        same("outcome", done, expected)
    }

    fn set_password(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let (target, (new, new_number)) = (self.target(), self.new_password());
        self.doing = format!("session {number} sets the password of {target} to {new:?}");
        let expected = self.model.set_password(number, target, new_number);
        let done = self.engine().set_password(&session, target, &new).map(|_| ());
        self.settle("another's password", done, expected)
    }

    fn create(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let (name, groups) = (self.name(), self.groups());
        let password = (self.random.below(4) > 0).then(|| self.new_password());
        self.doing = format!("session {number} creates {name} in {groups:?} with {password:?}");
        let text = password.as_ref().map(|(text, _)| text.as_str());
        let list = groups.iter().copied().collect();
        let done = self.engine().create(&session, name, Attributes::default(), list, text);
        let id = done.as_ref().map_or(Id::from_u128(0), |told| told.user);
        let expected = self.model.create(number, name, &groups, password.map(|(_, number)| number), id);
        self.settle("create", done.map(|_| ()), expected)
    }

    fn edit(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let target = self.target();
        let (must_change, ages) = (self.random.below(3) == 0, self.random.below(3) > 0);
        self.doing = format!("session {number} edits {target}");
        let expected = self.model.change(number, target, must_change, ages);
        let attributes = Attributes {
            must_change_password: Some(must_change),
            password_aging: Some(ages),
            phone: Some(number.to_string().into()),
            ..Attributes::default()
        };
        let done = self.engine().change(&session, Change::Edit { user: target, attributes: Box::new(attributes) });
        self.settle("edit", done.map(|_| ()), expected)
    }

    fn enable(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let (target, enabled) = (self.target(), self.random.below(2) == 0);
        self.doing = format!("session {number} sets enabled of {target} to {enabled}");
        let expected = self.model.enable(number, target, enabled);
        let done = self.engine().change(&session, Change::Enable { user: target, enabled });
        self.settle(if enabled { "enable" } else { "disable" }, done.map(|_| ()), expected)
    }

    fn delete(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let target = self.target();
        self.doing = format!("session {number} deletes {target}");
        let expected = self.model.delete(number, target);
        let done = self.engine().change(&session, Change::Delete { user: target });
        self.settle("delete", done.map(|_| ()), expected)
    }

    fn set_groups(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let (target, groups) = (self.target(), self.groups());
        self.doing = format!("session {number} puts {target} into {groups:?}");
        let expected = self.model.set_groups(number, target, &groups);
        let groups = groups.into_iter().collect();
        let done = self.engine().change(&session, Change::SetGroups { user: target, groups });
        self.settle("groups", done.map(|_| ()), expected)
    }

    fn unlock(&mut self) -> Result<(), String> {
        let Some((number, session)) = self.session() else { return Ok(()) };
        let target = self.target();
        self.doing = format!("session {number} unlocks {target}");
        let expected = self.model.unlock(number, target);
        let done = self.engine().change(&session, Change::Unlock { user: target });
        self.settle("unlock", done.map(|_| ()), expected)
    }

    fn end_session(&mut self) -> Result<(), String> {
        let (Some((number, session)), Some((other, ended))) = (self.session(), self.session()) else { return Ok(()) };
        self.doing = format!("session {number} ends session {other}");
        let expected = self.model.end_session(number, other);
        let done = self.engine().end_session(&session, ended.id());
        self.settle("end session", done, expected)
    }

    fn settle(&mut self, what: &str, done: Result<(), Refused>, expected: Result<(), No>) -> Result<(), String> {
        self.count(what, done.is_ok());
        match (&done, &expected) {
            (Ok(()), Ok(())) | (Err(_), Err(No)) => Ok(()),
            (Ok(()), Err(No)) => Err("done, though the model refuses it".into()),
            (Err(refused), Ok(())) => Err(format!("refused, though the model does it: {refused}")),
        }
    }

    fn wait(&mut self) -> Result<(), String> {
        let minutes = [1, 4, 9, 11, 24 * 60, 15 * 24 * 60, 38 * 24 * 60].get(self.random.below(7)).copied();
        self.doing = format!("waiting for {minutes:?} minutes");
        let now = self.world.clock.advance(minutes.unwrap_or_default() * 60_000);
        self.model.pass_time(now);
        self.count("wait", minutes);
        Ok(())
    }

    fn deliver(&mut self) -> Result<(), String> {
        let policies = guidelines(&mut self.random);
        self.doing = "a delivery".to_owned();
        self.world.project.definitions.policies = policies.clone();
        self.world.project.time_stamp = self.model.now;
        self.world.deliver().map_err(|error| error.to_string())?;
        let options = self.world.options();
        let machine = Machine { fs: options.fs, clock: options.clock, storage_root: None, patience: options.patience };
        let update = update::update(&machine, self.world.folder.path(), update::Options::default(), &|_| {});
        self.count("deliver", update.outcome);
        if update.refusal.is_some() || !update.alarms.is_empty() {
            return Err(format!("{:?} {:?}", update.errors, update.alarms));
        }
        self.model.deliver(policies);
        // The engine looks at the document when it is asked.
        self.engine().groups().map(|_| ()).map_err(|error| error.to_string())
    }

    /// The program ends without a word. The next one ends its sessions.
    fn restart(&mut self) -> Result<(), String> {
        self.doing = "a restart".to_owned();
        self.sessions.clear();
        self.model.sessions.clear();
        self.open = None;
        self.open = Some(self.world.open()?);
        self.count("restart", ());
        Ok(())
    }

    /// Everything that can be seen of the machine, against the model.
    fn compare(&mut self) -> Result<(), String> {
        for (number, session) in &self.sessions {
            let open = self.engine().is_open(session);
            same(&format!("session {number} open"), open, self.model.sessions.contains_key(number))?;
        }
        self.sessions.retain(|number, _| self.model.sessions.contains_key(number));
        let listed: BTreeSet<String> = self
            .engine()
            .sessions()
            .map_err(|error| error.to_string())?
            .into_iter()
            .map(|session| session.id.as_str().to_owned())
            .collect();
        let known: BTreeSet<String> = self.sessions.values().map(|session| session.id().as_str().to_owned()).collect();
        same("sessions listed", listed, known)?;
        let snapshot = self.engine().snapshot();
        let runtime = snapshot.runtime();
        same("number of users", runtime.users.len(), self.model.accounts.len())?;
        same("number of traces", runtime.deleted.len(), self.model.deleted.len())?;
        for account in &self.model.accounts {
            let user = snapshot.by_id(account.id).ok_or_else(|| format!("{} is missing", account.name))?;
            let groups: BTreeSet<Id> = user.user.groups.iter().map(|group| group.id).collect();
            let password = user.user.password.as_ref();
            let seen = (
                (user.user.name.as_str(), user.user.enabled, user.user.must_change_password, user.user.password_aging),
                (groups, password.and_then(|password| password.changed_at), user.history.len()),
            );
            let Account { name, enabled, must_change, ages, groups, password, history, .. } = account.clone();
            let expected = (
                (name.as_str(), enabled, must_change, ages),
                (groups, password.map(|password| password.at), history.len()),
            );
            same(&account.name, seen, expected)?;
            let state = self.state.login_state(account.id).map_err(|error| error.to_string())?;
            let counts = self.model.counts.get(&account.id).copied().unwrap_or_default();
            let seen = (state.failures, state.lock.map(|lock| lock.since), state.last_login);
            same(
                &format!("login state of {}", account.name),
                seen,
                (counts.failures, counts.locked, counts.last_login),
            )?;
        }
        Ok(())
    }
}

fn guidelines(random: &mut Random) -> Policies {
    let mut policies = Policies::default();
    policies.lockout.threshold = [0, 1, 3, 3, 5].get(random.below(5)).copied().unwrap_or(3);
    policies.lockout.duration_minutes = [0, 10].get(random.below(2)).copied().unwrap_or_default();
    policies.session.idle_timeout_minutes = [0, 5].get(random.below(2)).copied().unwrap_or_default();
    policies.password.history_count = [0, 2, 4].get(random.below(3)).copied().unwrap_or(2);
    policies.password.aging = random.below(3) > 0;
    policies
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, seen: T, expected: T) -> Result<(), String> {
    if seen == expected { Ok(()) } else { Err(format!("{what}: {seen:?}, but the model has {expected:?}")) }
}
