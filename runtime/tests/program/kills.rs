//! A thousand real kills: the process is ended by force at a random moment of an update, and what stands
//! on disk then must be the old document or the new one, whole (design section 6).

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use keyholder_runtime::audit::{Filter, Row};
use keyholder_runtime::state::{Reader, StateError};
use keyholder_shared::model::{Ref, Runtime, User};
use keyholder_shared::{Id, Time};

use crate::site::Site;

/// Wine takes long to start a process.
const KILLS: u32 = if cfg!(windows) { 40 } else { 1000 };
/// At first starts, one folder each.
const FIRST_KILLS: u32 = if cfg!(windows) { 20 } else { 100 };
/// So many that a save takes its time, and a thousand updates take no minute.
const USERS: u32 = 100;
/// All that updates leave in the folder.
const NAMES: [&str; 5] = [
    "UserManagementConfig.xml",
    "UserManagementRuntimeConfig.previous.xml",
    "UserManagementRuntimeConfig.verified",
    "UserManagementRuntimeConfig.xml",
    "UserManagementRuntimeConfig.xml.lock",
];

/// How an update ended.
#[derive(Debug, Default)]
struct Tally {
    before_save: u32,
    in_save: u32,
    acknowledged: u32,
}

#[test]
fn a_thousand_kills_leave_the_old_document_or_the_new_one() {
    let site = Site::new();
    let projects = two_projects(&site);
    let deliver = |version: usize| fs::write(site.project_file("minimal"), &projects[version]).unwrap();
    // What each comes to undisturbed, twice, so that each is merged into the other.
    let [_, one, zero] = [0, 1, 0].map(|version| {
        deliver(version);
        assert_eq!(site.run("update minimal").status, 0);
        site.runtime("minimal")
    });
    let results = [content(&zero), content(&one)];
    assert!(results[0] != results[1], "the two can be told apart");
    let takes = median([1, 0, 1, 0, 1, 0].map(|version| {
        deliver(version);
        time_of_update(&site)
    }));

    let mut random = Random(0x5eed);
    let mut tally = Tally::default();
    let (mut standing, mut document) = (0, site.runtime("minimal"));
    for kill in 0..KILLS {
        let coming = 1 - standing;
        deliver(coming);
        let acknowledged = kill_during_update(&site, random.below(takes * 3 / 2));
        let left = leftovers(&site);
        let now = site.runtime("minimal");
        let taken = now.generation != document.generation;
        if taken {
            assert_eq!(now.generation, document.generation + 1, "kill {kill}");
            assert!(content(&now) == results[coming], "kill {kill}: not the document that was being saved");
            let row = last_update(&site).expect("an update without its row");
            assert_eq!(row.after, now.project_time_stamp.to_string(), "kill {kill}");
            (standing, document) = (coming, now);
        } else {
            assert!(!acknowledged, "kill {kill}: an acknowledged update is gone");
            assert!(now == document, "kill {kill}: an update that was not saved left a trace");
        }
        match (acknowledged, taken || left) {
            (true, _) => tally.acknowledged += 1,
            (false, true) => tally.in_save += 1,
            (false, false) => tally.before_save += 1,
        }
    }
    println!("{KILLS} kills of an update that takes {takes:?}: {tally:?}");
    // Most of an update is starting, reading and merging.
    let fair = KILLS / 20;
    let spread = tally.in_save >= fair && tally.before_save >= fair && tally.acknowledged > 0;
    assert!(spread, "not spread over an update: {tally:?}");

    deliver(1 - standing);
    assert_eq!(site.run("update minimal").status, 0);
    assert_eq!(site.content("minimal").into_keys().collect::<Vec<_>>(), NAMES, "nothing is left over");
    let verified = Reader::open(&site.file("minimal")).unwrap().verify().unwrap();
    assert!(verified.intact && verified.warnings.is_empty(), "{verified:?}");
}

#[test]
fn kills_at_first_starts_leave_no_document_or_a_whole_one() {
    let site = Site::new();
    two_projects(&site);
    let takes = median([(); 5].map(|()| {
        clear(&site);
        time_of_update(&site)
    }));
    let result = content(&site.runtime("minimal"));
    let mut random = Random(0xf1257);
    let (mut none, mut whole) = (0, 0);
    for kill in 0..FIRST_KILLS {
        clear(&site);
        let acknowledged = kill_during_update(&site, random.below(takes * 3 / 2));
        if site.runtime_file("minimal").exists() {
            assert!(content(&site.runtime("minimal")) == result, "kill {kill}");
            whole += 1;
        } else {
            assert!(!acknowledged, "kill {kill}: an acknowledged start is gone");
            // The next update is the first start then, no recovery and no alarm.
            let (status, update) = site.json("update minimal");
            assert_eq!((status, update["outcome"].as_str()), (0, Some("created")), "kill {kill}");
            assert_eq!(update["alarms"].as_array().map(Vec::len), Some(0), "kill {kill}");
            none += 1;
        }
    }
    assert!(none >= FIRST_KILLS / 20 && whole > 0, "not spread over a start: {none} without, {whole} with a document");
}

/// The latest row of the audit trail that tells of an update.
fn last_update(site: &Site) -> Option<Row> {
    let filter = Filter { kinds: vec!["update".into()], limit: Some(1), ..Filter::default() };
    let mut last = None;
    let reader = Reader::open(&site.file("minimal")).unwrap();
    reader
        .visit::<StateError>(&filter, &mut |row| {
            last = Some(row);
            Ok(())
        })
        .unwrap();
    last
}

/// Starts an update and kills it after `delay`. True if it said before that it was done.
fn kill_during_update(site: &Site, delay: Duration) -> bool {
    let mut command = site.command(["update", "minimal"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, told) = channel();
    let reader = std::thread::spawn(move || {
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        // The kill may have come first.
        let _ = sender.send(());
        line
    });
    match told.recv_timeout(delay) {
        Ok(()) | Err(RecvTimeoutError::Timeout) => {}
        Err(RecvTimeoutError::Disconnected) => panic!("the reader has ended"),
    }
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
    let line = reader.join().unwrap();
    let acknowledged = line.ends_with('\n');
    assert!(!acknowledged || line.starts_with("updated") || line.starts_with("created"), "{line}");
    acknowledged
}

fn time_of_update(site: &Site) -> Duration {
    let begin = Instant::now();
    assert_eq!(site.run("update minimal").status, 0);
    begin.elapsed()
}

fn median<const N: usize>(mut times: [Duration; N]) -> Duration {
    times.sort();
    times[N / 2]
}

/// Takes the folder back to where only the project is there.
fn clear(site: &Site) {
    for file in fs::read_dir(site.file("minimal")).unwrap() {
        let file = file.unwrap();
        if file.file_name() != NAMES[0] {
            fs::remove_file(file.path()).unwrap();
        }
    }
}

/// Two versions of a project, in which every third user has another full name. The first is in place.
fn two_projects(site: &Site) -> [Vec<u8>; 2] {
    [2, 1].map(|version| {
        site.deliver("minimal", &format!("2026-12-0{version}T08:00:00.000Z"), |project| {
            let group = project.users[1].groups[0].id;
            project.users.truncate(2);
            for number in 0..USERS {
                let mut user = User::new(Id::from_u128(1_000_000 + u128::from(number)), &format!("operator.{number}"));
                user.full_name = format!("Operator {}", number + version * u32::from(number % 3 == 0)).into();
                user.password = project.users[1].password.clone();
                user.groups.push(Ref::from(group));
                project.users.push(user);
            }
        });
        fs::read(site.project_file("minimal")).unwrap()
    })
}

/// All but what each save makes new.
fn content(document: &Runtime) -> Runtime {
    Runtime { time_stamp: Time::from_millis(0), generation: 0, ..document.clone() }
}

/// Whether a save was cut short and left its file.
fn leftovers(site: &Site) -> bool {
    fs::read_dir(site.file("minimal"))
        .unwrap()
        .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with('.'))
}

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_nanos(self.0 % u64::try_from(end.as_nanos()).unwrap())
    }
}
