//! The one rounding rule: to the cent, half away from zero, once, at the end.
//!
//! Nothing else in the house rounds money. `rust_decimal`'s `round_dp` is banker's rounding (2.345
//! becomes 2.34) and is banned by `clippy.toml`. A required rate is never rounded down; it is used as
//! published.

use super::quantity::{Exact, Money};

const PICOS_PER_CENT: i128 = 10_000_000_000;

/// Dollars and cents, half a cent away from zero: 2.345 is 2.35, −2.345 is −2.35.
pub fn to_cents(exact: Exact) -> Money {
    let picos = exact.picos();
    let half = if picos < 0 { -PICOS_PER_CENT / 2 } else { PICOS_PER_CENT / 2 };
    let cents = (picos + half) / PICOS_PER_CENT;
    Money::from_micros(i64::try_from(cents * 10_000).unwrap_or(i64::MAX))
}

/// Splits one worker's week into findings without rounding twice: each finding gets what the rounded
/// running sum grew by, so the parts add up to the whole, rounded once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunningCents {
    exact: Exact,
}

impl RunningCents {
    /// Adds an exact amount and returns the cents this step adds to the rounded sum.
    pub fn add(&mut self, amount: Exact) -> Money {
        let before = to_cents(self.exact);
        self.exact += amount;
        to_cents(self.exact) - before
    }

    /// The rounded sum so far.
    pub fn total(self) -> Money {
        to_cents(self.exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        let d: rust_decimal::Decimal = text.parse().unwrap();
        Exact::from_picos(d.mantissa() * 10_i128.pow(12 - d.scale()))
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        for (value, cents) in [("2.345", 2_350_000), ("2.344999", 2_340_000), ("-2.345", -2_350_000), ("0.005", 10_000)] {
            assert_eq!(to_cents(exact(value)).micros(), cents, "{value}");
        }
    }

    #[test]
    fn the_parts_of_a_week_add_up_to_the_week_rounded_once() {
        let mut week = RunningCents::default();
        let parts: Vec<i64> = ["0.004", "0.004", "0.004"].iter().map(|v| week.add(exact(v)).micros()).collect();
        assert_eq!(parts, [0, 10_000, 0]);
        assert_eq!(week.total().micros(), 10_000);
    }
}
