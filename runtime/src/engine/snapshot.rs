//! One generation of the runtime document, with what finds things in it.

use keyholder_shared::access::Access;
use keyholder_shared::model::{Group, Policies, Runtime, RuntimeUser};
use keyholder_shared::name::fold;
use keyholder_shared::xml::Head;
use keyholder_shared::{Id, Str};
use rustc_hash::FxHashMap;

use crate::fingerprint::Fingerprint;

/// One generation of the runtime document. It never changes.
pub struct Snapshot {
    runtime: Runtime,
    index: Index,
    /// The head of the file it was read from, which tells it from other generations.
    pub(super) head: Option<Head>,
    pub(super) fingerprint: Fingerprint,
}

/// What finds things in a document.
pub(super) struct Index {
    access: Access,
    by_name: FxHashMap<Str, usize>,
    by_id: FxHashMap<Id, usize>,
}

impl Index {
    pub fn of(runtime: &Runtime) -> Self {
        let users = || runtime.users.iter().enumerate();
        Self {
            access: Access::new(&runtime.definitions),
            by_name: users().map(|(index, user)| (fold(&user.user.name), index)).collect(),
            by_id: users().map(|(index, user)| (user.user.id, index)).collect(),
        }
    }

    /// Whether it finds what an index made anew finds.
    pub fn is_of(&self, runtime: &Runtime) -> bool {
        let anew = Self::of(runtime);
        self.by_name == anew.by_name && self.by_id == anew.by_id
    }

    /// Where the user with this Id is in the document.
    pub fn place_of(&self, id: Id) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Makes the index of `old` that of `new`, in which the users `changed` alone are others or are added at
    /// the end, under the same groups and rights. False if others have moved; then it is of no use any more.
    pub fn follow(&mut self, old: &Runtime, new: &Runtime, changed: &[Id]) -> bool {
        for id in changed {
            let (at, before) = match self.place_of(*id) {
                Some(at) => (at, old.users.get(at)),
                None => (self.by_id.len(), None),
            };
            let Some(user) = new.users.get(at).filter(|user| user.user.id == *id) else { return false };
            self.by_id.insert(*id, at);
            let name = fold(&user.user.name);
            if let Some(before) = before.map(|before| fold(&before.user.name)).filter(|before| *before != name)
                && self.by_name.get(&before) == Some(&at)
            {
                // Unless somebody else has it by now.
                self.by_name.remove(&before);
            }
            self.by_name.insert(name, at);
        }
        self.by_id.len() == new.users.len()
    }
}

impl Snapshot {
    pub(super) fn new(runtime: Runtime, head: Option<Head>, fingerprint: Fingerprint) -> Self {
        let index = Index::of(&runtime);
        Self::with_index(runtime, index, head, fingerprint)
    }

    pub(super) fn with_index(runtime: Runtime, index: Index, head: Option<Head>, fingerprint: Fingerprint) -> Self {
        Self { runtime, index, head, fingerprint }
    }

    /// The document and what finds things in it, to be made another.
    pub(super) fn into_parts(self) -> (Runtime, Index) {
        (self.runtime, self.index)
    }

    /// The document.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The number of its write.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.runtime.generation
    }

    /// The guidelines.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.runtime.definitions.policies
    }

    /// Rights, groups and areas in the form that logins are evaluated by.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.index.access
    }

    /// The user with this name, without regard to case.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&RuntimeUser> {
        self.runtime.users.get(*self.index.by_name.get(&fold(name))?)
    }

    /// The user with this Id.
    #[must_use]
    pub fn by_id(&self, id: Id) -> Option<&RuntimeUser> {
        self.runtime.users.get(self.index.place_of(id)?)
    }

    /// The group with this Id, or with this name in any language, without regard to case.
    #[must_use]
    pub fn group(&self, id_or_name: &str) -> Option<&Group> {
        let groups = &self.runtime.definitions.groups;
        let id: Option<Id> = id_or_name.trim().parse().ok();
        let name = fold(id_or_name);
        let named = |group: &&Group| group.name.list.iter().any(|text| fold(&text.value) == name);
        groups.iter().find(|group| Some(group.id) == id).or_else(|| groups.iter().find(named))
    }

    /// True if the user is a member of Administrators.
    #[must_use]
    pub fn is_administrator(&self, user: &RuntimeUser) -> bool {
        self.runtime.definitions.administrators().is_some_and(|group| user.user.is_member_of(group))
    }
}
