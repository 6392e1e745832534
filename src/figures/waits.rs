//! How long things wait.

use serde::Serialize;
use utoipa::ToSchema;

/// How long some things waited, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Waits {
    pub count: usize,
    /// The middle one, or what lies between the two in the middle; `None` where nothing waited.
    pub median: Option<i64>,
    pub longest: Option<i64>,
}

impl Waits {
    /// Sums up spans in any order; a span that ends before it begins (a clock that was set) counts as none.
    pub fn of(seconds: impl IntoIterator<Item = i64>) -> Self {
        let mut spans: Vec<i64> = seconds.into_iter().map(|span| span.max(0)).collect();
        spans.sort_unstable();
        let middle = spans.len() / 2;
        let median = match spans.get(middle) {
            Some(upper) if spans.len().is_multiple_of(2) => {
                Some(spans[middle - 1] + (upper - spans[middle - 1]) / 2)
            }
            upper => upper.copied(),
        };
        Self { count: spans.len(), median, longest: spans.last().copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_whatever_the_order() {
        let told = |spans: &[i64]| {
            let waits = Waits::of(spans.iter().copied());
            (waits.count, waits.median, waits.longest)
        };
        assert_eq!(told(&[]), (0, None, None));
        assert_eq!(told(&[7]), (1, Some(7), Some(7)));
        assert_eq!(told(&[9, 1]), (2, Some(5), Some(9)));
        assert_eq!(told(&[100, 3, 5]), (3, Some(5), Some(100)));
        assert_eq!(told(&[-4, 2, 2, 8]), (4, Some(2), Some(8)));
    }
}
