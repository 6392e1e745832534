//! Cuts a pair of posts into units.

use crate::{
    document::{Block, BlockKind, Dialect, Document, count_words, hash, is_han},
    phrase::{Frame, han_sentences, kept, latin_sentences, words},
    staleness::{Aligned, align},
};

use super::adapt::{Fragment, fragments};

/// A piece of English with its Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// One sentence of a block rather than a whole block.
    pub is_sentence: bool,
    /// Not cut any further: a sentence, or a block without units of sentences.
    pub is_leaf: bool,
    /// Words without the marks of the block.
    pub source: String,
    pub target: String,
    /// 1-based line of the source at which its block starts.
    pub line: usize,
}

/// Han characters for one English word that a translation may have: outside of it, two texts were put
/// side by side that do not belong together. The median of the blog is 1.44.
const HAN_PER_WORD: std::ops::Range<f32> = 0.35..5.0;

/// The shortest text whose length says anything, in words.
const TELLING: usize = 6;

/// The units of a pair of posts, in the order of the source.
pub fn units(source: &str, target: &str, dialect: Dialect) -> Vec<Unit> {
    let (source, target) = (Document::parse(source, dialect), Document::parse(target, dialect));
    let rows = align(&source, &target);
    rows.iter().flat_map(|row| of_row(&source, &target, row)).collect()
}

fn of_row(source: &Document, target: &Document, row: &Aligned) -> Vec<Unit> {
    let (from, to) = (&source.blocks()[row.source.clone()], &target.blocks()[row.target.clone()]);
    let (Some(first), false) = (from.first(), to.is_empty()) else { return Vec::new() };
    let (Some(english), Some(chinese)) = (body(source, from), body(target, to)) else {
        return Vec::new();
    };
    if !belong_together(&english, &chinese) {
        return Vec::new();
    }
    let sentences = sentences(&english, &chinese);
    let block = Unit {
        is_sentence: false,
        is_leaf: sentences.is_empty(),
        source: english.clone(),
        target: chinese.clone(),
        line: first.lines.0,
    };
    let sentences = sentences.into_iter().map(|(source, target)| Unit {
        is_sentence: true,
        is_leaf: true,
        source,
        target,
        line: first.lines.0,
    });
    std::iter::once(block).chain(sentences).collect()
}

/// The words of neighbouring blocks; `None` where one of them is no prose.
fn body(document: &Document, blocks: &[Block]) -> Option<String> {
    let bodies = blocks.iter().map(|block| {
        let text = document.slice(block);
        match block.kind {
            // A row is kept whole: its cells only make sense together.
            BlockKind::TableRow => Some(text.lines().next()?.trim().to_owned()),
            kind => Frame::of(text, kind).map(|frame| frame.body),
        }
    });
    let bodies: Vec<String> = bodies.collect::<Option<_>>()?;
    Some(bodies.join("\n"))
}

/// Equally many sentences on both sides, more than one, each of which can be the other's.
fn sentences(english: &str, chinese: &str) -> Vec<(String, String)> {
    let (from, to) = (latin_sentences(english), han_sentences(chinese));
    if from.len() < 2 || from.len() != to.len() {
        return Vec::new();
    }
    let pairs: Vec<(String, String)> = from
        .into_iter()
        .zip(to)
        .map(|(a, b)| (english[a].to_owned(), chinese[b].to_owned()))
        .collect();
    // Sentences that were told in another order have what must survive in another order, too.
    let alike = |english: &str, chinese: &str| kept(english).len() == kept(chinese).len();
    if pairs
        .iter()
        .all(|(english, chinese)| belong_together(english, chinese) && alike(english, chinese))
    {
        pairs
    } else {
        Vec::new()
    }
}

fn belong_together(english: &str, chinese: &str) -> bool {
    let words = count_words(&Document::parse(english, Dialect::Markdown));
    let han = chinese.chars().filter(|&c| is_han(c)).count();
    if words == 0 || han == 0 || english.chars().any(is_han) {
        return false;
    }
    words < TELLING || HAN_PER_WORD.contains(&(han as f32 / words as f32))
}

/// A text as it is looked up: its words in their order, with a blank between.
pub fn folded(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
    words.join(" ")
}

/// A number that two texts share which differ at most in numbers, code and addresses.
pub fn identity(text: &str) -> u64 {
    let bones = fragments(text).into_iter().flat_map(|fragment| match fragment {
        Fragment::Word(word) => format!("{}\u{1}", word.text).into_bytes(),
        Fragment::Kept(_) => b"\x02\x01".to_vec(),
        Fragment::Number(_) => b"\x03\x01".to_vec(),
    });
    hash(bones)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "---\ntitle: Pots\n---\n# Clay pots\n\nClay is dug in autumn, e.g. by `hand`. It rests for 3 weeks.\n\n- Wash the clay well\n\n```sh\nfire --hot\n```\n\n| Part | Weight |\n|---|---|\n| Lid | 2 kg |\n";
    const CHINESE: &str = "---\ntitle: 陶罐\n---\n# 陶罐\n\n黏土在秋天挖取, 例如用 `手`。要静置 3 周。\n\n* 把黏土洗净\n\n```sh\nfire --hot\n```\n\n| 部件 | 重量 |\n|---|---|\n| 盖子 | 2 千克 |\n";

    #[test]
    fn blocks_and_their_sentences_become_units() {
        let found: Vec<_> = units(ENGLISH, CHINESE, Dialect::Markdown)
            .into_iter()
            .map(|unit| (unit.is_sentence, unit.is_leaf, unit.source, unit.target, unit.line))
            .collect();
        let unit = |sentence, leaf, source: &str, target: &str, line| {
            (sentence, leaf, source.to_owned(), target.to_owned(), line)
        };
        let whole = "Clay is dug in autumn, e.g. by `hand`. It rests for 3 weeks.";
        assert_eq!(
            found,
            [
                unit(false, true, "Clay pots", "陶罐", 4),
                unit(false, false, whole, "黏土在秋天挖取, 例如用 `手`。要静置 3 周。", 6),
                unit(
                    true,
                    true,
                    "Clay is dug in autumn, e.g. by `hand`.",
                    "黏土在秋天挖取, 例如用 `手`。",
                    6
                ),
                unit(true, true, "It rests for 3 weeks.", "要静置 3 周。", 6),
                unit(false, true, "Wash the clay well", "把黏土洗净", 8),
                unit(false, true, "| Part | Weight |", "| 部件 | 重量 |", 14),
                unit(false, true, "| Lid | 2 kg |", "| 盖子 | 2 千克 |", 16),
            ]
        );
    }

    #[test]
    fn what_was_not_translated_is_no_unit() {
        let source = "See the Transformers documentation here.\n";
        assert!(units(source, source, Dialect::Markdown).is_empty());
        let far = "One two three four five six seven eight nine ten eleven twelve thirteen.\n";
        assert!(units(far, "十三。\n", Dialect::Markdown).is_empty());
    }

    #[test]
    fn sentences_in_another_order_are_no_pairs() {
        let source = "Clay is dug in autumn, see [the book](/b). It rests for a while.\n";
        let target = "黏土要先静置一阵子。它在秋天挖取，参见 [这本书](/b)。\n";
        let made = units(source, target, Dialect::Markdown);
        assert_eq!(made.len(), 1);
        assert!(made[0].is_leaf && !made[0].is_sentence);
    }

    #[test]
    fn texts_that_differ_in_what_is_kept_share_their_identity() {
        assert_eq!(identity("Run `a` for 3 days"), identity("run `b c` for 12 day!"));
        assert_ne!(identity("Run `a` for 3 days"), identity("Run for 3 days"));
        assert_ne!(identity("Run `a` for 3 days"), identity("Walk `a` for 3 days"));
    }
}
