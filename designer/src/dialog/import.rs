//! What a table would do to the project, before it does it.

use std::path::PathBuf;

use iced::widget::{Column, Row, container};
use iced::{Element, Size};
use keyholder_shared::{Id, Str};
use keyholder_shared::edit::{Kind, Step};
use keyholder_shared::model::Definitions;
use keyholder_shared::name::fold;
use rustc_hash::FxHashMap;

use super::DialogContext;
use crate::app::transfer::What;
use crate::app::{Action, Request, let_go};
use crate::csv::{texts, users};
use crate::i18n::Tr;
use crate::ui::table::{self, Ground, Table};
use crate::ui::{Tone, size};
use crate::words;

/// The plan.
#[derive(Debug)]
pub struct State {
    title: &'static str,
    rows: Vec<Line>,
    counts: [usize; 4],
    notes: Vec<(Tone, String)>,
    step: Option<Step>,
    /// The users that would be new.
    added: Vec<(Kind, Id)>,
    made: Option<Made>,
    table: table::State<usize>,
}

/// What a plan was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What the table is of.
    pub what: What,
    /// Its file.
    pub path: PathBuf,
    /// The revision of the project.
    pub revision: u64,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// Do it.
    Import,
    /// Leave the project as it is.
    Cancel,
}

/// One row of the table and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    line: u64,
    name: Str,
    /// The key of what becomes of it.
    what: &'static str,
    details: String,
}

/// The most lines that are seen at once.
const LINES: usize = 10;
const KEYS: [(&str, &str); 4] = [
    ("import-row-added", "import-added"),
    ("import-row-changed", "import-changed"),
    ("import-row-unchanged", "import-unchanged"),
    ("import-row-refused", "import-refused"),
];

impl State {
    /// Shows what a table of users would do.
    #[must_use]
    pub fn users(plan: users::Plan, definitions: &Definitions, tr: &Tr) -> Self {
        let mut state = Self::new("import-users-title", None);
        state.counts = plan.counts();
        let mut said = Said::default();
        state.rows = plan.rows.iter().map(|row| user_line(row, &mut said, definitions, tr)).collect();
        state.refused_first();
        if plan.nameless {
            state.note(Tone::Bad, tr.get("import-nameless").to_owned());
        }
        state.columns("import-passwords", &plan.passwords, tr);
        state.columns("import-ignored", &plan.ignored, tr);
        let added = plan.rows.iter().filter_map(|row| match &row.outcome {
            users::Outcome::Added(user) => Some((Kind::User, user.id)),
            _ => None,
        });
        state.added.reserve(plan.rows.len());
        state.added.extend(added);
        state.step = plan.into_step();
        state
    }

    /// Shows what a table of texts would do.
    #[must_use]
    pub fn texts(plan: &texts::Plan, tr: &Tr) -> Self {
        let mut state = Self::new("import-texts-title", plan.step(tr.get("page-texts")));
        state.counts = [0, plan.changes.len(), plan.unchanged, plan.refused.len()];
        let changes = plan.changes.iter().map(|change| {
            let before = if change.before.is_empty() { tr.get("import-empty") } else { change.before.as_str() };
            let values =
                [("field", change.lang.as_str().into()), ("before", before.into()), ("after", change.after.as_str().into())];
            Line {
                line: change.line,
                name: change.of.clone(),
                what: "import-row-changed",
                details: tr.with("import-from-to", &values),
            }
        });
        let refused = plan.refused.iter().map(|refused| {
            let (count, limit) = refused.why.numbers();
            let why = tr.with(refused.why.key(), &[("count", count.into()), ("limit", limit.into())]);
            Line {
                line: refused.line,
                name: refused.text.as_str().into(),
                what: "import-row-refused",
                details: format!("{}: {why}", refused.column),
            }
        });
        state.rows = changes.chain(refused).collect();
        state.rows.sort_by_key(|line| line.line);
        state.refused_first();
        if plan.keyless {
            state.note(Tone::Bad, tr.get("import-keyless").to_owned());
        }
        state.columns("import-ignored", &plan.ignored, tr);
        state
    }

    fn new(title: &'static str, step: Option<Step>) -> Self {
        let table = table::State::new("import");
        Self {
            title,
            rows: Vec::new(),
            counts: [0; 4],
            notes: Vec::new(),
            step,
            added: Vec::new(),
            made: None,
            table,
        }
    }

    /// The same, made of that: once the project says something else it is to be made anew.
    #[must_use]
    pub fn of(mut self, made: Made) -> Self {
        self.made = Some(made);
        self
    }

    /// What it is to be made of anew, if the project says something else by now.
    fn outdated(&self, context: DialogContext<'_>) -> Option<Request> {
        let revision = context.document()?.revision();
        let made = self.made.as_ref().filter(|made| made.revision != revision)?;
        Some(Request::Import(made.what, made.path.clone()))
    }

    /// What has to be mended in the table stands above what changes, and that above what needs nothing, however long it is.
    fn refused_first(&mut self) {
        self.rows.sort_by_key(|line| match line.what {
            "import-row-refused" => 0,
            "import-row-unchanged" => 2,
            _ => 1,
        });
    }

    fn note(&mut self, tone: Tone, says: String) {
        self.notes.push((tone, says));
    }

    fn columns(&mut self, key: &str, headings: &[String], tr: &Tr) {
        if !headings.is_empty() {
            self.note(Tone::Amber, tr.with(key, &[("text", headings.join(", ").into())]));
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        match message {
            // There is nothing to open: Enter means the dialog, in its table too.
            Message::Table(table::Message::OpenReached) => {
                self.enter().map_or(Action::None, |message| self.update(message, context))
            }
            Message::Table(message) => {
                let name = |row| self.rows.get(row).map(|line: &Line| fold(&line.name));
                let now = context.services.clock.now();
                let listed = table::Listed { rows: self.rows.len(), key: Some, name, now };
                Action::Perform(self.table.update(message, listed).1)
            }
            Message::Import => match (self.outdated(context), self.step.take()) {
                (Some(again), step) => {
                    self.step = step;
                    self.end();
                    Action::Close.and(Action::Request(again))
                }
                // What is new is chosen: it may get a password at once.
                (None, Some(step)) => {
                    self.end();
                    let new = Action::Request(Request::Choose(std::mem::take(&mut self.added)));
                    Action::Close.and(Action::Edit(step)).and(new)
                }
                (None, None) => Action::None,
            },
            Message::Cancel => {
                self.end();
                Action::Close
            }
        }
    }

    /// Lets go of what it shows before it closes: of very many rows that takes longer than a frame.
    fn end(&mut self) {
        let_go((std::mem::take(&mut self.rows), self.step.take()));
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let mut counts = Row::new().spacing(size::SMALL);
        for (count, (row, key)) in self.counts.into_iter().zip(KEYS) {
            if count > 0 {
                counts = counts.push(ui.badge(tr.count(key, count), tone(row)));
            }
        }
        let mut content = Column::new().push(counts);
        for (tone, says) in &self.notes {
            content = content.push(ui.message(*tone, says.as_str()));
        }
        if !self.rows.is_empty() {
            let height = size::ROW * self.rows.len().min(LINES) as f32;
            let table = Table {
                state: &self.table,
                columns: vec![
                    table::Column::new(tr.get("import-line"), 52.0).unsorted().align(table::Align::Right),
                    table::Column::new(tr.get("field-name"), 124.0).unsorted(),
                    table::Column::new(tr.get("import-what"), 130.0)
                        .unsorted()
                        .words(WHATS.map(|what| tr.get(what).to_owned())),
                    table::Column::new(tr.get("import-details"), 370.0).unsorted(),
                ],
                rows: self.rows.len(),
                size: Size::new(context.inner(), height),
                ground: Ground::Dialog,
                map: Message::Table,
            };
            let cells = |row| {
                self.rows.get(row).map_or_else(Vec::new, |line: &Line| {
                    vec![
                        ui.line(line.line.to_string()).color(ui.colors.muted).into(),
                        ui.line(line.name.as_str()).into(),
                        ui.badge(tr.get(line.what), tone(line.what)),
                        ui.line(line.details.as_str()).into(),
                    ]
                })
            };
            content = content.push(container(table.view(ui, Some, cells)).height(height + size::ROW + 2.0));
            // A row is short; what it has to say may not be.
            let chosen = self.table.selection.single().and_then(|row| self.rows.get(row));
            if let Some(line) = chosen.filter(|line| !line.details.is_empty()) {
                content = content.push(ui.text(line.details.as_str()));
            }
        }
        let can = match self.step {
            Some(_) => Ok(Message::Import),
            None => Err(tr.get("import-nothing").to_owned()),
        };
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get("import-do")).primary().on_press_or(can).into(),
        ];
        ui.dialog(tr.get(self.title), size::DIALOG_WIDE, content, buttons)
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(if self.step.is_some() { Message::Import } else { Message::Cancel })
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Cancel)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        None
    }
}

/// What can become of a line.
const WHATS: [&str; 4] = ["import-row-added", "import-row-changed", "import-row-unchanged", "import-row-refused"];

fn tone(what: &str) -> Tone {
    match what {
        "import-row-added" => Tone::Good,
        "import-row-changed" => Tone::Accent,
        "import-row-refused" => Tone::Bad,
        _ => Tone::Neutral,
    }
}

/// What groups are called together: of very many users most are in the same ones.
type Said = FxHashMap<Vec<Id>, String>;

fn user_line(row: &users::Planned, said: &mut Said, definitions: &Definitions, tr: &Tr) -> Line {
    let (what, details) = match &row.outcome {
        users::Outcome::Added(user) => {
            let member_of: Vec<Id> = user.groups.iter().map(|group| group.id).collect();
            let groups: &str = said.entry(member_of).or_insert_with(|| {
                words::value(tr, &crate::fields::Field::Groups.value(user, definitions, tr.language().tag()))
            });
            let between = if user.full_name.is_empty() || groups.is_empty() { "" } else { " · " };
            ("import-row-added", [user.full_name.as_str(), between, groups].concat())
        }
        users::Outcome::Unchanged => ("import-row-unchanged", String::new()),
        users::Outcome::Changed { before, after, fields } => {
            let change = |field: &crate::fields::Field| {
                let side = |user| {
                    let text = words::value(tr, &field.value(user, definitions, tr.language().tag()));
                    if text.is_empty() { tr.get("import-empty").to_owned() } else { text }
                };
                let values = [
                    ("field", tr.get(field.key()).into()),
                    ("before", side(before).into()),
                    ("after", side(after).into()),
                ];
                tr.with("import-from-to", &values)
            };
            ("import-row-changed", fields.iter().map(change).collect::<Vec<_>>().join("; "))
        }
        users::Outcome::Refused(refusals) => {
            let why = |refusal: &users::Refusal| {
                let (count, limit) = refusal.why.numbers();
                let values = [
                    ("text", refusal.why.text().into()),
                    ("instead", refusal.why.instead().into()),
                    ("count", count.into()),
                    ("limit", limit.into()),
                ];
                let says = tr.with(refusal.why.key(), &values);
                // What is about the line as a whole is to blame on no column.
                if refusal.column.is_empty() { says } else { format!("{}: {says}", refusal.column) }
            };
            ("import-row-refused", refusals.iter().map(why).collect::<Vec<_>>().join(" "))
        }
    };
    Line { line: row.line, name: row.name.clone(), what, details }
}
