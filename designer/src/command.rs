//! Everything that can be done by command, once: toolbar, menus, palette and keys all use this table.

use crate::page::Page;
use crate::shortcut::Keys;
use crate::ui::Icon;
use crate::ui::theme::{Choice, Look};

/// Something to do that has a name. What concerns objects is done by the page that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// A new project.
    NewProject,
    /// Another project from a file.
    Open,
    /// The project into its file.
    Save,
    /// The project into another file.
    SaveAs,
    /// Back to the start page.
    CloseProject,
    /// The end of the program.
    Quit,
    /// The last step taken back.
    Undo,
    /// The step taken back last done again.
    Redo,
    /// The palette of commands and objects.
    Palette,
    /// The page's field to search with.
    Find,
    /// A new object of the page's kind.
    Add,
    /// A second one like the chosen.
    Duplicate,
    /// The chosen ones taken out.
    Delete,
    /// The chosen one called otherwise.
    Rename,
    /// All of the page chosen.
    SelectAll,
    /// A password for the chosen users.
    SetPassword,
    /// A new identity for the chosen users.
    Replace,
    /// The rights of the chosen group.
    EditRights,
    /// What the page shows, into a file.
    Export,
    /// The chosen users, into a file.
    ExportChosen,
    /// What a file says, into the project.
    Import,
    /// The report for an auditor.
    Report,
    /// To the place of the chosen one.
    Go,
    /// Runtime files of machines into the preview.
    AddMachines,
    /// A password for opening the project.
    Protect,
    /// To a page.
    Show(Page),
    /// Another theme.
    Theme(Choice),
    /// The surface in English.
    English,
    /// The surface in German.
    German,
    /// Everything larger.
    Larger,
    /// Everything smaller.
    Smaller,
    /// Everything as large as the system has it.
    ActualSize,
}

/// What is known of a command.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// Its name in the files of words: `command-` and this.
    pub key: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// The keys that do it.
    pub keys: Option<Keys>,
}

const fn entry(command: Command, key: &'static str, icon: Icon, keys: Option<Keys>) -> Entry {
    Entry { command, key, icon, keys }
}

/// The commands, in the order of the palette.
pub const COMMANDS: &[Entry] = &[
    entry(Command::NewProject, "command-new-project", Icon::FilePlus, Some(Keys::ctrl('n'))),
    entry(Command::Open, "command-open", Icon::FolderOpen, Some(Keys::ctrl('o'))),
    entry(Command::Save, "command-save", Icon::Save, Some(Keys::ctrl('s'))),
    entry(Command::SaveAs, "command-save-as", Icon::Save, Some(Keys::ctrl_shift('s'))),
    entry(Command::CloseProject, "command-close-project", Icon::X, Some(Keys::ctrl('w'))),
    entry(Command::Undo, "command-undo", Icon::Undo, Some(Keys::ctrl('z'))),
    entry(Command::Redo, "command-redo", Icon::Redo, Some(Keys::ctrl('y'))),
    entry(Command::Palette, "command-palette", Icon::Command, Some(Keys::ctrl('k'))),
    entry(Command::Find, "command-find", Icon::Search, Some(Keys::ctrl('f'))),
    entry(Command::Add, "command-add", Icon::Plus, Some(Keys::INSERT)),
    entry(Command::Duplicate, "command-duplicate", Icon::Copy, Some(Keys::ctrl('d'))),
    entry(Command::Rename, "command-rename", Icon::Pencil, Some(Keys::F2)),
    entry(Command::Delete, "command-delete", Icon::Trash2, Some(Keys::DELETE)),
    entry(Command::SelectAll, "command-select-all", Icon::SquareCheck, Some(Keys::ctrl('a'))),
    entry(Command::SetPassword, "command-set-password", Icon::KeyRound, Some(Keys::ctrl_shift('p'))),
    entry(Command::Replace, "command-replace", Icon::Replace, None),
    entry(Command::EditRights, "command-edit-rights", Icon::Shield, Some(Keys::ctrl_shift('r'))),
    entry(Command::Go, "command-go", Icon::ArrowRight, None),
    entry(Command::AddMachines, "command-add-machines", Icon::Server, None),
    entry(Command::Export, "command-export", Icon::Download, Some(Keys::ctrl('e'))),
    entry(Command::ExportChosen, "command-export-chosen", Icon::Download, None),
    entry(Command::Import, "command-import", Icon::Upload, Some(Keys::ctrl('i'))),
    entry(Command::Report, "command-report", Icon::Printer, Some(Keys::ctrl('p'))),
    entry(Command::Protect, "command-protect", Icon::Lock, None),
    entry(Command::Show(Page::Users), "page-users", Icon::Users, Some(Keys::ctrl('1'))),
    entry(Command::Show(Page::Groups), "page-groups", Icon::UsersRound, Some(Keys::ctrl('2'))),
    entry(Command::Show(Page::Matrix), "page-matrix", Icon::GridCells, Some(Keys::ctrl('3'))),
    entry(Command::Show(Page::Rights), "page-rights", Icon::Key, Some(Keys::ctrl('4'))),
    entry(Command::Show(Page::Areas), "page-areas", Icon::Map, Some(Keys::ctrl('5'))),
    entry(Command::Show(Page::NotificationGroups), "page-notification-groups", Icon::Bell, Some(Keys::ctrl('6'))),
    entry(Command::Show(Page::Guidelines), "page-guidelines", Icon::ShieldCheck, Some(Keys::ctrl('7'))),
    entry(Command::Show(Page::Texts), "page-texts", Icon::Languages, Some(Keys::ctrl('8'))),
    entry(Command::Show(Page::Effective), "page-effective", Icon::ScanEye, Some(Keys::ctrl('9'))),
    entry(Command::Show(Page::Preview), "page-preview", Icon::GitCompareArrows, Some(Keys::ctrl('0'))),
    entry(Command::Show(Page::Problems), "page-problems", Icon::TriangleAlert, Some(Keys::ctrl_shift('m'))),
    entry(Command::Theme(Choice::System), "command-theme-system", Icon::Monitor, None),
    entry(Command::Theme(Choice::Fixed(Look::Light)), "command-theme-light", Icon::Sun, None),
    entry(Command::Theme(Choice::Fixed(Look::Dark)), "command-theme-dark", Icon::Moon, None),
    entry(Command::Theme(Choice::Fixed(Look::Contrast)), "command-theme-contrast", Icon::Contrast, None),
    entry(Command::English, "command-english", Icon::Globe, None),
    entry(Command::German, "command-german", Icon::Globe, None),
    entry(Command::Larger, "command-larger", Icon::ZoomIn, Some(Keys::ctrl('+'))),
    entry(Command::Smaller, "command-smaller", Icon::ZoomOut, Some(Keys::ctrl('-'))),
    entry(Command::ActualSize, "command-actual-size", Icon::Search, None),
    entry(Command::Quit, "command-quit", Icon::LogOut, Some(Keys::ctrl('q'))),
];

impl Command {
    /// What is known of it.
    #[must_use]
    pub fn entry(self) -> Option<&'static Entry> {
        COMMANDS.iter().find(|entry| entry.command == self)
    }

    /// Its key in the files of words.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.entry().map_or("", |entry| entry.key)
    }

    /// The keys that do it.
    #[must_use]
    pub fn keys(self) -> Option<Keys> {
        self.entry().and_then(|entry| entry.keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Tr};

    #[test]
    fn every_command_has_a_name_and_keys_of_its_own() {
        for language in Language::ALL {
            let tr = Tr::new(language);
            for entry in COMMANDS {
                assert!(tr.has(entry.key), "{} has no name for {}", language.tag(), entry.key);
            }
        }
        for (index, one) in COMMANDS.iter().enumerate() {
            for other in &COMMANDS[index + 1..] {
                assert_ne!(one.command, other.command);
                assert!(one.keys.is_none() || one.keys != other.keys, "{} and {}", one.key, other.key);
            }
        }
    }
}
