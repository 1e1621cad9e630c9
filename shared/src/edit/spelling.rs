//! The texts of an edit, brought into the form in which a file keeps them.

use super::{Change, Edit, Object, Refused, Setting, TextField};
use crate::Str;
use crate::model::{Texts, User};
use crate::name::tidy;

/// Trims and composes the names in an edit, as the reader does, so that what is written reads back the same;
/// refuses characters that XML 1.0 does not know.
pub(super) fn spell(edit: &mut Edit) -> Result<(), Refused> {
    let mut speller = Speller { wrong: None };
    speller.edit(edit);
    speller.wrong.map_or(Ok(()), |character| Err(Refused::Character(character)))
}

struct Speller {
    wrong: Option<char>,
}

impl Speller {
    fn edit(&mut self, edit: &mut Edit) {
        match edit {
            Edit::Add { object, .. } => self.object(object),
            Edit::Change(_, change) => self.change(change),
            Edit::Set(setting) => self.setting(setting),
            Edit::AddLanguage(tag) => self.name(tag),
            // Each of them is spelled when its turn comes.
            Edit::Remove(_)
            | Edit::Move { .. }
            | Edit::RemoveLanguage(_)
            | Edit::Separate { .. }
            | Edit::Unite { .. }
            | Edit::Many(_) => {}
        }
    }

    fn object(&mut self, object: &mut Object) {
        let (name, description) = match object {
            Object::User(user) => return self.user(user),
            Object::Group(group) => {
                for external in &mut group.external {
                    self.text(&external.provider);
                    self.text(&external.name);
                }
                (&mut group.name, &mut group.description)
            }
            Object::RightGroup(group) => {
                for right in group.rights.iter_mut() {
                    self.name(&mut right.key);
                    self.names(&mut right.name);
                    self.texts(&right.description);
                }
                (&mut group.name, &mut group.description)
            }
            Object::Right { right, .. } => {
                self.name(&mut right.key);
                (&mut right.name, &mut right.description)
            }
            Object::Area(area) => {
                for client in &mut area.clients {
                    self.name(&mut client.name);
                }
                (&mut area.name, &mut area.description)
            }
            Object::NotificationGroup(group) => (&mut group.name, &mut group.description),
        };
        self.names(name);
        self.texts(description);
    }

    fn user(&mut self, user: &mut User) {
        self.name(&mut user.name);
        self.name(&mut user.full_name);
        for text in [&user.language, &user.email, &user.mobile_phone, &user.phone, &user.notification_type] {
            self.text(text);
        }
        self.texts(&user.description);
        if let Some(password) = &user.password {
            self.text(&password.hash);
        }
    }

    fn change(&mut self, change: &mut Change) {
        match change {
            Change::UserName(name) | Change::FullName(name) | Change::Key(name) => self.name(name),
            Change::Language(text)
            | Change::Email(text)
            | Change::MobilePhone(text)
            | Change::Phone(text)
            | Change::NotificationType(text) => self.text(text),
            Change::Password(Some(password)) => self.text(&password.hash),
            Change::Name(texts) => self.names(texts),
            Change::Description(texts) => self.texts(texts),
            Change::Text { field, lang, value } => {
                self.text(lang);
                match field {
                    TextField::Name => self.name(value),
                    TextField::Description => self.text(value),
                }
            }
            Change::External(groups) => {
                for group in groups {
                    self.text(&group.provider);
                    self.text(&group.name);
                }
            }
            Change::Clients(clients) => {
                for client in clients {
                    self.name(&mut client.name);
                }
            }
            Change::Password(None)
            | Change::Enabled(_)
            | Change::PasswordAging(_)
            | Change::MustChangePassword(_)
            | Change::Groups(_)
            | Change::NotificationGroups(_)
            | Change::Member { .. }
            | Change::Notified { .. }
            | Change::Identity(_)
            | Change::Rights(_)
            | Change::Right { .. }
            | Change::Areas(_)
            | Change::InArea { .. } => {}
        }
    }

    fn setting(&mut self, setting: &mut Setting) {
        match setting {
            Setting::ProjectName(name) => self.name(name),
            Setting::Languages(languages) => {
                self.text(&languages.default);
                for language in &languages.list {
                    self.text(&language.tag);
                }
            }
            Setting::Security(security) => self.text(&security.protection_hash),
            Setting::Storage(storage) => {
                if let crate::model::StorageKind::FilePath(path) = &storage.kind {
                    self.text(path);
                }
            }
            Setting::Authentication(authentication) => self.text(&authentication.kind),
            Setting::Policies(_) => {}
        }
    }

    fn names(&mut self, texts: &mut Texts) {
        for text in &mut texts.list {
            self.text(&text.lang);
            self.name(&mut text.value);
        }
    }

    fn texts(&mut self, texts: &Texts) {
        for text in &texts.list {
            self.text(&text.lang);
            self.text(&text.value);
        }
    }

    fn name(&mut self, name: &mut Str) {
        self.text(name);
        let tidied = tidy(name);
        if tidied != name.as_str() {
            *name = Str::from(&*tidied);
        }
    }

    fn text(&mut self, text: &str) {
        let unknown = |character: &char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        self.wrong = self.wrong.or_else(|| text.chars().find(unknown));
    }
}
