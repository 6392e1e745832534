//! Tells a line of code that was damaged from one that was translated or is of another version.

use super::code_lines::Language;
use crate::document::is_han;

/// How a line of code was damaged, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Damage {
    FullWidth,
    Changed,
}

/// How a line was damaged; `None` where it was translated, which comments and texts may be. White
/// space makes no difference, and in a shell neither do quotes.
pub(super) fn damage(original: &str, translated: &str, language: Language) -> Option<Damage> {
    let had_han = original.chars().any(is_han);
    let has_han = translated.chars().any(is_han);
    let full_width = |text: &str| text.contains(['，', '；', '：', '（', '）', '“', '”']);
    if !has_han && full_width(translated) && !full_width(original) {
        return Some(Damage::FullWidth);
    }
    let slip = !has_han && !had_han && is_slip(original, translated, language);
    slip.then_some(Damage::Changed)
}

/// Whether the essence of two lines differs, and not because what differs was translated.
pub(super) fn differs(original: &str, translated: &str) -> bool {
    let part = changed_part(translated, original);
    original != translated && !part.chars().any(is_han)
}

/// What is left of a text without the beginning and the end it shares with another.
fn changed_part<'a>(text: &'a str, other: &str) -> &'a str {
    let common = text.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let start: usize = common.map(|(a, _)| a.len_utf8()).sum();
    let (text, other) = (&text[start..], &other[start..]);
    let common = text.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = common.map(|(a, _)| a.len_utf8()).sum();
    &text[..text.len() - end]
}

/// Whether two lines differ by so little that one was copied from the other with a slip. Lines that
/// differ more are another version of the code, which a later look at the source will show.
fn is_slip(original: &str, translated: &str, language: Language) -> bool {
    let (old, new) = (language.essence(original), language.essence(translated));
    let is_sign = |c: &char| !c.is_alphanumeric() && *c != ' ';
    let signs = |text: &str| text.chars().filter(is_sign).collect::<String>();
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    words(&old) == words(&new) && signs(&old) != signs(&new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python() -> Language {
        Language::of("python")
    }

    #[test]
    fn a_sign_lost_or_added_is_a_slip() {
        for (original, translated) in [
            ("--per_rower", "--per rower"),
            ("row(fast=True,", "**row(fast=True,**"),
            ("row(a,b)", "row(a.b)"),
            ("row(\"river\")", "row(river)"),
        ] {
            let found = damage(original, translated, python());
            assert_eq!(found, Some(Damage::Changed), "{translated}");
        }
        assert_eq!(damage("row(a,b)", "row(a，b)", python()), Some(Damage::FullWidth));
    }

    #[test]
    fn other_values_names_and_addresses_differ_and_translations_do_not() {
        let both = |original, translated| {
            differs(&python().essence(original), &python().essence(translated))
        };
        for (original, translated) in [
            ("warn = risk > 0.35", "warn = risk > 0.5"),
            ("model.fit(x)  # learn", "modle.fit(x)  # 学习"),
            ("get(\"https://a.example/a\")", "get(\"https://a.example/b\")"),
        ] {
            assert!(both(original, translated), "{translated}");
        }
        for (original, translated) in [
            ("# fast", "# slow"),
            ("row('a')  # fast", "row(\"a\")  # 很快"),
            ("print(\"fast\")", "print(\"很快\")"),
        ] {
            assert!(!both(original, translated), "{translated}");
        }
    }

    #[test]
    fn what_makes_no_difference_is_none() {
        for (original, translated) in [
            (">>> row()", "row()"),
            ("row('a')", "row(\"a\"),"),
            ("row()  # fast", "row()  # 很快"),
            ("row(fast)", "sail(slowly)"),
            ("print(\"fast\")", "print(\"快，很快\")"),
        ] {
            assert_eq!(damage(original, translated, python()), None, "{translated}");
        }
        let shell = Language::of("sh");
        assert_eq!(damage("pip install \"boats[all]\"", "pip install boats[all]", shell), None);
    }
}
