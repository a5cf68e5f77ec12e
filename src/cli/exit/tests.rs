//! Tests of the room beside this file.

use super::*;
use crate::domain::finding::{Finding, Subject};
use crate::domain::outcome::{Severity, Status};
use crate::domain::problem::{NotChecked, Problem, Site};
use crate::domain::run::{CheckCounts, Counts, NotUsed, SheetReading, WhyNotUsed};

fn finding(outcome: Outcome, force: Force, status: Status) -> Finding {
    Finding {
        rule: 0,
        check: "wage-floor",
        outcome,
        force,
        status,
        severity: Severity::Answer,
        subject: Subject::default(),
        title: "".into(),
        read: None,
        interval: None,
        expected: None,
        difference: None,
        unit: "",
        owed: None,
        exposure: None,
        missing: Vec::new(),
        steps: Vec::new(),
        cells: Vec::new(),
        fix: "".into(),
        citations: Vec::new(),
        rule_from: None,
    }
}

fn problem(code: &'static str) -> Problem {
    Problem { code, site: Site::File, read: String::new(), kind: "", expected: "".into(), fix: String::new(), not_checked: NotChecked::Row }
}

/// A run of one table with eight answers met.
fn run(findings: Vec<Finding>, codes: &[&'static str]) -> Run {
    let mut counts = Counts { met: 8, ..Counts::default() };
    findings.iter().for_each(|f| counts.count(f.outcome));
    Run {
        sheets: vec![SheetReading { rows_read: 8, rows_used: 8, ..SheetReading::default() }],
        counts: vec![CheckCounts { rule: 0, check: "wage-floor", counts }],
        problems: codes.iter().map(|c| problem(c)).collect(),
        findings,
        ..Run::default()
    }
}

const REFUSED: &[&str] = &["zip.malformed"];
const HELD: &[&str] = &["cell.formula_error"];

#[test]
fn the_codes_of_a_check() {
    use FailOn::{CannotTell, Never, NotMet};
    use Force::{Disclosure, Goal, Requirement};
    use Outcome::{CannotTell as Open, NotMet as Broken};
    use Status::{Enjoined, InForce};
    let of = |outcome, force, status| vec![finding(outcome, force, status)];
    let broken = || of(Broken, Requirement, InForce);
    let open = || of(Open, Requirement, InForce);
    for (what, findings, codes, fail_on, allow, code) in [
        ("all is met", vec![], &[][..], NotMet, false, 0),
        ("a requirement is not met", broken(), &[][..], NotMet, false, 1),
        ("a goal is not met", of(Broken, Goal, InForce), &[][..], NotMet, false, 1),
        ("a disclosure is not a promise", of(Broken, Disclosure, InForce), &[][..], NotMet, false, 0),
        ("a rule not in force cannot be broken", of(Broken, Requirement, Enjoined), &[][..], NotMet, false, 0),
        ("never is never", broken(), &[][..], Never, false, 0),
        ("never does not hide held rows", broken(), HELD, Never, false, 4),
        ("it cannot be told", open(), &[][..], NotMet, false, 4),
        ("it cannot be told, and that is enough", open(), &[][..], CannotTell, false, 1),
        ("it cannot be told, and may be so", open(), &[][..], NotMet, true, 0),
        ("cannot-tell includes not-met", broken(), &[][..], CannotTell, false, 1),
        ("a row is held", vec![], HELD, NotMet, false, 4),
        ("a row is held, and may be", vec![], HELD, NotMet, true, 0),
        ("a finding outweighs a held row", broken(), HELD, NotMet, false, 1),
        ("the file is refused", vec![], REFUSED, NotMet, false, 3),
        ("a refused file outweighs everything", broken(), REFUSED, Never, true, 3),
        ("a note is only a note", vec![], &["cell.text_number"][..], NotMet, false, 0),
    ] {
        assert_eq!(of_check(&run(findings, codes), fail_on, allow), code, "{what}");
    }
}

#[test]
fn nothing_checked_is_not_clean() {
    let mut run = run(vec![], &[]);
    run.counts.clear();
    assert_eq!(of_check(&run, FailOn::Never, true), 3);
    run.sheets[0].not_used.push(NotUsed { row: 2, why: WhyNotUsed::Problem });
    assert_eq!(of_check(&run, FailOn::NotMet, false), 4);
}

#[test]
fn the_codes_of_a_reading() {
    assert_eq!(of_read(&run(vec![], &[]), false), 0);
    assert_eq!(of_read(&run(vec![], HELD), false), 4);
    assert_eq!(of_read(&run(vec![], HELD), true), 0);
    assert_eq!(of_read(&run(vec![], REFUSED), true), 3);
    assert_eq!(of_read(&Run::default(), true), 3);
}

#[test]
fn sarif_readers_get_0_unless_it_broke() {
    assert_eq!([0, 1, 2, 3, 4, 70].map(for_sarif), [0, 0, 2, 3, 0, 70]);
}
