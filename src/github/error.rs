//! What can go wrong at GitHub, and whether another try is worth while.

use std::{error::Error, time::Duration};

use http::{HeaderMap, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822};

/// How long to wait where GitHub limits the rate but does not say for how long; its documentation
/// asks for at least a minute.
const UNSAID_WAIT: u64 = 60;

/// What GitHub says, with 409, of Git objects and branches where there is no commit yet.
const EMPTY: &str = "repository is empty";

/// What went wrong at GitHub. Each text says what happened and, where a person can mend it, how.
#[derive(Debug, thiserror::Error)]
pub enum GithubError {
    #[error("GitHub cannot be reached: {0}")]
    Unreachable(String),
    /// GitHub itself is in trouble.
    #[error("GitHub is out of order at the moment (answer {status})")]
    Unavailable { status: u16 },
    /// Worth another try after `seconds`; until then GitHub refuses this request, or `everything`.
    #[error("GitHub asks to wait {seconds} s")]
    RateLimited { seconds: u64, everything: bool },
    /// The repository has another name by now, and GitHub does not carry writes over.
    #[error("{0} is elsewhere by now; was the repository renamed?")]
    Moved(String),
    /// The branch moved while we worked; the next try starts from where it is now.
    #[error("branch {branch} of {repository} moved meanwhile")]
    BranchMoved { repository: String, branch: String },
    /// Two writes met, or GitHub was busy with the repository; the next try finds out how it stands.
    #[error("GitHub could not do this now ({what}): {message}")]
    Conflict { what: String, message: String },
    /// Without a first commit nothing can be written.
    #[error("the repository is empty ({0}); push a first commit, then publish again")]
    EmptyRepository(String),
    /// The branch of the fork that follows upstream has commits upstream does not have.
    #[error(
        "branch {branch} of {fork} has commits of its own and cannot be brought in step with its \
         upstream; set it back to where upstream is, then publish again"
    )]
    ForkDiverged { fork: String, branch: String },
    #[error("GitHub does not accept the token; put a valid one into the configuration")]
    Unauthorized,
    #[error("no GitHub token is configured")]
    NoToken,
    #[error("GitHub does not allow {what}: {message}; look at the permissions of the token")]
    Forbidden { what: String, message: String },
    #[error("GitHub does not know {0}; was it renamed or deleted, or may the token not see it?")]
    NotFound(String),
    #[error("GitHub refuses {what}: {message}")]
    Refused { what: String, message: String },
    /// The code of a sign-in was used up, too old or not ours.
    #[error("GitHub did not accept the sign-in: {0}")]
    SignInRefused(String),
    #[error("{0:?} is not the name of a GitHub repository (owner/name)")]
    BadRepositoryName(String),
    #[error("the GitHub settings are not usable: {0}")]
    BadSettings(String),
    #[error("GitHub answered something unexpected for {what}: {problem}")]
    Unexpected { what: String, problem: String },
}

impl GithubError {
    /// When another try is worth while: after this long, or never by itself.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { seconds, .. } => Some(Duration::from_secs(*seconds)),
            Self::Unreachable(_)
            | Self::Unavailable { .. }
            | Self::BranchMoved { .. }
            | Self::Conflict { .. }
            | Self::Moved(_) => Some(Duration::ZERO),
            _ => None,
        }
    }

    /// Whether a read is repeated on the spot. A rate limit is not: waiting would hold up other work.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Unavailable { .. })
    }

    /// Turns what octocrab reports for a request about `what` into our terms.
    pub(super) fn of(what: &str, error: octocrab::Error) -> Self {
        match error {
            octocrab::Error::GitHub { source, .. } => Self::of_answer(
                what,
                source.status_code,
                source.headers.as_ref().unwrap_or(&HeaderMap::new()),
                &message(&source.message, source.errors.as_deref()),
            ),
            octocrab::Error::Service { source, .. } => Self::Unreachable(chain(source.as_ref())),
            octocrab::Error::Hyper { source, .. } => Self::Unreachable(chain(&source)),
            octocrab::Error::Json { source, .. } => Self::Unexpected {
                what: what.into(),
                problem: format!("{}: {}", source.path(), source.inner()),
            },
            other => Self::Unexpected { what: what.into(), problem: other.to_string() },
        }
    }

    fn of_answer(what: &str, status: StatusCode, headers: &HeaderMap, message: &str) -> Self {
        if let Some((seconds, everything)) = rate_limit(status, headers, message) {
            return Self::RateLimited { seconds, everything };
        }
        let what = what.to_owned();
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthorized,
            StatusCode::FORBIDDEN => Self::Forbidden { what, message: message.into() },
            StatusCode::NOT_FOUND | StatusCode::GONE => Self::NotFound(what),
            StatusCode::CONFLICT if message.to_lowercase().contains(EMPTY) => {
                Self::EmptyRepository(what)
            }
            StatusCode::CONFLICT => Self::Conflict { what, message: message.into() },
            StatusCode::UNPROCESSABLE_ENTITY => Self::Refused { what, message: message.into() },
            _ if status.is_redirection() => Self::Moved(what),
            StatusCode::REQUEST_TIMEOUT => Self::Unavailable { status: status.as_u16() },
            _ if status.is_server_error() => Self::Unavailable { status: status.as_u16() },
            _ => Self::Unexpected { what, problem: format!("{status}: {message}") },
        }
    }
}

/// GitHub's message with the details it lists beside it.
fn message(message: &str, errors: Option<&[serde_json::Value]>) -> String {
    let details: Vec<&str> = errors
        .unwrap_or_default()
        .iter()
        .filter_map(|error| error.as_str().or_else(|| error.get("message")?.as_str()))
        .collect();
    if details.is_empty() { message.into() } else { format!("{message}: {}", details.join("; ")) }
}

/// An error with its causes; octocrab's outermost one alone says little.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let said = next.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        cause = next.source();
    }
    text
}

/// Seconds to wait and whether that holds for everything (the primary limit), where the answer is a primary or secondary rate limit
/// (<https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api>).
///
/// The time of the reset is compared with the answer's own `Date`, so that a wrong clock here does no harm.
fn rate_limit(status: StatusCode, headers: &HeaderMap, message: &str) -> Option<(u64, bool)> {
    if !matches!(status, StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS) {
        return None;
    }
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let used_up = text("x-ratelimit-remaining") == Some("0");
    if let Some(seconds) = text("retry-after").and_then(|value| value.parse().ok()) {
        return Some((seconds, used_up));
    }
    if used_up {
        let reset: Option<i64> = text("x-ratelimit-reset").and_then(|value| value.parse().ok());
        let date = text(header::DATE.as_str()).and_then(read_date);
        let wait = reset.zip(date).map(|(reset, date)| reset - date.as_second());
        let wait = wait.and_then(|wait| wait.max(1).try_into().ok());
        return Some((wait.unwrap_or(UNSAID_WAIT), true));
    }
    let said = status == StatusCode::TOO_MANY_REQUESTS || message.contains("secondary rate limit");
    said.then_some((UNSAID_WAIT, false))
}

fn read_date(value: &str) -> Option<Timestamp> {
    rfc2822::parse(value).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)], message: &str) -> GithubError {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (header::HeaderName::from_static(name), value.parse().expect("a header value"))
            })
            .collect();
        let status = StatusCode::from_u16(status).expect("a status");
        GithubError::of_answer("branch main of a/b", status, &headers, message)
    }

    #[test]
    fn a_secondary_rate_limit_waits_as_long_as_github_says() {
        let error =
            answer(403, &[("retry-after", "17")], "You have exceeded a secondary rate limit");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(17)));
    }

    #[test]
    fn a_primary_rate_limit_waits_until_its_reset_by_githubs_own_clock() {
        let error = answer(
            403,
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1700000100"),
                ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
            ],
            "API rate limit exceeded",
        );
        assert_eq!(error.retry_after(), Some(Duration::from_secs(100)));
    }

    #[test]
    fn a_limit_without_a_time_waits_a_minute() {
        assert_eq!(answer(429, &[], "slow down").retry_after(), Some(Duration::from_secs(60)));
        let secondary = answer(403, &[], "You have exceeded a secondary rate limit.");
        assert_eq!(secondary.retry_after(), Some(Duration::from_secs(60)));
    }

    #[test]
    fn only_passing_trouble_is_worth_another_try() {
        for status in [500, 502, 503, 504, 408, 409] {
            assert_eq!(answer(status, &[], "oops").retry_after(), Some(Duration::ZERO), "{status}");
        }
        for status in [400, 401, 403, 404, 422] {
            assert_eq!(answer(status, &[], "no").retry_after(), None, "{status}");
        }
    }

    #[test]
    fn an_empty_repository_waits_for_its_first_commit() {
        let error = answer(409, &[], "Git Repository is empty.");
        assert_eq!(error.retry_after(), None);
        assert_eq!(
            error.to_string(),
            "the repository is empty (branch main of a/b); push a first commit, then publish again"
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(
            answer(404, &[], "Not Found").to_string(),
            "GitHub does not know branch main of a/b; was it renamed or deleted, or may the token not see it?"
        );
    }

    #[test]
    fn details_of_a_refusal_are_told() {
        let details = [serde_json::json!({"message": "A pull request already exists for a:b."})];
        assert_eq!(
            message("Validation Failed", Some(&details)),
            "Validation Failed: A pull request already exists for a:b."
        );
    }
}
