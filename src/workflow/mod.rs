//! The life of a task, who may do what, and the clock.
//!
//! `claimed → submitted → in_review → (changes_requested → submitted)* → approved → pr_open → merged`,
//! or `released | expired | closed`. Every step consumes the task and yields the next state or a
//! refusal, so that a state nobody meant cannot be written: the store only ever sees the outcome.
//! Whether the *person* may take a step is decided before, in [`may`]; a step looks only at the
//! stage, the lease and who is proofreading.

mod clock;
mod people;
mod priority;
mod reason;
mod steps;
mod task;

pub use clock::{Clock, FakeClock, SystemClock};
pub use people::{Action, Person, Role, Scope, UiLanguage, UnknownName, may};
pub use priority::Priority;
pub use reason::{Reason, Told};
pub use steps::Refusal;
pub use task::{Published, Stage, Task, TaskKind};
