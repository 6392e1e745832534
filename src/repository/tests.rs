//! Mirrors of repositories made on the fly.

mod fetching;
mod hostile;
mod properties;
mod publishing;
mod support;
mod walking;
