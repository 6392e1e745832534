//! The life of a task, who may do what, and the clock.
//!
//! `claimed → submitted → in_review → (changes_requested → submitted)* → approved → pr_open → merged`,
//! or `released | expired | closed`. Every step consumes the task and yields the next state or a refusal.

mod clock;
mod people;
mod task;

pub use clock::{Clock, FakeClock, SystemClock};
pub use people::{Action, Person, Role, UiLanguage, may};
pub use task::{Refusal, Stage, Task, TaskKind};
