//! The long run of reconcile against the oracle and the invariants:
//!
//! `cargo run --release -p keyholder-tests --bin long-run -- histories --count 100000 --seed 1`
//! `cargo run --release -p keyholder-tests --bin long-run -- exhaustive --steps 6`
//!
//! And every truncation of every sample, of which the normal run takes a part:
//!
//! `cargo run --release -p keyholder-tests --bin long-run -- truncations`
//!
//! And the engine: against its model, under a crowd during reloads, and two processes at once:
//!
//! `cargo run --release -p keyholder-tests --bin long-run -- machine --operations 100000 --seed 1`
//! `cargo run --release -p keyholder-tests --bin long-run -- crowd --count 1000000 --reloads 10000`
//! `cargo run --release -p keyholder-tests --bin long-run -- two --seconds 60`

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use keyholder_shared::reconcile::reconcile;
use keyholder_tests::history::{Tally, run_all};
use keyholder_tests::{bad, exhaustive, machine};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["histories", options @ ..] => number(options, "--count", 100_000)
            .and_then(|count| number(options, "--seed", 1).and_then(|seed| histories(count, seed))),
        ["exhaustive", options @ ..] => number(options, "--steps", 6).and_then(short_histories),
        ["truncations"] => truncations(),
        ["machine", options @ ..] => number(options, "--operations", 100_000)
            .and_then(|operations| number(options, "--seed", 1).and_then(|seed| one_machine(operations, seed))),
        ["crowd", options @ ..] => number(options, "--count", 1_000_000)
            .and_then(|count| number(options, "--reloads", 10_000).and_then(|reloads| crowd(count, reloads))),
        ["two", options @ ..] => number(options, "--seconds", 60).and_then(two_processes),
        _ => Err("usage: long-run histories [--count N] [--seed N] | exhaustive [--steps N] | truncations | machine [--operations N] [--seed N] | crowd [--count N] [--reloads N] | two [--seconds N]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("long-run: {message}");
            ExitCode::FAILURE
        }
    }
}

/// So many random histories, whose seeds are the numbers from `seed` on.
fn histories(count: u64, seed: u64) -> Result<(), Box<dyn Error>> {
    let (mut tally, mut documents, mut done) = (Tally::default(), Vec::new(), 0_u64);
    let mut told = Instant::now();
    let begun = told;
    run_all(seed..seed.saturating_add(count), reconcile, 100, |history| {
        tally.add(&history.tally);
        documents.extend(history.documents);
        done += 1;
        if told.elapsed() > Duration::from_secs(5) {
            told = Instant::now();
            println!("{done} of {count} histories, {} merges compared", tally.compared);
        }
    })?;
    for (action, count) in &tally.actions {
        println!("{count:>9} users {}", action.word());
    }
    println!("{:>9} users lost a group, {} times Admin was enabled again", tally.dropped, tally.enabled_again);
    println!("{:>9} broken files refused", tally.refused);
    against_the_schemas(&documents)?;
    println!(
        "{done} histories, {} deliveries, {} compared, 0 differences ({} s)",
        tally.deliveries,
        tally.compared,
        begun.elapsed().as_secs()
    );
    Ok(())
}

/// All histories of so many steps in the tiny world.
fn short_histories(steps: u64) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let coverage = exhaustive::explore(usize::try_from(steps)?, reconcile)?;
    println!("{coverage}, 0 differences ({} s)", begun.elapsed().as_secs());
    Ok(())
}

/// Every sample, cut after every byte.
fn truncations() -> Result<(), Box<dyn Error>> {
    let (begun, mut cuts) = (Instant::now(), 0_usize);
    for (path, whole) in bad::good() {
        for length in 0..whole.len() {
            bad::hold_cut(&path, &whole, length)?;
        }
        cuts += whole.len();
    }
    println!("{cuts} truncations, all refused ({} s)", begun.elapsed().as_secs());
    Ok(())
}

/// So many random operations, a thousand in each of as many worlds as that takes.
fn one_machine(operations: u64, seed: u64) -> Result<(), Box<dyn Error>> {
    let (begun, mut outcomes) = (Instant::now(), BTreeMap::<String, u64>::new());
    for world in 0..operations.div_ceil(1000) {
        for (outcome, count) in machine::run(seed + world, 1000)?.outcomes {
            *outcomes.entry(outcome).or_default() += count;
        }
    }
    for (outcome, count) in &outcomes {
        println!("{count:>9} {outcome}");
    }
    println!("{operations} operations, each compared, 0 differences ({} s)", begun.elapsed().as_secs());
    Ok(())
}

/// So many logins and checks on four threads during so many reloads.
fn crowd(count: u64, reloads: u64) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let crowd = machine::crowd::run(4, count, reloads)?;
    println!("{crowd:?}: each login saw one generation ({} s)", begun.elapsed().as_secs());
    Ok(())
}

/// Two processes at a time, some killed, for so long.
fn two_processes(seconds: u64) -> Result<(), Box<dyn Error>> {
    println!("{:?}: nothing lost, nothing doubled", machine::two::run(Duration::from_secs(seconds))?);
    Ok(())
}

#[cfg(not(windows))]
fn against_the_schemas(documents: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    match keyholder_tests::documents::refused(documents)?.first() {
        None => println!("{:>9} documents hold against the schemas", documents.len()),
        Some(refusal) => return Err(format!("a schema refuses what was written: {refusal}").into()),
    }
    Ok(())
}

/// `xmllint` is at hand on Linux alone.
#[cfg(windows)]
fn against_the_schemas(_: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    Ok(())
}

/// The number after an option's name, or what holds without it.
fn number(options: &[&str], name: &str, otherwise: u64) -> Result<u64, Box<dyn Error>> {
    let mut pairs = options.chunks(2);
    match pairs.find(|pair| pair.first() == Some(&name)) {
        None => Ok(otherwise),
        Some([_, value]) => value.parse().map_err(|_| format!("{name} takes a number, not {value:?}").into()),
        Some(_) => Err(format!("{name} takes a number").into()),
    }
}
