//! What must be true after a kill: of everything acknowledged, and of everything that is there.

use super::engines::Engine;
use super::guards::Raw;
use super::programme::Programme;
use plumbline::store::originals::{Originals, sweep::sweep};
use plumbline::store::{Id, Store, answers, lines, runs, sha, signatures, submissions, verify};
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// Steps the writers said were done.
#[derive(Default)]
pub struct Acknowledged {
    kept: Vec<String>,
    drafted: Vec<(Id, Id)>,
    certified: Vec<Id>,
    answered: Vec<Id>,
}

impl Acknowledged {
    pub fn read(&mut self, said: Vec<String>) {
        let id = |text: Option<&str>| text.and_then(Id::parse);
        for line in said {
            let mut words = line.split(' ').skip(1);
            match (words.next(), words.next(), words.next()) {
                (Some("kept"), Some(sha256), _) if sha::is_digest(sha256) => self.kept.push(sha256.to_owned()),
                (Some("drafted"), submission, run) => self.drafted.extend(id(submission).zip(id(run))),
                (Some("certified"), submission, _) => self.certified.extend(id(submission)),
                (Some("answered"), submission, _) => self.answered.extend(id(submission)),
                _ => {}
            }
        }
    }

    pub fn steps(&self) -> u64 {
        (self.kept.len() + self.drafted.len() + self.certified.len() + self.answered.len()) as u64
    }
}

impl fmt::Display for Acknowledged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kept, drafted) = (self.kept.len(), self.drafted.len());
        write!(f, "{kept} uploads, {drafted} drafts with their runs, {} signatures, {} answers", self.certified.len(), self.answered.len())
    }
}

pub async fn programme_there(store: &Store) -> Programme {
    use plumbline::store::organisations::{OrganisationKind, of_kind};
    use plumbline::store::{people, projects};
    let mut tx = store.snapshot().await.unwrap();
    let agency = of_kind(&mut tx, OrganisationKind::Agency).await.unwrap()[0].id;
    let project = projects::of_agency(&mut tx, agency).await.unwrap()[0].id;
    let contracts = projects::contracts(&mut tx, project).await.unwrap();
    let mut person = async |email: &str| people::by_email(&mut tx, email).await.unwrap().unwrap().id;
    let (clerk, certifier, officer) =
        (person("clerk@harbor.example").await, person("sign@harbor.example").await, person("officer@city.example").await);
    Programme { agency, project, prime: contracts[0].id, sub: contracts[1].id, clerk, certifier, officer }
}

pub async fn check(store: &Store, files: &Originals, raw: &mut Raw, acknowledged: &Acknowledged) {
    // Everything acknowledged is there, and is what it was.
    let mut tx = store.snapshot().await.unwrap();
    for sha256 in &acknowledged.kept {
        assert!(plumbline::store::originals::is_registered(&mut tx, sha256).await.unwrap(), "the row of upload {sha256} is lost");
        files.bytes(sha256).await.unwrap_or_else(|error| panic!("upload {sha256} is lost: {error}"));
    }
    for (submission, run) in &acknowledged.drafted {
        assert!(submissions::find(&mut tx, *submission).await.unwrap().is_some(), "draft {submission} is lost");
        assert_eq!(lines::page(&mut tx, *submission, 0, 500).await.unwrap().len(), super::kill::LINES);
        let kept = runs::find(&mut tx, *run).await.unwrap().unwrap_or_else(|| panic!("run {run} is lost"));
        assert_eq!(kept.report, format!("{{\"of\":\"{submission}\"}}").into_bytes());
    }
    for submission in &acknowledged.certified {
        assert!(signatures::of(&mut tx, *submission).await.unwrap().is_some(), "signature of {submission} is lost");
    }
    for submission in &acknowledged.answered {
        let of = submissions::find(&mut tx, *submission).await.unwrap().expect("it was certified");
        let answers = answers::of_week(&mut tx, of.contract, of.week_ending).await.unwrap();
        assert!(answers.contains_key(&submission.to_string()), "answer to {submission} is lost");
    }
    drop(tx);
    nothing_half_done(raw).await;
    // The chain, what it pins, the totals, the rows that were signed, every original.
    let seen = verify::verify(store, Some(files), Vec::new()).await.unwrap();
    assert_eq!(seen.faults, Vec::<String>::new());
    let entries = raw
        .count(
            "SELECT (SELECT count(*) FROM originals) + (SELECT count(*) FROM submissions) + (SELECT count(*) FROM runs)
            + (SELECT count(*) FROM signatures) + (SELECT count(*) FROM answers)",
        )
        .await;
    assert_eq!(i64::try_from(seen.entries).unwrap(), entries, "a row without its entry in the log, or an entry without its row");
}

/// Each of these pairs is written in one transaction: there are as many of the one as of the other.
async fn nothing_half_done(raw: &mut Raw) {
    for (one, other) in [
        ("originals", "jobs"),
        ("submissions", "runs"),
        ("submissions", "jobs WHERE state = 'done'"),
        ("runs", "findings"),
        ("signatures", "submissions WHERE certified_at IS NOT NULL"),
        ("signatures", "weeks_counted"),
    ] {
        let mut count = async |of: &str| raw.count(&format!("SELECT count(*) FROM {of}")).await;
        assert_eq!(count(one).await, count(other).await, "{one} and {other}");
    }
    let lines = format!(
        "SELECT count(*) FROM submissions WHERE (SELECT count(*) FROM payroll_lines l WHERE l.submission_id = submissions.id) <> {}",
        super::kill::LINES
    );
    assert_eq!(raw.count(&lines).await, 0, "a draft with some of its lines");
    assert_eq!(raw.count("SELECT count(*) FROM submissions WHERE version > 1").await, 0, "a job had its effect twice");
}

/// After the last kill, when everything has grown old: only what is registered is left. How many files went.
pub async fn sweep_all(engine: &Engine) -> u64 {
    let folder = engine.folder.join("originals");
    make_all_older(&folder);
    let swept = sweep(&engine.store, &Originals::folder(&folder).unwrap()).await.unwrap();
    let mut raw = Raw::to(engine).await;
    assert_eq!(count_files(&folder) - 1, raw.count("SELECT count(*) FROM originals").await, "beside the gate, only originals are left");
    swept.left_behind + swept.unnamed
}

fn make_all_older(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_type().unwrap().is_dir() {
            make_all_older(&entry.path());
        } else {
            let file = std::fs::File::options().append(true).open(entry.path()).unwrap();
            let modified = file.metadata().and_then(|m| m.modified()).unwrap();
            file.set_modified(modified - Duration::from_secs(7200)).unwrap();
        }
    }
}

fn count_files(folder: &Path) -> i64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| if entry.file_type().unwrap().is_dir() { count_files(&entry.path()) } else { 1 }).sum()
}
