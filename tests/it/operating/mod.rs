//! What whoever runs the program relies on, asked of the real binary: whether it is ready, its figures,
//! its log, the configuration read again, https without a proxy.

mod server;

use std::process::Command;

use regex::Regex;
use serde_json::Value;

use server::Server;

const TOKEN: &str = "a-long-token-of-the-tests";

#[tokio::test]
async fn ready_means_that_the_posts_are_known() {
    let mut server = Server::prepare();
    // The source is not there yet: pages are served, and there is nothing to show on them.
    let away = server.folder().join("away.git");
    std::fs::rename(server.source(), &away).expect("the source can be moved");
    server.start().await;
    assert_eq!(server.get("/healthz", &[]).await, (200, "ok\n".into()));
    let (status, reason) = server.get("/readyz", &[]).await;
    assert_eq!(status, 503);
    assert!(reason.starts_with("the posts of blog were never read"), "{reason}");

    server.stop().await;
    std::fs::rename(&away, server.source()).expect("the source can be moved back");
    server.run(&["sync"]);
    server.start().await;
    assert_eq!(server.get("/readyz", &[]).await, (200, "ready\n".into()));
}

#[tokio::test]
async fn figures_count_requests_by_route_and_tell_what_waits() {
    let mut server = Server::prepare();
    server.start().await;
    server.until("/readyz", |status, _| status == 200).await;
    for slug in ["kites", "nowhere"] {
        server.get(&format!("/p/blog/posts/{slug}"), &[]).await;
    }
    server.get("/wp-login.php", &[]).await;
    let text =
        server.until("/metrics", |_, text| number(text, "yiqi_rounds_total", "ok") > 0.0).await;

    let line = |line: &str| assert!(text.lines().any(|it| it == line), "{line} is not in\n{text}");
    let post = r#"method="GET",route="/p/{project}/posts/{*slug}""#;
    line(&format!(r#"yiqi_http_requests_total{{{post},status="200"}} 1"#));
    line(&format!(r#"yiqi_http_requests_total{{{post},status="404"}} 1"#));
    line(r#"yiqi_http_requests_total{method="GET",route="none",status="404"} 1"#);
    line(r#"yiqi_http_request_duration_seconds_count{route="/p/{project}/posts/{*slug}"} 2"#);
    line("yiqi_http_requests_under_way 1");
    line(r#"yiqi_posts{project="blog"} 1"#);
    line(r#"yiqi_sync_failing{project="blog"} 0"#);
    line(r#"yiqi_deliveries{state="waiting"} 0"#);
    line(r#"yiqi_publications{state="failing"} 0"#);
    line("yiqi_oldest_deliveries_age_seconds 0");
    assert!(number(&text, "yiqi_syncs_total", "ok") >= 1.0, "{text}");
    assert!(value(&text, "yiqi_database_size_bytes") > 100_000.0, "{text}");
    if cfg!(target_os = "linux") {
        assert!(value(&text, "process_resident_memory_bytes") > 1_000_000.0, "{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    every_name_is_documented(&text);
}

/// A name that is not in the documents is found by nobody; one that is only there misleads.
#[track_caller]
fn every_name_is_documented(text: &str) {
    let document = include_str!("../../../docs/operations.md");
    let kind = Regex::new(r"(?m)^# TYPE (\S+) (\S+)$").expect("a pattern");
    let mut names: Vec<String> = Vec::new();
    for found in kind.captures_iter(text) {
        let total = if &found[2] == "counter" { "_total" } else { "" };
        names.push(format!("{}{total}", &found[1]));
    }
    for name in &names {
        assert!(document.contains(&format!("`{name}`")), "docs/operations.md lacks {name}");
    }
    let written = Regex::new(r"`((?:yiqi|process)_[a-z_]+)`").expect("a pattern");
    for found in written.captures_iter(document) {
        assert!(names.iter().any(|name| name == &found[1]), "there is no {} to be seen", &found[1]);
    }
}

#[tokio::test]
async fn figures_are_for_this_machine_alone_and_not_for_who_comes_through_a_proxy() {
    let mut server = Server::prepare();
    server.start().await;
    assert_eq!(server.get("/metrics", &[]).await.0, 200);
    assert_eq!(server.get("/metrics", &[("X-Forwarded-For", "192.0.2.1")]).await.0, 403);
    assert_eq!(server.get("/metrics", &[("Host", "yiqi.example.org")]).await.0, 403);
}

#[tokio::test]
async fn with_a_token_the_figures_are_for_who_has_it() {
    let mut server = Server::prepare();
    server.environment("YIQI_METRICS_TOKEN", TOKEN);
    server.start().await;
    let through = ("X-Forwarded-For", "192.0.2.1");
    assert_eq!(server.get("/metrics", &[]).await.0, 403);
    assert_eq!(server.get("/metrics", &[through, ("Authorization", "Bearer wrong")]).await.0, 403);
    let right = format!("Bearer {TOKEN}");
    assert_eq!(server.get("/metrics", &[through, ("Authorization", &right)]).await.0, 200);
}

#[tokio::test]
async fn a_log_in_json_names_the_request_and_the_round() {
    let mut server = Server::prepare();
    server.environment("YIQI_LOG_FORMAT", "json");
    server.start().await;
    server.until("/readyz", |status, _| status == 200).await;
    server.get("/p/blog?q=looked-for", &[("X-Request-Id", "seen-by-the-proxy")]).await;
    server.stop().await;
    let log = server.log();
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let spans = |line: &Value| line["spans"].as_array().cloned().unwrap_or_default();
    let has = |name: &str, field: &str, value: &Value| {
        lines.iter().flat_map(spans).any(|it| it["name"] == name && it[field] == *value)
    };
    assert!(has("request", "id", &"seen-by-the-proxy".into()), "{log}");
    assert!(has("request", "path", &"/p/blog".into()), "{log}");
    assert!(has("round", "number", &1.into()), "{log}");
    assert!(!log.contains("looked-for"), "what people look for is not in the log:\n{log}");
}

#[tokio::test]
async fn a_configuration_read_again_is_taken_over_and_an_invalid_one_is_not() {
    let mut server = Server::prepare();
    server.start().await;
    server.until("/readyz", |status, _| status == 200).await;
    let whole = server.configuration();

    let folder = server.folder().join("backups");
    let backups =
        format!("{whole}[backup]\nfolder = \"{}\"\n[rules]\nmax_claims = 7\n", folder.display());
    server.configure(&backups);
    server.hang_up();
    server.until_logged("rules.max_claims").await;
    assert!(server.log().contains("these keys change with the next start"), "{}", server.log());
    server.until_there(&folder).await;

    server.configure("[server]\nlisten = 7\n");
    server.hang_up();
    server.until_logged("the configuration stays as it was").await;
    assert!(server.log().contains("server.listen"), "{}", server.log());
    assert_eq!(server.get("/readyz", &[]).await.0, 200);
}

#[tokio::test]
async fn https_without_a_proxy_and_a_renewed_certificate_without_a_restart() {
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("skipped: openssl is not installed");
        return;
    }
    let mut server = Server::prepare();
    server.certify("first.example");
    let tls = "[server]\ntls_certificate = \"cert.pem\"\ntls_key = \"key.pem\"\n";
    server.configure(&format!("{tls}{}", server.configuration()));
    server.start().await;
    let (subject, answer) = server.get_by_tls("/healthz").await;
    assert_eq!(subject, "first.example");
    assert!(answer.starts_with("HTTP/1.0 200 OK"), "{answer}");
    let (_, page) = server.get_by_tls("/sign-in").await;
    assert!(page.contains("strict-transport-security"), "{page}");

    server.certify("second.example");
    server.hang_up();
    server.until_logged("the configuration was read again").await;
    assert_eq!(server.get_by_tls("/healthz").await.0, "second.example");

    std::fs::write(server.folder().join("key.pem"), "nothing").expect("it can be written");
    server.hang_up();
    server.until_logged("the configuration stays as it was").await;
    assert_eq!(server.get_by_tls("/healthz").await.0, "second.example");
}

/// The value of a line with one `result`.
fn number(text: &str, name: &str, result: &str) -> f64 {
    value(text, &format!("{name}{{result=\"{result}\"}}"))
}

/// The value of a line; 0 where there is none.
fn value(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.map_or(0.0, |value| value.parse().expect("a number"))
}
