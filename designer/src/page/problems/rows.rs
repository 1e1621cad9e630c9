//! The rows of the table of problems.

use std::sync::Arc;

use iced::Element;
use iced::widget::button;
use keyholder_shared::advice::{Finding, Weight};
use keyholder_shared::name;
use keyholder_shared::xml::{Fault, Severity};
use memchr::memmem::Finder;

use super::found::FoundBy;
use super::{Message, place, words};
use crate::app::Context;
use crate::i18n::{Language, Tr};
use crate::ui::Kind;
use crate::ui::table::{Column, Sort};

/// A problem: what was wrong in the file that was opened, or what is the matter with the project now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// The fault with that number.
    Fault(usize),
    /// The finding with that number.
    Finding(usize),
}

impl Entry {
    /// The finding, if it is one.
    pub(super) fn finding<'a>(self, context: Context<'a>) -> Option<&'a Finding> {
        match self {
            Self::Finding(number) => context.findings.list.get(number),
            Self::Fault(_) => None,
        }
    }

    /// The fault, if it is one.
    pub(super) fn fault<'a>(self, context: Context<'a>) -> Option<&'a Fault> {
        match self {
            Self::Fault(number) => context.document.unread().get(number),
            Self::Finding(_) => None,
        }
    }
}

/// Which problems are listed, in which order: kept until they change.
#[derive(Debug, Default)]
pub(super) struct Rows {
    entries: Vec<Entry>,
    made: Option<Made>,
    /// What all problems are found by, once something was searched.
    found_by: Option<FoundBy>,
}

/// What the list was made from.
#[derive(Debug, PartialEq)]
struct Made {
    /// The findings by their place in memory: they are made anew whenever the project has changed.
    findings: usize,
    faults: usize,
    only: Option<Weight>,
    search: String,
    sort: Sort,
    language: Language,
}

const WEIGHT: usize = 0;
const SUBJECT: usize = 1;

impl Rows {
    /// Makes the list anew if what it is made from has changed; true if so.
    pub fn refresh(&mut self, only: Option<Weight>, search: &str, sort: Sort, context: Context<'_>) -> bool {
        let made = Made {
            findings: Arc::as_ptr(&context.findings.list) as usize,
            faults: context.document.unread().len(),
            only,
            search: search.to_owned(),
            sort,
            language: context.tr.language(),
        };
        if self.made.as_ref() == Some(&made) {
            return false;
        }
        let of = |made: &Made| (made.findings, made.faults, made.language);
        self.found_by = self.found_by.take().filter(|_| self.made.as_ref().map(of) == Some(of(&made)));
        let wanted = name::fold(search);
        let finder = Finder::new(wanted.as_bytes());
        let faults = (0..made.faults).map(Entry::Fault);
        let all = faults.chain((0..context.findings.list.len()).map(Entry::Finding));
        if !wanted.is_empty() && self.found_by.is_none() {
            self.found_by = Some(FoundBy::of(all.clone(), context));
        }
        let found_by = self.found_by.as_ref().filter(|_| !wanted.is_empty());
        self.entries = all
            .enumerate()
            .filter(|(_, entry)| only.is_none_or(|only| weight(*entry, context) == only))
            .filter(|(number, _)| found_by.is_none_or(|found_by| found_by.holds(*number, &finder)))
            .map(|(_, entry)| entry)
            .collect();
        match sort.column {
            WEIGHT => self.entries.sort_by_key(|entry| weight(*entry, context)),
            SUBJECT => self.entries.sort_by_cached_key(|entry| words::subject(*entry, context)),
            _ => {}
        }
        if sort.descending {
            self.entries.reverse();
        }
        self.made = Some(made);
        true
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// What stands in a row.
    pub fn entry(&self, row: usize) -> Option<Entry> {
        self.entries.get(row).copied()
    }

    /// True if it is listed.
    pub fn holds(&self, entry: Entry) -> bool {
        self.entries.contains(&entry)
    }
}

/// How bad it is.
pub(super) fn weight(entry: Entry, context: Context<'_>) -> Weight {
    match (entry.finding(context), entry.fault(context)) {
        (Some(finding), _) => finding.weight,
        (None, Some(fault)) => weight_of(fault),
        (None, None) => Weight::Error,
    }
}

/// How bad a fault of the file is.
pub(super) fn weight_of(fault: &Fault) -> Weight {
    if fault.severity == Severity::Warning { Weight::Warning } else { Weight::Error }
}

pub(super) fn columns(tr: &Tr) -> Vec<Column> {
    vec![
        Column::new(tr.get("problems-weight"), 100.0).grows(0.0).least(100.0).words(words::WEIGHTS.map(|key| tr.get(key).to_owned())),
        Column::new(tr.get("problems-where"), 190.0).grows(100.0),
        Column::new(tr.get("problems-what"), 460.0).grows(500.0).unsorted(),
    ]
}

pub(super) fn cells<'a>(entry: Entry, context: Context<'a>) -> Vec<Element<'a, Message>> {
    let Context { ui, tr, .. } = context;
    let (tone, weight) = words::weight(entry, context);
    let (kind, name) = words::subject(entry, context);
    let says = if name.is_empty() { kind.clone() } else { name };
    let subject: Element<'a, Message> = match place(entry, context) {
        // The keyboard leads there by Enter on the row; a link in each row would be many stops for Tab.
        Some(place) => {
            let tip = if says == kind { kind } else { format!("{kind} · {says}") };
            let link = ui.line(says).color(ui.colors.accent).untold(true);
            let link = button(link).padding(0).on_press(Message::Go(place));
            ui.tip(link.style(move |_, status| ui.button_style(Kind::Quiet, status)), tip, None)
        }
        None => ui.line(says).into(),
    };
    vec![ui.badge(tr.get(weight), tone), subject, ui.line(words::sentence(entry, context)).into()]
}
