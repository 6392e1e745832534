//! What is odd in a repository, in the reader's language.
//!
//! Oddities are kept as English sentences that name paths and slugs. They are known again by the words between
//! those, so that what an earlier version kept is known as well; what is not known is shown as it was kept.

use crate::texts::Texts;

/// What stands after each place of a sentence, and the key of the text; the places are `$a`, `$b` and `$c`.
const SHAPES: &[(&[&str], &str)] = &[
    (&[": the entry ", " has no file"], "oddity-no-file"),
    (&[": not listed in ", ", so it is no published post"], "oddity-not-listed"),
    (&[": no version of it can be read, so every source counts as a post"], "oddity-unreadable"),
    (&["; its last readable version is used instead"], "oddity-older-used"),
    (&[": ", " is listed twice"], "oddity-twice"),
    (&[" looks like a copy of ", " and is not read; remove it"], "oddity-copy"),
    (&[" has no .md extension, so it is no post; rename it"], "oddity-extension"),
    (
        &[" differ only in case, so that some computers keep only one of them; remove one"],
        "oddity-case",
    ),
];

/// The oddity in the reader's language, and the language that is.
pub(super) fn oddity(texts: Texts, kept: &str) -> (String, &'static str) {
    let known = SHAPES.iter().find_map(|(words, key)| Some((places(kept, words)?, key)));
    let Some((places, key)) = known else { return (kept.to_owned(), "en") };
    let named = ["a", "b", "c"].into_iter().zip(places);
    let args: Vec<_> = named.map(|(name, place)| (name, place.into())).collect();
    (texts.with(key, &args), texts.tag())
}

/// What stands in the places before the words; `None` where it is another sentence.
fn places<'a>(kept: &'a str, words: &[&str]) -> Option<Vec<&'a str>> {
    let mut rest = kept;
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_last = at + 1 == words.len();
        let (place, after) =
            if is_last { (rest.strip_suffix(word)?, "") } else { rest.split_once(word)? };
        places.push(place);
        rest = after;
    }
    places.iter().all(|place| !place.is_empty()).then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::UiLanguage;

    #[test]
    fn what_a_catalogue_says_is_known_again() {
        let chinese = Texts::new(UiLanguage::Chinese);
        for (kept, said) in [
            ("zh/_blog.yml: the entry lost has no file", "zh/_blog.yml 列了 lost，却没有它的文件"),
            (
                "near-copy.md: not listed in _blog.yml, so it is no published post",
                "near-copy.md 没有列入 _blog.yml，不算已发布的文章",
            ),
            ("zh/_blog.yml: tides is listed twice", "zh/_blog.yml 把 tides 列了两次"),
        ] {
            assert_eq!(oddity(chinese, kept), (said.to_owned(), "zh-CN"));
        }
        for kept in [
            "a.yml: no version of it can be read, so every source counts as a post",
            "a.yml: line 3 is odd; its last readable version is used instead",
            "zh/_blog[1].yml looks like a copy of zh/_blog.yml and is not read; remove it",
            "zh/ropes-1 has no .md extension, so it is no post; rename it",
            "zh/T.md and zh/t.md differ only in case, so that some computers keep only one of them; remove one",
        ] {
            assert_eq!(oddity(chinese, kept).1, "zh-CN", "{kept}");
        }
        assert_eq!(oddity(chinese, "something else"), ("something else".to_owned(), "en"));
    }
}
