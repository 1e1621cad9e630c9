//! A row of buttons that say in words what they do as far as there is room, and by their icons alone where there is
//! not: in any language, at any width.

use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

use super::button::Button;
use super::{Ui, size};

/// No word is narrower for each of its letters.
const NARROW: f32 = 3.0;

/// Of each button both ways to show it.
struct Tools<'a, M> {
    /// With its word, then by its icon; for each button two.
    ways: Vec<Element<'a, M>>,
    /// Which buttons have their words together, in the order in which they get them.
    order: Vec<Vec<usize>>,
    /// So much the word of each takes at the very least.
    least: Vec<f32>,
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
        let order = others.into_iter().map(|each| vec![each]).chain(std::iter::once(known)).collect();
        let least = buttons.iter().map(|button| NARROW * button.letters() as f32).collect();
        let ways =
            buttons.into_iter().flat_map(|button| [button.clone().into(), button.compact(true).into()]).collect();
        Element::new(Tools { ways, order, least, leave })
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

    /// Gives words to the buttons, in the order of `groups` and all of a group at once, as long as they leave so much of the
    /// room; where not even the icons are within it, buttons go from the last on. Of each button the width of its icon is
    /// given, and `word` tells what its word takes besides, if that may be within the width it is given: to lay out what is
    /// not shown costs as much as what is.
    fn fit(
        icons: &[f32],
        groups: &[Vec<usize>],
        (room, leave): (f32, f32),
        mut word: impl FnMut(usize, f32) -> Option<f32>,
    ) -> Self {
        let mut shown = Self(vec![Way::Icon; icons.len()]);
        for button in (0..icons.len()).rev() {
            if shown.width(icons) <= room {
                break;
            }
            if let Some(way) = shown.0.get_mut(button) {
                *way = Way::Not;
            }
        }
        if shown.0.contains(&Way::Not) {
            return shown;
        }
        let mut left = room - leave - shown.width(icons);
        for group in groups {
            let mut after = left;
            let all = group.iter().all(|button| {
                let takes = word(*button, after);
                after -= takes.unwrap_or(f32::INFINITY);
                after >= 0.0
            });
            if !all {
                break;
            }
            left = after;
            for button in group {
                if let Some(way) = shown.0.get_mut(*button) {
                    *way = Way::Word;
                }
            }
        }
        shown
    }

    /// How wide the buttons are together, each as wide as its icon.
    fn width(&self, icons: &[f32]) -> f32 {
        let gaps = size::SMALL * self.ways().count().saturating_sub(1) as f32;
        gaps + self.ways().filter_map(|way| icons.get(way / 2)).sum::<f32>()
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
        let (ways, trees) = (&mut self.ways, &mut tree.children);
        let mut nodes = vec![layout::Node::new(Size::ZERO); ways.len()];
        let mut lay_out = |way: usize, nodes: &mut Vec<layout::Node>| {
            if let (Some(element), Some(tree), Some(node)) = (ways.get_mut(way), trees.get_mut(way), nodes.get_mut(way))
            {
                *node = element.as_widget_mut().layout(tree, renderer, &any);
            }
            nodes.get(way).map_or(0.0, |node| node.size().width)
        };
        let icons: Vec<f32> = (0..self.least.len()).map(|button| lay_out(2 * button + 1, &mut nodes)).collect();
        let least = &self.least;
        let shown = Shown::fit(&icons, &self.order, (room, self.leave), |button, left| {
            let icon = icons.get(button)?;
            let may = *least.get(button)? <= left;
            may.then(|| lay_out(2 * button, &mut nodes) - icon)
        });
        let mut x = 0.0;
        for way in shown.ways() {
            if let Some(node) = nodes.get_mut(way) {
                node.move_to_mut(Point::new(x, 0.0));
                x += node.size().width + size::SMALL;
            }
        }
        let before = tree.state.downcast_mut::<Shown>();
        if *before != shown {
            // What had the focus would hear its keys unseen.
            let others: Vec<usize> = before.ways().filter(|way| shown.ways().all(|other| other != *way)).collect();
            *before = shown;
            for way in others {
                if let (Some(element), Some(tree)) = (self.ways.get(way), tree.children.get_mut(way)) {
                    *tree = Tree::new(element);
                }
            }
        }
        layout::Node::with_children(Size::new((x - size::SMALL).max(0.0), size::ROW), nodes)
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
    fn words_are_given_in_their_order_as_far_as_there_is_room() {
        // Three buttons: with their words 100, 80 and 90 wide, without 28; 8 between them.
        let (icons, words) = ([28.0; 3], [72.0, 52.0, 62.0]);
        let order = [vec![0], vec![2], vec![1]];
        let fit = |room: f32, leave: f32| Shown::fit(&icons, &order, (room, leave), |button, _| Some(words[button])).0;
        assert_eq!(fit(286.0, 0.0), [Word, Word, Word]);
        assert_eq!(fit(285.9, 0.0), [Word, Icon, Word]);
        assert_eq!(fit(234.0, 0.0), [Word, Icon, Word]);
        assert_eq!(fit(233.9, 0.0), [Word, Icon, Icon]);
        assert_eq!(fit(333.9, 100.0), [Word, Icon, Icon], "what follows has its room");
        assert_eq!(fit(171.9, 0.0), [Icon, Icon, Icon]);
        assert_eq!(fit(100.0, 100.0), [Icon, Icon, Icon], "what follows has less");
        assert_eq!(fit(99.9, 0.0), [Icon, Icon, Not]);
        assert_eq!(fit(0.0, 0.0), [Not, Not, Not]);
        let short = Shown::fit(&icons, &order, (99.9, 0.0), |_, _| Some(1.0)).0;
        assert_eq!(short, [Icon, Icon, Not], "no word takes the room of a button");
        let together = [vec![0], vec![1, 2]];
        let fit = |room: f32| Shown::fit(&icons, &together, (room, 0.0), |button, _| Some(words[button])).0;
        assert_eq!(fit(286.0), [Word, Word, Word]);
        assert_eq!(fit(285.0), [Word, Icon, Icon], "together");
        assert_eq!(Shown::fit(&[], &[], (0.0, 0.0), |_, _| None).0, []);
    }

    #[test]
    fn a_word_that_surely_has_no_room_is_not_laid_out() {
        let mut asked = Vec::new();
        let shown = Shown::fit(&[28.0; 3], &[vec![2], vec![0, 1]], (200.0, 0.0), |button, left| {
            asked.push((button, left));
            (button == 2).then_some(72.0)
        });
        assert_eq!(shown.0, [Icon, Icon, Word]);
        assert_eq!(asked, [(2, 100.0), (0, 28.0)]);
    }

    #[test]
    fn of_each_button_at_most_one_way_is_shown() {
        assert_eq!(Shown(vec![Word, Icon, Not, Word]).ways().collect::<Vec<_>>(), [0, 3, 6]);
    }
}
