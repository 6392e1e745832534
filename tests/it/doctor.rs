//! What `yiqi doctor` says of a GitHub App: read, not tried.

use std::process::{Command, Stdio};

use serde_json::json;
use yiqi::workflow::{Clock, SystemClock};

use crate::{
    fake_github::{APP_ID, APP_KEY, INSTALLATION},
    support::{Scenario, UPSTREAM},
};

/// Runs the doctor over a project that publishes as the App; its exit code and what it says of GitHub.
pub async fn examined(scenario: &Scenario) -> (Option<i32>, String) {
    // The binary lives in the present, and statements of an App are dated.
    let apart = SystemClock.now().duration_since(scenario.clock.now());
    scenario.wait(apart);
    let config = format!(
        "[paths]\ndata = \"doctor\"\n\n[github]\napi_url = \"{}\"\napp_id = \"{APP_ID}\"\n\
         installation_id = {INSTALLATION}\n\n[[projects]]\nid = \"blog\"\nsource = \"{}\"\n\
         branch = \"main\"\nconvention = \"hf-blog\"\npublish = \"github\"\n\
         upstream = \"{UPSTREAM}\"\n",
        scenario.github.url,
        scenario.upstream.path().display(),
    );
    let file = scenario.folder().join("doctor.toml");
    std::fs::write(&file, config).expect("a configuration");
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
    command.args(["doctor", "--config"]).arg(&file).env("YIQI_GITHUB_APP_KEY", APP_KEY);
    command.env_remove("YIQI_GITHUB_TOKEN").stdin(Stdio::null());
    let run = tokio::task::spawn_blocking(move || command.output().expect("the binary runs"));
    let output = run.await.expect("no panic");
    let told = String::from_utf8(output.stdout).expect("the binary writes UTF-8");
    let of_github = told.lines().filter(|line| {
        ["GitHub App", "branches of", "pull requests of"].iter().any(|it| line.contains(it))
            || line.contains("give the App")
    });
    (output.status.code(), of_github.collect::<Vec<_>>().join("\n"))
}

#[tokio::test]
async fn an_app_that_may_do_what_it_must_is_well() {
    let scenario = Scenario::new().await;
    let (_, told) = examined(&scenario).await;
    assert_eq!(
        told,
        "ok       GitHub App: contents: write, for writing the branch of a translation\n\
         ok       GitHub App: pull requests: write, for opening its pull request and reading the reviews\n\
         ok       GitHub App: issues: write, for reading what is said under a pull request\n\
         ok       branches of blog: may be written to hub/blog\n\
         ok       pull requests of blog: 0 open in hub/blog"
    );
    let sent = scenario.github.requests();
    let writes: Vec<_> = sent.iter().filter(|it| !it.starts_with("GET ")).collect();
    assert_eq!(writes, ["POST /app/installations/99/access_tokens"]);
}

#[tokio::test]
async fn a_permission_that_is_missing_is_named_with_what_to_do() {
    let scenario = Scenario::new().await;
    scenario.github.set_app_permissions(json!({"contents": "read", "pull_requests": "write"}));
    let (code, told) = examined(&scenario).await;
    assert_eq!(code, Some(1));
    let wanted = "FAILED   GitHub App: contents: read, for writing the branch of a translation\n         \
                  → give the App the permission \"contents: write\" and accept it where the App is \
                  installed";
    assert!(told.starts_with(wanted), "{told}");
    assert!(told.contains("FAILED   GitHub App: issues: none"), "{told}");
}
