//! The start of the program: a process of its own for each window, which ends when its first frame is shown.

use std::io::{Read as _, Write as _};
use std::process::{Command as Process, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use iced::{Element, Subscription, Task, window};
use keyholder_designer::app::{Ahead, Message, Starting};
use keyholder_designer::service::Services;
use keyholder_designer::service::dialogs::Answers;
use keyholder_designer::ui::text;
use keyholder_shared::Time;

use crate::{Figure, Outcome, PATH, SAMPLE, WINDOW, by_turns};

/// From the start of the process to its first frame.
pub fn figure() -> Outcome<Figure> {
    let program = std::env::current_exe()?;
    let start = |window: &'static str| {
        let program = program.clone();
        move || -> Outcome<Duration> {
            let began = Instant::now();
            let mut child = Process::new(&program).arg(window).stdout(Stdio::piped()).spawn()?;
            // It writes a byte when its first frame is shown.
            let told = child.stdout.take().map(|mut out| out.read(&mut [0])).transpose()?;
            let took = began.elapsed();
            let status = child.wait()?;
            if told != Some(1) {
                return Err(format!("{window} told of no frame").into());
            }
            if status.success() { Ok(took) } else { Err(format!("{window} ended with {status}").into()) }
        }
    };
    let (time, floor) = by_turns(31, start("--sample-window"), start("--empty-window"))?;
    Ok(Figure("start to the first frame: the sample / an empty window", time, floor, 1.5))
}

/// Set while the first frame is being drawn. iced tells of a frame, to another thread, just before the window's own
/// draws it and hands it to the display; the window's own hears no message before that is done.
static DRAWN: AtomicBool = AtomicBool::new(false);

/// The frames of the window, each told before it is drawn.
fn frames() -> Subscription<()> {
    window::frames().map(|_| DRAWN.store(true, Ordering::SeqCst))
}

/// Asks the display for something, once it was handed the first frame. It answers in order: with the answer the frame
/// is on it.
fn is_shown<T: Clone + Send + 'static>(shown: T) -> Task<T> {
    window::oldest().and_then(window::is_maximized).map(move |_| shown.clone())
}

/// Tells who started this process that its first frame is shown, and ends.
fn told_and_over<T>() -> Task<T> {
    let mut out = std::io::stdout();
    // Who does not hear it says so.
    let _ = out.write_all(b".").and_then(|()| out.flush());
    iced::exit()
}

/// An iced window with nothing in it, which ends when its first frame is shown.
pub fn empty_window() -> Outcome<bool> {
    #[derive(Clone, Copy, Debug)]
    enum Heard {
        Frame,
        Shown,
    }
    fn update(_: &mut (), heard: Heard) -> Task<Heard> {
        match heard {
            Heard::Frame => is_shown(Heard::Shown),
            Heard::Shown => told_and_over(),
        }
    }
    fn view(_: &()) -> Element<'_, Heard> {
        iced::widget::Space::new().into()
    }
    let subscription = |_: &()| frames().map(|()| Heard::Frame);
    iced::application(|| (), update, view).subscription(subscription).window_size(WINDOW).run()?;
    Ok(true)
}

/// The Designer with the sample open, which ends when its first frame is shown. It fails if that is not the sample's.
pub fn sample_window() -> Outcome<bool> {
    #[derive(Clone, Debug)]
    enum Heard {
        Frame,
        Shown,
        App(Box<Message>),
    }
    fn update(program: &mut Starting, heard: Heard) -> Task<Heard> {
        match heard {
            Heard::Shown => {
                assert!(program.app().document().is_some(), "the first frame is not that of the sample");
                told_and_over()
            }
            // Whatever is heard first after the frame: what the program does then is no part of it.
            _ if DRAWN.load(Ordering::SeqCst) => is_shown(Heard::Shown),
            Heard::Frame => Task::none(),
            Heard::App(message) => program.update(*message).map(|message| Heard::App(Box::new(message))),
        }
    }
    fn subscription(program: &Starting) -> Subscription<Heard> {
        let app = program.subscription().map(|message| Heard::App(Box::new(message)));
        Subscription::batch([app, frames().map(|()| Heard::Frame)])
    }
    let (services, disk) = Services::for_tests(Time::from_millis(0), Answers::default());
    disk.put(PATH, SAMPLE);
    let settings = services.settings.load();
    let start = move || Starting::new(Ahead::begin(services.clone(), settings.clone(), Some(PATH.into())));
    fn view(program: &Starting) -> Element<'_, Heard> {
        program.view().map(|message| Heard::App(Box::new(message)))
    }
    iced::application(start, update, view)
        .title(Starting::title)
        .theme(Starting::theme)
        .style(Starting::style)
        .scale_factor(Starting::scale)
        .subscription(subscription)
        .default_font(text::REGULAR)
        .window_size(WINDOW)
        .run()?;
    Ok(true)
}
