//! Which languages have a column: all of them where there is room, or else those that were asked for last.

use keyholder_shared::Str;

use crate::app::Context;

/// What the column of names needs beside languages that do not all have room.
pub(super) const WHAT: f32 = 150.0;
/// What a language's column needs to say something.
const LANGUAGE: f32 = 84.0;
/// So many languages have a column in the smallest window: one is translated from another.
const FEWEST: usize = 2;

/// The languages with a column.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Who comes first when there is no room for all; languages that are not in it come last, in the project's order.
    wanted: Vec<Str>,
    shown: Vec<Str>,
    all: usize,
}

impl Columns {
    /// Brings the columns up to date with the project and the window; true if others are shown than before.
    pub fn refresh(&mut self, context: Context<'_>) -> bool {
        let languages = || context.document.definitions().languages.list.iter().map(|language| &language.tag);
        let shown = shown(languages, &self.wanted, fitting(context.table_size().width));
        self.all = languages().count();
        let is_other = shown != self.shown;
        self.shown = shown;
        is_other
    }

    /// The languages with a column, in the project's order.
    pub fn shown(&self) -> &[Str] {
        &self.shown
    }

    /// True if every language of the project has one.
    pub fn are_all(&self) -> bool {
        self.shown.len() == self.all
    }

    /// Gives that language a column in place of the one that was wanted least, or takes it away for the next.
    pub fn toggle(&mut self, lang: &Str, context: Context<'_>) {
        let is_shown = self.shown.contains(lang);
        let languages = context.document.definitions().languages.list.iter().map(|language| language.tag.clone());
        let rest: Vec<Str> = languages.filter(|tag| !self.wanted.contains(tag)).collect();
        self.wanted.extend(rest);
        self.wanted.retain(|tag| tag != lang);
        self.wanted.insert(if is_shown { self.wanted.len() } else { 0 }, lang.clone());
    }
}

/// How many languages have room.
fn fitting(room: f32) -> usize {
    (((room - WHAT) / LANGUAGE).floor().max(0.0) as usize).max(FEWEST)
}

fn shown<'l, L: Iterator<Item = &'l Str>>(languages: impl Fn() -> L, wanted: &[Str], fitting: usize) -> Vec<Str> {
    let mut first: Vec<&Str> = languages().collect();
    // Stable: those that nobody asked for keep the project's order.
    first.sort_by_key(|tag| wanted.iter().position(|other| other == *tag).unwrap_or(usize::MAX));
    first.truncate(fitting);
    languages().filter(|tag| first.contains(tag)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_is_no_room_for_all_those_that_were_wanted_last_are_shown_in_the_projects_order() {
        let all: Vec<Str> = ["en", "de", "fr", "pl", "it"].map(Str::from).to_vec();
        let shown = |wanted: &[&str], fitting| {
            let wanted: Vec<Str> = wanted.iter().map(|tag| Str::from(*tag)).collect();
            shown(|| all.iter(), &wanted, fitting).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(shown(&[], 9), ["en", "de", "fr", "pl", "it"]);
        assert_eq!(shown(&[], 3), ["en", "de", "fr"]);
        assert_eq!(shown(&["it", "en"], 3), ["en", "de", "it"]);
        assert_eq!(shown(&["gone", "pl"], 2), ["en", "pl"]);
        assert_eq!((fitting(488.0), fitting(742.0), fitting(0.0)), (4, 7, 2));
    }
}
