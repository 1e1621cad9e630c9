//! What a cell says beside the resting pointer.

use iced::advanced::widget::Tree;
use iced::advanced::{Layout, layout, mouse, overlay, renderer};
use iced::{Element, Rectangle, Renderer, Size, Theme, Vector};

use crate::ui::{Ui, size};

/// A note under a cell, or above it where there is no room.
pub(super) struct Tip<'a, M> {
    content: Element<'a, M>,
    tree: Tree,
    cell: Rectangle,
}

impl<M> Tip<'_, M> {
    /// Says that about what lies at `cell` in the window.
    pub fn new<'a>(ui: Ui, says: String, cell: Rectangle) -> Tip<'a, M>
    where
        M: 'a,
    {
        let content = ui.tip_sheet(says, None);
        let tree = Tree::new(&content);
        Tip { content, tree, cell }
    }
}

impl<M> overlay::Overlay<M, Theme, Renderer> for Tip<'_, M> {
    fn layout(&mut self, renderer: &Renderer, bounds: Size) -> layout::Node {
        let limits = layout::Limits::new(Size::ZERO, bounds);
        let node = self.content.as_widget_mut().layout(&mut self.tree, renderer, &limits);
        let own = node.size();
        let below = self.cell.y + self.cell.height + size::TINY;
        let above = (self.cell.y - own.height - size::TINY).max(0.0);
        let x = (self.cell.center_x() - own.width / 2.0).min(bounds.width - own.width - size::TINY).max(0.0);
        let y = if below + own.height <= bounds.height { below } else { above };
        layout::Node::with_children(own, vec![node]).translate(Vector::new(x, y))
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        let Some(inner) = layout.children().next() else { return };
        let viewport = layout.bounds();
        self.content.as_widget().draw(&self.tree, renderer, theme, style, inner, cursor, &viewport);
    }
}
