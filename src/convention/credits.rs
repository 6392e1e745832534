//! The `translators:` list of the front matter.

use std::ops::Range;

use super::{ConventionError, Credit, front_matter, index_text::line_end, yaml};
use crate::document::{self, Field, FrontMatter};

/// Writes credits into the front matter of a translation, joined with those that stand there.
/// Translators come first, proofreaders last; a text that says it all already stays as it is.
pub(crate) fn write(text: &str, credits: &[Credit]) -> Result<String, ConventionError> {
    let Some(matter) = document::front_matter(text) else {
        let reason = "the translation has no front matter; it must begin with a line `---`";
        return Err(ConventionError::BadFrontMatter(reason.to_owned()));
    };
    let value = front_matter::read(text, &matter).map_err(|error| {
        ConventionError::BadFrontMatter(format!(
            "the front matter is no valid YAML: {}",
            error.message
        ))
    })?;
    if front_matter::misplaced_translators(&value) {
        let reason = "`translators:` stands inside `authors:`; move it to the start of a line";
        return Err(ConventionError::BadFrontMatter(reason.to_owned()));
    }
    let field = list_field(&matter)?;
    let present = front_matter::credits(&value);
    let wanted = joined(&present, credits);
    let is_named_right = field.is_none_or(|field| field.key == "translators");
    if wanted == present && is_named_right {
        return Ok(text.to_owned());
    }
    let (place, lead, list) = layout(text, &matter, field, &wanted);
    let edited = format!("{}{lead}{list}{}", &text[..place.start], &text[place.end..]);
    // A front matter may be valid YAML and yet no mapping, or end in a scalar that goes on over lines.
    let read = document::front_matter(&edited)
        .and_then(|matter| front_matter::read(&edited, &matter).ok())
        .map(|value| front_matter::credits(&value));
    if read.is_none_or(|read| read != wanted) {
        let reason = "the translators cannot be added to the front matter safely; edit it by hand";
        return Err(ConventionError::BadFrontMatter(reason.to_owned()));
    }
    Ok(edited)
}

/// The list as it is; `translator` is a slip that the checks upstream refuse.
fn list_field(matter: &FrontMatter) -> Result<Option<&Field>, ConventionError> {
    match (matter.field("translators"), matter.field("translator")) {
        (Some(_), Some(_)) => Err(ConventionError::BadFrontMatter(
            "the front matter has both `translators:` and `translator:`; keep `translators:` alone"
                .to_owned(),
        )),
        (field, None) | (None, field) => Ok(field),
    }
}

/// Earlier credits keep their place and role; a new credit as translator outranks proofreading.
fn joined(present: &[Credit], added: &[Credit]) -> Vec<Credit> {
    let mut all = present.to_vec();
    for credit in added.iter().filter(|credit| !credit.user.trim().is_empty()) {
        match all.iter_mut().find(|known| known.user.eq_ignore_ascii_case(&credit.user)) {
            Some(known) => known.proofreader &= credit.proofreader,
            None => all.push(credit.clone()),
        }
    }
    if all.len() > present.len() {
        all.sort_by_key(|credit| credit.proofreader);
    }
    all
}

/// Where the list goes (instead of what stands there), what comes before it, and its lines.
fn layout(
    text: &str,
    matter: &FrontMatter,
    field: Option<&Field>,
    credits: &[Credit],
) -> (Range<usize>, &'static str, String) {
    let end = line_end(&text[matter.span.clone()]);
    let model = matter.field("authors").or(field).and_then(|field| field.items.first());
    let indent = " ".repeat(model.map_or(0, |item| item.indent));
    let mut lines = vec!["translators:".to_owned()];
    for credit in credits {
        lines.push(format!("{indent}- user: {}", yaml::scalar(&credit.user)));
        if credit.proofreader {
            lines.push(format!("{indent}  proofreader: true"));
        }
    }
    let list = lines.join(end);
    match (field, matter.field("authors")) {
        (Some(field), _) => (field.span.clone(), "", list),
        (None, Some(authors)) => (authors.span.end..authors.span.end, end, list),
        (None, None) => (matter.body.end..matter.body.end, "", list + end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credit(user: &str, proofreader: bool) -> Credit {
        Credit { user: user.into(), proofreader }
    }

    fn written(text: &str, credits: &[Credit]) -> String {
        write(text, credits).expect("credits can be written")
    }

    const POST: &str = "---\ntitle: \"题\" \nthumbnail: /blog/a.png\nauthors:\n- user: ann\n  guest: true\n---\n\n# 题\n";

    #[test]
    fn credits_follow_the_authors_and_nothing_else_changes() {
        let text = written(POST, &[credit("ben", false), credit("cai", true)]);
        assert_eq!(
            text,
            POST.replace(
                "  guest: true\n",
                "  guest: true\ntranslators:\n- user: ben\n- user: cai\n  proofreader: true\n"
            )
        );
        assert_eq!(written(&text, &[credit("ben", false), credit("cai", true)]), text);
    }

    #[test]
    fn the_indent_and_the_line_ends_of_the_file_are_kept() {
        let post = "---\r\ntitle: T\r\nauthors:\r\n  - user: ann\r\n---\r\n\r\n# T\r\n";
        assert_eq!(
            written(post, &[credit("ben", false), credit("cai", true)]),
            "---\r\ntitle: T\r\nauthors:\r\n  - user: ann\r\ntranslators:\r\n  - user: ben\r\n  - user: cai\r\n    proofreader: true\r\n---\r\n\r\n# T\r\n"
        );
    }

    #[test]
    fn an_update_joins_earlier_credits() {
        let earlier = written(POST, &[credit("ben", false), credit("cai", true)]);
        let later = written(&earlier, &[credit("dou", false), credit("Ben", true)]);
        assert!(
            later.contains(
                "translators:\n- user: ben\n- user: dou\n- user: cai\n  proofreader: true\n---\n"
            ),
            "{later}"
        );
    }

    #[test]
    fn the_singular_key_is_set_right() {
        let post = POST.replace("---\n\n", "translator:\n- user: ben\n---\n\n");
        let text = written(&post, &[credit("cai", true)]);
        assert!(
            text.contains(
                "  guest: true\ntranslators:\n- user: ben\n- user: cai\n  proofreader: true\n---\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn comments_and_blank_lines_inside_stay() {
        let post = "---\ntitle: T # a word\n\n# who\nauthors:\n- user: ann\n\n# the end\n---\nbody";
        assert_eq!(
            written(post, &[credit("100", false)]),
            "---\ntitle: T # a word\n\n# who\nauthors:\n- user: ann\ntranslators:\n- user: \"100\"\n\n# the end\n---\nbody"
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_guessed_at() {
        for (post, what) in [
            ("# 题\n", "has no front matter"),
            ("---\ntitle: a: b\n---\n", "no valid YAML"),
            (
                "---\ntitle: T\nauthors:\n- user: ann\n- translators:\n  - user: ben\n---\n",
                "inside `authors:`",
            ),
            ("---\nonly a sentence\n---\n", "by hand"),
            ("---\ntranslator:\n- user: a\ntranslators:\n- user: b\n---\n", "both"),
        ] {
            let error = write(post, &[credit("ben", false)]).unwrap_err().to_string();
            assert!(error.contains(what), "{post:?} gave {error:?}");
        }
    }
}
