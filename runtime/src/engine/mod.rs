//! What runs on the machine between two deliveries, for a visualisation to link: logging in and out, checks
//! of access, the plant's own changes, and word of what happens (design sections 3 to 6).
//!
//! All calls block, none needs an async runtime, and all may come from any thread. Each sees exactly one
//! generation of the runtime document: a reload swaps the whole [`Snapshot`] at once.

mod changing;
mod document;
mod error;
mod event;
mod gate;
mod hashing;
mod login;
mod passwords;
mod recorder;
mod session;
mod snapshot;
mod state;
mod staying;
mod trail;
mod view;
mod working;

use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use keyholder_shared::access::Because;
use keyholder_shared::password::Cost;

pub use document::look;
pub use error::{EngineError, Refused};
pub use event::Event;
pub use login::{Login, Outcome};
pub use session::{Ending, Session};
pub use snapshot::Snapshot;
pub use view::{GroupName, GroupView, UserView};

use crate::clock::{Clock, SystemClock};
use crate::project::ProjectPath;
use crate::random::{Random, SystemRandom};
use crate::state::SessionRecord;
use crate::store::{Disk, FileSystem, Store};
use crate::update::{self, Machine};
use crate::watch::WatchOptions;
use event::Listeners;
use hashing::Slots;
use recorder::Recorder;
use session::Sessions;
use state::State;
use staying::Staying;
use working::Working;

/// How an engine works. The default is what a visualisation wants.
#[derive(Clone)]
pub struct Options {
    /// The disk.
    pub fs: Arc<dyn FileSystem>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub random: Arc<dyn Random>,
    /// What new password hashes cost.
    pub cost: Cost,
    /// How many hashes are computed at once at most; the others wait.
    pub hashes_at_once: usize,
    /// The folder that this machine allows for storage paths, if it allows one.
    pub storage_root: Option<PathBuf>,
    /// How long to wait for another writer.
    pub patience: Duration,
    /// Whether a project that was delivered is merged when the engine opens. Where it is not, only a
    /// machine's first start is.
    pub reconcile: bool,
    /// How the engine stays beside the project; `None`: it does not.
    pub watch: Option<WatchOptions>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fs: Arc::new(Disk),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            cost: Cost::STANDARD,
            hashes_at_once: std::thread::available_parallelism().map_or(1, usize::from),
            storage_root: None,
            patience: Duration::from_secs(10),
            reconcile: true,
            watch: Some(WatchOptions::default()),
        }
    }
}

/// A machine's users, at work.
pub struct Engine {
    core: Arc<Core>,
    /// Ends with the engine.
    _staying: Option<Staying>,
}

/// What all threads of an engine share.
struct Core {
    machine: Machine,
    store: Store,
    random: Arc<dyn Random>,
    cost: Cost,
    snapshot: RwLock<Arc<Snapshot>>,
    /// Held while the document is read anew or changed, so that snapshots follow each other.
    writing: Mutex<Working>,
    state: State,
    recorder: Recorder,
    sessions: Sessions,
    slots: Slots,
    listeners: Listeners,
    /// What was to be told before anyone could listen.
    opening: Mutex<Vec<Event>>,
}

impl Engine {
    /// Opens the project at `given`, a folder or a file: merges what was delivered, reads the runtime
    /// document, and stays beside the project in a thread of its own until the engine is dropped. A project
    /// that is refused changes nothing: the engine works with what the machine has and says so to who
    /// subscribes.
    ///
    /// # Errors
    /// If there is no runtime document to work with, or the store or the state database cannot be used.
    pub fn open(given: &Path, options: Options) -> Result<Self, EngineError> {
        let machine = Machine {
            fs: options.fs,
            clock: options.clock,
            storage_root: options.storage_root,
            patience: options.patience,
        };
        let path = ProjectPath::new(given);
        let mut opening = Vec::new();
        let first_start = document::is_missing(&machine, &path)?;
        if options.reconcile || first_start {
            let update = update::update(&machine, given, update::Options::default(), &|_| {});
            opening.extend(event::of_update(&update));
            // Looked at once more before anything is locked, which would leave a lock file in whatever folder
            // was given by mistake.
            if update.refusal.is_some() && first_start && document::is_missing(&machine, &path)? {
                return Err(EngineError::Refused(Box::new(update)));
            }
        }
        let store = document::store(&machine, &path)?;
        let snapshot = match document::load(&machine, &store)? {
            document::Read::Snapshot { snapshot, alarm } => {
                opening.extend(alarm.map(Event::Alarm));
                snapshot
            }
            document::Read::Missing => return Err(EngineError::Lost(document::GONE.into())),
        };
        let state = State::open(&path, !first_start, snapshot.policies(), machine.clock.now(), &mut opening)?;
        let core = Arc::new(Core {
            machine,
            store,
            random: options.random,
            cost: options.cost,
            snapshot: RwLock::new(Arc::new(*snapshot)),
            writing: Mutex::default(),
            state,
            recorder: Recorder::default(),
            sessions: Sessions::default(),
            slots: Slots::new(options.hashes_at_once),
            listeners: Listeners::default(),
            opening: Mutex::new(opening),
        });
        let staying = options.watch.map(|watch| Staying::begin(&core, given, watch));
        Ok(Self { core, _staying: staying })
    }

    /// The document as it is now. What was got once stays as it is, whatever is reloaded.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.core.snapshot()
    }

    /// Word of what happens from now on, and of what the opening had to tell. Who does not read loses the
    /// later events once a thousand wait.
    #[must_use]
    pub fn subscribe(&self) -> Receiver<Event> {
        let opening = std::mem::take(&mut *self.core.opening.lock().unwrap_or_else(PoisonError::into_inner));
        self.core.listeners.subscribe(opening)
    }

    /// True if the session may do what needs all of `rights`, in `area` if it names one. False for a session
    /// that has ended, and for rights that nobody knows. Does not count as input: see [`Engine::touch`].
    #[must_use]
    pub fn check(&self, session: &Session, rights: &[&str], area: Option<&str>) -> bool {
        self.core.is_open(session) && session.rights().check(rights, area)
    }

    /// Why the session's user may or may not do that: what each group does to each right, by the document
    /// as it is now.
    #[must_use]
    pub fn explain(&self, session: &Session, rights: &[&str], area: Option<&str>) -> Vec<Because> {
        let snapshot = self.core.snapshot();
        match snapshot.by_id(session.user()) {
            Some(user) => snapshot.access().explain(&user.user, session.client(), rights, area),
            None => Vec::new(),
        }
    }

    /// The person at the session has typed or touched something: its idle time begins anew. False if it has
    /// ended.
    pub fn touch(&self, session: &Session) -> bool {
        self.core.touch(session)
    }

    /// Whether the session goes on.
    #[must_use]
    pub fn is_open(&self, session: &Session) -> bool {
        self.core.is_open(session)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// If the state database cannot be written; the session has ended all the same.
    pub fn logout(&self, session: &Session) -> Result<(), EngineError> {
        self.core.end(session, Ending::Logout, None)
    }

    /// All open sessions, those of other programs on this project included.
    ///
    /// # Errors
    /// If the state database cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionRecord>, EngineError> {
        self.core.state.with(&self.core, |state| state.sessions())
    }
}

impl Core {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn tell(&self, event: Event) {
        self.listeners.tell(&event);
    }
}
