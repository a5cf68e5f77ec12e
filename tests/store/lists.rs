//! Lists of weeks and findings, page by page: each row once, in order, and what is counted on it by hand.

use super::engines::on_each;
use super::programme::{Programme, at, day, line, programme, statement, week};
use plumbline::domain::outcome::{Force, Outcome, Severity};
use plumbline::store::answers::{self, Answer, Said};
use plumbline::store::determinations::{self, Decision};
use plumbline::store::organisations::{self, OrganisationKind};
use plumbline::store::projects::{self, NewProject, Terms};
use plumbline::store::runs::{self, KeptFinding, NewRun};
use plumbline::store::signatures::Statement;
use plumbline::store::submissions::{self, FindingCounts, NewSubmission, Submission};
use plumbline::store::{Id, Store};

fn finding(fingerprint: &str, outcome: Outcome) -> KeptFinding {
    KeptFinding {
        fingerprint: fingerprint.to_owned(),
        rule: "us/davis-bacon".to_owned(),
        check: "prevailing-rate".to_owned(),
        outcome,
        force: Force::Requirement,
        severity: Severity::Answer,
        worker: None,
        owed: None,
        body: fingerprint.as_bytes().to_vec(),
    }
}

/// A certified week with the findings of its run; when it was certified in seconds.
async fn signed(store: &Store, made: &Programme, new: NewSubmission<'_>, found: &[KeptFinding], when: i64) -> (Submission, Id) {
    let mut tx = store.begin().await.unwrap();
    let submission = submissions::draft(&mut tx, new, at(when)).await.unwrap();
    let new = NewRun { submission: submission.id, engine: "0.1.0", rules_digest: "d", report: b"{}", findings: found };
    let run = runs::keep(&mut tx, new, at(when)).await.unwrap();
    submissions::certify(&mut tx, submission.id, Statement { run: Some(run), ..statement(made) }, at(when)).await.unwrap();
    tx.commit().await.unwrap();
    (submission, run)
}

const WEEKS: [&str; 4] = ["2025-03-01", "2025-03-08", "2025-03-15", "2025-03-22"];

#[test]
fn weeks_are_turned_over_page_by_page_and_only_what_counts_is_listed() {
    on_each(|engine| async move {
        let (store, made) = (&engine.store, programme(&engine.store).await);
        let lines = [line("W1", "Carpenter", Some(40), None)];
        let found = [finding("f-1", Outcome::NotMet), finding("f-2", Outcome::NotMet), finding("f-3", Outcome::CannotTell)];
        let mut ids = Vec::new();
        for (ending, when) in WEEKS.iter().zip(100..) {
            ids.push(signed(store, &made, week(&made, ending, &lines, None), &found, when).await);
        }
        // The first week is amended, the last one taken back; a sub's week stands between.
        let amended = signed(store, &made, week(&made, WEEKS[0], &lines, Some("an hour more")), &found[..1], 200).await.0;
        let sub = NewSubmission { contract: made.sub, ..week(&made, WEEKS[1], &lines, None) };
        let of_sub = signed(store, &made, sub, &[], 201).await.0;
        let mut tx = store.begin().await.unwrap();
        submissions::withdraw(&mut tx, ids[3].0.id, "wrong project", made.clerk, at(300)).await.unwrap();
        // One of two is answered, in the second week alone; one is decided.
        let answer = Answer { said: Said::WillPay, note: "by Friday".to_owned(), document: None, by: made.clerk, at: at(301) };
        answers::keep(&mut tx, made.prime, day(WEEKS[1]), "f-2", &answer).await.unwrap();
        determinations::decide(&mut tx, (ids[1].1, 0), Decision::Sustained, "seen", None, made.officer, at(302)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = store.snapshot().await.unwrap();
        let weeks = submissions::weeks_of_contract(&mut tx, made.prime, day(WEEKS[0]), day(WEEKS[3])).await.unwrap();
        let seen: Vec<_> = weeks.iter().map(|w| (w.submission.id, w.findings)).collect();
        let counts = |not_met, cannot_tell, unanswered, undecided| FindingCounts { not_met, cannot_tell, unanswered, undecided };
        assert_eq!(
            seen,
            [(amended.id, counts(1, 0, 1, 1)), (ids[1].0.id, counts(2, 1, 1, 1)), (ids[2].0.id, counts(2, 1, 2, 2))],
            "version 2 counts, and a week taken back does not"
        );
        assert_eq!((weeks[0].project_number.as_str(), weeks[0].contractor_name.as_str()), ("P-104", "Harbor Builders"));
        let within = submissions::weeks_of_contract(&mut tx, made.prime, day(WEEKS[1]), day(WEEKS[1])).await.unwrap();
        assert_eq!(within.iter().map(|w| w.submission.id).collect::<Vec<_>>(), [ids[1].0.id]);

        let newest = submissions::newest_of_contract(&mut tx, made.prime, None, 2).await.unwrap();
        assert_eq!(newest.iter().map(|w| w.submission.id).collect::<Vec<_>>(), [ids[2].0.id, ids[1].0.id]);
        let next = submissions::newest_of_contract(&mut tx, made.prime, Some(day(WEEKS[1])), 2).await.unwrap();
        assert_eq!(next.iter().map(|w| w.submission.id).collect::<Vec<_>>(), [amended.id]);

        // Two of a week stand by their identifiers, the later one first: two to a page.
        let (mut pages, mut key) = (Vec::new(), None);
        loop {
            let page = submissions::of_project(&mut tx, made.project, key, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            key = Some((last.submission.week_ending, last.submission.id));
            pages.push(page.iter().map(|w| w.submission.id).collect::<Vec<_>>());
        }
        assert_eq!(pages, [vec![ids[2].0.id, of_sub.id], vec![ids[1].0.id, amended.id]]);

        // Everything certified, as it came in: what was amended and taken back too.
        let (mut all, mut key) = (Vec::new(), None);
        loop {
            let page = submissions::certified_of_agency(&mut tx, made.agency, key, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            key = last.submission.certified_at.map(|at| (at, last.submission.id));
            all.extend(page.into_iter().map(|w| w.submission.id));
        }
        assert_eq!(all, [of_sub.id, amended.id, ids[3].0.id, ids[2].0.id, ids[1].0.id, ids[0].0.id]);
        assert_eq!(submissions::certified_of_agency(&mut tx, made.prime, None, 9).await.unwrap(), []);

        // Findings of every signed version, of the newest week first: three to a page, the last page of two.
        let (mut found, mut key) = (Vec::new(), None);
        loop {
            let page = runs::findings_of_project(&mut tx, made.project, key, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            key = Some((last.week_ending, last.submission, last.ordinal));
            found.extend(page.into_iter().map(|f| (f.submission, f.finding.fingerprint)));
        }
        let of = |id: Id, names: &[&str]| names.iter().map(|name| (id, (*name).to_owned())).collect::<Vec<_>>();
        let three = ["f-1", "f-2", "f-3"];
        let expected = [of(ids[3].0.id, &three), of(ids[2].0.id, &three), of(ids[1].0.id, &three), of(amended.id, &three[..1])];
        assert_eq!(found, [expected.concat(), of(ids[0].0.id, &three)].concat());
    });
}

#[test]
fn firms_and_their_projects_are_listed() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let mut tx = engine.store.begin().await.unwrap();
        let names: Vec<_> = organisations::list(&mut tx).await.unwrap().into_iter().map(|o| o.name).collect();
        assert_eq!(names, ["City of Harbor", "Harbor Builders", "Tide Electric"]);
        let sub = organisations::of_kind(&mut tx, OrganisationKind::Contractor).await.unwrap()[1].id;
        let new = NewProject { agency: made.agency, number: "P-099", name: "Bridge", facts: "" };
        let bridge = projects::add(&mut tx, new, at(5)).await.unwrap();
        let prime = projects::add_prime(&mut tx, bridge, sub, Terms::default(), at(5)).await.unwrap();
        let of_sub = projects::of_contractor(&mut tx, sub).await.unwrap();
        let seen: Vec<_> = of_sub.iter().map(|(project, contract)| (project.number.as_str(), contract.id, contract.tier)).collect();
        assert_eq!(seen, [("P-099", prime, 0), ("P-104", made.sub, 1)]);
        assert_eq!(projects::of_contractor(&mut tx, made.agency).await.unwrap(), []);
    });
}
