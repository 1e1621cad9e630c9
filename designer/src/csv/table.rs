//! CSV as spreadsheets write and read it.
//!
//! Read: UTF-8 with or without a byte-order mark, `;`, `,` or a tab between the cells (the first line tells),
//! quotes, a first line `sep=;`. Written: UTF-8 with a mark, so that a spreadsheet sees the umlauts, and no cell
//! that a spreadsheet would take for a formula.

mod read;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use keyholder_shared::name::{fold, trimmed};

/// What stands between two cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`, as spreadsheets want it where the comma is in numbers.
    Semicolon,
    /// A tab.
    Tab,
}

impl Separator {
    const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// A table: a line of headings and rows of cells. All cells are in one text, so that a large table is read and let go
/// of without a piece of memory for each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings, trimmed.
    pub headings: Vec<String>,
    /// All cells, one after another.
    text: String,
    /// Where in the text each cell ends, and the next begins.
    ends: Vec<usize>,
    rows: Vec<Place>,
}

/// Where a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    line: u64,
    /// Its cells among all cells.
    cells: Range<usize>,
}

/// A row of cells.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    text: &'t str,
    begin: usize,
    ends: &'t [usize],
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotATable {
    /// It is not UTF-8; where that shows.
    NotUtf8 {
        /// The line.
        line: usize,
    },
    /// It has no line of headings.
    Empty,
    /// It has more rows than are read.
    TooLong,
    /// The quotes or cells are such that nothing can be made of them.
    Broken {
        /// The line.
        line: u64,
    },
    /// A quote opens a cell and nothing closes it: all that follows would be one cell.
    Unclosed {
        /// The line of the quote.
        line: u64,
    },
}

impl NotATable {
    /// The key of its sentence in the surface's languages; the sentence may use `$line`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => "csv-not-utf8",
            Self::Empty => "csv-empty",
            Self::TooLong => "csv-too-long",
            Self::Broken { .. } => "csv-broken",
            Self::Unclosed { .. } => "csv-unclosed",
        }
    }

    /// The line it is about; 0: the file as a whole.
    #[must_use]
    pub fn line(&self) -> u64 {
        match self {
            Self::NotUtf8 { line } => *line as u64,
            Self::Broken { line } | Self::Unclosed { line } => *line,
            Self::Empty | Self::TooLong => 0,
        }
    }
}

impl fmt::Display for NotATable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { line } => write!(
                f,
                "Line {line} holds characters that are not UTF-8. Save the table as \"CSV UTF-8\" in the spreadsheet, then import it again."
            ),
            Self::Empty => {
                f.write_str("The file has no line of headings. Export a table first to see what it looks like.")
            }
            Self::TooLong => {
                f.write_str("The file has more than a million rows, which are not read. Is this the right file?")
            }
            Self::Broken { line } => write!(f, "Line {line} cannot be read as a row of a table. Check its quotes."),
            Self::Unclosed { line } => {
                write!(
                    f,
                    "In line {line} a cell begins with a quotation mark and none ends it. Add it, or take it away."
                )
            }
        }
    }
}

impl std::error::Error for NotATable {}

impl Table {
    /// A table with these headings and no rows.
    #[must_use]
    pub fn new(headings: Vec<String>) -> Self {
        Self { headings, ..Self::default() }
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, NotATable> {
        read::read(bytes)
    }

    /// Appends a row, which began on that line.
    pub fn push(&mut self, line: u64, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        let begin = self.ends.len();
        for cell in cells {
            self.text.push_str(cell.as_ref());
            self.ends.push(self.text.len());
        }
        self.rows.push(Place { line, cells: begin..self.ends.len() });
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if there is no row below the headings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in their order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows_in(0..self.rows.len())
    }

    /// The rows with these numbers.
    pub fn rows_in(&self, numbers: Range<usize>) -> impl Iterator<Item = Row<'_>> {
        self.rows.get(numbers).unwrap_or_default().iter().map(|place| Row {
            line: place.line,
            text: &self.text,
            begin: place.cells.start.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0),
            ends: self.ends.get(place.cells.clone()).unwrap_or_default(),
        })
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self, separator: Separator) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator.byte())
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xEF\xBB\xBF".to_vec());
        // Writing into memory does not fail.
        let _ = writer.write_record(self.headings.iter().map(|heading| guarded(heading).into_owned()));
        for row in self.rows() {
            for cell in row.cells() {
                let _ = writer.write_field(guarded(cell).as_bytes());
            }
            let _ = writer.write_record(None::<&[u8]>);
        }
        writer.into_inner().unwrap_or_default()
    }

    /// The place of the first heading that is one of `names`, without regard to case.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.headings.iter().position(|heading| names.iter().any(|name| fold(name) == fold(heading)))
    }
}

impl<'t> Row<'t> {
    /// Its cells, as they stand there.
    pub fn cells(self) -> impl Iterator<Item = &'t str> {
        let mut begin = self.begin;
        self.ends.iter().map(move |end| {
            let cell = self.text.get(begin..*end).unwrap_or_default();
            begin = *end;
            cell
        })
    }

    /// The cell at that place, trimmed; `None` if there is no such column or the row ends before it.
    #[must_use]
    pub fn cell(self, place: Option<usize>) -> Option<&'t str> {
        let place = place?;
        let end = *self.ends.get(place)?;
        let begin = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(self.begin);
        self.text.get(begin..end).map(trimmed)
    }

    /// True if something stands beyond the last of so many `headings`: a separator within a text most likely, which
    /// put all that follows under the wrong heading.
    #[must_use]
    pub fn is_too_wide(self, headings: usize) -> bool {
        (headings..self.ends.len()).any(|place| self.cell(Some(place)).is_some_and(|cell| !cell.is_empty()))
    }
}

/// True if a spreadsheet would take the cell for a formula.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// The cell as it is written: an apostrophe before what a spreadsheet would calculate. One is put before any
/// apostrophes that stand there already, so that reading can take exactly one away.
fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes()).unwrap()
    }

    fn cells_of(table: &Table) -> Vec<Vec<String>> {
        table.rows().map(|row| row.cells().map(str::to_owned).collect()).collect()
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        cells_of(&table(text))
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        for text in [
            "name,full name\r\nanna,\"Adler, Anna\"\r\n",
            "\u{feff}name;full name\nanna;Adler, Anna",
            "name\tfull name\nanna\tAdler, Anna\n\n\n",
            "sep=;\nname;full name\nanna;Adler, Anna\n",
            "\"name\";\"full; name\"\nanna;\"Adler, Anna\"\n",
        ] {
            assert_eq!(cells(text), [["anna", "Adler, Anna"]], "{text}");
        }
        let table = table("Name;E-Mail\n\n\na;\"line\nbreak\"\nb;c\n");
        let second = table.rows().nth(1).unwrap();
        assert_eq!(table.rows().map(|row| row.line).collect::<Vec<_>>(), [4, 6]);
        assert_eq!(
            (table.column(&["name"]), table.column(&["mail", "e-mail"]), table.column(&["x"])),
            (Some(0), Some(1), None)
        );
        assert_eq!((second.cell(Some(1)), second.cell(Some(2)), second.cell(None)), (Some("c"), None, None));
    }

    #[test]
    fn what_is_no_table_is_refused_with_the_line() {
        assert_eq!(Table::read(b""), Err(NotATable::Empty));
        assert_eq!(Table::read(b"\n;\n"), Err(NotATable::Empty));
        assert_eq!(Table::read(b"name\nM\xfcller\n"), Err(NotATable::NotUtf8 { line: 2 }));
        assert!(NotATable::NotUtf8 { line: 2 }.to_string().contains("Line 2"));
    }

    #[test]
    fn a_quote_that_nothing_closes_does_not_swallow_the_rows_after_it() {
        for (text, line) in
            [("name;groups\n\"a;b\nc;d\n", 2), ("sep=;\nname;groups\nx;\"a \"\"b\"\" c\ny;z\n", 3), ("\"name\n", 1)]
        {
            assert_eq!(Table::read(text.as_bytes()), Err(NotATable::Unclosed { line }), "{text}");
        }
        assert_eq!(
            cells("name;groups\na 3\" pipe;\"b \"\"c\"\"\"\n\"\";\"\"\"\"\n"),
            [["a 3\" pipe", "b \"c\""], ["", "\""]]
        );
    }

    #[test]
    fn a_row_with_more_than_the_headings_is_seen() {
        let table = table("name,full name\nanna,Adler, Anna\nbert,Bach,,\ncarl\n");
        let wide: Vec<bool> = table.rows().map(|row| row.is_too_wide(2)).collect();
        assert_eq!(wide, [true, false, false]);
    }

    #[test]
    fn no_cell_is_written_that_a_spreadsheet_would_calculate() {
        for cell in ["=1+1", "+49 30 1", "-x", "@a", "'=1", "''=1", "\tx", "=cmd|' /C calc'!A0"] {
            let written = guarded(cell);
            assert!(written.starts_with('\''), "{cell}");
            assert_eq!(without_guard(&written), cell);
        }
        for cell in ["anna", "'s Hertogenbosch", "'", "1-2", ""] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(without_guard(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            rows in proptest::collection::vec(proptest::collection::vec("[ -~äß\n;,\t'=+@\"]{0,12}", 3), 1..6),
            semicolon in any::<bool>(),
        ) {
            let mut before = Table::new(vec!["a".into(), "b".into(), "c".into()]);
            for cells in rows.iter().filter(|cells| cells.iter().any(|cell| !cell.trim().is_empty())) {
                before.push(0, cells);
            }
            let separator = if semicolon { Separator::Semicolon } else { Separator::Comma };
            let after = Table::read(&before.write(separator)).unwrap();
            prop_assert_eq!(cells_of(&after), cells_of(&before));
        }

        #[test]
        fn no_bytes_are_too_bad(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Table::read(&bytes).map(|table| table.write(Separator::Comma));
        }
    }
}
