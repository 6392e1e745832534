//! Finds the block a remark was made on in a text that moved on since.

use super::likeness::likeness;

/// A block less like the old one than this is another.
const LEAST_ALIKE: f32 = 0.45;

/// What a remark was made on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The block of the translation as it was; `None` where there was none.
    pub target: Option<String>,
    /// The block of the source beside it; `None` where there was none.
    pub source: Option<String>,
    /// Its place among the pairs, from 0.
    pub at: usize,
}

/// A pair of blocks as it is now.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub target: Option<&'a str>,
    pub source: Option<&'a str>,
}

/// How the block reads now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// As it did.
    Same,
    /// Otherwise.
    Changed,
}

/// The pair an anchor belongs to now; `None` where its block is gone.
///
/// The same words count most, then the same source beside them, then the likest words; among equals the
/// nearest to where it was.
pub fn find(anchor: &Anchor, places: &[Place<'_>]) -> Option<(usize, Standing)> {
    let wanted = anchor.target.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let source = anchor.source.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let same_target = |place: &Place<'_>| wanted.is_some() && place.target.map(str::trim) == wanted;
    let same_source = |place: &Place<'_>| source.is_some() && place.source.map(str::trim) == source;
    let both = nearest(anchor, places, |place| same_target(place) && same_source(place));
    if let Some(at) = both.or_else(|| nearest(anchor, places, same_target)) {
        return Some((at, Standing::Same));
    }
    if let Some(at) = nearest(anchor, places, same_source) {
        let is_same = wanted.is_none() && places[at].target.is_none();
        return Some((at, if is_same { Standing::Same } else { Standing::Changed }));
    }
    let like = |old: Option<&str>, new: Option<&str>| match (old, new) {
        (Some(old), Some(new)) => likeness(old, new),
        _ => 0.0,
    };
    let mut best: Option<(f32, usize)> = None;
    for (at, place) in places.iter().enumerate() {
        let fit = like(wanted, place.target).max(like(source, place.source));
        let is_better = best.is_none_or(|(best, known)| {
            fit > best || fit >= best && at.abs_diff(anchor.at) < known.abs_diff(anchor.at)
        });
        if fit >= LEAST_ALIKE && is_better {
            best = Some((fit, at));
        }
    }
    best.map(|(_, at)| (at, Standing::Changed))
}

fn nearest(
    anchor: &Anchor,
    places: &[Place<'_>],
    is_it: impl Fn(&Place<'_>) -> bool,
) -> Option<usize> {
    let fitting = places.iter().enumerate().filter(|(_, place)| is_it(place));
    fitting.map(|(at, _)| at).min_by_key(|at| at.abs_diff(anchor.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(&str, &str); 4] = [
        ("A kite needs wind.", "放风筝需要风。"),
        ("lift = wind * area", "lift = wind * area"),
        ("Hold the line tight.", "线要拉紧，不要松手。"),
        ("lift = wind * area", "lift = wind * area"),
    ];

    fn places<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<Place<'a>> {
        let there = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        pairs.iter().map(|(s, t)| Place { source: there(s), target: there(t) }).collect()
    }

    fn on(at: usize) -> Anchor {
        let (source, target) = PAIRS[at];
        Anchor { target: Some(target.into()), source: Some(source.into()), at }
    }

    #[test]
    fn a_remark_follows_its_block_when_others_come_before_it() {
        let mut pairs = vec![("New first.", "新的一段。"), ("New second.", "又一段。")];
        pairs.extend(PAIRS);
        assert_eq!(find(&on(0), &places(&pairs)), Some((2, Standing::Same)));
    }

    #[test]
    fn among_equal_blocks_the_nearest_is_meant() {
        assert_eq!(find(&on(1), &places(&PAIRS)), Some((1, Standing::Same)));
        assert_eq!(find(&on(3), &places(&PAIRS)), Some((3, Standing::Same)));
    }

    #[test]
    fn an_edited_block_keeps_its_remark_and_is_told_to_read_otherwise() {
        let mut pairs = PAIRS;
        pairs[2].1 = "把线绷直。";
        assert_eq!(find(&on(2), &places(&pairs)), Some((2, Standing::Changed)));
    }

    #[test]
    fn a_source_that_moved_on_takes_no_remark_along() {
        let mut pairs = PAIRS;
        pairs[2].0 = "Keep a firm grip on the line.";
        assert_eq!(find(&on(2), &places(&pairs)), Some((2, Standing::Same)));
        // Both sides edited: the likest block.
        pairs[2].1 = "线要拉紧，千万不要松手。";
        assert_eq!(find(&on(2), &places(&pairs)), Some((2, Standing::Changed)));
    }

    #[test]
    fn a_block_that_is_gone_is_not_looked_for_elsewhere() {
        assert_eq!(find(&on(2), &places(&PAIRS[..2])), None);
    }

    #[test]
    fn a_remark_on_a_missing_block_stays_until_it_is_there() {
        let anchor = Anchor { target: None, ..on(2) };
        let mut pairs = PAIRS;
        pairs[2].1 = "";
        assert_eq!(find(&anchor, &places(&pairs)), Some((2, Standing::Same)));
        assert_eq!(find(&anchor, &places(&PAIRS)), Some((2, Standing::Changed)));
    }
}
