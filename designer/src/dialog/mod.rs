//! The dialogs. Each has the same shape as a page:
//!
//! ```text
//! State, Message
//! update(&mut, message, context) -> Action<Message>      Action::Close closes it
//! view(&self, context) -> Element<Message>               made by `ui.dialog`
//! enter(&self) -> Option<Message>                        what Enter asks for, where no field takes it
//! escape(&self) -> Option<Message>                       what Escape asks for; `None`: it closes
//! focus(&self) -> Option<&'static str>                   the field that has the focus at first
//! ```

use iced::Element;

use crate::app::Action;

pub use context::DialogContext;

mod context;
mod secret;

/// Declares the dialogs once.
macro_rules! dialogs {
    ($($name:ident = $module:ident;)*) => {
        $(pub mod $module;)*

        /// An open dialog.
        #[derive(Debug)]
        pub enum Dialog {
            $(
                #[doc = concat!("See [`", stringify!($module), "`].")]
                $name($module::State),
            )*
        }

        /// What happens in dialogs.
        #[derive(Clone, Debug)]
        pub enum Message {
            $(
                #[doc = concat!("In [`", stringify!($module), "`].")]
                $name($module::Message),
            )*
        }

        $(
            impl From<$module::State> for Dialog {
                fn from(state: $module::State) -> Self {
                    Self::$name(state)
                }
            }
        )*

        impl Dialog {
            /// Does what a message asks; a message for another dialog does nothing.
            pub fn update(&mut self, message: Message, context: DialogContext<'_>) -> Action<Message> {
                match (self, message) {
                    $((Self::$name(state), Message::$name(message)) => state.update(message, context).map(Message::$name),)*
                    #[allow(unreachable_patterns)]
                    _ => Action::None,
                }
            }

            /// What it looks like.
            pub fn view<'a>(&'a self, context: DialogContext<'a>) -> Element<'a, Message> {
                match self {
                    $(Self::$name(state) => state.view(context).map(Message::$name),)*
                }
            }

            /// What Enter asks for, where no field takes it.
            #[must_use]
            pub fn enter(&self) -> Option<Message> {
                match self {
                    $(Self::$name(state) => state.enter().map(Message::$name),)*
                }
            }

            /// What Escape asks for; `None`: the dialog closes.
            #[must_use]
            pub fn escape(&self) -> Option<Message> {
                match self {
                    $(Self::$name(state) => state.escape().map(Message::$name),)*
                }
            }

            /// The field that has the focus at first.
            #[must_use]
            pub fn focus(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name(state) => state.focus(),)*
                }
            }
        }
    };
}

dialogs! {
    Compare = compare;
    Import = import;
    Leave = leave;
    New = new_project;
    OnDisk = on_disk;
    Password = password;
    Path = path;
    Protect = protect;
    Question = question;
    Recovery = recovery;
    Unlock = unlock;
    Rights = rights;
}
