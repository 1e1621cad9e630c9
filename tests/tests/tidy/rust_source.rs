//! Scans Rust: what the code names, without comments, literals and tests.

/// What the core may not name: time and randomness come in as arguments.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::time::*",
    "getrandom",
    "rand",
];

/// The same by the end of the path, however its beginning was imported.
const IMPURE_CALLS: &[&str] = &["Instant::now", "SystemTime::now", "Utc::now", "Local::now", "Uuid::new_v4"];

/// The source with comments and the contents of literals blanked, every line where it was.
pub(crate) fn code(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut code = String::with_capacity(source.len());
    let mut i = 0;
    while i < chars.len() {
        let end = match at(i) {
            '/' if at(i + 1) == '/' => (i..chars.len()).find(|&k| at(k) == '\n').unwrap_or(chars.len()),
            '/' if at(i + 1) == '*' => end_of_block_comment(&chars, i),
            '"' => end_of_string(&chars, i),
            'r' if i == 0 || !is_word(at(i - 1)) || at(i - 1) == 'b' => end_of_raw_string(&chars, i).unwrap_or(i),
            // A quote is a character if it closes again, else a lifetime.
            '\'' if at(i + 1) == '\\' => (i + 3..chars.len()).find(|&k| at(k) == '\'').map_or(chars.len(), |k| k + 1),
            '\'' if at(i + 2) == '\'' => i + 3,
            _ => i,
        };
        if end == i {
            code.push(at(i));
            i += 1;
        } else {
            code.extend(chars[i..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            i = end;
        }
    }
    code
}

fn end_of_block_comment(chars: &[char], start: usize) -> usize {
    let (mut depth, mut i) = (0, start);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => (depth, i) = (depth + 1, i + 2),
            ('*', '/') => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut i = start + 1;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

fn end_of_raw_string(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start + 1..].iter().take_while(|&&c| c == '#').count();
    let body = start + 1 + hashes;
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    (chars.get(body) == Some(&'"')).then(|| {
        (body + 1..chars.len()).find(|&i| chars[i..].starts_with(&close)).map_or(chars.len(), |i| i + 1 + hashes)
    })
}

/// Whether the character may stand in a name.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

const TEST_ONLY: &str = "#[cfg(test)]";

/// The code with every item marked `#[cfg(test)]` blanked.
pub(crate) fn without_tests(code: &str) -> String {
    let mut rest = code;
    let mut kept = String::with_capacity(code.len());
    while let Some(start) = rest.find(TEST_ONLY) {
        let (before, item) = rest.split_at(start);
        kept.push_str(before);
        let mut depth = 0;
        let end = item.char_indices().skip(TEST_ONLY.len()).find_map(|(i, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            ((c == '}' || c == ';') && depth <= 0).then_some(i + 1)
        });
        let (item, after) = item.split_at(end.unwrap_or(item.len()));
        kept.extend(item.chars().filter(|&c| c == '\n'));
        rest = after;
    }
    kept + rest
}

/// The files that a file declares by `#[cfg(test)] mod name;`.
pub(crate) fn modules_of_tests(path: &str, code: &str) -> Vec<String> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = match file {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => format!("{folder}/{}", file.trim_end_matches(".rs")),
    };
    let declared =
        code.split(TEST_ONLY).skip(1).filter_map(|item| item.trim_start().strip_prefix("mod ")?.split_once(';'));
    let names = declared.map(|(name, _)| name.trim()).filter(|name| name.chars().all(is_word));
    names.flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/mod.rs")]).collect()
}

/// The paths in the code that reach out of it, with their lines.
pub(crate) fn impure_paths(code: &str) -> Vec<(usize, String)> {
    let is_impure = |path: &str| {
        let below = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
        let calls = |call: &str| path.strip_suffix(call).is_some_and(|start| start.is_empty() || start.ends_with("::"));
        // The bare module `std::time` would let `time::Instant` through.
        path == "std::time" || IMPURE.iter().any(|root| below(root)) || IMPURE_CALLS.iter().any(|call| calls(call))
    };
    paths(code).into_iter().filter(|(_, path)| is_impure(path)).collect()
}

/// Every path in the code, groups written out: `std::{fs, io}` gives `std::fs` and `std::io`.
fn paths(code: &str) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    // For each open brace the path it continues; empty where it is no group.
    let mut groups = vec![String::new()];
    let (mut line, mut path, mut continues) = (1, String::new(), false);
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let word = match c {
            '*' if continues => 1,
            _ => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
        };
        if word > 0 {
            let name = &rest[..word];
            if !continues {
                path = groups.last().cloned().unwrap_or_default();
            }
            if name != "self" {
                path = if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") };
            }
            rest = &rest[word..];
            continues = rest.trim_start().starts_with("::");
            if !continues {
                paths.push((line, path.clone()));
            }
            continue;
        }
        match c {
            '\n' => line += 1,
            '{' => groups.push(if continues { path.clone() } else { String::new() }),
            '}' if groups.len() > 1 => drop(groups.pop()),
            _ => {}
        }
        continues &= c.is_whitespace() || c == ':';
        rest = &rest[c.len_utf8()..];
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_comments_and_literals_and_keeps_lines() {
        let source = r###"a /* std::fs /* b */
            */ c // std::fs
            "std::fs \" d" e r#"std::fs " "# f br"g" 'h' '\'' &'i j"###;
        let code = code(source);
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(code.lines().map(words).collect::<Vec<_>>(), ["a", "c", "e f b &'i j"]);
    }

    #[test]
    fn finds_what_reaches_out_however_it_is_imported() {
        let source = "use std::{
                fmt,
                fs::{self, File},
            };
            use std::time::{Duration, Instant};
            let x = chrono::Utc::now();
            use std::time;
            *std :: env::var(a);
            use std::time::*;";
        let lines: Vec<usize> = impure_paths(source).iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 3, 5, 6, 7, 8, 9], "{:?}", paths(source));
        let pure = "use std::fmt; use std::time::Duration; my::std::fs(); fsync(); random();";
        assert_eq!(impure_paths(pure), []);
    }

    #[test]
    fn leaves_out_what_only_tests_see() {
        let source = "use std::fs;
            #[cfg(test)]
            mod tests {
                use std::env;
                fn a() {}
            }
            use std::net;
            #[cfg(test)] mod more;";
        let found = impure_paths(&without_tests(source));
        assert_eq!(found, [(1, "std::fs".to_owned()), (7, "std::net".to_owned())]);
        let files = modules_of_tests("shared/src/lib.rs", source);
        assert_eq!(files, ["shared/src/more.rs", "shared/src/more/mod.rs"]);
        let files = modules_of_tests("shared/src/xml/read.rs", source);
        assert_eq!(files[0], "shared/src/xml/read/more.rs");
    }
}
