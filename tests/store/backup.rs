//! The drill: a copy taken while others write, brought back in an empty place, and a copy with one flipped byte refused.

use super::command_line::plumbline;
use super::engines::{block, on_each};
use super::programme::{Programme, at, certified, day, line, programme, week};
use plumbline::store::originals::{self, Originals};
use plumbline::store::submissions::NewSubmission;
use plumbline::store::{Store, verify};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A week with its file.
async fn filed(store: &Store, files: &Originals, made: &Programme, n: u64) {
    let kept = files.keep(format!("payroll {n}").into_bytes()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    originals::register(&mut tx, &kept, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let lines = [line("W1", "Carpenter", Some(40), Some(true)), line("W2", "Carpenter", Some(32), None)];
    let week_ending = day("2025-01-04") + chrono::Days::new(7 * n);
    let new = NewSubmission { week_ending, original: Some(&kept.sha256), ..week(made, "2025-01-04", &lines, None) };
    certified(store, made, new).await.unwrap();
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?} is for its owner alone", entry.path());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files_below(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

#[test]
fn a_copy_taken_under_load_is_brought_back_whole_and_one_flipped_byte_is_refused() {
    block(async {
        let folder = tempfile::tempdir().expect("a folder");
        let here = folder.path().to_owned();
        let store = Store::open(&format!("sqlite:{}", here.join("plumbline.db").display())).await.unwrap();
        store.migrate().await.unwrap();
        let files = Originals::folder(&here.join("originals")).unwrap();
        let made = programme(&store).await;
        for n in 0..20 {
            filed(&store, &files, &made, n).await;
        }
        let stop = Arc::new(AtomicBool::new(false));
        let writer = tokio::spawn({
            let (store, files, stop) = (store.clone(), files.clone(), Arc::clone(&stop));
            async move {
                let mut n = 20;
                while !stop.load(Ordering::Relaxed) {
                    filed(&store, &files, &made, n).await;
                    n += 1;
                }
                n
            }
        });
        let run = {
            let here = here.clone();
            move |args: &[&str]| plumbline(&here, "sqlite:plumbline.db", args)
        };
        let backup = tokio::task::spawn_blocking({
            let run = run.clone();
            move || run(&["backup", "--originals", "originals", "--out", "copy"])
        });
        let (code, out, said) = backup.await.unwrap();
        stop.store(true, Ordering::Relaxed);
        let weeks = writer.await.unwrap();
        assert!(code == 0 && out.starts_with("copied: the database, "), "{code} {out} {said}");

        // Elsewhere: what is there is one state from between the beginning and the end.
        let elsewhere = tempfile::tempdir().expect("another machine");
        let copy = here.join("copy");
        let restore = |into: &str| {
            let (from, database) = (copy.to_str().unwrap(), format!("sqlite:{into}.db"));
            plumbline(elsewhere.path(), &database, &["restore", from, "--originals", into])
        };
        let (code, out, said) = restore("whole");
        assert!(code == 0 && out.contains("Everything holds.") && out.starts_with("brought back: the database, "), "{code} {out} {said}");
        let back = Store::open_there(&format!("sqlite:{}", elsewhere.path().join("whole.db").display())).await.unwrap();
        let seen = verify::verify(&back, Some(&Originals::folder(&elsewhere.path().join("whole")).unwrap()), Vec::new()).await.unwrap();
        assert!((20..=weeks).contains(&seen.weeks) && seen.originals >= seen.weeks && seen.faults.is_empty(), "{weeks} {seen:?}");
        // It is written on as the first one was.
        filed(
            &back,
            &Originals::folder(&elsewhere.path().join("whole")).unwrap(),
            &super::storm_state::programme_there(&back).await,
            5_000,
        )
        .await;
        back.close().await;

        let names = files_below(&copy);
        assert_eq!(names.len() as u64, seen.originals + 3, "the originals, the database, the head of its log, the list: {names:?}");
        for (n, name) in names.iter().enumerate().step_by(names.len() / 4).chain(names.iter().enumerate().skip(names.len() - 2)) {
            let whole = std::fs::read(name).unwrap();
            let mut flipped = whole.clone();
            let middle = flipped.len() / 2;
            flipped[middle] ^= 1;
            std::fs::write(name, flipped).unwrap();
            let (code, _, said) = restore(&format!("flipped-{n}"));
            assert!(code == 2 && said.contains("damaged: "), "{name:?}: {code} {said}");
            assert!(!elsewhere.path().join(format!("flipped-{n}.db")).exists(), "nothing is made of a damaged copy");
            std::fs::write(name, whole).unwrap();
        }
        let (code, _, said) = restore("whole");
        assert!(code == 2 && said.contains("is there already"), "{said}");
        let (code, _, said) = run(&["backup", "--originals", "originals", "--out", "copy"]);
        assert!(code == 2 && said.contains("holds something already"), "{said}");
        std::fs::remove_file(copy.join("SHA256SUMS")).unwrap();
        let (code, _, said) = restore("unfinished");
        assert!(code == 2 && said.contains("SHA256SUMS of a finished copy"), "{said}");
    });
}

#[test]
fn postgresql_is_copied_by_its_own_tools_and_says_so() {
    on_each(|engine| async move {
        if engine.address.starts_with("sqlite:") {
            return;
        }
        std::fs::create_dir(engine.folder.join("originals")).unwrap();
        let (code, _, said) = plumbline(&engine.folder, &engine.address, &["backup", "--originals", "originals", "--out", "copy"]);
        assert!(
            code == 2 && said.contains("pg_dump --format=custom") && said.contains("copy the folder or bucket of the originals"),
            "{said}"
        );
        assert!(!engine.folder.join("copy").exists());
        let (code, _, said) = plumbline(&engine.folder, &engine.address, &["restore", "copy"]);
        assert!(code == 2 && said.contains("a SQLite file"), "{said}");
    });
}
