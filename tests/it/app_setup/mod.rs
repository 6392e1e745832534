//! From nothing to a GitHub App that works: the real command, its pages walked as a browser walks them, and
//! the files it leaves put to use.

mod browser;
mod command;

use std::{fs, os::unix::fs::PermissionsExt as _};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::fake_github::Fault;
use browser::Browser;
use command::{SITE, Workplace};

/// What a person does, in order.
#[derive(Default)]
struct Steps {
    commands: Vec<&'static str>,
    clicks: Vec<&'static str>,
}

#[tokio::test]
async fn an_app_is_made_installed_and_at_work_after_three_commands_and_four_clicks() {
    let place = Workplace::prepare().await;
    let mut steps = Steps::default();

    steps.commands.push("yiqi github-app --write");
    let command = place.start(&["--write"]).await;
    let mut browser = Browser::before(&command.address, &place.github.url);
    let page = browser.open(&command.link).await;
    page.assert_status(200);
    page.assert_says(&["连接 GitHub", "hub/blog", "写入每篇译文的分支", "github-app.env"]);
    assert!(!place.secrets().exists(), "nothing is written before there is anything");

    steps.clicks.push("去 GitHub 注册");
    steps.clicks.push("Create GitHub App");
    let page = browser.submit(&page, "[data-action=register]").await;
    page.assert_status(200);
    assert!(page.address.starts_with(&command.link), "{}", page.address);
    page.assert_says(&["yiqi-blog 已经注册", "安装到"]);
    let app = place.github.registered_app();
    let (file, mode) = place.read_secrets();
    assert_eq!(mode, 0o600);
    for secret in [&app.client_secret, app.webhook_secret.as_ref().unwrap()] {
        assert!(file.contains(secret.as_str()) && !page.text.contains(secret.as_str()), "{file}");
    }

    // Whoever looks too early is told so, and can go on.
    let early = browser.follow(&page, "[data-action=look]").await;
    early.assert_says(&["还没有装到下面的仓库", "去 GitHub 安装"]);

    steps.clicks.push("去 GitHub 安装");
    steps.clicks.push("Install");
    place.github.choose_repositories(&["hub/blog"]);
    let page = browser.follow(&page, "[data-action=install]").await;
    let table = format!(
        "[github]\nclient_id = \"{}\"\napp_id = \"{}\"\ninstallation_id = {}\n",
        app.client_id, app.id, app.installation
    );
    page.assert_says(&["装好了", "config.toml 里已经写好", table.trim()]);
    let (code, out, told) = command.end().await;
    assert_eq!((code, out.as_str()), (Some(0), table.as_str()), "{told}");
    for secret in [&app.client_secret, app.webhook_secret.as_ref().unwrap()] {
        assert!(![&out, &told, &page.text].iter().any(|it| it.contains(secret.as_str())), "{told}");
    }
    assert!(place.configuration().contains(&format!("app_id = \"{}\"", app.id)));

    // A shell reads the file as systemd does.
    steps.commands.push("systemctl restart yiqi");
    let address = place.serve().await;
    steps.commands.push("yiqi doctor");
    let (code, told) = place.with_secrets(&["doctor"]).await;
    assert_eq!(code, Some(0), "{told}");
    for line in [
        "ok       GitHub App: contents: write",
        "ok       GitHub App: issues: read",
        "ok       branches of blog: ",
        "ok       pull requests of blog: 0 open in hub/blog",
        "ok       signing in: with GitHub",
        "ok       webhooks: 1 secret",
    ] {
        assert!(told.contains(line), "{line} is not in\n{told}");
    }

    let mut browser = Browser::before(&address, &place.github.url);
    let secret = app.webhook_secret.as_deref().unwrap();
    assert_eq!(deliver(&mut browser, "1", secret).await, 202);
    assert_eq!(deliver(&mut browser, "2", "another secret").await, 401);

    place.github.at_browser(42, "ming", "小明");
    let door = browser.open(&format!("{SITE}/sign-in/github")).await;
    assert!(door.address.starts_with(&format!("{SITE}/welcome")), "{}", door.address);

    assert_eq!((steps.commands.len(), steps.clicks.len()), (3, 4));
}

async fn deliver(browser: &mut Browser, id: &str, secret: &str) -> u16 {
    let payload = r#"{"zen":"Keep it logically awesome.","hook_id":1}"#;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key will do");
    mac.update(payload.as_bytes());
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    let headers = [
        ("X-GitHub-Delivery", id),
        ("X-GitHub-Event", "ping"),
        ("X-Hub-Signature-256", signature.as_str()),
        ("Content-Type", "application/json"),
    ];
    browser.send("POST", &format!("{SITE}/webhooks/github"), &headers, payload).await.status
}

#[tokio::test]
async fn without_the_link_nothing_is_shown_and_nothing_is_done() {
    let place = Workplace::prepare().await;
    let command = place.start(&[]).await;
    let mut stranger = Browser::before(&command.address, &place.github.url);
    for path in [
        "/",
        "/sign-in",
        "/github-app/",
        "/github-app/0000",
        "/github-app/installed?installation_id=1&setup_action=install",
    ] {
        let page = stranger.open(&format!("{SITE}{path}")).await;
        page.assert_status(404);
        assert!(!page.text.contains("hub/blog"), "{path}: {}", page.text);
    }
    let forged = format!("{SITE}/github-app/created?code=abc&state=0000");
    stranger.open(&forged).await.assert_status(403);
    let mut stranger = stranger.in_english();
    let in_english = stranger.open(&forged).await;
    in_english.assert_says(&["did not begin with the button here"]);
    assert_eq!(place.github.requests(), Vec::<String>::new(), "GitHub was asked nothing");

    let page = stranger.open(&command.link).await;
    let policy = page.header("content-security-policy");
    let form = format!("form-action 'self' {};", place.github.url);
    assert!(policy.contains("default-src 'none'") && policy.contains(&form), "{policy}");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(command.interrupt().await.0, Some(2));
    assert!(!place.secrets().exists());
}

#[tokio::test]
async fn a_code_that_is_spent_or_unanswered_is_told_and_the_way_goes_on() {
    let place = Workplace::prepare().await;
    let command = place.start(&["--organization", "hub"]).await;
    let mut browser = Browser::before(&command.address, &place.github.url).in_english();
    let page = browser.open(&command.link).await;
    page.assert_says(&["Connect GitHub", "Belongs to"]);
    let state = page.action().split_once("state=").unwrap().1.to_owned();

    let spent = format!("{SITE}/github-app/created?code=spent&state={state}");
    browser.open(&spent).await.assert_says(&["does not take this code", "Back to the start"]);
    let none = format!("{SITE}/github-app/created?state={state}");
    browser.open(&none).await.assert_says(&["brought no code"]);

    // GitHub is out of order for a moment; the same code does afterwards.
    place.github.fail(Fault::AnswerOnce {
        matching: "/conversions".into(),
        status: 503,
        headers: Vec::new(),
    });
    let silent = browser.submit(&page, "[data-action=register]").await;
    silent.assert_status(502);
    silent.assert_says(&["did not answer", "Try again"]);
    assert!(!place.secrets().exists());
    let made = browser.follow(&silent, ".primary").await;
    made.assert_says(&["yiqi-blog is registered"]);
    assert_eq!(place.github.registered_app().owner, "hub");

    // The second click, and reading the page again, change nothing.
    let again = browser.follow(&silent, ".primary").await;
    again.assert_says(&["yiqi-blog is registered"]);
    let sent = place.github.requests();
    let exchanges = sent.iter().filter(|it| it.ends_with("/conversions")).count();
    assert_eq!(exchanges, 3, "{sent:?}");

    // Installed elsewhere only.
    place.github.choose_repositories(&["hub/other"]);
    let page = browser.follow(&made, "[data-action=install]").await;
    page.assert_says(&["is not installed on these repositories yet"]);
    let (code, _, told) = command.interrupt().await;
    assert_eq!(code, Some(2));
    let app = place.github.registered_app();
    assert!(told.contains("not installed yet") && told.contains(&app.client_id), "{told}");
}

#[tokio::test]
async fn secrets_that_cannot_be_written_wait_until_they_can() {
    let place = Workplace::prepare().await;
    let command = place.start(&[]).await;
    let mut browser = Browser::before(&command.address, &place.github.url);
    let page = browser.open(&command.link).await;
    // Somebody else's file comes in between; it is not overwritten.
    fs::write(place.secrets(), "mine").expect("it can be written");
    let unkept = browser.submit(&page, "[data-action=register]").await;
    unkept.assert_says(&["密钥还没有存下来", "is there already"]);
    assert_eq!(fs::read_to_string(place.secrets()).unwrap(), "mine");
    fs::remove_file(place.secrets()).expect("it can be removed");
    let kept = browser.follow(&unkept, ".primary").await;
    kept.assert_says(&["已经注册"]);
    assert!(place.read_secrets().0.contains(&place.github.registered_app().client_secret));
    command.interrupt().await;
}

#[tokio::test]
async fn what_is_missing_is_said_before_anything_is_made() {
    let place = Workplace::prepare().await;
    let whole = place.configuration();
    let refused = async |text: String, arguments: &[&str], words: &str| {
        place.configure(&text);
        let (code, _, told) = place.run(arguments).await;
        assert!(code == Some(2) && told.contains(words), "{words}: {told}");
    };
    let public = format!("public_url = \"{SITE}\"");
    refused(whole.replace(&public, ""), &[], "server.public_url is not set").await;
    refused(whole.replace("https://yiqi", "http://yiqi"), &[], "make it https").await;
    let unpublished =
        whole.replace("publish = \"github\"", "").replace("upstream = \"hub/blog\"", "");
    refused(unpublished, &[], "no project is published to GitHub").await;
    let has_one = whole.replace("[github]", "[github]\napp_id = \"1\"\ninstallation_id = 2");
    refused(has_one, &[], "has a GitHub App already").await;
    let in_part = whole.replace("[github]", "[github]\nclient_id = \"Iv1\"");
    refused(in_part, &["--write"], "--write: ").await;
    refused(whole.clone(), &["--name", &"n".repeat(35)], "between 1 and 34").await;
    refused(whole.clone(), &["--into", "/nowhere/at/all"], ": name one with --into").await;
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken = taken.local_addr().map(|it| (it.to_string(), taken)).unwrap();
    refused(whole.clone(), &["--listen", &taken.0], "stop the service first").await;
    fs::write(place.secrets(), "mine").unwrap();
    refused(whole, &[], "is not overwritten").await;
    assert_eq!(fs::metadata(place.secrets()).unwrap().permissions().mode() & 0o600, 0o600);
}
