//! Users that stand in a machine's document as they stand in the project's file, to the byte but for their
//! `Origin`: on a large site nearly all of them. They are read once, with the project; of the machine's
//! document it is only noted where the project has them.
//!
//! Nothing is taken on trust: what counts in the end is a stretch that the project's reader took for one
//! whole user ([`Alike::among`]). Then the machine's reader would have read the same user, given by the project and never changed on the machine.

use memchr::{memchr, memmem};

/// What a user of either document begins with.
const BEGIN: &[u8] = b"\n    <User Id=\"";
const END: &[u8] = b"\n    </User>";
/// The bytes of it before the tag.
const BEFORE_TAG: usize = "\n    ".len();
const ID: usize = 36;
/// What a machine's user has more than the project's.
const ORIGIN: &[u8] = b" Origin=\"Project\"";
/// So far ahead, in bytes, a user is looked for at first that is not the next one.
const AHEAD: usize = 4096;

/// A stretch of a file, in bytes of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    at: u32,
    length: u32,
}

impl Stretch {
    fn new(at: usize, length: usize) -> Self {
        // Files are smaller.
        Self { at: u32::try_from(at).unwrap_or(u32::MAX), length: u32::try_from(length).unwrap_or_default() }
    }
}

/// Where the users of a project stand in its file, from the end of the line before to the end of each; not
/// of those that hold something which has a meaning in a machine's document alone.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<Stretch>);

impl Places {
    /// Notes the next user, whose start tag begins at the byte `tag` of the text, and who ends at `end`.
    pub(super) fn note(&mut self, tag: usize, end: usize, means_the_same: bool) {
        let at = tag.saturating_sub(BEFORE_TAG);
        self.note_short(at, if means_the_same { end.saturating_sub(at) } else { 0 });
    }

    /// Notes the next user, which went the short way.
    pub(super) fn note_short(&mut self, at: usize, length: usize) {
        self.0.push(Stretch::new(at, length));
    }
}

/// The users that were left out of a machine's document, by where the project's file has the same.
#[derive(Clone, Debug, Default)]
pub struct Alike(Vec<Stretch>);

impl Alike {
    /// Tells of each of the project's first users whether it was left out of the machine's document.
    /// `None` if what was left out is not one whole user of the project's: then the machine's document has
    /// to be read by itself.
    #[must_use]
    pub fn among(&self, project: &Places) -> Option<Vec<bool>> {
        let mut marks = Vec::new();
        // Both are in the order of the project's file.
        let mut users = project.0.iter().enumerate();
        for wanted in &self.0 {
            let (index, _) = users.find(|(_, stretch)| *stretch == wanted)?;
            marks.resize(index, false);
            marks.push(true);
        }
        Some(marks)
    }
}

/// Finds a machine's users in the project's file, both of them walked from front to end.
pub(super) struct Beside<'p> {
    project: &'p [u8],
    /// Where in it the next user is expected.
    at: usize,
    /// How many of the machine's users one after the other were not found.
    missed: usize,
    end: memmem::Finder<'static>,
    alike: Alike,
}

impl<'p> Beside<'p> {
    /// `project` is the whole file.
    pub fn new(project: &'p [u8]) -> Self {
        let project = project.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(project);
        let at = memmem::find(project, BEGIN).unwrap_or(project.len());
        Self { project, at, missed: 0, end: memmem::Finder::new(END), alike: Alike::default() }
    }

    /// What was found.
    pub fn alike(self) -> Alike {
        self.alike
    }

    /// The length of the user that `machine` begins with, if the project has the same.
    pub fn take(&mut self, machine: &[u8]) -> Option<usize> {
        self.seek(machine.get(..BEGIN.len() + ID).filter(|begin| begin.starts_with(BEGIN))?)?;
        let at = self.at;
        let project = self.project.get(at..)?;
        let Some(length) = self.length_if_alike(machine, project) else {
            self.at += BEGIN.len();
            return None;
        };
        let theirs = length - ORIGIN.len();
        self.at += theirs;
        self.alike.0.push(Stretch::new(at, theirs));
        Some(length)
    }

    /// Goes to the user that begins like this. One that the machine alone has is not there, and between two
    /// that both have the project may have new ones: a few are passed over at once, more now and then, so
    /// that all the looking together takes no longer than reading the file.
    fn seek(&mut self, begin: &[u8]) -> Option<()> {
        let rest = self.project.get(self.at..)?;
        if !rest.starts_with(begin) {
            self.missed += 1;
            let far = if self.missed.is_power_of_two() { AHEAD.saturating_mul(self.missed) } else { AHEAD };
            self.at += memmem::find(rest.get(..far).unwrap_or(rest), begin)?;
        }
        self.missed = 0;
        Some(())
    }

    fn length_if_alike(&self, machine: &[u8], project: &[u8]) -> Option<usize> {
        let (tag, _) = machine.split_at_checked(memchr(b'>', machine)?)?;
        let (tag, empty) = tag.strip_suffix(b"/").map_or((tag, false), |tag| (tag, true));
        let tag = tag.strip_suffix(ORIGIN)?;
        // This > ends the start tag, in the project's file too, if it does not stand in a value.
        // Counted modulo 256 and without a branch, so that the compiler makes it fast.
        let (double, single) = tag.iter().fold((0_u8, 0_u8), |(double, single), &byte| {
            (double.wrapping_add(u8::from(byte == b'"')), single | u8::from(byte == b'\''))
        });
        if double % 2 == 1 || single > 0 {
            return None;
        }
        let rest = machine.get(tag.len() + ORIGIN.len()..)?;
        let rest = rest.get(..if empty { b"/>".len() } else { self.end.find(rest)? + END.len() })?;
        project.strip_prefix(tag)?.starts_with(rest).then_some(tag.len() + ORIGIN.len() + rest.len())
    }
}

#[cfg(test)]
mod tests {
    use crate::any;
    use crate::model::{Origin, RuntimeUser};
    use crate::xml::{
        parse_known_runtime, parse_known_runtime_beside, parse_project_noting, write_project, write_runtime,
    };
    use proptest::prelude::*;

    /// Reads the two beside each other, puts those that were left out back, and holds that against the
    /// document read by itself. Answers how many were left out.
    fn hold(project: &[u8], machine: &[u8]) -> Option<usize> {
        let (read, places) = parse_project_noting(project);
        if read.clone().accept().is_err() {
            return None;
        }
        let (beside, alike) = parse_known_runtime_beside(machine, project);
        let whole = parse_known_runtime(machine);
        assert_eq!(told(&beside.faults), told(&whole.faults));
        let (Some(read), Some(mut beside), Some(mut whole)) = (read.document, beside.document, whole.document) else {
            return None;
        };
        let marks = alike.among(&places)?;
        let left_out = read.users.iter().zip(marks).filter(|(_, alike)| *alike).map(|(user, _)| user.clone());
        let left_out: Vec<_> = left_out.map(RuntimeUser::from_project).collect();
        let count = left_out.len();
        assert!(left_out.iter().all(|user| user.origin == Origin::Project));
        assert_eq!(count, alike.0.len());
        beside.users.items.extend(left_out);
        for document in [&mut beside, &mut whole] {
            document.users.items.sort_by_key(|user| (user.user.id, user.user.name.clone()));
        }
        assert_eq!(beside, whole);
        Some(count)
    }

    fn told(faults: &[crate::xml::Fault]) -> Vec<(u32, u32, String)> {
        faults.iter().map(|fault| (fault.line, fault.column, fault.message())).collect()
    }

    proptest! {
        #[test]
        fn what_is_left_out_is_what_the_project_has(
            project in any::project(),
            mut machine in any::runtime(),
            picks in prop::collection::vec(0..4_u8, 0..40),
        ) {
            // Some of the project's users among the machine's, in the order of the project or not.
            let taken: Vec<_> = project.users.iter().zip(&picks).filter(|(_, pick)| **pick < 3).collect();
            machine.users.items.retain(|old| taken.iter().all(|(user, _)| user.id != old.user.id));
            for (number, (user, pick)) in taken.into_iter().enumerate() {
                let at = if *pick == 1 { 0 } else { number.min(machine.users.items.len()) };
                machine.users.items.insert(at, RuntimeUser::from_project(user.clone()));
            }
            prop_assert!(hold(&write_project(&project), &write_runtime(&machine)).is_some());
        }
    }

    const PROJECT: &str = include_str!("../../../sample-projects/bottling-line/UserManagementConfig.xml");

    const SMALL: &str = include_str!("../../../sample-projects/minimal/UserManagementConfig.xml");

    /// A sample as the machine has it at first start.
    fn machine(project: &str) -> String {
        let (project, _) = crate::xml::read_project(project.as_bytes()).accept().unwrap();
        let now = project.time_stamp;
        let first = crate::reconcile::first_start(project, None, now).runtime;
        String::from_utf8(write_runtime(&first)).unwrap()
    }

    /// How many users have no apostrophe in a value: the others are always read.
    fn users(text: &str) -> usize {
        text.split("\n    <User ").skip(1).filter(|user| !user.split('>').next().unwrap().contains('\'')).count()
    }

    #[test]
    fn on_a_machine_that_changed_nothing_all_are_alike() {
        assert_eq!(hold(PROJECT.as_bytes(), machine(PROJECT).as_bytes()), Some(users(PROJECT)));
        // Behind a byte-order mark as well.
        assert_eq!(hold(format!("\u{feff}{PROJECT}").as_bytes(), machine(PROJECT).as_bytes()), Some(users(PROJECT)));
    }

    #[test]
    fn users_that_one_side_lacks_put_the_others_out_of_step_for_a_while_only() {
        let machine = machine(PROJECT);
        let second = PROJECT.match_indices("\n    <User ").nth(1).unwrap().0;
        let third = PROJECT.match_indices("\n    <User ").nth(2).unwrap().0;
        let without = format!("{}{}", &PROJECT[..second], &PROJECT[third..]);
        assert_eq!(hold(without.as_bytes(), machine.as_bytes()), Some(users(&without)));
        let second = machine.match_indices("\n    <User ").nth(1).unwrap().0;
        let third = machine.match_indices("\n    <User ").nth(2).unwrap().0;
        let without = format!("{}{}", &machine[..second], &machine[third..]);
        assert_eq!(hold(PROJECT.as_bytes(), without.as_bytes()), Some(users(&without)));
        // A hundred new ones in the project, before all others.
        let first = PROJECT.find("\n    <User ").unwrap();
        let new = |n| {
            format!(
                "\n    <User Id=\"{n:08}-0000-4000-8000-000000000000\" Name=\"new.{n}\" FullName=\"\" Enabled=\"true\" PasswordAging=\"true\" MustChangePassword=\"false\"/>"
            )
        };
        let new: String = (0..100).map(new).collect();
        let with = format!("{}{new}{}", &PROJECT[..first], &PROJECT[first..]);
        assert!(hold(with.as_bytes(), machine.as_bytes()).unwrap() > users(PROJECT) / 2);
    }

    /// Which of the machine's users are taken, one after the other. A user is its number and what its start tag
    /// says behind the `Id`; `|` stands where the machine's `Origin` does.
    fn taken(project: &[(u8, &str)], machine: &[(u8, &str)]) -> Vec<bool> {
        let user = |(number, tag): &(u8, &str), origin: &str| {
            let tag = tag.replace('|', origin);
            format!(
                "\n    <User Id=\"000000{number:02}-0000-4000-8000-000000000000\" {tag}\n      <Group/>\n    </User>"
            )
        };
        let users: String = project.iter().map(|one| user(one, "")).collect();
        let project = format!("<UserManagementConfig>\n  <Users>{users}\n  </Users>");
        let mut beside = super::Beside::new(project.as_bytes());
        let machine = machine.iter().map(|one| user(one, " Origin=\"Project\""));
        let lengths = machine.map(|user| (beside.take(format!("{user}\n  </Users>").as_bytes()), user.len()));
        lengths.map(|(taken, length)| taken.is_some_and(|taken| taken == length)).collect()
    }

    #[test]
    fn a_user_that_differs_puts_nobody_out_of_step() {
        let project = [(1, "Name=\"a\"|>"), (2, "Name=\"b\"|>"), (3, "Name=\"c\"|>"), (4, "Name=\"d\"|>")];
        let mut machine = project;
        assert_eq!(taken(&project, &machine), [true; 4]);
        machine[1].1 = "Name=\"changed\"|>";
        assert_eq!(taken(&project, &machine), [true, false, true, true]);
        machine[0].1 = "Name=\"changed\"|>";
        assert_eq!(taken(&project, &machine), [false, false, true, true]);
    }

    #[test]
    fn long_users_follow_each_other_as_short_ones_do() {
        let tag = format!("Name=\"{}\"|>", "x".repeat(3000));
        let project = [1, 2, 3, 4, 5, 6].map(|number| (number, tag.as_str()));
        assert_eq!(taken(&project, &project), [true; 6]);
    }

    /// Between apostrophes a value may hold quotation marks, so that counting those tells nothing; and a > may
    /// stand in a value.
    #[test]
    fn where_a_start_tag_ends_is_never_guessed() {
        for tag in [
            "Name='a' Title=\"it\"|>",
            "Name=\"it's\"|>",
            "Name=\"'tis\" Title=\"it's\"|>",
            "Name=\"a|> b\">",
            "Title=\"x\" Name=\"a|> b\">",
        ] {
            let project = [(1, tag), (2, "Name=\"b\"|>")];
            assert_eq!(taken(&project, &project), [false, true], "{tag}");
        }
    }

    /// The machine's document with the users of this project, `Origin` put in where a start tag seems to end.
    fn with_users_of(machine: &str, project: &str) -> String {
        let section = |text: &str| (text.find("\n    <User ").unwrap(), text.find("\n  </Users>").unwrap());
        let (begin, end) = section(project);
        let users = project[begin..end].split_inclusive("\n    <User ").map(|user| match user.find('>') {
            Some(at) => {
                let at = if user[..at].ends_with('/') { at - 1 } else { at };
                format!("{} Origin=\"Project\"{}", &user[..at], &user[at..])
            }
            None => user.to_owned(),
        });
        let (begin, end) = section(machine);
        format!("{}{}{}", &machine[..begin], users.collect::<String>(), &machine[end..])
    }

    /// Whatever single change is made in the project, or in both: what is left out is what the project has,
    /// or nobody is left out.
    #[test]
    fn whatever_is_changed_nobody_is_left_out_wrongly() {
        let machine = machine(SMALL);
        assert_eq!(with_users_of(&machine, SMALL), machine);
        let begin = SMALL.find("\n    <User ").unwrap();
        let end = SMALL.rfind("</User>").unwrap() + "</User>".len();
        let (mut both, mut refused) = (0, 0);
        for at in (begin..end).filter(|at| SMALL.is_char_boundary(*at)) {
            let next = at + SMALL[at..].chars().next().unwrap().len_utf8();
            for change in ["", ">", "<", "\"", "=", "&amp;", "\n", "x", "\">", "<!-- > -->", "</User>"] {
                let project = format!("{}{change}{}", &SMALL[..at], &SMALL[next..]);
                hold(project.as_bytes(), machine.as_bytes());
                match hold(project.as_bytes(), with_users_of(&machine, &project).as_bytes()) {
                    Some(_) => both += 1,
                    None => refused += 1,
                }
            }
        }
        assert!(both > 0 && refused > 0, "{both} and {refused}");
    }
}
