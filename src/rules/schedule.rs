//! A figure by date. No value is ever stretched past its last day.

use crate::domain::outcome::Seen;
use chrono::NaiveDate;

/// One figure and the days it holds, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` where the source gives no end and the law sets no yearly change.
    pub until: Option<NaiveDate>,
    /// The figure.
    pub value: T,
    /// Key of its citation in the policy.
    pub citation: String,
    /// How it was seen.
    pub seen: Seen,
    /// The day it became public, where that matters.
    pub published: Option<NaiveDate>,
}

/// Figures in order of their first day, never overlapping (lint).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule<T>(pub Vec<Dated<T>>);

impl<T> Default for Schedule<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Schedule<T> {
    /// Takes out what was not yet public on a day.
    pub fn forget_after(&mut self, day: NaiveDate) {
        self.0.retain(|d| d.published.is_none_or(|p| p <= day));
    }

    /// The figure on a day; `None` is *rate not held*.
    pub fn on(&self, day: NaiveDate) -> Option<&Dated<T>> {
        let after = self.0.partition_point(|d| d.from <= day);
        self.0[..after].last().filter(|d| d.until.is_none_or(|u| day <= u))
    }
}
