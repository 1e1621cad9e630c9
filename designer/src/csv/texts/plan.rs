//! What an import of texts would do, and why a text is not taken.

use std::collections::{HashMap, HashSet};

use keyholder_shared::Str;
use keyholder_shared::edit::{Action, Draft, Edit, Kind, Step, TextField};
use keyholder_shared::name::{DESCRIPTION_LIMIT, fold, length, tidy};

use super::{Entry, KEY, Key, WHAT, entries};
use crate::csv::is_character;
use crate::csv::table::{Row, Table};

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The texts that would be other, in the order of the file.
    pub changes: Vec<Changed>,
    /// The texts that are not taken, in the order of the file.
    pub refused: Vec<Refused>,
    /// How many texts say the same, or are empty in the table.
    pub unchanged: usize,
    /// Headings of columns that are no language of the project.
    pub ignored: Vec<String>,
    /// The table has no column of keys, so that no row can be told.
    pub keyless: bool,
}

/// A text that would be other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The line of the file.
    pub line: u64,
    /// Which text.
    pub key: Key,
    /// What the thing is called.
    pub of: Str,
    /// The language.
    pub lang: Str,
    /// What it says.
    pub before: Str,
    /// What it would say.
    pub after: Str,
}

/// A text that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line of the file.
    pub line: u64,
    /// The column: a language's tag, or the heading of the keys.
    pub column: String,
    /// The text.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// Why a text is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The project has no such text: the thing was deleted, or the key changed.
    NoSuchText,
    /// An earlier row is of the same text.
    Twice,
    /// Something else of its kind is called so in this language.
    NameTaken,
    /// A description is too long.
    TooLong {
        /// Its characters.
        length: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// It holds a character that a project file cannot hold.
    Character,
    /// More cells than headings: what is written may stand under the wrong ones.
    TooWide,
}

impl Why {
    /// The key of its sentence in the surface's languages; the sentence may use `$count` and `$limit`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoSuchText => "import-no-such-text",
            Self::Twice => "import-text-twice",
            Self::NameTaken => "import-text-name-taken",
            Self::TooLong { .. } => "import-too-long",
            Self::Character => "import-character",
            Self::TooWide => "import-too-wide",
        }
    }

    /// The numbers it names: how many characters there are, and how many are allowed.
    #[must_use]
    pub const fn numbers(self) -> (usize, usize) {
        match self {
            Self::TooLong { length, limit } => (length, limit),
            _ => (0, 0),
        }
    }
}

impl Plan {
    /// The import as one step, called by `name`; `None` if nothing would change.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<Step> {
        let edits: Vec<Edit> = self
            .changes
            .iter()
            .map(|change| Edit::text(change.key.id, change.key.field, &change.lang, &change.after))
            .collect();
        (!edits.is_empty()).then(|| Step::new(Action::Import, None, edits.len(), name, edits))
    }
}

/// True if the table is one of texts: it has their keys.
#[must_use]
pub fn is_of_texts(table: &Table) -> bool {
    table.column(&KEY).is_some()
}

/// Plans an import of `table` into `draft`. An empty cell leaves its text alone: a translator who has not come to
/// it deletes nothing.
#[must_use]
pub fn plan(table: &Table, draft: &Draft) -> Plan {
    let mut plan = Plan::default();
    let Some(key_column) = table.column(&KEY) else { return Plan { keyless: true, ..plan } };
    let languages = &draft.definitions().languages.list;
    let mut columns: Vec<(usize, Str)> = Vec::new();
    for (place, heading) in table.headings.iter().enumerate().filter(|(place, _)| *place != key_column) {
        match languages.iter().find(|language| language.tag.eq_ignore_ascii_case(heading)) {
            Some(language) => columns.push((place, language.tag.clone())),
            None if heading.is_empty() || WHAT.iter().any(|what| fold(what) == fold(heading)) => {}
            None => plan.ignored.push(heading.clone()),
        }
    }
    let entries: HashMap<Key, Entry<'_>> = entries(draft).into_iter().map(|entry| (entry.key, entry)).collect();
    let mut seen = HashSet::new();
    for row in table.rows() {
        let text = row.cell(Some(key_column)).unwrap_or_default();
        let entry = text.parse().ok().and_then(|key: Key| entries.get(&key));
        let why = match entry {
            None => Some(Why::NoSuchText),
            Some(entry) if !seen.insert(entry.key) => Some(Why::Twice),
            Some(_) if row.is_too_wide(table.headings.len()) => Some(Why::TooWide),
            Some(_) => None,
        };
        match (entry, why) {
            (Some(entry), None) => {
                columns.iter().for_each(|(place, lang)| one(&mut plan, row, entry, *place, lang));
            }
            (_, why) => plan.refused.push(Refused {
                line: row.line,
                column: table.headings.get(key_column).cloned().unwrap_or_default(),
                text: text.to_owned(),
                why: why.unwrap_or(Why::NoSuchText),
            }),
        }
    }
    refuse_taken_names(&mut plan, &entries);
    plan
}

fn one(plan: &mut Plan, row: Row<'_>, entry: &Entry<'_>, place: usize, lang: &Str) {
    let cell = row.cell(Some(place)).unwrap_or_default();
    let after: Str = if entry.key.field == TextField::Name { tidy(cell).as_ref().into() } else { cell.into() };
    let before = entry.in_language(lang);
    if after.is_empty() || after == before {
        plan.unchanged += 1;
        return;
    }
    let count = length(&after);
    let why = if entry.key.field == TextField::Description && count > DESCRIPTION_LIMIT {
        Some(Why::TooLong { length: count, limit: DESCRIPTION_LIMIT })
    } else if !after.chars().all(is_character) {
        Some(Why::Character)
    } else {
        None
    };
    match why {
        Some(why) => {
            plan.refused.push(Refused { line: row.line, column: lang.to_string(), text: after.to_string(), why });
        }
        None => plan.changes.push(Changed {
            line: row.line,
            key: entry.key,
            of: entry.of.into(),
            lang: lang.clone(),
            before: before.into(),
            after,
        }),
    }
}

/// Names are unique in each language among things of their kind (design section 2): of those that would be called
/// alike after the import, the changed ones are refused. One that is refused keeps its old name, which may stand in
/// another's way.
fn refuse_taken_names(plan: &mut Plan, entries: &HashMap<Key, Entry<'_>>) {
    loop {
        let is_name = |key: &Key| key.field == TextField::Name;
        let changed: HashMap<(Key, &str), &str> =
            plan.changes.iter().map(|change| ((change.key, change.lang.as_str()), change.after.as_str())).collect();
        let langs: HashSet<&str> = plan.changes.iter().map(|change| change.lang.as_str()).collect();
        let mut called: HashMap<(Kind, &str, Str), usize> = HashMap::new();
        for (key, entry) in entries.iter().filter(|(key, _)| is_name(key)) {
            for lang in &langs {
                let name = changed.get(&(*key, *lang)).copied().unwrap_or_else(|| entry.in_language(lang));
                if !name.is_empty() {
                    *called.entry((key.kind, lang, fold(name))).or_default() += 1;
                }
            }
        }
        let clashes: Vec<bool> = plan
            .changes
            .iter()
            .map(|change| {
                is_name(&change.key)
                    && called.get(&(change.key.kind, change.lang.as_str(), fold(&change.after))).is_some_and(|n| *n > 1)
            })
            .collect();
        if !clashes.contains(&true) {
            break;
        }
        let mut clash = clashes.into_iter();
        for change in std::mem::take(&mut plan.changes) {
            if clash.next() == Some(true) {
                plan.refused.push(Refused {
                    line: change.line,
                    column: change.lang.to_string(),
                    text: change.after.to_string(),
                    why: Why::NameTaken,
                });
            } else {
                plan.changes.push(change);
            }
        }
    }
    plan.refused.sort_by_key(|refused| refused.line);
}
