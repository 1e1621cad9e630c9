//! What a person can type.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use super::audit_args::AuditCommand;
use super::user_args::UserCommand;

const EXAMPLES: &str = "\
Examples:
  keyholder-runtime update bottling-line --dry-run     what would a delivery do here?
  keyholder-runtime update bottling-line               deliver
  keyholder-runtime preview bottling-line machines/*   what would it do on these machines?
  keyholder-runtime check UserManagementConfig.xml     is the file sound?
  keyholder-runtime login bottling-line --user Admin   log in once
  keyholder-runtime user list bottling-line --as Admin the machine's users

Exit status: 0 done; 1 refused; 2 wrong usage; 3 the store is unreadable or unwritable.";

/// Keeps the users of a machine: merges what the engineer delivers with what the plant entered.
#[derive(Parser)]
#[command(name = "keyholder-runtime", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    /// Print one JSON object (watch: one a line) for programs
    #[arg(long, global = true)]
    pub json: bool,
    /// Folder of this machine under which a project may keep its runtime document by an absolute path
    #[arg(long, global = true, value_name = "FOLDER", env = "KEYHOLDER_STORAGE_ROOT")]
    pub storage_root: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// First start, or merge a delivered project into the machine's users
    #[command(after_help = "\
Examples:
  keyholder-runtime update bottling-line --dry-run   say what would happen, write nothing
  keyholder-runtime update bottling-line             do it
  keyholder-runtime update bottling-line --force     merge again though the time stamp is the same")]
    Update {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        /// Say what would happen, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Merge though the project has the time stamp that was merged last
        #[arg(long)]
        force: bool,
    },
    /// Show what delivering the project would do on each machine; writes nothing
    #[command(after_help = "\
Examples:
  keyholder-runtime preview bottling-line bottling-line/machines/*
  keyholder-runtime preview bottling-line filler-1/UserManagementRuntimeConfig.xml --json")]
    Preview {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        /// The machines' runtime files, or the folders that hold them
        #[arg(required = true, value_name = "RUNTIME_FILE")]
        runtime_files: Vec<PathBuf>,
    },
    /// Check project or runtime files and list every fault, with line and column
    #[command(after_help = "\
Examples:
  keyholder-runtime check bottling-line
  keyholder-runtime check UserManagementConfig.xml UserManagementRuntimeConfig.xml --json")]
    Check {
        /// The files, or the folders that hold them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Stay, and merge whenever the project changes; one event a line
    #[command(after_help = "\
Examples:
  keyholder-runtime watch bottling-line
  keyholder-runtime watch /mnt/share/bottling-line --poll 5   also look every five seconds")]
    Watch {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        /// Milliseconds without further change before the project is read
        #[arg(long, value_name = "MILLISECONDS", default_value = "200", value_parser = milliseconds)]
        debounce: Duration,
        /// Seconds between two looks at the file, for network shares that send no events; 0: never
        #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
        poll: Duration,
    },
    /// Start again from the project; the plant's own users are gone, the old file is kept aside
    #[command(after_help = "\
Example:
  keyholder-runtime reset bottling-line --confirm")]
    Reset {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        /// Yes, start again from the project
        #[arg(long, required = true)]
        confirm: bool,
    },
    /// Log in once and print the outcome
    #[command(after_help = "\
Examples:
  keyholder-runtime login bottling-line --user j.weber --client panel-3
  echo \"$PASSWORD\" | keyholder-runtime login bottling-line --user j.weber --password-stdin --json

The exit status is 0 only if the login is granted.")]
    Login {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        /// The name to log in with
        #[arg(long, value_name = "NAME")]
        user: String,
        #[command(flatten)]
        how: How,
    },
    /// Ask what a user may do; needs no password and answers from the files
    #[command(after_help = "\
Examples:
  keyholder-runtime access bottling-line --user j.weber --right recipe.edit --client panel-3
  keyholder-runtime access bottling-line --user j.weber --right recipe.edit --area Filling --explain

The exit status is 0 only if all the rights are there.")]
    Access {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        /// The user's name
        #[arg(long, value_name = "NAME")]
        user: String,
        /// The rights that are needed, all of them
        #[arg(long, required = true, num_args = 1.., value_name = "KEY")]
        right: Vec<String>,
        /// The area in which something is to be done
        #[arg(long, value_name = "ID-OR-NAME")]
        area: Option<String>,
        /// The panel's name, which decides which areas count
        #[arg(long, value_name = "NAME")]
        client: Option<String>,
        /// Say which group grants, denies or lacks each right
        #[arg(long)]
        explain: bool,
    },
    /// Look after the machine's users, in somebody's name
    #[command(subcommand)]
    User(Box<UserCommand>),
    /// The record of what happened on the machine: list it, hold it together, export it
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Print a completion script for a shell
    #[command(after_help = "\
Example:
  keyholder-runtime completions bash > /etc/bash_completion.d/keyholder-runtime")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How somebody logs in.
#[derive(Args)]
pub struct How {
    /// The panel's name, which decides which areas count
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
    /// Read passwords from standard input, one a line
    #[arg(long)]
    pub password_stdin: bool,
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(number @ 0..=60_000) => Ok(Duration::from_millis(number)),
        _ => Err("a whole number from 0 to 60000".into()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(number @ 0..=86_400) => Ok(Duration::from_secs(number)),
        _ => Err("a whole number from 0 to 86400".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
