//! Chinese typography, as far as it is no matter of taste.
//!
//! House styles differ in spaces, colons and brackets; only what all of them avoid is told, once a
//! post, with the number of places.

use super::{Finding, Level, subject::Subject};
use crate::document::{Piece, is_han};

/// Fewer places than this are left to the proofreader's eye.
const SEVERAL: usize = 3;

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    if !subject.convention.is_chinese() {
        return Vec::new();
    }
    let mut places = Vec::new();
    for located in subject.translation.pieces() {
        let Piece::Text(prose) = located.piece else { continue };
        let chars: Vec<char> = prose.chars().collect();
        let mut line = located.line;
        for (at, char) in chars.iter().enumerate() {
            line += usize::from(*char == '\n');
            let between_han = at > 0
                && is_han(chars[at - 1])
                && chars[at + 1..].iter().find(|c| **c != ' ').is_some_and(|c| is_han(*c));
            if between_han && matches!(char, ',' | ';' | '?' | '!') {
                places.push(line);
            }
        }
    }
    let Some(first) = places.first().filter(|_| places.len() >= SEVERAL) else { return Vec::new() };
    vec![Finding::new(
        "typography.half_width",
        Level::Info,
        (*first, *first),
        format!("中文里有 {} 处半角标点（, ; ? !），从这一行起；请改成全角", places.len()),
        format!(
            "{} half-width marks (, ; ? !) stand between Chinese characters, the first here; make them full-width",
            places.len()
        ),
    )]
}
