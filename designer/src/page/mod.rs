//! The pages. Each has the same shape, and none touches another; the program carries out what they ask for.
//!
//! ```text
//! State                     what is chosen, searched, sorted, typed; never a copy of the project
//! Message                   what happens on the page
//! refresh(&mut, context)    before each frame: lists derived from the project, if it has changed
//! update(&mut, message, context) -> Action<Message>
//! view(&self, context) -> Element<Message>                  the middle
//! properties(&self, context) -> Option<Element<Message>>    the pane at the right
//! offers(&self, command, context) -> Option<Result<(), String>>   whether it does the command, or why not now
//! run(&mut self, command, context) -> Action<Message>
//! go(&mut self, object, context) -> Action<Message>         leads to an object
//! field(&mut self, spot, context) -> Option<Id>             where things have fields: shows that of the chosen one
//! choose(&mut self, things, ...) -> Action<Message>         where things are listed: what undo brought is chosen
//! ```

use iced::{Element, Task};
use keyholder_shared::Id;
use keyholder_shared::edit::Kind;

use crate::app::{Action, Context, Spot};
use crate::command::Command;
use crate::ui::{Icon, grid, table};
use things::Which as _;

/// Declares the pages once: their names, states, messages, and how each call finds its page.
macro_rules! pages {
    ($($name:ident = $module:ident, $key:literal, $icon:ident;)*) => {
        $(pub mod $module;)*

        /// A page, by name.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Page {
            $(
                #[doc = concat!("See [`", stringify!($module), "`].")]
                $name,
            )*
            /// The page without a project.
            #[default]
            Start,
        }

        impl Page {
            /// The pages of a project, in the order of the list at the left.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name under which it is remembered and given on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                self.key().strip_prefix("page-").unwrap_or_default()
            }

            /// The page of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|page| page.name() == name)
            }

            /// Its title in the files of words.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                    Self::Start => "page-start",
                }
            }

            /// Its icon.
            #[must_use]
            pub fn icon(self) -> Icon {
                match self {
                    $(Self::$name => Icon::$icon,)*
                    Self::Start => Icon::KeyRound,
                }
            }
        }

        /// What happens on the pages.
        #[derive(Clone, Debug)]
        pub enum Message {
            $(
                #[doc = concat!("On [`", stringify!($module), "`].")]
                $name($module::Message),
            )*
        }

        /// What the pages remember.
        #[derive(Debug, Default)]
        pub struct Pages {
            $(
                #[doc = concat!("Of [`", stringify!($module), "`].")]
                pub $module: $module::State,
            )*
        }

        impl Pages {
            /// Brings what the page derives from the project up to date.
            pub fn refresh(&mut self, page: Page, context: Context<'_>) {
                match page {
                    $(Page::$name => self.$module.refresh(context),)*
                    Page::Start => {}
                }
            }

            /// Does what a message asks.
            pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
                match message {
                    $(Message::$name(message) => self.$module.update(message, context).map(Message::$name),)*
                }
            }

            /// The middle of the window.
            pub fn view<'a>(&'a self, page: Page, context: Context<'a>) -> Element<'a, Message> {
                match page {
                    $(Page::$name => self.$module.view(context).map(Message::$name),)*
                    Page::Start => iced::widget::Space::new().into(),
                }
            }

            /// The pane at the right.
            pub fn properties<'a>(&'a self, page: Page, context: Context<'a>) -> Option<Element<'a, Message>> {
                match page {
                    $(Page::$name => self.$module.properties(context).map(|pane| pane.map(Message::$name)),)*
                    Page::Start => None,
                }
            }

            /// Whether the page does the command, or why it cannot now; `None` if it is not for this page.
            pub fn offers(&self, page: Page, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
                match page {
                    $(Page::$name => self.$module.offers(command, context),)*
                    Page::Start => None,
                }
            }

            /// Does a command that the page offers.
            pub fn run(&mut self, page: Page, command: Command, context: Context<'_>) -> Action<Message> {
                match page {
                    $(Page::$name => self.$module.run(command, context).map(Message::$name),)*
                    Page::Start => Action::None,
                }
            }

            /// Leads to an object of the page.
            pub fn go(&mut self, page: Page, object: Id, context: Context<'_>) -> Action<Message> {
                match page {
                    $(Page::$name => self.$module.go(object, context).map(Message::$name),)*
                    Page::Start => Action::None,
                }
            }
        }
    };
}

#[cfg(test)]
pub mod bench;
pub mod things;
pub mod typing;

pages! {
    Users = users, "page-users", Users;
    Groups = groups, "page-groups", UsersRound;
    Matrix = matrix, "page-matrix", GridCells;
    Rights = rights, "page-rights", Key;
    Areas = areas, "page-areas", Map;
    NotificationGroups = notification_groups, "page-notification-groups", Bell;
    Guidelines = guidelines, "page-guidelines", ShieldCheck;
    Texts = texts, "page-texts", Languages;
    Effective = effective, "page-effective", ScanEye;
    Preview = preview, "page-preview", GitCompareArrows;
    Problems = problems, "page-problems", TriangleAlert;
}

impl Pages {
    /// Scrolls the page that is shown again to where it was.
    pub fn back<M: Send + 'static>(&self, page: Page) -> Task<M> {
        match page {
            Page::Users => self.users.table.back(),
            Page::Groups => self.groups.table.back(),
            Page::Matrix => self.matrix.grid.back(),
            Page::Rights => self.rights.table.back(),
            Page::Areas => self.areas.table.back(),
            Page::NotificationGroups => self.notification_groups.table.back(),
            Page::Texts => self.texts.table.back(),
            Page::Effective => Task::batch([self.effective.users.back(), self.effective.rights.back()]),
            Page::Preview => {
                let preview::State { machine_table, user_table, change_table, .. } = &self.preview;
                Task::batch([machine_table.back(), user_table.back(), change_table.back()])
            }
            Page::Problems => self.problems.table.back(),
            Page::Guidelines | Page::Start => Task::none(),
        }
    }

    /// Shows a field of what is chosen on the page, and names it for the focus. `None` where there is none to be changed.
    pub fn field(&mut self, page: Page, spot: &Spot, context: Context<'_>) -> Option<iced::widget::Id> {
        match page {
            Page::Users => self.users.field(spot, context),
            Page::Groups => self.groups.field(spot, context),
            Page::Rights => self.rights.field(spot, context),
            Page::Areas => self.areas.field(spot, context),
            Page::NotificationGroups => self.notification_groups.field(spot, context),
            Page::Guidelines => guidelines::field(spot, context),
            _ => None,
        }
    }

    /// Chooses these things where the page lists such, and shows the first of them.
    pub fn choose(&mut self, page: Page, things: &[(Kind, Id)], context: Context<'_>) -> Action<Message> {
        let of = |kinds: &[Kind]| {
            let mut ids = Vec::with_capacity(things.len());
            ids.extend(things.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, id)| *id));
            ids
        };
        match page {
            Page::Users => self.users.choose(of(&[Kind::User]), context).map(Message::Users),
            Page::Groups => self.groups.choose(of(&[Kind::Group])).map(Message::Groups),
            Page::Rights => self.rights.choose(of(&[Kind::RightGroup, Kind::Right])).map(Message::Rights),
            Page::Areas => self.areas.choose(of(&[Kind::Area])).map(Message::Areas),
            Page::NotificationGroups => {
                self.notification_groups.choose(of(&[Kind::NotificationGroup])).map(Message::NotificationGroups)
            }
            _ => Action::None,
        }
    }
}

impl Page {
    /// The pages of the group *Check*; the others are of the group *Define*.
    #[must_use]
    pub fn is_check(self) -> bool {
        matches!(self, Self::Effective | Self::Preview | Self::Problems)
    }

    /// Where the keyboard begins: its table or grid, if it has one.
    #[must_use]
    pub fn keys(self) -> Option<iced::widget::Id> {
        match self {
            Self::Matrix => Some(grid::focus_id(self.name())),
            Self::Effective => Some(table::focus_id("effective-users")),
            Self::Preview => Some(table::focus_id("preview-machines")),
            Self::Guidelines => Some(guidelines::PRESET.into()),
            Self::Start => None,
            _ => Some(table::focus_id(self.name())),
        }
    }

    /// What scrolls its table to the one that is chosen, wherever that stands by now; `None` if it has no such table.
    #[must_use]
    pub fn follow(self) -> Option<Message> {
        let follow = table::Message::Follow;
        Some(match self {
            Self::Users => Message::Users(users::Message::Table(follow)),
            Self::Groups => Message::Groups(groups::Message::Table(follow)),
            Self::Rights => Message::Rights(rights::Message::Table(follow)),
            Self::Areas => Message::Areas(areas::Message::Table(follow)),
            Self::NotificationGroups => Message::NotificationGroups(notification_groups::Message::Table(follow)),
            Self::Texts => Message::Texts(texts::Message::Table(follow)),
            _ => return None,
        })
    }

    /// Its field to search with, if it has one.
    #[must_use]
    pub fn search(self) -> Option<iced::widget::Id> {
        let name = match self {
            Self::Users => users::SEARCH,
            Self::Groups => groups::SEARCH,
            Self::Matrix => matrix::SEARCH,
            Self::Rights => rights::Rights::FIELDS.search,
            Self::Areas => areas::Areas::FIELDS.search,
            Self::NotificationGroups => notification_groups::NotificationGroups::FIELDS.search,
            Self::Texts => texts::SEARCH,
            Self::Effective => effective::SEARCH,
            Self::Preview => preview::SEARCH,
            Self::Problems => problems::SEARCH,
            Self::Guidelines | Self::Start => return None,
        };
        Some(name.into())
    }

    /// The field of the name of the one that is chosen, if its things have names to type.
    #[must_use]
    pub fn name_field(self) -> Option<iced::widget::Id> {
        let name = match self {
            Self::Users => users::NAME,
            Self::Groups => groups::NAME,
            Self::Rights => rights::Rights::FIELDS.name,
            Self::Areas => areas::Areas::FIELDS.name,
            Self::NotificationGroups => notification_groups::NotificationGroups::FIELDS.name,
            _ => return None,
        };
        Some(name.into())
    }

    /// The page is its head and a table, or says that there is nothing to list: each draws its own ground.
    #[must_use]
    pub fn is_table(self) -> bool {
        use Page::{Areas, Groups, NotificationGroups, Problems, Rights, Texts, Users};
        matches!(self, Users | Groups | Rights | Areas | NotificationGroups | Problems | Texts)
    }

    /// The page takes the whole width: it has no pane at the right.
    #[must_use]
    pub fn is_wide(self) -> bool {
        matches!(self, Self::Matrix)
    }
}
