//! What every page must hold: no rule of accessibility is broken, nothing runs out of a small screen, nothing is said in the
//! console.

use crate::chrome::Browser;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// axe-core: see `axe.NOTICE.md`.
const AXE: &str = include_str!("axe.min.js");

const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(
        (found) => done(found.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html + ' ' + (n.failureSummary || '')) }))),
        (error) => done([{ id: 'axe itself', help: String(error), nodes: [] }]));";

impl Browser {
    /// Looks at the page on a desk, on a telephone and on the smallest screen, and keeps pictures of the first two.
    pub async fn look(&self, name: &str) {
        for width in [1280, 390, 320] {
            self.wide(width).await;
            if width != 390 {
                self.accessible(&format!("{name} at {width}")).await;
            }
            if width == 320 {
                self.within(name).await;
            } else {
                self.picture(&format!("{name}-{width}")).await;
            }
        }
        self.wide(1280).await;
        let page = self.client.source().await.expect("the page");
        std::fs::write(pictures().join(format!("{name}.html")), page).expect("it is written");
        let said = self.console().await;
        // A page that answers 404 or 422 is said to be so by the browser too.
        let said: Vec<_> =
            said.iter().filter(|line| !line.starts_with("DEBUG") && !line.contains("the server responded with a status of 4")).collect();
        if !said.is_empty() {
            self.fault(format!("{name} says in the console: {said:#?}"));
        }
    }

    async fn accessible(&self, name: &str) {
        self.client.execute(AXE, Vec::new()).await.expect("axe is there");
        let found = self.client.execute_async(RUN, Vec::new()).await.expect("axe runs");
        let found = found.as_array().cloned().unwrap_or_default();
        let mut text = String::new();
        for broken in &found {
            let say = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let _ = writeln!(text, "{}: {}", say(&broken["id"]), say(&broken["help"]));
            for node in broken["nodes"].as_array().into_iter().flatten() {
                let _ = writeln!(text, "    {}", say(node));
            }
        }
        if !found.is_empty() {
            self.fault(format!("{name} ({}):\n{text}", self.path().await));
        }
    }

    /// No part of the page runs out of the screen sideways.
    async fn within(&self, name: &str) {
        let wide = "const w = document.documentElement.clientWidth; const all = [...document.querySelectorAll('body *')];
            return [document.documentElement.scrollWidth, w, all.filter((e) => e.getBoundingClientRect().right > w + 1 && !e.closest('.scroll')).map((e) => e.outerHTML.slice(0, 120)).slice(0, 5)]";
        let seen = self.client.execute(wide, Vec::new()).await.expect("it is measured");
        let (page, screen) = (seen[0].as_u64().unwrap_or(0), seen[1].as_u64().unwrap_or(0));
        if page > screen {
            self.fault(format!("{name} is {page} px wide on a screen of {screen} px: {:#}", seen[2]));
        }
    }

    async fn picture(&self, name: &str) {
        let taken = self.tell("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "format": "png" })).await;
        let text = taken["data"].as_str().unwrap_or_default();
        std::fs::write(pictures().join(format!("{name}.png")), from_base64(text)).expect("it is written");
    }
}

fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The bytes of a text in base 64.
pub fn from_base64(text: &str) -> Vec<u8> {
    let value = |b: u8| match b {
        b'A'..=b'Z' => Some(b - b'A'),
        b'a'..=b'z' => Some(b - b'a' + 26),
        b'0'..=b'9' => Some(b - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(value).collect();
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for four in digits.chunks(4) {
        let whole = four.iter().fold(0_u32, |whole, digit| (whole << 6) | u32::from(*digit)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&whole.to_be_bytes()[1..four.len()]);
    }
    bytes
}
