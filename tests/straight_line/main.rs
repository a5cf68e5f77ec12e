//! The straight line, from the bytes of a file to findings, through the public use cases.

mod delimited_families;
mod kept_aside;
mod planted_faults;
mod project_rows;
mod rows_to_lines;
mod same_bytes;
mod waived_and_known;
mod work;
