//! The workbook part: its sheets, its calendar, and what it says about itself.

use super::content::{self, Relationship, resolve};
use super::tokens::{Event, Tokens};
use crate::domain::problem::{Problem, Site};
use crate::intake::container::package::Package;
use crate::intake::container::refusal;
use crate::intake::limits::Limits;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the workbook part says.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// Worksheets in the order of their tabs.
    pub(super) sheets: Vec<WorkbookSheet>,
    /// Tabs that are no worksheets: charts, dialogs.
    pub(super) other_tabs: Vec<String>,
    /// Serial dates count from 1904.
    pub(super) dates_from_1904: bool,
    /// The program that wrote it did not calculate: every formula is to be calculated on opening.
    pub(super) calculate_on_load: bool,
    /// Other workbooks it refers to.
    pub(super) external_links: usize,
    /// The part of texts.
    pub(super) shared_strings: Option<usize>,
    /// The part of styles.
    pub(super) styles: Option<usize>,
}

/// One worksheet.
#[derive(Debug)]
pub(super) struct WorkbookSheet {
    pub(super) name: String,
    pub(super) hidden: Option<&'static str>,
    /// Its part.
    pub(super) entry: usize,
}

struct Tab {
    name: String,
    hidden: Option<&'static str>,
    relationship: String,
}

/// Reads the workbook part and finds the parts it names.
pub(super) fn read(package: &Arc<Package>, limits: &Limits) -> Result<Workbook, Box<Problem>> {
    let path = content::workbook_part(package, limits)?.ok_or_else(|| malformed("a package that names its workbook"))?;
    let entry = package.find(&path).ok_or_else(|| malformed("the workbook part the package names"))?;
    let relationships = content::relationships_of(package, &path, limits)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut workbook = Workbook::default();
    let tabs = read_part(content::tokens(package, entry, limits)?, &mut workbook)?;
    if tabs.len() > limits.sheets {
        return Err(refusal("book.sheets", Site::File, format!("{} sheets", tabs.len()), format!("at most {} sheets", limits.sheets)));
    }
    let part_of = |r: &Relationship| resolve(folder, &r.target).filter(|_| !r.external).and_then(|path| package.find(&path));
    let one = |kind: &str| relationships.iter().find(|r| r.kind == kind);
    // A list that is named and not there is a damaged book; one that is not named is not needed.
    let lost = |kind: &'static str| malformed(if kind == "styles" { "the part of styles it names" } else { "the part of texts it names" });
    let named = |kind: &'static str| one(kind).map(|r| part_of(r).ok_or_else(|| lost(kind))).transpose();
    workbook.shared_strings = named("sharedStrings")?;
    workbook.styles = named("styles")?;
    workbook.external_links = relationships.iter().filter(|r| r.kind == "externalLink").count();
    let (mut names, mut parts) = (BTreeSet::new(), BTreeSet::new());
    for tab in tabs {
        let relationship = relationships.iter().find(|r| r.id == tab.relationship);
        let relationship = relationship.ok_or_else(|| malformed("a part for every sheet"))?;
        match relationship.kind.as_str() {
            "worksheet" => {}
            "chartsheet" | "dialogsheet" => {
                workbook.other_tabs.push(tab.name);
                continue;
            }
            "xlMacrosheet" | "xlIntlMacrosheet" => {
                return Err(refusal("book.macro", Site::Sheet(tab.name), "a macro sheet", "a workbook without macros (.xlsx)"));
            }
            _ => return Err(malformed("sheets that are worksheets or charts")),
        }
        let entry = part_of(relationship).ok_or_else(|| malformed("a part for every sheet"))?;
        if !names.insert(tab.name.to_lowercase()) || !parts.insert(entry) {
            return Err(refusal("book.malformed", Site::Sheet(tab.name), "two sheets", "one sheet of each name and part"));
        }
        workbook.sheets.push(WorkbookSheet { name: tab.name, hidden: tab.hidden, entry });
    }
    Ok(workbook)
}

fn read_part(mut tokens: Tokens, workbook: &mut Workbook) -> Result<Vec<Tab>, Box<Problem>> {
    tokens.expect_root(b"workbook")?;
    super::expect_main_namespace(&tokens)?;
    let (mut tabs, mut in_sheets) = (Vec::new(), false);
    loop {
        match tokens.next()? {
            Event::Start if tokens.depth() == 2 => {
                in_sheets = tokens.is(b"sheets");
                if tokens.is(b"workbookPr") {
                    workbook.dates_from_1904 = tokens.flag(b"date1904");
                } else if tokens.is(b"calcPr") {
                    workbook.calculate_on_load = tokens.flag(b"fullCalcOnLoad");
                }
            }
            Event::Start if tokens.depth() == 3 && in_sheets && tokens.is(b"sheet") => tabs.push(Tab {
                name: tokens.attribute_text(b"name")?.unwrap_or_default(),
                hidden: match tokens.attribute(b"state") {
                    Some(b"hidden") => Some("hidden"),
                    Some(b"veryHidden") => Some("hidden so that the menu does not show it"),
                    _ => None,
                },
                relationship: relationship_id(&tokens)?,
            }),
            Event::Done => return Ok(tabs),
            _ => {}
        }
    }
}

/// `r:id`, whatever the prefix; an `id` without a prefix is not it.
fn relationship_id(tokens: &Tokens) -> Result<String, Box<Problem>> {
    let prefixed = tokens.attributes().find(|(name, _)| name.ends_with(b":id")).map(|(_, value)| value.to_vec());
    prefixed.and_then(|value| String::from_utf8(value).ok()).ok_or_else(|| tokens.malformed())
}

fn malformed(expected: &'static str) -> Box<Problem> {
    refusal("book.malformed", Site::File, "", expected)
}
