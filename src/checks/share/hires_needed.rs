//! So many hires for so many dollars of a contract.

use crate::checks::context::Context;
use crate::checks::readings::step;
use crate::domain::finding::{Finding, Missing, Subject};
use crate::domain::outcome::Outcome;
use crate::domain::quantity::{Money, plain};
use crate::rules::asks::{PerDollars, Rounding};

/// Hires that count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// For certain.
    pub certain: u64,
    /// At most.
    pub possible: u64,
    /// Rows of the log that could not be read.
    pub unread: u64,
}

/// Holds hires against the number that a contract's value asks for.
pub fn hires_needed(ctx: &Context, asked: &PerDollars, value: Option<Money>, count: Count, subject: Subject) -> Finding {
    let Some(value) = value else {
        let title = "How many hires are due cannot be told without the value of the contract";
        let mut finding = ctx.finding(Outcome::CannotTell, subject, None, title);
        finding.missing.push(Missing { fact: "the value of the contract".to_owned(), hangs_on: String::new(), holder: "the city" });
        finding.fix = "Add value to the [[contract]] in the project file.".into();
        return finding;
    };
    let each = asked.each.micros().max(1);
    let down = u64::try_from(value.micros() / each).unwrap_or(0);
    let up = down + u64::from(value.micros() % each != 0);
    let (least, most) = match asked.rounding {
        Rounding::Up => (up, up),
        Rounding::Down => (down, down),
        Rounding::NotStated => (down, up),
    };
    let due = if least == most { least.to_string() } else { format!("{least} or {most}") };
    let outcome = if most == 0 {
        Outcome::NotApplicable
    } else if count.certain >= most {
        Outcome::Met
    } else if count.possible < least && count.unread == 0 {
        Outcome::NotMet
    } else {
        Outcome::CannotTell
    };
    let had = if count.certain == count.possible { count.certain.to_string() } else { format!("{} to {}", count.certain, count.possible) };
    let mut finding =
        ctx.finding(outcome, subject, None, format!("{due} new hires are due for the value of the contract, {had} were made"));
    finding.read = Some(had.clone());
    finding.expected = Some(due);
    finding.difference = (least == most).then(|| (i128::from(count.certain) - i128::from(least)).to_string());
    finding.unit = "new hires";
    let exact = plain(i128::from(value.micros()) * 1_000_000 / i128::from(each), 6);
    finding.steps.push(step("hires due", format!("{value} ÷ {}", asked.each), exact.clone(), Vec::new()));
    finding.steps.push(step(format!("new hires who count ({})", asked.group.words().to_lowercase()), "", had, Vec::new()));
    if outcome == Outcome::CannotTell {
        let by_rounding = least != most && count.possible >= least && count.certain < most;
        if by_rounding {
            let fact = format!("how {exact} hires are rounded: no source says {least} or {most}");
            finding.missing.push(Missing { fact, hangs_on: String::new(), holder: "the city" });
        }
        if count.possible > count.certain {
            let open = count.possible - count.certain;
            let fact = format!("how {open} of the openings were filled, and by whom");
            finding.missing.push(Missing { fact, hangs_on: format!("{open} new hires"), holder: "the contractor" });
        }
        if count.unread > 0 {
            let fact = format!("{} rows of the hiring log that could not be read", count.unread);
            finding.missing.push(Missing { fact, hangs_on: String::new(), holder: "the contractor" });
        }
        finding.fix = "Give the missing fact, and check the file again.".into();
    } else if outcome == Outcome::NotMet {
        finding.fix = "Show the steps taken to hire, or add the hires that are missing to the log.".into();
    }
    finding
}
