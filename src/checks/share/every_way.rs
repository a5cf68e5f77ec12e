//! The interval against a model of its own: every way the unknowns may be, one after the other, for every form a
//! target can have.

use super::judge::{Judged, Piece, judge};
use super::measure::{ClauseOf, measure};
use super::parameters::Parameters;
use super::signature::{Question, Questions, Signature};
use crate::domain::attribute::Attribute;
use crate::domain::names::Names;
use crate::domain::outcome::Outcome;
use crate::domain::payroll::{Fact, Level};
use crate::domain::project::Project;
use crate::domain::share::Share;
use crate::rules::asks::share::{AskedShare, Counted, Credit, CreditCap, CreditKind, ShareBase, ShareTarget};
use crate::rules::groups::{Group, Membership};
use proptest::prelude::*;

const MILLION: i128 = 1_000_000;

fn share(millionths: u32) -> Share {
    Share::from_millionths(millionths).unwrap()
}

fn target(id: &'static str, group: Group, millionths: u32) -> ShareTarget {
    ShareTarget {
        id,
        group,
        share: AskedShare::Given(share(millionths)),
        citation: String::new(),
        secondary: false,
        levels: Vec::new(),
        counted: None,
        numerator_outside: false,
        base: ShareBase::Counted,
        per_trade: true,
        equal_or_more: true,
        credits: Vec::new(),
    }
}

const RESIDENT: Group = Group::of(Attribute::Resident);
const OF_STATE: Group = Group::of(Attribute::StateResident);
const PROFESSIONAL: Group = Group::of(Attribute::Professional);

/// One target of every form, all asking for the same share.
fn forms(s: u32) -> Vec<ShareTarget> {
    let counted =
        |groups: Vec<Group>, groups_not: Vec<Group>, levels: Vec<Level>| Some(Counted { groups, groups_not, levels, ..Counted::default() });
    let either = Membership::Any(vec![Membership::Has(Attribute::Resident), Membership::Has(Attribute::StateResident)]);
    let credit = |kind, of| vec![Credit { kind, cap: Some(CreditCap { share: share(250_000), of }) }];
    vec![
        target("plain", RESIDENT, s),
        ShareTarget { counted: counted(vec![OF_STATE], vec![], vec![]), ..target("of-the-state", RESIDENT, s) },
        ShareTarget { counted: counted(vec![], vec![PROFESSIONAL], vec![]), numerator_outside: true, ..target("outside", RESIDENT, s) },
        ShareTarget { base: ShareBase::CountingToward(0), ..target("nested", PROFESSIONAL, s) },
        ShareTarget { base: ShareBase::RequiredBy(1), ..target("required", PROFESSIONAL, s) },
        ShareTarget { levels: vec![Level::Apprentice], ..target("apprentices", RESIDENT, s) },
        ShareTarget {
            levels: vec![Level::Apprentice],
            counted: counted(vec![], vec![], vec![Level::Journeyworker]),
            numerator_outside: true,
            ..target("ratio", Group::everybody(), s)
        },
        ShareTarget { equal_or_more: false, ..target("either", Group::new("either", "Either", either), s) },
        ShareTarget { credits: credit(CreditKind::Double(PROFESSIONAL), Some(RESIDENT)), ..target("double", RESIDENT, s) },
        ShareTarget { credits: credit(CreditKind::Elsewhere("elsewhere".to_owned()), None), ..target("elsewhere", RESIDENT, s) },
    ]
}

/// One way a piece may be. Nothing of it is not known.
#[derive(Clone, Copy)]
struct Way {
    hours: i128,
    here: bool,
    resident: bool,
    of_state: bool,
    professional: bool,
    apprentice: bool,
}

/// What one way of everything comes to: hours toward the target less hours asked for, in millionths squared; and whether
/// anything was counted.
fn comes_to(form: &str, s: i128, ways: &[Way]) -> (i128, bool) {
    let sum = |test: &dyn Fn(&Way) -> bool| ways.iter().filter(|w| w.here && test(w)).map(|w| w.hours).sum::<i128>();
    let (part, whole, times) = match form {
        "plain" | "double" | "elsewhere" => (sum(&|w| w.resident), sum(&|_| true), MILLION),
        "of-the-state" => (sum(&|w| w.resident && w.of_state), sum(&|w| w.of_state), MILLION),
        "outside" => (sum(&|w| w.resident), sum(&|w| !w.professional), MILLION),
        "nested" => (sum(&|w| w.professional && w.resident), sum(&|w| w.resident), MILLION),
        "required" => (sum(&|w| w.professional && w.of_state), sum(&|w| w.of_state), s),
        "apprentices" => (sum(&|w| w.resident && w.apprentice), sum(&|w| w.apprentice), MILLION),
        "ratio" => (sum(&|w| w.apprentice), sum(&|w| !w.apprentice), MILLION),
        "either" => (sum(&|w| w.resident || w.of_state), sum(&|_| true), MILLION),
        other => panic!("{other}"),
    };
    let credit = match form {
        "double" => (sum(&|w| w.resident && w.professional) * MILLION * MILLION).min(part * 250_000 * MILLION),
        "elsewhere" => (2_000_000 * MILLION * MILLION).min(whole * s * 250_000),
        _ => 0,
    };
    (part * MILLION * MILLION + credit - whole * s * times, whole > 0)
}

/// Every way of every piece together.
fn every_way(pieces: &[(Piece, [Fact; 3])]) -> Vec<Vec<Way>> {
    let both = |fact: Fact| match fact {
        Fact::Yes => vec![true],
        Fact::No => vec![false],
        Fact::Unknown => vec![true, false],
    };
    let mut all: Vec<Vec<Way>> = vec![Vec::new()];
    for (piece, [resident, of_state, professional]) in pieces {
        let level = match piece.level {
            Some(level) => vec![level == Level::Apprentice],
            None => vec![true, false],
        };
        let mut ways = Vec::new();
        for &resident in &both(*resident) {
            for &of_state in &both(*of_state) {
                for &professional in &both(*professional) {
                    for &apprentice in &level {
                        for &here in if piece.sure { &[true][..] } else { &[true, false] } {
                            ways.push(Way { hours: i128::from(piece.amount), here, resident, of_state, professional, apprentice });
                        }
                    }
                }
            }
        }
        all = all.iter().flat_map(|before| ways.iter().map(move |w| before.iter().copied().chain([*w]).collect())).collect();
    }
    all
}

fn judged(form: &ShareTarget, forms: &[ShareTarget], pieces: &[(Piece, [Fact; 3])]) -> (Judged, i128) {
    let (mut questions, mut project) = (Questions::default(), Project::default());
    project.parameters.insert("p".to_owned(), [("elsewhere".to_owned(), "2".to_owned())].into());
    let everything = Counted::default();
    let clause = ClauseOf { counted: &everything, outside_trades: None, targets: forms };
    let at = forms.iter().position(|t| t.id == form.id).unwrap();
    let measure = measure(clause, at, &mut questions, Parameters::of(&project, "p")).unwrap().unwrap();
    let pieces: Vec<Piece> = pieces
        .iter()
        .map(|(piece, facts)| {
            let mut signature = Signature::default();
            for (number, question) in questions.0.iter().enumerate() {
                let fact = match question {
                    Question::Has(Attribute::Resident) => facts[0],
                    Question::Has(Attribute::StateResident) => facts[1],
                    Question::Has(Attribute::Professional) => facts[2],
                    other => panic!("{other:?}"),
                };
                signature.answer(number, fact);
            }
            Piece { signature, ..*piece }
        })
        .collect();
    (judge(&measure, &pieces, None, &Names::default()), measure.scale)
}

fn fact() -> impl Strategy<Value = Fact> {
    prop_oneof![3 => Just(Fact::Yes), 3 => Just(Fact::No), 2 => Just(Fact::Unknown)]
}

fn piece() -> impl Strategy<Value = (Piece, [Fact; 3])> {
    let level = prop_oneof![3 => Just(Some(Level::Journeyworker)), 3 => Just(Some(Level::Apprentice)), 1 => Just(None)];
    (1..6_i64, level, prop::bool::weighted(0.85), [fact(), fact(), fact()])
        .prop_map(|(hours, level, sure, facts)| (Piece { amount: hours * 1_000_000, level, sure, ..Piece::default() }, facts))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn the_interval_is_what_every_way_one_after_the_other_gives(
        pieces in prop::collection::vec(piece(), 0..4),
        s in prop_oneof![Just(500_000_u32), Just(250_000), Just(333_333), Just(0), Just(1_000_000)],
    ) {
        let forms = forms(s);
        let ways = every_way(&pieces);
        for form in &forms {
            let all: Vec<(i128, bool)> = ways.iter().map(|w| comes_to(form.id, i128::from(s), w)).collect();
            let (least, most) = (all.iter().map(|a| a.0).min().unwrap(), all.iter().map(|a| a.0).max().unwrap());
            let (judged, scale) = judged(form, &forms, &pieces);
            let inflate = MILLION * MILLION / scale;
            prop_assert_eq!(judged.low * inflate, least, "{}: the low end", form.id);
            // A capped credit may leave the high end a little high, never low.
            if !form.credits.is_empty() {
                prop_assert!(judged.high * inflate >= most);
            } else {
                prop_assert_eq!(judged.high * inflate, most, "{}: the high end", form.id);
            }
            let reached = |sum: i128| if form.equal_or_more { sum >= 0 } else { sum > 0 };
            let expected = if all.iter().all(|a| !a.1) {
                Outcome::NotApplicable
            } else if all.iter().all(|a| reached(a.0)) && all.iter().all(|a| a.1) {
                Outcome::Met
            } else if all.iter().all(|a| !reached(a.0)) {
                Outcome::NotMet
            } else {
                Outcome::CannotTell
            };
            let found = judged.outcome();
            let honest = !form.credits.is_empty() && found == Outcome::CannotTell;
            prop_assert!(found == expected || honest, "{}: {:?}, {:?} by every way", form.id, found, expected);
        }
    }
}

#[test]
fn the_smallest_number_of_hours_that_settles_it_does_and_one_less_does_not() {
    // 3 hours of residents, 4 of others, 5 not known, half asked for: 3 of the 5 must be residents'.
    let facts = |resident| [resident, Fact::Yes, Fact::No];
    let of = |hours: i64, fact| (Piece { amount: hours * 1_000_000, ..Piece::default() }, facts(fact));
    let forms = forms(500_000);
    let (before, _) = judged(&forms[0], &forms, &[of(3, Fact::Yes), of(4, Fact::No), of(5, Fact::Unknown)]);
    assert_eq!((before.outcome(), before.settles), (Outcome::CannotTell, Some((3_000_000_000_000, 12))));
    let known = |members: i64| {
        judged(&forms[0], &forms, &[of(3 + members, Fact::Yes), of(4, Fact::No), of(5 - members, Fact::Unknown)]).0.outcome()
    };
    assert_eq!((known(3), known(2)), (Outcome::Met, Outcome::CannotTell));
}
