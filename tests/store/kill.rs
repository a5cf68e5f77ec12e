//! A writer that is killed at any moment: nothing it acknowledged is lost, nothing half done is seen.
//!
//! The writer is this test program again, told by a variable to write. It says each version on its output after the
//! commit returned, and not before.

use super::engines::{Engine, block, on_each};
use super::programme::{at, day, line, programme, statement, week};
use plumbline::store::{Id, Store, lines, originals, submissions, verify};
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

const ADDRESS: &str = "PLUMBLINE_TEST_WRITER_ADDRESS";
const FOLDER: &str = "PLUMBLINE_TEST_WRITER_FOLDER";
const ROUNDS: u64 = 4;

/// Does nothing unless it is told to write; then it writes until it is killed.
#[test]
fn writer() {
    let (Ok(address), Ok(folder)) = (std::env::var(ADDRESS), std::env::var(FOLDER)) else { return };
    block(async {
        let store = Store::open(&address).await.expect("it opens");
        let files = originals::Originals::folder(folder.as_ref()).expect("a folder");
        let made = programme_there(&store).await;
        let rows: Vec<_> = (0..120).map(|n| line(&format!("W{n}"), "Carpenter", Some(8), Some(n % 2 == 0))).collect();
        // A week after all those of earlier rounds.
        let mut ending = store_weeks(&store).await;
        loop {
            ending = ending + chrono::Days::new(7);
            let kept = files.keep(format!("week of {ending}").into_bytes()).await.expect("kept");
            let mut tx = store.begin().await.expect("begun");
            originals::register(&mut tx, &kept, at(1)).await.expect("registered");
            let new =
                submissions::NewSubmission { week_ending: ending, original: Some(&kept.sha256), ..week(&made, "2025-01-04", &rows, None) };
            let id = submissions::draft(&mut tx, new, at(1)).await.expect("a draft").id;
            submissions::certify(&mut tx, id, statement(&made), at(2)).await.expect("certified");
            tx.commit().await.expect("committed");
            // Past the test harness, which would keep it.
            let mut out = std::io::stdout();
            writeln!(out, "acknowledged {id} {ending}").and_then(|()| out.flush()).expect("said");
        }
    });
}

async fn programme_there(store: &Store) -> super::programme::Programme {
    use plumbline::store::organisations::{OrganisationKind, of_kind};
    use plumbline::store::{people, projects};
    let mut tx = store.snapshot().await.unwrap();
    let agency = of_kind(&mut tx, OrganisationKind::Agency).await.unwrap()[0].id;
    let project = projects::of_agency(&mut tx, agency).await.unwrap()[0].id;
    let contracts = projects::contracts(&mut tx, project).await.unwrap();
    let mut person = async |email: &str| people::by_email(&mut tx, email).await.unwrap().unwrap().id;
    let (clerk, certifier, officer) =
        (person("clerk@harbor.example").await, person("sign@harbor.example").await, person("officer@city.example").await);
    super::programme::Programme { agency, project, prime: contracts[0].id, sub: contracts[1].id, clerk, certifier, officer }
}

/// The last week that is kept.
async fn store_weeks(store: &Store) -> chrono::NaiveDate {
    let made = programme_there(store).await;
    let mut tx = store.snapshot().await.unwrap();
    let mut last = day("2025-01-04");
    loop {
        let next = last + chrono::Days::new(7);
        if submissions::of_week(&mut tx, made.prime, next).await.unwrap().is_empty() {
            return last;
        }
        last = next;
    }
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_half_done_is_seen() {
    on_each(|engine| async move {
        programme(&engine.store).await;
        let mut acknowledged: Vec<(Id, String)> = Vec::new();
        for round in 0..ROUNDS {
            acknowledged.extend(kill_a_writer(&engine, Duration::from_millis(60 + 47 * round)));
            // Whoever comes after the kill finds everything whole.
            let store = Store::open(&engine.address).await.expect("it opens again");
            let made = programme_there(&store).await;
            let mut tx = store.snapshot().await.unwrap();
            for (id, ending) in &acknowledged {
                let kept = submissions::find(&mut tx, *id).await.unwrap().unwrap_or_else(|| panic!("{id} of {ending} is lost"));
                assert_eq!(kept.certified_at, Some(at(2)));
                assert_eq!(lines::page(&mut tx, *id, 0, 500).await.unwrap().len(), 120);
            }
            let weeks = (store_weeks(&store).await - day("2025-01-04")).num_weeks();
            assert!(weeks.unsigned_abs() >= acknowledged.len() as u64);
            let last = submissions::of_week(&mut tx, made.prime, store_weeks(&store).await).await.unwrap();
            assert!(last.iter().all(|version| version.certified_at.is_some()), "a draft without its signature was seen");
            let files = originals::Originals::folder(&engine.folder.join("originals")).unwrap();
            let seen = verify::verify(&store, Some(&files), Vec::new()).await.unwrap();
            assert_eq!(seen.faults, Vec::<String>::new());
            // Each week is drafted and certified: two entries, never one.
            assert_eq!((seen.entries, seen.weeks), (2 * weeks.unsigned_abs(), weeks.unsigned_abs()));
            drop(tx);
            store.close().await;
        }
        assert!(acknowledged.len() as u64 >= ROUNDS, "the writers wrote too little to show anything: {}", acknowledged.len());
    });
}

/// Starts a writer, kills it a while after its first acknowledgement, and gives all it acknowledged.
fn kill_a_writer(engine: &Engine, after: Duration) -> Vec<(Id, String)> {
    let mut writer = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "kill::writer", "--nocapture", "--test-threads=1"])
        .env(ADDRESS, &engine.address)
        .env(FOLDER, engine.folder.join("originals"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts");
    let mut said = BufReader::new(writer.stdout.take().expect("its output")).lines();
    let mut acknowledged = Vec::new();
    let read = |line: String| {
        let (_, words) = line.split_once("acknowledged ")?;
        let (id, ending) = words.split_once(' ')?;
        Some((Id::parse(id)?, ending.to_owned()))
    };
    while acknowledged.is_empty() {
        let line = said.next().expect("the writer ended before it wrote anything").expect("a line");
        acknowledged.extend(read(line));
    }
    std::thread::sleep(after);
    // SIGKILL on Unix: no handler, no goodbye.
    writer.kill().expect("killed");
    writer.wait().expect("ended");
    acknowledged.extend(said.map_while(Result::ok).filter_map(read));
    acknowledged
}
