//! What is other between two versions of the project, line by line.

use std::path::Path;

use iced::widget::{Column, container};
use iced::{Element, Size};
use keyholder_shared::Str;
use keyholder_shared::edit::Contents;
use keyholder_shared::name::fold;

use super::DialogContext;
use crate::app::Action;
use crate::compare::{self, Changes, Comparison, Named, Where};
use crate::i18n::{Language, Tr};
use crate::service::files::Files;
use crate::ui::table::{self, Ground, Table};
use crate::ui::{Tone, Ui, size};
use crate::words;

/// The comparison.
#[derive(Debug)]
pub struct State {
    name: String,
    earlier: Earlier,
    lines: Vec<Line>,
    other_project: bool,
    table: table::State<usize>,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// It was read.
    Close,
}

/// One thing that is other.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    kind: String,
    name: String,
    /// The key of what became of it.
    change: &'static str,
    details: String,
}

/// The most lines that are seen at once.
const LINES: usize = 12;

/// Which of two versions is the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The one in the file.
    File,
    /// The open project.
    Open,
}

/// Compares the open project with the one in a file, for a surface in that language. Takes its time.
///
/// # Errors
/// The key of why the file is no project.
pub fn with_file(
    files: &Files,
    path: &Path,
    contents: &Contents,
    earlier: Earlier,
    language: Language,
) -> Result<Comparison, String> {
    let file = files.open(path).ok().and_then(|opened| opened.project).ok_or("compare-unreadable")?;
    let open = contents.to_project();
    Ok(match earlier {
        Earlier::File => compare::between(&file, &open, language),
        Earlier::Open => compare::between(&open, &file, language),
    })
}

impl State {
    /// Shows `comparison` with the version of that name.
    #[must_use]
    pub fn new(name: String, comparison: &Comparison, earlier: Earlier, tr: &Tr) -> Self {
        Self {
            name,
            earlier,
            lines: lines(comparison, tr),
            other_project: comparison.other_project,
            table: table::State::new("compare"),
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        match message {
            // There is nothing to open: Enter means the dialog, in its table too.
            Message::Table(table::Message::OpenReached) => Action::Close,
            Message::Table(message) => {
                let name = |row| self.lines.get(row).map(|line: &Line| fold(&line.name));
                let now = context.services.clock.now();
                let listed = table::Listed { rows: self.lines.len(), key: Some, name, now };
                Action::Perform(self.table.update(message, listed).1)
            }
            Message::Close => Action::Close,
        }
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let mut content = Column::new().push(ui.muted(self.name.as_str()));
        if self.other_project {
            content = content.push(ui.message(Tone::Amber, tr.get("compare-other-project")));
        }
        if self.lines.is_empty() {
            content = content.push(ui.message(Tone::Good, tr.get("compare-same")));
        } else {
            let height = size::ROW * self.lines.len().min(LINES) as f32;
            let table = Table {
                state: &self.table,
                columns: vec![
                    table::Column::new(tr.get("compare-kind"), 110.0).unsorted(),
                    table::Column::new(tr.get("compare-name"), 220.0).unsorted(),
                    table::Column::new(tr.get("compare-change"), 100.0)
                        .unsorted()
                        .words(CHANGES.map(|change| tr.get(change).to_owned())),
                    table::Column::new(tr.get("compare-details"), 250.0).unsorted(),
                ],
                rows: self.lines.len(),
                size: Size::new(context.inner(), height),
                ground: Ground::Dialog,
                map: Message::Table,
            };
            let cells = |row| self.lines.get(row).map_or_else(Vec::new, |line| cells(line, ui, tr));
            content = content.push(container(table.view(ui, Some, cells)).height(height + size::ROW + 2.0));
            let chosen = self.table.selection.single().and_then(|row| self.lines.get(row));
            if let Some(line) = chosen.filter(|line| !line.details.is_empty()) {
                content = content.push(ui.text(line.details.as_str()));
            }
        }
        let close = ui.button(tr.get("close")).primary().on_press(Message::Close).into();
        let title = match self.earlier {
            Earlier::File => "compare-title-since",
            Earlier::Open => "compare-title",
        };
        ui.dialog(tr.get(title), size::DIALOG_WIDE, content, vec![close])
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(Message::Close)
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Close)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        None
    }
}

/// What can become of a thing.
const CHANGES: [&str; 5] = ["compare-added", "compare-removed", "compare-changed", "compare-gained", "compare-lost"];

fn cells<'a>(line: &'a Line, ui: Ui, tr: &'a Tr) -> Vec<Element<'a, Message>> {
    let tone = match line.change {
        "compare-added" | "compare-gained" => Tone::Good,
        "compare-removed" | "compare-lost" => Tone::Bad,
        _ => Tone::Accent,
    };
    vec![
        ui.line(line.kind.as_str()).color(ui.colors.muted).into(),
        ui.line(line.name.as_str()).into(),
        ui.badge(tr.get(line.change), tone),
        ui.line(line.details.as_str()).into(),
    ]
}

fn lines(comparison: &Comparison, tr: &Tr) -> Vec<Line> {
    let mut lines = Vec::new();
    for change in &comparison.access {
        for (key, rights) in [("compare-gained", &change.gained), ("compare-lost", &change.lost)] {
            if rights.is_empty() {
                continue;
            }
            let said = |(key, place): &(Str, Where)| match place {
                Where::Everywhere => key.to_string(),
                place => format!("{key} ({})", words::place(tr, place)),
            };
            lines.push(Line {
                kind: tr.get("compare-access").to_owned(),
                name: change.user.name.to_string(),
                change: key,
                details: rights.iter().map(said).collect::<Vec<_>>().join(", "),
            });
        }
    }
    push(&mut lines, tr, "page-users", &comparison.users, |change| {
        let fields = change.fields.iter().zip(&change.values).map(|(field, (was, is))| {
            let field = tr.get(field.key());
            let side = |value| {
                let said = words::value(tr, value);
                if said.is_empty() { tr.get("import-empty").to_owned() } else { said }
            };
            match was == is {
                // A password is another, and nobody is told which.
                true => field.to_owned(),
                false => tr.with("import-from-to", &[
                    ("field", field.into()),
                    ("before", side(was).into()),
                    ("after", side(is).into()),
                ]),
            }
        });
        (&change.user, fields.collect::<Vec<_>>().join("; "))
    });
    push(&mut lines, tr, "page-groups", &comparison.groups, |change| (&change.group, words::group_change(tr, change)));
    for (kind, changes) in [
        ("page-rights", &comparison.rights),
        ("page-areas", &comparison.areas),
        ("page-notification-groups", &comparison.notification_groups),
    ] {
        let all = [
            ("compare-added", &changes.added),
            ("compare-removed", &changes.removed),
            ("compare-changed", &changes.changed),
        ];
        for (change, things) in all {
            lines.extend(things.iter().map(|named| Line {
                kind: tr.get(kind).to_owned(),
                name: named.name.to_string(),
                change,
                details: String::new(),
            }));
        }
    }
    lines.extend(comparison.facts.iter().map(|(was, is)| Line {
        kind: tr.get("compare-setting").to_owned(),
        name: tr.get(is.key).to_owned(),
        change: "compare-changed",
        details: format!("{} → {}", words::fact(tr, &was.value), words::fact(tr, &is.value)),
    }));
    lines
}

/// The lines of things of one kind; `told` words one that is other.
fn push<'c, T>(
    lines: &mut Vec<Line>,
    tr: &Tr,
    kind: &'static str,
    changes: &'c Changes<T>,
    told: impl Fn(&'c T) -> (&'c Named, String),
) {
    let line = |named: &Named, change, details| Line {
        kind: tr.get(kind).to_owned(),
        name: named.name.to_string(),
        change,
        details,
    };
    lines.extend(changes.added.iter().map(|named| line(named, "compare-added", String::new())));
    lines.extend(changes.removed.iter().map(|named| line(named, "compare-removed", String::new())));
    for change in &changes.changed {
        let (named, details) = told(change);
        lines.push(line(named, "compare-changed", details));
    }
}
