//! The XML Schemas take what is right and refuse what is wrong.
#![cfg(not(windows))]

use std::fs;
use std::path::{Path, PathBuf};

use keyholder_shared::model::Runtime;
use keyholder_shared::reconcile::{first_start, reconcile};
use keyholder_shared::xml;
use keyholder_tests::schema::{assert_valid, validate};

const PROJECT: &str = include_str!("../cases/examples/UserManagementConfig.xml");
const RUNTIME: &str = include_str!("../cases/examples/UserManagementRuntimeConfig.xml");

#[test]
fn samples_and_examples_are_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("../sample-projects"), &mut files);
    let samples = files.len();
    collect(&root.join("cases/examples"), &mut files);
    assert_eq!((samples, files.len()), (6, 8), "three projects, three machines and two examples: {files:#?}");
    assert_valid(&files);
}

#[test]
fn every_broken_variant_is_refused_for_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let files = written(folder.path(), &BROKEN.map(|(of, from, to, _)| (of, from, to)));
    let refused = validate(&files);
    assert_eq!(refused.iter().map(|refusal| &refusal.file).collect::<Vec<_>>(), files.iter().collect::<Vec<_>>());
    for (refusal, (_, from, to, reason)) in refused.iter().zip(BROKEN) {
        assert!(refusal.message.contains(reason), "{from:?} became {to:?}; expected {reason:?}:\n{}", refusal.message);
    }
}

#[test]
fn every_permitted_variant_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    assert_valid(&written(folder.path(), &PERMITTED));
}

#[test]
fn what_the_merge_writes_is_valid() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/bottling-line");
    let read = |path: PathBuf| fs::read(path).unwrap();
    let project = xml::read_project(&read(samples.join(xml::PROJECT_FILE))).document.unwrap();
    let now = "2026-11-22T09:30:00.000Z".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let mut write = |name: &str, runtime: &Runtime| {
        let path = folder.path().join(name);
        fs::write(&path, xml::write_runtime(runtime)).unwrap();
        files.push(path);
    };
    write("first.xml", &first_start(project.clone(), None, now).runtime);
    for machine in ["filler-1", "filler-2", "packer"] {
        let path = samples.join("machines").join(machine).join(xml::RUNTIME_FILE);
        let runtime = xml::read_runtime(&read(path)).document.unwrap();
        write(machine, &reconcile(project.clone(), None, runtime, now).unwrap().runtime);
    }
    assert_valid(&files);
}

#[test]
fn what_is_no_file_of_ours_is_refused_and_the_rest_of_the_batch_judged() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let cut = &PROJECT[..PROJECT.len() / 2];
    let files = [
        file("other.xml", "<Other/>"),
        file("good.xml", PROJECT),
        file("cut.xml", cut),
        folder.path().join("missing.xml"),
        file("empty.xml", ""),
    ];
    let refused = validate(&files).into_iter().map(|refusal| refusal.file).collect::<Vec<_>>();
    assert_eq!(refused, [0, 2, 3, 4].map(|number| files[number].clone()));
}

/// A document, what in its first occurrence is replaced, and by what.
type Variant = (&'static str, &'static str, &'static str);

/// The variants as files, numbered.
fn written(folder: &Path, variants: &[Variant]) -> Vec<PathBuf> {
    let write = |(number, (document, from, to)): (usize, &Variant)| {
        assert!(document.contains(from), "variant {number} changes nothing: {from}");
        let path = folder.join(format!("{number}.xml"));
        fs::write(&path, document.replacen(from, to, 1)).unwrap();
        path
    };
    variants.iter().enumerate().map(write).collect()
}

/// All XML files under a folder.
fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            into.push(path);
        }
    }
}

const SESSION: &str = r#"<Session IdleTimeoutMinutes="0"/>"#;
const OPERATORS: &str = r#"<Group Ref="11111111-2222-4000-8000-000000000032"/>"#;
const START: &str = r#"<Right Ref="11111111-2222-4000-8000-00000000003c"/>"#;
const STAMP: &str = r#" TimeStamp="2026-11-22T09:30:00.000Z""#;
const ANNA: &str = r#"Name="anna""#;
const MACHINE: &str = r#"<Text Lang="en">Machine</Text>"#;

/// Each variant with a part of the reason that `xmllint` gives.
#[rustfmt::skip]
const BROKEN: [(&str, &str, &str, &str); 48] = [
    // The root
    (PROJECT, r#"SchemaVersion="1""#, r#"SchemaVersion="2""#, "'SchemaVersion'"),
    (PROJECT, r#" SchemaVersion="1""#, "", "'SchemaVersion' is required"),
    (PROJECT, r#"ProjectName="Oracle""#, r#"ProjectName=" Oracle""#, "'ProjectName'"),
    (PROJECT, STAMP, "", "'TimeStamp' is required"),
    (PROJECT, STAMP, r#" TimeStamp="2026-11-22T09:30:00Z""#, "facet 'pattern'"),
    (PROJECT, STAMP, r#" TimeStamp="2026-11-22T10:30:00.000+01:00""#, "facet 'pattern'"),
    (PROJECT, STAMP, r#" TimeStamp="2026-11-31T09:30:00.000Z""#, "'TimeStamp'"),
    (PROJECT, STAMP, r#" TimeStamp="2026-11-22T09:30:00.000Z" Digest="sha256:12""#, "'Digest'"),
    (RUNTIME, r#" Generation="1""#, "", "'Generation' is required"),
    (RUNTIME, r#" ProjectTimeStamp="2026-11-01T09:30:00.000Z""#, "", "'ProjectTimeStamp' is required"),
    // Order and number of elements
    (PROJECT, "<Areas/>", "", "Expected is ( Areas )"),
    (PROJECT, "<Areas/>", "<Areas/><Areas/>", "Expected is ( RightGroups )"),
    (PROJECT, "<Areas/>", "<Areas/><Surprise/>", "Expected is ( RightGroups )"),
    (PROJECT, "<Areas/>", "text<Areas/>", "Character content"),
    (PROJECT, "</Users>", "</Users><DeletedUsers/>", "'DeletedUsers'"),
    (PROJECT, MACHINE, "", "Expected is ( Text"),
    (PROJECT, OPERATORS, "<PasswordHistory/>", "'PasswordHistory'"),
    (RUNTIME, "<DeletedUsers>", "<DeletedUsers><Group/>", "'Group'"),
    // Values
    (PROJECT, r#"Kind="ProjectDirectory""#, r#"Kind="Cloud""#, "'Kind'"),
    (PROJECT, r#"Kind="Internal""#, r#"Kind="""#, "'Kind'"),
    (PROJECT, r#"Aging="false""#, r#"Aging="0""#, "'Aging'"),
    (PROJECT, r#"Threshold="3""#, r#"Threshold="-1""#, "'Threshold'"),
    (PROJECT, "<Policies>", r#"<Policies Preset="gmp">"#, "'Preset'"),
    (PROJECT, SESSION, r#"<Session IdleTimeoutMinutes="0" DefaultUser="anna"/>"#, "'DefaultUser'"),
    (PROJECT, SESSION, r#"<Session IdleTimeoutMinutes="0"/><Audit WhenUnwritable="Perhaps"/>"#, "'WhenUnwritable'"),
    (PROJECT, MACHINE, r#"<Text Lang="">Machine</Text>"#, "'Lang'"),
    (PROJECT, MACHINE, r#"<Text Lang="en"> Machine</Text>"#, "facet 'pattern'"),
    (PROJECT, r#"Key="machine.start""#, r#"Key="""#, "'Key'"),
    (PROJECT, ANNA, r#"Name="""#, "'Name'"),
    (PROJECT, ANNA, r#"Name="anna ""#, "'Name'"),
    (PROJECT, ANNA, r#"Name="ääääääääääääääääääääääääääääääää""#, "facet 'maxLength'"),
    (PROJECT, ANNA, r#"BuiltIn="Guest" Name="anna""#, "'BuiltIn'"),
    (RUNTIME, r#"Origin="Runtime""#, r#"Origin="Plant""#, "'Origin'"),
    (RUNTIME, r#" Origin="Runtime""#, "", "'Origin' is required"),
    (RUNTIME, r#"DeletedAt="2026-10-02T10:00:00.000Z""#, r#"DeletedAt="2026-10-02""#, "'DeletedAt'"),
    // One of each
    (PROJECT, r#"Id="11111111-2222-4000-8000-000000000032""#, r#"Id="11111111-2222-4000-8000-00000000003c""#, "constraint 'Id'"),
    (RUNTIME, "8000-0000000000c8", "8000-00000000012c", "constraint 'UserId'"),
    (PROJECT, ANNA, r#"Name="Admin""#, "constraint 'UserName'"),
    (PROJECT, ANNA, r#"BuiltIn="Admin" Name="anna""#, "constraint 'BuiltInUser'"),
    (PROJECT, r#"Key="machine.start""#, r#"Key="recipe.edit""#, "constraint 'RightKey'"),
    (PROJECT, MACHINE, r#"<Text Lang="en">Machine</Text><Text Lang="en">Line</Text>"#, "constraint 'OneNamePerLanguage'"),
    // References
    (PROJECT, OPERATORS, r#"<Group Ref="11111111-2222-4000-8000-00000000003c"/>"#, "'GroupOfUser'"),
    (PROJECT, OPERATORS, r#"<NotificationGroup Ref="11111111-2222-4000-8000-000000000032"/>"#, "'NotificationGroupOfUser'"),
    (PROJECT, START, r#"<Right Ref="11111111-2222-4000-8000-000000000099"/>"#, "'RightOfGroup'"),
    (PROJECT, START, r#"<Area Ref="11111111-2222-4000-8000-000000000033"/>"#, "'AreaOfGroup'"),
    (PROJECT, SESSION, r#"<Session DefaultUser="11111111-2222-4000-8000-000000000032"/>"#, "'DefaultUser'"),
    (PROJECT, SESSION, r#"<Session AutologinUser="11111111-2222-4000-8000-000000000099"/>"#, "'AutologinUser'"),
    (PROJECT, OPERATORS, r#"<Group Ref="{11111111-2222-4000-8000-000000000032}"/>"#, "facet 'pattern'"),
];

#[rustfmt::skip]
const PERMITTED: [Variant; 18] = [
    (PROJECT, ANNA, r#"Name="äääääääääääääääääääääääääääääää""#),
    (PROJECT, r#"Name="anna" FullName="Anna Adler" Enabled="true""#, r#"Name="anna""#),
    (PROJECT, r#"Default="en""#, r#"Default="de""#),
    (PROJECT, MACHINE, r#"<Text Lang="en">Machine</Text><Text Lang="de-AT"></Text>"#),
    (PROJECT, r#"Kind="Internal""#, r#"Kind="Kerberos""#),
    (PROJECT, r#"Kind="ProjectDirectory""#, r#"Kind="FilePath" Path="D:\data""#),
    (PROJECT, r#"Hash="$argon2id$"#, r#"Hash="$2b$"#),
    (PROJECT, START, r#"<Right Ref="11111111-2222-4000-8000-00000000003c" Denied="true"/>"#),
    // What the guidelines got later; a machine may have lost the user whom they name
    (PROJECT, "<Policies>", r#"<Policies Preset="nist">"#),
    (PROJECT, SESSION, r#"<Session/><Audit WhenUnwritable="Stop"/>"#),
    (RUNTIME, SESSION, r#"<Session DefaultUser="11111111-2222-4000-8000-000000000099"/>"#),
    // Unknown attributes everywhere, elements of a foreign namespace at the end
    (PROJECT, "<Areas/>", r#"<Areas Mine="1" xmlns:x="urn:x" x:yours="2"><x:a Id="11111111-2222-4000-8000-000000000032"><b/></x:a></Areas>"#),
    (PROJECT, START, r#"<Right Ref="11111111-2222-4000-8000-00000000003c" Since="2026"><a xmlns="urn:x"/></Right>"#),
    (PROJECT, "</Users>", r#"</Users><a xmlns="urn:x"/>"#),
    (RUNTIME, "</DeletedUsers>", r#"</DeletedUsers><a xmlns="urn:x"/>"#),
    // A user of the machine with the Id of a group; a namesake of a deleted user, and the passwords of one
    (RUNTIME, "8000-00000000012c", "8000-000000000032"),
    (RUNTIME, r#"Name="bert""#, ANNA),
    (RUNTIME, r#"DeletedBy="Admin"/>"#, r#"DeletedBy="Admin"><Password Hash="x"/><PasswordHistory><Password Hash="y"/></PasswordHistory></User>"#),
];
