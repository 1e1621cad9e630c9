//! Keys to press for commands, on any keyboard layout.

use iced::keyboard::key::{Code, Named, Physical};
use iced::keyboard::{Key, Modifiers};

use crate::command::{COMMANDS, Command};
use crate::i18n::Language;

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Ctrl, or the Command key of a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// The key itself.
    pub key: Pressed,
}

/// A key without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// By the Latin letter or the sign on it.
    Char(char),
    /// By its name.
    Named(Named),
}

impl Keys {
    /// Insert.
    pub const INSERT: Self = Self::named(Named::Insert);
    /// Delete.
    pub const DELETE: Self = Self::named(Named::Delete);
    /// F2.
    pub const F2: Self = Self::named(Named::F2);

    /// Ctrl with a character.
    #[must_use]
    pub const fn ctrl(key: char) -> Self {
        Self { ctrl: true, shift: false, key: Pressed::Char(key) }
    }

    /// Ctrl and Shift with a character.
    #[must_use]
    pub const fn ctrl_shift(key: char) -> Self {
        Self { ctrl: true, shift: true, key: Pressed::Char(key) }
    }

    const fn named(key: Named) -> Self {
        Self { ctrl: false, shift: false, key: Pressed::Named(key) }
    }

    /// How the keys are called on a keyboard of that language.
    #[must_use]
    pub fn label(self, language: Language) -> String {
        let german = language == Language::German;
        let mut label = String::new();
        if self.ctrl {
            label.push_str(if german { "Strg+" } else { "Ctrl+" });
        }
        if self.shift {
            label.push_str(if german { "Umschalt+" } else { "Shift+" });
        }
        match self.key {
            Pressed::Char(key) => label.extend(key.to_uppercase()),
            Pressed::Named(Named::Insert) => label.push_str(if german { "Einfg" } else { "Ins" }),
            Pressed::Named(Named::Delete) => label.push_str(if german { "Entf" } else { "Del" }),
            Pressed::Named(key) => label.push_str(&format!("{key:?}")),
        }
        label
    }
}

/// The command of a key press, if it has one.
#[must_use]
pub fn command(key: &Key, physical: Physical, modifiers: Modifiers) -> Option<Command> {
    let ctrl = modifiers.command();
    if modifiers.alt() || (modifiers.logo() && !ctrl) {
        return None;
    }
    let pressed = match key {
        Key::Named(named) => Pressed::Named(*named),
        Key::Character(_) => Pressed::Char(key.to_latin(physical)?.to_ascii_lowercase()),
        Key::Unidentified => return None,
    };
    // Habits from elsewhere.
    match (ctrl, modifiers.shift(), pressed) {
        (true, true, Pressed::Char('z')) => return Some(Command::Redo),
        (true, _, Pressed::Char('=' | '+')) => return Some(Command::Larger),
        _ => {}
    }
    let keys = Keys { ctrl, shift: modifiers.shift(), key: pressed };
    let of = |keys: Keys| COMMANDS.iter().find(|entry| entry.keys == Some(keys)).map(|entry| entry.command);
    // Where the digits stand above other signs, as on French keyboards, the key counts.
    of(keys).or_else(|| of(Keys { shift: false, key: Pressed::Char(digit(physical)?), ..keys }))
}

fn digit(physical: Physical) -> Option<char> {
    let Physical::Code(code) = physical else { return None };
    Some(match code {
        Code::Digit0 => '0',
        Code::Digit1 => '1',
        Code::Digit2 => '2',
        Code::Digit3 => '3',
        Code::Digit4 => '4',
        Code::Digit5 => '5',
        Code::Digit6 => '6',
        Code::Digit7 => '7',
        Code::Digit8 => '8',
        Code::Digit9 => '9',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(key: &str, code: Code, modifiers: Modifiers) -> Option<Command> {
        command(&Key::Character(key.into()), Physical::Code(code), modifiers)
    }

    #[test]
    fn keys_find_their_commands_on_every_layout() {
        assert_eq!(pressed("s", Code::KeyS, Modifiers::CTRL), Some(Command::Save));
        assert_eq!(pressed("S", Code::KeyS, Modifiers::CTRL | Modifiers::SHIFT), Some(Command::SaveAs));
        assert_eq!(pressed("ы", Code::KeyS, Modifiers::CTRL), Some(Command::Save), "Russian");
        assert_eq!(pressed("z", Code::KeyY, Modifiers::CTRL), Some(Command::Undo), "German: the letter counts");
        assert_eq!(pressed("z", Code::KeyZ, Modifiers::CTRL | Modifiers::SHIFT), Some(Command::Redo));
        assert_eq!(
            pressed("&", Code::Digit1, Modifiers::CTRL),
            Some(Command::Show(crate::page::Page::Users)),
            "French"
        );
        assert_eq!(pressed("&", Code::Digit1, Modifiers::empty()), None);
        assert_eq!(pressed("s", Code::KeyS, Modifiers::empty()), None);
        assert_eq!(pressed("q", Code::KeyQ, Modifiers::CTRL | Modifiers::ALT), None, "AltGr types");
        let delete = command(&Key::Named(Named::Delete), Physical::Code(Code::Delete), Modifiers::empty());
        assert_eq!(delete, Some(Command::Delete));
    }

    #[test]
    fn keys_are_called_as_on_the_keyboard() {
        assert_eq!(Keys::ctrl_shift('s').label(Language::English), "Ctrl+Shift+S");
        assert_eq!(Keys::ctrl_shift('s').label(Language::German), "Strg+Umschalt+S");
        assert_eq!(Keys::DELETE.label(Language::German), "Entf");
    }
}
