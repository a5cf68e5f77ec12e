//! A browser to drive, and what a person does in it.

use crate::house::House;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Whether pages may run their scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A browser with one tab.
#[derive(Clone)]
pub struct Browser {
    pub client: Client,
    base: String,
    faults: Arc<Mutex<Vec<String>>>,
}

/// Runs a test in a browser, before a house that is served for it alone.
pub fn in_browser<F>(scripts: Scripts, test: impl FnOnce(Browser, Arc<House>) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(mut driver) = Driver::start() else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let outcome = runtime.block_on(async {
        let house = Arc::new(House::serve().await);
        let client = driver.client(scripts).await;
        let browser = Browser { client: client.clone(), base: house.base.clone(), faults: Arc::default() };
        let outcome = tokio::spawn(test(browser.clone(), house.clone())).await;
        // The browser ends by being told to, whatever became of the test; else it outlives its driver.
        let _ = client.close().await;
        house.end().await;
        let faults = browser.faults.lock().expect("nobody else").join("\n");
        outcome.map(|()| faults.clone()).map_err(|failed| (failed, faults))
    });
    driver.end();
    match outcome {
        Ok(faults) => assert!(faults.is_empty(), "\n{faults}"),
        Err((failed, faults)) => {
            eprintln!("{faults}");
            std::panic::resume_unwind(failed.into_panic());
        }
    }
}

/// The program between the test and the browser.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start() -> Option<Self> {
        let started = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut process) = started else {
            assert!(
                std::env::var_os("PLUMBLINE_TEST_BROWSER").is_none_or(|wish| wish != "required"),
                "PLUMBLINE_TEST_BROWSER=required, and chromedriver is not there: install chromium and chromium-driver"
            );
            eprintln!("########## SKIPPED: there is no chromedriver; the pages are NOT TESTED in a browser ##########");
            return None;
        };
        let said = BufReader::new(process.stdout.take().expect("its output"));
        let port = said.lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        Some(Self { process, port: port.expect("the driver names its port") })
    }

    async fn client(&self, scripts: Scripts) -> Client {
        let javascript = if scripts == Scripts::On { 1 } else { 2 };
        let asked = json!({
            "goog:chromeOptions": {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-prefers-reduced-motion"],
                "prefs": { "profile.managed_default_content_settings.javascript": javascript },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
            "unhandledPromptBehavior": "accept",
        });
        let Value::Object(asked) = asked else { unreachable!("it is written as an object") };
        let address = format!("http://127.0.0.1:{}", self.port);
        ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(asked)
            .connect(&address)
            .await
            .expect("the browser starts")
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A command of this browser alone.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }
    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// Something a page must not do. All of them are told at the end, so that one run shows all there is to mend.
    pub fn fault(&self, what: String) {
        self.faults.lock().expect("nobody else").push(what);
    }

    /// A command of the browser's own protocol.
    pub async fn tell(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Own { path: "goog/cdp/execute", body }).await.expect("the browser does it")
    }

    /// What stands in the console since it was last asked.
    pub async fn console(&self) -> Vec<String> {
        let said = self.client.issue_cmd(Own { path: "se/log", body: json!({ "type": "browser" }) }).await.expect("a log");
        let lines = said.as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| format!("{}: {}", line["level"].as_str().unwrap_or(""), line["message"].as_str().unwrap_or(""))).collect()
    }

    /// A screen so many pixels wide.
    pub async fn wide(&self, width: u32) {
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("the page opens");
    }

    /// Path and query of the page.
    pub async fn path(&self) -> String {
        let at = self.client.current_url().await.expect("an address");
        at.query().map_or_else(|| at.path().to_owned(), |query| format!("{}?{query}", at.path()))
    }

    pub async fn title(&self) -> String {
        self.client.title().await.expect("a title")
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> String {
        // A page that looks again by itself may go away under the question.
        for _ in 0..20 {
            if let Ok(text) = self.find("body").await.text().await {
                return text;
            }
        }
        panic!("no text on {}", self.path().await);
    }

    pub async fn find(&self, css: &str) -> fantoccini::elements::Element {
        match self.client.find(Locator::Css(css)).await {
            Ok(found) => found,
            Err(error) => panic!("no {css} on {}: {error}\n{}", self.path().await, self.client.source().await.unwrap_or_default()),
        }
    }

    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("a list").len()
    }

    /// Types into the field of a name, in place of what stood there.
    pub async fn fill(&self, name: &str, text: &str) {
        self.fill_at(&format!("[name='{name}']"), text).await;
    }

    pub async fn fill_at(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("it is emptied");
        field.send_keys(text).await.expect("it is typed");
    }

    /// Chooses from a list, by what the list shows.
    pub async fn choose(&self, css: &str, label: &str) {
        self.find(css).await.select_by_label(label).await.unwrap_or_else(|error| panic!("{css} has no {label}: {error}"));
    }

    pub async fn attach(&self, css: &str, file: &Path) {
        self.find(css).await.send_keys(&file.display().to_string()).await.expect("it is chosen");
    }

    /// Ticks a box or a choice.
    pub async fn tick(&self, css: &str) {
        self.find(css).await.click().await.expect("it is ticked");
    }

    /// Presses the button, or follows the link, that begins with these words.
    pub async fn press(&self, words: &str) {
        let path = format!("//main//*[self::button or self::a][starts-with(normalize-space(.), \"{words}\")]");
        let found = match self.client.find(Locator::XPath(&path)).await {
            Ok(found) => found,
            Err(error) => panic!("nothing says {words} on {}: {error}\n{}", self.path().await, self.text().await),
        };
        found.click().await.expect("it is pressed");
        // The press is told before the next page is there: the old page's parts go stale when it is.
        for _ in 0..200 {
            if found.tag_name().await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("{words} leads nowhere from {}", self.path().await);
    }

    /// Waits until the page is another one: a file is read beside the requests.
    pub async fn wait_past(&self, words: &str) {
        for _ in 0..200 {
            if !self.text().await.contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            self.client.refresh().await.expect("it is loaded again");
        }
        panic!("still {words} on {}", self.path().await);
    }

    /// Nobody is signed in any more.
    pub async fn forget(&self) {
        self.tell("Network.clearBrowserCookies", json!({})).await;
    }

    /// Signs in, with the code where one is asked for.
    pub async fn sign_in(&self, house: &House, email: &str) {
        self.forget().await;
        self.open("/sign-in").await;
        self.fill("email", email).await;
        self.fill("password", crate::house::PASSWORD).await;
        self.press("Sign in").await;
        if self.count("[name='code']").await > 0 {
            self.fill("code", &house.code(email)).await;
            self.press("Sign in").await;
        }
        assert!(!self.path().await.starts_with("/sign-in"), "{email} is not signed in: {}", self.text().await);
    }
}
