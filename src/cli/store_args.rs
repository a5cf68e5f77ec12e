//! The commands that look after what is kept, and their flags.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Which database.
#[derive(Debug, Args)]
pub(super) struct DatabaseArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true, default_value = "sqlite:plumbline.db")]
    pub database: String,
}

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[command(subcommand)]
    pub command: AuditCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Verify the database: its audit log, what was signed and decided, the totals, the originals
    Verify {
        #[command(flatten)]
        database: DatabaseArgs,
        /// The folder of the originals; left out, their digests are not taken again
        #[arg(long, value_name = "DIR", env = "PLUMBLINE_ORIGINALS")]
        originals: Option<PathBuf>,
        /// A checkpoint that was kept outside; may be given more than once
        #[arg(long, value_name = "CHECKPOINT")]
        against: Vec<PathBuf>,
    },
    /// Write the audit log out, to be verified anywhere by `plumbline verify`
    Export {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Write to a file instead of standard output
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
    },
    /// Take a checkpoint, to be kept where the database's keepers cannot change it
    Checkpoint {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Write to a file instead of standard output
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The audit log as `plumbline audit export` writes it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// A checkpoint that was kept outside; may be given more than once
    #[arg(long, value_name = "CHECKPOINT")]
    pub against: Vec<PathBuf>,
}
