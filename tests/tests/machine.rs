//! The engine against its model, and under a crowd. The long runs are
//! `cargo run --release -p keyholder-tests --bin long-run -- machine`, `-- crowd` and `-- two`.

use std::time::Duration;

use keyholder_tests::machine::{Tally, crowd, run, two};

#[test]
fn random_operations_come_to_what_the_model_says() {
    let mut all = Tally::default();
    for seed in 0..12 {
        let tally = run(seed, 250).unwrap_or_else(|difference| panic!("{difference}"));
        all.operations += tally.operations;
        for (outcome, count) in tally.outcomes {
            *all.outcomes.entry(outcome).or_default() += count;
        }
    }
    assert_eq!(all.operations, 3000);
    // So that the run cannot shrink unseen: each kind of thing happened, allowed and refused.
    for outcome in [
        "login: Granted",
        "login: Denied",
        "login: Locked",
        "login: MustChangePassword",
        "login: PasswordExpired",
        "own password: Ok(())",
        "another's password: true",
        "another's password: false",
        "create: true",
        "create: false",
        "delete: true",
        "delete: false",
        "disable: true",
        "disable: false",
        "groups: true",
        "groups: false",
        "unlock: true",
        "unlock: false",
        "end session: true",
        "deliver: Updated",
        "check: true",
        "check: false",
        "restart: ()",
    ] {
        let count = all.outcomes.get(outcome).copied().unwrap_or_default();
        assert!(count > 5, "{outcome} only {count} times: {all:#?}");
    }
}

#[test]
fn logins_during_reloads_see_one_generation_each() {
    let crowd = crowd::run(4, 5_000, 60).unwrap_or_else(|difference| panic!("{difference}"));
    assert!(crowd.logins >= 500 && crowd.checks >= 4_500 && crowd.reloads == 60, "{crowd:?}");
    assert!(crowd.met > 20, "{crowd:?}");
}

#[test]
fn two_processes_at_once_lose_nothing_and_double_nothing() {
    let two = two::run(Duration::from_secs(4)).unwrap_or_else(|difference| panic!("{difference}"));
    println!("{two:?}");
    assert!(two.acknowledged > 2 && two.saved >= two.acknowledged && two.rows > two.saved as i64, "{two:?}");
}
