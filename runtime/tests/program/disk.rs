//! Disks that refuse: no permission, no space, no writing at all, a limit on file sizes. Each is the real
//! thing, so most need root, or a kernel that lets users mount in a namespace of their own.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::shape::{self, list, text};
use crate::site::{PROGRAM, Ran, Site, content};

/// Who owns nothing.
const NOBODY: &str = "65534";

/// Holds that the store refused, and that the error names the file, the step and what to do.
#[track_caller]
fn refused(status: i32, json: &Value, file: &str, step: &str, advice: &str) {
    assert_eq!((status, shape::update(json)), (3, "rejected"), "{json:#}");
    let error = &list(json, "errors")[0];
    let message = text(error, "message");
    assert!(text(error, "file").contains(file), "{error}");
    assert!(message.contains(step) && message.contains(advice), "{message}");
}

/// Runs the program on `project` as somebody who may not do everything.
fn run_unprivileged(site: &Site, line: &str) -> Ran {
    // The copy lies where that somebody may run it.
    let program = site.file("program");
    if !program.exists() {
        fs::copy(PROGRAM, &program).unwrap();
    }
    fs::set_permissions(site.file(""), Permissions::from_mode(0o755)).unwrap();
    let mut command = if fs::metadata(site.file("")).unwrap().uid() == 0 {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(&program);
        command
    } else {
        Command::new(&program)
    };
    Ran::of(command.args(line.split(' ')).current_dir(site.file("")).stdin(Stdio::null()).output().unwrap())
}

#[test]
fn a_folder_without_permission_is_told_and_left_as_it_is() {
    let site = Site::of_a_machine();
    let folder = site.file("bottling-line");
    let mut before = site.content("bottling-line");
    fs::set_permissions(site.runtime_file("bottling-line"), Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
    for line in
        ["update bottling-line --json", "update bottling-line --force --json", "reset bottling-line --confirm --json"]
    {
        let ran = run_unprivileged(&site, line);
        refused(ran.status, &ran.json(), "UserManagementRuntimeConfig.xml", "lock", "Give the account");
        assert_eq!(site.content("bottling-line"), before, "{line}");
    }
    let ran = run_unprivileged(&site, "update bottling-line --dry-run --json");
    assert_eq!((ran.status, shape::update(&ran.json())), (0, "updated"), "a dry run needs to read only");
    // With a lock file that may be used, the save itself meets the refusal.
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
    let lock = folder.join("UserManagementRuntimeConfig.xml.lock");
    fs::write(&lock, "").unwrap();
    fs::set_permissions(&lock, Permissions::from_mode(0o666)).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
    before.insert("UserManagementRuntimeConfig.xml.lock".into(), Vec::new());
    let ran = run_unprivileged(&site, "update bottling-line --json");
    refused(ran.status, &ran.json(), ".new", "creating the new file failed", "Give the account");
    assert_eq!(site.content("bottling-line"), before);
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn files_that_may_not_be_read_are_told() {
    let site = Site::of_a_machine();
    fs::set_permissions(site.file("bottling-line"), Permissions::from_mode(0o777)).unwrap();
    let (project, runtime) = (site.project_file("bottling-line"), site.runtime_file("bottling-line"));
    for (file, step) in [(&project, "The project file may not be read"), (&runtime, "reading the runtime file failed")]
    {
        let before = fs::read(&runtime).unwrap();
        fs::set_permissions(file, Permissions::from_mode(0o000)).unwrap();
        let ran = run_unprivileged(&site, "update bottling-line --json");
        let checked = run_unprivileged(&site, "check bottling-line --json");
        let previewed = run_unprivileged(&site, "preview bottling-line bottling-line --json");
        fs::set_permissions(file, Permissions::from_mode(0o644)).unwrap();
        refused(ran.status, &ran.json(), "UserManagement", step, "Give the");
        assert_eq!((checked.status, previewed.status), (3, 3));
        assert_eq!(checked.json()["valid"], false);
        assert_eq!(fs::read(&runtime).unwrap(), before);
    }
}

/// What happened in a small file system of its own, which is gone afterwards.
struct Mounted {
    before: BTreeMap<String, Vec<u8>>,
    after: BTreeMap<String, Vec<u8>>,
    ran: Ran,
}

/// Runs the program on a machine in a file system of 1 MiB after the shell command `spoil`. `None`,
/// and a loud word, if nothing may be mounted here.
fn on_a_small_disk(site: &Site, spoil: &str, line: &str) -> Option<Mounted> {
    for folder in ["disk", "before", "after"] {
        fs::create_dir_all(site.file(folder)).unwrap();
    }
    let root = fs::metadata(site.file("")).unwrap().uid() == 0;
    let namespace: &[&str] = if root { &["--mount"] } else { &["--mount", "--user", "--map-root-user"] };
    let may =
        Command::new("unshare").args(namespace).args(["mount", "-t", "tmpfs", "none"]).arg(site.file("disk")).output();
    if !may.as_ref().is_ok_and(|output| output.status.success()) {
        let mut err = std::io::stderr();
        writeln!(err, "NOT TESTED: {line} on a small disk that is spoilt by {spoil:?}: mounting is not permitted here ({may:?}); only the limit on file sizes stands in for it").unwrap();
        return None;
    }
    let script = format!(
        "set -e; mount -t tmpfs -o size=1m none disk; cp bottling-line/*.xml disk/; cp disk/* before/; \
         cd disk; {spoil}; cd ..; status=0; \"$0\" {line} || status=$?; rm -f disk/filling 2>/dev/null || true; \
         cp disk/* after/; exit $status"
    );
    let mut command = Command::new("unshare");
    command.args(namespace).args(["sh", "-c", &script, PROGRAM]).current_dir(site.file("")).stdin(Stdio::null());
    let ran = Ran::of(command.output().unwrap());
    Some(Mounted { before: content(&site.file("before")), after: content(&site.file("after")), ran })
}

impl Mounted {
    /// The same but for the lock file, which says nothing.
    #[track_caller]
    fn unchanged(&self) {
        let mut after = self.after.clone();
        assert!(after.remove("UserManagementRuntimeConfig.xml.lock").is_none_or(|lock| lock.is_empty()));
        assert_eq!(after, self.before);
        assert_eq!(self.before.len(), 2, "the project and the machine's document");
    }
}

const FILL: &str = "head -c 2m /dev/zero > filling 2>/dev/null || true";

#[test]
fn a_full_disk_is_told_and_nothing_is_changed() {
    let site = Site::of_a_machine();
    if let Some(full) = on_a_small_disk(&site, FILL, "update disk --json") {
        refused(full.ran.status, &full.ran.json(), ".new", "the new file", "Free some space on the disk");
        full.unchanged();
    }
    let site = Site::of_a_machine();
    if let Some(full) = on_a_small_disk(&site, FILL, "reset disk --confirm --json") {
        refused(full.ran.status, &full.ran.json(), ".new", "the new file", "Free some space on the disk");
        full.unchanged();
    }
    // The same disk with room takes the update: it was the filling that refused.
    let site = Site::of_a_machine();
    if let Some(roomy) = on_a_small_disk(&site, "true", "update disk --json") {
        assert_eq!((roomy.ran.status, shape::update(&roomy.ran.json())), (0, "updated"));
    }
}

#[test]
fn a_read_only_disk_is_told_and_nothing_is_changed() {
    for line in ["update disk --json", "reset disk --confirm --json"] {
        let site = Site::of_a_machine();
        if let Some(disk) = on_a_small_disk(&site, "mount -o remount,ro none .", line) {
            refused(
                disk.ran.status,
                &disk.ran.json(),
                "UserManagementRuntimeConfig.xml",
                "lock",
                "The disk is read-only",
            );
            disk.unchanged();
        }
    }
    let site = Site::of_a_machine();
    if let Some(disk) = on_a_small_disk(&site, "mount -o remount,ro none .", "update disk --dry-run --json") {
        assert_eq!((disk.ran.status, shape::update(&disk.ran.json())), (0, "updated"));
        disk.unchanged();
    }
}

/// A file that may grow to 8 KiB only: the write fails in the middle, wherever the tests run.
#[test]
fn a_write_that_fails_in_the_middle_changes_nothing() {
    let site = Site::of_a_machine();
    let mut before = site.content("bottling-line");
    for line in ["update bottling-line --json", "reset bottling-line --confirm --json"] {
        let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
        let mut command = Command::new("bash");
        command.args(["-c", limited, PROGRAM]).args(line.split(' ')).current_dir(site.file("")).stdin(Stdio::null());
        let ran = Ran::of(command.output().unwrap());
        refused(
            ran.status,
            &ran.json(),
            ".new",
            "writing the new file failed",
            "The runtime document is as it was before",
        );
        before.insert("UserManagementRuntimeConfig.xml.lock".into(), Vec::new());
        assert_eq!(site.content("bottling-line"), before, "{line}");
    }
    assert_eq!(site.json("update bottling-line").1["outcome"], "updated");
}

/// What the program writes is readable by its owner alone.
#[test]
fn what_is_written_is_for_the_owner_alone() {
    let site = Site::new();
    assert_eq!(site.run("update minimal").status, 0);
    site.deliver("minimal", "2026-12-01T08:00:00.000Z", |project| project.users[1].full_name = "Olga Berger".into());
    assert_eq!(site.run("update minimal").status, 0);
    let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
    for name in ["UserManagementRuntimeConfig.xml", "UserManagementRuntimeConfig.previous.xml"] {
        assert_eq!(mode(&site.file("minimal").join(name)), 0o600, "{name}");
    }
}
