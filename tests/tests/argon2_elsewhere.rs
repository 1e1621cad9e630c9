//! Our hashes log in elsewhere, and those made elsewhere log in here: asked of argon2-cffi itself, where Python has
//! it (Debian: `python3-argon2`). Where it is not, `shared/src/password/tests/vectors.rs` stands in for it, with what
//! it answered; a build server has to have it.
#![cfg(not(windows))]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use keyholder_shared::password::{Cost, Verified, hash, verify};
use keyholder_tests::random::Random;

#[test]
fn both_verify_what_the_other_made() {
    if !has_argon2() {
        assert!(std::env::var_os("CI").is_none(), "python3 has no module argon2; install python3-argon2");
        return;
    }
    let mut random = Random::new(6);
    let mut questions = String::new();
    let mut passwords = Vec::new();
    for number in 0..12 {
        let password = password(&mut random, number);
        let salt: [u8; 16] = std::array::from_fn(|_| random.pick());
        let cost = if number < 3 { Cost::STANDARD } else { Cost::cheap_for_tests() };
        let phc = hash(&password, &salt, cost).unwrap();
        let (hex, other) = (hex(password.as_bytes()), hex(format!("{password}.").as_bytes()));
        questions += &format!("verify {hex} {phc}\nverify {other} {phc}\nhash {hex} {} 64 2 2\n", self::hex(&salt));
        passwords.push(password);
    }
    let answers = ask(&questions);
    assert_eq!(answers.len(), 36, "{answers:?}");
    for (password, answers) in passwords.iter().zip(answers.chunks(3)) {
        assert_eq!(answers[..2], ["right", "wrong"], "{password:?}");
        assert!(answers[2].starts_with("$argon2id$v=19$m=64,t=2,p=2$"), "{}", answers[2]);
        assert_eq!(verify(password, &answers[2]), Ok(Verified::Right { rehash: true }), "{password:?}");
        assert_eq!(verify(&format!("{password}."), &answers[2]), Ok(Verified::Wrong), "{password:?}");
    }
}

fn has_argon2() -> bool {
    let tried = Command::new("python3").args(["-c", "import argon2"]).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success())
}

/// A password in normal form C of any length that is taken, in three scripts.
fn password(random: &mut Random, number: usize) -> String {
    let length = [1, 8, 64, 255, 256][number % 5];
    let letters = ["aZ9 -+", "äßçéÅñ", "日本語😀パス"][number % 3];
    let letters: Vec<char> = letters.chars().collect();
    (0..length).map(|_| letters[random.below(letters.len())]).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn ask(questions: &str) -> Vec<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("argon2-cffi/answer.py");
    let mut python = Command::new("python3");
    let mut child = python.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(questions.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}
