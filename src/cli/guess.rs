//! Guesses a repository's convention from what lies at its root, and only where there is no doubt.

use anyhow::{Context, bail};

use crate::{
    convention::ConventionKind,
    ids::{CommitId, RepoPath},
    repository::Mirror,
};

/// Paths that belong to one convention alone.
const SIGNS: [(&str, ConventionKind); 2] =
    [("_blog.yml", ConventionKind::HfBlog), ("chapters/en", ConventionKind::HfCourse)];

/// The convention a commit's files speak of.
///
/// # Errors
/// When they speak of none, or of more than one: then a person has to say.
pub(super) fn convention(mirror: &Mirror, head: CommitId) -> anyhow::Result<ConventionKind> {
    guess(|path| mirror.contains(head, &RepoPath::from(path)))
        .context("looking for signs of a convention")?
        .map_or_else(
            || {
                bail!(
                    "cannot tell how this repository keeps its posts; say --convention hf-blog, \
                     hf-course, or plain with --source-template and --target-template"
                )
            },
            Ok,
        )
}

/// The convention that paths speak of; `None` in doubt.
pub(super) fn guess<E>(
    exists: impl Fn(&str) -> Result<bool, E>,
) -> Result<Option<ConventionKind>, E> {
    let mut found = Vec::new();
    for (path, kind) in SIGNS {
        if exists(path)? {
            found.push(kind);
        }
    }
    Ok(match found[..] {
        [only] => Some(only),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess_from(paths: &[&str]) -> Option<ConventionKind> {
        guess::<std::convert::Infallible>(|path| Ok(paths.contains(&path))).unwrap()
    }

    #[test]
    fn index_at_the_root_is_the_blog_and_chapters_are_the_course() {
        assert_eq!(guess_from(&["_blog.yml", "a.md"]), Some(ConventionKind::HfBlog));
        assert_eq!(guess_from(&["chapters/en"]), Some(ConventionKind::HfCourse));
    }

    #[test]
    fn doubtful_repository_is_left_to_a_person() {
        assert_eq!(guess_from(&["README.md"]), None);
        assert_eq!(guess_from(&["_blog.yml", "chapters/en"]), None);
    }
}
