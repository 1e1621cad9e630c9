//! The page *Users*: who may log in, what is known of them, and which groups they belong to.

mod change;
mod doing;
mod list;
mod pane;
mod rows;

use iced::widget::{column, container};
use iced::Element;
use keyholder_shared::edit::{Action as Done, Edit, Kind, Step};
use keyholder_shared::model::User;
use keyholder_shared::{Id, Str, name};

use crate::app::{Action, Context, Parcel, Request, Spot, beside};
use crate::command::Command;
use crate::dialog::password;
use crate::document::Document;
use crate::i18n::Language;
use crate::page::typing::Typing;
use crate::ui::choice::Choice;
use crate::ui::table::{self, Happened, Sort};
use crate::ui::Icon;
pub use change::{Field, Flag};
use list::List;
pub use list::{Listed, Wanted};

/// What the page remembers.
#[derive(Debug)]
pub struct State {
    pub(super) table: table::State<Id>,
    list: List,
    typing: Typing<(Id, Field)>,
    /// The language in which descriptions are shown.
    lang: Str,
    /// A user was just made: its name waits to be typed.
    made: Option<Id>,
    /// The order that is being made beside the window.
    sorting: Option<Sort>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            table: table::State::new("users"),
            list: List::default(),
            typing: Typing::default(),
            lang: Str::default(),
            made: None,
            sorting: None,
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
    /// Only members of a group are listed, or everyone.
    Filter(Option<Id>),
    /// A command of a button.
    Run(Command),
    /// A key in a field of the chosen user.
    Type(Field, String),
    /// A box was ticked, or its tick taken out.
    Set(Flag, bool),
    /// The language the panel speaks to the chosen users.
    Language(Str),
    /// How the chosen users want to be told of things.
    Notify(Str),
    /// The list in that order was made.
    Sorted(Sort, Parcel<Listed>),
    /// The chosen users join or leave a group.
    Member(Id, bool),
    /// The chosen users join or leave a notification group.
    Notified(Id, bool),
    /// The language in which descriptions are shown.
    Lang(Str),
}

/// What a right click on a row offers.
const MENU: [Command; 8] = [
    Command::Rename,
    Command::Duplicate,
    Command::SetPassword,
    Command::Replace,
    Command::SelectAll,
    Command::ExportChosen,
    Command::Export,
    Command::Delete,
];
/// The field to search with.
pub(super) const SEARCH: &str = "users-search";
/// The field of the user's name.
pub(super) const NAME: &str = "users-name-field";
/// That of the full name.
const FULL_NAME: &str = "users-full-name-field";
const EMAIL: &str = "users-email-field";
/// That of the description.
const DESCRIPTION: &str = "users-description-field";
/// From so many users on the list is put into another order beside the window.
const MANY: usize = 10_000;
/// Of so many users a list to read is put in order.
const SORTED: usize = 1000;

impl State {
    /// Brings what is derived from the project up to date.
    pub fn refresh(&mut self, context: Context<'_>) {
        self.table.recall(context.columns);
        self.table.prepare(&rows::columns(context.tr));
        self.table.expect(context.table_size().height);
        if self.list.group.is_some_and(|group| context.document.group(group).is_none()) {
            // The group that was looked at is gone, and nobody could be listed.
            self.list.group = None;
        }
        if self.list.refresh(context, self.table.sort) {
            let document = context.document;
            self.table.selection.keep(|id| document.user(id).is_some());
        }
        let languages = &context.document.definitions().languages;
        if !languages.list.iter().any(|language| language.tag == self.lang) {
            self.lang = context.spoken();
        }
    }

    /// What is to be listed, for who makes the list beside the window.
    #[must_use]
    pub fn wanted(&self, language: Language) -> Wanted {
        self.list.wanted(self.table.sort, language)
    }

    /// Begins with a list of that project that was made beforehand; answers the one before it, which takes long to
    /// let go of.
    #[must_use]
    pub fn begin_with(&mut self, listed: Listed, document: &Document) -> Listed {
        self.table.selection.keep(|id| document.user(id).is_some());
        Listed::from(std::mem::replace(&mut self.list, List::from(listed)))
    }

    /// Does what a message asks.
    pub fn update(&mut self, message: Message, context: Context<'_>) -> Action<Message> {
        // That the table tells how far it is scrolled, now that it has one row more, is nobody's doing.
        if !matches!(message, Message::Type(Field::Name, _) | Message::Table(table::Message::Scrolled(..) | table::Message::Follow)) {
            self.made = None;
        }
        match message {
            Message::Table(table::Message::Sort(column)) if context.document.users().len() >= MANY => {
                self.sort_beside(column, context)
            }
            Message::Sorted(sort, listed) => {
                if let Some(listed) = listed.take().filter(|_| self.sorting == Some(sort)) {
                    self.sorting = None;
                    self.table.sort = sort;
                    self.list.go_on_with(listed);
                }
                Action::None
            }
            Message::Table(message) => {
                let list = &self.list;
                let key = |row| list.user(row, context.document).map(|user| user.id);
                let name = |row| list.user(row, context.document).map(|user| name::fold(&user.name));
                let listed = table::Listed { rows: list.len(), key, name, now: context.now };
                let (happened, task) = self.table.update(message, listed);
                Action::Perform(task).and(self.happened(happened))
            }
            Message::Search(search) => {
                self.list.search = search;
                Action::Perform(self.table.to_top())
            }
            Message::Filter(group) => {
                self.list.group = group;
                Action::Perform(self.table.to_top())
            }
            Message::Run(command) => Action::Run(command),
            Message::Lang(lang) => {
                self.lang = lang;
                Action::None
            }
            Message::Type(field, text) => {
                let text = crate::ui::field::cut(text, field.limit());
                let Some(user) = self.chosen_user(context) else { return Action::None };
                self.typing.note((user.id, field), &text);
                let mut step = change::typed(user, field, &text, &self.lang);
                if self.made == Some(user.id) {
                    // Still the same step as making the user.
                    step.label.action = Done::Add;
                }
                Action::Edit(step).and(Action::Perform(table::State::<Id>::follow(Message::Table)))
            }
            Message::Set(flag, to) => self.change_all(context, |_| flag.change(to)),
            Message::Language(tag) => self.change_all(context, |_| change::language(&tag)),
            Message::Notify(way) => self.change_all(context, |_| change::notify(&way)),
            Message::Member(group, is) => self.change_members(context, |user| change::member(user, group, is)),
            Message::Notified(group, is) => self.change_members(context, |user| change::notified(user, group, is)),
        }
    }

    /// Puts very many users into the order of that column, beside the window. Until that is done the list is what its head
    /// says it is; a press that comes earlier is about the order that is being made.
    fn sort_beside(&mut self, column: usize, context: Context<'_>) -> Action<Message> {
        let sort = self.sorting.unwrap_or(self.table.sort).pressed(column);
        self.sorting = Some(sort);
        let made = Listed::later(context.document.draft(), self.list.wanted(sort, context.tr.language()));
        Action::Perform(beside(made, move |listed| Message::Sorted(sort, Parcel::new(listed))))
    }

    fn happened(&mut self, happened: Happened<Id>) -> Action<Message> {
        match happened {
            Happened::Menu(at) => Action::Menu(at, MENU.into()),
            Happened::Resized => Action::Columns(self.table.id(), self.table.widths().to_vec()),
            Happened::Opened(_) => Action::focus(NAME),
            Happened::Nothing | Happened::Chosen | Happened::Sorted => Action::None,
        }
    }

    fn change_all(
        &self,
        context: Context<'_>,
        change: impl Fn(&User) -> keyholder_shared::edit::Change,
    ) -> Action<Message> {
        let users = self.chosen_users(context);
        let edits = users.iter().map(|user| Edit::Change(user.id, change(user))).collect();
        Action::Edit(step(Done::Change, &users, edits))
    }

    fn change_members(&self, context: Context<'_>, change: impl Fn(&User) -> Option<Edit>) -> Action<Message> {
        let users = self.chosen_users(context);
        let edits = users.iter().filter_map(|user| change(user)).collect();
        Action::Edit(step(Done::Membership, &users, edits))
    }

    /// The chosen user, if it is one.
    fn chosen_user<'a>(&self, context: Context<'a>) -> Option<&'a User> {
        context.document.user(self.table.selection.single()?)
    }

    /// The chosen users, in the order of the file.
    fn chosen_users<'a>(&self, context: Context<'a>) -> Vec<&'a User> {
        let draft = context.document.draft();
        let mut slots: Vec<usize> = self.table.selection.iter().filter_map(|id| draft.slot(id)).collect();
        slots.sort_unstable();
        slots.into_iter().filter_map(|slot| draft.users().get(slot)).collect()
    }

    /// How many of the chosen users are listed.
    fn listed_chosen(&self, context: Context<'_>) -> usize {
        if self.list.is_whole() {
            return self.table.selection.len();
        }
        let listed = (0..self.list.len()).filter_map(|row| self.list.user(row, context.document));
        listed.filter(|user| self.table.selection.contains(user.id)).count()
    }

    fn is_listed(&self, user: Id, context: Context<'_>) -> bool {
        self.list.is_whole() || self.list.row_of(user, context.document).is_some()
    }

    /// The middle of the window.
    pub fn view<'a>(&'a self, context: Context<'a>) -> Element<'a, Message> {
        let Context { ui, tr, document, .. } = context;
        let rows = self.list.len();
        let head = self.head(context);
        if rows == 0 {
            let (icon, title, says) = if document.users().is_empty() {
                (Icon::Users, "users-empty", "users-empty-text")
            } else {
                (Icon::FilterX, "users-none", "users-none-text")
            };
            let all = ui.button(tr.get("users-show-all")).on_press(Message::Filter(None)).into();
            let action = self.list.group.is_some().then_some(all);
            return column![head, ui.rule(), ui.ground(ui.empty(icon, tr.get(title), tr.get(says), action))].into();
        }
        let table = table::Table {
            state: &self.table,
            columns: rows::columns(tr),
            rows,
            size: context.table_size(),
            ground: table::Ground::Window,
            map: Message::Table,
        };
        let key = |row| self.list.user(row, document).map(|user| user.id);
        let cells = |row| self.list.user(row, document).map_or_else(Vec::new, |user| rows::cells(user, context));
        column![head, ui.rule(), table.view(ui, key, cells)].into()
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
            button(Command::Add, "users-new").primary(),
            button(Command::Duplicate, "command-duplicate").known(),
            button(Command::Delete, "command-delete").known(),
            button(Command::SetPassword, "users-set-password"),
        ];
        // Where there is little room, the filter still shows what is chosen, and how many there are stands at the left.
        let tiny = context.is_tiny();
        let (search_width, filter_width) = match (tiny, context.is_narrow()) {
            (true, _) => (146.0, 124.0),
            (false, true) => (170.0, 132.0),
            (false, false) => (170.0, 156.0),
        };
        let placeholder = tr.count("users-search", if tiny { 0 } else { document.users().len() });
        let search = ui.search(SEARCH, &placeholder, &self.list.search, Message::Search);
        let mut groups = vec![Choice::new(None, tr.get("users-all-groups"))];
        groups.extend(
            document.definitions().groups.iter().map(|group| Choice::new(Some(group.id), context.text(&group.name))),
        );
        let filter = ui.pick(groups, Some(&self.list.group), "", Message::Filter);
        let right = vec![container(search).width(search_width).into(), container(filter).width(filter_width).into()];
        ui.page_head(tr.get("page-users"), None, vec![ui.tools(left, search_width + filter_width)], right)
    }

    /// The pane at the right.
    pub fn properties<'a>(&'a self, context: Context<'a>) -> Option<Element<'a, Message>> {
        Some(match (self.chosen_user(context), self.table.selection.is_empty()) {
            (Some(user), _) => pane::one(self, user, context),
            (None, false) => {
                let chosen = self.table.selection.len();
                let says = context.tr.get("users-several-text").to_owned();
                let says = context.with_hidden(says, chosen, self.listed_chosen(context));
                match pane::are_many(chosen) {
                    true => pane::many(chosen, says, context),
                    false => pane::several(&self.chosen_users(context), says, context),
                }
            }
            (None, true) => {
                let Context { ui, tr, .. } = context;
                ui.empty(Icon::User, tr.get("users-choose"), tr.get("users-choose-text"), None)
            }
        })
    }

    /// Whether the page does the command.
    pub fn offers(&self, command: Command, context: Context<'_>) -> Option<Result<(), String>> {
        let tr = context.tr;
        let no = |key| Err(tr.get(key).to_owned());
        let chosen = &self.table.selection;
        Some(match command {
            Command::Find | Command::SelectAll | Command::Add => Ok(()),
            Command::Rename if chosen.len() > 1 => no("users-choose-one"),
            Command::Rename
            | Command::Duplicate
            | Command::SetPassword
            | Command::Replace
            | Command::Delete
            | Command::ExportChosen
                if chosen.is_empty() =>
            {
                no("users-choose-first")
            }
            Command::Rename | Command::Duplicate | Command::SetPassword | Command::ExportChosen => Ok(()),
            Command::Delete | Command::Replace
                if context.document.draft().admin().is_some_and(|admin| chosen.contains(admin.id)) =>
            {
                no(if command == Command::Delete { "refused-admin" } else { "users-admin-stays" })
            }
            Command::Delete | Command::Replace => Ok(()),
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
            Command::Replace => self.replace(context),
            Command::ExportChosen => {
                let users = self.chosen_users(context).iter().map(|user| user.id).collect();
                Action::Request(Request::ExportUsers(users))
            }
            Command::SetPassword => {
                let users = self.chosen_users(context).iter().map(|user| user.id).collect();
                Action::open(password::State::new(users))
            }
            _ => Action::None,
        }
    }

    /// Chooses these users.
    pub fn choose(&mut self, users: Vec<Id>, context: Context<'_>) -> Action<Message> {
        let list = &self.list;
        Action::Perform(self.table.choose_all(users, |users| list.first_of(users, context.document)))
    }

    /// Leads to a user.
    pub fn go(&mut self, object: Id, context: Context<'_>) -> Action<Message> {
        if self.list.row_of(object, context.document).is_none() {
            self.list.show_all();
            self.refresh(context);
        }
        let row = self.list.row_of(object, context.document);
        Action::Perform(self.table.choose(object, row))
    }

    /// Shows a field of the chosen user, and names it.
    pub fn field(&mut self, spot: &Spot, context: Context<'_>) -> Option<iced::widget::Id> {
        let user = self.chosen_user(context)?;
        let name = match spot.field {
            "Name" if !user.admin => NAME,
            "FullName" => FULL_NAME,
            "Email" => EMAIL,
            "Description" => {
                self.lang = spot.lang.as_ref().and_then(|lang| context.language(lang)).unwrap_or(self.lang.clone());
                DESCRIPTION
            }
            "Group" => pane::GROUPS,
            "Password" => pane::PASSWORD,
            "Enabled" => Flag::Enabled.label(),
            _ => return None,
        };
        Some(name.into())
    }
}

/// A step about these users.
fn step(action: Done, users: &[&User], edits: Vec<Edit>) -> Step {
    let name = users.first().map_or("", |user| &user.name);
    Step::new(action, Kind::User, users.len(), name, edits)
}
