//! What may be wrong with something that was filled in.

/// Why a value was not taken. The English sentences are for programs and logs; pages tell each in the
/// language of whoever reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("is empty")]
    Empty,
    #[error("has characters that are not text")]
    NoText,
    /// More characters than are taken.
    #[error("is longer than {most} characters")]
    Long { most: usize },
    /// A name that is empty or too long.
    #[error("between 1 and {most} characters")]
    NoName { most: usize },
    #[error("between 1 and {most} days")]
    Days { most: usize },
    #[error("{0:?} is no user name of the Hugging Face Hub (letters, digits, - _ .)")]
    HubUser(String),
    #[error("this is not the code that was sent")]
    WrongCode,
    #[error("give the code that was sent first")]
    NoCode,
    /// As many as there may be of one's own.
    #[error("there are {most}, as many as there may be; remove one first")]
    Full { most: usize },
    #[error("{0:?} is no month like 2026-10")]
    Month(String),
    /// A span that ends before it begins.
    #[error("comes before the beginning")]
    Backwards,
    #[error("is more than {most} months after the first")]
    Months { most: usize },
    #[error("{0:?} is no time zone")]
    Zone(String),
    #[error("no post is named")]
    NoPost,
    #[error("more than the {most} posts that are taken at once")]
    Posts { most: usize },
    /// The person named may not work here.
    #[error("{0} is blocked")]
    Blocked(String),
    #[error("upstream refuses a post with this; it has to be mended")]
    RefusedUpstream,
    /// What no form of a page can send.
    #[error("{0}")]
    Foreign(String),
}
