//! Two processes that change one machine's users at once, some of them killed at a random moment: nothing that
//! was acknowledged is lost, nothing is doubled, no change is without its row, and the trail is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use keyholder_runtime::audit::Filter;
use keyholder_runtime::state::{Reader, StateError};
use keyholder_shared::model::Policies;
use keyholder_shared::xml::{RUNTIME_FILE, read_runtime};

use super::world::{World, password, project};
use crate::program;
use crate::random::Random;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Two {
    /// Changes that were acknowledged.
    pub acknowledged: usize,
    /// Processes killed.
    pub killed: usize,
    /// Changes that were saved, acknowledged or not.
    pub saved: usize,
    /// Rows of the audit trail.
    pub rows: i64,
}

/// Added before the others.
const FIRST: [&str; 2] = ["first", "second"];

/// Lets two processes at a time add users for so long.
///
/// # Errors
/// What was lost, doubled or not recorded.
pub fn run(time: Duration) -> Result<Two, String> {
    let mut policies = Policies::default();
    // An attempt that a kill leaves counts as a failure, and Admin is needed to the end.
    policies.lockout.threshold = 0;
    let world = World::new(7, project(policies)?).map_err(|error| error.to_string())?;
    let folder = world.folder.path();
    // The first one also builds the program, and starts the machine.
    let mut takes = Duration::ZERO;
    for name in FIRST {
        let began = Instant::now();
        if !add(folder, name, None)? {
            return Err("a user could not be added".into());
        }
        takes = began.elapsed();
    }
    let until = Instant::now() + time;
    let done: Vec<_> = thread::scope(|scope| {
        let processes: Vec<_> =
            (0..2_u64).map(|number| scope.spawn(move || add_until(folder, number, until, takes))).collect();
        processes.into_iter().map(|process| process.join()).collect()
    });
    let (mut acknowledged, mut killed) = (BTreeSet::from(FIRST.map(str::to_owned)), 0);
    for process in done {
        let (names, kills) = process.map_err(|_| "a thread panicked".to_owned())??;
        acknowledged.extend(names);
        killed += kills;
    }
    hold(folder, &acknowledged, killed)
}

fn add_until(folder: &Path, number: u64, until: Instant, takes: Duration) -> Result<(Vec<String>, usize), String> {
    let (mut random, mut acknowledged, mut killed) = (Random::new(number), Vec::new(), 0);
    for turn in 0.. {
        if Instant::now() >= until {
            break;
        }
        let name = format!("user.{number}.{turn}");
        let most = usize::try_from(takes.as_micros()).unwrap_or(1).max(1) * 2;
        let kill = (random.below(3) == 0).then(|| Duration::from_micros(random.below(most) as u64));
        killed += usize::from(kill.is_some());
        if add(folder, &name, kill)? {
            acknowledged.push(name);
        }
    }
    Ok((acknowledged, killed))
}

/// Adds a user by the program; true if it said that it had. `kill`: after this time it is ended by force.
fn add(folder: &Path, name: &str, kill: Option<Duration>) -> Result<bool, String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut command = Command::new(program::runtime());
    command.args(["user", "add"]).arg(folder).args([
        name,
        "--as",
        "Admin",
        "--no-password",
        "--password-stdin",
        "--json",
    ]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed)?;
    // A process that was killed early may not read it.
    let _ = child.stdin.take().map(|mut stdin| writeln!(stdin, "{}", password(0)));
    if let Some(delay) = kill {
        thread::sleep(delay);
        // It may have ended by itself.
        let _ = child.kill();
    }
    let output = child.wait_with_output().map_err(failed)?;
    let said = String::from_utf8_lossy(&output.stdout);
    match output.status.code() {
        Some(0) => Ok(true),
        None => Ok(said.ends_with('\n')),
        Some(_) => Err(format!("{name}: {said}{}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// Holds what stands on disk against what was acknowledged.
fn hold(folder: &Path, acknowledged: &BTreeSet<String>, killed: usize) -> Result<Two, String> {
    let bytes = std::fs::read(folder.join(RUNTIME_FILE)).map_err(|error| error.to_string())?;
    let (runtime, _) = read_runtime(&bytes).accept().map_err(|faults| format!("{faults:?}"))?;
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    for user in runtime.users.iter().filter(|user| user.created.is_some()) {
        *users.entry(user.user.name.as_str()).or_default() += 1;
    }
    if let Some((name, count)) = users.iter().find(|(_, count)| **count > 1) {
        return Err(format!("{name} is there {count} times"));
    }
    if let Some(name) = acknowledged.iter().find(|name| !users.contains_key(name.as_str())) {
        return Err(format!("{name} was acknowledged and is lost"));
    }
    let reader = Reader::open(folder).map_err(|error| error.to_string())?;
    let verified = reader.verify().map_err(|error| error.to_string())?;
    if !verified.intact || !verified.warnings.is_empty() {
        return Err(format!("the audit trail is not whole: {verified:?}"));
    }
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    let filter = Filter { kinds: vec!["user-created".into()], ..Filter::default() };
    reader
        .visit::<StateError>(&filter, &mut |row| {
            *rows.entry(row.object).or_default() += usize::from(row.outcome == "done");
            Ok(())
        })
        .map_err(|error| error.to_string())?;
    for name in users.keys() {
        match rows.get(*name) {
            Some(1) => {}
            other => return Err(format!("{name} was saved and has {other:?} rows")),
        }
    }
    Ok(Two { acknowledged: acknowledged.len(), killed, saved: users.len(), rows: verified.rows })
}
