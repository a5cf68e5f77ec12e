//! One transaction, whichever engine: the seam below which the engines differ, and above which they do not.

use super::value::{Row, Value, for_postgres, for_sqlite};
use super::{Result, StoreError};
use sqlx::{Executor as _, Postgres, SqlSafeStr, Sqlite};

/// A transaction. Dropped without [`Transaction::commit`], nothing of it happened.
pub struct Transaction {
    inner: Inner,
}

enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    pub(super) fn sqlite(inner: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self { inner: Inner::Sqlite(inner) }
    }

    pub(super) fn postgres(inner: sqlx::Transaction<'static, Postgres>) -> Self {
        Self { inner: Inner::Postgres(inner) }
    }

    /// Makes all of it happen. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Database`]. A connection lost here leaves it open whether the transaction happened: ask again
    /// with the same idempotency key.
    pub async fn commit(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(inner) => inner.commit().await?,
            Inner::Postgres(inner) => inner.commit().await?,
        }
        Ok(())
    }

    /// Runs a statement and gives how many rows it wrote.
    pub(super) async fn run(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<u64> {
        Ok(match &mut self.inner {
            Inner::Sqlite(inner) => inner.execute(for_sqlite(sql, values)).await?.rows_affected(),
            Inner::Postgres(inner) => inner.execute(for_postgres(sql, values)).await?.rows_affected(),
        })
    }

    /// Every row of an answer.
    pub(super) async fn rows(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Vec<Row>> {
        Ok(match &mut self.inner {
            Inner::Sqlite(inner) => inner.fetch_all(for_sqlite(sql, values)).await?.into_iter().map(Row::Sqlite).collect(),
            Inner::Postgres(inner) => inner.fetch_all(for_postgres(sql, values)).await?.into_iter().map(Row::Postgres).collect(),
        })
    }

    /// The first row of an answer, if there is one.
    pub(super) async fn first(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(match &mut self.inner {
            Inner::Sqlite(inner) => inner.fetch_optional(for_sqlite(sql, values)).await?.map(Row::Sqlite),
            Inner::Postgres(inner) => inner.fetch_optional(for_postgres(sql, values)).await?.map(Row::Postgres),
        })
    }

    /// The row of an answer that always has one.
    pub(super) async fn one(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> Result<Row> {
        self.first(sql, values).await?.ok_or(StoreError::Missing("row"))
    }

    /// One of two texts, for the few statements that cannot be the same.
    pub(super) const fn either(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.inner {
            Inner::Sqlite(_) => sqlite,
            Inner::Postgres(_) => postgres,
        }
    }
}
