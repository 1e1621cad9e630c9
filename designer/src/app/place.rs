//! The window's place: it opens where it was, and not where nobody sees it.
//!
//! Windows opens a window wherever it is told to, beside every monitor too; the window managers of Linux do not. iced
//! tells the size of the nearest monitor, and no more.

use iced::{Point, Size, Task, window};

use super::{App, Message};

/// The system opens windows out of sight too.
pub const OUT_OF_SIGHT: bool = cfg!(windows);

/// Where a window that was lost is brought: on Windows the first monitor begins at nought.
const FOUND: Point = Point::new(40.0, 40.0);

impl App {
    /// The window is open. If that may be beside every monitor, it is asked which one is the nearest.
    pub(super) fn appeared(&self) -> Task<Message> {
        if !OUT_OF_SIGHT || self.settings.window.at.is_none() {
            return Task::none();
        }
        // Until the pointer was in it, the next start does not rely on this place.
        Task::batch([self.remember(), ask_for_monitor(Message::Nearest)])
    }

    /// The window is nearest to a monitor of that size, having been opened.
    pub(super) fn nearest(&mut self, monitor: Option<Size>) -> Task<Message> {
        let scale = self.settings.scale;
        let lost = monitor.is_some_and(|size| self.settings.window.is_lost((size.width * scale, size.height * scale)));
        if !lost {
            return Task::none();
        }
        self.settings.window.at = Some((FOUND.x, FOUND.y));
        window::oldest().and_then(|window| window::move_to(window, FOUND))
    }

    /// The pointer is in the window: it can be seen where it is.
    pub(super) fn entered(&mut self) -> Task<Message> {
        let asked = ask_for_monitor(Message::OnMonitor);
        match std::mem::replace(&mut self.settings.window.seen, true) {
            true => asked,
            false => Task::batch([self.remember(), asked]),
        }
    }

    /// The monitor that it is on has that size.
    pub(super) fn on_monitor(&mut self, size: Option<Size>) -> Task<Message> {
        let scale = self.settings.scale;
        let monitor = size.map(|size| (size.width * scale, size.height * scale));
        if monitor.is_none() || monitor == self.settings.window.monitor {
            return Task::none();
        }
        self.settings.window.monitor = monitor;
        self.remember()
    }
}

fn ask_for_monitor(told: fn(Option<Size>) -> Message) -> Task<Message> {
    window::oldest().and_then(window::monitor_size).map(told)
}
