//! Whether an answer may be offered as a draft.

use serde::Serialize;

use super::Masked;
use crate::{
    document::{BlockKind, Dialect, Document, count_words, is_han},
    phrase::Frame,
};

/// Why an answer is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    #[error("the answer is empty")]
    Empty,
    #[error("code, links or tags of the source were lost or made up")]
    Fragments,
    #[error("the answer is not one block like the source")]
    Shape,
    #[error("the answer is not a Chinese text of that length")]
    Language,
}

/// Han characters for one English word outside of which no answer is a translation.
const HAN_PER_WORD: std::ops::Range<f32> = 0.3..6.0;

/// Turns the answer for a block into a draft of it, with the block's marks.
pub fn accept(frame: &Frame, masked: &Masked, answer: &str) -> Result<String, Refused> {
    let answer = bare(answer);
    if answer.is_empty() {
        return Err(Refused::Empty);
    }
    let body = masked.restore(&answer).ok_or(Refused::Fragments)?;
    // Whoever keeps silent in one language and talks in the other has not translated.
    let words = count_words(&Document::parse(&frame.body, Dialect::Markdown));
    let han = body.chars().filter(|&c| is_han(c)).count();
    if words >= 3 && !HAN_PER_WORD.contains(&(han as f32 / words as f32)) {
        return Err(Refused::Language);
    }
    if !is_one_paragraph(&body) {
        return Err(Refused::Shape);
    }
    Ok(frame.around(&body))
}

/// The answer without what machines like to put around it.
fn bare(answer: &str) -> String {
    let mut text = answer.trim();
    if let Some(inside) = text.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) {
        // The first line names the language.
        text = inside.split_once('\n').map_or(inside, |(_, rest)| rest).trim();
    }
    for (open, close) in [("“", "”"), ("\"", "\""), ("「", "」")] {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inside) = inside.filter(|it| !it.contains(open) && !it.contains(close)) {
            text = inside.trim();
        }
    }
    text.to_owned()
}

fn is_one_paragraph(body: &str) -> bool {
    let document = Document::parse(body, Dialect::Markdown);
    let is_text = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Image | BlockKind::Html);
    document.blocks().len() == 1 && document.blocks().iter().all(|block| is_text(block.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::mask;

    fn try_answer(source: &str, kind: BlockKind, answer: &str) -> Result<String, Refused> {
        let frame = Frame::of(source, kind).unwrap();
        let masked = mask(&frame.body).unwrap();
        accept(&frame, &masked, answer)
    }

    #[test]
    fn a_good_answer_becomes_a_block_like_the_source() {
        let item = "  - Call `f()` three times a day";
        assert_eq!(
            try_answer(item, BlockKind::ListItem, "每天调用 ⟦1⟧ 三次\n").as_deref(),
            Ok("  - 每天调用 `f()` 三次")
        );
        assert_eq!(
            try_answer(item, BlockKind::ListItem, "```markdown\n每天调用 ⟦1⟧ 三次\n```").as_deref(),
            Ok("  - 每天调用 `f()` 三次")
        );
        assert_eq!(
            try_answer("## GPT-4", BlockKind::Heading { level: 2 }, "GPT-4").as_deref(),
            Ok("## GPT-4")
        );
        assert_eq!(
            try_answer("Say it loud", BlockKind::Paragraph, "“大声说出来”").as_deref(),
            Ok("大声说出来")
        );
    }

    #[test]
    fn rubbish_is_refused_with_its_reason() {
        let source = "Call `f()` three times a day, please.";
        let refused = |answer: &str| try_answer(source, BlockKind::Paragraph, answer).unwrap_err();
        assert_eq!(refused("  \n "), Refused::Empty);
        assert_eq!(refused("每天调用三次"), Refused::Fragments);
        assert_eq!(
            refused("Sure! Here is the translation of ⟦1⟧ you asked for:"),
            Refused::Language
        );
        assert_eq!(refused(&format!("⟦1⟧{}", "好".repeat(200))), Refused::Language);
        assert_eq!(refused("每天调用 ⟦1⟧ 三次。\n\n希望对你有帮助！"), Refused::Shape);
        assert_eq!(refused("- 每天调用 ⟦1⟧ 三次"), Refused::Shape);
        assert_eq!(refused("# 每天调用 ⟦1⟧ 三次"), Refused::Shape);
    }
}
