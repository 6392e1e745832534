//! Both languages say everything, and nothing is named that is not said.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

use super::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found
}

/// Keys of a language with the arguments each uses.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9-]*) =").expect("a pattern");
    let argument = Regex::new(r"\{\s*\$([a-z]+)").expect("a pattern");
    let mut keys = BTreeMap::new();
    for path in files(&format!("locales/{language}"), "ftl") {
        let text = fs::read_to_string(&path).expect("a readable file");
        let starts: Vec<_> = key.captures_iter(&text).collect();
        for (index, capture) in starts.iter().enumerate() {
            let whole = capture.get(0).expect("the match");
            let end = starts
                .get(index + 1)
                .map_or(text.len(), |next| next.get(0).expect("the match").start());
            let arguments =
                argument.captures_iter(&text[whole.end()..end]).map(|c| c[1].to_owned()).collect();
            let old = keys.insert(capture[1].to_owned(), arguments);
            assert!(old.is_none(), "{language} says {} twice", &capture[1]);
        }
    }
    keys
}

/// Every text in quotes that looks like a key and is used as one.
fn named_keys() -> BTreeSet<String> {
    let call = Regex::new(
        r#"(?:\b(?:t|t1|t2|raw|lines|coded)|texts\(?\)?\s*\.(?:with|get))\(\s*"([a-z][a-z0-9-]*)""#,
    )
    .expect("a pattern");
    let literal = Regex::new(r#""([a-z]+(?:-[a-z0-9]+)+)""#).expect("a pattern");
    let prefixes: BTreeSet<String> = keys("zh-CN")
        .keys()
        .filter_map(|key| key.split_once('-').map(|(first, _)| first.to_owned()))
        .collect();
    let mut named = BTreeSet::new();
    for path in files("templates", "html") {
        let text = fs::read_to_string(&path).expect("a readable file");
        named.extend(call.captures_iter(&text).map(|c| c[1].to_owned()));
    }
    let speaking = ["src/web/pages", "src/notices", "src/recognition", "src/services/telling"];
    for path in speaking.into_iter().flat_map(|folder| files(folder, "rs")) {
        let text = fs::read_to_string(&path).expect("a readable file");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        named.extend(call.captures_iter(text).map(|c| c[1].to_owned()));
        let keyish = literal.captures_iter(text).map(|c| c[1].to_owned());
        named.extend(keyish.filter(|key| {
            key.split_once('-').is_some_and(|(first, _)| prefixes.contains(first))
                && !path.ends_with("fixtures.rs")
        }));
    }
    named
}

#[test]
fn both_languages_say_the_same_things_of_the_same_arguments() {
    let (chinese, english) = (keys("zh-CN"), keys("en"));
    assert_eq!(
        chinese.keys().collect::<Vec<_>>(),
        english.keys().collect::<Vec<_>>(),
        "the keys differ"
    );
    for (key, arguments) in &chinese {
        assert_eq!(arguments, &english[key], "the arguments of {key} differ");
    }
}

#[test]
fn every_named_text_exists_in_both_languages() {
    let known = keys("zh-CN");
    for key in named_keys() {
        let parts = ["title", "what", "next"].map(|part| format!("{key}-{part}"));
        let whole = known.contains_key(&key)
            || key.starts_with("problem-") && parts.iter().all(|part| known.contains_key(part));
        assert!(whole, "{key} has no text");
    }
}

#[test]
fn nothing_is_said_in_vain() {
    let named = named_keys();
    let known = keys("zh-CN");
    let vain: Vec<&String> = known
        .keys()
        .filter(|key| {
            let base = key.rsplit_once('-').map_or("", |(base, _)| base);
            let said = named.contains(*key);
            let part_said = base.starts_with("problem-") && named.contains(base);
            !(said || part_said)
        })
        .collect();
    assert!(vain.is_empty(), "never shown: {vain:?}");
}

#[test]
fn every_text_can_be_looked_up() {
    for language in [UiLanguage::Chinese, UiLanguage::English] {
        let texts = Texts::new(language);
        for (key, arguments) in keys(texts.tag()) {
            let arguments: Vec<_> = arguments
                .into_iter()
                .map(|name| (&*Box::leak(name.into_boxed_str()), FluentValue::from(2)))
                .collect();
            assert!(!texts.with(&key, &arguments).starts_with('⟦'), "{key} cannot be read");
        }
    }
}

#[test]
fn thousands_are_set_apart() {
    let cases =
        [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")];
    for (number, said) in cases {
        assert_eq!(group_thousands(number), said);
    }
}
