//! A path to type, where the system has no dialog for files.

use std::path::PathBuf;
use std::sync::Arc;

use iced::Element;
use iced::widget::column;

use super::DialogContext;
use crate::app::{self, Action, Choose, Way, beside};
use crate::service::files::Stands;
use crate::ui::{Kind, size};

/// The path as it is typed.
#[derive(Debug)]
pub struct State {
    choose: Choose<app::Message>,
    typed: String,
    /// What stands at this path, where it is asked about: whether a file may be replaced, or a folder made.
    stands: Option<(PathBuf, Stands)>,
}

/// What happens in it.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key in the field.
    Typed(String),
    /// The path is complete.
    Done,
    /// What stands at that path.
    Looked(PathBuf, Stands),
    /// Its folder was made.
    Made,
    /// No file.
    Cancel,
}

const FIELD: &str = "path-field";

impl State {
    /// Asks for what `choose` wants.
    #[must_use]
    pub fn new(choose: Choose<app::Message>) -> Self {
        let mut path = choose.ask.folder.clone().unwrap_or_default();
        if writes(choose.way) {
            path.push(&choose.ask.file_name);
        }
        Self { choose, typed: path.display().to_string(), stands: None }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
        match message {
            Message::Typed(typed) => {
                self.typed = typed;
                Action::None
            }
            Message::Done => match self.path() {
                // Of the project's own file it is asked when it is saved.
                Some(path) if self.choose.way == Way::Save => {
                    let files = context.services.files.clone();
                    match self.asked() {
                        None => {
                            let look = move || (files.stands(&path), path);
                            Action::Perform(beside(look, |(stands, path)| Message::Looked(path, stands)))
                        }
                        Some(Stands::NoFolder) => {
                            // What stands in the way of that is told by what is written then.
                            let make = move || drop(files.make_folders(&path));
                            Action::Perform(beside(make, |()| Message::Made))
                        }
                        Some(_) => Action::Yes,
                    }
                }
                Some(_) => Action::Yes,
                None => Action::None,
            },
            Message::Looked(path, _) if self.path().as_ref() != Some(&path) => Action::None,
            Message::Looked(_, Stands::Nothing) | Message::Made => Action::Yes,
            Message::Looked(path, stands) => {
                self.stands = Some((path, stands));
                Action::None
            }
            Message::Cancel => Action::Close,
        }
    }

    /// The message that follows, once the dialog has closed with a yes.
    #[must_use]
    pub fn answer(&self) -> Option<app::Message> {
        self.path().map(|path| Arc::clone(&self.choose.then)(vec![path]))
    }

    /// What is asked about the path as it is typed.
    fn asked(&self) -> Option<Stands> {
        let (path, stands) = self.stands.as_ref()?;
        (self.path().as_ref() == Some(path)).then_some(*stands)
    }

    fn path(&self) -> Option<PathBuf> {
        let typed = self.typed.trim().trim_matches('"');
        (!typed.is_empty()).then(|| PathBuf::from(typed))
    }

    /// What it looks like.
    pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
        let DialogContext { ui, tr, .. } = context;
        let asked = self.asked();
        let says = match asked {
            Some(Stands::File) => Some("path-there"),
            Some(Stands::NoFolder) => Some("path-no-folder"),
            _ => None,
        };
        let field = ui
            .field(tr.get("path-label"), self.typed.as_str())
            .id(FIELD)
            .note(tr.get("path-note"))
            .error(says.map(|key| tr.get(key)))
            .on_input(Message::Typed)
            .on_submit(Message::Done);
        let done = self.path().map(|_| Message::Done).ok_or_else(|| tr.get("path-missing").to_owned());
        let yes = match writes(self.choose.way) {
            true if asked == Some(Stands::File) => "path-replace",
            true if asked == Some(Stands::NoFolder) => "path-make-folder",
            true => "path-save",
            false => "path-open",
        };
        let kind = if asked == Some(Stands::File) { Kind::Danger } else { Kind::Primary };
        let buttons = vec![
            ui.button(tr.get("cancel")).on_press(Message::Cancel).into(),
            ui.button(tr.get(yes)).kind(kind).on_press_or(done).into(),
        ];
        ui.dialog(self.choose.ask.title.as_str(), size::DIALOG, column![field], buttons)
    }

    /// What Enter asks for.
    #[must_use]
    pub fn enter(&self) -> Option<Message> {
        Some(Message::Done)
    }

    /// What Escape asks for.
    #[must_use]
    pub fn escape(&self) -> Option<Message> {
        Some(Message::Cancel)
    }

    /// The field that has the focus at first.
    #[must_use]
    pub fn focus(&self) -> Option<&'static str> {
        Some(FIELD)
    }
}

fn writes(way: Way) -> bool {
    matches!(way, Way::Save | Way::SaveProject)
}
