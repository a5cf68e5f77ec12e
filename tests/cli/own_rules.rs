//! The guide `docs/your-own-rules.md`, worked through: its files are written, its commands run, and the answers
//! held against what it shows.

use super::terminal::Terminal;
use std::path::Path;

/// A fenced block: its language, its text, the line it begins on and the words before it.
struct Block<'t> {
    language: &'t str,
    text: &'t str,
    line: usize,
    before: &'t str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (text, after) = match after.strip_prefix("```") {
            Some(after) => ("", after),
            None => after.split_once("\n```").unwrap(),
        };
        let line = page[..page.len() - after.len()].matches('\n').count() - text.matches('\n').count();
        blocks.push(Block { language, text, line, before });
        rest = after;
    }
    blocks
}

/// The last name in backquotes with an ending: the file a block is about.
fn file_named(words: &str) -> Option<&str> {
    words.split('`').skip(1).step_by(2).filter(|name| name.contains('.') && !name.contains(' ')).last()
}

/// Whether a line of an answer is as shown, `…` standing for anything.
fn like(shown: &str, line: &str) -> bool {
    let mut rest = line;
    for (at, part) in shown.split('…').enumerate() {
        match rest.find(part) {
            Some(0) => rest = &rest[part.len()..],
            Some(found) if at > 0 => rest = &rest[found + part.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || shown.ends_with('…')
}

/// Holds an answer against the lines shown, which stand in it in this order.
fn hold(place: &str, shown: &[&str], answer: &str) {
    let mut lines = answer.lines();
    for wanted in shown.iter().filter(|l| **l != "…") {
        assert!(
            lines.any(|line| like(wanted, line)),
            "{place}: the answer has no line, or not after the one before:\n{wanted}\n\n{answer}"
        );
    }
}

/// One command and the lines shown after it.
fn run(terminal: &Terminal, place: &str, command: &str, shown: &[&str]) {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words[..] {
        ["mkdir", "-p", folder] => std::fs::create_dir_all(terminal.path(folder)).unwrap(),
        ["cp", from, to] => _ = std::fs::copy(terminal.path(from), terminal.path(to)).unwrap(),
        ["plumbline", ref args @ ..] => {
            let code = shown.last().and_then(|l| l.strip_prefix("exit code ")).map_or(0, |n| n.parse().unwrap());
            let shown = if code == 0 { shown } else { &shown[..shown.len() - 1] };
            let said = terminal.run(args);
            assert_eq!(said.code, code, "{place}: {command}\n{}{}", said.out, said.err);
            hold(place, shown, &format!("{}{}", said.out, said.err));
        }
        _ => panic!("{place}: {command}"),
    }
}

#[test]
fn every_command_of_the_guide_answers_as_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/your-own-rules.md")).unwrap();
    let terminal = Terminal::new();
    let shipped = "rules/us-ma/boston/living-wage.toml";
    std::fs::create_dir_all(terminal.path("rules/us-ma/boston")).unwrap();
    std::fs::copy(root.join(shipped), terminal.path(shipped)).unwrap();
    let (mut commands, mut replaced): (usize, Option<(&str, &str)>) = (0, None);
    for block in blocks(&page) {
        let place = format!("docs/your-own-rules.md:{}", block.line);
        if block.language == "console" {
            let mut lines = block.text.lines().peekable();
            while let Some(line) = lines.next() {
                let command = line.strip_prefix("$ ").unwrap_or_else(|| panic!("{place}: {line}"));
                let mut shown = Vec::new();
                while let Some(line) = lines.next_if(|l| !l.starts_with("$ ")) {
                    shown.push(line);
                }
                run(&terminal, &place, command, &shown);
                commands += 1;
            }
            continue;
        }
        let words = block.before.trim_end();
        if words.ends_with("replace") {
            replaced = Some((file_named(words).unwrap(), block.text));
        } else if let ("by", Some((file, old))) = (words.rsplit('\n').next().unwrap_or_default(), replaced.take()) {
            let text = std::fs::read_to_string(terminal.path(file)).unwrap();
            assert_eq!(text.matches(old).count(), 1, "{place}: {old}");
            terminal.write(file, &text.replacen(old, block.text, 1));
        } else {
            let file = file_named(words).unwrap_or_else(|| panic!("{place}: which file?"));
            std::fs::create_dir_all(terminal.path(file).parent().unwrap()).unwrap();
            terminal.write(file, &format!("{}\n", block.text));
        }
    }
    assert!(commands >= 14, "{commands}");
    let council = std::fs::read_to_string(terminal.path("living-wage.html")).unwrap();
    assert!(council.contains("19.90") && council.contains("</html>"));
}

#[test]
fn a_line_is_like_what_is_shown_or_it_is_not() {
    assert!(like("a … c", "a b c") && like("…c", "a b c") && like("a…", "a b c") && like("…b…", "a b c") && like("abc", "abc"));
    assert!(!like("a … d", "a b c") && !like("b…", "a b c") && !like("…b", "a b c") && !like("abc", "abcd"));
}
