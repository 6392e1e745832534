//! Requests that were made to be read wrongly.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Command, Stdio},
};

use axum::http::{StatusCode, header};
use serde_json::json;

use crate::web::site::Site;

/// A kilobyte that unpacks to a megabyte of blanks (`gzip` of zeros, made by the program of that name).
fn bomb() -> Option<Vec<u8>> {
    let mut gzip = Command::new("gzip")
        .arg("-c")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .inspect_err(|error| eprintln!("skipped: gzip does not start ({error})"))
        .ok()?;
    gzip.stdin.take().expect("is piped").write_all(&vec![b' '; 16 << 20]).expect("gzip reads");
    Some(gzip.wait_with_output().expect("gzip ends").stdout)
}

#[tokio::test]
async fn packed_bodies_are_not_unpacked() {
    let Some(bomb) = bomb() else { return };
    assert!(bomb.len() < 20_000);
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    ada.post("/p/blog/claim").form(&[("slug", "fresh")]).await.assert_status_see_other();
    let places = [
        ("/api/v1/preview", "application/json"),
        ("/tasks/1/draft", "application/x-www-form-urlencoded"),
        ("/sign-in/local", "application/x-www-form-urlencoded"),
    ];
    for (place, kind) in places {
        let request = ada.post(place).add_header(header::CONTENT_ENCODING, "gzip");
        let answer = request.content_type(kind).bytes(bomb.clone().into()).await;
        assert!(answer.status_code().is_client_error(), "{place}: {}", answer.status_code());
    }
    let request = ada.put("/api/v1/tasks/1/draft.md").add_header(header::CONTENT_ENCODING, "gzip");
    let answer = request.add_header(header::IF_MATCH, "\"1\"").bytes(bomb.clone().into()).await;
    assert!(answer.status_code().is_client_error(), "{}", answer.status_code());
    let draft = ada.get("/tasks/1/draft.md").await.text();
    assert!(draft.contains("Nobody has translated this"), "the draft was overwritten: {draft}");
}

#[tokio::test]
async fn bodies_over_the_limit_are_refused_everywhere() {
    let site = Site::with_blog().await;
    let ada = site.signed_in("ada", "volunteer").await;
    ada.post("/p/blog/claim").form(&[("slug", "fresh")]).await.assert_status_see_other();
    let huge = "x".repeat(9 << 20);
    let saved = ada.post("/tasks/1/draft").form(&[("revision", "1"), ("text", &huge)]).await;
    saved.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
    let preview =
        ada.post("/api/v1/preview").json(&json!({ "project": "blog", "text": huge })).await;
    preview.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
    let put = ada.put("/api/v1/tasks/1/draft.md").add_header(header::IF_MATCH, "\"1\"");
    put.bytes(huge.into()).await.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
    let large = "x".repeat((2 << 20) + 1);
    let saved =
        ada.put("/api/v1/tasks/1/draft").json(&json!({ "revision": 1, "text": large })).await;
    saved.assert_status(StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn slugs_that_climb_lead_nowhere() {
    let site = Site::with_blog().await;
    let mia = site.signed_in("mia", "maintainer").await;
    for slug in [
        "../../etc/passwd",
        "..%2F..%2Fetc%2Fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "....//etc/passwd",
        "%2Fetc%2Fpasswd",
        "done%00.md",
        "done%0aSet-Cookie:%20a=b",
        "..%5c..%5cyiqi.db",
        "%c0%ae%c0%ae/yiqi.db",
        ".git/config",
    ] {
        for place in [
            format!("/p/blog/posts/{slug}"),
            format!("/p/{slug}"),
            format!("/assets/{slug}"),
            format!("/api/v1/projects/blog/posts/{slug}"),
        ] {
            let answer = mia.get(&place).await;
            let status = answer.status_code();
            assert!(status.is_client_error(), "{place}: {status}");
            assert!(answer.maybe_header("set-cookie").is_none(), "{place}");
            assert!(!answer.text().contains("root:"), "{place}");
        }
        let plain = slug.replace("%2F", "/").replace("%2e", ".");
        let claimed = mia.post("/p/blog/claim").form(&[("slug", plain.as_str())]).await;
        claimed.assert_status_not_found();
    }
}

#[tokio::test]
async fn no_form_and_no_address_sends_people_to_another_site() {
    let site = Site::with_blog().await;
    let mia = site.signed_in("mia", "maintainer").await;
    for bad in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "%2F%2Fevil.example",
        " //evil.example",
        "\u{2f}\u{2f}evil.example",
        "@evil.example",
    ] {
        let language = [("language", "en"), ("back", bad)];
        let welcome = [("hf_user", ""), ("language", "zh-CN"), ("back", bad)];
        let sign_in = [("login", "mia"), ("role", "maintainer"), ("back", bad)];
        let dismiss = [("slug", "done"), ("key", "k"), ("reason", "r"), ("back", bad)];
        let answers = [
            ("/language", mia.post("/language").form(&language).await),
            ("/welcome", mia.post("/welcome").form(&welcome).await),
            ("/p/blog/dismiss", mia.post("/p/blog/dismiss").form(&dismiss).await),
            ("/sign-in/local", mia.post("/sign-in/local").form(&sign_in).await),
        ];
        for (place, answer) in answers {
            let Some(to) = answer.maybe_header("location") else { continue };
            let to = to.to_str().expect("text").to_owned();
            let stays = to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\");
            assert!(stays && !to.contains("evil"), "{place} with {bad:?} leads to {to}");
        }
        let door = mia.get("/sign-in").add_query_param("back", bad).await.text();
        assert!(!door.contains("value=\"//") && !door.contains("value=\"https"), "{bad:?}");
    }
}

#[tokio::test]
async fn a_key_somebody_planted_is_not_taken_over_at_sign_in() {
    let site = Site::new().await;
    // An attacker's own session, and one that nobody has.
    let attacker = site.browser();
    let form = [("login", "eve"), ("role", "volunteer")];
    let planted = attacker.post("/sign-in/local").form(&form).await.cookie("yiqi");
    for key in [planted.value().to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned()] {
        let victim = site.browser();
        let form = [("login", "ada"), ("role", "maintainer")];
        let cookie = format!("yiqi={key}");
        let request = victim.post("/sign-in/local").add_header(header::COOKIE, cookie.clone());
        let signed_in = request.form(&form).await;
        signed_in.assert_status_see_other();
        assert_ne!(signed_in.cookie("yiqi").value(), key);
        let opened = site.browser().get("/me").add_header(header::COOKIE, cookie).await;
        let is_ada = opened.status_code() == StatusCode::OK && opened.text().contains("ada");
        assert!(!is_ada, "the planted key opens the victim's session");
    }
}

#[tokio::test]
async fn an_id_from_outside_is_one_or_is_replaced() {
    let browser = Site::new().await.browser();
    let good = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let answer = browser.get("/healthz").add_header("x-request-id", good).await;
    assert_eq!(answer.header("x-request-id"), good);
    for odd in ["a b", "x\" level=\"ERROR", "\u{7f}", &"x".repeat(65), "a\tb", "[31m"] {
        let Ok(value) = axum::http::HeaderValue::from_bytes(odd.as_bytes()) else { continue };
        let answer = browser.get("/healthz").add_header("x-request-id", value).await;
        assert_ne!(answer.header("x-request-id").as_bytes(), odd.as_bytes(), "{odd:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_none_is_answered_and_the_next_one_served() {
    let site = Site::new().await;
    let address = site.over_tcp().await;
    let host = address.trim_start_matches("http://").to_owned();
    let raw = async |bytes: Vec<u8>| {
        let host = host.clone();
        let ask = move || {
            let mut stream = TcpStream::connect(&host).expect("it listens");
            stream.set_read_timeout(Some(std::time::Duration::from_secs(5))).expect("a time limit");
            // The server may hang up before it has read all.
            let _ = stream.write_all(&bytes);
            let mut answer = Vec::new();
            let _ = stream.take(4096).read_to_end(&mut answer);
            String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
        };
        tokio::task::spawn_blocking(ask).await.expect("no panic")
    };
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X-A: b\r\n".repeat(5000));
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(100_000));
    let odd: [&[u8]; 6] = [
        b"GET /\x1b[31m HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: a\x00b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"POST /sign-in/local HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        many.as_bytes(),
        long.as_bytes(),
    ];
    for bytes in odd {
        let first = raw(bytes.to_vec()).await;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert!(!first.contains(" 200 ") && !first.contains(" 500 "), "{shown:?}: {first}");
    }
    let last = raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec()).await;
    assert_eq!(last, "HTTP/1.1 200 OK");
}
