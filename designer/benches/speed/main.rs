//! Whether a large project is as quick to work in as a small one. Each figure is measured beside its floor in
//! the same run; what counts is the ratio. Ends with an error if one is over its limit.
//!
//! ```text
//! cargo bench -p keyholder-designer --bench speed
//! ```
//!
//! The start of the window is measured where there is a display (`xvfb-run` gives one).

mod start;

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use iced::Size;
use iced::futures::StreamExt;
use iced::futures::executor::block_on;
use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{Key, Modifiers};
use keyholder_designer::app::keys::Press;
use keyholder_designer::app::{App, Message, transfer};
use keyholder_designer::command::Command;
use keyholder_designer::csv;
use keyholder_designer::offscreen::Offscreen;
use keyholder_designer::page::{self, Page, preview, texts, users};
use keyholder_designer::service::Services;
use keyholder_designer::service::dialogs::Answers;
use keyholder_designer::service::settings::Settings;
use keyholder_designer::ui::table;
use keyholder_shared::edit::{Action, Change, Edit, Kind, Step, TextField};
use keyholder_shared::model::{Group, Project, Right, RightRef, Texts, User};
use keyholder_shared::{Id, Time, name, reconcile, xml};

type Outcome<T> = Result<T, Box<dyn Error>>;

const SAMPLE: &[u8] = include_bytes!("../../../sample-projects/bottling-line/UserManagementConfig.xml");
const PATH: &str = "plant/UserManagementConfig.xml";
const WINDOW: Size = Size::new(1280.0, 800.0);
const LARGE: usize = 100_000;
const SMALL: usize = 100;

fn main() -> ExitCode {
    // The bench harness of cargo passes options of its own.
    let asked = std::env::args().nth(1).unwrap_or_default();
    let done = match asked.as_str() {
        "--empty-window" => start::empty_window(),
        "--sample-window" => start::sample_window(),
        _ => measure(),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// What was measured: a name, two times, and the most that the first may be of the second.
struct Figure(&'static str, Duration, Duration, f64);

fn measure() -> Outcome<bool> {
    let (large, small) = (with_users(LARGE)?, with_users(SMALL)?);
    let mut figures = vec![frames_of_users(&large, &small)?, frames_of_the_matrix()?, keystrokes(&large)?];
    figures.push(opening(&large)?);
    figures.extend([preview(&large)?, import(&large, &small)?, report(&large)?]);
    figures.push(taking_in(&large, &small)?);
    figures.extend(orders(&large)?);
    figures.extend(edits(&large, &small)?);
    if std::env::var_os("DISPLAY").is_some() {
        figures.push(start::figure()?);
    } else {
        println!("There is no display: the start of the window is not measured.");
    }
    let mut holds = true;
    for Figure(name, time, floor, most) in figures {
        let ratio = time.as_secs_f64() / floor.as_secs_f64().max(1e-9);
        let says = if ratio <= most { "holds" } else { "OVER" };
        holds &= ratio <= most;
        println!("{name:<52} {time:>10.2?} / {floor:>10.2?} = {ratio:>5.2} (at most {most:.2})  {says}");
    }
    Ok(holds)
}

/// The medians of two things done by turns, so that a busy moment of the machine falls on both.
fn by_turns(
    times: usize,
    mut one: impl FnMut() -> Outcome<Duration>,
    mut other: impl FnMut() -> Outcome<Duration>,
) -> Outcome<(Duration, Duration)> {
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for _ in 0..times {
        ones.push(one()?);
        others.push(other()?);
    }
    Ok((middle(ones), middle(others)))
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    black_box(work());
    began.elapsed()
}

/// A frame of *Users*.
fn frames_of_users(large: &[u8], small: &[u8]) -> Outcome<Figure> {
    let (mut large, mut small) = (Desk::open(large)?, Desk::open(small)?);
    let (time, floor) = by_turns(60, || Ok(large.frame()), || Ok(small.frame()))?;
    Ok(Figure("frame of Users: 100,000 / 100 users", time, floor, 1.5))
}

fn parsed(bytes: &[u8]) -> Outcome<Project> {
    xml::read_project(bytes).document.ok_or_else(|| "The project cannot be read.".into())
}

fn scanned(project: &Project) -> Duration {
    timed(|| project.users.iter().filter(|user| name::fold(&user.name).contains("999")).count())
}

fn frames_of_the_matrix() -> Outcome<Figure> {
    let mut large = Desk::open(&with_rights(60, 400)?)?;
    let mut small = Desk::open(&with_rights(8, 40)?)?;
    for desk in [&mut large, &mut small] {
        desk.tell(Message::Run(Command::Show(Page::Matrix)));
    }
    let (time, floor) = by_turns(60, || Ok(large.frame()), || Ok(small.frame()))?;
    Ok(Figure("frame of the matrix: 60 x 400 / 8 x 40", time, floor, 1.5))
}

/// A keystroke in the field to search with, against a plain scan of the names.
fn keystrokes(large: &[u8]) -> Outcome<Figure> {
    let mut desk = Desk::open(large)?;
    let project = parsed(large)?;
    let mut typed = ["9", "99", "999"].into_iter().cycle();
    let keystroke = || {
        let search = typed.next().unwrap_or_default().to_owned();
        let message = Message::Page(page::Message::Users(users::Message::Search(search)));
        Ok(timed(|| drop(desk.app.update(message))))
    };
    let (time, floor) = by_turns(15, keystroke, || Ok(scanned(&project)))?;
    Ok(Figure("keystroke in the search / scan of the names", time, floor, 3.0))
}

/// Opening, the index over all users included, against reading as the Runtime reads.
fn opening(large: &[u8]) -> Outcome<Figure> {
    let mut desk = Desk::new()?;
    desk.put(large);
    let open = || {
        desk.tell(Message::Run(Command::CloseProject));
        Ok(timed(|| desk.tell(Message::OpenRecent(PATH.into()))))
    };
    let read = || Ok(timed(|| xml::read_project(large)));
    let (time, floor) = by_turns(5, open, read)?;
    Ok(Figure("opening / the Runtime's reading, 100,000 users", time, floor, 2.0))
}

/// What a machine has that was updated before a tenth of the users were changed.
fn machine(large: &[u8], now: Time) -> Outcome<Vec<u8>> {
    let mut before = parsed(large)?;
    before.time_stamp = Time::from_millis(before.time_stamp.as_millis() - 1);
    for user in before.users.items.iter_mut().step_by(10) {
        user.full_name = "Somebody else".into();
    }
    Ok(xml::write_runtime(&reconcile::first_start(before, None, now).runtime))
}

/// The preview of an update of one machine, its file read again, against the Runtime's own reading and merging.
fn preview(large: &[u8]) -> Outcome<Figure> {
    let now = Time::from_millis(1_800_000_000_000);
    let runtime = machine(large, now)?;
    let mut desk = Desk::open(large)?;
    desk.disk.put("machine.xml", &runtime);
    desk.tell(Message::Run(Command::Show(Page::Preview)));
    let tell = |desk: &mut Desk, message| desk.tell(Message::Page(page::Message::Preview(message)));
    tell(&mut desk, preview::Message::Chosen(vec!["machine.xml".into()]));
    let look = || Ok(timed(|| tell(&mut desk, preview::Message::Again)));
    let merge = || {
        Ok(timed(|| {
            let (project, runtime) = (xml::read_project(large).document, xml::read_runtime(&runtime).document);
            project.zip(runtime).map(|(project, runtime)| reconcile::reconcile(project, None, runtime, now))
        }))
    };
    let (time, floor) = by_turns(5, look, merge)?;
    if desk.app.shown().preview.attention().is_none() {
        return Err("The machine was not looked at.".into());
    }
    Ok(Figure("update preview / the Runtime's reading and merging", time, floor, 2.0))
}

fn pressed(key: Named) -> Message {
    let physical = Physical::Unidentified(NativeCode::Unidentified);
    Message::Key(Press { key: Key::Named(key), physical, modifiers: Modifiers::empty() })
}

/// A window over a small project, and the import of a table of the users of a large one.
fn with_table(large: &[u8], small: &[u8]) -> Outcome<(Desk, transfer::Message)> {
    let project = parsed(large)?;
    let table = csv::users::export(project.users.iter(), &project.definitions, csv::users::Headings::English);
    let desk = Desk::open(small)?;
    desk.disk.put("users.csv", &table.write(csv::table::Separator::Comma));
    Ok((desk, transfer::Message::Import(transfer::What::Users, "users.csv".into())))
}

/// A table of new users, read and planned until it is shown, against the Runtime's reading of a project with them.
fn import(large: &[u8], small: &[u8]) -> Outcome<Figure> {
    let (mut desk, import) = with_table(large, small)?;
    let import = || {
        let took = timed(|| desk.tell(Message::Transfer(import.clone())));
        if desk.app.dialog().is_none() {
            return Err("The table was not planned.".into());
        }
        desk.tell(pressed(Named::Escape));
        Ok(took)
    };
    let read = || Ok(timed(|| xml::read_project(large)));
    let (time, floor) = by_turns(5, import, read)?;
    Ok(Figure("import of 100,000 users / reading a project of them", time, floor, 3.0))
}

/// The longest that the window is held up while such a table is taken in, that is undone, done again and undone,
/// against a plain scan of the names.
fn taking_in(large: &[u8], small: &[u8]) -> Outcome<Figure> {
    let ((mut desk, import), project) = (with_table(large, small)?, parsed(large)?);
    let take_in = || {
        desk.tell(Message::Transfer(import.clone()));
        let mut longest = Duration::ZERO;
        let (undo, redo) = (Message::Run(Command::Undo), Message::Run(Command::Redo));
        for (message, is_in) in [(pressed(Named::Enter), true), (undo.clone(), false), (redo, true), (undo, false)] {
            longest = longest.max(desk.held_up(message));
            if desk.app.document().is_none_or(|document| (document.users().len() > LARGE) != is_in) {
                return Err("The users were not taken in.".into());
            }
        }
        Ok(longest)
    };
    let (time, floor) = by_turns(5, take_in, || Ok(scanned(&project)))?;
    Ok(Figure("held up by taking in 100,000 users / scan of the names", time, floor, 5.0))
}

/// The longest that the window is held up while the texts of very many users, and the users of a machine, are put in
/// other orders; and a key in the search in texts, or in one of them. Against a plain scan of the texts.
fn orders(large: &[u8]) -> Outcome<[Figure; 2]> {
    let mut project = parsed(large)?;
    for (number, user) in project.users.items.iter_mut().enumerate() {
        user.description = Texts::new("en", &format!("Ärztin {} of hall {}", number * 7919 % LARGE, number % 40));
    }
    let described = xml::write_project(&project);
    let mut desk = Desk::open(&described)?;
    desk.disk.put("machine.xml", &machine(&described, Time::from_millis(1_800_000_000_000))?);
    let preview = |message| Message::Page(page::Message::Preview(message));
    let text = |message| Message::Page(page::Message::Texts(message));
    let (by_reason, by_text) = (
        preview(preview::Message::Users(table::Message::Sort(2))),
        [1, 0].map(|column| text(texts::Message::Table(table::Message::Sort(column)))),
    );
    let [by_language, by_what] = by_text;
    for message in [
        Message::Run(Command::Show(Page::Preview)),
        preview(preview::Message::Chosen(vec!["machine.xml".into()])),
        preview(preview::Message::Show(preview::Shown::All)),
    ] {
        desk.tell(message);
    }
    let scan = || Ok(timed(|| project.users.iter().filter(|user| scanned_text(user)).count()));
    let again = preview(preview::Message::Again);
    let hold = || {
        let all = [
            Message::Run(Command::Show(Page::Preview)),
            by_reason.clone(),
            again.clone(),
            Message::Run(Command::Show(Page::Texts)),
            by_language.clone(),
            by_what.clone(),
        ];
        Ok(all.into_iter().map(|message| desk.held_up(message)).max().unwrap_or_default())
    };
    let (time, floor) = by_turns(5, hold, scan)?;
    let held = Figure("held up by putting texts and users in order / a scan", time, floor, 0.5);
    for message in [Message::Run(Command::Show(Page::Texts)), by_language] {
        desk.tell(message);
    }
    let mut numbers = 0..;
    let key = || {
        let number = numbers.next().unwrap_or_default();
        let key = csv::texts::Key { kind: Kind::User, id: id_of(number), field: TextField::Description };
        let typed = texts::Message::Type(key, "en".into(), format!("{number}"));
        let search =
            texts::Message::Search(["9", "99", "999"].into_iter().cycle().nth(number).unwrap_or_default().into());
        Ok(timed(|| drop([search, typed].map(|message| desk.app.update(text(message))))))
    };
    let (time, floor) = by_turns(15, key, scan)?;
    Ok([held, Figure("a key in the search in texts, and in one / a scan", time, floor, 0.5)])
}

fn scanned_text(user: &User) -> bool {
    user.description.list.iter().any(|text| name::fold(&text.value).contains("999"))
}

/// The report, from the choice of its file, against writing the project's own file.
fn report(large: &[u8]) -> Outcome<Figure> {
    let project = parsed(large)?;
    let mut desk = Desk::open(large)?;
    let print = || Ok(timed(|| desk.tell(Message::Transfer(transfer::Message::Report("report.html".into())))));
    let write = || Ok(timed(|| xml::write_project(&project)));
    let (time, floor) = by_turns(5, print, write)?;
    if desk.disk.get("report.html").is_none() {
        return Err("The report was not written.".into());
    }
    Ok(Figure("report of 100,000 users / writing the project", time, floor, 4.0))
}

/// An edit with its undo entry: as the project does it, and as the program does it, with all that follows.
fn edits(large: &[u8], small: &[u8]) -> Outcome<[Figure; 2]> {
    let step = |number: usize| {
        let change = Change::FullName(format!("Name {number}").into());
        Step::one(Action::Change, Kind::User, "user", Edit::Change(id_of(7), change))
    };
    let (mut one, mut other) = (Desk::open(large)?, Desk::open(small)?);
    // Many at once: a single one is too short for the clock.
    let many = |desk: &mut Desk| -> Outcome<Duration> {
        let mut document = desk.document()?;
        Ok(timed(|| (0..2000).filter(|number| document.apply(step(*number)).is_ok()).count()))
    };
    let (time, floor) = by_turns(9, || many(&mut one), || many(&mut other))?;
    let bare = Figure("2,000 edits with undo: 100,000 / 100 users", time, floor, 1.5);
    let mut number = 0;
    let mut typed = |desk: &mut Desk| {
        number += 1;
        let text = format!("Name {number}");
        let typed = users::Message::Type(users::Field::FullName, text);
        timed(|| drop(desk.app.update(Message::Page(page::Message::Users(typed)))))
    };
    for desk in [&mut one, &mut other] {
        for message in App::finding("user-0000007") {
            desk.tell(message);
        }
    }
    let (mut ones, mut others) = (Vec::new(), Vec::new());
    for _ in 0..41 {
        ones.push(typed(&mut one));
        others.push(typed(&mut other));
    }
    Ok([bare, Figure("a key in a field of a user: 100,000 / 100 users", middle(ones), middle(others), 1.5)])
}

/// The program in a window without a screen.
struct Desk {
    app: App,
    window: Offscreen,
    disk: keyholder_designer::service::fs::Memory,
}

impl Desk {
    fn new() -> Outcome<Self> {
        let (services, disk) = Services::for_tests(Time::from_millis(0), Answers::default());
        let app = App::with_settings(services, Settings::default());
        let window = Offscreen::new(WINDOW).ok_or("There is no software renderer.")?;
        Ok(Self { app, window, disk })
    }

    fn open(bytes: &[u8]) -> Outcome<Self> {
        let mut desk = Self::new()?;
        desk.put(bytes);
        desk.tell(Message::OpenRecent(PATH.into()));
        desk.document()?;
        Ok(desk)
    }

    fn put(&mut self, bytes: &[u8]) {
        self.disk.put(PATH, bytes);
    }

    fn tell(&mut self, message: Message) {
        let task = self.app.update(message);
        self.window.settle(&mut self.app, task);
    }

    /// Carries out a message and all that follows; the longest that the window could not be drawn meanwhile.
    fn held_up(&mut self, message: Message) -> Duration {
        let mut longest = Duration::ZERO;
        let mut waiting = vec![message];
        while let Some(message) = waiting.pop() {
            let began = Instant::now();
            let task = self.app.update(message);
            longest = longest.max(began.elapsed());
            let Some(mut stream) = iced_runtime::task::into_stream(task) else { continue };
            while let Some(action) = block_on(stream.next()) {
                if let iced_runtime::Action::Output(message) = action {
                    waiting.push(message);
                }
            }
        }
        longest
    }

    /// The time of building, laying out and drawing one frame, the pixels included.
    fn frame(&mut self) -> Duration {
        timed(|| {
            self.window.frame(&self.app);
            self.window.picture(&self.app, 1.0)
        })
    }

    fn document(&self) -> Outcome<keyholder_designer::document::Document> {
        let document = self.app.document().ok_or("The project was not opened.")?;
        Ok(keyholder_designer::document::Document::new(document.draft().to_project()))
    }
}

fn id_of(number: usize) -> Id {
    Id::from_u128(0x6b65_7968_0000_4000_8000_0000_0000_0000 + number as u128)
}

/// The sample with so many users instead of its own, Admin besides.
fn with_users(count: usize) -> Outcome<Vec<u8>> {
    let mut project = parsed(SAMPLE)?;
    let groups: Vec<Id> =
        project.definitions.groups.iter().filter(|group| !group.administrators).map(|group| group.id).collect();
    project.users.items.retain(|user| user.admin);
    project.definitions.policies.session.default_user = None;
    project.definitions.policies.session.autologin_user = None;
    for number in 0..count {
        let mut user = User::new(id_of(number), &format!("user-{number:07}"));
        user.full_name = format!("Somebody with the number {number}").into();
        user.email = format!("user-{number}@plant.example").into();
        user.groups.extend(groups.get(number % groups.len().max(1)).map(|group| (*group).into()));
        project.users.items.push(user);
    }
    Ok(xml::write_project(&project))
}

/// The sample with so many groups and rights; every third cell says something.
fn with_rights(groups: usize, rights: usize) -> Outcome<Vec<u8>> {
    let mut project = parsed(SAMPLE)?;
    let definitions = &mut project.definitions;
    let sample = definitions.groups.iter().find(|group| !group.administrators).cloned().ok_or("no group")?;
    let within = definitions.right_groups.items.last_mut().ok_or("no right group")?;
    let right = within.rights.iter().next().cloned().ok_or("no right")?;
    let named = |what: &str, number: usize| keyholder_shared::model::Texts::new("en", &format!("{what} {number}"));
    let mut next = 0..;
    let mut id = || id_of(next.next().unwrap_or_default());
    let before = definitions.right_groups.iter().map(|group| group.rights.len()).sum::<usize>();
    let added: Vec<Right> = (before..rights)
        .map(|number| Right {
            id: id(),
            key: format!("added.right-{number}").into(),
            name: named("Right with the number", number),
            ..right.clone()
        })
        .collect();
    if let Some(within) = definitions.right_groups.items.last_mut() {
        within.rights.items.extend(added.iter().cloned());
    }
    definitions.groups.items.truncate(groups);
    for number in definitions.groups.len()..groups {
        let said =
            added.iter().enumerate().filter(|(place, _)| (place + number) % 3 == 0).map(|(place, right)| RightRef {
                id: right.id,
                denied: place % 2 == 0,
                unknown: keyholder_shared::model::Unknown::default(),
                at: keyholder_shared::model::At::default(),
            });
        let rights = said.collect();
        definitions.groups.items.push(Group { id: id(), name: named("Group", number), rights, ..sample.clone() });
    }
    let kept: Vec<Id> = definitions.groups.iter().map(|group| group.id).collect();
    for user in &mut project.users.items {
        user.groups.retain(|group| kept.contains(&group.id));
    }
    Ok(xml::write_project(&project))
}
