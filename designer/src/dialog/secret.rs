//! A new password being typed twice or made by chance, held against the guidelines at every key.

use std::fmt;

use iced::widget::{column, row};
use iced::{Alignment, Element, Length};
use keyholder_shared::model::Policies;
use keyholder_shared::password::rules::{Advice, Checked, Shortfall, Whose};
use keyholder_shared::password::{About, Strength, rules, strength};

use super::DialogContext;
use crate::i18n::Tr;
use crate::service::chance::Chance;
use crate::ui::{Icon, Tone, Ui, size};

/// The field that has the focus at first.
pub(super) const FIELD: &str = "secret-field";

/// A new password, as far as it is typed.
#[derive(Default)]
pub struct Secret {
    typed: String,
    again: String,
    shown: bool,
    checked: Option<Checked>,
    strength: Option<Strength>,
}

// A password goes into no log.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("shown", &self.shown).finish_non_exhaustive()
    }
}

/// What happens to it.
#[derive(Clone)]
pub enum Message {
    /// A key in the first field.
    Typed(String),
    /// A key in the second.
    Again(String),
    /// It is shown, or hidden again.
    Show,
    /// It is made by chance.
    Generate,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a password is typed")
    }
}

impl Secret {
    /// Does what a message asks; `about` are the people it is for. False if no chance was to be had.
    pub fn update(&mut self, message: Message, policies: &Policies, about: &[About<'_>], chance: &dyn Chance) -> bool {
        match message {
            Message::Typed(typed) => self.typed = typed,
            Message::Again(again) => self.again = again,
            Message::Show => self.shown = !self.shown,
            Message::Generate => {
                let mut failed = false;
                let mut byte = || {
                    let mut one = [0];
                    failed |= chance.fill(&mut one).is_err();
                    one.first().copied().unwrap_or_default()
                };
                let generated = keyholder_shared::password::generate(policies, &mut byte);
                if failed {
                    return false;
                }
                self.again.clone_from(&generated);
                self.typed = generated;
                self.shown = true;
            }
        }
        self.check(policies, about);
        true
    }

    fn check(&mut self, policies: &Policies, about: &[About<'_>]) {
        self.checked = None;
        self.strength = None;
        if self.typed.is_empty() {
            return;
        }
        let mut all = Checked::default();
        for person in about {
            let Checked { shortfalls, advice } = rules::check(&self.typed, policies, person);
            all.shortfalls
                .extend(shortfalls.into_iter().filter(|new| !all.shortfalls.contains(new)).collect::<Vec<_>>());
            all.advice.extend(advice.into_iter().filter(|new| !all.advice.contains(new)).collect::<Vec<_>>());
        }
        self.checked = Some(all);
        let first = about.first().copied().unwrap_or_default();
        self.strength = Some(strength(&self.typed, &first));
    }

    /// The password, if it is complete and taken, or what is still missing.
    pub fn complete(&self, tr: &Tr) -> Result<&str, String> {
        match &self.checked {
            None => Err(tr.get("secret-missing").to_owned()),
            Some(checked) if !checked.is_taken() => Err(tr.get("secret-not-taken").to_owned()),
            Some(_) if !self.shown && self.typed != self.again => Err(tr.get("secret-differs").to_owned()),
            Some(_) => Ok(&self.typed),
        }
    }

    /// True if nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// True if it is one of the common ones.
    pub fn is_common(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.advice.contains(&Advice::Common))
    }

    /// The fields, what is missing, and how strong it is.
    pub fn view<'a, M: Clone + 'a>(
        &'a self,
        context: DialogContext<'a>,
        map: fn(Message) -> M,
        done: M,
    ) -> Element<'a, M> {
        let DialogContext { ui, tr, .. } = context;
        let typed = ui
            .field(tr.get("secret-password"), self.typed.as_str())
            .id(FIELD)
            .secure(!self.shown)
            .on_input(move |text| map(Message::Typed(text)))
            .on_submit(done.clone());
        let (eye, tip) = if self.shown { (Icon::EyeOff, "secret-hide") } else { (Icon::Eye, "secret-show") };
        let buttons = row![
            Element::from(ui.icon_button(eye, tr.get(tip)).on_press(map(Message::Show))),
            Element::from(
                ui.button(tr.get("secret-generate")).icon(Icon::WandSparkles).on_press(map(Message::Generate))
            ),
        ]
        .spacing(size::TINY);
        let first = row![column![typed].width(Length::Fill), buttons].spacing(size::SMALL).align_y(Alignment::End);
        let mut all = column![first].spacing(size::MEDIUM);
        if self.shown {
            all = all.push(ui.note(tr.get("secret-shown-once")));
        } else {
            let differs = !self.again.is_empty() && self.typed != self.again;
            let again = ui
                .field(tr.get("secret-again"), self.again.as_str())
                .secure(true)
                .error(differs.then(|| tr.get("secret-differs")))
                .on_input(move |text| map(Message::Again(text)))
                .on_submit(done);
            all = all.push(again);
        }
        if let Some(strength) = &self.strength {
            all = all.push(meter(ui, tr, strength));
        }
        if let Some(checked) = &self.checked {
            for shortfall in &checked.shortfalls {
                all = all.push(ui.sign(Icon::CircleX, said(tr, *shortfall), Tone::Bad));
            }
            for advice in &checked.advice {
                all = all.push(ui.sign(Icon::TriangleAlert, advised(tr, *advice), Tone::Amber));
            }
            if checked.is_taken() && checked.advice.is_empty() {
                all = all.push(ui.sign(Icon::CircleCheck, tr.get("secret-taken"), Tone::Good));
            }
        }
        all.into()
    }
}

fn meter<'a, M: 'a>(ui: Ui, tr: &'a Tr, strength: &Strength) -> Element<'a, M> {
    let (key, tone) = match strength.score {
        0 => ("strength-0", Tone::Bad),
        1 => ("strength-1", Tone::Bad),
        2 => ("strength-2", Tone::Amber),
        3 => ("strength-3", Tone::Good),
        _ => ("strength-4", Tone::Good),
    };
    let part = (f32::from(strength.score) + 1.0) / 5.0;
    let mut all = column![ui.meter(part, tone), ui.note(tr.get(key)).color(ui.tone(tone).0)].spacing(size::TINY);
    if let Some(warning) = strength.warning.filter(|_| strength.score < 3) {
        all = all.push(ui.note(tr.with(&format!("weak-{warning}"), &[])));
    }
    all.into()
}

fn said(tr: &Tr, shortfall: Shortfall) -> String {
    match shortfall {
        Shortfall::TooShort { least, length } => {
            tr.with("shortfall-too-short", &[("least", least.into()), ("length", length.into())])
        }
        Shortfall::TooLong { most } => tr.count("shortfall-too-long", most),
        Shortfall::Name(whose) => named(tr, whose),
        Shortfall::Used { last } => tr.count("shortfall-used", last as usize),
        Shortfall::Empty
        | Shortfall::UpperAndLowerCase
        | Shortfall::Number
        | Shortfall::SpecialCharacter
        | Shortfall::Common => tr.with(&format!("shortfall-{}", shortfall.key()), &[]),
    }
}

fn advised(tr: &Tr, advice: Advice) -> String {
    match advice {
        Advice::Common => tr.get("shortfall-common").to_owned(),
        Advice::Name(whose) => named(tr, whose),
    }
}

fn named(tr: &Tr, whose: Whose) -> String {
    tr.get(match whose {
        Whose::User => "shortfall-name-user",
        Whose::FullName => "shortfall-name-full",
        Whose::Project => "shortfall-name-project",
        Whose::Product => "shortfall-name-product",
    })
    .to_owned()
}
