//! A stranger's file in, typed records or Problems out. Nothing here decides compliance.

pub mod batch;
pub mod book;
pub mod container;
pub mod corrected;
pub mod delimited;
mod gather;
pub mod input;
pub mod layout;
mod legacy;
pub mod limits;
pub mod lines;
pub mod mapping;
pub mod project_file;
pub mod table;
pub mod template;
mod toml_words;
pub mod value;
pub mod wage_text;
mod xlsx;

pub use crate::domain::field;
