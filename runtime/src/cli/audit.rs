//! `audit`

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use keyholder_runtime::audit::{self, Filter, Kind, Row, Verified, escaped};
use keyholder_runtime::project::ProjectPath;
use keyholder_runtime::state::{Reader, StateError};
use keyholder_shared::Time;
use serde::Serialize;

use super::audit_args::{AuditCommand, ExportFormat, Which};
use super::paint::{self, AMBER, BAD, BOLD, DIM, GOOD, Out, cell, hanging, harmless};

pub fn audit(command: &AuditCommand, json: bool) -> (u8, io::Result<()>) {
    let done = match command {
        AuditCommand::List { project, which } => list(project, which, json),
        AuditCommand::Verify { project } => verify(project, json),
        AuditCommand::Export { project, which, format, output } => {
            let format = format.unwrap_or(if json { ExportFormat::Json } else { ExportFormat::Csv });
            export(project, which, format, output.as_deref())
        }
    };
    match done {
        Ok(status) => (status, Ok(())),
        Err(Failed::Output(error)) => (0, Err(error)),
        Err(Failed::State(error)) => (3, refuse(&error, json)),
    }
}

enum Failed {
    State(StateError),
    Output(io::Error),
}

impl From<StateError> for Failed {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn open(project: &Path) -> Result<Reader, Failed> {
    Ok(Reader::open(ProjectPath::new(project).folder())?)
}

fn filter(which: &Which) -> Filter {
    Filter {
        from: which.from,
        to: which.to,
        actor: which.actor.clone(),
        object: which.object.clone(),
        kinds: which.kind.clone(),
        limit: which.limit,
    }
}

fn refuse(error: &StateError, json: bool) -> io::Result<()> {
    #[derive(Serialize)]
    struct Json {
        errors: [Message; 1],
    }
    #[derive(Serialize)]
    struct Message {
        file: String,
        message: String,
    }
    if json {
        let file = error.path().to_string_lossy().into_owned();
        return super::print_json(&Json { errors: [Message { file, message: error.to_string() }] });
    }
    writeln!(paint::err(), "{BAD}error{BAD:#} {}", harmless(&error.to_string()))
}

fn list(project: &Path, which: &Which, json: bool) -> Result<u8, Failed> {
    #[derive(Serialize)]
    struct Json {
        rows: Vec<Row>,
    }
    let reader = open(project)?;
    let mut rows = Vec::new();
    reader.visit::<Failed>(&filter(which), &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    if json {
        super::print_json(&Json { rows })?;
    } else {
        let mut out = paint::out();
        rows.iter().try_for_each(|row| for_people(&mut out, row))?;
        if rows.is_empty() {
            writeln!(out, "no rows")?;
        }
    }
    Ok(0)
}

/// A row: when, who, what; then what more there is to say, below.
fn for_people(out: &mut Out, row: &Row) -> io::Result<()> {
    let style = match row.kind.as_str() {
        _ if row.outcome != "done" => BAD,
        kind if kind == Kind::Alarm.word() || kind == Kind::Locked.word() => AMBER,
        _ => BOLD,
    };
    let actor = match row.client.as_str() {
        "" => row.actor.clone(),
        client => format!("{} on {client}", row.actor),
    };
    write!(
        out,
        "{DIM}{:>6}  {}{DIM:#}  {}  {}  {}",
        row.id,
        row.time,
        cell(&escaped(&row.kind), 16, style),
        cell(&escaped(&actor), 20, BOLD),
        escaped(&row.object)
    )?;
    if row.outcome != "done" {
        write!(out, "  {BAD}{}{BAD:#}", escaped(&row.outcome))?;
    }
    writeln!(out)?;
    let change = match (row.before.as_str(), row.after.as_str()) {
        ("", "") => String::new(),
        ("", after) => format!("now: {after}"),
        (before, "") => format!("was: {before}"),
        (before, after) => format!("{before} -> {after}"),
    };
    for text in [change.as_str(), row.message.as_str()] {
        if !text.is_empty() {
            hanging(out, &" ".repeat(8), 8, &escaped(text))?;
        }
    }
    Ok(())
}

fn verify(project: &Path, json: bool) -> Result<u8, Failed> {
    let verified = open(project)?.verify()?;
    let status = u8::from(!verified.intact);
    if json {
        super::print_json(&verified)?;
    } else {
        say(&verified)?;
    }
    Ok(status)
}

fn say(verified: &Verified) -> io::Result<()> {
    let mut out = paint::out();
    match &verified.fault {
        None => writeln!(out, "{GOOD}intact{GOOD:#}  {} rows", verified.rows)?,
        Some(fault) => {
            let time = fault.time.map_or(String::new(), |time| format!(" of {time}"));
            let lead = format!("{BAD}broken{BAD:#}  ");
            let text = format!("at row {}{time}. {}", fault.row, fault.message);
            hanging(&mut out, &lead, 8, &escaped(&text))?;
        }
    }
    for warning in &verified.warnings {
        hanging(&mut out, &format!("{AMBER}warning{AMBER:#} "), 8, warning)?;
    }
    Ok(())
}

fn export(project: &Path, which: &Which, format: ExportFormat, output: Option<&Path>) -> Result<u8, Failed> {
    let reader = open(project)?;
    let out: Box<dyn io::Write> = match output {
        None => Box::new(io::BufWriter::new(io::stdout().lock())),
        Some(path) => Box::new(io::BufWriter::new(create(path)?)),
    };
    write_rows(&reader, &filter(which), format, out)?;
    Ok(0)
}

/// A file that is there already may be an earlier export: it is not written over.
fn create(path: &Path) -> io::Result<std::fs::File> {
    let file: PathBuf = path.to_owned();
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

fn write_rows(
    reader: &Reader,
    filter: &Filter,
    format: ExportFormat,
    mut out: Box<dyn io::Write>,
) -> Result<(), Failed> {
    match format {
        ExportFormat::Csv => {
            let mut row_to_csv = audit::to_csv(&mut out)?;
            reader.visit::<Failed>(filter, &mut |row| Ok(row_to_csv(&row)?))?;
        }
        ExportFormat::Json => {
            reader.visit::<Failed>(filter, &mut |row| Ok(audit::to_json_lines(&mut out, &row)?))?;
        }
    }
    Ok(out.flush()?)
}

/// Reads a time as a person types it: RFC 3339, or a day, which begins at midnight UTC.
pub fn time(text: &str) -> Result<Time, String> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00.000Z") } else { text.to_owned() };
    whole.parse().map_err(|_| "a time as 2026-11-22T09:30:00Z, or a day as 2026-11-22 (UTC)".to_owned())
}
