//! Problems: what stands in the cell, what is needed there, and what to do. Alike ones are grouped.

use super::paper::{Ink, Paper, counted, short, width};
use super::{Options, PROBLEM_GROUPS, quoted};
use crate::domain::place::{CellRange, SheetId, a1};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::problem_codes::{self, Weight};
use crate::domain::run::Run;
use crate::report::place;
use std::collections::BTreeMap;
use std::io;

/// Runs of cells named in "and 13 more".
const MORE_RUNS: usize = 6;

/// Neighbours shown on either side of a cell.
const BESIDE: usize = 3;

/// One code in one column.
struct Group<'r> {
    first: &'r Problem,
    others: Vec<&'r Problem>,
}

pub(super) fn write(run: &Run, options: &Options, paper: &mut Paper<'_>) -> io::Result<()> {
    let groups = grouped(&run.problems);
    let most = if options.all { usize::MAX } else { PROBLEM_GROUPS };
    for group in groups.iter().take(most) {
        paper.end()?;
        problem(run, group, paper)?;
    }
    if groups.len() > most {
        let left: usize = groups.iter().skip(most).map(|g| 1 + g.others.len()).sum();
        paper.end()?;
        paper.paragraph(&format!("and {} (use --all or --format json)", counted(left as u64, "more problem", "more problems")))?;
    }
    let notes = grouped(&run.notes);
    if !notes.is_empty() {
        paper.end()?;
    }
    for group in notes.iter().take(most) {
        note(run, group, paper)?;
    }
    if notes.len() > most {
        paper.paragraph(&format!("and {} more notes (use --all or --format json)", notes.len() - most))?;
    }
    Ok(())
}

/// Groups by code, sheet and column, in order of the first of each.
fn grouped(problems: &[Problem]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<(&str, SheetId, u16), usize> = BTreeMap::new();
    for problem in problems {
        let key = place::range_of_site(&problem.site).map(|r| (problem.code, r.sheet, r.column));
        match key.and_then(|k| known.get(&k)) {
            Some(&index) => groups[index].others.push(problem),
            None => {
                if let Some(key) = key {
                    known.insert(key, groups.len());
                }
                groups.push(Group { first: problem, others: Vec::new() });
            }
        }
    }
    groups
}

fn problem(run: &Run, group: &Group<'_>, paper: &mut Paper<'_>) -> io::Result<()> {
    let first = group.first;
    let title = problem_codes::find(first.code).map_or("", |c| c.title);
    let (word, right) = match (first.weight(), first.not_checked) {
        (Weight::Refuse, _) => ("problem", "file not checked".to_owned()),
        (_, NotChecked::Nothing) => ("problem", String::new()),
        (_, not_checked) => ("problem", format!("{} not checked", not_checked.word())),
    };
    paper.heading(Ink::Caution, word, first.code, title, &right)?;
    paper.put(Ink::Gutter, "  --> ")?;
    paper.put(Ink::Place, &place::site(run, &first.site))?;
    paper.end()?;
    let cell = match first.site {
        Site::Cells(cell) => Some(cell),
        _ => None,
    };
    if let Some([headings, cells, marks]) = cell.and_then(|cell| quoted::lines(run, &[cell], BESIDE)) {
        for (ink, line) in [(Ink::Gutter, headings), (Ink::Plain, cells)] {
            paper.put(Ink::Gutter, "   |  ")?;
            paper.put(ink, &line)?;
            paper.end()?;
        }
        paper.put(Ink::Gutter, "   |  ")?;
        paper.put(Ink::Caution, &marks)?;
        paper.plain(&format!(" {}", seen(first)))?;
        paper.end()?;
    } else if !first.read.is_empty() {
        let read = short(&first.read, 60);
        paper.put(Ink::Gutter, "   |  ")?;
        paper.plain(&read)?;
        paper.end()?;
        paper.put(Ink::Gutter, "   |  ")?;
        paper.put(Ink::Caution, &"^".repeat(width(&read).max(1)))?;
        paper.plain(&format!(" {}", seen(first)))?;
        paper.end()?;
    } else if !first.expected.is_empty() {
        paper.put(Ink::Gutter, "   |  ")?;
        paper.plain(&seen(first))?;
        paper.end()?;
    }
    if !first.fix.is_empty() {
        paper.said("to do", &first.fix)?;
    }
    if !group.others.is_empty() {
        paper.put(Ink::Gutter, "   = ")?;
        paper.plain(&more(&group.others))?;
        paper.end()?;
    }
    Ok(())
}

/// `text; we need hours from 0 to 24`.
fn seen(problem: &Problem) -> String {
    match (problem.kind.is_empty(), problem.expected.is_empty()) {
        (false, false) => format!("{}; we need {}", problem.kind, problem.expected),
        (true, false) => format!("we need {}", problem.expected),
        (_, true) => problem.kind.to_owned(),
    }
}

/// `and 13 more: F13:F25`.
fn more(others: &[&Problem]) -> String {
    let runs = runs(others.iter().filter_map(|p| place::range_of_site(&p.site)));
    let mut text = format!("and {} more: ", others.len());
    text.push_str(&runs.iter().take(MORE_RUNS).map(|r| a1(*r)).collect::<Vec<_>>().join(", "));
    if runs.len() > MORE_RUNS {
        text.push_str(", …");
    }
    text
}

/// Cells of one column, neighbours joined.
fn runs(cells: impl Iterator<Item = CellRange>) -> Vec<CellRange> {
    let mut runs: Vec<CellRange> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some(last)
                if last.sheet == cell.sheet && last.column == cell.column && last.last_row.checked_add(1) == Some(cell.first_row) =>
            {
                last.last_row = cell.last_row;
            }
            _ => runs.push(cell),
        }
    }
    runs
}

fn note(run: &Run, group: &Group<'_>, paper: &mut Paper<'_>) -> io::Result<()> {
    let first = group.first;
    paper.put(Ink::CannotTell, &format!("note[{}]", first.code))?;
    let title = problem_codes::find(first.code).map_or("", |c| c.title);
    let mut text = format!(": {title}  {}", place::site(run, &first.site));
    if !first.read.is_empty() && first.read != title {
        text.push_str(&format!(" ({})", short(&first.read, 40)));
    }
    if !group.others.is_empty() {
        text.push_str(&format!(" {}", more(&group.others)));
    }
    paper.plain(&text)?;
    paper.end()
}
