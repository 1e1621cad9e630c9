//! A temporary folder with copies of the sample projects, and the program run in it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use keyholder_runtime::state::StateDatabase;
use keyholder_shared::Time;
use keyholder_shared::model::{Project, Runtime};
use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE, read_project, read_runtime, write_project};
use serde_json::Value;
use tempfile::TempDir;

/// The built program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_keyholder-runtime");

/// The folder. It is gone when dropped.
pub struct Site {
    folder: TempDir,
}

/// What the program answered.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Site {
    /// A folder with a copy of every sample project.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects"), folder.path());
        Self { folder }
    }

    /// The same; the project bottling-line lies beside the runtime document that the machine filler-1 has.
    pub fn of_a_machine() -> Self {
        let site = Self::new();
        let machine = site.file("bottling-line/machines/filler-1").join(RUNTIME_FILE);
        fs::copy(machine, site.file("bottling-line").join(RUNTIME_FILE)).unwrap();
        site.begin_state("bottling-line");
        site
    }

    /// Gives a machine its state, in which nothing has happened yet.
    pub fn begin_state(&self, project: &str) {
        StateDatabase::open(&self.file(project), false, time("2026-11-22T09:30:00.000Z")).unwrap();
    }

    /// A path in the folder.
    pub fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The project file of a project.
    pub fn project_file(&self, project: &str) -> PathBuf {
        self.file(project).join(PROJECT_FILE)
    }

    /// The runtime file of a project.
    pub fn runtime_file(&self, project: &str) -> PathBuf {
        self.file(project).join(RUNTIME_FILE)
    }

    /// The runtime document of a project, read and held valid.
    #[track_caller]
    pub fn runtime(&self, project: &str) -> Runtime {
        read_runtime(&fs::read(self.runtime_file(project)).unwrap()).accept().unwrap().0
    }

    /// Changes a project and saves it under the time stamp `at`, as the Designer would.
    pub fn deliver(&self, project: &str, at: &str, change: impl FnOnce(&mut Project)) {
        let file = self.project_file(project);
        let (mut document, _) = read_project(&fs::read(&file).unwrap()).accept().unwrap();
        change(&mut document);
        document.time_stamp = time(at);
        fs::write(file, write_project(&document)).unwrap();
    }

    /// The names in a project's folder with their content, its subfolders and the state database left out.
    pub fn content(&self, project: &str) -> BTreeMap<String, Vec<u8>> {
        content(&self.file(project))
    }

    /// The program, to be run in the folder with these arguments, in an environment that says nothing of a
    /// terminal.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "KEYHOLDER_STORAGE_ROOT"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the program with arguments that hold no space.
    #[track_caller]
    pub fn run(&self, line: &str) -> Ran {
        Ran::of(self.command(line.split(' ')).output().unwrap())
    }

    /// Runs the program with `--json --password-stdin` and these passwords, one a line: the exit status, and the
    /// one object on the one line it may print.
    #[track_caller]
    pub fn json_with(&self, line: &str, passwords: &[&str]) -> (i32, Value) {
        let ran = self.run_with(&format!("{line} --json"), passwords);
        (ran.status, ran.json())
    }

    /// Runs the program with `--password-stdin` and these passwords, one a line. In an argument `_` stands for a
    /// space.
    #[track_caller]
    pub fn run_with(&self, line: &str, passwords: &[&str]) -> Ran {
        let arguments = line.split(' ').map(|argument| argument.replace('_', " "));
        let mut command = self.command(arguments.chain(["--password-stdin".to_owned()]));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines: String = passwords.iter().map(|password| format!("{password}\n")).collect();
        // A command that refuses before it reads has closed its end.
        let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
        Ran::of(child.wait_with_output().unwrap())
    }

    /// Runs the program with `--json`: the exit status, and the one object on the one line it may print.
    #[track_caller]
    pub fn json(&self, line: &str) -> (i32, Value) {
        let ran = self.run(&format!("{line} --json"));
        (ran.status, ran.json())
    }
}

impl Ran {
    /// Takes what a process answered; the program must have ended by itself and without panic.
    #[track_caller]
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("all output is UTF-8");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(!stderr.contains("panicked"), "{stderr}");
        Self { status: output.status.code().expect("an exit status"), stdout, stderr }
    }

    /// The one JSON object on standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.matches('\n').count(), 1, "one object on one line: {}", self.stdout);
        let value: Value = serde_json::from_str(&self.stdout).unwrap();
        assert!(value.is_object(), "{value}");
        value
    }
}

/// A time as the files write it.
#[track_caller]
pub fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// The files of a folder with their content. The state database is a matter of its own: even what is refused
/// leaves a row in it.
pub fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_state = |path: &Path| path.file_name().unwrap().to_string_lossy().starts_with("UserManagementState.");
    let files = entries.filter(|path| path.is_file() && !is_state(path));
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
