//! # What it checks
//!
//! How many outside records of the kinds a rule counts (judgments, citations, …) a firm has within the
//! look-back, and whether they reach the number that has consequences. A record on the first day of the
//! look-back counts; where a rule sets no look-back, every record does, however old. A record counts for
//! certain if a person confirmed that it is the firm's and, where the rule asks for it, no appeal is open.
//!
//! # Why
//!
//! Some laws deny a licence, or ask for a bond, after so many findings in so many years. Nothing is
//! concluded from a name that looks alike.
//!
//! # Cannot tell when
//!
//! - nobody has confirmed that record and firm are the same: it is a lead for review, never more;
//! - it is not known whether an appeal is open, or whether a finding was wilful, and that decides;
//! - the day the look-back is counted from is not known.
//!
//! # How to fix
//!
//! Compare the record with the firm and write `confirmed = true` or `false`; add what is missing.

use super::context::Context;
use super::events_on_file::same_firm;
use super::exposure::{Missed, expose};
use super::readings::step;
use super::standing::hold_back;
use super::{LineFinding, ProjectCheck, ProjectFacts, RunningResult};
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::Fact;
use crate::domain::vendor_record::VendorRecord;
use crate::rules::applies::{Applies, applies_to_firm};
use crate::rules::asks::{LookbackFrom, VendorHistory as Rule};
use crate::rules::consequence::When;
use crate::rules::versions::day_of;
use chrono::{Months, NaiveDate};

/// The check.
pub struct VendorHistory {
    ctx: Context,
    rule: Rule,
}

impl VendorHistory {
    /// Under a rule.
    pub fn new(ctx: Context, rule: Rule) -> Self {
        Self { ctx, rule }
    }
}

impl ProjectCheck for VendorHistory {
    /// The records are the project file's; no line says anything of them.
    fn finish(self: Box<Self>, _facts: &ProjectFacts<'_>, names: &mut Names) -> RunningResult {
        let mut result = RunningResult::default();
        for firm in self.firms() {
            let mut finding = self.answer(&firm);
            finding.subject.contractor = names.intern(&firm);
            let found = hold_back(&self.ctx, LineFinding::unpaid(finding));
            result.counts.count(found.finding.outcome);
            let said = matches!(found.finding.outcome, Outcome::NotMet | Outcome::CannotTell);
            if said || self.ctx.list_all {
                result.findings.push((None, found));
            }
        }
        result
    }
}

/// What a record comes to for this rule.
struct Weighed<'r> {
    record: &'r VendorRecord,
    counts: Fact,
    wilful: Fact,
    why: Vec<String>,
}

fn fact(given: Option<bool>) -> Fact {
    given.map_or(Fact::Unknown, |yes| if yes { Fact::Yes } else { Fact::No })
}

fn both(a: Fact, b: Fact) -> Fact {
    match (a, b) {
        (Fact::No, _) | (_, Fact::No) => Fact::No,
        (Fact::Yes, Fact::Yes) => Fact::Yes,
        _ => Fact::Unknown,
    }
}

impl VendorHistory {
    /// Every firm with a contract or a record that the policy reaches.
    fn firms(&self) -> Vec<String> {
        let project = &self.ctx.project;
        let mut firms: Vec<String> = Vec::new();
        for firm in project.contracts.iter().map(|c| &c.contractor).chain(project.history.iter().map(|r| &r.contractor)) {
            let reached = !matches!(applies_to_firm(&self.ctx.policy, project, firm), Applies::No { .. });
            if reached && !firms.iter().any(|f| same_firm(f, firm)) {
                firms.push(firm.clone());
            }
        }
        firms.sort();
        firms
    }

    fn counted_from(&self) -> Result<NaiveDate, &'static str> {
        match self.rule.lookback_from {
            LookbackFrom::Assessment => self.ctx.as_of.ok_or("the day of the assessment (--as-of)"),
            LookbackFrom::Milestone(m) => self.ctx.project.milestones.get(&m).copied().ok_or(day_of(m)),
        }
    }

    fn weigh<'r>(&self, record: &'r VendorRecord, from: NaiveDate, until: NaiveDate) -> Weighed<'r> {
        let mut why = Vec::new();
        let mut counts = Fact::Yes;
        if record.on < from {
            (counts, why) = (Fact::No, vec![format!("before {from}")]);
        } else if record.on > until {
            (counts, why) = (Fact::No, vec![format!("after {until}")]);
        } else if let Some(last) = record.until.filter(|last| *last < until) {
            (counts, why) = (Fact::No, vec![format!("ended {last}")]);
        } else if !self.rule.counts.contains(&record.kind) {
            (counts, why) = (Fact::No, vec!["a kind the rule does not count".to_owned()]);
        } else if record.confirmed == Some(false) {
            (counts, why) = (Fact::No, vec!["another firm's, as a person found".to_owned()]);
        } else {
            if self.rule.final_only && record.is_final != Some(true) {
                counts = both(counts, fact(record.is_final));
                why.push(if record.is_final.is_some() { "not final" } else { "not known to be final" }.to_owned());
            }
            if record.confirmed.is_none() {
                counts = both(counts, Fact::Unknown);
                let score = record.score.map_or(String::new(), |s| format!(", match {s}"));
                why.push(format!("not confirmed to be this firm's{score}"));
            }
        }
        Weighed { record, counts, wilful: both(counts, fact(record.wilful)), why }
    }

    fn answer(&self, firm: &str) -> Finding {
        let begin = |outcome, day, title: String| self.ctx.finding(outcome, Subject::default(), day, title);
        if self.ctx.project.history.is_empty() {
            // Nobody looked anything up, which is no clean record.
            return begin(Outcome::NotApplicable, None, "No records on firms were given, so nothing was looked up".to_owned());
        }
        let records: Vec<&VendorRecord> = self.ctx.project.history.iter().filter(|r| same_firm(&r.contractor, firm)).collect();
        let until = match self.counted_from() {
            Ok(day) => day,
            Err(_) if records.is_empty() => return begin(Outcome::Met, None, "No record on file among those given".to_owned()),
            Err(fact) => {
                let mut finding = begin(Outcome::CannotTell, None, format!("Records cannot be counted without {fact}"));
                finding.missing.push(Missing { fact: fact.to_owned(), hangs_on: records_of(records.len()), holder: "the city" });
                finding.fix = format!("Give {fact}.").into();
                return finding;
            }
        };
        let back = self.rule.lookback_months.and_then(|months| until.checked_sub_months(Months::new(months)));
        let from = back.unwrap_or(NaiveDate::MIN);
        let weighed: Vec<Weighed<'_>> = records.iter().map(|r| self.weigh(r, from, until)).collect();
        let count = |of: fn(&Weighed<'_>) -> Fact, fact: Fact| weighed.iter().filter(|w| of(w) == fact).count() as u32;
        let (any, any_more) = (count(|w| w.counts, Fact::Yes), count(|w| w.counts, Fact::Unknown));
        let (wilful, wilful_more) = (count(|w| w.wilful, Fact::Yes), count(|w| w.wilful, Fact::Unknown));
        let reached = |known: u32, asked: Option<u32>| asked.is_some_and(|asked| known >= asked);
        let (any_at, wilful_at) = (self.rule.any_at_least, self.rule.wilful_at_least);
        let outcome = if reached(any, any_at) || reached(wilful, wilful_at) {
            Outcome::NotMet
        } else if reached(any + any_more, any_at) || reached(wilful + wilful_more, wilful_at) {
            Outcome::CannotTell
        } else {
            Outcome::Met
        };
        let span = match self.rule.lookback_months {
            None => "at any time".to_owned(),
            Some(months) if months.is_multiple_of(12) => format!("within {} years", months / 12),
            Some(months) => format!("within {months} months"),
        };
        let title = match outcome {
            Outcome::NotMet => format!("{} {span} before {until}", records_of(any as usize)),
            Outcome::CannotTell => format!("Lead for review: {} may count {span} before {until}", records_of(any_more as usize)),
            _ => format!("Too few records {span} before {until} to matter"),
        };
        let mut finding = begin(outcome, Some(until), title);
        finding.read = Some(any.to_string());
        finding.expected = any_at.or(wilful_at).map(|n| n.to_string());
        finding.unit = "records";
        if any_more > 0 {
            finding.interval = Some((any.to_string(), (any + any_more).to_string()));
        }
        match back {
            Some(from) => {
                finding.steps.push(step("look-back", format!("{until} less {}", span.trim_start_matches("within ")), from, Vec::new()))
            }
            None => finding.steps.push(step("look-back", "the rule sets none", "every record", Vec::new())),
        }
        finding.steps.extend(weighed.iter().map(shown));
        for (asked, words) in [(any_at, "records that matter"), (wilful_at, "wilful records that matter")] {
            finding.steps.extend(asked.map(|n| step(words, "", n, Vec::new())));
        }
        if outcome == Outcome::CannotTell {
            for weighed in weighed.iter().filter(|w| w.counts == Fact::Unknown || w.wilful == Fact::Unknown) {
                finding.missing.push(Missing { fact: self.unsettled(weighed), hangs_on: "1 record".to_owned(), holder: "the city" });
            }
            finding.fix = "Compare the record with the firm, and write what was found.".into();
        }
        if outcome == Outcome::NotMet {
            finding.fix = "Let a person decide on the records named.".into();
            expose(&self.ctx, &Missed { when: When::RecordFound, contractor: firm, day: Some(until), ..Missed::default() }, &mut finding);
        }
        finding
    }

    fn unsettled(&self, weighed: &Weighed<'_>) -> String {
        let record = weighed.record;
        let what = format!("the {} of {}", record.kind.words(), record.on);
        if record.confirmed.is_none() {
            format!("whether {what} is this firm's")
        } else if self.rule.final_only && record.is_final.is_none() {
            format!("whether {what} is final")
        } else {
            format!("whether {what} was wilful")
        }
    }
}

fn records_of(count: usize) -> String {
    if count == 1 { "1 record".to_owned() } else { format!("{count} records") }
}

/// A record in a step: what it is, its day, and whether it counts.
fn shown(weighed: &Weighed<'_>) -> crate::domain::finding::Step {
    let record = weighed.record;
    let word = match weighed.counts {
        Fact::Yes => "counts",
        Fact::No => "does not count",
        Fact::Unknown => "may count",
    };
    let why = if weighed.why.is_empty() { String::new() } else { format!(": {}", weighed.why.join(", ")) };
    let amount = record.amount.map_or(String::new(), |a| format!(", {a} dollars"));
    let wilful = if record.wilful == Some(true) { ", wilful" } else { "" };
    let law = record.law.as_deref().map_or(String::new(), |l| format!(", {l}"));
    let source = record.source.as_deref().map_or(String::new(), |s| format!(", {s}"));
    step(format!("{}{amount}{wilful}{law}{source}", record.kind.words()), record.on.to_string(), format!("{word}{why}"), Vec::new())
}
