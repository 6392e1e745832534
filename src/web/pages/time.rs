//! Times as people say them, with the exact moment in the title.
//!
//! The server does not know the reader's zone: titles give Beijing time in Chinese and UTC in English, and a
//! script turns them into local time where it runs.

use askama::{Template, filters::HtmlSafe};
use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use crate::texts::Texts;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A `time` element.
#[derive(Debug, Clone, Template)]
#[template(
    source = r#"<time datetime="{{ machine }}" title="{{ exact }}">{{ said }}</time>"#,
    ext = "html"
)]
pub(super) struct TimeTag {
    machine: String,
    exact: String,
    said: String,
}

impl HtmlSafe for TimeTag {}

impl TimeTag {
    pub(super) fn ago(texts: Texts, at: Timestamp, now: Timestamp) -> Self {
        Self::saying(texts, at, ago(texts, at, now))
    }

    pub(super) fn left(texts: Texts, until: Timestamp, now: Timestamp) -> Self {
        Self::saying(texts, until, left(texts, until, now))
    }

    /// The day itself.
    pub(super) fn day(texts: Texts, at: Timestamp) -> Self {
        Self::saying(texts, at, day(at))
    }

    fn saying(texts: Texts, at: Timestamp, said: String) -> Self {
        Self {
            machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            exact: exact(texts, at),
            said,
        }
    }
}

/// The exact moment, to the minute.
pub(super) fn exact(texts: Texts, at: Timestamp) -> String {
    match texts.tag() {
        "zh-CN" => at.to_zoned(BEIJING).strftime("%Y-%m-%d %H:%M（北京时间）").to_string(),
        _ => at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string(),
    }
}

/// The day of a moment in Beijing, where most translators are: in both languages, since one event has one day
/// on a page, and the dates that posts give themselves stand beside it.
pub(super) fn day(at: Timestamp) -> String {
    at.to_zoned(BEIJING).strftime("%Y-%m-%d").to_string()
}

const BEIJING: TimeZone = TimeZone::fixed(Offset::constant(8));

/// Whole days until a moment; negative once it is past.
pub(super) fn days_left(until: Timestamp, now: Timestamp) -> i64 {
    (until.as_second() - now.as_second()).div_euclid(DAY)
}

/// Whole days since a moment.
pub(super) fn days_since(at: Timestamp, now: Timestamp) -> usize {
    usize::try_from((now.as_second() - at.as_second()).div_euclid(DAY)).unwrap_or(0)
}

fn ago(texts: Texts, at: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - at.as_second();
    let (key, count) = match seconds {
        ..MINUTE => return texts.get("ago-now"),
        MINUTE..HOUR => ("ago-minutes", seconds / MINUTE),
        HOUR..DAY => ("ago-hours", seconds / HOUR),
        _ => match seconds / DAY {
            days @ ..60 => ("ago-days", days),
            days @ 60..730 => ("ago-months", days / 30),
            days => ("ago-years", days / 365),
        },
    };
    texts.with(key, &[("count", count.into())])
}

/// A span of time as one says it, in whole minutes, hours or days.
pub(super) fn span(texts: Texts, seconds: i64) -> String {
    let (key, count) = match seconds {
        ..HOUR => ("span-minutes", seconds.max(0) / MINUTE),
        HOUR..DAY => ("span-hours", seconds / HOUR),
        _ => ("span-days", seconds / DAY),
    };
    texts.with(key, &[("count", count.into())])
}

fn left(texts: Texts, until: Timestamp, now: Timestamp) -> String {
    let seconds = until.as_second() - now.as_second();
    let (key, count) = match seconds {
        ..=0 => return texts.get("left-over"),
        1..HOUR => ("left-minutes", (seconds + MINUTE - 1) / MINUTE),
        HOUR..DAY => ("left-hours", seconds / HOUR),
        _ => ("left-days", (seconds + DAY / 2) / DAY),
    };
    texts.with(key, &[("count", count.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::UiLanguage;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a timestamp")
    }

    #[test]
    fn the_past_is_told_in_the_largest_whole_unit() {
        let texts = Texts::new(UiLanguage::Chinese);
        let now = at("2026-06-10T12:00:00Z");
        for (then, said) in [
            ("2026-06-10T11:59:30Z", "刚刚"),
            ("2026-06-10T11:55:00Z", "5 分钟前"),
            ("2026-06-10T09:00:00Z", "3 小时前"),
            ("2026-06-09T11:00:00Z", "1 天前"),
            ("2026-03-01T12:00:00Z", "3 个月前"),
            ("2023-06-01T12:00:00Z", "3 年前"),
        ] {
            assert_eq!(ago(texts, at(then), now), said, "{then}");
        }
    }

    #[test]
    fn english_has_its_plurals() {
        let texts = Texts::new(UiLanguage::English);
        let now = at("2026-06-10T12:00:00Z");
        assert_eq!(ago(texts, at("2026-06-09T11:00:00Z"), now), "1 day ago");
        assert_eq!(left(texts, at("2026-06-15T12:00:00Z"), now), "5 days left");
    }

    #[test]
    fn a_time_carries_its_exact_moment() {
        let texts = Texts::new(UiLanguage::Chinese);
        let tag = TimeTag::ago(texts, at("2026-06-10T11:55:00Z"), at("2026-06-10T12:00:00Z"));
        assert_eq!(
            tag.to_string(),
            r#"<time datetime="2026-06-10T11:55:00Z" title="2026-06-10 19:55（北京时间）">5 分钟前</time>"#
        );
    }
}
