//! # What it checks
//!
//! What is taken from pay is of a kind that may be taken. Ten classes need no approval (29 CFR 3.5): taxes, a
//! bona fide prepayment of wages, an order of a court, benefit funds, credit unions, governmental agencies,
//! charity, union dues, board and lodging, safety equipment. Some of them need the worker's consent in writing.
//! Anything else needs the approval of the Secretary of Labor (29 CFR 3.6).
//!
//! A payroll gives a total. The kinds stand in the project file, as `[[deduction]]`, for a firm or for one of
//! its workers, with their amounts where they are known.
//!
//! # Why
//!
//! A wage paid in full and taken back in part is not paid in full.
//!
//! # Cannot tell when
//!
//! - the payroll gives a total and the project file no kinds for the firm or the worker: the contractor knows
//!   them; said once for all such lines;
//! - the kinds given do not come to the total;
//! - consent or approval is needed and the project file does not say whether it was given.
//!
//! # How to fix
//!
//! Pay back what was taken without permission, or show the consent or the approval.

use super::context::{Context, subject_of};
use super::gap::{self, Gap, LinesByGap, lines, said_once};
use super::readings::{Readings, all_cells, said, step};
use super::{LineCheck, LineWorker, Verdict};
use crate::domain::deduction::{self, DeductionKind, Ground};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::project::Deduction;
use crate::domain::quantity::Money;
use crate::domain::week::days_of;
use crate::rules::applies::same_firm;
use hashbrown::HashMap;

const CANNOT: &str = "Deductions cannot be checked";

/// The check.
pub struct DeductionAllowed {
    /// The clause.
    pub ctx: Context,
}

impl LineCheck for DeductionAllowed {
    fn on_thread(&self) -> Box<dyn LineWorker + '_> {
        Box::new(Worker { ctx: &self.ctx, readings: Readings::new(&self.ctx, CANNOT), of_firm: HashMap::default() })
    }

    fn once(&self, counts: &LinesByGap) -> Vec<Finding> {
        let mut findings = gap::missing_columns(&self.ctx, CANNOT, counts);
        let count = counts.of(Gap::DeductionKinds);
        if count > 0 {
            findings.push(said_once(
                &self.ctx,
                format!("{CANNOT} on {}: the payroll gives a total and no kinds", lines(count)),
                Missing { fact: "the kind of each deduction".to_owned(), hangs_on: lines(count), holder: "the contractor" },
                "Add [[deduction]] with contractor and kind to the project file.".to_owned(),
            ));
        }
        findings
    }
}

struct Worker<'c> {
    ctx: &'c Context,
    readings: Readings<'c>,
    /// The deductions of each firm, by its symbol.
    of_firm: HashMap<crate::domain::names::Sym, Vec<&'c Deduction>, foldhash::fast::FixedState>,
}

/// What one deduction lacks.
enum Lacks {
    Nothing,
    Consent,
    Approval,
    /// Known not to be approved.
    Barred,
}

fn lacks(kind: &DeductionKind, deduction: &Deduction) -> Lacks {
    match (kind.ground, deduction.approved) {
        (Ground::Permitted, _) | (_, Some(true)) => Lacks::Nothing,
        (Ground::Consent, _) if deduction.consent.is_some() => Lacks::Nothing,
        (Ground::Consent, _) => Lacks::Consent,
        (Ground::Approval, None) => Lacks::Approval,
        (Ground::Approval, Some(false)) => Lacks::Barred,
    }
}

impl LineWorker for Worker<'_> {
    fn check(&mut self, line: &PayrollLine, names: &Names) -> Verdict {
        let Some(total) = line.deductions.known() else { return self.readings.absent(line, Gap::Deductions) };
        if total <= Money::ZERO {
            return Verdict::Quiet(Outcome::NotApplicable);
        }
        let project = &self.ctx.project;
        let of_firm = self.of_firm.entry(line.contractor).or_insert_with(|| {
            let firm = match project.contracts.as_slice() {
                [one] if line.contractor.is_none() => one.contractor.as_str(),
                _ => names.text(line.contractor),
            };
            project.deductions.iter().filter(|d| same_firm(&d.contractor, firm)).collect()
        });
        if of_firm.is_empty() {
            return Verdict::SaidOnce(Gap::DeductionKinds);
        }
        let worker = names.text(line.worker);
        let in_week = |d: &&&Deduction| {
            line.week_ending.is_none_or(|last| d.from.is_none_or(|f| f <= last) && d.until.is_none_or(|u| days_of(last)[0] <= u))
        };
        let mine = of_firm.iter().filter(|d| d.worker.as_deref().is_none_or(|w| w == worker)).filter(in_week);
        let mine: Vec<(&DeductionKind, &Deduction)> = mine.filter_map(|d| Some((deduction::find(&d.kind)?, *d))).collect();
        if mine.is_empty() {
            return Verdict::SaidOnce(Gap::DeductionKinds);
        }
        answer(self.ctx, line, total, &mine)
    }
}

fn answer(ctx: &Context, line: &PayrollLine, total: Money, mine: &[(&DeductionKind, &Deduction)]) -> Verdict {
    let listed: Option<Money> = mine.iter().map(|(_, d)| d.amount).sum();
    let rest = listed.map(|sum| total - sum).filter(|rest| *rest > Money::ZERO);
    let (mut barred, mut missing, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, deduction) in mine {
        let amount = deduction.amount.map_or("amount not given".to_owned(), |a| a.to_string());
        let (mark, fact) = match lacks(kind, deduction) {
            Lacks::Nothing => ("permitted", None),
            Lacks::Consent => ("permitted with the worker's consent", Some("the worker's written consent to")),
            Lacks::Approval => ("permitted with approval", Some("the approval by the Secretary of Labor of")),
            Lacks::Barred => {
                barred.push((*kind, *deduction));
                ("not approved", None)
            }
        };
        let hangs_on = deduction.amount.map_or(String::new(), |a| format!("${a}"));
        missing.extend(fact.map(|f| Missing { fact: format!("{f} {}", kind.words), hangs_on, holder: "the contractor" }));
        steps.push(step(format!("{}, {mark}", kind.words), "", amount, Vec::new()));
    }
    if let Some(rest) = rest {
        missing.push(Missing {
            fact: "the kind of the rest of the deductions".to_owned(),
            hangs_on: format!("${rest}"),
            holder: "the contractor",
        });
        steps.push(step("deductions whose kind is not given", format!("{total} - {}", total - rest), rest, Vec::new()));
    }
    let (outcome, title) = match (barred.first(), missing.first()) {
        (Some((kind, _)), _) => (Outcome::NotMet, format!("A deduction for {} was not approved", kind.words)),
        (None, Some(first)) => (Outcome::CannotTell, format!("Whether a deduction is permitted hangs on {}", first.fact)),
        (None, None) if ctx.list_all => (Outcome::Met, "Every deduction is of a kind that is permitted".to_owned()),
        (None, None) => return Verdict::Quiet(Outcome::Met),
    };
    let mut finding = ctx.finding(outcome, subject_of(line), line.week_ending, title);
    finding.cells = all_cells(ctx, line, Field::Deductions);
    if finding.cells.is_empty() {
        finding.cells = all_cells(ctx, line, Field::DeductionPart);
    }
    finding.read = Some(total.to_string());
    finding.steps = steps;
    finding.missing = missing;
    let taken: Option<Money> = barred.iter().map(|(_, d)| d.amount).sum();
    if let (Outcome::NotMet, Some(taken)) = (outcome, taken) {
        finding.difference = Some((Money::ZERO - taken).to_string());
        finding.unit = "dollars";
    }
    finding.fix = match outcome {
        Outcome::NotMet => "Pay it back and show proof, or show the approval.".into(),
        Outcome::CannotTell => "Give what is missing in the project file.".into(),
        _ => "".into(),
    };
    said(finding)
}
