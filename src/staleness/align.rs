//! Aligns the blocks of a source with those of its translation.
//!
//! Dynamic programming over both block lists, as sentence aligners do, with what a Markdown post
//! offers beyond length: kinds of blocks and everything that survives translation. A row may stand
//! for a block in two versions at once, the older and the newer; it fits a block of the translation
//! as well as the better of the two does. So a translation that follows the change here and not
//! there is aligned in one pass, and no choice of one version has to be made first.

use std::{collections::HashMap, ops::Range};

use super::segment::{Profile, weight};
use crate::document::BlockKind;

/// One row of the alignment: a block of the source in one or two versions.
pub(super) struct Row<'a> {
    pub variants: Vec<&'a Profile>,
    /// Whether the translation may well lack it (added or removed since).
    pub optional: bool,
}

/// What the alignment found for each row: the blocks of the translation, none, one or more.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Match {
    pub targets: Range<usize>,
    /// How well they fit; meaningless where there are none.
    pub score: f32,
}

/// Cells of the table computed at most. Within it every pair of blocks is considered; beyond it
/// only those near the diagonal, which is honest for files that large and never hangs.
const CELL_BUDGET: usize = 4_000_000;

/// Price of leaving a block of the source or of the translation alone. Together they are what a
/// bad pair must beat.
const SKIP_SOURCE: f32 = -0.8;
const SKIP_TARGET: f32 = -0.6;
const SKIP_OPTIONAL: f32 = -0.05;
/// Price of a merge or split, which should need a reason.
const MERGE: f32 = -0.35;

#[derive(Clone, Copy, PartialEq)]
enum Step {
    None,
    SkipSource,
    SkipTarget,
    One,
    /// One row, two blocks of the translation.
    Split,
    /// Two rows, one block of the translation.
    Merge,
}

/// How rare each invariant is: the weight of one that occurs in many blocks goes down.
struct Rarity(HashMap<u64, f32>);

impl Rarity {
    fn new(rows: &[Row<'_>], targets: &[&Profile]) -> Self {
        let mut blocks: HashMap<u64, (u32, u32)> = HashMap::new();
        for row in rows {
            for_each_distinct(row.variants[0], |hash| blocks.entry(hash).or_default().0 += 1);
        }
        for target in targets {
            for_each_distinct(target, |hash| blocks.entry(hash).or_default().1 += 1);
        }
        Self(
            blocks
                .into_iter()
                .map(|(hash, (s, t))| (hash, 1.0 / (s.max(t).max(1) as f32).sqrt()))
                .collect(),
        )
    }

    fn of(&self, hash: u64) -> f32 {
        self.0.get(&hash).copied().unwrap_or(1.0)
    }
}

fn for_each_distinct(profile: &Profile, mut visit: impl FnMut(u64)) {
    let mut last = None;
    for &(hash, _) in &profile.bag {
        if last != Some(hash) {
            visit(hash);
            last = Some(hash);
        }
    }
}

/// What similarity needs of a profile, weighed once.
struct Weighed<'a> {
    profile: &'a Profile,
    /// Hash, weight and whether it is hard; distinct, sorted.
    items: Vec<(u64, f32, bool)>,
    total: f32,
    hard: f32,
}

impl<'a> Weighed<'a> {
    fn new(profile: &'a Profile, rarity: &Rarity) -> Self {
        let mut items: Vec<(u64, f32, bool)> = Vec::with_capacity(profile.bag.len());
        for &(hash, index) in &profile.bag {
            if items.last().is_none_or(|last| last.0 != hash) {
                let kind = profile.invariants.items[index as usize].kind;
                items.push((hash, weight(kind) * rarity.of(hash), kind.is_hard()));
            }
        }
        let total = items.iter().map(|item| item.1).sum();
        let hard = items.iter().filter(|item| item.2).map(|item| item.1).sum();
        Self { profile, items, total, hard }
    }
}

/// Weight of what two blocks share, and of the hard part of it.
fn shared(a: &Weighed<'_>, b: &Weighed<'_>) -> (f32, f32) {
    let (mut i, mut j, mut all, mut hard) = (0, 0, 0.0, 0.0);
    while i < a.items.len() && j < b.items.len() {
        let (x, y) = (&a.items[i], &b.items[j]);
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                all += x.1.max(y.1);
                if x.2 {
                    hard += x.1;
                }
                i += 1;
                j += 1;
            }
        }
    }
    (all, hard)
}

fn kind_score(source: BlockKind, target: BlockKind) -> f32 {
    use BlockKind::*;
    match (source, target) {
        (Heading { level: a }, Heading { level: b }) => {
            if a == b {
                0.7
            } else {
                0.3
            }
        }
        (Code, Code) | (TableRow, TableRow) | (Image, Image) | (Math, Math) => 0.5,
        (ThematicBreak, ThematicBreak) => 0.8,
        (a, b) if a == b => 0.35,
        (Image, Html | Paragraph) | (Html | Paragraph, Image) => 0.0,
        (Math, Paragraph) | (Paragraph, Math) => 0.0,
        (Code | ThematicBreak, _) | (_, Code | ThematicBreak) => -2.5,
        (Heading { .. }, _) | (_, Heading { .. }) => -0.8,
        (TableRow, _) | (_, TableRow) => -1.2,
        _ => -0.2,
    }
}

fn length_score(source: f32, target: f32) -> f32 {
    let ratio = ((target + 4.0) / (source + 4.0)).ln();
    (-1.1 * ratio * ratio).max(-2.5)
}

/// How well a block of the source fits one of the translation; about -3 to 4.
fn fit(source: &Weighed<'_>, target: &Weighed<'_>) -> f32 {
    let kind = kind_score(source.profile.kind, target.profile.kind);
    if kind < -2.0 {
        return kind;
    }
    let same = if source.profile.identity == target.profile.identity { 1.5 } else { 0.0 };
    let (all, hard) = shared(source, target);
    kind + same
        + length_score(source.profile.size, target.profile.size)
        + content_score(all, target.total)
        + content_score(hard, source.hard)
        + all.min(3.0) * 0.35
}

/// Reward or penalty for how much of an expected weight is there; little expected, little said.
fn content_score(found: f32, expected: f32) -> f32 {
    if expected <= 0.0 {
        return 0.0;
    }
    (found / expected - 0.45) * 1.6 * expected.min(1.0)
}

/// Aligns rows with the blocks of a translation.
pub(super) fn align(rows: &[Row<'_>], targets: &[&Profile]) -> Vec<Match> {
    let rarity = Rarity::new(rows, targets);
    let sources: Vec<Vec<Weighed<'_>>> = rows
        .iter()
        .map(|row| row.variants.iter().map(|variant| Weighed::new(variant, &rarity)).collect())
        .collect();
    let weighed: Vec<Weighed<'_>> = targets.iter().map(|t| Weighed::new(t, &rarity)).collect();
    Table::new(rows, &sources, &weighed).run()
}

struct Table<'a> {
    rows: &'a [Row<'a>],
    sources: &'a [Vec<Weighed<'a>>],
    targets: &'a [Weighed<'a>],
    /// Half the width of the band around the diagonal.
    band: usize,
}

impl<'a> Table<'a> {
    fn new(
        rows: &'a [Row<'a>],
        sources: &'a [Vec<Weighed<'a>>],
        targets: &'a [Weighed<'a>],
    ) -> Self {
        let (n, m) = (rows.len().max(1), targets.len().max(1));
        let band = if n * m <= CELL_BUDGET { m } else { (CELL_BUDGET / n / 2).max(4) };
        Self { rows, sources, targets, band }
    }

    /// Columns considered in a row.
    fn columns(&self, row: usize) -> Range<usize> {
        let m = self.targets.len();
        let centre = (row * m).checked_div(self.rows.len()).unwrap_or(0);
        centre.saturating_sub(self.band)..(centre + self.band).min(m) + 1
    }

    fn one(&self, row: usize, column: usize) -> f32 {
        self.sources[row]
            .iter()
            .map(|variant| fit(variant, &self.targets[column]))
            .fold(f32::MIN, f32::max)
    }

    /// Fit of one row with two blocks, or of two rows with one block: as the sum of what is shared,
    /// with the lengths added up. Only running text merges and splits.
    fn many(&self, rows: Range<usize>, columns: Range<usize>) -> Option<f32> {
        let flowing = |kind| {
            use BlockKind::*;
            matches!(
                kind,
                Paragraph
                    | ListItem
                    | Quote
                    | Html
                    | Image
                    | Other
                    | FootnoteDefinition
                    | Math
                    | Code
            )
        };
        let sources: Vec<_> =
            rows.map(|row| &self.sources[row][self.sources[row].len() - 1]).collect();
        let targets: Vec<_> = columns.map(|column| &self.targets[column]).collect();
        let code = |w: &&Weighed<'_>| w.profile.kind == BlockKind::Code;
        let all_code = sources.iter().all(|w| code(w)) && targets.iter().all(|w| code(w));
        let no_code = !sources.iter().any(|w| code(w)) && !targets.iter().any(|w| code(w));
        if !(all_code || no_code)
            || !sources.iter().chain(&targets).all(|w| flowing(w.profile.kind))
        {
            return None;
        }
        let (mut all, mut hard) = (0.0, 0.0);
        for source in &sources {
            for target in &targets {
                let (a, h) = shared(source, target);
                all += a;
                hard += h;
            }
        }
        let sum = |of: &[&Weighed<'_>], value: fn(&Weighed<'_>) -> f32| -> f32 {
            of.iter().map(|w| value(w)).sum()
        };
        let score = 0.2
            + length_score(sum(&sources, |w| w.profile.size), sum(&targets, |w| w.profile.size))
            + content_score(all, sum(&targets, |w| w.total))
            + content_score(hard, sum(&sources, |w| w.hard))
            + all.min(3.0) * 0.35
            + MERGE;
        // As many blocks as a plain pair and a skip would explain, so the reward is shared likewise.
        Some(score)
    }

    fn run(&self) -> Vec<Match> {
        let (n, m) = (self.rows.len(), self.targets.len());
        let width = m + 1;
        let mut best = vec![f32::NEG_INFINITY; (n + 1) * width];
        let mut steps = vec![Step::None; (n + 1) * width];
        best[0] = 0.0;
        for i in 0..=n {
            for j in self.columns(i) {
                let mut choice = (best[i * width + j], steps[i * width + j]);
                let split = if j > 1 { self.from(&best, i, 1, j, 2) } else { None };
                let merge = if i > 1 && j > 0 { self.from(&best, i, 2, j, 1) } else { None };
                let mut offer = |value: f32, step: Step| {
                    if value > choice.0 {
                        choice = (value, step);
                    }
                };
                if i > 0 {
                    offer(best[(i - 1) * width + j] + self.skip(i - 1), Step::SkipSource);
                }
                if j > 0 {
                    offer(best[i * width + j - 1] + SKIP_TARGET, Step::SkipTarget);
                }
                if i > 0 && j > 0 {
                    let diagonal = best[(i - 1) * width + j - 1];
                    if diagonal > f32::NEG_INFINITY {
                        offer(diagonal + self.one(i - 1, j - 1), Step::One);
                    }
                }
                if let Some(value) = split {
                    offer(value, Step::Split);
                }
                if let Some(value) = merge {
                    offer(value, Step::Merge);
                }
                best[i * width + j] = choice.0;
                steps[i * width + j] = choice.1;
            }
        }
        self.trace(&best, &steps)
    }

    /// Value of a split or merge that ends at a cell.
    fn from(&self, best: &[f32], i: usize, di: usize, j: usize, dj: usize) -> Option<f32> {
        if i < di {
            return None;
        }
        let before = best[(i - di) * (self.targets.len() + 1) + j - dj];
        if before == f32::NEG_INFINITY {
            return None;
        }
        Some(before + self.many(i - di..i, j - dj..j)?)
    }

    fn skip(&self, row: usize) -> f32 {
        if self.rows[row].optional { SKIP_OPTIONAL } else { SKIP_SOURCE }
    }

    fn trace(&self, best: &[f32], steps: &[Step]) -> Vec<Match> {
        let width = self.targets.len() + 1;
        let mut found = vec![Match { targets: 0..0, score: 0.0 }; self.rows.len()];
        let (mut i, mut j) = (self.rows.len(), self.targets.len());
        while i > 0 || j > 0 {
            let (di, dj) = match steps[i * width + j] {
                Step::SkipSource => (1, 0),
                Step::SkipTarget => (0, 1),
                Step::One => (1, 1),
                Step::Split => (1, 2),
                Step::Merge => (2, 1),
                Step::None => break,
            };
            let (from_i, from_j) = (i - di, j - dj);
            let score = best[i * width + j] - best[from_i * width + from_j];
            for row in &mut found[from_i..i] {
                *row = Match { targets: from_j..j, score };
            }
            (i, j) = (from_i, from_j);
        }
        found
    }
}
