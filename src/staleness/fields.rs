//! Changes of the front matter, field by field.
//!
//! Bylines, dates and tags are metadata with nothing to translate. A title is prose, and a
//! thumbnail is a picture like any other.

use std::rc::Rc;

use super::{
    Change, Pair, Reason, Severity,
    judge::{Judged, change_kind},
    keys::key,
    segment::Text,
    severity::Load,
    target::TargetHistory,
    wording,
};
use crate::document::{Field, normal};

/// Compares the front matter of the base with that at head, and with the translation's.
pub(super) fn compare(
    pair: &Pair,
    sources: &[Rc<Text>],
    base: usize,
    target: &TargetHistory,
) -> Vec<Judged> {
    let last = sources.len() - 1;
    let (old, new) = (&sources[base], &sources[last]);
    let mut keys: Vec<&str> = Vec::new();
    for field in new.fields.iter().chain(&old.fields) {
        if !keys.contains(&field.key.as_str()) {
            keys.push(&field.key);
        }
    }
    keys.into_iter()
        .filter_map(|name| {
            let (before, after) = (text(old, name), text(new, name));
            if squeeze(before) == squeeze(after) {
                return None;
            }
            let version = (base + 1..=last)
                .rev()
                .take_while(|&v| squeeze(text(&sources[v], name)) == squeeze(after))
                .last()
                .unwrap_or(last);
            Some(judge(pair, name, (before, after), new, target, version))
        })
        .collect()
}

/// A thumbnail from before the base that the translation still has, where the head has another.
pub(super) fn forgotten_thumbnail(
    pair: &Pair,
    sources: &[Rc<Text>],
    base: usize,
    target: &TargetHistory,
) -> Option<Judged> {
    const NAME: &str = "thumbnail";
    let head = &sources[sources.len() - 1];
    let (here, after) = (text(target.head(), NAME), text(head, NAME));
    let at_base = text(&sources[base], NAME);
    if here.is_empty() || image(here) == image(after) || image(at_base) != image(after) {
        return None;
    }
    let old =
        sources[..base].iter().rposition(|source| image(text(source, NAME)) == image(here))?;
    Some(judge(pair, NAME, (text(&sources[old], NAME), after), head, target, old + 1))
}

fn judge(
    pair: &Pair,
    name: &str,
    (before, after): (&str, &str),
    new: &Text,
    target: &TargetHistory,
    version: usize,
) -> Judged {
    let head = target.head();
    let here = text(head, name);
    let there = |value: &str| !value.is_empty() && squeeze(value) == squeeze(here);
    let mut load = Load::default();
    let mut reason = Reason::NothingToTranslate;
    let reflected = match name {
        "title" => {
            let wording = wording::compare(before, after);
            if wording.content > 0 || wording.turned.is_some() {
                load = Load {
                    severity: Severity::Minor,
                    content: wording.content,
                    words: wording.touched,
                    ..Load::default()
                };
                reason = wording.reason();
            }
            !unchanged_since(pair, target, name, version)
        }
        "thumbnail" if image(before) != image(after) => {
            load = Load { severity: Severity::Minor, words: 1, ..Load::default() };
            reason = Reason::RemovedPresent { what: value(before).to_owned() };
            here.is_empty() || image(here) != image(before)
        }
        _ => there(after),
    };
    if reflected {
        reason = Reason::Carried;
    }
    let lines = |text: &Text| field(text, name).map(|field| field.lines);
    Judged {
        change: Change {
            key: key(before, after),
            kind: change_kind(before, after),
            severity: load.severity,
            reflected,
            dismissed: false,
            old_source: before.to_owned(),
            new_source: after.to_owned(),
            source_lines: lines(new),
            stood_after: lines(new).is_none().then_some(0),
            target_lines: lines(head).or(Some((1, 1))),
            reason,
        },
        load,
        version,
        new_blocks: 0..0,
    }
}

/// Whether the translation's field reads as it did when the source changed.
fn unchanged_since(pair: &Pair, target: &TargetHistory, name: &str, version: usize) -> bool {
    let position = pair.source[version].file.position;
    squeeze(text(target.before(position), name)) == squeeze(text(target.head(), name))
}

fn field<'a>(text: &'a Text, name: &str) -> Option<&'a Field> {
    text.fields.iter().find(|field| field.key == name)
}

fn text<'a>(of: &'a Text, name: &str) -> &'a str {
    field(of, name).map_or("", |field| of.text[field.span.clone()].trim_end())
}

fn value(field: &str) -> &str {
    field.split_once(':').map_or(field, |(_, value)| value).trim().trim_matches(['"', '\''])
}

/// Folder and file name, so that a moved picture of the same name in another folder is seen.
fn image(field: &str) -> String {
    normal::image(value(field))
}

/// Without quotes and white space, which formatters change back and forth.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect()
}
