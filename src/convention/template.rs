//! Path templates such as `posts/{slug}.md`.

use crate::ids::{RepoPath, Slug};

const PLACEHOLDER: &str = "{slug}";

/// What stands before and after the slug in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    prefix: String,
    suffix: String,
    /// Whether a slug may reach into folders (`chapter1/2`).
    nested: bool,
}

impl Template {
    /// Reads a template; `None` unless it holds `{slug}` exactly once and is a path inside a repository.
    pub fn parse(text: &str, nested: bool) -> Option<Self> {
        let (prefix, suffix) = text.split_once(PLACEHOLDER)?;
        let unsafe_path =
            text.starts_with('/') || text.split('/').any(|part| matches!(part, "" | "." | ".."));
        if suffix.contains(PLACEHOLDER) || unsafe_path {
            return None;
        }
        Some(Self { prefix: prefix.to_owned(), suffix: suffix.to_owned(), nested })
    }

    /// The slug of a path that fits.
    pub fn slug<'a>(&self, path: &'a str) -> Option<&'a str> {
        let slug = path.strip_prefix(&self.prefix)?.strip_suffix(&self.suffix)?;
        let whole_name = !slug.split('/').any(|part| matches!(part, "" | "." | ".."));
        (whole_name && (self.nested || !slug.contains('/'))).then_some(slug)
    }

    /// The path of a slug.
    pub fn path(&self, slug: &Slug) -> RepoPath {
        RepoPath::new(format!("{}{slug}{}", self.prefix, self.suffix))
    }

    /// The folder all its paths lie in, with `/` at its end; empty for the root.
    pub fn folder(&self) -> &str {
        &self.prefix[..self.prefix.rfind('/').map_or(0, |at| at + 1)]
    }

    /// The path of a file beside the posts.
    pub fn beside(&self, name: &str) -> RepoPath {
        RepoPath::new(format!("{}{name}", self.folder()))
    }

    /// The template as it was written.
    pub fn text(&self) -> String {
        format!("{}{PLACEHOLDER}{}", self.prefix, self.suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str, nested: bool) -> Template {
        Template::parse(text, nested).expect("a good template")
    }

    #[test]
    fn path_and_slug_are_inverse() {
        let posts = template("zh/{slug}.md", false);
        let slug = Slug::new("在 Hugging-Face 上[1]");
        assert_eq!(posts.path(&slug).as_str(), "zh/在 Hugging-Face 上[1].md");
        assert_eq!(posts.slug(posts.path(&slug).as_str()), Some(slug.as_str()));
        assert_eq!(posts.folder(), "zh/");
        assert_eq!(template("{slug}.md", false).folder(), "");
    }

    #[test]
    fn only_nested_slugs_reach_into_folders() {
        assert_eq!(template("{slug}.md", false).slug("zh/post.md"), None);
        let chapters = template("chapters/en/{slug}.mdx", true);
        assert_eq!(chapters.slug("chapters/en/chapter1/2.mdx"), Some("chapter1/2"));
        assert_eq!(chapters.slug("chapters/en/.mdx"), None);
    }

    #[test]
    fn a_slug_does_not_climb_out_of_its_folder() {
        let chapters = template("chapters/en/{slug}.mdx", true);
        for slug in ["..", "../x", "a/../x", "a/./x", "a//x", "/x", "x/"] {
            assert_eq!(chapters.slug(&format!("chapters/en/{slug}.mdx")), None, "{slug}");
        }
        assert_eq!(template("{slug}.md", false).slug("..md"), None);
    }

    #[test]
    fn a_template_without_slug_or_out_of_the_repository_is_refused() {
        for text in ["posts.md", "{slug}/{slug}.md", "/{slug}.md", "../{slug}.md", "a//{slug}.md"] {
            assert_eq!(Template::parse(text, false), None, "{text}");
        }
    }
}
