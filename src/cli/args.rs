//! The commands and their flags, as the contract names them.

use super::store_args::{AuditArgs, BackupArgs, DemoArgs, MigrateArgs, ReplayArgs, RestoreArgs, ServeArgs, UserArgs, VerifyArgs};
use crate::service::examine::child::Bounds;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Checks public work against the promises made for it.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, about, long_about = None, infer_subcommands = false, disable_help_subcommand = false)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read files, check them against the rules, and print what was found
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Show what was understood of files, without any rule
    Read(ReadArgs),
    /// Show how columns were understood; --save keeps it, to be corrected, for files of this shape
    Map(MapArgs),
    /// Write an empty workbook to fill in
    Template(TemplateArgs),
    /// Explain any code ever printed: what it means, how to fix it, which law
    Explain(ExplainArgs),
    /// Look at the rules
    Rules(RulesArgs),
    /// Show everything at once: an invented programme under real rules, served on this computer
    Demo(DemoArgs),
    /// Serve the pages and the interface
    Serve(Box<ServeArgs>),
    /// Add the first administrator of an installation
    User(UserArgs),
    /// Make the tables of the database, or bring them up to this program
    Migrate(MigrateArgs),
    /// Copy everything that is kept into a folder, while others write
    Backup(BackupArgs),
    /// Make everything anew from such a copy, and verify it
    Restore(RestoreArgs),
    /// Verify the audit log and everything it pins, write it out, take a checkpoint
    Audit(AuditArgs),
    /// Verify a bundle, a receipt or the audit log, without a database
    Verify(VerifyArgs),
    /// Run a bundle again under the rules of its day, and compare bytes
    Replay(ReplayArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Read and check one upload: the request as JSON on standard input, what came of it as JSON on standard output
    #[command(hide = true)]
    Examine(ExamineArgs),
    /// Make the pages of docs/ that are made from the program
    #[command(hide = true)]
    Docs(DocsArgs),
}

const CHECK_EXAMPLES: &str = "Examples:
  plumbline check payroll.xlsx
  plumbline check payroll.csv --project project.toml --format json --out findings.json
  plumbline check hours.csv --rules us-ma/boston/residents-jobs-policy
  cat payroll.csv | plumbline check -

Exit codes: 0 everything was read and checked, and nothing is at or above --fail-on; 1 something is;
2 wrong usage, or a project or rule file that does not load; 3 a file could not be read, or nothing could
be checked; 4 some rows or checks were left unchecked; 70 our own fault.";

/// How files are read.
#[derive(Debug, Args)]
pub(super) struct ReadingArgs {
    /// Layout of the table; left out, it is recognised
    #[arg(long, value_name = "NAME")]
    pub layout: Option<String>,
    /// A saved mapping of columns to fields, as `plumbline map --save` writes it
    #[arg(long = "map", value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// How much is read: what the server takes of an upload, or one's own files
    #[arg(long, value_enum, default_value_t = LimitsName::Local)]
    pub limits: LimitsName,
    /// Threads that turn rows into lines, at most 64; left out, one a core. The output does not depend on it
    #[arg(long, value_name = "N", env = "PLUMBLINE_THREADS", hide_env_values = true, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub threads: Option<u8>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files to check; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The project file: what is bought, where, for how much, under which wage determination
    #[arg(long, value_name = "FILE")]
    pub project: Option<PathBuf>,
    /// Policies to check, by name; left out, every policy that fits the project
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    pub rules: Option<Vec<String>>,
    /// A folder of own rule files, which extend or replace those that ship
    #[arg(long, value_name = "DIR")]
    pub rules_dir: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// The day as of which the rules are known: what became public later is left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// Let figures decide that were seen in a secondary source only; else they are named and decide nothing
    #[arg(long)]
    pub accept_secondary: bool,
    /// List every finding, met ones too
    #[arg(long)]
    pub all: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = FormatName::Text)]
    pub format: FormatName,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// From which finding on the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::NotMet)]
    pub fail_on: FailOn,
    /// Give 0 instead of 4 where rows or checks were left unchecked
    #[arg(long)]
    pub allow_incomplete: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// Files to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Print every Problem, however many
    #[arg(long)]
    pub all: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub format: ReadFormat,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Give 0 instead of 4 where rows were left unread
    #[arg(long)]
    pub allow_incomplete: bool,
}

#[derive(Debug, Args)]
pub(super) struct MapArgs {
    /// File whose columns are to be understood; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Keep the mapping as NAME.map.toml in this folder
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct TemplateArgs {
    /// What the workbook is for: payroll, hiring, job-orders or referrals
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Where to write it; left out, KIND.xlsx
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// A code as it was printed, for example hours-not-a-number or us/davis-bacon; left out, all are listed
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
    /// A folder of own rule files
    #[arg(long, value_name = "DIR")]
    pub rules_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    pub command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// List the policies
    List {
        /// A folder of own rule files
        #[arg(long, value_name = "DIR")]
        rules_dir: Option<PathBuf>,
    },
    /// Show a policy in plain words: what it asks, of whom, since when, on which sources
    #[command(visible_alias = "explain")]
    Show {
        /// Name of the policy, for example us/davis-bacon
        id: String,
        /// The figures and legal status of this day alone
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: Option<NaiveDate>,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = PageFormat::Text)]
        format: PageFormat,
        /// Write to a file instead of standard output
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
        /// A folder of own rule files
        #[arg(long, value_name = "DIR")]
        rules_dir: Option<PathBuf>,
    },
    /// Run the cases that stand beside policies (NAME.md beside NAME.toml)
    Test {
        /// Only this policy
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// A folder of own rule files and cases
        #[arg(long, value_name = "DIR")]
        rules_dir: Option<PathBuf>,
    },
    /// Name what changes between two days, and with --against which rows of a payroll change with it
    Diff(RulesDiffArgs),
    /// Print the JSON Schema of policy files, by which an editor completes and explains keys
    Schema {
        /// The schema of project files instead
        #[arg(long)]
        project: bool,
    },
    /// Look for gaps, overlaps, uncited figures, unused sources and stale reviews
    Lint {
        /// A folder of own rule files
        #[arg(long, value_name = "DIR")]
        rules_dir: Option<PathBuf>,
        /// The day reviews and figures are held against; left out, nothing is called stale
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<NaiveDate>,
    },
}

#[derive(Debug, Args)]
pub(super) struct RulesDiffArgs {
    /// The earlier day
    #[arg(long, value_name = "DATE")]
    pub from: NaiveDate,
    /// The later day
    #[arg(long, value_name = "DATE")]
    pub to: NaiveDate,
    /// Only this policy
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// A payroll to hold against the rules of both days; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub against: Vec<PathBuf>,
    /// Let figures decide that were seen in a secondary source only
    #[arg(long, requires = "against")]
    pub accept_secondary: bool,
    /// The project file of that payroll
    #[arg(long, value_name = "FILE", requires = "against")]
    pub project: Option<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// A folder of own rule files
    #[arg(long, value_name = "DIR")]
    pub rules_dir: Option<PathBuf>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub format: ReadFormat,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ExamineArgs {
    /// Memory the process may map, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Bounds::DEFAULT.memory_mib)]
    pub memory: u64,
    /// Processor time it may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = Bounds::DEFAULT.cpu_seconds)]
    pub cpu: u64,
}

#[derive(Debug, Args)]
pub(super) struct DocsArgs {
    /// The folder of the pages
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Name of a set of limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LimitsName {
    /// What the server takes: 10 MiB, 20,000 rows
    Upload,
    /// One's own files: the grid of a spreadsheet
    Local,
}

/// Form of the output of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// For a person
    Text,
    /// For a program
    Json,
    /// For code-review tools
    Sarif,
    /// For a spreadsheet
    Csv,
    #[value(hide = true)]
    Html,
    #[value(hide = true)]
    Xlsx,
    #[value(hide = true)]
    Pdf,
}

/// Form of the output of `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReadFormat {
    /// For a person
    Text,
    /// For a program
    Json,
}

/// Form of the page of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PageFormat {
    /// For a terminal
    Text,
    /// A page for a browser, whole in one file
    Html,
}

/// From which finding on the exit code is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A requirement or goal in force is not met
    NotMet,
    /// That, or it cannot be told
    CannotTell,
    /// Nothing
    Never,
}

/// A day as `2025-03-15`.
fn day(text: &str) -> Result<NaiveDate, &'static str> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| "write a day of the calendar as year-month-day, for example 2025-03-15")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }
}
