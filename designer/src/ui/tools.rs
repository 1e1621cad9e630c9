//! A row of buttons that say in words what they do as far as there is room, and by their icons alone where there is
//! not: in any language, at any width.

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

use super::button::Button;
use super::{Ui, size};

/// Of each button both ways to show it.
struct Tools<'a, M> {
    /// With its word, then by its icon; for each button two.
    ways: Vec<Element<'a, M>>,
    /// Which buttons lose their words together, in the order in which they do.
    order: Vec<Vec<usize>>,
    /// So much of the room is for what follows.
    leave: f32,
}

/// How each button is shown.
#[derive(Debug, Default, PartialEq)]
struct Shown(Vec<Way>);

/// How a button is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// With its word.
    Word,
    /// By its icon.
    Icon,
    /// There is no room even for that; its command is reached by the menus and the palette.
    Not,
}

impl Ui {
    /// Buttons beside each other, in the room there is but for what they `leave`. Where it is too short for all their words,
    /// the buttons whose icons say it as well ([`Button::known`]) lose theirs first, all at once, then the others one by
    /// one from the last on.
    pub fn tools<'a, M: Clone + 'a>(self, buttons: Vec<Button<'a, M>>, leave: f32) -> Element<'a, M> {
        let (known, others): (Vec<usize>, Vec<usize>) =
            (0..buttons.len()).partition(|each| buttons.get(*each).is_some_and(Button::is_known));
        let order = std::iter::once(known).chain(others.into_iter().rev().map(|each| vec![each])).collect();
        let ways =
            buttons.into_iter().flat_map(|button| [button.clone().into(), button.compact(true).into()]).collect();
        Element::new(Tools { ways, order, leave })
    }
}

impl Shown {
    /// The numbers of the ways that are shown.
    fn ways(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter_map(|(button, way)| match way {
            Way::Word => Some(2 * button),
            Way::Icon => Some(2 * button + 1),
            Way::Not => None,
        })
    }

    /// Takes words away in that order until the buttons, of whose ways the widths are given, leave so much of the room;
    /// then buttons, from the last on, until they are within it.
    fn fit(widths: &[f32], order: &[Vec<usize>], room: f32, leave: f32) -> Self {
        let mut shown = Self(vec![Way::Word; widths.len() / 2]);
        for together in order {
            if shown.width(widths) <= room - leave {
                break;
            }
            for button in together {
                if let Some(way) = shown.0.get_mut(*button) {
                    *way = Way::Icon;
                }
            }
        }
        for button in (0..shown.0.len()).rev() {
            if shown.width(widths) <= room {
                break;
            }
            if let Some(way) = shown.0.get_mut(button) {
                *way = Way::Not;
            }
        }
        shown
    }

    /// How wide the buttons are together.
    fn width(&self, widths: &[f32]) -> f32 {
        let gaps = size::SMALL * self.ways().count().saturating_sub(1) as f32;
        gaps + self.ways().filter_map(|way| widths.get(way)).sum::<f32>()
    }
}

impl<M> Widget<M, Theme, Renderer> for Tools<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Shown>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Shown::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.ways.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.ways);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let room = limits.max().width;
        let any = layout::Limits::new(Size::ZERO, Size::new(f32::INFINITY, size::ROW));
        let mut nodes: Vec<layout::Node> = self
            .ways
            .iter_mut()
            .zip(&mut tree.children)
            .map(|(way, tree)| way.as_widget_mut().layout(tree, renderer, &any))
            .collect();
        let widths: Vec<f32> = nodes.iter().map(|node| node.size().width).collect();
        let shown = Shown::fit(&widths, &self.order, room, self.leave);
        let mut x = 0.0;
        for way in shown.ways() {
            if let (Some(node), Some(width)) = (nodes.get_mut(way), widths.get(way)) {
                node.move_to_mut(Point::new(x, 0.0));
                x += width + size::SMALL;
            }
        }
        let all = Size::new(shown.width(&widths), size::ROW);
        let before = tree.state.downcast_mut::<Shown>();
        if *before != shown {
            *before = shown;
            // What had the focus would hear its keys unseen.
            for (way, tree) in self.ways.iter().zip(&mut tree.children) {
                *tree = Tree::new(way);
            }
            for ((way, tree), node) in self.ways.iter_mut().zip(&mut tree.children).zip(&mut nodes) {
                let at = node.bounds().position();
                *node = way.as_widget_mut().layout(tree, renderer, &any);
                node.move_to_mut(at);
            }
        }
        layout::Node::with_children(all, nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let Tree { state, children, .. } = tree;
        let nodes: Vec<Layout<'_>> = layout.children().collect();
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            for way in state.downcast_ref::<Shown>().ways() {
                if let (Some(element), Some(tree), Some(node)) =
                    (self.ways.get_mut(way), children.get_mut(way), nodes.get(way))
                {
                    element.as_widget_mut().operate(tree, *node, renderer, operation);
                }
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let Tree { state, children, .. } = tree;
        let nodes: Vec<Layout<'_>> = layout.children().collect();
        for way in state.downcast_ref::<Shown>().ways() {
            if let (Some(element), Some(tree), Some(node)) =
                (self.ways.get_mut(way), children.get_mut(way), nodes.get(way))
            {
                element.as_widget_mut().update(tree, event, *node, cursor, renderer, clipboard, shell, viewport);
            }
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let nodes: Vec<Layout<'_>> = layout.children().collect();
        for way in tree.state.downcast_ref::<Shown>().ways() {
            if let (Some(element), Some(tree), Some(node)) =
                (self.ways.get(way), tree.children.get(way), nodes.get(way))
            {
                element.as_widget().draw(tree, renderer, theme, style, *node, cursor, viewport);
            }
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let nodes: Vec<Layout<'_>> = layout.children().collect();
        let each = tree.state.downcast_ref::<Shown>().ways().filter_map(|way| {
            let (element, tree, node) = (self.ways.get(way)?, tree.children.get(way)?, nodes.get(way)?);
            Some(element.as_widget().mouse_interaction(tree, *node, cursor, viewport, renderer))
        });
        each.max().unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let Tree { state, children, .. } = tree;
        let shown = state.downcast_ref::<Shown>();
        let each = self.ways.iter_mut().zip(children).zip(layout.children()).enumerate();
        let overlays = each
            .filter(|(way, _)| shown.ways().any(|each| each == *way))
            .filter_map(|(_, ((element, tree), node))| {
                element.as_widget_mut().overlay(tree, node, renderer, viewport, translation)
            })
            .collect::<Vec<_>>();
        (!overlays.is_empty()).then(|| overlay::Group::with_children(overlays).overlay())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Way::{Icon, Not, Word};

    #[test]
    fn words_go_in_their_order_as_far_as_they_must() {
        // Three buttons: with their words 100, 80 and 90 wide, without 28; 8 between them.
        let widths = [100.0, 28.0, 80.0, 28.0, 90.0, 28.0];
        let order = [vec![1], vec![2], vec![0]];
        let fit = |room: f32, leave: f32| Shown::fit(&widths, &order, room, leave).0;
        assert_eq!(fit(286.0, 0.0), [Word, Word, Word]);
        assert_eq!(fit(285.9, 0.0), [Word, Icon, Word]);
        assert_eq!(fit(234.0, 0.0), [Word, Icon, Word]);
        assert_eq!(fit(233.9, 0.0), [Word, Icon, Icon]);
        assert_eq!(fit(333.9, 100.0), [Word, Icon, Icon], "what follows has its room");
        assert_eq!(fit(171.9, 0.0), [Icon, Icon, Icon]);
        assert_eq!(fit(100.0, 100.0), [Icon, Icon, Icon], "what follows has less");
        assert_eq!(fit(99.9, 0.0), [Icon, Icon, Not]);
        assert_eq!(fit(0.0, 0.0), [Not, Not, Not]);
        assert_eq!(Shown::fit(&widths, &[vec![1, 2], vec![0]], 285.0, 0.0).0, [Word, Icon, Icon], "together");
        assert_eq!(Shown::fit(&[], &[], 0.0, 0.0).0, []);
    }

    #[test]
    fn of_each_button_at_most_one_way_is_shown() {
        assert_eq!(Shown(vec![Word, Icon, Not, Word]).ways().collect::<Vec<_>>(), [0, 3, 6]);
    }
}
