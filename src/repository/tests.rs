//! Mirrors of repositories made on the fly.

mod fetching;
mod support;
mod walking;
