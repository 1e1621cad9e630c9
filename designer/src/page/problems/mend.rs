//! What one press puts right: what is wrong in a file and stands in no field of the program.

use keyholder_shared::advice::{Finding, What};
use keyholder_shared::edit::{Action as Done, Change, Edit, Kind, Step, TextField};
use keyholder_shared::model::{Ref, Texts, User};
use keyholder_shared::name::fold;
use keyholder_shared::validate::Rule;
use keyholder_shared::Id;

use crate::app::Context;
use crate::csv::texts::{Key, find};

/// A change that puts a problem right.
pub(super) struct Mend {
    /// The key of what the button says.
    pub says: &'static str,
    /// The key of what is to be known before, if there is something.
    pub note: Option<&'static str>,
    /// The change.
    pub step: Step,
}

/// What puts that right, if it is something that no field shows.
pub(super) fn mend(finding: &Finding, context: Context<'_>) -> Option<Mend> {
    let What::Rule(rule, _) = &finding.what else { return None };
    let (kind, id) = finding.about?;
    let document = context.document;
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
            let field = if finding.field == Some("Name") { TextField::Name } else { TextField::Description };
            let texts = firsts(find(document.draft(), Key { kind, id, field })?.texts);
            let change = if field == TextField::Name { Change::Name(texts) } else { Change::Description(texts) };
            ("problems-keep-first", Some("problems-keep-first-note"), Edit::Change(id, change))
        }
        _ => return None,
    };
    let done = if kind == Kind::User && *rule == Rule::AdminName { Done::Rename } else { Done::Change };
    Some(Mend { says, note, step: Step::one(done, kind, &finding.name, edit) })
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
