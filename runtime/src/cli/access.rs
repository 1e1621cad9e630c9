//! `access`

use std::io::{self, Write as _};
use std::path::Path;

use keyholder_runtime::engine::{EngineError, look};
use keyholder_runtime::update::Machine;
use keyholder_shared::access::{Access, Because, Effect, allowed};
use serde::Serialize;

use super::login::complain;
use super::paint::{self, AMBER, BAD, BOLD, GOOD, harmless};

/// What is asked.
pub struct Asked {
    pub user: String,
    pub rights: Vec<String>,
    pub area: Option<String>,
    pub client: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    allowed: bool,
    because: Vec<Because>,
    message: String,
}

pub fn access(machine: &Machine, project: &Path, asked: &Asked, explain: bool, json: bool) -> (u8, io::Result<()>) {
    match answer(machine, project, asked) {
        Ok(answer) => (u8::from(!answer.allowed), print(&answer, explain, json)),
        Err(error) => {
            let message = error.to_string();
            let told = complain(&message);
            let answer = Answer { allowed: false, because: Vec::new(), message };
            (error.exit_status(), if json { told.and_then(|()| super::print_json(&answer)) } else { told })
        }
    }
}

fn answer(machine: &Machine, project: &Path, asked: &Asked) -> Result<Answer, EngineError> {
    let runtime = look(machine, project)?;
    let name = keyholder_shared::name::fold(&asked.user);
    let user = runtime.users.iter().find(|user| keyholder_shared::name::fold(&user.user.name) == name);
    let keys: Vec<&str> = asked.rights.iter().map(String::as_str).collect();
    let client = asked.client.as_deref().filter(|client| !client.is_empty());
    let Some(user) = user else {
        let missing =
            |right: &&str| Because { right: (*right).to_owned(), group: None, effect: Effect::Missing, area: None };
        let because = keys.iter().map(missing).collect();
        let message = format!("There is no user {} on this machine, so nobody may do this.", asked.user);
        return Ok(Answer { allowed: false, because, message });
    };
    let because = Access::new(&runtime.definitions).explain(&user.user, client, &keys, asked.area.as_deref());
    let user = &user.user;
    let has = allowed(&because);
    let message = match (user.enabled, has) {
        (false, _) => format!("{} is disabled and may do nothing.", user.name),
        (true, true) => format!("{} may do this.", user.name),
        (true, false) => format!("{} may not do this.", user.name),
    };
    Ok(Answer { allowed: has && user.enabled, because, message })
}

fn print(answer: &Answer, explain: bool, json: bool) -> io::Result<()> {
    if json {
        return super::print_json(answer);
    }
    let mut out = paint::out();
    let (word, style) = if answer.allowed { ("allowed", GOOD) } else { ("refused", BAD) };
    writeln!(out, "{BOLD}{style}{word}{style:#}{BOLD:#}  {}", harmless(&answer.message))?;
    if explain {
        for because in &answer.because {
            let style = match because.effect {
                Effect::Granted => GOOD,
                Effect::Denied => BAD,
                Effect::Missing | Effect::Area => AMBER,
            };
            writeln!(out, "  {style}·{style:#} {}", harmless(&because.to_string()))?;
        }
    }
    Ok(())
}
