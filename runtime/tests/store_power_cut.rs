//! The power fails at any moment of anything the store does (design section 6).
//!
//! Each test runs one action on a disk that records its moments, takes every disk that a power
//! cut at each moment may leave, starts again from it, and demands the old document or the new
//! one, whole; and the new one alone from the moment the action was acknowledged.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod store_support;

use keyholder_runtime::store::recording::Recording;
use keyholder_runtime::store::{Loaded, Storage, Store, StoreError};
use store_support::*;

/// How many disks are tried for each moment; all moments have fewer.
const LIMIT: usize = 3000;
/// How many of them for a second power cut while the first is being recovered from.
const NESTED: usize = 12;

/// What a start may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Nothing,
    Document(u64),
    Lost,
}

fn start(loaded: Loaded<u64>) -> Start {
    match loaded {
        Loaded::Missing => Start::Nothing,
        Loaded::Current(n) | Loaded::Recovered { value: n, .. } => Start::Document(n),
        Loaded::Lost { .. } => Start::Lost,
    }
}

struct Cut<'a> {
    /// The disk before, all of it durable.
    before: Recording,
    /// The storages that the project may ask for after the power cut.
    storages: Vec<Storage>,
    /// What the next start may find while the action is not acknowledged.
    old: &'a [Start],
    /// What it must find afterwards.
    new: Start,
    /// Documents that must be somewhere on the disk all the time.
    never_lost: Vec<Vec<u8>>,
    /// Whether the power fails a second time during the next start.
    twice: bool,
}

impl Cut<'_> {
    /// Cuts the power at every moment of `action`; returns how many disks were tried.
    fn during(&self, storage: Storage, action: impl Fn(&Store) -> Result<(), StoreError>) -> usize {
        let disk = self.before.settled();
        action(&store(&disk, storage)).unwrap();
        let acknowledged = disk.moments();
        assert!(acknowledged > 0, "nothing happened");
        let mut tried = 0;
        for moment in 0..acknowledged {
            let last = moment + 1 == acknowledged;
            for cut in disk.cut(moment, LIMIT, moment as u64) {
                tried += 1;
                for storage in &self.storages {
                    self.check(&cut.settled(), storage, last);
                }
                if self.twice && tried % 97 == 1 {
                    for storage in &self.storages {
                        self.again(&cut, storage, last);
                    }
                }
            }
        }
        tried
    }

    /// Starts from a disk that a power cut left.
    fn check(&self, cut: &Recording, storage: &Storage, acknowledged: bool) -> Start {
        let store = store(cut, storage.clone());
        let tell = |cut: &Recording| format!("{:?} {:?}", cut.names("/p"), cut.names("/p/data"));
        let left = tell(cut);
        // What a dry run says is what a start does.
        let foretold = store.read(parse).unwrap();
        let loaded = load(&store).unwrap_or_else(|error| panic!("{error}: {left}"));
        assert_eq!(foretold, loaded, "{left}");
        // What was acknowledged is current, and needs no recovery.
        assert!(!acknowledged || !matches!(loaded, Loaded::Recovered { .. }), "{left}");
        let found = start(loaded);
        let allowed = found == self.new || (!acknowledged && self.old.contains(&found));
        assert!(allowed, "{found:?} from {left}, acknowledged: {acknowledged}");
        for document in &self.never_lost {
            assert!(kept(cut, document), "a document is lost: {left} became {}", tell(cut));
        }
        // The next start finds the same, and the work goes on.
        assert_eq!(start(load(&store).unwrap()), found);
        match found {
            Start::Nothing => save(&store, None, 70).unwrap(),
            Start::Document(n) => save(&store, Some(n), 70).unwrap(),
            Start::Lost => reset(&store, 70).unwrap(),
        }
        assert_eq!(load(&store).unwrap(), Loaded::Current(70));
        assert_eq!(leftovers(cut, store.place().unwrap().wanted.path()), [""; 0]);
        found
    }

    /// Cuts the power again while the disk is being started from.
    fn again(&self, cut: &Recording, storage: &Storage, acknowledged: bool) {
        let disk = cut.settled();
        load(&store(&disk, storage.clone())).unwrap();
        for moment in 0..disk.moments() {
            for cut in disk.cut(moment, NESTED, moment as u64) {
                self.check(&cut, storage, acknowledged);
            }
        }
    }
}

fn in_project_folder(before: Recording, old: &[Start], new: Start) -> Cut<'_> {
    Cut { before, storages: vec![Storage::ProjectDirectory], old, new, never_lost: Vec::new(), twice: true }
}

#[test]
fn first_save() {
    let old = [Start::Nothing];
    let tried = in_project_folder(disk(), &old, Start::Document(1))
        .during(Storage::ProjectDirectory, |store| save(store, None, 1));
    assert!(tried > 40, "{tried}");
}

#[test]
fn second_save() {
    let old = [Start::Document(1)];
    let tried = in_project_folder(disk_with(1), &old, Start::Document(2))
        .during(Storage::ProjectDirectory, |store| save(store, Some(1), 2));
    assert!(tried > 40, "{tried}");
}

#[test]
fn third_save() {
    let old = [Start::Document(2)];
    let tried = in_project_folder(disk_with(2), &old, Start::Document(3))
        .during(Storage::ProjectDirectory, |store| save(store, Some(2), 3));
    assert!(tried > 40, "{tried}");
}

#[test]
fn a_save_after_one_that_a_power_cut_interrupted_halfway() {
    // The current and the previous generation are one file then.
    let disk = disk_with(2);
    let first = disk.settled();
    save(&store(&first, Storage::ProjectDirectory), Some(2), 3).unwrap();
    let halfway = (0..first.moments())
        .flat_map(|moment| first.cut(moment, LIMIT, 0))
        .find(|cut| cut.content(PREVIOUS) == Some(document(2)) && cut.content(CURRENT) == Some(document(2)))
        .unwrap();
    in_project_folder(halfway, &[Start::Document(2)], Start::Document(3))
        .during(Storage::ProjectDirectory, |store| save(store, Some(2), 3));
}

#[test]
fn several_saves_without_a_pause() {
    let disk = disk_with(1);
    let store = store(&disk, Storage::ProjectDirectory);
    let mut acknowledged = Vec::new();
    for generation in 2..=5 {
        save(&store, Some(generation - 1), generation).unwrap();
        acknowledged.push(disk.moments());
    }
    for moment in 0..disk.moments() {
        let at_least = 1 + acknowledged.iter().filter(|&&end| end <= moment + 1).count() as u64;
        for cut in disk.cut(moment, 500, moment as u64) {
            let Loaded::Current(found) = load(&store_support::store(&cut, Storage::ProjectDirectory)).unwrap() else {
                panic!("the current generation is not whole at moment {moment}");
            };
            assert!((at_least..=at_least + 1).contains(&found), "{found} at {moment}");
        }
    }
}

#[test]
fn recovery_from_damage() {
    for garbage in [&b""[..], &document(3)[..700], &[0; 1400]] {
        let disk = disk_with(3);
        disk.put(CURRENT, garbage);
        let mut cut = in_project_folder(disk, &[], Start::Document(2));
        cut.never_lost.push(garbage.to_vec());
        cut.during(Storage::ProjectDirectory, |store| load(store).map(|_| ()));
    }
}

#[test]
fn recovery_from_a_missing_document() {
    let disk = disk_with(3);
    disk.take(CURRENT);
    in_project_folder(disk, &[], Start::Document(2)).during(Storage::ProjectDirectory, |store| load(store).map(|_| ()));
}

#[test]
fn recording_a_loss() {
    for previous in [None, Some(&b"bad as well"[..])] {
        let disk = disk_with(3);
        disk.put(CURRENT, b"bad");
        disk.take(PREVIOUS);
        let mut never_lost = vec![b"bad".to_vec()];
        if let Some(previous) = previous {
            disk.put(PREVIOUS, previous);
            never_lost.push(previous.to_vec());
        }
        let mut cut = in_project_folder(disk, &[], Start::Lost);
        cut.never_lost = never_lost;
        cut.during(Storage::ProjectDirectory, |store| load(store).map(|_| ()));
    }
}

#[test]
fn reset_after_a_loss() {
    let disk = disk_with(3);
    disk.put(CURRENT, b"bad");
    disk.put(PREVIOUS, b"bad as well");
    load(&store(&disk, Storage::ProjectDirectory)).unwrap();
    let mut cut = in_project_folder(disk.settled(), &[Start::Lost], Start::Document(9));
    cut.never_lost = vec![b"bad".to_vec(), b"bad as well".to_vec()];
    cut.during(Storage::ProjectDirectory, |store| reset(store, 9));
}

#[test]
fn reset_of_a_sound_document() {
    let mut cut = in_project_folder(disk_with(3), &[Start::Document(3)], Start::Document(9));
    cut.never_lost.push(document(3));
    cut.during(Storage::ProjectDirectory, |store| reset(store, 9));
}

#[test]
fn reset_of_what_is_left_of_a_document() {
    let previous = disk_with(3);
    previous.take(CURRENT);
    let cut = in_project_folder(previous, &[Start::Document(2)], Start::Document(9));
    cut.during(Storage::ProjectDirectory, |store| reset(store, 9));

    let marker = disk();
    marker.put(MARKER, b"lost");
    let cut = in_project_folder(marker, &[Start::Lost], Start::Document(9));
    cut.during(Storage::ProjectDirectory, |store| reset(store, 9));
}

/// The places a document moves between.
fn places() -> [Storage; 3] {
    [Storage::ProjectDirectory, file_path("data/users.xml"), file_path("data")]
}

/// A disk whose document lies at `from` in generation 3, after it lay at `earlier` if any.
fn disk_at(from: &Storage, earlier: Option<&Storage>) -> Recording {
    let disk = disk();
    let mut last = None;
    if let Some(earlier) = earlier {
        fill(&store(&disk, earlier.clone()), 2);
        load(&store(&disk, from.clone())).unwrap();
        last = Some(2);
    }
    let store = store(&disk, from.clone());
    if last.is_none() {
        fill(&store, 2);
    }
    save(&store, Some(2), 3).unwrap();
    disk.settled()
}

#[test]
fn a_move() {
    for from in places() {
        for to in places() {
            for earlier in [None, Some(&to)] {
                if from == to {
                    continue;
                }
                let cut = Cut {
                    before: disk_at(&from, earlier),
                    // The engineer may deliver the former place again, or the project may be
                    // unreadable when the power is back.
                    storages: vec![to.clone(), from.clone()],
                    old: &[],
                    new: Start::Document(3),
                    never_lost: vec![document(3)],
                    twice: false,
                };
                cut.during(to.clone(), |store| load(store).map(|_| ()));
            }
        }
    }
}

#[test]
fn a_move_onto_a_stale_document() {
    let before = disk_at(&places()[1], None);
    before.put(CURRENT, &document(55));
    before.put(PREVIOUS, &document(54));
    let cut = Cut {
        before,
        storages: vec![places()[0].clone(), places()[1].clone(), places()[2].clone()],
        old: &[],
        new: Start::Document(3),
        never_lost: vec![document(3), document(55)],
        twice: true,
    };
    cut.during(Storage::ProjectDirectory, |store| load(store).map(|_| ()));
}

#[test]
fn a_move_with_a_save() {
    for (from, to) in [(0, 1), (1, 0), (1, 2)] {
        let cut = Cut {
            before: disk_at(&places()[from], None),
            storages: vec![places()[to].clone(), places()[from].clone()],
            old: &[Start::Document(3)],
            new: Start::Document(4),
            never_lost: vec![document(3)],
            twice: false,
        };
        cut.during(places()[to].clone(), |store| save(store, Some(3), 4));
    }
}

#[test]
fn a_reset_with_a_move() {
    for (from, to) in [(0, 1), (1, 0)] {
        let cut = Cut {
            before: disk_at(&places()[from], None),
            storages: vec![places()[to].clone(), places()[from].clone()],
            old: &[Start::Document(3)],
            new: Start::Document(9),
            never_lost: vec![document(3)],
            twice: false,
        };
        cut.during(places()[to].clone(), |store| reset(store, 9));
    }
}

#[test]
fn first_save_at_another_place() {
    let cut = Cut {
        before: disk(),
        storages: vec![places()[1].clone()],
        old: &[Start::Nothing],
        new: Start::Document(1),
        never_lost: Vec::new(),
        twice: true,
    };
    cut.during(places()[1].clone(), |store| save(store, None, 1));
}

#[test]
fn first_save_at_another_place_and_the_project_changes_its_mind() {
    let cut = Cut {
        before: disk(),
        storages: vec![Storage::ProjectDirectory],
        old: &[Start::Nothing],
        new: Start::Document(1),
        never_lost: Vec::new(),
        twice: true,
    };
    cut.during(places()[1].clone(), |store| save(store, None, 1));
}

#[test]
fn a_torn_note_is_no_note() {
    let disk = disk_with(2);
    let store = store(&disk, Storage::ProjectDirectory);
    let long = "verified ".repeat(100);
    store.lock(NO_WAIT).unwrap().set_note(&long).unwrap();
    let mut seen = [0, 0];
    for moment in 0..disk.moments() {
        for cut in disk.cut(moment, 500, 1) {
            let store = store_support::store(&cut, Storage::ProjectDirectory);
            let note = store.lock(NO_WAIT).unwrap().note();
            seen[usize::from(note.is_some())] += 1;
            assert!(note.is_none() || note.as_deref() == Some(&long));
            assert_eq!(load(&store).unwrap(), Loaded::Current(2));
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

/// The recorder must be able to find a store out: one that renames before it flushes.
#[test]
fn the_recorder_tells_a_careless_save() {
    use keyholder_runtime::store::FileSystem;
    use std::path::Path;
    let disk = disk_with(1);
    let new = Path::new("/p/new");
    let mut file = disk.create_new(new).unwrap();
    file.write_all(&document(2)).unwrap();
    disk.rename(new, Path::new(CURRENT)).unwrap();
    let outcomes: Vec<_> = (0..disk.moments())
        .flat_map(|moment| disk.cut(moment, LIMIT, 0))
        .map(|cut| parse(cut.content(CURRENT).unwrap()))
        .collect();
    assert!(outcomes.contains(&Ok(1)));
    assert!(outcomes.contains(&Ok(2)));
    assert!(outcomes.contains(&Err(Refused::Torn)));
}
