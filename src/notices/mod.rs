//! What people are told: which kinds of news there are, who hears of what, when, and in which words.
//!
//! Pure decisions. What must hold: nobody is told of what they did themselves; whoever is shut out hears
//! nothing; a text says what happened and where to go on, and no more.

mod audience;
mod form;
mod kind;
mod obstacle;
mod quiet;
mod reason;
mod words;

pub use audience::{Scene, told};
pub use form::{Form, Item, Letter};
pub use kind::Kind;
pub use obstacle::{known_obstacle, obstacle};
pub use quiet::{Quiet, digest_week, is_zone};
pub use reason::reason;
pub use words::{Digest, Facts, Said, heading, say};

#[cfg(test)]
mod tests;
