//! What changed between two versions of a week, cell by cell.

use crate::service::examine::CellText;
use crate::service::fault::Fault;
use crate::store::{Id, Transaction, examinations};
use std::collections::BTreeMap;

/// A cell that is another one than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// Sheet name.
    pub sheet: String,
    /// The cell: `F12`.
    pub cell: String,
    /// What stood there; empty where nothing did.
    pub before: String,
    /// What stands there.
    pub after: String,
}

/// Cells that are listed; the page says how many more there are.
pub(super) const MOST: usize = 200;

type Sheet = BTreeMap<(String, u32, u16), String>;

/// The cells that changed from one reading to another, and how many there are in all.
pub(super) async fn between(tx: &mut Transaction, before: Id, after: Id) -> Result<(Vec<CellChange>, usize), Fault> {
    let (before, after) = (cells(tx, before).await?, cells(tx, after).await?);
    Ok(differences(&before, &after))
}

fn differences(before: &Sheet, after: &Sheet) -> (Vec<CellChange>, usize) {
    let places: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let text = |sheet: &Sheet, place| sheet.get(place).cloned().unwrap_or_default();
    let mut changes: Vec<CellChange> = places
        .into_iter()
        .map(|place| CellChange {
            sheet: place.0.clone(),
            cell: format!("{}{}", letters(place.2), place.1),
            before: text(before, place),
            after: text(after, place),
        })
        .filter(|change| change.before != change.after)
        .collect();
    let all = changes.len();
    changes.truncate(MOST);
    (changes, all)
}

async fn cells(tx: &mut Transaction, examination: Id) -> Result<Sheet, Fault> {
    const PAGE: u16 = 2_000;
    let (mut found, mut from) = (Sheet::new(), 0);
    loop {
        let page = examinations::rows(tx, examination, from, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(found) };
        from = last + 1;
        for (_, row) in page {
            let cells: Vec<CellText> = serde_json::from_str(&row.cells).map_err(|error| Fault::Ours(format!("cells of a row: {error}")))?;
            found.extend(cells.into_iter().map(|cell| ((row.sheet.clone(), row.row, cell.column), cell.text)));
        }
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(column: u16) -> String {
    let (mut column, mut letters) = (u32::from(column) + 1, Vec::new());
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        column /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_came_went_or_changed_is_named() {
        let sheet = |cells: &[(u32, u16, &str)]| -> Sheet {
            cells.iter().map(|(row, column, text)| (("Payroll".to_owned(), *row, *column), (*text).to_owned())).collect()
        };
        let before = sheet(&[(2, 0, "W1"), (2, 5, "8,5"), (3, 0, "W2")]);
        let after = sheet(&[(2, 0, "W1"), (2, 5, "8.5"), (2, 27, "new")]);
        let (changes, all) = differences(&before, &after);
        let told: Vec<_> = changes.iter().map(|c| (c.cell.as_str(), c.before.as_str(), c.after.as_str())).collect();
        assert_eq!((told, all), (vec![("F2", "8,5", "8.5"), ("AB2", "", "new"), ("A3", "W2", "")], 3));
        assert_eq!([letters(25), letters(26), letters(701), letters(702)], ["Z", "AA", "ZZ", "AAA"]);
    }
}
