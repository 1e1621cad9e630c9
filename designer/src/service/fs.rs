//! The disk as the Designer sees it: the real one, and one in memory for tests that can be told to fail.

mod memory;
mod platform;

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use memory::{Call, Memory};

use super::chance::Chance;

/// How often another random name is tried if one is taken.
const NAMES_TRIED: usize = 16;
/// A new file that was written so long before another one was saved is nobody's any more.
const ABANDONED: Duration = Duration::from_secs(600);

/// The calls that everything the Designer keeps is made of.
pub trait FileSystem: Send + Sync {
    /// The first `cap` bytes of a file, or all of it if it is shorter.
    ///
    /// # Errors
    /// What the system says; so with all of these.
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>>;
    /// Creates a file that must not exist yet, writes it and waits until it is on disk. It is readable by
    /// its owner alone, or by those who may read `like`.
    ///
    /// # Errors
    /// What the system says.
    fn create(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()>;
    /// Renames a file, replacing what stands under the new name.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until a folder's entries are on disk.
    ///
    /// # Errors
    /// What the system says.
    fn flush_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it; its owner alone may look into it.
    ///
    /// # Errors
    /// What the system says.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes one folder, as the system makes folders for this user; the one above it is there.
    ///
    /// # Errors
    /// What the system says.
    fn new_folder(&self, path: &Path) -> io::Result<()>;
    /// The names in a folder that are text, in order.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
    /// How much earlier `path` was written than `than`, by the disk's own clock; nothing if it was later.
    ///
    /// # Errors
    /// What the system says.
    fn earlier(&self, path: &Path, than: &Path) -> io::Result<Duration>;
    /// Whether what stands at the path may be replaced: not a file of which somebody has said that it may only be
    /// read. A Unix would rename another one over it all the same.
    ///
    /// # Errors
    /// `PermissionDenied`.
    fn may_replace(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }
    /// Where a path leads, links followed.
    ///
    /// # Errors
    /// What the system says.
    fn target(&self, path: &Path) -> io::Result<PathBuf>;
    /// The path from the root of the disk: what is remembered of it must mean the same from another folder. Where
    /// the system cannot say, the path as it is.
    fn whole(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
    /// Takes a lock file, made if need be; `None` if another program holds it. Dropping the answer gives
    /// it back.
    ///
    /// # Errors
    /// What the system says.
    fn lock(&self, path: &Path) -> io::Result<Option<Held>>;
}

/// A lock that is held until this is dropped.
pub struct Held(#[allow(dead_code, reason = "it is kept, not looked at")] Box<dyn Send + Sync>);

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// Writes `path` so that the name holds the old content or the new one, whole, at every moment (design
/// section 6): a new file of random name in the same folder, flushed, renamed, the folder flushed.
///
/// # Errors
/// The step that failed and what the system said. Only after `flushing the folder to disk` is the new
/// content in place all the same.
pub fn replace(fs: &dyn FileSystem, chance: &dyn Chance, path: &Path, bytes: &[u8]) -> Result<(), (Step, io::Error)> {
    // A link stays one: what it leads to is replaced.
    let path = &fs.target(path).unwrap_or_else(|_| path.to_owned());
    fs.may_replace(path).map_err(|error| (Step::Creating, error))?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut tried = 0;
    let new = loop {
        tried += 1;
        let random = chance.bytes().map_err(|error| (Step::Creating, io::Error::other(error)))?;
        let new = folder.join(format!(".{name}.{:016x}.new", u128::from_be_bytes(random) & u128::from(u64::MAX)));
        match fs.create(&new, bytes, Some(path)) {
            Ok(()) => break new,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tried < NAMES_TRIED => {}
            Err(error) => {
                if error.kind() != io::ErrorKind::AlreadyExists {
                    let _ = fs.remove(&new);
                }
                return Err((Step::Creating, error));
            }
        }
    };
    fs.rename(&new, path).map_err(|error| {
        let _ = fs.remove(&new);
        (Step::Renaming, error)
    })?;
    // What was written shortly before may be another program's save, which goes on.
    sweep(fs, folder, &name, |left| fs.earlier(left, path).is_ok_and(|earlier| earlier >= ABANDONED));
    fs.flush_folder(folder).map_err(|error| (Step::Flushing, error))
}

/// The folders that are missing for a file at `path`, the uppermost last.
pub fn missing<'p>(fs: &dyn FileSystem, path: &'p Path) -> Vec<&'p Path> {
    let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    let is_missing = |folder: &&Path| fs.list(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    above.take_while(is_missing).collect()
}

/// Makes the folders that are missing for a file at `path`. Each is on disk before the next one is made: a file that is
/// acknowledged in them stays (design section 6).
///
/// # Errors
/// What the system says.
pub fn make_missing(fs: &dyn FileSystem, path: &Path) -> io::Result<()> {
    for folder in missing(fs, path).into_iter().rev() {
        match fs.new_folder(folder) {
            // Another program made it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?,
        }
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
        fs.flush_folder(above.unwrap_or(Path::new(".")))?;
    }
    Ok(())
}

/// Removes what crashes left behind of earlier saves under the name `name`, where `is_abandoned` says so. What cannot
/// be removed now is left to a later time.
pub(super) fn sweep(fs: &dyn FileSystem, folder: &Path, name: &str, is_abandoned: impl Fn(&Path) -> bool) {
    for left in fs.list(folder).unwrap_or_default().iter().filter(|left| is_temporary(left, name)) {
        let left = folder.join(left);
        if is_abandoned(&left) {
            let _ = fs.remove(&left);
        }
    }
}

/// Whether `left` is a name that [`replace`] makes for a new file that is to be called `name`.
fn is_temporary(left: &str, name: &str) -> bool {
    let random =
        left.strip_prefix('.').and_then(|rest| rest.strip_prefix(name)).and_then(|rest| rest.strip_prefix('.'));
    random
        .and_then(|rest| rest.strip_suffix(".new"))
        .is_some_and(|hex| hex.len() == 16 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

/// What [`replace`] was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Creating and writing the new file.
    Creating,
    /// Giving it its name.
    Renaming,
    /// Flushing the folder.
    Flushing,
    /// Making the folder that it is to lie in.
    Folder,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Creating => "writing the new file",
            Self::Renaming => "renaming the new file into place",
            Self::Flushing => "flushing the folder to disk",
            Self::Folder => "making the folder",
        })
    }
}

/// The real disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl FileSystem for Disk {
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let length = file.metadata()?.len().min(cap);
        let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        file.take(cap).read_to_end(&mut content)?;
        Ok(content)
    }

    fn create(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
        let mut file = platform::private(OpenOptions::new().write(true).create_new(true)).open(path)?;
        if let Some(there) = like.and_then(|like| std::fs::metadata(like).ok()) {
            // Who may read the project is for those to say who keep it; a refusal changes nothing.
            let _ = file.set_permissions(there.permissions());
        }
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        platform::retry(|| std::fs::rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        platform::retry(|| std::fs::remove_file(path))
    }

    fn flush_folder(&self, path: &Path) -> io::Result<()> {
        platform::flush_folder(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        platform::private_folder(std::fs::DirBuilder::new().recursive(true)).create(path)
    }

    fn new_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path)? {
            names.extend(entry?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    }

    fn earlier(&self, path: &Path, than: &Path) -> io::Result<Duration> {
        let written = |path: &Path| std::fs::metadata(path)?.modified();
        Ok(written(than)?.duration_since(written(path)?).unwrap_or_default())
    }

    fn may_replace(&self, path: &Path) -> io::Result<()> {
        match std::fs::metadata(path) {
            Ok(there) if there.is_file() && there.permissions().readonly() => {
                Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file may only be read"))
            }
            // What else is the matter is told by what is done next.
            _ => Ok(()),
        }
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        // Without a link the path stays as the person wrote it: Windows' long form is not for people.
        if std::fs::symlink_metadata(path)?.is_symlink() { std::fs::canonicalize(path) } else { Ok(path.to_owned()) }
    }

    fn whole(&self, path: &Path) -> PathBuf {
        std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = platform::private(&mut options).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Held(Box::new(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chance::{Counted, SystemChance};
    use super::*;

    #[test]
    fn replacing_leaves_the_new_content_and_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        for content in [b"one".as_slice(), b"two", b""] {
            replace(&Disk, &SystemChance, &path, content).unwrap();
            assert_eq!(Disk.read(&path, 100).unwrap(), content);
            assert_eq!(Disk.list(folder.path()).unwrap(), ["a.xml"]);
        }
    }

    #[test]
    fn a_file_that_may_only_be_read_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        std::fs::write(&path, "one").unwrap();
        let before = std::fs::metadata(&path).unwrap().permissions();
        let mut only_read = before.clone();
        only_read.set_readonly(true);
        std::fs::set_permissions(&path, only_read).unwrap();
        let (step, error) = replace(&Disk, &SystemChance, &path, b"two").unwrap_err();
        assert_eq!((step, error.kind()), (Step::Creating, io::ErrorKind::PermissionDenied));
        assert_eq!(Disk.read(&path, 100).unwrap(), b"one");
        assert_eq!(Disk.list(folder.path()).unwrap(), ["a.xml"]);
        std::fs::set_permissions(&path, before).unwrap();
        replace(&Disk, &SystemChance, &path, b"two").unwrap();
        assert_eq!(Disk.read(&path, 100).unwrap(), b"two");
    }

    #[test]
    fn folders_that_are_missing_are_made_one_after_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plant/line 7/a.xml");
        assert_eq!(missing(&Disk, &path), [folder.path().join("plant/line 7"), folder.path().join("plant")]);
        make_missing(&Disk, &path).unwrap();
        assert_eq!(missing(&Disk, &path), Vec::<&Path>::new());
        replace(&Disk, &SystemChance, &path, b"one").unwrap();
        make_missing(&Disk, &path).unwrap();
        assert_eq!(Disk.read(&path, 100).unwrap(), b"one");
        // A file in the place of a folder is no missing folder, and nothing is made.
        let within = path.join("line/b.xml");
        assert!(make_missing(&Disk, &within).is_err() || missing(&Disk, &within).is_empty());
        assert_eq!(Disk.read(&path, 100).unwrap(), b"one");
        assert_eq!(missing(&Disk, Path::new("a.xml")), Vec::<&Path>::new());
    }

    #[test]
    fn whatever_fails_the_name_holds_the_old_content_or_the_new_one() {
        for call in [Call::Create, Call::Rename, Call::FlushFolder] {
            let memory = Memory::default();
            memory.put("p/a.xml", b"old");
            memory.fail(call, io::ErrorKind::StorageFull);
            let (step, error) = replace(&memory, &Counted::default(), Path::new("p/a.xml"), b"new").unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            let expected: &[u8] = if step == Step::Flushing { b"new" } else { b"old" };
            assert_eq!(memory.get("p/a.xml").unwrap(), expected, "{step}");
            assert_eq!(memory.list(Path::new("p")).unwrap(), ["a.xml"], "{step}");
        }
    }

    #[test]
    fn only_names_of_our_making_count_as_temporaries() {
        assert!(is_temporary(".a.xml.000000000000001f.new", "a.xml"));
        for other in [
            "a.xml",
            ".a.xml.1f.new",
            ".a.xml.000000000000001F.new",
            ".a.xml.000000000000001f.old",
            ".b.xml.000000000000001f.new",
            "a.xml.000000000000001f.new",
        ] {
            assert!(!is_temporary(other, "a.xml"), "{other}");
        }
    }

    /// What a crashed save left: its new file, written or half written.
    const LEFT: &str = ".a.xml.0123456789abcdef.new";

    #[test]
    fn what_a_crashed_save_left_is_gone_after_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let others = [".a.xml.0123456789abcdef.old", ".b.xml.0123456789abcdef.new", ".a.xml.fresh.new", "notes.new"];
        for name in others.iter().chain([&LEFT]) {
            std::fs::write(at(name), b"half").unwrap();
        }
        // Another program may be about to rename what was written just now.
        replace(&Disk, &SystemChance, &at("a.xml"), b"one").unwrap();
        assert!(at(LEFT).exists());
        let before = std::time::SystemTime::now() - ABANDONED - Duration::from_secs(60);
        for name in others.iter().chain([&LEFT]) {
            File::options().write(true).open(at(name)).unwrap().set_modified(before).unwrap();
        }
        replace(&Disk, &SystemChance, &at("a.xml"), b"two").unwrap();
        let mut expected: Vec<&str> = others.iter().copied().chain(["a.xml"]).collect();
        expected.sort_unstable();
        assert_eq!(Disk.list(folder.path()).unwrap(), expected);
        assert_eq!(Disk.read(&at("a.xml"), 100).unwrap(), b"two");
    }

    /// A save that can neither finish nor clear up leaves what a crash would leave.
    #[test]
    fn what_a_save_leaves_bears_a_name_that_the_next_one_knows() {
        let memory = Memory::default();
        memory.fail(Call::Rename, io::ErrorKind::PermissionDenied);
        memory.fail(Call::Remove, io::ErrorKind::PermissionDenied);
        let path = Path::new("p/a.xml");
        replace(&memory, &SystemChance, path, b"one").unwrap_err();
        let [left] = memory.paths().try_into().unwrap();
        memory.mend();
        memory.age(left, ABANDONED);
        replace(&memory, &SystemChance, path, b"two").unwrap();
        assert_eq!(memory.paths(), [path]);
    }

    #[test]
    fn sweeping_that_fails_stands_in_no_ones_way() {
        let path = Path::new("p/a.xml");
        for call in [None, Some(Call::List), Some(Call::Earlier), Some(Call::Remove), Some(Call::FlushFolder)] {
            let memory = Memory::default();
            let left = Path::new("p").join(LEFT);
            memory.put(path, b"old");
            memory.put(&left, b"half");
            memory.age(&left, ABANDONED);
            if let Some(call) = call {
                memory.fail(call, io::ErrorKind::PermissionDenied);
            }
            let done = replace(&memory, &Counted::default(), path, b"new");
            assert_eq!(done.is_ok(), call != Some(Call::FlushFolder), "{call:?}");
            assert_eq!(memory.get(path).unwrap(), b"new", "{call:?}");
            let swept = matches!(call, None | Some(Call::FlushFolder));
            assert_eq!(memory.get(&left).is_none(), swept, "{call:?}");
            memory.mend();
            replace(&memory, &Counted::default(), path, b"newer").unwrap();
            assert_eq!(memory.paths(), [path], "{call:?}: the next save sweeps");
        }
    }

    #[test]
    fn a_save_that_fails_sweeps_nothing() {
        for call in [Call::Create, Call::Rename] {
            let memory = Memory::default();
            memory.put("p/a.xml", b"old");
            memory.put(Path::new("p").join(LEFT), b"half");
            memory.age(Path::new("p").join(LEFT), ABANDONED);
            memory.fail(call, io::ErrorKind::StorageFull);
            replace(&memory, &Counted::default(), Path::new("p/a.xml"), b"new").unwrap_err();
            assert_eq!(memory.list(Path::new("p")).unwrap(), [LEFT, "a.xml"], "{call:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_its_owners_and_an_old_one_keeps_its_readers() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        replace(&Disk, &SystemChance, &path, b"one").unwrap();
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        replace(&Disk, &SystemChance, &path, b"two").unwrap();
        assert_eq!(mode(), 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.xml"), folder.path().join("link.xml"));
        std::fs::write(&path, b"one").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&Disk, &SystemChance, &link, b"two").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn a_lock_is_one_holders() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::default();
        for (fs, path) in
            [(&Disk as &dyn FileSystem, folder.path().join("a.lock")), (&memory, PathBuf::from("d/a.lock"))]
        {
            let held = fs.lock(&path).unwrap();
            assert!(held.is_some());
            assert!(fs.lock(&path).unwrap().is_none());
            drop(held);
            assert!(fs.lock(&path).unwrap().is_some());
        }
    }
}
