//! The names that belong to one document: itself, what is kept beside it, and its temporaries.

use std::path::{Path, PathBuf};

/// Why a copy of a document was set aside. Copies are numbered from 1 and never overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// It could not be understood.
    Damaged,
    /// A deliberate reset took its place.
    BeforeReset,
    /// The document now lies elsewhere.
    Moved,
    /// It stood where a document was moved to.
    Replaced,
}

impl Aside {
    pub(super) fn word(self) -> &'static str {
        match self {
            Aside::Damaged => "damaged",
            Aside::BeforeReset => "before-reset",
            Aside::Moved => "moved",
            Aside::Replaced => "replaced",
        }
    }
}

/// The names round `UserManagementRuntimeConfig.xml`, or round another document file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    current: PathBuf,
    folder: PathBuf,
    file: String,
    stem: String,
    extension: String,
}

impl Names {
    /// The names round the document at `current`. Its name is Unicode: `place` makes no other.
    pub(super) fn of(current: &Path) -> Self {
        let text = |part: Option<&std::ffi::OsStr>| part.map_or_else(String::new, |p| p.to_string_lossy().into_owned());
        let folder = match current.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let extension = current.extension().map_or_else(String::new, |e| format!(".{}", e.to_string_lossy()));
        Names {
            current: current.to_owned(),
            folder,
            file: text(current.file_name()),
            stem: text(current.file_stem()),
            extension,
        }
    }

    pub(super) fn current(&self) -> &Path {
        &self.current
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The generation before the current one.
    pub(super) fn previous(&self) -> PathBuf {
        self.beside(&format!("{}.previous{}", self.stem, self.extension))
    }

    /// Its presence says that the document is lost.
    pub(super) fn marker(&self) -> PathBuf {
        self.beside(&format!("{}.lost", self.stem))
    }

    /// The caller's note about verified content.
    pub(super) fn note(&self) -> PathBuf {
        self.beside(&format!("{}.verified", self.stem))
    }

    /// Where a document of this name has gone.
    pub(super) fn pointer(&self) -> PathBuf {
        self.beside(&format!("{}.where", self.stem))
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.beside(&format!("{}.lock", self.file))
    }

    /// SQLite's journal, if the document is a database.
    pub(super) fn journal(&self) -> PathBuf {
        self.beside(&format!("{}-journal", self.file))
    }

    pub(super) fn temporary(&self, random: u64) -> PathBuf {
        self.beside(&format!(".{}.{random:016x}.new", self.file))
    }

    /// Whether `name` is one that `temporary` makes, or SQLite's journal of one.
    pub(super) fn is_temporary(&self, name: &str) -> bool {
        name.strip_prefix('.')
            .and_then(|rest| rest.strip_prefix(self.file.as_str()))
            .and_then(|rest| rest.strip_prefix('.'))
            .map(|rest| rest.strip_suffix("-journal").unwrap_or(rest))
            .and_then(|rest| rest.strip_suffix(".new"))
            .is_some_and(|hex| hex.len() == 16 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
    }

    pub(super) fn aside(&self, why: Aside, number: u64) -> PathBuf {
        self.beside(&format!("{}.{}-{number}{}", self.stem, why.word(), self.extension))
    }

    /// The number in `name`, if it is one that `aside` makes.
    pub(super) fn aside_number(&self, why: Aside, name: &str) -> Option<u64> {
        name.strip_prefix(self.stem.as_str())?
            .strip_prefix('.')?
            .strip_prefix(why.word())?
            .strip_prefix('-')?
            .strip_suffix(self.extension.as_str())?
            .parse()
            .ok()
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.current.with_file_name(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_our_making_count_as_temporaries() {
        let names = Names::of(Path::new("p/UserManagementRuntimeConfig.xml"));
        let ours = names.temporary(0x1f);
        assert_eq!(ours, Path::new("p/.UserManagementRuntimeConfig.xml.000000000000001f.new"));
        assert!(names.is_temporary(".UserManagementRuntimeConfig.xml.000000000000001f.new"));
        assert!(names.is_temporary(".UserManagementRuntimeConfig.xml.000000000000001f.new-journal"));
        for other in [
            "UserManagementRuntimeConfig.xml",
            ".UserManagementRuntimeConfig.xml.1f.new",
            ".UserManagementRuntimeConfig.xml.000000000000001F.new",
            ".UserManagementRuntimeConfig.xml.000000000000001f.old",
            ".users.xml.000000000000001f.new",
        ] {
            assert!(!names.is_temporary(other), "{other}");
        }
    }

    #[test]
    fn names_follow_the_document() {
        let names = Names::of(Path::new("users.xml"));
        assert_eq!(names.folder(), Path::new("."));
        assert_eq!(names.previous(), Path::new("users.previous.xml"));
        assert_eq!(names.lock(), Path::new("users.xml.lock"));
        let aside = names.aside(Aside::BeforeReset, 12);
        assert_eq!(aside, Path::new("users.before-reset-12.xml"));
        assert_eq!(names.aside_number(Aside::BeforeReset, "users.before-reset-12.xml"), Some(12));
        assert_eq!(names.aside_number(Aside::Damaged, "users.before-reset-12.xml"), None);
    }
}
