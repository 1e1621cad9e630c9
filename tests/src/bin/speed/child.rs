//! The measured work, each in a process of its own.

use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyholder_runtime::clock::SystemClock;
use keyholder_runtime::store::Disk;
use keyholder_runtime::update::{Machine, Options, update};
use keyholder_shared::xml::{Digest, PROJECT_FILE, RUNTIME_FILE};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::measure::Run;

/// Runs this program again to do `work`, and measures it from start to end.
pub fn spawn(work: &[&str]) -> Result<Run, Box<dyn Error>> {
    let begin = Instant::now();
    let output = Command::new(std::env::current_exe()?).arg("child").args(work).stderr(Stdio::inherit()).output()?;
    let time = begin.elapsed();
    if !output.status.success() {
        return Err(format!("the measured process {work:?} failed").into());
    }
    Ok(Run { time, memory: String::from_utf8(output.stdout)?.trim().parse()? })
}

/// What the process does; its last word is its peak of memory in bytes.
pub fn run(work: &[&str]) -> Result<(), Box<dyn Error>> {
    match work {
        ["update", folder, expected] => update_once(Path::new(folder), expected)?,
        ["walk", folder] => walk(&Path::new(folder).join(PROJECT_FILE))?,
        ["floor", folder, size] => {
            let folder = Path::new(folder);
            walk(&folder.join(PROJECT_FILE))?;
            walk(&folder.join(RUNTIME_FILE))?;
            write_and_flush(&folder.join("floor.tmp"), size.parse()?)?;
        }
        ["read", folder] => {
            walk(&Path::new(folder).join(PROJECT_FILE))?;
            walk(&Path::new(folder).join(RUNTIME_FILE))?;
        }
        ["open", folder] => crate::engine::open_once(Path::new(folder))?,
        _ => return Err("unknown work".into()),
    }
    println!("{}", peak_memory()?);
    Ok(())
}

/// The machine that the measured updates work on.
pub fn machine() -> Machine {
    Machine { fs: Arc::new(Disk), clock: Arc::new(SystemClock), storage_root: None, patience: Duration::from_secs(10) }
}

fn update_once(folder: &Path, expected: &str) -> Result<(), Box<dyn Error>> {
    let update = update(&machine(), folder, Options::default(), &|_| {});
    let word = serde_json::to_value(update.outcome)?;
    if word != expected {
        return Err(format!("the update came to {word}, not to {expected}: {:?}", update.errors).into());
    }
    Ok(())
}

/// Reads a file and walks its XML events.
fn walk(file: &Path) -> Result<(), Box<dyn Error>> {
    let text = String::from_utf8(std::fs::read(file)?)?;
    let mut reader = Reader::from_str(&text);
    let mut events = 0_u64;
    while !matches!(reader.read_event()?, Event::Eof) {
        events += 1;
    }
    if std::hint::black_box(events) == 0 {
        return Err("the file has no events".into());
    }
    Ok(())
}

/// Writes a new file of this size in bytes, and flushes it to disk.
pub fn write_and_flush(path: &Path, size: usize) -> Result<(), Box<dyn Error>> {
    let piece = vec![b' '; 64 * 1024];
    let mut file = File::create(path)?;
    let mut left = size;
    while left > 0 {
        let now = left.min(piece.len());
        file.write_all(piece.get(..now).ok_or("a piece is that long")?)?;
        left -= now;
    }
    Ok(file.sync_all()?)
}

/// Saves what is a document as the design says, and does nothing else: its digest computed (section 2); a new
/// file, flushed; the one before kept beside it; a rename; the folder flushed (section 6).
pub fn save_as_designed(folder: &Path, document: &[u8]) -> Result<(), Box<dyn Error>> {
    let [new, link, current, previous] =
        ["floor.new", "floor.link", "floor.xml", "floor.previous"].map(|name| folder.join(name));
    std::hint::black_box(Digest::of(document, None));
    let mut file = File::create(&new)?;
    file.write_all(document)?;
    file.sync_all()?;
    if current.exists() {
        std::fs::hard_link(&current, &link)?;
        std::fs::rename(&link, &previous)?;
    }
    std::fs::rename(&new, &current)?;
    Ok(File::open(folder)?.sync_all()?)
}

/// The most memory this process had, in bytes (Linux: `VmHWM`).
fn peak_memory() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024)
}
