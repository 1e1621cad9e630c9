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
    access: Access,
    by_name: FxHashMap<Str, usize>,
    by_id: FxHashMap<Id, usize>,
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
}

impl Snapshot {
    pub(super) fn new(runtime: Runtime, head: Option<Head>, fingerprint: Fingerprint) -> Self {
        let index = Index::of(&runtime);
        Self::with_index(runtime, index, head, fingerprint)
    }

    pub(super) fn with_index(
        runtime: Runtime,
        Index { access, by_name, by_id }: Index,
        head: Option<Head>,
        fingerprint: Fingerprint,
    ) -> Self {
        Self { runtime, access, by_name, by_id, head, fingerprint }
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
        &self.access
    }

    /// The user with this name, without regard to case.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&RuntimeUser> {
        self.runtime.users.get(*self.by_name.get(&fold(name))?)
    }

    /// The user with this Id.
    #[must_use]
    pub fn by_id(&self, id: Id) -> Option<&RuntimeUser> {
        self.runtime.users.get(*self.by_id.get(&id)?)
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
