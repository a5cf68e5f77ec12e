//! Money, rates and hours in a column: the count of millionths they are in memory, so nothing is rounded on the way.

use crate::domain::quantity::{Given, Quantity, Unit};
use sqlx::database::Database;
use sqlx::error::BoxDynError;
use sqlx::{Decode, Type};

impl<DB: Database, U: Unit> Type<DB> for Quantity<U>
where
    i64: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <i64 as Type<DB>>::type_info()
    }
    fn compatible(other: &DB::TypeInfo) -> bool {
        <i64 as Type<DB>>::compatible(other)
    }
}
impl<'r, DB: Database, U: Unit> Decode<'r, DB> for Quantity<U>
where
    i64: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        <i64 as Decode<DB>>::decode(value).map(Self::from_micros)
    }
}

/// A column that may be NULL, as a reading that may not have been given.
pub(super) fn given<U: Unit>(value: Option<Quantity<U>>) -> Given<U> {
    value.into()
}
