//! Scans manifests, documents and any other text line by line.

use super::rust_source::is_word;

/// The lines of a manifest that name one of our crates, by its name or its folder.
pub(crate) fn lines_knowing(manifest: &str, crates: &[&str]) -> Vec<(usize, String)> {
    lines_where(manifest, |line| {
        let live = line.split('#').next()?;
        let known =
            |other: &&&str| live.contains(&format!("keyholder-{other}")) || live.contains(&format!("../{other}\""));
        crates.iter().find(known).map(|other| other.to_string())
    })
}

/// The lines in which one of the needles stands as a word of its own.
pub(crate) fn lines_with(text: &str, needles: &[&str]) -> Vec<(usize, String)> {
    lines_where(text, |line| {
        let alone = |needle: &str| {
            let mut places = line.match_indices(needle);
            places.any(|(i, _)| !line[..i].ends_with(is_word) && !line[i + needle.len()..].starts_with(is_word))
        };
        needles.iter().find(|needle| alone(needle)).map(|needle| needle.to_string())
    })
}

/// The lines that name a place under a person's or a build's own folder.
pub(crate) fn lines_with_machine_path(text: &str) -> Vec<(usize, String)> {
    // Put together here, so that this file does not find itself.
    const FOLDERS: [&str; 4] =
        [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!(":\\Us", "ers\\")];
    lines_where(text, |line| {
        let named = |folder: &str| {
            line.match_indices(folder).any(|(i, _)| {
                // What stands inside a longer path or an address is not absolute.
                let inside =
                    folder.starts_with('/') && line[..i].ends_with(|c: char| is_word(c) || "./~-}".contains(c));
                !inside && line[i + folder.len()..].starts_with(is_word)
            })
        };
        FOLDERS.iter().find(|folder| named(folder)).map(|folder| folder.to_string())
    })
}

fn lines_where(text: &str, find: impl Fn(&str) -> Option<String>) -> Vec<(usize, String)> {
    let numbered = text.lines().zip(1..);
    numbered.filter_map(|(line, number)| Some((number, find(line)?))).collect()
}

/// The crates under `[workspace.dependencies]` that come from outside, with their lines.
pub(crate) fn dependency_names(manifest: &str) -> Vec<(usize, String)> {
    let mut section = "";
    let mut names = Vec::new();
    for (line, number) in manifest.lines().zip(1..) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[workspace.dependencies]"
            && let Some((name, value)) = line.split_once('=')
            && !name.starts_with('#')
            && !value.contains("path =")
        {
            names.push((number, name.trim().to_owned()));
        }
    }
    names
}

/// The versions of a crate that our own crates ask for, as the lock file settles them. What other crates
/// bring along for themselves in another version is theirs to choose.
pub(crate) fn asked_versions<'a>(lock: &'a str, name: &str) -> Vec<&'a str> {
    let locked: Vec<&str> = lock
        .lines()
        .zip(lock.lines().skip(1))
        .filter(|(line, _)| *line == format!("name = \"{name}\""))
        .filter_map(|(_, next)| next.strip_prefix("version = "))
        .map(|version| version.trim_matches('"'))
        .collect();
    let ours = lock.split("[[package]]").filter(|package| package.trim_start().starts_with("name = \"keyholder-"));
    let mut asked: Vec<&str> = ours
        .flat_map(str::lines)
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()?.strip_prefix(name))
        .flat_map(|version| match version {
            "" => locked.clone(),
            other => other.strip_prefix(' ').into_iter().collect(),
        })
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// The files a Markdown text links to, fenced blocks left out, anchors and titles cut off.
pub(crate) fn relative_links(markdown: &str) -> Vec<(usize, String)> {
    const LINKS: [(&str, char); 3] = [("](", ')'), ("src=\"", '"'), ("href=\"", '"')];
    let mut links = Vec::new();
    let mut fenced = false;
    for (line, number) in markdown.lines().zip(1..) {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        let mut targets = Vec::new();
        for (open, close) in LINKS {
            targets.extend(line.split(open).skip(1).filter_map(|rest| rest.split(close).next()));
        }
        if let Some((_, target)) = line.strip_prefix('[').and_then(|rest| rest.split_once("]: ")) {
            targets.push(target.trim());
        }
        for target in targets {
            let file = target.split([' ', '#']).next().unwrap_or(target);
            if !file.is_empty() && !file.contains(':') {
                links.push((number, file.to_owned()));
            }
        }
    }
    links
}

/// Whether the change log has a section of that title, in brackets or not.
pub(crate) fn has_unreleased_section(log: &str) -> bool {
    log.lines()
        .any(|line| line.strip_prefix("## ").is_some_and(|title| title.trim_matches(['[', ']', ' ']) == "Unreleased"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<T>(found: &[(usize, T)]) -> Vec<usize> {
        found.iter().map(|(line, _)| *line).collect()
    }

    #[test]
    fn finds_crates_by_name_and_by_folder() {
        let manifest = "[dependencies]
keyholder-runtime.workspace = true
# keyholder-runtime
other = { path = \"../runtime\" }
runtime-macros = \"1\"";
        assert_eq!(lines(&lines_knowing(manifest, &["designer", "runtime"])), [2, 4]);
        assert_eq!(lines_knowing(manifest, &["designer"]), []);
    }

    #[test]
    fn finds_words_and_not_their_parts() {
        let word = concat!("FIX", "ME");
        let text = format!("a\n// {word}: b\n{word}D a{word}");
        assert_eq!(lines_with(&text, &[word]), [(2, word.to_owned())]);
        let marks = "#[ignore]\n#[ignore = \"x\"]\n#[ignored]";
        assert_eq!(lines(&lines_with(marks, &["#[ignore"])), [1, 2]);
    }

    #[test]
    fn finds_folders_of_a_machine_and_not_of_a_site() {
        let (home, users) = (concat!("/ho", "me/"), concat!("C:\\Us", "ers\\"));
        let text = format!("\"{home}anna/x\"\nhttps://a.example{home}x\n`{home}`\n{users}anna\n./{home}x");
        assert_eq!(lines(&lines_with_machine_path(&text)), [1, 4]);
    }

    #[test]
    fn finds_dependencies_and_their_versions() {
        let manifest = "[workspace.dependencies]
ours = { path = \"x\" }

# why = because
serde = { version = \"1\" }
[profile.dev]
lto = 1";
        assert_eq!(dependency_names(manifest), [(5, "serde".to_owned())]);
        let lock = "
[[package]]
name = \"serde\"
version = \"1.0.1\"

[[package]]
name = \"serde\"
version = \"2.0.0\"

[[package]]
name = \"csv\"
version = \"1.4.0\"
dependencies = [
 \"serde 1.0.1\",
]

[[package]]
name = \"keyholder-one\"
version = \"0.1.0\"
dependencies = [
 \"csv\",
 \"serde 2.0.0\",
 \"serde_json 9.0.0\",
]
";
        assert_eq!(asked_versions(lock, "serde"), ["2.0.0"]);
        assert_eq!(asked_versions(lock, "csv"), ["1.4.0"]);
        assert!(asked_versions(lock, "ser").is_empty());
        let both = format!("{lock}\n[[package]]\nname = \"keyholder-two\"\ndependencies = [\n \"serde 1.0.1\",\n]\n");
        assert_eq!(asked_versions(&both, "serde"), ["1.0.1", "2.0.0"]);
    }

    #[test]
    fn finds_links_to_files() {
        let markdown = "[a](b.md#c) ![d](e/f.png \"g\") [h](https://i.example) [j](#k)
```
[l](m)
```
[n]: o.md
<img src=\"p.png\">";
        let expected = [(1, "b.md"), (1, "e/f.png"), (5, "o.md"), (6, "p.png")];
        assert_eq!(relative_links(markdown), expected.map(|(line, file)| (line, file.to_owned())));
    }

    #[test]
    fn knows_an_unreleased_section() {
        assert!(has_unreleased_section("# Changes\n\n## [Unreleased]\n"));
        assert!(!has_unreleased_section("# Changes\n\n## 0.1.0\nUnreleased\n"));
    }
}
