//! The product's reconcile against a second one and against what must always hold (design section 3).

use keyholder_shared::reconcile::reconcile;
use keyholder_tests::exhaustive;
use keyholder_tests::history::{self, Documents, Tally};

#[test]
fn random_histories_show_no_difference() {
    let mut documents = Documents::default();
    let mut tally = Tally::default();
    for seed in 0..4000 {
        match history::run(seed, reconcile, &mut documents) {
            Ok(one) => tally.add(&one),
            Err(failure) => panic!("{failure}"),
        }
    }
    println!("{tally:#?}");
}

#[test]
fn all_histories_of_five_steps_show_no_difference() {
    let coverage = exhaustive::explore(5, reconcile).unwrap_or_else(|difference| panic!("{difference:?}"));
    println!("{coverage}");
}
