//! The trail for other programs: CSV for spreadsheets, JSON for everything else.

use std::io::{self, Write};

use super::chain::hex;
use super::escape::{escaped, escaped_json};
use super::row::Row;

/// The columns of the CSV, as its first line names them.
const COLUMNS: [&str; 12] = [
    "row",
    "time",
    "actor",
    "client",
    "kind",
    "object",
    "before",
    "after",
    "outcome",
    "message",
    "previous_hash",
    "hash",
];

/// Begins a CSV with its line of names; the answer takes row after row.
///
/// Control characters are written out, and what a spreadsheet would take for a formula gets an apostrophe
/// before it.
///
/// # Errors
/// What `out` says.
pub fn to_csv<W: Write>(out: W) -> io::Result<impl FnMut(&Row) -> io::Result<()>> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS)?;
    csv.flush()?;
    Ok(move |row: &Row| {
        let (id, time) = (row.id.to_string(), row.time.to_string());
        let (previous, hash) = (hex(&row.previous_hash), hex(&row.hash));
        csv.write_record([
            id.as_str(),
            &time,
            &cell(&row.actor),
            &cell(&row.client),
            &cell(&row.kind),
            &cell(&row.object),
            &cell(&row.before),
            &cell(&row.after),
            &cell(&row.outcome),
            &cell(&row.message),
            &previous,
            &hash,
        ])?;
        csv.flush()
    })
}

fn cell(text: &str) -> String {
    let text = escaped(text);
    // Spreadsheets skip blanks before they look for a formula, and some know full-width signs.
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if formula { format!("'{text}") } else { text.into_owned() }
}

/// Writes a row as one JSON object on a line of its own. Control characters stand as JSON escapes, those
/// beyond ASCII too.
///
/// # Errors
/// What `out` says.
pub fn to_json_lines(out: &mut impl Write, row: &Row) -> io::Result<()> {
    out.write_all(json(row)?.as_bytes())?;
    out.write_all(b"\n")
}

fn json(row: &Row) -> io::Result<String> {
    Ok(escaped_json(&serde_json::to_string(row)?).into_owned())
}

#[cfg(test)]
mod tests {
    use super::super::escape::is_unruly;
    use super::*;
    use keyholder_shared::Time;

    fn row(object: &str) -> Row {
        Row {
            id: 1,
            time: Time::from_millis(0),
            actor: "system".into(),
            client: String::new(),
            kind: "alarm".into(),
            object: object.into(),
            before: String::new(),
            after: String::new(),
            outcome: "done".into(),
            message: String::new(),
            previous_hash: [0; 32],
            hash: [1; 32],
        }
    }

    fn csv_of(object: &str) -> String {
        let mut out = Vec::new();
        to_csv(&mut out).unwrap()(&row(object)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_cell_is_a_formula() {
        for object in ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\u{ff1d}1", "|calc", "%0A"] {
            let text = csv_of(object);
            let line = text.lines().nth(1).unwrap();
            assert!(line.contains(&format!("'{object}")), "{line}");
        }
        assert!(csv_of("olga").contains(",olga,"));
    }

    #[test]
    fn a_name_cannot_break_a_line_or_speak_to_a_terminal() {
        let name = "ol\u{1b}[31mga\r\n\"x\",\u{9b}2J\u{202e}";
        let text = csv_of(name);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("ol\\u{1b}[31mga\\r\\n") && text.contains("\\u{9b}2J\\u{202e}"), "{text}");
        let json = json(&row(name)).unwrap();
        assert!(!json.chars().any(is_unruly), "{json}");
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["object"], name, "nothing is lost");
    }
}
