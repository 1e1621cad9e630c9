//! A project folder on the real disk and a watch beside it, for the tests of the watch.
#![allow(dead_code, reason = "each test program uses its part")]

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use keyholder_runtime::clock::SystemClock;
use keyholder_runtime::store::Disk;
use keyholder_runtime::update::Machine;
use keyholder_runtime::watch::{Stop, Tally, WatchOptions, watch};
use keyholder_shared::xml::Digest;
use serde_json::Value;

pub const PROJECT: &str = "UserManagementConfig.xml";
pub const RUNTIME: &str = "UserManagementRuntimeConfig.xml";
pub const PREVIOUS: &str = "UserManagementRuntimeConfig.previous.xml";
pub const LOCK: &str = "UserManagementRuntimeConfig.xml.lock";

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The ways in which a change is noticed, each of which must do alone.
pub fn ways() -> Vec<(&'static str, WatchOptions)> {
    let poll = Some(Duration::from_millis(100));
    let both = WatchOptions { debounce: Duration::from_millis(100), poll, ..WatchOptions::default() };
    let mut ways = vec![("both", both), ("polling", WatchOptions { events: false, ..both })];
    // Under Wine not every change is told.
    if cfg!(unix) {
        ways.push(("events", WatchOptions { poll: None, ..both }));
    }
    ways
}

/// The first of the ways, with polls so rare that only events matter where there are events.
pub fn quick() -> WatchOptions {
    ways().pop().unwrap().1
}

/// Version `version` of a project with `users` users beside Admin, without a digest. All versions of a
/// length differ in the time stamp at the head and in the name of the project's last user.
pub fn project(version: u32, users: usize) -> String {
    let hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0MDAwMA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let mut all = String::new();
    for user in 0..users {
        let last = if user + 1 == users { format!("version-{version:06}") } else { format!("operator-{user}") };
        write!(
            all,
            r#"<User Id="33333333-0000-4000-8000-{user:012}" Name="{last}" FullName="Operator {user}" Enabled="true" PasswordAging="false" MustChangePassword="false" Language="en"><Password Hash="{hash}" ChangedAt="2026-08-01T10:00:00.000Z"/></User>"#
        )
        .unwrap();
    }
    let template = include_str!("project.xml");
    let stamp = format!("2026-11-22T{:02}:{:02}:{:02}.000Z", version / 3600, version / 60 % 60, version % 60);
    template.replace("{stamp}", &stamp).replace("{users}", &all)
}

/// The time stamp of a version.
pub fn stamp(version: u32) -> String {
    format!("2026-11-22T{:02}:{:02}:{:02}.000Z", version / 3600, version / 60 % 60, version % 60)
}

/// The same project with its digest, as the Designer writes it.
pub fn with_digest(project: &str) -> String {
    let digest = Digest::of(project.as_bytes(), None);
    project.replacen(r#" ProjectName="#, &format!(r#" Digest="{digest}" ProjectName="#), 1)
}

/// A project folder in a folder of its own, watched.
pub struct Plant {
    pub folder: PathBuf,
    pub stop: Stop,
    events: Receiver<Value>,
    thread: Option<JoinHandle<Tally>>,
    root: Option<tempfile::TempDir>,
}

impl Plant {
    /// Watches a folder that holds version 1 and waits until that is taken.
    pub fn start(options: WatchOptions) -> Self {
        let plant = Self::start_with(options, Some(&project(1, 3)));
        assert_eq!(plant.next()["event"], "watching");
        assert_eq!(plant.update()["outcome"], "created");
        plant
    }

    /// Watches a folder that holds this project, or nothing.
    pub fn start_with(options: WatchOptions, project: Option<&str>) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("bottling line");
        std::fs::create_dir(&folder).unwrap();
        if let Some(project) = project {
            std::fs::write(folder.join(PROJECT), project).unwrap();
        }
        let mut plant = Self::beside(&folder, options);
        plant.root = Some(root);
        plant
    }

    /// Another watch of a folder.
    pub fn beside(folder: &Path, options: WatchOptions) -> Self {
        let stop = Stop::default();
        let (sender, events) = channel();
        let thread = std::thread::spawn({
            let (folder, stop) = (folder.to_owned(), stop.clone());
            move || {
                watch(&machine(), &folder, options, &stop, &mut |event| {
                    let line = serde_json::to_string(event).unwrap();
                    assert!(!line.contains('\n'));
                    // After the test nobody listens.
                    let _ = sender.send(serde_json::from_str(&line).unwrap());
                })
            }
        });
        Plant { folder: folder.to_owned(), stop, events, thread: Some(thread), root: None }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes the project file in place, as a copying program does.
    pub fn write(&self, project: &str) {
        settled(|| std::fs::write(self.file(PROJECT), project));
    }

    /// Renames a whole file into place, as the Designer does.
    pub fn replace(&self, project: &str) {
        let new = self.file("new project");
        std::fs::write(&new, project).unwrap();
        settled(|| std::fs::rename(&new, self.file(PROJECT)));
    }

    pub fn runtime_document(&self) -> String {
        std::fs::read_to_string(self.file(RUNTIME)).unwrap()
    }

    /// The next event, waited for.
    #[track_caller]
    pub fn next(&self) -> Value {
        self.events.recv_timeout(PATIENCE).unwrap()
    }

    /// The next event, which is of this kind.
    #[track_caller]
    pub fn next_is(&self, kind: &str) -> Value {
        let event = self.next();
        assert_eq!(event["event"], kind, "{event:#}");
        event
    }

    /// The next update; events of other kinds are passed over.
    #[track_caller]
    pub fn update(&self) -> Value {
        loop {
            let event = self.next();
            if event["event"] == "update" {
                return event;
            }
        }
    }

    /// The next update, which takes this version.
    #[track_caller]
    pub fn takes(&self, version: u32, outcome: &str) {
        let update = self.update();
        assert_eq!(update["project_time_stamp"], stamp(version), "{update:#}");
        assert_eq!(update["outcome"], outcome, "{update:#}");
        let document = self.runtime_document();
        assert!(document.contains(&format!("ProjectTimeStamp=\"{}\"", stamp(version))));
        assert!(document.contains(&format!("\"version-{version:06}\"")), "it is all of that version");
    }

    /// What is told within this time.
    pub fn told_within(&self, time: Duration) -> Vec<Value> {
        let end = Instant::now() + time;
        let mut told = Vec::new();
        loop {
            match self.events.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(event) => told.push(event),
                Err(RecvTimeoutError::Timeout) => return told,
                Err(RecvTimeoutError::Disconnected) => panic!("the watch has ended"),
            }
        }
    }

    /// Nothing is told for long enough that anything pending would have been.
    #[track_caller]
    pub fn is_silent(&self) {
        let told = self.told_within(Duration::from_millis(700));
        assert!(told.is_empty(), "{told:#?}");
    }

    /// Ends the watch.
    pub fn end(mut self) -> Tally {
        self.stop.stop();
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Plant {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            // A panic in it has been told already.
            let _ = thread.join();
        }
    }
}

pub fn machine() -> Machine {
    Machine { fs: Arc::new(Disk), clock: Arc::new(SystemClock), storage_root: None, patience: Duration::from_secs(10) }
}

/// On Windows a file that is being read resists for a moment.
#[track_caller]
pub fn settled(mut call: impl FnMut() -> io::Result<()>) {
    let end = Instant::now() + PATIENCE;
    loop {
        match call() {
            Ok(()) => return,
            Err(error) if cfg!(windows) && Instant::now() < end => {
                assert!(matches!(error.raw_os_error(), Some(5 | 32 | 33 | 145 | 183)), "{error}");
                std::thread::yield_now();
            }
            Err(error) => panic!("{error}"),
        }
    }
}
