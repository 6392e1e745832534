//! Webhooks: whether a delivery is GitHub's, and what it means to Yiqi
//! (<https://docs.github.com/en/webhooks/webhook-events-and-payloads>).
//!
//! Only the fields that decide something are read, and only of the kinds that are handled: a payload
//! that grows a field, or a kind nobody asked for, is never an error.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::Sha256;

use super::{GithubError, PullRequestState, RepositoryName};
use crate::ids::{CommitId, PullRequestNumber};

/// What a delivery means to Yiqi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookEvent {
    Ping,
    Push {
        repository: RepositoryName,
        branch: String,
        /// `None`: the branch was deleted.
        head: Option<CommitId>,
    },
    PullRequest {
        repository: RepositoryName,
        number: PullRequestNumber,
        state: PullRequestState,
    },
    /// Somebody said something at a pull request.
    Conversation {
        repository: RepositoryName,
        number: PullRequestNumber,
    },
    /// A repository has another name, or another owner.
    Renamed {
        from: RepositoryName,
        to: RepositoryName,
    },
    /// What the App may see or do changed.
    Installation,
    /// A handled event about something nobody here follows (a tag, an issue).
    Nothing,
    /// Any other event; counted and forgotten.
    Ignored,
}

#[derive(Deserialize)]
struct Repository {
    full_name: String,
}

#[derive(Deserialize)]
struct PushPayload {
    #[serde(rename = "ref")]
    reference: String,
    after: String,
    deleted: bool,
    repository: Repository,
}

#[derive(Deserialize)]
struct PullRequestPayload {
    number: u64,
    pull_request: PullRequestPart,
    repository: Repository,
}

#[derive(Deserialize)]
struct PullRequestPart {
    state: String,
    merged: bool,
}

#[derive(Deserialize)]
struct ConversationPayload {
    pull_request: Option<NumberPart>,
    issue: Option<IssuePart>,
    repository: Repository,
}

#[derive(Deserialize)]
struct NumberPart {
    number: u64,
}

#[derive(Deserialize)]
struct IssuePart {
    number: u64,
    /// Present where the issue is a pull request.
    pull_request: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct RepositoryPayload {
    action: String,
    changes: Option<RepositoryChanges>,
    repository: NamedRepository,
}

#[derive(Deserialize)]
struct NamedRepository {
    full_name: String,
    name: String,
}

#[derive(Deserialize)]
struct RepositoryChanges {
    repository: Option<NameChange>,
    owner: Option<OwnerChange>,
}

#[derive(Deserialize)]
struct NameChange {
    name: From,
}

#[derive(Deserialize)]
struct From {
    from: String,
}

#[derive(Deserialize)]
struct OwnerChange {
    from: OwnerBefore,
}

#[derive(Deserialize)]
struct OwnerBefore {
    user: Option<LoginPart>,
    organization: Option<LoginPart>,
}

#[derive(Deserialize)]
struct LoginPart {
    login: String,
}

/// Whether one of the secrets signed the body (`X-Hub-Signature-256: sha256=…`), in constant time.
pub fn verify_signature(secrets: &[SecretString], signature: &str, body: &[u8]) -> bool {
    let Some(claimed) = signature.strip_prefix("sha256=").and_then(|hex| hex::decode(hex).ok())
    else {
        return false;
    };
    // No early end: the time taken does not tell which of the secrets it was.
    secrets.iter().fold(false, |found, secret| found | is_signed_by(secret, &claimed, body))
}

fn is_signed_by(secret: &SecretString, claimed: &[u8], body: &[u8]) -> bool {
    let key = secret.expose_secret().as_bytes();
    // An empty secret would accept what anybody can sign.
    if key.is_empty() {
        return false;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(body);
    mac.verify_slice(claimed).is_ok()
}

/// Reads what a delivery means; an unreadable payload of a handled event is an error.
pub fn parse_event(event: &str, payload: &[u8]) -> Result<WebhookEvent, GithubError> {
    match event {
        "ping" => Ok(WebhookEvent::Ping),
        "push" => parse_push(read(event, payload)?),
        "pull_request" => parse_pull_request(read(event, payload)?),
        "pull_request_review"
        | "pull_request_review_comment"
        | "pull_request_review_thread"
        | "issue_comment" => parse_conversation(read(event, payload)?),
        "repository" => parse_repository(read(event, payload)?),
        "installation" | "installation_repositories" => Ok(WebhookEvent::Installation),
        _ => Ok(WebhookEvent::Ignored),
    }
}

fn read<T: DeserializeOwned>(event: &str, payload: &[u8]) -> Result<T, GithubError> {
    serde_json::from_slice(payload).map_err(|error| unreadable(event, error))
}

fn unreadable(event: &str, problem: impl ToString) -> GithubError {
    GithubError::Unexpected { what: format!("event {event}"), problem: problem.to_string() }
}

fn parse_push(push: PushPayload) -> Result<WebhookEvent, GithubError> {
    let Some(branch) = push.reference.strip_prefix("refs/heads/") else {
        return Ok(WebhookEvent::Nothing);
    };
    let head = match push.deleted {
        true => None,
        false => Some(push.after.parse().map_err(|error| unreadable("push", error))?),
    };
    Ok(WebhookEvent::Push {
        repository: push.repository.full_name.parse()?,
        branch: branch.into(),
        head,
    })
}

fn parse_pull_request(payload: PullRequestPayload) -> Result<WebhookEvent, GithubError> {
    let state = match (payload.pull_request.state.as_str(), payload.pull_request.merged) {
        ("open", _) => PullRequestState::Open,
        (_, true) => PullRequestState::Merged,
        (_, false) => PullRequestState::Closed,
    };
    Ok(WebhookEvent::PullRequest {
        repository: payload.repository.full_name.parse()?,
        number: PullRequestNumber(payload.number),
        state,
    })
}

fn parse_conversation(payload: ConversationPayload) -> Result<WebhookEvent, GithubError> {
    let of_issue =
        || payload.issue.filter(|issue| issue.pull_request.is_some()).map(|issue| issue.number);
    let number = payload.pull_request.map(|pull| pull.number).or_else(of_issue);
    let repository = payload.repository.full_name.parse()?;
    Ok(number.map_or(WebhookEvent::Nothing, |number| WebhookEvent::Conversation {
        repository,
        number: PullRequestNumber(number),
    }))
}

fn parse_repository(payload: RepositoryPayload) -> Result<WebhookEvent, GithubError> {
    if !matches!(payload.action.as_str(), "renamed" | "transferred") {
        return Ok(WebhookEvent::Nothing);
    }
    let to: RepositoryName = payload.repository.full_name.parse()?;
    let changes = payload.changes.as_ref();
    let name = changes.and_then(|it| it.repository.as_ref()).map(|it| it.name.from.clone());
    let owner = changes.and_then(|it| it.owner.as_ref()).and_then(|it| {
        let before = it.from.user.as_ref().or(it.from.organization.as_ref())?;
        Some(before.login.clone())
    });
    let from = RepositoryName {
        owner: owner.unwrap_or_else(|| to.owner.clone()),
        name: name.unwrap_or(payload.repository.name),
    };
    Ok(WebhookEvent::Renamed { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of GitHub's own documentation on validating deliveries.
    const SECRET: &str = "It's a Secret to Everybody";
    const BODY: &[u8] = b"Hello, World!";
    const SIGNATURE: &str =
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    fn secrets(secrets: &[&str]) -> Vec<SecretString> {
        secrets.iter().map(|&secret| secret.into()).collect()
    }

    #[test]
    fn githubs_own_example_is_accepted() {
        assert!(verify_signature(&secrets(&[SECRET]), SIGNATURE, BODY));
    }

    #[test]
    fn any_secret_of_a_rotation_will_do() {
        assert!(verify_signature(&secrets(&["old", SECRET]), SIGNATURE, BODY));
        assert!(verify_signature(&secrets(&[SECRET, "new"]), SIGNATURE, BODY));
    }

    #[test]
    fn whatever_else_is_signed_or_said_is_refused() {
        let known = secrets(&[SECRET]);
        assert!(!verify_signature(&known, SIGNATURE, b"Hello, World?"));
        assert!(!verify_signature(&secrets(&["another"]), SIGNATURE, BODY));
        assert!(!verify_signature(&[], SIGNATURE, BODY));
        for bad in ["", "sha256=", "sha256=zz", &SIGNATURE[..40], &SIGNATURE[7..]] {
            assert!(!verify_signature(&known, bad, BODY), "{bad}");
        }
    }

    #[test]
    fn an_empty_secret_opens_nothing() {
        let mut mac = Hmac::<Sha256>::new_from_slice(b"").unwrap();
        mac.update(BODY);
        let signed = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
        assert!(!verify_signature(&secrets(&[""]), &signed, BODY));
    }

    #[test]
    fn a_push_names_branch_and_head() {
        let payload = br#"{"ref": "refs/heads/feature/a", "deleted": false,
            "after": "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c",
            "repository": {"full_name": "huggingface/blog", "more": 1}, "more": []}"#;
        assert_eq!(
            parse_event("push", payload).unwrap(),
            WebhookEvent::Push {
                repository: "huggingface/blog".parse().unwrap(),
                branch: "feature/a".into(),
                head: Some("0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c".parse().unwrap()),
            }
        );
    }

    #[test]
    fn a_deleted_branch_has_no_head_and_a_tag_is_ignored() {
        let push = |reference: &str, deleted: bool| {
            let payload = serde_json::json!({
                "ref": reference, "deleted": deleted, "after": "0".repeat(40),
                "repository": {"full_name": "a/b"},
            });
            parse_event("push", payload.to_string().as_bytes()).unwrap()
        };
        assert!(matches!(push("refs/heads/main", true), WebhookEvent::Push { head: None, .. }));
        assert_eq!(push("refs/tags/v1", false), WebhookEvent::Nothing);
    }

    #[test]
    fn a_pull_request_is_open_closed_or_merged() {
        let state = |state: &str, merged: bool| {
            let payload = serde_json::json!({
                "action": "edited", "number": 7,
                "pull_request": {"state": state, "merged": merged},
                "repository": {"full_name": "a/b"},
            });
            match parse_event("pull_request", payload.to_string().as_bytes()).unwrap() {
                WebhookEvent::PullRequest { state, number, .. } => {
                    assert_eq!(number, PullRequestNumber(7));
                    state
                }
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(state("open", false), PullRequestState::Open);
        assert_eq!(state("closed", false), PullRequestState::Closed);
        assert_eq!(state("closed", true), PullRequestState::Merged);
    }

    #[test]
    fn what_is_said_at_a_pull_request_names_it_and_at_an_issue_names_nothing() {
        let repository = serde_json::json!({"full_name": "a/b"});
        let said = |event: &str, payload: serde_json::Value| {
            parse_event(event, payload.to_string().as_bytes()).unwrap()
        };
        let wanted = WebhookEvent::Conversation {
            repository: "a/b".parse().unwrap(),
            number: PullRequestNumber(7),
        };
        let review = serde_json::json!({"pull_request": {"number": 7}, "repository": repository});
        assert_eq!(said("pull_request_review", review.clone()), wanted);
        assert_eq!(said("pull_request_review_comment", review), wanted);
        let comment = |pull_request: serde_json::Value| {
            serde_json::json!({
                "issue": {"number": 7, "pull_request": pull_request}, "repository": repository,
            })
        };
        let pull = comment(serde_json::json!({"url": "x"}));
        assert_eq!(said("issue_comment", pull), wanted);
        let issue = comment(serde_json::Value::Null);
        assert_eq!(said("issue_comment", issue), WebhookEvent::Nothing);
    }

    #[test]
    fn a_rename_tells_both_names() {
        let payload = serde_json::json!({
            "action": "renamed", "changes": {"repository": {"name": {"from": "blog"}}},
            "repository": {"full_name": "hub/journal", "name": "journal"},
        });
        let renamed = parse_event("repository", payload.to_string().as_bytes()).unwrap();
        let (from, to) = ("hub/blog".parse().unwrap(), "hub/journal".parse().unwrap());
        assert_eq!(renamed, WebhookEvent::Renamed { from, to });
    }

    #[test]
    fn unknown_events_are_ignored_whatever_they_hold() {
        assert_eq!(parse_event("star", b"not json").unwrap(), WebhookEvent::Ignored);
        assert_eq!(parse_event("ping", b"{}").unwrap(), WebhookEvent::Ping);
        assert_eq!(
            parse_event("push", b"{}").unwrap_err().to_string(),
            "GitHub answered something unexpected for event push: missing field `ref` at line 1 column 2"
        );
    }
}
