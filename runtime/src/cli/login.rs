//! `login`

use std::io::{self, Write as _};
use std::path::Path;

use keyholder_runtime::engine::{Engine, EngineError, Event, Login, Options, Outcome};
use keyholder_runtime::update::Machine;
use serde::Serialize;

use super::args::How;
use super::paint::{self, AMBER, BAD, BOLD, DIM, GOOD, hanging, harmless};
use super::passwords::Passwords;

pub fn login(machine: &Machine, project: &Path, user: &str, how: &How, json: bool) -> (u8, io::Result<()>) {
    let password = match Passwords::new(how.password_stdin).of(user) {
        Ok(password) => password,
        Err(error) => return (2, complain(&error.to_string())),
    };
    let login = open(machine, project).and_then(|engine| {
        let login = engine.authenticate(user, &password, client(how));
        // Nobody who reads diagnostics is no reason not to go on.
        let _ = tell_alarms(&engine);
        login
    });
    match login {
        Ok(login) => (u8::from(login.outcome != Outcome::Granted), print(&login, json)),
        Err(error) => (error.exit_status(), fail(&error, json)),
    }
}

/// Nobody is let in; programs read that as any other login that is denied.
fn fail(error: &EngineError, json: bool) -> io::Result<()> {
    if json {
        #[derive(Serialize)]
        struct Json {
            outcome: Outcome,
            rights: [String; 0],
            expires_in_days: Option<u32>,
            message: String,
        }
        super::print_json(&Json {
            outcome: Outcome::Denied,
            rights: [],
            expires_in_days: None,
            message: error.to_string(),
        })?;
    }
    complain(&error.to_string())
}

/// Opens the machine for one command: what was delivered meanwhile waits for `update`.
pub fn open(machine: &Machine, project: &Path) -> Result<Engine, EngineError> {
    let options = Options {
        fs: std::sync::Arc::clone(&machine.fs),
        clock: std::sync::Arc::clone(&machine.clock),
        storage_root: machine.storage_root.clone(),
        patience: machine.patience,
        reconcile: false,
        watch: None,
        ..Options::default()
    };
    Engine::open(project, options)
}

/// The client that was named, if it has a name.
pub fn client(how: &How) -> Option<&str> {
    how.client.as_deref().filter(|client| !client.is_empty())
}

/// Tells what must not go unnoticed, whatever else is printed.
pub fn tell_alarms(engine: &Engine) -> io::Result<()> {
    let mut err = paint::err();
    for event in engine.subscribe().try_iter() {
        if let Event::Alarm(alarm) = event {
            writeln!(err, "{AMBER}alarm{AMBER:#} {}", harmless(&alarm))?;
        }
    }
    Ok(())
}

/// Tells an error.
pub fn complain(message: &str) -> io::Result<()> {
    let mut err = paint::err();
    message.lines().try_for_each(|line| writeln!(err, "{BAD}error{BAD:#} {}", harmless(line)))
}

fn print(login: &Login, json: bool) -> io::Result<()> {
    if json {
        return super::print_json(login);
    }
    let mut out = paint::out();
    let (word, style) = match login.outcome {
        Outcome::Granted => ("granted", GOOD),
        Outcome::Denied => ("denied", BAD),
        Outcome::PasswordExpired => ("password expired", AMBER),
        Outcome::MustChangePassword => ("must change password", AMBER),
        Outcome::Locked => ("locked", BAD),
    };
    let lead = format!("{BOLD}{style}{word}{style:#}{BOLD:#}  ");
    hanging(&mut out, &lead, paint::columns(word) + 2, &harmless(&login.message))?;
    if !login.rights.is_empty() {
        hanging(&mut out, &format!("{DIM}rights{DIM:#}   "), 9, &harmless(&login.rights.join(", ")))?;
    }
    Ok(())
}
