//! Shows a text as the project's site would.

use url::Url;

use super::{Result, Workshop, saving::ensure_length};
use crate::{
    background,
    convention::ConventionKind,
    ids::ProjectId,
    preview::{self, SafeHtml},
};

impl Workshop {
    /// Renders a text as HTML that is safe to show.
    pub async fn preview(&self, project: &ProjectId, text: &str) -> Result<SafeHtml> {
        ensure_length(text)?;
        let convention = &self.project(project)?.settings.convention;
        let options = preview::Options { base: published_under(convention.kind()) };
        let (dialect, text) = (convention.dialect(), text.to_owned());
        Ok(background::run(move || preview::render(&text, dialect, &options)).await)
    }
}

/// The folder on the web whose relative addresses the posts use.
fn published_under(kind: ConventionKind) -> Option<Url> {
    let address = match kind {
        ConventionKind::HfBlog => "https://huggingface.co/blog/",
        ConventionKind::HfCourse => "https://huggingface.co/learn/",
        ConventionKind::Plain => return None,
    };
    Url::parse(address).ok()
}
