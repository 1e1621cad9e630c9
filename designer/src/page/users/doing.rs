//! What the commands of the page do.

use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Object, Step};
use keyholder_shared::{Id, create, name};

use super::change::{self, Field};
use super::{Message, NAME, SORTED, State, rows, step};
use crate::app::{Action, Context, Question};
use crate::ui::table;

impl State {
    pub(super) fn add(&mut self, context: Context<'_>) -> Action<Message> {
        let Ok(id) = context.services.chance.id() else { return Action::no_chance(context.tr) };
        let draft = context.document.draft();
        let mut user = create::new_user(draft, id, context.tr.get("users-new-name"));
        user.must_change_password = true;
        user.language = context.document.definitions().languages.default.clone();
        // A new user joins the group that is looked at.
        user.groups.extend(self.list.group.map(Into::into));
        let name = user.name.clone();
        self.list.search.clear();
        self.table.selection.only(id);
        self.made = Some(id);
        let step = Step::one(Done::Add, Kind::User, &name, Edit::add_user(user));
        // Typing the name is no step of its own.
        Action::Edit(step.merged(change::merge_key(id, Field::Name))).and(Action::focus(NAME))
    }

    pub(super) fn duplicate(&mut self, context: Context<'_>) -> Action<Message> {
        let draft = context.document.draft();
        let users = self.chosen_users(context);
        let mut failed = false;
        let mut new_id = || {
            context.services.chance.id().unwrap_or_else(|_| {
                failed = true;
                Id::from_u128(0)
            })
        };
        // The copies are made in a draft of their own, so that each gets a name the others leave free.
        let mut beside = draft.clone();
        let mut edits = Vec::new();
        let mut copies = Vec::new();
        for user in &users {
            let Some(copy) = create::copy(&beside, user.id, &mut new_id) else { continue };
            let edit = Edit::add(copy);
            if let Edit::Add { object: Object::User(user), .. } = &edit {
                copies.push(user.id);
            }
            if beside.apply(edit.clone()).is_ok() {
                edits.push(edit);
            }
        }
        if failed {
            return Action::no_chance(context.tr);
        }
        self.table.selection.all(copies);
        Action::Edit(step(Done::Copy, &users, edits)).and(Action::Perform(table::State::<Id>::follow(Message::Table)))
    }

    pub(super) fn delete(&mut self, context: Context<'_>) -> Action<Message> {
        let users = self.chosen_users(context);
        let edits = users.iter().map(|user| Edit::Remove(user.id)).collect();
        let deletion = Action::Edit(step(Done::Remove, &users, edits));
        let tr = context.tr;
        // In order of their names; a list that is longer than anyone reads stays as it is.
        let mut users = users;
        if users.len() <= SORTED {
            users.sort_by_cached_key(|user| name::order(&user.name));
        }
        let lines = users.iter().map(|user| {
            let used = rows::groups(user, context);
            let (name, full_name, groups) = (tr.apart(&user.name), tr.apart(&user.full_name), tr.apart(&used));
            match (full_name.is_empty(), groups.is_empty()) {
                (true, true) => user.name.to_string(),
                (false, true) => format!("{name} – {full_name}"),
                (true, false) => format!("{name} ({groups})"),
                (false, false) => format!("{name} – {full_name} ({groups})"),
            }
        });
        let question = Question {
            title: tr.with("users-delete-title", &[
                ("count", users.len().into()),
                ("name", users.first().map_or("", |user| &user.name).into()),
            ]),
            text: context.with_hidden(rows::delete_text(&users, context), users.len(), self.listed_chosen(context)),
            lines: lines.collect(),
            yes: tr.get("command-delete").to_owned(),
            danger: true,
        };
        Action::Ask(question, Box::new(deletion))
    }

    pub(super) fn replace(&mut self, context: Context<'_>) -> Action<Message> {
        let users = self.chosen_users(context);
        let mut edits = Vec::with_capacity(users.len());
        for user in &users {
            let Ok(id) = context.services.chance.id() else { return Action::no_chance(context.tr) };
            edits.push(Edit::Change(user.id, Change::Identity(id)));
        }
        let tr = context.tr;
        let question = Question {
            title: tr.with("users-replace-title", &[
                ("count", users.len().into()),
                ("name", users.first().map_or("", |user| &user.name).into()),
            ]),
            text: context.with_hidden(
                tr.count("users-replace-text", users.len()),
                users.len(),
                self.listed_chosen(context),
            ),
            lines: users.iter().map(|user| user.name.to_string()).collect(),
            yes: tr.get("users-replace-yes").to_owned(),
            danger: false,
        };
        Action::Ask(question, Box::new(Action::Edit(step(Done::Replace, &users, edits))))
    }
}
