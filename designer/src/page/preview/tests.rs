//! What is told of a machine, in the language of the surface.

use std::path::Path;

use keyholder_shared::model::RuntimeUser;
use keyholder_shared::reconcile::{self, Conflict, Warning};
use keyholder_shared::xml;

use super::order::{MANY, Of, Orders};
use super::*;
use crate::i18n::Language;
use crate::machine::{Delivery, Outcome, RuntimeFile};
use crate::page::bench::{Bench, english, simulate};
use crate::service::files::NotOpened;

const FILE: &str = "filler/UserManagementRuntimeConfig.xml";

/// The machine of the sample project, changed, and what delivering the project would do there.
fn forecast(bench: &Bench, change: impl Fn(&mut keyholder_shared::model::Runtime)) -> Machine {
    let mut project = bench.document.draft().to_project();
    let mut runtime = reconcile::first_start(project.clone(), None, project.time_stamp).runtime;
    change(&mut runtime);
    project.time_stamp = keyholder_shared::Time::from_millis(project.time_stamp.as_millis() - 1000);
    let bytes = xml::write_runtime(&runtime);
    let file = RuntimeFile::read(Path::new(FILE), &bytes);
    Machine::forecast(&Delivery { project, digest: None }, &file, bench.context().now)
}

/// The page with that machine; every text that `wanted` says stands in its middle or its pane.
#[track_caller]
fn shows(bench: &Bench, machine: Machine, in_page: bool, wanted: &[String]) {
    let mut state = State { machines: Arc::new(vec![machine]), ..State::default() };
    state.refresh(bench.context());
    for text in wanted {
        if in_page {
            simulate(state.view(bench.context())).find(text.as_str()).unwrap();
        }
        simulate(state.properties(bench.context()).unwrap()).find(text.as_str()).unwrap();
        if bench.context().tr.language() == Language::German {
            assert_eq!(english(text), Vec::<String>::new(), "{text}");
        }
    }
}

#[test]
fn warnings_of_a_merge_are_told_in_the_language_of_the_surface() {
    for language in Language::ALL {
        let bench = Bench::new(language);
        let gone = keyholder_shared::Id::from_u128(77);
        let machine = forecast(&bench, |runtime| {
            let mut user = RuntimeUser::from_project(keyholder_shared::model::User::new(
                keyholder_shared::Id::from_u128(78),
                "night.shift",
            ));
            user.origin = keyholder_shared::model::Origin::Runtime;
            user.user.groups.push(gone.into());
            let group = runtime.definitions.groups[1].clone();
            runtime.definitions.groups.push(keyholder_shared::model::Group {
                id: gone,
                name: keyholder_shared::model::Texts::new("en", "Gone"),
                ..group
            });
            runtime.users.push(user);
        });
        let warnings = machine.merged().unwrap().report.warnings.clone();
        assert!(warnings.iter().any(|warning| matches!(warning, Warning::Rollback { .. })), "{warnings:?}");
        let told: Vec<String> = warnings
            .iter()
            .filter(|warning| !matches!(warning, Warning::Rollback { .. }))
            .map(|warning| words::warning(bench.context().tr, warning))
            .collect();
        assert!(told.len() == 1 && told[0].contains("night.shift"), "{told:?}");
        shows(&bench, machine, false, &told);
    }
}

#[test]
fn why_there_is_no_merge_is_told_in_the_language_of_the_surface() {
    for language in Language::ALL {
        let bench = Bench::new(language);
        let tr = bench.context().tr;
        let with = |outcome| Machine { name: "filler".into(), path: FILE.into(), outcome };
        let conflict = Conflict {
            in_project: "anna".into(),
            on_machine: "Admin".into(),
            id: keyholder_shared::Id::from_u128(1),
        };
        let unread = NotOpened::Forbidden(FILE.into());
        shows(&bench, with(Outcome::Conflict(conflict.clone())), true, &[words::conflict(tr, &conflict)]);
        shows(&bench, with(Outcome::Unread(unread.clone())), true, &[words::not_opened(tr, &unread)]);
        let bytes = xml::write_runtime(
            &reconcile::first_start(bench.document.draft().to_project(), None, bench.context().now).runtime,
        );
        let damaged = String::from_utf8(bytes).unwrap().replacen(" Origin=\"Project\"", "", 1).replace(" Digest=", " XDigest=");
        let machine = Machine::forecast(
            &Delivery { project: bench.document.draft().to_project(), digest: None },
            &RuntimeFile::read(Path::new(FILE), damaged.as_bytes()),
            bench.context().now,
        );
        let fault = machine.fault().unwrap().clone();
        shows(&bench, machine, false, &[words::fault_at(tr, &fault)]);
        if language == Language::German {
            assert!(words::fault(tr, &fault).starts_with("Das Attribut Origin fehlt"), "{fault}");
        }
    }
}

#[test]
fn every_head_is_whole_in_a_narrow_window() {
    for language in Language::ALL {
        let tr = crate::i18n::Tr::new(language);
        // What windows of 1024 and of 1000 leave for the page, without the bar to scroll by.
        for columns in [view::machine_columns(&tr), view::user_columns(&tr), view::change_columns(&tr)] {
            assert_eq!(crate::ui::table::cut_heads(&columns, 544.0), [""; 0]);
            assert_eq!(crate::ui::table::cut_heads(&columns, 520.0), [""; 0]);
        }
    }
}

/// The list keeps its order for the next search; it is the one that would be made anew.
#[test]
fn a_list_that_was_kept_is_the_one_that_would_be_made() {
    let bench = Bench::new(Language::German);
    let tr = bench.context().tr;
    let machine = |drop: usize| {
        forecast(&bench, |runtime| {
            runtime.users.retain(|user| user.user.admin || user.user.id.as_u128() % drop as u128 != 0);
        })
    };
    let both = [Arc::new(vec![machine(2)]), Arc::new(vec![machine(3)])];
    let mut kept = list::List::default();
    let rows = |list: &list::List| (0..list.len()).map(|row| list.user(row)).collect::<Vec<_>>();
    let mut lists = std::collections::BTreeSet::new();
    for machines in both.iter().cycle().take(4) {
        for (column, descending) in [(0, false), (0, true), (2, true), (1, false)] {
            for (search, shown) in
                [("", Shown::All), ("", Shown::Attention), ("er", Shown::All), ("ER", Shown::Attention), ("no such", Shown::All)]
            {
                let sort = table::Sort { column, descending };
                assert!(kept.refresh(machines, 0, shown, search, sort, tr));
                let mut fresh = list::List::default();
                fresh.refresh(machines, 0, shown, search, sort, tr);
                assert_eq!((rows(&kept), kept.changes()), (rows(&fresh), fresh.changes()));
                lists.insert(rows(&kept));
            }
        }
    }
    assert!(lists.len() > 8, "they are different lists");
}

/// Orders that come from beside the window are of these machines, by that column and in that language, or nobody's.
#[test]
fn orders_are_of_the_machines_the_column_and_the_language_they_were_made_for() {
    let bench = Bench::new(Language::English);
    let machines = Arc::new(vec![forecast(&bench, |_| {}), forecast(&bench, |runtime| runtime.users.truncate(3))]);
    let fewer = Arc::new(machines[1..].to_vec());
    let (english, german) = (Tr::new(Language::English), Tr::new(Language::German));
    for column in 0..3 {
        let mut orders = Orders::made(&machines, column, &english);
        assert_eq!(orders.of(), Of::new(&machines, column, Language::English));
        let same_in_german = orders.of() == Of::new(&machines, column, Language::German);
        assert_eq!(same_in_german, column == 0, "names are in order in each language");
        assert_ne!(orders.of(), Of::new(&machines, column + 1, Language::English));
        for (place, machine) in machines.iter().enumerate() {
            let users = &machine.merged().unwrap().report.users;
            let before = &machine.merged().unwrap().before.definitions;
            let said = |(user, _): &(usize, Str)| match column {
                0 => keyholder_shared::name::order(&users[*user].name),
                1 => words::action(&english, users[*user].action()).into(),
                _ => words::reason(&english, &users[*user], before).into(),
            };
            let listed = orders.users(place);
            assert_eq!(listed.len(), users.len());
            assert!(listed.iter().map(said).is_sorted(), "{column}");
        }
        let second = orders.users(1).to_vec();
        orders.leave(0, &fewer, &machines);
        assert_eq!(orders.of(), Of::new(&machines, column, Language::English), "those were others");
        orders.leave(0, &machines, &fewer);
        assert_eq!((orders.of(), orders.users(0)), (Of::new(&fewer, column, Language::English), &second[..]));
        assert!(orders.users(1).is_empty());
        assert_eq!(Orders::made(&machines, column, &german).users(0).len(), machines[0].merged().unwrap().report.users.len());
    }
    assert!(!super::order::are_many(&machines) && MANY > 100);
}
