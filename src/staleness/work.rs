//! How much work waits in a post, in the things a translator would count.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Severity, judge::Judged};
use crate::document::{BlockKind, InvariantKind, Invariants, invariants};

/// What there is to do in the open changes of severity minor and above.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Work {
    /// Source words of prose to bring over, or to take out.
    pub words: usize,
    pub code_blocks: usize,
    pub code_lines: usize,
    /// Addresses that came or went, outside of code.
    pub links: usize,
    pub images: usize,
}

/// Adds up what waits.
pub(super) fn tally(judged: &[Judged]) -> Work {
    let mut work = Work::default();
    let waiting =
        judged.iter().filter(|one| one.change.is_open() && one.change.severity >= Severity::Minor);
    for one in waiting {
        let (old, new) = (&one.change.old_source, &one.change.new_source);
        if one.load.code_lines > 0 {
            work.code_blocks += 1;
            work.code_lines += one.load.code_lines;
            continue;
        }
        let (old, new) = (measured(old), measured(new));
        let links = came_or_went(&old, &new, InvariantKind::Address);
        let images = came_or_went(&old, &new, InvariantKind::Image);
        work.links += links;
        work.images += images;
        // A link or picture alone is no word to translate.
        if one.load.content > 0 || links + images == 0 {
            work.words += one.load.words;
        }
    }
    work
}

fn measured(text: &str) -> Invariants {
    invariants(text, BlockKind::Paragraph)
}

/// How many things of a kind differ: replaced ones count once.
fn came_or_went(old: &Invariants, new: &Invariants, kind: InvariantKind) -> usize {
    let of = |side: &Invariants| -> Vec<u64> {
        let mut all: Vec<u64> =
            side.items.iter().filter(|item| item.kind == kind).map(|item| item.hash).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let (old, new) = (of(old), of(new));
    let without = |these: &[u64], those: &[u64]| {
        these.iter().filter(|hash| those.binary_search(hash).is_err()).count()
    };
    without(&old, &new).max(without(&new, &old))
}
