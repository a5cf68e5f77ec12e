//! `plumbline map`.

use super::args::MapArgs;
use super::stop::Stop;
use super::{exit, files, output};
use crate::intake::mapping;
use crate::report::{self, Format, Options};
use crate::service::understand::understand;
use std::path::Path;

pub(super) fn run(args: &MapArgs) -> Result<u8, Stop> {
    let options = files::options(&args.reading)?;
    let inputs = files::open(std::slice::from_ref(&args.file), &options.limits)?;
    let understood = understand(&inputs, &options);
    let Some(table) = understood.tables.first() else {
        output::write(None, exit::UNREAD, |color, out| {
            report::write(Format::Text, &understood.run, &Options { reading_only: true, all: true, color }, out)
        })?;
        return Ok(exit::UNREAD);
    };
    let Some(name) = &args.save else {
        output::write(None, exit::CLEAN, |_, out| out.write_all(mapping::write(table, "this-shape").as_bytes()))?;
        return Ok(exit::CLEAN);
    };
    if name.contains(['/', '\\']) || name.is_empty() {
        return Err(Stop::usage(format!("`{name}` is no name for a mapping. Write a word such as weekly-register.")));
    }
    let file = format!("{name}.map.toml");
    if Path::new(&file).exists() {
        return Err(Stop::usage(format!("{file} is there already. Choose another name, or remove it.")));
    }
    output::write(Some(Path::new(&file)), exit::CLEAN, |_, out| out.write_all(mapping::write(table, name).as_bytes()))?;
    output::write(None, exit::CLEAN, |_, out| {
        writeln!(out, "Wrote {file}. Correct what is wrong in it, then: plumbline check FILE --map {file}")
    })?;
    Ok(exit::CLEAN)
}
