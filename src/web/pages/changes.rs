//! The changes of a post as its page shows them: what waits in the sections of the source, then what may be
//! left, what is carried, and what was dismissed.
//!
//! A page stays within bounds whatever a source went through: so many changes, so much of the text between
//! them, so much work of comparing.

use serde::{Deserialize, Serialize};

use super::{
    PostPage,
    change::{ChangeView, line_range},
    difference::{self, Budget, Detail, Landmark, Outline, Part, Proof, SplitRow, Still},
    urls,
};
use crate::{
    document::Dialect,
    services::views::{PostView, Word},
    staleness::{Change, Severity},
};

/// Changes that wait shown on one page.
const CHANGES_PER_PAGE: usize = 25;
/// Changes of every other kind that are listed.
const OTHERS_LISTED: usize = 20;
/// Bytes of unchanged text a page carries for whoever opens a fold.
const STILL_BYTES: usize = 32_000;

/// How the page of a post is looked at, as it stands in its address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostQuery {
    /// `split` sets differences side by side.
    pub view: String,
    /// Page of the changes that wait, from 1.
    pub page: usize,
}

impl PostQuery {
    pub(super) fn is_split(&self) -> bool {
        self.view == "split"
    }

    /// The query part of the address, with its question mark.
    fn suffix(&self) -> String {
        let mut parts = Vec::new();
        if self.is_split() {
            parts.push("view=split".to_owned());
        }
        if self.page > 1 {
            parts.push(format!("page={}", self.page));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// Everything the page says of the changes.
pub(super) struct Reading<'a> {
    pub sections: Vec<SectionView<'a>>,
    pub waiting: usize,
    /// Of those that wait, how many are on this page.
    pub shown: usize,
    pub page: usize,
    pub pages: usize,
    pub cosmetic: Group<'a>,
    pub carried: Group<'a>,
    pub dismissed: Group<'a>,
}

/// Changes with one fate.
pub(super) struct Group<'a> {
    pub cards: Vec<Card<'a>>,
    pub total: usize,
    /// The keys of all, for a form that speaks of all.
    pub keys: String,
}

impl Group<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub(super) fn hidden(&self) -> usize {
        self.total - self.cards.len()
    }
}

/// What stands under one heading of the source.
pub(super) struct SectionView<'a> {
    pub anchor: String,
    /// `None` where the source has no heading.
    pub heading: Option<String>,
    /// The name of a section without heading.
    pub name: String,
    /// The heading in the translation, where it is another.
    pub translated: Option<String>,
    pub changes: usize,
    pub parts: Vec<PartView<'a>>,
}

/// A piece of a section.
pub(super) enum PartView<'a> {
    Card(Box<Card<'a>>),
    Still(StillView),
}

/// Text between two changes.
pub(super) struct StillView {
    pub label: String,
    /// The text; `None` where the page has too much of it already.
    pub text: Option<String>,
    pub is_short: bool,
    /// The last line that has words before the next change, for orientation.
    pub last: Option<(usize, String)>,
}

/// One change, ready to be set.
pub(super) struct Card<'a> {
    pub view: ChangeView<'a>,
    pub proof: Proof,
    /// The proof in two columns, where that is wanted and there are two.
    pub rows: Vec<SplitRow>,
    /// "第 2 处，共 5 处", for one that waits.
    pub nth: Option<String>,
    /// Where to go once it is decided.
    pub next: String,
    /// The next change, or after the last one the next post that is behind: its address and its name.
    pub onward: Option<(String, String)>,
    /// Who dismissed it.
    pub word: Option<&'a Word>,
}

impl Card<'_> {
    pub(super) fn anchor(&self) -> String {
        anchor(self.view.change)
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.proof.detail == Detail::TooLarge
    }

    pub(super) fn is_proof_cut(&self) -> bool {
        self.proof.detail == Detail::Cut
    }
}

/// The last line of a text with words outside its markup, and its number.
fn last_words(still: &Still) -> Option<(usize, String)> {
    let (number, line) =
        still.text.lines().enumerate().filter(|(_, line)| has_words(line)).last()?;
    Some((still.lines.0 + number, line.to_owned()))
}

fn has_words(line: &str) -> bool {
    let mut depth = 0_usize;
    line.chars().any(|c| {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => return depth == 0 && c.is_alphanumeric(),
        }
        false
    })
}

fn anchor(change: &Change) -> String {
    format!("c-{}", change.key)
}

fn needs_work(change: &Change) -> bool {
    change.is_open() && change.severity >= Severity::Minor
}

/// How a file is read, by its name.
fn dialect(view: &PostView) -> Dialect {
    let is_mdx = view.post.source.as_ref().is_some_and(|side| side.path.as_str().ends_with(".mdx"));
    if is_mdx { Dialect::Mdx } else { Dialect::Markdown }
}

impl PostPage {
    /// Works out everything the page says of the changes, once.
    pub(super) fn reading(&self) -> Reading<'_> {
        let of = |wanted: &dyn Fn(&Change) -> bool| -> Vec<&Change> {
            self.view.changes.iter().filter(|change| wanted(change)).collect()
        };
        let waiting = of(&needs_work);
        let pages = waiting.len().div_ceil(CHANGES_PER_PAGE).max(1);
        let page = self.query.page.clamp(1, pages);
        let shown = waiting.chunks(CHANGES_PER_PAGE).nth(page - 1).unwrap_or_default();
        let mut budget = Budget::default();
        let (dismissed, carried) =
            (of(&|it| it.dismissed), of(&|it| it.reflected && !it.dismissed));
        let cosmetic = of(&|it| it.is_open() && it.severity < Severity::Minor);
        let first = (page - 1) * CHANGES_PER_PAGE;
        Reading {
            sections: self.sections(shown, (first, waiting.len()), &mut budget),
            waiting: waiting.len(),
            shown: shown.len(),
            page,
            pages,
            cosmetic: self.group(&cosmetic, &mut budget),
            carried: self.group(&carried, &mut budget),
            dismissed: self.group(&dismissed, &mut budget),
        }
    }

    fn sections<'a>(
        &'a self,
        shown: &[&'a Change],
        (first, total): (usize, usize),
        budget: &mut Budget,
    ) -> Vec<SectionView<'a>> {
        let source = self.view.source_text.as_deref().unwrap_or_default();
        let target = self.view.target_text.as_deref();
        let outline = Outline::of(source, target, dialect(&self.view), shown.iter().copied());
        let order: Vec<&Change> = outline
            .sections
            .iter()
            .flat_map(|section| &section.parts)
            .filter_map(|part| if let Part::Change(change) = part { Some(*change) } else { None })
            .collect();
        let (mut number, mut still_bytes) = (0, STILL_BYTES);
        let mut sections = Vec::new();
        for (index, section) in outline.sections.into_iter().enumerate() {
            let changes = section.changes();
            let parts = section.parts.into_iter().map(|part| match part {
                Part::Still(still) => PartView::Still(self.still(still, &mut still_bytes)),
                Part::Change(change) => {
                    number += 1;
                    let nth =
                        self.shell.t2("changes-nth", "number", first + number, "count", total);
                    let next = self.place_after(order.get(number).copied());
                    let onward = match order.get(number) {
                        Some(_) => Some((next.clone(), self.shell.t("changes-next"))),
                        None => self.next_post(),
                    };
                    let card = self.card(change, budget);
                    PartView::Card(Box::new(Card { nth: Some(nth), next, onward, ..card }))
                }
            });
            let parts = parts.collect();
            let (heading, name) = match section.landmark {
                Landmark::FrontMatter => (None, self.shell.t("changes-front-matter")),
                Landmark::Start => (None, self.shell.t("changes-start")),
                Landmark::Heading(heading) => (Some(heading), String::new()),
            };
            let translated = section.translated.filter(|_| heading.is_some());
            sections.push(SectionView {
                anchor: format!("s-{}", index + 1),
                translated: translated.filter(|translated| heading.as_ref() != Some(translated)),
                heading,
                name,
                changes,
                parts,
            });
        }
        sections
    }

    fn still(&self, still: Still, bytes: &mut usize) -> StillView {
        let label =
            self.shell.t2("still-lines", "count", still.count(), "lines", line_range(still.lines));
        let is_affordable = still.text.len() <= *bytes;
        if is_affordable {
            *bytes -= still.text.len();
        }
        StillView {
            label,
            is_short: still.is_short() && is_affordable,
            last: last_words(&still),
            text: is_affordable.then_some(still.text),
        }
    }

    fn group<'a>(&'a self, changes: &[&'a Change], budget: &mut Budget) -> Group<'a> {
        let keys: Vec<&str> = changes.iter().map(|change| change.key.as_str()).collect();
        Group {
            total: changes.len(),
            cards: changes
                .iter()
                .take(OTHERS_LISTED)
                .map(|change| self.card(change, budget))
                .collect(),
            keys: keys.join(","),
        }
    }

    fn card<'a>(&'a self, change: &'a Change, budget: &mut Budget) -> Card<'a> {
        let target = self.view.target_text.as_deref();
        let view = ChangeView { shell: &self.shell, change, target };
        let proof = view.proof(budget);
        let has_both = !change.old_source.is_empty() && !change.new_source.is_empty();
        let rows = if self.query.is_split() && has_both {
            difference::split(&proof.pieces)
        } else {
            Vec::new()
        };
        let word = self.view.dismissals.get(&change.key);
        Card { view, proof, rows, nth: None, next: self.place_after(None), onward: None, word }
    }

    /// The address of a change on this page, or of the head of the changes.
    fn place_after(&self, next: Option<&Change>) -> String {
        let place = next.map_or_else(|| "changes".to_owned(), anchor);
        format!("{}{}#{place}", self.url(), self.query.suffix())
    }

    /// The next post that is behind, for whoever judges: its address and its name.
    pub(super) fn next_post(&self) -> Option<(String, String)> {
        let next = self.view.next_behind.as_ref().filter(|_| self.shell.may_judge())?;
        let query = PostQuery { page: 0, ..self.query.clone() };
        let url = format!("{}{}#changes", urls::post(&self.view.project, next), query.suffix());
        Some((url, self.shell.t("changes-next-post")))
    }

    fn url(&self) -> String {
        urls::post(&self.view.project, &self.view.row.slug)
    }

    /// This page with its differences set the other way.
    pub(super) fn view_url(&self, split: bool) -> String {
        let view = if split { "split" } else { "" }.to_owned();
        let query = PostQuery { view, page: self.query.page };
        format!("{}{}#changes", self.url(), query.suffix())
    }

    pub(super) fn changes_page_url(&self, page: usize) -> String {
        let query = PostQuery { page, ..self.query.clone() };
        format!("{}{}#changes", self.url(), query.suffix())
    }
}
