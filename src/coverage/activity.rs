//! What happened to the posts of a project month by month, read off the versions in Git.

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    catalogue::{Catalogue, Side},
    history::FileVersion,
    ids::Slug,
};

/// What one month brought. A text counts in the month its commit was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Activity {
    /// The first day of the month.
    pub month: Date,
    pub new_posts: usize,
    /// Posts whose source changed after it was first there; each once a month.
    pub changed_posts: usize,
    pub new_translations: usize,
    /// Translations that changed after they were first there; each once a month.
    pub changed_translations: usize,
}

impl Activity {
    /// A month that brought nothing.
    pub fn none(month: Date) -> Self {
        Self { month, new_posts: 0, changed_posts: 0, new_translations: 0, changed_translations: 0 }
    }

    fn count(&mut self, is_source: bool, is_new: bool) -> &mut usize {
        match (is_source, is_new) {
            (true, true) => &mut self.new_posts,
            (true, false) => &mut self.changed_posts,
            (false, true) => &mut self.new_translations,
            (false, false) => &mut self.changed_translations,
        }
    }
}

/// The last `months` months up to the one of `now` (seconds since 1970), oldest first. What a commit did
/// that touched at least `mass_edit_files` files is a change of none of them.
pub fn activity(
    catalogue: &Catalogue,
    now: i64,
    months: u32,
    mass_edit_files: u32,
) -> Vec<Activity> {
    let Some(last) = first_of_month(now) else { return Vec::new() };
    let back = |age: u32| last.checked_sub(jiff::Span::new().months(i64::from(age))).ok();
    let mut told: BTreeMap<Date, Activity> =
        (0..months).rev().filter_map(back).map(|month| (month, Activity::none(month))).collect();
    for post in &catalogue.posts {
        for (side, is_source) in [(&post.source, true), (&post.target, false)] {
            let Some(side) = side else { continue };
            tally(catalogue, side, mass_edit_files, |month, is_new| {
                if let Some(month) = told.get_mut(&month) {
                    *month.count(is_source, is_new) += 1;
                }
            });
        }
    }
    told.into_values().collect()
}

/// A translation that came in or changed in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The first day of the month.
    pub month: Date,
    pub slug: Slug,
    /// It came in; else it was there and changed.
    pub is_new: bool,
}

/// What became of the translations in some months, each given by its first day; by month, then slug. What a
/// commit did that touched at least `mass_edit_files` files is a change of none of them. Translations that are
/// gone by now are not told.
pub fn deeds(
    catalogue: &Catalogue,
    months: &RangeInclusive<Date>,
    mass_edit_files: u32,
) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for post in &catalogue.posts {
        let Some(target) = &post.target else { continue };
        tally(catalogue, target, mass_edit_files, |month, is_new| {
            if months.contains(&month) {
                deeds.push(Deed { month, slug: post.slug.clone(), is_new });
            }
        });
    }
    deeds.sort_by(|a, b| (a.month, &a.slug).cmp(&(b.month, &b.slug)));
    deeds
}

/// Tells the month a text came in, and each later one in which it changed.
fn tally(
    catalogue: &Catalogue,
    side: &Side,
    mass_edit_files: u32,
    mut tell: impl FnMut(Date, bool),
) {
    let Some(history) = catalogue.history_of(&side.path) else { return };
    let month = |version: &FileVersion| first_of_month(version.committed_at);
    let Some((first, later)) = history.versions.split_first() else { return };
    month(first).into_iter().for_each(|month| tell(month, true));
    let mut months: Vec<Date> = later
        .iter()
        .filter(|version| version.files_touched < mass_edit_files)
        .filter_map(month)
        .collect();
    months.sort_unstable();
    months.dedup();
    months.into_iter().for_each(|month| tell(month, false));
}

/// The first day of the month of a moment, in UTC.
pub fn first_of_month(seconds: i64) -> Option<Date> {
    let moment = Timestamp::from_second(seconds).ok()?;
    Some(moment.to_zoned(TimeZone::UTC).date().first_of_month())
}
