//! The audit chain: whatever is done to it is found, and where it is found is said.

use super::engines::{block, on_each};
use super::guards::{Raw, evidence};
use super::programme::{at, line, programme, week};
use plumbline::store::audit::act::{Act, Action, Object};
use plumbline::store::audit::chain::{self, Broken};
use plumbline::store::audit::checkpoint::Checkpoint;
use plumbline::store::audit::entry::Entry;
use plumbline::store::audit::export::{self, NotVerified};
use plumbline::store::{Store, audit, submissions, verify};

/// Numbers that look random and are the same on every run (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

const ENTRIES: u64 = 60;

/// A log of so many entries, as an export, with a checkpoint at entry 20.
async fn log(store: &Store) -> (String, Checkpoint) {
    let mut checkpoint = None;
    for number in 1..=ENTRIES {
        let mut tx = store.begin().await.unwrap();
        let id = plumbline::store::Id::new(at(0)).unwrap();
        let record = format!("record {number}");
        let act = Act {
            at: at(number.cast_signed()),
            tenant: None,
            actor: Some(id),
            action: Action::Viewed,
            object: Object::submission(id),
            version: Some(number),
            record: Some(record.as_bytes()),
        };
        assert_eq!(audit::append(&mut tx, act).await.unwrap(), number);
        if number == 20 {
            checkpoint = Some(audit::take_checkpoint(&mut tx, at(100)).await.unwrap());
        }
        tx.commit().await.unwrap();
    }
    (exported(store).await, checkpoint.unwrap())
}

async fn exported(store: &Store) -> String {
    let mut text = String::new();
    let mut tx = store.snapshot().await.unwrap();
    export::write(&mut tx, |line| {
        text.push_str(line);
        Ok(())
    })
    .await
    .unwrap()
    .unwrap();
    text
}

fn broken_at(text: &str, against: Vec<Checkpoint>) -> Option<u64> {
    match export::verify(text.as_bytes(), against) {
        Ok(_) => None,
        Err(NotVerified::Broken(Broken { seq, .. })) => Some(seq),
        Err(_) => Some(0),
    }
}

/// The log written anew with every hash made to fit, as its keeper could.
fn rewritten(text: &str, change: impl Fn(&mut Entry)) -> String {
    let mut prev = chain::BEGINNING.to_owned();
    let mut out = format!("{}\n", export::SCHEMA);
    let mut last = 0;
    for line in text.lines().filter(|l| l.contains('{')) {
        let mut entry = Entry::read(line.split_once(' ').unwrap().1).unwrap();
        change(&mut entry);
        entry.prev = prev;
        prev = chain::hash(&entry.canonical());
        last = entry.seq;
        out += &format!("{prev} {}\n", entry.canonical());
    }
    out + &format!("end {last} {prev}\n")
}

#[test]
fn whatever_is_done_to_an_export_is_found_at_its_place() {
    block(async {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("log.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let (text, checkpoint) = log(&store).await;
        let whole = export::verify(text.as_bytes(), vec![checkpoint.clone()]).expect("whole and unbroken");
        assert_eq!(whole.entries(), ENTRIES);
        let lines: Vec<&str> = text.lines().collect();
        let joined = |lines: &[&str]| lines.join("\n") + "\n";

        // Every one of 500 flipped bits, wherever it stands. Line 0 is the heading, line n is entry n.
        let mut numbers = Numbers(7);
        for _ in 0..500 {
            let mut bytes = text.clone().into_bytes();
            let place = numbers.below(bytes.len());
            bytes[place] ^= 1 << numbers.below(8);
            let verdict = export::verify(bytes.as_slice(), Vec::new());
            let line = text[..place].matches('\n').count() as u64;
            match verdict {
                Ok(_) => panic!("bit of byte {place} not found"),
                Err(NotVerified::Broken(broken)) => assert_eq!(broken.seq, line, "byte {place}"),
                Err(_) => {}
            }
        }
        // One dropped, two swapped, one put in twice.
        for entry in [1, 2, 17, 59] {
            let mut dropped = lines.clone();
            dropped.remove(entry);
            assert_eq!(broken_at(&joined(&dropped), Vec::new()), Some(entry as u64));
            let mut swapped = lines.clone();
            swapped.swap(entry, entry + 1);
            assert_eq!(broken_at(&joined(&swapped), Vec::new()), Some(entry as u64));
            let mut doubled = lines.clone();
            doubled.insert(entry, lines[entry]);
            assert_eq!(broken_at(&joined(&doubled), Vec::new()), Some(entry as u64 + 1));
        }
        // One re-dated, its own hash made to fit: the next does not follow.
        let mut entry = Entry::read(lines[9].split_once(' ').unwrap().1).unwrap();
        entry.at = at(8).to_string();
        entry.clock_regressed = false;
        let dated = format!("{} {}", chain::hash(&entry.canonical()), entry.canonical());
        let mut redated = lines.clone();
        redated[9] = &dated;
        assert_eq!(broken_at(&joined(&redated), Vec::new()), Some(10));
        // The file cut off, at a line and within one.
        assert_eq!(broken_at(&joined(&lines[..40]), Vec::new()), Some(0));
        assert_eq!(broken_at(&text[..text.len() - 1], Vec::new()), Some(0));
        assert_eq!(broken_at(&(text.clone() + "more\n"), Vec::new()), Some(0));

        // What a bare chain cannot show, a checkpoint from outside does.
        let cut = joined(&lines[..=15]) + &format!("end 15 {}\n", &lines[15][..64]);
        assert_eq!(broken_at(&cut, Vec::new()), None);
        assert_eq!(broken_at(&cut, vec![checkpoint.clone()]), Some(16));
        let anew = rewritten(&text, |entry| {
            if entry.seq == 12 {
                entry.action = "signed-in".to_owned();
            }
        });
        assert_eq!(broken_at(&anew, Vec::new()), None);
        assert_eq!(broken_at(&anew, vec![checkpoint.clone()]), Some(20));
        assert_eq!(Checkpoint::read(&checkpoint.text()), Some(checkpoint));
    });
}

#[test]
fn a_clock_that_went_back_is_noted_and_nothing_is_refused() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        for (seconds, regressed) in [(3_600, false), (0, true), (0, false), (7_200, false)] {
            let mut tx = engine.store.begin().await.unwrap();
            let object = Object::person(made.clerk);
            let act = Act { at: at(seconds), tenant: None, actor: None, action: Action::SignedIn, object, version: None, record: None };
            audit::append(&mut tx, act).await.unwrap();
            tx.commit().await.unwrap();
            let text = exported(&engine.store).await;
            let last = text.lines().rev().nth(1).unwrap();
            assert_eq!(Entry::read(last.split_once(' ').unwrap().1).unwrap().clock_regressed, regressed, "{last}");
        }
        assert_eq!(broken_at(&exported(&engine.store).await, Vec::new()), None);
    });
}

#[test]
fn many_writers_at_once_make_one_chain_without_gaps() {
    on_each(|engine| async move {
        let made = programme(&engine.store).await;
        let mut writers = Vec::new();
        for week_number in 0..24_i64 {
            let store = engine.store.clone();
            writers.push(tokio::spawn(async move {
                let lines = [line("W1", "Carpenter", Some(40), None)];
                let ending = super::programme::day("2025-01-04") + chrono::Days::new(7 * week_number.unsigned_abs());
                let mut tx = store.begin().await?;
                let new = submissions::NewSubmission { week_ending: ending, ..week(&made, "2025-01-04", &lines, None) };
                submissions::draft(&mut tx, new, at(week_number)).await?;
                tx.commit().await
            }));
        }
        for writer in writers {
            writer.await.expect("no panic").expect("nobody is turned away");
        }
        let seen = verify::verify(&engine.store, None, Vec::new()).await.unwrap();
        assert_eq!((seen.entries, seen.faults), (24, Vec::<String>::new()));
    });
}

/// What an owner of the database can do once the guards are lifted, and the words by which it is found.
#[test]
fn what_is_changed_past_the_guards_is_found() {
    let tampering = [
        ("audit_log", "UPDATE audit_log SET entry = replace(entry, 'certified', 'withdrawn') WHERE seq = 2", "audit log: entry 2"),
        ("audit_log", "DELETE FROM audit_log WHERE seq = (SELECT max(seq) FROM audit_log)", "the end was cut off"),
        ("payroll_lines", "UPDATE payroll_lines SET hours = 44000000 WHERE worker = 'W1'", "rows are not those that were signed"),
        ("payroll_lines", "UPDATE payroll_lines SET hours = 44000000 WHERE worker = 'W1'", "the totals of the week ending 2025-03-15"),
        ("signatures", "UPDATE signatures SET signed_name = 'Somebody Else'", "the record is not the one the audit log pins"),
        ("determinations", "UPDATE determinations SET decision = 'waived'", "determined determination:"),
        ("determinations", "DELETE FROM determinations", "the audit log tells of it, and it is not there"),
        ("findings", "UPDATE findings SET outcome = 'met'", "checked run:"),
        ("runs", "UPDATE runs SET rules_digest = 'other'", "checked run:"),
        ("cube", "UPDATE cube SET hours_in = hours_in + 1 WHERE grouping_name = 'resident'", "the totals of the week"),
        ("demographics", "DELETE FROM demographics", "the totals of the week"),
    ];
    for (table, statement, found) in tampering {
        on_each(|engine| async move {
            evidence(&engine).await;
            let clean = verify::verify(&engine.store, None, Vec::new()).await.unwrap();
            assert_eq!(clean.faults, Vec::<String>::new());
            let mut raw = Raw::to(&engine).await;
            raw.lift_guards(table).await;
            if table == "audit_log" {
                raw.lift_guards("audit_salts").await;
            }
            assert!(raw.run(statement).await.unwrap_or_else(|e| panic!("{statement}: {e}")) > 0);
            let seen = verify::verify(&engine.store, None, Vec::new()).await.unwrap();
            assert!(seen.faults.iter().any(|fault| fault.contains(found)), "{statement}: {:?}", seen.faults);
        });
    }
}

#[test]
fn without_its_salt_a_record_can_go_and_the_chain_stays_whole() {
    on_each(|engine| async move {
        evidence(&engine).await;
        let mut raw = Raw::to(&engine).await;
        assert!(raw.run("DELETE FROM audit_salts").await.unwrap() > 0);
        let seen = verify::verify(&engine.store, None, Vec::new()).await.unwrap();
        assert_eq!(seen.faults, Vec::<String>::new());
    });
}
