//! Definitions as access is evaluated by them: places instead of Ids, sets of bits instead of lists.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use smallvec::SmallVec;

use super::bits::Bits;
use super::{AreaIndex, RightIndex};
use crate::model::{Definitions, Group, SYSTEM_RIGHTS, User};
use crate::name::fold;
use crate::{Id, Str};

/// The definitions of one generation.
#[derive(Debug)]
pub(super) struct Table {
    /// The same for definitions whose rights and areas stand at the same places.
    pub stamp: u64,
    /// The rights' keys by place.
    pub keys: Vec<Str>,
    /// The areas by place.
    pub areas: Vec<PlacedArea>,
    /// The built-in rights.
    pub system: Bits,
    slots: FxHashMap<Str, usize>,
    /// Areas by Id and by folded name; a name may mean two areas in two languages.
    area_names: FxHashMap<Str, SmallVec<[usize; 1]>>,
    /// The areas of a client, by its folded name.
    clients: FxHashMap<Str, Bits>,
    /// In the order of the file.
    groups: Vec<PlacedGroup>,
    group_places: FxHashMap<Id, usize>,
    administrators: Option<Id>,
}

#[derive(Debug)]
pub(super) struct PlacedArea {
    pub id: Id,
    pub name: Str,
}

#[derive(Debug)]
pub(super) struct PlacedGroup {
    pub id: Id,
    pub name: Str,
    pub granted: Bits,
    pub denied: Bits,
    pub areas: Bits,
    /// It names an area, known or not.
    pub is_local: bool,
}

impl PlacedGroup {
    pub fn counts_in(&self, areas: &Bits) -> bool {
        !self.is_local || self.areas.meets(areas)
    }
}

impl Table {
    pub fn new(definitions: &Definitions) -> Self {
        let language = definitions.languages.default.as_str();
        let rights = || definitions.right_groups.iter().flat_map(|group| group.rights.iter());
        let keys: Vec<Str> = rights().map(|right| right.key.clone()).collect();
        let slots = keys.iter().cloned().zip(0..).collect::<FxHashMap<_, _>>();
        let right_places: FxHashMap<Id, usize> = rights().map(|right| right.id).zip(0..).collect();
        let mut system = Bits::new(keys.len());
        SYSTEM_RIGHTS.iter().filter_map(|key| slots.get(*key)).for_each(|slot| system.insert(*slot));

        let mut area_places = FxHashMap::default();
        let mut area_names: FxHashMap<Str, SmallVec<[usize; 1]>> = FxHashMap::default();
        let mut clients: FxHashMap<Str, Bits> = FxHashMap::default();
        let count = definitions.areas.len();
        for (place, area) in definitions.areas.iter().enumerate() {
            area_places.insert(area.id, place);
            let id = Str::from(area.id.encode(&mut [0; 36]));
            for name in area.name.list.iter().map(|text| fold(&text.value)).chain([id]) {
                let places = area_names.entry(name).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            for client in &area.clients {
                clients.entry(fold(&client.name)).or_insert_with(|| Bits::new(count)).insert(place);
            }
        }
        let areas =
            definitions.areas.iter().map(|area| PlacedArea { id: area.id, name: area.name.get(language).into() });
        let areas: Vec<PlacedArea> = areas.collect();
        let place = |group: &Group| placed(group, language, &right_places, keys.len(), &area_places, count);
        let groups: Vec<PlacedGroup> = definitions.groups.iter().map(place).collect();
        Self {
            stamp: stamp(&keys, &areas),
            system,
            slots,
            area_names,
            clients,
            group_places: groups.iter().map(|group| group.id).zip(0..).collect(),
            groups,
            administrators: definitions.administrators(),
            keys,
            areas,
        }
    }

    pub fn slot(&self, key: &str) -> Option<usize> {
        self.slots.get(key).copied()
    }

    pub fn right(&self, key: &str) -> Option<RightIndex> {
        self.slot(key).map(|slot| RightIndex { stamp: self.stamp, slot })
    }

    /// The one area that is meant; a name of two areas means neither.
    pub fn area(&self, area: &str) -> Option<AreaIndex> {
        match self.area_places(area) {
            [slot] => Some(AreaIndex { stamp: self.stamp, slot: *slot }),
            _ => None,
        }
    }

    fn area_places(&self, area: &str) -> &[usize] {
        self.area_names.get(&fold(area)).map_or(&[], |places| places)
    }

    /// True if `area` is known and among `areas`; if it is the name of two areas, both are.
    pub fn client_is_in(&self, areas: &Bits, area: &str) -> bool {
        let places = self.area_places(area);
        !places.is_empty() && places.iter().all(|place| areas.has(*place))
    }

    /// The areas that hold a client.
    pub fn areas_of(&self, client: Option<&str>) -> Bits {
        client
            .and_then(|client| self.clients.get(&fold(client)).cloned())
            .unwrap_or_else(|| Bits::new(self.areas.len()))
    }

    /// The groups of a user, in the order of the file, each once.
    pub fn groups_of(&self, user: &User) -> impl Iterator<Item = &PlacedGroup> {
        let mut places: SmallVec<[usize; 8]> =
            user.groups.iter().filter_map(|group| self.group_places.get(&group.id).copied()).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.groups.get(place))
    }

    pub fn is_administrator(&self, user: &User) -> bool {
        self.administrators.is_some_and(|group| user.is_member_of(group))
    }

    /// The group `Administrators`.
    pub fn is_administrators(&self, group: &PlacedGroup) -> bool {
        self.administrators == Some(group.id)
    }
}

fn placed(
    group: &Group,
    language: &str,
    right_places: &FxHashMap<Id, usize>,
    rights: usize,
    area_places: &FxHashMap<Id, usize>,
    areas: usize,
) -> PlacedGroup {
    let mut placed = PlacedGroup {
        id: group.id,
        name: group.name.get(language).into(),
        granted: Bits::new(rights),
        denied: Bits::new(rights),
        areas: Bits::new(areas),
        is_local: !group.areas.is_empty(),
    };
    for right in &group.rights {
        if let Some(place) = right_places.get(&right.id) {
            if right.denied { &mut placed.denied } else { &mut placed.granted }.insert(*place);
        }
    }
    for area in group.areas.iter().filter_map(|area| area_places.get(&area.id)) {
        placed.areas.insert(*area);
    }
    placed
}

/// Tells generations apart in which a place means another thing.
fn stamp(keys: &[Str], areas: &[PlacedArea]) -> u64 {
    let mut hasher = Sha256::new();
    hasher.update((keys.len() as u64).to_be_bytes());
    for key in keys {
        hasher.update((key.len() as u64).to_be_bytes());
        hasher.update(key.as_bytes());
    }
    for area in areas {
        hasher.update(area.id.as_u128().to_be_bytes());
    }
    hasher.finalize().iter().take(8).fold(0, |stamp, byte| stamp << 8 | u64::from(*byte))
}
