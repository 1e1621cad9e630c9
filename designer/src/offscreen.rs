//! Draws the window without a screen: for pictures, tests and measurements.

use std::io;
use std::path::Path;

use iced::advanced::renderer::{Headless, Style};
use iced::advanced::widget::operation::{Operation, Outcome, Scrollable, TextInput};
use iced::advanced::{clipboard, mouse, widget};
use iced::futures::StreamExt;
use iced::futures::executor::block_on;
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{self, Key, Location, Modifiers};
use iced::{Event, Pixels, Point, Rectangle, Renderer, Size, Task, Vector, event, window};
use iced_runtime::user_interface::{Cache, UserInterface};
use iced_runtime::{Action, task};

use crate::app::{App, Message, keys};
use crate::ui::{size, text};

/// A picture: red, green, blue and alpha of each pixel, row by row.
pub struct Picture {
    /// Its width and height in pixels.
    pub size: Size<u32>,
    /// Its pixels.
    pub pixels: Vec<u8>,
}

/// A window without a screen.
pub struct Offscreen {
    renderer: Renderer,
    cache: Cache,
    size: Size,
}

impl Offscreen {
    /// A window of that size. `None` where the software renderer is not there.
    #[must_use]
    pub fn new(size: Size) -> Option<Self> {
        text::load();
        let renderer = block_on(<Renderer as Headless>::new(text::REGULAR, Pixels(size::TEXT), Some("tiny-skia")))?;
        Some(Self { renderer, cache: Cache::default(), size })
    }

    /// Builds, lays out and draws one frame.
    pub fn frame(&mut self, app: &App) {
        let _ = self.events(app, &[], mouse::Cursor::Unavailable);
    }

    /// Gives the window events, draws the frame after them, and answers what was asked for.
    pub fn events(&mut self, app: &App, events: &[Event], cursor: mouse::Cursor) -> Vec<Message> {
        let cache = std::mem::take(&mut self.cache);
        let mut interface = UserInterface::build(app.view(), self.size, cache, &mut self.renderer);
        let mut messages = Vec::new();
        let redraw = Event::Window(window::Event::RedrawRequested(std::time::Instant::now()));
        for event in events.iter().chain(std::iter::once(&redraw)) {
            let one = std::slice::from_ref(event);
            let (_, statuses) = interface.update(one, cursor, &mut self.renderer, &mut clipboard::Null, &mut messages);
            let status = statuses.first().copied().unwrap_or(event::Status::Ignored);
            messages.extend(keys::heard(event.clone(), status));
        }
        let style = app.style(&app.theme());
        interface.draw(&mut self.renderer, &app.theme(), &Style { text_color: style.text_color }, cursor);
        self.cache = interface.into_cache();
        messages
    }

    /// Presses the left button there and lets it go, and carries out what follows.
    pub fn click(&mut self, app: &mut App, at: Point) {
        let button = mouse::Button::Left;
        let events = [
            mouse::Event::CursorMoved { position: at },
            mouse::Event::ButtonPressed(button),
            mouse::Event::ButtonReleased(button),
        ];
        for message in self.events(app, &events.map(Event::Mouse), mouse::Cursor::Available(at)) {
            let task = app.update(message);
            self.settle(app, task);
        }
        self.frame(app);
    }

    /// Presses a key with these modifiers, as on an English keyboard, and carries out what follows.
    pub fn key(&mut self, app: &mut App, key: impl Into<Key>, modifiers: Modifiers) {
        let events = pressed(key.into(), modifiers);
        for message in self.events(app, &events, mouse::Cursor::Unavailable) {
            let task = app.update(message);
            self.settle(app, task);
        }
        self.frame(app);
    }

    /// Presses keys one after the other within one frame, and carries out what follows from all of them at its end.
    pub fn hasty(&mut self, app: &mut App, keys: &[(Key, Modifiers)]) {
        let events: Vec<Event> = keys.iter().flat_map(|(key, modifiers)| pressed(key.clone(), *modifiers)).collect();
        for message in self.events(app, &events, mouse::Cursor::Unavailable) {
            let task = app.update(message);
            self.settle(app, task);
        }
        self.frame(app);
    }

    /// Types text into what has the focus.
    pub fn write(&mut self, app: &mut App, text: &str) {
        for letter in text.chars() {
            let key = if letter == ' ' { Key::Named(Named::Space) } else { Key::Character(letter.to_string().into()) };
            self.key(app, key, Modifiers::empty());
        }
    }

    /// Where in the window that text stands, whole, the first time.
    #[must_use]
    pub fn find(&mut self, app: &App, text: &str) -> Option<Rectangle> {
        self.texts(app).into_iter().find(|(_, said)| said == text).map(|(bounds, _)| bounds)
    }

    /// Every text in the window, whole, and where it stands; of fields to type into their names.
    #[must_use]
    pub fn texts(&mut self, app: &App) -> Vec<(Rectangle, String)> {
        let cache = std::mem::take(&mut self.cache);
        let mut interface = UserInterface::build(app.view(), self.size, cache, &mut self.renderer);
        let mut texts = Texts::default();
        interface.operate(&self.renderer, &mut widget::operation::black_box(&mut texts));
        self.cache = interface.into_cache();
        texts.found
    }

    /// The pixels of the last frame, `scale` for each logical one.
    pub fn picture(&mut self, app: &App, scale: f32) -> Picture {
        let size = Size::new((self.size.width * scale).round() as u32, (self.size.height * scale).round() as u32);
        let ground = app.style(&app.theme()).background_color;
        let pixels = self.renderer.screenshot(size, scale, ground);
        Picture { size, pixels }
    }

    /// Carries out a task and everything that follows from it, as far as no window is needed. What asks for
    /// the focus or scrolls is done in this window.
    pub fn settle(&mut self, app: &mut App, task: Task<Message>) {
        let mut waiting = vec![task];
        while let Some(task) = waiting.pop() {
            let Some(mut stream) = task::into_stream(task) else { continue };
            while let Some(action) = block_on(stream.next()) {
                match action {
                    Action::Output(message) => waiting.push(app.update(message)),
                    Action::Widget(mut operation) => {
                        let cache = std::mem::take(&mut self.cache);
                        let mut interface = UserInterface::build(app.view(), self.size, cache, &mut self.renderer);
                        loop {
                            interface.operate(&self.renderer, operation.as_mut());
                            match operation.finish() {
                                Outcome::Chain(next) => operation = next,
                                Outcome::None | Outcome::Some(()) => break,
                            }
                        }
                        self.cache = interface.into_cache();
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Picture {
    /// Writes the picture as a PNG file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let file = io::BufWriter::new(std::fs::File::create(path)?);
        let mut encoder = png::Encoder::new(file, self.size.width, self.size.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(())
    }
}

/// What a key says with these modifiers, as on an English keyboard.
fn pressed(key: Key, modifiers: Modifiers) -> [Event; 3] {
    let text = match &key {
        // With Ctrl a letter says nothing that could be typed; a digit or a sign says the same, as X11 has it.
        Key::Character(text) if !modifiers.command() || !text.contains(char::is_alphabetic) => Some(text.clone()),
        Key::Named(Named::Space) => Some(" ".into()),
        _ => None,
    };
    let press = keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key: Physical::Unidentified(NativeCode::Unidentified),
        location: Location::Standard,
        modifiers,
        text,
        repeat: false,
    };
    let held = |modifiers| Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers));
    // What is held is let go again: a click after it is a plain one.
    [held(modifiers), Event::Keyboard(press), held(Modifiers::empty())]
}

/// Collects texts; what is scrolled counts at its place in the window.
#[derive(Default)]
struct Texts {
    found: Vec<(Rectangle, String)>,
    scrolled: Vector,
    next: Vector,
}

impl Operation for Texts {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let by = std::mem::take(&mut self.next);
        self.scrolled += by;
        operate(self);
        self.scrolled -= by;
    }

    fn scrollable(
        &mut self,
        _id: Option<&widget::Id>,
        _bounds: Rectangle,
        _content: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.next = translation;
    }

    fn text_input(&mut self, id: Option<&widget::Id>, bounds: Rectangle, _state: &mut dyn TextInput) {
        if let Some(id) = id {
            self.found.push((bounds - self.scrolled, format!("{id:?}")));
        }
    }

    fn text(&mut self, _id: Option<&widget::Id>, bounds: Rectangle, text: &str) {
        self.found.push((bounds - self.scrolled, text.to_owned()));
    }
}
