//! What a person can type after `user`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::args::How;

/// Whose users, in whose name.
#[derive(Args)]
pub struct Acting {
    /// The project's folder, or its UserManagementConfig.xml
    pub project: PathBuf,
    /// The user in whose name this is done; their password is asked for first
    #[arg(long = "as", value_name = "ACTOR")]
    pub actor: String,
    #[command(flatten)]
    pub how: How,
}

/// Somebody does something to a user.
#[derive(Args)]
pub struct Target {
    #[command(flatten)]
    pub acting: Acting,
    /// The user's name
    pub name: String,
}

/// Attributes of a user.
#[derive(Args)]
pub struct Attributes {
    /// Name for people
    #[arg(long, value_name = "TEXT")]
    pub full_name: Option<String>,
    /// Tag of one of the project's languages; empty: the project's default
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Address for messages
    #[arg(long, value_name = "TEXT")]
    pub email: Option<String>,
    /// Telephone number for text messages
    #[arg(long, value_name = "TEXT")]
    pub mobile_phone: Option<String>,
    /// Telephone number
    #[arg(long, value_name = "TEXT")]
    pub phone: Option<String>,
    /// How the user wants to be told of things, such as Email
    #[arg(long, value_name = "TEXT")]
    pub notification_type: Option<String>,
    /// Description, in the project's default language
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// Whether the password expires
    #[arg(long, value_name = "true|false")]
    pub password_aging: Option<bool>,
    /// A notification group, by Id or name; these and no others
    #[arg(long, value_name = "GROUP")]
    pub notification_group: Vec<String>,
}

/// What to do with users.
#[derive(Subcommand)]
pub enum UserCommand {
    /// List the users
    #[command(after_help = "\
Example:
  keyholder-runtime user list bottling-line --as h.brandt")]
    List {
        #[command(flatten)]
        acting: Acting,
    },
    /// Show one user
    #[command(after_help = "\
Example:
  keyholder-runtime user show bottling-line j.weber --as h.brandt")]
    Show {
        #[command(flatten)]
        target: Target,
    },
    /// Create a user on the machine; the password that it gets must be changed at the first login
    #[command(after_help = "\
Examples:
  keyholder-runtime user add bottling-line t.neumann --as h.brandt --group \"Packing operators\"
  printf '%s\\n' \"$MINE\" \"$NEW\" | keyholder-runtime user add bottling-line t.neumann --as h.brandt --password-stdin")]
    Add {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        attributes: Box<Attributes>,
        /// A group of which the user is a member, by Id or name
        #[arg(long, value_name = "GROUP")]
        group: Vec<String>,
        /// Give no password; the user cannot log in until one is set
        #[arg(long)]
        no_password: bool,
    },
    /// Change attributes and groups of a user
    #[command(after_help = "\
Examples:
  keyholder-runtime user edit bottling-line j.weber --as h.brandt --phone \"+49 711 1234\"
  keyholder-runtime user edit bottling-line j.weber --as h.brandt --add-group Fitters --remove-group Operators")]
    Edit {
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        attributes: Box<Attributes>,
        /// Whether the next login asks for a new password
        #[arg(long, value_name = "true|false")]
        must_change_password: Option<bool>,
        /// A group of which the user is a member, by Id or name; these and no others
        #[arg(long, value_name = "GROUP", conflicts_with_all = ["add_group", "remove_group", "no_groups"])]
        group: Vec<String>,
        /// The user is a member of no group any more
        #[arg(long, conflicts_with_all = ["add_group", "remove_group"])]
        no_groups: bool,
        /// Another group of which the user becomes a member
        #[arg(long, value_name = "GROUP")]
        add_group: Vec<String>,
        /// A group of which the user is a member no more
        #[arg(long, value_name = "GROUP")]
        remove_group: Vec<String>,
        /// The user is in no notification group any more
        #[arg(long, conflicts_with = "notification_group")]
        no_notification_groups: bool,
        /// Another name: that is the Designer's business, and is refused
        #[arg(long = "name", value_name = "NAME", hide = true)]
        rename: Option<String>,
    },
    /// Set a password: one's own, with the current one first, or another user's
    #[command(after_help = "\
Examples:
  keyholder-runtime user set-password bottling-line j.weber --as j.weber    your own, also when it has expired
  keyholder-runtime user set-password bottling-line j.weber --as h.brandt   j.weber must change it then")]
    SetPassword {
        #[command(flatten)]
        target: Target,
    },
    /// Let a user log in again
    #[command(after_help = "\
Example:
  keyholder-runtime user enable bottling-line j.weber --as h.brandt")]
    Enable {
        #[command(flatten)]
        target: Target,
    },
    /// Keep a user from logging in; its sessions end
    #[command(after_help = "\
Example:
  keyholder-runtime user disable bottling-line j.weber --as h.brandt")]
    Disable {
        #[command(flatten)]
        target: Target,
    },
    /// Lift a lock by failed logins
    #[command(after_help = "\
Example:
  keyholder-runtime user unlock bottling-line j.weber --as h.brandt")]
    Unlock {
        #[command(flatten)]
        target: Target,
    },
    /// Say, as an administrator, that a loss of login states was seen: accounts are trusted again
    #[command(after_help = "\
Example:
  keyholder-runtime user acknowledge bottling-line --as h.brandt")]
    Acknowledge {
        #[command(flatten)]
        acting: Acting,
    },
    /// Delete a user; one of the project's comes back with the next delivery that has it
    #[command(after_help = "\
Example:
  keyholder-runtime user delete bottling-line t.neumann --as h.brandt")]
    Delete {
        #[command(flatten)]
        target: Target,
    },
}
