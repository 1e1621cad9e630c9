//! Multilingual texts: all of them in one list, and out and in as a table for translators, a row a text and a
//! column a language.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use keyholder_shared::edit::{Action, Draft, Edit, Kind, Step, TextField};
use keyholder_shared::model::{Definitions, Texts, User};
use keyholder_shared::name::{DESCRIPTION_LIMIT, fold, length, tidy};
use keyholder_shared::{Id, Str};

use super::table::{Row, Table};
use super::users::Headings;

/// Which text of the project: of what thing, and its name or its description. It is written
/// `group/…Id…/name` and is the same after every rename, so that a translator's table may come back late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The kind of thing.
    pub kind: Kind,
    /// The thing.
    pub id: Id,
    /// Name or description.
    pub field: TextField,
}

impl Key {
    /// The key of the word for its kind of thing in the surface's languages.
    #[must_use]
    pub const fn kind_key(self) -> &'static str {
        match self.kind {
            Kind::User => "what-kind-user",
            Kind::Group => "what-kind-group",
            Kind::RightGroup => "what-kind-right-group",
            Kind::Right => "what-kind-right",
            Kind::Area => "what-kind-area",
            Kind::NotificationGroup => "what-kind-notification-group",
        }
    }

    /// The key of the word for name or description.
    #[must_use]
    pub const fn field_key(self) -> &'static str {
        match self.field {
            TextField::Name => "texts-name",
            TextField::Description => "texts-description",
        }
    }
}

/// The kinds of things that have texts, with their words in a key.
const KINDS: [(Kind, &str); 6] = [
    (Kind::Group, "group"),
    (Kind::RightGroup, "right-group"),
    (Kind::Right, "right"),
    (Kind::Area, "area"),
    (Kind::NotificationGroup, "notification-group"),
    (Kind::User, "user"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = KINDS.iter().find(|(kind, _)| *kind == self.kind).map_or("", |(_, word)| word);
        let field = if self.field == TextField::Name { "name" } else { "description" };
        write!(f, "{kind}/{}/{field}", self.id)
    }
}

/// The text is no [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAKey;

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut parts = text.split('/');
        let (Some(kind), Some(id), Some(field), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(NotAKey);
        };
        let field = match field {
            "name" => TextField::Name,
            "description" => TextField::Description,
            _ => return Err(NotAKey),
        };
        let kind = KINDS.iter().find(|(_, word)| *word == kind).map(|(kind, _)| *kind).ok_or(NotAKey)?;
        Ok(Self { kind, id: id.parse().map_err(|_| NotAKey)?, field })
    }
}

/// A text of the project.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'d> {
    /// Which.
    pub key: Key,
    /// What it says in each language.
    pub texts: &'d Texts,
    /// What the thing is called: a right's key, a user's name, otherwise the name in the project's default
    /// language.
    pub of: &'d str,
}

impl Entry<'_> {
    /// What it says in this language alone; empty if nothing.
    #[must_use]
    pub fn in_language(&self, lang: &str) -> &str {
        said(self.texts, lang)
    }

    /// True if it says something in some language, but not in this one.
    #[must_use]
    pub fn is_missing(&self, lang: &str) -> bool {
        self.in_language(lang).is_empty() && (self.key.field == TextField::Name || !self.texts.list.is_empty())
    }
}

fn said<'t>(texts: &'t Texts, lang: &str) -> &'t str {
    texts.list.iter().find(|text| text.lang.eq_ignore_ascii_case(lang)).map_or("", |text| text.value.as_str())
}

/// Every name, and every description that says something, kind by kind and in the order of the file.
#[must_use]
pub fn entries(draft: &Draft) -> Vec<Entry<'_>> {
    let mut entries = definitions(draft.definitions());
    entries.extend(draft.users().iter().filter(|user| !user.description.is_empty()).map(of_user));
    entries
}

/// [`entries`] without those of users, of which there may be very many.
#[must_use]
pub fn definitions(definitions: &Definitions) -> Vec<Entry<'_>> {
    let lang = definitions.languages.default.as_str();
    let mut entries = Vec::new();
    let mut both = |kind, id, of, name, description| push(&mut entries, (kind, id, of), name, description);
    for group in definitions.groups.iter() {
        both(Kind::Group, group.id, group.name.get(lang), &group.name, &group.description);
    }
    for group in definitions.right_groups.iter() {
        both(Kind::RightGroup, group.id, group.name.get(lang), &group.name, &group.description);
        for right in group.rights.iter() {
            both(Kind::Right, right.id, right.key.as_str(), &right.name, &right.description);
        }
    }
    for area in definitions.areas.iter() {
        both(Kind::Area, area.id, area.name.get(lang), &area.name, &area.description);
    }
    for group in definitions.notification_groups.iter() {
        both(Kind::NotificationGroup, group.id, group.name.get(lang), &group.name, &group.description);
    }
    entries
}

fn push<'d>(
    entries: &mut Vec<Entry<'d>>,
    (kind, id, of): (Kind, Id, &'d str),
    name: &'d Texts,
    description: &'d Texts,
) {
    let entry = |field, texts| Entry { key: Key { kind, id, field }, texts, of };
    entries.push(entry(TextField::Name, name));
    if !description.list.is_empty() {
        entries.push(entry(TextField::Description, description));
    }
}

fn of_user(user: &User) -> Entry<'_> {
    let key = Key { kind: Kind::User, id: user.id, field: TextField::Description };
    Entry { key, texts: &user.description, of: &user.name }
}

/// The text with that key; a description that nobody has written yet is there too, and says nothing.
#[must_use]
pub fn find(draft: &Draft, key: Key) -> Option<Entry<'_>> {
    let of = draft.definitions();
    let lang = of.languages.default.as_str();
    let rights = || of.right_groups.iter().flat_map(|group| group.rights.iter());
    let (name, description, called) = match key.kind {
        Kind::User => return draft.user(key.id).filter(|_| key.field == TextField::Description).map(of_user),
        Kind::Group => {
            let group = of.groups.iter().find(|group| group.id == key.id)?;
            (&group.name, &group.description, group.name.get(lang))
        }
        Kind::RightGroup => {
            let group = of.right_groups.iter().find(|group| group.id == key.id)?;
            (&group.name, &group.description, group.name.get(lang))
        }
        Kind::Right => {
            let right = rights().find(|right| right.id == key.id)?;
            (&right.name, &right.description, right.key.as_str())
        }
        Kind::Area => {
            let area = of.areas.iter().find(|area| area.id == key.id)?;
            (&area.name, &area.description, area.name.get(lang))
        }
        Kind::NotificationGroup => {
            let group = of.notification_groups.iter().find(|group| group.id == key.id)?;
            (&group.name, &group.description, group.name.get(lang))
        }
    };
    let texts = if key.field == TextField::Name { name } else { description };
    Some(Entry { key, texts, of: called })
}

/// The headings of the table, beside the languages' tags.
const KEY: [&str; 3] = ["Key", "Schlüssel", "Textschlüssel"];
const WHAT: [&str; 2] = ["What", "Was"];

/// The table for translators. `what` says in words what a text is of; it is not read back.
#[must_use]
pub fn export(draft: &Draft, headings: Headings, what: &dyn Fn(&Entry<'_>) -> String) -> Table {
    let german = headings == Headings::German;
    let own = if german { [KEY[1], WHAT[1]] } else { [KEY[0], WHAT[0]] };
    let languages = &draft.definitions().languages.list;
    let headings = own.map(str::to_owned).into_iter().chain(languages.iter().map(|language| language.tag.to_string()));
    let rows = entries(draft).into_iter().map(|entry| {
        let texts = languages.iter().map(|language| entry.in_language(&language.tag).to_owned());
        Row { line: 0, cells: [entry.key.to_string(), what(&entry)].into_iter().chain(texts).collect() }
    });
    Table { headings: headings.collect(), rows: rows.collect() }
}

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
    for row in &table.rows {
        let text = row.cell(Some(key_column)).unwrap_or_default();
        let entry = text.parse().ok().and_then(|key: Key| entries.get(&key));
        let why = match entry {
            None => Some(Why::NoSuchText),
            Some(entry) if !seen.insert(entry.key) => Some(Why::Twice),
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

fn one(plan: &mut Plan, row: &Row, entry: &Entry<'_>, place: usize, lang: &Str) {
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
    } else if !after.chars().all(super::is_character) {
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

#[cfg(test)]
mod tests {
    use keyholder_shared::xml::{self, Severity};
    use proptest::prelude::*;

    use super::super::table::Separator;
    use super::*;

    fn draft() -> Draft {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../sample-projects/bottling-line/UserManagementConfig.xml");
        Draft::new(xml::read_project(&std::fs::read(path).unwrap()).document.unwrap())
    }

    fn planned(text: &str, draft: &Draft) -> Plan {
        plan(&Table::read(text.as_bytes()).unwrap(), draft)
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let draft = draft();
        for entry in entries(&draft) {
            assert_eq!(entry.key.to_string().parse(), Ok(entry.key));
            let found = find(&draft, entry.key).unwrap();
            assert_eq!((found.key, found.texts, found.of), (entry.key, entry.texts, entry.of));
        }
        for wrong in ["", "group", "group/1/name", "group/6f1c2d3e-0000-4000-8000-000000000000/title", "a/b/c/d"] {
            assert_eq!(wrong.parse::<Key>(), Err(NotAKey), "{wrong}");
        }
    }

    #[test]
    fn what_goes_out_comes_in_unchanged() {
        let draft = draft();
        for (headings, separator) in [(Headings::English, Separator::Comma), (Headings::German, Separator::Semicolon)] {
            let table = export(&draft, headings, &|entry| format!("{:?} {}", entry.key.kind, entry.of));
            let plan = plan(&Table::read(&table.write(separator)).unwrap(), &draft);
            assert_eq!((plan.changes.len(), plan.refused.len(), plan.step("texts")), (0, 0, None));
            assert_eq!(plan.unchanged, entries(&draft).len() * draft.definitions().languages.list.len());
        }
    }

    #[test]
    fn a_translation_is_one_step_and_empty_cells_delete_nothing() {
        let mut draft = draft();
        let group = draft.definitions().groups[1].clone();
        let text = format!("KEY,what,de,PL,sv\ngroup/{}/name,,Neue Gruppe,,Grupp\n", group.id);
        let plan = planned(&text, &draft);
        assert_eq!((plan.changes.len(), plan.unchanged, plan.ignored.as_slice()), (1, 1, ["sv".to_owned()].as_slice()));
        let change = &plan.changes[0];
        assert_eq!((change.before.as_str(), change.after.as_str()), (group.name.get("de"), "Neue Gruppe"));
        let back = draft.apply(Edit::Many(plan.step("texts").unwrap().edits)).unwrap();
        let name = &draft.definitions().groups[1].name;
        assert_eq!(
            (name.get("de"), name.get("pl"), name.get("en")),
            ("Neue Gruppe", group.name.get("pl"), group.name.get("en"))
        );
        draft.apply(back).unwrap();
        assert_eq!(draft.definitions().groups[1], group);
    }

    #[test]
    fn what_cannot_be_taken_is_told_with_its_line() {
        let draft = draft();
        let [one, two] = [1, 2].map(|number| draft.definitions().groups[number].clone());
        let described =
            entries(&draft).into_iter().find(|entry| entry.key.field == TextField::Description).unwrap().key;
        let text = format!(
            "key,en\ngroup/{}/name,{}\ngroup/{}/name,Again\nwho/knows/what,x\n{described},{}\n",
            one.id,
            two.name.get("en").to_uppercase(),
            one.id,
            "x".repeat(256),
        );
        let plan = planned(&text, &draft);
        let whys: Vec<(u64, Why)> = plan.refused.iter().map(|refused| (refused.line, refused.why)).collect();
        let long = Why::TooLong { length: 256, limit: 255 };
        assert_eq!(whys, [(2, Why::NameTaken), (3, Why::Twice), (4, Why::NoSuchText), (5, long)]);
        assert!(planned("en,de\na,b\n", &draft).keyless);
    }

    #[test]
    fn two_names_may_be_exchanged() {
        let draft = draft();
        let [one, two] = [1, 2].map(|number| draft.definitions().groups[number].clone());
        let text = format!(
            "key,en\ngroup/{}/name,{}\ngroup/{}/name,{}\n",
            one.id,
            two.name.get("en"),
            two.id,
            one.name.get("en")
        );
        let plan = planned(&text, &draft);
        assert_eq!((plan.changes.len(), plan.refused.len()), (2, 0));
    }

    proptest! {
        #[test]
        fn whatever_is_translated_the_project_stays_valid(names in proptest::collection::vec("[abAB]{0,1}", 8)) {
            let mut draft = draft();
            let before = draft.to_project();
            let mut text = "key\ten\tde\n".to_owned();
            for (number, group) in draft.definitions().groups.iter().enumerate().take(4) {
                text += &format!("group/{}/name\t{}\t{}\n", group.id, names[number * 2], names[number * 2 + 1]);
            }
            if let Some(step) = planned(&text, &draft).step("texts") {
                let back = draft.apply(Edit::Many(step.edits)).unwrap();
                let problems = keyholder_shared::validate::project(&draft.to_project());
                prop_assert!(problems.iter().all(|problem| problem.severity != Severity::Error), "{:?}", problems);
                draft.apply(back).unwrap();
            }
            prop_assert_eq!(draft.to_project(), before);
        }
    }
}
