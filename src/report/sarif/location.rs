//! Places: the file, the cells as lines and columns, and the address a spreadsheet shows.

use crate::domain::place::CellRange;
use crate::domain::problem::Site;
use crate::domain::run::Run;
use crate::report::place;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
pub(super) struct ArtifactLocation {
    uri: String,
}

impl ArtifactLocation {
    /// A file's name as a relative address.
    pub fn of(name: &str) -> Self {
        let mut uri = String::with_capacity(name.len());
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                uri.push(byte as char);
            } else {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
        Self { uri }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

/// A run of cells. A row is a line and a column a column; the end column is the one after the last.
pub(super) fn of_cells(run: &Run, range: CellRange) -> Option<Location> {
    let input = place::input_of(run, range.sheet)?;
    let column = u32::from(range.column) + 1;
    Some(Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation::of(&input.name),
            region: (range.first_row > 0).then(|| Region {
                start_line: range.first_row,
                start_column: column,
                end_line: range.last_row,
                end_column: column + 1,
            }),
        },
        logical_locations: vec![LogicalLocation { fully_qualified_name: place::cells(run, range) }],
    })
}

/// Where a Problem stands, with the file if it is known.
pub(super) fn of_site(run: &Run, site: &Site) -> Option<Location> {
    if let Some(range) = place::range_of_site(site)
        && let Some(location) = of_cells(run, range)
    {
        return Some(location);
    }
    let input = place::input_of_site(run, site)?;
    let words = place::site(run, site);
    let logical = if words == input.name { Vec::new() } else { vec![LogicalLocation { fully_qualified_name: words }] };
    Some(Location { physical_location: of_file(&input.name), logical_locations: logical })
}

/// The first file, for a finding that rests on no cell.
pub(super) fn of_run(run: &Run) -> Option<Location> {
    let input = run.inputs.first()?;
    Some(Location { physical_location: of_file(&input.name), logical_locations: Vec::new() })
}

fn of_file(name: &str) -> PhysicalLocation {
    PhysicalLocation { artifact_location: ArtifactLocation::of(name), region: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_becomes_a_relative_address() {
        assert_eq!(ArtifactLocation::of("week 7: pay.xlsx").uri, "week%207%3A%20pay.xlsx");
    }
}
