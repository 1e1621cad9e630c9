//! What is refused, and what goes along.

use super::bytes;
use crate::Id;
use crate::edit::*;
use crate::model::*;
use crate::xml::read_project;

const PROJECT: &[u8] = include_bytes!("../../../../sample-projects/bottling-line/UserManagementConfig.xml");

fn draft() -> Draft {
    Draft::new(read_project(PROJECT).accept().unwrap().0)
}

fn admin(draft: &Draft) -> Id {
    draft.admin().unwrap().id
}

fn administrators(draft: &Draft) -> Id {
    draft.definitions().administrators().unwrap()
}

#[track_caller]
fn is_refused(edit: Edit, why: Refused) {
    let mut draft = draft();
    let before = bytes(&draft);
    let marker = Edit::Set(Setting::ProjectName("another".into()));
    assert_eq!(draft.apply(edit.clone()), Err(why.clone()));
    assert_eq!(draft.apply(Edit::Many(vec![marker, edit])), Err(why));
    assert_eq!(bytes(&draft), before);
}

#[test]
fn what_is_built_in_stays() {
    let (project, built_in) = (draft(), Refused::BuiltIn);
    let (admin, administrators) = (admin(&project), administrators(&project));
    let system = project.definitions().right_groups.iter().find(|group| group.system).unwrap();
    let (system, right) = (system.id, system.rights[0].id);
    is_refused(Edit::Remove(admin), built_in(BuiltIn::Admin));
    is_refused(Edit::Change(admin, Change::UserName("root".into())), built_in(BuiltIn::AdminName));
    let leave = Change::Member { group: administrators, is: false };
    is_refused(Edit::Change(admin, leave), built_in(BuiltIn::AdminMembership));
    is_refused(Edit::Remove(administrators), built_in(BuiltIn::Administrators));
    is_refused(Edit::Remove(system), built_in(BuiltIn::System));
    is_refused(Edit::Remove(right), built_in(BuiltIn::SystemRights));
    is_refused(Edit::Change(right, Change::Key("other".into())), built_in(BuiltIn::SystemRights));
    let second = User { admin: true, ..User::new(Id::from_u128(5), "second") };
    is_refused(Edit::add_user(second), built_in(BuiltIn::Admin));
}

#[test]
fn an_enabled_administrator_remains() {
    let mut draft = draft();
    let administrators = administrators(&draft);
    let mut enabled: Vec<Id> = draft.members(administrators).filter(|id| draft.user(*id).unwrap().enabled).collect();
    let last = enabled.pop().unwrap();
    for id in enabled {
        draft.apply(Edit::Change(id, Change::Enabled(false))).unwrap();
    }
    let refused = draft.apply(Edit::Change(last, Change::Enabled(false)));
    assert_eq!(refused, Err(Refused::BuiltIn(BuiltIn::EnabledAdministrator)));
    // Within one edit another may take over.
    let new = Id::from_u128(5);
    let mut user = User::new(new, "successor");
    user.groups.push(administrators.into());
    draft.apply(Edit::Many(vec![Edit::Change(last, Change::Enabled(false)), Edit::add_user(user)])).unwrap();
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let project = draft();
    let (admin, administrators) = (admin(&project), administrators(&project));
    let nobody = Id::from_u128(5);
    is_refused(Edit::Remove(nobody), Refused::Gone(nobody));
    is_refused(Edit::Change(nobody, Change::Enabled(true)), Refused::Gone(nobody));
    is_refused(Edit::add_user(User::new(administrators, "a")), Refused::IdTaken(administrators));
    is_refused(Edit::Change(admin, Change::Identity(administrators)), Refused::IdTaken(administrators));
    is_refused(Edit::Change(admin, Change::Member { group: nobody, is: true }), Refused::Dangling(nobody));
    is_refused(Edit::Change(admin, Change::Member { group: admin, is: true }), Refused::Dangling(admin));
    is_refused(Edit::Change(admin, Change::Key("a".into())), Refused::NotSaidOf(Kind::User));
    is_refused(Edit::Change(administrators, Change::Enabled(true)), Refused::NotSaidOf(Kind::Group));
    is_refused(Edit::Move { id: admin, within: None, place: 0 }, Refused::NotSaidOf(Kind::User));
    is_refused(Edit::Change(admin, Change::FullName("a\u{1}".into())), Refused::Character('\u{1}'));
    is_refused(Edit::AddLanguage("EN".into()), Refused::LanguageTaken("EN".into()));
    is_refused(Edit::RemoveLanguage("tlh".into()), Refused::LanguageStays("tlh".into()));
    let object = Object::User(Box::new(User::new(nobody, "a")));
    is_refused(Edit::Add { object, place: Some(0) }, Refused::NoPlace(0));
}

#[test]
fn a_removed_group_takes_its_references_along() {
    let mut draft = draft();
    let before = bytes(&draft);
    let group =
        draft.definitions().groups.iter().find(|group| draft.member_count(group.id) > 1 && !group.administrators);
    let group = group.unwrap().id;
    let uses = draft.uses(group);
    assert_eq!(uses.len(), draft.member_count(group));
    let back = draft.apply(Edit::Remove(group)).unwrap();
    assert!(draft.users().iter().all(|user| !user.is_member_of(group)) && draft.kind(group).is_none());
    draft.apply(back).unwrap();
    assert_eq!((bytes(&draft), draft.uses(group)), (before, uses));
}

#[test]
fn a_removed_area_leaves_its_groups_and_uses_tell_which_would_count_everywhere() {
    let mut draft = draft();
    let definitions = draft.definitions();
    let group = definitions.groups.iter().find(|group| !group.areas.is_empty()).unwrap();
    let (group, area) = (group.id, group.areas[0].id);
    let only = Change::Areas(vec![area.into()]);
    draft.apply(Edit::Change(group, only)).unwrap();
    assert!(draft.uses(area).contains(&Use { by: group, kind: Kind::Group, used_as: UsedAs::OnlyArea }));
    draft.apply(Edit::Remove(area)).unwrap();
    assert!(draft.definitions().groups.iter().all(|group| group.areas.iter().all(|other| other.id != area)));
}

#[test]
fn a_removed_right_group_takes_its_rights_along() {
    let mut draft = draft();
    let before = bytes(&draft);
    let group = draft.definitions().right_groups.iter().find(|group| !group.system).unwrap().clone();
    let rights: Vec<Id> = group.rights.iter().map(|right| right.id).collect();
    assert!(!draft.uses(group.id).is_empty());
    let back = draft.apply(Edit::Remove(group.id)).unwrap();
    let mentions = |draft: &Draft| {
        draft
            .definitions()
            .groups
            .iter()
            .flat_map(|group| &group.rights)
            .filter(|right| rights.contains(&right.id))
            .count()
    };
    assert_eq!(mentions(&draft), 0);
    assert!(rights.iter().all(|right| draft.kind(*right).is_none()));
    draft.apply(back).unwrap();
    assert_eq!(bytes(&draft), before);
    assert!(rights.iter().all(|right| draft.kind(*right) == Some(Kind::Right)));
}

#[test]
fn a_removed_language_takes_its_texts_along() {
    let mut draft = draft();
    let before = bytes(&draft);
    let back = draft.apply(Edit::RemoveLanguage("de".into())).unwrap();
    let written = String::from_utf8(bytes(&draft)).unwrap();
    assert!(
        !written.contains("Lang=\"de\"") && !written.contains("Tag=\"de\"") && !written.contains("Language=\"de\"")
    );
    draft.apply(back).unwrap();
    assert_eq!(bytes(&draft), before);
}

#[test]
fn the_last_language_stays() {
    let mut draft = draft();
    let tags: Vec<_> = draft.definitions().languages.list.iter().map(|language| language.tag.clone()).collect();
    let (last, others) = tags.split_last().unwrap();
    for tag in others {
        draft.apply(Edit::RemoveLanguage(tag.clone())).unwrap();
    }
    assert_eq!(draft.definitions().languages.default, *last);
    assert_eq!(draft.apply(Edit::RemoveLanguage(last.clone())), Err(Refused::LanguageStays(last.clone())));
}

#[test]
fn a_text_goes_where_the_order_of_languages_has_it() {
    let mut draft = draft();
    let tags: Vec<_> = draft.definitions().languages.list.iter().map(|language| language.tag.clone()).collect();
    let id = draft.definitions().areas[0].id;
    draft.apply(Edit::Change(id, Change::Description(Texts::default()))).unwrap();
    for tag in tags.iter().rev() {
        draft.apply(Edit::text(id, TextField::Description, tag, "text")).unwrap();
    }
    let texts = &draft.definitions().areas[0].description.list;
    assert!(texts.iter().map(|text| &text.lang).eq(&tags));
}

#[test]
fn a_file_with_faults_can_be_mended_and_comes_back_as_faulty_as_it_was() {
    let mut project = draft().to_project();
    let gone = Id::from_u128(5);
    project.users.retain(|user| !user.admin);
    project.users[0].groups.push(gone.into());
    let mut draft = Draft::new(project);
    let before = bytes(&draft);
    let mut history = History::saved();
    let first = draft.users().get(0).unwrap().clone();
    let mend = Edit::Change(first.id, Change::Member { group: gone, is: false });
    let rename = Edit::Change(first.id, Change::FullName("Renamed".into()));
    for edit in [rename, mend] {
        assert_eq!(history.apply(&mut draft, Step::one(Action::Change, Kind::User, "", edit)), Ok(true));
    }
    while history.undo(&mut draft).unwrap().is_some() {}
    assert_eq!(bytes(&draft), before);
}
