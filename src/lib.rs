//! Yiqi (译起): the workshop of volunteers who translate a project's English posts into Chinese.
//!
//! The modules stand on four floors; a module imports only from lower ones. `docs/architecture.md`
//! has the picture, and `tests/it/architecture.rs` fails on a breach.

#![deny(unsafe_code)]

// Floor 0: pure and synchronous.
pub mod catalogue;
pub mod checks;
pub mod convention;
pub mod coverage;
pub mod csv;
pub mod difference;
pub mod document;
pub mod evaluation;
pub mod figures;
pub mod glossary;
pub mod history;
pub mod ids;
pub mod machine;
pub mod memory;
pub mod notices;
pub mod phrase;
pub mod preview;
pub mod proofreading;
pub mod recognition;
pub mod sequences;
pub mod staleness;
pub mod texts;
pub mod workflow;

// Floor 1: adapters; they never import each other, and share only `background`.
pub mod background;
pub mod chat;
pub mod github;
pub mod notify;
pub mod remote;
pub mod repository;
pub mod store;

// Floor 2: use cases.
pub mod services;

// Floor 3: delivery.
pub mod cli;
pub mod config;
pub mod web;
pub mod worker;
