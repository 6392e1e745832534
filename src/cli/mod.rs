//! The commands.

mod demo;
