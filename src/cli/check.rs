//! `plumbline check`.

use super::args::{CheckArgs, FormatName};
use super::stop::Stop;
use super::{exit, files, output, progress};
use crate::intake::project_file;
use crate::report::{self, Format, Options};
use crate::service::evaluate::{EvaluateRequest, evaluate};
use std::sync::Arc;

pub(super) fn run(args: &CheckArgs) -> Result<u8, Stop> {
    let format = format(args.format)?;
    let read = files::options(&args.reading)?;
    let library = Arc::new(files::library(args.rules_dir.as_deref())?);
    let project = args.project.as_deref().map(project_file::load).transpose().map_err(Stop::usage)?.map(Arc::new);
    let inputs = files::open(&args.files, &read.limits)?;
    let request = EvaluateRequest {
        read,
        project,
        library,
        rules: args.rules.clone(),
        as_of: args.as_of,
        accept_secondary: args.accept_secondary,
        list_all: args.all,
        hours_to_date: None,
    };
    let run = progress::during(format!("Checking {}", files::named(&inputs)), || evaluate(&inputs, &request)).map_err(Stop::usage)?;
    let mut code = exit::of_check(&run, args.fail_on, args.allow_incomplete);
    if format == Format::Sarif {
        code = exit::for_sarif(code);
    }
    output::write(args.out.as_deref(), code, |color, out| {
        report::write(format, &run, &Options { reading_only: false, all: args.all, color }, out)
    })?;
    // The process ends here: to take a hundred thousand findings apart one by one would be for nothing.
    std::mem::forget(run);
    Ok(code)
}

fn format(name: FormatName) -> Result<Format, Stop> {
    Ok(match name {
        FormatName::Text => Format::Text,
        FormatName::Json => Format::Json,
        FormatName::Sarif => Format::Sarif,
        FormatName::Csv => Format::Csv,
        FormatName::Html | FormatName::Xlsx | FormatName::Pdf => {
            return Err(Stop::usage("this form of output is not yet written. Use --format text, json, sarif or csv."));
        }
    })
}
