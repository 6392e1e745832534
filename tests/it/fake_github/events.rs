//! The webhooks this GitHub would send.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{FakeGithub, PullState};

pub const WEBHOOK_SECRET: &str = "the secret of the webhook";

/// A delivery as it goes over the wire.
#[derive(Debug, Clone)]
pub struct Event {
    /// `X-GitHub-Delivery`
    pub id: String,
    /// `X-GitHub-Event`
    pub name: &'static str,
    pub body: Vec<u8>,
}

impl Event {
    /// `X-Hub-Signature-256` under [`WEBHOOK_SECRET`].
    pub fn signature(&self) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(&self.body);
        format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
    }
}

impl FakeGithub {
    /// `push` of a branch as it stands now.
    pub fn push_event(&self, repository: &str, branch: &str) -> Event {
        let head = self.repository(repository).head(branch);
        let body = json!({
            "ref": format!("refs/heads/{branch}"),
            "before": "0".repeat(40),
            "after": head.clone().unwrap_or_else(|| "0".repeat(40)),
            "created": false,
            "deleted": head.is_none(),
            "forced": false,
            "repository": {"full_name": repository, "private": false},
            "commits": [],
        });
        self.event("push", &body)
    }

    /// `pull_request` of a pull request as it stands now.
    pub fn pull_event(&self, repository: &str, number: u64) -> Event {
        let pulls = self.pulls(repository);
        let pull = pulls.iter().find(|pull| pull.number == number).expect("a pull request");
        let action = if pull.state == PullState::Open { "opened" } else { "closed" };
        let body = json!({
            "action": action,
            "number": number,
            "pull_request": self.shared.pull_answer(repository, pull, "full"),
            "repository": {"full_name": repository, "private": false},
        });
        self.event("pull_request", &body)
    }

    /// `pull_request_review` of the newest review of a pull request.
    pub fn review_event(&self, repository: &str, number: u64) -> Event {
        let pulls = self.pulls(repository);
        let pull = pulls.iter().find(|pull| pull.number == number).expect("a pull request");
        let body = json!({
            "action": "submitted",
            "review": {"state": "changes_requested"},
            "pull_request": self.shared.pull_answer(repository, pull, "simple"),
            "repository": {"full_name": repository, "private": false},
        });
        self.event("pull_request_review", &body)
    }

    /// Any event under a fresh delivery id.
    pub fn event(&self, name: &'static str, body: &Value) -> Event {
        let mut state = self.state();
        state.deliveries += 1;
        let id = format!("72d3162e-cc78-11e3-81ab-{:012}", state.deliveries);
        Event { id, name, body: body.to_string().into_bytes() }
    }
}
