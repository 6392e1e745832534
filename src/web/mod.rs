//! Delivery over HTTP: pages, forms and a small JSON interface.
//!
//! Handlers name what they need (extractors), call one use case and show what it answers; they neither
//! decide nor query. What must hold for every request stands once, in `layers`: who is asking and in
//! which language, that a form comes from this site, how a failure is shown, which headers a page
//! carries. Everything works without JavaScript; the JSON interface serves the editor's scripts.

pub mod api;
mod app_setup;
mod assets;
mod back;
mod beneath;
mod client;
mod embedded;
mod extract;
mod failure;
mod figures;
mod files;
mod layers;
mod limits;
mod metrics;
pub mod pages;
mod routes;
mod sessions;
mod state;
mod token;
mod viewer;
mod visitors;
mod webhook;

pub use app_setup::{AppSetupSite, app_setup_pages};
pub use limits::Limits;
pub use pages::{base_words, proof, reason, why, work_words};
pub use routes::router;
pub use state::Settings;

/// The words of the interface, under the name this floor knows them by.
pub use crate::texts as i18n;
