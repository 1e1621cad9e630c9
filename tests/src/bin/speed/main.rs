//! How fast the merger is, as ratios to floors measured in the same run. `docs/performance.md` says what
//! each line means.
//!
//! `cargo run --release -p keyholder-tests --bin speed`

mod access;
mod child;
mod deliver;
mod engine;
mod measure;
mod site;

use std::path::Path;
use std::process::ExitCode;

use measure::{Figure, Runs};
use site::Site;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] => everything(11),
        ["--runs", runs] => runs.parse().map_err(|_| "--runs takes a number".into()).and_then(everything),
        // One part alone.
        ["access"] => only_access(),
        ["engine"] => only_engine(11),
        ["engine", runs] => runs.parse().map_err(|_| "engine takes a number of runs".into()).and_then(only_engine),
        // The measured work runs in processes of its own: start, memory and end included.
        ["child", work @ ..] => child::run(work),
        _ => Err("usage: speed [--runs NUMBER | access | engine [RUNS]]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("speed: {message}");
            ExitCode::FAILURE
        }
    }
}

fn everything(runs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::Builder::new().prefix("speed").tempdir_in(scratch()?)?;
    let mut figures = Vec::new();
    let large = Site::make(&folder.path().join("large"), 100_000)?;
    println!(
        "100,000 users, 200 groups: project {} MB, runtime {} MB; medians of {runs} runs",
        large.project_size / 1_000_000,
        large.runtime_size / 1_000_000
    );
    let update = merge(&large, runs, &mut figures)?;
    nothing_to_do(&large, runs, &mut figures)?;
    drop(large);
    growth(folder.path(), &update, runs, &mut figures)?;
    deliver::measure(&folder.path().join("deliveries"), &mut figures)?;
    access::measure(&mut figures)?;
    engine::measure(&folder.path().join("engine"), runs, &mut figures)?;
    told(&figures)
}

/// The checks of access alone, which take seconds.
fn only_access() -> Result<(), Box<dyn std::error::Error>> {
    let mut figures = Vec::new();
    access::measure(&mut figures)?;
    told(&figures)
}

/// What a person at a panel waits for, alone.
fn only_engine(runs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::Builder::new().prefix("speed").tempdir_in(scratch()?)?;
    let mut figures = Vec::new();
    engine::measure(folder.path(), runs, &mut figures)?;
    told(&figures)
}

fn told(figures: &[Figure]) -> Result<(), Box<dyn std::error::Error>> {
    println!();
    for figure in figures {
        println!("{figure}");
    }
    if figures.iter().all(Figure::holds) { Ok(()) } else { Err("a figure is over its limit".into()) }
}

/// The disk the repository lies on, not a file system in memory.
fn scratch() -> std::io::Result<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/speed");
    std::fs::create_dir_all(&folder)?;
    folder.canonicalize()
}

fn merge(site: &Site, runs: usize, figures: &mut Vec<Figure>) -> Result<Runs, Box<dyn std::error::Error>> {
    let (mut update, mut floor) = (Runs::default(), Runs::default());
    for _ in 0..runs {
        site.restore()?;
        floor.push(child::spawn(&["floor", site.folder(), &site.result_size.to_string()])?);
        site.restore()?;
        update.push(child::spawn(&["update", site.folder(), "updated"])?);
    }
    println!("  update          {update}");
    println!("  floor           {floor}   walk both files' events, write and flush the result's size");
    figures.push(Figure::new("update / floor", update.seconds() / floor.seconds(), 2.0));
    figures.push(Figure::new("peak memory / project size", update.memory() / site.project_size as f64, 6.0));
    Ok(update)
}

fn nothing_to_do(site: &Site, runs: usize, figures: &mut Vec<Figure>) -> Result<(), Box<dyn std::error::Error>> {
    site.restore()?;
    child::spawn(&["update", site.folder(), "updated"])?;
    let (mut nothing, mut walk) = (Runs::default(), Runs::default());
    for _ in 0..runs {
        walk.push(child::spawn(&["walk", site.folder()])?);
        nothing.push(child::spawn(&["update", site.folder(), "unchanged"])?);
    }
    println!("  nothing to do   {nothing}");
    println!("  walk            {walk}   the project's events once");
    figures.push(Figure::new("update with nothing to do / walk", nothing.seconds() / walk.seconds(), 1.1));
    Ok(())
}

fn growth(
    folder: &Path,
    large: &Runs,
    runs: usize,
    figures: &mut Vec<Figure>,
) -> Result<(), Box<dyn std::error::Error>> {
    let per_user_large = large.seconds() / 100_000.0;
    for users in [1_000, 10_000] {
        let site = Site::make(&folder.join(users.to_string()), users)?;
        let mut update = Runs::default();
        for _ in 0..runs {
            site.restore()?;
            update.push(child::spawn(&["update", site.folder(), "updated"])?);
        }
        println!("  update, {users:>6} {update}");
        let name = format!("time per user, 100,000 / {users}");
        figures.push(Figure::new(&name, per_user_large / (update.seconds() / users as f64), 1.25));
    }
    Ok(())
}
