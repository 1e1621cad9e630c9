//! The alphabet: what can happen in one step.

use super::{Design, Person, Record, State, Trace};

/// Which project is merged.
#[derive(Clone, Copy, Debug)]
pub(super) enum Merging {
    /// The Designer's.
    Current,
    /// The one merged before the last.
    Earlier,
}

/// A step in the Designer, or on the machine (`Here`, and `Take`: the engineer takes a user of the machine
/// into the project). Numbers are places in lists.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Create { name: u8 },
    Delete(usize),
    Recreate(usize),
    Rename(usize),
    Swap,
    Undo(usize),
    Password(usize),
    Enable(usize),
    Member(usize, usize),
    DeleteGroup(usize),
    CreateGroup(usize),
    CreateHere { name: u8 },
    DeleteHere(usize),
    PasswordHere(usize),
    EnableHere(usize),
    MemberHere(usize, usize),
    Take(usize),
}

const NAMES: [u8; 2] = [0, 1];

impl Step {
    /// Everything that can happen in this state.
    pub fn all(state: &State) -> Vec<Self> {
        let mut steps = Vec::new();
        let design = &state.design;
        steps.extend(NAMES.into_iter().filter(|name| design.is_free(*name)).map(|name| Self::Create { name }));
        for at in 0..design.users.len() {
            steps.extend([Self::Delete(at), Self::Recreate(at), Self::Password(at), Self::Enable(at)]);
            if design.is_free(1 - design.users[at].name) {
                steps.push(Self::Rename(at));
            }
            steps.extend((0..2).filter(|place| design.groups[*place].is_some()).map(|place| Self::Member(at, place)));
        }
        if design.users.len() == 2 {
            steps.push(Self::Swap);
        }
        for (at, user) in state.merged.users.iter().enumerate() {
            let free = design.users.iter().all(|other| other.id == user.id || other.name != user.name);
            if free && !design.users.contains(user) {
                steps.push(Self::Undo(at));
            }
        }
        steps.extend((0..2).map(|place| match design.groups[place] {
            Some(_) => Self::DeleteGroup(place),
            None => Self::CreateGroup(place),
        }));
        let here = |name: u8| state.machine.iter().any(|record| record.person.name == name);
        steps.extend(NAMES.into_iter().filter(|name| !here(*name)).map(|name| Self::CreateHere { name }));
        for (at, record) in state.machine.iter().enumerate() {
            steps.extend([Self::DeleteHere(at), Self::PasswordHere(at), Self::EnableHere(at)]);
            let there = (0..2).filter(|place| state.merged.groups[*place].is_some());
            steps.extend(there.map(|place| Self::MemberHere(at, place)));
            let known = design.users.iter().any(|user| user.id == record.person.id);
            if record.made_here && !known && design.is_free(record.person.name) {
                steps.push(Self::Take(at));
            }
        }
        steps
    }
}

impl State {
    /// The state after a step that is possible.
    pub fn after(&self, step: Step) -> Self {
        let mut next = self.clone();
        let (id, hash) = (self.new_id(), self.new_hash());
        let first_group = |design: &Design| design.groups.iter().flatten().copied().take(1).collect::<Vec<_>>();
        let users = &mut next.design.users;
        match step {
            Step::Create { name } => {
                users.push(Person { id, name, hash, enabled: true, groups: first_group(&self.design) });
            }
            Step::Delete(at) => drop(users.remove(at)),
            Step::Recreate(at) => users[at] = Person { id, hash, ..users[at].clone() },
            Step::Rename(at) => users[at].name = 1 - users[at].name,
            Step::Swap => users.iter_mut().for_each(|user| user.name = 1 - user.name),
            Step::Undo(at) => {
                let mut user = self.merged.users[at].clone();
                user.groups.retain(|group| self.design.groups.contains(&Some(*group)));
                users.retain(|other| other.id != user.id);
                users.push(user);
            }
            Step::Password(at) => users[at].hash = hash,
            Step::Enable(at) => users[at].enabled = !users[at].enabled,
            Step::Member(at, place) => toggle(&mut users[at].groups, self.design.groups[place]),
            Step::DeleteGroup(place) => {
                let gone = next.design.groups[place].take();
                users.iter_mut().for_each(|user| user.groups.retain(|group| Some(*group) != gone));
            }
            Step::CreateGroup(place) => next.design.groups[place] = Some(self.new_group()),
            Step::CreateHere { name } => {
                let person = Person { id, name, hash, enabled: true, groups: first_group(&self.merged) };
                next.machine.push(Record { person, made_here: true, changed: false, history: Vec::new() });
            }
            Step::DeleteHere(at) => {
                let Record { person, made_here, history, .. } = next.machine.remove(at);
                if !made_here {
                    next.traces.push(Trace { id: person.id, name: person.name, hash: person.hash, history });
                }
            }
            Step::PasswordHere(at) => {
                let record = next.changed(at);
                record.history.insert(0, record.person.hash);
                record.person.hash = hash;
            }
            Step::EnableHere(at) => {
                let record = next.changed(at);
                record.person.enabled = !record.person.enabled;
            }
            Step::MemberHere(at, place) => toggle(&mut next.changed(at).person.groups, self.merged.groups[place]),
            Step::Take(at) => {
                let mut user = self.machine[at].person.clone();
                user.groups.retain(|group| self.design.groups.contains(&Some(*group)));
                users.push(user);
            }
        }
        next.sort();
        next
    }

    /// Brings the lists, whose order plays no part, into one order.
    pub fn sort(&mut self) {
        self.design.users.sort();
        self.machine.sort();
        self.traces.sort();
    }

    fn changed(&mut self, at: usize) -> &mut Record {
        self.machine[at].changed = true;
        &mut self.machine[at]
    }

    fn designs(&self) -> [&Design; 3] {
        [&self.design, &self.merged, &self.earlier]
    }

    fn people(&self) -> impl Iterator<Item = &Person> {
        let designed = self.designs().into_iter().flat_map(|design| &design.users);
        designed.chain(self.machine.iter().map(|record| &record.person))
    }

    fn new_id(&self) -> u8 {
        unused(|id| self.people().any(|person| person.id == id) || self.traces.iter().any(|trace| trace.id == id))
    }

    fn new_hash(&self) -> u8 {
        unused(|hash| {
            self.people().any(|person| person.hash == hash)
                || self.traces.iter().any(|trace| trace.hash == hash || trace.history.contains(&hash))
                || self.machine.iter().any(|record| record.history.contains(&hash))
        })
    }

    fn new_group(&self) -> u8 {
        unused(|group| self.designs().iter().any(|design| design.groups.contains(&Some(group))))
    }
}

impl Design {
    fn is_free(&self, name: u8) -> bool {
        self.users.iter().all(|user| user.name != name)
    }
}

/// The smallest number that is not used: what nothing refers to is as good as new.
fn unused(used: impl Fn(u8) -> bool) -> u8 {
    (0..u8::MAX).find(|number| !used(*number)).expect("a few steps use a few numbers")
}

fn toggle(groups: &mut Vec<u8>, group: Option<u8>) {
    let Some(group) = group else { return };
    match groups.iter().position(|other| *other == group) {
        Some(at) => drop(groups.remove(at)),
        None => groups.push(group),
    }
    groups.sort_unstable();
}
