//! Aligned columns: as wide as their widest cell, two spaces apart.

use super::paper::width;

/// Which edge a column keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Left,
    Right,
}

/// The lines of a table, without spaces at their ends. A column that is empty in every row is left out.
pub(super) fn align(rows: &[Vec<String>], edges: &[Edge]) -> Vec<String> {
    let mut widths = vec![0; edges.len()];
    for row in rows {
        for (most, cell) in widths.iter_mut().zip(row) {
            *most = (*most).max(width(cell));
        }
    }
    rows.iter().map(|row| line(row, &widths, edges)).collect()
}

fn line(row: &[String], widths: &[usize], edges: &[Edge]) -> String {
    let mut text = String::new();
    let mut first = true;
    for ((cell, most), edge) in row.iter().zip(widths).zip(edges) {
        if *most == 0 {
            continue;
        }
        if !first {
            text.push_str("  ");
        }
        first = false;
        let space = " ".repeat(most - width(cell));
        match edge {
            Edge::Left => {
                text.push_str(cell);
                text.push_str(&space);
            }
            Edge::Right => {
                text.push_str(&space);
                text.push_str(cell);
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_under_each_other() {
        let rows = [["due", "", "91.50"], ["paid", "", "8.00"]].map(|r| r.map(str::to_owned).to_vec());
        assert_eq!(align(&rows, &[Edge::Left, Edge::Left, Edge::Right]), ["due   91.50", "paid   8.00"]);
    }
}
