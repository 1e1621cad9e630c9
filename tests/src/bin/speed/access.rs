//! What a check of access costs: held against a look-up in a set of 64 bits, and against the same users, groups and
//! rights in cedar-policy (with the feature `cedar`), whose decisions have to be the same.

use std::hint::black_box;
use std::time::Instant;

use keyholder_shared::Id;
use keyholder_shared::access::{Access, Rights};
use keyholder_shared::model::{At, Definitions, Ref, RightRef, SYSTEM_RIGHTS, Unknown, User};
use keyholder_tests::naive_access::{empty_group, rights};
use keyholder_tests::random::Random;

use super::measure::{Figure, percentile};

const USERS: usize = 1000;
const GROUPS: usize = 100;
const RIGHTS: usize = 500;
/// Questions of one round.
const ROUND: usize = 100_000;
const ROUNDS: usize = 41;

/// Measures, prints and adds the figures.
pub fn measure(figures: &mut Vec<Figure>) -> Result<(), Box<dyn std::error::Error>> {
    let site = Site::make();
    let access = Access::new(&site.definitions);
    let sessions: Vec<Rights> = site.users.iter().map(|user| access.evaluate(user, None)).collect();
    let held: usize = sessions.iter().map(|rights| rights.keys().count()).sum();
    println!("  {USERS} users, {GROUPS} groups, {RIGHTS} rights; {} rights a user", held / USERS);

    let bit = bit();
    let place = by_place(&site, &access, &sessions)?;
    let key = by_key(&site, &sessions)?;
    println!("  bit             {bit:>8.2} ns   a look-up in a set of 64 bits");
    println!("  check, place    {place:>8.2} ns   of a right that was resolved before");
    println!("  check, key      {key:>8.2} ns   of a right by its key");
    figures.push(Figure::new("check by key / look-up of a bit", key / bit, 50.0));
    figures.push(Figure::new("check by place / look-up of a bit", place / bit, 50.0));
    cedar(&site, &sessions, key, figures)
}

/// Who is there and what is asked.
struct Site {
    definitions: Definitions,
    users: Vec<User>,
    keys: Vec<String>,
    /// Numbers of a user and of a right.
    questions: Vec<(usize, usize)>,
}

impl Site {
    fn make() -> Self {
        let mut random = Random::new(7);
        let keys: Vec<String> = (0..RIGHTS).map(|number| format!("line.{}.function.{number}", number % 12)).collect();
        let names: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut definitions = Definitions::default();
        definitions.right_groups.push(rights(100, true, &SYSTEM_RIGHTS));
        definitions.right_groups.push(rights(1000, false, &names));
        definitions.groups.push(empty_group(2000, true));
        for number in 1..GROUPS {
            let mut group = empty_group(2000 + number as u128, false);
            for mention in 0..27 {
                group.rights.push(RightRef {
                    id: Id::from_u128(1001 + random.below(RIGHTS) as u128),
                    denied: mention >= 25,
                    unknown: Unknown::default(),
                    at: At::default(),
                });
            }
            definitions.groups.push(group);
        }
        let user = |number: usize| {
            let mut user = User::new(Id::from_u128(10_000 + number as u128), &format!("operator.{number}"));
            for _ in 0..=number % 3 {
                user.groups.push(Ref::from(Id::from_u128(2001 + random.below(GROUPS - 1) as u128)));
            }
            user
        };
        let users = (0..USERS).map(user).collect();
        let questions = (0..ROUND).map(|_| (random.below(USERS), random.below(RIGHTS))).collect();
        Self { definitions, users, keys, questions }
    }
}

/// The least of what the rounds took, each a call for every question, in nanoseconds a question. What is measured is so
/// short that everything else that happens on the machine only adds to it.
fn nanoseconds(mut round: impl FnMut() -> usize, questions: usize) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let begin = Instant::now();
        black_box(round());
        begin.elapsed().as_secs_f64() * 1e9 / questions as f64
    });
    percentile(times.collect(), 10)
}

fn bit() -> f64 {
    let set = black_box(0x9e37_79b9_7f4a_7c15_u64);
    let numbers: Vec<u32> = (0..ROUND as u32).map(|number| number.wrapping_mul(2_654_435_761) >> 26).collect();
    // Each number is hidden from the compiler, as the checks' are, or it would look up many at once.
    nanoseconds(|| numbers.iter().filter(|number| black_box(set) >> black_box(**number) & 1 == 1).count(), ROUND)
}

/// One session asks many questions, as a panel does; then comes the next.
fn by_place(site: &Site, access: &Access, sessions: &[Rights]) -> Result<f64, Box<dyn std::error::Error>> {
    let places: Vec<_> = site.keys.iter().filter_map(|key| access.right(key)).collect();
    let session = sessions.first().ok_or("no session")?;
    let asked: Vec<_> = site.questions.iter().filter_map(|(_, right)| places.get(*right).copied()).collect();
    Ok(nanoseconds(|| asked.iter().filter(|place| session.has(black_box(**place))).count(), asked.len()))
}

fn by_key(site: &Site, sessions: &[Rights]) -> Result<f64, Box<dyn std::error::Error>> {
    let session = sessions.first().ok_or("no session")?;
    let asked: Vec<&str> =
        site.questions.iter().filter_map(|(_, right)| site.keys.get(*right)).map(String::as_str).collect();
    Ok(nanoseconds(|| asked.iter().filter(|key| session.check(&[black_box(**key)], None)).count(), asked.len()))
}

#[cfg(not(feature = "cedar"))]
fn cedar(_: &Site, _: &[Rights], _: f64, _: &mut Vec<Figure>) -> Result<(), Box<dyn std::error::Error>> {
    println!("  cedar-policy is not in this build: --features cedar");
    Ok(())
}

#[cfg(feature = "cedar")]
fn cedar(
    site: &Site,
    sessions: &[Rights],
    key: f64,
    figures: &mut Vec<Figure>,
) -> Result<(), Box<dyn std::error::Error>> {
    use cedar_policy::{Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request};
    use std::collections::HashSet;
    use std::fmt::Write;

    let name = |right: Id| (right.as_u128() - 1001) as usize;
    let uid = |kind: &str, name: &str| -> Result<EntityUid, Box<dyn std::error::Error>> {
        Ok(EntityUid::from_type_name_and_id(kind.parse()?, name.parse()?))
    };
    let mut policies = String::new();
    for group in site.definitions.groups.iter() {
        for (effect, denied) in [("permit", false), ("forbid", true)] {
            let rights = group.rights.iter().filter(|right| right.denied == denied);
            let actions: Vec<String> =
                rights.map(|right| format!("Action::\"{}\"", site.keys[name(right.id)])).collect();
            if !actions.is_empty() {
                let actions = actions.join(", ");
                writeln!(policies, "{effect}(principal in Group::\"{}\", action in [{actions}], resource);", group.id)?;
            }
        }
    }
    let policies: PolicySet = policies.parse()?;
    let mut entities = Vec::new();
    for group in site.definitions.groups.iter() {
        entities.push(Entity::new_no_attrs(uid("Group", &group.id.to_string())?, HashSet::new()));
    }
    for user in &site.users {
        let parents = user.groups.iter().map(|group| uid("Group", &group.id.to_string())).collect::<Result<_, _>>()?;
        entities.push(Entity::new_no_attrs(uid("User", &user.name)?, parents));
    }
    let entities = Entities::from_entities(entities, None)?;
    let authorizer = Authorizer::new();
    let plant = uid("Plant", "plant")?;
    let mut times = Vec::new();
    let mut granted = 0;
    for (user, right) in site.questions.iter().take(2000) {
        let (who, what) = (uid("User", &site.users[*user].name)?, uid("Action", &site.keys[*right])?);
        let request = Request::new(who, what, plant.clone(), Context::empty(), None)?;
        let begin = Instant::now();
        let decision = authorizer.is_authorized(&request, &policies, &entities).decision() == Decision::Allow;
        times.push(begin.elapsed().as_secs_f64() * 1e9);
        if decision != sessions[*user].check(&[&site.keys[*right]], None) {
            return Err(format!("cedar-policy decides otherwise about user {user} and right {right}").into());
        }
        granted += usize::from(decision);
    }
    if granted < 20 {
        return Err("nearly nothing is granted: the comparison says little".into());
    }
    let cedar = percentile(times, 50);
    println!("  cedar-policy    {cedar:>8.0} ns   a decision, the same as ours in {} questions", 2000);
    figures.push(Figure::new("1,000 checks by key / one by cedar-policy", 1000.0 * key / cedar, 1.0));
    Ok(())
}
