//! The words of the field as types: money, hours, dates, payroll lines, hiring records, problems, findings.
//!
//! This room imports nothing of the house. It reads no file, no clock and no database; every
//! other room speaks in its words. The one rounding rule lives in [`money`].

pub mod apprenticeship;
pub mod attribute;
pub mod citation;
pub mod columns;
pub mod deduction;
pub mod event;
pub mod field;
pub mod finding;
pub mod hiring;
pub mod hiring_facts;
pub mod hiring_field;
pub mod hours_to_date;
pub mod lasting;
pub mod moment;
pub mod money;
pub mod names;
pub mod outcome;
pub mod payroll;
pub mod people;
pub mod person;
pub mod place;
pub mod problem;
pub mod problem_codes;
pub mod project;
pub mod quantity;
pub mod quoted;
pub mod run;
pub mod share;
pub mod vendor_record;
pub mod vocabulary;
pub mod wage_area;
pub mod wage_determination;
pub mod week;
pub mod work_calendar;
