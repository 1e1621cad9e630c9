//! What reaches a terminal, a pipe and a closed pipe.

use std::fs;
use std::process::Stdio;

use keyholder_shared::model::Texts;

use crate::site::{Ran, Site};

const LATER: &str = "2026-12-01T08:00:00.000Z";

/// One line of each kind of output, colour and all.
const LINES: [&str; 8] = [
    "update bottling-line --dry-run",
    "preview bottling-line bottling-line/machines/filler-1",
    "check bottling-line",
    "update nowhere",
    "check nowhere",
    "preview nowhere minimal",
    "update",
    "--help",
];

#[test]
fn a_pipe_gets_no_escape_sequence() {
    let site = Site::of_a_machine();
    for line in LINES {
        let ran = site.run(line);
        assert!(!ran.stdout.contains('\u{1b}') && !ran.stderr.contains('\u{1b}'), "{line}");
        assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{line}");
    }
}

#[test]
fn colour_can_be_forced_and_says_nothing_that_words_do_not() {
    let site = Site::of_a_machine();
    for line in LINES {
        let plain = site.run(line);
        let coloured = Ran::of(site.command(line.split(' ')).env("CLICOLOR_FORCE", "1").output().unwrap());
        let both = coloured.stdout.clone() + &coloured.stderr;
        assert!(both.contains("\u{1b}["), "{line}");
        assert_eq!(without_colour(&coloured.stdout), plain.stdout, "{line}");
        assert_eq!(without_colour(&coloured.stderr), plain.stderr, "{line}");
        let json = format!("{line} --json");
        if !["update", "--help"].contains(&line) {
            let object = Ran::of(site.command(json.split(' ')).env("CLICOLOR_FORCE", "1").output().unwrap());
            assert!(!object.stdout.contains('\u{1b}') && object.json().is_object(), "JSON has no colour");
        }
    }
}

/// `script` gives the program a terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colour_unless_it_is_unwanted() {
    let site = Site::of_a_machine();
    let on_terminal = |variables: &[(&str, &str)]| {
        let line = format!("{} update bottling-line --dry-run", crate::site::PROGRAM);
        let mut script = std::process::Command::new("script");
        script.args(["-qec", &line, "/dev/null"]).current_dir(site.file("")).stdin(Stdio::null());
        for (unset, _) in site.command([""; 0]).get_envs() {
            script.env_remove(unset);
        }
        // A build server's terminal counts as one with colour, whatever TERM says.
        script.env_remove("CI").env("TERM", "xterm").envs(variables.iter().copied());
        let output = script.output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let coloured = on_terminal(&[]);
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    let plain = site.run("update bottling-line --dry-run").stdout;
    assert_eq!(without_colour(&coloured).replace("\r\n", "\n"), plain);
    for unwanted in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let dull = on_terminal(&[unwanted]);
        assert_eq!(dull.replace("\r\n", "\n"), plain, "{unwanted:?}");
    }
}

/// At a terminal a password is asked for by name and not echoed.
#[cfg(target_os = "linux")]
#[test]
fn a_password_typed_at_a_terminal_is_not_shown() {
    use std::io::{Read as _, Write as _};
    let site = Site::new();
    assert_eq!(site.run("update minimal").status, 0);
    let line = format!("tty && exec {} login minimal --user olga", crate::site::PROGRAM);
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(site.file(""));
    for (unset, _) in site.command([""; 0]).get_envs() {
        script.env_remove(unset);
    }
    script.env("NO_COLOR", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = script.spawn().unwrap();
    let (mut keyboard, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (mut seen, mut byte) = (Vec::new(), [0]);
    while !seen.ends_with(b"olga: ") {
        assert_eq!(screen.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&seen));
        seen.push(byte[0]);
    }
    // Typed once nothing is echoed any more, which is a moment after it is asked for.
    let terminal = String::from_utf8(seen.clone()).unwrap().lines().next().unwrap().to_owned();
    let echoes = || {
        let stty = std::process::Command::new("stty").args(["-F", &terminal, "-a"]).output().unwrap();
        assert!(stty.status.success(), "{terminal}: {}", String::from_utf8_lossy(&stty.stderr));
        !String::from_utf8(stty.stdout).unwrap().split_whitespace().any(|word| word == "-echo")
    };
    assert!((0..10_000).any(|_| !echoes()), "it goes on echoing");
    keyboard.write_all(b"Otter-Heron-Hazel-48\n").unwrap();
    screen.read_to_end(&mut seen).unwrap();
    assert!(child.wait().unwrap().success());
    let seen = String::from_utf8(seen).unwrap();
    assert!(seen.contains("granted") && seen.contains("The password of olga: ") && !seen.contains("Heron"), "{seen}");
}

/// Names come from files: none may move the cursor, change colours or begin a line of its own.
#[test]
fn a_name_with_control_characters_reaches_no_terminal_raw() {
    // C1 characters, DEL and line breaks are all that XML lets through.
    const BAD: &str = "ev\u{9b}31mi\nl\r\u{7f}\t\u{85}";
    let site = Site::new();
    site.deliver("bottling-line", "2026-10-01T08:00:00.000Z", |project| {
        project.users[10].name = BAD.into();
        project.users[11].full_name = BAD.into();
        project.definitions.groups[5].name = Texts::new("en", BAD);
        project.definitions.areas[0].name = Texts::new("en", BAD);
        project.name = BAD.into();
    });
    let first = site.run("update bottling-line");
    site.deliver("bottling-line", LATER, |project| {
        project.users.remove(10);
        project.definitions.groups[5].name = Texts::new("en", "Fitters");
        project.definitions.areas[0].name = Texts::new("en", "Filling\u{9c}");
    });
    let mut told = vec![first, site.run("update bottling-line --dry-run")];
    told.push(site.run("preview bottling-line bottling-line"));
    told.push(site.run("update bottling-line"));
    assert!(told[3].stdout.contains("ev\u{fffd}31mi"), "the name is told: {}", told[3].stdout);
    let file = site.project_file("bottling-line");
    let sound = fs::read_to_string(&file).unwrap();
    let escaped = BAD.chars().map(|character| format!("&#{};", u32::from(character))).collect::<String>();
    fs::write(&file, sound.replace("Name=\"b.lis\"", &format!("Name=\"{escaped}\" {escaped}=\"\""))).unwrap();
    for line in ["check bottling-line", "update bottling-line", "preview bottling-line bottling-line"] {
        told.push(site.run(line));
    }
    fs::write(&file, sound).unwrap();
    site.deliver("bottling-line", LATER, |project| project.id = keyholder_shared::Id::from_u128(7));
    told.push(site.run("update bottling-line"));
    assert_eq!(told.iter().map(|ran| ran.status).collect::<Vec<_>>(), [0, 0, 0, 0, 1, 1, 1, 1]);
    for ran in told {
        for text in [ran.stdout, ran.stderr] {
            let bad = text.chars().find(|character| character.is_control() && *character != '\n');
            assert_eq!(bad, None, "{text:?}");
            assert!(!text.lines().any(|line| line.starts_with("l\u{fffd}")), "a line of its own: {text}");
        }
    }
}

/// So do names of folders.
#[cfg(unix)]
#[test]
fn a_path_with_control_characters_reaches_no_terminal_raw() {
    let site = Site::new();
    for folder in ["a\u{1b}[31mb", "a\nb"] {
        fs::create_dir(site.file(folder)).unwrap();
        for arguments in [
            vec!["check", folder],
            vec!["update", folder],
            vec!["preview", folder, folder],
            vec!["preview", "minimal", folder],
            vec!["reset", folder, "--confirm"],
        ] {
            fs::copy(site.project_file("minimal"), site.project_file(folder)).unwrap();
            for damaged in [false, true] {
                if damaged {
                    fs::write(site.project_file(folder), "<damaged").unwrap();
                }
                let ran = Ran::of(site.command(&arguments).output().unwrap());
                for text in [ran.stdout, ran.stderr] {
                    assert!(!text.contains('\u{1b}') && !text.contains("a\nb"), "{arguments:?}: {text}");
                }
            }
        }
    }
}

/// A path that is not Unicode is told as near as can be, in an object that is whole.
#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_not_unicode_is_told_all_the_same() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::new();
    let name = std::ffi::OsStr::from_bytes(b"line-\xff");
    fs::create_dir(site.file("").join(name)).unwrap();
    fs::copy(site.project_file("minimal"), site.file("").join(name).join("UserManagementConfig.xml")).unwrap();
    for command in ["update", "check"] {
        let ran = Ran::of(site.command([command.as_ref(), name, "--json".as_ref()]).output().unwrap());
        assert_eq!((ran.status, ran.json().is_object()), (0, true), "{command}");
    }
    let ran = Ran::of(site.command(["preview".as_ref(), name, name, "--json".as_ref()]).output().unwrap());
    assert_eq!((ran.status, ran.json()["machines"][0]["machine"].as_str()), (0, Some("line-\u{fffd}")));
}

/// Whoever reads may leave: no panic, and the exit status still says what happened.
#[test]
fn a_closed_pipe_changes_neither_the_work_nor_the_exit_status() {
    let site = Site::new();
    for (line, status) in [
        ("update minimal", 0),
        ("update minimal --json", 0),
        ("update nowhere", 1),
        ("update nowhere --json", 1),
        ("check minimal", 0),
        ("check nowhere --json", 3),
        ("preview minimal minimal", 0),
        ("preview bottling-line nowhere", 3),
        ("preview bottling-line nowhere --json", 3),
        ("reset minimal --confirm", 0),
        ("completions bash", 0),
        ("completions powershell", 0),
        ("--help", 0),
        ("--version", 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = site.command(line.split(' ')).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(Ran::of(output).status, status, "{line}");
    }
    assert_eq!(site.runtime("minimal").users.len(), 2);
    for line in ["update nowhere", "update nowhere --json", "check nowhere", "update"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = Ran::of(site.command(line.split(' ')).stderr(writer).stdout(Stdio::piped()).output().unwrap());
        assert!((1..=3).contains(&ran.status), "{line}: {}", ran.status);
    }
}

/// Output that cannot be written for another reason is an error.
#[cfg(target_os = "linux")]
#[test]
fn output_to_a_full_disk_is_told() {
    let site = Site::new();
    for line in ["update minimal", "update minimal --json", "check minimal", "completions bash"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = Ran::of(site.command(line.split(' ')).stdout(full).stderr(Stdio::piped()).output().unwrap());
        assert_eq!(ran.status, 3, "{line}");
        assert!(ran.stderr.contains("the output could not be written"), "{line}: {}", ran.stderr);
    }
}

/// Takes out the sequences that set colours; there may be no other.
fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let (sequence, rest) = part.split_once('m').unwrap();
        assert!(sequence.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'), "{sequence:?}");
        plain += rest;
    }
    plain
}
