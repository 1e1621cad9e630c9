//! What the Designer asks of the machine it runs on, each behind a trait or a value that a test can bring
//! itself: the disk, the clock, chance, the system's dialogs, and what is built on them.
//!
//! Everything here may take its time and runs beside the window (`Task::perform`).

pub mod appearance;
pub mod chance;
pub mod clock;
pub mod dialogs;
pub mod files;
pub mod fs;
pub mod recovery;
pub mod settings;
pub mod turns;
pub mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use chance::{Chance, Counted, SystemChance};
use clock::{Clock, FixedClock, SystemClock};
use dialogs::{Answers, Dialogs, SystemDialogs};
use files::Files;
use fs::{Disk, FileSystem, Memory};
use keyholder_shared::Time;
use recovery::Recovery;
use settings::SettingsFile;

/// Everything the Designer asks of the machine. Clones speak to the same machine.
#[derive(Clone)]
pub struct Services {
    /// The disk.
    pub fs: Arc<dyn FileSystem>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness for Ids, salts and names of new files.
    pub chance: Arc<dyn Chance>,
    /// The system's dialogs for files and folders.
    pub dialogs: Arc<dyn Dialogs>,
    /// Opening and saving projects.
    pub files: Files,
    /// Copies of unsaved work.
    pub recovery: Recovery,
    /// What the Designer remembers between two runs.
    pub settings: SettingsFile,
}

impl Services {
    /// The machine the program runs on. Where the platform has no folder for settings or for data, nothing
    /// is remembered.
    #[must_use]
    pub fn of_this_machine() -> Self {
        let folders = directories::ProjectDirs::from("", "", "Keyholder Designer");
        let config = folders.as_ref().map(|folders| folders.config_dir().to_owned());
        let data = folders.as_ref().map(|folders| folders.data_local_dir().to_owned());
        Self::new(Arc::new(Disk), Arc::new(SystemClock), Arc::new(SystemChance), Arc::new(SystemDialogs), config, data)
    }

    /// A machine in memory, at `now`, whose dialogs give `answers`. The second value is its disk.
    #[must_use]
    pub fn for_tests(now: Time, answers: Answers) -> (Self, Memory) {
        let memory = Memory::default();
        let services = Self::new(
            Arc::new(memory.clone()),
            Arc::new(FixedClock::new(now)),
            Arc::new(Counted::default()),
            Arc::new(answers),
            Some(PathBuf::from("config")),
            Some(PathBuf::from("data")),
        );
        (services, memory)
    }

    fn new(
        fs: Arc<dyn FileSystem>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        dialogs: Arc<dyn Dialogs>,
        config: Option<PathBuf>,
        data: Option<PathBuf>,
    ) -> Self {
        let files = Files::new(Arc::clone(&fs), Arc::clone(&clock), Arc::clone(&chance));
        let recovery = Recovery::new(Arc::clone(&fs), Arc::clone(&chance), data.map(|folder| folder.join("recovery")));
        let file = config.map(|folder| folder.join("settings.json"));
        let settings = SettingsFile::new(Arc::clone(&fs), Arc::clone(&chance), file);
        Self { fs, clock, chance, dialogs, files, recovery, settings }
    }
}
