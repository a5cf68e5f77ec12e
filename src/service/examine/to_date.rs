//! Hours on a project to date: those before the week, as the store counted them, and those of this payroll.

use super::kept_line::given;
use super::{HoursToDate, ToDate};
use crate::domain::attribute::Attribute;
use crate::domain::payroll::{Fact, PayrollLine};
use crate::domain::quantity::{HourUnit, Hours};

/// For every fact asked, the hours of this week and of all weeks with it.
pub(super) fn of(before: &[HoursToDate], lines: &[PayrollLine]) -> Result<Vec<ToDate>, String> {
    before.iter().map(|before| one(before, lines)).collect()
}

fn one(before: &HoursToDate, lines: &[PayrollLine]) -> Result<ToDate, String> {
    let fact = Attribute::ALL.iter().copied().find(|fact| fact.word() == before.fact);
    let fact = fact.ok_or_else(|| format!("there is no fact `{}`", before.fact))?;
    let figure = |text: &str| given::<HourUnit>(Some(text)).known().ok_or_else(|| format!("`{text}` is no figure of hours"));
    let sum = |wanted: Option<Fact>| -> Hours {
        let counted = lines.iter().filter(|line| wanted.is_none_or(|wanted| line.stated(fact) == wanted));
        counted.filter_map(PayrollLine::hours).sum()
    };
    let (all, holding, not_holding) = (sum(None), sum(Some(Fact::Yes)), sum(Some(Fact::No)));
    Ok(ToDate {
        fact: before.fact.clone(),
        week_all: all.to_string(),
        week_holding: holding.to_string(),
        week_not_holding: not_holding.to_string(),
        all: (figure(&before.all)? + all).to_string(),
        holding: (figure(&before.holding)? + holding).to_string(),
        not_holding: (figure(&before.not_holding)? + not_holding).to_string(),
    })
}
