//! What a span of months brought, for those who make the work possible.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::CoveragePoint;
use crate::{
    figures::Waits,
    ids::{ProjectId, Slug},
};

/// What some months brought.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MonthlyReport {
    pub project: ProjectId,
    pub project_name: String,
    /// The first day of the first month.
    pub from: Date,
    /// The last day of the last month.
    pub until: Date,
    /// Months of it that are over; the others may still bring more.
    pub is_over: bool,
    pub months: Vec<MonthSum>,
    /// Translations that came in, by month.
    pub published: Vec<ReportedPost>,
    /// Translations that were there and changed, once a month; by month.
    pub updated: Vec<ReportedPost>,
    /// English words of what came in.
    pub words: usize,
    /// Those who did it and do not mind being named, by name; no order of merit.
    pub people: Vec<ReportedPerson>,
    /// How many more did it who wish not to be named.
    pub unnamed: usize,
    /// How the project stood when the months began; `None` where that is not known.
    pub before: Option<CoveragePoint>,
    /// How it stood when they ended, or stands now.
    pub after: Option<CoveragePoint>,
    /// How long drafts waited until a proofreader took them in hand in these months.
    pub waits: Waits,
    /// How long translations took from the claim to the merge that came in these months.
    pub whole: Waits,
    pub made_at: Timestamp,
}

/// One month in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthSum {
    /// The first day of the month.
    pub month: Date,
    pub published: usize,
    pub updated: usize,
    /// English words of what came in.
    pub words: usize,
}

/// A translation that came in or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportedPost {
    /// The first day of the month.
    pub month: Date,
    pub slug: Slug,
    /// The translation's, or the source's.
    pub title: String,
    /// English words of the source as it is now.
    pub words: usize,
    /// Names of those who translated it and may be named.
    pub translators: Vec<String>,
    /// Names of those who proofread it and may be named.
    pub proofreaders: Vec<String>,
}

/// Somebody who had a part in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportedPerson {
    pub name: String,
    /// Name on the Hugging Face Hub, where known.
    pub hf_user: Option<String>,
    pub translated: usize,
    pub updated: usize,
    pub proofread: usize,
}
