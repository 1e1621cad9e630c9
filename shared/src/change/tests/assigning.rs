//! Nobody gives a group, or takes one away, beyond what they have themselves.

use super::*;

/// Whether a member of Keepers may give (or take away) a group with these rights in these areas.
fn may(areas: &[u128], rights: &[(u128, bool)], taken_away: bool, own_areas: &[u128], own: &[(u128, bool)]) -> bool {
    let mut machine = machine();
    let areas_of = |areas: &[u128]| areas.iter().map(|area| Ref::from(id(*area))).collect();
    let given = Group { areas: areas_of(areas), ..group(500, "Given", rights.iter().copied()) };
    let mine = Group { areas: areas_of(own_areas), ..group(501, "Mine", own.iter().copied()) };
    machine.definitions.groups.extend([given, mine]);
    may_assign(&machine.definitions, &[id(501)], id(500), taken_away)
}

#[test]
fn a_group_is_given_by_who_has_its_rights_in_its_areas() {
    let give = |areas, own_areas, own| may(areas, &[(DOSE, false)], false, own_areas, own);
    assert!(give(&[], &[], &[(DOSE, false)]));
    assert!(!give(&[], &[], &[(START, false)]), "another right");
    assert!(give(&[FILLING], &[], &[(DOSE, false)]), "had everywhere");
    assert!(give(&[FILLING], &[FILLING], &[(DOSE, false)]));
    assert!(!give(&[FILLING, PACKING], &[FILLING], &[(DOSE, false)]), "in one area of two");
    assert!(!give(&[PACKING], &[FILLING], &[(DOSE, false)]), "in another area");
    assert!(!give(&[], &[FILLING], &[(DOSE, false)]), "everywhere is more than one area");
    assert!(!give(&[], &[], &[(DOSE, false), (DOSE, true)]), "denied to oneself");
    assert!(give(&[], &[], &[(START, false), (DOSE, false)]));
}

#[test]
fn a_denial_is_given_freely_and_taken_away_by_who_has_the_right() {
    assert!(may(&[], &[(DOSE, true)], false, &[], &[]), "to deny is harmless");
    assert!(!may(&[], &[(DOSE, true)], true, &[], &[]), "to lift a denial gives the right");
    assert!(may(&[], &[(DOSE, true)], true, &[], &[(DOSE, false)]));
    assert!(may(&[], &[(DOSE, false)], true, &[], &[]), "to take a right away is harmless");
}

#[test]
fn a_group_that_nobody_knows_is_given_by_nobody() {
    assert!(!may_assign(&machine().definitions, &[id(ADMINISTRATORS)], id(NOBODY), false));
}
