//! Who may do what: every route for every role, in one table.
//!
//! Whether a step is possible at the moment does not matter here, only whether the person is let
//! through to it. A route without a row fails the test.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use axum_test::{TestResponse, TestServer};
use regex::Regex;

use super::site::{BLOG, Site, location};

/// How far a request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Let through; what it then met (a page, a redirect, a refusal of the workflow) is not the point.
    Through,
    /// Asked to sign in.
    Door,
    /// Signed in, but not allowed.
    Refused,
}

use Outcome::{Door, Refused, Through};

/// A route, an example of it, a body that can be read, and what becomes of a stranger, of the
/// translator of task 1, of another volunteer, of a proofreader and of a maintainer.
type Row = (&'static str, &'static str, &'static str, &'static str, [Outcome; 5]);

const ANYBODY: [Outcome; 5] = [Through; 5];
const SIGNED_IN: [Outcome; 5] = [Door, Through, Through, Through, Through];
const TRANSLATOR: [Outcome; 5] = [Door, Through, Refused, Refused, Through];
const REVIEWER: [Outcome; 5] = [Door, Refused, Refused, Through, Through];
const MAINTAINER: [Outcome; 5] = [Door, Refused, Refused, Refused, Through];

const ELSEWHERE: &str = "slug=done&address=https%3A%2F%2Fblog.example%2F1";
const REMOVAL: &str = "slug=done&id=9";
const CHANNEL: &str = "form=slack&name=a&address=https%3A%2F%2Fhooks.example.com%2F1";

const ROWS: &[Row] = &[
    ("GET", "/", "/", "", ANYBODY),
    ("GET", "/github-app/installed", "/github-app/installed", "", ANYBODY),
    ("GET", "/p/{project}", "/p/blog", "", ANYBODY),
    ("GET", "/p/{project}/dashboard", "/p/blog/dashboard", "", MAINTAINER),
    ("GET", "/p/{project}/progress", "/p/blog/progress", "", ANYBODY),
    ("GET", "/p/{project}/credits", "/p/blog/credits", "", ANYBODY),
    ("GET", "/people/{id}", "/people/@ada", "", ANYBODY),
    ("GET", "/me/page", "/me/page", "", SIGNED_IN),
    ("POST", "/me/page", "/me/page", "listed=yes", SIGNED_IN),
    ("GET", "/p/{project}/badge.svg", "/p/blog/badge.svg", "", ANYBODY),
    ("GET", "/p/{project}/badge.json", "/p/blog/badge.json", "", ANYBODY),
    ("GET", "/p/{project}/progress.json", "/p/blog/progress.json", "", ANYBODY),
    ("GET", "/p/{project}/people.svg", "/p/blog/people.svg", "", ANYBODY),
    ("GET", "/p/{project}/behind.svg", "/p/blog/behind.svg?post=done", "", ANYBODY),
    ("GET", "/p/{project}/behind.json", "/p/blog/behind.json?post=done", "", ANYBODY),
    ("GET", "/p/{project}/feeds/{file}", "/p/blog/feeds/new.atom", "", ANYBODY),
    ("GET", "/people/{id}/badge.svg", "/people/@ada/badge.svg", "", ANYBODY),
    ("GET", "/behind.js", "/behind.js", "", ANYBODY),
    ("GET", "/robots.txt", "/robots.txt", "", ANYBODY),
    ("GET", "/p/{project}/audit", "/p/blog/audit", "", MAINTAINER),
    ("GET", "/p/{project}/audit.csv", "/p/blog/audit.csv", "", MAINTAINER),
    ("GET", "/p/{project}/audit.json", "/p/blog/audit.json", "", MAINTAINER),
    ("GET", "/p/{project}/bulk", "/p/blog/bulk", "", MAINTAINER),
    ("POST", "/p/{project}/bulk", "/p/blog/bulk", BULK, MAINTAINER),
    ("GET", "/p/{project}/report", "/p/blog/report", "", ANYBODY),
    ("GET", "/p/{project}/report.md", "/p/blog/report.md", "", ANYBODY),
    ("GET", "/p/{project}/report.csv", "/p/blog/report.csv", "", ANYBODY),
    ("GET", "/p/{project}/posts.csv", "/p/blog/posts.csv", "", ANYBODY),
    ("GET", "/p/{project}/posts.json", "/p/blog/posts.json", "", ANYBODY),
    ("POST", "/p/{project}/sync", "/p/blog/sync", "", MAINTAINER),
    ("POST", "/p/{project}/deliveries/{id}/again", "/p/blog/deliveries/1/again", "", MAINTAINER),
    ("GET", "/tasks/{id}/rehearsal", "/tasks/1/rehearsal", "", SIGNED_IN),
    ("GET", "/welcome", "/welcome", "", SIGNED_IN),
    ("POST", "/welcome", "/welcome", "hf_user=&language=zh-CN", SIGNED_IN),
    ("GET", "/p/{project}/posts/{*slug}", "/p/blog/posts/done", "", ANYBODY),
    ("POST", "/p/{project}/claim", "/p/blog/claim", "slug=done", SIGNED_IN),
    ("POST", "/p/{project}/assign", "/p/blog/assign", "slug=done&person=999", MAINTAINER),
    ("POST", "/p/{project}/pin", "/p/blog/pin", PIN, MAINTAINER),
    ("POST", "/p/{project}/unpin", "/p/blog/unpin", "slug=done", MAINTAINER),
    ("POST", "/p/{project}/undismiss", "/p/blog/undismiss", "slug=done&key=k", MAINTAINER),
    ("POST", "/p/{project}/dismiss", "/p/blog/dismiss", "slug=done&key=k&reason=r", MAINTAINER),
    // That of a project which is not there ends; `board::live` listens to one that does not.
    ("GET", "/p/{project}/live", "/p/none/live", "", ANYBODY),
    ("POST", "/p/{project}/ask", "/p/blog/ask", "slug=done&wanted=true", SIGNED_IN),
    ("POST", "/p/{project}/say", "/p/blog/say", "slug=done&body=hello", SIGNED_IN),
    ("POST", "/p/{project}/elsewhere", "/p/blog/elsewhere", ELSEWHERE, SIGNED_IN),
    ("POST", "/p/{project}/elsewhere/remove", "/p/blog/elsewhere/remove", REMOVAL, SIGNED_IN),
    ("POST", "/p/{project}/priority", "/p/blog/priority", "slug=done&priority=high", MAINTAINER),
    ("POST", "/p/{project}/note", "/p/blog/note", "slug=done&note=n", MAINTAINER),
    ("POST", "/p/{project}/exclude", "/p/blog/exclude", "slug=done&reason=r", MAINTAINER),
    ("POST", "/p/{project}/include", "/p/blog/include", "slug=done", MAINTAINER),
    ("POST", "/p/{project}/views", "/p/blog/views", "name=a&query=", SIGNED_IN),
    ("POST", "/p/{project}/views/remove", "/p/blog/views/remove", "name=a", SIGNED_IN),
    ("GET", "/p/{project}/glossary", "/p/blog/glossary", "", ANYBODY),
    ("POST", "/p/{project}/glossary", "/p/blog/glossary", "term=a&preferred=%E7%94%B2", SIGNED_IN),
    ("GET", "/p/{project}/glossary.csv", "/p/blog/glossary.csv", "", ANYBODY),
    ("GET", "/p/{project}/glossary.tbx", "/p/blog/glossary.tbx", "", ANYBODY),
    ("POST", "/p/{project}/glossary/import", "/p/blog/glossary/import", "text=x", MAINTAINER),
    ("POST", "/p/{project}/glossary/terms/{id}", TERM, "term=a&preferred=b", SIGNED_IN),
    ("POST", "/p/{project}/glossary/terms/{id}/remove", TERM_REMOVED, "", MAINTAINER),
    ("POST", "/p/{project}/glossary/proposals/{id}", PROPOSAL, "accept=true", MAINTAINER),
    ("GET", "/p/{project}/memory", "/p/blog/memory?q=a", "", ANYBODY),
    ("GET", "/api/v1/projects/{project}/glossary", "/api/v1/projects/blog/glossary", "", ANYBODY),
    ("GET", "/api/v1/projects/{project}/memory", "/api/v1/projects/blog/memory?q=a", "", ANYBODY),
    ("GET", "/api/v1/tasks/{id}/terms", "/api/v1/tasks/1/terms", "", SIGNED_IN),
    ("POST", "/api/v1/tasks/{id}/suggestions", "/api/v1/tasks/1/suggestions", BLOCK, SIGNED_IN),
    ("POST", "/api/v1/tasks/{id}/machine", "/api/v1/tasks/1/machine", MACHINE, TRANSLATOR),
    ("POST", "/api/v1/tasks/{id}/machine/confirm", CONFIRM, r#"{"text":"x"}"#, TRANSLATOR),
    ("GET", "/tasks/{id}", "/tasks/1", "", SIGNED_IN),
    ("POST", "/tasks/{id}/draft", "/tasks/1/draft", "revision=1&text=x", TRANSLATOR),
    ("GET", "/tasks/{id}/draft.md", "/tasks/1/draft.md", "", SIGNED_IN),
    ("POST", "/tasks/{id}/merge", "/tasks/1/merge", "base=1&revision=1&mine=x", TRANSLATOR),
    ("GET", "/tasks/{id}/upload", "/tasks/1/upload", "", SIGNED_IN),
    ("GET", "/tasks/{id}/carry", "/tasks/1/carry", "", SIGNED_IN),
    ("POST", "/tasks/{id}/carry", "/tasks/1/carry", "revision=1", TRANSLATOR),
    ("POST", "/tasks/{id}/settle", "/tasks/1/settle", "revision=1&text=x", TRANSLATOR),
    ("POST", "/tasks/{id}/fix", "/tasks/1/fix", "revision=999", TRANSLATOR),
    ("POST", "/tasks/{id}/findings/{finding}/fix", FIX, "revision=999", TRANSLATOR),
    ("POST", "/tasks/{id}/findings/{finding}/dismiss", DISMISS, "reason=r", TRANSLATOR),
    ("POST", "/tasks/{id}/findings/{finding}/restore", STAND, "", TRANSLATOR),
    ("GET", "/tasks/{id}/history", "/tasks/1/history", "", SIGNED_IN),
    ("GET", "/tasks/{id}/revisions/{number}", "/tasks/1/revisions/1", "", SIGNED_IN),
    ("POST", "/tasks/{id}/revisions/{number}/restore", RESTORE, "revision=1", TRANSLATOR),
    ("POST", "/tasks/{id}/comments", "/tasks/1/comments", "line=&body=hello", SIGNED_IN),
    ("POST", "/tasks/{id}/threads/{thread}", "/tasks/1/threads/1", "body=yes", SIGNED_IN),
    ("POST", "/tasks/{id}/block", "/tasks/1/block", "revision=1&from=0&to=1&text=x", TRANSLATOR),
    ("POST", "/tasks/{id}/withdraw", "/tasks/1/withdraw", "", TRANSLATOR),
    ("POST", "/tasks/{id}/submit", "/tasks/1/submit", "revision=999", TRANSLATOR),
    ("GET", "/tasks/{id}/review", "/tasks/1/review", "", SIGNED_IN),
    ("POST", "/tasks/{id}/review", "/tasks/1/review", "", REVIEWER),
    ("POST", "/tasks/{id}/leave", "/tasks/1/leave", "", REVIEWER),
    ("POST", "/tasks/{id}/approve", "/tasks/1/approve", "revision=999", REVIEWER),
    ("POST", "/tasks/{id}/return", "/tasks/1/return", "reason=r", REVIEWER),
    ("POST", "/tasks/{id}/publish", "/tasks/1/publish", "", MAINTAINER),
    ("GET", "/mine", "/mine", "", SIGNED_IN),
    ("GET", "/me", "/me", "", SIGNED_IN),
    ("POST", "/me", "/me", "hf_user=&language=zh-CN", SIGNED_IN),
    ("GET", "/api", "/api", "", ANYBODY),
    ("GET", "/me/tokens", "/me/tokens", "", SIGNED_IN),
    ("POST", "/me/tokens", "/me/tokens", "name=a&scope=read&days=1", SIGNED_IN),
    ("POST", "/me/tokens/{id}/revoke", "/me/tokens/999/revoke", "", SIGNED_IN),
    ("POST", "/language", "/language", "language=zh-CN", ANYBODY),
    ("GET", "/notices", "/notices", "", SIGNED_IN),
    ("POST", "/notices", "/notices", "last=1", SIGNED_IN),
    ("GET", "/notices/{id}", "/notices/999", "", SIGNED_IN),
    ("GET", "/me/notices", "/me/notices", "", SIGNED_IN),
    ("POST", "/me/notices", "/me/notices", "zone=UTC", SIGNED_IN),
    // Of somebody else's way out nobody learns that it is there; tests of notices tell more.
    ("POST", "/channels", "/channels", CHANNEL, SIGNED_IN),
    ("POST", "/channels/{id}/test", "/channels/999/test", "", SIGNED_IN),
    ("POST", "/channels/{id}/confirm", "/channels/999/confirm", "code=1", SIGNED_IN),
    ("POST", "/channels/{id}/remove", "/channels/999/remove", "", SIGNED_IN),
    ("POST", "/channels/{id}/kinds", "/channels/999/kinds", "kind=merged", SIGNED_IN),
    ("GET", "/p/{project}/channels", "/p/blog/channels", "", MAINTAINER),
    ("POST", "/p/{project}/channels", "/p/blog/channels", CHANNEL, MAINTAINER),
    ("GET", "/people", "/people", "", MAINTAINER),
    ("POST", "/people/{id}/role", "/people/999/role", "role=volunteer", MAINTAINER),
    ("POST", "/people/{id}/block", "/people/999/block", "blocked=true", MAINTAINER),
    ("GET", "/sign-in", "/sign-in", "", ANYBODY),
    ("GET", "/sign-in/github", "/sign-in/github", "", ANYBODY),
    ("GET", "/sign-in/github/callback", "/sign-in/github/callback", "", ANYBODY),
    ("GET", "/api/v1/me/tasks", "/api/v1/me/tasks", "", SIGNED_IN),
    ("GET", "/api/v1/tasks/{id}/draft.md", "/api/v1/tasks/1/draft.md", "", SIGNED_IN),
    // It is asked for the revision first; `tokens` tests who may save.
    ("PUT", "/api/v1/tasks/{id}/draft.md", "/api/v1/tasks/1/draft.md", "x", SIGNED_IN),
    ("PUT", "/api/v1/tasks/{id}/draft", "/api/v1/tasks/1/draft", DRAFT, TRANSLATOR),
    ("PUT", "/api/v1/tasks/{id}/changes/{key}", "/api/v1/tasks/1/changes/k", SETTLED, TRANSLATOR),
    ("PUT", "/api/v1/tasks/{id}/kept", "/api/v1/tasks/1/kept", KEPT, TRANSLATOR),
    ("POST", "/api/v1/tasks/{id}/merge", "/api/v1/tasks/1/merge", MERGE, SIGNED_IN),
    ("PUT", "/api/v1/tasks/{id}/findings/{finding}", WORD, r#"{"reason":"r"}"#, TRANSLATOR),
    ("POST", "/api/v1/tasks/{id}/fix", "/api/v1/tasks/1/fix", r#"{"text":"x"}"#, SIGNED_IN),
    ("POST", "/api/v1/tasks/{id}/rows", "/api/v1/tasks/1/rows", r#"{"text":"x"}"#, SIGNED_IN),
    ("POST", "/parts/tasks/{id}/threads", "/parts/tasks/1/threads", SAID, SIGNED_IN),
    ("POST", "/parts/tasks/{id}/threads/{thread}", "/parts/tasks/1/threads/1", SAID, SIGNED_IN),
    ("POST", "/api/v1/preview", "/api/v1/preview", r#"{"project":"blog","text":"x"}"#, SIGNED_IN),
    ("GET", "/api/v1/projects/{project}/status", "/api/v1/projects/blog/status", "", ANYBODY),
    // The last ones change who is asking, or end the task.
    ("POST", "/tasks/{id}/release", "/tasks/1/release", "", TRANSLATOR),
    ("POST", "/sign-out/everywhere", "/sign-out/everywhere", "", SIGNED_IN),
    ("POST", "/sign-in/local", "/sign-in/local", "login=eve&role=volunteer", ANYBODY),
    ("POST", "/sign-out", "/sign-out", "", ANYBODY),
];

const BULK: &str = "slug=nothing&act=dismiss_cosmetic";
const TERM: &str = "/p/blog/glossary/terms/999";
const TERM_REMOVED: &str = "/p/blog/glossary/terms/999/remove";
const PROPOSAL: &str = "/p/blog/glossary/proposals/999";
const BLOCK: &str = r#"{"text":"x","kind":"paragraph"}"#;
const MACHINE: &str = r#"{"line":1,"text":"x"}"#;
const CONFIRM: &str = "/api/v1/tasks/1/machine/confirm";
const PIN: &str = "slug=done&commit=0123456789012345678901234567890123456789";
const RESTORE: &str = "/tasks/1/revisions/1/restore";
const KEPT: &str = r#"{"block":"x","kept":true}"#;
const MERGE: &str = r#"{"base":1,"revision":1,"text":"x"}"#;
const FIX: &str = "/tasks/1/findings/f/fix";
const DISMISS: &str = "/tasks/1/findings/f/dismiss";
const STAND: &str = "/tasks/1/findings/f/restore";
const WORD: &str = "/api/v1/tasks/1/findings/f";
const SETTLED: &str = r#"{"settled":true}"#;
const SAID: &str = r#"{"body":"x","back":"/tasks/1"}"#;
const DRAFT: &str = r#"{"revision":999,"text":"x"}"#;

/// Routes that ask for no person: machines use them, or they exist to say that there is nothing.
/// Who may see `/metrics` is shown in `operating.rs`: no role opens it.
const FOR_MACHINES: [(&str, &str); 5] = [
    ("POST", "/webhooks/github"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("ANY", "/api/{*rest}"),
];

#[tokio::test]
async fn every_route_lets_through_exactly_whom_it_should() {
    let mut wrong = Vec::new();
    let people =
        ["a stranger", "the translator", "another volunteer", "a proofreader", "a maintainer"];
    for (who, person) in people.into_iter().enumerate() {
        // A site of their own: what one person does must not decide what the next one meets.
        let site = Site::with_blog().await;
        let translator = site.signed_in("ada", "volunteer").await;
        let claimed = translator.post("/p/blog/claim").form(&[("slug", "fresh")]).await;
        assert_eq!(location(&claimed), "/tasks/1");
        let browser = match who {
            0 => site.browser(),
            1 => translator,
            2 => site.signed_in("bo", "volunteer").await,
            3 => site.signed_in("pia", "proofreader").await,
            _ => site.signed_in("mia", "maintainer").await,
        };
        for (method, route, address, body, expected) in ROWS {
            let response = send(&browser, method, address, body).await;
            if outcome(&response) != expected[who] {
                let (status, wanted) = (response.status_code(), expected[who]);
                wrong.push(format!("{method} {route} by {person}: {status}, not {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

async fn send(browser: &TestServer, method: &str, address: &str, body: &str) -> TestResponse {
    let method: Method = method.parse().expect("a method");
    let request = browser.method(method, address);
    let kind = match body {
        json if json.starts_with('{') => "application/json",
        _ => "application/x-www-form-urlencoded",
    };
    request.bytes(body.to_owned().into()).content_type(kind).await
}

fn outcome(response: &TestResponse) -> Outcome {
    match response.status_code() {
        StatusCode::FORBIDDEN => Refused,
        StatusCode::SEE_OTHER if location(response).starts_with("/sign-in?") => Door,
        // GitHub's answer to nobody is not a person who is sent to the door.
        StatusCode::UNAUTHORIZED => Door,
        status if status.is_server_error() => panic!("{status}: {}", response.text()),
        _ => Through,
    }
}

#[test]
fn every_route_has_its_row() {
    let source = include_str!("../../../src/web/routes/mod.rs");
    let route = Regex::new(r#"\.route\(\s*"([^"]+)",\s*([^;]+?)\)\n"#).expect("a pattern");
    let method = Regex::new(r"\b(get|post|put|delete|patch|any)\(").expect("a pattern");
    let mut routes = BTreeSet::new();
    for found in route.captures_iter(source) {
        for method in method.captures_iter(&found[2]) {
            routes.insert((method[1].to_uppercase(), found[1].to_owned()));
        }
    }
    assert_eq!(source.matches(".route(").count(), route.captures_iter(source).count());
    let rows = ROWS.iter().map(|(method, route, ..)| (*method, *route)).chain(FOR_MACHINES);
    let rows: BTreeSet<_> = rows.map(|(m, r)| (m.to_owned(), r.to_owned())).collect();
    // What the API asks of callers is tested beside its description.
    let rows = rows.into_iter().filter(|(_, route)| !route.starts_with("/api/v1/")).collect();
    assert_eq!(routes, rows);
    assert!(ROWS.iter().any(|(_, _, address, ..)| address.contains(BLOG)));
}
