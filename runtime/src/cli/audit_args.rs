//! What a person can type after `audit`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use keyholder_shared::Time;

/// What to do with the audit trail.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// List the rows of the audit trail, the oldest first
    #[command(after_help = "\
Examples:
  keyholder-runtime audit list bottling-line --limit 20
  keyholder-runtime audit list bottling-line --from 2026-11-01 --actor h.brandt
  keyholder-runtime audit list bottling-line --kind login-failed --kind locked --json")]
    List {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        #[command(flatten)]
        which: Which,
    },
    /// Look whether a row was edited, removed or cut off; says which one is the first
    #[command(after_help = "\
Example:
  keyholder-runtime audit verify bottling-line

Exit status: 0 the trail is intact; 1 it is not; 3 it cannot be read.")]
    Verify {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
    },
    /// Write the rows out for other programs
    #[command(after_help = "\
Examples:
  keyholder-runtime audit export bottling-line --output november.csv --from 2026-11-01 --to 2026-12-01
  keyholder-runtime audit export bottling-line --format json | jq .message")]
    Export {
        /// The project's folder, or its UserManagementConfig.xml
        project: PathBuf,
        #[command(flatten)]
        which: Which,
        /// The format; JSON is one object a line. Default: csv, with --json json
        #[arg(long, value_enum)]
        format: Option<ExportFormat>,
        /// A new file to write to instead of standard output
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// A format of an export.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// For spreadsheets
    Csv,
    /// One object a line
    Json,
}

/// Which rows.
#[derive(Args)]
pub struct Which {
    /// From this time on: 2026-11-22T09:30:00Z, or a day as 2026-11-22 (UTC)
    #[arg(long, value_name = "TIME", value_parser = super::audit::time)]
    pub from: Option<Time>,
    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = super::audit::time)]
    pub to: Option<Time>,
    /// Done by this user
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Done to this user, or about this file
    #[arg(long, value_name = "NAME")]
    pub object: Option<String>,
    /// Of this kind, as login-failed; may be given several times
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// The latest so many
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<usize>,
}
