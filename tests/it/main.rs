//! All integration tests, as one binary: one file per story.

mod architecture;
mod fake_github;
mod github_client;
