//! Which findings are printed, and in what company: shares of a project in one table, the others
//! in full, so that each kind of finding is seen even where one kind has thousands.

use super::FULL_FINDINGS;
use crate::domain::finding::Finding;
use crate::domain::names::Sym;
use crate::domain::outcome::Outcome;
use crate::domain::run::Run;
use crate::report::is_open;

/// Shares printed in full where a project has no more than this.
const FEW_SHARES: usize = 3;

/// Findings of one kind, by their position in the run.
#[derive(Debug)]
pub(super) struct Part {
    pub rule: u16,
    pub check: &'static str,
    pub outcome: Option<Outcome>,
    pub project: Sym,
    pub findings: Vec<usize>,
    /// How many of them are printed.
    pub shown: usize,
}

/// The findings, sorted for printing.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub tables: Vec<Part>,
    pub blocks: Vec<Part>,
}

/// Sorts the findings of a run, keeping its order within each part.
pub(super) fn sort(run: &Run, all: bool) -> Parts {
    let mut parts = Parts::default();
    for (index, finding) in run.findings.iter().enumerate().filter(|(_, f)| f.subject.group.is_some()) {
        add(&mut parts.tables, finding, None, finding.subject.project, index);
    }
    let (few, tables): (Vec<_>, Vec<_>) = parts.tables.into_iter().partition(|p| p.findings.len() <= FEW_SHARES);
    parts.tables = tables;
    let mut singles: Vec<usize> = few.into_iter().flat_map(|p| p.findings).collect();
    singles.extend(run.findings.iter().enumerate().filter(|(_, f)| f.subject.group.is_none()).map(|(i, _)| i));
    singles.sort_unstable();
    for index in singles {
        let finding = &run.findings[index];
        if all || is_open(finding) {
            add(&mut parts.blocks, finding, Some(finding.outcome), Sym::NONE, index);
        }
    }
    share_out(&mut parts.blocks, if all { usize::MAX } else { FULL_FINDINGS });
    parts
}

fn add(parts: &mut Vec<Part>, finding: &Finding, outcome: Option<Outcome>, project: Sym, index: usize) {
    let same = |p: &&mut Part| p.rule == finding.rule && p.check == finding.check && p.outcome == outcome && p.project == project;
    match parts.iter_mut().rev().find(same) {
        Some(part) => part.findings.push(index),
        None => parts.push(Part { rule: finding.rule, check: finding.check, outcome, project, findings: vec![index], shown: 0 }),
    }
}

/// Gives every part an even share of the room; what one does not need goes to the others.
fn share_out(parts: &mut [Part], room: usize) {
    let mut left = room;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&i| parts[i].findings.len());
    for (done, &i) in order.iter().enumerate() {
        let fair = (left / (order.len() - done)).max(1);
        parts[i].shown = parts[i].findings.len().min(fair);
        left = left.saturating_sub(parts[i].shown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(count: usize) -> Part {
        Part { rule: 0, check: "gross-adds-up", outcome: None, project: Sym::NONE, findings: (0..count).collect(), shown: 0 }
    }

    #[test]
    fn a_rare_finding_is_not_crowded_out_by_a_frequent_one() {
        let mut parts = [part(4000), part(2), part(60)];
        share_out(&mut parts, 50);
        assert_eq!(parts.map(|p| p.shown), [24, 2, 24]);
    }

    #[test]
    fn all_of_them_where_all_are_asked_for() {
        let mut parts = [part(4000), part(2)];
        share_out(&mut parts, usize::MAX);
        assert_eq!(parts.map(|p| p.shown), [4000, 2]);
    }
}
