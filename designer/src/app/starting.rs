//! The program until its window is there: the project is read and the typeface loaded while the window is made, and
//! both are waited for when its first frame asks for them.

use std::cell::{OnceCell, RefCell};

use iced::{Element, Subscription, Task, Theme, theme, window};

use super::{Ahead, App, Message, keys};
use crate::ui::resting;

/// The program as iced runs it. What it shows is begun when it is first asked for, which is after the window is made.
pub struct Starting {
    ahead: Ahead,
    app: OnceCell<App>,
    /// What the program does first; it is handed over with the first message.
    opening: RefCell<Option<Task<Message>>>,
}

impl Starting {
    /// The program with what was begun ahead of it.
    #[must_use]
    pub fn new(ahead: Ahead) -> Self {
        Self { ahead, app: OnceCell::new(), opening: RefCell::new(None) }
    }

    /// The program as it is shown, begun now if it was not yet.
    pub fn app(&self) -> &App {
        self.app.get_or_init(|| {
            let (app, opening) = App::new(&self.ahead);
            self.opening.replace(Some(opening));
            app
        })
    }

    /// See [`App::update`].
    pub fn update(&mut self, message: Message) -> Task<Message> {
        self.app();
        let opening = self.opening.take().unwrap_or_else(Task::none);
        match self.app.get_mut() {
            Some(app) => Task::batch([opening, app.update(message)]),
            None => opening,
        }
    }

    /// See [`App::view`].
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        resting(self.app().view())
    }

    /// See [`App::title`]; while the window is made, that of no project.
    #[must_use]
    pub fn title(&self) -> String {
        self.app.get().map_or_else(|| App::NAME.to_owned(), App::title)
    }

    /// See [`App::scale`], which is known before it is begun.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.app.get().map_or_else(|| self.ahead.scale(), App::scale)
    }

    /// See [`App::theme`].
    #[must_use]
    pub fn theme(&self) -> Option<Theme> {
        Some(self.app().theme())
    }

    /// See [`App::style`].
    #[must_use]
    pub fn style(&self, theme: &Theme) -> theme::Style {
        self.app().style(theme)
    }

    /// See [`App::subscription`]. Until its first frame is there the window is listened to and nothing else: what is
    /// begun with the first message can wait for that.
    pub fn subscription(&self) -> Subscription<Message> {
        match self.app.get() {
            Some(app) if self.opening.borrow().is_none() => app.subscription(),
            _ => Subscription::batch([keys::listen(), window::frames().map(|_| Message::Nothing)]),
        }
    }
}
