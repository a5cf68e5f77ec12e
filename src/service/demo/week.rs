//! A week of a firm: who worked when, at which rates, and what was paid. Every amount is exact, and the same each time.

use super::programme::{Filer, Member, Plant, Planted, Programme};
use crate::domain::money::to_cents;
use crate::domain::quantity::{Hours, Money, Rate};
use chrono::NaiveDate;

/// What one worker did and was paid.
pub struct PayLine<'p> {
    /// Who.
    pub member: &'p Member,
    /// Straight-time hours, Sunday first.
    pub straight: [Hours; 7],
    /// Overtime hours, Sunday first.
    pub overtime: [Hours; 7],
    /// Base rate paid.
    pub base: Rate,
    /// Rate paid for overtime.
    pub overtime_rate: Rate,
    /// Fringe to plans for each hour.
    pub fringe: Rate,
    /// Gross pay.
    pub gross: Money,
    /// Deductions.
    pub deductions: Money,
    /// Net pay.
    pub net: Money,
}

impl PayLine<'_> {
    /// All straight-time hours.
    pub fn straight_hours(&self) -> Hours {
        self.straight.iter().copied().sum()
    }

    /// All overtime hours.
    pub fn overtime_hours(&self) -> Hours {
        self.overtime.iter().copied().sum()
    }
}

/// Taxes and dues are this part of gross pay, in ten-thousandths: an invented figure.
const TAKEN: i128 = 2_235;

/// The lines of a week of a firm, as it first filed it, or, `amended`, as they are right.
pub fn lines<'p>(programme: &'p Programme, filer: &Filer, week: NaiveDate, amended: bool) -> Vec<PayLine<'p>> {
    let there = |member: &&Member| {
        let (from, until) = member.weeks;
        member.firm == filer.firm && from.is_none_or(|from| from <= week) && until.is_none_or(|until| week <= until)
    };
    let crew = programme.crews.iter().filter(there);
    crew.map(|member| {
        let planted = |planted: &&Planted| planted.firm == filer.firm && planted.week == week && planted.worker == member.worker;
        let plants: Vec<Plant> = programme.planted.iter().filter(planted).filter(|_| !amended).map(|p| p.plant).collect();
        line(member, &plants, week, varies(filer))
    })
    .collect()
}

/// On Tidewater every day is a full one, so that its shares can be counted by hand.
fn varies(filer: &Filer) -> bool {
    filer.project != "TBL"
}

fn line<'p>(member: &'p Member, plants: &[Plant], week: NaiveDate, varies: bool) -> PayLine<'p> {
    let full = Hours::whole(8);
    let mut straight = [Hours::ZERO, full, full, full, full, full, Hours::ZERO];
    let mut overtime = [Hours::ZERO; 7];
    if varies && plants.is_empty() {
        shorten(&mut straight, chance(member.worker, week));
    }
    let (mut base, mut fringe) = (member.base, member.fringe);
    for plant in plants {
        match *plant {
            Plant::Base(paid) => base = paid,
            Plant::Fringe(paid) => fringe = paid,
            Plant::SaturdayStraight(hours) | Plant::SaturdayOvertime(hours) => overtime[6] = Hours::whole(hours),
            Plant::Friday(hours) => straight[5] = Hours::whole(hours),
            Plant::GrossLess(_) | Plant::NetLess(_) => {}
        }
    }
    let half_more = Rate::from_micros(base.micros() / 2 * 3);
    let overtime_rate = if plants.iter().any(|p| matches!(p, Plant::SaturdayStraight(_))) { base } else { half_more };
    let sum = |hours: &[Hours; 7]| hours.iter().copied().sum::<Hours>();
    let mut gross = to_cents(base * sum(&straight) + overtime_rate * sum(&overtime));
    let deductions = to_cents(crate::domain::quantity::Exact::from(gross).times_ratio(TAKEN, 10_000));
    for plant in plants {
        if let Plant::GrossLess(less) = plant {
            gross = gross - *less;
        }
    }
    let mut net = gross - deductions;
    for plant in plants {
        if let Plant::NetLess(less) = plant {
            net = net - *less;
        }
    }
    PayLine { member, straight, overtime, base, overtime_rate, fringe, gross, deductions, net }
}

/// Now and then a day is shorter: rain, a doctor, a late delivery.
fn shorten(straight: &mut [Hours; 7], number: u64) {
    let day = 1 + usize::try_from(number / 8 % 5).unwrap_or(0);
    match number % 8 {
        0 => straight[day] = Hours::whole(4),
        1 => straight[day] = Hours::whole(6),
        _ => {}
    }
}

/// A number that is the same each time for a worker and a week, and another for the next: FNV-1a, stirred as `SplitMix64`
/// does.
pub(super) fn chance(worker: &str, week: NaiveDate) -> u64 {
    let text = format!("{worker} {week}");
    let seed = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
