//! What the program is at, on a terminal, when it takes longer than half a second.

use std::io::{IsTerminal as _, Write as _};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Nobody waits long enough to wonder before this.
const QUIET: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(250);

#[derive(Default)]
struct State {
    stage: &'static str,
    done: bool,
}

/// Shows the stage until it is dropped.
pub struct Progress {
    state: Arc<(Mutex<State>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins; shows nothing where standard error is no terminal.
    pub fn begin() -> Self {
        let state = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let thread = std::io::stderr().is_terminal().then(|| {
            let state = Arc::clone(&state);
            std::thread::spawn(move || show(&state))
        });
        Self { state, thread }
    }

    /// Says what the program is at.
    pub fn stage(&self, stage: &'static str) {
        if let Ok(mut state) = self.state.0.lock() {
            state.stage = stage;
        }
    }
}

fn show((state, changed): &(Mutex<State>, Condvar)) {
    let begin = Instant::now();
    let mut shown = false;
    let mut pause = QUIET;
    let Ok(mut guard) = state.lock() else { return };
    while !guard.done {
        let Ok((next, timeout)) = changed.wait_timeout(guard, pause) else { return };
        guard = next;
        if timeout.timed_out() && !guard.done {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K{} … {:.1} s", guard.stage, begin.elapsed().as_secs_f32());
            shown = true;
            pause = STEP;
        }
    }
    if shown {
        let _ = write!(std::io::stderr(), "\r\u{1b}[K");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Ok(mut state) = self.state.0.lock() {
            state.done = true;
        }
        self.state.1.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
