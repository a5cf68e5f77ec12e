//! Wage determinations that were read: one object each.

use crate::domain::run::Run;
use crate::domain::wage_determination::WageDetermination;
use serde::Serialize;
use serde::ser::Serializer;

pub(super) struct Determinations<'r>(pub &'r Run);

#[derive(Serialize)]
struct Determination<'r> {
    name: &'r str,
    id: &'r str,
    modification: u32,
    published_on: Option<String>,
    supersedes: Option<&'r str>,
    state: &'r str,
    construction: &'r str,
    counties: &'r str,
    modifications: Vec<Modification>,
    lines: u32,
    rates: Vec<Rate<'r>>,
    unread: Vec<Unread<'r>>,
    left_out: Vec<LeftOut<'r>>,
}

#[derive(Serialize)]
struct Modification {
    number: u32,
    published_on: String,
}

#[derive(Serialize)]
struct Rate<'r> {
    classification: &'r str,
    area: Option<&'r str>,
    base: String,
    fringe: String,
    beside: &'r [String],
    line: u32,
}

#[derive(Serialize)]
struct Unread<'r> {
    classification: &'r str,
    line: u32,
    why: &'r str,
}

#[derive(Serialize)]
struct LeftOut<'r> {
    line: u32,
    text: &'r str,
    why: &'r str,
}

impl Determinations<'_> {
    /// True where none was read.
    pub(super) fn is_empty(&self) -> bool {
        self.0.inputs.iter().all(|i| i.determination.is_none())
    }
}

impl Serialize for Determinations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.inputs.iter().filter_map(|i| object(&i.name, i.determination.as_deref()?)))
    }
}

fn object<'r>(name: &'r str, read: &'r WageDetermination) -> Option<Determination<'r>> {
    let text = read.text.as_ref()?;
    let rate = |r: &'r crate::domain::wage_determination::DeterminationRate| Rate {
        classification: &r.classification,
        area: r.area.as_deref(),
        base: r.base.to_string(),
        fringe: r.fringe.to_string(),
        beside: &r.beside,
        line: r.row,
    };
    Some(Determination {
        name,
        id: &read.id,
        modification: read.modification,
        published_on: read.published_on.map(|d| d.to_string()),
        supersedes: text.supersedes.as_deref(),
        state: &text.state,
        construction: &text.construction,
        counties: &text.area.text,
        modifications: text
            .modifications
            .iter()
            .map(|m| Modification { number: m.number, published_on: m.published_on.to_string() })
            .collect(),
        lines: text.lines,
        rates: read.rates.iter().map(rate).collect(),
        unread: text.unread.iter().map(|u| Unread { classification: &u.classification, line: u.line, why: &u.why }).collect(),
        left_out: text.left_out.iter().map(|l| LeftOut { line: l.line, text: &l.text, why: l.why }).collect(),
    })
}
