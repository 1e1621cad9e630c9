//! The page *Areas*: the parts of the plant, and the panels that stand in them.

use keyholder_shared::edit::Kind;

use super::Page;
use super::things::{self, Fields, Which, Words};
use crate::ui::Icon;

pub use super::things::Message;

/// What the page remembers.
pub type State = things::State<Areas>;

/// The things of this page.
#[derive(Clone, Copy, Debug)]
pub struct Areas;

impl Which for Areas {
    const KIND: Kind = Kind::Area;
    const PAGE: Page = Page::Areas;
    const TABLE: &'static str = "areas";
    const FIELDS: Fields = Fields { search: "areas-search-field", name: "areas-name-field" };
    const WORDS: Words = things::words!("areas");
    const ICON: Icon = Icon::Map;
}
