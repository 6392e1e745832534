//! The characters in which two versions of a block differ, cut so that they read well.
//!
//! Han characters are compared one by one and Latin words as wholes. A shortest difference of Chinese is
//! confetti: single characters that happen to stand in both versions split one correction into many. So
//! what stays between two corrections and is no longer than either belongs to the correction, and what
//! was only put in or taken out is moved to where a clause begins or ends.

use similar::DiffTag;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    difference::{Ink, Piece},
    sequences,
};

/// Words and characters of both versions together up to which they are compared; beyond it the block is
/// shown as a whole out and a whole in. The work is the square of it at worst.
const MOST_TOKENS: usize = 6_000;
/// Versions less alike than this are shown as a whole out and a whole in.
const LEAST_ALIKE: f32 = 0.15;

/// What stays, and what is replaced after it.
#[derive(Debug, Default)]
struct Segment<'a> {
    same: Vec<&'a str>,
    out: Vec<&'a str>,
    into: Vec<&'a str>,
}

/// Compares two versions of a block.
pub fn marks(before: &str, after: &str) -> Vec<Piece> {
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    if a.len() + b.len() > MOST_TOKENS {
        return whole(before, after);
    }
    let mut segments = segments(a, b);
    if let Some(first) = segments.first_mut() {
        first.same.splice(..0, old[..head].iter().copied());
    }
    let end = segments.last().is_some_and(|last| last.out.is_empty() && last.into.is_empty());
    if !end {
        segments.push(Segment::default());
    }
    if let Some(last) = segments.last_mut() {
        last.same.extend(&old[old.len() - tail..]);
    }
    if segments.len() == 1 {
        return pieces(&segments);
    }
    let mut segments = absorb(segments);
    for at in 1..segments.len() {
        let (left, right) = segments.split_at_mut(at);
        slide(&mut left[at - 1], &mut right[0]);
    }
    let same: usize = segments.iter().map(|segment| weight(&segment.same)).sum();
    let all = weight(&old) + weight(&new);
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let likeness = 2.0 * same as f32 / all.max(1) as f32;
    if likeness < LEAST_ALIKE && all > 4 { whole(before, after) } else { pieces(&segments) }
}

fn whole(before: &str, after: &str) -> Vec<Piece> {
    [(Ink::Out, before), (Ink::In, after)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(ink, text)| Piece { ink, text: text.to_owned() })
        .collect()
}

fn segments<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Segment<'a>> {
    let mut segments = vec![Segment::default()];
    for op in sequences::fewest_changes(old, new) {
        let (tag, a, b) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            let last =
                segments.last().is_some_and(|last| last.out.is_empty() && last.into.is_empty());
            if !last {
                segments.push(Segment::default());
            }
        }
        let Some(last) = segments.last_mut() else { continue };
        if tag == DiffTag::Equal {
            last.same.extend(&new[b]);
        } else {
            last.out.extend(&old[a]);
            last.into.extend(&new[b]);
        }
    }
    segments
}

/// Makes one correction of two where what stays between them is no longer than either.
fn absorb(segments: Vec<Segment<'_>>) -> Vec<Segment<'_>> {
    let size = |segment: &Segment<'_>| weight(&segment.out).max(weight(&segment.into));
    let mut kept: Vec<Segment<'_>> = Vec::with_capacity(segments.len());
    for mut segment in segments {
        // A correction that grew may now be as long as what stays before it.
        while let Some(mut before) = kept.pop() {
            let edits = !(segment.out.is_empty() && segment.into.is_empty());
            let between = segment.same.iter().filter(|token| !token.trim().is_empty()).count();
            let is_island = edits
                && !(before.out.is_empty() && before.into.is_empty())
                && is_small(between, size(&before).min(size(&segment)))
                && !segment.same.iter().any(|token| token.contains('\n'));
            if !is_island {
                kept.push(before);
                break;
            }
            before.out.extend(&segment.same);
            before.out.append(&mut segment.out);
            before.into.extend(&segment.same);
            before.into.append(&mut segment.into);
            segment = before;
        }
        kept.push(segment);
    }
    kept
}

/// A single character goes with corrections of its size, more only with longer ones.
fn is_small(between: usize, correction: usize) -> bool {
    between < correction || between == correction && between < 2
}

/// Moves what was only put in, or only taken out, to the best place among those that mean the same.
fn slide<'a>(segment: &mut Segment<'a>, next: &mut Segment<'a>) {
    let edit = match (segment.out.is_empty(), segment.into.is_empty()) {
        (true, false) => &mut segment.into,
        (false, true) => &mut segment.out,
        _ => return,
    };
    // As far to the left as it goes, then step by step to the right.
    while let (Some(left), Some(last)) = (segment.same.last(), edit.last())
        && left == last
    {
        let token = *left;
        segment.same.pop();
        edit.rotate_right(1);
        next.same.insert(0, token);
    }
    let mut best = (fitness(&segment.same, edit, &next.same), 0);
    let (mut same, mut moved, mut after) = (segment.same.clone(), edit.clone(), next.same.clone());
    let mut steps = 0;
    while !after.is_empty() && moved.first() == after.first() {
        same.push(after.remove(0));
        moved.rotate_left(1);
        steps += 1;
        let fit = fitness(&same, &moved, &after);
        if fit > best.0 {
            best = (fit, steps);
        }
    }
    for _ in 0..best.1 {
        segment.same.push(next.same.remove(0));
        edit.rotate_left(1);
    }
}

/// How well a correction reads where it stands: it begins after, or ends with, the end of a clause.
fn fitness(before: &[&str], edit: &[&str], after: &[&str]) -> u8 {
    let stops = |token: Option<&&str>| token.is_none_or(|token| !is_word(token));
    let starts_well = u8::from(stops(before.last()));
    let ends_well = u8::from(stops(edit.last()) || after.is_empty());
    let before_stop = u8::from(stops(after.first()));
    2 * starts_well + 2 * (starts_well & ends_well) + before_stop
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

/// Han characters and Latin words; punctuation and blanks weigh nothing.
fn weight(tokens: &[&str]) -> usize {
    tokens.iter().filter(|token| is_word(token)).count()
}

fn pieces(segments: &[Segment<'_>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |ink, tokens: &[&str]| match pieces.last_mut() {
        _ if tokens.is_empty() => {}
        Some(last) if last.ink == ink => last.text.extend(tokens.iter().copied()),
        _ => pieces.push(Piece { ink, text: tokens.concat() }),
    };
    for segment in segments {
        push(Ink::Same, &segment.same);
        push(Ink::Out, &segment.out);
        push(Ink::In, &segment.into);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let mark = |piece: Piece| match piece.ink {
            Ink::Same | Ink::Fold => piece.text,
            Ink::Out => format!("[-{}-]", piece.text),
            Ink::In => format!("[+{}+]", piece.text),
        };
        marks(before, after).into_iter().map(mark).collect()
    }

    #[test]
    fn a_changed_word_is_marked_and_nothing_else() {
        assert_eq!(
            shown("我们用这个模形来生成文本。", "我们用这个模型来生成文本。"),
            "我们用这个模[-形-][+型+]来生成文本。"
        );
        assert_eq!(
            shown("用 `generate` 函数产生文字。", "用 `generate()` 方法产生文字。"),
            "用 `generate[+()+]` [-函数-][+方法+]产生文字。"
        );
    }

    #[test]
    fn characters_both_versions_happen_to_have_do_not_split_a_correction() {
        assert_eq!(
            shown("放风筝需要风、线和下午的空闲。", "放风筝得有风、线和闲下来的午后。"),
            "放风筝[-需要-][+得有+]风、线和[-下午的空闲-][+闲下来的午后+]。"
        );
        assert_eq!(
            shown("该方法能够被用来显著地提升速度", "这种办法可以大幅提高速度，很好用"),
            "[-该方法能够被用来显著地提升速度-][+这种办法可以大幅提高速度，很好用+]"
        );
        assert_eq!(
            shown("再对文本进行分词处理。", "再对文本分词。"),
            "再对文本[-进行-]分词[-处理-]。"
        );
        assert_eq!(
            shown(
                "随着大语言模型的不断发展，越来越多的研究者开始关注其推理效率的问题。",
                "大语言模型发展很快，越来越多的研究者关注推理效率。"
            ),
            "[-随着-]大语言模型[-的不断-]发展[+很快+]，越来越多的研究者[-开始-]关注[-其-]推理效率[-的问题-]。"
        );
    }

    #[test]
    fn what_was_put_in_begins_where_a_clause_does() {
        assert_eq!(
            shown("先下载模型，再运行脚本。", "先下载模型，再安装依赖，再运行脚本。"),
            "先下载模型，[+再安装依赖，+]再运行脚本。"
        );
        assert_eq!(shown("很快很好。", "很快，很稳，很好。"), "很快[+，很稳，+]很好。");
    }

    #[test]
    fn texts_with_nothing_in_common_are_out_and_in() {
        assert_eq!(shown("甲乙丙丁戊。", "全都不同了。"), "[-甲乙丙丁戊。-][+全都不同了。+]");
        assert_eq!(shown("", "新的一段。"), "[+新的一段。+]");
        assert_eq!(shown("旧的一段。", ""), "[-旧的一段。-]");
        assert_eq!(shown("一样。", "一样。"), "一样。");
    }

    #[test]
    fn a_block_too_long_to_compare_is_shown_whole() {
        let (before, after) = ("一二三".repeat(2_000), "四一二".repeat(2_000));
        assert_eq!(marks(&before, &after).len(), 2);
    }

    proptest! {
        #[test]
        fn both_versions_can_be_read_from_the_marks(
            before in "[甲乙丙，。 ab\n]{0,24}",
            after in "[甲乙丙，。 ab\n]{0,24}",
        ) {
            let pieces = marks(&before, &after);
            let read = |other: Ink| -> String {
                let kept = pieces.iter().filter(|piece| piece.ink != other);
                kept.map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(read(Ink::In), before);
            prop_assert_eq!(read(Ink::Out), after);
        }
    }
}
