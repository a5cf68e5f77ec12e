//! A Run as a person sees it. Nothing is recomputed: what is shown here, the Run holds.

use super::{
    CellSeen, CitationSeen, CountsSeen, Examination, ExcerptCell, ExcerptSeen, ExposureSeen, FindingSeen, InputSeen, KeptLine, MissingSeen,
    NoteSeen, OwedTo, ProblemSeen, RowNotUsed, RowsSeen, RuleSeen, StepSeen, SubjectSeen,
};
use crate::domain::finding::{Finding, Subject};
use crate::domain::names::Names;
use crate::domain::payroll::PayrollLine;
use crate::domain::people::People;
use crate::domain::place::{CellRange, a1, column_letters};
use crate::domain::problem::{Problem, Site};
use crate::domain::problem_codes::{self, Weight};
use crate::domain::run::Run;
use crate::report::{identity, place, quoted, text, totals};
use crate::store::lines::Line;
use std::collections::BTreeSet;

/// Everything of an examination that the Run holds. `unusable` is the sheet whose headings cannot be used.
pub(super) fn of_run(run: &Run, unusable: Option<&str>) -> Result<Examination, String> {
    let counts = totals::answers(run);
    let blocks = text::finding_blocks(run).map_err(|e| e.to_string())?;
    let names = identity::of_all(run);
    let findings = run.findings.iter().zip(names).zip(blocks).map(|((f, name), block)| finding(run, f, name, block));
    Ok(Examination {
        input: input(run),
        problems: run.problems.iter().map(|p| problem(run, p, unusable)).collect(),
        notes: run.notes.iter().map(|n| note(run, n)).collect(),
        rows: rows(run),
        findings: findings.collect(),
        counts: CountsSeen {
            met: counts.met,
            not_met: counts.not_met,
            cannot_tell: counts.cannot_tell,
            not_applicable: counts.not_applicable,
        },
        owed_total: run.owed_total.to_string(),
        owed_by_worker: run
            .owed
            .iter()
            .map(|w| OwedTo { worker: w.worker.clone(), contractor: w.contractor.clone(), owed: w.owed.to_string(), weeks: w.weeks })
            .collect(),
        rules: run.rules.iter().map(|r| RuleSeen { id: r.id.clone(), title: r.title.clone(), digest: r.digest.clone() }).collect(),
        remarks: run.remarks.clone(),
        ..Examination::default()
    })
}

/// A line as it is kept.
pub(super) fn line(line: &PayrollLine, names: &Names, people: &People) -> KeptLine {
    KeptLine::from(&Line::of(line, names, people))
}

/// A remark where rows name another contractor than the one the payroll is for.
pub(super) fn other_contractors(contractor: &str, lines: &[PayrollLine], names: &Names) -> Option<String> {
    let alike = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let wanted = alike(contractor);
    if wanted.is_empty() {
        return None;
    }
    let others: BTreeSet<&str> = lines.iter().filter_map(|l| names.given(l.contractor)).filter(|name| alike(name) != wanted).collect();
    let first = others.first()?;
    let more = if others.len() > 1 { format!(" and {} more", others.len() - 1) } else { String::new() };
    Some(format!("Rows name the contractor {first}{more}. This payroll is for {contractor}."))
}

fn input(run: &Run) -> InputSeen {
    let sheet = run.sheets.first();
    let input = run.inputs.first().cloned().unwrap_or_default();
    InputSeen {
        name: input.name,
        sha256: input.sha256,
        kind: input.kind,
        layout: sheet.map(|s| s.layout.to_owned()),
        sheet: sheet.map(|s| s.sheet.clone()),
        header_row: sheet.map(|s| s.header_row),
    }
}

fn rows(run: &Run) -> RowsSeen {
    let sum = totals::rows(run);
    let not_used = run.sheets.iter().flat_map(|sheet| {
        sheet.not_used.iter().map(|n| RowNotUsed { sheet: sheet.sheet.clone(), row: n.row, why: n.why.word().to_owned() })
    });
    RowsSeen { read: sum.read, used: sum.used, outside: sum.outside, not_used: not_used.collect() }
}

/// Where something stands: sheet, row, column and A1 address.
#[derive(Default)]
struct Spot {
    sheet: Option<String>,
    row: Option<u32>,
    column: Option<u16>,
    cell: Option<String>,
}

fn spot(run: &Run, site: &Site, unusable: Option<&str>) -> Spot {
    let only = || match run.sheets.as_slice() {
        [only] => Some(only.sheet.clone()),
        _ => None,
    };
    match site {
        Site::Cells(range) => {
            let sheet = run.sheets.get(usize::from(range.sheet.0)).map(|s| s.sheet.clone());
            Spot { sheet, row: Some(range.first_row), column: Some(range.column), cell: Some(a1(*range)) }
        }
        Site::Named { sheet, a1 } => {
            let sheet = if sheet.is_empty() { unusable.map(str::to_owned).or_else(only) } else { Some(sheet.clone()) };
            let (column, row) = address(a1.split(':').next().unwrap_or_default());
            let cell = (column.is_some() && row.is_some()).then(|| a1.clone());
            Spot { sheet, row, column, cell }
        }
        Site::Sheet(name) => Spot { sheet: Some(name.clone()), ..Spot::default() },
        Site::Line(line) => Spot { sheet: only(), row: u32::try_from(*line).ok(), ..Spot::default() },
        Site::Of { site, .. } => spot(run, site, unusable),
        Site::File | Site::Part(_) => Spot::default(),
    }
}

/// Column and row of `L2`, `3` or `N`.
fn address(text: &str) -> (Option<u16>, Option<u32>) {
    let letters = text.len() - text.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let (letters, digits) = text.split_at(letters);
    let column = letters.bytes().fold(0_u32, |n, b| n.saturating_mul(26).saturating_add(u32::from(b - b'A') + 1));
    (u16::try_from(column).ok().and_then(|n| n.checked_sub(1)), digits.parse().ok())
}

fn problem(run: &Run, problem: &Problem, unusable: Option<&str>) -> ProblemSeen {
    let Spot { sheet, row, column, cell } = spot(run, &problem.site, unusable);
    ProblemSeen {
        code: problem.code.to_owned(),
        sheet,
        row,
        column,
        cell,
        r#where: place::site(run, &problem.site),
        read: problem.read.clone(),
        kind: problem.kind.to_owned(),
        expected: problem.expected.to_string(),
        fix: problem.fix.clone(),
        not_checked: problem.not_checked.word().to_owned(),
        text: problem_codes::find(problem.code).map_or("", |c| c.title).to_owned(),
        blocks: problem.weight() != Weight::Note,
    }
}

fn note(run: &Run, note: &Problem) -> NoteSeen {
    let Spot { sheet, row, column, .. } = spot(run, &note.site, None);
    NoteSeen {
        code: note.code.to_owned(),
        sheet,
        row,
        column,
        r#where: place::site(run, &note.site),
        read: note.read.clone(),
        text: problem_codes::find(note.code).map_or("", |c| c.title).to_owned(),
    }
}

fn cells(run: &Run, ranges: &[CellRange]) -> Vec<CellSeen> {
    let seen = |range: &CellRange| CellSeen {
        sheet: run.sheets.get(usize::from(range.sheet.0)).map(|s| s.sheet.clone()).unwrap_or_default(),
        row: range.first_row,
        last_row: range.last_row,
        column: range.column,
        r#where: place::cells(run, *range),
    };
    ranges.iter().map(seen).collect()
}

/// Neighbours of the first cell of a finding on either side.
const BESIDE: usize = 1;

fn excerpt(run: &Run, cells: &[CellRange]) -> Option<ExcerptSeen> {
    let mut in_view = quoted::in_view(run, cells, BESIDE)?;
    // Of a column that is spoken of as a whole, one row shows nothing.
    in_view.iter().any(|cell| cell.spoken_of).then_some(())?;
    in_view.sort_by_key(|cell| cell.column);
    let seen = |cell: &quoted::InView<'_>| ExcerptCell {
        letter: column_letters(cell.column),
        heading: cell.heading.to_owned(),
        text: cell.text.to_owned(),
        spoken_of: cell.spoken_of,
    };
    Some(ExcerptSeen { row: cells.first()?.first_row, cells: in_view.iter().map(seen).collect() })
}

fn finding(run: &Run, f: &Finding, name: u64, text: String) -> FindingSeen {
    let rule = run.rules.get(usize::from(f.rule));
    let steps = f.steps.iter().map(|s| StepSeen {
        label: s.label.to_string(),
        expression: s.expression.clone(),
        value: s.value.clone(),
        cells: cells(run, &s.cells),
    });
    let missing = f.missing.iter().map(|m| MissingSeen { fact: m.fact.clone(), hangs_on: m.hangs_on.clone(), holder: m.holder.to_owned() });
    FindingSeen {
        fingerprint: identity::shown(name),
        rule: rule.map_or_else(String::new, |r| r.id.clone()),
        rule_title: rule.map_or_else(String::new, |r| r.title.clone()),
        rule_digest: rule.map_or_else(String::new, |r| r.digest.clone()),
        rule_from: f.rule_from.map(|d| d.to_string()),
        check: f.check.to_owned(),
        outcome: f.outcome.word().to_owned(),
        force: f.force.word().to_owned(),
        status: f.status.word().to_owned(),
        severity: f.severity.word().to_owned(),
        subject: subject(run, &f.subject),
        title: f.title.to_string(),
        read: f.read.clone(),
        interval: f.interval.clone().map(|(low, high)| [low, high]),
        expected: f.expected.clone(),
        difference: f.difference.clone(),
        unit: f.unit.to_owned(),
        owed: f.owed.map(|m| m.to_string()),
        exposure: f.exposure.as_ref().map(|e| ExposureSeen {
            amount: e.amount.to_string(),
            word: if e.shall { "shall" } else { "may" }.to_owned(),
            why: e.why.clone(),
        }),
        missing: missing.collect(),
        steps: steps.collect(),
        cells: cells(run, &f.cells),
        excerpt: excerpt(run, &f.cells),
        citations: f.citations.iter().map(|c| CitationSeen { text: c.text.to_string(), url: c.url.to_string() }).collect(),
        fix: f.fix.to_string(),
        text,
    }
}

fn subject(run: &Run, subject: &Subject) -> SubjectSeen {
    let name = |sym| run.names.given(sym).map(str::to_owned);
    SubjectSeen {
        project: name(subject.project),
        contractor: name(subject.contractor),
        worker: name(subject.worker),
        trade: name(subject.trade),
        level: subject.level.map(|l| l.word().to_owned()),
        group: subject.group.map(str::to_owned),
        week_ending: subject.week_ending.map(|d| d.to_string()),
        day: subject.day.map(|d| d.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_back() {
        assert_eq!(address("L2"), (Some(11), Some(2)));
        assert_eq!(address("AA10"), (Some(26), Some(10)));
        assert_eq!(address("3"), (None, Some(3)));
        assert_eq!(address("N"), (Some(13), None));
        assert_eq!(address(""), (None, None));
    }
}
