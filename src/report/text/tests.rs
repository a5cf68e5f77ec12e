//! Tests of the room beside this file.

use super::*;
use crate::report::sample;

#[test]
fn the_sample_reads_as_expected() {
    sample::matches_golden("check.txt", |out| write(&sample::run(), &Options::default(), out));
    sample::matches_golden("check_all.txt", |out| write(&sample::run(), &Options { all: true, ..Options::default() }, out));
    sample::matches_golden("read.txt", |out| write(&sample::run(), &Options { reading_only: true, ..Options::default() }, out));
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let plain = sample::text_of(write, &Options::default());
    let colored = sample::text_of(write, &Options { color: true, ..Options::default() });
    assert_ne!(plain, colored);
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn many_findings_of_one_kind_are_counted_not_printed() {
    let mut run = sample::run();
    let one = run.findings[0].clone();
    run.findings.extend(std::iter::repeat_n(one, 400));
    let mut out = Vec::new();
    write(&run, &Options::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("and 353 more not-met[prevailing-rate] (use --all or --format json)"), "{text}");
    assert!(text.contains("cannot-tell[classification-known]"));
}

#[test]
fn lines_keep_to_the_page() {
    let text = sample::text_of(write, &Options { all: true, ..Options::default() });
    for line in text.lines().filter(|l| !l.starts_with("   |  ")) {
        assert!(line.chars().count() <= 120, "{line}");
    }
}
