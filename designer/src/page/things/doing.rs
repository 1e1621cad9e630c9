//! What the commands and fields of a page of things change.

use keyholder_shared::create;
use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Object, Step, TextField, UsedAs};
use keyholder_shared::model::{Area, Client, Definitions};
use keyholder_shared::{Id, name};

use super::rows::{right, texts};
use super::{Field, Message, Shift, State, Which, step};
use crate::app::{Action, Context, Place, Question};
use crate::ui::field::cut;
use crate::ui::{Tone, table};

impl<W: Which> State<W> {
    pub(super) fn typed(&mut self, field: Field, text: &str, context: Context<'_>) -> Action<Message> {
        let Some(id) = self.chosen() else { return Action::None };
        let Some(kind) = context.document.draft().kind(id) else { return Action::None };
        let text = cut(text.to_owned(), field.limit());
        let lang = self.lang.clone();
        self.typing.note((id, field, lang.clone()), &text);
        let (action, edit) = match field {
            // Still the same step as making it.
            Field::Name if self.made == Some(id) => (Done::Add, Edit::text(id, TextField::Name, &lang, &text)),
            Field::Name => (Done::Rename, Edit::text(id, TextField::Name, &lang, &text)),
            Field::Description => (Done::Change, Edit::text(id, TextField::Description, &lang, &text)),
            Field::Key => (Done::Change, Edit::Change(id, Change::Key(text.as_str().into()))),
        };
        let called = match text.trim() {
            name if field == Field::Name && !name.is_empty() => name,
            _ => called(id, kind, context),
        };
        let step = Step::one(action, kind, called, edit);
        Action::Edit(step.merged(merge_key(id, field, &lang)))
    }

    pub(super) fn add(&mut self, context: Context<'_>) -> Action<Message> {
        let tr = context.tr;
        let Ok(id) = context.services.chance.id() else { return Action::no_chance(context.tr) };
        let draft = context.document.draft();
        let word = tr.get(W::WORDS.new_name);
        let mut edits = Vec::new();
        let within = if W::KIND == Kind::Right {
            match self.right_group_to_add_to(context.document.definitions()) {
                Some(group) => Some(group),
                // A right needs a right group; the first one comes along.
                None => {
                    let Ok(group) = context.services.chance.id() else { return Action::no_chance(context.tr) };
                    let name = tr.get("rights-new-group-name");
                    edits.extend(create::new_thing(draft, Kind::RightGroup, group, name, "", None).map(Edit::add));
                    Some(group)
                }
            }
        } else {
            None
        };
        let Some(object) = create::new_thing(draft, W::KIND, id, word, "new.right", within) else {
            return Action::None;
        };
        edits.push(Edit::add(object));
        self.added(id, Step::new(Done::Add, W::KIND, 1, word, edits), context)
    }

    pub(super) fn add_right_group(&mut self, context: Context<'_>) -> Action<Message> {
        let Ok(id) = context.services.chance.id() else { return Action::no_chance(context.tr) };
        let name = context.tr.get("rights-new-group-name");
        let group = create::new_thing(context.document.draft(), Kind::RightGroup, id, name, "", None);
        let edits = group.into_iter().map(Edit::add).collect();
        self.added(id, Step::new(Done::Add, Kind::RightGroup, 1, name, edits), context)
    }

    /// Leads to the name of what is new; typing it is no step of its own.
    fn added(&mut self, id: Id, step: Step, context: Context<'_>) -> Action<Message> {
        self.search.clear();
        self.made = Some(id);
        self.lang = context.document.definitions().languages.default.clone();
        let step = step.merged(merge_key(id, Field::Name, &self.lang));
        Action::Edit(step).and(Action::Go(Place::of(W::PAGE, id).at("Name", None)))
    }

    /// The right group of what is chosen, or the last one that is not built in.
    fn right_group_to_add_to(&self, definitions: &Definitions) -> Option<Id> {
        let is = |id: Id| {
            let group = definitions.right_groups.iter().find(|group| group.id == id);
            group.or_else(|| right(definitions, id).map(|(group, _)| group))
        };
        let chosen = self.table.selection.reached().or(self.chosen()).and_then(is).filter(|group| !group.system);
        chosen.or_else(|| definitions.right_groups.iter().rev().find(|group| !group.system)).map(|group| group.id)
    }

    pub(super) fn duplicate(&mut self, context: Context<'_>) -> Action<Message> {
        let chosen = self.whole_chosen(context);
        // The copies are made in a draft of their own, so that each gets a name that the others leave free.
        let mut beside = context.document.draft().clone();
        let mut edits = Vec::new();
        let mut copies = Vec::new();
        let mut failed = false;
        for id in &chosen {
            let mut new_id = || {
                context.services.chance.id().unwrap_or_else(|_| {
                    failed = true;
                    *id
                })
            };
            let Some(mut copy) = create::copy(&beside, *id, &mut new_id) else { continue };
            // What is built in has rights that stay in System; a copy of one goes elsewhere.
            if let Object::Right { within, .. } = &mut copy
                && super::rows::built_in(*within, context.document).is_some()
            {
                match self.right_group_to_add_to(beside.definitions()) {
                    Some(group) => *within = group,
                    None => return Action::Tell(Tone::Neutral, context.tr.get("rights-group-first").to_owned()),
                }
            }
            copies.push(copy.id());
            let edit = Edit::add(copy);
            if beside.apply(edit.clone()).is_ok() {
                edits.push(edit);
            }
        }
        if failed {
            return Action::no_chance(context.tr);
        }
        let Some((kind, name)) = first(&chosen, context) else { return Action::None };
        self.table.selection.all(copies);
        let step = Step::new(Done::Copy, kind, edits.len(), name, edits);
        Action::Edit(step).and(Action::Perform(table::State::<Id>::follow(Message::Table)))
    }

    pub(super) fn delete(&mut self, context: Context<'_>) -> Action<Message> {
        let tr = context.tr;
        let draft = context.document.draft();
        let chosen = self.whole_chosen(context);
        let Some((kind, name)) = first(&chosen, context) else { return Action::None };
        let mut lines = Vec::new();
        for id in &chosen {
            let mut uses = draft.uses(*id);
            // Groups stand in the order of the matrix, people in that of their names.
            uses.sort_by_cached_key(|used| match used.kind {
                Kind::User => context.document.user(used.by).map(|user| keyholder_shared::name::order(&user.name)),
                _ => None,
            });
            for used in uses {
                let by = match used.kind {
                    Kind::User => context.document.user(used.by).map_or("", |user| &user.name),
                    _ => context.group_name(used.by),
                };
                let key = match used.used_as {
                    UsedAs::Membership => "things-member",
                    UsedAs::Denied => "rights-denied",
                    UsedAs::Area => "areas-one-of",
                    UsedAs::OnlyArea => "areas-only-warning",
                    _ => "rights-assigned",
                };
                lines.push(format!("{} – {}", tr.apart(by), tr.get(key)));
            }
        }
        // A right group takes its rights along.
        let within = |id: &Id| context.document.definitions().right_groups.iter().find(|group| group.id == *id);
        let groups: Vec<usize> = chosen.iter().filter_map(within).map(|group| group.rights.len()).collect();
        let rights = (!groups.is_empty()).then(|| chosen.len() - groups.len() + groups.iter().sum::<usize>());
        let title = match rights {
            None => tr.with(W::WORDS.delete_title, &[("count", chosen.len().into()), ("name", name.into())]),
            Some(rights) if chosen.len() == 1 => {
                tr.with("rights-delete-group-title", &[("count", rights.into()), ("name", name.into())])
            }
            Some(rights) => {
                tr.with("rights-delete-groups-title", &[("count", rights.into()), ("groups", groups.len().into())])
            }
        };
        let text = if lines.is_empty() {
            tr.get("things-unused-text").to_owned()
        } else {
            tr.count(W::WORDS.delete_text, rights.unwrap_or(chosen.len()))
        };
        let edits = chosen.iter().map(|id| Edit::Remove(*id)).collect();
        let question = Question {
            title,
            text: context.with_hidden(text, chosen.len(), self.listed_of(chosen.iter().copied())),
            lines,
            yes: tr.get("command-delete").to_owned(),
            danger: true,
        };
        let deletion = Step::new(Done::Remove, kind, chosen.len(), name, edits);
        Action::Ask(question, Box::new(Action::Edit(deletion)))
    }

    /// The chosen things; of a chosen right group's rights none by themselves, as they go and come with it.
    fn whole_chosen(&self, context: Context<'_>) -> Vec<Id> {
        let chosen = self.all_chosen(context);
        let definitions = context.document.definitions();
        let with_group = |id: &Id| right(definitions, *id).is_some_and(|(group, _)| chosen.contains(&group.id));
        chosen.iter().copied().filter(|id| !with_group(id)).collect()
    }

    pub(super) fn move_within(&self, group: Id, context: Context<'_>) -> Action<Message> {
        let Some(id) = self.chosen() else { return Action::None };
        let edit = Edit::Move { id, within: Some(group), place: usize::MAX };
        step(Done::Move, Kind::Right, called(id, Kind::Right, context), edit)
    }

    pub(super) fn shift(&self, shift: Shift, context: Context<'_>) -> Action<Message> {
        let definitions = context.document.definitions();
        let Some(id) = self.chosen() else { return Action::None };
        let Some(kind) = context.document.draft().kind(id) else { return Action::None };
        let place = match kind {
            Kind::Right => right(definitions, id).and_then(|(group, _)| group.rights.iter().position(|it| it.id == id)),
            Kind::RightGroup => definitions.right_groups.iter().position(|it| it.id == id),
            Kind::Area => definitions.areas.iter().position(|it| it.id == id),
            _ => definitions.notification_groups.iter().position(|it| it.id == id),
        };
        let to = match (place, shift) {
            (None | Some(0), Shift::Up) | (None, Shift::Down) => return Action::None,
            (Some(place), Shift::Up) => place - 1,
            (Some(place), Shift::Down) => place + 1,
        };
        step(Done::Move, kind, called(id, kind, context), Edit::Move { id, within: None, place: to })
    }

    pub(super) fn add_client(&mut self, context: Context<'_>) -> Action<Message> {
        let Some(area) = self.chosen_area(context) else { return Action::None };
        let client = name::tidy(&self.client).into_owned();
        let is = |other: &Client| name::fold(&other.name) == name::fold(&client);
        if client.is_empty() || area.clients.iter().any(is) {
            return Action::None;
        }
        let mut clients = area.clients.clone();
        clients.push(Client { name: client.into(), ..Client::default() });
        self.client.clear();
        step(Done::Change, Kind::Area, context.text(&area.name), Edit::Change(area.id, Change::Clients(clients)))
    }

    pub(super) fn remove_client(&self, client: &str, context: Context<'_>) -> Action<Message> {
        let Some(area) = self.chosen_area(context) else { return Action::None };
        let clients = area.clients.iter().filter(|other| other.name != client).cloned().collect();
        step(Done::Change, Kind::Area, context.text(&area.name), Edit::Change(area.id, Change::Clients(clients)))
    }

    fn chosen_area<'a>(&self, context: Context<'a>) -> Option<&'a Area> {
        let id = self.chosen()?;
        context.document.definitions().areas.iter().find(|area| area.id == id)
    }
}

/// The keystrokes in one field of one thing in one language are one step to undo.
fn merge_key(id: Id, field: Field, lang: &str) -> String {
    format!("thing-{field:?}-{id}-{lang}")
}

/// What a thing is called.
fn called<'a>(id: Id, kind: Kind, context: Context<'a>) -> &'a str {
    texts(context.document.definitions(), id, kind).map_or("", |(name, _)| context.text(name))
}

/// The kind and the name of the first of several things, for the name of a step.
fn first<'a>(chosen: &[Id], context: Context<'a>) -> Option<(Kind, &'a str)> {
    let id = *chosen.first()?;
    let kind = context.document.draft().kind(id)?;
    Some((kind, called(id, kind, context)))
}
