//! Sizes and distances, in logical pixels. Everything else is made of these.

/// Between things that belong together.
pub const TINY: f32 = 4.0;
/// Between a label and its field, a button and the next.
pub const SMALL: f32 = 8.0;
/// Between fields.
pub const MEDIUM: f32 = 12.0;
/// At the edges of panes.
pub const LARGE: f32 = 16.0;
/// Between sections.
pub const HUGE: f32 = 24.0;

/// Corners of buttons, fields and chosen rows.
pub const CORNER: f32 = 5.0;
/// Corners of dialogs and menus.
pub const CORNER_LARGE: f32 = 8.0;

/// A line between two parts.
pub const RULE: f32 = 1.0;
/// A row of a table, a button, a field.
pub const ROW: f32 = 28.0;
/// The bar at the top of the window.
pub const TOP_BAR: f32 = 44.0;
/// The head of a page, with its title and its buttons.
pub const PAGE_HEAD: f32 = 52.0;
/// The bar at the bottom of the window.
pub const STATUS_BAR: f32 = 28.0;
/// The list of pages at the left.
pub const SIDEBAR: f32 = 196.0;
/// The pane of properties at the right.
pub const PROPERTIES: f32 = 340.0;
/// A dialog of fields.
pub const DIALOG: f32 = 460.0;
/// A dialog of lists.
pub const DIALOG_WIDE: f32 = 720.0;
/// What a dialog leaves free at its edges.
pub const DIALOG_EDGE: f32 = 20.0;
/// The width of a list in a dialog of lists.
pub const DIALOG_INNER: f32 = DIALOG_WIDE - 2.0 * DIALOG_EDGE;

/// An icon beside text.
pub const ICON: f32 = 16.0;
/// A smaller icon, inside chips and heads of tables.
pub const ICON_SMALL: f32 = 13.0;
/// The picture of an empty page.
pub const ICON_LARGE: f32 = 36.0;

/// Text.
pub const TEXT: f32 = 13.0;
/// Notes, labels, badges.
pub const NOTE: f32 = 12.0;
/// Headings of sections written in capitals.
pub const CAPTION: f32 = 11.0;
/// Headings of panes and dialogs.
pub const HEADING: f32 = 15.0;
/// Titles of pages.
pub const TITLE: f32 = 18.0;
