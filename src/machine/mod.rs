//! What a machine is asked to draft, and whether its answer may be offered.
//!
//! A machine's words are never trusted with what must survive: code, addresses, formulas and tags are
//! taken out before it sees the text and put back afterwards, each exactly once. An answer that lost or
//! made up one of them, that is no single block of the same kind, or that is no Chinese, is refused.

mod accept;
mod digest;
mod mask;
mod request;

pub use accept::{Refused, accept};
pub use digest::{counted, digest};
pub use mask::{Masked, mask};
pub use request::{Context, Message, Neighbour, Role, request};
