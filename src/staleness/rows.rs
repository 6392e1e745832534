//! Source and translation side by side, for people.

use std::ops::Range;

use super::{
    align::{self, Row},
    segment::{Profile, profile},
};
use crate::document::{Block, BlockKind, Document};

/// Blocks of a source and of its translation that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// Indices into [`Document::blocks`] of the source; empty where the translation has more.
    pub source: Range<usize>,
    /// Indices into [`Document::blocks`] of the translation; empty where it lacks the block.
    pub target: Range<usize>,
}

/// Aligns two documents. Every block of both is in exactly one row, in the order of both texts.
pub fn align(source: &Document, target: &Document) -> Vec<Aligned> {
    let (a, b) = (Side::of(source), Side::of(target));
    let mut rows = Vec::with_capacity(a.profiles.len() + b.profiles.len());
    if a.offset > 0 || b.offset > 0 {
        rows.push(Aligned { source: 0..a.offset, target: 0..b.offset });
    }
    let variants: Vec<Row<'_>> =
        a.profiles.iter().map(|p| Row { variants: vec![p], optional: false }).collect();
    let targets: Vec<&Profile> = b.profiles.iter().collect();
    let mut next = 0;
    let mut merged_into = None;
    for (index, found) in align::align(&variants, &targets).into_iter().enumerate() {
        let source = a.offset + index..a.offset + index + 1;
        if found.targets.is_empty() {
            rows.push(Aligned { source, target: b.offset + next..b.offset + next });
            continue;
        }
        if merged_into == Some(found.targets.clone())
            && let Some(last) = rows.last_mut()
        {
            last.source.end = source.end;
            continue;
        }
        rows.extend(lone_targets(&b, next..found.targets.start, source.start));
        rows.push(Aligned {
            source,
            target: b.offset + found.targets.start..b.offset + found.targets.end,
        });
        next = found.targets.end;
        merged_into = Some(found.targets);
    }
    rows.extend(lone_targets(&b, next..b.profiles.len(), a.offset + a.profiles.len()));
    rows
}

fn lone_targets(side: &Side, range: Range<usize>, at: usize) -> impl Iterator<Item = Aligned> {
    let offset = side.offset;
    range.map(move |i| Aligned { source: at..at, target: offset + i..offset + i + 1 })
}

/// The blocks of a document after its front matter.
struct Side {
    /// 1 where the first block is front matter.
    offset: usize,
    profiles: Vec<Profile>,
}

impl Side {
    fn of(document: &Document) -> Self {
        let is_front = |block: &Block| block.kind == BlockKind::FrontMatter;
        let offset = usize::from(document.blocks().first().is_some_and(is_front));
        let profiles = document.blocks()[offset..]
            .iter()
            .map(|block| profile(document.slice(block).into(), block.kind))
            .collect();
        Self { offset, profiles }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Dialect;

    fn parse(text: &str) -> Document {
        Document::parse(text, Dialect::Markdown)
    }

    fn shown(source: &str, target: &str) -> Vec<(String, String)> {
        let (s, t) = (parse(source), parse(target));
        let join = |d: &Document, range: Range<usize>| {
            d.blocks()[range].iter().map(|b| d.slice(b)).collect::<Vec<_>>().join("+")
        };
        align(&s, &t).into_iter().map(|row| (join(&s, row.source), join(&t, row.target))).collect()
    }

    #[test]
    fn a_faithful_translation_aligns_block_by_block() {
        let source = "---\ntitle: Pots\n---\n# Clay pots\n\nClay is dug in autumn.\n\n- wash\n- knead\n\n```sh\nfire --hot 900\n```\n\nDone.\n";
        let target = "---\ntitle: 陶罐\n---\n# 陶罐\n\n黏土在秋天挖取。\n\n- 洗\n- 揉\n\n```sh\nfire --hot 900\n```\n\n完成。\n";
        let rows = align(&parse(source), &parse(target));
        assert!(rows.iter().all(|row| row.source.len() == 1 && row.target.len() == 1), "{rows:?}");
        assert_eq!(rows.len(), 7);
    }

    #[test]
    fn an_omitted_paragraph_and_an_extra_note_stand_alone() {
        let source = "# Glaze\n\nSee [the ash book](https://ash.org/1) for recipes of the wood kiln.\n\nMix 3 parts of ash with 7 parts of clay and let the bowl stand for two days.\n\n```\nstir\n```\n";
        let target = "# 釉\n\n将 3 份灰与 7 份黏土混合，静置两天再使用这只碗。\n\n```\nstir\n```\n\n(译者注: 本地的灰略有不同，请读者酌情调整用量与时间。)\n";
        let rows = shown(source, target);
        assert_eq!(rows[1].1, "");
        assert!(rows[2].1.starts_with("将 3 份灰"));
        assert_eq!(rows[4].0, "");
    }

    #[test]
    fn a_split_paragraph_is_one_row() {
        let source = "# A\n\nThe wheel turns at 120 rpm and the hands stay wet all the time. Then the rim is cut with a wire of 2 mm and the pot is set on the board to dry.\n\n# B\n";
        let target = "# 甲\n\n转盘以 120 转速旋转，双手始终保持湿润。\n\n然后用 2 毫米的线切割边缘，把罐子放在板上晾干。\n\n# 乙\n";
        let rows = align(&parse(source), &parse(target));
        assert_eq!(rows[1], Aligned { source: 1..2, target: 1..3 });
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

        #[test]
        fn every_block_is_in_exactly_one_row(
            a in prop::collection::vec(prop::sample::select(vec!["# 标题\n\n", "word word\n\n", "- x\n", "```\nc\n```\n\n", "中文段落。\n\n", "---\n", "![i](j.png)\n\n", "| a |\n|--|\n| b |\n\n"]), 0..24),
            b in prop::collection::vec(prop::sample::select(vec!["# 标题\n\n", "word word\n\n", "- x\n", "```\nc\n```\n\n", "中文段落。\n\n", "---\n", "![i](j.png)\n\n", "| a |\n|--|\n| b |\n\n"]), 0..24),
        ) {
            let (s, t) = (parse(&a.concat()), parse(&b.concat()));
            let rows = align(&s, &t);
            let (mut i, mut j) = (0, 0);
            for row in rows {
                prop_assert_eq!(row.source.start, i);
                prop_assert_eq!(row.target.start, j);
                i = row.source.end;
                j = row.target.end;
            }
            prop_assert_eq!(i, s.blocks().len());
            prop_assert_eq!(j, t.blocks().len());
        }
    }
}
