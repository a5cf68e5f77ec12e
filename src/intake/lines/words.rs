//! Cells that hold text, and what may not stand in them.

use super::{LineBatch, LineReader, Note};
use crate::domain::names::{Names, Sym};
use crate::domain::problem::NotChecked;
use crate::intake::batch::{CellKind, RawCell};
use crate::intake::value::text as letters;

impl LineReader<'_> {
    /// Keeps a text as a name of this reader's table.
    #[inline]
    pub(super) fn keep(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        if matches!(cell.kind, CellKind::Error | CellKind::FormulaWithoutValue) {
            let code = if cell.kind == CellKind::Error { "cell.formula_error" } else { "cell.formula_no_value" };
            self.hold(code, cell, text, row, "text", NotChecked::Row, out);
            return Sym::NONE;
        }
        if let Some((sym, true)) = self.memo.spellings.find_recent(text) {
            return sym;
        }
        self.kept_as(cell, text, row, names, out)
    }

    /// The name a text is kept as. A text met before is looked up as it stands in the file; a new one is tidied. What deserves a word gets it
    /// at every cell, so that the notes do not depend on which thread met the text first.
    fn kept_as(&mut self, cell: &RawCell, text: &str, row: u32, names: &mut Names, out: &mut LineBatch) -> Sym {
        let known = self.memo.spellings.find(text);
        if let Some((sym, true)) = known {
            return sym;
        }
        let plain = self.look_for_personal_data(cell, text, row, out);
        if let Some((sym, _)) = known {
            return sym;
        }
        let sym = names.intern(&letters::tidy(text));
        self.memo.spellings.keep(text, (sym, plain));
        sym
    }

    /// Full Social Security numbers wherever they stand, and letters that hide. True if there is nothing
    /// to say.
    pub(super) fn look_for_personal_data(&mut self, cell: &RawCell, text: &str, row: u32, out: &mut LineBatch) -> bool {
        let mut plain = true;
        if text.len() > self.limits.cell_chars && text.chars().count() > self.limits.cell_chars {
            plain = false;
            self.hold("cell.text_too_long", cell, "", row, "text of at most 32,767 characters", NotChecked::File, out);
        }
        if letters::holds_full_ssn(text) {
            plain = false;
            self.hold("pii.full_ssn", cell, "", row, "at most the last four digits", NotChecked::File, out);
        }
        if let Some(code) = letters::suspicious(text) {
            plain = false;
            out.notes.push(Note { code, row, column: cell.column });
        }
        plain
    }
}
