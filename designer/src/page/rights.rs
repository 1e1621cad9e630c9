//! The page *Rights*: what a visualisation asks for before it acts, in right groups, and where each right is used.

use keyholder_shared::edit::Kind;

use super::Page;
use super::things::{self, Fields, Which, Words};
use crate::ui::Icon;

pub use super::things::Message;

/// What the page remembers.
pub type State = things::State<Rights>;

/// The things of this page.
#[derive(Clone, Copy, Debug)]
pub struct Rights;

impl Which for Rights {
    const KIND: Kind = Kind::Right;
    const PAGE: Page = Page::Rights;
    const TABLE: &'static str = "rights";
    const FIELDS: Fields = Fields { search: "rights-search-field", name: "rights-name-field" };
    const WORDS: Words = things::words!("rights");
    const ICON: Icon = Icon::Key;
}
