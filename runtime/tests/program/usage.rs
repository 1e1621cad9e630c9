//! What the program says of itself.

use crate::site::Site;
use crate::transcript::Transcript;

#[test]
fn every_command_explains_itself() {
    let (site, mut seen) = (Site::new(), Transcript::default());
    seen.run(&site, "--help");
    for command in [
        "update",
        "preview",
        "check",
        "watch",
        "reset",
        "login",
        "access",
        "user",
        "audit",
        "audit list",
        "audit verify",
        "audit export",
        "completions",
    ] {
        seen.run(&site, &format!("{command} --help"));
    }
    for what in ["list", "show", "add", "edit", "set-password", "enable", "disable", "unlock", "acknowledge", "delete"]
    {
        seen.run(&site, &format!("user {what} --help"));
    }
    seen.hold("help");
}

#[test]
fn wrong_usage_is_told_with_status_2() {
    let (site, mut seen) = (Site::new(), Transcript::default());
    for line in [
        "deliver",
        "update",
        "update minimal --dryrun",
        "update minimal bottling-line",
        "preview minimal",
        "check",
        "reset minimal",
        "watch minimal --debounce 60001",
        "watch minimal --poll often",
        "audit list minimal --from yesterday",
        "login minimal",
        "access minimal --user olga",
        "user",
        "user list minimal",
        "user add minimal --as Admin",
        "user edit minimal olga --as Admin --group A --add-group B",
        "login minimal --user olga",
        "login minimal --user olga --password-stdin",
        "completions cmd",
    ] {
        let ran = site.run(line);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{line}");
        seen.add(line, &ran);
    }
    assert!(!site.runtime_file("minimal").exists());
    seen.hold("usage");
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Site::new().run("--version");
    assert_eq!((ran.status, ran.stdout), (0, format!("keyholder-runtime {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn each_shell_gets_a_script_that_knows_every_command() {
    let site = Site::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = site.run(&format!("completions {shell}"));
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{shell}");
        for word in [
            "update",
            "preview",
            "check",
            "watch",
            "reset",
            "login",
            "set-password",
            "completions",
            "dry-run",
            "debounce",
        ] {
            assert!(ran.stdout.contains(word), "{shell} knows no {word}");
        }
    }
}

/// Where bash is at hand it is asked itself.
#[cfg(unix)]
#[test]
fn bash_completes_a_command_by_the_script() {
    let site = Site::new();
    std::fs::write(site.file("script"), site.run("completions bash").stdout).unwrap();
    let ask = "source ./script; COMP_WORDS=(keyholder-runtime up); COMP_CWORD=1; \
               by=$(complete -p keyholder-runtime); by=${by#*-F }; \
               ${by%% *} keyholder-runtime up keyholder-runtime; echo \"${COMPREPLY[*]}\"";
    let output =
        std::process::Command::new("bash").args(["--norc", "-c", ask]).current_dir(site.file("")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "update", "{}", String::from_utf8_lossy(&output.stderr));
}
