//! How fast a workbook is read: `cargo bench --bench xlsx [-- FILE.xlsx]`. Without a file, one is written
//! first: 50,000 payroll lines of 35 cells with inline texts, as programs that stream their output write.

use plumbline::intake::book::Chunk;
use plumbline::intake::container;
use plumbline::intake::input::Input;
use plumbline::intake::limits::{Limits, Profile};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given = std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from);
    let folder = tempfile::tempdir()?;
    let path = match given {
        Some(path) => path,
        None => write_payroll(&folder.path().join("payroll.xlsx"), 50_000)?,
    };
    let mut times: Vec<(Duration, u64, u64)> = Vec::new();
    for _ in 0..5 {
        times.push(read(&path)?);
    }
    times.sort_unstable();
    let (best, rows, cells) = times[0];
    let median = times[times.len() / 2].0;
    println!("{}: {rows} rows, {cells} cells; best {best:.3?}, median {median:.3?}, {} peak", path.display(), peak());
    Ok(())
}

fn read(path: &Path) -> Result<(Duration, u64, u64), String> {
    let start = Instant::now();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let say = |problem: Box<plumbline::domain::problem::Problem>| format!("{problem:?}");
    let book = container::open(&name, Input::Path(path.to_owned()), &Limits::of(Profile::Local)).map_err(say)?;
    let (mut rows, mut cells) = (0, 0);
    for sheet in 0..book.sheets().len() {
        let mut stream = book.rows(sheet).map_err(say)?;
        while let Some(chunk) = stream.next().map_err(say)? {
            if let Chunk::Rows(batch) = chunk {
                rows += batch.rows.len() as u64;
                cells += batch.cells.len() as u64;
            }
        }
    }
    Ok((start.elapsed(), rows, cells))
}

fn write_payroll(path: &Path, lines: u32) -> Result<PathBuf, rust_xlsxwriter::XlsxError> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for column in 0..35 {
        sheet.write(0, column, format!("column_{column}"))?;
    }
    for row in 1..=lines {
        for column in 0..14 {
            sheet.write(row, column, format!("text {} of {}", column, row % 500))?;
        }
        for column in 14..35_u16 {
            sheet.write(row, column, f64::from((row * u32::from(column)) % 4_000) / 100.0)?;
        }
    }
    workbook.save(path)?;
    Ok(path.to_owned())
}

/// The most memory this process ever held, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("unknown");
    line.trim().to_owned()
}
