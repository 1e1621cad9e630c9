//! Problems in the language of the surface.

use keyholder_shared::advice::{Advice, Finding, Weight, What};
use keyholder_shared::edit::Kind;
use keyholder_shared::validate::Rule;

use super::rows::{self, Entry};
use crate::app::Context;
use crate::words::guidelines;
use crate::ui::Tone;
use crate::words;

/// The keys of all weights.
pub(super) const WEIGHTS: [&str; 3] = ["problems-error", "problems-warning", "problems-hint"];

/// The colour and the key of a problem's weight.
pub(super) fn weight(entry: Entry, context: Context<'_>) -> (Tone, &'static str) {
    match rows::weight(entry, context) {
        Weight::Error => (Tone::Bad, "problems-error"),
        Weight::Warning => (Tone::Amber, "problems-warning"),
        Weight::Advice => (Tone::Accent, "problems-hint"),
    }
}

/// The kind and the name of what a problem is about.
pub(super) fn subject(entry: Entry, context: Context<'_>) -> (String, String) {
    let tr = context.tr;
    if let Some(fault) = entry.fault(context) {
        let values = [("line", fault.line.into()), ("column", fault.column.into())];
        return (tr.get("problems-in-file").to_owned(), tr.with("problems-line", &values));
    }
    let Some(finding) = entry.finding(context) else { return Default::default() };
    let kind = match finding.about.map(|(kind, _)| kind) {
        None => "page-guidelines",
        Some(Kind::User) => "what-kind-user",
        Some(Kind::Group) => "what-kind-group",
        Some(Kind::RightGroup) => "what-kind-right-group",
        Some(Kind::Right) => "what-kind-right",
        Some(Kind::Area) => "what-kind-area",
        Some(Kind::NotificationGroup) => "what-kind-notification-group",
    };
    (tr.get(kind).to_owned(), called(finding, context))
}

/// What the thing is called where it is listed: in the language of the surface. What has the Id of something else is
/// not found by it, and a right goes by its key.
pub(super) fn called(finding: &Finding, context: Context<'_>) -> String {
    let definitions = context.document.definitions();
    let twin = matches!(finding.what, What::Rule(Rule::IdTwice, _));
    let texts = finding.about.filter(|_| !twin).and_then(|(kind, id)| match kind {
        Kind::Group => context.document.group(id).map(|group| &group.name),
        Kind::RightGroup => definitions.right_groups.iter().find(|group| group.id == id).map(|group| &group.name),
        Kind::Area => definitions.areas.iter().find(|area| area.id == id).map(|area| &area.name),
        Kind::NotificationGroup => {
            definitions.notification_groups.iter().find(|group| group.id == id).map(|group| &group.name)
        }
        Kind::User | Kind::Right => None,
    });
    let name = texts.map_or(finding.name.as_str(), |texts| context.text(texts));
    if name.is_empty() && finding.about.is_some() { context.tr.get("nameless").to_owned() } else { name.to_owned() }
}

/// What is the matter and what to do, in a sentence or two.
pub(super) fn sentence(entry: Entry, context: Context<'_>) -> String {
    match (entry.fault(context), entry.finding(context)) {
        (Some(fault), _) => words::fault(context.tr, fault),
        (None, Some(finding)) => finding_sentence(finding, &called(finding, context), context),
        (None, None) => String::new(),
    }
}

/// What is said of a finding about something that is called so.
pub(super) fn finding_sentence(finding: &Finding, called: &str, context: Context<'_>) -> String {
    let tr = context.tr;
    let name = || ("name", called.into());
    let advice = match &finding.what {
        What::Rule(rule, _) => return tr.with(rule.key(), &[name()]),
        What::Unwise(advice) => advice,
    };
    match advice {
        Advice::WeakGuideline(deviation) => guidelines::deviation(deviation, tr),
        Advice::TextMissing { languages, .. } => {
            tr.with(key(advice), &[name(), ("languages", languages.join(", ").into())])
        }
        _ => tr.with(key(advice), &[name()]),
    }
}

pub(super) fn key(advice: &Advice) -> &'static str {
    use keyholder_shared::edit::TextField;
    match advice {
        Advice::AdminWithoutPassword => "problem-admin-without-password",
        Advice::NoPassword => "problem-no-password",
        Advice::CommonPassword => "problem-common-password",
        Advice::UserWithoutGroup => "problem-user-without-group",
        Advice::GroupWithoutRights => "problem-group-without-rights",
        Advice::RightUnused => "problem-right-unused",
        Advice::AreaWithoutClients => "problem-area-without-clients",
        Advice::OneAdministrator => "problem-one-administrator",
        Advice::ExternalWithoutName => "problem-external-without-name",
        Advice::EmailStrange => "problem-email-strange",
        Advice::EmailWithoutDomain => "problem-email-without-domain",
        Advice::PathMissing => "problem-path-missing",
        Advice::PathUpwards => "problem-path-upwards",
        Advice::WeakGuideline(_) => "guidelines-deviation",
        Advice::TextMissing { field: TextField::Name, .. } => "problem-name-missing",
        Advice::TextMissing { field: TextField::Description, .. } => "problem-description-missing",
    }
}
