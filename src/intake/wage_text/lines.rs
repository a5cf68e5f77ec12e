//! The text as numbered lines, and what each line was taken for. No line that holds anything is left
//! without a use.

/// What a line was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineUse {
    /// The head: number, state, type, counties, scope, notices of executive orders.
    Head,
    /// The table of modifications.
    Modification,
    /// A source identifier with its date.
    Source,
    /// The area the rates below it hold in.
    Area,
    /// `Rates  Fringes`.
    ColumnHeads,
    /// A rate.
    Rate,
    /// A heading over rates, or the beginning of a name.
    Name,
    /// A footnote.
    Footnote,
    /// What a group, class or zone means.
    Definition,
    /// What is added to a rate for some work.
    Addition,
    /// A rule of dashes.
    Rule,
    /// What stands below the last rate of every decision, and what a print puts between lines.
    Closing,
    /// Not understood.
    LeftOut,
}

/// A line of the text.
#[derive(Clone, Debug)]
pub struct Line {
    /// Number, from 1.
    pub number: u32,
    /// Blanks it begins with.
    pub indent: usize,
    /// As written, control characters and unusual blanks made blanks.
    pub text: String,
    /// A line without anything stands before it.
    pub after_blank: bool,
}

/// The lines that hold anything.
pub fn lines(text: &str) -> Vec<Line> {
    let text = text.trim_start_matches('\u{feff}');
    // A decision as the archive hands it out stands in quotation marks, those inside it doubled.
    let quoted = text.trim_start().starts_with('"');
    let mut lines = Vec::new();
    let mut after_blank = true;
    let all = text.replace("\r\n", "\n");
    for (number, written) in (1..).zip(all.split(['\n', '\r'])) {
        let mut line = plain(written);
        if quoted {
            line = line.replace("\"\"", "\u{1}");
            if lines.is_empty() {
                line = line.replacen('"', "", 1);
            }
            line = line.replace('\u{1}', "\"");
        }
        if line.trim().is_empty() || line.trim() == "\"" {
            after_blank = true;
            continue;
        }
        let indent = line.chars().take_while(|c| *c == ' ').count();
        lines.push(Line { number, indent, text: line.trim_end().to_owned(), after_blank });
        after_blank = false;
    }
    lines
}

fn plain(written: &str) -> String {
    let mut line = String::with_capacity(written.len());
    for c in written.chars() {
        match c {
            '\t' => line.push_str("        "),
            '\u{2010}'..='\u{2015}' => line.push('-'),
            '\u{2026}' => line.push_str("..."),
            '\u{2018}' | '\u{2019}' => line.push('\''),
            '\u{201c}' | '\u{201d}' => line.push('"'),
            c if c.is_whitespace() || c.is_control() => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

impl Line {
    /// Without outer blanks, inner blanks put together.
    pub fn words(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A rule of dashes or equal signs.
    pub fn is_rule(&self) -> bool {
        let text = self.text.trim();
        text.len() >= 5 && text.bytes().all(|b| matches!(b, b'-' | b'=' | b'_'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_as_in_the_file() {
        let read = lines("\u{feff}\"One\r\n\r\n  two \"\"so\"\" \u{a0}\nthree\"\n\"");
        let seen: Vec<(u32, usize, &str, bool)> = read.iter().map(|l| (l.number, l.indent, l.text.as_str(), l.after_blank)).collect();
        assert_eq!(seen, [(1, 0, "One", true), (3, 2, "  two \"so\"", true), (4, 0, "three\"", false)]);
    }
}
