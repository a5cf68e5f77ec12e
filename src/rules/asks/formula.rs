//! The formula of a law, held against the figure that was published. The published figure binds; the
//! formula only says whether it can be right.

use crate::domain::quantity::{MICROS, Rate, plain};
use crate::rules::figure_form::Home;
use crate::rules::keys::Keys;
use crate::rules::schedule::Schedule;
use crate::rules::words::{SEEN, Words};
use chrono::NaiveDate;

/// How the law rounds the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Not at all.
    None,
    /// To the nearest five cents, half up.
    NearestFive,
    /// Up to the next five cents.
    UpFive,
    /// To the nearest cent, half up.
    NearestCent,
}

/// How the published figure is compared with the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// It is the result or more (one of several legs of which the highest counts).
    AtLeast,
    /// It is the result.
    Equal,
}

/// One formula for one published figure. All numbers in millionths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// First day of the rate it is held against.
    pub for_rate: NaiveDate,
    /// What it starts from.
    pub start: i64,
    /// What the start is multiplied by.
    pub times: i64,
    /// What the product is divided by.
    pub divided_by: i64,
    /// The most the result may grow over the start, as a share of it.
    pub cap: Option<i64>,
    /// How the result is rounded.
    pub rounding: Rounding,
    /// How the published figure is compared.
    pub compare: Compare,
    /// Key of its citation.
    pub citation: String,
}

/// `numerator / denominator`, exact; the denominator is above zero.
type Ratio = (i128, i128);

impl Formula {
    /// The result before rounding, in millionths.
    fn exact(&self) -> Ratio {
        let one = i128::from(MICROS);
        let (start, times, by) = (i128::from(self.start), i128::from(self.times), i128::from(self.divided_by));
        let whole: Ratio = (start * times, by);
        let Some(cap) = self.cap else { return whole };
        let most: Ratio = (start * (one + i128::from(cap)), one);
        if whole.0 * most.1 > most.0 * whole.1 { most } else { whole }
    }

    /// True if the cap was reached.
    pub fn is_capped(&self) -> bool {
        self.cap.is_some() && self.exact() != (i128::from(self.start) * i128::from(self.times), i128::from(self.divided_by))
    }

    /// The result as the law rounds it.
    fn rounded(&self) -> Ratio {
        let (n, d) = self.exact();
        let to = |unit: i128, up: bool| {
            let steps = if up { (n + d * unit - 1) / (d * unit) } else { (2 * n + d * unit) / (2 * d * unit) };
            (steps * unit, 1)
        };
        match self.rounding {
            Rounding::None => (n, d),
            Rounding::NearestFive => to(50_000, false),
            Rounding::UpFive => to(50_000, true),
            Rounding::NearestCent => to(10_000, false),
        }
    }

    /// Whether a published figure agrees with the formula.
    pub fn agrees(&self, published: Rate) -> bool {
        let (n, d) = self.rounded();
        let published = i128::from(published.micros()) * d;
        match self.compare {
            Compare::AtLeast => published >= n,
            Compare::Equal => published == n,
        }
    }

    /// `31200.00 × 1.16 ÷ 2000.00 = 18.096`, further decimals cut off.
    pub fn words(&self) -> String {
        let figure = |micros: i64| plain(i128::from(micros), 6);
        let mut text = figure(self.start);
        if self.times != MICROS {
            text = format!("{text} × {}", figure(self.times));
        }
        if self.divided_by != MICROS {
            text = format!("{text} ÷ {}", figure(self.divided_by));
        }
        let (n, d) = self.exact();
        text = format!("{text} = {}", plain(n / d, 6));
        if self.is_capped() {
            text = format!("{text} (capped)");
        }
        if self.rounding != Rounding::None {
            let (n, d) = self.rounded();
            text = format!("{text}, rounded {}", plain(n / d, 6));
        }
        text
    }
}

pub(in crate::rules) const ROUNDINGS: Words<Rounding> = &[
    ("none", Rounding::None),
    ("nearest-0.05", Rounding::NearestFive),
    ("up-0.05", Rounding::UpFive),
    ("nearest-0.01", Rounding::NearestCent),
];
pub(in crate::rules) const COMPARISONS: Words<Compare> = &[("at-least", Compare::AtLeast), ("equal", Compare::Equal)];

pub(super) fn read(home: Home<'_>, keys: &Keys<'_>, rates: &Schedule<Rate>) -> Vec<Formula> {
    let mut all = Vec::new();
    for row in keys.tables("formula", "[[clause.formula]] tables with for_rate, start, times, rounding, compare, citation and seen") {
        let for_rate = row.date("for_rate");
        let start = home.start(&row);
        let citation = home.citation(&row, "citation");
        let seen = row.word("seen", SEEN);
        let part = |key: &str, unit: &'static str| if row.has(key) { home.part(&row, key, unit, &citation, seen) } else { Some(MICROS) };
        let (times, divided_by) = (part("times", "times"), part("divided_by", "parts"));
        let cap = row.has("cap").then(|| home.part(&row, "cap", "share", &citation, seen));
        let rounding = row.word("rounding", ROUNDINGS);
        let compare = row.word("compare", COMPARISONS);
        if divided_by == Some(0) {
            row.source.error(&row.at("divided_by"), "`divided_by` is zero", "Write what the law divides by");
        }
        if let Some(day) = for_rate
            && !rates.0.iter().any(|r| r.from == day)
        {
            let write = "Write the first day of one of the [[clause.rate]] tables";
            row.source.error(&row.at("for_rate"), format!("No rate of this clause begins on {day}"), write);
        }
        if let (Some(for_rate), Some(start), Some(times), Some(divided_by), Some(rounding), Some(compare), Some(citation), Some(cap)) =
            (for_rate, start, times, divided_by.filter(|d| *d > 0), rounding, compare, citation, cap.map_or(Some(None), |c| c.map(Some)))
        {
            all.push(Formula { for_rate, start, times, divided_by, cap, rounding, compare, citation });
        }
        row.finish();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formula(start: i64, times: i64, divided_by: i64, cap: Option<i64>, rounding: Rounding, compare: Compare) -> Formula {
        let for_rate = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
        Formula { for_rate, start, times, divided_by, cap, rounding, compare, citation: String::new() }
    }

    fn cents(cents: i64) -> Rate {
        Rate::from_micros(cents * 10_000)
    }

    /// 31,200 × 1.16 ÷ 2,000 = 18.096: 18.20 is not under it, 18.09 is.
    #[test]
    fn a_leg_is_a_lower_bound() {
        let leg = formula(31_200_000_000, 1_160_000, 2_000_000_000, None, Rounding::None, Compare::AtLeast);
        assert_eq!(leg.words(), "31200.00 × 1.16 ÷ 2000.00 = 18.096");
        assert!(leg.agrees(cents(1820)) && !leg.agrees(cents(1809)));
    }

    /// 15.80 × 1.031 = 16.2898; capped at 2.5 percent 16.195, to the nearest five cents 16.20.
    #[test]
    fn growth_is_capped_and_rounded_as_the_law_says() {
        let index = |rounding| formula(15_800_000, 1_031_000, 1_000_000, Some(25_000), rounding, Compare::Equal);
        assert_eq!(index(Rounding::NearestFive).words(), "15.80 × 1.031 = 16.195 (capped), rounded 16.20");
        assert!(index(Rounding::NearestFive).agrees(cents(1620)) && !index(Rounding::NearestFive).agrees(cents(1615)));
        assert!(index(Rounding::UpFive).agrees(cents(1620)) && index(Rounding::NearestCent).agrees(cents(1620)));
        assert!(!index(Rounding::None).agrees(cents(1620)));
        // 16.20 exactly needs no rounding up.
        let even = formula(16_200_000, 1_000_000, 1_000_000, None, Rounding::UpFive, Compare::Equal);
        assert!(even.agrees(cents(1620)));
    }
}
