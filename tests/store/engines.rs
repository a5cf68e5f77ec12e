//! The engines a test runs on, and what is true of the database itself.

use super::postgres;
use super::programme::at;
use plumbline::store::{Store, StoreError};
use std::future::Future;
use std::path::PathBuf;

/// An open, migrated database, and a folder for the length of the test.
pub struct Engine {
    pub store: Store,
    pub address: String,
    pub folder: PathBuf,
}

/// Runs a test on every engine there is.
pub fn on_each<F: Future<Output = ()>>(test: impl Fn(Engine) -> F) {
    for address in addresses() {
        block(async {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let address = address.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("store.db").display()));
            let store = Store::open(&address).await.expect("the database opens");
            store.migrate().await.expect("the tables are made");
            // Kept here: a test takes of the engine what it names, and the rest is dropped at once.
            test(Engine { store, address, folder: folder.path().to_owned() }).await;
        });
    }
}

/// `None` for SQLite, whose address is a file of the test's own.
fn addresses() -> Vec<Option<String>> {
    // A storm can be had on one of them alone.
    let only = std::env::var("PLUMBLINE_TEST_ENGINE").ok();
    let wanted = |engine: &str| only.as_deref().is_none_or(|only| only == engine);
    let sqlite = wanted("sqlite").then_some(None);
    sqlite.into_iter().chain(wanted("postgres").then(postgres::database).flatten().map(Some)).collect()
}

/// Runs to the end on this thread.
pub fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

#[test]
fn the_tables_are_made_once_and_a_program_that_finds_others_stops() {
    on_each(|engine| async move {
        engine.store.check_schema().await.expect("the version is ours");
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite")).expect("a readable folder");
        let newest = files.filter_map(|file| file.ok()?.file_name().to_str()?.get(..4)?.parse::<i64>().ok()).max();
        assert_eq!(Some(engine.store.migrate().await.expect("again")), newest);
        let text = engine.store.engine_name().await.expect("a name");
        assert!(text.starts_with("SQLite 3.5") || text.starts_with("PostgreSQL "), "{text}");
    });
    block(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&format!("sqlite:{}", folder.path().join("empty.db").display())).await.expect("it opens");
        let said = store.check_schema().await.expect_err("no tables yet").to_string();
        assert!(said.contains("plumbline migrate"), "{said}");
    });
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    block(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&format!("sqlite:{}", folder.path().join("store.db").display())).await.expect("it opens");
        store.migrate().await.expect("the tables are made");
        plumbline::store::originals::Originals::folder(&folder.path().join("originals")).expect("a folder");
        let mut seen = Vec::new();
        for entry in std::fs::read_dir(folder.path()).expect("a readable folder") {
            let entry = entry.expect("an entry");
            assert_eq!(entry.metadata().expect("its rights").permissions().mode() & 0o077, 0, "{:?}", entry.path());
            seen.push(entry.file_name().to_string_lossy().into_owned());
        }
        assert!(["originals", "store.db", "store.db-wal"].iter().all(|name| seen.iter().any(|s| s == name)), "{seen:?}");
    });
}

#[test]
fn an_address_that_names_no_database_is_refused_without_its_password() {
    block(async {
        for address in ["mysql://root:hunter2@host/name", "plumbline.db", "sqlite::memory:", "sqlite:"] {
            let said = Store::open(address).await.expect_err(address);
            assert!(matches!(said, StoreError::Address(_)), "{address}: {said}");
            assert!(!said.to_string().contains("hunter2"), "{said}");
        }
    });
}

#[test]
fn what_is_not_committed_did_not_happen() {
    on_each(|engine| async move {
        use plumbline::store::organisations::{OrganisationKind, add, find, of_kind};
        let mut tx = engine.store.begin().await.unwrap();
        let id = add(&mut tx, OrganisationKind::Agency, "City of Harbor", at(0)).await.unwrap();
        drop(tx);
        assert_eq!(find(&mut engine.store.snapshot().await.unwrap(), id).await.unwrap(), None);
        let mut tx = engine.store.begin().await.unwrap();
        let id = add(&mut tx, OrganisationKind::Agency, "City of Harbor", at(0)).await.unwrap();
        // A reader does not wait for the writer, and does not see what is not committed.
        assert_eq!(of_kind(&mut engine.store.snapshot().await.unwrap(), OrganisationKind::Agency).await.unwrap(), []);
        tx.commit().await.unwrap();
        assert_eq!(find(&mut engine.store.snapshot().await.unwrap(), id).await.unwrap().expect("it is there").name, "City of Harbor");
    });
}
