//! The glossary of a project: maintainers keep it, everybody may propose.

use std::collections::HashMap;

use super::{
    Project, Result, ServiceError, Workshop,
    steps::ensure,
    views::{
        BlockTerms, FoundTerm, GlossaryView, Imported, Proposal, ProposalDecision, TaskTerms,
        TermHint,
    },
};
use crate::{
    document::{BlockKind, Document},
    glossary::{Entry, Glossary, Term, from_csv, from_tbx, to_csv, to_tbx},
    ids::{ProjectId, ProposalId, TaskId, TermId},
    store::{Decision, StoreError, StoredProposal, Written},
    workflow::{Action, Person},
};

/// Decided proposals that are shown.
const DECIDED: u32 = 20;

/// The longest reason or answer, in characters.
const LONGEST_REASON: usize = 1000;

/// Terms one import takes.
const MOST_TERMS: usize = 10_000;

/// How a glossary is exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlossaryFormat {
    Csv,
    Tbx,
}

impl GlossaryFormat {
    /// What a text is written in: XML begins with a bracket, CSV never does.
    pub fn guess(text: &str) -> Self {
        let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
        if is_xml { Self::Tbx } else { Self::Csv }
    }
}

impl Workshop {
    /// The terms of a project, ready to be looked for.
    pub(super) async fn glossary_of(&self, project: &Project) -> Result<Glossary> {
        Ok(Glossary::new(self.0.store.terms(&project.settings.id).await?))
    }

    /// The glossary with what was proposed for it; everybody may read it.
    pub async fn glossary(&self, project: &ProjectId) -> Result<GlossaryView> {
        let id = &self.project(project)?.settings.id;
        let terms = self.0.store.terms(id).await?;
        let (mut open, mut decided) = (Vec::new(), Vec::new());
        for proposal in self.0.store.proposals(id, DECIDED).await? {
            let list = if proposal.decision.is_none() { &mut open } else { &mut decided };
            list.push(self.shown_proposal(proposal, &terms).await?);
        }
        Ok(GlossaryView { project: id.clone(), terms, open, decided })
    }

    /// Writes a new term, or changes the one of an id.
    pub async fn write_term(
        &self,
        project: &ProjectId,
        id: Option<TermId>,
        entry: Entry,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::KeepGlossary)?;
        let project = &self.project(project)?.settings.id;
        let entry = entry.tidied()?;
        let now = self.0.clock.now();
        match id {
            Some(id) => {
                if self.0.store.change_term(project, id, &entry, by.id, now).await.map_err(gone)? {
                    return Ok(());
                }
            }
            None => {
                let taken = self.0.store.terms(project).await?;
                if taken.iter().all(|term| term.entry.key() != entry.key()) {
                    self.0.store.write_terms(project, &[entry], by.id, now).await?;
                    return Ok(());
                }
            }
        }
        Err(ServiceError::TermTaken { term: entry.term })
    }

    pub async fn remove_term(&self, project: &ProjectId, id: TermId, by: &Person) -> Result<()> {
        ensure(by, Action::KeepGlossary)?;
        let project = &self.project(project)?.settings.id;
        let terms = self.0.store.terms(project).await?;
        let term = terms.iter().find(|term| term.id == id).ok_or(ServiceError::NotFound("term"))?;
        let now = self.0.clock.now();
        self.0.store.remove_term(project, term, by.id, now).await.map_err(gone)
    }

    /// Asks the maintainers to add a term, or to change the one that has its English.
    pub async fn propose_term(
        &self,
        project: &ProjectId,
        entry: Entry,
        reason: &str,
        by: &Person,
    ) -> Result<ProposalId> {
        ensure(by, Action::ProposeTerm)?;
        let project = &self.project(project)?.settings.id;
        let entry = entry.tidied()?;
        let now = self.0.clock.now();
        Ok(self.0.store.add_proposal(project, &entry, &short(reason), by.id, now).await?)
    }

    /// Takes a proposal into the glossary, or says no; somebody else may have been faster.
    pub async fn decide_proposal(
        &self,
        project: &ProjectId,
        id: ProposalId,
        is_accepted: bool,
        answer: &str,
        by: &Person,
    ) -> Result<()> {
        ensure(by, Action::KeepGlossary)?;
        let project = &self.project(project)?.settings.id;
        let proposal = self.0.store.proposal(project, id).await?;
        let proposal = proposal.ok_or(ServiceError::NotFound("proposal"))?;
        let answer = short(answer);
        let decision = Decision { is_accepted, by: by.id, at: self.0.clock.now(), answer };
        if self.0.store.decide_proposal(project, &proposal, &decision).await? {
            Ok(())
        } else {
            Err(ServiceError::DecidedAlready)
        }
    }

    /// Takes over a file in CSV or TBX. A term that is there already is replaced; nothing is removed.
    /// What no term can be made of is left out and told.
    pub async fn import_terms(
        &self,
        project: &ProjectId,
        text: &str,
        by: &Person,
    ) -> Result<Imported> {
        ensure(by, Action::KeepGlossary)?;
        let settings = &self.project(project)?.settings;
        let entries = match GlossaryFormat::guess(text) {
            GlossaryFormat::Csv => from_csv(text),
            GlossaryFormat::Tbx => {
                let entries = from_tbx(text, settings.convention.language());
                entries.map(|all| (1..).zip(all).map(|(at, entry)| (at, Ok(entry))).collect())
            }
        };
        let entries = entries.map_err(ServiceError::BadGlossaryFile)?;
        if entries.len() > MOST_TERMS {
            let problem = format!("{} terms are more than {MOST_TERMS}", entries.len());
            return Err(ServiceError::BadGlossaryFile(problem));
        }
        let mut imported = Imported::default();
        let mut tidy: Vec<Entry> = Vec::new();
        let mut first: HashMap<String, usize> = HashMap::new();
        for (place, entry) in entries {
            let entry = entry.and_then(|entry| {
                let term = entry.term.trim().to_owned();
                entry.tidied().map_err(|error| format!("{term:?}: {error}"))
            });
            match entry {
                Ok(entry) if first.contains_key(&entry.key()) => {
                    let known = first[&entry.key()];
                    let problem = format!("{:?}: the same term as in {known}", entry.term);
                    imported.skipped.push((place, problem));
                }
                Ok(entry) => {
                    first.insert(entry.key(), place);
                    tidy.push(entry);
                }
                Err(problem) => imported.skipped.push((place, problem)),
            }
        }
        let now = self.0.clock.now();
        for written in self.0.store.write_terms(&settings.id, &tidy, by.id, now).await? {
            *match written {
                Written::Added => &mut imported.added,
                Written::Changed => &mut imported.changed,
                Written::Unchanged => &mut imported.unchanged,
            } += 1;
        }
        Ok(imported)
    }

    /// The glossary as a file.
    pub async fn export_terms(
        &self,
        project: &ProjectId,
        format: GlossaryFormat,
    ) -> Result<String> {
        let settings = &self.project(project)?.settings;
        let terms = self.0.store.terms(&settings.id).await?;
        let entries = terms.iter().map(|term| &term.entry);
        Ok(match format {
            GlossaryFormat::Csv => to_csv(entries),
            GlossaryFormat::Tbx => to_tbx(entries, &settings.name, settings.convention.language()),
        })
    }

    /// The terms of the source of a task, block by block.
    pub async fn terms_of_task(&self, task: TaskId, viewer: &Person) -> Result<TaskTerms> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(task).await?;
        let source = self.source_of(&task, project).await?;
        let glossary = self.glossary_of(project).await?;
        Ok(terms_of(&glossary, &Document::parse(&source, project.settings.convention.dialect())))
    }

    async fn shown_proposal(&self, proposal: StoredProposal, terms: &[Term]) -> Result<Proposal> {
        let key = proposal.entry.key();
        let known = terms.iter().find(|term| term.entry.key() == key);
        let decision = match proposal.decision {
            Some(decision) => Some(ProposalDecision {
                is_accepted: decision.is_accepted,
                by: self.brief(decision.by).await?,
                at: decision.at,
                answer: decision.answer,
            }),
            None => None,
        };
        Ok(Proposal {
            id: proposal.id,
            instead_of: known.filter(|_| decision.is_none()).map(|term| term.entry.clone()),
            entry: proposal.entry,
            reason: proposal.reason,
            by: self.brief(proposal.by).await?,
            at: proposal.at,
            decision,
        })
    }
}

fn short(text: &str) -> String {
    text.trim().chars().take(LONGEST_REASON).collect()
}

/// A term that somebody removed meanwhile is not there, which is nobody's fault.
fn gone(error: StoreError) -> ServiceError {
    match error {
        StoreError::Missing { table: "glossary_terms", .. } => ServiceError::NotFound("term"),
        error => error.into(),
    }
}

/// The terms of the prose of a document; only those that occur are told.
fn terms_of(glossary: &Glossary, document: &Document) -> TaskTerms {
    let mut told: Vec<usize> = Vec::new();
    let mut blocks = Vec::new();
    for block in document.blocks() {
        if matches!(
            block.kind,
            BlockKind::FrontMatter | BlockKind::Code | BlockKind::Math | BlockKind::LinkDefinition
        ) {
            continue;
        }
        let text = document.slice(block);
        let found = glossary.find(text).into_iter().map(|it| {
            let term = told.iter().position(|known| *known == it.term).unwrap_or_else(|| {
                told.push(it.term);
                told.len() - 1
            });
            let start = text[..it.span.start].encode_utf16().count();
            let written = &text[it.span];
            FoundTerm {
                text: written.to_owned(),
                start,
                end: start + written.encode_utf16().count(),
                term,
            }
        });
        let found: Vec<FoundTerm> = found.collect();
        if !found.is_empty() {
            blocks.push(BlockTerms { lines: block.lines, found });
        }
    }
    let terms = told.into_iter().map(|place| {
        let entry = &glossary.terms()[place].entry;
        TermHint {
            term: entry.term.clone(),
            forms: entry.forms().into_iter().map(str::to_owned).collect(),
            note: entry.note.clone(),
        }
    });
    TaskTerms { terms: terms.collect(), blocks }
}
