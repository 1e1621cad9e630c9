//! A document of which the text is kept is written as if nothing were kept.

use proptest::prelude::*;

use super::*;
use crate::model::{DeletedUser, Password, Runtime, RuntimeUser, User};
use crate::{Id, Time, any, model};

/// Collects what it is handed, and counts what was handed on as it was kept.
#[derive(Default)]
struct Taken {
    bytes: Vec<u8>,
    kept: usize,
}

impl Sink for Taken {
    fn begin(&mut self, _: &DigestGap) {}

    fn piece(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn kept(&mut self, text: &std::sync::Arc<String>) {
        self.kept += text.len();
        self.piece(text.as_bytes());
    }
}

fn anew(runtime: &Runtime) -> Vec<u8> {
    let mut taken = Taken::default();
    render_runtime(runtime, &mut taken);
    assert_eq!(taken.kept, 0);
    taken.bytes
}

fn again(runtime: &Runtime, changed: &[Id], kept: &mut Kept) -> Taken {
    let mut taken = Taken::default();
    render_runtime_again(runtime, changed, kept, &mut taken);
    taken
}

fn many(count: u128) -> Runtime {
    let (mut runtime, _) = read_runtime(RUNTIME.as_bytes()).accept().unwrap();
    let users = (0..count).map(|n| RuntimeUser::from_project(User::new(Id::from_u128(n), &format!("user {n}"))));
    runtime.users.items.extend(users);
    runtime
}

/// What can happen to a user between two writes.
#[derive(Clone, Debug)]
enum Step {
    Edit(prop::sample::Index),
    Delete(prop::sample::Index),
    Create(u128),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => any::<prop::sample::Index>().prop_map(Step::Edit),
        2 => any::<prop::sample::Index>().prop_map(Step::Delete),
        2 => (1_000_000_u128..1_000_000_000).prop_map(Step::Create),
    ]
}

fn take(step: Step, runtime: &mut Runtime) -> Option<Id> {
    let count = runtime.users.len();
    match step {
        Step::Edit(at) if count > 0 => {
            let user = &mut runtime.users[at.index(count)];
            user.user.phone = format!("{}1", user.user.phone).as_str().into();
            Some(user.user.id)
        }
        Step::Delete(at) if count > 0 => {
            let gone = runtime.users.items.remove(at.index(count)).user.id;
            let deleted = DeletedUser {
                id: gone,
                name: "gone".into(),
                deleted_at: Some(Time::from_millis(0)),
                deleted_by: "anna".into(),
                password: None::<Password>,
                history: Vec::new(),
                history_unknown: model::Unknown::default(),
                unknown: model::Unknown::default(),
                at: model::At::default(),
            };
            runtime.deleted.items.push(deleted);
            Some(gone)
        }
        Step::Create(id) => {
            let id = Id::from_u128(id);
            let there = runtime.users.iter().any(|user| user.user.id == id);
            (!there).then(|| {
                runtime.users.items.push(RuntimeUser::from_project(User::new(id, &format!("new {id}"))));
                id
            })
        }
        Step::Edit(_) | Step::Delete(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_written_again_is_what_is_written_anew(
        start in any::runtime(),
        more in 0_u128..200,
        steps in prop::collection::vec(prop::collection::vec(step(), 0..4), 1..30),
    ) {
        let mut runtime = start;
        runtime.users.items.extend(many(more).users.items);
        let mut kept = Kept::default();
        prop_assert_eq!(again(&runtime, &[], &mut kept).bytes, anew(&runtime));
        for steps in steps {
            let changed: Vec<Id> = steps.into_iter().filter_map(|step| take(step, &mut runtime)).collect();
            runtime.generation += 1;
            prop_assert_eq!(again(&runtime, &changed, &mut kept).bytes, anew(&runtime));
        }
    }
}

#[test]
fn a_changed_user_costs_its_neighbours_alone() {
    let mut runtime = many(10_000);
    let mut kept = Kept::default();
    again(&runtime, &[], &mut kept);
    runtime.users[5_000].user.enabled = false;
    let changed = runtime.users[5_000].user.id;
    let whole = anew(&runtime).len();
    let taken = again(&runtime, &[changed], &mut kept);
    assert!(taken.kept + 1500 > whole, "{} of {whole}: the root and what was deleted are made anew", taken.kept);
    assert_eq!(taken.bytes.len(), whole);
    // The text of few was made, whatever the number of all: nobody else's was let go of.
    let texts = kept.texts();
    again(&runtime, &[changed], &mut kept);
    let fresh = kept.texts().into_iter().filter(|text| !texts.contains(text)).count();
    assert_eq!(fresh, 1);
}

#[test]
fn users_that_come_one_by_one_are_kept_together() {
    // Few users by four, many by sixteen.
    for (users, texts) in [(100, 80), (5_000, 20)] {
        let mut runtime = many(users);
        let mut kept = Kept::default();
        again(&runtime, &[], &mut kept);
        let before = kept.texts().len();
        for number in 0..320 {
            let user = User::new(Id::from_u128(500_000 + number), &format!("new {number}"));
            let id = user.id;
            runtime.users.items.push(RuntimeUser::from_project(user));
            again(&runtime, &[id], &mut kept);
        }
        let more = kept.texts().len() - before;
        assert!((texts - 1..=texts + 1).contains(&more), "{more} for {users}");
    }
}
