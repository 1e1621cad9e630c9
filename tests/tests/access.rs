//! Access, held against a second implementation and against each sentence of design section 5.

use std::collections::BTreeSet;

use keyholder_shared::Id;
use keyholder_shared::access::{Access, Because, Effect, allowed, evaluate};
use keyholder_shared::model::{At, Definitions, Ref, RightRef, SYSTEM_RIGHTS, Unknown, User};
use keyholder_tests::naive_access::{self as naive, AREAS, CLIENTS, KEYS, empty_group, rights, world};
use keyholder_tests::random::Random;

#[test]
fn two_implementations_agree_in_any_world() {
    let mut random = Random::new(5);
    let (mut granted, mut refused) = (0, 0);
    for _ in 0..4000 {
        let (definitions, user) = world(&mut random);
        let access = Access::new(&definitions);
        for client in CLIENTS.map(Some).into_iter().chain([None]) {
            let rights = access.evaluate(&user, client);
            for key in KEYS {
                let area = (random.below(2) == 0).then(|| AREAS[random.below(AREAS.len())]);
                let expected = naive::allowed(&definitions, &user, client, &[key], area);
                let because = access.explain(&user, client, &[key], area);
                assert_eq!(rights.check(&[key], area), expected, "{key} {area:?} {client:?}\n{because:#?}");
                assert_eq!(allowed(&because), expected, "{key} {area:?} {client:?}\n{because:#?}");
                assert_eq!(told(&because), naive::reasons(&definitions, &user, client, key, area));
                let by_place = rights.right(key).is_some_and(|right| rights.has(right));
                assert_eq!(by_place, rights.check(&[key], None));
                assert_eq!(rights.keys().any(|held| held == key), by_place);
                *if expected { &mut granted } else { &mut refused } += 1;
            }
            let all = [KEYS[random.below(6)], KEYS[random.below(6)], KEYS[random.below(6)]];
            assert_eq!(rights.check(&all, None), naive::allowed(&definitions, &user, client, &all, None), "{all:?}");
            assert_eq!(evaluate(&definitions, &user, client).check(&all, None), rights.check(&all, None));
        }
    }
    assert!(granted > 10_000 && refused > 10_000, "{granted} granted, {refused} refused: the worlds say little");
}

/// Each reason as the second implementation has it.
fn told(because: &[Because]) -> BTreeSet<(Option<String>, String)> {
    because.iter().map(|because| (because.group.clone(), format!("{:?}", because.effect))).collect()
}

/// Two rights and `groups` groups beside Administrators, and a user in all of those.
fn small(groups: u128) -> (Definitions, User) {
    let mut definitions = Definitions::default();
    definitions.right_groups.push(rights(100, true, &SYSTEM_RIGHTS));
    definitions.right_groups.push(rights(200, false, &["recipe.edit", "recipe.load"]));
    definitions.groups.push(empty_group(300, true));
    let mut user = User::new(Id::from_u128(1), "anna");
    for number in 301..301 + groups {
        definitions.groups.push(empty_group(number, false));
        user.groups.push(Ref::from(Id::from_u128(number)));
    }
    (definitions, user)
}

fn mention(definitions: &mut Definitions, group: usize, right: u128, denied: bool) {
    let right = RightRef { id: Id::from_u128(right), denied, unknown: Unknown::default(), at: At::default() };
    definitions.groups[group].rights.push(right);
}

#[test]
fn rights_of_several_groups_are_united_and_all_are_needed() {
    let (mut definitions, user) = small(2);
    mention(&mut definitions, 1, 201, false);
    let rights = evaluate(&definitions, &user, None);
    assert!(rights.check(&["recipe.edit"], None) && !rights.check(&["recipe.edit", "recipe.load"], None));
    mention(&mut definitions, 2, 202, false);
    assert!(evaluate(&definitions, &user, None).check(&["recipe.edit", "recipe.load"], None));
    assert!(rights.check(&[], None), "an action that names no right needs none");
    assert!(!rights.check(&["recipe.edit", "Recipe.Edit"], None), "a key is compared as it stands");
}

#[test]
fn a_denied_right_is_denied_whatever_else_assigns_it() {
    let (mut definitions, user) = small(2);
    mention(&mut definitions, 1, 201, false);
    mention(&mut definitions, 2, 201, true);
    assert!(!evaluate(&definitions, &user, None).check(&["recipe.edit"], None));
    definitions.groups.reverse();
    assert!(!evaluate(&definitions, &user, None).check(&["recipe.edit"], None));
    // In one and the same group, too.
    let (mut definitions, user) = small(1);
    mention(&mut definitions, 1, 201, true);
    mention(&mut definitions, 1, 201, false);
    assert!(!evaluate(&definitions, &user, None).check(&["recipe.edit"], None));
}

#[test]
fn administrators_have_the_system_rights_whatever_denies_them_and_no_others_by_that() {
    let (mut definitions, mut user) = small(1);
    user.groups.push(Ref::from(Id::from_u128(300)));
    for right in 101..=108 {
        mention(&mut definitions, 0, right, true);
        mention(&mut definitions, 1, right, true);
    }
    definitions.groups[0].areas.push(Ref::from(Id::from_u128(999)));
    let rights = evaluate(&definitions, &user, None);
    assert!(rights.check(&SYSTEM_RIGHTS, None));
    assert_eq!(rights.keys().count(), 8);
    assert!(!rights.check(&["recipe.edit"], None));
}

#[test]
fn a_place_from_another_generation_means_nothing() {
    let (mut definitions, user) = small(1);
    mention(&mut definitions, 1, 201, false);
    let old = Access::new(&definitions);
    let place = old.right("recipe.edit").unwrap();
    assert!(old.evaluate(&user, None).has(place));
    // The engineer puts another right in front, so that the place is another right's.
    definitions.right_groups.insert(0, rights(400, false, &["line.start"]));
    let new = Access::new(&definitions);
    let rights = new.evaluate(&user, None);
    assert!(!rights.has(place) && rights.check(&["recipe.edit"], None));
    assert!(rights.has(new.right("recipe.edit").unwrap()));
    // What does not move a right leaves its place.
    definitions.groups[1].rights.clear();
    let newer = Access::new(&definitions);
    assert_eq!(newer.right("recipe.edit"), new.right("recipe.edit"));
    assert!(!newer.evaluate(&user, None).has(new.right("recipe.edit").unwrap()));
    assert_eq!(newer.right("recipe.delete"), None);
}

#[test]
fn rights_fixed_at_login_outlive_what_is_delivered_later() {
    let (mut definitions, user) = small(1);
    mention(&mut definitions, 1, 201, false);
    let rights = evaluate(&definitions, &user, None);
    definitions.groups.clear();
    assert!(rights.check(&["recipe.edit"], None));
}

#[test]
fn reasons_are_sentences() {
    let (mut definitions, user) = small(2);
    mention(&mut definitions, 1, 201, false);
    mention(&mut definitions, 2, 201, true);
    let because =
        Access::new(&definitions).explain(&user, None, &["recipe.edit", "recipe.load", "line.start"], Some("Filling"));
    let told: Vec<String> = because.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "recipe.edit: granted by Group 301.",
            "recipe.edit: denied by Group 302, whatever other groups grant.",
            "recipe.edit: this client is not in Filling.",
            "recipe.load: Group 301 does not have it.",
            "recipe.load: Group 302 does not have it.",
            "recipe.load: this client is not in Filling.",
            "line.start: no group that counts here has it, or nobody knows it.",
            "line.start: this client is not in Filling.",
        ]
    );
    let json = serde_json::to_string(&because[1]).unwrap();
    assert_eq!(json, r#"{"right":"recipe.edit","group":"Group 302","effect":"denied"}"#);
    assert_eq!(because[2].effect, Effect::Area);
}
