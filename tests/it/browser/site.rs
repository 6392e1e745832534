//! The demo, a browser looking at it, and the verbs of the people who use it.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use url::Url;

/// How long a page, a save or a publication may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running demo with a browser.
pub struct Site {
    browser: Client,
    address: String,
    folder: TempDir,
    /// Ended when the test ends, however it ends.
    _processes: [Process; 2],
}

struct Process(Child);

/// A command of the developer tools, by the way chromedriver has for them.
#[derive(Debug)]
struct DevTools {
    command: String,
    parameters: serde_json::Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Site {
    /// Starts demo and browser; `None`, told on standard error, where there is no browser.
    pub async fn start() -> Option<Self> {
        Self::over(start_demo).await
    }

    /// The same blog, of a project that shows what it would send to GitHub.
    pub async fn start_rehearsing() -> Option<Self> {
        Self::over(start_rehearsing).await
    }

    /// The demo over another repository; its project is named as the folder is.
    pub async fn start_with(source: &Path) -> Option<Self> {
        let source = source.to_str().expect("a plain path").to_owned();
        let more = ["--source".to_owned(), source, "--convention".into(), "hf-blog".into()];
        Self::over(move |folder| start_demo_with(folder, &more)).await
    }

    async fn over(serve: impl FnOnce(&Path) -> (Process, String)) -> Option<Self> {
        let (driver, driver_port) = start_driver()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (demo, address) = serve(folder.path());
        let capabilities = json!({
            "goog:chromeOptions": {
                // Containers have neither a sandbox for root nor much shared memory.
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                    "--lang=zh-CN", "--window-size=1280,1000",
                ],
                "prefs": { "intl.accept_languages": "zh-CN,zh" },
            },
        });
        let capabilities =
            capabilities.as_object().expect("the literal above is an object").clone();
        let browser = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{driver_port}"))
            .await
            .expect("chromedriver starts chromium");
        Some(Self { browser, address, folder, _processes: [driver, demo] })
    }

    /// The repository the demo follows and publishes to.
    pub fn repository(&self) -> PathBuf {
        self.folder.path().join("data/skylark-blog.git")
    }

    /// Signs in as one of the people of the demo, whoever was signed in before.
    pub async fn sign_in(&self, login: &str) {
        self.open("/sign-in").await;
        self.browser.delete_all_cookies().await.expect("cookies can be deleted");
        self.open("/sign-in").await;
        self.click(&format!("#sign-in-{login} button")).await;
    }

    /// Nobody is signed in any more.
    pub async fn sign_out(&self) {
        self.open("/sign-in").await;
        self.browser.delete_all_cookies().await.expect("cookies can be deleted");
        self.open("/sign-in").await;
    }

    /// Leaves a desk without being asked whether one means it.
    pub async fn leave(&self) {
        self.run(
            "addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)",
        )
        .await;
    }

    pub async fn open_board(&self) {
        self.open("/p/skylark-blog").await;
    }

    pub async fn open_post(&self, slug: &str) {
        self.open(&format!("/p/skylark-blog/posts/{slug}")).await;
    }

    /// Opens a path of the site, or a whole address of it.
    pub async fn open(&self, path: &str) {
        let path = path.strip_prefix(&self.address).unwrap_or(path);
        self.browser.goto(&format!("{}{path}", self.address)).await.expect("the page opens");
    }

    /// The address of the page that is open.
    pub async fn address(&self) -> String {
        self.browser.current_url().await.expect("a page is open").into()
    }

    /// Clicks the one thing a selector finds, and waits for the page it leads to.
    pub async fn click(&self, selector: &str) {
        let found = self.browser.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        let element = match found {
            Ok(element) => element,
            Err(error) => {
                self.screenshot("failure").await;
                panic!("{selector} is not on {}: {error}", self.address().await);
            }
        };
        self.run("window.isOldPage = true").await;
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.wait_for("!window.isOldPage && document.readyState == 'complete'", selector).await;
    }

    /// Clicks something that leads nowhere else.
    pub async fn press(&self, selector: &str) {
        let element = self.found(selector).await;
        // Not at the edge, where the foot of the desk covers it.
        let middle = format!(
            "document.querySelector({}).scrollIntoView({{ block: 'center' }})",
            json!(selector)
        );
        self.run(&middle).await;
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Types into a field, key by key, after what it holds.
    pub async fn write(&self, selector: &str, text: &str) {
        self.found(selector).await.send_keys(text).await.unwrap_or_else(|error| {
            panic!("{selector}: {error}");
        });
    }

    /// What somebody reads in the first thing a selector finds.
    pub async fn reads(&self, selector: &str) -> String {
        self.found(selector).await.text().await.expect("it is still there")
    }

    async fn found(&self, selector: &str) -> fantoccini::elements::Element {
        let found = self.browser.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => {
                self.screenshot("failure").await;
                panic!("{selector} is not on {}: {error}", self.address().await);
            }
        }
    }

    /// Opens the whole text in the editor and yields it.
    pub async fn draft(&self) -> String {
        self.wait_for("!document.querySelector('[data-modes]').hidden", "the editor").await;
        self.run("document.querySelector('[data-mode=whole]').click()").await;
        self.wait_for("document.getElementById('desk').dataset.mode == 'whole'", "the text").await;
        let text = self.run("return document.getElementById('text').value").await;
        text.as_str().expect("the page has an editor").to_owned()
    }

    /// Replaces the whole text in the editor, as pasting does; the whole text must be open.
    pub async fn paste_draft(&self, text: &str) {
        let script = "const editor = document.getElementById('text');
            editor.value = arguments[0];
            editor.dispatchEvent(new Event('input', { bubbles: true }));";
        self.browser.execute(script, vec![json!(text)]).await.expect("the editor takes the text");
    }

    /// Types into one block, key by key, in place of what it holds.
    pub async fn type_into_block(&self, number: usize, text: &str) {
        let selector = format!("#pair-{number} textarea");
        let wait = self.browser.wait().at_most(PATIENCE);
        let field = wait.for_element(Locator::Css(&selector)).await.expect("the block is there");
        field.clear().await.expect("the block can be emptied");
        field.send_keys(text).await.expect("the block takes keys");
    }

    /// Waits until the server has what the editor holds, which then says so.
    pub async fn wait_until_saved(&self, text: &str) {
        let workspace = self.address().await;
        let saved = format!(
            "fetch({0}).then(page => page.text()).then(text => {{ window.kept = text; }});
            return (window.kept || '').includes({1})",
            json!(workspace),
            json!(text)
        );
        self.poll(&saved, "the draft to be saved").await;
        self.wait_for_text("已保存").await;
    }

    /// Waits until the server has a text in the draft of a task.
    pub async fn wait_until_draft_has(&self, task: &str, text: &str) {
        let task = task.strip_prefix(&self.address).unwrap_or(task);
        let saved = format!(
            "fetch({0} + '/draft.md').then(file => file.text()).then(text => {{ window.kept = text; }});
            return (window.kept || '').includes({1})",
            json!(task),
            json!(text)
        );
        self.poll(&saved, text).await;
    }

    /// The draft of a task as the server has it.
    pub async fn saved_draft(&self, task: &str) -> String {
        let task = task.strip_prefix(&self.address).unwrap_or(task);
        self.run("window.whole = undefined").await;
        let fetch = format!(
            "fetch({} + '/draft.md').then(file => file.text()).then(text => {{ window.whole = text; }});",
            json!(task)
        );
        self.run(&fetch).await;
        self.wait_for("window.whole !== undefined", "the draft").await;
        self.run("return window.whole").await.as_str().expect("a text").to_owned()
    }

    /// Claims a post and yields the address of its desk, which is open in blocks.
    pub async fn claim(&self, slug: &str) -> String {
        self.open_post(slug).await;
        self.click("[data-action=claim]").await;
        self.wait_for("document.querySelector('.block textarea') !== null", "the blocks").await;
        self.address().await
    }

    /// Opens the desk of a task, in blocks.
    pub async fn open_desk(&self, task: &str) {
        self.open(task).await;
        self.wait_for("document.querySelector('.block textarea') !== null", "the blocks").await;
    }

    /// Commands the browser itself, as its developer tools do.
    pub async fn devtools(&self, command: &str, parameters: serde_json::Value) {
        let command = DevTools { command: command.to_owned(), parameters };
        self.browser.issue_cmd(command).await.expect("the browser obeys");
    }

    /// Opens a second tab and yields the names of the first and the second.
    pub async fn second_tab(&self) -> [fantoccini::wd::WindowHandle; 2] {
        let first = self.browser.window().await.expect("a tab");
        let second = self.browser.new_window(true).await.expect("another tab").handle;
        self.switch(&second).await;
        [first, second]
    }

    pub async fn switch(&self, tab: &fantoccini::wd::WindowHandle) {
        self.browser.switch_to_window(tab.clone()).await.expect("the tab is there");
    }

    /// Gives a file to a field of the page.
    pub async fn choose_file(&self, selector: &str, path: &Path) {
        let field = self.browser.find(Locator::Css(selector)).await.expect("the field");
        field.send_keys(path.to_str().expect("a plain path")).await.expect("it takes a file");
    }

    pub async fn wait_for_text(&self, text: &str) {
        let script = format!("document.body.innerText.includes({})", json!(text));
        self.wait_for(&script, text).await;
    }

    /// Waits until the worker has published a branch.
    pub async fn wait_for_branch(&self, branch: &str) {
        let reference = format!("refs/heads/{branch}");
        for _ in 0..PATIENCE.as_secs() * 4 {
            let found = Command::new("git")
                .arg("--git-dir")
                .arg(self.repository())
                .args(["show-ref", "--verify", "--quiet", &reference])
                .status()
                .expect("git runs");
            if found.success() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        panic!("{branch} was not published");
    }

    pub async fn resize(&self, width: u32, height: u32) {
        self.browser.set_window_size(width, height).await.expect("the window can be resized");
    }

    /// Whether the page is wider than the window.
    pub async fn scrolls_sideways(&self) -> bool {
        let root = "document.documentElement";
        self.run(&format!("return {root}.scrollWidth > {root}.clientWidth")).await == json!(true)
    }

    /// Saves what the browser shows under `target/screenshots`.
    pub async fn screenshot(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        let file = folder.join(format!("{name}.png"));
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder can be made");
        let picture = self.browser.screenshot().await.expect("the browser takes a picture");
        fs::write(file, picture).expect("the picture can be written");
    }

    pub async fn run(&self, script: &str) -> serde_json::Value {
        self.browser.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Runs a script that says by itself, through its last argument, when it is done.
    pub async fn run_async(
        &self,
        script: &str,
        arguments: Vec<serde_json::Value>,
    ) -> serde_json::Value {
        self.browser.execute_async(script, arguments).await.expect("the script runs")
    }

    pub async fn wait_for(&self, condition: &str, what: &str) {
        self.poll(&format!("return {condition}"), what).await;
    }

    pub async fn poll(&self, script: &str, what: &str) {
        for _ in 0..PATIENCE.as_secs() * 10 {
            // While a page is being replaced scripts fail; the next try is on the new one.
            if self.browser.execute(script, Vec::new()).await.ok() == Some(json!(true)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.screenshot("failure").await;
        panic!("waited in vain for {what} on {}", self.address().await);
    }
}

/// Starts chromedriver on a free port; `None` where it is not installed and not required.
#[expect(clippy::disallowed_methods, reason = "a switch for those who run the tests")]
fn start_driver() -> Option<(Process, u16)> {
    let started = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut driver = match started {
        Ok(child) => Process(child),
        Err(error) if std::env::var_os("YIQI_REQUIRE_BROWSER").is_none() => {
            eprintln!("skipped: chromedriver does not start ({error})");
            return None;
        }
        Err(error) => {
            panic!("YIQI_REQUIRE_BROWSER is set, and chromedriver does not start: {error}")
        }
    };
    let port = read_until(output_of(&mut driver), |line| {
        line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
    });
    Some((driver, port))
}

/// Starts the demo on a free port, with its data in a folder; returns its address.
fn start_demo(folder: &Path) -> (Process, String) {
    start_demo_with(folder, &[])
}

fn start_demo_with(folder: &Path, more: &[String]) -> (Process, String) {
    let child = Command::new(env!("CARGO_BIN_EXE_yiqi"))
        .args(["demo", "--port", "0", "--data-dir", "data"])
        .args(more)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the demo starts");
    let mut demo = Process(child);
    let address = read_until(output_of(&mut demo), |line| {
        line.find("http://").map(|start| line[start..].trim().to_owned())
    });
    (demo, address)
}

/// The demo's blog under `yiqi serve`, as a project with `publish = "preview"`; returns its address.
fn start_rehearsing(folder: &Path) -> (Process, String) {
    let prepared = Command::new(env!("CARGO_BIN_EXE_yiqi"))
        .args(["demo", "--data-dir", "data", "--exit-after-sync"])
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .expect("the demo starts");
    assert!(prepared.success(), "the demo can be prepared");
    fs::write(folder.join("config.toml"), REHEARSING).expect("the configuration");
    let child = Command::new(env!("CARGO_BIN_EXE_yiqi"))
        .args(["serve", "--config", "config.toml", "--listen", "127.0.0.1:0"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut server = Process(child);
    let log = server.0.stderr.take().expect("its log is ours to read");
    let address = read_until(log, |line| {
        let start = line.find("http://127.0.0.1")?;
        Some(line[start..].trim().trim_end_matches('/').to_owned())
    });
    (server, address)
}

const REHEARSING: &str = r#"
[paths]
data = "data"
[auth]
local = true
[[projects]]
id = "skylark-blog"
source = "data/skylark-blog.git"
branch = "main"
convention = "hf-blog"
publish = "preview"
upstream = "skylark/blog"
"#;

fn output_of(process: &mut Process) -> ChildStdout {
    process.0.stdout.take().expect("its output is ours to read")
}

/// Reads what a process writes until a line says what is wanted; the rest is read and forgotten.
fn read_until<T>(output: impl Read + Send + 'static, wanted: impl Fn(&str) -> Option<T>) -> T {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let found = lines.by_ref().find_map(|line| wanted(&line));
    // A full pipe would stop the process.
    std::thread::spawn(move || lines.for_each(drop));
    found.expect("the process said so before it ended")
}
