//! The start of the program with a project: what the first frame shows, and what it does not wait for.

#![allow(clippy::unwrap_used)]

mod support;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use iced::advanced::renderer::{Headless, Style};
use iced::advanced::{clipboard, mouse};
use iced::futures::StreamExt;
use iced::futures::executor::block_on;
use iced::{Event, Point, Renderer, Size, Task, Vector, window};
use iced_runtime::user_interface::{Cache, UserInterface};
use keyholder_designer::app::{Ahead, App, Message, Starting};
use keyholder_designer::command::Command;
use keyholder_designer::offscreen::Offscreen;
use keyholder_designer::page::Page;
use keyholder_designer::service::Services;
use keyholder_designer::service::dialogs::Answers;
use keyholder_designer::service::files::Files;
use keyholder_designer::service::fs::{FileSystem, Held, Memory};
use keyholder_designer::service::settings::Settings;
use keyholder_shared::Time;
use support::{NOW, SAMPLE, sample};

/// A disk from which nothing can be read until it is let go.
struct Slow {
    disk: Memory,
    go: Mutex<Receiver<()>>,
}

impl FileSystem for Slow {
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.go.lock().unwrap().recv().map_err(io::Error::other)?;
        self.disk.read(path, cap)
    }

    fn create(&self, path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
        self.disk.create(path, bytes, like)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn flush_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.flush_folder(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.make_folder(path)
    }

    fn new_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.new_folder(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.disk.list(path)
    }

    fn target(&self, path: &Path) -> io::Result<PathBuf> {
        self.disk.target(path)
    }

    fn earlier(&self, one: &Path, other: &Path) -> io::Result<Duration> {
        self.disk.earlier(one, other)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Held>> {
        self.disk.lock(path)
    }
}

fn machine() -> (Services, Memory) {
    let (services, disk) = Services::for_tests(Time::from_millis(NOW), Answers::default());
    disk.put(SAMPLE, &sample());
    (services, disk)
}

/// A machine whose disk gives nothing until it is let go.
fn slow_machine() -> (Services, Sender<()>) {
    let (mut services, disk) = machine();
    let (release, go) = channel();
    let slow = Slow { disk, go: Mutex::new(go) };
    services.files = Files::new(Arc::new(slow), Arc::clone(&services.clock), Arc::clone(&services.chance));
    (services, release)
}

#[test]
fn the_project_is_there_with_the_first_frame_and_nothing_is_left_to_be_made() {
    // A machine with much else to do may be late now and then.
    let started = (0..50).find_map(|_| {
        let (services, _) = machine();
        let (app, _) = App::new(&Ahead::begin(services, Settings::default(), Some(SAMPLE.into())));
        app.document().is_some().then_some(app)
    });
    let mut app = started.unwrap();
    let mut window = Offscreen::new(Size::new(1280.0, 800.0)).unwrap();
    let revision = app.document().unwrap().revision();
    assert!(window.find(&app, "Bottling line").is_some() && window.find(&app, "e.fischer").is_some());
    let told = app.told();
    assert_eq!(told.revision, Some(revision), "what is wrong or unwise is known");
    let list = Arc::clone(&told.list);
    let task = app.update(Message::Nothing);
    window.settle(&mut app, task);
    assert!(Arc::ptr_eq(&list, &app.told().list), "and is not looked for a second time");
}

#[test]
fn the_window_does_not_wait_for_a_slow_disk() {
    let (services, release) = slow_machine();
    let (mut app, opening) = App::new(&Ahead::begin(services, Settings::default(), Some(SAMPLE.into())));
    assert!(app.document().is_none());
    let mut window = Offscreen::new(Size::new(1280.0, 800.0)).unwrap();
    window.frame(&app);
    release.send(()).unwrap();
    window.settle(&mut app, opening);
    assert!(app.document().is_some());
    assert!(window.find(&app, "e.fischer").is_some());
}

#[test]
fn the_window_is_made_while_the_project_is_read() {
    let (services, release) = slow_machine();
    let settings = Settings { scale: 1.5, ..Settings::default() };
    let mut program = Starting::new(Ahead::begin(services, settings, Some(SAMPLE.into())));
    // What iced asks for to make a window is there without the project.
    assert_eq!((program.title().as_str(), program.scale()), (App::NAME, 1.5));
    let _ = program.subscription();
    release.send(()).unwrap();
    let _ = program.view();
    // The first frame is there: iced has a message for that.
    let first = program.update(Message::Nothing);
    carry_out(&mut program, first);
    assert!(program.title().starts_with("Bottling line"), "{}", program.title());
}

/// Carries out what the program does first, as iced does.
fn carry_out(program: &mut Starting, first: Task<Message>) {
    let mut waiting = vec![first];
    while let Some(task) = waiting.pop() {
        let Some(mut stream) = iced_runtime::task::into_stream(task) else { continue };
        while let Some(action) = block_on(stream.next()) {
            if let iced_runtime::Action::Output(message) = action {
                waiting.push(program.update(message));
            }
        }
    }
}

/// A message of the first frame would have the window built twice before it is seen.
#[test]
fn the_first_frame_of_a_page_asks_for_nothing() {
    for size in [Size::new(1280.0, 800.0), Size::new(1000.0, 640.0), Size::new(1920.0, 1080.0)] {
        for page in Page::ALL {
            let (services, _) = machine();
            let mut settings = Settings::default();
            (settings.window.width, settings.window.height) = (size.width, size.height);
            let mut app = App::with_settings(services, settings);
            let mut window = Offscreen::new(size).unwrap();
            for message in [Message::OpenRecent(SAMPLE.into()), Message::Run(Command::Show(*page))] {
                let task = app.update(message);
                window.settle(&mut app, task);
            }
            let asked = window.events(&app, &[], mouse::Cursor::Unavailable);
            // The lists of these pages take a part of it, whose height is known when it is laid out.
            let parted = matches!(page, Page::Effective | Page::Preview | Page::Matrix);
            assert!(parted || asked.is_empty(), "{page:?} at {size:?}: {asked:?}");
        }
    }
}

#[test]
fn a_project_that_is_not_there_is_told() {
    let (services, _) = machine();
    let (mut app, opening) = App::new(&Ahead::begin(services, Settings::default(), Some("gone.xml".into())));
    let mut window = Offscreen::new(Size::new(1280.0, 800.0)).unwrap();
    window.settle(&mut app, opening);
    assert!(app.document().is_none() && app.notice().is_some_and(|says| says.contains("gone.xml")));
}

/// The program itself, where the display that is named is gone.
#[test]
#[cfg(all(unix, not(target_os = "macos")))]
fn a_screen_that_cannot_be_reached_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_keyholder-designer"))
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env("DISPLAY", ":987")
        .env("XDG_CONFIG_HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path())
        .env("XDG_DATA_HOME", folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{told}");
    assert!(told.starts_with("The screen cannot be reached.") && !told.contains("panicked"), "{told}");
}

/// The renderer that the window has without a graphics card.
fn software() -> Renderer {
    let renderer = <Renderer as Headless>::new(iced::Font::DEFAULT, iced::Pixels(13.0), Some("tiny-skia"));
    block_on(renderer).unwrap()
}

/// The display tells where the pointer is as soon as the window is there. What lies there by chance is not lit up, for
/// which the window would be drawn again.
#[test]
fn a_pointer_that_rests_where_the_window_opens_has_nothing_drawn_anew() {
    let (services, _) = machine();
    let program = Starting::new(Ahead::begin(services, Settings::default(), None));
    let mut renderer = software();
    let mut interface = UserInterface::build(program.view(), Size::new(1280.0, 800.0), Cache::default(), &mut renderer);
    let mut window = Offscreen::new(Size::new(1280.0, 800.0)).unwrap();
    let button = window.find(program.app(), "Open").unwrap().center();
    let mut hears = |events: &[mouse::Event], at: Point| {
        let cursor = mouse::Cursor::Available(at);
        let redraw = Event::Window(window::Event::RedrawRequested(Instant::now()));
        let events: Vec<Event> = events.iter().copied().map(Event::Mouse).chain([redraw]).collect();
        let mut asked: Vec<Message> = Vec::new();
        let _ = interface.update(&events, cursor, &mut renderer, &mut clipboard::Null, &mut asked);
        interface.draw(&mut renderer, &program.theme().unwrap(), &Style::default(), cursor);
        let quads = renderer.layers().iter().flat_map(|layer| &layer.quads);
        (quads.map(|(quad, ground)| (quad.bounds, *ground)).collect::<Vec<_>>(), !asked.is_empty())
    };
    let moved = |position| mouse::Event::CursorMoved { position };
    let first = hears(&[], button);
    assert_eq!(hears(&[mouse::Event::CursorEntered, moved(button)], button), first, "it rests there");
    assert_eq!(hears(&[moved(button)], button), first, "which may be told twice");
    let lit = hears(&[moved(button + Vector::new(1.0, 0.0))], button + Vector::new(1.0, 0.0));
    assert_ne!(lit, first, "once it is moved, what lies under it is lit up");
    let press = [mouse::Event::ButtonPressed(mouse::Button::Left), mouse::Event::ButtonReleased(mouse::Button::Left)];
    assert!(hears(&press, button).1);
}

/// A click needs no movement before it.
#[test]
fn a_click_where_the_pointer_rested_is_heard() {
    let (services, _) = machine();
    let program = Starting::new(Ahead::begin(services, Settings::default(), None));
    let mut window = Offscreen::new(Size::new(1280.0, 800.0)).unwrap();
    let position = window.find(program.app(), "Open").unwrap().center();
    let mut renderer = software();
    let mut interface = UserInterface::build(program.view(), Size::new(1280.0, 800.0), Cache::default(), &mut renderer);
    let events = [
        mouse::Event::CursorMoved { position },
        mouse::Event::ButtonPressed(mouse::Button::Left),
        mouse::Event::ButtonReleased(mouse::Button::Left),
    ];
    let mut asked: Vec<Message> = Vec::new();
    let cursor = mouse::Cursor::Available(position);
    let _ = interface.update(&events.map(Event::Mouse), cursor, &mut renderer, &mut clipboard::Null, &mut asked);
    assert!(!asked.is_empty());
}

/// The renderer compares the grounds of two frames one by one; what moved to another place in that list is drawn anew.
#[test]
fn a_pointer_over_a_table_has_two_rows_drawn_anew() {
    let (services, _) = machine();
    let mut app = App::with_settings(services, Settings::default());
    let mut window = Offscreen::new(Size::new(1280.0, 800.0)).unwrap();
    let task = app.update(Message::OpenRecent(SAMPLE.into()));
    window.settle(&mut app, task);

    let mut renderer = software();
    let size = Size::new(1280.0, 800.0);
    let mut interface = UserInterface::build(app.view(), size, Cache::default(), &mut renderer);
    let mut grounds = |at: Option<Point>| {
        let cursor = at.map_or(mouse::Cursor::Unavailable, mouse::Cursor::Available);
        let moved = match at {
            Some(position) => mouse::Event::CursorMoved { position },
            None => mouse::Event::CursorLeft,
        };
        let mut asked: Vec<Message> = Vec::new();
        let _ = interface.update(&[Event::Mouse(moved)], cursor, &mut renderer, &mut clipboard::Null, &mut asked);
        interface.draw(&mut renderer, &app.theme(), &Style::default(), cursor);
        let quads = renderer.layers().iter().flat_map(|layer| &layer.quads);
        quads.map(|(quad, ground)| (quad.bounds, *ground)).collect::<Vec<_>>()
    };
    let (away, third, fifth) =
        (grounds(None), grounds(Some(Point::new(400.0, 200.0))), grounds(Some(Point::new(400.0, 256.0))));
    for (one, other) in [(&away, &third), (&third, &fifth), (&fifth, &away)] {
        assert_eq!(one.len(), other.len());
        let changed: Vec<_> = one.iter().zip(other).filter(|(one, other)| one != other).collect();
        assert!(matches!(changed[..], [(one, other)] if one.0.height == 28.0 && other.0.height == 28.0), "{changed:?}");
    }
}
