//! Lucide's icons, those in use, bundled (see `assets/icons`).

use iced::widget::{Svg, svg};
use iced::{Color, Length};

use super::{Ui, size};

/// Declares the icons and where their drawings lie.
macro_rules! icons {
    ($($name:ident = $file:literal,)*) => {
        /// An icon, by what it shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // The names say what is drawn.
        pub enum Icon {
            $($name,)*
        }

        impl Icon {
            fn drawing(self) -> &'static [u8] {
                match self {
                    $(Self::$name => include_bytes!(concat!("../../assets/icons/", $file, ".svg")),)*
                }
            }
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
    pub fn icon<'a>(self, icon: Icon) -> Svg<'a> {
        self.icon_in(icon, size::ICON, self.colors.muted)
    }

    /// The icon at a size of the design system, in one of its colours.
    #[must_use]
    pub fn icon_in<'a>(self, icon: Icon, side: f32, color: Color) -> Svg<'a> {
        svg(handle(icon))
            .width(Length::Fixed(side))
            .height(Length::Fixed(side))
            .style(move |_, _| svg::Style { color: Some(color) })
    }
}

/// The icon's drawing; the same handle each time, so that the renderer keeps one picture of it.
pub(super) fn handle(icon: Icon) -> svg::Handle {
    svg::Handle::from_memory(icon.drawing())
}
