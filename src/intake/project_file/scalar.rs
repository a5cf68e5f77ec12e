//! Single values of a project file, read exactly.

use crate::domain::quantity::{Hours, Money, Quantity};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use std::fmt;

/// A text that must say something.
#[derive(Clone, Debug)]
pub(super) struct Given(pub String);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let text = text.trim();
        if text.is_empty() { Err(de::Error::custom("the text is empty; write what it is called")) } else { Ok(Self(text.to_owned())) }
    }
}

/// Dollars in quotes: `"4200000.00"`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dollars(pub Money);

/// Hours in quotes: `"2080"`.
#[derive(Clone, Copy, Debug)]
pub(super) struct HoursWorked(pub Hours);

impl<'de> Deserialize<'de> for HoursWorked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(Quoted)?;
        let wanted = || de::Error::custom(format!("\"{text}\" is no number of hours; write digits, for example \"2080\""));
        let hours: Decimal = text.trim().parse().map_err(|_| wanted())?;
        let hours: Hours = Quantity::from_decimal(hours).map_err(|_| wanted())?;
        if hours > Hours::ZERO { Ok(Self(hours)) } else { Err(wanted()) }
    }
}

/// A figure in quotes, kept as written.
#[derive(Clone, Debug)]
pub(super) struct Figure(pub String);

struct Quoted;

impl Visitor<'_> for Quoted {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a figure in quotes, for example \"4200000.00\"")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        Err(E::custom(format!("the figure stands without quotes; write \"{number}\", so that it is kept exactly as written")))
    }
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<String, E> {
        Err(E::custom(
            "the figure stands without quotes; put it in quotes, for example \"4200000.00\", so that it is kept exactly as written",
        ))
    }
}

impl<'de> Deserialize<'de> for Dollars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(Quoted)?;
        let wanted = || {
            de::Error::custom(format!("\"{text}\" is no amount of dollars; write digits and a decimal point, for example \"4200000.00\""))
        };
        let amount: Decimal = text.trim().parse().map_err(|_| wanted())?;
        let amount: Money = Quantity::from_decimal(amount).map_err(|_| wanted())?;
        if amount.is_negative() { Err(wanted()) } else { Ok(Self(amount)) }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Quoted).map(Self)
    }
}

/// A day, as a TOML date or in quotes: `2024-01-15`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day(pub NaiveDate);

struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Day;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date as year-month-day, for example 2024-01-15")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
        let day = iso_day(text).map(Day);
        day.ok_or_else(|| E::custom(format!("\"{text}\" is no date; write year-month-day, for example 2024-01-15")))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
        let date = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
        if date.time.is_some() {
            return Err(de::Error::custom("a date without a time is needed, for example 2024-01-15"));
        }
        self.visit_str(&date.to_string())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

/// A date as year-month-day, between 1990 and 2100.
pub(super) fn iso_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() != 10 {
        return None;
    }
    crate::intake::value::date::from_text(text).ok().filter(|d| d.to_string() == text)
}
