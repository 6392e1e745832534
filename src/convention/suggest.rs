//! Guesses which source an orphaned translation belongs to.

use std::collections::BTreeSet;

use super::PostMeta;
use crate::ids::Slug;

/// Endings and beginnings people give a file to mark its language.
const ENDINGS: [&str; 9] =
    [".zh-cn", ".zh", ".cn", "-zh-cn", "-zh", "_zh", "-cn", "_cn", "-chinese"];
const BEGINNINGS: [&str; 4] = ["zh-", "zh_", "cn-", "cn_"];

/// The source an orphan most likely belongs to: by name, then by thumbnail, then by a slip of the
/// keyboard, then by its authors. Nothing is suggested where two sources are as likely.
pub(crate) fn source(orphan: (&Slug, &PostMeta), sources: &[(Slug, PostMeta)]) -> Option<Slug> {
    let (slug, meta) = orphan;
    let name = core_name(slug);
    let title = letters(slug.as_str());
    let authors = names(meta);
    let only = |matches: &dyn Fn(&(Slug, PostMeta)) -> bool| {
        let mut found = sources.iter().filter(|source| matches(source));
        found.next().filter(|_| found.next().is_none()).map(|(slug, _)| slug.clone())
    };
    let same_thumbnail =
        |other: &PostMeta| meta.thumbnail.is_some() && other.thumbnail == meta.thumbnail;
    let same_authors = |other: &PostMeta| !authors.is_empty() && names(other) == authors;
    only(&|(other, _)| core_name(other) == name)
        .or_else(|| {
            only(&|(_, other)| other.title.as_deref().is_some_and(|text| is_title(&title, text)))
        })
        .or_else(|| only(&|(_, other)| same_thumbnail(other) && same_authors(other)))
        .or_else(|| only(&|(_, other)| same_thumbnail(other)))
        .or_else(|| nearest(&name, sources))
        .or_else(|| only(&|(_, other)| same_authors(other)))
}

/// A name without case, marks of drafts, of the language, and of second downloads.
fn core_name(slug: &Slug) -> String {
    let (folder, file) = slug.as_str().rsplit_once('/').unwrap_or(("", slug.as_str()));
    let lower = file.to_lowercase();
    let mut name = lower.trim_start_matches('_').trim();
    if let Some((before, copy)) = name.rsplit_once(['(', '[']) {
        let is_copy = copy.trim_end_matches([')', ']']).chars().all(|c| c.is_ascii_digit());
        name = if is_copy { before.trim_end() } else { name };
    }
    for ending in ENDINGS {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    for beginning in BEGINNINGS {
        name = name.strip_prefix(beginning).unwrap_or(name);
    }
    format!("{}/{}", folder.to_lowercase(), name.replace('_', "-"))
}

fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a file was named by the title of the source, or by the start of a long one.
fn is_title(name: &str, title: &str) -> bool {
    let title = letters(title);
    name.chars().count() >= 12 && title.starts_with(name)
}

fn names(meta: &PostMeta) -> BTreeSet<&str> {
    meta.authors.iter().map(String::as_str).collect()
}

/// The one source whose name is nearest, if only a few letters differ.
fn nearest(name: &str, sources: &[(Slug, PostMeta)]) -> Option<Slug> {
    let allowed = (name.chars().count() / 5).clamp(1, 4);
    let mut best: Option<(usize, &Slug)> = None;
    let mut tied = false;
    for (slug, _) in sources {
        let Some(distance) = edit_distance(name, &core_name(slug), allowed) else { continue };
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => tied = true,
            _ => (best, tied) = (Some((distance, slug)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, slug)| slug.clone())
}

/// Letters to add, drop, change or swap with their neighbour; `None` above `most`.
fn edit_distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, &a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in right.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == right[j - 1] && left[i - 1] == b {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row.push(cost);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(thumbnail: &str, authors: &[&str], title: &str) -> PostMeta {
        PostMeta {
            thumbnail: (!thumbnail.is_empty()).then(|| thumbnail.to_owned()),
            authors: authors.iter().map(|name| (*name).to_owned()).collect(),
            title: (!title.is_empty()).then(|| title.to_owned()),
            ..PostMeta::default()
        }
    }

    fn suggested(orphan: &str, meta: &PostMeta) -> Option<String> {
        let sources = [
            (
                "river-boats",
                post("/blog/river.png", &["ann", "ben"], "Boats on the River, and How to Row Them"),
            ),
            ("policy-note", post("/blog/policy.png", &["cai"], "A note")),
            ("starships2", post("/blog/shared.png", &["dou"], "Starships 2")),
            ("model_definition", post("/blog/shared.png", &["eva", "fei"], "Definitions")),
        ];
        let sources = sources.map(|(slug, meta)| (Slug::new(slug), meta));
        source((&Slug::new(orphan), meta), &sources).map(|slug| slug.to_string())
    }

    #[test]
    fn variants_of_a_name_lead_to_their_source() {
        for (orphan, expected) in [
            ("_policy-note", "policy-note"),
            ("river-boats.zh", "river-boats"),
            ("river-boats-CN", "river-boats"),
            ("zh-river-boats", "river-boats"),
            ("StarShips2", "starships2"),
            ("river-boats (1)", "river-boats"),
            ("model-definition", "model_definition"),
            ("rivre-boats", "river-boats"),
            ("starship2", "starships2"),
            ("Boats on the River, and How to Row Them", "river-boats"),
        ] {
            assert_eq!(
                suggested(orphan, &PostMeta::default()).as_deref(),
                Some(expected),
                "{orphan}"
            );
        }
    }

    #[test]
    fn a_chinese_file_name_is_found_by_thumbnail_or_authors() {
        let by = |thumbnail, authors: &[&str]| suggested("划船入门", &post(thumbnail, authors, ""));
        assert_eq!(by("/blog/river.png", &[]).as_deref(), Some("river-boats"));
        assert_eq!(by("/blog/shared.png", &["eva", "fei"]).as_deref(), Some("model_definition"));
        assert_eq!(by("", &["ben", "ann"]).as_deref(), Some("river-boats"));
    }

    #[test]
    fn nothing_is_suggested_without_reason_or_for_two_reasons() {
        assert_eq!(suggested("something-else", &PostMeta::default()), None);
        assert_eq!(suggested("划船入门", &post("/blog/shared.png", &[], "")), None);
    }
}
