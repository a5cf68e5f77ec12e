//! The little Markdown that check pages use.

/// A table: headings and rows of trimmed cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// What follows a line that names it.
#[derive(Clone, Debug)]
pub enum Block {
    Table(Table),
    Toml(String),
    Text(String),
    Word(String),
}

/// One `##` section.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub title: String,
    /// Caption without its colon, and what it names.
    pub blocks: Vec<(String, Block)>,
}

pub fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut caption = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.trim().to_owned(), blocks: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if line.starts_with("```toml") || line.starts_with("```text") {
            let mut inside = String::new();
            for line in lines.by_ref().take_while(|l| !l.starts_with("```")) {
                inside.push_str(line);
                inside.push('\n');
            }
            let block = if line.starts_with("```toml") { Block::Toml(inside) } else { Block::Text(inside) };
            case.blocks.push((std::mem::take(&mut caption), block));
        } else if line.starts_with('|') {
            let mut table = Table { headings: cells(line), rows: Vec::new() };
            let rule = lines.next().unwrap_or_default();
            assert!(rule.starts_with("|-") || rule.starts_with("| -"), "{}: a table needs a rule under its headings: {line}", case.title);
            while let Some(row) = lines.next_if(|l| l.starts_with('|')) {
                let row = cells(row);
                assert_eq!(row.len(), table.headings.len(), "{}: {row:?} does not fit {:?}", case.title, table.headings);
                table.rows.push(row);
            }
            case.blocks.push((std::mem::take(&mut caption), Block::Table(table)));
        } else if let Some(named) = line.trim().strip_suffix(':') {
            named.clone_into(&mut caption);
        } else if let Some((name, word)) = line.split_once(": `") {
            case.blocks.push((name.to_owned(), Block::Word(word.trim_end_matches(['`', '.']).to_owned())));
        } else if !line.trim().is_empty() {
            caption.clear();
        }
    }
    cases
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|c| c.trim().to_owned()).collect()
}
