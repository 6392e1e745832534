//! The pure floor of Yiqi, for fuzzing: the same sources, without the adapters above them.

#![allow(dead_code, unused_imports)]

extern crate self as yiqi;

#[path = "../../src/convention/mod.rs"]
pub mod convention;
#[path = "../../src/document/mod.rs"]
pub mod document;
#[path = "../../src/history.rs"]
pub mod history;
#[path = "../../src/ids.rs"]
pub mod ids;
#[path = "../../src/staleness/mod.rs"]
pub mod staleness;

pub mod checks;

/// The bytes as a file's text, and as several texts: a zero byte twice stands between two.
pub fn texts(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.split("\0\0").map(str::to_owned).collect()
}
