//! Hours by order of preference: shown, never judged.

use super::finals::Final;
use super::judge::judge;
use super::measure::{ClauseOf, Measure, order_of_preference};
use super::signature::Questions;
use super::telling::Unit;
use crate::checks::context::Context;
use crate::checks::readings::step;
use crate::checks::share::judge::Piece;
use crate::domain::finding::{Finding, Subject};
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::rules::groups::Group;
use chrono::NaiveDate;

/// The order a rule prefers, made ready.
pub struct Preference {
    groups: Vec<Group>,
    measure: Measure,
}

impl Preference {
    /// Over the groups of a clause; `None` where it names none.
    pub fn of(clause: ClauseOf<'_>, groups: &[Group], questions: &mut Questions) -> Option<Self> {
        (!groups.is_empty()).then(|| Self { groups: groups.to_vec(), measure: order_of_preference(clause, groups, questions) })
    }

    /// What it asks.
    pub const fn measure(&self) -> &Measure {
        &self.measure
    }

    /// Says how much each group of the order comes to; who belongs to two counts in the first.
    pub fn finding(&self, ctx: &Context, unit: Unit, of: &Final, pieces: &[Piece], names: &Names, latest: Option<NaiveDate>) -> Finding {
        let judged = judge(&self.measure, pieces, of.key.level, names);
        let amount = |(least, most): (i64, i64)| match least == most {
            true => unit.amount(least),
            false => format!("{} to {}", unit.amount(least), unit.amount(most)),
        };
        let sums = judged.sets.get(1..).unwrap_or_default();
        let mut parts: Vec<String> = Vec::new();
        let subject = Subject {
            project: of.key.project,
            contractor: of.key.contractor,
            trade: of.key.trade,
            level: of.key.level,
            group: Some("order-of-preference"),
            ..Subject::default()
        };
        let mut finding = ctx.finding(Outcome::NotApplicable, subject, latest, "");
        finding.unit = unit.word();
        let all = judged.sets.first().copied().unwrap_or_default();
        finding.steps.push(step(format!("all {}", unit.word()), "", amount(all), Vec::new()));
        let names = self.groups.iter().map(Group::words).chain(["None of them"]);
        for ((words, sum), place) in names.zip(sums).zip(1..) {
            parts.push(format!("{} {}", words.to_lowercase(), amount(*sum)));
            let label = if place > self.groups.len() { "none of them".to_owned() } else { format!("{place}: {}", words.to_lowercase()) };
            finding.steps.push(step(label, "", amount(*sum), Vec::new()));
        }
        finding.title = format!("By order of preference, {}: {}", unit.word(), parts.join("; ")).into();
        finding
    }
}
