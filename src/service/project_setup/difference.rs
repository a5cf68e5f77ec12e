//! What differs between two texts, line by line.

/// A line that is gone, or new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineChange {
    /// It is new; else it is gone.
    pub new: bool,
    /// The line.
    pub text: String,
}

/// Lines of one text times lines of the other that are compared each with each, two thousand with two thousand; a project
/// file has a hundred. Of more, all are said to be gone and new.
const MOST: usize = 4_000_000;

/// The lines to take out of a text and to put in, in the order of the texts, so that one becomes the other: as few as can be, but
/// for texts of thousands of lines that have nothing in common at their ends.
/// Empty lines are not spoken of.
pub fn lines(before: &str, after: &str) -> Vec<LineChange> {
    let of = |text: &'_ str| -> Vec<String> { text.lines().map(|line| line.trim_end().to_owned()).filter(|l| !l.is_empty()).collect() };
    let (before, after) = (of(before), of(after));
    // What both begin and end with is left out, so that a small change of a long text costs little.
    let begin = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[begin..], &after[begin..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[..before.len() - end], &after[..after.len() - end]);
    if before.len().saturating_mul(after.len()) > MOST {
        let change = |new: bool| move |text: &String| LineChange { new, text: text.clone() };
        return before.iter().map(change(false)).chain(after.iter().map(change(true))).collect();
    }
    // `kept[i][j]`: lines that stay of what follows the i-th line of one and the j-th of the other.
    let mut kept = vec![vec![0_u32; after.len() + 1]; before.len() + 1];
    for i in (0..before.len()).rev() {
        for j in (0..after.len()).rev() {
            kept[i][j] = if before[i] == after[j] { kept[i + 1][j + 1] + 1 } else { kept[i + 1][j].max(kept[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut changes) = (0, 0, Vec::new());
    while i < before.len() || j < after.len() {
        match (before.get(i), after.get(j)) {
            (Some(a), Some(b)) if a == b => (i, j) = (i + 1, j + 1),
            (Some(a), b) if b.is_none() || kept[i + 1][j] >= kept[i][j + 1] => {
                changes.push(LineChange { new: false, text: a.clone() });
                i += 1;
            }
            (_, b) => {
                changes.extend(b.map(|b| LineChange { new: true, text: b.clone() }));
                j += 1;
            }
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(before: &str, after: &str) -> Vec<String> {
        lines(before, after).into_iter().map(|line| format!("{}{}", if line.new { "+" } else { "-" }, line.text)).collect()
    }

    #[test]
    fn only_what_changed_is_named_and_in_its_order() {
        assert_eq!(said("a\nb\nc\n", "a\nb\nc"), [""; 0]);
        assert_eq!(said("a\nvalue = 1\nc\n", "a\nvalue = 2\nc\n"), ["-value = 1", "+value = 2"]);
        assert_eq!(said("a\nc", "a\n\nb\nc"), ["+b"]);
        assert_eq!(said("tier\nx\ntier", "tier\ntier"), ["-x"]);
        assert_eq!(said("", "a\nb"), ["+a", "+b"]);
        // A hundred thousand lines of a letter fit into a form: they take no memory by their square.
        let long = |letter: &str| format!("{letter}\n").repeat(100_000);
        let all = lines(&long("a"), &long("b"));
        assert_eq!(all.iter().filter(|line| line.new).count(), 100_000);
        assert_eq!(all.len(), 200_000);
        assert_eq!(said("a\nb\nc\nd", "b\nx\nd\ne"), ["-a", "-c", "+x", "+e"]);
    }
}
