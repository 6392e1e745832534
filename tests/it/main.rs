//! All integration tests, as one binary: one file per story.

mod architecture;
