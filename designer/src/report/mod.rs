//! The report for an auditor to sign: one file that any browser shows and prints, with nothing secret in it.

mod html;
mod sections;

use keyholder_shared::Time;
use keyholder_shared::model::{Project, User};
use keyholder_shared::name::order;
use keyholder_shared::xml::Digest;

use crate::csv::table::Table;
use crate::i18n::Tr;
use crate::words;
use html::Html;

/// What is reported.
#[derive(Clone, Debug)]
pub struct Report<'p> {
    /// The project.
    pub project: &'p Project,
    /// Its file; empty if it has none.
    pub file: &'p str,
    /// The digest of its file, if what is reported stands in one.
    pub digest: Option<Digest>,
    /// When the report is made.
    pub printed: Time,
}

/// The report as one HTML file: settings and guidelines with what deviates from the preset, areas, groups with
/// all their members, the matrix of rights, users, notification groups, and lines to sign on.
#[must_use]
pub fn html(report: &Report<'_>, tr: &Tr) -> String {
    let project = report.project;
    let of = tr.with(
        "report-of",
        &[("project", project.name.as_str().into()), ("time", words::moment(project.time_stamp).into())],
    );
    let mut html = Html::new(tr.language().tag(), &format!("{} – {}", project.name, tr.get("report-title")), &of);
    sections::head(&mut html, report, tr);
    sections::settings(&mut html, project, tr);
    sections::areas(&mut html, project, tr);
    // On paper nobody searches: people stand in the order of their names.
    let mut users: Vec<&User> = project.users.iter().collect();
    users.sort_by_cached_key(|user| order(&user.name));
    sections::groups(&mut html, project, &users, tr);
    sections::matrix(&mut html, project, tr);
    sections::users(&mut html, project, &users, tr);
    sections::notification_groups(&mut html, project, &users, tr);
    sections::signatures(&mut html, tr);
    html.finish(&of)
}

/// Any table as a page to print, with a title and a note.
#[must_use]
pub fn table(tr: &Tr, title: &str, note: &str, table: &Table) -> String {
    let mut html = Html::new(tr.language().tag(), title, title);
    html.raw("<h1>").text(title).raw("</h1>\n").note(note);
    let headings: Vec<&str> = table.headings.iter().map(String::as_str).collect();
    html.table(&headings, |html| {
        for row in table.rows() {
            html.row(&row.cells().collect::<Vec<_>>());
        }
    });
    html.finish(title)
}

#[cfg(test)]
mod tests {
    use keyholder_shared::model::Texts;
    use keyholder_shared::xml;

    use super::*;
    use crate::i18n::Language;

    fn sample(name: &str) -> Project {
        let path = format!("{}/../sample-projects/{name}/UserManagementConfig.xml", env!("CARGO_MANIFEST_DIR"));
        xml::read_project(&std::fs::read(path).unwrap()).document.unwrap()
    }

    fn made(project: &Project, language: Language) -> String {
        let digest = Some(Digest::from_bytes([7; 32]));
        let printed = "2026-11-25T12:00:00.000Z".parse().unwrap();
        html(&Report { project, file: "a.xml", digest, printed }, &Tr::new(language))
    }

    #[test]
    fn everything_an_auditor_signs_is_in_it_in_both_languages() {
        for name in ["bottling-line", "pharma-reactor", "minimal"] {
            let project = sample(name);
            for language in Language::ALL {
                let html = made(&project, language);
                for user in project.users.iter() {
                    assert!(html.contains(user.name.as_str()), "{}", user.name);
                }
                for right in project.definitions.right_groups.iter().flat_map(|group| group.rights.iter()) {
                    assert!(html.contains(right.key.as_str()), "{}", right.key);
                }
                let day = project.time_stamp.to_string();
                for text in ["sha256:0707", day.get(..10).unwrap(), "2026-11-25 12:00 UTC", &project.id.to_string()] {
                    assert!(html.contains(text), "{text}");
                }
                assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
                assert!(!html.contains("report-") || html.contains("class="), "no key is left unworded");
            }
        }
    }

    #[test]
    fn each_sheet_says_what_it_is_of_and_nothing_typed_leaves_its_string() {
        let mut project = sample("bottling-line");
        project.name = "Größe\n7\\\" } </style><script>*/".into();
        let html = made(&project, Language::English);
        assert_eq!(html.matches("</style>").count(), 1);
        assert!(!html.contains("<script"));
        let sheet = html.lines().find(|line| line.starts_with("@page")).unwrap();
        assert!(sheet.ends_with("counter(page) \" / \" counter(pages) } }"), "{sheet}");
        let (_, content) = sheet.split_once("content: \"").unwrap();
        let (content, _) = content.split_once('"').unwrap();
        let name = "Größe\\a 7\\5c \\22  \\7d  \\3c \\2f style\\3e \\3c script\\3e \\2a \\2f ";
        assert!(content.starts_with(name), "{content}");
    }

    #[test]
    fn settings_and_what_deviates_are_said_in_words() {
        let mut project = sample("bottling-line");
        let viewer = project.users.iter().find(|user| user.name == "panel-viewer").map(|user| user.id);
        let policies = &mut project.definitions.policies;
        policies.preset = keyholder_shared::model::Preset::Fda;
        policies.session.default_user = viewer;
        policies.session.autologin_user = Some(keyholder_shared::Id::from_u128(7));
        policies.password.aging = false;
        let html = made(&project, Language::German);
        let deviations = html.split("<h2>").find(|part| part.starts_with("Abweichungen")).unwrap();
        for text in ["<td>panel-viewer</td><td>niemand</td>", "<td>Passwörter laufen ab</td><td>nein</td><td>ja</td>"]
        {
            assert!(deviations.contains(text), "{deviations}");
        }
        for name in ["MinimumLength", "Aging", "DefaultUser", ">true<", ">false<", ">default<", ">Internal<", ">fda<"] {
            assert!(!html.contains(name), "{name}");
        }
        assert!(html.contains("<td>FDA 21 CFR Part 11</td>"), "the preset by its name");
    }

    #[test]
    fn people_stand_in_the_order_of_their_names_and_no_group_is_cut() {
        let mut project = sample("bottling-line");
        project.users[3].name = "ändler".into();
        project.users[3].notification_groups =
            project.definitions.notification_groups.iter().map(|it| it.id.into()).collect();
        let html = made(&project, Language::German);
        let users = html.split("<h2>").find(|part| part.starts_with("Benutzer")).unwrap();
        let at = |name: &str| users.find(&format!("<td>{name}</td>")).unwrap();
        assert!(at("a.kowalczyk") < at("Admin") && at("Admin") < at("ändler") && at("ändler") < at("b.lis"));
        assert!(html.contains("<td>ändler, b.lis, f.krause, i.novakova, o.petit, t.schreiber</td>"));
        assert!(!html.contains("overflow: hidden") && !html.contains("nowrap"), "a long name goes on in the next line");
    }

    #[test]
    fn every_member_of_every_group_is_named() {
        for (language, disabled, empty) in
            [(Language::English, "disabled", "no members"), (Language::German, "deaktiviert", "keine Mitglieder")]
        {
            let mut project = sample("bottling-line");
            let group = project.definitions.groups[1].id;
            for (index, user) in project.users.iter_mut().enumerate() {
                // A file may say it twice.
                if index >= 5 {
                    user.groups = vec![group.into(), group.into()].into();
                }
                user.enabled = index != 7;
            }
            project.users[7].name = "a <b>".into();
            let html = made(&project, language);
            let section = html.split("<h2>").find(|part| part.contains("class=\"names\"")).unwrap();
            let name = project.definitions.groups[1].name.get(language.tag());
            let members = section.split("<h3>").find(|part| part.starts_with(name)).unwrap();
            let (_, members) = members.split_once("<p class=\"names\">").unwrap();
            let members: Vec<&str> = members.split_once("</p>").unwrap().0.split(", ").collect();
            let mut users: Vec<&User> = project.users.iter().filter(|user| user.is_member_of(group)).collect();
            users.sort_by_key(|user| order(&user.name));
            let named = users.iter().map(|user| match user.enabled {
                true => user.name.to_string(),
                false => format!("a &lt;b&gt; ({disabled})"),
            });
            assert_eq!(members, named.collect::<Vec<_>>());
            assert!(members.len() >= 25, "{members:?}");
            assert!(section.contains(&format!("<td>{}</td>", members.len())), "each counts once");
            let nobody = project.definitions.groups[4].name.get(language.tag());
            let nobody = section.split("<h3>").find(|part| part.starts_with(nobody)).unwrap();
            assert!(nobody.contains(empty), "{nobody}");
        }
    }

    #[test]
    fn groups_are_told_by_name_and_control_characters_do_not_pass() {
        let mut project = sample("bottling-line");
        let group = project.definitions.notification_groups[0].id;
        project.users[0].notification_groups = vec![group.into()].into();
        project.users[0].name = "one\u{86}two\u{7f}".into();
        project.users[1].full_name = "Ünüsual «text»".into();
        let gone = keyholder_shared::Id::from_u128(99);
        project.users[1].groups = vec![project.definitions.groups[2].id.into(), gone.into()].into();
        let html = made(&project, Language::English);
        let name = project.definitions.groups[2].name.get("en");
        assert!(html.contains(&format!("<td>{name}, {gone}</td>")));
        assert!(html.contains("Ünüsual «text»") && html.contains("one\u{fffd}two\u{fffd}"));
        assert!(!html.contains(['\u{86}', '\u{7f}']));
        let members = html.split("one\u{fffd}two\u{fffd}").count() - 1;
        assert_eq!(members, 3, "among the users and among the members of either group");
    }

    #[test]
    fn nothing_secret_is_in_it_and_nothing_is_fetched() {
        let mut project = sample("bottling-line");
        project.definitions.security.protection_hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".into();
        let html = made(&project, Language::English);
        for word in ["argon2", "$v=", "<script", "http://", "https://", "src=", "@import"] {
            assert!(!html.contains(word), "{word}");
        }
    }

    #[test]
    fn what_people_typed_is_text_and_no_markup() {
        let mut project = sample("minimal");
        project.name = "<b>&\"'".into();
        project.users[0].full_name = "</td><script>alert(1)</script>".into();
        project.definitions.groups[0].name = Texts::new("en", "<i>");
        let html = made(&project, Language::English);
        assert!(!html.contains("<script") && !html.contains("<i>") && !html.contains("<b>&"));
        assert!(html.contains("&lt;script&gt;alert(1)") && html.contains("&lt;b&gt;&amp;&quot;"));
        let opened = html.matches("<table").count();
        assert_eq!(opened, html.matches("</table>").count());
        assert_eq!(html.matches("<tr").count(), html.matches("</tr>").count());
    }
}
