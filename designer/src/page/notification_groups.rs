//! The page *Notification groups*: people who are told of something together.

use keyholder_shared::edit::Kind;

use super::Page;
use super::things::{self, Fields, Which, Words};
use crate::ui::Icon;

pub use super::things::Message;

/// What the page remembers.
pub type State = things::State<NotificationGroups>;

/// The things of this page.
#[derive(Clone, Copy, Debug)]
pub struct NotificationGroups;

impl Which for NotificationGroups {
    const KIND: Kind = Kind::NotificationGroup;
    const PAGE: Page = Page::NotificationGroups;
    const TABLE: &'static str = "notification-groups";
    const FIELDS: Fields = Fields { search: "notification-groups-search-field", name: "notification-groups-name-field" };
    const WORDS: Words = things::words!("notification-groups");
    const ICON: Icon = Icon::Bell;
}
