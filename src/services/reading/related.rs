//! Posts that have something in common with one.
//!
//! The rule: of the same series, the nearest parts first; then by a shared author; then by shared tags, where a
//! tag weighs the more the fewer posts carry it. Within a kind what weighs most comes first, then what is the
//! youngest. Posts that are left out, and translations without a source, are not named.

use std::{cmp::Reverse, collections::HashMap};

use crate::{
    catalogue::{Catalogue, Post},
    ids::Slug,
    services::views::{Board, BoardRow, Kinship, RelatedPost, Seal},
};

/// How many are named.
const MOST: usize = 6;

/// The posts that are named beside one.
pub(super) fn related(board: &Board, catalogue: &Catalogue, row: &BoardRow) -> Vec<RelatedPost> {
    let authors: HashMap<&Slug, &[String]> =
        catalogue.posts.iter().map(|post| (&post.slug, authors(post))).collect();
    let uses: HashMap<&str, usize> =
        board.tags.iter().map(|(tag, uses)| (tag.as_str(), *uses)).collect();
    let own = authors.get(&row.slug).copied().unwrap_or_default();
    let kin = |other: &BoardRow| -> Option<(Kinship, f64)> {
        if row.series.is_some() && row.series == other.series {
            return Some((Kinship::Series, 0.0));
        }
        let theirs = authors.get(&other.slug).copied().unwrap_or_default();
        let shared = own.iter().filter(|author| theirs.contains(author)).count();
        let tags = weight(row, other, &uses);
        match shared {
            0 => (tags > 0.0).then_some((Kinship::Tags, tags)),
            _ => Some((Kinship::Author, tags)),
        }
    };
    let mut found: Vec<(Kinship, f64, &BoardRow)> = board
        .rows
        .iter()
        .filter(|other| other.slug != row.slug)
        .filter(|other| !matches!(other.seal, Seal::Excluded | Seal::Orphan))
        .filter_map(|other| kin(other).map(|(kinship, weight)| (kinship, weight, other)))
        .collect();
    found.sort_by(|a, b| {
        let day = |row: &BoardRow| Reverse(row.published_on.clone());
        (a.0.cmp(&b.0))
            .then_with(|| b.1.total_cmp(&a.1))
            .then_with(|| match a.0 {
                Kinship::Series => a.2.slug.cmp(&b.2.slug),
                _ => day(a.2).cmp(&day(b.2)),
            })
            .then_with(|| a.2.slug.cmp(&b.2.slug))
    });
    let found = found.into_iter().take(MOST);
    found.map(|(kinship, _, row)| RelatedPost { row: row.clone(), kinship }).collect()
}

fn authors(post: &Post) -> &[String] {
    post.source.as_ref().map_or(&[][..], |side| side.meta.authors.as_slice())
}

/// The sum over shared tags of one through the number of posts that carry it.
fn weight(row: &BoardRow, other: &BoardRow, uses: &HashMap<&str, usize>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "there are not 2^52 posts")]
    let one = |tag: &String| 1.0 / uses.get(tag.as_str()).copied().unwrap_or(1).max(1) as f64;
    row.tags.iter().filter(|tag| other.tags.contains(tag)).map(one).sum()
}
