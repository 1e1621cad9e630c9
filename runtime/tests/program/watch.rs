//! `watch`, as a service runs it: started, told of deliveries, stopped.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::shape::{self, list, text};
use crate::site::{Site, time};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The running program, and its lines as they come.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(site: &Site, line: &str) -> Self {
        let mut command = site.command(line.split(' '));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = lines_of(child.stdout.take().unwrap());
        Self { child, lines }
    }

    #[track_caller]
    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line in time")
    }

    /// The next event, which must be of this kind.
    #[track_caller]
    fn event(&self, kind: &str) -> Value {
        let line = self.line();
        let event: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(text(&event, "event"), kind, "{line}");
        time(text(&event, "at"));
        event
    }

    /// Waits until the program has ended by itself.
    #[track_caller]
    fn ended(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "the program goes on");
            std::thread::yield_now();
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines_of(stdout: ChildStdout) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            // After the test nobody listens.
            let _ = sender.send(line.unwrap());
        }
    });
    lines
}

/// Puts a new project in place as the Designer does: written beside, then renamed.
fn deliver(site: &Site, bytes: &[u8]) {
    let beside = site.file("minimal/arriving");
    fs::write(&beside, bytes).unwrap();
    let end = Instant::now() + PATIENCE;
    // On Windows a file that is being read resists for a moment.
    while let Err(error) = fs::rename(&beside, site.project_file("minimal")) {
        assert!(cfg!(windows) && Instant::now() < end, "{error}");
        std::thread::yield_now();
    }
}

/// The project of the site, later and with another full name.
fn next_version(site: &Site, number: u32) -> Vec<u8> {
    let other = Site::new();
    fs::copy(site.project_file("minimal"), other.project_file("minimal")).unwrap();
    other.deliver("minimal", &format!("2026-12-{number:02}T08:00:00.000Z"), |project| {
        project.users[1].full_name = format!("Olga {number}").into();
    });
    fs::read(other.project_file("minimal")).unwrap()
}

#[test]
fn a_watch_takes_each_delivery_and_says_so_in_a_line() {
    let site = Site::new();
    let mut watch = Watching::start(&site, "watch minimal --json --debounce 50 --poll 1");
    let begun = watch.event("watching");
    assert!(text(&begun, "project").ends_with("UserManagementConfig.xml"));
    assert_eq!((&begun["debounce_ms"], &begun["poll_ms"]), (&50.into(), &1000.into()));
    let first = watch.event("update");
    assert_eq!(shape::update(&first), "created");
    assert!(first["took_ms"].as_f64() > Some(0.0));

    for number in 1..=3 {
        deliver(&site, &next_version(&site, number));
        let update = watch.event("update");
        assert_eq!((shape::update(&update), update["rollback"].as_bool()), ("updated", Some(false)));
        assert_eq!(shape::who(&update, "olga").0, "updated");
        assert_eq!(site.runtime("minimal").users[1].user.full_name, format!("Olga {number}"));
    }

    let good = next_version(&site, 4);
    let before = fs::read(site.runtime_file("minimal")).unwrap();
    deliver(&site, &good[..good.len() / 2]);
    let refused = loop {
        let line: Value = serde_json::from_str(&watch.line()).unwrap();
        if line["event"] == "update" {
            break line;
        }
        assert_eq!(line["event"], "waiting", "{line}");
    };
    assert_eq!(shape::update(&refused), "rejected");
    assert!(list(&refused, "errors")[0]["line"].is_u64());
    assert_eq!(fs::read(site.runtime_file("minimal")).unwrap(), before, "the machine goes on with what it has");
    deliver(&site, &good);
    assert_eq!(shape::update(&watch.event("update")), "updated");

    // Stopped in the way of services, it leaves a machine that is whole and up to date.
    watch.child.kill().unwrap();
    watch.child.wait().unwrap();
    assert_eq!(site.json("update minimal").1["outcome"], "unchanged");
    assert_eq!(site.runtime("minimal").users[1].user.full_name, "Olga 4");
}

#[test]
fn a_watch_waits_for_a_project_that_is_not_there_yet() {
    let site = Site::new();
    let project = fs::read(site.project_file("minimal")).unwrap();
    fs::remove_file(site.project_file("minimal")).unwrap();
    let watch = Watching::start(&site, "watch minimal --json --debounce 50 --poll 1");
    watch.event("watching");
    let waiting = watch.event("waiting");
    assert_eq!(text(&waiting, "reason"), "missing");
    assert!(text(&waiting, "message").ends_with('.') && text(&waiting, "file").ends_with(".xml"));
    deliver(&site, &project);
    assert_eq!(shape::update(&watch.event("update")), "created");
}

#[test]
fn people_read_the_time_the_word_and_the_sentence() {
    let site = Site::new();
    let watch = Watching::start(&site, "watch minimal --debounce 50 --poll 1");
    for words in ["watching  Watching ", "created  the machine starts with the project of 2026-11-20T08:15:00.000Z"] {
        let line = watch.line();
        let (at, rest) = line.split_once("  ").unwrap();
        time(at);
        assert!(rest.starts_with(words), "{line}");
    }
    assert_eq!(watch.line(), "users    2 added");
    assert_eq!(watch.line(), "also     2 groups, 10 rights, 0 areas");
}

/// A watch whose reader has gone ends at the next event instead of failing.
#[test]
fn a_watch_ends_when_nobody_reads() {
    let site = Site::new();
    let (reader, writer) = std::io::pipe().unwrap();
    let child = site.command("watch minimal --json --debounce 50 --poll 1".split(' ')).stdout(writer).spawn().unwrap();
    let (_, lines) = channel();
    let mut watch = Watching { child, lines };
    let mut reader = BufReader::new(reader);
    let mut line = String::new();
    while !line.contains("\"update\"") {
        line.clear();
        assert_ne!(reader.read_line(&mut line).unwrap(), 0, "the watch has begun");
    }
    drop(reader);
    deliver(&site, &next_version(&site, 1));
    assert_eq!(watch.ended().code(), Some(0));
    assert_eq!(site.runtime("minimal").users[1].user.full_name, "Olga 1", "what was taken stays taken");
}
