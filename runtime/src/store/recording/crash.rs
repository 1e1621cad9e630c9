//! What a disk may hold after the power has failed.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Contents, Inode, Name, Recording, SECTOR};

impl Recording {
    /// How many moments were recorded since the disk came into being: one after each change.
    pub fn moments(&self) -> usize {
        self.state().moments.len()
    }

    /// The disks that a power cut at a moment may leave, at most `limit` of them: all if they
    /// are that few, otherwise a sample that is the same for the same `seed`. Each comes with
    /// nothing pending. Empty for a moment that was not recorded.
    pub fn cut(&self, moment: usize, limit: usize, seed: u64) -> Vec<Recording> {
        let Some(contents) = self.state().moments.get(moment).cloned() else {
            return Vec::new();
        };
        let names = contents.pending_names();
        let mut random = Random(seed);
        let ways = names.iter().map(|n| n.meanings.len());
        let mut disks = Vec::new();
        for choice in choices(&ways.collect::<Vec<_>>(), limit, &mut random) {
            let cut = contents.with_names(&names, &choice);
            let dirty = cut.pending_data(&mut random);
            let ways = dirty.iter().map(|d| d.contents.len()).collect::<Vec<_>>();
            for choice in choices(&ways, limit, &mut random) {
                disks.push(cut.with_data(&dirty, &choice));
            }
        }
        while disks.len() > limit {
            let lot = random.below(disks.len());
            disks.swap_remove(lot);
        }
        disks.into_iter().map(Recording::from_contents).collect()
    }
}

struct PendingName {
    folder: PathBuf,
    name: OsString,
    meanings: Vec<Option<usize>>,
}

struct PendingData {
    inode: usize,
    contents: Vec<Vec<u8>>,
}

impl Contents {
    fn pending_names(&self) -> Vec<PendingName> {
        let all = self.folders.iter().flat_map(|(folder, names)| {
            names.iter().map(move |(name, state)| PendingName {
                folder: folder.clone(),
                name: name.clone(),
                meanings: distinct(std::iter::once(state.durable).chain(state.since.clone())),
            })
        });
        all.filter(|pending| pending.meanings.len() > 1).collect()
    }

    fn with_names(&self, names: &[PendingName], choice: &[usize]) -> Contents {
        let mut cut = self.clone();
        for folder in cut.folders.values_mut() {
            for name in folder.values_mut() {
                name.since.clear();
            }
        }
        for (pending, &chosen) in names.iter().zip(choice) {
            let durable = pending.meanings.get(chosen).copied().flatten();
            if let Some(folder) = cut.folders.get_mut(&pending.folder) {
                let since = Vec::new();
                folder.insert(pending.name.clone(), Name { durable, since });
            }
        }
        for folder in cut.folders.values_mut() {
            folder.retain(|_, name| name.durable.is_some());
        }
        cut
    }

    /// The files that still have a name and were not flushed, with what each may hold.
    fn pending_data(&self, random: &mut Random) -> Vec<PendingData> {
        let names = self.folders.values().flat_map(|folder| folder.values());
        let reachable: BTreeSet<usize> = names.filter_map(|name| name.durable).collect();
        let files = reachable.into_iter().filter_map(|inode| {
            let file = self.inodes.get(inode)?;
            (!file.since.is_empty()).then(|| PendingData { inode, contents: file.after_cut(random) })
        });
        files.collect()
    }

    fn with_data(&self, dirty: &[PendingData], choice: &[usize]) -> Contents {
        let mut cut = self.clone();
        for (pending, &chosen) in dirty.iter().zip(choice) {
            let content = pending.contents.get(chosen).cloned().unwrap_or_default();
            if let Some(inode) = cut.inodes.get_mut(pending.inode) {
                inode.durable = Arc::new(content);
                inode.since.clear();
            }
        }
        cut
    }
}

/// How many mixtures of sectors are tried for a file that was not flushed.
const MIXTURES: usize = 64;

impl Inode {
    /// Every version whole, cut off at every sector, and zeroed from every sector on; and
    /// mixtures, where each sector is of any version or zeros and the length is anyone's.
    fn after_cut(&self, random: &mut Random) -> Vec<Vec<u8>> {
        let versions: Vec<&Vec<u8>> = std::iter::once(&self.durable).chain(&self.since).map(Arc::as_ref).collect();
        let mut contents = Vec::new();
        for version in &versions {
            contents.push(version.to_vec());
            for cut in (0..version.len()).step_by(SECTOR) {
                let mut torn = version.get(..cut).unwrap_or_default().to_vec();
                contents.push(torn.clone());
                torn.resize(version.len(), 0);
                contents.push(torn);
            }
        }
        let longest = versions.iter().map(|v| v.len()).max().unwrap_or(0);
        let sectors = longest.div_ceil(SECTOR);
        let ways = vec![versions.len() + 1; sectors];
        for choice in choices(&ways, MIXTURES, random) {
            let mut mixed = vec![0; longest];
            for (number, (sector, &chosen)) in mixed.chunks_mut(SECTOR).zip(&choice).enumerate() {
                let from = versions.get(chosen).and_then(|v| v.get(number * SECTOR..));
                for (to, from) in sector.iter_mut().zip(from.unwrap_or_default()) {
                    *to = *from;
                }
            }
            let length = versions.get(random.below(versions.len())).map_or(0, |v| v.len());
            mixed.truncate(length);
            contents.push(mixed);
        }
        distinct(contents)
    }
}

/// One index for each of `ways`, in every combination, or `limit` random combinations with the
/// first and the last of all among them.
fn choices(ways: &[usize], limit: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let total = ways.iter().try_fold(1usize, |total, &n| total.checked_mul(n));
    if let Some(total) = total.filter(|&total| total <= limit) {
        let nth = |mut rest: usize| {
            let one = ways.iter().map(|&n| {
                let index = rest % n;
                rest /= n;
                index
            });
            one.collect()
        };
        return (0..total).map(nth).collect();
    }
    let mut chosen = vec![vec![0; ways.len()], ways.iter().map(|n| n.saturating_sub(1)).collect()];
    while chosen.len() < limit {
        chosen.push(ways.iter().map(|&n| random.below(n)).collect());
    }
    chosen
}

fn distinct<T: Ord + Clone>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    all.into_iter().filter(|one| seen.insert(one.clone())).collect()
}

/// SplitMix64: the same numbers for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % (bound.max(1) as u64)) as usize
    }
}
