//! Unknown, wrong and disabled take the same time, and many logins at once take no more memory than a few.

use std::time::{Duration, Instant};

use keyholder_runtime::engine::{Engine, Options, Outcome};
use keyholder_shared::model::Preset;
use keyholder_shared::password::{Cost, hash};

use crate::plant::{Plant, named};

/// How often each is tried; `KEYHOLDER_LOGINS=200` for the long run.
fn rounds() -> usize {
    std::env::var("KEYHOLDER_LOGINS").ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

/// A machine whose passwords have the standard cost.
fn plant(threshold: u32) -> Plant {
    Plant::new(|project| {
        project.definitions.policies.lockout.threshold = threshold;
        project.definitions.policies.preset = Preset::Fda;
        for user in project.users.iter_mut() {
            let password = user.password.as_mut().unwrap();
            password.hash = hash(&crate::plant::secret(&user.name), b"salt of sixteen.", Cost::STANDARD).unwrap();
        }
        named(project, "otto").enabled = false;
    })
}

fn engine(plant: &Plant) -> Engine {
    Engine::open(plant.path(), Options { cost: Cost::STANDARD, ..plant.options() }).unwrap()
}

#[test]
fn unknown_wrong_disabled_and_a_hidden_lock_take_the_same_time() {
    let plant = plant(0);
    let engine = engine(&plant);
    let locked = self::plant(1);
    let locked_engine = self::engine(&locked);
    locked_engine.login("olga", "wrong", None).unwrap();
    let ways = [(&engine, "olga"), (&engine, "nobody"), (&engine, "otto"), (&locked_engine, "olga")];
    let mut times: [Vec<Duration>; 4] = Default::default();
    let rounds = rounds();
    let apart = Duration::from_millis(5);
    // What else the machine does makes a login longer, never shorter: on a busy one more rounds are made, until
    // the shortest of each way tell.
    for batch in 1..=10 {
        for _ in 0..rounds {
            // In turns, so that whatever else the machine does meets all alike.
            for ((engine, name), times) in ways.iter().zip(&mut times) {
                let begin = Instant::now();
                let login = engine.login(name, "olga-Secret-2", Some("panel-1")).unwrap();
                times.push(begin.elapsed());
                assert_eq!(login.outcome, Outcome::Denied);
            }
        }
        times.iter_mut().for_each(|times| times.sort());
        let medians = times.each_ref().map(|times| times[times.len() / 2]);
        let shortest = times.each_ref().map(|times| times[0]);
        println!("wrong, unknown, disabled, hidden lock: medians {medians:?}, shortest {shortest:?}");
        if spread(&medians) <= apart || rounds < 200 && spread(&shortest) <= apart {
            return;
        }
        assert!(batch < 10, "medians {medians:?}, shortest {shortest:?}");
    }
}

fn spread(times: &[Duration]) -> Duration {
    *times.iter().max().unwrap() - *times.iter().min().unwrap()
}

#[test]
fn two_hundred_at_once_all_get_their_answer() {
    let plant = Plant::new(|project| project.definitions.policies.lockout.threshold = 0);
    let engine = Engine::open(plant.path(), Options { hashes_at_once: 2, ..plant.options() }).unwrap();
    std::thread::scope(|scope| {
        for number in 0..200 {
            let engine = &engine;
            scope.spawn(move || {
                let (name, password, expected) = match number % 4 {
                    0 => ("olga", "olga-Secret-1", Outcome::Granted),
                    1 => ("olga", "wrong", Outcome::Denied),
                    2 => ("nobody", "olga-Secret-1", Outcome::Denied),
                    _ => ("anna", "anna-Secret-1", Outcome::Granted),
                };
                assert_eq!(engine.login(name, password, None).unwrap().outcome, expected, "{name}");
            });
        }
    });
    assert_eq!(engine.sessions().unwrap().len(), 100);
}
