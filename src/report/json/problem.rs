//! What could not be read, and what was read and deserves a word.

use crate::domain::problem::Problem;
use crate::domain::problem_codes;
use crate::domain::run::Run;
use crate::report::place;
use serde::Serialize;
use serde::ser::Serializer;

pub(super) struct Problems<'r>(pub &'r Run);
pub(super) struct Notes<'r>(pub &'r Run);

#[derive(Serialize)]
struct ProblemObject<'r> {
    code: &'r str,
    r#where: String,
    read: &'r str,
    kind: &'r str,
    expected: &'r str,
    fix: &'r str,
    not_checked: &'r str,
}

#[derive(Serialize)]
struct Note<'r> {
    code: &'r str,
    r#where: String,
    text: String,
}

impl Serialize for Problems<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.problems.iter().map(|p| ProblemObject {
            code: p.code,
            r#where: place::site(self.0, &p.site),
            read: &p.read,
            kind: p.kind,
            expected: &p.expected,
            fix: &p.fix,
            not_checked: p.not_checked.word(),
        }))
    }
}

impl Serialize for Notes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.notes.iter().map(|p| Note { code: p.code, r#where: place::site(self.0, &p.site), text: words(p) }))
    }
}

/// What the catalogue says of it, what was read, and what there is to do.
fn words(note: &Problem) -> String {
    let title = problem_codes::find(note.code).map_or(note.code, |c| c.title);
    let mut text = title.to_owned();
    if !note.read.is_empty() && note.read != title {
        text.push_str(&format!(": {}", note.read));
    }
    if !note.fix.is_empty() {
        text.push_str(". ");
        text.push_str(&note.fix);
    }
    text
}
