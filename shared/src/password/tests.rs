//! Hashes, held against another implementation's; the rules, one by one and all together.

mod vectors;

use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use proptest::prelude::*;

use super::rules::{Advice, Shortfall, Whose, check, minimum_length};
use super::*;
use crate::guideline::{Preset, values};
use crate::model::{Password, Policies, Unknown};
use vectors::MADE_ELSEWHERE;

const SALT: [u8; 16] = *b"0123456789abcdef";

fn cheap(password: &str) -> crate::Str {
    hash(password, &SALT, Cost::cheap_for_tests()).unwrap()
}

fn is_right(password: &str, phc: &str) -> bool {
    matches!(verify(password, phc), Ok(Verified::Right { .. }))
}

/// The quickest of some runs: what a busy machine adds says nothing.
fn quickest(run: impl Fn()) -> Duration {
    let timed = || {
        let begin = Instant::now();
        run();
        begin.elapsed()
    };
    (0..5).map(|_| timed()).min().unwrap()
}

#[test]
fn hashes_made_elsewhere_are_verified() {
    for (password, phc) in MADE_ELSEWHERE {
        assert!(is_right(password, phc), "{password}: {phc}");
        assert_eq!(verify(&format!("{password} "), phc), Ok(Verified::Wrong), "{phc}");
    }
}

/// Given the same salt, ours is theirs to the letter, so that what verifies theirs verifies ours.
#[test]
fn our_hashes_are_those_made_elsewhere() {
    let mut compared = 0;
    for (password, phc) in MADE_ELSEWHERE.into_iter().filter(|(_, phc)| phc.contains("$m=19456,t=2,p=1$")) {
        let salt = PasswordHash::new(phc).unwrap().salt.unwrap();
        let salt: [u8; 16] = salt.as_ref().try_into().unwrap();
        assert_eq!(hash(password, &salt, Cost::STANDARD).unwrap(), phc);
        compared += 1;
    }
    assert_eq!(compared, 2);
}

#[test]
fn only_what_is_weaker_than_the_standard_is_to_be_hashed_anew() {
    for (password, phc) in MADE_ELSEWHERE {
        let strong = phc.contains("$argon2id$v=19$m=19456,t=2,p=1$") || phc.contains("m=65536,t=3,p=4$");
        assert_eq!(verify(password, phc), Ok(Verified::Right { rehash: !strong }), "{phc}");
    }
}

#[test]
fn a_cost_beyond_bounds_is_refused_before_it_is_computed() {
    let rest = "MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";
    for cost in ["m=4194304,t=2,p=1", "m=1048577,t=1,p=1", "m=4294967295,t=1,p=1", "m=64,t=11,p=1", "m=1024,t=1,p=17"] {
        let phc = format!("$argon2id$v=19${cost}${rest}");
        let took = quickest(|| assert_eq!(verify("x", &phc), Err(HashError::TooCostly), "{cost}"));
        assert!(took < Duration::from_millis(10), "{cost} took {took:?}");
    }
    // The bounds themselves are taken; computed where that is cheap.
    assert_eq!(verify("x", &format!("$argon2id$v=19$m=128,t=10,p=16${rest}")), Ok(Verified::Wrong));
}

#[test]
fn rubbish_is_no_hash() {
    let good = cheap("x").to_string();
    let mut rubbish: Vec<String> = (0..good.len()).filter_map(|end| good.get(..end)).map(str::to_owned).collect();
    // Cut within the hash itself, it is a hash of fewer bytes, and wrong.
    rubbish.retain(|text| text.len() <= good.rfind('$').unwrap() + 10);
    rubbish.extend(
        [
            "x",
            "$",
            "$$$$$$",
            "$2b$12$abcdefghijklmnopqrstuv",
            "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=18$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=7,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=8,t=0,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=8,t=1,p=0$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=99999999999,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2id$v=19$m=8,t=1,p=1$MDEy$MDEyMzQ1Njc4OWFiY2RlZg",
            "$argon2x$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg",
        ]
        .map(str::to_owned),
    );
    for text in rubbish {
        assert_eq!(verify("x", &text), Err(HashError::NotAHash), "{text}");
    }
}

#[test]
fn composed_and_decomposed_are_one_password() {
    for (one, other) in [("caf\u{e9}", "cafe\u{301}"), ("\u{ac00}", "\u{1100}\u{1161}"), ("Å", "A\u{30a}")] {
        assert!(is_right(one, &cheap(other)) && is_right(other, &cheap(one)), "{one}");
    }
    assert!(!is_right("cafe", &cheap("café")));
}

#[test]
fn nothing_is_trimmed_cut_or_folded() {
    let long = "ä".repeat(63);
    for (one, other) in [
        (format!("{long}a"), format!("{long}b")),
        ("x".repeat(255) + "a", "x".repeat(255) + "b"),
        ("word".into(), "Word".into()),
        ("word".into(), "word ".into()),
        ("word".into(), " word".into()),
        ("word\n".into(), "word".into()),
        ("wo\u{0}rd".into(), "wo".into()),
        ("ﬁsh".into(), "fish".into()),
    ] {
        let phc = cheap(&one);
        assert!(is_right(&one, &phc) && !is_right(&other, &phc), "{one:?} {other:?}");
    }
}

#[test]
fn at_most_256_characters_are_taken() {
    // As many as there are, in the form that takes the most bytes.
    let most = "e\u{327}\u{301}".repeat(128);
    assert_eq!(hash(&"😀".repeat(257), &SALT, Cost::cheap_for_tests()), Err(HashError::TooLong));
    assert_eq!(hash(&"x".repeat(1_000_000), &SALT, Cost::cheap_for_tests()), Err(HashError::TooLong));
    assert!(is_right(&"😀".repeat(256), &cheap(&"😀".repeat(256))));
    assert!(is_right(&most, &cheap(&most)));
    assert_eq!(verify(&"x".repeat(257), &cheap("x")), Ok(Verified::Wrong));
}

#[test]
fn a_decoy_is_always_wrong() {
    for password in ["", "x", "the name is free", &"x".repeat(300)] {
        assert_eq!(decoy(password, Cost::cheap_for_tests()), Ok(Verified::Wrong));
    }
}

#[test]
fn the_last_passwords_are_those_of_the_history() {
    let stored = |number: u32| Password {
        hash: cheap(&format!("password {number}")),
        changed_at: None,
        unknown: Unknown::default(),
    };
    let mut passwords: Vec<Password> = (1..=8).map(stored).collect();
    for count in 0..=9 {
        for number in 1..=8 {
            let found = in_history(&format!("password {number}"), &passwords, count);
            assert_eq!(found, number <= count, "password {number} of the last {count}");
        }
    }
    // One that cannot be read still is one of the last, and hides none behind it.
    passwords[1].hash = "rubbish".into();
    assert!(in_history("password 5", &passwords, 5) && !in_history("password 6", &passwords, 5));
}

const NOBODY: About<'_> = About { user_name: "", full_name: "", project_name: "" };

fn shortfalls(password: &str, policies: &Policies) -> Vec<Shortfall> {
    check(password, policies, &NOBODY).shortfalls
}

/// Every combination of the flags against each kind of character being there or not.
#[test]
fn the_character_rules_hold_where_all_their_flags_do() {
    for flags in 0..32_u8 {
        let flag = |bit: u8| flags >> bit & 1 == 1;
        let mut policies = Policies::default();
        policies.password.complexity = flag(0);
        policies.password.enforce_strong = flag(1);
        policies.password.upper_and_lower = flag(2);
        policies.password.number = flag(3);
        policies.password.special = flag(4);
        for kinds in 0..16_u8 {
            let parts = ["XQZW", "vkjq", "8306", "-+*#"];
            let has = |kind: usize| kinds >> kind & 1 == 1;
            let password: String = (0..4).filter(|kind| has(*kind)).map(|kind| parts[kind]).collect();
            let length = password.len();
            let rules = flag(0) && flag(1);
            let mut expected = Vec::new();
            if length == 0 {
                expected.push(Shortfall::Empty);
            } else {
                if flag(0) && length < 8 {
                    expected.push(Shortfall::TooShort { least: 8, length });
                }
                if rules && flag(2) && !(has(0) && has(1)) {
                    expected.push(Shortfall::UpperAndLowerCase);
                }
                if rules && flag(3) && !has(2) {
                    expected.push(Shortfall::Number);
                }
                if rules && flag(4) && !has(3) {
                    expected.push(Shortfall::SpecialCharacter);
                }
            }
            assert_eq!(shortfalls(&password, &policies), expected, "{password:?} {policies:?}");
        }
    }
}

#[test]
fn length_counts_characters_of_the_composed_form() {
    let mut policies = Policies::default();
    (policies.password.enforce_strong, policies.password.minimum_length) = (false, 9);
    let nine = "e\u{301}".repeat(9);
    assert_eq!(shortfalls(&nine, &policies), []);
    policies.password.minimum_length = 10;
    assert_eq!(shortfalls(&nine, &policies), [Shortfall::TooShort { least: 10, length: 9 }]);
    assert_eq!(shortfalls(&"😀".repeat(256), &policies), []);
    assert_eq!(shortfalls(&"😀".repeat(257), &policies), [Shortfall::TooLong { most: 256 }]);
    assert_eq!(shortfalls(&"x".repeat(1_000_000), &policies), [Shortfall::TooLong { most: 256 }]);
}

#[test]
fn guidelines_cannot_ask_for_more_than_anyone_can_give() {
    let mut policies = Policies::default();
    policies.password.minimum_length = u32::MAX;
    assert_eq!(minimum_length(&policies), 64);
    let sixty_four = "Ab3-".repeat(16);
    assert_eq!(shortfalls(&sixty_four, &policies), []);
    policies.password.minimum_length = 0;
    policies.password.enforce_strong = false;
    assert_eq!(shortfalls("j", &policies), []);
    assert_eq!(shortfalls("", &policies), [Shortfall::Empty]);
}

#[test]
fn common_passwords_are_refused_by_nist_and_advised_against_elsewhere() {
    for preset in Preset::ALL {
        let mut policies = values(preset);
        policies.password.complexity = false;
        for common in [
            "123456",
            "password",
            "PASSWORD",
            "Password1",
            "letmein",
            "qwertyuiop",
            "p@ssw0rd",
            "dragon2026",
            "!Monkey!",
            "aaaaaaaa",
            "1q2w3e4r",
            "iloveyou",
            "trustno1",
        ] {
            let checked = check(common, &policies, &NOBODY);
            if preset == Preset::Nist {
                assert_eq!(checked.shortfalls, [Shortfall::Common], "{common}");
                assert_eq!(checked.advice, [], "{common}");
            } else {
                assert_eq!(checked.shortfalls, [], "{common}");
                assert_eq!(checked.advice, [Advice::Common], "{common}");
            }
        }
        for good in ["Otter-Heron-Hazel-48", "correct horse battery staple", "kj4!Xq9-", "dragonfly sings at 7"] {
            let checked = check(good, &policies, &NOBODY);
            assert_eq!((checked.shortfalls, checked.advice), (vec![], vec![]), "{good}");
        }
    }
}

#[test]
fn names_with_digits_are_found() {
    let about = About { user_name: "z.zielinska", full_name: "Zofia Zielińska", project_name: "Bottling line 7" };
    let mut policies = values(Preset::Nist);
    policies.password.complexity = false;
    for (password, whose) in [
        ("z.zielinska", Whose::User),
        ("Z.Zielinska2026!", Whose::User),
        ("zzielinska99", Whose::User),
        ("99-Zofia-99", Whose::FullName),
        ("zofiazielińska1", Whose::FullName),
        ("ZIELIN\u{301}SKA1", Whose::FullName),
        ("Bottling-Line-7", Whose::Project),
        ("bottling2026", Whose::Project),
        ("KeyHolder123!", Whose::Product),
    ] {
        let found = check(password, &policies, &about).shortfalls;
        assert!(found.contains(&Shortfall::Name(whose)), "{password}: {found:?}");
        policies.preset = Preset::Default;
        assert!(check(password, &policies, &about).advice.contains(&Advice::Name(whose)), "{password}");
        policies.preset = Preset::Nist;
    }
    for other in ["zofia likes the bottling line", "line noise 7", "kj4!Xq9-", "78124921"] {
        assert!(
            !check(other, &policies, &about).shortfalls.iter().any(|short| matches!(short, Shortfall::Name(_))),
            "{other}"
        );
    }
}

#[test]
fn strength_knows_the_names_and_gives_a_reason() {
    let about = About { user_name: "zielinska", full_name: "Zofia Zielinska", project_name: "Bottling line" };
    let weak = strength("zielinska1", &about);
    assert!(weak.score <= 1 && strength("zielinska1", &NOBODY).guesses_log10 > weak.guesses_log10 + 2.0, "{weak:?}");
    let common = strength("password", &NOBODY);
    assert_eq!((common.score, common.warning), (0, Some("common")));
    assert!(!common.suggestions.is_empty());
    let strong = strength("Otter-Heron-Hazel-48", &about);
    assert_eq!((strong.score, strong.warning), (4, None));
    assert_eq!(strength("", &NOBODY).guesses_log10, 0.0);
}

#[test]
fn strength_of_long_input_is_told_at_once() {
    let long =
        ["aA1-".repeat(64), "password".repeat(32), "😀".repeat(256), "0".repeat(100_000), "e\u{301}".repeat(128)];
    for text in long {
        let took = quickest(|| assert!(strength(&text, &NOBODY).score <= 4));
        assert!(took < Duration::from_millis(500), "{:?}: {took:?}", text.get(..8));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_rule_panic(password in any::<String>(), name in any::<String>()) {
        let about = About { user_name: &name, full_name: &name, project_name: &password };
        let checked = check(&password, &values(Preset::Nist), &about);
        prop_assert!(checked.advice.is_empty());
        prop_assert!(strength(&password, &about).score <= 4);
        let _ = verify(&password, &name);
        if let Ok(phc) = hash(&password, &SALT, Cost::cheap_for_tests()) {
            prop_assert!(is_right(&password, &phc));
        }
    }

    /// Whatever is taken stays taken when it gets longer, within what is allowed.
    #[test]
    fn sixty_four_characters_are_always_taken(minimum in any::<u32>(), tail in "[a-z]{60}") {
        let mut policies = Policies::default();
        policies.password.minimum_length = minimum;
        prop_assert_eq!(shortfalls(&format!("Q7-{tail}v"), &policies), vec![]);
    }
}
