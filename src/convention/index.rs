//! What is read from an index, whatever its convention.

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{ConventionError, yaml};
use crate::ids::RepoPath;

/// A scalar as text, whatever YAML takes it for; anything nested is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(pub Option<String>);

/// One text or a list of texts; what is nested deeper is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts(pub Vec<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Texts(mut texts) = deserializer.deserialize_any(TextsVisitor { lists: false })?;
        Ok(Self(texts.pop()))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor { lists: true })
    }
}

struct TextsVisitor {
    lists: bool,
}

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.to_owned()]))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Texts, E> {
        Ok(Texts(vec![value.to_string()]))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Texts, E> {
        Ok(Texts(vec![value.to_string()]))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Texts, E> {
        Ok(Texts(vec![value.to_string()]))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Texts, E> {
        Ok(Texts(vec![value.to_string()]))
    }

    fn visit_unit<E>(self) -> Result<Texts, E> {
        Ok(Texts::default())
    }

    fn visit_none<E>(self) -> Result<Texts, E> {
        Ok(Texts::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Texts, A::Error> {
        let mut texts = Vec::new();
        while let Some(Text(text)) = seq.next_element()? {
            texts.extend(text.filter(|_| self.lists));
        }
        Ok(Texts(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Texts::default())
    }
}

/// Reads an index as a list of `T`; an empty text is an empty list.
pub(crate) fn read_list<T: for<'de> Deserialize<'de>>(
    path: &RepoPath,
    text: &str,
) -> Result<Vec<T>, ConventionError> {
    if let Some(line) = conflict_marker(text) {
        return Err(bad_index(
            path,
            format!("line {line} is a conflict marker; resolve the conflict first"),
        ));
    }
    let list: Option<Vec<T>> =
        yaml::read(text.trim_start_matches('\u{feff}')).map_err(|error| {
            bad_index(path, format!("not a YAML list of entries: {}", error.message))
        })?;
    Ok(list.unwrap_or_default())
}

/// 1-based line of the first conflict marker.
pub(crate) fn conflict_marker(text: &str) -> Option<usize> {
    let is_marker = |line: &str| {
        ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark))
            || line.trim_end() == "======="
    };
    text.lines().position(is_marker).map(|at| at + 1)
}

pub(crate) fn bad_index(path: &RepoPath, reason: impl Into<String>) -> ConventionError {
    ConventionError::BadIndex { path: path.clone(), reason: reason.into() }
}
