//! Draws the window without a screen: for pictures, tests and measurements.

use std::io;
use std::path::Path;

use iced::advanced::renderer::{Headless, Style};
use iced::advanced::{clipboard, graphics, mouse};
use iced::futures::StreamExt;
use iced::futures::executor::block_on;
use iced::{Event, Pixels, Point, Renderer, Size, Task, window};
use iced_runtime::user_interface::{Cache, UserInterface};
use iced_runtime::{Action, task};

use crate::app::{App, Message};
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
        load_fonts();
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
            let event = std::slice::from_ref(event);
            let _ = interface.update(event, cursor, &mut self.renderer, &mut clipboard::Null, &mut messages);
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
                        interface.operate(&self.renderer, operation.as_mut());
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

/// Loads the bundled typeface, once.
pub fn load_fonts() {
    static LOADED: std::sync::Once = std::sync::Once::new();
    LOADED.call_once(|| {
        if let Ok(mut system) = graphics::text::font_system().write() {
            for file in text::FILES {
                system.load_font(std::borrow::Cow::Borrowed(file));
            }
        }
    });
}
