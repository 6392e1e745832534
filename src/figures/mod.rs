//! Figures a team steers by: how long things wait, and on how many people the work rests.

mod bearers;
mod waits;

pub use bearers::{Bearers, bearers};
pub use waits::Waits;
