//! Reading a table: which separator it has, whether its quotes are closed, and its rows, the two halves of a large one
//! at once.

use memchr::{memchr, memchr_iter};

use super::{NotATable, Place, Separator, Table, without_guard};
use crate::service::files::at_once;

/// So many rows are read; more are no list that a person made.
const MOST_ROWS: usize = 1_000_000;

/// From so many bytes on, a second thread pays.
const MANY: usize = 100_000;

/// Reads a table.
pub(super) fn read(bytes: &[u8]) -> Result<Table, NotATable> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        NotATable::NotUtf8 { line: 1 + memchr_iter(b'\n', before).count() }
    })?;
    let (separator, text, skipped) = separator(text);
    if let Some(line) = unclosed(text.as_bytes(), separator.byte()) {
        return Err(NotATable::Unclosed { line: line + skipped });
    }
    let (one, other) = halves(text);
    let (one, other) = at_once(
        !other.is_empty(),
        || rows_of(one, separator, 1 + skipped, text.len()),
        || rows_of(other, separator, 1 + skipped + lines(one.as_bytes()), other.len()),
    );
    let mut table = one?;
    table.append(&other?);
    if table.rows.len() > MOST_ROWS + 1 {
        return Err(NotATable::TooLong);
    }
    // What was read first are the headings.
    let headings = table.rows().next().ok_or(NotATable::Empty)?;
    table.headings = headings.cells().map(|heading| heading.trim().to_owned()).collect();
    table.rows.remove(0);
    Ok(table)
}

/// The rows of a text whose first line has that number, those that are blank left out, in a table without headings
/// that has room for so many bytes.
fn rows_of(text: &str, separator: Separator, first: u64, room: usize) -> Result<Table, NotATable> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table { text: String::with_capacity(room), ..Table::default() };
    let mut record = csv::StringRecord::new();
    let (mut counted, mut line) = (0, first);
    while reader.read_record(&mut record).map_err(|error| NotATable::Broken {
        line: error.position().map_or(0, |position| position.line()) + first - 1,
    })? {
        if table.rows.len() > MOST_ROWS {
            return Err(NotATable::TooLong);
        }
        // The reader's own count stands before the empty lines that it skipped.
        let begin = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let rest = text.as_bytes().get(begin..).unwrap_or_default();
        let begin = begin + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += lines(text.as_bytes().get(counted..begin).unwrap_or_default());
        counted = begin;
        let (bytes, cells) = (table.text.len(), table.ends.len());
        table.push(line, record.iter().map(without_guard));
        if table.text.get(bytes..).is_none_or(|row| row.trim().is_empty()) {
            table.rows.pop();
            table.ends.truncate(cells);
            table.text.truncate(bytes);
        }
    }
    Ok(table)
}

impl Table {
    /// Appends the rows of another.
    fn append(&mut self, other: &Self) {
        let (bytes, cells) = (self.text.len(), self.ends.len());
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| bytes + end));
        self.rows.extend(
            other
                .rows
                .iter()
                .map(|row| Place { line: row.line, cells: cells + row.cells.start..cells + row.cells.end }),
        );
    }
}

/// How many lines end in it.
fn lines(text: &[u8]) -> u64 {
    memchr_iter(b'\n', text).count() as u64
}

/// A large text in two parts, each of whole rows; all in the first where that cannot be told without reading it:
/// within quotes a line may end that ends no row.
fn halves(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    if bytes.len() < MANY || memchr(b'"', bytes).is_some() {
        return (text, "");
    }
    let middle = bytes.len() / 2;
    let end = memchr(b'\n', bytes.get(middle..).unwrap_or_default()).map(|end| middle + end + 1);
    // A byte-order mark would be taken off the second part, as if a file began with it.
    let parts = end.and_then(|end| text.split_at_checked(end)).filter(|(_, other)| !other.starts_with('\u{feff}'));
    parts.unwrap_or((text, ""))
}

/// The line of a quote that opens a cell and that nothing closes, counted from 1.
fn unclosed(text: &[u8], separator: u8) -> Option<u64> {
    let mut opened = None;
    let mut quotes = memchr_iter(b'"', text).peekable();
    while let Some(at) = quotes.next() {
        match opened {
            // Two quotes within a cell are one that belongs to it.
            Some(_) if quotes.next_if_eq(&(at + 1)).is_some() => {}
            Some(_) => opened = None,
            None => {
                let before = at.checked_sub(1).and_then(|before| text.get(before));
                let begins = before.is_none_or(|byte| *byte == separator || matches!(byte, b'\r' | b'\n'));
                opened = begins.then_some(at);
            }
        }
    }
    opened.map(|at| 1 + lines(text.get(..at).unwrap_or_default()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_halves_of_a_large_table_are_what_it_is_as_a_whole() {
        let row = |number: usize| match number % 50 {
            7 => "\r\n\r\n".to_owned(),
            11 => " ;\t; \r\n".to_owned(),
            13 => format!("{number}\r\n"),
            _ => format!("{number};'=the row with the number {number};end of it;too wide\r\n"),
        };
        let rows: String = (0..4000).map(row).collect();
        let text = format!("sep=;\r\nnumber;text;end\r\n{rows}");
        assert!(!halves(&text).1.is_empty());
        let halved = Table::read(text.as_bytes()).unwrap();
        // A quote at its end, and it is read in one go.
        let whole = format!("{text}\"last\"\r\n");
        assert_eq!(halves(&whole), (whole.as_str(), ""));
        let whole = Table::read(whole.as_bytes()).unwrap();
        assert_eq!((halved.len(), whole.len()), (3840, 3841));
        for (one, other) in halved.rows().zip(whole.rows()) {
            assert_eq!((one.line, one.cells().collect::<Vec<_>>()), (other.line, other.cells().collect()));
        }
        let last = halved.rows().last().unwrap();
        let text = "=the row with the number 3999";
        assert_eq!((last.line, last.cell(Some(0)), last.cell(Some(1))), (4082, Some("3999"), Some(text)));
    }

    #[test]
    fn a_large_table_is_halved_between_rows_and_not_before_what_looks_like_the_beginning_of_a_file() {
        let row = "a,b,c\n";
        let text = row.repeat(MANY / row.len() + 1);
        let (one, other) = halves(&text);
        assert!(one.ends_with('\n') && other.starts_with('a') && one.len().abs_diff(other.len()) <= 2 * row.len());
        assert_eq!(halves("a,b\nc,d\n"), ("a,b\nc,d\n", ""), "a second thread would take longer");
        let marked = format!("{}\n\u{feff}{text}", "x".repeat(text.len() + 4));
        assert_eq!(halves(&marked), (marked.as_str(), ""));
        let one_line = "x".repeat(2 * MANY);
        assert_eq!(halves(&one_line), (one_line.as_str(), ""));
    }
}
