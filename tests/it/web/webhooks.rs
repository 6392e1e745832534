//! Deliveries from GitHub: verified, stored once, answered at once.

use axum::http::StatusCode;
use axum_test::{TestResponse, TestServer};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::site::{SECRET, Site};

const PAYLOAD: &str = r#"{"zen":"Keep it logically awesome.","hook_id":1}"#;

fn sign(secret: &str, payload: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key will do");
    mac.update(payload.as_bytes());
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

async fn deliver(server: &TestServer, id: &str, signature: Option<&str>) -> TestResponse {
    let mut request = server
        .post("/webhooks/github")
        .add_header("x-github-delivery", id)
        .add_header("x-github-event", "ping")
        .bytes(PAYLOAD.into());
    if let Some(signature) = signature {
        request = request.add_header("x-hub-signature-256", signature);
    }
    request.await
}

#[tokio::test]
async fn a_signed_delivery_is_stored_once() {
    let server = Site::new().await.browser();
    for secret in [SECRET, "an older secret"] {
        let signature = sign(secret, PAYLOAD);
        let id = format!("delivery of {}", secret.len()).replace(' ', "-");
        deliver(&server, &id, Some(&signature)).await.assert_status(StatusCode::ACCEPTED);
        deliver(&server, &id, Some(&signature)).await.assert_status_ok();
    }
}

#[tokio::test]
async fn a_delivery_nobody_signed_is_refused() {
    let server = Site::new().await.browser();
    deliver(&server, "1", None).await.assert_status_unauthorized();
    let other_secret = sign("another secret", PAYLOAD);
    let other_payload = sign(SECRET, "{}");
    for wrong in [other_secret.as_str(), other_payload.as_str(), "sha256=", "", "sha1=abc"] {
        deliver(&server, "1", Some(wrong)).await.assert_status_unauthorized();
    }
    deliver(&server, "1", Some(&sign(SECRET, PAYLOAD))).await.assert_status(StatusCode::ACCEPTED);
}

#[tokio::test]
async fn a_delivery_without_a_usable_id_is_refused() {
    let server = Site::new().await.browser();
    let signature = sign(SECRET, PAYLOAD);
    for id in ["", "a b", &"x".repeat(200)] {
        deliver(&server, id, Some(&signature)).await.assert_status_bad_request();
    }
}
