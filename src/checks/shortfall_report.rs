//! How `prevailing-rate` puts together what a week is short and says it, stretch by stretch.

use super::context::Context;
use super::determined_rates::{Asked, ClassRates, DeterminedRates};
use super::gap::Gap;
use super::rate_shortfall::{Paid, Short, Worked, can_split};
use super::readings::{Readings, all_cells, hour_cells, said, step};
use super::{LineFinding, Owes, Verdict};
use crate::domain::field::Field;
use crate::domain::finding::{Finding, Missing, Step, Subject};
use crate::domain::money::to_cents;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Level, PayrollLine};
use crate::domain::place::a1;
use crate::domain::quantity::{Exact, plain};
use chrono::NaiveDate;

/// Why the rate of some days is not known for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    NoDetermination,
    Unlisted,
    Unread,
    Area,
    ApprenticeRate,
    Level,
    SeveralRates,
    FringePlan,
    FringeCash,
    DailyHours,
}

/// A stretch of the week in which the rates do not change.
pub struct Period<'t> {
    days: Option<(NaiveDate, NaiveDate)>,
    positions: (usize, usize),
    /// The rates that may be the right one; empty where none is known.
    asked: Vec<&'t Asked>,
    /// Where the rate stands in a text and was not understood.
    unread: &'t [(usize, usize)],
    why: Option<Why>,
}

impl<'t> Period<'t> {
    /// The stretch of `week` that begins on `from` (or before the week).
    pub fn of(
        from: NaiveDate,
        rates: &'t ClassRates,
        level: Option<Level>,
        week: Option<(NaiveDate, NaiveDate)>,
        all: &DeterminedRates,
    ) -> Self {
        let days = week.map(|(first, last)| (from.max(first), last));
        let start = week.map_or(0, |(first, _)| (from.max(first) - first).num_days().clamp(0, 6) as usize);
        let (mut asked, mut why): (Vec<&Asked>, Option<Why>) = match level {
            Some(Level::Journeyworker) => (rates.journeyworker.iter().collect(), None),
            Some(Level::Apprentice) if rates.apprentice.is_empty() => (rates.journeyworker.iter().collect(), Some(Why::ApprenticeRate)),
            Some(Level::Apprentice) => (rates.apprentice.iter().collect(), None),
            None => (rates.journeyworker.iter().chain(&rates.apprentice).collect(), Some(Why::Level)),
        };
        asked.dedup_by_key(|a| (a.base, a.fringe));
        if !rates.unread.is_empty() {
            asked.clear();
            why = Some(Why::Unread);
        } else if rates.area_unsure {
            why = Some(Why::Area);
        } else if asked.is_empty() {
            let in_force = days.is_none_or(|(first, _)| all.in_force.over(first, first).iter().any(|(_, yes)| *yes));
            why = Some(if in_force { Why::Unlisted } else { Why::NoDetermination });
        } else if asked.len() == 1 && why == Some(Why::Level) {
            why = None;
        } else if asked.len() > 1 && why.is_none() {
            why = Some(Why::SeveralRates);
        }
        Self { days, positions: (start, 6), asked, unread: &rates.unread, why }
    }
}

/// What the hours of a stretch can be owed: at least, and at most where that is known.
struct Share<'p> {
    period: &'p Period<'p>,
    worked: Worked,
    least: Exact,
    most: Option<Exact>,
}

/// A line on its way to a verdict.
pub struct Report<'c> {
    /// The clause.
    pub ctx: &'c Context,
    /// How missing readings are said.
    pub readings: &'c Readings<'c>,
    /// The line.
    pub line: &'c PayrollLine,
    /// What it pays.
    pub paid: Paid,
    /// Who it is about.
    pub subject: Subject,
}

impl Report<'_> {
    /// The answer for the line over the stretches of its week.
    pub fn verdict(&self, periods: &[Period<'_>]) -> Verdict {
        let Some(worked) = Worked::of(self.line) else { return self.readings.absent(self.line, Gap::Hours) };
        if worked.all().is_zero() {
            return Verdict::Quiet(Outcome::NotApplicable);
        }
        let by_day = periods.len() == 1 || can_split(self.line);
        let shares: Vec<Share<'_>> = periods
            .iter()
            .enumerate()
            .map(|(i, period)| {
                let end = periods.get(i + 1).map_or(period.positions.1, |next| next.positions.0.saturating_sub(1));
                let worked = if periods.len() > 1 && by_day { Worked::on(self.line, period.positions.0..=end) } else { worked };
                self.share(period, worked)
            })
            .filter(|share| !share.worked.all().is_zero())
            .collect();
        let (least, most) = if by_day {
            let most = shares.iter().try_fold(Exact::ZERO, |sum, s| s.most.map(|m| sum + m));
            (shares.iter().map(|s| s.least).sum(), most)
        } else {
            let most = shares.iter().try_fold(Exact::ZERO, |top, s| s.most.map(|m| top.max(m)));
            (shares.iter().map(|s| s.least).min().unwrap_or_default(), most)
        };
        let mut whys: Vec<Why> = Vec::new();
        for why in shares.iter().filter(|s| Some(s.least) != s.most).flat_map(|s| self.whys(s.period)) {
            if !whys.contains(&why) {
                whys.push(why);
            }
        }
        if !by_day && Some(least) != most {
            whys.push(Why::DailyHours);
        }
        if most == Some(Exact::ZERO) {
            return if self.ctx.list_all { self.met(&shares) } else { Verdict::Quiet(Outcome::Met) };
        }
        if !least.is_zero() {
            return self.not_met(&shares, least, most, &whys, by_day);
        }
        match whys.iter().map(|why| self.said_once(*why)).collect::<Option<Vec<Gap>>>() {
            Some(gaps) => gaps.first().map_or_else(|| self.cannot_tell(&shares, most, &whys, by_day), |&gap| Verdict::SaidOnce(gap)),
            None => self.cannot_tell(&shares, most, &whys, by_day),
        }
    }

    fn share<'p>(&self, period: &'p Period<'p>, worked: Worked) -> Share<'p> {
        let owed = || period.asked.iter().map(|asked| Short::of(asked, &self.paid).owed(&worked));
        // Where no rate holds for certain, none may: what is owed then has no bound.
        let most = if period.why == Some(Why::Area) { None } else { owed().max() };
        let certain = self.paid.is_complete() && !matches!(period.why, Some(Why::ApprenticeRate | Why::Area));
        let least = if certain { owed().min().unwrap_or_default() } else { Exact::ZERO };
        Share { period, worked, least, most }
    }

    fn whys(&self, period: &Period<'_>) -> Vec<Why> {
        let plan = (self.paid.plan.is_none() && !period.asked.is_empty()).then_some(Why::FringePlan);
        let cash = (self.paid.cash.is_none() && !period.asked.is_empty()).then_some(Why::FringeCash);
        period.why.into_iter().chain(plan).chain(cash).collect()
    }

    fn said_once(&self, why: Why) -> Option<Gap> {
        let gap = match why {
            Why::NoDetermination => return Some(Gap::Determination),
            Why::Unlisted => return Some(Gap::Unlisted),
            Why::Level => Gap::Level,
            Why::FringePlan => Gap::FringePlan,
            Why::FringeCash => Gap::FringeCash,
            Why::ApprenticeRate | Why::SeveralRates | Why::DailyHours | Why::Unread | Why::Area => return None,
        };
        self.readings.lacks_column(self.line, gap).then_some(gap)
    }

    fn missing(&self, why: Why, most: Option<Exact>, shares: &[Share<'_>]) -> Missing {
        let hangs_on = most.map(|m| format!("{} dollars", to_cents(m))).unwrap_or_default();
        if why == Why::Unread {
            let fact = format!("the rate as it is published ({})", self.unread(shares).join("; "));
            return Missing { fact, hangs_on, holder: "the city" };
        }
        if why == Why::Area && self.ctx.project.county.is_some() {
            let fact = format!("whether the work is within {} (`area` under [project])", self.areas(shares).join(", or "));
            return Missing { fact, hangs_on, holder: "the city" };
        }
        let (fact, holder) = match why {
            Why::NoDetermination => ("the wage determination of the days worked", "the city"),
            Why::Area | Why::Unread => ("the county of the work (`county` under [project])", "the city"),
            Why::Unlisted => ("a published rate for the classification", "the city"),
            Why::ApprenticeRate => ("the apprentice's rate, by the step in the programme", "the apprenticeship programme"),
            Why::Level => ("the level (journeyworker or apprentice)", "the contractor"),
            Why::SeveralRates => ("which of the published rates governs the work (area or wage determination)", "the city"),
            Why::FringePlan => ("fringe paid to plans per hour", "the contractor"),
            Why::FringeCash => ("fringe paid in cash per hour", "the contractor"),
            Why::DailyHours => ("hours of each day", "the contractor"),
        };
        Missing { fact: fact.to_owned(), hangs_on, holder }
    }

    /// The areas of the rates that may hold, as published.
    fn areas(&self, shares: &[Share<'_>]) -> Vec<String> {
        let mut areas: Vec<String> = Vec::new();
        for asked in shares.iter().flat_map(|s| &s.period.asked) {
            let rates = self.ctx.project.wage_determinations.get(asked.determination).map_or(&[][..], |d| &d.rates);
            let area = rates.iter().find(|r| r.row == asked.row).and_then(|r| r.area.as_ref());
            if let Some(area) = area.map(|a| format!("\u{ab}{a}\u{bb}")).filter(|a| !areas.contains(a)) {
                areas.push(area);
            }
        }
        areas
    }

    /// `ZZ20240001, line 111: the fringe is not understood`.
    fn unread(&self, shares: &[Share<'_>]) -> Vec<String> {
        let mut places: Vec<String> = Vec::new();
        for (determination, at) in shares.iter().flat_map(|s| s.period.unread) {
            let Some(determination) = self.ctx.project.wage_determinations.get(*determination) else { continue };
            let Some(unread) = determination.text.as_ref().and_then(|t| t.unread.get(*at)) else { continue };
            let place = format!("{}, {}", determination.id, unread.why);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn begin(&self, outcome: Outcome, title: String, shares: &[Share<'_>]) -> Finding {
        let mut finding = self.ctx.finding(outcome, self.subject, self.line.week_ending, title);
        let paid = self.paid.known_total();
        finding.read = Some(paid.to_string());
        finding.unit = "dollars per hour";
        if let [share] = shares
            && let [asked] = share.period.asked.as_slice()
        {
            finding.expected = Some(asked.total().to_string());
            finding.difference = Some((paid - asked.total()).to_string());
        }
        let fields = [Field::BaseRate, Field::FringePlan, Field::FringeCash];
        finding.cells = fields.iter().flat_map(|f| all_cells(self.ctx, self.line, *f)).collect();
        finding.cells.extend(hour_cells(self.ctx, self.line));
        for share in shares {
            self.due(share, shares.len() > 1, &mut finding.steps);
        }
        finding.steps.insert(shares.first().map_or(0, |s| s.period.asked.len()).min(1), self.paid_step());
        finding
    }

    fn due(&self, share: &Share<'_>, dated: bool, steps: &mut Vec<Step>) {
        for asked in &share.period.asked {
            let determination = self.ctx.project.wage_determinations.get(asked.determination);
            let id = determination.map_or("", |d| d.id.as_str());
            let mut label = format!("due: base + fringe, wage determination {id}, row {}", asked.row);
            if let (true, Some((from, _))) = (dated, share.period.days) {
                label = format!("{label}, from {from}");
            }
            steps.push(step(label, format!("{} + {}", asked.base, asked.fringe), asked.total(), Vec::new()));
            let rate =
                determination.and_then(|d| d.rates.iter().find(|r| r.row == asked.row && (r.base, r.fringe) == (asked.base, asked.fringe)));
            for beside in rate.iter().flat_map(|r| &r.beside) {
                steps.push(step("asked beside it and not counted", "", beside, Vec::new()));
            }
        }
    }

    fn paid_step(&self) -> Step {
        let mut cells = all_cells(self.ctx, self.line, Field::BaseRate);
        let mut label = "paid: base".to_owned();
        let mut expression = self.paid.base.to_string();
        for (amount, word, field) in
            [(self.paid.plan, "plan fringe", Field::FringePlan), (self.paid.cash, "cash fringe", Field::FringeCash)]
        {
            if let Some(amount) = amount {
                label = format!("{label} + {word}");
                expression = format!("{expression} + {amount}");
                cells.extend(all_cells(self.ctx, self.line, field));
            }
        }
        step(label, expression, self.paid.known_total(), cells)
    }

    fn hours_steps(&self, share: &Share<'_>, steps: &mut Vec<Step>) {
        let Some(asked) = share.period.asked.first() else { return };
        let (short, worked) = (Short::of(asked, &self.paid), share.worked);
        if short.straight.is_zero() {
            return;
        }
        let from =
            share.period.days.map(|(from, _)| format!(", from {from}")).filter(|_| worked != Worked::of(self.line).unwrap_or_default());
        let label = |what: &str| format!("{what}{}", from.as_deref().unwrap_or(""));
        steps.push(step(label("short per hour"), format!("{} - {}", asked.total(), self.paid.known_total()), short.straight, Vec::new()));
        let mut amount = |what: &str, hours: crate::domain::quantity::Hours, each: String, total: Exact| {
            if !hours.is_zero() {
                steps.push(step(label(what), format!("{each} × {hours}"), total, hour_cells(self.ctx, self.line)));
            }
        };
        amount("straight time", worked.straight, short.straight.to_string(), short.straight * worked.straight);
        let each = plain(i128::from(short.overtime_twice.micros()) * 5, 7);
        amount("overtime", worked.overtime, each, (short.overtime_twice * worked.overtime).times_ratio(1, 2));
        amount("double time", worked.double, short.double.to_string(), short.double * worked.double);
    }

    fn not_met(&self, shares: &[Share<'_>], least: Exact, most: Option<Exact>, whys: &[Why], by_day: bool) -> Verdict {
        let per_hour = match shares {
            [share] if share.period.asked.len() == 1 => share.period.asked.first().map(|asked| Short::of(asked, &self.paid).straight),
            _ => None,
        };
        let title = match per_hour {
            Some(short) => format!("Paid ${short} an hour less than the wage determination"),
            None => "Paid less than the wage determination".to_owned(),
        };
        let mut finding = self.begin(Outcome::NotMet, title, shares);
        if by_day {
            for share in shares.iter().filter(|s| !s.least.is_zero()) {
                self.hours_steps(share, &mut finding.steps);
            }
        }
        if most == Some(least) {
            if finding.steps.len() > 4 || shares.len() > 1 {
                finding.steps.push(step("owed", "", least, Vec::new()));
            }
        } else {
            finding.steps.push(step("owed at least", "", least, Vec::new()));
            finding.steps.extend(most.map(|m| step("owed at most", "", m, Vec::new())));
            finding.interval = most.map(|m| (to_cents(least).to_string(), to_cents(m).to_string()));
            finding.missing = whys.iter().map(|why| self.missing(*why, most.map(|m| m - least), shares)).collect();
        }
        let rate = all_cells(self.ctx, self.line, Field::BaseRate);
        finding.fix = match rate.first() {
            Some(&cell) => format!("Pay what is owed and keep the proof, or correct {} if the rate was entered wrong.", a1(cell)).into(),
            None => "Pay what is owed and keep the proof, or correct the rate if it was entered wrong.".into(),
        };
        Verdict::Said(Box::new(LineFinding { finding, owed: least, owes: Owes::Rate }))
    }

    fn cannot_tell(&self, shares: &[Share<'_>], most: Option<Exact>, whys: &[Why], by_day: bool) -> Verdict {
        let title = "Pay may be less than the wage determination; a fact is missing to tell".to_owned();
        let mut finding = self.begin(Outcome::CannotTell, title, shares);
        if by_day {
            for share in shares {
                self.hours_steps(share, &mut finding.steps);
            }
        }
        finding.steps.extend(most.map(|m| step("owed at most", "", m, Vec::new())));
        finding.interval = most.map(|m| ("0.00".to_owned(), to_cents(m).to_string()));
        finding.missing = whys.iter().map(|why| self.missing(*why, most, shares)).collect();
        let facts: Vec<&str> = finding.missing.iter().map(|m| m.fact.as_str()).collect();
        finding.fix = format!("Give {}.", facts.join(", and ")).into();
        said(finding)
    }

    fn met(&self, shares: &[Share<'_>]) -> Verdict {
        said(self.begin(Outcome::Met, "Paid at least the wage determination".to_owned(), shares))
    }
}
