//! The example each layout shows to a user is a table of that layout.

mod sheet_rows;

use plumbline::intake::layout;
use sheet_rows::{delimited, table};

#[test]
fn every_layout_finds_its_own_example() {
    for layout in layout::ALL {
        let map = table(&delimited(layout.example));
        assert_eq!(map.layout, layout.name, "{}: {}", layout.title, map.why);
        assert_eq!(map.shape, layout.shape, "{}", layout.title);
        assert!(map.notes.is_empty(), "{}: {:?}", layout.title, map.notes);
    }
}
