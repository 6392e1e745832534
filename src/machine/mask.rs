//! Takes out what must survive, and puts it back.

use std::sync::LazyLock;

use regex::Regex;

use crate::phrase::kept;

/// Stands for a fragment in what a machine sees: `⟦1⟧`.
static PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"⟦\s*([0-9]{1,4})\s*⟧").expect("a constant pattern"));

/// A text without what must survive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// With a numbered place for each fragment.
    pub text: String,
    fragments: Vec<String>,
}

/// Takes out the fragments of a text; `None` where the text has such places of its own.
pub fn mask(text: &str) -> Option<Masked> {
    if text.contains(['⟦', '⟧']) {
        return None;
    }
    let mut masked = String::with_capacity(text.len());
    let mut fragments = Vec::new();
    let mut end = 0;
    for span in kept(text) {
        masked.push_str(&text[end..span.start]);
        fragments.push(text[span.clone()].to_owned());
        masked.push_str(&format!("⟦{}⟧", fragments.len()));
        end = span.end;
    }
    masked.push_str(&text[end..]);
    Some(Masked { text: masked, fragments })
}

impl Masked {
    /// Puts the fragments back; `None` unless every one of them is there exactly once, and no other.
    pub fn restore(&self, answer: &str) -> Option<String> {
        let mut restored = String::with_capacity(answer.len());
        let mut seen = vec![false; self.fragments.len()];
        let mut end = 0;
        for place in PLACE.captures_iter(answer) {
            let whole = place.get(0)?;
            let index: usize = place[1].parse().ok()?;
            let index = index.checked_sub(1)?;
            if std::mem::replace(seen.get_mut(index)?, true) {
                return None;
            }
            restored.push_str(&answer[end..whole.start()]);
            restored.push_str(&self.fragments[index]);
            end = whole.end();
        }
        restored.push_str(&answer[end..]);
        let has_all = seen.into_iter().all(|seen| seen);
        // A bracket that is left belongs to a place that was garbled.
        let is_clean = !PLACE.replace_all(answer, "").contains(['⟦', '⟧']);
        (has_all && is_clean).then_some(restored)
    }

    /// What of an unfinished answer can be shown: known places filled in, the rest as it is.
    pub fn preview(&self, answer: &str) -> String {
        let filled = PLACE.replace_all(answer, |place: &regex::Captures<'_>| {
            let index = place[1].parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            index.and_then(|index| self.fragments.get(index)).cloned().unwrap_or_default()
        });
        filled.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fragments_come_back_wherever_the_answer_puts_them() {
        let masked = mask("Call `f()` as in [the docs](/a) of <b>now</b>.").unwrap();
        assert_eq!(masked.text, "Call ⟦1⟧ as in [the docs]⟦2⟧ of ⟦3⟧now⟦4⟧.");
        assert_eq!(
            masked.restore("如⟦3⟧现在⟦ 4 ⟧的 [文档]⟦2⟧ 所说，调用 ⟦1⟧。").as_deref(),
            Some("如<b>现在</b>的 [文档](/a) 所说，调用 `f()`。")
        );
        assert_eq!(masked.preview("调用 ⟦1⟧，见⟦2"), "调用 `f()`，见⟦2");
    }

    #[test]
    fn a_lost_doubled_or_invented_fragment_is_refused() {
        let masked = mask("Use `a` and `b`.").unwrap();
        for answer in [
            "用 ⟦1⟧。",
            "用 ⟦1⟧ 和 ⟦1⟧。",
            "用 ⟦1⟧、⟦2⟧、⟦3⟧。",
            "用 ⟦1⟧ 和 ⟦2⟧ 和 ⟦。",
            "⟦0⟧⟦1⟧⟦2⟧",
        ] {
            assert_eq!(masked.restore(answer), None, "{answer}");
        }
        assert_eq!(mask("a ⟦1⟧ b"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn a_masked_text_is_restored_to_itself(
            parts in prop::collection::vec(prop::sample::select(vec![
                "`a`", "[x](y)", "<b>", "<|e|>", "$x$", "word ", "词元", "https://a.org ", "[^1]", "`", "\n",
            ]), 0..20),
        ) {
            let text = parts.concat();
            let masked = mask(&text).unwrap();
            prop_assert_eq!(masked.restore(&masked.text), Some(text));
        }
    }
}
