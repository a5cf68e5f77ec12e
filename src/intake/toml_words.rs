//! What is wrong with a TOML file a person wrote, in plain words: the line, and the right spelling.

/// What the TOML reader found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TomlFault {
    /// Line, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do, where that can be said.
    pub help: Option<String>,
}

/// The reader's error in plain words, with the right spelling where a word is nearly right.
pub(crate) fn explained(error: &toml::de::Error, text: &str) -> TomlFault {
    let line = error.span().map(|span| line_at(text.as_bytes(), span.start));
    let message = error.message();
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let fault = |message: String, help: Option<String>| TomlFault { line, message, help };
    match words.as_slice() {
        [key] if message.starts_with("missing field") => fault(format!("`{key}` is missing."), Some(format!("Add it: {key} = \"…\"."))),
        [written, known @ ..] if message.starts_with("unknown field") || message.starts_with("unknown variant") => {
            let what = if message.starts_with("unknown field") { "key" } else { "value" };
            fault(format!("`{written}` is no {what} that is known here."), Some(spelling(written, known)))
        }
        _ => {
            let mut said = message.trim().trim_end_matches('.').replace('\n', "; ");
            said.push('.');
            fault(said, None)
        }
    }
}

/// `Did you mean …?`, or the words that are known.
pub(crate) fn spelling(written: &str, known: &[&str]) -> String {
    match nearest(written, known) {
        Some(right) => format!("Did you mean `{right}`?"),
        None => format!("Known are: {}.", known.join(", ")),
    }
}

/// The known word closest to one written, if it is close.
fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let scored = known.iter().map(|k| (strsim::osa_distance(written, k), *k));
    scored.filter(|(distance, k)| *distance <= (k.len() / 3).max(1)).min_by_key(|(distance, _)| *distance).map(|(_, k)| k)
}

/// The line, from 1, of a byte of a text.
pub(crate) fn line_at(text: &[u8], at: usize) -> usize {
    text.iter().take(at).filter(|b| **b == b'\n').count() + 1
}
