//! `audit`, and what `update` and `reset` leave in the trail, as other programs use them.

use std::fs;

use keyholder_runtime::audit::{Entry, Filter, Kind, Outcome};
use keyholder_runtime::state::StateDatabase;
use keyholder_shared::model::{Password, WhenUnwritable};
use keyholder_shared::{Id, Time};
use rusqlite::Connection;
use serde_json::Value;

use crate::shape::{self, list, text};
use crate::site::{Site, time};
use crate::transcript::Transcript;

const DATABASE: &str = "UserManagementState.db";

fn state(site: &Site, project: &str) -> StateDatabase {
    StateDatabase::open(&site.file(project), true, now()).unwrap()
}

fn now() -> Time {
    time("2026-12-02T10:00:00.000Z")
}

/// The rows of a kind.
#[track_caller]
fn rows(site: &Site, project: &str, kind: &str) -> Vec<Value> {
    let (status, listed) = site.json(&format!("audit list {project} --kind {kind}"));
    assert_eq!(status, 0, "{listed:#}");
    list(&listed, "rows").clone()
}

/// Lets another program write into the database.
fn tamper(site: &Site, project: &str, sql: &str) {
    Connection::open(site.file(project).join(DATABASE)).unwrap().execute_batch(sql).unwrap();
}

/// Puts something that is no database of this version in its place.
fn make_newer(site: &Site, project: &str) {
    tamper(site, project, "PRAGMA user_version = 99");
}

#[test]
fn each_update_is_in_the_trail_with_its_report() {
    let site = Site::of_a_machine();
    let (_, first) = site.json("update bottling-line");
    assert_eq!(shape::update(&first), "updated");
    for _ in 0..2 {
        assert_eq!(site.json("update bottling-line").1["outcome"], "unchanged");
    }
    let updates = rows(&site, "bottling-line", "update");
    let [row] = updates.as_slice() else { panic!("nothing to do is not recorded: {updates:#?}") };
    assert_eq!((text(row, "actor"), text(row, "outcome")), ("system", "done"));
    assert_eq!((&row["before"], &row["after"]), (&first["previous_time_stamp"], &first["project_time_stamp"]));
    let report = text(row, "message");
    for (user, word) in list(&first, "users").iter().map(|user| (text(user, "name"), text(user, "action"))) {
        let told = report.contains(&format!("{user} {word}"));
        assert_eq!(told, !["unchanged", "runtime"].contains(&word), "{user} {word}: {report}");
    }
    // A dry run leaves nothing, and neither does a preview.
    site.deliver("bottling-line", "2026-12-08T08:00:00.000Z", |project| project.users[1].phone = "1".into());
    site.run("update bottling-line --dry-run");
    site.run("preview bottling-line bottling-line");
    assert_eq!(rows(&site, "bottling-line", "update").len(), 1);
    assert_eq!(site.json("audit verify bottling-line").1["intact"], true);
}

#[test]
fn a_refused_file_is_in_the_trail_where_there_is_one() {
    let site = Site::new();
    fs::write(site.project_file("minimal"), "<UserManagementConfig").unwrap();
    assert_eq!(site.run("update minimal").status, 1);
    assert!(!site.file("minimal").join(DATABASE).exists(), "a folder without a machine stays as it is");
    let site = Site::of_a_machine();
    fs::write(site.project_file("bottling-line"), "<UserManagementConfig").unwrap();
    assert_eq!(site.run("update bottling-line").status, 1);
    assert_eq!(site.run("update bottling-line --dry-run").status, 1);
    let refused = rows(&site, "bottling-line", "refused");
    assert_eq!(refused.len(), 1, "{refused:#?}");
    assert_eq!((text(&refused[0], "object"), text(&refused[0], "outcome")), ("UserManagementConfig.xml", "refused"));
    assert!(text(&refused[0], "message").starts_with("line 1, column"), "{refused:#?}");
}

#[test]
fn a_lost_document_is_an_alarm_in_the_trail_once() {
    let site = Site::of_a_machine();
    fs::write(site.runtime_file("bottling-line"), "").unwrap();
    for _ in 0..3 {
        assert_eq!(site.run("update bottling-line").status, 3);
    }
    let alarms = rows(&site, "bottling-line", "alarm");
    assert_eq!(alarms.len(), 1, "{alarms:#?}");
    assert!(text(&alarms[0], "message").starts_with("The runtime document is lost."));
}

#[test]
fn an_update_lifts_locks_and_ends_sessions_as_it_reports() {
    let site = Site::of_a_machine();
    assert_eq!(site.run("update bottling-line").status, 0);
    let users = site.runtime("bottling-line").users;
    let of = |name: &str| users.iter().find(|user| user.user.name == name).unwrap().user.id;
    let (with_new_password, gone, other) = (of("c.girard"), of("g.adeyemi"), of("d.evans"));
    let state = state(&site, "bottling-line");
    state
        .write(now(), |writer| {
            for (number, (id, name)) in
                [(with_new_password, "c.girard"), (gone, "g.adeyemi"), (other, "d.evans")].into_iter().enumerate()
            {
                writer.lock(id)?;
                writer.open_session(&[number as u8; 16], id, name, "panel-1")?;
            }
            Ok(())
        })
        .unwrap();
    site.deliver("bottling-line", "2026-12-08T08:00:00.000Z", |project| {
        project.users.retain(|user| user.name != "g.adeyemi");
        let camille = project.users.iter_mut().find(|user| user.name == "c.girard").unwrap();
        let hash = format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0MDAwMA${:A>43}", "camille");
        camille.password = Some(Password { hash: hash.into(), changed_at: None, unknown: Default::default() });
    });
    assert_eq!(site.run("update bottling-line").status, 0);
    let locked: Vec<Id> = state.locked().unwrap().into_iter().map(|(id, _)| id).collect();
    assert!(!locked.contains(&with_new_password) && locked.contains(&other), "{locked:?}");
    let open: Vec<String> = state.sessions().unwrap().into_iter().map(|session| session.name).collect();
    assert_eq!(open, ["d.evans"]);
    assert_eq!(text(&rows(&site, "bottling-line", "unlocked")[0], "object"), "c.girard");
    let ended = rows(&site, "bottling-line", "session-ended");
    assert_eq!(ended.iter().map(|row| text(row, "object")).collect::<Vec<_>>().len(), 2);
    assert!(ended.iter().all(|row| row["client"] == "panel-1"));
}

#[test]
fn a_reset_begins_with_nobody_locked_and_keeps_the_trail() {
    let site = Site::of_a_machine();
    assert_eq!(site.run("update bottling-line").status, 0);
    let state = state(&site, "bottling-line");
    state
        .write(now(), |writer| {
            writer.lock(Id::from_u128(5))?;
            writer.open_session(&[9; 16], Id::from_u128(5), "olga", "").map(|_| ())
        })
        .unwrap();
    assert_eq!(site.json("reset bottling-line --confirm").0, 0);
    assert!(state.locked().unwrap().is_empty() && state.sessions().unwrap().is_empty());
    let kinds: Vec<String> = state.audit(&Filter::default()).unwrap().into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds, ["update", "reset"]);
    assert_eq!(site.run("audit verify bottling-line").status, 0);
}

#[test]
fn a_trail_that_cannot_be_written_is_an_alarm_or_a_refusal_as_the_guidelines_say() {
    let site = Site::of_a_machine();
    make_newer(&site, "bottling-line");
    let (status, update) = site.json("update bottling-line");
    assert_eq!((status, shape::update(&update)), (0, "updated"), "Continue is the default");
    let alarm = list(&update, "alarms")[0].as_str().unwrap();
    assert!(alarm.contains("has no record of this update") && alarm.contains("newer version"), "{alarm}");
    assert!(list(&update, "warnings").iter().any(|warning| warning == alarm));

    let site = Site::of_a_machine();
    site.deliver("bottling-line", "2026-12-08T08:00:00.000Z", |project| {
        project.definitions.policies.audit.when_unwritable = WhenUnwritable::Stop;
    });
    make_newer(&site, "bottling-line");
    let mut before = site.content("bottling-line");
    before.insert("UserManagementRuntimeConfig.xml.lock".into(), Vec::new());
    for line in ["update bottling-line", "reset bottling-line --confirm"] {
        let (status, update) = site.json(line);
        assert_eq!((status, shape::update(&update)), (3, "rejected"), "{line}");
        let error = text(&list(&update, "errors")[0], "message");
        assert!(error.contains("nothing is changed that cannot be recorded"), "{error}");
        assert_eq!(site.content("bottling-line"), before, "{line}");
    }
}

#[test]
fn a_state_database_that_is_gone_is_told_by_the_next_update() {
    let site = Site::of_a_machine();
    assert_eq!(site.run("update bottling-line").status, 0);
    state(&site, "bottling-line").write(now(), |writer| writer.lock(Id::from_u128(5))).unwrap();
    fs::remove_file(site.file("bottling-line").join(DATABASE)).unwrap();
    site.deliver("bottling-line", "2026-12-08T08:00:00.000Z", |project| project.users[1].phone = "1".into());
    let (status, update) = site.json("update bottling-line");
    assert_eq!((status, shape::update(&update)), (0, "updated"));
    assert!(list(&update, "alarms")[0].as_str().unwrap().contains("One account stays locked"), "{update:#}");
    assert_eq!(state(&site, "bottling-line").locked().unwrap()[0].0, Id::from_u128(5));
    let verified = site.json("audit verify bottling-line").1;
    assert_eq!((&verified["intact"], &verified["rows"]), (&Value::Bool(true), &Value::from(2)), "{verified}");
    assert_eq!(rows(&site, "bottling-line", "alarm")[0]["id"], 2, "after the row of the first update");
}

#[test]
fn verify_names_the_row_and_answers_by_its_exit_status() {
    for (sql, row) in [
        ("UPDATE audit SET message = 'nothing' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 3", 3),
    ] {
        let site = a_trail();
        tamper(&site, "bottling-line", sql);
        let (status, verified) = site.json("audit verify bottling-line");
        assert_eq!((status, &verified["intact"], &verified["fault"]["row"]), (1, &Value::Bool(false), &row.into()));
        let ran = site.run("audit verify bottling-line");
        assert_eq!(ran.status, 1);
        assert!(ran.stdout.starts_with("broken") && ran.stdout.contains(&format!("at row {row}")), "{}", ran.stdout);
    }
    let (status, none) = Site::new().json("audit verify minimal");
    assert_eq!(status, 3);
    assert!(text(&list(&none, "errors")[0], "message").contains("no state database here"));
}

/// Three rows; the second is about a name with a line break and escape sequences.
fn a_trail() -> Site {
    let site = Site::of_a_machine();
    let state = state(&site, "bottling-line");
    let at = |second: i64| Time::from_millis(now().as_millis() + 1000 * second);
    let typed = "ol\u{1b}[31mga\r\n=\u{9b}2J";
    let failed = Entry::new(Kind::LoginFailed, typed).client("panel-3").object(typed).outcome(Outcome::Refused);
    state.append(at(1), &[Entry::new(Kind::Login, "h.brandt").object("h.brandt").client("panel-3")]).unwrap();
    state.append(at(2), &[failed.message("unknown name")]).unwrap();
    let changed = Entry::new(Kind::UserChanged, "h.brandt").object("j.weber").change("phone 1", "phone 2");
    state.append(at(3), &[changed]).unwrap();
    site
}

#[test]
fn people_read_the_trail() {
    let (site, mut seen) = (a_trail(), Transcript::default());
    for line in [
        "audit list bottling-line",
        "audit list bottling-line --actor H.BRANDT --limit 1",
        "audit list bottling-line --from 2026-12-03",
        "audit list bottling-line --from 2026-12-02 --to 2026-12-02T10:00:02Z",
        "audit verify bottling-line",
        "audit list minimal",
    ] {
        seen.run(&site, line);
    }
    seen.hold("audit");
}

#[test]
fn no_control_character_reaches_a_terminal_or_a_file() {
    let site = a_trail();
    for line in [
        "audit list bottling-line",
        "audit list bottling-line --json",
        "audit export bottling-line",
        "audit export bottling-line --format json",
        "audit export bottling-line --json",
    ] {
        let ran = site.run(line);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{line}");
        assert!(!ran.stdout.chars().any(|c| c.is_control() && c != '\n'), "{line}: {:?}", ran.stdout);
    }
}

#[test]
fn an_export_holds_every_row() {
    let site = a_trail();
    let csv = site.run("audit export bottling-line").stdout;
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.starts_with("row,time,actor,client,kind,object,before,after,outcome,message,previous_hash,hash\n"));
    let json = site.run("audit export bottling-line --format json --kind user-changed").stdout;
    let row: Value = serde_json::from_str(json.trim_end()).unwrap();
    assert_eq!((text(&row, "before"), text(&row, "after")), ("phone 1", "phone 2"));
    assert_eq!(site.run("audit export bottling-line --output trail.csv").status, 0);
    assert_eq!(fs::read_to_string(site.file("trail.csv")).unwrap(), csv);
    let again = site.run("audit export bottling-line --output trail.csv");
    assert_eq!(again.status, 3);
    assert!(again.stderr.contains("trail.csv"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(site.file("trail.csv")).unwrap(), csv, "an earlier export stays");
}
