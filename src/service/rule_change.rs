//! Which answers about a payroll change with the rules, from one day to another.

use super::evaluate::{EvaluateError, EvaluateRequest, evaluate};
use super::files::FileArg;
use crate::domain::finding::{Finding, Subject};
use crate::domain::names::Sym;
use crate::domain::run::{Run, WhyNotUsed};
use crate::report::identity;
use crate::report::place;
use crate::report::rules_diff::{Answer, RowChange, RowChanges};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Evaluates files twice, every day of them under the rules of `from` and of `to`, and compares.
///
/// # Errors
/// As [`evaluate`].
pub fn compare(files: &[FileArg], request: &EvaluateRequest, from: NaiveDate, to: NaiveDate) -> Result<RowChanges, EvaluateError> {
    let under = |day| {
        let library = Arc::new(request.library.frozen_on(day));
        evaluate(files, &EvaluateRequest { library, list_all: false, ..request.clone() })
    };
    let (before, after) = (under(from)?, under(to)?);
    let mut earlier: BTreeMap<u64, &Finding> = identity::of_all(&before).into_iter().zip(&before.findings).collect();
    let mut list = Vec::new();
    for (name, finding) in identity::of_all(&after).into_iter().zip(&after.findings) {
        let was = earlier.remove(&name);
        if was.is_none_or(|was| (was.outcome, was.owed) != (finding.outcome, finding.owed)) {
            list.push(RowChange { before: was.map(answer), after: Some(answer(finding)), ..about(&after, finding) });
        }
    }
    let gone = before.findings.iter().zip(identity::of_all(&before)).filter(|(_, name)| earlier.contains_key(name));
    list.extend(gone.map(|(finding, _)| RowChange { before: Some(answer(finding)), after: None, ..about(&before, finding) }));
    Ok(RowChanges {
        files: files.iter().map(FileArg::name).collect(),
        rows_used: after.sheets.iter().map(|s| s.rows_used).sum(),
        rows_not_used: after.sheets.iter().flat_map(|s| &s.not_used).filter(|n| n.why == WhyNotUsed::Problem).count() as u64,
        list,
        owed_before: before.owed_total,
        owed_after: after.owed_total,
    })
}

fn answer(finding: &Finding) -> Answer {
    Answer { outcome: finding.outcome, owed: finding.owed, title: finding.title.to_string() }
}

fn about(run: &Run, finding: &Finding) -> RowChange {
    RowChange {
        rule: run.rules.get(usize::from(finding.rule)).map(|r| r.id.clone()).unwrap_or_default(),
        check: finding.check,
        subject: words(run, &finding.subject),
        cells: place::list(run, &finding.cells, 4),
        before: None,
        after: None,
    }
}

/// `worker W0418, Carpenter journeyworker, week ending 2025-03-15`.
fn words(run: &Run, subject: &Subject) -> String {
    let named = |label: &str, sym: Sym| (!sym.is_none()).then(|| format!("{label}{}", run.names.text(sym)));
    let trade = match (named("", subject.trade), subject.level) {
        (Some(trade), Some(level)) => Some(format!("{trade} {}", level.word())),
        (Some(trade), None) => Some(trade),
        (None, level) => level.map(|l| l.word().to_owned()),
    };
    let parts = [
        named("worker ", subject.worker),
        named("", subject.contractor).filter(|_| subject.worker.is_none()),
        trade,
        subject.group.map(str::to_owned),
        subject.week_ending.map(|d| format!("week ending {d}")),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if text.is_empty() { "the payroll as a whole".to_owned() } else { text }
}
