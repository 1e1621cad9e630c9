//! The engine once more, in memory, as plainly as the design's sentences can be put.

use std::collections::{BTreeMap, BTreeSet};

use keyholder_runtime::engine::Outcome;
use keyholder_shared::model::Policies;
use keyholder_shared::{Id, Time};

use super::world::{ADMINISTRATORS, DELIVERED, keys_of};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// The password with this number, set at this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    pub number: u8,
    pub at: Time,
    /// The very hash that the project brings.
    pub delivered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: Id,
    pub name: String,
    pub of_project: bool,
    pub admin: bool,
    pub enabled: bool,
    pub must_change: bool,
    pub ages: bool,
    pub groups: BTreeSet<Id>,
    pub password: Option<Set>,
    /// The latest first.
    pub history: Vec<u8>,
}

/// What outlives an account that may come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub failures: u32,
    pub locked: Option<Time>,
    pub last_login: Option<Time>,
}

#[derive(Clone, Debug)]
pub struct Open {
    pub user: Id,
    pub administrator: bool,
    pub keys: BTreeSet<&'static str>,
    pub used: Time,
    pub idle_after: i64,
}

/// What a login comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub outcome: Outcome,
    pub expires_in_days: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub policies: Policies,
    pub accounts: Vec<Account>,
    pub counts: BTreeMap<Id, Counts>,
    /// Project users deleted on the machine.
    pub deleted: Vec<Account>,
    /// By number.
    pub sessions: BTreeMap<usize, Open>,
    pub now: Time,
    /// Admin may be disabled.
    pub admin_may_go: bool,
    pub planted: Planted,
}

/// A fault of the model, to see that a difference is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    Nothing,
    LocksLate,
    ForgetsNoFailure,
    LockEndsLate,
    NeverExpires,
    WarnsADayLate,
    KeepsSessions,
    RightsFollow,
    ForgetsTheHistory,
    AnybodyChangesAdministrators,
    AnybodyGivesEverything,
    RestoresNobody,
}

/// Not allowed, or not possible.
#[derive(Debug, PartialEq, Eq)]
pub struct No;

impl Model {
    pub fn new(policies: Policies, now: Time) -> Self {
        let mut model = Self {
            policies,
            accounts: Vec::new(),
            counts: BTreeMap::new(),
            deleted: Vec::new(),
            sessions: BTreeMap::new(),
            now,
            admin_may_go: false,
            planted: Planted::Nothing,
        };
        model.accounts = (0..DELIVERED.len()).map(|index| delivered(index, now)).collect();
        model
    }

    pub fn find(&self, id: Id) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    fn named(&self, name: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.name.eq_ignore_ascii_case(name))
    }

    fn edit(&mut self, id: Id, change: impl FnOnce(&mut Account)) {
        if let Some(account) = self.accounts.iter_mut().find(|account| account.id == id) {
            change(account);
        }
    }

    fn is_administrator(account: &Account) -> bool {
        account.groups.contains(&Id::from_u128(ADMINISTRATORS))
    }

    /// Ends what has idled too long.
    pub fn pass_time(&mut self, now: Time) {
        self.now = now;
        self.sessions
            .retain(|_, open| open.idle_after == 0 || now.as_millis() - open.used.as_millis() < open.idle_after);
    }

    fn end_sessions_of(&mut self, id: Id) {
        if self.planted == Planted::KeepsSessions {
            return;
        }
        self.sessions.retain(|_, open| open.user != id);
    }

    /// Whether a lock that began then still holds.
    pub fn holds(&self, locked: Time) -> bool {
        let minutes = i64::from(self.policies.lockout.duration_minutes);
        let late = if self.planted == Planted::LockEndsLate { 1 } else { 0 };
        minutes == 0 || self.now.as_millis() < locked.as_millis() + (minutes + late) * MINUTE
    }

    /// The gate: who is let through with a right password, or what the others are told.
    fn gate(&mut self, name: &str, typed: &str, right: impl Fn(u8) -> bool) -> Result<Id, Outcome> {
        let mut threshold = self.policies.lockout.threshold;
        if self.planted == Planted::LocksLate && threshold > 0 {
            threshold += 1;
        }
        let Some(account) = self.named(name).filter(|account| account.enabled).cloned() else {
            return Err(Outcome::Denied);
        };
        let Some(password) = account.password else { return Err(Outcome::Denied) };
        let mut counts = self.counts.get(&account.id).copied().unwrap_or_default();
        if let Some(since) = counts.locked {
            if self.holds(since) {
                return Err(Outcome::Locked);
            }
            (counts.locked, counts.failures) = (None, 0);
        }
        if threshold > 0 && counts.failures >= threshold {
            counts.locked = Some(self.now);
            self.counts.insert(account.id, counts);
            return Err(Outcome::Locked);
        }
        let passed = !typed.is_empty() && right(password.number);
        if passed {
            if self.planted != Planted::ForgetsNoFailure {
                counts.failures = 0;
            }
        } else {
            counts.failures += 1;
            if threshold > 0 && counts.failures >= threshold {
                counts.locked = Some(self.now);
            }
        }
        self.counts.insert(account.id, counts);
        if passed { Ok(account.id) } else { Err(Outcome::Denied) }
    }

    /// Logs in; a granted login opens the session with this number.
    pub fn login(&mut self, name: &str, typed: &str, right: impl Fn(u8) -> bool, session: usize) -> Told {
        let told = |outcome| Told { outcome, expires_in_days: None };
        let id = match self.gate(name, typed, right) {
            Ok(id) => id,
            Err(outcome) => return told(outcome),
        };
        let Some(account) = self.find(id).cloned() else { return told(Outcome::Denied) };
        if account.must_change {
            return told(Outcome::MustChangePassword);
        }
        let policy = &self.policies.password;
        let mut expires_in_days = None;
        if policy.aging && account.ages && policy.maximum_age_days > 0 {
            let set = account.password.map_or(self.now, |password| password.at).as_millis();
            let left = set + i64::from(policy.maximum_age_days) * DAY - self.now.as_millis();
            if left <= 0 && self.planted != Planted::NeverExpires {
                return told(Outcome::PasswordExpired);
            }
            let late = if self.planted == Planted::WarnsADayLate { 1 } else { 0 };
            if left <= (i64::from(policy.warn_days) - late) * DAY {
                expires_in_days = u32::try_from((left + DAY - 1) / DAY).ok();
            }
        }
        self.counts.entry(id).or_default().last_login = Some(self.now);
        let open = Open {
            user: id,
            administrator: Self::is_administrator(&account),
            keys: rights(&account.groups),
            used: self.now,
            idle_after: i64::from(self.policies.session.idle_timeout_minutes) * MINUTE,
        };
        self.sessions.insert(session, open);
        Told { outcome: Outcome::Granted, expires_in_days }
    }

    pub fn touch(&mut self, session: usize) -> bool {
        let now = self.now;
        self.sessions.get_mut(&session).map(|open| open.used = now).is_some()
    }

    pub fn check(&self, session: usize, key: &str) -> bool {
        let Some(open) = self.sessions.get(&session) else { return false };
        match self.find(open.user).filter(|_| self.planted == Planted::RightsFollow) {
            Some(account) => rights(&account.groups).contains(key),
            None => open.keys.contains(key),
        }
    }

    /// Who acts in a session with a right, on whom; administrators are changed by administrators, Admin by
    /// Admin alone.
    fn may(&self, session: usize, key: &str, target: Option<Id>, unlocks: bool) -> Result<Acting<'_>, No> {
        let open = self.sessions.get(&session).ok_or(No)?;
        let who = self.find(open.user).filter(|who| who.enabled).ok_or(No)?;
        if !open.keys.contains(key) {
            return Err(No);
        }
        let administrator = (open.administrator && Self::is_administrator(who))
            || self.planted == Planted::AnybodyChangesAdministrators;
        if let Some(target) = target {
            let target = self.find(target).ok_or(No)?;
            if Self::is_administrator(target) && !administrator {
                return Err(No);
            }
            if target.admin && !who.admin && !unlocks {
                return Err(No);
            }
        }
        let administrator = administrator || self.planted == Planted::AnybodyGivesEverything;
        Ok(Acting { who, administrator })
    }

    /// Whether another enabled administrator is there.
    fn another_administrator(&self, id: Id) -> bool {
        self.accounts.iter().any(|other| other.id != id && other.enabled && Self::is_administrator(other))
    }

    fn keeps_an_administrator(&self, id: Id) -> Result<(), No> {
        let counts = self.find(id).is_some_and(|account| account.enabled && Self::is_administrator(account));
        if counts && !self.another_administrator(id) { Err(No) } else { Ok(()) }
    }

    pub fn change_password(
        &mut self,
        name: &str,
        typed: &str,
        right: impl Fn(u8) -> bool,
        new: Option<u8>,
    ) -> Result<(), Option<Outcome>> {
        let id = self.gate(name, typed, right).map_err(Some)?;
        self.set(id, new, true).map_err(|No| None)
    }

    pub fn set_password(&mut self, session: usize, target: Id, new: Option<u8>) -> Result<(), No> {
        let own = self.sessions.get(&session).ok_or(No)?.user == target;
        self.may(session, "system.user.change-password", Some(target), false)?;
        if own {
            return Err(No);
        }
        self.set(target, new, false)
    }

    /// `None` is a password that falls short.
    fn set(&mut self, id: Id, new: Option<u8>, own: bool) -> Result<(), No> {
        let number = new.ok_or(No)?;
        let policy = &self.policies.password;
        let asked = if policy.history { policy.history_count as usize } else { 0 };
        let last = asked.max(usize::from(own));
        let account = self.find(id).ok_or(No)?;
        let former = account.password.iter().map(|password| password.number).chain(account.history.iter().copied());
        let last = if self.planted == Planted::ForgetsTheHistory { last.min(1) } else { last };
        if former.take(last).any(|used| used == number) {
            return Err(No);
        }
        let at = self.now;
        self.edit(id, |account| {
            if let Some(old) = account.password.replace(Set { number, at, delivered: false }) {
                account.history.insert(0, old.number);
                account.history.truncate(24);
            }
            account.must_change = !own;
        });
        self.end_sessions_of(id);
        Ok(())
    }

    pub fn create(
        &mut self,
        session: usize,
        name: &str,
        groups: &BTreeSet<Id>,
        password: Option<Option<u8>>,
        id: Id,
    ) -> Result<(), No> {
        let acting = self.may(session, "system.user.create", None, false)?;
        if !groups.is_empty() {
            self.may(session, "system.user.assign-group", None, false)?;
            acting.gives(groups)?;
        }
        if password == Some(None) || self.named(name).is_some() {
            return Err(No);
        }
        let password = password.flatten().map(|number| Set { number, at: self.now, delivered: false });
        self.accounts.push(Account {
            id,
            name: name.to_owned(),
            of_project: false,
            admin: false,
            enabled: true,
            must_change: password.is_some(),
            ages: true,
            groups: groups.clone(),
            password,
            history: Vec::new(),
        });
        Ok(())
    }

    pub fn change(&mut self, session: usize, target: Id, must_change: bool, ages: bool) -> Result<(), No> {
        self.may(session, "system.user.change", Some(target), false)?;
        self.edit(target, |account| (account.must_change, account.ages) = (must_change, ages));
        Ok(())
    }

    pub fn enable(&mut self, session: usize, target: Id, enabled: bool) -> Result<(), No> {
        self.may(session, "system.user.change", Some(target), false)?;
        if !enabled {
            if self.find(target).is_some_and(|account| account.admin) && !self.admin_may_go {
                return Err(No);
            }
            self.keeps_an_administrator(target)?;
        }
        self.edit(target, |account| account.enabled = enabled);
        if !enabled {
            self.end_sessions_of(target);
        }
        Ok(())
    }

    pub fn delete(&mut self, session: usize, target: Id) -> Result<(), No> {
        self.may(session, "system.user.delete", Some(target), false)?;
        let account = self.find(target).ok_or(No)?.clone();
        if account.admin {
            return Err(No);
        }
        self.keeps_an_administrator(target)?;
        self.accounts.retain(|other| other.id != target);
        if account.of_project {
            self.deleted.push(account);
        } else {
            self.counts.remove(&target);
        }
        self.end_sessions_of(target);
        Ok(())
    }

    pub fn set_groups(&mut self, session: usize, target: Id, groups: &BTreeSet<Id>) -> Result<(), No> {
        let acting = self.may(session, "system.user.assign-group", Some(target), false)?;
        let account = self.find(target).ok_or(No)?;
        let given: BTreeSet<Id> = groups.difference(&account.groups).copied().collect();
        acting.gives(&given)?;
        let administrators = Id::from_u128(ADMINISTRATORS);
        if account.groups.contains(&administrators) && !groups.contains(&administrators) {
            if account.admin || !acting.administrator {
                return Err(No);
            }
            self.keeps_an_administrator(target)?;
        }
        let groups = groups.clone();
        self.edit(target, |account| account.groups = groups);
        Ok(())
    }

    pub fn unlock(&mut self, session: usize, target: Id) -> Result<(), No> {
        self.may(session, "system.user.unlock", Some(target), true)?;
        if let Some(counts) = self.counts.get_mut(&target) {
            (counts.failures, counts.locked) = (0, None);
        }
        Ok(())
    }

    pub fn end_session(&mut self, session: usize, other: usize) -> Result<(), No> {
        let open = self.sessions.get(&session).ok_or(No)?;
        let administrator = open.administrator && self.find(open.user).is_some_and(Self::is_administrator);
        let target = self.sessions.get(&other).ok_or(No)?;
        if target.user != open.user && !administrator {
            return Err(No);
        }
        self.sessions.remove(&other);
        Ok(())
    }

    /// The project is delivered with other guidelines; what the plant deleted comes back, where its name is
    /// free (rules 1 and 5).
    pub fn deliver(&mut self, policies: Policies) {
        self.policies = policies;
        if self.planted == Planted::RestoresNobody {
            return;
        }
        for old in std::mem::take(&mut self.deleted) {
            if self.named(&old.name).is_some() {
                self.deleted.push(old);
                continue;
            }
            let index = DELIVERED.iter().position(|(name, _, _)| *name == old.name).unwrap_or_default();
            let mut back = delivered(index, self.now);
            back.history.clone_from(&old.history);
            if let (Some(theirs), Some(ours)) = (old.password, &mut back.password) {
                if theirs.delivered {
                    ours.at = theirs.at;
                } else {
                    ours.at = self.now;
                    back.history.insert(0, theirs.number);
                    if let Some(counts) = self.counts.get_mut(&back.id) {
                        counts.locked.take().inspect(|_| counts.failures = 0);
                    }
                }
            }
            self.accounts.push(back);
        }
    }
}

struct Acting<'m> {
    who: &'m Account,
    administrator: bool,
}

impl Acting<'_> {
    /// Nobody gives what they do not have.
    fn gives(&self, groups: &BTreeSet<Id>) -> Result<(), No> {
        let own = rights(&self.who.groups);
        let beyond =
            |group: &Id| group.as_u128() == ADMINISTRATORS || keys_of(*group).iter().any(|key| !own.contains(key));
        if !self.administrator && groups.iter().any(beyond) { Err(No) } else { Ok(()) }
    }
}

/// The rights of a member of these groups.
fn rights(groups: &BTreeSet<Id>) -> BTreeSet<&'static str> {
    let mut keys: BTreeSet<&'static str> = groups.iter().flat_map(|group| keys_of(*group)).copied().collect();
    if groups.contains(&Id::from_u128(ADMINISTRATORS)) {
        keys.extend(keyholder_shared::model::SYSTEM_RIGHTS);
    }
    keys
}

/// A user as the project has it.
fn delivered(index: usize, at: Time) -> Account {
    let (name, group, number) = DELIVERED.get(index).copied().unwrap_or_default();
    Account {
        id: Id::from_u128(0x5_0000 + index as u128),
        name: name.to_owned(),
        of_project: true,
        admin: name == "Admin",
        enabled: true,
        must_change: false,
        ages: true,
        groups: BTreeSet::from([Id::from_u128(group)]),
        password: Some(Set { number, at, delivered: true }),
        history: Vec::new(),
    }
}
