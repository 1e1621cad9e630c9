//! The marker of a lost document: a text for people, which also keeps what was found.

use std::path::{Path, PathBuf};

use super::atomic;
use super::error::{StoreError, at};
use super::file::plain_file;
use super::fs::FileSystem;
use super::names::Names;
use super::platform::retry;

/// How much of a marker is read, in bytes; ours are far shorter.
const CAP: u64 = 64 * 1024;
const SET_ASIDE: &str = "Set aside: ";
const DAMAGE: &str = "Damage: ";

/// What a marker tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// What was wrong: whole sentences, on one line.
    pub(super) damage: String,
    /// Where the damaged file is kept.
    pub(super) set_aside: Option<PathBuf>,
}

impl Marker {
    /// Reads the marker; `None` if there is none. A marker that says nothing is one as well.
    pub(super) fn read(fs: &dyn FileSystem, names: &Names) -> Result<Option<Self>, StoreError> {
        let path = names.marker();
        if plain_file(fs, &path)?.is_none() {
            return Ok(None);
        }
        let bytes = retry(fs, || fs.read(&path, CAP)).map_err(at("reading the marker", &path))?;
        let text = String::from_utf8_lossy(&bytes);
        let line = |key| text.lines().find_map(|line| line.strip_prefix(key));
        let damage = line(DAMAGE)
            .map_or_else(|| format!("The runtime document {} is lost.", names.current().display()), str::to_owned);
        let set_aside = line(SET_ASIDE).map(|name| names.folder().join(name));
        Ok(Some(Marker { damage, set_aside }))
    }

    /// Writes the marker and waits until it is on disk.
    pub(super) fn write(
        fs: &dyn FileSystem,
        names: &Names,
        damage: &str,
        set_aside: Option<&Path>,
    ) -> Result<(), StoreError> {
        let current = names.current().display();
        let damage: String = damage.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let aside = set_aside
            .and_then(Path::file_name)
            .map_or_else(String::new, |name| format!("{SET_ASIDE}{}\n", name.to_string_lossy()));
        let text = format!(
            "The users of this machine are lost, and nobody can log in.\n\
             \n\
             {current} was damaged, and no earlier generation of it was good.\n\
             The project's own users are not brought back by themselves, because their\n\
             passwords may be those of the delivery.\n\
             \n\
             If there is a good backup, put it in the place of the damaged file and delete\n\
             this file. Otherwise `keyholder-runtime reset PROJECT --confirm` starts again\n\
             from the project.\n\
             \n\
             {DAMAGE}{damage}\n\
             {aside}"
        );
        atomic::replace(fs, names, &names.marker(), &mut |new| new.write_all(text.as_bytes()))
    }

    /// Removes the marker and waits until that is on disk.
    pub(super) fn remove(fs: &dyn FileSystem, names: &Names) -> Result<(), StoreError> {
        if plain_file(fs, &names.marker())?.is_some() {
            atomic::remove(fs, &names.marker())?;
            atomic::flush_folder(fs, names.folder())?;
        }
        Ok(())
    }
}
