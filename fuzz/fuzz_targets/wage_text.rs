#![no_main]
//! Any text as a general wage determination: the reader ends, and every line that holds anything has one use.

use libfuzzer_sys::fuzz_target;
use plumbline::intake::wage_text;

fuzz_target!(|data: &[u8]| {
    let text = wage_text::decoded(data);
    let headed = format!("General Decision Number: ZZ20240001 01/12/2024\n{text}");
    for text in [&text, &headed] {
        let _ = wage_text::is_published(text.as_bytes());
        let Ok(read) = wage_text::read(text) else { continue };
        assert_eq!(read.uses.len(), read.text.lines as usize);
        assert!(read.uses.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let left_out = read.uses.iter().filter(|(_, line_use)| *line_use == wage_text::LineUse::LeftOut).count();
        // One more where the text breaks off.
        assert!((left_out..=left_out + 1).contains(&read.text.left_out.len()));
    }
});
