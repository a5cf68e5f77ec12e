//! Holds the plan of the house: who may import whom, where SQL may stand, how long a file may be, and what
//! library code may not do. The table here and the table in `ARCHITECTURE.md` must say the same.

mod rust_source;

use rust_source::{Source, is_name, line_at};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Who may import whom. A room that does not stand here may not be in `src/`. Four rooms are planned and
/// not built; their arrows are drawn already.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("intake", &["domain"]),
    ("rules", &["domain"]),
    ("checks", &["domain", "rules"]),
    ("history", &["domain"]),
    ("privacy", &["domain"]),
    ("report", &["domain", "rules"]),
    ("store", &["domain"]),
    ("service", &["domain", "intake", "rules", "checks", "history", "privacy", "report", "store"]),
    ("web", &["service", "domain", "report"]),
    ("cli", &["service", "web", "intake", "rules", "checks", "report", "domain"]),
];

/// Rooms without a float: everything that holds or compares money, hours and shares.
const EXACT: &[&str] = &["domain", "rules", "checks", "store"];

const LONGEST: usize = 400;
const WORTH_A_LOOK: usize = 250;

/// Names that say nothing about what a file holds.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"];

/// What ends the process, or would.
const GIVES_UP: &[&str] = &[".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!"];

/// A source file of `src/`.
struct File {
    /// Path below `src/`, with `/`.
    path: String,
    text: String,
    source: Source,
}

impl File {
    fn of(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), source: Source::of(text) }
    }

    /// The room, or `None` for `lib.rs` and `main.rs`.
    fn room(&self) -> Option<&str> {
        self.path.split_once('/').map(|(room, _)| room).or_else(|| {
            let stem = self.path.strip_suffix(".rs")?;
            (stem != "lib" && stem != "main").then_some(stem)
        })
    }

    /// The module the file is, as a path: `checks/overtime.rs` is `checks`, `overtime`.
    fn module(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.path.trim_end_matches(".rs").split('/').collect();
        if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
            parts.pop();
        }
        parts
    }
}

/// The rooms a file names, with the line: `crate::room`, `crate::{a, b}`, `plumbline::room`, and chains of
/// `super::` that leave the room.
fn rooms_named(file: &File) -> Vec<(usize, String)> {
    let code = &file.source.code;
    let depth = file.module().len();
    let mut named = Vec::new();
    for root in ["crate", "plumbline"] {
        for (at, _) in code.match_indices(root) {
            let after = &code[at + root.len()..];
            let whole = !code[..at].ends_with(is_name) && !code[..at].trim_end().ends_with("::");
            if let Some(rest) = after.trim_start().strip_prefix("::").filter(|_| whole) {
                named.extend(first_segments(rest).into_iter().map(|room| (line_at(code, at), room)));
            }
        }
    }
    for (at, _) in code.match_indices("super") {
        if code[..at].ends_with(is_name) || code[..at].trim_end().ends_with("::") {
            continue;
        }
        let (mut rest, mut steps) = (&code[at..], 0);
        while let Some(more) = rest.trim_start().strip_prefix("super").and_then(|r| r.trim_start().strip_prefix("::")) {
            (rest, steps) = (more, steps + 1);
        }
        if steps > 0 && steps >= depth {
            named.extend(first_segments(rest).into_iter().map(|room| (line_at(code, at), room)));
        }
    }
    named
}

/// The first names of a path or of a group of paths: `a::b` gives `a`; `{a::b, c}` gives `a` and `c`.
fn first_segments(rest: &str) -> Vec<String> {
    let name = |text: &str| text.trim_start().chars().take_while(|c| is_name(*c)).collect::<String>();
    let Some(group) = rest.trim_start().strip_prefix('{') else { return vec![name(rest)] };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.retain(|n| !n.is_empty());
    found
}

/// Arrows that the table does not draw.
fn forbidden_arrows(file: &File) -> Vec<String> {
    let allowed = |room: &str| ROOMS.iter().find(|(name, _)| *name == room).map(|(_, may)| *may);
    let Some(room) = file.room() else {
        let only = if file.path == "main.rs" { &["cli"][..] } else { return Vec::new() };
        return rooms_named(file)
            .into_iter()
            .filter(|(_, to)| !only.contains(&to.as_str()))
            .map(|(line, to)| format!("src/{}:{line}: the binary may only call cli, not {to}", file.path))
            .collect();
    };
    let Some(may) = allowed(room) else {
        return vec![format!("src/{}: the room {room} is not in the table of rooms", file.path)];
    };
    rooms_named(file)
        .into_iter()
        .filter(|(_, to)| to != room && allowed(to).is_some() && !may.contains(&to.as_str()))
        .map(|(line, to)| format!("src/{}:{line}: {room} may not import {to}", file.path))
        .collect()
}

/// SQL outside `store`: a text that begins like a statement, or the name of a database crate.
fn sql_outside_store(file: &File) -> Vec<String> {
    if file.room() == Some("store") {
        return Vec::new();
    }
    let statement = |text: &str| {
        let text = text.trim_start();
        let has = |begin: &str, then: &str| text.starts_with(begin) && text.contains(then);
        has("SELECT ", "FROM")
            || has("UPDATE ", "SET")
            || ["INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE ", "DROP TABLE ", "PRAGMA "]
                .iter()
                .any(|b| text.starts_with(b))
    };
    let texts = file.source.texts.iter().filter(|(_, text)| statement(text)).map(|(line, _)| *line);
    let crates = file.source.words(&["sqlx::", "rusqlite::", "postgres::", "tokio_postgres::"]).map(|(line, _)| line);
    texts.chain(crates).map(|line| format!("src/{}:{line}: SQL stands outside store", file.path)).collect()
}

/// Pages that read what is kept past the use cases: the store of the house, or a transaction of it.
fn store_in_web(file: &File) -> Vec<String> {
    if file.room() != Some("web") {
        return Vec::new();
    }
    let past = file.source.code.lines().enumerate().filter(|(_, code)| code.contains("service.store"));
    past.map(|(line, _)| format!("src/{}:{}: a page reaches past service into the store", file.path, line + 1)).collect()
}

/// Floats where figures must be exact, literals included.
fn floats(file: &File) -> Vec<String> {
    if !file.room().is_some_and(|room| EXACT.contains(&room)) {
        return Vec::new();
    }
    let named = file.source.words(&["f32", "f64"]).map(|(line, _)| line);
    let literal = float_literals(&file.source.code);
    named.chain(literal).map(|line| format!("src/{}:{line}: a float where figures are exact", file.path)).collect()
}

/// Lines with a literal such as `1.5`; `a.0.1` and `0..5` are none.
fn float_literals(code: &str) -> Vec<usize> {
    let bytes = code.as_bytes();
    let dots = (1..bytes.len().saturating_sub(1)).filter(|&at| bytes[at] == b'.');
    dots.filter(|&at| {
        let digits = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
        let before = (at - digits).checked_sub(1).map(|b| bytes[b]);
        let starts = !before.is_some_and(|b| b == b'.' || is_name(char::from(b)));
        digits > 0 && starts && bytes[at + 1].is_ascii_digit()
    })
    .map(|at| line_at(code, at))
    .collect()
}

/// Calls that end the process on what a file holds.
fn gives_up(file: &File) -> Vec<String> {
    let found = file.source.words(GIVES_UP);
    found.map(|(line, what)| format!("src/{}:{line}: {what} in library code", file.path)).collect()
}

fn empty_name(file: &File) -> Vec<String> {
    let named = file.path.trim_end_matches(".rs").split('/').find(|part| EMPTY_NAMES.contains(part));
    named.map(|name| format!("src/{}: {name} does not say what the file holds", file.path)).into_iter().collect()
}

fn too_long(file: &File) -> Vec<String> {
    let lines = file.text.lines().count();
    if lines > LONGEST { vec![format!("src/{}: {lines} lines, more than {LONGEST}", file.path)] } else { Vec::new() }
}

fn without_module_comment(file: &File) -> Vec<String> {
    let begins = file.text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with("//!"));
    if begins { Vec::new() } else { vec![format!("src/{}: does not begin by saying what it holds (//!)", file.path)] }
}

/// Every file of `src/`, in order; those only compiled for tests apart.
fn files() -> (Vec<File>, Vec<File>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let all: Vec<File> = paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            File::of(&below, &std::fs::read_to_string(path).expect("a readable source file"))
        })
        .collect();
    let of_tests: Vec<String> = all
        .iter()
        .flat_map(|file| {
            let module = file.module().join("/");
            file.source.test_modules.iter().map(move |name| format!("{module}/{name}")).collect::<Vec<_>>()
        })
        .collect();
    all.into_iter().partition(|file| !of_tests.contains(&file.module().join("/")))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Fails with every place at once.
fn none(places: Vec<String>) {
    assert!(places.is_empty(), "\n{}\n", places.join("\n"));
}

#[test]
fn every_import_follows_the_arrows() {
    none(files().0.iter().flat_map(forbidden_arrows).collect());
}

#[test]
fn sql_stands_in_store_alone() {
    none(files().0.iter().flat_map(sql_outside_store).collect());
}

#[test]
fn pages_ask_use_cases_and_not_the_store() {
    none(files().0.iter().flat_map(store_in_web).collect());
    let page = File::of("web/pages/a.rs", "fn f(app: &App) { let tx = app.service.store.snapshot(); }");
    assert_eq!(store_in_web(&page).len(), 1);
}

#[test]
fn no_float_where_figures_are_exact() {
    none(files().0.iter().flat_map(floats).collect());
}

#[test]
fn library_code_never_gives_up() {
    none(files().0.iter().flat_map(gives_up).collect());
}

#[test]
fn names_say_what_files_hold() {
    let (code, tests) = files();
    none(code.iter().chain(&tests).flat_map(empty_name).collect());
}

#[test]
fn no_file_is_too_long() {
    let (code, tests) = files();
    let mut long: Vec<(usize, &str)> = code.iter().chain(&tests).map(|f| (f.text.lines().count(), f.path.as_str())).collect();
    long.retain(|(lines, _)| *lines > WORTH_A_LOOK);
    long.sort_unstable_by(|a, b| b.cmp(a));
    for (lines, path) in long {
        println!("{lines:4} src/{path}");
    }
    none(code.iter().chain(&tests).flat_map(too_long).collect());
}

#[test]
fn every_file_says_what_it_holds() {
    let (code, tests) = files();
    none(code.iter().chain(&tests).flat_map(without_module_comment).collect());
}

#[test]
fn the_table_in_the_book_is_the_table_here() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let (code, tests) = files();
    let built = |room: &str| code.iter().chain(&tests).any(|f| f.room() == Some(room));
    for (room, may) in ROOMS {
        if built(room) {
            let may: Vec<&str> = may.iter().copied().filter(|r| built(r)).collect();
            assert_eq!(table_row(&text, room).as_deref(), Some(may.as_slice()), "the row of {room} in ARCHITECTURE.md");
        }
    }
}

/// The rooms a row of the table lists, planned ones left out of the comparison by the caller.
fn table_row<'a>(text: &'a str, room: &str) -> Option<Vec<&'a str>> {
    let start = format!("| `{room}` |");
    let row = text.lines().find_map(|line| line.strip_prefix(&start))?;
    let cell = row.split('|').next()?;
    Some(cell.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "–").collect())
}

// The checker itself: each rule is shown something it must catch and something it must let pass.

#[test]
fn the_checker_catches_a_forbidden_arrow_however_it_is_written() {
    let cases: BTreeMap<&str, &str> = [
        ("use crate::intake::book::Book;", "checks/a.rs"),
        ("use crate::{domain::money, intake::{book, lines}};", "checks/a.rs"),
        ("fn f() { let x = crate :: service::read::read; }", "checks/a.rs"),
        ("use super::super::intake::book;", "checks/a.rs"),
        ("use super::intake::book;", "checks/mod.rs"),
        ("pub use crate::rules::policy;", "domain/mod.rs"),
        ("use crate::report;", "intake.rs"),
    ]
    .into();
    for (code, path) in cases {
        assert_eq!(forbidden_arrows(&File::of(path, code)).len(), 1, "{path}: {code}");
    }
    assert_eq!(forbidden_arrows(&File::of("attic/mod.rs", "")).len(), 1);
    assert_eq!(forbidden_arrows(&File::of("main.rs", "use plumbline::service::read;")).len(), 1);
}

#[test]
fn the_checker_lets_a_drawn_arrow_pass() {
    for (code, path) in [
        ("use crate::domain::money; use crate::checks::gap; use crate::rules::policy;", "checks/a.rs"),
        ("// use crate::intake::book;\n/// See [`crate::intake`].", "checks/a.rs"),
        ("const A: &str = \"crate::intake\";", "checks/a.rs"),
        ("use super::super::rules_of_thumb;", "checks/a/b.rs"),
        ("#[cfg(test)]\nmod tests { use crate::service::read; }", "checks/a.rs"),
        ("use my_crate::intake; use serde::crate_name;", "checks/a.rs"),
        ("plumbline::cli::run()", "main.rs"),
    ] {
        assert_eq!(forbidden_arrows(&File::of(path, code)), [""; 0], "{path}: {code}");
    }
}

#[test]
fn the_checker_sees_sql_and_not_prose() {
    let sql = |path: &str, code: &str| sql_outside_store(&File::of(path, code)).len();
    assert_eq!(sql("service/a.rs", "q(\"SELECT id FROM payroll\")"), 1);
    assert_eq!(sql("service/a.rs", "q(r#\"\n  INSERT INTO finding VALUES ($1)\"#)"), 1);
    assert_eq!(sql("web/a.rs", "sqlx::query(x)"), 1);
    assert_eq!(sql("store/a.rs", "q(\"SELECT id FROM payroll\")"), 0);
    assert_eq!(sql("service/a.rs", "say(\"Select a sheet from the list\"); say(\"UPDATE the file\")"), 0);
}

#[test]
fn the_checker_sees_floats_and_not_tuples_or_ranges() {
    let seen = |path: &str, code: &str| floats(&File::of(path, code)).len();
    assert_eq!(seen("domain/a.rs", "let x: f64 = y;"), 1);
    assert_eq!(seen("checks/a.rs", "let x = 1.5 * y;"), 1);
    assert_eq!(seen("checks/a.rs", "let x = 1_000.25;"), 1);
    assert_eq!(seen("checks/a.rs", "let x = pair.0.1 + t.1.0; for i in 0..5 {} a[1..2]; 7.max(3); \"1.5\""), 0);
    assert_eq!(seen("intake/a.rs", "let ratio: f64 = 1.5;"), 0);
}

#[test]
fn the_checker_sees_code_that_gives_up() {
    let seen = |code: &str| gives_up(&File::of("intake/a.rs", code)).len();
    for code in ["x.unwrap();", "x\n    .unwrap()", "x.expect(\"why\")", "panic!()", "todo!()", "unimplemented!(\"later\")"] {
        assert_eq!(seen(code), 1, "{code}");
    }
    for code in
        ["x.unwrap_or(1)", "// x.unwrap()", "\"panic!\"", "x.unwrap_or_default()", "#[cfg(test)] mod tests { fn a() { x.unwrap() } }"]
    {
        assert_eq!(seen(code), 0, "{code}");
    }
}

#[test]
fn the_checker_sees_empty_names_long_files_and_silent_ones() {
    assert_eq!(empty_name(&File::of("checks/helpers.rs", "")).len(), 1);
    assert_eq!(empty_name(&File::of("common/mod.rs", "")).len(), 1);
    assert_eq!(empty_name(&File::of("checks/commonwealth.rs", "")).len(), 0);
    assert_eq!(too_long(&File::of("a/b.rs", &"x\n".repeat(401))).len(), 1);
    assert_eq!(too_long(&File::of("a/b.rs", &"x\n".repeat(400))).len(), 0);
    assert_eq!(without_module_comment(&File::of("a/b.rs", "use x;\n//! late")).len(), 1);
    assert_eq!(without_module_comment(&File::of("a/b.rs", "\n//! What it holds.\nuse x;")).len(), 0);
}

#[test]
fn the_checker_reads_a_row_of_the_table() {
    let text = "| room | may import | what |\n|---|---|---|\n| `domain` | – | words |\n| `checks` | domain, rules | x |\n";
    assert_eq!(table_row(text, "domain"), Some(vec![]));
    assert_eq!(table_row(text, "checks"), Some(vec!["domain", "rules"]));
    assert_eq!(table_row(text, "attic"), None);
}
