//! A webhook is an extractor: limited, timed, verified over the raw bytes, and only then read.

use std::time::Duration;

use axum::{
    RequestExt as _,
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::StatusCode,
};

use super::{client::Client, state::AppState};
use crate::{github, ids::DeliveryId};

/// GitHub sends no more than this.
const LARGEST: usize = 25 * 1024 * 1024;
const DEADLINE: Duration = Duration::from_secs(20);

/// A delivery whose signature was right.
pub(super) struct SignedDelivery {
    pub id: DeliveryId,
    pub event: String,
    pub payload: Bytes,
}

/// Refusals say little: whoever cannot sign has no business here, and GitHub shows the text to those who can.
type Refusal = (StatusCode, &'static str);

impl FromRequest<AppState> for SignedDelivery {
    type Rejection = Refusal;

    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, Refusal> {
        let Ok(client) = request.extract_parts_with_state::<Client, _>(state).await;
        let tired = |_| (StatusCode::TOO_MANY_REQUESTS, "too many deliveries were signed wrongly");
        state.gauges.may_attempt(&client).map_err(tired)?;
        let delivery = Self::verified(request, state).await;
        if matches!(delivery, Err((StatusCode::UNAUTHORIZED, _))) {
            // Whether it was the last one shows at the next.
            let _ = state.gauges.attempt(&client);
        }
        delivery
    }
}

impl SignedDelivery {
    async fn verified(request: Request, state: &AppState) -> Result<Self, Refusal> {
        let secrets = match &state.settings.github {
            Some(github) if !github.webhook_secrets.is_empty() => &github.webhook_secrets,
            _ => return Err((StatusCode::NOT_FOUND, "no webhook secret is configured")),
        };
        let signature = header(&request, "x-hub-signature-256")
            .ok_or((StatusCode::UNAUTHORIZED, "the delivery is not signed"))?;
        let id = header(&request, "x-github-delivery").filter(|id| is_plausible(id));
        let id = id.ok_or((StatusCode::BAD_REQUEST, "X-GitHub-Delivery is missing"))?;
        let event = header(&request, "x-github-event").filter(|event| is_plausible(event));
        let event = event.ok_or((StatusCode::BAD_REQUEST, "X-GitHub-Event is missing"))?;
        let payload = tokio::time::timeout(DEADLINE, to_bytes(request.into_body(), LARGEST))
            .await
            .map_err(|_| (StatusCode::REQUEST_TIMEOUT, "the delivery took too long"))?
            .map_err(|_| (StatusCode::PAYLOAD_TOO_LARGE, "the delivery cannot be read in full"))?;
        if !github::verify_signature(secrets, &signature, &payload) {
            return Err((StatusCode::UNAUTHORIZED, "the signature is wrong"));
        }
        Ok(Self { id: DeliveryId::new(id), event, payload })
    }
}

fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name)?.to_str().ok().map(str::to_owned)
}

/// Whether a header value is short enough to store and to log.
fn is_plausible(value: &str) -> bool {
    !value.is_empty() && value.len() <= 100 && value.chars().all(|c| c.is_ascii_graphic())
}
