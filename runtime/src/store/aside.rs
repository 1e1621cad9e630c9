//! Setting a file aside: a copy under a numbered name, which nothing ever overwrites.

use std::path::{Path, PathBuf};

use super::LIMIT;
use super::atomic::{Temporary, flush_folder, remove};
use super::error::{StoreError, at};
use super::fs::{FileSystem, Kind};
use super::names::{Aside, Names};
use super::platform::retry;

/// Copies `source` to the next free name and waits until the copy is on disk; `source` stays.
///
/// If the same content was set aside before for the same reason, as after a crash in between,
/// that copy does. A link stands in for a copy that is too large or finds no space.
pub(super) fn set_aside(fs: &dyn FileSystem, names: &Names, source: &Path, why: Aside) -> Result<PathBuf, StoreError> {
    let (target, there) = find(fs, names, source, why)?;
    if !there {
        let copied = if too_large(fs, source)? { None } else { Temporary::copy(fs, names, source).ok() };
        match copied {
            Some(copy) => copy.rename_to(&target)?,
            None => fs.hard_link(source, &target).map_err(at("setting the file aside", &target))?,
        }
    }
    flush_folder(fs, names.folder())?;
    Ok(target)
}

/// Moves the current file to the next free name. It has both names until the new one is on
/// disk: a disk without a journal may keep the half of a renaming that takes the old name away.
pub(super) fn move_aside(fs: &dyn FileSystem, names: &Names, why: Aside) -> Result<(), StoreError> {
    let (target, there) = find(fs, names, names.current(), why)?;
    if !there && fs.hard_link(names.current(), &target).is_err() {
        Temporary::copy(fs, names, names.current())?.rename_to(&target)?;
    }
    flush_folder(fs, names.folder())?;
    remove(fs, names.current())?;
    flush_folder(fs, names.folder())
}

/// The name that `set_aside` gives to `source`, and whether that copy is there already.
pub(super) fn find(
    fs: &dyn FileSystem,
    names: &Names,
    source: &Path,
    why: Aside,
) -> Result<(PathBuf, bool), StoreError> {
    let folder = names.folder();
    let mut last = 0;
    for name in fs.list(folder).map_err(at("listing the folder", folder))? {
        let Some(number) = name.to_str().and_then(|n| names.aside_number(why, n)) else {
            continue;
        };
        let earlier = names.aside(why, number);
        if same_content(fs, source, &earlier)? {
            return Ok((earlier, true));
        }
        last = last.max(number);
    }
    Ok((names.aside(why, last.saturating_add(1)), false))
}

fn same_content(fs: &dyn FileSystem, one: &Path, other: &Path) -> Result<bool, StoreError> {
    let look = |path: &Path| fs.entry(path).map_err(at("looking at the file", path));
    let (Some(a), Some(b)) = (look(one)?, look(other)?) else {
        return Ok(false);
    };
    if (a.kind, b.kind) != (Kind::File, Kind::File) || a.length != b.length || a.length > LIMIT {
        return Ok(false);
    }
    let read = |path: &Path| retry(fs, || fs.read(path, LIMIT)).map_err(at("reading the file", path));
    Ok(read(one)? == read(other)?)
}

fn too_large(fs: &dyn FileSystem, path: &Path) -> Result<bool, StoreError> {
    let entry = fs.entry(path).map_err(at("looking at the file", path))?;
    Ok(entry.is_some_and(|entry| entry.length > LIMIT))
}
