//! Hours of certified weeks before the files in hand, counted beside them where a rule counts over more than a week.
//!
//! They come summed by everything that is known of the workers at once, so most targets are as exact as if the weeks'
//! files had been read together. What the project's list of people said of those weeks is in the sums, and a later list
//! changes nothing of it. What they do not hold stays unknown and widens the interval: ZIP codes of residence, facts that
//! changed inside a week, lists of the rule that changed in the meantime. Heads cannot be told from hours at all.

use super::cells::{Key, Period};
use super::counting::Counting;
use super::facts::Facts;
use super::telling::Unit;
use crate::domain::hours_to_date::{HoursToDate, PartToDate};
use crate::domain::names::{Names, Sym};
use crate::rules::asks::share::Window;
use std::sync::Arc;

/// How far a clause reaches back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// To every earlier week.
    All,
    /// To some of them; the sums do not say to which.
    Some,
    /// To none.
    None,
}

impl Counting {
    /// Adds the hours of earlier weeks to those of the files. Only what the files speak of is spoken of: the same
    /// projects, and in the end the same trades and firms.
    pub fn add_earlier(&mut self, back: Back, facts: &mut Facts, names: &Names) {
        let Some(earlier) = self.ctx.earlier.clone() else { return };
        if back == Back::None || self.window() == Window::Week || !matches!(self.unit, Unit::Hours | Unit::Workers) {
            return;
        }
        let of_files = |of: fn(&Key) -> Sym, cells: &[(Key, super::cells::Cell)]| {
            let mut found: Vec<Sym> = Vec::new();
            cells.iter().map(|(key, _)| of(key)).for_each(|sym| {
                if !found.contains(&sym) {
                    found.push(sym)
                }
            });
            found
        };
        let projects = of_files(|key| key.project, &self.cells);
        let firms = of_files(|key| key.contractor, &self.cells);
        for part in &earlier.parts {
            let contractors = self.firms_of(part, &firms, names);
            // Under two names of the project, or of the firm, the sums do not say which part is under which.
            let sure = back == Back::All && projects.len() == 1 && contractors.len() == 1;
            let signature = facts.of_earlier(part, &earlier);
            for &project in &projects {
                for &contractor in &contractors {
                    let key = Key {
                        project,
                        contractor,
                        trade: if self.keeps_trade { names.find(&part.trade).unwrap_or(Sym::NONE) } else { Sym::NONE },
                        level: part.level,
                        period: self.period_of(part),
                    };
                    let heads = self.unit == Unit::Workers;
                    if let Some(cell) = self.cell(key) {
                        cell.add_earlier(signature, part, sure, heads);
                    }
                }
            }
        }
    }

    /// The names of the files under which a part's firm goes.
    fn firms_of(&self, part: &PartToDate, firms: &[Sym], names: &Names) -> Vec<Sym> {
        let named = names.find(&part.contractor);
        match (self.keeps_contractor, part.own, firms) {
            (false, ..) => vec![Sym::NONE],
            // A file of one firm is of the firm whose payroll is in hand, however it is written there.
            (true, true, [one]) => vec![*one],
            (true, true, several) => match named.filter(|name| several.contains(name)) {
                Some(name) => vec![name],
                None => several.to_vec(),
            },
            (true, false, _) => vec![named.unwrap_or(Sym::NONE)],
        }
    }

    fn period_of(&self, part: &PartToDate) -> Period {
        match (self.window(), part.years) {
            (Window::CalendarYear, (first, last)) if first == last => Period::Year(last),
            (Window::CalendarYear, (_, last)) => Period::AroundNewYear(last),
            _ => Period::All,
        }
    }
}

/// As a step says it: `earlier weeks, 2 payrolls to 2025-03-15`.
pub fn in_words(earlier: &Arc<HoursToDate>) -> String {
    let payrolls = if earlier.payrolls == 1 { "1 payroll".to_owned() } else { format!("{} payrolls", earlier.payrolls) };
    format!("earlier weeks, {payrolls} to {}", earlier.last_week)
}
