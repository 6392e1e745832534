//! What proofreading needs to know of texts and of the log: which blocks differ between two versions of a
//! translation and in which characters, where a remark belongs after the text moved on, and which rounds
//! a text has been through.
//!
//! A remark stays with what it was said of. It never moves silently to another block: where its block
//! reads otherwise now, or is gone, that is told, and the old text is quoted.

mod anchor;
mod blocks;
mod likeness;
mod marks;
mod rounds;

pub use anchor::{Anchor, Place, Standing, find};
pub use blocks::{BlockChange, Excerpt, changed_blocks};
pub use marks::marks;
pub use rounds::{Round, RoundEnd, Step, StepKind, rounds};
