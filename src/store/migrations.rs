//! The tables, version by version: `migrations/sqlite` and `migrations/postgres`, in the binary.
//!
//! Both folders hold the same numbers. A file that has once been released is never edited; a test holds its digest.

use super::engine::Engine;
use super::{Result, StoreError};
use include_dir::{Dir, include_dir};
use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

static SQLITE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations/sqlite");
static POSTGRES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations/postgres");

/// Applies what is missing and gives the version reached.
pub(super) async fn run(engine: &Engine) -> Result<i64> {
    let (done, migrator) = match engine {
        Engine::Sqlite { write, .. } => {
            let migrator = of(&SQLITE);
            (migrator.run(write).await, migrator)
        }
        Engine::Postgres(pool) => {
            let migrator = of(&POSTGRES);
            (migrator.run(pool).await, migrator)
        }
    };
    done.map_err(in_words)?;
    Ok(newest(&migrator))
}

/// Refuses tables of another version.
pub(super) async fn check(engine: &Engine) -> Result<()> {
    const HELD: &str = "SELECT max(version) FROM _sqlx_migrations WHERE success";
    let (held, ours): (std::result::Result<Option<i64>, _>, i64) = match engine {
        Engine::Sqlite { write, .. } => (sqlx::query_scalar(HELD).fetch_one(write).await, newest(&of(&SQLITE))),
        Engine::Postgres(pool) => (sqlx::query_scalar(HELD).fetch_one(pool).await, newest(&of(&POSTGRES))),
    };
    match held {
        Ok(Some(held)) if held == ours => Ok(()),
        Ok(Some(held)) if held > ours => Err(newer(held)),
        // No table of versions, or an empty one.
        Ok(_) | Err(sqlx::Error::Database(_)) => {
            Err(StoreError::Schema("the tables are older than this program: run `plumbline migrate` first".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

fn newest(migrator: &Migrator) -> i64 {
    migrator.iter().map(|m| m.version).max().unwrap_or(0)
}

fn newer(held: i64) -> StoreError {
    StoreError::Schema(format!("the tables are of version {held}, newer than this program: use the newer program, or restore a backup"))
}

fn in_words(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) => newer(version),
        MigrateError::VersionMismatch(version) => {
            StoreError::Schema(format!("the tables were made by another text of migration {version} than this program holds"))
        }
        MigrateError::Dirty(version) => StoreError::Schema(format!("migration {version} was left half done")),
        MigrateError::Execute(error) => error.into(),
        other => StoreError::Schema(other.to_string()),
    }
}

/// The migrations of a folder: `0001_ground.sql` is version 1, *ground*.
fn of(folder: &'static Dir<'static>) -> Migrator {
    let files = folder.files().filter_map(|file| {
        let (number, words) = file.path().file_stem()?.to_str()?.split_once('_')?;
        let sql = file.contents_utf8()?.into_sql_str();
        Some(Migration::new(number.parse().ok()?, words.replace('_', " ").into(), MigrationType::Simple, sql, false))
    });
    Migrator::with_migrations(files.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_the_same_versions_and_no_file_is_left_out() {
        let numbers = |folder| of(folder).iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>();
        assert_eq!(numbers(&SQLITE), numbers(&POSTGRES));
        assert_eq!(numbers(&SQLITE).len(), SQLITE.files().count());
        assert_eq!(numbers(&SQLITE)[0], (1, "ground".into()));
    }
}
