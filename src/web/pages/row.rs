//! One post in a list: its seal, its titles, and one line that says why it is there.

use std::fmt;

use askama::filters::{Html, HtmlSafe};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Shell, change::work, seal::SealMark, time::TimeTag};
use crate::{
    ids::ProjectId,
    services::views::{BoardRow, Seal, TaskBrief, host_of},
    workflow::{Priority, TaskKind},
};

/// Characters of the name of a host in a row.
const HOST_SHOWN: usize = 28;

/// A row with what it needs to speak.
pub(super) struct RowView<'a> {
    pub shell: &'a Shell,
    pub project: &'a ProjectId,
    pub row: &'a BoardRow,
}

impl RowView<'_> {
    pub(super) fn seal(&self) -> SealMark {
        self.shell.seal(self.row.seal)
    }

    pub(super) fn url(&self) -> String {
        self.shell.post_url(self.project, &self.row.slug)
    }

    /// The title to lead with, and its language: Chinese where there is one.
    pub(super) fn title(&self) -> (&str, &'static str) {
        titles(self.row).0
    }

    /// The English title under a Chinese one.
    pub(super) fn subtitle(&self) -> Option<&str> {
        titles(self.row).1
    }

    /// Why the row is here.
    pub(super) fn reason(&self) -> Counted {
        Counted(reason(self.shell, self.row))
    }

    /// When an untranslated post came out.
    pub(super) fn published(&self) -> Option<TimeTag> {
        let date: Date = self.row.published_on.as_deref()?.parse().ok()?;
        let at = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
        (self.row.seal == Seal::Missing && at <= self.shell.now).then(|| self.shell.ago(at))
    }

    /// What else speaks for it or is to be known, in a few words each.
    pub(super) fn remarks(&self) -> Vec<Remark> {
        let mut remarks = remarks(self.shell, self.row);
        remarks.extend(elsewhere(self.shell, self.row));
        remarks
    }

    pub(super) fn can_be_claimed(&self) -> bool {
        self.shell.may_claim() && is_free(self.row)
    }

    /// Until when whoever has it may keep it.
    pub(super) fn lease(&self) -> Option<Timestamp> {
        self.row.task.as_ref()?.lease_until
    }

    /// Who is on it, and in which part.
    pub(super) fn holder(&self) -> Option<String> {
        self.row.task.as_ref().map(|task| holder(self.shell, task))
    }
}

/// A sentence of counted things, each of which stays on one line: "3 张图、约 800 词".
#[derive(Debug, Clone)]
pub(super) struct Counted(String);

/// What stands between them.
const BETWEEN: [&str; 6] = ["、", "，", "：", ", ", ": ", " · "];

/// Characters up to which something fits a line of the narrowest phone.
const ONE_LINE: usize = 28;

impl HtmlSafe for Counted {}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_str();
        while !rest.is_empty() {
            let ends =
                BETWEEN.iter().filter_map(|between| Some(rest.find(between)? + between.len()));
            let (one, after) = rest.split_at(ends.min().unwrap_or(rest.len()));
            let is_counted = one.contains(|it: char| it.is_ascii_digit());
            let keeps = is_counted && one.chars().count() <= ONE_LINE;
            let (bare, blank) = one.split_at(one.trim_end().len());
            let escaped = askama::filters::escape(bare, Html).map_err(|_| fmt::Error)?;
            if keeps {
                write!(f, "<span class=\"fact\">{escaped}</span>{blank}")?;
            } else {
                write!(f, "{escaped}{blank}")?;
            }
            rest = after;
        }
        Ok(())
    }
}

/// A few words beside the reason of a row.
pub(super) struct Remark {
    pub words: String,
    /// Somebody wants something of whoever reads it.
    pub is_urgent: bool,
}

/// What speaks for a row besides its state, and what is to be known of it.
pub(super) fn remarks(shell: &Shell, row: &BoardRow) -> Vec<Remark> {
    let waits = matches!(row.seal, Seal::Missing | Seal::Stale | Seal::Cosmetic);
    let quiet = |words: String| Remark { words, is_urgent: false };
    let mut remarks = Vec::new();
    match row.priority {
        _ if !waits => {}
        Priority::High => {
            remarks.push(Remark { words: shell.t("row-wanted"), is_urgent: true });
        }
        Priority::Low => remarks.push(quiet(shell.t("row-can-wait"))),
        Priority::Normal => {}
    }
    if waits && row.asked > 0 {
        remarks.push(quiet(shell.t1("row-asked", "count", row.asked)));
    }
    if row.good_first {
        remarks.push(quiet(shell.t("row-good-first")));
    }
    remarks
}

/// "已有译文：mp.weixin.qq.com".
fn elsewhere(shell: &Shell, row: &BoardRow) -> Option<Remark> {
    // Once readers find the post here, it matters no more that it is there as well.
    if matches!(row.seal, Seal::Published | Seal::Orphan) {
        return None;
    }
    let host = shortened(&host_of(row.elsewhere.first()?));
    let words = match row.elsewhere.len() {
        1 => shell.t1("row-elsewhere", "host", host),
        count => shell.t2("row-elsewhere-several", "host", host, "count", count),
    };
    Some(Remark { words, is_urgent: false })
}

/// As much of the name of a host as stands on one line of a phone.
fn shortened(host: &str) -> String {
    match host.char_indices().nth(HOST_SHOWN) {
        Some((end, _)) => format!("{}…", &host[..end]),
        None => host.to_owned(),
    }
}

/// Whether somebody may take a post.
pub(super) fn is_free(row: &BoardRow) -> bool {
    row.task.is_none()
        && row.outside.is_empty()
        && matches!(row.seal, Seal::Missing | Seal::Stale | Seal::Cosmetic)
}

/// The leading title with its language, and the English one under it.
pub(super) fn titles(row: &BoardRow) -> ((&str, &'static str), Option<&str>) {
    match (row.target_title.as_deref(), row.source_title.as_deref()) {
        (Some(chinese), english) if !is_same(chinese, english) => ((chinese, "zh-CN"), english),
        (_, Some(english)) => ((english, "en"), None),
        (Some(chinese), None) => ((chinese, "zh-CN"), None),
        (None, None) => ((row.slug.as_str(), "en"), None),
    }
}

fn is_same(chinese: &str, english: Option<&str>) -> bool {
    english == Some(chinese)
}

fn holder(shell: &Shell, task: &TaskBrief) -> String {
    match (&task.reviewer, task.stage) {
        (Some(reviewer), "in_review") if shell.is_me(reviewer) => shell.t("row-me-proofreading"),
        (Some(reviewer), "in_review") => {
            shell.t1("row-proofread-by", "name", reviewer.name.as_str())
        }
        (_, "claimed" | "changes_requested") if shell.is_me(&task.translator) => {
            shell.t("row-me-translating")
        }
        (_, "claimed" | "changes_requested") => {
            shell.t1("row-translating-now", "name", task.translator.name.as_str())
        }
        _ if shell.is_me(&task.translator) => shell.t("row-mine"),
        _ => shell.t1("row-translated-by", "name", task.translator.name.as_str()),
    }
}

fn reason(shell: &Shell, row: &BoardRow) -> String {
    match row.seal {
        Seal::Missing => shell.about_words(row.words),
        Seal::Stale => changes(shell, row),
        Seal::Cosmetic => shell.t("row-cosmetic"),
        Seal::Orphan => shell.t("row-orphan"),
        Seal::Excluded => row.excluded.clone().unwrap_or_default(),
        Seal::Published => shell.t("row-published"),
        Seal::Approved => shell.t("row-approved"),
        Seal::PullRequest => match (&row.task, row.outside.first()) {
            (None, Some(work)) => shell.t2(
                "row-outside",
                "number",
                work.number.to_string(),
                "author",
                work.author.as_str(),
            ),
            _ => shell.t("row-pull-request"),
        },
        Seal::Translating | Seal::AwaitingReview | Seal::InReview | Seal::ChangesRequested => {
            let words = shell.about_words(row.words_to_touch);
            match row.task.as_ref().map(|task| task.kind) {
                Some(TaskKind::Update) => shell.t1("row-updating", "words", words),
                _ => shell.t1("row-translating", "words", words),
            }
        }
    }
}

/// "上游改动：2 处代码、1 个链接、约 120 词，加了 1 条提示".
fn changes(shell: &Shell, row: &BoardRow) -> String {
    let work = work(shell, &row.work);
    match (work.is_empty(), row.banners) {
        (true, 0) => shell.t("row-stale-unknown"),
        (true, banners) => shell.t1("row-stale-banners", "count", banners),
        (false, 0) => shell.t1("row-stale", "work", work),
        (false, banners) => shell.t2("row-stale-and-banners", "work", work, "count", banners),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_with_what_it_counts() {
        let shown = |text: &str| Counted(text.to_owned()).to_string();
        assert_eq!(
            shown("上游改动：3 张图、约 800 词"),
            "上游改动：<span class=\"fact\">3 张图、</span><span class=\"fact\">约 800 词</span>"
        );
        assert_eq!(shown("new, <b>"), "new, &#60;b&#62;");
        assert_eq!(shown("1 link, more"), "<span class=\"fact\">1 link,</span> more");
        let long = format!("1 {}", "x".repeat(ONE_LINE));
        assert_eq!(shown(&long), long, "it may have to break");
    }

    #[test]
    fn a_long_host_is_cut_and_a_short_one_is_whole() {
        assert_eq!(shortened("mp.weixin.qq.com"), "mp.weixin.qq.com");
        let long = format!("{}.example", "a".repeat(40));
        assert_eq!(shortened(&long), format!("{}…", "a".repeat(HOST_SHOWN)));
    }
}
