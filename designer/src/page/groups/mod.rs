//! The page *Groups*: what people do in the plant, and so which rights they have and where.

mod change;
mod list;
mod pane;

use iced::widget::{column, container};
use iced::Element;
use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Step};
use keyholder_shared::model::{Group, User};
use keyholder_shared::{Id, Str, create, name};

use crate::app::{Action, Context, Place, Question, Spot};
use crate::command::Command;
use crate::dialog::rights;
use crate::page::Page;
use crate::page::typing::Typing;
use crate::ui::table::{self, Happened};
use crate::ui::{Icon, size};
pub use change::Field;
use list::List;

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    pub(super) table: table::State<Id>,
    list: List,
    typing: Typing<(Id, Field, Str)>,
    /// The language in which names and descriptions are shown.
    lang: Str,
    /// A group was just made: its name waits to be typed.
    made: Option<Id>,
    /// The first members of the chosen group, and what they were found for.
    members: Vec<Id>,
    members_of: Option<(Id, u64)>,
    /// What is typed to find a new member, and who answers it.
    member: String,
    candidates: Vec<Id>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            table: table::State::new("groups"),
            list: List::default(),
            typing: Typing::default(),
            lang: Str::default(),
            made: None,
            members: Vec::new(),
            members_of: None,
            member: String::new(),
            candidates: Vec::new(),
        }
    }
}

/// What happens on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the table.
    Table(table::Message),
    /// In the field to search with.
    Search(String),
    /// A command of a button.
    Run(Command),
    /// To a place in the project.
    Go(Place),
    /// The language in which names and descriptions are shown.
    Lang(Str),
    /// A key in a field of the chosen group.
    Type(Field, String),
    /// The chosen groups count in an area, or no longer.
    Area(Id, bool),
    /// A user joins the chosen group, or leaves it.
    Member(Id, bool),
    /// A key in the field to find a new member with.
    SearchMember(String),
    /// The first of those found joins.
    FirstMember,
    /// One more counterpart in a directory service.
    AddExternal,
    /// One less.
    RemoveExternal(usize),
}

/// What a right click on a row offers.
const MENU: [Command; 6] = [
    Command::Add,
    Command::Rename,
    Command::Duplicate,
    Command::EditRights,
    Command::SelectAll,
    Command::Delete,
];
/// The field to search with.
pub(super) const SEARCH: &str = "groups-search";
/// The field of the group's name.
pub(super) const NAME: &str = "groups-name-field";
/// That of the description.
const DESCRIPTION: &str = "groups-description-field";
/// The button that leads to the rights.
const RIGHTS: &str = "groups-rights-button";
/// The list of areas to add one.
const AREAS: &str = "groups-areas-list";
/// The field to find a new member with.
const MEMBER: &str = "groups-member-field";
/// The field of the last counterpart's name.
const EXTERNAL: &str = "groups-external-field";
/// So many members are shown; the rest is a number.
const SHOWN: usize = 24;
/// So many users are offered as new members.
const OFFERED: usize = 6;

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        let document = context.document;
        self.table.recall(context.columns);
        self.table.prepare(&list::columns(context.tr));
        self.table.expect(context.table_size().height);
        if self.list.refresh(context, self.table.sort) {
            self.table.selection.keep(|id| document.group(id).is_some());
        }
        let languages = &document.definitions().languages;
        if !languages.list.iter().any(|language| language.tag == self.lang) {
            self.lang = context.spoken();
        }
        let wanted = self.table.selection.single().map(|id| (id, document.draft().users_revision()));
        if wanted != self.members_of {
            if wanted.map(|(id, _)| id) != self.members_of.map(|(id, _)| id) {
                self.member.clear();
                self.candidates.clear();
            }
            self.members_of = wanted;
            self.members = wanted.map_or_else(Vec::new, |(id, _)| first_members(id, context));
        }
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        // That the table tells how far it is scrolled, now that it has one row more, is nobody's doing.
        if !matches!(message, Message::Type(Field::Name, _) | Message::Table(table::Message::Scrolled(..) | table::Message::Follow)) {
            self.made = None;
        }
        match message {
            Message::Table(message) => {
                let list = &self.list;
                let group = |row| context.document.group(list.id(row)?);
                let name = |row| group(row).map(|group| name::fold(context.text(&group.name)));
                let listed = table::Listed { rows: list.len(), key: |row| list.id(row), name, now: context.now };
                let (happened, task) = self.table.update(message, listed);
                Action::Perform(task).and(self.happened(happened))
            }
            Message::Search(search) => {
                self.list.search = search;
                Action::Perform(self.table.to_top())
            }
            Message::Run(command) => Action::Run(command),
            Message::Go(place) => Action::Go(place),
            Message::Lang(lang) => {
                self.lang = lang;
                Action::None
            }
            Message::Type(field, text) => {
                let text = crate::ui::field::cut(text, field.limit());
                let Some(group) = self.chosen_group(context) else { return Action::None };
                let lang = match field {
                    Field::Name | Field::Description => self.lang.clone(),
                    Field::Provider(_) | Field::External(_) => Str::default(),
                };
                self.typing.note((group.id, field, lang.clone()), &text);
                let mut step = change::typed(group, field, &text, &lang, context.text(&group.name));
                if self.made == Some(group.id) {
                    // Still the same step as making the group.
                    step.label.action = Done::Add;
                }
                Action::Edit(step).and(Action::Perform(table::State::<Id>::follow(Message::Table)))
            }
            Message::Area(area, is) => {
                let groups = self.chosen_groups(context);
                let edits = groups.iter().filter_map(|group| change::in_area(group, area, is)).collect();
                Action::Edit(step(Done::Change, &groups, edits, context))
            }
            Message::Member(user, is) => self.member(user, is, context),
            Message::SearchMember(typed) => {
                self.member = typed;
                self.candidates = self.find_candidates(context);
                Action::None
            }
            Message::FirstMember => match self.candidates.first() {
                Some(user) => self.member(*user, true, context),
                None => Action::None,
            },
            Message::AddExternal => {
                let focus = Action::Perform(iced::widget::operation::focus(EXTERNAL));
                self.change(context, change::with_external).and(focus)
            }
            Message::RemoveExternal(index) => self.change(context, |group| change::without_external(group, index)),
        }
    }

    fn happened(&mut self, happened: Happened<Id>) -> Action<Message> {
        match happened {
            Happened::Menu(at) => Action::Menu(at, MENU.into()),
            Happened::Resized => Action::Columns(self.table.id(), self.table.widths().to_vec()),
            Happened::Opened(_) => Action::Run(Command::EditRights),
            Happened::Nothing | Happened::Chosen | Happened::Sorted => Action::None,
        }
    }

    fn change(&self, context: Context<'_>, change: impl Fn(&Group) -> Change) -> Action<Message> {
        let Some(group) = self.chosen_group(context) else { return Action::None };
        Action::Edit(step(Done::Change, &[group], vec![Edit::Change(group.id, change(group))], context))
    }

    fn member(&mut self, user: Id, is: bool, context: Context<'_>) -> Action<Message> {
        let Some(group) = self.chosen_group(context) else { return Action::None };
        if is {
            self.member.clear();
            self.candidates.clear();
        }
        let edit = Edit::Change(user, Change::Member { group: group.id, is });
        Action::Edit(step(Done::Membership, &[group], vec![edit], context))
    }

    /// The first users who answer what is typed and are no members yet.
    fn find_candidates(&self, context: Context<'_>) -> Vec<Id> {
        let wanted = name::fold(&self.member);
        let Some(group) = self.table.selection.single().filter(|_| !wanted.is_empty()) else { return Vec::new() };
        let answers = |user: &&User| {
            !user.is_member_of(group)
                && [&user.name, &user.full_name].into_iter().any(|text| name::fold(text).contains(wanted.as_str()))
        };
        context.document.users().iter().filter(answers).take(OFFERED).map(|user| user.id).collect()
    }

    /// The chosen group, if it is one.
    fn chosen_group<'a>(&self, context: Context<'a>) -> Option<&'a Group> {
        context.document.group(self.table.selection.single()?)
    }

    /// The chosen groups, in the order of the file.
    fn chosen_groups<'a>(&self, context: Context<'a>) -> Vec<&'a Group> {
        let groups = context.document.definitions().groups.iter();
        groups.filter(|group| self.table.selection.contains(group.id)).collect()
    }

    /// How many of these groups are listed.
    fn listed_of(&self, groups: &[&Group]) -> usize {
        groups.iter().filter(|group| self.list.row_of(group.id).is_some()).count()
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let head = self.head(context);
        let rows = self.list.len();
        if rows == 0 {
            let (icon, title, says) = if document.definitions().groups.is_empty() {
                (Icon::UsersRound, "groups-empty", "groups-empty-text")
            } else {
                (Icon::FilterX, "groups-none", "groups-none-text")
            };
            return column![head, ui.rule(), ui.ground(ui.empty(icon, tr.get(title), tr.get(says), None))].into();
        }
        let table = table::Table {
            state: &self.table,
            columns: list::columns(tr),
            rows,
            size: context.table_size(),
            ground: table::Ground::Window,
            map: Message::Table,
        };
        let cells = |row| self.list.cells(row, context);
        column![head, ui.rule(), table.view(ui, |row| self.list.id(row), cells)].into()
    }

    fn head<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let button = |command: Command, label: &'a str| {
            let offer = self.offers(command, context).unwrap_or(Ok(())).map(|()| Message::Run(command));
            let icon = command.entry().map_or(Icon::Command, |entry| entry.icon);
            let keys = command.keys().map(|keys| keys.label(tr.language()));
            ui.button(tr.get(label)).icon(icon).on_press_or(offer).shortcut(keys)
        };
        let left = vec![
            button(Command::Add, "groups-new").primary(),
            button(Command::Duplicate, "command-duplicate").known(),
            button(Command::Delete, "command-delete").known(),
            button(Command::EditRights, "command-edit-rights"),
        ];
        let placeholder = tr.count("groups-search", document.definitions().groups.len());
        let search = ui.search(SEARCH, &placeholder, &self.list.search, Message::Search);
        ui.page_head(tr.get("page-groups"), None, vec![ui.tools(left, size::SIDEBAR)], vec![container(search).width(size::SIDEBAR).into()])
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, context: Context<'a>) -> Option<Element<'a, Message>> {
        let Context { ui, tr, .. } = context;
        Some(match (self.chosen_group(context), self.table.selection.is_empty()) {
            (Some(group), _) => pane::one(self, group, context),
            (None, false) => {
                let groups = self.chosen_groups(context);
                pane::several(&groups, self.listed_of(&groups), context)
            }
            (None, true) => {
                ui.empty(Icon::UsersRound, tr.get("groups-choose"), tr.get("groups-choose-text"), None)
            }
        })
    }

    /// Whether the page does the command.
    pub fn offers(&self, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
        let no = |key: &str| Err(context.tr.get(key).to_owned());
        let chosen = &self.table.selection;
        Some(match command {
            Command::Find | Command::SelectAll | Command::Add => Ok(()),
            Command::Rename | Command::EditRights | Command::Duplicate | Command::Delete if chosen.is_empty() => {
                no("groups-choose-first")
            }
            Command::Rename | Command::EditRights if chosen.len() > 1 => no("groups-choose-one"),
            Command::Delete if self.chosen_groups(context).iter().any(|group| group.administrators) => {
                no("refused-administrators")
            }
            Command::Rename | Command::EditRights | Command::Duplicate | Command::Delete => Ok(()),
            _ => return None,
        })
    }

    /// Does a command.
    pub fn run(&mut self, command: Command, context: Context<'_>) -> Action<Message> {
        match command {
            Command::Find => Action::focus(SEARCH),
            Command::Rename => Action::focus(NAME),
            Command::SelectAll => self.update(Message::Table(table::Message::All), context),
            Command::Add => self.add(context),
            Command::Duplicate => self.duplicate(context),
            Command::Delete => self.delete(context),
            Command::EditRights => {
                let dialog = self.chosen_group(context).and_then(|group| rights::State::new(group.id, context));
                dialog.map_or(Action::None, Action::open)
            }
            _ => Action::None,
        }
    }

    fn add(&mut self, context: Context<'_>) -> Action<Message> {
        let Ok(id) = context.services.chance.id() else { return Action::no_chance(context.tr) };
        let draft = context.document.draft();
        let word = context.tr.get("groups-new-name");
        let Some(object) = create::new_thing(draft, Kind::Group, id, word, "", None) else { return Action::None };
        self.list.search.clear();
        self.made = Some(id);
        self.lang = context.document.definitions().languages.default.clone();
        let step = Step::one(Done::Add, Kind::Group, word, Edit::add(object));
        // Typing the name is no step of its own.
        let step = step.merged(change::merge_key(id, Field::Name, &self.lang));
        Action::Edit(step).and(Action::Go(Place::of(Page::Groups, id).at("Name", None)))
    }

    fn duplicate(&mut self, context: Context<'_>) -> Action<Message> {
        let groups = self.chosen_groups(context);
        // The copies are made in a draft of their own, so that each gets a name the others leave free.
        let mut beside = context.document.draft().clone();
        let mut edits = Vec::with_capacity(groups.len());
        let mut copies = Vec::with_capacity(groups.len());
        for group in &groups {
            let Ok(id) = context.services.chance.id() else { return Action::no_chance(context.tr) };
            let Some(object) = create::copy(&beside, group.id, &mut || id) else { continue };
            let edit = Edit::add(object);
            if beside.apply(edit.clone()).is_ok() {
                edits.push(edit);
                copies.push(id);
            }
        }
        self.table.selection.all(copies);
        Action::Edit(step(Done::Copy, &groups, edits, context)).and(Action::Perform(table::State::<Id>::follow(Message::Table)))
    }

    fn delete(&mut self, context: Context<'_>) -> Action<Message> {
        let groups = self.chosen_groups(context);
        let edits = groups.iter().map(|group| Edit::Remove(group.id)).collect();
        let deletion = Action::Edit(step(Done::Remove, &groups, edits, context));
        let Context { tr, document, .. } = context;
        let (count, name) = (groups.len(), groups.first().map_or("", |group| context.text(&group.name)));
        let members: usize = groups.iter().map(|group| document.draft().member_count(group.id)).sum();
        let lines = match groups.as_slice() {
            [group] => {
                let uses = document.draft().uses(group.id);
                let mut names: Vec<String> =
                    uses.iter().filter_map(|used| document.user(used.by)).map(|user| user.name.to_string()).collect();
                names.sort_by_cached_key(|user| name::order(user));
                names
            }
            groups => groups
                .iter()
                .map(|group| {
                    let members = tr.count("groups-member-count", document.draft().member_count(group.id));
                    format!("{} – {members}", tr.apart(context.text(&group.name)))
                })
                .collect(),
        };
        let mut text = tr.count("groups-delete-text", members);
        // To lose a denial is to gain what another group assigns.
        if members > 0 && groups.iter().any(|group| group.rights.iter().any(|right| right.denied)) {
            text = format!("{text} {}", tr.get("groups-delete-denied"));
        }
        let question = Question {
            title: tr.with("groups-delete-title", &[("count", count.into()), ("name", name.into())]),
            text: context.with_hidden(text, count, self.listed_of(&groups)),
            lines,
            yes: tr.get("command-delete").to_owned(),
            danger: true,
        };
        Action::Ask(question, Box::new(deletion))
    }

    /// Chooses these groups.
    pub fn choose(&mut self, groups: Vec<Id>) -> Action<Message> {
        let listed = &self.list;
        Action::Perform(self.table.choose_all(groups, |groups| table::first(groups, |id| listed.row_of(id))))
    }

    /// Leads to a group.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        if self.list.row_of(object).is_none() {
            self.list.search.clear();
        }
        self.refresh(context);
        let row = self.list.row_of(object);
        Action::Perform(self.table.choose(object, row))
    }

    /// Shows a field of the chosen group, and names it.
    pub fn field(&mut self, spot: &Spot, context: Context<'_>) -> Option<iced::widget::Id> {
        self.chosen_group(context)?;
        let name = match spot.field {
            "Name" => NAME,
            "Description" => DESCRIPTION,
            "Right" => RIGHTS,
            "Area" => AREAS,
            "ExternalGroup" => EXTERNAL,
            _ => return None,
        };
        self.lang = spot.lang.as_ref().and_then(|lang| context.language(lang)).unwrap_or(self.lang.clone());
        Some(name.into())
    }
}

/// The first members of a group in the order of the file, by name.
fn first_members(group: Id, context: Context<'_>) -> Vec<Id> {
    let draft = context.document.draft();
    let mut slots: Vec<usize> = draft.members(group).filter_map(|id| draft.slot(id)).collect();
    if slots.len() > SHOWN {
        slots.select_nth_unstable(SHOWN);
        slots.truncate(SHOWN);
    }
    let mut users: Vec<&User> = slots.into_iter().filter_map(|slot| draft.users().get(slot)).collect();
    users.sort_by_cached_key(|user| name::order(&user.name));
    users.into_iter().map(|user| user.id).collect()
}

/// A step about these groups.
fn step(action: Done, groups: &[&Group], edits: Vec<Edit>, context: Context<'_>) -> Step {
    let name = groups.first().map_or("", |group| context.text(&group.name));
    Step::new(action, Kind::Group, groups.len(), name, edits)
}
