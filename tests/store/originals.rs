//! Files on their way in, kept, lent, and swept; in a folder, and in what stands for a service.

use super::engines::{Engine, block, on_each};
use super::programme::at;
use super::s3_server;
use object_store::memory::InMemory;
use plumbline::store::originals::sweep::{Swept, sweep};
use plumbline::store::originals::{self, Originals};
use plumbline::store::{Store, StoreError, sha};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, ReadBuf};

/// A sender whose line breaks after some bytes.
struct Breaks(usize);

impl AsyncRead for Breaks {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let part = self.0.min(buf.remaining());
        if part == 0 {
            return Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into()));
        }
        self.0 -= part;
        buf.put_slice(&vec![b'x'; part]);
        Poll::Ready(Ok(()))
    }
}

fn files_in(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("its kind").is_dir() {
            names.extend(files_in(&entry.path()));
        } else if entry.file_name() != "gate" {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names
}

fn make_older(path: &Path, by: Duration) {
    let file = File::options().append(true).open(path).expect("the file");
    let modified = file.metadata().and_then(|m| m.modified()).expect("its time");
    file.set_modified(modified - by).expect("made older");
}

fn path_of(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(&sha256[..2]).join(&sha256[2..4]).join(sha256)
}

#[test]
fn a_file_is_counted_and_hashed_as_it_comes_and_leaves_nothing_where_it_stops() {
    block(async {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Originals::folder(folder.path()).unwrap();
        let sent = vec![b'a'; 1_000_000];
        let incoming = files.receive(sent.as_slice(), 1_000_000).await.unwrap();
        // As `head -c 1000000 /dev/zero | tr '\0' a | sha256sum` gives it: the third test vector of FIPS 180-2.
        assert_eq!(incoming.sha256(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        assert_eq!((incoming.bytes(), std::fs::read(incoming.path()).unwrap() == sent), (1_000_000, true));
        drop(incoming);
        assert_eq!(files_in(folder.path()), [""; 0], "dropped, it is gone");
        let long = files.receive(sent.as_slice(), 999_999).await;
        assert!(matches!(long, Err(StoreError::TooLarge { limit: 999_999 })), "{long:?}");
        let short = files.receive(Breaks(200_000), 999_999).await;
        assert!(matches!(short, Err(StoreError::CutOff(_))), "{short:?}");
        let mut parts = files.begin_receiving(10).unwrap();
        parts.take(b"week,").await.unwrap();
        parts.take(b"hours").await.unwrap();
        assert!(matches!(parts.take(b"\n").await, Err(StoreError::TooLarge { limit: 10 })));
        drop(parts);
        assert_eq!(files_in(folder.path()), [""; 0]);

        let incoming = files.receive(&b"week,hours\n"[..], 99).await.unwrap();
        let kept = files.keep_incoming(incoming).await.unwrap();
        assert_eq!((kept.sha256.as_str(), kept.bytes), ("cef0010551ce1a586b8026f7a720b4d5e728528e54896c9f5df3d7bea082d5fc", 11));
        assert_eq!(files_in(folder.path()), [kept.sha256.as_str()], "kept, it lies there once");
        let lent = files.lend(&kept.sha256).await.unwrap();
        assert_eq!(std::fs::read(lent.path()).unwrap(), b"week,hours\n");
        std::fs::write(lent.path(), b"other").unwrap();
        assert!(matches!(files.lend(&kept.sha256).await, Err(StoreError::Damaged(_))));
        assert!(matches!(files.lend(&sha::of(b"never")).await, Err(StoreError::Missing(_))));
        assert!(matches!(files.lend("../../etc/passwd").await, Err(StoreError::Missing(_))));
    });
}

#[test]
fn what_a_service_holds_comes_back_and_a_changed_object_is_found() {
    block(async {
        let (folder, objects) = (tempfile::tempdir().expect("a folder"), Arc::new(InMemory::new()));
        let files = Originals::in_service(objects.clone(), folder.path()).unwrap();
        through_a_service(&files, folder.path()).await;
        let kept = files.keep(b"week,hours\n".to_vec()).await.unwrap();
        let place = format!("{}/{}/{}", &kept.sha256[..2], &kept.sha256[2..4], kept.sha256);
        object_store::ObjectStoreExt::put(&*objects, &place.into(), "week,other\n".into()).await.unwrap();
        assert!(matches!(files.lend(&kept.sha256).await, Err(StoreError::Damaged(_))));
        assert!(matches!(files.bytes(&kept.sha256).await, Err(StoreError::Damaged(_))));
    });
}

#[test]
fn the_protocol_of_s3_is_spoken_short_files_whole_and_long_ones_in_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = s3_server::start();
    // In a process of its own: the settings of the service are variables of the environment.
    let run = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "originals::client_of_s3", "--nocapture", "--test-threads=1"])
        .env("PLUMBLINE_TEST_S3_FOLDER", folder.path())
        .envs([("AWS_ENDPOINT", server.address.as_str()), ("AWS_ALLOW_HTTP", "true"), ("AWS_REGION", "us-east-1")])
        .envs([("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")])
        .output()
        .expect("it runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let seen = server.seen();
    let named = |begin: &str| seen.iter().filter(|line| line.starts_with(begin)).count();
    // 20 MB are three parts of at most 8 MiB; both files lie below the bucket and the prefix.
    assert_eq!((named("begin"), named("part"), named("complete"), named("put")), (1, 3, 1, 1), "{seen:?}");
    assert!(seen.iter().all(|line| line.contains(" /payrolls/city/of/harbor/") && line.ends_with(" signed")), "{seen:?}");
}

/// Does nothing unless it is told where.
#[test]
fn client_of_s3() {
    let Ok(folder) = std::env::var("PLUMBLINE_TEST_S3_FOLDER") else { return };
    block(async {
        let files = Originals::open("s3://payrolls/city/of/harbor/", folder.as_ref()).expect("the settings do");
        through_a_service(&files, folder.as_ref()).await;
    });
}

async fn through_a_service(files: &Originals, passing: &Path) {
    let long: Vec<u8> = (0..20_000_000_u32).map(|n| n.to_le_bytes()[usize::from(n % 3 == 0)]).collect();
    let kept = files.keep(long.clone()).await.unwrap();
    assert_eq!(files.bytes(&kept.sha256).await.unwrap(), long);
    let lent = files.lend(&kept.sha256).await.unwrap();
    assert!(std::fs::read(lent.path()).unwrap() == long);
    drop(lent);
    let short = files.keep(b"one".to_vec()).await.unwrap();
    assert_eq!(files.bytes(&short.sha256).await.unwrap(), b"one");
    assert!(matches!(files.lend(&sha::of(b"never")).await, Err(StoreError::Missing(_))));
    assert_eq!(files_in(passing), [""; 0], "nothing on its way is left");
}

#[test]
fn an_address_that_names_no_place_is_refused_without_its_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = Originals::open("https://root:hunter2@host/x", folder.path()).expect_err("no place").to_string();
    assert!(said.contains("s3://BUCKET/PREFIX") && !said.contains("hunter2"), "{said}");
    let path = folder.path().join("originals");
    Originals::open(path.to_str().unwrap(), folder.path()).expect("a folder");
    assert!(path.is_dir());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_apart() {
    let error = File::options().write(true).open("/dev/full").unwrap().write_all(b"x").expect_err("it is full");
    assert!(matches!(StoreError::from(error), StoreError::Full(_)));
}

#[test]
fn the_sweeper_removes_what_nobody_names_and_what_killed_processes_left() {
    on_each(|engine| async move {
        let folder = engine.folder.join("originals");
        let files = Originals::folder(&folder).unwrap();
        let named = files.keep(b"named".to_vec()).await.unwrap();
        register(&engine.store, &named).await;
        let unnamed = files.keep(b"unnamed".to_vec()).await.unwrap();
        let young = files.keep(b"young".to_vec()).await.unwrap();
        let mut coming = files.begin_receiving(99).unwrap();
        coming.take(b"half of ").await.unwrap();
        // What a kill leaves: a file that nobody holds. One was made this instant and is not locked yet.
        let incoming = folder.join("incoming");
        for name in ["in-killed", "in-made-now"] {
            std::fs::write(incoming.join(name), b"half").unwrap();
        }
        std::fs::write(path_of(&folder, &named.sha256).with_extension("part"), b"half").unwrap();
        let hour = Duration::from_secs(3601);
        for entry in std::fs::read_dir(&incoming).unwrap().map(|entry| entry.unwrap().path()) {
            if !entry.ends_with("in-made-now") {
                make_older(&entry, hour);
            }
        }
        for old in [&named.sha256, &unnamed.sha256] {
            make_older(&path_of(&folder, old), hour);
        }
        make_older(&path_of(&folder, &named.sha256).with_extension("part"), hour);

        assert_eq!(sweep(&engine.store, &files).await.unwrap(), Swept { left_behind: 1, unnamed: 2 });
        assert_eq!(files.bytes(&named.sha256).await.unwrap(), b"named");
        assert_eq!(files.bytes(&young.sha256).await.unwrap(), b"young");
        assert!(matches!(files.bytes(&unnamed.sha256).await, Err(StoreError::Missing(_))));
        assert!(incoming.join("in-made-now").exists() && !incoming.join("in-killed").exists());
        coming.take(b"a file").await.unwrap();
        let kept = files.keep_incoming(coming.end().await.unwrap()).await.unwrap();
        assert_eq!(files.bytes(&kept.sha256).await.unwrap(), b"half of a file");
        assert_eq!(sweep(&engine.store, &files).await.unwrap(), Swept::default());
    });
}

async fn register(store: &Store, kept: &originals::Kept) {
    let mut tx = store.begin().await.unwrap();
    originals::register(&mut tx, kept, at(1)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Files that lay unnamed for hours are uploaded again while a sweeper runs without a pause: each that is registered is
/// there.
#[test]
fn a_sweep_never_takes_what_is_being_registered() {
    on_each(|engine| async move {
        let Engine { store, folder, .. } = engine;
        let folder = folder.join("originals");
        let files = Originals::folder(&folder).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let sweeper = tokio::spawn({
            let (store, files, stop) = (store.clone(), files.clone(), Arc::clone(&stop));
            async move {
                let mut swept = 0;
                while !stop.load(Ordering::Relaxed) {
                    swept += sweep(&store, &files).await.expect("swept").unnamed;
                }
                swept
            }
        });
        let mut digests = Vec::new();
        for round in 0..60 {
            let bytes = format!("week {round}").into_bytes();
            let path = path_of(&folder, &sha::of(&bytes));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &bytes).unwrap();
            // The sweeper may have been quicker with an earlier round's; with this one it may be at any step.
            let _ = File::options().append(true).open(&path).map(|file| {
                let modified = file.metadata().and_then(|m| m.modified()).expect("its time");
                file.set_modified(modified - Duration::from_secs(7200)).expect("made older");
            });
            for _ in 0..round % 7 {
                tokio::task::yield_now().await;
            }
            let kept = files.keep(bytes).await.unwrap();
            register(&store, &kept).await;
            digests.push(kept.sha256);
        }
        stop.store(true, Ordering::Relaxed);
        let swept = sweeper.await.expect("it ended");
        for digest in &digests {
            assert!(path_of(&folder, digest).is_file(), "{digest} was registered and swept; {swept} were swept");
        }
    });
}

/// The window between the sweeper's last look and the removal is too short for a race to hit; so it is held open.
#[test]
fn who_gives_a_name_and_who_removes_wait_for_each_other() {
    on_each(|engine| async move {
        let folder = engine.folder.join("originals");
        let files = Originals::folder(&folder).unwrap();
        let kept = files.keep(b"week".to_vec()).await.unwrap();
        let path = path_of(&folder, &kept.sha256);
        make_older(&path, Duration::from_secs(7200));
        let gate = File::open(folder.join("incoming/gate")).unwrap();
        gate.lock_shared().unwrap();
        let mut sweeping = tokio::spawn({
            let (store, files) = (engine.store.clone(), files.clone());
            async move { sweep(&store, &files).await }
        });
        let waits = tokio::time::timeout(Duration::from_millis(150), &mut sweeping).await;
        assert!(waits.is_err() && path.exists(), "a file was removed while a name was being given: {waits:?}");
        // What another process does behind the same gate: the same file again, and its row.
        std::fs::write(folder.join("again"), b"week").unwrap();
        std::fs::rename(folder.join("again"), &path).unwrap();
        register(&engine.store, &kept).await;
        gate.unlock().unwrap();
        assert_eq!(sweeping.await.unwrap().unwrap(), Swept::default());
        assert_eq!(files.bytes(&kept.sha256).await.unwrap(), b"week");

        gate.lock().unwrap();
        let mut keeping = tokio::spawn({
            let files = files.clone();
            async move { files.keep(b"next week".to_vec()).await }
        });
        assert!(tokio::time::timeout(Duration::from_millis(150), &mut keeping).await.is_err(), "a name was given while files were removed");
        gate.unlock().unwrap();
        keeping.await.unwrap().unwrap();
    });
}
