//! How each element is written: attributes and children in one order, the unknown after the known.

use std::sync::Arc;

use super::DigestGap;
use super::write::Sink;
use crate::model::{
    Area, Authentication, DataStorage, DeletedUser, Group, Languages, NotificationGroup, Origin, Password, Policies,
    Preset, Ref, Right, RightGroup, RuntimeUser, Section, Security, StorageKind, Texts, Unknown, User, WhenUnwritable,
};
use crate::{Id, Time};

/// Pieces of about this many bytes are handed on.
const PIECE: usize = 128 * 1024;

/// A document being written.
pub(super) struct Out<'s> {
    text: String,
    depth: usize,
    /// Where the element at hand begins in the text.
    tag: usize,
    /// The start tag of the element at hand still lacks its `>`.
    open: bool,
    sink: &'s mut dyn Sink,
}

impl<'s> Out<'s> {
    pub fn new(sink: &'s mut dyn Sink) -> Self {
        let mut text = String::with_capacity(PIECE + PIECE / 4);
        text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Self { text, depth: 0, tag: 0, open: false, sink }
    }

    /// Bytes written since the last piece was handed on.
    pub fn position(&self) -> usize {
        self.text.len()
    }

    pub fn begin(&mut self, gap: &DigestGap) {
        self.sink.begin(gap);
    }

    pub fn flush(&mut self) {
        if !self.text.is_empty() {
            self.sink.piece(self.text.as_bytes());
            self.text.clear();
        }
    }

    /// What `write` writes, not handed on. The start tag of the element around it must have ended.
    pub fn aside(&mut self, write: impl FnOnce(&mut Self)) -> Arc<String> {
        self.flush();
        write(self);
        let text = Arc::new(self.text.clone());
        self.text.clear();
        text
    }

    /// Hands on what was written before.
    pub fn kept(&mut self, text: &Arc<String>) {
        self.flush();
        self.sink.kept(text);
    }

    fn indent(&mut self) {
        const SPACES: &str = "                                ";
        let width = (2 * self.depth).min(SPACES.len());
        self.text.push_str(SPACES.get(..width).unwrap_or_default());
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str) {
        self.end_start_tag();
        self.indent();
        self.tag = self.text.len();
        self.text.push('<');
        self.text.push_str(name);
        self.open = true;
        self.depth += 1;
    }

    /// Ends the start tag, if that did not happen yet.
    pub fn end_start_tag(&mut self) {
        if std::mem::take(&mut self.open) {
            self.text.push_str(">\n");
        }
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) {
        self.depth -= 1;
        if std::mem::take(&mut self.open) {
            self.text.push_str("/>\n");
        } else {
            self.indent();
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push_str(">\n");
        }
    }

    pub fn attribute(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        escape(&mut self.text, value, true);
        self.text.push('"');
    }

    fn optional(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.attribute(name, value);
        }
    }

    fn plain(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        self.text.push_str(value);
        self.text.push('"');
    }

    pub fn number(&mut self, name: &str, value: u64) {
        self.plain(name, &value.to_string());
    }

    pub fn id(&mut self, name: &str, value: Id) {
        self.plain(name, value.encode(&mut [0; 36]));
    }

    fn boolean(&mut self, name: &str, value: bool) {
        self.plain(name, if value { "true" } else { "false" });
    }

    pub fn time(&mut self, name: &str, value: Time) {
        self.plain(name, std::str::from_utf8(&value.encode()).unwrap_or_default());
    }

    fn built_in(&mut self, value: Option<&str>) {
        if let Some(value) = value {
            self.plain("BuiltIn", value);
        }
    }

    pub fn unknown_attributes(&mut self, unknown: &Unknown) {
        for (name, value) in unknown.attributes() {
            // An attribute that got a meaning since it was read, as Path does when the storage becomes a
            // FilePath, was written already. No value holds this text, because its quote is escaped.
            let written = self.text.get(self.tag..).is_some_and(|tag| tag.contains(&format!(" {name}=\"")));
            if !written {
                self.attribute(name, value);
            }
        }
    }

    pub fn unknown_elements(&mut self, unknown: &Unknown) {
        for (_, whole) in unknown.elements() {
            self.end_start_tag();
            self.indent();
            self.text.push_str(whole);
            self.text.push('\n');
        }
    }

    /// Writes an element around what `each` writes of every item.
    pub fn section<T>(&mut self, name: &str, section: &Section<T>, each: fn(&mut Self, &T)) {
        self.open(name);
        self.unknown_attributes(&section.unknown);
        for item in &section.items {
            each(self, item);
            if self.text.len() >= PIECE {
                self.flush();
            }
        }
        self.unknown_elements(&section.unknown);
        self.close(name);
    }

    /// Writes an element that has attributes alone, and what is unknown in it.
    fn leaf(&mut self, name: &str, unknown: &Unknown, attributes: impl FnOnce(&mut Self)) {
        self.open(name);
        attributes(self);
        self.unknown_attributes(unknown);
        self.unknown_elements(unknown);
        self.close(name);
    }

    fn texts(&mut self, name: &str, texts: &Texts) {
        if texts.is_empty() {
            return;
        }
        self.open(name);
        self.unknown_attributes(&texts.unknown);
        for text in &texts.list {
            self.open("Text");
            self.attribute("Lang", &text.lang);
            self.unknown_attributes(&text.unknown);
            // Text and its unknown children stand on one line, so that no white space is added to it.
            self.open = false;
            self.depth -= 1;
            self.text.push('>');
            escape(&mut self.text, &text.value, false);
            for (_, whole) in text.unknown.elements() {
                self.text.push_str(whole);
            }
            self.text.push_str("</Text>\n");
        }
        self.unknown_elements(&texts.unknown);
        self.close(name);
    }

    fn references(&mut self, name: &str, references: &[Ref]) {
        for reference in references {
            self.leaf(name, &reference.unknown, |out| out.id("Ref", reference.id));
        }
    }

    pub fn languages(&mut self, languages: &Languages) {
        self.open("Languages");
        self.attribute("Default", &languages.default);
        self.unknown_attributes(&languages.unknown);
        for language in &languages.list {
            self.leaf("Language", &language.unknown, |out| out.attribute("Tag", &language.tag));
        }
        self.unknown_elements(&languages.unknown);
        self.close("Languages");
    }

    pub fn security(&mut self, security: &Security) {
        self.leaf("Security", &security.unknown, |out| {
            out.boolean("AdminCanBeDeactivated", security.admin_can_be_deactivated);
            out.optional("ProtectionHash", &security.protection_hash);
        });
    }

    pub fn storage(&mut self, storage: &DataStorage) {
        self.leaf("DataStorage", &storage.unknown, |out| match &storage.kind {
            StorageKind::ProjectDirectory => out.plain("Kind", "ProjectDirectory"),
            StorageKind::ProjectDatabase => out.plain("Kind", "ProjectDatabase"),
            StorageKind::FilePath(path) => {
                out.plain("Kind", "FilePath");
                out.attribute("Path", path);
            }
        });
    }

    pub fn authentication(&mut self, authentication: &Authentication) {
        self.leaf("Authentication", &authentication.unknown, |out| out.attribute("Kind", &authentication.kind));
    }

    pub fn policies(&mut self, policies: &Policies) {
        self.open("Policies");
        // What this format did not have at first is written where it says more than its absence, so that
        // files without it stay as they are.
        if policies.preset != Preset::Default {
            self.plain("Preset", policies.preset.word());
        }
        self.unknown_attributes(&policies.unknown);
        let lockout = &policies.lockout;
        self.leaf("AccountLockout", &lockout.unknown, |out| {
            out.number("Threshold", lockout.threshold.into());
            out.number("DurationMinutes", lockout.duration_minutes.into());
        });
        let password = &policies.password;
        self.leaf("PasswordPolicy", &password.unknown, |out| {
            out.boolean("Aging", password.aging);
            out.number("MaximumAgeDays", password.maximum_age_days.into());
            out.number("WarnDays", password.warn_days.into());
            out.number("MinimumLength", password.minimum_length.into());
            out.boolean("MustMeetComplexity", password.complexity);
            out.boolean("EnforceStrongPasswords", password.enforce_strong);
            out.boolean("RequireUpperAndLowerCase", password.upper_and_lower);
            out.boolean("RequireNumber", password.number);
            out.boolean("RequireSpecialCharacter", password.special);
            out.boolean("History", password.history);
            out.number("HistoryCount", password.history_count.into());
        });
        let session = &policies.session;
        self.leaf("Session", &session.unknown, |out| {
            out.number("IdleTimeoutMinutes", session.idle_timeout_minutes.into());
            for (name, user) in [("DefaultUser", session.default_user), ("AutologinUser", session.autologin_user)] {
                if let Some(user) = user {
                    out.id(name, user);
                }
            }
        });
        let audit = &policies.audit;
        if audit.when_unwritable != WhenUnwritable::Continue || !audit.unknown.is_empty() {
            self.leaf("Audit", &audit.unknown, |out| {
                out.plain("WhenUnwritable", audit.when_unwritable.word());
            });
        }
        self.unknown_elements(&policies.unknown);
        self.close("Policies");
    }

    pub fn area(&mut self, area: &Area) {
        self.open("Area");
        self.id("Id", area.id);
        self.unknown_attributes(&area.unknown);
        self.texts("Name", &area.name);
        self.texts("Description", &area.description);
        for client in &area.clients {
            self.leaf("Client", &client.unknown, |out| out.attribute("Name", &client.name));
        }
        self.unknown_elements(&area.unknown);
        self.close("Area");
    }

    pub fn right_group(&mut self, group: &RightGroup) {
        self.open("RightGroup");
        self.id("Id", group.id);
        self.built_in(group.system.then_some("System"));
        self.unknown_attributes(&group.rights.unknown);
        self.texts("Name", &group.name);
        self.texts("Description", &group.description);
        for right in &group.rights.items {
            self.right(right);
        }
        self.unknown_elements(&group.rights.unknown);
        self.close("RightGroup");
    }

    fn right(&mut self, right: &Right) {
        self.open("Right");
        self.id("Id", right.id);
        self.attribute("Key", &right.key);
        self.unknown_attributes(&right.unknown);
        self.texts("Name", &right.name);
        self.texts("Description", &right.description);
        self.unknown_elements(&right.unknown);
        self.close("Right");
    }

    pub fn notification_group(&mut self, group: &NotificationGroup) {
        self.open("NotificationGroup");
        self.id("Id", group.id);
        self.unknown_attributes(&group.unknown);
        self.texts("Name", &group.name);
        self.texts("Description", &group.description);
        self.unknown_elements(&group.unknown);
        self.close("NotificationGroup");
    }

    pub fn group(&mut self, group: &Group) {
        self.open("Group");
        self.id("Id", group.id);
        self.built_in(group.administrators.then_some("Administrators"));
        self.unknown_attributes(&group.unknown);
        self.texts("Name", &group.name);
        self.texts("Description", &group.description);
        for right in &group.rights {
            self.leaf("Right", &right.unknown, |out| {
                out.id("Ref", right.id);
                if right.denied {
                    out.plain("Denied", "true");
                }
            });
        }
        self.references("Area", &group.areas);
        for external in &group.external {
            self.leaf("ExternalGroup", &external.unknown, |out| {
                out.attribute("Provider", &external.provider);
                out.attribute("Name", &external.name);
            });
        }
        self.unknown_elements(&group.unknown);
        self.close("Group");
    }

    pub fn user(&mut self, user: &User) {
        self.any_user(user, None);
    }

    pub fn runtime_user(&mut self, user: &RuntimeUser) {
        self.any_user(&user.user, Some(user));
    }

    fn any_user(&mut self, user: &User, runtime: Option<&RuntimeUser>) {
        self.open("User");
        self.id("Id", user.id);
        self.built_in(user.admin.then_some("Admin"));
        self.attribute("Name", &user.name);
        self.attribute("FullName", &user.full_name);
        self.boolean("Enabled", user.enabled);
        self.boolean("PasswordAging", user.password_aging);
        self.boolean("MustChangePassword", user.must_change_password);
        self.optional("Language", &user.language);
        self.optional("Email", &user.email);
        self.optional("MobilePhone", &user.mobile_phone);
        self.optional("Phone", &user.phone);
        self.optional("NotificationType", &user.notification_type);
        if let Some(runtime) = runtime {
            self.plain("Origin", if runtime.origin == Origin::Project { "Project" } else { "Runtime" });
            for (at, by, mark) in
                [("ChangedAtRuntime", "ChangedBy", &runtime.changed), ("CreatedAt", "CreatedBy", &runtime.created)]
            {
                if let Some(mark) = mark {
                    self.time(at, mark.at);
                    self.optional(by, &mark.by);
                }
            }
        }
        self.unknown_attributes(&user.unknown);
        self.texts("Description", &user.description);
        self.passwords(user.password.as_ref());
        if let Some(runtime) = runtime {
            self.password_history(&runtime.history, &runtime.history_unknown);
        }
        self.references("Group", &user.groups);
        self.references("NotificationGroup", &user.notification_groups);
        self.unknown_elements(&user.unknown);
        self.close("User");
    }

    fn passwords<'p>(&mut self, passwords: impl IntoIterator<Item = &'p Password>) {
        for password in passwords {
            self.leaf("Password", &password.unknown, |out| {
                out.attribute("Hash", &password.hash);
                if let Some(changed_at) = password.changed_at {
                    out.time("ChangedAt", changed_at);
                }
            });
        }
    }

    fn password_history(&mut self, history: &[Password], unknown: &Unknown) {
        if history.is_empty() && unknown.is_empty() {
            return;
        }
        self.open("PasswordHistory");
        self.unknown_attributes(unknown);
        self.passwords(history);
        self.unknown_elements(unknown);
        self.close("PasswordHistory");
    }

    pub fn deleted_user(&mut self, deleted: &DeletedUser) {
        self.open("User");
        self.id("Id", deleted.id);
        self.attribute("Name", &deleted.name);
        if let Some(deleted_at) = deleted.deleted_at {
            self.time("DeletedAt", deleted_at);
        }
        self.optional("DeletedBy", &deleted.deleted_by);
        self.unknown_attributes(&deleted.unknown);
        self.passwords(deleted.password.as_ref());
        self.password_history(&deleted.history, &deleted.history_unknown);
        self.unknown_elements(&deleted.unknown);
        self.close("User");
    }
}

/// Appends a value with the characters escaped that would end it or would not come back as they were.
fn escape(out: &mut String, value: &str, in_attribute: bool) {
    // Mostly there are none; this loop has no branch, so that the compiler makes it fast.
    let special = value.bytes().fold(false, |found, byte| {
        found | (byte < 0x20) | (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"')
    });
    if !special {
        return out.push_str(value);
    }
    let mut rest = value;
    while let Some(at) = rest.bytes().position(|byte| match byte {
        b'&' | b'<' | b'>' | b'\r' => true,
        b'"' | b'\n' | b'\t' => in_attribute,
        _ => false,
    }) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match after.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            Some(b'\n') => "&#10;",
            Some(b'\t') => "&#9;",
            _ => "&#13;",
        });
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}
