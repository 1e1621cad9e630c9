//! Text on one line, or on few: where it does not fit, it ends in an ellipsis, and the resting pointer is told all
//! of it.

use std::borrow::Cow;

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, text as drawing, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::widget::text::IntoFragment;
use iced::{Color, Element, Event, Font, Length, Rectangle, Renderer, Size, Theme, Vector};

use super::fit::{Fitted, Letters, SLACK};
use super::tip::{Rest, Sheet, tip};
use super::{Ui, size, text};

/// A text that keeps to its lines. It becomes an element by `into()`.
pub struct Line<'a> {
    ui: Ui,
    content: Cow<'a, str>,
    letters: Letters,
    color: Option<Color>,
    untold: bool,
    yielding: bool,
}

impl Ui {
    /// Text on one line. Where it does not fit, it ends in an ellipsis, and a tip says all of it.
    #[must_use]
    pub fn line<'a>(self, content: impl IntoFragment<'a>) -> Line<'a> {
        let letters = Letters::line(size::TEXT, text::REGULAR);
        Line { ui: self, content: content.into_fragment(), letters, color: None, untold: false, yielding: false }
    }
}

impl Line<'_> {
    /// In letters of that size.
    #[must_use]
    pub fn size(mut self, size: f32) -> Self {
        self.letters.size = size;
        self
    }

    /// In that font.
    #[must_use]
    pub fn font(mut self, font: Font) -> Self {
        self.letters.font = font;
        self
    }

    /// In that colour, not in that of what it stands on.
    #[must_use]
    pub fn color(mut self, color: Color) -> Self {
        self.color = Some(color);
        self
    }

    /// On so many lines before it is cut.
    #[must_use]
    pub fn lines(mut self, lines: usize) -> Self {
        self.letters.lines = lines.max(1);
        self
    }

    /// Without a tip if `untold`: what it stands in has one of its own.
    #[must_use]
    pub fn untold(mut self, untold: bool) -> Self {
        self.untold = untold;
        self
    }

    /// What stands beside it has its room first, even what follows.
    #[must_use]
    pub fn yielding(mut self) -> Self {
        self.yielding = true;
        self
    }
}

#[derive(Default)]
struct State {
    fitted: Fitted,
    rest: Rest<()>,
    sheet: Sheet,
}

impl<M> Widget<M, Theme, Renderer> for Line<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        // A row gives room last to what fills it.
        Size::new(if self.yielding { Length::Fill } else { Length::Shrink }, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        if state.fitted.fit(&self.content, self.letters, limits.max().width) {
            state.rest.leave();
        }
        let needed = state.fitted.size();
        let limits = if self.yielding { layout::Limits::new(Size::ZERO, limits.max()) } else { *limits };
        layout::Node::new(limits.resolve(Length::Shrink, Length::Shrink, needed))
    }

    fn operate(&mut self, _tree: &mut Tree, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        operation.text(None, layout.bounds(), &self.content);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        if self.untold || !state.fitted.is_cut() {
            return;
        }
        let on = || cursor.is_over(layout.bounds().intersection(viewport)?).then_some(());
        state.rest.hear(event, on, shell);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let fitted = &tree.state.downcast_ref::<State>().fitted;
        let bounds = layout.bounds();
        let clip = clip_of(Rectangle::new(bounds.position(), fitted.size()), *viewport);
        drawing::draw(renderer, style, bounds, fitted.shown(), drawing::Style { color: self.color }, &clip);
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _renderer: &Renderer,
        _viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let state = tree.state.downcast_mut::<State>();
        state.rest.told().filter(|()| state.fitted.is_cut() && !self.untold)?;
        Some(tip(self.ui, self.content.to_string(), layout.bounds() + translation, &mut state.sheet))
    }
}

/// Where `text` is cut so that nothing of it is drawn outside `viewport`: nowhere if it lies inside, as far as sums of
/// heights are exact. To cut a text, the renderer makes a mask as large as the window.
fn clip_of(text: Rectangle, viewport: Rectangle) -> Rectangle {
    if text.is_within(&viewport.expand(SLACK)) { text.expand(1.0) } else { viewport }
}

impl<'a, M: 'a> From<Line<'a>> for Element<'a, M> {
    fn from(line: Line<'a>) -> Self {
        Element::new(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_only_where_it_reaches_out_of_what_is_seen() {
        let viewport = Rectangle { x: 40.0, y: 153.15001, width: 140.0, height: 16.899994 };
        let text = Rectangle { x: 40.0, y: 153.15001, width: 80.0, height: 16.9 };
        assert!(text.is_within(&clip_of(text, viewport)), "its height is not exact");
        for text in [Rectangle { y: 152.0, ..text }, Rectangle { y: 154.0, ..text }, Rectangle { width: 141.0, ..text }]
        {
            assert_eq!(clip_of(text, viewport), viewport);
        }
    }
}
