//! How much is read: the server's limits for an upload, and wider ones for one's own files.
//!
//! A limit that is hit is named with its value and how to raise it.

/// Which set of limits holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// What the server applies to an upload. Nothing impossible passes: a day over 24 hours is held.
    Upload,
    /// For one's own files: the grid of a spreadsheet, the same refusals of malformed or ambiguous
    /// content. Figures that can be read but cannot be true are read and left to the checks.
    Local,
}

/// Bounds on reading one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The set these belong to.
    pub profile: Profile,
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Parts of a zip package.
    pub zip_entries: usize,
    /// Bytes of all parts together, unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of one part, unpacked.
    pub part_bytes: u64,
    /// How many times a part over 1 MiB may shrink.
    pub part_ratio: u64,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Rows of a sheet.
    pub rows: u32,
    /// Columns of a sheet.
    pub columns: u16,
    /// Cells of a sheet.
    pub cells: u64,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Bytes of one line of delimited text.
    pub line_bytes: usize,
    /// Nesting depth of a part.
    pub xml_depth: usize,
    /// Attributes of one element.
    pub xml_attributes: usize,
    /// Older formats (xls, xlsb, ods) are read.
    pub older_formats: bool,
    /// Home addresses, telephone numbers and e-mail addresses refuse the file.
    pub refuse_contact_data: bool,
}

const MIB: u64 = 1 << 20;

impl Limits {
    /// The limits of a profile.
    pub fn of(profile: Profile) -> Self {
        match profile {
            Profile::Upload => Self {
                profile,
                file_bytes: 10 * MIB,
                zip_entries: 512,
                unpacked_bytes: 100 * MIB,
                part_bytes: 64 * MIB,
                part_ratio: 200,
                sheets: 64,
                rows: 20_000,
                columns: 256,
                cells: 1_000_000,
                cell_chars: 32_767,
                line_bytes: MIB as usize,
                xml_depth: 64,
                xml_attributes: 256,
                older_formats: false,
                refuse_contact_data: true,
            },
            Profile::Local => Self {
                profile,
                file_bytes: 2048 * MIB,
                zip_entries: 4096,
                unpacked_bytes: 4096 * MIB,
                part_bytes: 1024 * MIB,
                part_ratio: 400,
                sheets: 1024,
                rows: 1_048_576,
                columns: 16_384,
                cells: 200_000_000,
                cell_chars: 32_767,
                line_bytes: 16 * MIB as usize,
                xml_depth: 64,
                xml_attributes: 256,
                older_formats: true,
                refuse_contact_data: false,
            },
        }
    }
}
