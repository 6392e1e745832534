//! On how many people the work rests: the bus factor, by a rule that can be said in one sentence.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// What one text counts; divides evenly among up to sixteen people.
const WHOLE: u64 = 720_720;

/// How few people made half of some texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Bearers {
    /// The fewest people who together made at least half of the texts.
    pub people: usize,
    /// Everybody who made any.
    pub of: usize,
    /// Texts somebody is credited for.
    pub texts: usize,
    /// Texts nobody is credited for, which are left out.
    pub uncredited: usize,
}

/// Counts the fewest people who made at least half of the texts, each given as the names of those who made
/// it. A text of several people counts for each of them in equal parts; a name counts once a text.
pub fn bearers<'a>(texts: impl IntoIterator<Item = Vec<&'a str>>) -> Bearers {
    let mut bearers = Bearers::default();
    let mut shares: BTreeMap<&str, u64> = BTreeMap::new();
    for mut names in texts {
        names.sort_unstable();
        names.dedup();
        let Some(share) = WHOLE.checked_div(names.len() as u64) else {
            bearers.uncredited += 1;
            continue;
        };
        bearers.texts += 1;
        for name in names {
            *shares.entry(name).or_default() += share;
        }
    }
    bearers.of = shares.len();
    let mut shares: Vec<u64> = shares.into_values().collect();
    shares.sort_unstable_by_key(|share| std::cmp::Reverse(*share));
    // Of what was given out: parts of a text of seventeen people do not add up to the whole.
    let all: u64 = shares.iter().sum();
    let mut sum = 0;
    bearers.people = shares
        .iter()
        .take_while(|share| {
            let is_short = sum * 2 < all;
            sum += **share;
            is_short
        })
        .count();
    bearers
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn people(texts: &[&[&str]]) -> (usize, usize) {
        let bearers = bearers(texts.iter().map(|names| names.to_vec()));
        (bearers.people, bearers.of)
    }

    #[test]
    fn the_fewest_people_who_made_half_are_counted() {
        assert_eq!(people(&[]), (0, 0));
        assert_eq!(people(&[&["ann"]]), (1, 1));
        assert_eq!(people(&[&["ann"], &["bo"]]), (1, 2));
        assert_eq!(people(&[&["ann"], &["bo"], &["cy"]]), (2, 3));
        assert_eq!(people(&[&["ann"], &["ann"], &["bo"], &["cy"]]), (1, 3));
        // What two made together counts half for each; ann has 1.5 of 4.
        assert_eq!(people(&[&["ann", "bo"], &["ann"], &["cy"], &["dee"]]), (2, 4));
    }

    #[test]
    fn a_text_nobody_is_credited_for_is_left_out_and_said() {
        let told = bearers([vec!["ann", "ann"], vec![], vec![]]);
        assert_eq!(told, Bearers { people: 1, of: 1, texts: 1, uncredited: 2 });
    }

    proptest! {
        #[test]
        fn nobody_is_superfluous_and_half_is_reached(
            texts in prop::collection::vec(prop::collection::vec(0_u8..9, 1..4), 1..30)
        ) {
            let names: Vec<Vec<String>> =
                texts.iter().map(|one| one.iter().map(u8::to_string).collect()).collect();
            let told = bearers(names.iter().map(|one| one.iter().map(String::as_str).collect()));
            prop_assert!(told.people >= 1 && told.people <= told.of);
            // However even the work is shared, half of the people made half of it.
            prop_assert!(told.people <= told.of.div_ceil(2));
        }
    }
}
