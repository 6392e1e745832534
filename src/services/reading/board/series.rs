//! Which posts belong together, as far as their slugs tell.

use std::collections::BTreeMap;

use crate::{ids::Slug, services::views::BoardRow};

/// Says of each row which series it is of: the folder of its slug, or what is left of the slug without the
/// number of a part, where at least two posts are left with the same.
pub(super) fn tell(rows: &mut [BoardRow]) -> Vec<(String, usize)> {
    let mut members: BTreeMap<String, usize> = BTreeMap::new();
    for name in rows.iter().filter_map(|row| name(&row.slug)) {
        *members.entry(name.to_owned()).or_default() += 1;
    }
    members.retain(|_, count| *count > 1);
    for row in rows {
        row.series = name(&row.slug).filter(|name| members.contains_key(*name)).map(str::to_owned);
    }
    members.into_iter().collect()
}

/// The name of the series a slug may be of: `chapter1` of `chapter1/2`, `deep-rl` of `deep-rl-part2` and of
/// `deep-rl-2`.
fn name(slug: &Slug) -> Option<&str> {
    let slug = slug.as_str();
    if let Some((folder, _)) = slug.rsplit_once('/') {
        return Some(folder);
    }
    let stem = slug.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &slug[stem.len()..];
    // Four digits are a year, and what a number follows without a hyphen is a version or a name.
    if number.is_empty() || number.len() > 2 {
        return None;
    }
    let stem = ["-part-", "-part", "-pt", "-chapter", "-week", "-"]
        .into_iter()
        .find_map(|ending| stem.strip_suffix(ending))?;
    Some(stem).filter(|stem| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_a_folder_or_a_numbered_slug() {
        for (slug, series) in [
            ("chapter1/2", Some("chapter1")),
            ("ethics-soc-3", Some("ethics-soc")),
            ("deep-rl-q-part2", Some("deep-rl-q")),
            ("llama-2-part-2", Some("llama-2")),
            ("gemma2", None),
            ("state-of-2023", None),
            ("kites", None),
            ("-2", None),
        ] {
            assert_eq!(name(&Slug::new(slug)), series, "{slug}");
        }
    }
}
