//! What a person at a panel waits for: a login, a changed user, a visualisation that starts.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use keyholder_runtime::engine::{Engine, Options};
use keyholder_shared::change::{Attributes, Change};
use keyholder_shared::model::{Password, Ref, User};
use keyholder_shared::password::{self, Cost};
use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE, write_project};
use keyholder_shared::{Id, Time};

use crate::child::{self, save_as_designed, write_and_flush};
use crate::measure::{Figure, Runs, percentile};
use crate::site;

const BOSS: (&str, &str) = ("boss", "Walnut-Otter-58");

/// Logins, changes and openings, each beside its floor.
pub fn measure(folder: &Path, runs: usize, figures: &mut Vec<Figure>) -> Result<(), Box<dyn Error>> {
    let panel = folder.join("panel");
    prepare(&panel, 50)?;
    login(&panel, runs * 5, figures)?;
    for (users, runs) in [(50, runs * 5), (1_000, runs * 5), (100_000, runs)] {
        let site = folder.join(format!("change-{users}"));
        prepare(&site, users)?;
        change(&site, users, runs, figures)?;
        if users == 100_000 {
            open(&site, runs, figures)?;
        }
    }
    Ok(())
}

/// A machine of so many users that has started, with an administrator whose password is known.
fn prepare(folder: &Path, users: u32) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut project = site::project(users)?;
    let administrators = project.definitions.administrators().ok_or("no Administrators")?;
    let hash = password::hash(BOSS.1, b"salt of sixteen.", Cost::STANDARD)?;
    let boss = User {
        groups: [Ref::from(administrators)].into(),
        password: Some(Password { hash, changed_at: Some(project.time_stamp), unknown: Default::default() }),
        password_aging: false,
        ..User::new(Id::from_u128(0xb055), BOSS.0)
    };
    project.users.push(boss);
    std::fs::write(folder.join(PROJECT_FILE), write_project(&project))?;
    engine(folder).map(drop)
}

/// An engine that works alone, so that nothing else runs while it is measured.
pub fn engine(folder: &Path) -> Result<Engine, Box<dyn Error>> {
    Ok(Engine::open(folder, Options { watch: None, ..Options::default() })?)
}

fn login(folder: &Path, runs: usize, figures: &mut Vec<Figure>) -> Result<(), Box<dyn Error>> {
    let engine = engine(folder)?;
    let user = engine.snapshot().by_name(BOSS.0).cloned().ok_or("no boss")?;
    let hash = user.user.hash().ok_or("no hash")?;
    let (mut logins, mut hashes) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let begin = Instant::now();
        std::hint::black_box(password::verify(BOSS.1, hash)?);
        hashes.push(begin.elapsed().as_secs_f64());
        let begin = Instant::now();
        let login = engine.login(BOSS.0, BOSS.1, Some("panel-1"))?;
        logins.push(begin.elapsed().as_secs_f64());
        engine.logout(&login.session.ok_or("not granted")?)?;
    }
    let (login, hash) = (percentile(logins, 50), percentile(hashes, 50));
    println!("  login           {:>8.2} ms   median of {runs}", login * 1e3);
    println!("  Argon2          {:>8.2} ms   the computation alone", hash * 1e3);
    figures.push(Figure::new("login / its Argon2 computation", login / hash, 1.05));
    Ok(())
}

fn change(folder: &Path, users: u32, runs: usize, figures: &mut Vec<Figure>) -> Result<(), Box<dyn Error>> {
    let engine = engine(folder)?;
    let session = engine.authenticate(BOSS.0, BOSS.1, None)?.session.ok_or("not granted")?;
    let user = engine.snapshot().by_name("operator.7").ok_or("no operator")?.user.id;
    let document = std::fs::read(folder.join(RUNTIME_FILE))?;
    let size = document.len();
    let floors_in = folder.join("floor");
    std::fs::create_dir_all(&floors_in)?;
    let (mut changes, mut floors, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..runs {
        let begin = Instant::now();
        save_as_designed(&floors_in, &document)?;
        floors.push(begin.elapsed().as_secs_f64());
        let begin = Instant::now();
        write_and_flush(&floors_in.join("written"), size)?;
        writes.push(begin.elapsed().as_secs_f64());
        let phone = Attributes { phone: Some(format!("+49 {run}").into()), ..Attributes::default() };
        let begin = Instant::now();
        engine.change(&session, Change::Edit { user, attributes: Box::new(phone) })?;
        changes.push(begin.elapsed().as_secs_f64());
    }
    let (change, slowest) = (percentile(changes.clone(), 50), percentile(changes, 95));
    let (floor, write) = (percentile(floors, 50), percentile(writes, 50));
    println!(
        "  a changed user  {:>8.2} ms   {users} users, {:.1} ms at the 95th percentile; a bare save of {} kB: {:.2} ms, of it {:.2} ms to write and flush",
        change * 1e3,
        slowest * 1e3,
        size / 1000,
        floor * 1e3,
        write * 1e3
    );
    figures.push(Figure::new(&format!("a changed user of {users} / a bare save"), change / floor, 1.5));
    Ok(())
}

fn open(folder: &Path, runs: usize, figures: &mut Vec<Figure>) -> Result<(), Box<dyn Error>> {
    let place = folder.to_str().ok_or("a path of text")?;
    let (mut opened, mut walked) = (Runs::default(), Runs::default());
    for _ in 0..runs {
        walked.push(child::spawn(&["read", place])?);
        opened.push(child::spawn(&["open", place])?);
    }
    println!("  open an engine  {opened}   100,000 users");
    println!("  read            {walked}   walk both files' events");
    figures.push(Figure::new("open an engine / read", opened.seconds() / walked.seconds(), 1.5));
    Ok(())
}

/// Opens an engine once, as a visualisation does when it starts.
pub fn open_once(folder: &Path) -> Result<(), Box<dyn Error>> {
    let engine = engine(folder)?;
    let earliest = Time::from_millis(0);
    if engine.snapshot().runtime().time_stamp <= earliest {
        return Err("nothing was read".into());
    }
    Ok(())
}
