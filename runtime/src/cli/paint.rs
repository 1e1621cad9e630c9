//! Colour and columns for people. Colour speaks only of state, always with a word beside it, and only on
//! a terminal.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use keyholder_runtime::outcome::Outcome;
use keyholder_shared::reconcile::Action;

/// Standard output that drops colour where nobody sees it (no terminal, `NO_COLOR`).
pub type Out = anstream::AutoStream<std::io::Stdout>;

/// Standard output.
pub fn out() -> Out {
    anstream::stdout()
}

/// Standard error, likewise.
pub fn err() -> anstream::AutoStream<std::io::Stderr> {
    anstream::stderr()
}

pub const BOLD: Style = Style::new().bold();
pub const DIM: Style = Style::new().dimmed();
pub const GOOD: Style = AnsiColor::Green.on_default();
pub const AMBER: Style = AnsiColor::Yellow.on_default();
pub const BAD: Style = AnsiColor::Red.on_default();
const BLUE: Style = AnsiColor::Blue.on_default();

/// The colour of what happened to a user.
pub const fn action(action: Action) -> Style {
    match action {
        Action::Added | Action::Updated | Action::Replaced => GOOD,
        Action::Unchanged | Action::Runtime => DIM,
        Action::Kept => BLUE,
        Action::Restored | Action::Shadowed => AMBER,
        Action::Removed => BAD,
    }
}

/// The word for an outcome, with its colour.
pub const fn outcome(outcome: Outcome) -> (&'static str, Style) {
    match outcome {
        Outcome::Created => ("created", GOOD),
        Outcome::Updated => ("updated", GOOD),
        Outcome::Unchanged => ("unchanged", DIM),
        Outcome::Rejected => ("rejected", BAD),
    }
}

/// `text` in `style`, filled up to `width` columns.
pub fn cell(text: &str, width: usize, style: Style) -> String {
    let fill = " ".repeat(width.saturating_sub(columns(text)));
    format!("{style}{text}{style:#}{fill}")
}

/// `text` in `style`, at the right end of `width` columns.
pub fn number(text: &str, width: usize, style: Style) -> String {
    let fill = " ".repeat(width.saturating_sub(columns(text)));
    format!("{fill}{style}{text}{style:#}")
}

/// The columns that a text takes on a terminal, near enough: one a character.
pub fn columns(text: &str) -> usize {
    text.chars().count()
}

/// A text without the characters that would move a terminal's cursor or change its colour: a user's name
/// comes from a file.
pub fn harmless(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

/// Breaks a text into lines of at most `width` columns, at spaces.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && columns(line) + 1 + columns(word) > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Writes a line and wraps what is longer than the terminal under its own beginning.
pub fn hanging(out: &mut Out, lead: &str, lead_width: usize, text: &str) -> std::io::Result<()> {
    let width = width().saturating_sub(lead_width).max(24);
    for (index, line) in wrap(text, width).iter().enumerate() {
        if index == 0 {
            writeln!(out, "{lead}{line}")?;
        } else {
            writeln!(out, "{}{line}", " ".repeat(lead_width))?;
        }
    }
    Ok(())
}

/// The columns of the terminal, as the environment tells; 100 where it does not.
fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    told.unwrap_or(100).clamp(60, 160)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_speak_to_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31m\nb"), "a\u{fffd}[31m\u{fffd}b");
    }

    #[test]
    fn long_sentences_break_at_spaces() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 3), ["unbreakable"]);
    }
}
