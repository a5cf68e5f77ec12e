//! What a package holds, as its content types and relationships say.

use super::feed::{BLOCK, Feed};
use super::tokens::{Event, Tokens};
use crate::domain::problem::{Problem, Site};
use crate::intake::container::PackageKind;
use crate::intake::container::inflate::PartReader;
use crate::intake::container::package::Package;
use crate::intake::container::refusal;
use crate::intake::limits::Limits;
use std::collections::BTreeMap;
use std::sync::Arc;

const ODS_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// One relationship of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relationship {
    pub(super) id: String,
    /// Last step of its type: `worksheet`, `styles`, ….
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) external: bool,
}

/// What kind of document a package is.
///
/// # Errors
/// `book.macro` where a content type says so, `xml.*` and `zip.*` for the parts read on the way.
pub(crate) fn kind_of(package: &Arc<Package>, limits: &Limits) -> Result<PackageKind, Box<Problem>> {
    if let Some(mimetype) = package.find("mimetype") {
        let ours = start_of(package, mimetype, limits)?.starts_with(ODS_TYPE);
        return Ok(if ours { PackageKind::Ods } else { PackageKind::Document });
    }
    if package.find("[Content_Types].xml").is_none() {
        let ods = package.find("content.xml").is_some() && package.find("META-INF/manifest.xml").is_some();
        return Ok(if ods { PackageKind::Ods } else { PackageKind::Other });
    }
    let types = content_types(package, limits)?;
    let Some(workbook) = workbook_part(package, limits)? else {
        let parts = |folder: &str| package.entries().iter().any(|e| e.name.starts_with(folder));
        let damaged = parts("xl/");
        let missing = || refusal("book.malformed", Site::File, "", "a package that names its workbook");
        return if damaged { Err(missing()) } else { Ok(PackageKind::Document) };
    };
    let workbook = workbook.to_ascii_lowercase();
    let ending = workbook.rsplit_once('.').map_or("", |(_, ending)| ending);
    // `*.xml` says nothing: every part ends so.
    let by_ending = || types.get(&format!("*.{ending}")).filter(|_| ending != "xml");
    let kind = types.get(&format!("/{workbook}")).or_else(by_ending).map_or("", String::as_str);
    if kind.contains("sheet.binary") {
        return Ok(PackageKind::Xlsb);
    }
    if types.values().any(|t| t.contains("macroenabled") || t.contains("vbaproject")) {
        return Err(refusal("book.macro", Site::Part("[Content_Types].xml".to_owned()), "macros", "a workbook without macros (.xlsx)"));
    }
    let sheet = kind.contains("spreadsheetml.sheet") || kind.contains("spreadsheetml.template");
    let unnamed = kind.is_empty() && workbook.ends_with("workbook.xml");
    Ok(if sheet || unnamed { PackageKind::Xlsx } else { PackageKind::Document })
}

/// Path of the part that the package calls its document.
pub(super) fn workbook_part(package: &Arc<Package>, limits: &Limits) -> Result<Option<String>, Box<Problem>> {
    let Some(rels) = package.find("_rels/.rels") else { return Ok(None) };
    let document = relationships(package, rels, limits)?.into_iter().find(|r| r.kind == "officeDocument" && !r.external);
    Ok(document.and_then(|r| resolve("", &r.target)))
}

/// The relationships of a part, for example of `xl/workbook.xml`; none if it has no such list.
pub(super) fn relationships_of(package: &Arc<Package>, part: &str, limits: &Limits) -> Result<Vec<Relationship>, Box<Problem>> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    package.find(&path).map_or(Ok(Vec::new()), |rels| relationships(package, rels, limits))
}

fn relationships(package: &Arc<Package>, entry: usize, limits: &Limits) -> Result<Vec<Relationship>, Box<Problem>> {
    let mut tokens = tokens(package, entry, limits)?;
    tokens.expect_root(b"Relationships")?;
    let mut found = Vec::new();
    loop {
        match tokens.next()? {
            Event::Start if tokens.is(b"Relationship") => {
                let kind = tokens.attribute_text(b"Type")?.unwrap_or_default();
                found.push(Relationship {
                    id: tokens.attribute_text(b"Id")?.unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: tokens.attribute_text(b"Target")?.unwrap_or_default(),
                    external: tokens.attribute(b"TargetMode") == Some(b"External"),
                });
            }
            Event::Done => return Ok(found),
            _ => {}
        }
    }
}

/// Content types by part name, in small letters. Defaults stand under `*.ending`.
fn content_types(package: &Arc<Package>, limits: &Limits) -> Result<BTreeMap<String, String>, Box<Problem>> {
    let Some(entry) = package.find("[Content_Types].xml") else { return Ok(BTreeMap::new()) };
    let mut tokens = tokens(package, entry, limits)?;
    tokens.expect_root(b"Types")?;
    let mut types = BTreeMap::new();
    loop {
        match tokens.next()? {
            Event::Start => {
                let kind = tokens.attribute_text(b"ContentType")?.unwrap_or_default().to_ascii_lowercase();
                let key = match tokens.local() {
                    Some(b"Override") => tokens.attribute_text(b"PartName")?,
                    Some(b"Default") => tokens.attribute_text(b"Extension")?.map(|ending| format!("*.{ending}")),
                    _ => None,
                };
                if let Some(key) = key {
                    types.insert(key.to_ascii_lowercase(), kind);
                }
            }
            Event::Done => return Ok(types),
            _ => {}
        }
    }
}

/// Refuses a package any part of which begins with a DOCTYPE, read or not.
pub(super) fn no_doctype_anywhere(package: &Arc<Package>, limits: &Limits) -> Result<(), Box<Problem>> {
    for (index, entry) in package.entries().iter().enumerate() {
        let name = entry.name.to_ascii_lowercase();
        if ![".xml", ".rels", ".vml"].iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let part = PartReader::new(Arc::clone(package), index, limits);
        let first = Tokens::new(Feed::here(part, 4096), limits).next();
        if let Err(problem) = first
            && problem.code == "xml.dtd"
        {
            return Err(problem);
        }
    }
    Ok(())
}

/// A part that is read whole, event by event.
pub(crate) fn tokens(package: &Arc<Package>, entry: usize, limits: &Limits) -> Result<Tokens, Box<Problem>> {
    let declared = package.entry(entry).map_or(0, |e| e.unpacked);
    if declared > limits.part_bytes {
        let name = package.entry(entry).map_or("", |e| e.name.as_str());
        let most = format!("at most {} bytes unpacked", limits.part_bytes);
        return Err(refusal("zip.unpacked_size", Site::Part(name.to_owned()), format!("{declared} bytes unpacked"), most));
    }
    let part = PartReader::new(Arc::clone(package), entry, limits);
    Ok(Tokens::new(Feed::here(part, block_for(declared)), limits))
}

/// One block for a small part, so that it takes no more memory than it has bytes.
pub(super) fn block_for(declared: u64) -> usize {
    usize::try_from(declared).unwrap_or(BLOCK).saturating_add(1).min(BLOCK)
}

/// The path a target means, seen from a folder; `None` if it leaves the package.
pub(super) fn resolve(folder: &str, target: &str) -> Option<String> {
    let (mut steps, target): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(absolute) => (Vec::new(), absolute),
        None => (folder.split('/').filter(|s| !s.is_empty()).collect(), target),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            _ => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}

fn start_of(package: &Arc<Package>, entry: usize, limits: &Limits) -> Result<Vec<u8>, Box<Problem>> {
    let mut start = vec![0; 128];
    let filled = PartReader::new(Arc::clone(package), entry, limits).fill(&mut start)?;
    start.truncate(filled);
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_and_never_leave_the_package() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml").as_deref(), Some("xl/worksheets/sheet1.xml"));
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml").as_deref(), Some("xl/worksheets/sheet1.xml"));
        assert_eq!(resolve("xl", "../xl/styles.xml").as_deref(), Some("xl/styles.xml"));
        assert_eq!(resolve("xl", "../../etc/passwd"), None);
        assert_eq!(resolve("", ""), None);
    }
}
