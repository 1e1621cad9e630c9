//! What the Designer remembers between two runs: one small JSON file in the platform's folder for settings.
//!
//! A person may edit it and a crash of something else may leave rubbish in it: what can be read of it is
//! taken, field by field, and the rest is as at the first start.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyholder_shared::Time;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::chance::Chance;
use super::fs::{self, FileSystem, Step};
use super::turns::{Turn, Turns};

/// So many projects are remembered as opened lately.
const MOST_RECENT: usize = 12;
/// The settings are small; more than this is not ours.
const MOST_BYTES: u64 = 1024 * 1024;
/// The least and the largest scale of the window's content.
const SCALES: (f32, f32) = (0.5, 3.0);
/// No screen reaches so far, in logical pixels: 32,000 physical ones on the finest screens.
const FARTHEST: f32 = 10_000.0;
/// The least width and height of the window, in logical pixels.
const LEAST: (f32, f32) = (640.0, 400.0);

/// What is remembered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// The window's place and size.
    pub window: Window,
    /// Name of the page last shown; empty: the first.
    pub page: String,
    /// The theme.
    pub theme: Theme,
    /// BCP 47 tag of the surface's language; empty: the system's.
    pub language: String,
    /// Scale of the window's content, 1 is the system's.
    pub scale: f32,
    /// Widths of columns in logical pixels, by the table's name.
    pub columns: BTreeMap<String, Vec<f32>>,
    /// Projects opened lately, the latest first.
    pub recent: Vec<Recent>,
    /// The folder in which a dialog last chose something; empty: none yet.
    pub folder: PathBuf,
}

/// The window's place and size in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Window {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Place of its left top corner; none: where the system puts it.
    pub at: Option<(f32, f32)>,
    /// It fills the screen.
    pub maximized: bool,
    /// The pointer has been in it since it was opened there: that place can be seen.
    pub seen: bool,
    /// Width and height of the monitor that it was on then.
    pub monitor: Option<(f32, f32)>,
}

impl Default for Window {
    fn default() -> Self {
        Self { width: 1280.0, height: 800.0, at: None, maximized: false, seen: true, monitor: None }
    }
}

/// So much of its width must lie on a monitor, and its head, so that it can be taken and moved.
const HELD: (f32, f32) = (120.0, 40.0);

impl Window {
    /// As it is opened: where it was; on a system that opens windows out of sight too, if it was seen there. Whoever
    /// sees nothing starts anew, and finds it.
    #[must_use]
    pub fn opened(self, out_of_sight: bool) -> Self {
        Self { at: self.at.filter(|_| self.seen || !out_of_sight), seen: false, ..self }
    }

    /// True if it was opened beside every monitor, as far as that can be told: it is nearest to a monitor of that size,
    /// which is not the one that it was on, and does not lie on one of that size that begins where all places do.
    #[must_use]
    pub fn is_lost(&self, nearest: (f32, f32)) -> bool {
        let (Some((x, y)), Some(monitor)) = (self.at, self.monitor) else { return false };
        let is_same = (monitor.0 - nearest.0).abs() < 1.0 && (monitor.1 - nearest.1).abs() < 1.0;
        let along = x > HELD.0 - self.width && x < nearest.0 - HELD.0;
        let down = y > -HELD.1 && y < nearest.1 - HELD.1;
        !(is_same || along && down)
    }
}

/// The theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    HighContrast,
}

/// A project opened lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// Its name when it was opened.
    pub name: String,
    /// When it was opened, in milliseconds since 1970.
    #[serde(default)]
    pub opened: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window: Window::default(),
            page: String::new(),
            theme: Theme::default(),
            language: String::new(),
            scale: 1.0,
            columns: BTreeMap::new(),
            recent: Vec::new(),
            folder: PathBuf::new(),
        }
    }
}

impl Settings {
    /// Takes what can be understood of a settings file; the rest is as at the first start.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let Ok(Value::Object(mut fields)) = serde_json::from_slice(bytes) else { return Self::default() };
        let mut field = |name: &str| fields.remove(name).unwrap_or(Value::Null);
        let mut settings = Self {
            window: taken(field("window")).unwrap_or_default(),
            page: taken(field("page")).unwrap_or_default(),
            theme: taken(field("theme")).unwrap_or_default(),
            language: taken(field("language")).unwrap_or_default(),
            scale: taken(field("scale")).unwrap_or(1.0),
            columns: each(field("columns")),
            recent: list(field("recent")),
            folder: taken(field("folder")).unwrap_or_default(),
        };
        settings.tidy();
        settings
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut tidy = self.clone();
        tidy.tidy();
        // Nothing in it can fail to be written: keys are text, and numbers are finite.
        let mut bytes = serde_json::to_vec_pretty(&tidy).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Puts a project at the head of those opened lately.
    pub fn opened(&mut self, path: &Path, name: &str, now: Time) {
        self.forget(path);
        self.recent.insert(0, Recent { path: path.to_owned(), name: name.to_owned(), opened: now.as_millis() });
        self.recent.truncate(MOST_RECENT);
    }

    /// Takes a project out of those opened lately.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|recent| recent.path != path);
    }

    /// Brings numbers into the range in which a window can be used.
    fn tidy(&mut self) {
        let within = |number: f32, least: f32, most: f32, otherwise: f32| {
            if number.is_finite() { number.clamp(least, most) } else { otherwise }
        };
        let normal = Window::default();
        self.scale = within(self.scale, SCALES.0, SCALES.1, 1.0);
        self.window.width = within(self.window.width, LEAST.0, 16384.0, normal.width);
        self.window.height = within(self.window.height, LEAST.1, 16384.0, normal.height);
        self.window.at = self.window.at.and_then(|(x, y)| place(x, y));
        self.window.monitor = self.window.monitor.filter(|(x, y)| x.is_finite() && y.is_finite());
        for widths in self.columns.values_mut() {
            widths.iter_mut().for_each(|width| *width = within(*width, 0.0, 16384.0, 0.0));
        }
        self.recent.truncate(MOST_RECENT);
    }
}

/// The place of a window, if it is one: Windows says of a window that is put away that it lies far beyond every screen.
#[must_use]
pub fn place(x: f32, y: f32) -> Option<(f32, f32)> {
    (x.abs() < FARTHEST && y.abs() < FARTHEST).then_some((x, y))
}

fn taken<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn list<T: DeserializeOwned>(value: Value) -> Vec<T> {
    let Value::Array(items) = value else { return Vec::new() };
    items.into_iter().filter_map(taken).collect()
}

fn each<T: DeserializeOwned>(value: Value) -> BTreeMap<String, T> {
    let Value::Object(fields) = value else { return BTreeMap::new() };
    fields.into_iter().filter_map(|(name, value)| Some((name, taken(value)?))).collect()
}

/// Where the settings are kept.
#[derive(Clone)]
pub struct SettingsFile {
    fs: Arc<dyn FileSystem>,
    chance: Arc<dyn Chance>,
    path: Option<PathBuf>,
    turns: Arc<Turns>,
}

impl SettingsFile {
    /// Settings in the file at `path`; without one nothing is remembered.
    #[must_use]
    pub fn new(fs: Arc<dyn FileSystem>, chance: Arc<dyn Chance>, path: Option<PathBuf>) -> Self {
        Self { fs, chance, path, turns: Arc::default() }
    }

    /// The settings as they were left; those of the first start if there are none.
    #[must_use]
    pub fn load(&self) -> Settings {
        let bytes = self.path.as_ref().and_then(|path| self.fs.read(path, MOST_BYTES).ok());
        bytes.map_or_else(Settings::default, |bytes| Settings::read(&bytes))
    }

    /// The turn of what is to be kept now.
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.turns.next()
    }

    /// Keeps the settings of that turn, whole or not at all; not if later ones are kept already.
    ///
    /// # Errors
    /// The step that failed. Nothing hangs on it but the comfort of the next start.
    pub fn save(&self, turn: Turn, settings: &Settings) -> Result<(), (Step, io::Error)> {
        let Some(path) = &self.path else { return Ok(()) };
        let kept = self.turns.take(turn, || {
            if let Some(folder) = path.parent() {
                self.fs.make_folder(folder).map_err(|error| (Step::Creating, error))?;
            }
            fs::replace(&*self.fs, &*self.chance, path, &settings.write())
        });
        kept.unwrap_or(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::chance::Counted;
    use super::super::fs::{Disk, Memory};
    use super::*;

    fn some() -> Settings {
        let mut settings = Settings {
            window: Window {
                width: 1900.0,
                height: 1000.0,
                at: Some((-10.0, 5.0)),
                maximized: true,
                seen: false,
                monitor: Some((1920.0, 1080.0)),
            },
            page: "matrix".into(),
            theme: Theme::HighContrast,
            language: "de".into(),
            scale: 1.25,
            columns: [("users".to_owned(), vec![120.0, 80.5])].into(),
            ..Settings::default()
        };
        settings.opened(Path::new("a/UserManagementConfig.xml"), "A", Time::from_millis(5));
        settings
    }

    #[test]
    fn what_is_written_reads_back() {
        assert_eq!(Settings::read(&some().write()), some());
    }

    #[test]
    fn one_field_of_rubbish_costs_that_field_alone() {
        let mut value: Value = serde_json::from_slice(&some().write()).unwrap();
        value["theme"] = Value::from(7);
        value["columns"]["groups"] = Value::from("wide");
        value["recent"].as_array_mut().unwrap().push(Value::from(3));
        value["scale"] = Value::from(1e30);
        value["window"]["width"] = Value::from(-5);
        let read = Settings::read(&serde_json::to_vec(&value).unwrap());
        let mut expected = Settings { theme: Theme::System, scale: 3.0, ..some() };
        expected.window.width = LEAST.0;
        assert_eq!(read, expected);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_bad(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..600) {
            assert_eq!(Settings::read(&bytes), Settings::default());
            let whole = some().write();
            let settings = Settings::read(&whole[..cut.min(whole.len())]);
            assert!(settings == Settings::default() || settings == some());
        }
    }

    #[test]
    fn a_window_opens_where_it_was_if_it_was_seen_there() {
        let window = Window { at: Some((-1500.0, 80.0)), ..Window::default() };
        let opened = window.opened(true);
        assert_eq!((opened.at, opened.seen), (window.at, false), "what older versions remember was seen");
        assert_eq!(opened.opened(true).at, None, "nobody has pointed at it since");
        assert_eq!(opened.opened(false).at, window.at, "the system sees to it");
        assert_eq!(Window { seen: true, ..opened }.opened(true).at, window.at);
    }

    #[test]
    fn a_window_on_a_monitor_that_is_gone_is_lost_and_one_on_a_second_monitor_is_not() {
        let on = |x: f32, y: f32, monitor| Window { at: Some((x, y)), monitor: Some(monitor), ..Window::default() };
        let (laptop, large) = ((1536.0, 864.0), (1920.0, 1080.0));
        // The second monitor is there, at whichever side.
        for (x, y) in [(1700.0, 40.0), (-1500.0, 40.0), (200.0, -900.0), (200.0, 900.0)] {
            assert!(!on(x, y, large).is_lost(large), "{x} {y}");
            assert!(on(x, y, large).is_lost(laptop), "{x} {y}: it is gone, and the laptop's is the nearest");
        }
        // The only monitor has another size than before, as by remote desktop.
        assert!(!on(100.0, 100.0, large).is_lost(laptop) && !on(-8.0, -8.0, large).is_lost(laptop));
        assert!(on(1500.0, 100.0, large).is_lost(laptop), "but its head cannot be reached any more");
        assert!(!Window { monitor: None, ..on(1700.0, 40.0, large) }.is_lost(laptop), "nothing is known");
        assert!(!Window { at: None, ..on(0.0, 0.0, large) }.is_lost(laptop));
    }

    #[test]
    fn a_project_opened_again_moves_to_the_head() {
        let mut settings = Settings::default();
        for number in 0..20 {
            settings.opened(Path::new(&format!("{number}.xml")), "", Time::from_millis(0));
        }
        settings.opened(Path::new("15.xml"), "again", Time::from_millis(9));
        assert_eq!(settings.recent.len(), MOST_RECENT);
        assert_eq!((settings.recent[0].name.as_str(), settings.recent[1].path.to_str()), ("again", Some("19.xml")));
        settings.forget(Path::new("15.xml"));
        assert!(settings.recent.iter().all(|recent| recent.path != Path::new("15.xml")));
    }

    #[test]
    fn the_file_is_made_with_its_folder_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/down/settings.json");
        let file = SettingsFile::new(Arc::new(Disk), Arc::new(Counted::default()), Some(path));
        assert_eq!(file.load(), Settings::default());
        file.save(file.turn(), &some()).unwrap();
        assert_eq!(file.load(), some());
        // What is written late is not what was asked for last.
        let (early, late) = (file.turn(), file.turn());
        file.save(late, &Settings::default()).unwrap();
        file.save(early, &some()).unwrap();
        assert_eq!(file.load(), Settings::default());
    }

    #[test]
    fn without_a_folder_nothing_is_remembered_and_nothing_fails() {
        let memory = Memory::default();
        let file = SettingsFile::new(Arc::new(memory.clone()), Arc::new(Counted::default()), None);
        file.save(file.turn(), &some()).unwrap();
        assert_eq!((file.load(), memory.paths().len()), (Settings::default(), 0));
    }
}
