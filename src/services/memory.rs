//! The translation memory: made beside the work, asked while somebody writes.
//!
//! Level-triggered like the sync: it compares what the units of each post were made of with the
//! catalogue and makes what differs, in the worker and never inside of a sync, so that nobody waits for
//! it. A translation that is behind is read beside the source it reflects, not beside the newest.

use std::collections::HashMap;

use super::{
    Project, Result, Workshop,
    steps::ensure,
    views::{Concordance, Hit, Mark, MemorySize, Suggestion, Suggestions},
};
use crate::{
    background,
    catalogue::{Catalogue, Post},
    document::BlockKind,
    ids::{BlobId, ProjectId, RepoPath, Slug, TaskId},
    memory::{Candidate, ENGINE, Match, Query, Unit, best, highlights, units},
    phrase::{Frame, latin_sentences, seen, words},
    staleness::Status,
    store::{MemoryStamp, StoredUnit},
    workflow::{Action, Person},
};

/// Posts whose units are made in one go, between which others may read the mirror.
const BATCH: usize = 8;

/// What one search shows at most.
const HITS: u32 = 60;

/// Suggestions for a block, and sentences of it that are looked up.
const FOR_A_BLOCK: usize = 4;
const SENTENCES: usize = 6;

/// Candidates the index ranks before words are compared.
const CANDIDATES: u32 = 40;

/// The longest text that is looked up, in bytes: longer than any block, shorter than a nuisance.
const LONGEST: usize = 20_000;

/// A text somewhere in the history.
type Place = (RepoPath, BlobId);

impl Workshop {
    /// Brings the memory in step with the last good catalogue; how many posts were made anew. Being
    /// stopped anywhere loses nothing.
    pub async fn refresh_memory(&self, project: &ProjectId) -> Result<usize> {
        let Some(catalogue) = self.catalogue(project).await? else { return Ok(0) };
        let project = self.project(project)?;
        let id = &project.settings.id;
        let mut known = self.0.store.memory_stamps(id).await?;
        let mut wanted: Vec<(Slug, Place, Place)> = Vec::new();
        for post in &catalogue.posts {
            let Some((source, target)) = pair(&catalogue, post) else { continue };
            let stamp = stamp(&source, &target);
            if known.remove(&post.slug) != Some(stamp) {
                wanted.push((post.slug.clone(), source, target));
            }
        }
        for gone in known.into_keys() {
            self.0.store.set_memory(id, &gone, None).await?;
        }
        for batch in wanted.chunks(BATCH) {
            for (slug, stamp, units) in cut(project, batch.to_vec()).await? {
                self.0.store.set_memory(id, &slug, Some((&stamp, &units))).await?;
            }
        }
        Ok(wanted.len())
    }

    /// How something was translated before; both languages are searched. Words that stand together
    /// come first, then those that stand anywhere in a pair.
    pub async fn concordance(&self, project: &ProjectId, text: &str) -> Result<Concordance> {
        let catalogue = self.catalogue(project).await?;
        let project = self.project(project)?;
        let id = &project.settings.id;
        let text: String = text.trim().chars().take(200).collect();
        let mut found: Vec<(StoredUnit, Query)> = Vec::new();
        let mut is_cut = false;
        for query in [Query::phrase(&text), Query::parts(&text)].into_iter().flatten() {
            if found.len() > HITS as usize {
                break;
            }
            let units = self.0.store.memory_search(id, &query, HITS + 1).await?;
            is_cut |= units.len() > HITS as usize;
            for unit in units {
                // A heading that many posts have is told once.
                let is_same = |known: &StoredUnit| {
                    known.unit.source.eq_ignore_ascii_case(&unit.unit.source)
                        && known.unit.target == unit.unit.target
                };
                if !found.iter().any(|(known, _)| is_same(known)) {
                    found.push((unit, query.clone()));
                }
            }
        }
        is_cut |= found.len() > HITS as usize;
        found.truncate(HITS as usize);
        // How a link is called says less about a word than a sentence with it.
        found.sort_by_key(|(stored, _)| is_link(&stored.unit.source));
        let glossary = self.glossary_of(project).await?;
        let asked: Vec<String> = words(&text).into_iter().map(|word| word.text).collect();
        let terms: Vec<_> = glossary
            .terms()
            .iter()
            .map(|term| &term.entry)
            .filter(|entry| {
                let own: Vec<String> = words(&entry.term).into_iter().map(|it| it.text).collect();
                own == asked || entry.forms().contains(&text.as_str())
            })
            .cloned()
            .collect();
        let forms: Vec<Query> = terms
            .iter()
            .flat_map(|entry| entry.forms().into_iter().chain([entry.term.as_str()]))
            .filter_map(Query::phrase)
            .collect();
        let titles = Titles::of(catalogue.as_deref());
        let mut hits: Vec<Hit> = found
            .into_iter()
            .map(|(StoredUnit { slug, unit }, query)| {
                let wanted: Vec<&Query> = std::iter::once(&query).chain(&forms).collect();
                Hit {
                    title: titles.title(&slug),
                    slug,
                    source: marked(&seen(&unit.source), &wanted),
                    target: marked(&seen(&unit.target), &wanted),
                }
            })
            .collect();
        // The word may stand in the address of a link alone, where nobody sees it.
        let is_seen = |hit: &Hit| hit.source.iter().chain(&hit.target).any(|mark| mark.is_hit);
        if hits.iter().any(is_seen) {
            hits.retain(is_seen);
        }
        let size = self.memory_size(project, catalogue.as_deref()).await?;
        Ok(Concordance { project: id.clone(), query: text, hits, is_cut, terms, size })
    }

    async fn memory_size(
        &self,
        project: &Project,
        catalogue: Option<&Catalogue>,
    ) -> Result<MemorySize> {
        let (posts, units) = self.0.store.memory_size(&project.settings.id).await?;
        let pairs = catalogue.map_or(0, |catalogue| {
            catalogue.posts.iter().filter(|post| pair(catalogue, post).is_some()).count()
        });
        Ok(MemorySize { posts, all_posts: pairs.max(posts), units })
    }

    /// What the memory knows of a block of a task's source: its text as the file has it and the name
    /// of its kind.
    pub async fn suggestions(
        &self,
        task: TaskId,
        text: &str,
        kind: &str,
        viewer: &Person,
    ) -> Result<Suggestions> {
        ensure(viewer, Action::Comment)?;
        let (task, project) = self.task(task).await?;
        let catalogue = self.catalogue(&project.settings.id).await?;
        let titles = Titles::of(catalogue.as_deref());
        let matches = self.known_translations(project, &task.slug, text, kind).await?;
        let shown = matches.into_iter().map(|(part, it)| Suggestion {
            score: it.score,
            source: it.source,
            target: it.target,
            is_adapted: it.is_adapted,
            part,
            title: titles.title(&it.of),
            slug: it.of,
        });
        Ok(Suggestions { matches: shown.collect() })
    }

    /// Known translations of a block, and of its sentences where the block as a whole is not known;
    /// each sentence's with the sentence. Those of the post itself are left out: they are on the desk.
    pub(super) async fn known_translations(
        &self,
        project: &Project,
        slug: &Slug,
        text: &str,
        kind: &str,
    ) -> Result<Vec<(Option<String>, Match<Slug>)>> {
        let Some(frame) = framed(text, kind).filter(|_| text.len() <= LONGEST) else {
            return Ok(Vec::new());
        };
        let mut found = self.matches(project, slug, &frame.body, false, FOR_A_BLOCK).await?;
        let is_known = found.first().is_some_and(|it| it.score >= 95);
        for it in &mut found {
            it.target = frame.around(&it.target);
        }
        let mut all: Vec<_> = found.into_iter().map(|it| (None, it)).collect();
        let sentences = latin_sentences(&frame.body);
        if sentences.len() > 1 && !is_known {
            for span in sentences.into_iter().take(SENTENCES) {
                let sentence = &frame.body[span];
                for it in self.matches(project, slug, sentence, true, 1).await? {
                    all.push((Some(sentence.to_owned()), it));
                }
            }
        }
        Ok(all)
    }

    async fn matches(
        &self,
        project: &Project,
        slug: &Slug,
        text: &str,
        is_sentence: bool,
        limit: usize,
    ) -> Result<Vec<Match<Slug>>> {
        let (store, id) = (&self.0.store, &project.settings.id);
        let count = words(text).len();
        if count == 0 {
            return Ok(Vec::new());
        }
        let mut units = store.memory_same(id, text, is_sentence).await?;
        // One word is known or it is not; similar ones mean something else.
        if count > 1 {
            let lengths = (count * 6).div_ceil(10)..=(count * 10).div_ceil(6);
            units.extend(store.memory_like(id, text, is_sentence, lengths, CANDIDATES).await?);
        }
        let candidates = units
            .into_iter()
            .filter(|unit| unit.slug != *slug)
            .map(|StoredUnit { slug, unit }| Candidate {
                source: unit.source,
                target: unit.target,
                of: slug,
            })
            .collect();
        Ok(best(text, candidates, limit))
    }
}

/// The texts the units of a post are made of; `None` where it has no pair.
fn pair(catalogue: &Catalogue, post: &Post) -> Option<(Place, Place)> {
    let (source, target, judgement) =
        (post.source.as_ref()?, post.target.as_ref()?, post.judgement.as_ref()?);
    let reflected = (post.status == Status::Stale)
        .then(|| catalogue.history_of(&source.path))
        .flatten()
        .and_then(|file| file.versions.iter().find(|it| it.commit == judgement.base.commit))
        .map(|version| (version.path.clone(), version.blob));
    let source = reflected.unwrap_or_else(|| (source.path.clone(), source.blob));
    Some((source, (target.path.clone(), target.blob)))
}

fn stamp(source: &Place, target: &Place) -> MemoryStamp {
    MemoryStamp { source: source.1, target: target.1, engine: ENGINE.into() }
}

/// Cuts posts into units, away from the threads that serve people.
async fn cut(
    project: &Project,
    posts: Vec<(Slug, Place, Place)>,
) -> Result<Vec<(Slug, MemoryStamp, Vec<Unit>)>> {
    let (mirror, dialect) = (project.mirror.clone(), project.settings.convention.dialect());
    background::run_politely(move || {
        let reader = mirror.reader()?;
        let text = |(path, blob): &Place| -> Result<String> {
            let bytes = reader.blob(path, *blob)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        posts
            .into_iter()
            .map(|(slug, source, target)| {
                let made = units(&text(&source)?, &text(&target)?, dialect);
                Ok((slug, stamp(&source, &target), made))
            })
            .collect()
    })
    .await
}

/// A block taken apart, by the name of its kind.
pub(super) fn framed(text: &str, kind: &str) -> Option<Frame> {
    let kind = match kind {
        "heading" => BlockKind::Heading { level: 1 },
        "paragraph" => BlockKind::Paragraph,
        "list_item" => BlockKind::ListItem,
        "quote" => BlockKind::Quote,
        "footnote_definition" => BlockKind::FootnoteDefinition,
        _ => return None,
    };
    Frame::of(text, kind).filter(|frame| !frame.body.is_empty())
}

/// Whether a text is a link and nothing else.
fn is_link(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['-', '*', '+', ' ']);
    let is_named = text.starts_with('[') && text.ends_with(')') && text.matches("](").count() == 1;
    is_named || (text.starts_with("http") && !text.contains(' '))
}

/// A text in pieces, those marked that one of the searches finds.
fn marked(text: &str, queries: &[&Query]) -> Vec<Mark> {
    let mut spans: Vec<_> = queries.iter().flat_map(|query| highlights(text, query)).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut marks = Vec::new();
    let mut push = |text: &str, is_hit| {
        if !text.is_empty() {
            marks.push(Mark { text: text.to_owned(), is_hit });
        }
    };
    let mut end = 0;
    for span in spans {
        let start = span.start.max(end);
        if start >= span.end {
            continue;
        }
        push(&text[end..start], false);
        push(&text[start..span.end], true);
        end = span.end;
    }
    push(&text[end..], false);
    marks
}

/// What posts are called.
struct Titles<'a>(HashMap<&'a Slug, &'a str>);

impl<'a> Titles<'a> {
    fn of(catalogue: Option<&'a Catalogue>) -> Self {
        let posts = catalogue.iter().flat_map(|catalogue| &catalogue.posts);
        Self(
            posts
                .filter_map(|post| {
                    let title = |side: &'a crate::catalogue::Side| side.meta.title.as_deref();
                    let title = post.target.as_ref().and_then(title);
                    Some((&post.slug, title.or(post.source.as_ref()?.meta.title.as_deref())?))
                })
                .collect(),
        )
    }

    fn title(&self, slug: &Slug) -> String {
        self.0.get(slug).map_or_else(|| slug.to_string(), |title| (*title).to_owned())
    }
}
