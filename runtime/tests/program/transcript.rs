//! What a person sees, held against texts kept in `tests/snapshots`.
//!
//! With `KEYHOLDER_WRITE_SNAPSHOTS=1` in the environment the texts are written anew instead; read the
//! difference before you commit it.

use std::fmt::Write as _;
use std::path::Path;

use crate::site::{Ran, Site};

/// A run of commands as a person would see it: after `$` what is typed, then what is printed, lines of
/// standard error after `!`, and last the exit status.
#[derive(Default)]
pub struct Transcript(String);

impl Transcript {
    /// A remark about what happened before the next command.
    pub fn remark(&mut self, text: &str) {
        writeln!(self.0, "# {text}").unwrap();
    }

    /// Runs a command whose arguments hold no space.
    #[track_caller]
    pub fn run(&mut self, site: &Site, line: &str) {
        let ran = site.run(line);
        self.add(line, &ran);
    }

    /// Adds what a command answered.
    pub fn add(&mut self, line: &str, ran: &Ran) {
        writeln!(self.0, "$ keyholder-runtime {line}").unwrap();
        self.0 += &ran.stdout;
        for line in ran.stderr.lines() {
            writeln!(self.0, "{}", format!("! {line}").trim_end()).unwrap();
        }
        writeln!(self.0, "exit status {}\n", ran.status).unwrap();
    }

    /// Holds all of it against the snapshot of this name.
    ///
    /// # Panics
    /// With the lines that differ, or if there is no such snapshot.
    #[track_caller]
    pub fn hold(self, name: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(format!("{name}.txt"));
        let seen = if cfg!(windows) {
            with_slashes(&self.0).replace("keyholder-runtime.exe", "keyholder-runtime")
        } else {
            self.0
        };
        if std::env::var_os("KEYHOLDER_WRITE_SNAPSHOTS").is_some_and(|value| value == "1") {
            std::fs::write(file, seen).unwrap();
            return;
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_else(|error| {
            panic!("the snapshot {name}.txt: {error}. Set KEYHOLDER_WRITE_SNAPSHOTS=1 to write it:\n{seen}")
        });
        let difference = difference(&kept, &seen);
        assert!(
            difference.is_empty(),
            "{name}.txt says otherwise (- snapshot, + seen). If the new text is right, set KEYHOLDER_WRITE_SNAPSHOTS=1:\n{difference}"
        );
    }
}

/// The lines that differ, with one line before each place; nothing if none does.
fn difference(kept: &str, seen: &str) -> String {
    let (kept, seen): (Vec<&str>, Vec<&str>) = (kept.split('\n').collect(), seen.split('\n').collect());
    // The longest common part, from every pair of places to the ends.
    let mut common = vec![vec![0_u32; seen.len() + 1]; kept.len() + 1];
    for (k, old) in kept.iter().enumerate().rev() {
        for (s, new) in seen.iter().enumerate().rev() {
            common[k][s] = if old == new { common[k + 1][s + 1] + 1 } else { common[k + 1][s].max(common[k][s + 1]) };
        }
    }
    let (mut k, mut s, mut text, mut told) = (0, 0, String::new(), true);
    while k < kept.len() || s < seen.len() {
        if k < kept.len() && s < seen.len() && kept[k] == seen[s] {
            (k, s, told) = (k + 1, s + 1, false);
            continue;
        }
        if !told && k > 0 {
            writeln!(text, "{:>4}   {}", k, kept[k - 1]).unwrap();
        }
        told = true;
        if s == seen.len() || (k < kept.len() && common[k + 1][s] >= common[k][s + 1]) {
            writeln!(text, "{:>4} - {}", k + 1, kept[k]).unwrap();
            k += 1;
        } else {
            writeln!(text, "     + {}", seen[s]).unwrap();
            s += 1;
        }
    }
    text
}

#[test]
fn the_difference_of_two_texts_is_what_a_person_would_mark() {
    assert_eq!(difference("a\nb\n", "a\nb\n"), "");
    assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "   1   a\n   2 - b\n     + x\n");
    assert_eq!(difference("a\n", "a\nb\n"), "   1   a\n     + b\n");
    assert_eq!(difference("a\nb", "b"), "   1 - a\n");
}

#[test]
#[should_panic(expected = "Set KEYHOLDER_WRITE_SNAPSHOTS=1 to write it")]
fn a_missing_snapshot_fails() {
    if std::env::var_os("KEYHOLDER_WRITE_SNAPSHOTS").is_some() {
        panic!("not held now: Set KEYHOLDER_WRITE_SNAPSHOTS=1 to write it");
    }
    Transcript::default().hold("there is none of this name");
}

#[test]
#[should_panic(expected = "says otherwise")]
fn another_text_than_the_snapshot_fails() {
    if std::env::var_os("KEYHOLDER_WRITE_SNAPSHOTS").is_some() {
        panic!("not held now: says otherwise");
    }
    let mut transcript = Transcript::default();
    transcript.remark("nobody would say this");
    transcript.hold("help");
}

/// Paths with the separator of the snapshots; what is escaped stays as it is.
fn with_slashes(text: &str) -> String {
    const ESCAPES: [&str; 3] = ["n'", "r\\n", "u{"];
    let mut seen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        let escape = ESCAPES.iter().any(|escape| after.starts_with(escape));
        seen.push_str(before);
        seen.push(if escape || seen.ends_with("\\r") { '\\' } else { '/' });
        rest = after;
    }
    seen + rest
}
