//! Reads and checks one uploaded file in a process of its own, and says everything a person needs to see of it.
//!
//! `examine` is pure: the same request over the same bytes gives the same [`Examination`].
//! `plumbline examine` runs it with the request on standard input, and `child::run` starts that command under limits.

mod answer;
pub mod child;
pub mod choices;
pub mod compare;
mod day;
mod finding_seen;
mod kept_line;
mod notes_copy;
mod reading;
mod request;
mod seen;
pub mod shape;
mod sheet;

pub use answer::{
    CellText, ColumnSeen, CountsSeen, Examination, InputSeen, NoteSeen, OutcomeWord, OwedTo, ProblemSeen, RowNotUsed, RowSeen, RowsSeen,
    RuleSeen,
};
pub use finding_seen::{CellSeen, CitationSeen, ExcerptCell, ExcerptSeen, ExposureSeen, FindingSeen, MissingSeen, StepSeen, SubjectSeen};
pub use kept_line::KeptLine;
pub use notes_copy::{CopyFault, notes_copy};
pub use reading::{ExamineFault, examine, examine_under};
pub use request::{Correction, ExamineRequest, LimitsWord};
