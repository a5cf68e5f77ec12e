//! # What it checks
//!
//! The work classification of every payroll line is on the project's wage determination. Spellings that
//! differ only in letter case, spaces or hyphens are the same classification. A line that gives a trade
//! and no classification is looked up by its trade.
//!
//! Only the full name counts: of a nested classification the headings over it too (`Power equipment operator:
//! Group 1`). A part of a name that several classifications share is not decided here.
//!
//! Lines are put together by contractor and classification, so that one missing classification is one
//! finding. Where the wage determination asks more of a classification than its hourly amounts (paid holidays of
//! a footnote, additions for some work), that is said once, because no other check counts it.
//!
//! # Why
//!
//! The classification decides the wage. Work under a name that the wage determination does not have can
//! be paid anything.
//!
//! # Cannot tell when
//!
//! - the project has no wage determination in the week worked: the city holds it;
//! - the payroll gives a part of a name: the candidates are listed;
//! - the classification is not found, and lines of the wage determination's text were not understood: it may
//!   stand there;
//! - the line names no classification: the contractor knows it.
//!
//! # How to fix
//!
//! Use the classification of the wage determination that fits the work done. Near spellings are
//! suggested and never used. If none fits, ask the city for a rate for this work.

use super::class_names::Named;
use super::context::Context;
use super::determined_rates::{Asked, ClassRates, DeterminedRates};
use super::gap::lines;
use super::readings::step;
use super::row_ranges::RowRanges;
use super::standing::{Reach, reach, weigh};
use super::week_ledger::{LineId, WeekLedger};
use super::{LineFinding, Owes, RunningCheck, RunningResult};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::{Names, Sym};
use crate::domain::outcome::Outcome;
use crate::domain::payroll::PayrollLine;
use crate::domain::quantity::Exact;
use crate::domain::run::Counts;
use crate::domain::wage_determination::{classification_key, lines_in_words};
use crate::domain::week::span_of;
use chrono::NaiveDate;
use hashbrown::HashMap;

/// Near spellings are looked for in at most this many classifications, none longer than [`LONGEST`]:
/// a file with a million different ones costs no more.
const SUGGESTED_FOR: usize = 200;
const LONGEST: usize = 80;
/// Candidates for a part of a name that are listed.
const CANDIDATES: usize = 12;

/// Why lines are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Why {
    Unlisted,
    NotFound,
    Part,
    NotGiven,
    NoDetermination,
    /// Listed; the determination asks more than its amounts. Counted as met.
    Beside,
}

struct Group {
    why: Why,
    contractor: Sym,
    name: Sym,
    first: LineId,
    latest: Option<NaiveDate>,
    lines: u64,
    rows: RowRanges,
}

/// The check.
pub struct ClassificationKnown {
    ctx: Context,
    rates: DeterminedRates,
    /// What is wrong with a name in a week: the same for all its lines.
    known: HashMap<(Sym, Option<NaiveDate>), Option<Why>, foldhash::fast::FixedState>,
    by_key: HashMap<(Why, Sym, Sym), u32, foldhash::fast::FixedState>,
    groups: Vec<Group>,
    counts: Counts,
    last: Option<(Option<NaiveDate>, Reach)>,
}

impl ClassificationKnown {
    /// Settles the project's classifications.
    pub fn new(ctx: Context) -> Self {
        let rates = DeterminedRates::of(&ctx.project);
        Self {
            ctx,
            rates,
            known: HashMap::default(),
            by_key: HashMap::default(),
            groups: Vec::new(),
            counts: Counts::default(),
            last: None,
        }
    }

    fn why(&mut self, line: &PayrollLine, name: Sym, names: &Names) -> Option<Why> {
        if name.is_none() {
            return Some(Why::NotGiven);
        }
        let Self { rates, known, .. } = self;
        *known.entry((name, line.week_ending)).or_insert_with(|| why(rates, names.text(name), line.week_ending))
    }
}

/// What is wrong with a name in a week; `None` if it is published.
fn why(rates: &DeterminedRates, text: &str, week_ending: Option<NaiveDate>) -> Option<Why> {
    let week = week_ending.map(span_of);
    let found = rates.named(text);
    if let Named::Class(class) = found
        && let Some(class) = rates.class(class)
        && class.rates.in_week(week).iter().any(|(_, r)| r.is_listed())
    {
        return class.asks_more.then_some(Why::Beside);
    }
    Some(if !rates.in_force.in_week(week).iter().any(|(_, yes)| *yes) {
        Why::NoDetermination
    } else if matches!(found, Named::Part(_)) {
        Why::Part
    } else if rates.read_in_part.in_week(week).iter().any(|(_, some)| !some.is_empty()) {
        Why::NotFound
    } else {
        Why::Unlisted
    })
}

/// Every rate of a class on some days.
fn all_of(rates: &ClassRates) -> impl Iterator<Item = &Asked> {
    rates.journeyworker.iter().chain(&rates.apprentice)
}

/// What a rate asks beside its amounts.
fn beside<'c>(ctx: &'c Context, asked: &Asked) -> &'c [String] {
    let determination = ctx.project.wage_determinations.get(asked.determination);
    let rate = determination.and_then(|d| d.rates.iter().find(|r| r.row == asked.row));
    rate.map_or(&[], |r| r.beside.as_slice())
}

impl RunningCheck for ClassificationKnown {
    fn take(&mut self, line: &PayrollLine, id: LineId, names: &Names) {
        let reach = match self.last {
            Some((day, reach)) if day == line.week_ending => reach,
            _ => reach(&self.ctx, line.week_ending),
        };
        self.last = Some((line.week_ending, reach));
        if reach != Reach::InForce {
            self.counts.count(Outcome::NotApplicable);
            return;
        }
        let name = if line.classification.is_none() { line.trade } else { line.classification };
        let Some(why) = self.why(line, name, names) else {
            self.counts.count(Outcome::Met);
            return;
        };
        self.counts.count(match why {
            Why::Unlisted => Outcome::NotMet,
            Why::Beside => Outcome::Met,
            _ => Outcome::CannotTell,
        });
        let key = match why {
            Why::NoDetermination => (why, Sym::NONE, Sym::NONE),
            Why::NotGiven => (why, line.contractor, Sym::NONE),
            Why::Unlisted | Why::NotFound | Why::Part => (why, line.contractor, name),
            Why::Beside => (why, Sym::NONE, name),
        };
        let groups = &mut self.groups;
        let index = *self.by_key.entry(key).or_insert_with(|| {
            let (why, contractor, name) = key;
            groups.push(Group { why, contractor, name, first: id, latest: None, lines: 0, rows: RowRanges::default() });
            groups.len() as u32 - 1
        });
        if let Some(group) = self.groups.get_mut(index as usize) {
            group.latest = group.latest.max(line.week_ending);
            group.lines += 1;
            group.rows.add(line.at);
        }
    }

    fn may_speak_of(&self, id: LineId) -> bool {
        self.groups.last().is_some_and(|group| group.first == id)
    }

    fn finish(self: Box<Self>, _ledger: &WeekLedger, names: &Names) -> RunningResult {
        let mut order: Vec<&Group> = self.groups.iter().collect();
        order.sort_by_key(|g| (g.why, names.text(g.contractor), names.text(g.name), g.first));
        let mut suggested = 0;
        let findings = order.into_iter().map(|group| {
            let mut near = Vec::new();
            if matches!(group.why, Why::Unlisted | Why::NotFound) && suggested < SUGGESTED_FOR {
                suggested += 1;
                near = near_spellings(&self.rates, names.text(group.name));
            }
            let finding = self.finding(group, &near, names);
            (Some(group.first), weigh(&self.ctx, LineFinding { finding, owed: Exact::ZERO, owes: Owes::Nothing }))
        });
        RunningResult { findings: findings.collect(), counts: self.counts }
    }
}

impl ClassificationKnown {
    fn finding(&self, group: &Group, near: &[&str], names: &Names) -> Finding {
        let count = lines(group.lines);
        let (outcome, title) = match group.why {
            Why::Unlisted => {
                (Outcome::NotMet, format!("\u{ab}{}\u{bb} is not on the wage determination ({count})", names.text(group.name)))
            }
            Why::NotFound => {
                let title = format!(
                    "\u{ab}{}\u{bb} was not found on the wage determination, which was not read whole ({count})",
                    names.text(group.name)
                );
                (Outcome::CannotTell, title)
            }
            Why::Part => {
                let title = format!("\u{ab}{}\u{bb} is only part of a name on the wage determination ({count})", names.text(group.name));
                (Outcome::CannotTell, title)
            }
            Why::Beside => {
                let title = format!(
                    "The wage determination asks more for \u{ab}{}\u{bb} than its hourly amounts, and that is not checked ({count})",
                    names.text(group.name)
                );
                (Outcome::CannotTell, title)
            }
            Why::NotGiven => (Outcome::CannotTell, format!("No work classification is given ({count})")),
            Why::NoDetermination => {
                (Outcome::CannotTell, format!("The project file has no wage determination for the days worked ({count})"))
            }
        };
        let subject = Subject { contractor: group.contractor, trade: group.name, ..Subject::default() };
        let mut finding = self.ctx.finding(outcome, subject, group.latest, title);
        finding.cells = group.rows.cells(&self.ctx.columns, |f| f == Field::Classification);
        if finding.cells.is_empty() {
            finding.cells = group.rows.cells(&self.ctx.columns, |f| f == Field::Trade);
        }
        finding.steps.push(step("lines", "", group.lines, finding.cells.clone()));
        if group.rows.more() > 0 {
            finding.steps.push(step("further lines, their rows not listed", "", group.rows.more(), Vec::new()));
        }
        let missing = |fact: &str, holder| Missing { fact: fact.to_owned(), hangs_on: count.clone(), holder };
        match group.why {
            Why::Unlisted => {
                let ids: Vec<&str> = self.ctx.project.wage_determinations.iter().map(|d| d.id.as_str()).collect();
                finding.expected = Some(format!("a classification of wage determination {}", ids.join(", ")));
                finding.fix = if near.is_empty() {
                    "Use a classification of the wage determination, or ask the city for a rate for this work.".into()
                } else {
                    format!("Did you mean {}? Correct it, or ask the city for a rate for this work.", near.join(" or ")).into()
                };
            }
            Why::NotFound => {
                let fact = format!("whether the classification stands in {}", self.lines_not_understood(group).join("; "));
                finding.missing.push(missing(&fact, "the city"));
                finding.fix = if near.is_empty() {
                    "Look for the classification in those lines; if it is not there, ask the city for a rate for this work.".into()
                } else {
                    format!("Did you mean {}? If not, look for it in those lines.", near.join(" or ")).into()
                };
            }
            Why::Part => {
                let candidates = self.candidates(names.text(group.name));
                finding.missing.push(missing(&format!("which classification it is: {}", candidates.join(", or ")), "the contractor"));
                finding.fix = "Write the full name of the classification.".into();
            }
            Why::Beside => {
                let facts = self.asked_beside(names.text(group.name));
                finding.missing.extend(facts.iter().map(|fact| missing(fact, "the contractor")));
                finding.fix = "Hold the records against what is named here.".into();
            }
            Why::NotGiven => {
                finding.missing.push(missing("the work classification", "the contractor"));
                finding.fix = "Fill in the work classification.".into();
            }
            Why::NoDetermination => {
                finding.missing.push(missing("the wage determination of the days worked", "the city"));
                finding.fix = "Add the wage determination to the project file.".into();
            }
        }
        finding
    }
}

impl ClassificationKnown {
    /// `ZZ20240001, lines 111, 129`: of every determination that binds in the group's weeks.
    fn lines_not_understood(&self, group: &Group) -> Vec<String> {
        let days = match group.latest {
            Some(last) => self.rates.read_in_part.over(last, last),
            None => self.rates.read_in_part.in_week(None),
        };
        let mut binding: Vec<usize> = days.iter().flat_map(|(_, d)| d).copied().collect();
        binding.sort_unstable();
        binding.dedup();
        let determinations = binding.into_iter().filter_map(|d| self.ctx.project.wage_determinations.get(d));
        determinations.filter_map(|d| Some(format!("{}, {}", d.id, lines_in_words(&d.text.as_ref()?.lines_among_rates())))).collect()
    }

    /// The classes a part of a name may mean; of very many, the first.
    fn candidates(&self, name: &str) -> Vec<String> {
        let Named::Part(classes) = self.rates.named(name) else { return Vec::new() };
        let mut list: Vec<String> = classes.iter().take(CANDIDATES).filter_map(|&c| Some(self.rates.class(c)?.name.clone())).collect();
        if classes.len() > CANDIDATES {
            list.push(format!("one of {} more", classes.len() - CANDIDATES));
        }
        list
    }

    /// What is asked of a class beside its amounts, each once.
    fn asked_beside(&self, name: &str) -> Vec<String> {
        let Some(class) = self.rates.find(name).and_then(|c| self.rates.class(c)) else { return Vec::new() };
        let mut facts: Vec<String> = Vec::new();
        for fact in class.rates.in_week(None).iter().flat_map(|(_, r)| all_of(r)).flat_map(|asked| beside(&self.ctx, asked)) {
            if !facts.contains(fact) {
                facts.push(fact.clone());
            }
        }
        facts
    }
}

/// At most three published names a few letters away, nearest first.
fn near_spellings<'r>(rates: &'r DeterminedRates, text: &str) -> Vec<&'r str> {
    let key = classification_key(text);
    if key.is_empty() || key.len() > LONGEST {
        return Vec::new();
    }
    let most = (key.chars().count() / 4).max(2);
    let mut near: Vec<(usize, &str)> = rates
        .classes()
        .iter()
        .filter(|class| class.name.len() <= LONGEST)
        .map(|class| (strsim::osa_distance(&key, &classification_key(&class.name)), class.name.as_str()))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort_unstable();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}
