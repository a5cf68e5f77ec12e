//! Words on a page of fixed width: colours where they are wanted, and a stranger's text made harmless.

use anstyle::{AnsiColor, Color, Style};
use std::borrow::Cow;
use std::io::{self, Write};

/// Columns of the page.
pub(super) const WIDTH: usize = 100;

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Place,
    Gutter,
    NotMet,
    Caution,
    CannotTell,
    Met,
    Title,
}

impl Ink {
    fn style(self) -> Style {
        let colour = |c| Style::new().bold().fg_color(Some(Color::Ansi(c)));
        match self {
            Self::Plain => Style::new(),
            Self::Place | Self::Title => Style::new().bold(),
            Self::Gutter => Style::new().dimmed(),
            Self::NotMet => colour(AnsiColor::Red),
            Self::Caution => colour(AnsiColor::Yellow),
            Self::CannotTell => colour(AnsiColor::Cyan),
            Self::Met => colour(AnsiColor::Green),
        }
    }
}

/// Where the report is written.
pub(super) struct Paper<'w> {
    out: &'w mut dyn Write,
    color: bool,
}

impl<'w> Paper<'w> {
    pub fn new(out: &'w mut dyn Write, color: bool) -> Self {
        Self { out, color }
    }

    /// Writes text in an ink. Nothing in it can move a terminal's cursor or turn its direction.
    pub fn put(&mut self, ink: Ink, text: &str) -> io::Result<()> {
        let text = harmless(text);
        if self.color && ink != Ink::Plain {
            let style = ink.style();
            write!(self.out, "{style}{text}{style:#}")
        } else {
            self.out.write_all(text.as_bytes())
        }
    }

    /// Writes plain text.
    pub fn plain(&mut self, text: &str) -> io::Result<()> {
        self.put(Ink::Plain, text)
    }

    /// Ends the line.
    pub fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// A line of the gutter with a mark: `   = to do: …`, wrapped under its own text.
    pub fn said(&mut self, label: &str, text: &str) -> io::Result<()> {
        let indent = 5 + width(label) + 2;
        self.put(Ink::Gutter, "   = ")?;
        self.put(Ink::Title, label)?;
        self.plain(": ")?;
        for (n, line) in wrap(text, WIDTH - indent).iter().enumerate() {
            if n > 0 {
                self.plain(&" ".repeat(indent))?;
            }
            self.plain(line)?;
            self.end()?;
        }
        Ok(())
    }

    /// A paragraph from the left edge.
    pub fn paragraph(&mut self, text: &str) -> io::Result<()> {
        for line in wrap(text, WIDTH) {
            self.plain(&line)?;
            self.end()?;
        }
        Ok(())
    }

    /// `word[code]: title` with something at the right edge.
    pub fn heading(&mut self, ink: Ink, word: &str, code: &str, title: &str, right: &str) -> io::Result<()> {
        let start = width(word) + width(code) + 4;
        let room = WIDTH.saturating_sub(if right.is_empty() { 0 } else { width(right) + 2 });
        let lines = wrap_from(title, start, room);
        self.put(ink, &format!("{word}[{code}]"))?;
        self.plain(": ")?;
        for (n, line) in lines.iter().enumerate() {
            if n > 0 {
                self.plain("    ")?;
            }
            self.put(Ink::Title, line)?;
            if n == 0 && !right.is_empty() {
                let used = start + width(line);
                self.plain(&" ".repeat(WIDTH.saturating_sub(used + width(right)).max(2)))?;
                self.plain(right)?;
            }
            self.end()?;
        }
        Ok(())
    }
}

/// Characters of a text as it is shown.
pub(super) fn width(text: &str) -> usize {
    harmless(text).chars().count()
}

/// The text without control characters and without marks that reorder or hide what is read: each is
/// shown as its code point.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let odd =
        |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if odd(c) {
            clean.push_str(&format!("<{:02X}>", u32::from(c)));
        } else {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

/// At most `most` characters, the cut marked.
pub(super) fn short(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut cut: String = harmless(text).chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// Lines of at most `room` characters, broken between words.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    wrap_from(text, 0, room)
}

/// The same, the first line beginning at a column; later lines are indented by four.
fn wrap_from(text: &str, start: usize, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = start;
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let needed = width(word) + usize::from(!line.is_empty());
        if column + needed > room && !line.is_empty() {
            lines.push(word.to_owned());
            column = width(word) + if start > 0 { 4 } else { 0 };
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            column += needed;
        }
    }
    lines
}

/// Digits in groups of three: `20,000`, `1,234.56`.
pub(super) fn grouped(figure: &str) -> String {
    let (whole, rest) = figure.split_at(figure.find('.').unwrap_or(figure.len()));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut text = String::with_capacity(figure.len() + 4);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}{rest}")
}

/// `1 row`, `20,000 rows`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(&count.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_drive_the_terminal() {
        assert_eq!(harmless("a\u{1b}[31mb"), "a<1B>[31mb");
        assert_eq!(harmless("x\u{202e}y\n"), "x<202E>y<0A>");
        assert_eq!(harmless("Müller"), "Müller");
    }

    #[test]
    fn digits_are_grouped_by_three() {
        for (plain, grouped_text) in [("0", "0"), ("999", "999"), ("1000", "1,000"), ("1234567.80", "1,234,567.80"), ("-1234", "-1,234")] {
            assert_eq!(grouped(plain), grouped_text);
        }
    }

    #[test]
    fn long_lines_break_between_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
    }
}
