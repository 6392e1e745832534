//! The glossary, and how things were translated before.

use askama::Template;
use serde::Deserialize;

use super::{Shell, urls};
use crate::{
    glossary::{Entry, Term},
    ids::TermId,
    services::views::{Concordance, GlossaryView, Imported},
    workflow::Action,
};

/// What the address of the glossary asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GlossaryQuery {
    /// Part of a term, a form or a note.
    pub q: String,
    /// The term whose form is open.
    pub edit: Option<TermId>,
}

/// What things are called, and what was proposed.
#[derive(Debug, Clone, Template)]
#[template(path = "glossary.html")]
pub struct GlossaryPage {
    pub shell: Shell,
    pub view: GlossaryView,
    pub query: GlossaryQuery,
    /// What an import that has just been made did.
    pub imported: Option<Imported>,
}

impl GlossaryPage {
    /// The terms that are asked for.
    fn terms(&self) -> Vec<&Term> {
        let wanted = self.query.q.trim().to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        let matches = |term: &&Term| {
            let entry = &term.entry;
            wanted.is_empty()
                || has(&entry.term)
                || has(&entry.note)
                || entry.forms().into_iter().any(has)
        };
        self.view.terms.iter().filter(matches).collect()
    }

    fn edited(&self) -> Option<&Term> {
        self.view.terms.iter().find(|term| Some(term.id) == self.query.edit)
    }

    fn may_keep(&self) -> bool {
        self.shell.may(Action::KeepGlossary)
    }

    fn may_propose(&self) -> bool {
        self.shell.may(Action::ProposeTerm)
    }

    fn url(&self) -> String {
        urls::glossary(&self.view.project)
    }

    fn edit_url(&self, id: &TermId) -> String {
        format!("{}?edit={id}#edit", self.url())
    }

    /// Where one sees how a term was translated.
    fn memory_url(&self, term: &str) -> String {
        format!("{}?q={}", urls::memory(&self.view.project), urls::encode_query(term))
    }

    fn accepted(&self, entry: &Entry) -> String {
        entry.accepted.join("；")
    }

    fn count(&self) -> String {
        self.shell.t1("glossary-count", "count", self.terms().len())
    }

    fn sentence(&self, imported: &Imported) -> String {
        let places = [
            ("added", imported.added.into()),
            ("changed", imported.changed.into()),
            ("unchanged", imported.unchanged.into()),
            ("skipped", imported.skipped.len().into()),
        ];
        self.shell.texts().with("glossary-imported", &places)
    }
}

/// How something was translated before.
#[derive(Debug, Clone, Template)]
#[template(path = "concordance.html")]
pub struct ConcordancePage {
    pub shell: Shell,
    pub view: Concordance,
}

impl ConcordancePage {
    fn url(&self) -> String {
        urls::memory(&self.view.project)
    }

    fn glossary_url(&self) -> String {
        urls::glossary(&self.view.project)
    }

    fn found(&self) -> String {
        let key = if self.view.is_cut { "memory-found-cut" } else { "memory-found" };
        self.shell.t1(key, "count", self.view.hits.len())
    }

    /// How much there is to find.
    fn size(&self) -> String {
        let size = &self.view.size;
        self.shell.t2("memory-size", "posts", size.posts, "units", size.units)
    }

    /// The memory is being made, and does not hold every post yet.
    fn is_growing(&self) -> bool {
        self.view.size.posts < self.view.size.all_posts
    }

    fn growing(&self) -> String {
        let size = &self.view.size;
        self.shell.t2("memory-growing", "posts", size.posts, "all", size.all_posts)
    }

    /// Three things to begin with.
    fn examples(&self) -> [(&'static str, String); 3] {
        ["fine-tuning", "推理", "quantiz*"]
            .map(|text| (text, format!("{}?q={}", self.url(), urls::encode_query(text))))
    }
}
