//! The questions of a course: components whose properties hold sentences that people read.

use std::sync::LazyLock;

use regex::Regex;

/// A property with a text in double quotes: `text: "…"`, `explain: "…"`.
static TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"\b(?:text|explain)\s*:\s*"((?:[^"\\]|\\.)*)""#).expect("a sound expression")
});

/// The sentences of a question that are there to be translated, in order; none in any other block.
pub(super) fn texts(block: &str) -> impl Iterator<Item = &str> {
    let is_question = block.trim_start().starts_with("<Question");
    let found = is_question.then(|| TEXT.captures_iter(block));
    found.into_iter().flatten().filter_map(|found| Some(found.get(1)?.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = "<Question\n\tchoices={[\n\t\t{\n\t\t\ttext: \"A string of hemp\",\n\
        \t\t\texplain: \"Right! See <a href=\\\"https://kites.example\\\">the page</a>.\",\n\
        \t\t\tcorrect: true\n\t\t},\n\t]}\n/>\n";

    #[test]
    fn answers_and_their_reasons_are_read_with_the_quotes_inside_them() {
        let read: Vec<&str> = texts(QUESTION).collect();
        let second = "Right! See <a href=\\\"https://kites.example\\\">the page</a>.";
        assert_eq!(read, ["A string of hemp", second]);
    }

    #[test]
    fn other_components_have_none() {
        assert_eq!(texts("<Youtube id=\"text: \\\"a\\\"\"/>").count(), 0);
        assert_eq!(texts("<Tip>\n\ntext: \"a\"\n\n</Tip>").count(), 0);
    }
}
