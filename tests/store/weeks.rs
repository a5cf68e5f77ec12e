//! A week from draft to certified, amended, taken back; what is read is what was written.

use super::engines::{block, on_each};
use super::programme::{at, certified, day, line, programme, statement, week};
use plumbline::domain::attribute::Attribute;
use plumbline::domain::outcome::{Force, Outcome, Severity};
use plumbline::domain::payroll::Level;
use plumbline::domain::people::People;
use plumbline::domain::quantity::{Given, Hours, Money, Quantity, Rate};
use plumbline::store::answers::{self, Answer, Said};
use plumbline::store::determinations::{self, Decision};
use plumbline::store::lines::{self, Line};
use plumbline::store::originals::{self, Originals};
use plumbline::store::people::{self, Role};
use plumbline::store::runs::{self, KeptFinding, NewRun};
use plumbline::store::signatures::{self, Statement};
use plumbline::store::submissions::{self, NewSubmission, SubmissionKind};
use plumbline::store::{StoreError, projects};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

/// Any figure a column can hold but the one that stands for *not given*.
fn any_figure<U: plumbline::domain::quantity::Unit>() -> impl Strategy<Value = Given<U>> {
    let whole_range = (i64::MIN + 1..=i64::MAX).prop_map(|m| Given::of(Quantity::from_micros(m)));
    prop_oneof![2 => whole_range, 1 => Just(Given::ABSENT), 1 => (-1_000_000..1_000_000_i64).prop_map(|m| Given::of(Quantity::from_micros(m)))]
}

fn any_line() -> impl Strategy<Value = Line> {
    let text = || proptest::option::of("[ -~éñ\u{202e}'\"]{0,12}");
    let level = proptest::option::of(prop_oneof![Just(Level::Journeyworker), Just(Level::Apprentice)]);
    let figures = (
        proptest::array::uniform7(any_figure()),
        proptest::array::uniform4(any_figure()),
        proptest::array::uniform4(any_figure()),
        proptest::array::uniform4(any_figure()),
    );
    (any::<u32>(), text(), text(), text(), level, figures).prop_map(|(file_row, worker, classification, trade, level, figures)| {
        let (days, hours, rates, pay) = figures;
        Line { file_row, worker, classification, trade, level, days, hours, rates, pay, known: Vec::new() }
    })
}

#[test]
fn every_figure_comes_back_as_it_went_in_and_absent_stays_absent() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let mut runner =
            TestRunner::new_with_rng(Config::with_cases(12), proptest::test_runner::TestRng::deterministic_rng(Default::default()));
        let (store, mut ending) = (engine.store.clone(), day("2025-01-04"));
        for _ in 0..12 {
            // The trees are drawn by hand: a runner cannot wait for a database.
            let case = proptest::collection::vec(any_line(), 1..450).new_tree(&mut runner).expect("a tree").current();
            ending = ending + chrono::Days::new(7);
            let mut tx = store.begin().await.unwrap();
            let draft = NewSubmission { week_ending: ending, ..week(&made, "2025-01-04", &case, None) };
            let id = submissions::draft(&mut tx, draft, at(1)).await.unwrap().id;
            tx.commit().await.unwrap();
            let mut tx = store.snapshot().await.unwrap();
            assert_eq!(lines::page(&mut tx, id, 0, u16::MAX).await.unwrap(), case);
        }
    });
}

#[test]
fn a_total_past_the_range_is_refused_not_wrapped() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let huge = Line {
            hours: [Given::ABSENT, Given::ABSENT, Given::ABSENT, Given::of(Hours::from_micros(i64::MAX))],
            ..line("W1", "Carpenter", None, None)
        };
        let said = certified(&engine.store, &made, week(&made, "2025-03-15", &[huge.clone(), huge], None)).await;
        assert!(said.is_err(), "{said:?}");
        assert_eq!(submissions::of_week(&mut engine.store.snapshot().await.unwrap(), made.prime, day("2025-03-15")).await.unwrap(), []);
    });
}

#[test]
fn people_projects_and_tiers_read_back() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let mut tx = engine.store.begin().await.unwrap();
        let clerk = people::by_email(&mut tx, " CLERK@harbor.example ").await.unwrap().expect("found whatever the case");
        assert_eq!((clerk.id, clerk.email.as_str(), clerk.password_hash.is_none()), (made.clerk, "clerk@harbor.example", true));
        people::set_secrets(&mut tx, made.clerk, Some("$argon2id$…"), Some(&[1, 2, 3])).await.unwrap();
        people::grant(&mut tx, made.clerk, Role::ContractorClerk, Some(made.officer), at(1)).await.unwrap();
        people::grant(&mut tx, made.clerk, Role::ContractorCertifier, Some(made.officer), at(1)).await.unwrap();
        assert_eq!(people::roles(&mut tx, made.clerk).await.unwrap(), [Role::ContractorClerk, Role::ContractorCertifier]);
        people::revoke(&mut tx, made.clerk, Role::ContractorClerk).await.unwrap();
        people::set_disabled(&mut tx, made.clerk, Some(at(9))).await.unwrap();
        let clerk = people::find(&mut tx, made.clerk).await.unwrap().unwrap();
        assert_eq!((clerk.second_factor, clerk.disabled_at), (Some(vec![1, 2, 3]), Some(at(9))));
        assert!(matches!(people::revoke(&mut tx, made.clerk, Role::ContractorClerk).await, Err(StoreError::Missing(_))));
        let contracts = projects::contracts(&mut tx, made.project).await.unwrap();
        let seen: Vec<_> = contracts.iter().map(|c| (c.id, c.tier, c.parent, c.value)).collect();
        assert_eq!(seen, [(made.prime, 0, None, Some(Money::whole(3_000_000))), (made.sub, 1, Some(made.prime), None)]);
        assert_eq!(contracts[0].started_on, Some(day("2025-01-06")));
        assert_eq!(projects::of_agency(&mut tx, made.agency).await.unwrap()[0].facts, "[project]\nid = \"P-104\"\n");
        drop(tx);
        let mut tx = engine.store.begin().await.unwrap();
        assert!(matches!(people::add(&mut tx, made.agency, "SIGN@harbor.example", "again", at(2)).await, Err(StoreError::Refused(_))));
    });
}

#[test]
fn a_certified_week_is_amended_and_never_edited() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let ending = day("2025-03-15");
        let first =
            certified(&engine.store, &made, week(&made, "2025-03-15", &[line("W1", "Carpenter", Some(40), None)], None)).await.unwrap();
        let amended = [line("W1", "Carpenter", Some(44), None)];
        let mut tx = engine.store.begin().await.unwrap();
        let no_reason = submissions::draft(&mut tx, week(&made, "2025-03-15", &amended, None), at(70)).await;
        assert!(matches!(no_reason, Err(StoreError::Refused(_))), "{no_reason:?}");
        drop(tx);
        let second = certified(&engine.store, &made, week(&made, "2025-03-15", &amended, Some("four hours of overtime were left out")))
            .await
            .unwrap();
        let mut tx = engine.store.begin().await.unwrap();
        let versions = submissions::of_week(&mut tx, made.prime, ending).await.unwrap();
        assert_eq!(
            versions.iter().map(|v| (v.id, v.version, v.certified_at)).collect::<Vec<_>>(),
            [(first.id, 1, Some(at(61))), (second.id, 2, Some(at(61)))]
        );
        assert_eq!(lines::page(&mut tx, first.id, 0, 9).await.unwrap()[0].hours[3], Given::of(Hours::whole(40)));
        let again = submissions::certify(&mut tx, second.id, statement(&made), at(90)).await;
        assert!(matches!(&again, Err(StoreError::Refused(why)) if why.contains("certified already")), "{again:?}");
        // What was signed: every version its own rows.
        let (one, two) =
            (signatures::of(&mut tx, first.id).await.unwrap().unwrap(), signatures::of(&mut tx, second.id).await.unwrap().unwrap());
        assert_ne!(one.rows_sha256, two.rows_sha256);
        assert_eq!((one.name.as_str(), one.signed_as.as_str(), one.at), ("R. Example", "Owner", at(61)));
    });
}

#[test]
fn a_draft_gives_way_to_the_next_and_cannot_be_signed_any_more() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let (old, new) = ([line("W1", "Carpenter", Some(40), None)], [line("W1", "Carpenter", Some(41), None)]);
        let mut tx = engine.store.begin().await.unwrap();
        let first = submissions::draft(&mut tx, week(&made, "2025-03-15", &old, None), at(1)).await.unwrap();
        let second = submissions::draft(&mut tx, week(&made, "2025-03-15", &new, Some("corrected file")), at(2)).await.unwrap();
        assert_eq!((first.version, second.version), (1, 2));
        assert_eq!(submissions::find(&mut tx, first.id).await.unwrap().unwrap().withdrawn_at, Some(at(2)));
        let said = submissions::certify(&mut tx, first.id, statement(&made), at(3)).await;
        assert!(matches!(&said, Err(StoreError::Refused(why)) if why.contains("taken back")), "{said:?}");
        submissions::certify(&mut tx, second.id, statement(&made), at(3)).await.unwrap();
        let no_work = NewSubmission { kind: SubmissionKind::NoWork, ..week(&made, "2025-03-22", &old, None) };
        assert!(submissions::draft(&mut tx, no_work, at(4)).await.is_err(), "a week without work has no lines");
        let no_work = NewSubmission { kind: SubmissionKind::NoWork, last: true, lines: &[], ..week(&made, "2025-03-22", &old, None) };
        let quiet = submissions::draft(&mut tx, no_work, at(4)).await.unwrap();
        assert_eq!((quiet.kind, quiet.last, quiet.version), (SubmissionKind::NoWork, true, 1));
    });
}

#[test]
fn runs_answers_and_determinations_read_back_and_the_last_word_counts() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let files = Originals::folder(&engine.folder.join("originals")).unwrap();
        let kept = files.keep(b"week,hours\n".to_vec()).await.unwrap();
        // As Python's hashlib gives it.
        assert_eq!(kept.sha256, "cef0010551ce1a586b8026f7a720b4d5e728528e54896c9f5df3d7bea082d5fc");
        assert_eq!(files.bytes(&kept.sha256).await.unwrap(), b"week,hours\n");
        let mut tx = engine.store.begin().await.unwrap();
        originals::register(&mut tx, &kept, at(1)).await.unwrap();
        originals::register(&mut tx, &kept, at(2)).await.unwrap();
        let lines = [line("W1", "Carpenter", Some(40), None)];
        let new = NewSubmission { original: Some(&kept.sha256), ..week(&made, "2025-03-15", &lines, None) };
        let submission = submissions::draft(&mut tx, new, at(3)).await.unwrap();
        let finding = KeptFinding {
            fingerprint: "f-2c9a".to_owned(),
            rule: "us/davis-bacon".to_owned(),
            check: "prevailing-rate".to_owned(),
            outcome: Outcome::NotMet,
            force: Force::Requirement,
            severity: Severity::Answer,
            worker: Some("W1".to_owned()),
            owed: Some(Money::from_micros(80_500_000)),
            body: br#"{"id":"f-2c9a"}"#.to_vec(),
        };
        let new = NewRun {
            submission: submission.id,
            engine: "0.1.0",
            rules_digest: "sha256:ab",
            report: b"{\"schema\":1}",
            findings: std::slice::from_ref(&finding),
        };
        let run = runs::keep(&mut tx, new, at(4)).await.unwrap();
        assert_eq!(runs::findings(&mut tx, run).await.unwrap(), [finding]);
        assert_eq!(runs::newest(&mut tx, submission.id).await.unwrap().unwrap().report, b"{\"schema\":1}");
        for (said, when) in [(Said::Disagree, 5), (Said::WillPay, 6)] {
            let answer = Answer { said, note: "noted".to_owned(), document: Some(kept.sha256.clone()), by: made.clerk, at: at(when) };
            answers::keep(&mut tx, made.prime, day("2025-03-15"), "f-2c9a", &answer).await.unwrap();
        }
        let counts = answers::of_week(&mut tx, made.prime, day("2025-03-15")).await.unwrap();
        assert_eq!(counts.iter().map(|(f, a)| (f.as_str(), a.said)).collect::<Vec<_>>(), [("f-2c9a", Said::WillPay)]);
        let signed = Statement { run: Some(run), ..statement(&made) };
        submissions::certify(&mut tx, submission.id, signed, at(7)).await.unwrap();
        let signature = signatures::of(&mut tx, submission.id).await.unwrap().unwrap();
        assert_eq!((signature.original, signature.rules_digest.as_deref()), (Some(kept.sha256.clone()), Some("sha256:ab")));
        let one = determinations::decide(&mut tx, (run, 0), Decision::Sustained, "paid late", None, made.officer, at(8)).await.unwrap();
        let blind = determinations::decide(&mut tx, (run, 0), Decision::Waived, "not seen", None, made.officer, at(9)).await;
        assert!(matches!(blind, Err(StoreError::Refused(_))), "{blind:?}");
        let two = determinations::decide(&mut tx, (run, 0), Decision::Corrected, "proof of payment", Some(one.id), made.officer, at(9))
            .await
            .unwrap();
        assert_eq!(determinations::of_finding(&mut tx, run, 0).await.unwrap().unwrap().id, two.id);
        tx.commit().await.unwrap();
        let seen = plumbline::store::verify::verify(&engine.store, Some(&files), Vec::new()).await.unwrap();
        // Two determinations, one signature, one run.
        assert_eq!((seen.records, seen.weeks, seen.originals, seen.faults), (4, 1, 1, Vec::<String>::new()));
    });
}

#[test]
fn an_original_that_was_changed_is_found() {
    block(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Originals::folder(folder.path()).unwrap();
        let kept = files.keep(b"one".to_vec()).await.unwrap();
        let path = folder.path().join(&kept.sha256[..2]).join(&kept.sha256[2..4]).join(&kept.sha256);
        std::fs::write(&path, b"two").unwrap();
        assert!(matches!(files.bytes(&kept.sha256).await, Err(StoreError::Damaged(_))));
        // The same upload again mends it.
        files.keep(b"one".to_vec()).await.unwrap();
        assert_eq!(files.bytes(&kept.sha256).await.unwrap(), b"one");
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(files.bytes(&kept.sha256).await, Err(StoreError::Missing(_))));
        assert!(matches!(files.bytes("../../etc/passwd").await, Err(StoreError::Missing(_))));
    });
}

#[test]
fn a_line_as_it_was_read_keeps_what_is_known_and_nothing_else() {
    use plumbline::domain::names::Names;
    use plumbline::domain::payroll::{Days, Fact, Gender, PayrollLine};
    let mut names = Names::default();
    let eight = Given::of(Hours::whole(8));
    let read = PayrollLine {
        worker: names.intern("W0418"),
        resident: Fact::No,
        gender: Gender::Woman,
        straight: Days::of([eight, eight, eight, eight, eight, Given::ABSENT, Given::ABSENT]),
        base_rate: Given::of(Rate::from_micros(59_440_000)),
        ..PayrollLine::default()
    };
    let kept = Line::of(&read, &names, &People::default());
    assert_eq!((kept.worker.as_deref(), kept.trade, kept.level), (Some("W0418"), None, None));
    assert_eq!(kept.hours, [Given::of(Hours::whole(40)), Given::ABSENT, Given::ABSENT, Given::of(Hours::whole(40))]);
    assert_eq!((kept.rates[0], kept.pay), (Given::of(Rate::from_micros(59_440_000)), [Given::ABSENT; 4]));
    assert_eq!(kept.known, [(Attribute::Resident, false), (Attribute::Woman, true)]);
}
