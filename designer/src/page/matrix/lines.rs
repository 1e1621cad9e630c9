//! The rows, columns and marks of the matrix: derived from the project, kept until it changes.

use std::collections::{HashMap, HashSet};

use keyholder_shared::model::{Group, Right, RightGroup, SYSTEM_RIGHTS};
use keyholder_shared::{Id, name};

use crate::app::Context;
use crate::i18n::Language;
use crate::ui::grid::{self, Cell, Mark, Row};
use crate::ui::size;

/// The least width of a group's column.
const COLUMN: f32 = size::ROW * 3.0;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A right group.
    Group(Id),
    /// A right.
    Right(Id),
}

/// Where a thing is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In this row.
    Row(usize),
    /// In this column.
    Column(usize),
}

/// What the matrix shows.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    rows: Vec<Row>,
    groups: Vec<Id>,
    titles: Vec<String>,
    column: f32,
    /// Row by row.
    marks: Vec<Mark>,
    /// Rights that were shown as different: they stay while they are worked on.
    kept: HashSet<Id>,
    made: Option<Made>,
}

/// What the lines were made from.
#[derive(Debug, PartialEq)]
struct Made {
    definitions: u64,
    search: String,
    differences: bool,
    folded: HashSet<Id>,
    language: Language,
}

/// True if members of the group have the right whatever the file says (design section 2).
pub(crate) fn is_locked(group: &Group, within: &RightGroup, right: &Right) -> bool {
    group.administrators && within.system && SYSTEM_RIGHTS.contains(&right.key.as_str())
}

impl Lines {
    /// Makes the lines anew if what they are made from has changed; true if so.
    pub fn refresh(&mut self, context: Context<'_>, search: &str, differences: bool, folded: &HashSet<Id>) -> bool {
        let made = Made {
            definitions: context.document.draft().definitions_revision(),
            search: search.to_owned(),
            differences,
            folded: folded.clone(),
            language: context.tr.language(),
        };
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        self.make(context, &made);
        self.made = Some(made);
        true
    }

    /// Forgets which rights were shown because they differed.
    pub fn forget_kept(&mut self) {
        self.kept.clear();
    }

    fn make(&mut self, context: Context<'_>, made: &Made) {
        let definitions = context.document.definitions();
        let wanted = name::fold(&made.search);
        let answers = |text: &str| name::fold(text).contains(wanted.as_str());
        let is_wanted =
            |right: &Right| wanted.is_empty() || answers(context.text(&right.name)) || answers(&right.key);
        let any_right = definitions.right_groups.iter().any(|within| {
            answers(context.text(&within.name)) || within.rights.iter().any(is_wanted)
        });
        // A search that finds no right looks for groups.
        let groups: Vec<&Group> =
            definitions.groups.iter().filter(|group| any_right || answers(context.text(&group.name))).collect();
        let said: Vec<HashMap<Id, bool>> = groups.iter().map(|group| said(group)).collect();

        self.groups = groups.iter().map(|group| group.id).collect();
        self.titles = groups.iter().map(|group| context.named(&group.name).to_owned()).collect();
        self.column = grid::column_for(&self.titles, COLUMN);
        self.lines.clear();
        self.rows.clear();
        self.marks.clear();
        if groups.is_empty() {
            return;
        }
        for within in definitions.right_groups.iter() {
            let whole = !any_right || answers(context.text(&within.name));
            let heading = (self.lines.len(), self.marks.len());
            self.push_heading(within, context, made);
            let mut shown = 0;
            for right in within.rights.iter().filter(|right| whole || is_wanted(right)) {
                let marks = groups.iter().zip(&said).map(|(group, said)| match said.get(&right.id) {
                    _ if is_locked(group, within, right) => Mark::Locked,
                    Some(true) => Mark::Cross,
                    Some(false) => Mark::Tick,
                    None => Mark::Nothing,
                });
                let from = self.marks.len();
                self.marks.extend(marks);
                if made.differences && !self.differs(from) && !self.kept.contains(&right.id) {
                    self.marks.truncate(from);
                    continue;
                }
                shown += 1;
                if made.differences {
                    self.kept.insert(right.id);
                }
                if made.folded.contains(&within.id) {
                    self.marks.truncate(from);
                    continue;
                }
                self.lines.push(Line::Right(right.id));
                self.rows.push(Row::Line { title: context.named(&right.name).to_owned() });
            }
            if shown == 0 {
                self.lines.truncate(heading.0);
                self.rows.truncate(heading.0);
                self.marks.truncate(heading.1);
            } else if let Some(Row::Heading { note, .. }) = self.rows.get_mut(heading.0) {
                *note = context.tr.count("matrix-rights", shown);
            }
        }
    }

    fn push_heading(&mut self, within: &RightGroup, context: Context<'_>, made: &Made) {
        self.lines.push(Line::Group(within.id));
        let title = context.named(&within.name).to_owned();
        self.rows.push(Row::Heading { title, note: String::new(), folded: made.folded.contains(&within.id) });
        self.marks.extend(self.groups.iter().map(|_| Mark::Nothing));
    }

    /// The marks from there on are not all the same. What is locked is as good as assigned.
    fn differs(&self, from: usize) -> bool {
        let plain = |mark: &Mark| if *mark == Mark::Locked { Mark::Tick } else { *mark };
        let mut marks = self.marks.iter().skip(from).map(plain);
        let first = marks.next();
        marks.any(|mark| Some(mark) != first)
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The groups' names.
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// How wide their columns are at least.
    pub fn column(&self) -> f32 {
        self.column.max(COLUMN)
    }

    /// What a row stands for.
    pub fn line(&self, row: usize) -> Option<Line> {
        self.lines.get(row).copied()
    }

    /// The group of a column.
    pub fn group(&self, column: usize) -> Option<Id> {
        self.groups.get(column).copied()
    }

    /// What stands in a cell.
    pub fn mark(&self, cell: Cell) -> Mark {
        self.marks.get(cell.row * self.groups.len() + cell.column).copied().unwrap_or_default()
    }

    /// What a cell stands for.
    pub fn keys(&self, cell: Cell) -> Option<(Line, Id)> {
        Some((self.line(cell.row)?, self.group(cell.column)?))
    }

    /// The cell that stands for that, if it is shown.
    pub fn cell(&self, (line, group): (Line, Id)) -> Option<Cell> {
        let row = self.lines.iter().position(|shown| *shown == line)?;
        let column = self.groups.iter().position(|shown| *shown == group)?;
        Some(Cell { row, column })
    }

    /// Where a group, right or right group is shown.
    pub fn place(&self, object: Id) -> Option<Place> {
        let row = self.lines.iter().position(|line| matches!(line, Line::Group(id) | Line::Right(id) if *id == object));
        let column = || self.groups.iter().position(|group| *group == object);
        row.map(Place::Row).or_else(|| column().map(Place::Column))
    }
}

/// The rights that a group mentions, and whether it denies them; denied counts, whatever else is said.
fn said(group: &Group) -> HashMap<Id, bool> {
    let mut said = HashMap::with_capacity(group.rights.len());
    for right in &group.rights {
        *said.entry(right.id).or_insert(false) |= right.denied;
    }
    said
}
