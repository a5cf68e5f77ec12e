//! Readings that stand once above the table: week ending, contractor, project, payroll number.
//!
//! A label and its value stand in one cell (`FOR WEEK ENDING: 03/15/2025`), side by side, or one above the
//! other. Nothing is taken that does not stand beside a label.

use super::Banner;
use super::calendar;
use super::head::Head;
use super::heading::{key, looks_numeric, split_number};

/// What a label announces. Lower ranks win where several labels announce the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    WeekEnding,
    Contractor(u8),
    Project(u8),
    PayrollNumber,
}

const LABELS: &[(&str, Says)] = &[
    ("for week ending", Says::WeekEnding),
    ("week ending", Says::WeekEnding),
    ("week ending date", Says::WeekEnding),
    ("w/e", Says::WeekEnding),
    ("period ending", Says::WeekEnding),
    ("for period ending", Says::WeekEnding),
    ("pay period ending", Says::WeekEnding),
    ("pay period", Says::WeekEnding),
    ("payroll period", Says::WeekEnding),
    ("subcontractor", Says::Contractor(0)),
    ("name of subcontractor", Says::Contractor(0)),
    ("name of contractor or subcontractor", Says::Contractor(1)),
    ("name of contractor", Says::Contractor(1)),
    ("contractor", Says::Contractor(1)),
    ("contractor name", Says::Contractor(1)),
    ("business name", Says::Contractor(1)),
    ("prime/subcontractor's business name", Says::Contractor(1)),
    ("company", Says::Contractor(2)),
    ("company name", Says::Contractor(2)),
    ("employer", Says::Contractor(2)),
    ("employer name", Says::Contractor(2)),
    ("project name", Says::Project(0)),
    ("project", Says::Project(0)),
    ("project no", Says::Project(1)),
    ("project number", Says::Project(1)),
    ("project id", Says::Project(1)),
    ("project and location", Says::Project(2)),
    ("project or contract no", Says::Project(3)),
    ("project no or contract no", Says::Project(3)),
    ("job name", Says::Project(4)),
    ("job", Says::Project(4)),
    ("payroll no", Says::PayrollNumber),
    ("payroll number", Says::PayrollNumber),
    ("certified payroll no", Says::PayrollNumber),
    ("certified payroll number", Says::PayrollNumber),
];

/// Longest text taken as a firm or project.
const LONGEST: usize = 200;

fn label(text: &str) -> Option<Says> {
    let bare = split_number(text).1;
    let wanted = [key(text), key(bare)];
    LABELS.iter().find(|(l, _)| wanted.contains(&key(l))).map(|(_, says)| *says)
}

/// The label and the value of one cell that holds both.
fn label_with_value(text: &str) -> Option<(Says, String)> {
    for mark in [':', '\n'] {
        if let Some((before, after)) = text.split_once(mark)
            && let Some(says) = label(before)
            && !after.trim().is_empty()
        {
            return Some((says, after.trim().to_owned()));
        }
    }
    // Without a mark only what cannot be mistaken is taken: a date, or a payroll's number.
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..words.len().min(6)).rev().find_map(|n| {
        let value = words[n..].join(" ");
        match label(&words[..n].join(" "))? {
            Says::WeekEnding if calendar::read_week_ending(&value).is_some() => Some((Says::WeekEnding, value)),
            Says::PayrollNumber if looks_numeric(&value) => Some((Says::PayrollNumber, value)),
            _ => None,
        }
    })
}

/// Reads the rows above the heading row (`until` is the index of the first heading row in the batch).
pub(super) fn read(head: Head<'_>, until: usize) -> Banner {
    let mut banner = Banner::default();
    let mut ranks = [u8::MAX; 2];
    let rows = head.rows().get(..until).unwrap_or_default();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<(u16, String)> = head.texts(row).collect();
        let below: Vec<(u16, String)> = rows.get(index + 1).map(|r| head.texts(r).collect()).unwrap_or_default();
        for (at, (column, text)) in cells.iter().enumerate() {
            if let Some((says, value)) = label_with_value(text) {
                take(&mut banner, &mut ranks, says, &value);
            } else if let Some(says) = label(text.trim_end_matches([':', ' ', '.'])) {
                let beside = cells.get(at + 1).map(|(_, t)| t).filter(|t| !is_label(t));
                let under = below.iter().find(|(c, _)| c == column).map(|(_, t)| t).filter(|t| !is_label(t));
                if let Some(value) = beside.or(under) {
                    take(&mut banner, &mut ranks, says, value);
                }
            }
        }
    }
    banner
}

/// True for a cell that can only stand above a table: a label with its value, or a label that ends in a colon.
pub(super) fn is_above_a_table(text: &str) -> bool {
    label_with_value(text).is_some() || (text.trim_end().ends_with(':') && label(text).is_some())
}

fn is_label(text: &str) -> bool {
    label(text.trim_end_matches([':', ' ', '.'])).is_some() || label_with_value(text).is_some() || text.trim_end().ends_with(':')
}

fn take(banner: &mut Banner, ranks: &mut [u8; 2], says: Says, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() || value.chars().count() > LONGEST {
        return;
    }
    match says {
        Says::WeekEnding => banner.week_ending = banner.week_ending.or_else(|| calendar::read_week_ending(&value)),
        Says::PayrollNumber => {
            if banner.payroll_number.is_none() && value.chars().count() <= 20 {
                banner.payroll_number = Some(value);
            }
        }
        Says::Contractor(rank) => keep(&mut banner.contractor, &mut ranks[0], rank, value),
        Says::Project(rank) => keep(&mut banner.project, &mut ranks[1], rank, value),
    }
}

fn keep(kept: &mut Option<String>, best: &mut u8, rank: u8, value: String) {
    if rank < *best {
        *kept = Some(value);
        *best = rank;
    }
}
