//! The screen that the window opens on. Where there is none, people are told so in words, and not by the
//! toolkit's panic.

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};

/// What is told where nothing names a screen.
pub(crate) const NOT_NAMED: &str = "\
There is no screen to open a window on: neither WAYLAND_DISPLAY nor DISPLAY is set.
Start the Designer from a desktop, or draw pictures with --screenshot.";

const NOT_THERE: &str = "\
The screen cannot be reached. Is the desktop that DISPLAY or WAYLAND_DISPLAY names still there, and may you use it?
Start the Designer from a desktop, or draw pictures with --screenshot.";

/// How the toolkit's panic begins that means this.
const PANIC: &str = "Create event loop";

/// Whether something names a screen: a Unix says so by its variables, other systems always have one.
pub(crate) fn is_named(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let told = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    !cfg!(all(unix, not(target_os = "macos"))) || told.into_iter().filter_map(variable).any(|value| !value.is_empty())
}

/// Runs the window.
///
/// # Errors
/// Why it could not be opened, in sentences.
pub(crate) fn on(run: impl FnOnce() -> iced::Result) -> Result<(), String> {
    let told = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload_as_str().is_some_and(is_no_screen) {
            told(panic);
        }
    }));
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => done.map_err(|error| error.to_string()),
        Err(panic) => match panic.downcast_ref::<String>() {
            Some(message) if is_no_screen(message) => Err(format!("{NOT_THERE}\n({message})")),
            _ => panic::resume_unwind(panic),
        },
    }
}

fn is_no_screen(message: &str) -> bool {
    message.starts_with(PANIC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn a_screen_is_named_by_a_variable_that_says_something() {
        assert!(!is_named(|_| None));
        assert!(!is_named(|_| Some(OsString::new())));
        assert!(is_named(|name| (name == "DISPLAY").then(|| ":0".into())));
        assert!(is_named(|name| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".into())));
    }

    #[test]
    fn other_panics_are_nobody_s_screen() {
        assert_eq!(on(|| Ok(())), Ok(()));
        let reason = String::from("no display");
        let told = on(|| panic!("Create event loop: {reason}")).unwrap_err();
        assert!(told.starts_with(NOT_THERE) && told.contains("no display"), "{told}");
        let other = panic::catch_unwind(|| on(|| panic!("something else, {reason}"))).unwrap_err();
        assert_eq!(other.downcast_ref::<String>().unwrap(), "something else, no display");
    }
}
