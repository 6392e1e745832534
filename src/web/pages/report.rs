//! What some months brought: as a page that prints well, as Markdown, and as a table.

use askama::Template;
use jiff::{Timestamp, ToSpan as _, civil::Date};
use serde::Deserialize;

use super::{Shell, time, urls};
use crate::{
    csv,
    figures::Waits,
    services::{
        Months,
        views::{CoveragePoint, MonthlyReport, ReportedPerson, ReportedPost},
    },
};

/// The months in an address, as `2026-10`; what is missing or cannot be read is the month that ended last.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MonthsQuery {
    pub from: String,
    pub until: String,
}

impl MonthsQuery {
    /// The months that are meant.
    pub(in crate::web) fn months(&self, now: Timestamp) -> Months {
        let until = if self.until.trim().is_empty() { &self.from } else { &self.until };
        Months::parse(&self.from, until).unwrap_or_else(|_| Months::last_before(now))
    }
}

/// The report as a page.
#[derive(Debug, Clone, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    pub shell: Shell,
    pub report: MonthlyReport,
}

impl ReportPage {
    fn words(&self) -> Words<'_> {
        Words { shell: &self.shell, report: &self.report }
    }

    fn title(&self) -> String {
        self.words().title()
    }

    /// The same without the project, which stands above.
    fn heading(&self) -> String {
        let (first, last) = self.words().ends();
        if first == last {
            return self.shell.t1("report-heading", "month", first);
        }
        self.shell.t2("report-heading-span", "from", first, "until", last)
    }

    fn sentences(&self) -> Vec<String> {
        self.words().sentences()
    }

    fn month(&self, month: &Date) -> String {
        month.strftime("%Y-%m").to_string()
    }

    fn first(&self) -> String {
        self.month(&self.report.from)
    }

    fn last(&self) -> String {
        self.month(&self.report.until)
    }

    fn url(&self) -> String {
        urls::report(&self.report.project)
    }

    fn file_url(&self, ending: &str) -> String {
        format!("{}.{ending}?from={}&until={}", self.url(), self.first(), self.last())
    }

    /// The report of the month before: its address, and the month in words.
    fn before(&self) -> Option<(String, String)> {
        let month = self.report.from.checked_sub(1.month()).ok()?;
        let url = format!("{}?from={}", self.url(), self.month(&month));
        Some((url, self.shell.month(&self.month(&month))))
    }

    /// Lists of posts with their headings; empty ones are left out.
    fn lists(&self) -> Vec<(String, &[ReportedPost])> {
        self.words().lists()
    }

    fn names(&self, names: &[String]) -> String {
        names.join(self.words().comma())
    }

    fn part(&self, contributor: &ReportedPerson) -> String {
        self.words().part(contributor)
    }
}

/// What both the page and the Markdown say.
struct Words<'a> {
    shell: &'a Shell,
    report: &'a MonthlyReport,
}

impl<'a> Words<'a> {
    /// The first month and the last in words.
    fn ends(&self) -> (String, String) {
        let form = if self.shell.is_chinese() { "%Y 年 %-m 月" } else { "%B %Y" };
        let said = |month: &Date| month.strftime(form).to_string();
        (said(&self.report.from), said(&self.report.until))
    }

    fn title(&self) -> String {
        let (shell, report) = (self.shell, self.report);
        let (first, last) = self.ends();
        if first == last {
            return shell.t2("report-title", "project", &report.project_name, "month", first);
        }
        shell.texts().with(
            "report-title-span",
            &[
                ("project", report.project_name.as_str().into()),
                ("from", first.into()),
                ("until", last.into()),
            ],
        )
    }

    fn sentences(&self) -> Vec<String> {
        let (shell, report) = (self.shell, self.report);
        let mut sentences = vec![shell.texts().with(
            "report-sum",
            &[
                ("published", report.published.len().into()),
                ("words", shell.about_words(report.words).into()),
                ("updated", report.updated.len().into()),
                ("people", (report.people.len() + report.unnamed).into()),
            ],
        )];
        sentences.extend(self.standing());
        sentences.extend(self.waits("report-waits", &report.waits));
        sentences.extend(self.waits("report-whole", &report.whole));
        if !report.is_over {
            sentences.push(shell.t("report-not-over"));
        }
        sentences
    }

    /// How the project stood before and after.
    fn standing(&self) -> Option<String> {
        let after = self.report.after?.standing;
        let Some(CoveragePoint { standing: before, .. }) = self.report.before else {
            return Some(self.shell.texts().with(
                "report-standing-after",
                &[("translated", after.translated().into()), ("behind", after.behind().into())],
            ));
        };
        Some(self.shell.texts().with(
            "report-standing",
            &[
                ("translated", before.translated().into()),
                ("behind", before.behind().into()),
                ("later", after.translated().into()),
                ("lag", after.behind().into()),
                ("posts", after.posts().into()),
            ],
        ))
    }

    fn waits(&self, key: &'static str, waits: &Waits) -> Option<String> {
        let said = |span| time::span(self.shell.texts(), span);
        let (median, longest) = (said(waits.median?), said(waits.longest?));
        Some(self.shell.texts().with(
            key,
            &[
                ("count", waits.count.into()),
                ("median", median.into()),
                ("longest", longest.into()),
            ],
        ))
    }

    fn lists(&self) -> Vec<(String, &'a [ReportedPost])> {
        let (shell, report) = (self.shell, self.report);
        [("report-published", &report.published), ("report-updated", &report.updated)]
            .into_iter()
            .filter(|(_, posts)| !posts.is_empty())
            .map(|(key, posts)| (shell.t1(key, "count", posts.len()), posts.as_slice()))
            .collect()
    }

    fn comma(&self) -> &'static str {
        if self.shell.is_chinese() { "、" } else { ", " }
    }

    /// What somebody did: "译 3 篇，校对 2 篇".
    fn part(&self, contributor: &ReportedPerson) -> String {
        let parts = [
            ("report-part-translated", contributor.translated),
            ("report-part-updated", contributor.updated),
            ("report-part-proofread", contributor.proofread),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let said: Vec<String> =
            parts.map(|(key, count)| self.shell.t1(key, "count", count)).collect();
        said.join(self.comma())
    }
}

/// The report as Markdown; `site` is the address of this site (`https://yiqi.example`), where it has one.
pub struct ReportMarkdown<'a> {
    pub shell: &'a Shell,
    pub report: &'a MonthlyReport,
    pub site: Option<&'a str>,
}

impl ReportMarkdown<'_> {
    /// The whole text.
    pub fn text(&self) -> String {
        let words = Words { shell: self.shell, report: self.report };
        let mut text = format!("# {}\n", escaped(&words.title()));
        for sentence in words.sentences() {
            text.push_str(&format!("\n{}\n", escaped(&sentence)));
        }
        for (title, posts) in words.lists() {
            text.push_str(&format!("\n## {}\n\n", escaped(&title)));
            for post in posts {
                text.push_str(&self.line(post, words.comma()));
            }
        }
        if !self.report.people.is_empty() {
            text.push_str(&format!("\n## {}\n\n", self.shell.t("report-people")));
            for contributor in &self.report.people {
                let (name, part) = (escaped(&contributor.name), words.part(contributor));
                text.push_str(&format!("- {name} — {part}\n"));
            }
        }
        if self.report.unnamed > 0 {
            let unnamed = self.shell.t1("report-unnamed", "count", self.report.unnamed);
            text.push_str(&format!("\n{unnamed}\n"));
        }
        text
    }

    fn line(&self, post: &ReportedPost, comma: &str) -> String {
        let title = match self.site {
            Some(site) => {
                let path = urls::post(&self.report.project, &post.slug);
                // Parentheses would end the address of a link.
                let path = path.replace('(', "%28").replace(')', "%29");
                format!("[{}]({}{path})", escaped(&post.title), site.trim_end_matches('/'))
            }
            None => escaped(&post.title),
        };
        let names: Vec<&str> =
            post.translators.iter().chain(&post.proofreaders).map(String::as_str).collect();
        let by = if names.is_empty() {
            String::new()
        } else {
            format!(" — {}", escaped(&names.join(comma)))
        };
        format!("- {title}{by}\n")
    }
}

/// A text on one line in which nothing is a sign of Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Where a line of a list begins, these would begin another list.
    if text.starts_with(['-', '+']) {
        escaped.push('\\');
    }
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '~' => {
                escaped.extend(['\\', c]);
            }
            '\r' | '\n' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What the report tells of posts, as a table: a line for each that came in or changed.
pub fn report_csv(report: &MonthlyReport) -> String {
    let columns = ["month", "what", "slug", "title", "words", "translators", "proofreaders"];
    let mut text = csv::line(&columns);
    for (what, posts) in [("published", &report.published), ("updated", &report.updated)] {
        for post in posts {
            text.push_str(&csv::inert_line(&[
                post.month.strftime("%Y-%m").to_string(),
                what.to_owned(),
                post.slug.to_string(),
                post.title.clone(),
                post.words.to_string(),
                post.translators.join("|"),
                post.proofreaders.join("|"),
            ]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_people_write_becomes_a_sign_of_markdown() {
        assert_eq!(escaped("[x](y) *z*\n# <b>"), "\\[x\\](y) \\*z\\* \\# \\<b\\>");
    }

    #[test]
    fn one_month_is_meant_where_one_is_named() {
        let now = "2026-11-23T05:00:00Z".parse().expect("a moment");
        let months = |from: &str, until: &str| {
            let query = MonthsQuery { from: from.into(), until: until.into() };
            query.months(now).each().map(|month| month.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(months("", ""), ["2026-10-01"]);
        assert_eq!(months("2026-08", ""), ["2026-08-01"]);
        assert_eq!(months("2026-08", "2026-09"), ["2026-08-01", "2026-09-01"]);
        assert_eq!(months("2026-09", "2026-08"), ["2026-10-01"]);
    }
}
