//! What the translator's and the proofreader's desk have in common: pairs of blocks, findings, remarks.

use super::{
    Shell, carry,
    change::ChangeView,
    difference::{self, Line},
    urls,
};
use crate::{
    checks::{Finding, Level},
    ids::CommitId,
    services::views::{Comment, PairRow, Seal, SourceNews, WorkspaceView},
    workflow::TaskKind,
};

/// The view of a task with the shell it is shown in.
pub(super) struct Desk<'a> {
    pub shell: &'a Shell,
    pub view: &'a WorkspaceView,
}

/// A pair of blocks, with what is said about it.
pub(super) struct Pair<'a> {
    pub row: &'a PairRow,
    /// From 1, for anchors.
    pub number: usize,
    pub change: Option<ChangeView<'a>>,
    pub untranslated: bool,
    /// Whether the block differs from what it was when changes began to be marked.
    pub edited: bool,
    pub findings: Vec<&'a Finding>,
    pub comments: Vec<&'a Comment>,
}

/// What happened to the source while the draft was being written.
pub(super) struct News {
    pub what: String,
    /// The version the draft can be carried over to.
    pub to: Option<CommitId>,
    pub can_carry: bool,
}

/// A finding with the pair it lies in.
pub(super) struct Found<'a> {
    pub finding: &'a Finding,
    pub pair: Option<usize>,
}

impl<'a> Desk<'a> {
    pub(super) fn pairs(&self) -> Vec<Pair<'a>> {
        let mut pairs: Vec<Pair<'a>> = self
            .view
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| Pair {
                row,
                number: index + 1,
                change: row.change.as_ref().map(|change| ChangeView {
                    shell: self.shell,
                    change,
                    target: None,
                }),
                untranslated: self.is_untranslated(row),
                edited: self.is_edited(row),
                findings: Vec::new(),
                comments: Vec::new(),
            })
            .collect();
        for finding in &self.view.findings {
            if let Some(index) = self.pair_at(finding.lines.0) {
                pairs[index].findings.push(finding);
            }
        }
        for comment in &self.view.comments {
            if let Some(index) = comment.line.and_then(|line| self.pair_at(line)) {
                pairs[index].comments.push(comment);
            }
        }
        pairs
    }

    /// The pair a line of the draft lies in; a line between two belongs to the one above.
    fn pair_at(&self, line: usize) -> Option<usize> {
        self.view
            .rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.target_lines?.0)))
            .take_while(|(_, first)| *first <= line)
            .last()
            .map(|(index, _)| index)
    }

    /// Findings, the gravest first, each with its pair.
    pub(super) fn findings(&self) -> Vec<Found<'a>> {
        let mut found: Vec<Found<'a>> = self
            .view
            .findings
            .iter()
            .map(|finding| Found {
                finding,
                pair: self.pair_at(finding.lines.0).map(|index| index + 1),
            })
            .collect();
        found.sort_by_key(|found| (std::cmp::Reverse(found.finding.level), found.finding.lines.0));
        found
    }

    pub(super) fn count(&self, level: Level) -> usize {
        self.view.findings.iter().filter(|finding| finding.level == level).count()
    }

    pub(super) fn errors(&self) -> usize {
        self.count(Level::Error)
    }

    /// Remarks on the whole, or on lines that are no more.
    pub(super) fn general_comments(&self) -> Vec<&'a Comment> {
        self.view
            .comments
            .iter()
            .filter(|comment| comment.line.and_then(|line| self.pair_at(line)).is_none())
            .collect()
    }

    pub(super) fn open_comments(&self) -> usize {
        self.view.comments.iter().filter(|comment| !comment.resolved).count()
    }

    /// Words of the source whose Chinese stands, and all of them.
    pub(super) fn progress(&self) -> (usize, usize) {
        let rows = || self.view.rows.iter();
        let done = rows().filter(|row| !self.is_untranslated(row));
        (done.map(|row| row.words).sum(), rows().map(|row| row.words).sum())
    }

    /// Nothing there; in a new translation also what is still the English and was not meant to be.
    fn is_untranslated(&self, row: &PairRow) -> bool {
        let is_new = self.view.task.kind == TaskKind::Translate;
        match (&row.source, &row.target) {
            _ if !is_prose(row) => false,
            (Some(source), Some(target)) => {
                is_new && !row.is_kept && source.trim() == target.trim()
            }
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// The title to lead with and its language: the draft's own first heading once that is Chinese.
    pub(super) fn title(&self) -> (String, &'static str) {
        let heading = self.view.rows.iter().filter(|row| row.kind == "heading").find_map(|row| {
            let title = row.target.as_deref()?.trim_start_matches('#').trim();
            title.chars().any(is_han).then(|| title.to_owned())
        });
        match heading {
            Some(title) => (title, "zh-CN"),
            None if self.view.title.chars().any(is_han) => (self.view.title.clone(), "zh-CN"),
            None => (self.view.title.clone(), "en"),
        }
    }

    /// The English title under a Chinese one.
    pub(super) fn subtitle(&self) -> Option<&str> {
        (self.title().1 == "zh-CN" && !self.view.title.chars().any(is_han))
            .then_some(self.view.title.as_str())
    }

    fn is_edited(&self, row: &PairRow) -> bool {
        match (&self.view.ground_text, &row.target) {
            (Some(published), Some(target)) => !published.contains(target.trim()),
            _ => false,
        }
    }

    pub(super) fn is_update(&self) -> bool {
        self.view.task.kind == TaskKind::Update
    }

    /// The first pair whose source asks for something, and how many there are.
    pub(super) fn changes(&self) -> Option<(usize, usize)> {
        let asks = |row: &PairRow| {
            row.is_open && row.change.as_ref().is_some_and(|change| !change.dismissed)
        };
        let first = self.view.rows.iter().position(asks)?;
        Some((first + 1, self.view.rows.iter().filter(|row| asks(row)).count()))
    }

    /// What happened to the source meanwhile.
    pub(super) fn news(&self) -> Option<News> {
        let (what, to) = match self.view.source_news? {
            SourceNews::Moved { to, counts } => (carry::what(self.shell, &counts), Some(to)),
            SourceNews::TooLate => (self.shell.t("carry-too-late"), None),
            SourceNews::Gone => (self.shell.t("carry-gone"), None),
        };
        let can_carry = self.view.may_edit && to.is_some();
        let what = if to.is_some() && !can_carry {
            format!("{what}{}", carry::who(self.shell, self.view.task.stage))
        } else {
            what
        };
        Some(News { what, to, can_carry })
    }

    /// Whether the page holds the form that waves changes through.
    pub(super) fn can_settle(&self) -> bool {
        self.view.may_edit && !self.is_review()
    }

    /// Whether remarks stand beside the source: the proofreader's page has them under the translation.
    pub(super) fn shows_notes(&self) -> bool {
        !self.is_review()
    }

    fn is_review(&self) -> bool {
        self.shell.at(urls::review(self.view.task.id))
    }

    pub(super) fn kind(&self) -> String {
        self.shell.t(match self.view.task.kind {
            TaskKind::Translate => "kind-translate",
            TaskKind::Update => "kind-update",
        })
    }

    pub(super) fn seal(&self) -> Seal {
        match self.view.task.stage {
            "submitted" => Seal::AwaitingReview,
            "in_review" => Seal::InReview,
            "changes_requested" => Seal::ChangesRequested,
            "approved" => Seal::Approved,
            "pr_open" => Seal::PullRequest,
            "merged" => Seal::Published,
            _ => Seal::Translating,
        }
    }

    pub(super) fn url(&self) -> String {
        urls::task(self.view.task.id)
    }

    pub(super) fn is_mine(&self) -> bool {
        self.shell.is_me(&self.view.task.translator)
    }

    /// What the task changes in the published translation.
    pub(super) fn against_published(&self) -> Option<Vec<Line>> {
        let published = self.view.published_text.as_deref()?;
        (published != self.view.draft.text)
            .then(|| difference::lines(published, &self.view.draft.text))
    }

    /// The class of a finding's level, and the key of its word.
    pub(super) fn level(&self, finding: &Finding) -> &'static str {
        match finding.level {
            Level::Error => "level-error",
            Level::Warning => "level-warning",
            Level::Info => "level-info",
        }
    }

    /// Words done, in hundredths.
    pub(super) fn percent(&self) -> usize {
        let (done, all) = self.progress();
        (done * 100).checked_div(all).unwrap_or(100)
    }

    /// The sentence of a finding, in the reader's language.
    pub(super) fn sentence(&self, finding: &'a Finding) -> &'a str {
        if self.shell.is_chinese() { &finding.zh } else { &finding.en }
    }
}

impl Pair<'_> {
    /// The first line of the draft the pair stands on, for remarks.
    pub(super) fn line(&self) -> Option<usize> {
        self.row.target_lines.map(|lines| lines.0)
    }

    pub(super) fn is_prose(&self) -> bool {
        is_prose(self.row)
    }

    pub(super) fn source(&self) -> &str {
        self.row.source.as_deref().unwrap_or_default().trim_end()
    }

    pub(super) fn target(&self) -> &str {
        self.row.target.as_deref().unwrap_or_default().trim_end()
    }

    /// Whether the source changed here in a way that has to be carried.
    pub(super) fn is_changed(&self) -> bool {
        self.change.as_ref().is_some_and(|item| !item.change.reflected)
    }

    /// Whether somebody says that it needs nothing here.
    pub(super) fn is_settled(&self) -> bool {
        self.change.as_ref().is_some_and(|item| item.change.dismissed)
    }

    /// Whether somebody has seen to that change, or the block is no longer as it was.
    pub(super) fn is_done(&self) -> bool {
        if self.is_changed() { !self.row.is_open } else { self.edited }
    }
}

fn is_prose(row: &PairRow) -> bool {
    row.words > 0
}

const fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}
