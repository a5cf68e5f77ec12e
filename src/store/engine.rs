//! Which database, how it is opened, and what it must promise before anything is written to it.

use super::transaction::Transaction;
use super::{Result, StoreError, migrations};
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::str::FromStr;
use std::time::Duration;

/// Versions before 3.51.3 can damage a WAL file when two connections write and checkpoint at one instant.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
/// How long a statement waits for another process's writer.
const PATIENCE: Duration = Duration::from_secs(10);
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// What is said instead of copying a PostgreSQL database.
const COPIED_BY_ITS_OWN: &str = "a PostgreSQL database is copied by its own tools. Take a checkpoint (plumbline audit checkpoint), run \
    pg_dump --format=custom, then copy the folder or bucket of the originals; keep the three together, and in this order: originals are \
    only ever added";
/// Writers of evidence take this lock of PostgreSQL first. The number says nothing; it must only be ours.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(5501906127193047)";

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
}

#[derive(Clone, Debug)]
pub(super) enum Engine {
    /// One connection that writes, a few that read.
    Sqlite { write: SqlitePool, read: SqlitePool },
    /// One pool for both.
    Postgres(PgPool),
}

impl Store {
    /// Opens the database of an address: `sqlite:FILE` (made if it is not there) or `postgres://USER@HOST/NAME`.
    /// The tables may be missing still: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Address`] for another kind of address, [`StoreError::Unfit`] where the database does not keep
    /// what it must, [`StoreError::Database`] where it cannot be reached.
    pub async fn open(address: &str) -> Result<Self> {
        Self::open_or(address, true).await
    }

    /// As [`Store::open`], and a file that is not there is not made.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::Missing`] where there is no such file.
    pub async fn open_there(address: &str) -> Result<Self> {
        Self::open_or(address, false).await
    }

    async fn open_or(address: &str, make: bool) -> Result<Self> {
        let store = match address.split_once(':') {
            Some(("sqlite", path)) => Self { engine: open_sqlite(path.trim_start_matches("//"), make).await? },
            Some(("postgres" | "postgresql", _)) => Self { engine: open_postgres(address).await? },
            // An address may hold a password: only its beginning is shown.
            _ => return Err(StoreError::Address(address.chars().take(12).collect())),
        };
        store.fit().await?;
        Ok(store)
    }

    /// Brings the tables up to this program, and gives their version.
    ///
    /// # Errors
    /// [`StoreError::Schema`] where the tables are newer than the program, or were changed by hand.
    pub async fn migrate(&self) -> Result<i64> {
        migrations::run(&self.engine).await
    }

    /// Refuses tables that are older or newer than this program.
    ///
    /// # Errors
    /// [`StoreError::Schema`], saying what to do.
    pub async fn check_schema(&self) -> Result<()> {
        migrations::check(&self.engine).await
    }

    /// A transaction that writes. Evidence is written by one transaction after the other: SQLite has one writer
    /// (`BEGIN IMMEDIATE`), on PostgreSQL the lock of the writers is taken first. Dropped without
    /// [`Transaction::commit`], nothing of it happened.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin(&self) -> Result<Transaction> {
        let mut transaction = self.begin_beside().await?;
        if let Engine::Postgres(_) = self.engine {
            transaction.rows(WRITER_LOCK, Vec::new()).await?;
        }
        Ok(transaction)
    }

    /// A transaction that writes beside others, for queues alone: what it takes, it takes by row lock.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn begin_beside(&self) -> Result<Transaction> {
        Ok(match &self.engine {
            Engine::Sqlite { write, .. } => Transaction::sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres(pool) => Transaction::postgres(pool.begin().await?),
        })
    }

    /// A transaction that only reads, and sees one state of everything however long it takes.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn snapshot(&self) -> Result<Transaction> {
        Ok(match &self.engine {
            Engine::Sqlite { read, .. } => Transaction::sqlite(read.begin().await?),
            Engine::Postgres(pool) => Transaction::postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        })
    }

    /// That this program copies a database of this kind.
    pub(super) fn copies(&self) -> Result<()> {
        match self.engine {
            Engine::Sqlite { .. } => Ok(()),
            Engine::Postgres(_) => Err(StoreError::Refused(COPIED_BY_ITS_OWN.to_owned())),
        }
    }

    /// Copies the database as it is at one instant into a file that is not there yet; others write meanwhile.
    pub(super) async fn copy_into(&self, file: &std::path::Path) -> Result<()> {
        let Engine::Sqlite { read, .. } = &self.engine else { return self.copies() };
        let path = file.to_str().ok_or_else(|| StoreError::Address(file.to_string_lossy().into_owned()))?;
        // A connection of its own, for a reader may write nothing, not even a copy.
        let mut alone = read.acquire().await?.detach();
        sqlx::query("PRAGMA query_only = 0").execute(&mut alone).await?;
        sqlx::query("VACUUM INTO $1").bind(path.to_owned()).execute(&mut alone).await?;
        sqlx::Connection::close(alone).await?;
        private(file)?;
        Ok(())
    }

    /// For tests of a full disk: holds a SQLite file to so many pages more than it has, and lets it go with `None`. It
    /// must be asked of the connection that writes.
    #[doc(hidden)]
    pub async fn hold_to_pages(&self, more: Option<i64>) -> Result<()> {
        let mut tx = self.begin_beside().await?;
        let has: i64 = tx.one("PRAGMA page_count", Vec::new()).await?.get(0)?;
        let most = more.map_or(i64::from(u32::MAX - 1), |more| has + more);
        tx.rows(AssertSqlSafe(format!("PRAGMA max_page_count = {most}")), Vec::new()).await?;
        tx.commit().await
    }

    /// Closes every connection; waits for those in use.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// The name of the engine and its version, for a person.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn engine_name(&self) -> Result<String> {
        let (name, sql) = match self.engine {
            Engine::Sqlite { .. } => ("SQLite", "SELECT sqlite_version()"),
            Engine::Postgres(_) => ("PostgreSQL", "SELECT current_setting('server_version')"),
        };
        let version: String = self.snapshot().await?.one(sql, Vec::new()).await?.get(0)?;
        Ok(format!("{name} {version}"))
    }

    /// The database's own look at its files. PostgreSQL has none by SQL.
    pub(super) async fn integrity(&self) -> Result<Vec<String>> {
        let Engine::Sqlite { .. } = self.engine else { return Ok(Vec::new()) };
        let mut transaction = self.snapshot().await?;
        let mut said = Vec::new();
        for row in transaction.rows("PRAGMA integrity_check", Vec::new()).await? {
            said.push(row.get::<String>(0)?);
        }
        said.retain(|line| line != "ok");
        for row in transaction.rows("PRAGMA foreign_key_check", Vec::new()).await? {
            said.push(format!("a row of {} names a row that is not there", row.get::<String>(0)?));
        }
        Ok(said)
    }

    /// Holds the database to what everything else relies on.
    async fn fit(&self) -> Result<()> {
        let Engine::Sqlite { write, .. } = &self.engine else { return self.fit_postgres().await };
        let mut transaction = Transaction::sqlite(write.begin_with("BEGIN IMMEDIATE").await?);
        let version: String = transaction.one("SELECT sqlite_version()", Vec::new()).await?.get(0)?;
        let numbers: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
        if numbers.as_slice() < OLDEST_SQLITE.as_slice() {
            return Err(StoreError::Unfit(format!("SQLite {version} can damage its files; 3.51.3 is the first that is mended")));
        }
        let mode: String = transaction.one("PRAGMA journal_mode", Vec::new()).await?.get(0)?;
        if mode != "wal" {
            return Err(StoreError::Unfit(format!(
                "SQLite keeps its journal as {mode} here, not as a write-ahead log; is the folder on a network drive?"
            )));
        }
        for (setting, wanted) in [("PRAGMA synchronous", 2), ("PRAGMA foreign_keys", 1), ("PRAGMA recursive_triggers", 1)] {
            let value: i64 = transaction.one(setting, Vec::new()).await?.get(0)?;
            if value != wanted {
                return Err(StoreError::Unfit(format!("{setting} is {value}, not {wanted}")));
            }
        }
        Ok(())
    }

    async fn fit_postgres(&self) -> Result<()> {
        let mut transaction = self.snapshot().await?;
        for setting in ["fsync", "full_page_writes"] {
            let value: String = transaction.one("SELECT current_setting($1)", super::value::values![setting]).await?.get(0)?;
            // A server of tests may say that it keeps nothing.
            let told: Option<String> = transaction.one("SELECT current_setting('plumbline.throw_away', true)", Vec::new()).await?.get(0)?;
            if value != "on" && told.as_deref() != Some("yes") {
                return Err(StoreError::Unfit(format!("{setting} is {value} on this server: what it acknowledges can be lost")));
            }
        }
        Ok(())
    }
}

async fn open_sqlite(path: &str, make: bool) -> Result<Engine> {
    if path.is_empty() || path.starts_with(":memory:") || path.contains('?') {
        return Err(StoreError::Address(format!("sqlite:{path}")));
    }
    if !make && !std::path::Path::new(path).is_file() {
        return Err(StoreError::Missing("database file"));
    }
    if make {
        make_private(path).map_err(|error| StoreError::Database(format!("{path}: {error}")))?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(make)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Else INSERT OR REPLACE deletes without asking the triggers on DELETE.
        .pragma("recursive_triggers", "1")
        .pragma("trusted_schema", "0")
        .busy_timeout(PATIENCE);
    let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let read = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options.pragma("query_only", "1"));
    Ok(Engine::Sqlite { write, read })
}

/// A database file that only its owner reads: payrolls are in it. SQLite gives its other files the same rights.
fn make_private(path: &str) -> std::io::Result<()> {
    let mut options = std::fs::File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A file that only its owner reads.
fn private(file: &std::path::Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

async fn open_postgres(address: &str) -> Result<Engine> {
    let options = PgConnectOptions::from_str(address).map_err(|_| StoreError::Address("postgres:".to_owned()))?;
    let options = options.application_name("plumbline");
    let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect_with(options).await?;
    Ok(Engine::Postgres(pool))
}
