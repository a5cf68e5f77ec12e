//! `plumbline explain`: every code ever printed, what it means, how to fix it, which law.

use super::args::ExplainArgs;
use super::stop::Stop;
use super::{exit, files, output};
use crate::rules::library::Library;
use crate::service::explanation::{every, list, page};

/// Less alike than this, a code is not offered in place of an unknown one.
const ALIKE: f64 = 0.7;

pub(super) fn run(args: &ExplainArgs) -> Result<u8, Stop> {
    let library = files::library(args.rules_dir.as_deref())?;
    let text = match &args.code {
        None => list(&library),
        Some(code) => page(&library, code.trim()).ok_or_else(|| unknown(&library, code))?,
    };
    output::write(None, exit::CLEAN, |_, out| out.write_all(text.as_bytes()))?;
    Ok(exit::CLEAN)
}

fn unknown(library: &Library, code: &str) -> Stop {
    let alike = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &code.trim().to_lowercase());
    let best = every(library)
        .map(|known| (alike(known), known))
        .fold((ALIKE, None), |best, (score, known)| if score > best.0 { (score, Some(known)) } else { best });
    let hint = best.1.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
    let code: String = code.chars().filter(|c| !c.is_control()).take(60).collect();
    Stop::usage(format!("nothing is named `{code}`.{hint} plumbline explain lists every code."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Library {
        Library::embedded().unwrap()
    }

    #[test]
    fn a_misspelt_code_finds_its_neighbour() {
        let Stop::Usage(words) = unknown(&library(), "hours-not-number") else { panic!() };
        assert!(words.contains("`hours-not-a-number`"), "{words}");
        let Stop::Usage(words) = unknown(&library(), "zzzz\u{1b}") else { panic!() };
        assert!(!words.contains("Did you mean") && !words.contains('\u{1b}'), "{words}");
    }
}
