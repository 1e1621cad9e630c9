//! What arrives at the machine: the project, an earlier one, one by force, a broken one; and restarts.

use keyholder_shared::model::{Project, Runtime};
use keyholder_shared::reconcile::{Decision, Delivery, decide, first_start};
use keyholder_shared::xml::{read_project, read_runtime, write_project, write_runtime};

use super::Difference;
use super::world::{Version, World, choose, id, written};
use crate::invariants::{self, Update};
use crate::random::Random;

/// Something that arrives. The numbers pick from what there is when the step's turn comes.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Arrival {
    /// The project as it is in the Designer.
    Current,
    /// A rollback.
    Earlier { which: u8 },
    /// The one merged last, once more, by force.
    Again,
    /// The Designer's content under the stamp merged last, as a hand could write it: first without force.
    SameStamp,
    /// A file that must be refused, one of [`BROKEN`].
    Broken { how: u8 },
    /// The machine starts again: what it wrote, it reads.
    Restart,
}

/// Ways to break a project file.
pub const BROKEN: [&str; 9] = [
    "nothing in it",
    "half of it",
    "one letter other than its digest says",
    "a group that is not there",
    "two users with the same name but for case",
    "the same Id twice",
    "no enabled administrator",
    "a newer format",
    "another project",
];

impl Arrival {
    /// Any arrival, mostly the current project.
    pub(super) fn random(random: &mut Random) -> Self {
        let pick = random.pick();
        match random.below(20) {
            0..=12 => Self::Current,
            13..=15 => Self::Earlier { which: pick },
            16 => Self::Again,
            17 => Self::SameStamp,
            18 => Self::Broken { how: pick },
            _ => Self::Restart,
        }
    }
}

impl World {
    /// Lets it arrive, and holds whatever happens against the oracle and the invariants.
    pub(super) fn arrive(&mut self, arrival: Arrival) -> Result<Option<String>, Difference> {
        match arrival {
            Arrival::Current => {
                let version = self.save()?;
                self.deliver(&version, false)
            }
            Arrival::Earlier { which } => match choose(&self.saved, which).cloned() {
                Some(version) => self.deliver(&version, false),
                None => Ok(None),
            },
            Arrival::Again | Arrival::SameStamp => {
                let Some(machine) = &self.machine else { return Ok(None) };
                let stamp = machine.project_time_stamp;
                let Some(merged) = self.saved.iter().rfind(|version| version.project.time_stamp == stamp).cloned()
                else {
                    return Ok(None);
                };
                let version = match arrival {
                    Arrival::Again => merged,
                    _ => written(Project { time_stamp: stamp, ..self.designed.clone() })?,
                };
                let first = self.deliver(&version, false)?.unwrap_or_default();
                let then = self.deliver(&version, true)?.unwrap_or_default();
                Ok(Some(format!("{first}\n    by force: {then}")))
            }
            Arrival::Broken { how } => self.refuse(how),
            Arrival::Restart => self.restart(),
        }
    }

    fn deliver(&mut self, version: &Version, force: bool) -> Result<Option<String>, Difference> {
        let Version { project, digest } = version.clone();
        self.tally.deliveries += 1;
        let delivered = Delivery { project_id: project.id, time_stamp: project.time_stamp, digest };
        let decision = decide(delivered, self.machine.as_ref().map(merged), force);
        let now = self.now();
        let stamp = project.time_stamp;
        let Some(before) = self.machine.take() else {
            expect(decision, Decision::Create)?;
            let first = first_start(project.clone(), digest, now);
            invariants::first_start(&project, digest, &first, now)?;
            self.tally.compared += 1;
            self.machine = Some(first.runtime);
            return Ok(Some(format!("first start with the project of {stamp}")));
        };
        let same_stamp = before.project_time_stamp == stamp;
        if same_stamp && !force {
            let same = before.project_digest == digest;
            expect(decision, if same { Decision::Nothing } else { Decision::SameStampOtherContent })?;
            self.machine = Some(before);
            return Ok(Some(format!("nothing to do with the project of {stamp}")));
        }
        let rollback = stamp < before.project_time_stamp;
        expect(decision, Decision::Merge { rollback })?;
        let merge = self.reconcile;
        let after = merge(project.clone(), digest, before.clone(), now)
            .map_err(|conflict| Difference::new("valid documents were not merged", conflict.to_string()))?;
        if after.report.rollback != rollback {
            return Err(Difference::new("a rollback is called one", format!("{:?}", after.report)));
        }
        let update = Update { project: &project, digest, before: &before, after: &after, now, reconcile: merge };
        let slowly = self.thorough || self.tally.deliveries.is_multiple_of(3);
        update.check(slowly)?;
        if slowly {
            self.check_detour(&project)?;
        }
        self.tally.count(&after.report);
        self.sample.offer(&after.runtime, &project);
        self.machine = Some(after.runtime);
        let word = if rollback { "back to" } else { "merge" };
        let actions = after
            .report
            .users
            .iter()
            .map(|entry| format!("{} {}", entry.name, entry.action().word()))
            .collect::<Vec<_>>();
        Ok(Some(format!("{word} the project of {stamp}: {}", actions.join(", "))))
    }

    /// From A over B to C, on a machine where nothing else happens, for some A and B among the versions.
    fn check_detour(&self, c: &Project) -> Result<(), Difference> {
        let mut random = Random::new(self.tally.deliveries);
        let mut any = || random.below(self.saved.len());
        let (a, b) = (&self.saved[any()].project, &self.saved[any()].project);
        invariants::detour(a, b, c, self.reconcile)
    }

    fn refuse(&mut self, how: u8) -> Result<Option<String>, Difference> {
        let how = usize::from(how) % BROKEN.len();
        let mut project = self.designed.clone();
        project.time_stamp = self.now();
        let users = &mut project.users;
        match how {
            3 => users[0].groups.push(id(0).into()),
            4 => {
                let mut double = users[users.len() - 1].clone();
                (double.id, double.name, double.admin) = (self.new_id(), double.name.to_uppercase(), false);
                users.push(double);
            }
            5 => {
                let mut double = users[0].clone();
                (double.name, double.admin) = ("double".into(), false);
                users.push(double);
            }
            6 => users.iter_mut().for_each(|user| user.enabled = false),
            8 => project.id = id(9999),
            _ => {}
        }
        let mut bytes = write_project(&project);
        match how {
            0 => bytes.clear(),
            1 => bytes.truncate(bytes.len() / 2),
            2 => replace_once(&mut bytes, b"Small world", b"Small World"),
            7 => replace_once(&mut bytes, b"SchemaVersion=\"1\"", b"SchemaVersion=\"2\""),
            _ => {}
        }
        let told = format!("refused: {}", BROKEN[how]);
        self.tally.refused += 1;
        match (read_project(&bytes).accept(), &self.machine) {
            (Err(faults), _) if how != 8 && !faults.is_empty() => Ok(Some(told)),
            (Ok((project, _)), Some(machine)) if how == 8 => {
                let delivered = Delivery { project_id: project.id, time_stamp: project.time_stamp, digest: None };
                expect(decide(delivered, Some(merged(machine)), true), Decision::OtherProject)?;
                Ok(Some(told))
            }
            (Ok(_), None) if how == 8 => Ok(None),
            (taken, _) => Err(Difference::new("a broken project is refused", format!("{}: {taken:#?}", BROKEN[how]))),
        }
    }

    fn restart(&mut self) -> Result<Option<String>, Difference> {
        let Some(machine) = self.machine.take() else { return Ok(None) };
        let read = reads_back(&machine)?;
        self.machine = Some(read);
        Ok(Some("restart".to_owned()))
    }
}

/// Writes a machine's document and reads it: it must be the same.
pub(crate) fn reads_back(machine: &Runtime) -> Result<Runtime, Difference> {
    let read = read_runtime(&write_runtime(machine)).accept();
    match read {
        Ok((read, warnings)) if read == *machine && warnings.is_empty() => Ok(read),
        other => Err(Difference::new("what is written reads back to the same", format!("{other:#?}\n{machine:#?}"))),
    }
}

fn merged(machine: &Runtime) -> Delivery {
    Delivery { project_id: machine.project_id, time_stamp: machine.project_time_stamp, digest: machine.project_digest }
}

fn expect(decision: Decision, expected: Decision) -> Result<(), Difference> {
    if decision == expected {
        return Ok(());
    }
    Err(Difference::new("an update happens exactly when it should", format!("{decision:?}, expected {expected:?}")))
}

fn replace_once(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let at = bytes.windows(from.len()).position(|window| window == from).expect("every project has it");
    bytes[at..at + to.len()].copy_from_slice(to);
}
