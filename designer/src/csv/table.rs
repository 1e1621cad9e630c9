//! CSV as spreadsheets write and read it.
//!
//! Read: UTF-8 with or without a byte-order mark, `;`, `,` or a tab between the cells (the first line tells),
//! quotes, a first line `sep=;`. Written: UTF-8 with a mark, so that a spreadsheet sees the umlauts, and no cell
//! that a spreadsheet would take for a formula.

use std::fmt;

use keyholder_shared::name::fold;

/// So many rows are read; more are no list that a person made.
const MOST_ROWS: usize = 1_000_000;

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

/// A table: a line of headings and rows of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The headings, trimmed.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, counted from 1.
    pub line: u64,
    /// The cells.
    pub cells: Vec<String>,
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
    /// Reads a table.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, NotATable> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| NotATable::NotUtf8 {
            line: 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count(),
        })?;
        let (separator, text, skipped) = separator(text);
        if let Some(line) = unclosed(text.as_bytes(), separator.byte()) {
            return Err(NotATable::Unclosed { line: line + skipped });
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator.byte())
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let (mut counted, mut lines) = (0, 1 + skipped);
        for record in reader.records() {
            let record = record.map_err(|error| NotATable::Broken {
                line: error.position().map_or(0, |position| position.line()) + skipped,
            })?;
            // The reader's own count stands before the empty lines that it skipped.
            let begin = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
            let begin = begin + text.bytes().skip(begin).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let passed = text.as_bytes().get(counted..begin).unwrap_or_default();
            lines += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
            counted = begin;
            let line = lines;
            if rows.len() > MOST_ROWS {
                return Err(NotATable::TooLong);
            }
            let cells: Vec<String> = record.iter().map(without_guard).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(Row { line, cells });
            }
        }
        if rows.is_empty() {
            return Err(NotATable::Empty);
        }
        let headings = rows.remove(0).cells.iter().map(|heading| heading.trim().to_owned()).collect();
        Ok(Self { headings, rows })
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self, separator: Separator) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator.byte())
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(b"\xEF\xBB\xBF".to_vec());
        let rows = std::iter::once(&self.headings).chain(self.rows.iter().map(|row| &row.cells));
        for row in rows {
            // Writing into memory does not fail.
            let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
        }
        writer.into_inner().unwrap_or_default()
    }

    /// The place of the first heading that is one of `names`, without regard to case.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.headings.iter().position(|heading| names.iter().any(|name| fold(name) == fold(heading)))
    }
}

impl Row {
    /// The cell at that place, trimmed; `None` if there is no such column or the row ends before it.
    #[must_use]
    pub fn cell(&self, place: Option<usize>) -> Option<&str> {
        self.cells.get(place?).map(|cell| cell.trim())
    }

    /// True if something stands beyond the last of so many `headings`: a separator within a text most likely, which
    /// put all that follows under the wrong heading.
    #[must_use]
    pub fn is_too_wide(&self, headings: usize) -> bool {
        self.cells.iter().skip(headings).any(|cell| !cell.trim().is_empty())
    }
}

/// The line of a quote that opens a cell and that nothing closes, counted from 1.
fn unclosed(text: &[u8], separator: u8) -> Option<u64> {
    // Most tables have no quote at all.
    memchr::memchr(b'"', text)?;
    let (mut line, mut opened, mut begins) = (1, None, true);
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        line += u64::from(byte == b'\n');
        match opened {
            // Two quotes within a cell are one that belongs to it.
            Some(_) if byte == b'"' && bytes.next_if_eq(&b'"').is_some() => {}
            Some(_) if byte == b'"' => opened = None,
            Some(_) => {}
            None if byte == b'"' && begins => opened = Some(line),
            None => {}
        }
        begins = opened.is_none() && (byte == separator || matches!(byte, b'\r' | b'\n'));
    }
    opened
}

/// Which separator the first line has most of outside quotes, the text to read, and how many lines were taken
/// off it.
fn separator(text: &str) -> (Separator, &str, u64) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(said) = first.strip_prefix("sep=") {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        let separator = Separator::ALL.into_iter().find(|separator| said.as_bytes().first() == Some(&separator.byte()));
        return (separator.unwrap_or_default(), rest, 1);
    }
    let mut quoted = false;
    let mut counts = [0_usize; 3];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (count, separator) in counts.iter_mut().zip(Separator::ALL) {
            *count += usize::from(!quoted && byte == separator.byte());
        }
    }
    let most = counts.into_iter().zip(Separator::ALL).rev().max_by_key(|(count, _)| *count);
    (most.map_or(Separator::Comma, |(_, separator)| separator), text, 0)
}

/// True if a spreadsheet would take the cell for a formula.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// The cell as it is written: an apostrophe before what a spreadsheet would calculate. One is put before any
/// apostrophes that stand there already, so that reading can take exactly one away.
fn guarded(cell: &str) -> String {
    if is_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

fn without_guard(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes()).unwrap()
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        table(text).rows.into_iter().map(|row| row.cells).collect()
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
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 6]);
        assert_eq!(
            (table.column(&["name"]), table.column(&["mail", "e-mail"]), table.column(&["x"])),
            (Some(0), Some(1), None)
        );
        assert_eq!(
            (table.rows[1].cell(Some(1)), table.rows[1].cell(Some(2)), table.rows[1].cell(None)),
            (Some("c"), None, None)
        );
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
        let wide: Vec<bool> = table.rows.iter().map(|row| row.is_too_wide(2)).collect();
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
            let rows: Vec<Row> = rows.into_iter().filter(|cells| cells.iter().any(|cell| !cell.trim().is_empty()))
                .map(|cells| Row { line: 0, cells }).collect();
            let before = Table { headings: vec!["a".into(), "b".into(), "c".into()], rows };
            let separator = if semicolon { Separator::Semicolon } else { Separator::Comma };
            let after = Table::read(&before.write(separator)).unwrap();
            let cells = |table: &Table| table.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
            prop_assert_eq!(cells(&after), cells(&before));
        }

        #[test]
        fn no_bytes_are_too_bad(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Table::read(&bytes).map(|table| table.write(Separator::Comma));
        }
    }
}
