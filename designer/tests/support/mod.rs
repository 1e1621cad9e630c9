//! A window without a screen, driven like one with a screen: by keys, clicks and what can be read in it.
//! Disk, clock, chance and the system's dialogs are doubles.

#![allow(dead_code)] // Each test file uses its part.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Support of tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Event, Point, Rectangle, Size, mouse, window};
use keyholder_designer::app::{App, Message};
use keyholder_designer::command::Command;
use keyholder_designer::document::Document;
use keyholder_designer::i18n::{Language, Tr};
use keyholder_designer::offscreen::Offscreen;
use keyholder_designer::page::Page;
use keyholder_designer::service::Services;
use keyholder_designer::service::clock::{Clock, FixedClock};
use keyholder_designer::service::dialogs::{Answer, Answers};
use keyholder_designer::service::fs::Memory;
use keyholder_designer::service::settings::{Settings, Theme};
use keyholder_designer::shortcut::Pressed;
use keyholder_shared::model::Runtime;
use keyholder_shared::{Time, xml};

/// When everything in a test happens: 25 November 2026.
pub const NOW: i64 = 1_795_600_000_000;
/// The sample's file on the disk of a test.
pub const SAMPLE: &str = "projects/UserManagementConfig.xml";

/// The program in a window without a screen.
pub struct Window {
    /// The program.
    pub app: App,
    /// Its disk.
    pub disk: Memory,
    /// Its machine.
    pub services: Services,
    /// Its words.
    pub tr: Tr,
    clock: Arc<FixedClock>,
    offscreen: Offscreen,
}

impl Window {
    /// Started without a project, in that language; the system's dialogs give `answers`.
    pub fn start(language: Language, answers: Answers) -> Self {
        let (mut services, disk) = Services::for_tests(Time::from_millis(NOW), answers);
        let clock = Arc::new(FixedClock::new(Time::from_millis(NOW)));
        services.clock = Arc::<FixedClock>::clone(&clock);
        let settings = Settings { language: language.tag().to_owned(), theme: Theme::Light, ..Settings::default() };
        let size = Size::new(1280.0, 800.0);
        let app = App::with_settings(services.clone(), settings);
        let mut window =
            Self { app, disk, services, tr: Tr::new(language), clock, offscreen: Offscreen::new(size).unwrap() };
        window.tell(Message::Resized(size));
        window
    }

    /// Started with the bottling line open.
    pub fn sample(language: Language) -> Self {
        Self::opened(language, Answers::default())
    }

    /// The same; the system's dialogs give `answers`.
    pub fn opened(language: Language, answers: Answers) -> Self {
        let mut window = Self::start(language, answers);
        window.put(SAMPLE, &sample());
        window.tell(Message::OpenRecent(PathBuf::from(SAMPLE)));
        assert!(window.app.document().is_some(), "{:?}", window.app.notice());
        window
    }

    /// Makes the window 1024 wide.
    pub fn narrow(&mut self) -> &mut Self {
        self.sized(1024.0, 768.0)
    }

    /// Makes the window that wide and high.
    pub fn sized(&mut self, width: f32, height: f32) -> &mut Self {
        let size = Size::new(width, height);
        self.offscreen = Offscreen::new(size).unwrap();
        self.tell(Message::Resized(size))
    }

    /// Lays a file on the disk.
    pub fn put(&mut self, path: &str, bytes: &[u8]) {
        self.disk.put(path, bytes);
    }

    /// A file on the disk.
    pub fn read(&self, path: &str) -> Vec<u8> {
        self.disk.get(path).unwrap()
    }

    /// Lets so many seconds pass.
    pub fn pause(&mut self, seconds: i64) -> &mut Self {
        let now = self.clock.now().as_millis();
        self.clock.set(Time::from_millis(now + seconds * 1000));
        self
    }

    /// The open project.
    pub fn document(&self) -> &Document {
        self.app.document().expect("a project is open")
    }

    /// Lets something happen, and everything that follows.
    pub fn tell(&mut self, message: Message) -> &mut Self {
        let task = self.app.update(message);
        self.offscreen.settle(&mut self.app, task);
        self.offscreen.frame(&self.app);
        self
    }

    /// Carries out what waited.
    pub fn follow(&mut self, task: iced::Task<Message>) {
        self.offscreen.settle(&mut self.app, task);
        self.offscreen.frame(&self.app);
    }

    /// Does a command.
    pub fn run(&mut self, command: Command) -> &mut Self {
        self.tell(Message::Run(command));
        self
    }

    /// Presses a named key.
    pub fn key(&mut self, key: Named) -> &mut Self {
        self.offscreen.key(&mut self.app, Key::Named(key), Modifiers::empty());
        self
    }

    /// Presses a named key with Shift.
    pub fn shift(&mut self, key: Named) -> &mut Self {
        self.offscreen.key(&mut self.app, Key::Named(key), Modifiers::SHIFT);
        self
    }

    /// Presses a character's key with Ctrl.
    pub fn ctrl(&mut self, key: char) -> &mut Self {
        self.offscreen.key(&mut self.app, Key::Character(key.to_string().into()), Modifiers::CTRL);
        self
    }

    /// Presses a character's key with Ctrl and Shift.
    pub fn ctrl_shift(&mut self, key: char) -> &mut Self {
        let key = Key::Character(key.to_string().into());
        self.offscreen.key(&mut self.app, key, Modifiers::CTRL | Modifiers::SHIFT);
        self
    }

    /// Types text.
    pub fn write(&mut self, text: &str) -> &mut Self {
        self.offscreen.write(&mut self.app, text);
        self
    }

    /// Where a text can be read, if it can.
    pub fn find(&mut self, text: &str) -> Option<Point> {
        let found = self.offscreen.find(&self.app, text)?;
        Some(found.center())
    }

    /// True if a text can be read somewhere in the window.
    pub fn shows(&mut self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Presses a named key while others are held.
    pub fn held(&mut self, key: Named, modifiers: Modifiers) -> &mut Self {
        self.offscreen.key(&mut self.app, Key::Named(key), modifiers);
        self
    }

    /// Presses a character's key while others are held.
    pub fn held_character(&mut self, key: &str, modifiers: Modifiers) -> &mut Self {
        self.offscreen.key(&mut self.app, Key::Character(key.into()), modifiers);
        self
    }

    /// Presses the keys of a command, and types text before the next frame.
    pub fn hasty(&mut self, command: Command, text: &str) -> &mut Self {
        let character = |letter: char| Key::Character(letter.to_string().into());
        let keys = command.keys().expect("the command has keys");
        let first = match keys.key {
            Pressed::Char(letter) => character(letter),
            Pressed::Named(named) => Key::Named(named),
        };
        let modifiers = if keys.ctrl { Modifiers::CTRL } else { Modifiers::empty() };
        let letters = text.chars().map(|letter| (character(letter), Modifiers::empty()));
        let keys: Vec<_> = std::iter::once((first, modifiers)).chain(letters).collect();
        self.offscreen.hasty(&mut self.app, &keys);
        self
    }

    /// Where a text stands; of a field its name.
    #[track_caller]
    pub fn place(&mut self, text: &str) -> Rectangle {
        let texts = self.texts();
        let found = texts.iter().find(|(_, said)| said == text || said.contains(&format!("\"{text}\"")));
        found.map(|(bounds, _)| *bounds).unwrap_or_else(|| panic!("nowhere to be read: {text}, but {texts:?}"))
    }

    /// Every text that can be read, and where.
    pub fn texts(&mut self) -> Vec<(Rectangle, String)> {
        self.offscreen.texts(&self.app)
    }

    /// True if that is part of a text that can be read.
    pub fn says(&mut self, part: &str) -> bool {
        self.texts().iter().any(|(_, said)| said.contains(part))
    }

    /// Lets the pointer rest at a place until something is said beside it.
    pub fn rest_at(&mut self, at: Point) -> &mut Self {
        let now = Instant::now();
        let frame = |after| Event::Window(window::Event::RedrawRequested(now + Duration::from_secs(after)));
        let moved = Event::Mouse(mouse::Event::CursorMoved { position: at });
        let cursor = mouse::Cursor::Available(at);
        let asked = self.offscreen.events(&self.app, &[moved, frame(0), frame(1)], cursor);
        assert!(asked.is_empty(), "resting asks for nothing: {asked:?}");
        self
    }

    /// How many points of another colour than the first lie in a part of the last frame.
    pub fn ink(&mut self, part: Rectangle) -> usize {
        let picture = self.offscreen.picture(&self.app, 1.0);
        let (left, top) = (part.x as usize, part.y as usize);
        let point = |x: usize, y: usize| {
            let at = (y * picture.size.width as usize + x) * 4;
            picture.pixels.get(at..at + 3)
        };
        let points =
            (top..top + part.height as usize).flat_map(|y| (left..left + part.width as usize).map(move |x| (x, y)));
        points.filter(|(x, y)| point(*x, *y) != point(left, top)).count()
    }

    /// The last frame's points at so many for each of the window's: its width, and four bytes for each point.
    pub fn points(&mut self, scale: f32) -> (usize, Vec<u8>) {
        let picture = self.offscreen.picture(&self.app, scale);
        (picture.size.width as usize, picture.pixels.to_vec())
    }

    /// How often a text can be read.
    pub fn count(&mut self, text: &str) -> usize {
        self.texts().iter().filter(|(_, said)| said == text).count()
    }

    /// Turns the wheel over a place by so many notches, down if they are less than none.
    pub fn wheel_at(&mut self, at: Point, notches: f32) -> &mut Self {
        let turned = mouse::Event::WheelScrolled { delta: mouse::ScrollDelta::Lines { x: 0.0, y: notches } };
        let moved = Event::Mouse(mouse::Event::CursorMoved { position: at });
        let asked = self.offscreen.events(&self.app, &[moved, Event::Mouse(turned)], mouse::Cursor::Available(at));
        for message in asked {
            self.tell(message);
        }
        self
    }

    /// Clicks at a place.
    pub fn click_at(&mut self, at: Point) -> &mut Self {
        self.offscreen.click(&mut self.app, at);
        self
    }

    /// Clicks at a place so many times; what follows waits.
    pub fn clicked(&mut self, at: Point, times: usize) -> Vec<iced::Task<Message>> {
        let press =
            [mouse::Event::ButtonPressed(mouse::Button::Left), mouse::Event::ButtonReleased(mouse::Button::Left)];
        let mut follows = Vec::new();
        for _ in 0..times {
            let cursor = mouse::Cursor::Available(at);
            for message in self.offscreen.events(&self.app, &press.map(Event::Mouse), cursor) {
                follows.push(self.app.update(message));
            }
        }
        follows
    }

    /// Clicks on a text.
    #[track_caller]
    pub fn click(&mut self, text: &str) -> &mut Self {
        let at = self.find(text).unwrap_or_else(|| panic!("nowhere to be read: {text}"));
        self.offscreen.click(&mut self.app, at);
        self
    }

    /// Clicks on the text with that key in the files of words.
    #[track_caller]
    pub fn click_key(&mut self, key: &str) -> &mut Self {
        let text = self.tr.get(key).to_owned();
        self.click(&text);
        self
    }

    /// True if the text with that key can be read.
    pub fn shows_key(&mut self, key: &str) -> bool {
        let text = self.tr.get(key).to_owned();
        self.shows(&text)
    }
}

/// The sample project's bytes.
pub fn sample() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/bottling-line/UserManagementConfig.xml");
    std::fs::read(path).unwrap()
}

/// The runtime file of one of the sample's machines.
pub fn machine_file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/bottling-line/machines");
    std::fs::read(folder.join(name).join(xml::RUNTIME_FILE)).unwrap()
}

/// What it says.
pub fn runtime(name: &str) -> Runtime {
    xml::read_runtime(&machine_file(name)).document.unwrap()
}

/// Where it lies on the disk of a test.
pub fn path_of(machine: &str) -> PathBuf {
    ["machines", machine, xml::RUNTIME_FILE].iter().collect()
}

/// The preview over the sample's three machines; later dialogs give `further`.
pub fn previewed(language: Language, further: &[&str]) -> Window {
    let machines = ["filler-1", "filler-2", "packer"];
    let first = Answer::Chosen(machines.map(path_of).into());
    let answers = std::iter::once(first).chain(further.iter().map(|path| Answer::Chosen(vec![path.into()])));
    let mut window = Window::opened(language, Answers::new(answers));
    for machine in machines {
        window.disk.put(path_of(machine), &machine_file(machine));
    }
    window.run(Command::Show(Page::Preview));
    assert!(window.shows_key("preview-none"));
    window.run(Command::AddMachines);
    window
}
