//! Exact quantities with a unit: hours, dollars, dollars per hour.
//!
//! Each is a count of millionths in an `i64`, the form in which the databases hold them too. A
//! seventh decimal is an error, never a silent rounding; a sum that leaves the range is an error,
//! never a wrap. Products keep every place ([`Exact`], millionths of millionths) until the one
//! rounding rule of [`super::money`] is applied.

use rust_decimal::Decimal;
use std::fmt;
use std::marker::PhantomData;

/// Millionths in one unit.
pub const MICROS: i64 = 1_000_000;

/// A unit of measure. It exists only at compile time: it keeps hours from being added to dollars.
pub trait Unit: Copy {
    /// The word printed after a figure, for example `hours`.
    const WORD: &'static str;
}

macro_rules! unit {
    ($(#[$doc:meta] $name:ident = $word:literal;)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {}
        impl Unit for $name { const WORD: &'static str = $word; }
    )*};
}
unit! {
    /// Hours worked.
    HourUnit = "hours";
    /// United States dollars.
    DollarUnit = "dollars";
    /// Dollars for one hour.
    DollarPerHourUnit = "dollars per hour";
}

/// An exact amount of `U`, in millionths.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity<U: Unit> {
    micros: i64,
    unit: PhantomData<U>,
}

/// Hours worked, exact to the millionth of an hour.
pub type Hours = Quantity<HourUnit>;
/// Dollars, exact to the millionth.
pub type Money = Quantity<DollarUnit>;
/// Dollars per hour, exact to the millionth.
pub type Rate = Quantity<DollarPerHourUnit>;

/// Why a decimal cannot be a [`Quantity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// More than six decimal places: rounding it here would be silent.
    #[error("{0} has more than six decimal places")]
    TooPrecise(Decimal),
    /// Beyond ±9.2 trillion.
    #[error("{0} is out of range")]
    OutOfRange(Decimal),
}

impl<U: Unit> Default for Quantity<U> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<U: Unit> Quantity<U> {
    /// Nothing of it, and known to be nothing.
    pub const ZERO: Self = Self::from_micros(0);

    /// From a count of millionths.
    pub const fn from_micros(micros: i64) -> Self {
        Self { micros, unit: PhantomData }
    }

    /// From a whole number of units.
    pub const fn whole(units: i32) -> Self {
        Self::from_micros(units as i64 * MICROS)
    }

    /// The count of millionths.
    pub const fn micros(self) -> i64 {
        self.micros
    }

    /// From a decimal, refusing a seventh place and what does not fit.
    pub fn from_decimal(value: Decimal) -> Result<Self, QuantityError> {
        let value = value.normalize();
        if value.scale() > 6 {
            return Err(QuantityError::TooPrecise(value));
        }
        let factor = 10_i128.pow(6 - value.scale());
        i64::try_from(value.mantissa() * factor).map(Self::from_micros).map_err(|_| QuantityError::OutOfRange(value))
    }

    /// The same figure as a decimal.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.micros, 6).normalize()
    }

    /// The sum, or `None` past the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.micros.checked_add(other.micros).map(Self::from_micros)
    }

    /// The difference, or `None` past the range.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.micros.checked_sub(other.micros).map(Self::from_micros)
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.micros < 0
    }

    /// True at zero.
    pub const fn is_zero(self) -> bool {
        self.micros == 0
    }
}

/// Readings are bounded on entry (`intake` refuses hours over 10,000 and dollars over ten million in
/// one cell), so sums of a file's cells cannot leave the range of an `i64`; the checked forms are for
/// everything else.
impl<U: Unit> std::ops::Add for Quantity<U> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_micros(self.micros.saturating_add(other.micros))
    }
}
impl<U: Unit> std::ops::Sub for Quantity<U> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::from_micros(self.micros.saturating_sub(other.micros))
    }
}
impl<U: Unit> std::ops::AddAssign for Quantity<U> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl<U: Unit> std::iter::Sum for Quantity<U> {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, |a, b| a + b)
    }
}
impl<U: Unit> fmt::Display for Quantity<U> {
    /// At least two places, no trailing zeros beyond them: `8.00`, `61.19`, `0.125`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(i128::from(self.micros), 6))
    }
}
impl<U: Unit> fmt::Debug for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {}", U::WORD)
    }
}

/// Dollars before rounding: millionths of millionths, as a rate times hours gives them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Exact(i128);

impl Exact {
    /// No dollars.
    pub const ZERO: Self = Self(0);
    /// From a count of 10⁻¹² dollars.
    pub const fn from_picos(picos: i128) -> Self {
        Self(picos)
    }
    /// The count of 10⁻¹² dollars.
    pub const fn picos(self) -> i128 {
        self.0
    }
    /// Half of it. An odd count of 10⁻¹² dollars cannot arise from six-place rates and hours halved
    /// once: products of millionths are halved only after a factor of two or as `× 1.5`.
    pub const fn times_ratio(self, numerator: i128, denominator: i128) -> Self {
        Self(self.0 * numerator / denominator)
    }
    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
    /// True at zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
    /// The larger of it and zero.
    pub fn or_zero(self) -> Self {
        Self(self.0.max(0))
    }
    /// Its size without the sign.
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }
}
impl From<Money> for Exact {
    fn from(money: Money) -> Self {
        Self(i128::from(money.micros()) * i128::from(MICROS))
    }
}
impl std::ops::Mul<Hours> for Rate {
    type Output = Exact;
    fn mul(self, hours: Hours) -> Exact {
        Exact(i128::from(self.micros()) * i128::from(hours.micros()))
    }
}
impl std::ops::Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl std::ops::Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl std::ops::AddAssign for Exact {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, |a, b| a + b)
    }
}
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(self.0, 12))
    }
}
impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} dollars, unrounded")
    }
}

/// A reading that may not have been given. An absent reading is never zero: whoever needs it must
/// say what happens without it. Eight bytes, because a payroll line holds forty of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Given<U: Unit> {
    micros: i64,
    unit: PhantomData<U>,
}

impl<U: Unit> Given<U> {
    /// Not given.
    pub const ABSENT: Self = Self { micros: i64::MIN, unit: PhantomData };

    /// A given reading.
    pub const fn of(value: Quantity<U>) -> Self {
        Self { micros: value.micros, unit: PhantomData }
    }
    /// The reading, if it was given.
    pub const fn known(self) -> Option<Quantity<U>> {
        if self.micros == i64::MIN { None } else { Some(Quantity::from_micros(self.micros)) }
    }
    /// True if a reading was given.
    pub const fn is_known(self) -> bool {
        self.micros != i64::MIN
    }
}
impl<U: Unit> Default for Given<U> {
    fn default() -> Self {
        Self::ABSENT
    }
}
impl<U: Unit> From<Option<Quantity<U>>> for Given<U> {
    fn from(value: Option<Quantity<U>>) -> Self {
        value.map_or(Self::ABSENT, Self::of)
    }
}
impl<U: Unit> fmt::Debug for Given<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.known() {
            Some(q) => write!(f, "{q:?}"),
            None => f.write_str("not given"),
        }
    }
}

/// `value / 10^places` in plain digits with at least two decimals and no further trailing zeros.
pub fn plain(value: i128, places: usize) -> String {
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let kept = fraction.trim_end_matches('0').len().max(2);
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{whole}.{}", &fraction[..kept])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_at_least_two_places_and_no_needless_zeros() {
        assert_eq!(Hours::whole(8).to_string(), "8.00");
        assert_eq!(Rate::from_micros(125_000).to_string(), "0.125");
        assert_eq!(Money::from_micros(-70_900_000).to_string(), "-70.90");
        assert_eq!((Rate::from_micros(10_000) * Hours::from_micros(6_250_000)).to_string(), "0.0625");
    }

    #[test]
    fn a_seventh_decimal_is_refused_not_rounded() {
        let fine: Decimal = "1.1234567".parse().unwrap();
        assert_eq!(Money::from_decimal(fine), Err(QuantityError::TooPrecise(fine)));
        assert_eq!(Money::from_decimal("1.1234560".parse().unwrap()).unwrap().micros(), 1_123_456);
    }

    #[test]
    fn an_absent_reading_is_not_zero() {
        assert_eq!(Given::<HourUnit>::ABSENT.known(), None);
        assert_eq!(Given::of(Hours::ZERO).known(), Some(Hours::ZERO));
    }
}
