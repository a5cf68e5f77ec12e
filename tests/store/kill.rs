//! Fifty writers in a process that is killed at any moment, again and again: nothing acknowledged is lost, nothing half
//! done is seen, the audit chain holds.
//!
//! The writers are this test program again, told by variables to write: each uploads a file, takes a job, drafts and
//! checks a week, certifies it and answers its finding, and says each step on its output after the commit returned, and
//! not before.

use super::engines::{Engine, on_each};
use super::guards::Raw;
use super::programme::{Programme, at, day, line, programme, statement, week};
use super::storm_state::{self, Acknowledged};
use plumbline::domain::outcome::{Force, Outcome, Severity};
use plumbline::store::answers::{self, Answer, Said};
use plumbline::store::audit::act::{Act, Action, Object};
use plumbline::store::originals::Originals;
use plumbline::store::runs::{self, KeptFinding, NewRun};
use plumbline::store::signatures::Statement;
use plumbline::store::submissions::{self, NewSubmission};
use plumbline::store::{Id, Result, Store, StoreError, audit, jobs, originals};
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const ADDRESS: &str = "PLUMBLINE_TEST_WRITER_ADDRESS";
const FOLDER: &str = "PLUMBLINE_TEST_WRITER_FOLDER";
const ROUND: &str = "PLUMBLINE_TEST_WRITER_ROUND";
const SEED: &str = "PLUMBLINE_TEST_SEED";
const WRITERS: usize = 50;
pub const LINES: usize = 12;

/// What the writers share.
struct Shared {
    store: Store,
    files: Originals,
    made: Programme,
    round: i64,
    next: AtomicU64,
}

/// Does nothing unless it is told to write; then it writes until it is killed.
#[test]
fn writer() {
    let (Ok(address), Ok(folder)) = (std::env::var(ADDRESS), std::env::var(FOLDER)) else { return };
    let round: i64 = std::env::var(ROUND).expect("a round").parse().expect("a number");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&address).await.expect("it opens");
        let files = Originals::folder(folder.as_ref()).expect("a folder");
        let made = storm_state::programme_there(&store).await;
        // Weeks after all those of earlier rounds.
        let next = AtomicU64::new(round.unsigned_abs() * 10_000);
        let shared = Arc::new(Shared { store, files, made, round, next });
        say("started");
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let shared = Arc::clone(&shared);
                tokio::spawn(async move {
                    loop {
                        // Some upload, most sign: else a kill would seldom meet a signature.
                        if n % 5 == 0 {
                            shared.upload().await.expect("uploaded");
                        } else {
                            shared.work_off().await.expect("worked off");
                        }
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("it writes until it is killed");
        }
    });
}

/// One line in one write, past the test harness, which would keep it.
fn say(text: &str) {
    std::io::stdout().lock().write_all(format!("says {text}\n").as_bytes()).expect("said");
}

impl Shared {
    async fn upload(&self) -> Result<()> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let when = at(self.round * 3_600);
        let incoming = self.files.receive(format!("payroll {number}").as_bytes(), 99).await?;
        let kept = self.files.keep_incoming(incoming).await?;
        let mut tx = self.store.begin().await?;
        originals::register(&mut tx, &kept, when).await?;
        let object = Object::original(&kept.sha256).ok_or(StoreError::Missing("digest"))?;
        let act =
            Act { at: when, tenant: None, actor: Some(self.made.clerk), action: Action::UploadKept, object, version: None, record: None };
        audit::append(&mut tx, act).await?;
        jobs::add(&mut tx, "examine", &format!("examine:{}", kept.sha256), &format!("{number} {}", kept.sha256), when).await?;
        tx.commit().await?;
        say(&format!("kept {}", kept.sha256));
        Ok(())
    }

    async fn work_off(&self) -> Result<()> {
        let when = at(self.round * 3_600);
        let mut tx = self.store.begin_beside().await?;
        let taken = jobs::take(&mut tx, when, 600).await?;
        tx.commit().await?;
        let Some(job) = taken else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            return Ok(());
        };
        let (submission, run) = self.examine(&job).await?;
        say(&format!("drafted {submission} {run}"));

        let mut tx = self.store.begin().await?;
        submissions::certify(&mut tx, submission, Statement { run: Some(run), ..statement(&self.made) }, when).await?;
        tx.commit().await?;
        say(&format!("certified {submission}"));

        let of = submissions::find(&mut self.store.snapshot().await?, submission).await?.ok_or(StoreError::Missing("submission"))?;
        let answer = Answer { said: Said::WillPay, note: format!("of {submission}"), document: None, by: self.made.clerk, at: when };
        let mut tx = self.store.begin().await?;
        answers::keep(&mut tx, of.contract, of.week_ending, &submission.to_string(), &answer).await?;
        tx.commit().await?;
        say(&format!("answered {submission}"));
        Ok(())
    }

    /// The effect of a job and its end in one transaction.
    async fn examine(&self, job: &jobs::Job) -> Result<(Id, Id)> {
        let (number, sha256) = job.payload.split_once(' ').ok_or(StoreError::Missing("payload"))?;
        let number: u64 = number.parse().map_err(|_| StoreError::Missing("number"))?;
        let (round, within) = (number / 10_000, number % 10_000);
        // A day ends a week of each of the two contracts, and a round has three hundred days.
        let contract = if within % 2 == 0 { self.made.prime } else { self.made.sub };
        let ending = day("1971-01-02") + chrono::Days::new(round * 300 + within / 2);
        let rows: Vec<_> = (0..LINES).map(|n| line(&format!("W{n}"), "Carpenter", Some(8), Some(n % 2 == 0))).collect();
        let when = at(self.round * 3_600);
        let mut tx = self.store.begin().await?;
        let new = NewSubmission {
            contract,
            week_ending: ending,
            original: Some(sha256),
            reason: Some("the week again"),
            ..week(&self.made, "2025-01-04", &rows, None)
        };
        let submission = submissions::draft(&mut tx, new, when).await?;
        let finding = KeptFinding {
            fingerprint: submission.id.to_string(),
            rule: "us/davis-bacon".to_owned(),
            check: "prevailing-rate".to_owned(),
            outcome: Outcome::NotMet,
            force: Force::Requirement,
            severity: Severity::Answer,
            worker: None,
            owed: None,
            body: b"{}".to_vec(),
        };
        let report = format!("{{\"of\":\"{}\"}}", submission.id);
        let new = NewRun { submission: submission.id, engine: "0.1.0", rules_digest: "d", report: report.as_bytes(), findings: &[finding] };
        let run = runs::keep(&mut tx, new, when).await?;
        jobs::done(&mut tx, job, when).await?;
        tx.commit().await?;
        Ok((submission.id, run))
    }
}

/// The same random kills again: a seed says all of them.
struct Dice(u64);

impl Dice {
    fn of_this_run() -> Self {
        let given = std::env::var(SEED).ok().and_then(|text| text.parse().ok());
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).expect("random numbers");
        Self(given.unwrap_or_else(|| u64::from_le_bytes(bytes)))
    }

    /// Below a bound.
    fn roll(&mut self, below: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }
}

/// Milliseconds after which the last are killed: long enough for every step to be met, on each engine.
const fn latest_kill(sqlite: bool) -> u64 {
    if sqlite { 700 } else { 3_000 }
}

fn storm(rounds: i64) {
    let Dice(seed) = Dice::of_this_run();
    // Past the test harness, so that a storm that shows something can be had again.
    let _ = writeln!(std::io::stderr(), "kill storm of {rounds} rounds: {SEED}={seed}");
    on_each(|engine| {
        let mut dice = Dice(seed);
        async move {
            programme(&engine.store).await;
            let mut acknowledged = Acknowledged::default();
            for round in 0..rounds {
                acknowledged.read(kill_the_writers(&engine, round, &mut dice));
                // Whoever comes after the kill finds everything whole.
                let store = Store::open(&engine.address).await.expect("it opens again");
                let files = Originals::folder(&engine.folder.join("originals")).unwrap();
                let mut raw = Raw::to(&engine).await;
                storm_state::check(&store, &files, &mut raw, &acknowledged).await;
                store.close().await;
            }
            let left = storm_state::sweep_all(&engine).await;
            let _ = writeln!(
                std::io::stderr(),
                "{}: {rounds} kills; acknowledged and found again {acknowledged}; {left} files of unfinished uploads swept",
                engine.address.split(':').next().unwrap_or_default(),
            );
            assert!(acknowledged.steps() >= rounds.unsigned_abs(), "the writers wrote too little to show anything");
        }
    });
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_half_done_is_seen() {
    storm(5);
}

#[test]
#[ignore = "a hundred rounds on each engine take minutes"]
fn kill_storm() {
    storm(100);
}

/// Starts the writers, kills them a while after they began or after they acknowledged something, and gives all they said.
fn kill_the_writers(engine: &Engine, round: i64, dice: &mut Dice) -> Vec<String> {
    let mut writers = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "kill::writer", "--nocapture", "--test-threads=1"])
        .env(ADDRESS, &engine.address)
        .env(FOLDER, engine.folder.join("originals"))
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writers start");
    let mut lines = BufReader::new(writers.stdout.take().expect("their output")).lines();
    let awaited = if dice.roll(4) == 0 { "says started" } else { "says kept" };
    let mut said = Vec::new();
    while !said.last().is_some_and(|line: &String| line.contains(awaited)) {
        said.push(lines.next().expect("the writers ended before they wrote anything").expect("a line"));
    }
    std::thread::sleep(Duration::from_millis(dice.roll(latest_kill(engine.address.starts_with("sqlite:")))));
    // SIGKILL on Unix: no handler, no goodbye.
    writers.kill().expect("killed");
    writers.wait().expect("ended");
    // A last line may be cut off: what was not said whole was not acknowledged.
    said.extend(lines.map_while(std::result::Result::ok));
    said.retain(|line| line.starts_with("says "));
    said
}
