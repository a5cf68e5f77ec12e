//! The pages in a real browser, as people meet them: Chromium, driven through its own driver.
//!
//! Without a browser on the machine these tests say loudly that they were skipped; with `PLUMBLINE_TEST_BROWSER=required`
//! they fail. Pictures of every page that is looked at stand below `target/pages`.

mod accessible;
mod chrome;
mod house;
mod journey;
mod pages;
mod paper;
