//! The little Markdown that pages of cases use.

/// A table: headings and rows of trimmed cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings.
    pub headings: Vec<String>,
    /// Rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// As comma-separated text, cells quoted where they must be.
    pub fn to_csv(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.headings).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// What follows a line that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A table.
    Table(Table),
    /// A fenced TOML block.
    Toml(String),
    /// A word in back quotes on the line itself.
    Word(String),
}

/// One `##` section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its heading.
    pub title: String,
    /// Line of the heading, from 1.
    pub line: usize,
    /// Caption without its colon, and what it names.
    pub blocks: Vec<(String, Block)>,
}

/// Why a page cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct PageError {
    /// Line, from 1.
    pub line: usize,
    /// What was seen and what is needed.
    pub message: String,
}

/// The cases of a page.
///
/// # Errors
/// A table that is not one, or a TOML block without its end.
pub fn cases(text: &str) -> Result<Vec<Case>, PageError> {
    let mut cases: Vec<Case> = Vec::new();
    let mut caption = String::new();
    let mut lines = text.lines().enumerate().map(|(i, l)| (i + 1, l)).peekable();
    while let Some((at, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.trim().to_owned(), line: at, blocks: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if line.starts_with("```toml") {
            let mut toml = String::new();
            loop {
                match lines.next() {
                    Some((_, line)) if line.starts_with("```") => break,
                    Some((_, line)) => {
                        toml.push_str(line);
                        toml.push('\n');
                    }
                    None => return Err(PageError { line: at, message: "the TOML block has no end; close it with ```.".to_owned() }),
                }
            }
            case.blocks.push((std::mem::take(&mut caption), Block::Toml(toml)));
        } else if line.starts_with('|') {
            let mut table = Table { headings: cells(line), rows: Vec::new() };
            if lines.next_if(|(_, l)| l.starts_with("|-") || l.starts_with("| -")).is_none() {
                return Err(PageError { line: at, message: "a table needs a line of dashes under its headings.".to_owned() });
            }
            while let Some((at, row)) = lines.next_if(|(_, l)| l.starts_with('|')) {
                let row = cells(row);
                if row.len() != table.headings.len() {
                    let message = format!("the row has {} cells under {} headings.", row.len(), table.headings.len());
                    return Err(PageError { line: at, message });
                }
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
    Ok(cases)
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(|c| c.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_belong_to_the_line_that_names_them() {
        let text = "# page\n\n## one\n\nWords.\n\nRule: `us/x`.\n\nProject:\n\n```toml\ncity = \"B\"\n```\n\nPayroll:\n\n| a | b |\n|---|---|\n| 1 | |\n";
        let cases = cases(text).unwrap();
        assert_eq!(cases.len(), 1);
        assert_eq!((cases[0].title.as_str(), cases[0].line), ("one", 3));
        assert_eq!(cases[0].blocks[0], ("Rule".to_owned(), Block::Word("us/x".to_owned())));
        assert_eq!(cases[0].blocks[1], ("Project".to_owned(), Block::Toml("city = \"B\"\n".to_owned())));
        let Block::Table(table) = &cases[0].blocks[2].1 else { panic!("a table") };
        assert_eq!(table.to_csv(), "a,b\n1,\n");
    }

    #[test]
    fn a_page_that_cannot_be_read_names_the_line() {
        let message = |text: &str| cases(text).unwrap_err().to_string();
        assert_eq!(message("## x\n| a |\n| 1 |\n"), "line 2: a table needs a line of dashes under its headings.");
        assert_eq!(message("## x\n| a |\n|---|\n| 1 | 2 |\n"), "line 4: the row has 2 cells under 1 headings.");
        assert_eq!(message("## x\n```toml\na = 1\n"), "line 2: the TOML block has no end; close it with ```.");
    }
}
