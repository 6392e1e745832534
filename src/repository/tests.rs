//! Mirrors of repositories made on the fly.

mod fetching;
mod publishing;
mod support;
mod walking;
