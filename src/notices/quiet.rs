//! Quiet hours, and when a week begins, where somebody lives.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Time, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// When a weekly digest is written: Mondays at nine.
const DIGEST_AT: i8 = 9;
/// One that could not be written in this time is left out; the next week has its own.
const DIGEST_STALE: SignedDuration = SignedDuration::from_hours(48);

/// Where somebody lives, and when they do not want to be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// IANA name.
    pub zone: String,
    /// Minutes after midnight: from, until. From after until goes over midnight.
    pub hours: Option<(u16, u16)>,
}

impl Default for Quiet {
    fn default() -> Self {
        Self { zone: "Asia/Shanghai".into(), hours: None }
    }
}

/// Whether a name is a time zone.
pub fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

impl Quiet {
    /// The zone; one that is no longer known is taken for UTC.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// When something that is news now may be sent: now, or when the quiet hours end.
    pub fn not_before(&self, now: Timestamp) -> Timestamp {
        let Some((from, until)) = self.hours.filter(|(from, until)| from != until) else {
            return now;
        };
        let here = now.to_zoned(self.time_zone());
        let minute = u16::try_from(i32::from(here.hour()) * 60 + i32::from(here.minute()));
        let minute = minute.unwrap_or(0);
        let over_midnight = from > until;
        let is_quiet = if over_midnight {
            minute >= from || minute < until
        } else {
            (from..until).contains(&minute)
        };
        if !is_quiet {
            return now;
        }
        let ends_tomorrow = over_midnight && minute >= from;
        let date = if ends_tomorrow { here.date().tomorrow().ok() } else { Some(here.date()) };
        let part = |value: u16| i8::try_from(value).unwrap_or(0);
        let end = Time::new(part(until / 60), part(until % 60), 0, 0).ok();
        // A wall clock that skips the hour has it a little later.
        let end = date.zip(end).and_then(|(date, time)| {
            date.to_datetime(time).to_zoned(here.time_zone().clone()).ok()
        });
        end.map_or(now, |end| end.timestamp().max(now))
    }
}

/// The week a digest is due for now (`2026-W48`), if one is.
pub fn digest_week(quiet: &Quiet, now: Timestamp) -> Option<String> {
    let here = now.to_zoned(quiet.time_zone());
    let monday = match here.weekday() {
        Weekday::Monday => here.date(),
        _ => here.date().nth_weekday(-1, Weekday::Monday).ok()?,
    };
    let due = monday.at(DIGEST_AT, 0, 0, 0).to_zoned(here.time_zone().clone()).ok()?.timestamp();
    if now < due || now > due + DIGEST_STALE {
        return None;
    }
    let week = monday.iso_week_date();
    Some(format!("{}-W{:02}", week.year(), week.week()))
}
