//! From a file of a shape nobody knows to a signed week the city reads: the way of a contractor, in a browser.
//!
//! Hand counts. 0418 is paid 59.44 + 31.55 where 61.19 + 31.55 is due: 1.75 × 40 + 2.625 × 4 = 80.50. 0419 works 46 hours at
//! the plain rate: 46.40 × 0.5 × 6 = 139.20. 0422 is paid 34.80 where 36.71 is due: 1.91 × 32 = 61.12. Together 280.82.

use crate::chrome::{Browser, Scripts, in_browser};
use crate::house::{CERTIFIER, CLERK, House, OFFICER};
use std::path::PathBuf;
use std::sync::Arc;

const ODD: &str = "\
Harbor Builders: who was on the site,,,,,,,,,,,,,,,
Done for,Tag,Craft,Rank,S1,M2,T3,W4,T5,F6,S7,Extra,Each hour,To the funds,In hand,Earned here
2025-06-14,0417,Carpenter,J,,8,8,8,8,8,,,61.19,31.55,0,2447.60
2025-06-14,0418,Carpenter,J,,8,8,8,8,8,,4,59.44,31.55,0,2734.24
2025-06-14,0419,Laborer,J,,9,9,9,9,10,,,46.40,28.85,0,2134.40
2025-06-14,0420,Laborer,J,,8,\"8,5\",8,8,7.5,,,46.40,28.85,0,1832.80
2025-06-14,0421,Carpenter,RA,,8,8,8,8,,,,36.71,#REF!,0,1174.72
2025-06-14,0422,Carpenter,RA,,8,8,8,8,,,,34.80,31.55,0,1113.60
";

const HOLDS: [(&str, &str); 16] = [
    ("A", "Week ending"),
    ("B", "Worker number"),
    ("C", "Kind of work"),
    ("D", "Journeyworker or apprentice"),
    ("E", "Regular hours, Sunday"),
    ("F", "Regular hours, Monday"),
    ("G", "Regular hours, Tuesday"),
    ("H", "Regular hours, Wednesday"),
    ("I", "Regular hours, Thursday"),
    ("J", "Regular hours, Friday"),
    ("K", "Regular hours, Saturday"),
    ("L", "Overtime hours, whole week"),
    ("M", "Base rate"),
    ("N", "Benefits paid to plans, per hour"),
    ("O", "Benefits paid in cash, per hour"),
    ("P", "Pay for this job"),
];

/// A file of the firm.
pub fn file(house: &House, name: &str, text: &str) -> PathBuf {
    let path = house.folder.path().join(name);
    std::fs::write(&path, text).expect("it is written");
    path
}

/// Looks at a page closely where scripts run: axe is one.
async fn look(page: &Browser, scripts: Scripts, name: &str) {
    if scripts == Scripts::On {
        page.look(name).await;
    }
}

async fn files_signs_and_is_read(page: Browser, house: Arc<House>, scripts: Scripts) {
    let week = format!("/contracts/{}/weeks/2025-06-14", house.contract);
    page.open("/sign-in").await;
    look(&page, scripts, "sign-in").await;
    page.sign_in(&house, CERTIFIER).await;
    page.open("/weeks").await;
    look(&page, scripts, "weeks").await;

    // A file of a shape nobody knows.
    page.open(&format!("{week}/upload")).await;
    look(&page, scripts, "file").await;
    page.attach("#file", &file(&house, "site.csv", ODD)).await;
    page.press("Upload and check").await;
    page.wait_past("We are reading").await;
    assert!(page.path().await.ends_with("/columns"), "{}", page.text().await);
    look(&page, scripts, "columns").await;
    assert_eq!(page.find("#pick-row").await.prop("value").await.expect("a row").as_deref(), Some("2"));
    for (at, (letter, label)) in HOLDS.into_iter().enumerate() {
        assert_eq!(
            page.find(&format!("label[for='column-{at}']")).await.prop("textContent").await.expect("words").as_deref(),
            Some(format!("What column {letter} is").as_str())
        );
        page.choose(&format!("#column-{at}"), label).await;
    }
    page.press("Check this payroll").await;
    page.wait_past("We are reading").await;

    // Two cells nobody can read, in the sheet and in the list, each with a way to the other.
    assert!(page.path().await.ends_with("/problems"), "{}", page.text().await);
    look(&page, scripts, "problems").await;
    assert_eq!((page.count("td.bad[id]").await, page.count(".problem .tag.stop").await), (2, 2));
    let text = page.text().await;
    for seen in ["8,5", "#REF!", "G6", "N7"] {
        assert!(text.contains(seen), "{seen} is not in:\n{text}");
    }
    page.press("See the findings so far").await;
    assert_eq!(page.count(".finding").await, 3);
    look(&page, scripts, "findings-so-far").await;

    // The correction, as a new file: the columns are known by now.
    house.service.clock.move_by(60);
    let mended = ODD.replace("\"8,5\"", "8.5").replace("#REF!", "31.55");
    page.open(&format!("{week}/upload")).await;
    page.attach("#file", &file(&house, "site mended.csv", &mended)).await;
    page.press("Upload and check").await;
    page.wait_past("We are reading").await;
    assert!(page.path().await.ends_with("/findings"), "{}", page.text().await);
    look(&page, scripts, "findings").await;
    assert_eq!(page.count(".finding.not-met").await, 3);
    let text = page.text().await;
    for seen in ["80.50", "139.20", "61.12", "280.82", "29 CFR 5.5(a)(1)", "Columns matched as on"] {
        assert!(text.contains(seen), "{seen} is not in:\n{text}");
    }

    // Each answered in its own way.
    page.tick("#a1-2").await;
    page.find("#b1").await.send_keys("07072025").await.expect("a day");
    page.tick("#a2-3").await;
    page.fill_at("#n2", "Two of those hours were on another job.").await;
    page.tick("#a3-2").await;
    page.find("#b3").await.send_keys("07072025").await.expect("a day");
    page.press("Save and continue to sign").await;

    assert!(page.path().await.ends_with("/sign"), "{}", page.text().await);
    look(&page, scripts, "sign").await;
    page.press("Sign and send").await;
    assert!(page.title().await.starts_with("Error: "), "{}", page.title().await);
    look(&page, scripts, "sign-error").await;
    page.tick("#plans").await;
    page.fill("title", "Payroll Manager").await;
    page.tick("#true").await;
    page.tick("#signature").await;
    if page.count("[name='code']").await > 0 {
        page.fill("code", &house.code(CERTIFIER)).await;
    }
    page.press("Sign and send").await;
    let receipt = page.path().await;
    assert!(receipt.starts_with("/submissions/"), "{}", page.text().await);
    look(&page, scripts, "receipt").await;
    let text = page.text().await;
    for seen in ["P104-2025-06-14-HAR-1", "Dana Reyes", "Payroll Manager", "Waiting for the city"] {
        assert!(text.contains(seen), "{seen} is not in:\n{text}");
    }

    // The city's officer finds it.
    page.sign_in(&house, OFFICER).await;
    page.open("/desk").await;
    look(&page, scripts, "desk").await;
    assert!(page.text().await.contains("Harbor Builders"), "{}", page.text().await);
    page.open(&receipt).await;
    look(&page, scripts, "officer").await;
    let text = page.text().await;
    for seen in ["80.50", "139.20", "61.12", "Two of those hours were on another job.", "Dana Reyes"] {
        assert!(text.contains(seen), "{seen} is not in:\n{text}");
    }
    // Another person of the firm cannot sign it again, and a stranger to it sees nothing.
    page.sign_in(&house, CLERK).await;
    page.open(&receipt).await;
    assert!(page.text().await.contains("P104-2025-06-14-HAR-1"));
}

#[test]
fn a_file_of_an_unknown_shape_is_mapped_mended_answered_signed_and_read_by_the_city() {
    in_browser(Scripts::On, |page, house| files_signs_and_is_read(page, house, Scripts::On));
}

#[test]
fn the_same_way_without_scripts() {
    in_browser(Scripts::Off, |page, house| files_signs_and_is_read(page, house, Scripts::Off));
}
