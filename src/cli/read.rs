//! `plumbline read`.

use super::args::{ReadArgs, ReadFormat};
use super::stop::Stop;
use super::{exit, files, output, progress};
use crate::report::{self, Format, Options};
use crate::service::read::read;

pub(super) fn run(args: &ReadArgs) -> Result<u8, Stop> {
    let options = files::options(&args.reading)?;
    let inputs = files::open(&args.files, &options.limits)?;
    let run = progress::during(format!("Reading {}", files::named(&inputs)), || read(&inputs, &options));
    let code = exit::of_read(&run, args.allow_incomplete);
    let format = match args.format {
        ReadFormat::Text => Format::Text,
        ReadFormat::Json => Format::Json,
    };
    output::write(args.out.as_deref(), code, |color, out| {
        report::write(format, &run, &Options { reading_only: true, all: args.all, color }, out)
    })?;
    Ok(code)
}
