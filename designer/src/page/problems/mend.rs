//! What one press puts right: what is wrong in a file and stands in no field of the program.

use keyholder_shared::advice::{Advice, Finding, What};
use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Step, TextField};
use keyholder_shared::model::{Ref, Text, Texts, User};
use keyholder_shared::name::fold;
use keyholder_shared::validate::Rule;
use keyholder_shared::{Id, Str};

use crate::app::Context;
use crate::csv::texts::{Key, find};

/// A change that puts a problem right.
pub(super) struct Mend {
    /// What the button says.
    pub says: String,
    /// What is to be known before, if there is something.
    pub note: Option<String>,
    /// The change.
    pub step: Step,
}

/// What puts that right, if it is something that no field shows.
pub(super) fn mend(finding: &Finding, context: Context<'_>) -> Option<Mend> {
    let rule = match &finding.what {
        What::Rule(Rule::TextLanguage, _) => return without_language(finding, context),
        What::Rule(rule, _) => rule,
        What::Unwise(Advice::TextMissing { languages, .. }) => return in_no_language(finding, languages, context),
        What::Unwise(_) => return None,
    };
    let (kind, id) = finding.about?;
    let (document, tr) = (context.document, context.tr);
    let (says, note, edit) = match rule {
        Rule::RightGone => {
            let group = document.group(id)?;
            let is_there = |right: Id| document.rights().any(|(_, known)| known.id == right);
            let kept = group.rights.iter().filter(|right| is_there(right.id)).cloned().collect();
            ("problems-drop", None, Edit::Change(id, Change::Rights(kept)))
        }
        Rule::AreaGone => {
            let group = document.group(id)?;
            let is_there = |area: &Ref| document.definitions().areas.iter().any(|known| known.id == area.id);
            let kept: Vec<Ref> = group.areas.iter().filter(|area| is_there(area)).cloned().collect();
            let note = kept.is_empty().then_some("problems-drop-area-note");
            ("problems-drop", note, Edit::Change(id, Change::Areas(kept)))
        }
        Rule::GroupGone => ("problems-drop", None, without_gone(document.user(id)?, context)),
        Rule::AdminName => ("problems-call-admin", None, Edit::Change(id, Change::UserName("Admin".into()))),
        Rule::TextTwice => {
            let edit = said_anew(finding, firsts(texts(finding, context)?))?;
            ("problems-keep-first", Some("problems-keep-first-note"), edit)
        }
        _ => return None,
    };
    let done = if kind == Kind::User && *rule == Rule::AdminName { Done::Rename } else { Done::Change };
    let note = note.map(|key| tr.get(key).to_owned());
    Some(Mend { says: tr.get(says).to_owned(), note, step: Step::one(done, kind, &finding.name, edit) })
}

/// Name or description, whichever the finding is about.
fn field(finding: &Finding) -> TextField {
    if finding.field == Some("Name") { TextField::Name } else { TextField::Description }
}

/// The texts that the finding is about.
fn texts<'a>(finding: &Finding, context: Context<'a>) -> Option<&'a Texts> {
    let (kind, id) = finding.about?;
    Some(find(context.document.draft(), Key { kind, id, field: field(finding) })?.texts)
}

/// Those texts are these from now on.
fn said_anew(finding: &Finding, texts: Texts) -> Option<Edit> {
    let change = if field(finding) == TextField::Name { Change::Name(texts) } else { Change::Description(texts) };
    Some(Edit::Change(finding.about?.1, change))
}

/// A text that does not say in which language it is becomes the one in the project's default language, where nothing is
/// said in that; otherwise it goes.
fn without_language(finding: &Finding, context: Context<'_>) -> Option<Mend> {
    let (texts, lang) = (texts(finding, context)?, &context.document.definitions().languages.default);
    let stray = |text: &&Text| text.lang.is_empty();
    // Of several one is enough.
    let says = texts.list.iter().filter(stray).find(|text| !text.value.is_empty());
    if let Some(text) = says.filter(|_| !lang.is_empty() && texts.said(lang).is_none()) {
        return taken(finding, texts, text, "problems-take-text-note", context);
    }
    let kept = texts.list.iter().filter(|text| !stray(text)).cloned().collect();
    let values = |text: &'_ Text| [("text", text.value.to_string().into()), ("lang", lang.to_string().into())];
    Some(Mend {
        says: context.tr.get("problems-drop-text").to_owned(),
        note: says.map(|text| context.tr.with("problems-drop-text-note", &values(text))),
        step: step(finding, Texts { list: kept, ..texts.clone() })?,
    })
}

/// Nothing is said in the project's default language, but something in a language that the project does not have: no field
/// shows that, and it becomes what is missing.
fn in_no_language(finding: &Finding, missing: &[Str], context: Context<'_>) -> Option<Mend> {
    let (texts, languages) = (texts(finding, context)?, &context.document.definitions().languages);
    let is_missing = missing.iter().any(|lang| lang.eq_ignore_ascii_case(&languages.default));
    let is_known = |text: &Text| languages.list.iter().any(|known| known.tag.eq_ignore_ascii_case(&text.lang));
    let text = texts.list.iter().find(|text| !is_known(text) && !text.value.is_empty()).filter(|_| is_missing)?;
    let note = if text.lang.is_empty() { "problems-take-text-note" } else { "problems-take-foreign-note" };
    taken(finding, texts, text, note, context)
}

/// That text becomes the one in the default language, and no other stays that says no language.
fn taken(finding: &Finding, texts: &Texts, text: &Text, note: &str, context: Context<'_>) -> Option<Mend> {
    let (lang, tr) = (&context.document.definitions().languages.default, context.tr);
    let goes = |other: &Text| other.lang.is_empty() || other.lang.eq_ignore_ascii_case(lang) || other == text;
    let mut list: Vec<Text> = texts.list.iter().filter(|other| !goes(other)).cloned().collect();
    list.insert(0, Text { lang: lang.clone(), ..text.clone() });
    let values = [
        ("text", text.value.to_string().into()),
        ("from", text.lang.to_string().into()),
        ("lang", lang.to_string().into()),
    ];
    Some(Mend {
        says: tr.with("problems-take-text", &values),
        note: Some(tr.with(note, &values)),
        step: step(finding, Texts { list, ..texts.clone() })?,
    })
}

fn step(finding: &Finding, texts: Texts) -> Option<Step> {
    let (kind, _) = finding.about?;
    Some(Step::one(Done::Change, kind, &finding.name, said_anew(finding, texts)?))
}

/// The user leaves the groups that are not there.
fn without_gone(user: &User, context: Context<'_>) -> Edit {
    let definitions = context.document.definitions();
    let groups = user.groups.iter().filter(|member| definitions.groups.iter().any(|group| group.id == member.id));
    let notified = user.notification_groups.iter();
    let notified =
        notified.filter(|member| definitions.notification_groups.iter().any(|group| group.id == member.id));
    Edit::Many(vec![
        Edit::Change(user.id, Change::Groups(groups.cloned().collect())),
        Edit::Change(user.id, Change::NotificationGroups(notified.cloned().collect())),
    ])
}

/// In each language the first text that says something, or else the first.
fn firsts(texts: &Texts) -> Texts {
    let mut kept = Texts { list: Vec::new(), ..texts.clone() };
    for text in &texts.list {
        match kept.list.iter_mut().find(|earlier| fold(&earlier.lang) == fold(&text.lang)) {
            None => kept.list.push(text.clone()),
            Some(earlier) if earlier.value.is_empty() => *earlier = text.clone(),
            Some(_) => {}
        }
    }
    kept
}
