//! Logins and checks on several threads during thousands of reloads: each sees exactly one generation, none
//! panics, none waits for ever.
//!
//! Each delivery renames its rights after its own number, and two groups bring one each: a login that saw
//! parts of two generations would have rights of two numbers, or one right alone.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use keyholder_runtime::engine::{Engine, Outcome};
use keyholder_runtime::update::{self, Machine};
use keyholder_shared::model::{Policies, Project, Ref, Right, RightGroup, Section, Texts, User};
use keyholder_shared::{Id, Time};

use super::world::{BEGIN, World, assigned, empty_group, password, project, right, stored};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// Logins that were granted, and looked at.
    pub logins: u64,
    /// Checks of access.
    pub checks: u64,
    /// Deliveries that were merged meanwhile.
    pub reloads: u64,
    /// Generations that logins met.
    pub met: usize,
}

/// Checks after each login.
const CHECKS: u64 = 9;

/// Lets `threads` log in and check, until they have done `count` logins and checks together and `reloads`
/// deliveries were merged meanwhile.
///
/// # Errors
/// The first that saw anything but one whole generation.
pub fn run(threads: u64, count: u64, reloads: u64) -> Result<Crowd, String> {
    let mut world = World::new(1, marked(0)?).map_err(|error| error.to_string())?;
    let engine = world.open()?;
    let (logins, over) = (AtomicU64::new(0), AtomicBool::new(false));
    let wanted = count / (1 + CHECKS);
    let met = thread::scope(|scope| {
        let people: Vec<_> = (0..threads)
            .map(|number| {
                let (engine, logins, over) = (&engine, &logins, &over);
                scope.spawn(move || {
                    person(engine, number, || {
                        // The deliveries may take longer than the logins, and the other way round.
                        logins.fetch_add(1, Ordering::Relaxed) < wanted || !over.load(Ordering::Relaxed)
                    })
                })
            })
            .collect();
        let delivered = deliver(&mut world, &engine, reloads, &logins, wanted);
        over.store(true, Ordering::Relaxed);
        let mut met = BTreeSet::new();
        for person in people {
            met.extend(person.join().map_err(|_| "a thread panicked".to_owned())??);
        }
        delivered.map(|()| met)
    })?;
    let logins = logins.load(Ordering::Relaxed) - threads;
    Ok(Crowd { logins, checks: logins * CHECKS, reloads, met: met.len() })
}

fn deliver(world: &mut World, engine: &Engine, reloads: u64, logins: &AtomicU64, wanted: u64) -> Result<(), String> {
    let options = world.options();
    let machine = Machine { fs: options.fs, clock: options.clock, storage_root: None, patience: options.patience };
    for number in 1..=reloads {
        world.project = marked(number)?;
        world.deliver().map_err(|error| error.to_string())?;
        world.clock.advance(1);
        let update = update::update(&machine, world.folder.path(), update::Options::default(), &|_| {});
        if update.refusal.is_some() || !update.alarms.is_empty() {
            return Err(format!("delivery {number}: {:?} {:?}", update.errors, update.alarms));
        }
        engine.groups().map_err(|error| error.to_string())?;
        // Spread over the logins, as far as those go.
        while logins.load(Ordering::Relaxed) < wanted * number / reloads {
            thread::yield_now();
        }
    }
    Ok(())
}

fn person(engine: &Engine, number: u64, goes_on: impl Fn() -> bool) -> Result<BTreeSet<u64>, String> {
    let (name, mut met) = (format!("user{number}"), BTreeSet::new());
    while goes_on() {
        let login = engine.login(&name, &password(1), None).map_err(|error| error.to_string())?;
        if login.outcome != Outcome::Granted {
            return Err(format!("{name}: {:?} {}", login.outcome, login.message));
        }
        let session = login.session.ok_or("granted without a session")?;
        let numbers: BTreeSet<&str> = login.rights.iter().filter_map(|key| key.split('.').nth(1)).collect();
        let generation = match (login.rights.len(), numbers.into_iter().collect::<Vec<_>>().as_slice()) {
            (2, [one]) => (*one).to_owned(),
            _ => return Err(format!("{name} saw parts of generations: {:?}", login.rights)),
        };
        met.insert(generation.parse().map_err(|_| "a right without a number")?);
        let (one, other) = (format!("gen.{generation}.one"), format!("gen.{generation}.other"));
        for _ in 0..CHECKS {
            // Rights are fixed at login, whatever is delivered meanwhile.
            if !engine.check(&session, &[&one, &other], None) || engine.check(&session, &[&one, "gen.x.one"], None) {
                return Err(format!("{name}: the rights of generation {generation} changed"));
            }
        }
        engine.logout(&session).map_err(|error| error.to_string())?;
    }
    Ok(met)
}

/// The project of delivery `number`.
fn marked(number: u64) -> Result<Project, String> {
    let mut project = project(Policies::default())?;
    project.time_stamp = Time::from_millis(BEGIN + number as i64);
    let ids = [0x7_0001, 0x7_0002].map(Id::from_u128);
    let keys = ["one", "other"].map(|word| format!("gen.{number}.{word}"));
    let rights: Vec<Right> = ids.into_iter().zip(&keys).map(|(id, key)| right(id, key)).collect();
    project.definitions.right_groups.items.push(RightGroup {
        id: Id::from_u128(0x7_0003),
        system: false,
        name: Texts::new("en", "Marks"),
        description: Texts::default(),
        rights: Section { items: rights, ..Section::default() },
        at: Default::default(),
    });
    let groups = [0x7_0011, 0x7_0012].map(Id::from_u128);
    for (index, (group, right)) in groups.into_iter().zip(ids).enumerate() {
        let mut group = empty_group(group, &format!("Mark {index}"));
        group.rights.push(assigned(right));
        project.definitions.groups.items.push(group);
    }
    for user in 0..8_u8 {
        let mut person = User::new(Id::from_u128(0x7_0100 + u128::from(user)), &format!("user{user}"));
        person.password_aging = false;
        person.password = Some(stored(&password(1), 100 + user)?);
        person.groups.extend(groups.map(Ref::from));
        project.users.items.push(person);
    }
    Ok(project)
}
