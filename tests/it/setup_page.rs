//! `docs/github-setup.md` walked as far as a machine can: what it has one write is read by the real code, what
//! it has one allow is what the program needs, and where it sends people something answers.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use serde_json::{Value, json};
use yiqi::{
    config::{Config, Environment},
    github::{EVENTS, WebhookEvent, parse_event, permissions},
    services::PublishTarget,
};

use crate::{
    doctor,
    fake_github::APP_KEY,
    support::{Publisher, Scenario, post_delivery},
};

const PAGE: &str = include_str!("../../docs/github-setup.md");
const EXAMPLES: &str = include_str!("../data/github/webhooks-examples/handled.jsonl");
const SITE: &str = "https://yiqi.example.org";

/// The code blocks of a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let mut pieces = PAGE.split("\n```").skip(1).step_by(2);
    let wanted = |block: &str| block.lines().next() == Some(language);
    let mut found: Vec<&str> = pieces.by_ref().filter(|block| wanted(block)).collect();
    for block in &mut found {
        *block = block.split_once('\n').map_or("", |(_, text)| text);
    }
    assert!(!found.is_empty(), "no {language} on the page");
    found
}

/// The variables of the environment the page sets, with a value that will do.
fn variables(folder: &std::path::Path) -> Vec<(&'static str, &'static str)> {
    let lines = blocks("bash").into_iter().flat_map(str::lines);
    let named = lines.filter_map(|line| line.split_once('='));
    let named = named.filter(|(name, _)| name.starts_with("YIQI_"));
    let with_values = named.map(|(name, _)| {
        let value = if name.ends_with("_FILE") {
            let key = folder.join("app.pem");
            std::fs::write(&key, APP_KEY).expect("a key");
            key.display().to_string()
        } else {
            "one,two".to_owned()
        };
        (name, &*value.leak())
    });
    with_values.collect()
}

/// The configuration of the page, with what is written into it by hand.
fn configuration() -> String {
    let toml = blocks("toml");
    assert_eq!(toml.len(), 2);
    format!("{}\n{}", toml[1], toml[0])
}

fn load(toml: &str, variables: &[(&'static str, &'static str)]) -> Config {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.toml");
    std::fs::write(&file, toml).expect("a configuration");
    let environment = Environment::of(variables.iter().copied());
    Config::load(&file, &environment).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

#[test]
fn the_configuration_of_the_page_is_taken_with_its_secrets_and_needs_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let variables = variables(folder.path());
    assert_eq!(variables.len(), 3);
    let toml = configuration();
    let config = load(&toml, &variables);
    assert_eq!(config.missing_secrets, []);
    assert!(config.github.app.is_some() && config.github.oauth.is_some());
    assert_eq!(config.github.webhook_secrets.len(), 2, "two while it is changed");
    assert_eq!(config.server.public_url.unwrap().as_str().trim_end_matches('/'), SITE);
    let publish = &config.projects[0].settings.publish;
    assert!(matches!(publish, PublishTarget::Preview { .. }), "{publish:?}");

    // The step at the end.
    let for_real = toml.replace("publish = \"preview\"", "publish = \"github\"");
    assert_ne!(for_real, toml);
    let publish = &load(&for_real, &variables).projects[0].settings.publish;
    assert!(matches!(publish, PublishTarget::Github { .. }), "{publish:?}");

    // What is left out is missed: none of them is there for show.
    for (left_out, _) in &variables {
        let others: Vec<_> =
            variables.iter().filter(|(name, _)| name != left_out).copied().collect();
        let config = load(&for_real, &others);
        let bare = left_out.trim_end_matches("_FILE");
        let is_missed = config.missing_secrets.iter().any(|missing| missing.variable == bare)
            || (bare == "YIQI_WEBHOOK_SECRET" && config.github.webhook_secrets.is_empty());
        assert!(is_missed, "{left_out}");
    }
}

#[test]
fn a_bot_account_is_configured_as_the_page_says() {
    assert!(
        PAGE.contains("set `fork = \"bot/blog\"`, and leave out `app_id` and `installation_id`")
    );
    let written = configuration();
    let lines = written.lines();
    let kept =
        lines.filter(|line| !line.starts_with("app_id") && !line.starts_with("installation_id"));
    let toml = kept.collect::<Vec<_>>().join("\n").replace("\"preview\"", "\"github\"");
    let toml = format!("{toml}\nfork = \"bot/blog\"\n");
    let config = load(
        &toml,
        &[
            ("YIQI_GITHUB_TOKEN", "ghp_x"),
            ("YIQI_GITHUB_CLIENT_SECRET", "x"),
            ("YIQI_WEBHOOK_SECRET", "x"),
        ],
    );
    assert_eq!(config.missing_secrets, []);
    assert!(config.github.acts() && config.github.app.is_none());
    let publish = &config.projects[0].settings.publish;
    assert!(
        matches!(publish, PublishTarget::Github { fork: Some(fork), .. } if fork == "bot/blog")
    );
}

/// The rows of the table of permissions, as GitHub names them to programs.
fn permissions_of_page() -> BTreeMap<String, &'static str> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| Permission |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let level = match cells[2] {
            "Read and write" => "write",
            "Read-only" => "read",
            other => panic!("{other} is no level"),
        };
        (cells[1].to_lowercase().replace(' ', "_"), level)
    })
    .collect()
}

#[tokio::test]
async fn the_permissions_of_the_page_are_those_the_doctor_looks_for() {
    let named = permissions_of_page();
    // The short way asks for the same.
    let asked = permissions(false).into_iter().map(|it| (it.name.to_owned(), it.level.name()));
    assert_eq!(named, asked.collect());
    let scenario = Scenario::new().await;
    scenario.github.set_app_permissions(json!(named));
    let (_, told) = doctor::examined(&scenario).await;
    let of_app = |told: &str| -> Vec<String> {
        let lines = told.lines().filter(|line| line.contains("GitHub App: "));
        lines.map(str::to_owned).collect()
    };
    // Word for word what the page shows.
    let shown = blocks("").into_iter().map(of_app).find(|lines| !lines.is_empty());
    assert_eq!(Some(of_app(&told)), shown, "{told}");
    assert!(of_app(&told).iter().all(|line| line.starts_with("ok ")), "{told}");
    assert_eq!(of_app(&told).len() + 1, named.len(), "metadata is always on, the others are read");

    for (name, _) in named.iter().filter(|(name, _)| *name != "metadata") {
        let mut fewer = named.clone();
        fewer.remove(name);
        scenario.github.set_app_permissions(json!(fewer));
        let (code, told) = doctor::examined(&scenario).await;
        let missing = format!("FAILED   GitHub App: {}", name.replace('_', " "));
        assert!(code == Some(1) && told.contains(&missing), "{name}: {told}");
    }
}

#[test]
fn the_events_of_the_page_are_those_that_are_handled() {
    let start = PAGE.find("*Subscribe to events*:").expect("the events") + 22;
    let list = &PAGE[start..start + PAGE[start..].find('.').expect("their end")];
    let on_page: BTreeSet<String> = list
        .split(',')
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase())
        .collect();
    let mut handled = BTreeSet::new();
    for line in EXAMPLES.lines() {
        let example: Value = serde_json::from_str(line).expect("a line of JSON");
        let (event, payload) = (example["event"].as_str().unwrap(), example["payload"].to_string());
        if !matches!(parse_event(event, payload.as_bytes()), Ok(WebhookEvent::Ignored)) {
            handled.insert(event.to_owned());
        }
    }
    // These GitHub sends to every App, and on setting up.
    for unasked in ["ping", "installation", "installation_repositories"] {
        handled.remove(unasked);
    }
    assert_eq!(on_page, handled);
    // The short way subscribes to the same.
    assert_eq!(on_page, EVENTS.map(str::to_owned).into());
}

#[tokio::test]
async fn where_the_page_sends_people_something_answers() {
    let scenario = Scenario::publishing_to(Publisher::Preview).await;
    let task = scenario.translate_kites().await;
    let browser = scenario.browser();
    let mut seen = BTreeSet::new();
    for (at, _) in PAGE.match_indices(&format!("{SITE}/")) {
        let rest = &PAGE[at + SITE.len()..];
        let path = &rest[..rest.find(['`', '"', ' ', '\n']).expect("its end")];
        seen.insert(path);
    }
    assert_eq!(Vec::from_iter(seen), ["/sign-in", "/sign-in/github/callback", "/webhooks/github"]);
    browser.get("/sign-in").await.assert_status_ok();
    // Nobody asked GitHub for this answer, and nobody signed this delivery; but there is a door.
    browser.get("/sign-in/github/callback?code=a&state=b").await.assert_status_unauthorized();
    browser.post("/webhooks/github").await.assert_status_unauthorized();
    scenario.sign_in(&browser, &scenario.translator).await;
    assert!(PAGE.contains("`/tasks/NUMBER/rehearsal`"));
    browser.get(&format!("/tasks/{task}/rehearsal")).await.assert_status_ok();

    // "Recent deliveries": the ping is 202, sent again 200, with another secret 401.
    let ping = scenario.github.event("ping", &json!({ "zen": "Keep it logically awesome." }));
    let browser = scenario.browser();
    assert_eq!(post_delivery(&browser, &ping, &ping.signature()).await, StatusCode::ACCEPTED);
    assert_eq!(post_delivery(&browser, &ping, &ping.signature()).await, StatusCode::OK);
    let wrong = format!("sha256={}", "0".repeat(64));
    assert_eq!(post_delivery(&browser, &ping, &wrong).await, StatusCode::UNAUTHORIZED);
}

#[test]
fn the_commands_of_the_page_are_there() {
    for command in ["github-app", "doctor", "serve", "rehearse"] {
        assert!(PAGE.contains(&format!("yiqi {command}")), "{command} is not on the page");
        let help = std::process::Command::new(env!("CARGO_BIN_EXE_yiqi"))
            .args([command, "--help"])
            .output();
        assert!(help.expect("the binary runs").status.success(), "{command}");
    }
}
