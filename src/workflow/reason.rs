//! Why a text came back, and what became of it outside.
//!
//! What the program tells is kept by name with its particulars, so that everybody reads it in their own
//! language. What a person wrote stays as they wrote it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::ids::PullRequestNumber;

/// Why a text came back, or what became of it outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = StepReason)]
pub enum Reason {
    Told(Told),
    /// A person's own words; also what was stored before the program told things by name.
    Words(String),
}

/// What the program tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "told", rename_all = "snake_case")]
pub enum Told {
    /// A reviewer at GitHub asks for changes; `words` is empty where they said it line by line.
    ChangesRequested { number: PullRequestNumber, by: String, words: String, url: String },
    /// They took that back, and the text stands outside as it was.
    RequestWithdrawn { number: PullRequestNumber, by: String, url: String },
    /// They took that back after the translator had begun to follow it.
    RequestWithdrawnLate { number: PullRequestNumber, by: String, url: String },
    /// Closed without being merged, and the text came back.
    Closed { number: PullRequestNumber, url: String },
    /// Closed without being merged while the text was with its translator.
    ClosedMeanwhile { number: PullRequestNumber, url: String },
    /// Open again, and the text stands outside as it was.
    Reopened { number: PullRequestNumber, url: String },
    /// Open again, while the translator has written on.
    ReopenedMeanwhile { number: PullRequestNumber, url: String },
    /// Somebody pointed it at another branch.
    Retargeted { number: PullRequestNumber, url: String, ours: String, theirs: String },
    /// Merged into another branch than the one that counts.
    MergedElsewhere { number: PullRequestNumber, url: String, ours: String, theirs: String },
    /// Merged while the translator was writing on.
    MergedMeanwhile { number: PullRequestNumber, url: String },
    /// Merged, and the task is done; `reviewer` where it is somebody else.
    Thanks { translator: String, reviewer: Option<String> },
    /// Others pushed, and their text was merged into the draft.
    Pushed { by: String },
    /// The same, with so many blocks that both changed.
    PushedAgainst { by: String, clashes: usize },
    /// In a thread: what others pushed in place of a block that both changed.
    BlockRewritten { theirs: String },
    /// In a thread: others removed a block that was changed here.
    BlockRemoved,
    /// The repository has no commit to build on.
    RepositoryEmpty,
    /// The fork has commits of its own on the branch that is kept in step with upstream.
    ForkDiverged { fork: String, branch: String },
    /// The base branch has another translation by now.
    AnotherTranslation { path: String },
    /// Somebody changed the published translation since this one was begun.
    TranslationChanged { path: String },
}

impl Reason {
    /// A reason as it stands in the data of an event; `None` where there is none.
    pub fn of(data: &Value) -> Option<Self> {
        let reason = Self::deserialize(data.get("reason")?).ok()?;
        Some(reason).filter(|reason| *reason != Self::Words(String::new()))
    }

    /// What the program told, if it was the program.
    pub fn told(&self) -> Option<&Told> {
        match self {
            Self::Told(told) => Some(told),
            Self::Words(_) => None,
        }
    }
}

impl From<Told> for Reason {
    fn from(told: Told) -> Self {
        Self::Told(told)
    }
}

impl From<String> for Reason {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&str> for Reason {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_stored_before_is_read_as_words() {
        let of = |reason: Value| Reason::of(&json!({ "reason": reason }));
        assert_eq!(of(json!("拉取请求 #1 被关闭")), Some("拉取请求 #1 被关闭".into()));
        assert_eq!(of(json!("{\"told\":\"closed\"}")), Some("{\"told\":\"closed\"}".into()));
        assert_eq!(of(json!("")), None);
        assert_eq!(of(json!({"told": "what a later version says"})), None);
        assert_eq!(Reason::of(&json!({})), None);
    }

    #[test]
    fn what_the_program_tells_keeps_its_particulars() {
        let told = Told::Closed { number: PullRequestNumber(7), url: "https://x/7".into() };
        let data = json!({ "reason": Reason::from(told.clone()) });
        assert_eq!(data, json!({"reason": {"told": "closed", "number": 7, "url": "https://x/7"}}));
        assert_eq!(Reason::of(&data), Some(told.into()));
    }
}
