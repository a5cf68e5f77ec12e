//! How a judged target is said: the title, the steps, what is missing.

use super::cells::{Key, Period};
use super::judge::Judged;
use super::measure::Measure;
use super::signature::Question;
use crate::checks::context::Context;
use crate::checks::readings::step;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::{Force, Outcome};
use crate::domain::payroll::Level;
use crate::domain::quantity::{MICROS, plain};
use crate::rules::asks::share::{ShareBase, ShareTarget};
use crate::rules::groups::EVERYBODY;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours worked.
    Hours,
    /// Workers on the payroll.
    Workers,
    /// New hires.
    Hires,
    /// Openings.
    Openings,
}

impl Unit {
    /// The word printed after a figure.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Workers => "workers",
            Self::Hires => "new hires",
            Self::Openings => "openings",
        }
    }

    /// An amount in millionths.
    pub fn amount(self, micros: i64) -> String {
        match self {
            Self::Hours => plain(i128::from(micros), 6),
            _ if micros % MICROS == 0 => (micros / MICROS).to_string(),
            _ => plain(i128::from(micros), 6),
        }
    }

    const fn verb(self, outcome: Outcome) -> &'static str {
        match (self, outcome) {
            (Self::Hours, Outcome::Met) => "worked at least",
            (Self::Hours, Outcome::NotMet) => "worked less than",
            (Self::Hours, Outcome::CannotTell) => "cannot be told to have worked",
            (Self::Hours, Outcome::NotApplicable) => "have no hours to count toward",
            (_, Outcome::Met) => "are at least",
            (_, Outcome::NotMet) => "are less than",
            (_, Outcome::CannotTell) => "cannot be told to be",
            (_, Outcome::NotApplicable) => "have nobody to count toward",
        }
    }
}

/// A target about to be said.
pub struct Telling<'a> {
    /// The clause.
    pub ctx: &'a Context,
    /// What is counted.
    pub unit: Unit,
    /// All targets of the clause.
    pub targets: &'a [ShareTarget],
    /// The target.
    pub target: &'a ShareTarget,
    /// Whose hours.
    pub key: Key,
    /// Names.
    pub names: &'a Names,
    /// The last week counted.
    pub latest: Option<NaiveDate>,
    /// The questions of the clause, by number.
    pub questions: &'a [Question],
    /// By list: the first and last day on which it was needed and not held.
    pub not_held: &'a BTreeMap<usize, (NaiveDate, NaiveDate)>,
}

impl Telling<'_> {
    /// A finding with its title and subject.
    pub fn begin(&self, outcome: Outcome, title: String) -> Finding {
        let level = self.key.level.or(match self.target.levels.as_slice() {
            [level] => Some(*level),
            _ => None,
        });
        let week_ending = if let Period::Week(week) = self.key.period { Some(week) } else { None };
        let subject = Subject {
            project: self.key.project,
            contractor: self.key.contractor,
            trade: self.key.trade,
            level,
            group: Some(self.target.id),
            week_ending,
            ..Subject::default()
        };
        let mut finding = self.ctx.finding(outcome, subject, self.latest, title);
        finding.unit = self.unit.word();
        finding.fix = match outcome {
            Outcome::NotMet => "Show the steps taken to reach the standard, or correct the rows.".into(),
            Outcome::CannotTell => "Give the missing fact, and check the file again.".into(),
            _ => "".into(),
        };
        if let Some(citation) = self.ctx.policy.citations.get(&self.target.citation)
            && !finding.citations.contains(citation)
        {
            finding.citations.push(citation.clone());
        }
        finding
    }

    /// Who is counted, in words: where that is everybody of one level, by the level.
    pub fn people(&self) -> String {
        match (self.target.group.word(), self.target.levels.as_slice()) {
            (EVERYBODY, [Level::Journeyworker]) => "Journeyworkers".to_owned(),
            (EVERYBODY, [Level::Apprentice]) => "Apprentices".to_owned(),
            _ => self.target.group.words().to_owned(),
        }
    }

    /// The hours the share is counted out of, in words.
    fn base(&self) -> String {
        let unit = self.unit.word();
        let other = |at: usize| self.targets.get(at).map_or(String::new(), |t| t.group.words().to_lowercase());
        // A target that counts levels of its own is not out of hours of the level it is about.
        let own = self.target.counted.as_ref().map(|c| c.levels.as_slice()).filter(|l| !l.is_empty());
        let levels = own.unwrap_or(&self.target.levels);
        let level = self.key.level.or(levels.first().copied().filter(|_| levels.len() == 1));
        let level = level.map_or(String::new(), |l| format!(" {}", l.word()));
        let trade = self.names.text(self.key.trade);
        // People are counted over all trades without a word about trades.
        let who = match (trade, self.unit) {
            ("", Unit::Hours) => "all trades",
            ("", _) => "all",
            _ => trade,
        };
        let mut words = match self.target.base {
            ShareBase::Counted => format!("{who}{level} {unit}"),
            ShareBase::RequiredBy(at) => format!("the {unit} asked of {} in {who}{level}", other(at)),
            ShareBase::CountingToward(at) => format!("the {unit} of {} in {who}{level}", other(at)),
        };
        let contractor = self.names.text(self.key.contractor);
        if !contractor.is_empty() {
            words = format!("{words} of {contractor}");
        }
        match self.key.period {
            Period::Week(week) => format!("{words} in the week ending {week}"),
            Period::Year(year) => format!("{words} in {year}"),
            _ => words,
        }
    }

    /// One sentence.
    pub fn title(&self, outcome: Outcome, percent: &str) -> String {
        format!("{} {} {percent} % of {}", self.people(), self.unit.verb(outcome), self.base())
    }

    /// One sentence where the share itself is not known.
    pub fn title_without_share(&self, parameter: &str) -> String {
        format!("The share of {} asked of {} is not known without `{parameter}`", self.base(), self.people().to_lowercase())
    }

    /// Figures and steps of a target whose share is known.
    pub fn arithmetic(&self, finding: &mut Finding, measure: &Measure, known: &Judged, all: &Judged) {
        let unit = self.unit.word();
        let amount = |micros: i64| self.unit.amount(micros);
        let shown = |(part, whole): (i64, i64)| measure.shown(part, whole);
        finding.read = Some(shown((known.part, known.whole)));
        if all.low_ends != all.high_ends {
            finding.interval = Some((shown(all.low_ends), shown(all.high_ends)));
        }
        finding.expected = Some(measure.share.to_string());
        finding.difference = Some(plain(known.certain, 6 + measure.places));
        let whole = match self.target.base {
            ShareBase::CountingToward(at) => {
                format!("{unit} of {}", self.targets.get(at).map_or(String::new(), |t| t.group.words().to_lowercase()))
            }
            _ if measure.counts_all() => format!("all {unit}"),
            _ => format!("{unit} counted"),
        };
        let mut say = |label: String, expression: String, value: String| finding.steps.push(step(label, expression, value, Vec::new()));
        say(whole, String::new(), amount(known.whole));
        say(format!("{unit} of {}", self.people().to_lowercase()), String::new(), amount(known.part));
        if known.unknown > 0 {
            say(format!("{unit} not known either way"), String::new(), amount(known.unknown));
        }
        if known.perhaps > 0 {
            say(format!("{unit} not known to count at all"), String::new(), amount(known.perhaps));
        }
        if known.unaddressed > 0 && self.target.group.asks_women() {
            say(format!("{unit} not addressed by the rule (non-binary workers)"), String::new(), amount(known.unaddressed));
        }
        for (credit, (uncapped, cap)) in measure.credits.iter().zip(&known.credits) {
            let figure = |picos: i128| plain(picos, 6 + measure.places);
            if credit.uncapped.is_nothing() {
                say(credit.words.clone(), String::new(), "0.00".to_owned());
            } else if let Some(cap) = cap {
                let counted = (*uncapped).min(*cap);
                say(
                    format!("credit: {}", credit.words),
                    format!("the lesser of {} and {}", figure(*uncapped), figure(*cap)),
                    figure(counted),
                );
            } else {
                say(format!("credit: {}", credit.words), String::new(), figure(*uncapped));
            }
        }
        let shares: Vec<String> = measure.shares.iter().map(ToString::to_string).collect();
        let asked = plain(measure.coefficient * i128::from(known.whole), 6 + measure.places);
        say(format!("{unit} asked for"), format!("{} × {}", shares.join(" × "), amount(known.whole)), asked);
        if self.ctx.force() == Force::SafeHarbor && finding.outcome == Outcome::Met {
            let words = "safe harbor: taken as compliance where the certification the rule asks for is made too; not compliance by itself";
            finding.steps.push(step("what reaching it means", "", words, Vec::new()));
        }
    }

    /// The facts about workers that would settle it.
    pub fn open_facts(&self, known: &Judged) -> Vec<Missing> {
        let (mut missing, mut what): (Vec<Missing>, Vec<String>) = (Vec::new(), Vec::new());
        let total = self.unit.amount(known.open.total);
        let hangs_on = || format!("{total} {}", self.unit.word());
        let mut ask = |fact: &str| {
            if !what.iter().any(|w| w == fact) {
                what.push(fact.to_owned());
            }
        };
        for (number, _) in &known.open.questions {
            match self.questions.get(usize::from(*number)) {
                Some(Question::Has(attribute)) => ask(attribute.fact()),
                Some(Question::LivesIn(list) | Question::TradeIn(list)) => match self.not_held.get(list) {
                    Some((first, last)) => {
                        let id = self.ctx.policy.groups.lists.get(*list).map_or("", |l| l.id.as_str());
                        let fact = format!("the list `{id}` for the days from {first} to {last}: none is held");
                        missing.push(Missing { fact, hangs_on: hangs_on(), holder: "the city" });
                    }
                    None if matches!(self.questions.get(usize::from(*number)), Some(Question::LivesIn(_))) => {
                        ask("the ZIP code of residence")
                    }
                    None => ask("the trade"),
                },
                None => {}
            }
        }
        if known.open.level > 0 {
            ask("the level (journeyworker or apprentice)");
        }
        if known.open.trade > 0 {
            ask("the trade");
        }
        if !what.is_empty() {
            let least = known.settles.map_or(String::new(), |h| format!("at least {} {} of ", self.figure(h), self.unit.word()));
            let rest = if least.is_empty() { format!("{total} {}", self.unit.word()) } else { total.clone() };
            let fact = format!("{} of {least}the {rest} not known", what.join(" and "));
            missing.push(Missing { fact, hangs_on: hangs_on(), holder: "the contractor" });
        }
        missing
    }

    /// Heads are whole: part of one is one.
    fn figure(&self, (figure, places): (i128, usize)) -> String {
        match self.unit {
            Unit::Hours => plain(figure, places),
            _ => {
                let one = 10_i128.pow(places as u32);
                ((figure + one - 1) / one).to_string()
            }
        }
    }
}
