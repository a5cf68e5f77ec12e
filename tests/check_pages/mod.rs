//! Check pages: Markdown that explains a check and is its test.
//!
//! A page has cases, one per `##` heading. A case holds, in any order and each after a line that names
//! it: `Rule:` (a policy's name, or a TOML block: clauses alone, or a whole file), `Project:` (a TOML
//! block), `Wage determination ID [modification N] [from DAY] [until DAY] [published DAY]
//! [for-project]:` (a table) or `Wage determination text [from DAY] [until DAY]:` (a text block), `People:`, `Payroll:`,
//! `Hiring log:`, `Job orders:`, `Referrals:` (each also as `Hiring log, 2 rows unread:`), `Findings:` and `Counts:`
//! (tables). Columns are named like fields; headings stand in row 1. Cells of a hiring table are shown with the
//! first word of its name: `Hiring!B2`. `Beside ID:` gives a policy that the rule names,
//! `As of:` the day the rules are known as of.

pub mod hiring;
pub mod markdown;
pub mod payroll;
pub mod pipeline;
pub mod scenario;
