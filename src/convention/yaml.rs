//! The little YAML that conventions need: reading with positions, writing one scalar.

use serde::de::DeserializeOwned;
use serde_saphyr::{DuplicateKeyPolicy, Error, Options};

/// Why a YAML text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// 1-based line within the text that was given; 0 when unknown.
    pub line: usize,
    pub message: String,
}

impl From<Error> for YamlError {
    fn from(error: Error) -> Self {
        let line = error.location().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        let message = error.without_snippet().to_string();
        // Only the first sentence is for people; what follows repeats the place or quotes the text.
        let message = message.lines().next().unwrap_or_default().trim().to_owned();
        Self { line, message }
    }
}

/// Reads YAML strictly: a key that stands twice is an error, as it is for the checks upstream.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    Ok(serde_saphyr::from_str_with_options(text, options(DuplicateKeyPolicy::Error))?)
}

/// Reads YAML as leniently as can be, for texts that are only displayed; the last of two keys wins.
pub(crate) fn read_leniently<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    Ok(serde_saphyr::from_str_with_options(text, options(DuplicateKeyPolicy::LastWins))?)
}

/// The default budget, but for its numbers of nodes: an index lists tens of thousands of posts. Its
/// limit of depth stays, since what is nested a hundred thousand deep would overflow the stack.
fn options(duplicates: DuplicateKeyPolicy) -> Options {
    let budget = serde_saphyr::budget! { max_events: 50_000_000, max_nodes: 50_000_000 };
    serde_saphyr::options! { duplicate_keys: duplicates, budget: budget }
}

/// Writes a text as a YAML scalar on one line: plain where that reads back as the same string,
/// double-quoted otherwise.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { double_quoted(text) }
}

/// Writes a text as a double-quoted YAML scalar.
pub(crate) fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn is_plain(text: &str) -> bool {
    let starts_safely = text.chars().next().is_some_and(|first| {
        !first.is_whitespace()
            && !matches!(
                first,
                '-' | '?'
                    | ':'
                    | ','
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '#'
                    | '&'
                    | '*'
                    | '!'
                    | '|'
                    | '>'
                    | '\''
                    | '"'
                    | '%'
                    | '@'
                    | '`'
                    | '~'
                    | '='
                    | '<'
            )
    });
    starts_safely
        && !text.ends_with([' ', ':', '\u{a0}'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'))
        && !looks_typed(text)
}

/// Whether some YAML reader would take the plain text for a number, date, boolean or null.
fn looks_typed(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | ".nan" | ".inf"
    ) || (text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+'))
        && text.chars().all(|c| c.is_ascii_hexdigit() || "xXoO.+-_:eEtTzZ ".contains(c)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_titles_stay_plain() {
        for title in ["开源深度研究", "SmolVLM 越变越小 —— 正式发布！", "Llama 3：全新", "7 亿"]
        {
            assert_eq!(scalar(title), title);
        }
    }

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        for title in ["A: B", "[译] 标题", "100", "2024-01-02", "on", "a #b", "\"引\"", "x:", ""]
        {
            assert!(scalar(title).starts_with('"'), "{title:?} became {}", scalar(title));
        }
    }

    #[test]
    fn what_is_nested_without_end_is_an_error() {
        for open in ["[", "{a: ", "- ", "? "] {
            let bomb = open.repeat(100_000);
            assert!(read::<serde_json::Value>(&bomb).is_err(), "{open:?}");
            assert!(read_leniently::<serde_json::Value>(&bomb).is_err(), "{open:?}");
        }
    }

    #[test]
    fn a_list_of_tens_of_thousands_is_read() {
        let index = "- local: post\n  date: Mar 2, 2025\n".repeat(60_000);
        type Entry = std::collections::BTreeMap<String, String>;
        assert_eq!(read::<Vec<Entry>>(&index).unwrap().len(), 60_000);
    }

    #[test]
    fn an_error_names_line_and_cause() {
        let error = read::<Vec<String>>("- a\n- b: c: d\n").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(!error.message.is_empty());
    }

    #[test]
    fn a_doubled_key_is_an_error_only_when_strict() {
        type Map = std::collections::BTreeMap<String, String>;
        assert!(read::<Map>("guest: a\nguest: b\n").is_err());
        assert_eq!(read_leniently::<Map>("guest: a\nguest: b\n").unwrap()["guest"], "b");
    }

    proptest! {
        #[test]
        fn every_text_reads_back_as_itself(text in "\\PC{0,24}|[ -~]{0,12}") {
            let line = format!("- title: {}\n", scalar(&text));
            let read: Vec<std::collections::BTreeMap<String, String>> = read(&line).unwrap();
            prop_assert_eq!(&read[0]["title"], &text);
        }
    }
}
