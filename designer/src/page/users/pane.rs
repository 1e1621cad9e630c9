//! The pane of the chosen users.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};
use keyholder_shared::model::{Texts, User};
use keyholder_shared::{Id, Str};

use super::change::{email_fault, name_fault};
use super::{DESCRIPTION, EMAIL, FULL_NAME, Field, Flag, Message, NAME, State};
use crate::app::Context;
use crate::command::Command;
use crate::i18n::endonym;
use crate::ui::choice::{Checked, Choice};
use crate::ui::gather::{Chip, Says};
use crate::ui::{Icon, size};
use crate::words;

/// The key of the label above a user's groups, and the name of the list to add one.
pub(super) const GROUPS: &str = "users-groups";
/// The key of the label on the button for the password, and its name.
pub(super) const PASSWORD: &str = "users-set-password-dots";

/// One user.
pub(super) fn one<'a>(state: &'a State, user: &'a User, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let field = |field: Field, label: &'a str, stored: &'a str| {
        ui.field(tr.get(label), state.typing.shown(&(user.id, field), stored))
            .on_input(move |text| Message::Type(field, text))
    };
    let title = if user.full_name.is_empty() { user.name.as_str() } else { user.full_name.as_str() };
    let note = if user.admin {
        tr.get("users-is-admin").to_owned()
    } else {
        format!("{} · {}", tr.apart(&user.name), tr.count("users-chosen", 1))
    };
    let note = context.unless_hidden(note, state.is_listed(user.id, context));
    let namesakes = document.draft().users_named(&user.name).len();
    let name = match user.admin {
        true => ui.field(tr.get("users-user-name"), user.name.as_str()).note(tr.get("refused-admin-name")),
        false => field(Field::Name, "users-user-name", &user.name)
            .limit(Field::Name.limit())
            .error(name_fault(user, namesakes).map(|key| tr.get(key))),
    };
    let full_name = field(Field::FullName, "users-full-name", &user.full_name).limit(Field::FullName.limit());
    let mut all = column![ui.property_head(title, note), name.id(NAME), full_name.id(FULL_NAME)];
    let users = std::slice::from_ref(&user);
    all = all.push(memberships(users, context));
    all = all.push(
        field(Field::Email, "users-email", &user.email)
            .id(EMAIL)
            .error(email_fault(&user.email).map(|key| tr.get(key))),
    );
    all = all.push(
        row![
            column![field(Field::MobilePhone, "users-mobile-phone", &user.mobile_phone)].width(Length::Fill),
            column![field(Field::Phone, "users-phone", &user.phone)].width(Length::Fill),
        ]
        .spacing(size::SMALL),
    );
    all = all.push(language_and_notification(users, context));
    all = all.push(notification_groups(users, context));
    all = all.push(description(state, user, context));
    all = all.push(ui.section(tr.get("users-password")));
    all = all.push(flags(users, context));
    all = all.push(password(user, context));
    if !user.admin {
        all = all.push(replacement(1, context));
    }
    ui.properties(all)
}

/// Several users at once: what they have in common, and what can be changed for all.
pub(super) fn several<'a>(users: &[&'a User], says: String, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let mut all = column![ui.property_head(tr.count("count-users", users.len()), says)];
    all = all.push(memberships(users, context));
    all = all.push(language_and_notification(users, context));
    all = all.push(notification_groups(users, context));
    all = all.push(ui.section(tr.get("users-password")));
    all = all.push(flags(users, context));
    all = all.push(command(Command::SetPassword, PASSWORD, context));
    if !users.iter().any(|user| user.admin) {
        all = all.push(replacement(users.len(), context));
    }
    ui.properties(all)
}

/// From so many on, what they have in common is not looked for: it would cost a pass over all of them a frame.
const MANY: usize = 500;

/// Very many users at once: what can be changed for all, without what they have in common.
pub(super) fn many<'a>(count: usize, says: String, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let definitions = document.definitions();
    let list = |id, add, enter, joins| {
        let groups = definitions.groups.iter().map(|group| Choice::new(group.id, context.text(&group.name)));
        let says = Says { add: tr.get(add), enter: tr.get(enter), remove: "" };
        ui.gather(id, Vec::new(), groups.collect(), says, move |group| Message::Member(group, joins))
    };
    let join = list(GROUPS, "users-add", "enter-adds", true);
    let leave = list("users-groups-leave", "users-leave-dots", "enter-takes-out", false);
    let flag = |flag: Flag| ui.check(tr.get(flag.label()), Checked::Mixed, Some(move |to| Message::Set(flag, to)));
    ui.properties(column![
        ui.property_head(tr.count("count-users", count), says),
        ui.labelled(tr.get("users-groups"), column![join, leave].spacing(size::SMALL)),
        ui.section(tr.get("users-password")),
        column![flag(Flag::MustChange), flag(Flag::Enabled)],
        command(Command::SetPassword, PASSWORD, context),
    ])
}

/// True where so many are chosen that only [`many`] is shown.
pub(super) fn are_many(chosen: usize) -> bool {
    chosen > MANY
}

fn memberships<'a>(users: &[&'a User], context: Context<'a>) -> Element<'a, Message> {
    let groups = context.document.definitions().groups.iter().map(|group| (group.id, context.text(&group.name)));
    let is = |user: &User, group: Id| user.is_member_of(group);
    members(users, GROUPS, groups.collect(), is, Message::Member, context)
}

fn notification_groups<'a>(users: &[&'a User], context: Context<'a>) -> Element<'a, Message> {
    let groups = context.document.definitions().notification_groups.iter();
    let groups: Vec<(Id, &str)> = groups.map(|group| (group.id, context.text(&group.name))).collect();
    let is = |user: &User, group: Id| user.notification_groups.iter().any(|member| member.id == group);
    members(users, "users-notification-groups", groups, is, Message::Notified, context)
}

/// Chips for the groups that someone is in, and a list to add one.
fn members<'a>(
    users: &[&'a User],
    label: &'static str,
    groups: Vec<(Id, &'a str)>,
    is: impl Fn(&User, Id) -> bool,
    message: fn(Id, bool) -> Message,
    context: Context<'a>,
) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let all = match (groups.is_empty(), label) {
        (false, _) => "users-in-all-groups",
        (true, GROUPS) => "groups-empty",
        (true, _) => "notification-groups-empty",
    };
    let mut chips = Vec::new();
    let mut free = Vec::new();
    // Admin stays an administrator.
    let keeps = users.iter().any(|user| user.admin).then(|| document.draft().definitions().administrators()).flatten();
    for (id, name) in groups {
        let members = users.iter().filter(|user| is(user, id)).count();
        if members > 0 {
            let name = match members == users.len() {
                true => name.to_owned(),
                false => format!("{name} {members}/{}", users.len()),
            };
            chips.push(Chip { label: name, remove: (keeps != Some(id)).then(|| message(id, false)) });
        }
        if members < users.len() {
            free.push(Choice::new(id, name));
        }
    }
    if free.is_empty() {
        let leave = tr.get("users-leave");
        let chips = chips.into_iter().map(|chip| ui.chip(chip.label, leave, chip.remove));
        let content = column![row(chips).spacing(size::TINY).wrap(), ui.note(tr.get(all))].spacing(size::TINY + 2.0);
        return ui.labelled(tr.get(label), content);
    }
    let add = move |id| message(id, true);
    let says = Says { add: tr.get("users-add"), enter: tr.get("enter-adds"), remove: tr.get("users-leave") };
    ui.labelled(tr.get(label), ui.gather(label, chips, free, says, add))
}

fn language_and_notification<'a>(users: &[&'a User], context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let definitions = document.definitions();
    let mut languages = vec![Choice::new(Str::default(), tr.get("users-language-default"))];
    languages.extend(
        definitions.languages.list.iter().map(|language| Choice::new(language.tag.clone(), language_name(&language.tag))),
    );
    let language = common(users, |user| &user.language);
    with_unknown(&mut languages, language);
    let mut ways: Vec<Choice<Str>> = [("", "users-notify-none"), ("Email", "users-notify-email"), ("Sms", "users-notify-sms")]
        .into_iter()
        .map(|(way, key)| Choice::new(way.into(), tr.get(key)))
        .collect();
    let way = common(users, |user| &user.notification_type);
    with_unknown(&mut ways, way);
    let mixed = tr.get("users-differs");
    row![
        column![ui.labelled(tr.get("users-language"), ui.pick(languages, language, mixed, Message::Language))]
            .width(Length::Fill),
        column![ui.labelled(tr.get("users-notify"), ui.pick(ways, way, mixed, Message::Notify))].width(Length::Fill),
    ]
    .spacing(size::SMALL)
    .into()
}

/// What all of them have, if it is the same.
fn common<'a>(users: &[&'a User], of: impl Fn(&'a User) -> &'a Str) -> Option<&'a Str> {
    let first = of(users.first()?);
    users.iter().all(|user| of(user) == first).then_some(first)
}

/// A file may say what this version does not list; it is shown as it stands.
fn with_unknown(choices: &mut Vec<Choice<Str>>, value: Option<&Str>) {
    if let Some(value) = value
        && !choices.iter().any(|choice| choice.value == *value)
    {
        choices.push(Choice::new(value.clone(), value.as_str()));
    }
}

fn language_name(tag: &str) -> String {
    endonym(tag).map_or_else(|| tag.to_owned(), str::to_owned)
}

fn description<'a>(state: &'a State, user: &'a User, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let languages = &document.definitions().languages.list;
    let says = |tag: &str| in_language(&user.description, tag).is_some_and(|text| !text.is_empty());
    let is_said = languages.iter().any(|language| says(&language.tag));
    let whole = languages.iter().map(|language| (&language.tag, !is_said || says(&language.tag)));
    let tabs = ui.languages(whole, &state.lang, tr.get("language-incomplete"), Message::Lang);
    let stored = in_language(&user.description, &state.lang).unwrap_or_default();
    let field = ui
        .field(tr.get("users-description"), state.typing.shown(&(user.id, Field::Description), stored))
        .id(DESCRIPTION)
        .placeholder(context.text(&user.description))
        .limit(Field::Description.limit())
        .on_input(|text| Message::Type(Field::Description, text));
    let mut all = column![field].spacing(size::TINY + 2.0);
    if let Some(tabs) = tabs {
        all = all.push(tabs);
    }
    all.into()
}

fn in_language<'a>(texts: &'a Texts, tag: &str) -> Option<&'a str> {
    texts.list.iter().find(|text| text.lang == tag).map(|text| text.value.as_str())
}

fn flags<'a>(users: &[&'a User], context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, document, .. } = context;
    let password = &document.definitions().policies.password;
    let ages = match password.aging {
        true => tr.count(Flag::Ages.label(), password.maximum_age_days as usize),
        false => tr.get("users-ages-never").to_owned(),
    };
    let flag = |flag: Flag, label: String| {
        let checked = Checked::of_all(users.iter().map(|user| flag.of(user)));
        ui.check_at(Some(flag.label().into()), label, checked, Some(move |to| Message::Set(flag, to)))
    };
    let said = |which: Flag| flag(which, tr.get(which.label()).to_owned());
    column![said(Flag::MustChange), flag(Flag::Ages, ages), said(Flag::Enabled)]
    .into()
}

fn password<'a>(user: &'a User, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    let set = match &user.password {
        None => ui.note(tr.get("users-no-password-yet")).color(ui.colors.bad),
        Some(password) => match password.changed_at {
            Some(at) => ui.note(tr.named("users-password-set", &words::day(tr, at))),
            None => ui.note(tr.get("users-password-is-set")),
        },
    };
    row![command(Command::SetPassword, PASSWORD, context), container(set).width(Length::Fill)]
        .spacing(size::SMALL)
        .align_y(Alignment::Center)
        .into()
}

fn replacement<'a>(users: usize, context: Context<'a>) -> Element<'a, Message> {
    let Context { ui, tr, .. } = context;
    column![
        ui.section(tr.get("users-at-update")),
        ui.text(tr.count("users-at-update-text", users)),
        command(Command::Replace, "command-replace", context),
        ui.note(tr.count("users-replace-note", users)),
    ]
    .spacing(size::SMALL)
    .into()
}

fn command<'a>(command: Command, label: &'a str, context: Context<'a>) -> Element<'a, Message> {
    let icon = command.entry().map_or(Icon::Command, |entry| entry.icon);
    let button = context.ui.button(context.tr.get(label)).icon(icon).id(label.to_owned());
    button.on_press(Message::Run(command)).into()
}
