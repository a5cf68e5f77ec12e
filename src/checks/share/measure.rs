//! A target as a linear measure: every hour that belongs to the group counts one, every hour the share is counted
//! out of takes the share away. What comes to zero or more reaches the target.
//!
//! A share of what another target requires multiplies the shares; a share of what counts toward another
//! target makes that target's hours the whole. A capped credit is the lesser of two amounts, so such a target has
//! two measures (or more) and must reach zero by each.

use super::parameters::{NoParameter, Parameters};
use super::sets::{Condition, Set};
use super::signature::Questions;
use crate::domain::share::{Share, shown_ratio};
use crate::rules::asks::share::{AskedShare, Counted, CreditKind, ShareBase, ShareTarget};
use crate::rules::groups::{Group, Membership};

/// One sum that must reach zero.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    /// Sets by index, each with what an hour of it is worth, in units of one hour divided by [`Measure::scale`].
    pub terms: Vec<(usize, i128)>,
    /// What is added to it, in millionths of an hour divided by the scale.
    pub constant: i128,
}

impl Sum {
    /// True if nothing is in it.
    pub fn is_nothing(&self) -> bool {
        self.terms.is_empty() && self.constant == 0
    }
}

/// A credit as measured, for showing.
#[derive(Clone, Debug)]
pub struct MeasuredCredit {
    /// What it is for, in words.
    pub words: String,
    /// What it comes to before its cap.
    pub uncapped: Sum,
    /// Its cap.
    pub cap: Option<Sum>,
}

/// A target made ready.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Index 0 holds the hours that count toward the target, 1 those it is counted out of; more belong to credits.
    pub sets: Vec<Set>,
    /// The sums; all must reach zero.
    pub sums: Vec<Sum>,
    /// How many parts one hour is divided into; a power of a million.
    pub scale: i128,
    /// Decimal places of the scale.
    pub places: usize,
    /// The share as such.
    pub share: Share,
    /// The shares that multiply to what is asked, the target's own first.
    pub shares: Vec<Share>,
    /// All of them together: parts of the whole that are asked for, in units of the scale.
    pub coefficient: i128,
    /// Straight-time hours alone.
    pub straight: bool,
    /// Exactly the share is enough.
    pub equal_or_more: bool,
    /// Questions asked, as bits.
    pub asks: u32,
    /// A level decides.
    pub asks_level: bool,
    /// A trade decides.
    pub asks_trade: bool,
    /// Credits.
    pub credits: Vec<MeasuredCredit>,
}

impl Measure {
    /// Part and whole as the fraction to hold against the share: of a share of what another target requires, the
    /// whole is what that target requires.
    pub fn shown(&self, part: i64, whole: i64) -> String {
        let others = self.shares.get(1..).unwrap_or_default();
        let (scale, required) = others.iter().fold((1, 1), |(scale, part), s| (scale * 1_000_000, part * i128::from(s.millionths())));
        shown_ratio(i128::from(part) * scale, i128::from(whole) * required)
    }

    /// True if the share is counted out of every hour.
    pub fn counts_all(&self) -> bool {
        self.sets.get(1).is_some_and(|whole| whole.conditions.is_empty()) && !self.straight
    }
}

/// What a clause says of all its targets.
#[derive(Clone, Copy)]
pub struct ClauseOf<'r> {
    /// What is counted.
    pub counted: &'r Counted,
    /// The list of trades left out.
    pub outside_trades: Option<usize>,
    /// The targets.
    pub targets: &'r [ShareTarget],
}

/// Makes a target ready. Questions not asked before are added.
///
/// # Errors
/// If a parameter it needs is not given.
pub fn measure(
    clause: ClauseOf<'_>,
    target: usize,
    questions: &mut Questions,
    given: Parameters<'_>,
) -> Result<Option<Measure>, NoParameter> {
    let Some(asked) = clause.targets.get(target) else { return Ok(None) };
    let shares = shares(clause, target, given)?;
    let Some(&share) = shares.first() else { return Ok(None) };
    let mut make = Making { clause, questions };
    let (numerator, denominator) = (make.numerator(target), make.denominator(target));
    let mut sets = vec![numerator, denominator];
    // A cap is one more share.
    let factors = shares.len() + usize::from(!asked.credits.is_empty());
    let scale = 1_000_000_i128.pow(factors as u32);
    let coefficient = shares.iter().fold(scale, |sum, s| sum / 1_000_000 * i128::from(s.millionths()));
    let mut credits = Vec::new();
    for credit in &asked.credits {
        let (words, uncapped) = match &credit.kind {
            CreditKind::Double(group) => {
                let doubled = Set::default().and(Condition::Holds(make.questions.test(&group.membership)));
                sets.push(Set { conditions: sets[0].conditions.iter().chain(&doubled.conditions).cloned().collect() });
                (
                    format!("hours of {} counted twice", group.words().to_lowercase()),
                    Sum { terms: vec![(sets.len() - 1, scale)], constant: 0 },
                )
            }
            CreditKind::Elsewhere(name) | CreditKind::CarryOver(name) => {
                let what = if matches!(credit.kind, CreditKind::CarryOver(_)) { "hours carried over" } else { "hours on other projects" };
                let Some(hours) = given.hours(name)? else {
                    credits.push(MeasuredCredit {
                        words: format!("{what}: none claimed under `{name}`"),
                        uncapped: Sum::default(),
                        cap: None,
                    });
                    continue;
                };
                (what.to_owned(), Sum { terms: Vec::new(), constant: i128::from(hours.micros()) * scale })
            }
        };
        let cap = credit.cap.as_ref().map(|cap| {
            let part = i128::from(cap.share.millionths());
            match &cap.of {
                None => Sum { terms: vec![(1, coefficient / 1_000_000 * part)], constant: 0 },
                Some(group) => {
                    let test = Condition::Holds(make.questions.test(&group.membership));
                    sets.push(Set { conditions: sets[1].conditions.iter().cloned().chain([test]).collect() });
                    Sum { terms: vec![(sets.len() - 1, scale / 1_000_000 * part)], constant: 0 }
                }
            }
        });
        credits.push(MeasuredCredit { words, uncapped, cap });
    }
    let mut sums = vec![Sum { terms: vec![(0, scale), (1, -coefficient)], constant: 0 }];
    for credit in &credits {
        let ways = std::iter::once(&credit.uncapped).chain(&credit.cap);
        sums = ways.flat_map(|way| sums.iter().map(move |sum| plus(sum, way))).collect();
    }
    Ok(Some(Measure {
        asks: sets.iter().fold(0, |bits, s| bits | s.asks()),
        asks_level: sets.iter().any(Set::asks_level),
        asks_trade: sets.iter().any(Set::asks_trade),
        straight: clause.counted_of(target).straight_only,
        equal_or_more: asked.equal_or_more,
        places: 6 * factors,
        sets,
        sums,
        scale,
        share,
        shares,
        coefficient,
        credits,
    }))
}

fn plus(a: &Sum, b: &Sum) -> Sum {
    Sum { terms: a.terms.iter().chain(&b.terms).copied().collect(), constant: a.constant + b.constant }
}

/// The shares that multiply to what a target asks for.
fn shares(clause: ClauseOf<'_>, target: usize, given: Parameters<'_>) -> Result<Vec<Share>, NoParameter> {
    let Some(asked) = clause.targets.get(target) else { return Ok(Vec::new()) };
    let own = match &asked.share {
        AskedShare::Given(share) => *share,
        AskedShare::Parameter(name) => given.share(name)?,
    };
    let mut all = vec![own];
    if let ShareBase::RequiredBy(other) = asked.base {
        all.extend(shares(clause, other, given)?);
    }
    Ok(all)
}

impl<'r> ClauseOf<'r> {
    /// The filter that rules a target.
    fn counted_of(self, target: usize) -> &'r Counted {
        let Some(asked) = self.targets.get(target) else { return self.counted };
        match (&asked.counted, asked.base) {
            (Some(own), _) => own,
            (None, ShareBase::RequiredBy(other) | ShareBase::CountingToward(other)) => self.counted_of(other),
            (None, ShareBase::Counted) => self.counted,
        }
    }
}

struct Making<'r, 'q> {
    clause: ClauseOf<'r>,
    questions: &'q mut Questions,
}

impl Making<'_, '_> {
    fn inside(&mut self) -> Set {
        match self.clause.outside_trades {
            Some(list) => Set::default().and(Condition::Lacks(self.questions.test(&Membership::TradeIn(list)))),
            None => Set::default(),
        }
    }

    fn denominator(&mut self, target: usize) -> Set {
        let Some(asked) = self.clause.targets.get(target) else { return Set::default() };
        match asked.base {
            ShareBase::Counted => {
                let counted = asked.counted.as_ref().unwrap_or(self.clause.counted);
                let own = asked.counted.as_ref().is_some_and(|c| !c.levels.is_empty());
                let set = self.filtered(counted);
                if own { set } else { set.levels(&asked.levels) }
            }
            ShareBase::CountingToward(other) => self.numerator(other).levels(&asked.levels),
            ShareBase::RequiredBy(other) => self.denominator(other),
        }
    }

    fn filtered(&mut self, counted: &Counted) -> Set {
        let mut set = self.inside().levels(&counted.levels);
        if !counted.trades.is_empty() {
            set = set.and(Condition::Trades(counted.trades.clone()));
        }
        if !counted.trades_not.is_empty() {
            set = set.and(Condition::TradesNot(counted.trades_not.clone()));
        }
        for group in &counted.groups {
            set = set.and(Condition::Holds(self.questions.test(&group.membership)));
        }
        for group in &counted.groups_not {
            set = set.and(Condition::Lacks(self.questions.test(&group.membership)));
        }
        set
    }

    fn numerator(&mut self, target: usize) -> Set {
        let Some(asked) = self.clause.targets.get(target) else { return Set::default() };
        let within = if asked.numerator_outside { self.inside() } else { self.denominator(target) };
        within.levels(&asked.levels).and(Condition::Holds(self.questions.test(&asked.group.membership)))
    }
}

/// The sets of an order of preference: everything counted, then each group without those before it, then nobody's.
/// It has no sum to reach.
pub fn order_of_preference(clause: ClauseOf<'_>, groups: &[Group], questions: &mut Questions) -> Measure {
    let mut make = Making { clause, questions };
    let whole = make.filtered(clause.counted);
    let mut sets = vec![whole.clone()];
    let mut rest = whole;
    for group in groups {
        let test = make.questions.test(&group.membership);
        sets.push(rest.clone().and(Condition::Holds(test.clone())));
        rest = rest.and(Condition::Lacks(test));
    }
    sets.push(rest);
    Measure {
        asks: sets.iter().fold(0, |bits, s| bits | s.asks()),
        asks_level: sets.iter().any(Set::asks_level),
        asks_trade: sets.iter().any(Set::asks_trade),
        straight: clause.counted.straight_only,
        equal_or_more: true,
        places: 0,
        sets,
        sums: Vec::new(),
        scale: 1,
        share: Share::default(),
        shares: Vec::new(),
        coefficient: 0,
        credits: Vec::new(),
    }
}
