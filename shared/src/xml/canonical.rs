//! The short way through users that stand in the file exactly as our own programs write them.
//!
//! Files with a hundred thousand users are nearly all such lines. What this module takes, the reader
//! proper would take and read the same (the round-trip tests hold the two together); at the first byte
//! that is not as expected it gives up, takes nothing, and leaves the user to the reader.

use super::source::Short;
use crate::model::{At, Mark, Origin, Password, Ref, Refs, RuntimeUser, Text, Texts, Unknown, User};
use crate::{Id, Str, Time};

/// A user of a project, and how many bytes it takes, if `text` begins with one behind a line's end. `at`
/// is the byte of the file at which `text` begins.
pub(super) fn user(text: &str, at: usize) -> Option<Short<User>> {
    let mut line = Line { rest: text, end: at + text.len() };
    let mut user = line.begin_user()?;
    line.end_of_tag_and_children(&mut user)?;
    Some(Short { item: Some(user), length: text.len() - line.rest.len() })
}

/// A user of a machine, likewise.
pub(super) fn runtime_user(text: &str, at: usize) -> Option<Short<RuntimeUser>> {
    let mut line = Line { rest: text, end: at + text.len() };
    let user = line.begin_user()?;
    let origin = match line.attribute(" Origin=\"")? {
        "Project" => Origin::Project,
        "Runtime" => Origin::Runtime,
        _ => return None,
    };
    let changed = line.mark(" ChangedAtRuntime=\"", " ChangedBy=\"")?;
    let created = line.mark(" CreatedAt=\"", " CreatedBy=\"")?;
    let mut runtime = RuntimeUser { origin, changed, created, ..RuntimeUser::from_project(user) };
    line.end_of_tag_and_children(&mut runtime.user)?;
    Some(Short { item: Some(runtime), length: text.len() - line.rest.len() })
}

/// What is still to be read.
struct Line<'t> {
    rest: &'t str,
    /// The byte of the file at which the rest ends.
    end: usize,
}

impl<'t> Line<'t> {
    /// The byte of the file `skip` bytes from here.
    fn at(&self, skip: usize) -> At {
        At(u32::try_from(self.end - self.rest.len() + skip).unwrap_or(u32::MAX))
    }

    /// Takes `expected`, if the rest begins with it.
    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// True if the rest began with `expected`, which is taken then.
    fn took(&mut self, expected: &str) -> bool {
        self.take(expected).is_some()
    }

    /// The value of an attribute that must come next; `begin` is all of it before the value.
    fn attribute(&mut self, begin: &str) -> Option<&'t str> {
        self.take(begin)?;
        self.value()
    }

    /// The value of an attribute that may come next; empty if it does not.
    fn optional(&mut self, begin: &str) -> Option<&'t str> {
        if self.took(begin) { self.value() } else { Some("") }
    }

    /// A value up to its quote, which stands for itself: no entity, no white space but spaces.
    fn value(&mut self) -> Option<&'t str> {
        let (value, rest) = self.rest.split_at_checked(memchr::memchr(b'"', self.rest.as_bytes())?)?;
        self.rest = rest.get(1..)?;
        plain(value)
    }

    fn boolean(&mut self, begin: &str) -> Option<bool> {
        match self.attribute(begin)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A time and who did it, if they come next.
    fn mark(&mut self, at: &str, by: &str) -> Option<Option<Mark>> {
        if !self.took(at) {
            return Some(None);
        }
        let at: Time = self.value()?.parse().ok()?;
        Some(Some(Mark { at, by: self.optional(by)?.into() }))
    }

    /// The start tag of a user, up to where a machine's attributes would follow.
    fn begin_user(&mut self) -> Option<User> {
        let at = self.at("\n    ".len());
        self.take("\n    <User Id=\"")?;
        let id: Id = self.value()?.parse().ok()?;
        let admin = self.took(" BuiltIn=\"Admin\"");
        Some(User {
            id,
            admin,
            name: tidy(self.attribute(" Name=\"")?),
            full_name: tidy(self.attribute(" FullName=\"")?),
            enabled: self.boolean(" Enabled=\"")?,
            password_aging: self.boolean(" PasswordAging=\"")?,
            must_change_password: self.boolean(" MustChangePassword=\"")?,
            language: self.optional(" Language=\"")?.into(),
            email: self.optional(" Email=\"")?.into(),
            mobile_phone: self.optional(" MobilePhone=\"")?.into(),
            phone: self.optional(" Phone=\"")?.into(),
            notification_type: self.optional(" NotificationType=\"")?.into(),
            description: Texts::default(),
            password: None,
            groups: Refs::default(),
            notification_groups: Refs::default(),
            unknown: Unknown::default(),
            at,
        })
    }

    /// The end of the start tag, the children and the end tag.
    fn end_of_tag_and_children(&mut self, user: &mut User) -> Option<()> {
        if self.took("/>") {
            return Some(());
        }
        self.take(">\n")?;
        if self.took("      <Description>\n") {
            loop {
                let at = self.at("        ".len());
                if !self.took("        <Text Lang=\"") {
                    break;
                }
                let lang = self.value()?;
                self.take(">")?;
                let (value, _) = self.rest.split_at_checked(memchr::memchr(b'<', self.rest.as_bytes())?)?;
                self.rest = self.rest.get(value.len()..)?;
                self.take("</Text>\n")?;
                // What the reader would refuse or change is for the reader, and so is a second text in one language.
                let doubled = lang.is_empty() || user.description.list.iter().any(|text| text.lang == lang);
                if doubled || plain(value).is_none() || value.contains("]]>") {
                    return None;
                }
                user.description.list.push(Text {
                    lang: lang.into(),
                    value: value.into(),
                    unknown: Unknown::default(),
                    at,
                });
            }
            self.take("      </Description>\n")?;
            if user.description.list.is_empty() {
                return None;
            }
        }
        if self.took("      <Password Hash=\"") {
            let hash: Str = self.value().filter(|hash| !hash.is_empty())?.into();
            let changed_at = match self.optional(" ChangedAt=\"")? {
                "" => None,
                time => Some(time.parse().ok()?),
            };
            self.take("/>\n")?;
            user.password = Some(Password { hash, changed_at, unknown: Unknown::default() });
        }
        self.references("      <Group Ref=\"", &mut user.groups)?;
        self.references("      <NotificationGroup Ref=\"", &mut user.notification_groups)?;
        self.take("    </User>")
    }

    fn references(&mut self, begin: &str, into: &mut Refs) -> Option<()> {
        loop {
            let at = self.at("      ".len());
            if !self.took(begin) {
                return Some(());
            }
            into.push(Ref { id: self.value()?.parse().ok()?, unknown: Unknown::default(), at });
            self.take("/>\n")?;
        }
    }
}

/// The text, if it stands for itself in a file. Without a branch, so that the compiler makes it fast.
fn plain(text: &str) -> Option<&str> {
    let special = text.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == b'&') | (byte == b'<'));
    (!special).then_some(text)
}

fn tidy(name: &str) -> Str {
    crate::name::tidy(name).as_ref().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::any;
    use crate::xml::source::Short;
    use crate::xml::{Fault, read_project, read_runtime, write_project, write_runtime};

    /// The same file with its users one column further right, which is not how our programs write them.
    fn indented(bytes: &[u8]) -> Vec<u8> {
        String::from_utf8(bytes.to_vec()).unwrap().replace("\n    <User ", "\n     <User ").into_bytes()
    }

    /// What is wrong in a file besides its digest, and where, but for the columns of users themselves.
    fn told(faults: &[Fault]) -> Vec<(u32, String)> {
        let faults = faults.iter().filter(|fault| !fault.message().contains("Digest"));
        faults.map(|fault| (fault.line, fault.message().replace("\n     <User ", "\n    <User "))).collect()
    }

    proptest! {
        #[test]
        fn the_short_way_reads_what_the_reader_reads(project in any::project(), runtime in any::runtime()) {
            let bytes = write_project(&project);
            let (short, long) = (read_project(&bytes), read_project(&indented(&bytes)));
            prop_assert_eq!(&short.document, &long.document);
            prop_assert_eq!(told(&short.faults), told(&long.faults));
            let bytes = write_runtime(&runtime);
            let (short, long) = (read_runtime(&bytes), read_runtime(&indented(&bytes)));
            prop_assert_eq!(&short.document, &long.document);
            prop_assert_eq!(told(&short.faults), told(&long.faults));
        }
    }

    const SAMPLE: &str = include_str!("../../../sample-projects/bottling-line/UserManagementConfig.xml");
    const SMALL: &str = include_str!("../../../sample-projects/minimal/UserManagementConfig.xml");
    const MACHINE: &str =
        include_str!("../../../sample-projects/bottling-line/machines/filler-2/UserManagementRuntimeConfig.xml");

    #[test]
    fn nearly_all_users_of_the_samples_go_the_short_way() {
        let users = |text: &str| text.split("\n    <User ").count() - 1;
        let mut at = SAMPLE.find("\n    <User ").unwrap();
        let mut taken = 0;
        while let Some(Short { length, .. }) = super::user(&SAMPLE[at..], at) {
            at += length;
            taken += 1;
        }
        assert_eq!(taken, users(SAMPLE));
        let mut at = MACHINE.find("\n    <User ").unwrap();
        assert!(super::runtime_user(&MACHINE[at..], at).is_some());
        at += 1;
        assert!(super::runtime_user(&MACHINE[at..], at).is_none());
    }

    /// Every single change to the users of a file gives the same on both ways, faults and places included.
    #[test]
    fn whatever_is_changed_both_ways_say_the_same() {
        let begin = SMALL.find("\n    <User ").unwrap();
        let end = SMALL.rfind("</User>").unwrap() + "</User>".len();
        for at in (begin + 1..end).filter(|at| SMALL.is_char_boundary(*at)) {
            for change in ["", "<", "&", "\"", " ", "\t", "\r", "x", "Ä", "/>"] {
                let next = at + SMALL[at..].chars().next().unwrap().len_utf8();
                let text = format!("{}{change}{}", &SMALL[..at], &SMALL[next..]);
                let (short, long) = (read_project(text.as_bytes()), read_project(&indented(text.as_bytes())));
                assert_eq!(short.document, long.document, "{change:?} at byte {at}");
                assert_eq!(told(&short.faults), told(&long.faults), "{change:?} at byte {at}");
            }
        }
    }
}
