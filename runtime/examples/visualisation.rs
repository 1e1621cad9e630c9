//! How a visualisation uses Keyholder. Run it on a copy of a sample project:
//!
//! ```sh
//! echo "Otter-Heron-Hazel-48" | cargo run -p keyholder-runtime --example visualisation -- PROJECT olga panel-1
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

use keyholder_runtime::engine::{Engine, Event, Options, Outcome};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [project, name, panel] = arguments.as_slice() else {
        return Err("Give the project's folder, a user's name and this panel's name.".into());
    };
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    shift(Path::new(project), name, password.trim_end_matches('\n'), panel, &mut io::stdout())
}

/// One shift at a panel: somebody logs in, works, and logs out.
pub fn shift(
    project: &Path,
    name: &str,
    password: &str,
    panel: &str,
    out: &mut dyn Write,
) -> Result<(), Box<dyn Error>> {
    // Opened once, when the visualisation starts. It merges what was delivered, and stays beside the project.
    let engine = Engine::open(project, Options::default())?;
    let news = engine.subscribe();

    // While nobody is logged in, the project may name a user whose rights hold; nobody else's ever do.
    if let Some(nobody) = engine.default_session(Some(panel))? {
        writeln!(out, "until somebody logs in, {} is here", nobody.name())?;
    }

    // Every way in goes through one gate. What it says is meant for the person.
    let login = engine.login(name, password, Some(panel))?;
    writeln!(out, "{}", login.message)?;
    let Some(session) = login.session else {
        if matches!(login.outcome, Outcome::PasswordExpired | Outcome::MustChangePassword) {
            writeln!(out, "ask for a new password, and call Engine::change_password")?;
        }
        return Ok(());
    };

    // A button asks before it acts, as often as it likes: the answer was worked out at the login.
    if engine.check(&session, &["machine.start"], None) {
        writeln!(out, "the button Start is lit")?;
    }
    for because in engine.explain(&session, &["machine.start", "recipe.edit"], None) {
        writeln!(out, "  {because}")?;
    }

    // Whatever the person touches keeps the session from idling out.
    engine.touch(&session);

    // What happened meanwhile: deliveries, locks, sessions that ended, alarms.
    for event in news.try_iter() {
        match event {
            Event::Updated(update) => writeln!(out, "a new project: {:?}", update.outcome)?,
            Event::Refused(update) => writeln!(out, "a project was refused: {:?}", update.errors)?,
            Event::SessionEnded { name, ending, .. } => writeln!(out, "{name}: {}", ending.sentence())?,
            Event::Alarm(alarm) => writeln!(out, "alarm: {alarm}")?,
            Event::Reloaded { .. } | Event::Changed(_) | Event::Locked { .. } | Event::Unlocked { .. } => {}
        }
    }
    engine.logout(&session)?;
    writeln!(out, "still allowed: {}", engine.check(&session, &["machine.start"], None))?;
    Ok(())
}
