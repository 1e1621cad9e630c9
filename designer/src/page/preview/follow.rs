//! The preview follows the project: after a pause in the edits it is computed anew beside the window, from the files
//! that were read before. One computation at a time; what was asked for last counts.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyholder_shared::{Id, Str};
use rustc_hash::{FxHashMap, FxHashSet};

use super::load::{self, Look, Moment, Seen, Source};
use super::order::{Of, Orders, are_many};
use super::{Message, State};
use crate::app::{Action, Context, beside, let_go};

/// The pause after which a burst of edits is over.
const QUIET: Duration = Duration::from_millis(300);
/// What takes longer is told.
const LONG: Duration = Duration::from_millis(500);

/// A look that is under way.
#[derive(Debug)]
pub(super) struct UnderWay {
    turn: u64,
    /// It is told: it was asked for, or it takes long.
    told: Option<&'static str>,
}

/// How the preview follows.
#[derive(Debug, Default)]
pub(super) struct Follow {
    pub sources: Vec<Source>,
    /// What the project said when the machines were looked at.
    seen: Option<Moment>,
    /// A pause that is waited for, and what the project said at its beginning.
    pause: Option<Moment>,
    look: Option<UnderWay>,
    turns: u64,
}

impl Follow {
    /// The key of what is told of the look that is under way.
    pub fn told(&self) -> Option<&'static str> {
        self.look.as_ref().and_then(|look| look.told)
    }

    /// True while a look is under way.
    pub fn is_looking(&self) -> bool {
        self.look.is_some()
    }

    /// Adds the files that are not there yet.
    pub fn add(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            if self.sources.iter().all(|source| source.path != path) {
                self.sources.push(Source { path, file: None });
            }
        }
    }

    /// The file at `path` is read at the next look; every file without one.
    fn forget(&mut self, path: Option<&Path>) {
        for source in &mut self.sources {
            let lies_at = source.file.as_ref().map_or(source.path.as_path(), |file| file.path());
            if path.is_none_or(|path| path == lies_at) {
                source.file = None;
            }
        }
    }
}

impl State {
    /// The runtime files of the machines, to be watched.
    pub fn watched(&self) -> impl Iterator<Item = &Path> {
        self.follow.sources.iter().filter_map(|source| source.file.as_ref()).map(|file| file.path())
    }

    /// Begins beside the window what is needed: to wait for a pause in the edits, if the project is no longer what the machines were looked at with.
    pub fn follow(&mut self, context: Context<'_>) -> Action<Message> {
        self.follow_order(context).and(self.follow_project(context))
    }

    fn follow_project(&mut self, context: Context<'_>) -> Action<Message> {
        let now = load::moment(context);
        let follow = &mut self.follow;
        let idle = follow.look.is_none() && follow.pause.is_none();
        if !idle || follow.sources.is_empty() || follow.seen == Some(now) {
            return Action::None;
        }
        follow.pause = Some(now);
        let clock = Arc::clone(&context.services.clock);
        Action::Perform(beside(move || clock.rest(QUIET), |()| Message::Paused))
    }

    /// The pause is over: if nothing was edited in it, the machines are looked at.
    pub(super) fn paused(&mut self, context: Context<'_>) -> Action<Message> {
        let before = self.follow.pause.take();
        if before != Some(load::moment(context)) || self.follow.look.is_some() {
            // Where more was edited, the next pause is waited for.
            return Action::None;
        }
        let look = self.look(None, context);
        let (clock, turn) = (Arc::clone(&context.services.clock), self.follow.turns);
        look.and(Action::Perform(beside(move || clock.rest(LONG), move |()| Message::Long(turn))))
    }

    /// A look takes long, if it is still under way.
    pub(super) fn long(&mut self, turn: u64) {
        if let Some(look) = self.follow.look.as_mut().filter(|look| look.turn == turn) {
            look.told.get_or_insert("preview-following");
        }
    }

    /// Reads the machine's file again that lies at `path`, or all of them, and looks.
    pub(super) fn read_again(&mut self, path: Option<&Path>, context: Context<'_>) -> Action<Message> {
        self.follow.forget(path);
        self.look(path.is_none().then_some("work-reading"), context)
    }

    /// Looks at the machines with the project as it is now, beside the window. A look that is under way counts no
    /// longer.
    pub(super) fn look(&mut self, told: Option<&'static str>, context: Context<'_>) -> Action<Message> {
        let follow = &mut self.follow;
        follow.turns += 1;
        follow.look = Some(UnderWay { turn: follow.turns, told });
        let (sources, turn) = (follow.sources.clone(), follow.turns);
        let look = Look::new(sources, turn, self.wanted_sort().column, context);
        Action::Perform(beside(move || Arc::new(look.see()), Message::Looked))
    }

    /// Takes what was seen, if it is what was asked for last.
    pub(super) fn looked(&mut self, seen: &Arc<Seen>, context: Context<'_>) -> Action<Message> {
        let is_last = self.follow.look.as_ref().is_some_and(|look| look.turn == seen.turn);
        if !is_last || seen.project != context.document.draft().contents().id {
            return Action::None;
        }
        let (column, language) = (self.wanted_sort().column, context.tr.language());
        let orders = seen.orders.take();
        let are_wanted = orders.as_ref().map(Orders::of) == Some(Of::new(&seen.machines, column, language));
        if !are_wanted && are_many(&seen.machines) {
            // Others are wanted by now: they are made before the machines are shown.
            let seen = Arc::clone(seen);
            return Action::Perform(beside(move || Arc::new(seen.ordered(column, language)), Message::Looked));
        }
        let chosen = self.chosen_names();
        self.follow.look = None;
        self.follow.seen = Some(seen.moment);
        let read = std::mem::replace(&mut self.follow.sources, seen.sources.clone());
        let_go((read, std::mem::replace(&mut self.machines, Arc::clone(&seen.machines))));
        self.take_orders(orders, context);
        let last = self.machines.len().checked_sub(1);
        if self.machine_table.selection.single().is_none_or(|index| Some(index) > last) && last.is_some() {
            self.machine_table.selection.only(0);
        }
        self.choose_again(&chosen);
        let change = self.chosen_change().cloned();
        self.refresh(context);
        if self.chosen_change() != change.as_ref() {
            self.change_table.selection.clear();
        }
        Action::None
    }

    /// The chosen users of the machine: what was a place in the report before is another after the next look.
    fn chosen_names(&self) -> FxHashMap<usize, (Id, Str)> {
        let Some(merged) = self.machine().and_then(|machine| machine.merged()) else { return FxHashMap::default() };
        let named = |place: usize| Some((place, merged.report.users.get(place).map(|user| (user.id, user.name.clone()))?));
        self.user_table.selection.iter().filter_map(named).collect()
    }

    fn choose_again(&mut self, chosen: &FxHashMap<usize, (Id, Str)>) {
        let merged = self.machines.get(self.shown_machine()).and_then(|machine| machine.merged());
        let wanted: FxHashSet<(Id, &Str)> = chosen.values().map(|(id, name)| (*id, name)).collect();
        let mut places: FxHashMap<(Id, &Str), usize> = FxHashMap::default();
        if let Some(merged) = merged.filter(|_| !wanted.is_empty()) {
            let users = merged.report.users.iter().enumerate();
            let named = users.map(|(place, user)| ((user.id, &user.name), place));
            places.extend(named.filter(|(user, _)| wanted.contains(user)));
        }
        self.user_table.selection.renumber(|place| {
            let (id, name) = chosen.get(&place)?;
            places.get(&(*id, name)).copied()
        });
        self.count_chosen();
    }
}
