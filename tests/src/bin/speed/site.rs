//! A site as large as one wants: a project, and a machine with an earlier delivery of it.

use std::error::Error;
use std::path::{Path, PathBuf};

use keyholder_shared::model::{Mark, Password, Project, Ref, Text, Texts, User};
use keyholder_shared::reconcile;
use keyholder_shared::xml::{PROJECT_FILE, RUNTIME_FILE, declared_digest, read_project, write_project, write_runtime};
use keyholder_shared::{Id, Time};

use crate::child;

/// A folder with a project and a runtime file, of which every tenth user was changed on each side.
pub struct Site {
    folder: PathBuf,
    runtime: Vec<u8>,
    /// The runtime's own note that it verified this document.
    note: Vec<u8>,
    /// Bytes of the project file.
    pub project_size: usize,
    /// Bytes of the runtime file before the update.
    pub runtime_size: usize,
    /// Bytes of the runtime file after it.
    pub result_size: usize,
}

const GROUPS: u32 = 200;
const NOTE: &str = "UserManagementRuntimeConfig.verified";

impl Site {
    /// Makes a site of `users` users in `folder`.
    pub fn make(folder: &Path, users: u32) -> Result<Self, Box<dyn Error>> {
        std::fs::create_dir_all(folder)?;
        let before = project(users)?;
        let first = time("2026-10-01T08:00:00.000Z")?;
        let mut machine = reconcile::first_start(before.clone(), None, first).runtime;
        for (number, user) in machine.users.iter_mut().enumerate().filter(|(number, _)| number % 10 == 3) {
            let at = time("2026-10-12T06:30:00.000Z")?;
            user.user.password = Some(password(number as u128 + 7_000_000, at));
            user.changed = Some(Mark { at, by: user.user.name.clone() });
        }
        let mut after = before.clone();
        after.time_stamp = time("2026-11-22T09:30:00.000Z")?;
        for (number, user) in after.users.iter_mut().enumerate().filter(|(number, _)| number % 10 == 7) {
            user.full_name = format!("{} (line {})", user.full_name, number % 12).into();
        }
        let (earlier, delivered) = (write_project(&before), write_project(&after));
        let digest = read_project(&earlier)
            .accept()
            .map_err(|faults| format!("{faults:?}"))
            .map(|_| declared_digest(&earlier))?;
        machine.project_digest = digest.and_then(|(text, _)| text.parse().ok());
        let kept = write_runtime(&machine);
        let result = reconcile::reconcile(after, None, machine, first)?;
        // The machine looks at its document once, as it does at every start, and notes that it is sound.
        std::fs::write(folder.join(PROJECT_FILE), &earlier)?;
        std::fs::write(folder.join(RUNTIME_FILE), &kept)?;
        child::spawn(&["update", folder.to_str().ok_or("a path of text")?, "unchanged"])?;
        let note = std::fs::read(folder.join(NOTE))?;
        std::fs::write(folder.join(PROJECT_FILE), &delivered)?;
        // The first update on this machine makes the database of its state.
        child::spawn(&["update", folder.to_str().ok_or("a path of text")?, "updated"])?;
        Ok(Self {
            folder: folder.to_owned(),
            project_size: delivered.len(),
            runtime_size: kept.len(),
            result_size: write_runtime(&result.runtime).len(),
            runtime: kept,
            note,
        })
    }

    /// The folder, as an argument.
    pub fn folder(&self) -> &str {
        self.folder.to_str().unwrap_or_default()
    }

    /// Puts the machine back to where it was before the update.
    pub fn restore(&self) -> std::io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            // What it keeps of logins, and its audit trail, it has since its first day.
            let kept = |name: &str| name == PROJECT_FILE || name.starts_with("UserManagementState.");
            if !entry.file_name().to_str().is_some_and(kept) {
                std::fs::remove_file(entry.path())?;
            }
        }
        std::fs::write(self.folder.join(NOTE), &self.note)?;
        let file = self.folder.join(RUNTIME_FILE);
        std::fs::write(&file, &self.runtime)?;
        std::fs::File::open(&file)?.sync_all()
    }
}

/// The sample project `minimal` with so many users in so many groups.
pub fn project(users: u32) -> Result<Project, Box<dyn Error>> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-projects/minimal").join(PROJECT_FILE);
    let (mut project, _) = read_project(&std::fs::read(sample)?).accept().map_err(|faults| format!("{faults:?}"))?;
    let model = project.definitions.groups.iter().find(|group| !group.administrators).ok_or("no group")?.clone();
    for number in 0..GROUPS {
        let mut group = model.clone();
        group.id = Id::from_u128(0x4000_8000_0000_0000_0000 + u128::from(number) + (1 << 100));
        group.name = Texts::new("en", &format!("Operators of line {number}"));
        project.definitions.groups.push(group);
    }
    let groups: Vec<Id> =
        project.definitions.groups.iter().filter(|group| !group.administrators).map(|group| group.id).collect();
    for number in 0..users {
        let mut user = User::new(
            Id::from_u128((u128::from(number) << 64) + (7 << 44) + (0x4000 << 64) + (1 << 110)),
            &format!("operator.{number}"),
        );
        user.full_name = format!("Operator Number {number}").into();
        user.language = "en".into();
        user.email = format!("operator.{number}@plant.example").into();
        user.phone = format!("+49 711 {number:07}").into();
        if number % 4 == 0 {
            let text = Text {
                lang: "en".into(),
                value: "Works in shifts on the filling and packing lines".into(),
                ..Text::default()
            };
            user.description.list.push(text);
        }
        user.password = Some(password(u128::from(number), time("2026-09-01T08:00:00.000Z")?));
        for step in 0..=(number % 2) {
            let group = groups.get((number as usize * 7 + step as usize) % groups.len()).ok_or("no group")?;
            user.groups.push(Ref::from(*group));
        }
        project.users.push(user);
    }
    Ok(project)
}

/// A password whose hash has the form and length of a real one.
fn password(number: u128, at: Time) -> Password {
    let hash = format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0MDAwMA${number:A>43}");
    Password { hash: hash.into(), changed_at: Some(at), unknown: Default::default() }
}

pub fn time(text: &str) -> Result<Time, Box<dyn Error>> {
    Ok(text.parse()?)
}
