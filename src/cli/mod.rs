//! The command line: arguments in, one use case called, a report and an exit code out. No logic.

mod args;
mod audit;
mod backup;
mod check;
mod clock;
mod completions;
mod demo;
pub mod docs;
mod examine;
pub mod exit;
pub mod explain;
mod fault;
mod files;
mod map;
mod migrate;
mod output;
mod progress;
mod read;
mod replay;
mod rules;
mod serve;
mod stop;
mod store_args;
mod template;
mod user;
mod verify;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;
use stop::Stop;

/// Runs the command given on the command line.
pub fn main() -> ExitCode {
    ExitCode::from(fault::guard(|| {
        let cli = match Cli::try_parse() {
            Ok(cli) => cli,
            Err(error) => {
                // `--help` and `--version` come this way too, with a code of 0.
                let _ = error.print();
                return if error.use_stderr() { exit::USAGE } else { exit::CLEAN };
            }
        };
        match dispatch(cli.command) {
            Ok(code) => code,
            Err(stop) => stop.say(),
        }
    }))
}

fn dispatch(command: Command) -> Result<u8, Stop> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Read(args) => read::run(&args),
        Command::Map(args) => map::run(&args),
        Command::Template(args) => template::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args.command),
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::User(args) => user::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Audit(args) => audit::run(&args.command),
        Command::Verify(args) => verify::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Examine(args) => examine::run(&args),
        Command::Docs(args) => docs::run(&args),
    }
}
