//! The site over HTTP: what every request is promised, and what each page and form does.

mod basics;
mod beneath;
mod drafts;
mod findings;
mod github_sign_in;
mod permissions;
mod reviews;
mod sign_in;
pub mod site;
mod tokens;
mod visitors;
mod webhooks;
