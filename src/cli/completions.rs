//! `plumbline completions`.

use super::args::{Cli, CompletionsArgs};
use super::stop::Stop;
use super::{exit, output};
use clap::CommandFactory;

pub(super) fn run(args: &CompletionsArgs) -> Result<u8, Stop> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "plumbline", &mut script);
    output::write(None, exit::CLEAN, |_, out| out.write_all(&script))?;
    Ok(exit::CLEAN)
}
