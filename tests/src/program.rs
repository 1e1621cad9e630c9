//! The program `keyholder-runtime` as it is built now, for tests of other crates than its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The built program. The first call builds it, so that it is never an old one.
///
/// # Panics
/// If it cannot be built, or is not where a build of this profile puts it.
#[must_use]
pub fn runtime() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // A test's own program lies in target/<profile>/deps, another in target/<profile>.
        let own = std::env::current_exe().unwrap();
        let folder = own.parent().unwrap();
        let profile = if folder.ends_with("deps") { folder.parent().unwrap() } else { folder };
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--locked", "-p", "keyholder-runtime"]);
        if profile.file_name().is_some_and(|name| name == "release") {
            build.arg("--release");
        }
        let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let program = profile.join(format!("keyholder-runtime{}", std::env::consts::EXE_SUFFIX));
        assert!(program.is_file(), "{} is not there: was it built for another target or profile?", program.display());
        program
    })
}
