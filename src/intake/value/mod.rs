//! The text of a cell as an exact value, or the code of the Problem that stops it.

pub mod date;
pub mod digits;
pub mod number;
pub mod text;
