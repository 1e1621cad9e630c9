//! What problems are found by: put together at the first key in the field to search with, and kept for the next.

use std::collections::HashMap;
use std::rc::Rc;

use keyholder_shared::Str;
use keyholder_shared::advice::{Advice, Finding, What};
use keyholder_shared::name::{fold, fold_onto};
use memchr::memmem::Finder;

use super::rows::Entry;
use super::words;
use crate::app::Context;

/// What each problem says, folded, one after the other in one text.
#[derive(Debug, Default)]
pub(super) struct FoundBy {
    text: String,
    ends: Vec<usize>,
}

impl FoundBy {
    /// Of these problems, in their order.
    pub fn of(entries: impl Iterator<Item = Entry>, context: Context<'_>) -> Self {
        let mut found = Self::default();
        let mut sentences = Sentences::default();
        for entry in entries {
            if let Some(fault) = entry.fault(context) {
                found.line(&fault.message());
                found.line(&words::sentence(entry, context));
            } else if let Some(finding) = entry.finding(context) {
                let called = fold(&words::called(finding, context));
                found.text.push_str(&called);
                found.text.push('\n');
                if let What::Rule(_, message) = &finding.what {
                    found.line(message);
                }
                sentences.put(&mut found.text, finding, &called, context);
            }
            found.ends.push(found.text.len());
        }
        found
    }

    fn line(&mut self, text: &str) {
        fold_onto(&mut self.text, text);
        self.text.push('\n');
    }

    /// True if that is in what the problem with that number says.
    pub fn holds(&self, number: usize, wanted: &Finder<'_>) -> bool {
        let begin = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let said = begin.zip(self.ends.get(number)).and_then(|(begin, end)| self.text.get(begin..*end));
        said.is_some_and(|said| wanted.find(said.as_bytes()).is_some())
    }
}

/// Stands for the name in a sentence that many have in common.
const NAME: char = '\u{fdd0}';

/// The sentences, folded, each made once for all names.
#[derive(Default)]
struct Sentences<'f> {
    made: HashMap<Like<'f>, Rc<str>>,
    /// Most are like the one before.
    last: Option<(Like<'f>, Rc<str>)>,
}

/// What sentences have in common that say the same of each name.
type Like<'f> = (&'static str, Option<&'f [Str]>);

impl<'f> Sentences<'f> {
    /// Appends what is said of a finding about something that is called so, folded.
    fn put(&mut self, text: &mut String, finding: &'f Finding, called: &str, context: Context<'_>) {
        let like = match &finding.what {
            What::Rule(rule, _) => (rule.key(), None),
            // Each deviation says something else.
            What::Unwise(Advice::WeakGuideline(_)) => {
                return fold_onto(text, &words::finding_sentence(finding, "", context));
            }
            What::Unwise(advice @ Advice::TextMissing { languages, .. }) => (words::key(advice), Some(&**languages)),
            What::Unwise(advice) => (words::key(advice), None),
        };
        let sentence = match &self.last {
            Some((last, sentence)) if *last == like => Rc::clone(sentence),
            _ => Rc::clone(self.made.entry(like).or_insert_with(|| {
                let sentence = words::finding_sentence(finding, NAME.encode_utf8(&mut [0; 4]), context);
                fold(&sentence).as_str().into()
            })),
        };
        for (place, part) in sentence.split(NAME).enumerate() {
            if place > 0 {
                text.push_str(called);
            }
            text.push_str(part);
        }
        self.last = Some((like, sentence));
    }
}
