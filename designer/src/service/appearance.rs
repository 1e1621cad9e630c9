//! How the system wants its windows to look.

use iced::Subscription;
use iced::futures::future::ready;
use iced::futures::{Stream, StreamExt as _};
use mundy::{ColorScheme, Contrast, Interest, Preferences};

/// What the system says of the looks of windows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Light text on dark ground, or not; `None` if it does not say.
    pub dark: Option<bool>,
    /// As much contrast as there can be.
    pub contrast: bool,
}

/// What the system says, once it says something and whenever that changes: on Linux by the desktop's portal, on Windows
/// by the settings of appearance and accessibility. Where neither is there, it says nothing.
pub fn changes() -> Subscription<Appearance> {
    Subscription::run(|| {
        let says = Preferences::stream(Interest::ColorScheme | Interest::Contrast);
        said(says.map(|says| of(says.color_scheme, says.contrast)))
    })
}

/// What is said, from the first that says something on: before, a window looks as it does without.
fn said(all: impl Stream<Item = Appearance>) -> impl Stream<Item = Appearance> {
    all.skip_while(|says| ready(*says == Appearance::default()))
}

fn of(scheme: ColorScheme, contrast: Contrast) -> Appearance {
    Appearance {
        dark: match scheme {
            ColorScheme::NoPreference => None,
            ColorScheme::Light => Some(false),
            ColorScheme::Dark => Some(true),
        },
        contrast: contrast == Contrast::More,
    }
}

#[cfg(test)]
mod tests {
    use iced::futures::executor::block_on;
    use iced::futures::stream;

    use super::*;

    #[test]
    fn what_says_nothing_is_told_only_after_something_was_said() {
        let (nothing, dark) = (Appearance::default(), Appearance { dark: Some(true), contrast: false });
        let told = |all: Vec<Appearance>| block_on(said(stream::iter(all)).collect::<Vec<_>>());
        assert_eq!(told(vec![nothing, nothing]), []);
        assert_eq!(told(vec![nothing, dark, nothing, dark]), [dark, nothing, dark]);
    }

    #[test]
    fn what_the_system_does_not_say_is_left_open() {
        assert_eq!(of(ColorScheme::NoPreference, Contrast::NoPreference), Appearance::default());
        assert_eq!(of(ColorScheme::Dark, Contrast::Less), Appearance { dark: Some(true), contrast: false });
        assert_eq!(of(ColorScheme::Light, Contrast::More), Appearance { dark: Some(false), contrast: true });
    }
}
