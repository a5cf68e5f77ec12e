//! What goes into a statement and what comes out of it, the same for both engines.

use super::{Id, Result, StoreError};
use crate::domain::moment::Moment;
use crate::domain::quantity::{Given, Quantity, Unit};
use chrono::NaiveDate;
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Decode, Row as _, SqlSafeStr, Type};

/// One argument of a statement. NULL keeps its type, which PostgreSQL asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A whole number: counts, millionths, moments.
    Whole(Option<i64>),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// Yes or no.
    Truth(bool),
    /// A day of the calendar.
    Day(Option<NaiveDate>),
}

macro_rules! values_from {
    ($($from:ty => |$v:ident| $to:expr;)*) => {$(
        impl From<$from> for Value { fn from($v: $from) -> Self { $to } }
    )*};
}
values_from! {
    i64 => |v| Self::Whole(Some(v));
    Option<i64> => |v| Self::Whole(v);
    &str => |v| Self::Text(Some(v.to_owned()));
    String => |v| Self::Text(Some(v));
    Option<&str> => |v| Self::Text(v.map(str::to_owned));
    Option<String> => |v| Self::Text(v);
    &[u8] => |v| Self::Bytes(Some(v.to_vec()));
    bool => |v| Self::Truth(v);
    NaiveDate => |v| Self::Day(Some(v));
    Option<NaiveDate> => |v| Self::Day(v);
    Moment => |v| Self::Whole(Some(v.micros()));
    Option<Moment> => |v| Self::Whole(v.map(Moment::micros));
    &Id => |v| Self::Text(Some(v.to_string()));
    Option<&Id> => |v| Self::Text(v.map(Id::to_string));
}
impl<U: Unit> From<Given<U>> for Value {
    fn from(given: Given<U>) -> Self {
        Self::Whole(given.known().map(Quantity::micros))
    }
}
impl<U: Unit> From<Option<Quantity<U>>> for Value {
    fn from(given: Option<Quantity<U>>) -> Self {
        Self::Whole(given.map(Quantity::micros))
    }
}

/// The arguments of a statement, in the order of `$1`, `$2`, ….
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::value::Value::from($value)),*] };
}
pub(super) use values;

macro_rules! binder {
    ($name:ident, $engine:ty, $arguments:ty) => {
        /// The statement with its arguments.
        pub(super) fn $name(sql: impl SqlSafeStr, values: Vec<Value>) -> Query<'static, $engine, $arguments> {
            values.into_iter().fold(sqlx::query(sql), |query, value| match value {
                Value::Whole(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
                Value::Truth(v) => query.bind(v),
                Value::Day(v) => query.bind(v),
            })
        }
    };
}
binder!(for_sqlite, Sqlite, SqliteArguments);
binder!(for_postgres, Postgres, PgArguments);

/// One row of an answer.
pub(super) enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// The column at a position, from 0.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where the column holds another type.
    pub fn get<T>(&self, column: usize) -> Result<T>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        let got = match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        };
        got.map_err(StoreError::from)
    }

    /// A moment.
    pub fn moment(&self, column: usize) -> Result<Moment> {
        let micros: i64 = self.get(column)?;
        Moment::from_micros(micros).ok_or_else(|| StoreError::damaged(format_args!("{micros} is no moment")))
    }

    /// A moment, or none.
    pub fn moment_or_none(&self, column: usize) -> Result<Option<Moment>> {
        let micros: Option<i64> = self.get(column)?;
        Ok(micros.and_then(Moment::from_micros))
    }

    /// An identifier.
    pub fn id(&self, column: usize) -> Result<Id> {
        let text: String = self.get(column)?;
        Id::parse(&text).ok_or_else(|| StoreError::damaged(format_args!("{text} is no identifier")))
    }

    /// An identifier, or none.
    pub fn id_or_none(&self, column: usize) -> Result<Option<Id>> {
        let text: Option<String> = self.get(column)?;
        Ok(text.as_deref().and_then(Id::parse))
    }

    /// A count that cannot be below zero.
    pub fn count(&self, column: usize) -> Result<u64> {
        let count: i64 = self.get(column)?;
        u64::try_from(count).map_err(|_| StoreError::damaged(format_args!("a count of {count}")))
    }
}
