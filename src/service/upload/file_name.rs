//! What a file was called, as it is shown. It names nothing on our disk.

/// The longest name that is kept, in characters.
const LONGEST: usize = 120;

/// A name as it may be shown: its last part, without control characters and marks that turn the direction of writing,
/// at most 120 characters; `upload.xlsx` where nothing is left.
pub fn shown(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let kept = kept.trim().trim_matches('.').trim();
    let kept = cut(kept);
    if kept.is_empty() { "upload.xlsx".to_owned() } else { kept }
}

/// Cut in the middle, so that the ending stays.
fn cut(name: &str) -> String {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.chars().count() <= 8);
    let room = LONGEST - ending.map_or(0, |ending| ending.chars().count() + 1);
    let begin: String = name.chars().take(room).collect();
    ending.map_or(begin.clone(), |ending| format!("{begin}.{ending}"))
}

/// Marks that turn or hide writing: with them `exe.xlsx` can look like another name.
const fn turns(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_last_part_without_what_hides() {
        assert_eq!(shown("../../etc/passwd"), "passwd");
        assert_eq!(shown("C:\\Users\\me\\week 12.xlsx"), "week 12.xlsx");
        assert_eq!(shown("a\r\nb\u{202e}xslx.csv"), "abxslx.csv");
        for nothing in ["", "   ", "..", "/", "\u{0}"] {
            assert_eq!(shown(nothing), "upload.xlsx", "{nothing:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = shown(&format!("{}.xlsx", "ä".repeat(400)));
        assert_eq!(long.chars().count(), 120);
        assert!(long.ends_with("ä.xlsx"), "{long}");
        assert_eq!(shown(&"x".repeat(400)).chars().count(), 120);
    }
}
