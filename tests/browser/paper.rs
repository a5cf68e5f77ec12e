//! What is printed holds every column that is on the page, and what first loads is small.

use crate::accessible::from_base64;
use crate::chrome::{Browser, Scripts, in_browser};
use crate::house::{CLERK, House};
use fantoccini::Locator;
use serde_json::json;
use std::process::Command;
use std::sync::Arc;

impl Browser {
    /// The words of the page as it is printed; `None` where no program is there to read them.
    async fn printed(&self, house: &House) -> Option<String> {
        let printed = self.tell("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
        let path = house.folder.path().join("page.pdf");
        std::fs::write(&path, from_base64(printed["data"].as_str().unwrap_or_default())).expect("it is written");
        let Ok(read) = Command::new("pdftotext").args(["-raw".as_ref(), path.as_os_str(), "-".as_ref()]).output() else {
            assert!(
                std::env::var_os("PLUMBLINE_TEST_BROWSER").is_none_or(|w| w != "required"),
                "pdftotext is not there: install poppler-utils"
            );
            eprintln!("########## SKIPPED: there is no pdftotext; printing is NOT TESTED ##########");
            return None;
        };
        Some(String::from_utf8_lossy(&read.stdout).into_owned())
    }

    /// Every heading of a table of the page, and the first cell of every row, stands in what is printed.
    async fn prints_every_column(&self, house: &House) {
        let Some(printed) = self.printed(house).await else { return };
        let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let (printed, mut seen) = (squeezed(&printed), 0);
        for cell in self.client.find_all(Locator::Css("main th, main td:last-child")).await.expect("a list") {
            if cell.is_displayed().await.expect("it is known") {
                let text = squeezed(&cell.prop("innerText").await.expect("words").unwrap_or_default());
                if !printed.contains(&text) {
                    self.fault(format!("{text} of {} is not printed", self.path().await));
                }
                seen += 1;
            }
        }
        assert!(seen > 5, "{} cells on {}", seen, self.path().await);
    }
}

async fn paper(page: Browser, house: Arc<House>) {
    page.sign_in(&house, CLERK).await;
    page.open(&format!("/projects/{}/filing", house.project)).await;
    page.prints_every_column(&house).await;
    page.open(&format!("/contracts/{}/weeks/2025-06-14/upload", house.contract)).await;
    page.attach("#file", &crate::journey::file(&house, "harbor-week.csv", include_str!("../../examples/harbor-week.csv"))).await;
    page.press("Upload and check").await;
    page.wait_past("We are reading").await;
    let upload = page.path().await;
    let upload = upload.rsplit_once('/').expect("a path").0;
    // 24 columns of a sheet, the hardest there is.
    page.open(&format!("{upload}/problems?rows=all")).await;
    page.prints_every_column(&house).await;
}

async fn weight(page: Browser, _: Arc<House>) {
    page.tell("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    page.open("/sign-in").await;
    let sum = "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((e) => [e.name, e.transferSize])";
    let loaded = page.client.execute(sum, Vec::new()).await.expect("sizes");
    let loaded = loaded.as_array().expect("a list");
    let bytes: u64 = loaded.iter().filter_map(|entry| entry[1].as_u64()).sum();
    assert!(loaded.len() >= 3 && bytes > 1_000, "{loaded:?}");
    assert!(bytes <= 40_000, "{bytes} bytes: {loaded:?}");
}

#[test]
fn paper_loses_no_column_and_no_row() {
    in_browser(Scripts::On, paper);
}

#[test]
fn the_first_page_is_small() {
    in_browser(Scripts::On, weight);
}
