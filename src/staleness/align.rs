//! Aligns the blocks of a source with those of its translation.
//!
//! Dynamic programming over both block lists, as sentence aligners do, with what a Markdown post
//! offers beyond length: kinds of blocks and everything that survives translation. A row may stand
//! for a block in two versions at once, the older and the newer; it fits a block of the translation
//! as well as the better of the two does. So a translation that follows the change here and not
//! there is aligned in one pass, and no choice of one version has to be made first.

use std::ops::Range;

use super::{
    effort::spend,
    fit::{Numbered, Rarity, Shared, Weighed, fit, log_size, several, together},
    segment::Profile,
};

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
const CELL_BUDGET: usize = 1_000_000;

/// Price of leaving a block of the source or of the translation alone. Together they are what a
/// bad pair must beat.
const SKIP_SOURCE: f32 = -0.8;
const SKIP_TARGET: f32 = -0.6;
const SKIP_OPTIONAL: f32 = -0.05;
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

/// Aligns rows with the blocks of a translation.
pub(super) fn align(rows: &[Row<'_>], targets: &[&Profile]) -> Vec<Match> {
    let mut rarity = Rarity::default();
    let sources: Vec<Vec<Numbered<'_>>> = rows
        .iter()
        .map(|row| row.variants.iter().map(|variant| rarity.number(variant)).collect())
        .collect();
    let numbered: Vec<Numbered<'_>> = targets.iter().map(|block| rarity.number(block)).collect();
    sources.iter().for_each(|variants| rarity.count_source(&variants[0]));
    numbered.iter().for_each(|block| rarity.count_target(block));
    let weigh = |block| Weighed::new(block, &rarity);
    let sources: Vec<Vec<Weighed<'_>>> =
        sources.into_iter().map(|variants| variants.into_iter().map(weigh).collect()).collect();
    let weighed: Vec<Weighed<'_>> = numbered.into_iter().map(weigh).collect();
    let places = Places::of(&weighed, rarity.len());
    Table::new(rows, &sources, &weighed, &places).run()
}

/// The columns of a row that are considered, and where its cells start.
#[derive(Debug, Clone)]
struct Band {
    columns: Range<usize>,
    offset: usize,
}

/// Where in the translation each invariant stands.
struct Places {
    /// Where the places of each number start, and where those of the last end.
    starts: Vec<u32>,
    /// Blocks, each with the weight there; ascending.
    columns: Vec<(u32, f32)>,
}

impl Places {
    fn of(targets: &[Weighed<'_>], numbers: usize) -> Self {
        let mut starts = vec![0_u32; numbers + 1];
        for &(number, ..) in targets.iter().flat_map(|target| &target.items) {
            starts[number as usize + 1] += 1;
        }
        for number in 0..numbers {
            starts[number + 1] += starts[number];
        }
        let mut next = starts.clone();
        let mut columns = vec![(0, 0.0); starts[numbers] as usize];
        for (column, target) in targets.iter().enumerate() {
            for &(number, weight, _) in &target.items {
                let place = &mut next[number as usize];
                columns[*place as usize] = (column as u32, weight);
                *place += 1;
            }
        }
        Self { starts, columns }
    }

    fn of_number(&self, number: u32) -> &[(u32, f32)] {
        let (start, end) = (self.starts[number as usize], self.starts[number as usize + 1]);
        &self.columns[start as usize..end as usize]
    }
}

struct Table<'a> {
    rows: &'a [Row<'a>],
    sources: &'a [Vec<Weighed<'a>>],
    targets: &'a [Weighed<'a>],
    places: &'a Places,
    /// One for each row and one before the first; a column stands for a number of blocks done.
    bands: Vec<Band>,
}

impl<'a> Table<'a> {
    fn new(
        rows: &'a [Row<'a>],
        sources: &'a [Vec<Weighed<'a>>],
        targets: &'a [Weighed<'a>],
        places: &'a Places,
    ) -> Self {
        let (n, m) = (rows.len(), targets.len());
        let half = if n * m <= CELL_BUDGET { m } else { (CELL_BUDGET / n / 2).max(4) };
        let mut offset = 0;
        let bands = (0..=n)
            .map(|row| {
                let centre = (row * m).checked_div(n).unwrap_or(0);
                let columns = centre.saturating_sub(half)..(centre + half).min(m) + 1;
                let band = Band { offset, columns: columns.clone() };
                offset += columns.len();
                band
            })
            .collect();
        Self { rows, sources, targets, places, bands }
    }

    fn cells(&self) -> usize {
        self.bands.last().map_or(0, |band| band.offset + band.columns.len())
    }

    /// Index of a cell, if it lies within the band.
    fn cell(&self, row: usize, column: usize) -> Option<usize> {
        let band = &self.bands[row];
        band.columns.contains(&column).then(|| band.offset + column - band.columns.start)
    }

    /// What the last variant of each row shares with each block, by way of an index of the blocks'
    /// invariants: most pairs share nothing and cost nothing. The cell of a pair is the one that
    /// it completes.
    fn shares(
        &self,
        variant: impl Fn(&'a [Weighed<'a>]) -> Option<&'a Weighed<'a>>,
    ) -> Vec<Shared> {
        let mut shares = vec![Shared::default(); self.cells()];
        for (row, variants) in self.sources.iter().enumerate() {
            let Some(source) = variant(variants) else { continue };
            let band = &self.bands[row + 1];
            for &(number, weight, hard) in &source.items {
                let columns = self.places.of_number(number);
                let first = columns
                    .partition_point(|(column, _)| *column as usize + 1 < band.columns.start);
                let end = columns
                    .partition_point(|(column, _)| (*column as usize) + 1 < band.columns.end);
                let columns = &columns[first..end.max(first)];
                spend(columns.len());
                for &(column, other) in columns {
                    let column = column as usize;
                    let shared = &mut shares[band.offset + column + 1 - band.columns.start];
                    shared.all += weight.max(other);
                    shared.hard += if hard { weight } else { 0.0 };
                }
            }
        }
        shares
    }

    fn run(&self) -> Vec<Match> {
        spend(self.cells());
        let newest = self.shares(|variants| variants.last());
        let older = self.shares(|variants| (variants.len() > 1).then(|| &variants[0]));
        let mut best = vec![f32::NEG_INFINITY; self.cells()];
        let mut steps = vec![Step::None; self.cells()];
        for i in 0..self.bands.len() {
            for j in self.bands[i].columns.clone() {
                let at = self.bands[i].offset + j - self.bands[i].columns.start;
                let mut choice = if i == 0 && j == 0 {
                    (0.0, Step::None)
                } else {
                    (f32::NEG_INFINITY, Step::None)
                };
                let from = |di: usize, dj: usize| {
                    let cell = self.cell(i.checked_sub(di)?, j.checked_sub(dj)?)?;
                    (best[cell] > f32::NEG_INFINITY).then_some(best[cell])
                };
                let mut offer = |value: Option<f32>, step: Step| {
                    if let Some(value) = value.filter(|&value| value > choice.0) {
                        choice = (value, step);
                    }
                };
                offer(from(1, 0).map(|before| before + self.skip(i - 1)), Step::SkipSource);
                offer(from(0, 1).map(|before| before + SKIP_TARGET), Step::SkipTarget);
                offer(
                    from(1, 1).map(|before| before + self.one(i - 1, j - 1, newest[at], older[at])),
                    Step::One,
                );
                offer(
                    from(1, 2).and_then(|before| Some(before + self.split(i, j, &newest)?)),
                    Step::Split,
                );
                offer(
                    from(2, 1).and_then(|before| Some(before + self.merge(i, j, &newest)?)),
                    Step::Merge,
                );
                best[at] = choice.0;
                steps[at] = choice.1;
            }
        }
        self.trace(&best, &steps)
    }

    fn one(&self, row: usize, column: usize, newest: Shared, older: Shared) -> f32 {
        let variants = &self.sources[row];
        let target = &self.targets[column];
        let last = variants.len() - 1;
        let new = fit(&variants[last], target, newest);
        if last == 0 { new } else { new.max(fit(&variants[0], target, older)) }
    }

    /// Fit of the row that ends at a cell with the two blocks that end there.
    fn split(&self, i: usize, j: usize, shares: &[Shared]) -> Option<f32> {
        let source = self.sources[i - 1].last()?;
        let targets = [&self.targets[j - 2], &self.targets[j - 1]];
        let shared = shares[self.cell(i, j - 1)?] + shares[self.cell(i, j)?];
        let size = targets[0].profile.size + targets[1].profile.size;
        if !together(source, targets[0], targets[1]) {
            return None;
        }
        let expected = targets[0].total + targets[1].total;
        Some(several(log_size(size) - source.log_size, shared, expected, source.hard))
    }

    /// Fit of the two rows that end at a cell with the block that ends there.
    fn merge(&self, i: usize, j: usize, shares: &[Shared]) -> Option<f32> {
        let sources = [self.sources[i - 2].last()?, self.sources[i - 1].last()?];
        let target = &self.targets[j - 1];
        let shared = shares[self.cell(i - 1, j)?] + shares[self.cell(i, j)?];
        if !together(target, sources[0], sources[1]) {
            return None;
        }
        let size = sources[0].profile.size + sources[1].profile.size;
        let hard = sources[0].hard + sources[1].hard;
        Some(several(target.log_size - log_size(size), shared, target.total, hard))
    }

    fn skip(&self, row: usize) -> f32 {
        if self.rows[row].optional { SKIP_OPTIONAL } else { SKIP_SOURCE }
    }

    fn trace(&self, best: &[f32], steps: &[Step]) -> Vec<Match> {
        let mut found = vec![Match { targets: 0..0, score: 0.0 }; self.rows.len()];
        let (mut i, mut j) = (self.rows.len(), self.targets.len());
        while let Some(cell) = self.cell(i, j).filter(|_| i > 0 || j > 0) {
            let (di, dj) = match steps[cell] {
                Step::SkipSource => (1, 0),
                Step::SkipTarget => (0, 1),
                Step::One => (1, 1),
                Step::Split => (1, 2),
                Step::Merge => (2, 1),
                Step::None => break,
            };
            let (from_i, from_j) = (i - di, j - dj);
            let before = self.cell(from_i, from_j).map_or(0.0, |cell| best[cell]);
            if dj > 0 {
                for row in &mut found[from_i..i] {
                    *row = Match { targets: from_j..j, score: best[cell] - before };
                }
            }
            (i, j) = (from_i, from_j);
        }
        found
    }
}
