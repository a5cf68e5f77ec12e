//! The straight line, from the bytes of a file to findings, through the public use cases.

mod delimited_families;
mod determination;
mod hiring_beside_payroll;
mod hiring_rows;
mod kept_aside;
mod planted_faults;
mod project_rows;
mod rows_to_lines;
mod same_bytes;
#[path = "../sheet_rows/mod.rs"]
mod sheet_rows;
mod work;
