//! The command line: what a person types, what a person reads, and the exit status.

mod access;
mod args;
mod audit;
mod audit_args;
mod check;
mod login;
mod paint;
mod passwords;
mod preview;
mod progress;
mod update;
mod user;
mod user_args;
mod watch;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{CommandFactory as _, Parser as _};
use keyholder_runtime::audit::escaped_json;
use keyholder_runtime::clock::SystemClock;
use keyholder_runtime::store::Disk;
use keyholder_runtime::update::Machine;
use serde::Serialize;

use args::{Arguments, Command};

/// Does what the command line asks for. A command answers its exit status, and whether it could say all.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    let machine = Machine {
        fs: Arc::new(Disk),
        clock: Arc::new(SystemClock),
        storage_root: arguments.storage_root,
        patience: Duration::from_secs(10),
    };
    let (status, written) = match arguments.command {
        Command::Update { project, dry_run, force } => update::update(&machine, &project, dry_run, force, json),
        Command::Preview { project, runtime_files } => preview::preview(&machine, &project, &runtime_files, json),
        Command::Check { files } => check::check(&machine, &files, json),
        Command::Watch { project, debounce, poll } => watch::watch(&machine, &project, debounce, poll, json),
        Command::Reset { project, confirm } => update::reset(&machine, &project, confirm, json),
        Command::Login { project, user, how } => login::login(&machine, &project, &user, &how, json),
        Command::Access { project, user, right, area, client, explain } => {
            let asked = access::Asked { user, rights: right, area, client };
            access::access(&machine, &project, &asked, explain, json)
        }
        Command::User(command) => user::user(&machine, *command, json),
        Command::Audit(command) => audit::audit(&command, json),
        Command::Completions { shell } => (0, completions(shell)),
    };
    match written {
        Ok(()) => ExitCode::from(status),
        // Whoever reads the output has gone; the exit status is all that is left to tell.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(status),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: the output could not be written: {error}");
            ExitCode::from(3)
        }
    }
}

fn completions(shell: clap_complete::Shell) -> io::Result<()> {
    // Written into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "keyholder-runtime", &mut script);
    io::stdout().write_all(&script)
}

/// Prints one JSON object on a line of its own.
fn print_json(value: &impl Serialize) -> io::Result<()> {
    // A terminal may show it, and JSON itself takes some control characters as they are.
    let json = serde_json::to_string(value)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    out.write_all(escaped_json(&json).as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}
