#![no_main]
//! A whole file, under the name its first byte picks. It must be read or refused.

use libfuzzer_sys::fuzz_target;
use plumbline::intake::book::Chunk;
use plumbline::intake::container;
use plumbline::intake::input::Input;
use plumbline::intake::limits::{Limits, Profile};

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    // Old formats go through another library, whose faults are known; ours are looked for here.
    let name = ["payroll.xlsx", "payroll.ods", "payroll", "payroll.csv"][usize::from(first) % 4];
    let mut limits = Limits::of(Profile::Upload);
    limits.older_formats = name == "payroll.ods";
    let Ok(book) = container::open(name, Input::Bytes(bytes.into()), &limits) else { return };
    for sheet in 0..book.sheets().len() {
        let Ok(mut rows) = book.rows(sheet) else { continue };
        let mut last = 0;
        while let Ok(Some(chunk)) = rows.next() {
            if let Chunk::Rows(batch) = chunk {
                for row in &batch.rows {
                    assert!(row.row > last, "rows ascend");
                    last = row.row;
                    let cells = batch.cells_of(row);
                    assert!(cells.windows(2).all(|two| two[0].column < two[1].column), "columns ascend");
                    assert!(cells.iter().all(|cell| batch.text_of(cell).chars().count() <= 32_767), "texts fit a cell");
                }
            }
        }
    }
});
