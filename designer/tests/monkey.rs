//! Hands that do anything at all: keys and clicks as they come, everywhere. Nothing breaks, and undo leads back to the
//! file as it was.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use iced::Point;
use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use keyholder_designer::command::Command;
use keyholder_designer::i18n::Language;
use keyholder_designer::page::Page;
use keyholder_shared::xml;
use support::{Window, sample};

/// Numbers that come the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const KEYS: [Named; 18] = [
    Named::Tab,
    Named::Tab,
    Named::Enter,
    Named::Enter,
    Named::Space,
    Named::Space,
    Named::ArrowDown,
    Named::ArrowDown,
    Named::ArrowUp,
    Named::ArrowLeft,
    Named::ArrowRight,
    Named::Delete,
    Named::Insert,
    Named::F2,
    Named::Home,
    Named::End,
    Named::Backspace,
    Named::Escape,
];

/// One thing that hands may do.
fn anything(window: &mut Window, dice: &mut Dice) -> String {
    match dice.below(12) {
        0..=3 => {
            let key = dice.one_of(&KEYS);
            window.key(key);
            format!("{key:?}")
        }
        4 => {
            let key = dice.one_of(&[Named::Tab, Named::ArrowDown, Named::ArrowUp, Named::F10]);
            window.shift(key);
            format!("Shift+{key:?}")
        }
        5 => {
            let key = dice.one_of(&['a', 'd', 'f', 'k', 'z', 'z', 'y']);
            window.ctrl(key);
            format!("Ctrl+{key}")
        }
        6 => {
            let page = dice.one_of(Page::ALL);
            window.run(Command::Show(page));
            format!("{page:?}")
        }
        7 => {
            let text = dice.one_of(&["a", "Z", "ä", "9", "-", "n.new", "\u{4e2d}", "de", "recipe.x", "\u{301}"]);
            window.write(text);
            text.to_owned()
        }
        8 => {
            window.held(Named::ArrowDown, Modifiers::CTRL);
            "Ctrl+Down".to_owned()
        }
        _ => {
            // Not on Save, Open and the menu of the top bar.
            let at = Point::new(dice.below(1280) as f32, 45.0 + dice.below(740) as f32);
            window.click_at(at);
            format!("click {at:?}")
        }
    }
}

/// Does so many things, and undoes them; false if that led to another project or to none.
fn play(seed: u64, things: usize) -> bool {
    let language = Language::ALL[seed as usize % Language::ALL.len()];
    let mut window = Window::sample(language);
    let mut dice = Dice(seed);
    let mut done = Vec::new();
    for _ in 0..things {
        done.push(anything(&mut window, &mut dice));
        if window.app.document().is_none() {
            return false;
        }
    }
    for _ in 0..4 {
        window.key(Named::Escape);
    }
    while window.document().undo_label().is_some() {
        window.run(Command::Undo);
    }
    // What the palette can be led to do as well is a save, which has a time stamp of its own.
    let before = xml::read_project(&sample()).document.unwrap();
    let mut after = window.document().draft().to_project();
    if after.id != before.id {
        // It can be led to a new project, too.
        return false;
    }
    let saved = after.time_stamp != before.time_stamp;
    after.time_stamp = before.time_stamp;
    assert!(xml::write_project(&after) == sample(), "seed {seed}: undone, and yet another file after {done:#?}");
    assert!(saved || !window.document().is_unsaved(), "seed {seed}");
    true
}

#[test]
fn whatever_hands_do_is_undone_to_the_byte() {
    let most: u64 = std::env::var("KEYHOLDER_MONKEYS").ok().and_then(|most| most.parse().ok()).unwrap_or(4);
    let ended = (1..=most).filter(|seed| play(*seed, 200)).count();
    assert!(ended as u64 * 2 >= most, "only {ended} of {most} stayed with the project");
}
