//! Lucide's icons, those in use, bundled as a font of their own: drawings of SVG would have to be read by each program
//! that starts, and whoever reads them here looks through all fonts of the system first. `.ci/designer/icons` makes it
//! out of the drawings in `assets/icons`.

use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{Alignment, Renderer as _, Text};
use iced::advanced::widget::{Tree, Widget};
use iced::advanced::{mouse, renderer};
use iced::alignment::Vertical;
use iced::font::Family;
use iced::widget::text::{LineHeight, Shaping, Wrapping};
use iced::{Color, Element, Font, Length, Pixels, Point, Rectangle, Renderer, Size, Theme};

use super::{Ui, size};

/// The icons' font.
pub(super) const FONT: Font = Font { family: Family::Name("Keyholder Icons"), ..Font::DEFAULT };
/// Its file.
pub(super) const FILE: &[u8] = include_bytes!("../../assets/icons/icons.ttf");
/// The letter of the first icon; the others follow in their order here.
const FIRST: u32 = 0xE000;

/// Declares the icons and the files of their drawings.
macro_rules! icons {
    ($($name:ident = $file:literal,)*) => {
        /// An icon, by what it shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // The names say what is drawn.
        pub enum Icon {
            $($name,)*
        }

        impl Icon {
            /// Every icon, with the file of its drawing.
            #[cfg(test)]
            const ALL: &[(Self, &str)] = &[$((Self::$name, $file),)*];
        }
    };
}

icons! {
    ArrowDown = "arrow-down",
    ArrowRight = "arrow-right",
    ArrowUp = "arrow-up",
    Ban = "ban",
    Bell = "bell",
    Check = "check",
    ChevronDown = "chevron-down",
    ChevronRight = "chevron-right",
    ChevronUp = "chevron-up",
    CircleCheck = "circle-check",
    CircleX = "circle-x",
    Clock = "clock",
    Command = "command",
    Contrast = "contrast",
    Copy = "copy",
    Download = "download",
    Ellipsis = "ellipsis",
    Eye = "eye",
    EyeOff = "eye-off",
    FilePlus = "file-plus",
    FileText = "file-text",
    FilterX = "filter-x",
    FolderOpen = "folder-open",
    GitCompareArrows = "git-compare-arrows",
    Globe = "globe",
    GridCells = "grid-3x3",
    Import = "import",
    Info = "info",
    Key = "key",
    KeyRound = "key-round",
    Languages = "languages",
    Layers = "layers",
    ListFilter = "list-filter",
    Lock = "lock",
    LogOut = "log-out",
    Map = "map",
    Minus = "minus",
    Monitor = "monitor",
    Moon = "moon",
    Pencil = "pencil",
    Plus = "plus",
    Printer = "printer",
    Redo = "redo-2",
    RefreshCw = "refresh-cw",
    Replace = "replace",
    Save = "save",
    ScanEye = "scan-eye",
    Search = "search",
    Server = "server",
    Shield = "shield",
    ShieldCheck = "shield-check",
    SquareCheck = "square-check",
    Sun = "sun",
    Trash2 = "trash-2",
    TriangleAlert = "triangle-alert",
    Undo = "undo-2",
    Upload = "upload",
    User = "user",
    UserCog = "user-cog",
    UserPen = "user-pen",
    Users = "users",
    UsersRound = "users-round",
    WandSparkles = "wand-sparkles",
    X = "x",
    ZoomIn = "zoom-in",
    ZoomOut = "zoom-out",
}

impl Ui {
    /// The icon in the colour of notes, as large as the text beside it.
    #[must_use]
    pub fn icon(self, icon: Icon) -> Drawn {
        self.icon_in(icon, size::ICON, self.colors.muted)
    }

    /// The icon at a size of the design system, in one of its colours.
    #[must_use]
    pub fn icon_in(self, icon: Icon, side: f32, color: Color) -> Drawn {
        Drawn { icon, side, color }
    }
}

/// An icon in a window. It is nothing that can be read or found as text.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    icon: Icon,
    side: f32,
    color: Color,
}

impl<M> Widget<M, Theme, Renderer> for Drawn {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.side), Length::Fixed(self.side))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, self.side, self.side)
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        _: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        draw(renderer, self.icon, layout.bounds(), self.color, *viewport);
    }
}

impl<'a, M: 'a> From<Drawn> for Element<'a, M> {
    fn from(drawn: Drawn) -> Self {
        Self::new(drawn)
    }
}

impl Drawn {
    /// Draws it upon what lies at `bounds`, in the middle of its height and so far from its left edge, or from its
    /// right one if `inset` is less than nothing. In a stack it would have a layer of its own, and a layer costs as
    /// much as all of its letters.
    pub(super) fn draw_upon(self, renderer: &mut Renderer, bounds: Rectangle, inset: f32, clip: Rectangle) {
        let edge = if inset < 0.0 { bounds.width - self.side } else { 0.0 };
        let corner = Point::new(bounds.x + edge + inset, bounds.y + (bounds.height - self.side) / 2.0);
        draw(renderer, self.icon, Rectangle::new(corner, Size::new(self.side, self.side)), self.color, clip);
    }
}

/// Draws an icon into a square, on whole pixels, if something of it is seen in `clip`.
pub(super) fn draw(renderer: &mut Renderer, icon: Icon, square: Rectangle, color: Color, clip: Rectangle) {
    if !square.intersects(&clip) {
        return;
    }
    let text = letter(icon, square.size(), square.width);
    let corner = square.position();
    // The renderer cuts at the edge of its layer what is said to reach over it: so the square is told.
    renderer.fill_text(text, Point::new(corner.x.round(), corner.y.round()), color, square);
}

/// The icon as a letter of its font, as large as the icon.
fn letter(icon: Icon, bounds: Size, side: f32) -> Text {
    Text {
        content: char::from_u32(FIRST + icon as u32).unwrap_or_default().to_string(),
        bounds,
        size: Pixels(side),
        line_height: LineHeight::Absolute(Pixels(side)),
        font: FONT,
        align_x: Alignment::Default,
        align_y: Vertical::Top,
        shaping: Shaping::Basic,
        wrapping: Wrapping::None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use iced::advanced::graphics;
    use iced::advanced::text::Paragraph as _;

    use super::*;

    #[test]
    fn every_icon_is_a_letter_as_wide_as_it_is_high() {
        crate::ui::text::load();
        for (icon, file) in Icon::ALL {
            let letter = letter(*icon, Size::INFINITE, 16.0);
            let set = graphics::text::Paragraph::with_text(letter.as_ref());
            assert_eq!(set.min_bounds(), Size::new(16.0, 16.0), "{file} comes from another font");
        }
    }

    /// The letters of the font in the order of the icons: the file as the drawings would make it today.
    #[test]
    fn every_drawing_is_an_icon_and_has_a_letter() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icons");
        let drawings =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut drawings: Vec<String> =
            drawings.filter_map(|name| name.strip_suffix(".svg").map(str::to_owned)).collect();
        drawings.sort();
        let mut named: Vec<&str> = Icon::ALL.iter().map(|(_, file)| *file).collect();
        named.sort_unstable();
        assert_eq!(drawings, named);
        // The font tells the names of its letters in their order (table `post`), each after its length.
        let places = Icon::ALL.iter().map(|(icon, file)| {
            let name = format!("icon-{file}");
            let name = [&[u8::try_from(name.len()).unwrap()], name.as_bytes()].concat();
            let place = FILE.windows(name.len()).position(|bytes| bytes == name);
            place.unwrap_or_else(|| panic!("{icon:?} is not in the font: run .ci/designer/icons"))
        });
        let places: Vec<usize> = places.collect();
        assert!(places.is_sorted(), "the icons have another order than the font's letters: run .ci/designer/icons");
    }
}
