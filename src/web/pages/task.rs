//! What the translator's and the proofreader's desk have in common: pairs of blocks, findings, remarks.

use super::{
    Shell, carry,
    change::ChangeView,
    difference::{self, Line},
    talk::{ChangedBlock, RoundShown, Talk},
    titles::tongue,
    urls,
};
use crate::{
    checks::{Finding, Level},
    document::{front_matter, is_han},
    ids::CommitId,
    proofreading::BlockChange,
    services::views::{
        PairRow, ProofreadingView, RoundOutcome, Seal, SourceNews, Thread, WorkspaceView,
    },
    staleness::{Change, Severity},
    workflow::TaskKind,
};

/// The view of a task with the shell it is shown in.
pub(super) struct Desk<'a> {
    pub shell: &'a Shell,
    pub view: &'a WorkspaceView,
    pub proof: &'a ProofreadingView,
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
    pub threads: Vec<Talk<'a>>,
    /// What proofreading made of it, where it still stands so.
    pub corrected: Option<ChangedBlock<'a>>,
    /// What changed in it since the reader last looked.
    pub since: Vec<ChangedBlock<'a>>,
    /// Blocks that went from below it since.
    pub gone: Vec<ChangedBlock<'a>>,
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
                threads: Vec::new(),
                corrected: None,
                since: Vec::new(),
                gone: Vec::new(),
            })
            .collect();
        for finding in self.view.findings.iter().filter(|finding| finding.dismissed.is_none()) {
            if let Some(index) = self.pair_at(finding.lines.0) {
                pairs[index].findings.push(finding);
            }
        }
        let variant = if self.is_review() { "beside" } else { "note" };
        for thread in &self.proof.threads {
            let row = thread.place.as_ref().and_then(|place| place.row);
            if let Some(pair) = row.and_then(|row| pairs.get_mut(row)) {
                let back = format!("{}#pair-{}", self.shell.path, pair.number);
                pair.threads.push(self.talk(thread, variant, back));
            }
        }
        let shown = |change: &'a BlockChange| ChangedBlock { shell: self.shell, change };
        // A second look compares with the first; what was corrected before that is history.
        let shows_corrections = !self.is_review() || self.proof.since.is_none();
        for correction in self.proof.corrections.iter().filter(|_| shows_corrections) {
            if let Some(pair) = pairs.get_mut(correction.row) {
                pair.corrected = Some(shown(&correction.change));
            }
        }
        for correction in self.proof.since.iter().flat_map(|since| &since.changes) {
            let Some(pair) = pairs.get_mut(correction.row) else { continue };
            match correction.change.after {
                Some(_) => pair.since.push(shown(&correction.change)),
                None => pair.gone.push(shown(&correction.change)),
            }
        }
        pairs
    }

    fn talk(&self, thread: &'a Thread, variant: &'static str, back: String) -> Talk<'a> {
        Talk { shell: self.shell, task: self.view.task.id, thread, variant, back }
    }

    /// All threads: those that are open first, each part in the order they were begun.
    pub(super) fn talks(&self, variant: &'static str) -> Vec<Talk<'a>> {
        let (open, done): (Vec<&Thread>, Vec<&Thread>) =
            self.proof.threads.iter().partition(|thread| !thread.resolved);
        let back = |thread: &Thread| format!("{}#{variant}-thread-{}", self.shell.path, thread.id);
        let all = open.into_iter().chain(done);
        all.map(|thread| self.talk(thread, variant, back(thread))).collect()
    }

    /// Threads on the whole, or on blocks that are gone.
    pub(super) fn general_talks(&self) -> Vec<Talk<'a>> {
        let mut talks = self.talks("drawer");
        talks.retain(|talk| talk.pair().is_none());
        talks
    }

    /// The rounds, the newest first; a return is told in full while it is what has to be worked on.
    pub(super) fn rounds(&self) -> Vec<RoundShown<'a>> {
        let newest = self.proof.rounds.len();
        let shown = self.proof.rounds.iter().rev().map(|view| RoundShown {
            shell: self.shell,
            view,
            is_open: view.number == newest && view.outcome == RoundOutcome::Returned,
        });
        shown.collect()
    }

    /// The words the threads' script needs.
    pub(super) fn thread_words(&self) -> Vec<(&'static str, String)> {
        [
            ("say", "thread-say"),
            ("hint", "thread-say-hint"),
            ("send", "thread-send"),
            ("cancel", "thread-cancel"),
            ("resolve", "thread-resolve"),
            ("failed", "thread-failed"),
            ("signedout", "thread-signed-out"),
            ("restored", "thread-restored"),
        ]
        .into_iter()
        .map(|(name, key)| (name, self.shell.t(key)))
        .collect()
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

    /// What has to be looked at.
    pub(super) fn loud(&self) -> Vec<Found<'a>> {
        self.some(is_loud)
    }

    /// Remarks, which are folded away.
    pub(super) fn quiet(&self) -> Vec<Found<'a>> {
        self.some(|finding| finding.dismissed.is_none() && !is_loud(finding))
    }

    /// What somebody says needs nothing.
    pub(super) fn aside(&self) -> Vec<Found<'a>> {
        self.some(|finding| finding.dismissed.is_some())
    }

    fn some(&self, wanted: fn(&Finding) -> bool) -> Vec<Found<'a>> {
        self.findings().into_iter().filter(|found| wanted(found.finding)).collect()
    }

    pub(super) fn open_findings(&self) -> usize {
        self.view.findings.iter().filter(|finding| is_loud(finding)).count()
    }

    /// Errors that keep the text back.
    pub(super) fn errors(&self) -> usize {
        self.view.findings.iter().filter(|finding| finding.blocks()).count()
    }

    /// How many findings are mended at once.
    pub(super) fn safe_fixes(&self) -> usize {
        let findings = self.view.findings.iter().filter(|finding| finding.dismissed.is_none());
        findings.filter(|finding| finding.fix.as_ref().is_some_and(|fix| !fix.is_offer)).count()
    }

    /// Where the forms of a finding go.
    pub(super) fn finding_url(&self, finding: &Finding) -> String {
        format!("{}/findings/{}", self.url(), finding.id)
    }

    /// A text whose arguments the script fills in; they stay as `{name}`.
    pub(super) fn places(&self, key: &str) -> String {
        let places: Vec<_> = ["line", "count", "name", "reason"]
            .into_iter()
            .map(|name| (name, format!("{{{name}}}").into()))
            .collect();
        self.shell.texts().with(key, &places)
    }

    pub(super) fn open_threads(&self) -> usize {
        self.proof.open_threads()
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

    /// The title to lead with and its language: the draft's own once that is Chinese.
    pub(super) fn title(&self) -> (String, &'static str) {
        match drafted_title(&self.view.rows) {
            Some(title) => (title, "zh-CN"),
            None => (self.view.title.clone(), tongue(&self.view.title)),
        }
    }

    /// The English title under a Chinese one.
    pub(super) fn subtitle(&self) -> Option<&str> {
        (self.title().1 == "zh-CN" && tongue(&self.view.title) == "en")
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
        self.asking(|severity| severity > Severity::Cosmetic)
    }

    /// The same of those where only details differ.
    pub(super) fn details(&self) -> Option<(usize, usize)> {
        self.asking(|severity| severity <= Severity::Cosmetic)
    }

    fn asking(&self, wanted: fn(Severity) -> bool) -> Option<(usize, usize)> {
        let asks = |row: &PairRow| {
            let asks = |change: &Change| !change.dismissed && wanted(change.severity);
            row.is_open && row.change.as_ref().is_some_and(asks)
        };
        let first = self.view.rows.iter().position(asks)?;
        Some((first + 1, self.view.rows.iter().filter(|row| asks(row)).count()))
    }

    /// The pair of the first remark that waits for an answer.
    pub(super) fn first_open(&self) -> Option<usize> {
        let open = self.proof.threads.iter().filter(|thread| !thread.resolved);
        open.filter_map(|thread| thread.place.as_ref()?.row).min().map(|row| row + 1)
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

    /// Whether following the source comes before sending: the draft is of an older one.
    pub(super) fn is_overtaken(&self) -> bool {
        self.news().is_some_and(|news| news.can_carry)
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
    pub(super) fn sentence(&self, finding: &Finding) -> String {
        if self.shell.is_chinese() {
            whole_sentence(&finding.zh, '。')
        } else {
            whole_sentence(&finding.en, '.')
        }
    }
}

impl<'a> Pair<'a> {
    /// Whether the reader has to look at it once more.
    pub(super) fn asks_again(&self) -> bool {
        !self.since.is_empty()
            || !self.gone.is_empty()
            || self.threads.iter().any(|talk| !talk.thread.resolved)
    }

    /// The difference that can stand in the place of the text, with the key of its word.
    pub(super) fn marked(&self) -> Option<(&ChangedBlock<'a>, &'static str)> {
        let is_whole = |item: &&ChangedBlock<'_>| {
            item.change.after.as_ref().is_some_and(|after| after.text == self.target())
        };
        let since = self.since.first().filter(is_whole).map(|item| (item, "review-since-mark"));
        let corrected = || self.corrected.as_ref().filter(is_whole);
        since.or_else(|| Some((corrected()?, "review-corrected")))
    }

    /// Differences of parts of the text, which stand below it.
    pub(super) fn parts(&self) -> &[ChangedBlock<'a>] {
        if self.marked().is_some_and(|(_, key)| key == "review-since-mark") {
            &self.since[1..]
        } else {
            &self.since
        }
    }

    /// The line of the source, for remarks on what is not translated.
    pub(super) fn source_line(&self) -> Option<usize> {
        self.row.source_lines.map(|lines| lines.0)
    }

    /// Bytes of the draft that mending replaces: the block without the line breaks that end it.
    pub(super) fn span(&self) -> Option<(usize, usize)> {
        let (from, _) = self.row.target_span?;
        Some((from, from + self.target().len()))
    }

    /// What has to be looked at here.
    pub(super) fn loud(&self) -> Vec<&'a Finding> {
        self.findings.iter().filter(|finding| is_loud(finding)).copied().collect()
    }

    /// The first line of the draft the pair stands on, for remarks.
    pub(super) fn line(&self) -> Option<usize> {
        self.row.target_lines.map(|lines| lines.0)
    }

    pub(super) fn has_open_threads(&self) -> bool {
        self.threads.iter().any(|talk| !talk.thread.resolved)
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

    /// Whether the source changed here, and the text does not show it.
    pub(super) fn differs(&self) -> bool {
        self.change.as_ref().is_some_and(|item| !item.change.reflected)
    }

    /// Whether the source changed here in a way that has to be carried.
    pub(super) fn is_changed(&self) -> bool {
        self.differs() && !self.is_slight()
    }

    /// Whether only details changed here, which nobody has to carry.
    pub(super) fn is_slight(&self) -> bool {
        let slight = |item: &ChangeView<'_>| item.change.severity <= Severity::Cosmetic;
        self.differs() && self.change.as_ref().is_some_and(slight)
    }

    /// Whether what stands beside a block that came lately was there before it, and may translate another.
    pub(super) fn may_be_of_another(&self) -> bool {
        let is_new = self.change.as_ref().is_some_and(ChangeView::is_new);
        is_new && self.row.is_open && self.row.target.is_some()
    }

    /// Whether somebody says that it needs nothing here.
    pub(super) fn is_settled(&self) -> bool {
        self.change.as_ref().is_some_and(|item| item.change.dismissed)
    }

    /// Whether somebody has seen to that change, or the block is no longer as it was.
    pub(super) fn is_done(&self) -> bool {
        if self.differs() { !self.row.is_open } else { self.edited }
    }
}

/// What a draft calls itself in Chinese: in its front matter, else in its heading of the first level.
fn drafted_title(rows: &[PairRow]) -> Option<String> {
    let named = rows.first().and_then(|row| row.target.as_deref()).and_then(|text| {
        let value = &text[front_matter(text)?.field("title")?.value.clone()];
        Some(value.trim_matches(['"', '\'']))
    });
    let mut headings = rows.iter().filter(|row| row.kind == "heading");
    let heading = headings.find_map(|row| row.target.as_deref()?.strip_prefix("# "));
    let mut titles = named.into_iter().chain(heading.map(str::trim));
    titles.find(|title| title.chars().any(is_han)).map(str::to_owned)
}

fn is_loud(finding: &Finding) -> bool {
    finding.dismissed.is_none() && finding.level > Level::Info
}

fn is_prose(row: &PairRow) -> bool {
    row.words > 0
}

/// A sentence as it stands alone, where an error message begins small and has no end.
fn whole_sentence(words: &str, stop: char) -> String {
    let first = words.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_word = !first.is_empty() && first.chars().all(|c| c.is_ascii_lowercase());
    let begun = match words.get(..1).filter(|_| is_word) {
        Some(letter) => format!("{}{}", letter.to_ascii_uppercase(), &words[1..]),
        None => words.to_owned(),
    };
    if begun.ends_with(['.', '。', '?', '？', '!', '！']) {
        begun
    } else {
        format!("{begun}{stop}")
    }
}

#[cfg(test)]
mod tests;
