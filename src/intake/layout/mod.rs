//! The layouts that can be read. Each module owns everything about one form: the headings as published,
//! how its rows make lines, what it cannot do without, and an example to show.
//!
//! To add one: write its module, name it in [`super::table::LayoutName`] and in [`ALL`].

pub mod boston_utilization;
pub mod days;
pub mod flat_payroll;
pub mod lcptracker;
pub mod register;
pub mod vocabulary;
pub mod wh347_2008;
pub mod wh347_2025;

use super::table::{Banner, LayoutName, RowShape};
use crate::domain::field::{Field, HourKind};

/// One form.
#[derive(Debug)]
pub struct Layout {
    /// Its name.
    pub name: LayoutName,
    /// What it is, in words.
    pub title: &'static str,
    /// How its rows make lines, unless the rows themselves show otherwise.
    pub shape: RowShape,
    /// Headings as published, with the field each holds.
    pub own: &'static [(&'static str, Field)],
    /// Fields of columns that are headed by a form's column number alone: `6A`, `(5)`.
    pub numbers: &'static [(&'static str, Field)],
    /// Fields that a table of this layout never has; with one of them it is another layout.
    pub never_with: fn(Field) -> bool,
    /// What a table of this layout must have.
    pub needs: &'static [Need],
    /// A heading row and a row or two, to show.
    pub example: &'static str,
}

/// True for columns that name a worker.
pub fn names_a_worker(field: Field) -> bool {
    matches!(field, Field::WorkerId | Field::WorkerName | Field::LastName)
}

/// Something without which no line of a table can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Who worked.
    Worker,
    /// At which work.
    Classification,
    /// How long.
    Hours,
    /// In which week.
    WeekEnding,
}

impl Need {
    /// True if the columns, or the readings above the table, meet the need.
    pub fn met(self, fields: &[Option<Field>], banner: &Banner) -> bool {
        let has = |wanted: fn(Field) -> bool| fields.iter().flatten().any(|&f| wanted(f));
        match self {
            Self::Worker => has(names_a_worker),
            Self::Classification => has(|f| matches!(f, Field::Classification | Field::Trade)),
            Self::Hours => has(|f| matches!(f, Field::DayHours(..) | Field::WeekHours(_))),
            Self::WeekEnding => banner.week_ending.is_some() || has(|f| f == Field::WeekEnding),
        }
    }

    /// The missing column in plain words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Worker => "the worker (for example Worker ID or Worker Name)",
            Self::Classification => "the work classification (for example Classification or Trade)",
            Self::Hours => "the hours worked (for example Sun to Sat, or ST Hours and OT Hours)",
            Self::WeekEnding => "the week ending (for example Week Ending, or a line above the table such as FOR WEEK ENDING: 03/15/2025)",
        }
    }

    /// Fields that would meet the need.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Worker => &[Field::WorkerId, Field::WorkerName, Field::LastName],
            Self::Classification => &[Field::Classification, Field::Trade],
            Self::Hours => &[Field::WeekHours(HourKind::Straight), Field::WeekHours(HourKind::Unsplit)],
            Self::WeekEnding => &[Field::WeekEnding],
        }
    }
}

/// What a payroll of any shape must have.
pub const PAYROLL_NEEDS: &[Need] = &[Need::WeekEnding, Need::Worker, Need::Classification, Need::Hours];

/// Every layout that is recognised by its headings, in the order in which a tie is settled.
pub const ALL: &[&Layout] =
    &[&flat_payroll::LAYOUT, &wh347_2008::LAYOUT, &wh347_2025::LAYOUT, &lcptracker::LAYOUT, &register::LAYOUT, &boston_utilization::LAYOUT];

/// The layout of a name; `None` for [`LayoutName::Mapped`], which has no headings of its own.
pub fn of(name: LayoutName) -> Option<&'static Layout> {
    ALL.iter().copied().find(|l| l.name == name)
}
