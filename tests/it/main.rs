//! All integration tests, as one binary: one file per story.

mod architecture;
mod browser;
mod cli;
mod course;
mod deliveries;
mod edge_cases;
mod fake_github;
mod github_client;
mod github_web;
mod interrupted;
mod judgement;
mod killed;
mod outside;
mod payloads;
mod publishing;
mod real_blog;
mod real_catalogue;
mod review_fixes;
mod shuffled;
mod support;
mod sync;
mod terms;
mod two_way;
mod web;
mod worker;
mod workflow;
