//! `plumbline template`.

use super::args::TemplateArgs;
use super::stop::Stop;
use super::{exit, output};
use crate::intake::template::{TemplateError, TemplateKind, write};
use std::path::{Path, PathBuf};

pub(super) fn run(args: &TemplateArgs) -> Result<u8, Stop> {
    let Some(kind) = TemplateKind::from_word(&args.kind) else {
        let words: Vec<&str> = TemplateKind::ALL.iter().map(|k| k.word()).collect();
        return Err(Stop::usage(format!("there is no template `{}`. Templates: {}.", args.kind, words.join(", "))));
    };
    let mut bytes = Vec::new();
    write(kind, &mut bytes).map_err(|error| match error {
        TemplateError::NotYet(_) => Stop::usage(format!("{error}.")),
        other => Stop::Output(std::io::Error::other(other)),
    })?;
    if args.out.as_deref() == Some(Path::new("-")) {
        output::write(None, exit::CLEAN, |_, out| out.write_all(&bytes))?;
        return Ok(exit::CLEAN);
    }
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", kind.word())));
    if args.out.is_none() && path.exists() {
        return Err(Stop::usage(format!("{} is there already. Name another file with --out.", path.display())));
    }
    output::write(Some(&path), exit::CLEAN, |_, out| out.write_all(&bytes))?;
    output::write(None, exit::CLEAN, |_, out| writeln!(out, "Wrote {0}. Fill it in, then: plumbline check {0}", path.display()))?;
    Ok(exit::CLEAN)
}
