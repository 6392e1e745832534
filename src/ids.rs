//! Identifiers, each its own type, so that a slug is never passed for a path.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Says why a text is not an identifier of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not {expected}")]
pub struct InvalidId {
    value: String,
    expected: &'static str,
}

macro_rules! object_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String, pattern = "^[0-9a-f]{40}$")]
        pub struct $name([u8; 20]);

        impl $name {
            /// Wraps the 20 raw bytes of a SHA-1 object name.
            pub const fn from_bytes(bytes: [u8; 20]) -> Self {
                Self(bytes)
            }

            /// The 20 raw bytes.
            pub const fn as_bytes(&self) -> &[u8; 20] {
                &self.0
            }

            /// The first ten hexadecimal digits, for people.
            pub fn short(&self) -> String {
                hex::encode(&self.0[..5])
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.short())
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let mut bytes = [0; 20];
                hex::decode_to_slice(text, &mut bytes)
                    .map_err(|_| InvalidId { value: text.into(), expected: "a 40-digit Git object id" })?;
                Ok(Self(bytes))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

object_id! {
    /// A Git commit.
    CommitId
}
object_id! {
    /// A Git blob: the content of one file.
    BlobId
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a text that is known to be of this kind.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
    };
}

text_id! {
    /// A project of the configuration: one source repository and one target language.
    ProjectId
}
text_id! {
    /// A post within a project, the same for source and translation (`optimum-nvidia`, `chapter1/2`).
    Slug
}
text_id! {
    /// A path inside a repository, with `/` between its parts and none at its start.
    RepoPath
}
text_id! {
    /// GitHub's id of one webhook delivery (`X-GitHub-Delivery`).
    DeliveryId
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id! {
    /// A personal token.
    TokenId(i64)
}

number_id! {
    /// A person who signed in at least once.
    PersonId(i64)
}
number_id! {
    /// One volunteer's work on one post, from claim to merge.
    TaskId(i64)
}
number_id! {
    /// The running number of a draft's revision within its task, from 1.
    RevisionNumber(i64)
}
number_id! {
    /// A thread of what people say to each other about a draft.
    ThreadId(i64)
}
number_id! {
    /// One thing somebody said in a thread.
    CommentId(i64)
}
number_id! {
    /// A term of a project's glossary.
    TermId(i64)
}
number_id! {
    /// What somebody proposed for a glossary.
    ProposalId(i64)
}
number_id! {
    /// Something somebody is told.
    NoticeId(i64)
}
number_id! {
    /// A translation of a post that somebody found outside the repository.
    ElsewhereId(i64)
}
number_id! {
    /// A way out of the site: a webhook or an address for mail.
    ChannelId(i64)
}
number_id! {
    /// A pull request of the upstream repository.
    PullRequestNumber(u64)
}
