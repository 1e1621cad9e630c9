//! The sections of the report.

use keyholder_shared::Id;
use keyholder_shared::guideline::deviations;
use keyholder_shared::model::{Group, Project, Refs, Texts, User};
use rustc_hash::FxHashMap;

use super::Report;
use super::html::Html;
use crate::app::text_in;
use crate::facts::facts;
use crate::fields::{Field, Value};
use crate::i18n::Tr;
use crate::words;

/// A text in the language of the report, or else in the project's default language.
fn said<'t>(texts: &'t Texts, project: &Project, tr: &Tr) -> &'t str {
    text_in(texts, &project.definitions, tr.language())
}

pub(super) fn head(html: &mut Html, report: &Report<'_>, tr: &Tr) {
    let project = report.project;
    html.raw("<h1>").text(&project.name).raw("</h1>\n").note(tr.get("report-title"));
    let unsaved = || tr.get("report-unsaved").to_owned();
    let file = if report.file.is_empty() { unsaved() } else { report.file.to_owned() };
    let facts = [
        ("report-file", file),
        ("report-id", project.id.to_string()),
        ("report-time-stamp", project.time_stamp.to_string()),
        ("report-digest", report.digest.map_or_else(unsaved, |digest| digest.to_string())),
        ("report-printed", words::moment(report.printed)),
    ];
    html.facts(facts.map(|(key, value)| (tr.get(key).to_owned(), value)));
}

pub(super) fn settings(html: &mut Html, project: &Project, tr: &Tr) {
    html.heading(tr.get("report-settings"));
    html.facts(facts(project).iter().map(|fact| (tr.get(fact.key).to_owned(), words::fact(tr, &fact.value))));
    html.heading(tr.get("report-deviations"));
    let policies = &project.definitions.policies;
    let deviations = deviations(policies, policies.preset);
    if deviations.is_empty() {
        html.note(tr.get("report-no-deviations"));
        return;
    }
    let name = |id: Id| project.users.iter().find(|user| user.id == id).map(|user| user.name.clone());
    let headings = ["report-deviation-value", "report-deviation-is", "report-deviation-should"].map(|key| tr.get(key));
    html.table(&headings, |html| {
        for deviation in &deviations {
            let (is, should) = words::guidelines::sides(deviation, policies, &name, tr);
            html.row(&[tr.get(words::guidelines::label(deviation.field)), &is, &should]);
        }
    });
}

pub(super) fn areas(html: &mut Html, project: &Project, tr: &Tr) {
    html.heading(tr.get("report-areas"));
    if project.definitions.areas.is_empty() {
        html.note(tr.get("none"));
        return;
    }
    let headings = ["report-area", "field-description", "report-clients"].map(|key| tr.get(key));
    html.table(&headings, |html| {
        for area in project.definitions.areas.iter() {
            let clients: Vec<&str> = area.clients.iter().map(|client| client.name.as_str()).collect();
            let (name, description) = (said(&area.name, project, tr), said(&area.description, project, tr));
            html.row(&[name, description, &clients.join(", ")]);
        }
    });
}

pub(super) fn groups(html: &mut Html, project: &Project, users: &[&User], tr: &Tr) {
    html.heading(tr.get("report-groups"));
    let groups = &project.definitions.groups;
    let members = members(users, |user| &user.groups);
    let members_of = |group: &Group| members.get(&group.id).map_or(&[][..], Vec::as_slice);
    let headings = ["report-group", "field-description", "report-areas", "report-external", "report-members"];
    html.table(&headings.map(|key| tr.get(key)), |html| {
        for group in groups.iter() {
            let external: Vec<&str> = group.external.iter().map(|group| group.name.as_str()).collect();
            let count = members_of(group).len().to_string();
            let (name, description) = (said(&group.name, project, tr), said(&group.description, project, tr));
            html.row(&[name, description, &areas_of(group, project, tr), &external.join(", "), &count]);
        }
    });
    // In a cell many names would be a row that is longer than a page.
    for group in groups.iter() {
        let members = members_of(group);
        html.raw("<h3>").text(said(&group.name, project, tr)).raw(" <small>");
        html.text(&tr.count("groups-member-count", members.len())).raw("</small></h3>\n");
        names(html, members, tr);
    }
}

/// Who is a member of which group, in the order of `users`.
fn members<'u>(users: &[&'u User], of: impl Fn(&'u User) -> &'u Refs) -> FxHashMap<Id, Vec<&'u User>> {
    let mut members: FxHashMap<Id, Vec<&User>> = FxHashMap::default();
    for user in users {
        for group in of(user) {
            let members = members.entry(group.id).or_default();
            // A file may say it twice.
            if members.last().is_none_or(|last| last.id != user.id) {
                members.push(user);
            }
        }
    }
    members
}

/// All of them by name, in one paragraph.
fn names(html: &mut Html, users: &[&User], tr: &Tr) {
    if users.is_empty() {
        return;
    }
    let disabled = format!(" ({})", tr.get("users-disabled"));
    html.raw("<p class=\"names\">");
    for (index, user) in users.iter().enumerate() {
        html.raw(if index > 0 { ", " } else { "" }).text(&user.name);
        if !user.enabled {
            html.text(&disabled);
        }
    }
    html.raw("</p>\n");
}

fn areas_of(group: &Group, project: &Project, tr: &Tr) -> String {
    if group.areas.is_empty() {
        return tr.get("report-everywhere").to_owned();
    }
    let name =
        |id: Id| project.definitions.areas.iter().find(|area| area.id == id).map(|area| said(&area.name, project, tr));
    group.areas.iter().filter_map(|area| name(area.id)).collect::<Vec<_>>().join(", ")
}

pub(super) fn matrix(html: &mut Html, project: &Project, tr: &Tr) {
    let definitions = &project.definitions;
    html.heading(tr.get("report-matrix")).note(tr.get("report-matrix-note"));
    html.raw("<table class=\"matrix\">\n<thead><tr><th>").text(tr.get("report-right")).raw("</th><th>");
    html.text(tr.get("report-key")).raw("</th>");
    for group in definitions.groups.iter() {
        html.raw("<th class=\"turned\"><span>").text(said(&group.name, project, tr)).raw("</span></th>");
    }
    html.raw("</tr></thead>\n<tbody>\n");
    let states: Vec<FxHashMap<Id, bool>> = definitions
        .groups
        .iter()
        .map(|group| group.rights.iter().map(|right| (right.id, right.denied)).collect())
        .collect();
    let columns = (definitions.groups.len() + 2).to_string();
    for right_group in definitions.right_groups.iter() {
        html.raw("<tr><td class=\"heading\" colspan=\"").text(&columns).raw("\">");
        html.text(said(&right_group.name, project, tr)).raw("</td></tr>\n");
        for right in right_group.rights.iter() {
            html.raw("<tr><td>")
                .text(said(&right.name, project, tr))
                .raw("</td><td><code>")
                .text(&right.key)
                .raw("</code></td>");
            for (state, group) in states.iter().zip(definitions.groups.iter()) {
                let has = right_group.system && group.administrators;
                html.raw(match state.get(&right.id) {
                    _ if has => "<td class=\"state\">●</td>",
                    Some(false) => "<td class=\"state\">●</td>",
                    Some(true) => "<td class=\"state denied\">✕</td>",
                    None => "<td class=\"state\"></td>",
                });
            }
            html.raw("</tr>\n");
        }
    }
    html.raw("</tbody>\n</table>\n");
}

pub(super) fn users(html: &mut Html, project: &Project, users: &[&User], tr: &Tr) {
    html.heading(tr.get("report-users"));
    let fields = [
        Field::Name,
        Field::FullName,
        Field::Groups,
        Field::Enabled,
        Field::PasswordAging,
        Field::MustChangePassword,
        Field::Password,
        Field::Language,
        Field::Email,
    ];
    let groups = project.definitions.groups.iter();
    let groups: FxHashMap<Id, &str> = groups.map(|group| (group.id, said(&group.name, project, tr))).collect();
    // What is said of many is looked up once, and no cell is a text of its own before it is written.
    let [no, yes] = [false, true].map(|flag| words::value(tr, &Value::Flag(flag)));
    let [none, set] = [false, true].map(|set| words::value(tr, &Value::Password(set)));
    html.table(&fields.map(|field| tr.get(field.key())), |html| {
        for user in users {
            html.raw("<tr>");
            for field in fields {
                html.raw("<td>");
                if field == Field::Groups {
                    group_names(html, user, &groups);
                    html.raw("</td>");
                    continue;
                }
                match &field.value(user, &project.definitions, tr.language().tag()) {
                    Value::Text(text) => html.text(text),
                    Value::Flag(flag) => html.text(if *flag { &yes } else { &no }),
                    Value::Password(is_set) => html.text(if *is_set { &set } else { &none }),
                    value => html.text(&words::value(tr, value)),
                };
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
    });
}

fn group_names(html: &mut Html, user: &User, groups: &FxHashMap<Id, &str>) {
    for (index, group) in user.groups.iter().enumerate() {
        html.raw(if index > 0 { ", " } else { "" });
        match groups.get(&group.id) {
            Some(name) => html.text(name),
            None => html.text(&group.id.to_string()),
        };
    }
}

pub(super) fn notification_groups(html: &mut Html, project: &Project, users: &[&User], tr: &Tr) {
    html.heading(tr.get("report-notification-groups"));
    if project.definitions.notification_groups.is_empty() {
        html.note(tr.get("none"));
        return;
    }
    let headings = ["report-group", "field-description", "report-members"].map(|key| tr.get(key));
    let mut members = members(users, |user| &user.notification_groups);
    html.table(&headings, |html| {
        for group in project.definitions.notification_groups.iter() {
            let members = members.remove(&group.id).unwrap_or_default();
            let members: Vec<&str> = members.iter().map(|user| user.name.as_str()).collect();
            let (name, description) = (said(&group.name, project, tr), said(&group.description, project, tr));
            html.row(&[name, description, &members.join(", ")]);
        }
    });
}

pub(super) fn signatures(html: &mut Html, tr: &Tr) {
    html.heading(tr.get("report-signatures"));
    html.raw("<table class=\"sign\">\n<thead><tr><th></th>");
    for key in ["report-signature-name", "report-signature-date", "report-signature"] {
        html.raw("<th>").text(tr.get(key)).raw("</th>");
    }
    html.raw("</tr></thead>\n<tbody>\n");
    for key in ["report-prepared", "report-reviewed", "report-approved"] {
        html.raw("<tr><th scope=\"row\">").text(tr.get(key)).raw("</th><td></td><td></td><td></td></tr>\n");
    }
    html.raw("</tbody>\n</table>\n");
}
