//! Rules about everything but the users.

use rustc_hash::FxHashSet;

use super::{Check, Names, Rule};
use crate::Str;
use crate::edit::TextField;
use crate::model::{At, Definitions, Kind, SYSTEM_RIGHTS, Text, Texts};
use crate::name::DESCRIPTION_LIMIT;
use crate::password::rules::LONGEST_MINIMUM;

impl Check {
    pub(super) fn definitions(&mut self, definitions: &Definitions) {
        self.languages(definitions);
        self.minimum_length(definitions);
        self.areas(definitions);
        self.rights(definitions);
        let mut names = TextNames::new(Kind::NotificationGroup);
        for group in definitions.notification_groups.iter() {
            self.thing(Kind::NotificationGroup, group.id, group.at);
            names.check(self, group.at, &group.name);
            self.description(&group.description, group.at);
        }
        self.groups(definitions);
    }

    fn languages(&mut self, definitions: &Definitions) {
        let languages = &definitions.languages;
        let mut names = Names::default();
        for language in &languages.list {
            if language.tag.is_empty() {
                self.rule(Rule::LanguageTag).error(
                    language.at,
                    None,
                    "The Language has no Tag. Write one, such as en or de.".into(),
                );
            } else if names.clash(&language.tag).is_some() {
                self.rule(Rule::LanguageTwice).error(
                    language.at,
                    Some("Tag"),
                    format!("The language {} is listed twice. Remove one.", language.tag),
                );
            }
        }
        if !languages.list.iter().any(|language| language.tag.eq_ignore_ascii_case(&languages.default)) {
            self.rule(Rule::DefaultLanguage).warning(
                languages.at,
                Some("Default"),
                format!(
                    "The default language {:?} is not among the project's languages. Add it, or choose another.",
                    languages.default
                ),
            );
        }
    }

    /// Who asks for more than [`LONGEST_MINIMUM`] characters gets as many.
    fn minimum_length(&mut self, definitions: &Definitions) {
        let asked = definitions.policies.password.minimum_length;
        if asked > LONGEST_MINIMUM {
            self.rule(Rule::MinimumLength).warning(At(0), None, format!(
                "The guidelines ask for passwords of {asked} characters; {LONGEST_MINIMUM} are the most that can be asked for, and count. Write a smaller MinimumLength."
            ));
        }
    }

    fn areas(&mut self, definitions: &Definitions) {
        let mut names = TextNames::new(Kind::Area);
        for area in definitions.areas.iter() {
            self.thing(Kind::Area, area.id, area.at);
            names.check(self, area.at, &area.name);
            self.description(&area.description, area.at);
            for client in area.clients.iter().filter(|client| client.name.is_empty()) {
                self.rule(Rule::ClientName).error(
                    client.at,
                    None,
                    "The Client has no Name. Write the name with which the panel logs people in, or remove it.".into(),
                );
            }
        }
    }

    fn rights(&mut self, definitions: &Definitions) {
        let mut group_names = TextNames::new(Kind::RightGroup);
        let mut names = TextNames::new(Kind::Right);
        let mut keys = Names::default();
        let mut system = None;
        for group in definitions.right_groups.iter() {
            self.thing(Kind::RightGroup, group.id, group.at);
            group_names.check(self, group.at, &group.name);
            self.description(&group.description, group.at);
            if group.system && system.replace(group).is_some() {
                self.rule(Rule::SystemTwice).error(
                    group.at,
                    Some("BuiltIn"),
                    "There are two built-in right groups System. Remove one.".into(),
                );
            }
            for right in group.rights.iter() {
                self.thing(Kind::Right, right.id, right.at);
                names.check(self, right.at, &right.name);
                self.description(&right.description, right.at);
                if right.key.is_empty() {
                    self.rule(Rule::RightKeyMissing).error(
                        right.at,
                        None,
                        "The right has no Key, so nothing can ask for it. Write one, such as recipe.edit.".into(),
                    );
                } else if let Some(other) = keys.clash(&right.key) {
                    self.rule(Rule::RightKeyTaken).error(right.at, Some("Key"), format!(
                        "The right's key {:?} is taken by another right, {other:?} (case makes no difference). Give one of them another key.",
                        right.key
                    ));
                }
            }
        }
        self.about = None;
        let Some(system) = system else {
            self.rule(Rule::SystemMissing).error(At(0), None, "The built-in right group System is missing. Open and save the project with the Designer, or copy the group from another project.".into());
            return;
        };
        self.about = Some((Kind::RightGroup, system.id));
        for key in SYSTEM_RIGHTS {
            if !system.rights.iter().any(|right| right.key == key) {
                self.rule(Rule::SystemRightMissing).error(
                    system.at,
                    None,
                    format!("The right {key} is missing in the built-in right group System. Put it back."),
                );
            }
        }
    }

    fn groups(&mut self, definitions: &Definitions) {
        let rights: FxHashSet<_> =
            definitions.right_groups.iter().flat_map(|group| group.rights.iter()).map(|right| right.id).collect();
        let areas: FxHashSet<_> = definitions.areas.iter().map(|area| area.id).collect();
        let mut names = TextNames::new(Kind::Group);
        let mut administrators = 0;
        for group in definitions.groups.iter() {
            self.thing(Kind::Group, group.id, group.at);
            names.check(self, group.at, &group.name);
            self.description(&group.description, group.at);
            if group.administrators {
                administrators += 1;
                if administrators > 1 {
                    self.rule(Rule::AdministratorsTwice).error(
                        group.at,
                        Some("BuiltIn"),
                        "There are two built-in groups Administrators. Remove one.".into(),
                    );
                }
            }
            for right in group.rights.iter().filter(|right| !rights.contains(&right.id)) {
                self.rule(Rule::RightGone).error(right.at, Some("Ref"), format!("The group refers to a right {} that is not there. Remove the reference, or put the right back.", right.id));
            }
            for area in group.areas.iter().filter(|area| !areas.contains(&area.id)) {
                self.rule(Rule::AreaGone).error(
                    area.at,
                    Some("Ref"),
                    format!(
                        "The group refers to an area {} that is not there. Remove the reference, or put the area back.",
                        area.id
                    ),
                );
            }
        }
        self.about = None;
        if administrators == 0 {
            self.rule(Rule::AdministratorsMissing).error(At(0), None, "The built-in group Administrators is missing. Open and save the project with the Designer, or copy the group from another project.".into());
        }
    }

    pub(super) fn description(&mut self, description: &Texts, at: At) {
        self.texts(TextField::Description, description, at);
        for text in &description.list {
            self.rule(Rule::DescriptionLong).text(TextField::Description, &text.lang).limit(
                &text.value,
                DESCRIPTION_LIMIT,
                text.place(at),
                None,
                "The description",
            );
        }
    }

    /// One text a language.
    fn texts(&mut self, field: TextField, texts: &Texts, at: At) {
        let mut languages = Names::default();
        for text in &texts.list {
            if text.lang.is_empty() {
                self.rule(Rule::TextLanguage).text(field, &text.lang).error(
                    text.place(at),
                    None,
                    "The Text does not say in which language it is. Write Lang, such as Lang=\"en\".".into(),
                );
            } else if texts.list.len() > 1 && languages.clash(&text.lang).is_some() {
                self.rule(Rule::TextTwice).text(field, &text.lang).error(
                    text.place(at),
                    Some("Lang"),
                    format!("The language {} stands here twice. Keep one of the two texts.", text.lang),
                );
            }
        }
    }
}

impl Text {
    /// Where it stood, or its owner, if it came from no file.
    fn place(&self, owner: At) -> At {
        if self.at.0 == 0 { owner } else { self.at }
    }
}

/// Names in several languages, unique in each.
struct TextNames {
    kind: Kind,
    names: Names,
}

impl TextNames {
    fn new(kind: Kind) -> Self {
        Self { kind, names: Names::default() }
    }

    fn check(&mut self, check: &mut Check, at: At, name: &Texts) {
        check.texts(TextField::Name, name, at);
        if name.list.iter().all(|text| text.value.is_empty()) {
            check.rule(Rule::NameMissing).error(
                at,
                None,
                format!("This {} has no name. Give it one in at least one language.", self.kind.word()),
            );
        }
        for text in name.list.iter().filter(|text| !text.value.is_empty()) {
            let key = Str::from(format!("{}\u{0}{}", text.lang, text.value));
            if self.names.clash(&key).is_some() {
                check.rule(Rule::NameTaken).text(TextField::Name, &text.lang).error(text.place(at), None, format!(
                    "The name {:?} is used twice for {} {} in the language {:?} (case makes no difference). Rename one of them.",
                    text.value, self.kind.article(), self.kind.word(), text.lang
                ));
            }
        }
    }
}
