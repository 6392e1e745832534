//! Translation memory: what was translated before, by block and by sentence.
//!
//! A unit is a piece of English with its Chinese, taken from a published pair of posts. Blocks that the
//! alignment puts side by side are units, and so are their sentences where both sides have equally
//! many. What matches is scored by words, so that a suggestion says how far it can be trusted; what
//! only differs in numbers, code or links is adapted, but only where the translation carries exactly
//! what is to be replaced.

mod adapt;
mod query;
mod score;
mod tmx;
mod units;

pub use query::{Query, highlights};
pub use score::{Candidate, Match, WEAKEST, best};
pub use tmx::to_tmx;
pub use units::{Unit, folded, identity, units};

/// Version of how units are made; raised when the same texts would lead to other units.
pub const ENGINE: &str = "1";
