//! The command line, the window, and pictures of it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use iced::{Size, window};

use crate::app::{Ahead, App, Message, Starting};
use crate::command::Command;
use crate::i18n::Language;
use crate::offscreen::Offscreen;
use crate::page::Page;
use crate::screen;
use crate::service::Services;
use crate::service::dialogs::{Answer, Answers};
use crate::service::recovery::Recovery;
use crate::service::settings::{Settings, SettingsFile};
use crate::ui::theme::{Choice, Look};
use crate::ui::{size, text};

const USAGE: &str = "\
Usage: keyholder-designer [--reset-window] [PROJECT]
       keyholder-designer --screenshot FILE.png [OPTION]... [PROJECT]

PROJECT is a project's folder or its UserManagementConfig.xml.
--reset-window forgets where the window was and how large: the system places it.

A screenshot shows no window and reads no settings. Its options:
  --page NAME        users, groups, matrix, rights, areas, notification-groups, guidelines, texts, effective,
                     preview, problems
  --select TEXT      choose the object that the palette finds first for this
  --theme NAME       light, dark, contrast
  --lang TAG         en, de
  --size WxH         the window in logical pixels (1280x800)
  --texts FILE       write which texts and fields stand where: x, y, width, height, text, a line each
  --scale NUMBER     pixels for each logical one (1)
  --choose FILE      answer the first dialog for files with this, and with others given so
  --command KEY      do a command, such as command-add
  --click XxY        press there at last, in logical pixels
";

/// What the command line asks for.
#[derive(Debug, Default, PartialEq)]
struct Asked {
    project: Option<PathBuf>,
    screenshot: Option<PathBuf>,
    texts: Option<PathBuf>,
    page: Option<Page>,
    select: Option<String>,
    look: Look,
    language: Language,
    size: Option<Size>,
    scale: Option<f32>,
    commands: Vec<Command>,
    choose: Vec<PathBuf>,
    clicks: Vec<Size>,
    reset_window: bool,
}

/// Runs the program with these arguments.
#[must_use]
pub fn start(arguments: Vec<OsString>) -> ExitCode {
    let asked = match parse(arguments) {
        Ok(Some(asked)) => asked,
        Ok(None) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(why) => {
            eprint!("{why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = match asked.screenshot.clone() {
        Some(file) => picture(asked, &file).map_err(|error| error.to_string()),
        None if !screen::is_named(|name| std::env::var_os(name)) => Err(screen::NOT_NAMED.to_owned()),
        None => screen::on(|| run(asked.project, asked.reset_window)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn parse(arguments: Vec<OsString>) -> Result<Option<Asked>, String> {
    let mut asked = Asked::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let Some(option) = argument.to_str().filter(|text| text.starts_with('-')) else {
            if asked.project.replace(argument.into()).is_some() {
                return Err("One project can be opened at a time.".to_owned());
            }
            continue;
        };
        if matches!(option, "-h" | "--help") {
            return Ok(None);
        }
        if option == "--reset-window" {
            asked.reset_window = true;
            continue;
        }
        let value = arguments.next().ok_or_else(|| format!("{option} wants a value."))?;
        let text = value.to_string_lossy().into_owned();
        let wrong = || format!("{option} does not take {text}.");
        match option {
            "--screenshot" => asked.screenshot = Some(value.into()),
            "--texts" => asked.texts = Some(value.into()),
            "--page" => asked.page = Some(Page::from_name(&text).ok_or_else(wrong)?),
            "--select" => asked.select = Some(text),
            "--theme" => {
                asked.look = Look::ALL.into_iter().find(|look| look.name() == text).ok_or_else(wrong)?;
            }
            "--lang" => asked.language = Language::from_tag(&text).ok_or_else(wrong)?,
            "--size" => {
                asked.size = Some(pair(&text).ok_or_else(wrong)?);
            }
            "--click" => asked.clicks.push(pair(&text).ok_or_else(wrong)?),
            "--choose" => asked.choose.push(value.into()),
            "--scale" => asked.scale = Some(text.parse().ok().filter(|s| (0.5..=4.0).contains(s)).ok_or_else(wrong)?),
            "--command" => {
                let found = crate::command::COMMANDS.iter().find(|entry| entry.key == text).ok_or_else(wrong)?;
                asked.commands.push(found.command);
            }
            _ => return Err(format!("There is no option {option}.")),
        }
    }
    Ok(Some(asked))
}

/// Two numbers with an x between them.
fn pair(text: &str) -> Option<Size> {
    let (one, other) = text.split_once('x')?;
    let number = |text: &str| text.parse::<u16>().map(f32::from).ok();
    Some(Size::new(number(one)?, number(other)?))
}

fn run(project: Option<PathBuf>, reset_window: bool) -> iced::Result {
    let services = Services::of_this_machine();
    let mut remembered = services.settings.load();
    remembered.window =
        if reset_window { Default::default() } else { remembered.window.opened(crate::app::place::OUT_OF_SIGHT) };
    let place = match remembered.window.at {
        Some((x, y)) => window::Position::Specific(iced::Point::new(x, y)),
        None => window::Position::Default,
    };
    let settings = remembered.clone();
    let boot = move || Starting::new(Ahead::begin(services.clone(), settings.clone(), project.clone()));
    iced::application(boot, Starting::update, Starting::view)
        .title(Starting::title)
        .theme(Starting::theme)
        .style(Starting::style)
        .scale_factor(Starting::scale)
        .subscription(Starting::subscription)
        .default_font(text::REGULAR)
        .window(window::Settings {
            size: Size::new(remembered.window.width, remembered.window.height),
            position: place,
            maximized: remembered.window.maximized,
            min_size: Some(Size::new(900.0, 560.0)),
            exit_on_close_request: false,
            ..window::Settings::default()
        })
        .settings(iced::Settings {
            default_text_size: size::TEXT.into(),
            default_font: text::REGULAR,
            ..Default::default()
        })
        .run()
}

fn picture(asked: Asked, file: &std::path::Path) -> Result<(), std::io::Error> {
    let size = asked.size.unwrap_or(Size::new(1280.0, 800.0));
    let mut settings = Settings::default();
    asked.language.tag().clone_into(&mut settings.language);
    settings.window.width = size.width;
    settings.window.height = size.height;
    settings.theme = Choice::Fixed(asked.look).into();
    // A picture leaves nothing behind.
    let mut services = Services::of_this_machine();
    services.settings = SettingsFile::new(Arc::clone(&services.fs), Arc::clone(&services.chance), None);
    services.recovery = Recovery::new(Arc::clone(&services.fs), Arc::clone(&services.chance), None);
    services.dialogs = Arc::new(Answers::new([Answer::Chosen(asked.choose)]));
    let mut app = App::with_settings(services, settings);
    let mut window = Offscreen::new(size).ok_or_else(|| std::io::Error::other("There is no software renderer."))?;
    if let Some(project) = asked.project {
        let opening = app.update(Message::OpenRecent(project));
        window.settle(&mut app, opening);
    }
    if let Some(page) = asked.page {
        let task = app.update(Message::Run(Command::Show(page)));
        window.settle(&mut app, task);
    }
    if let Some(select) = asked.select {
        for message in App::finding(&select) {
            let task = app.update(message);
            window.settle(&mut app, task);
        }
    }
    for command in asked.commands {
        let task = app.update(Message::Run(command));
        window.settle(&mut app, task);
    }
    window.frame(&app);
    for at in asked.clicks {
        window.click(&mut app, iced::Point::new(at.width, at.height));
    }
    window.frame(&app);
    if let Some(file) = asked.texts {
        let lines = window
            .texts(&app)
            .into_iter()
            .map(|(at, text)| format!("{}\t{}\t{}\t{}\t{text}\n", at.x, at.y, at.width, at.height));
        std::fs::write(file, lines.collect::<String>())?;
    }
    window.picture(&app, asked.scale.unwrap_or(1.0)).write(file)
}
