//! How far the translation was, over time: rebuilt from Git, so that a project has its story on the first
//! day.
//!
//! A point is what a sync would have said at the end of a month: the catalogue of the commit that was the
//! head then, judged by content, with the pins and dismissals people had made by then (as far as they
//! stand today). It is made by the code of the sync, each point from the catalogue of the point before it,
//! so that only what changed in between is judged, and once made it stays: nothing that happens later
//! changes what was known then. Level-triggered and made in the worker when everything else is done, a few
//! points at a time, so that neither a sync nor a delivery waits for it.

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;

use super::{
    Project, Result, Workshop,
    project::Samples,
    sync::engine,
    views::{CoveragePoint, CoverageView},
};
use crate::{
    background,
    catalogue::{self, Catalogue, Inputs},
    coverage::{Point, Sample, Standing, Step, samples},
    history::History,
    ids::{CommitId, ProjectId, Slug},
    repository::Tracked,
};

/// Points made in one go, between which the worker does other things.
const BATCH: usize = 24;

/// How a project stood over time.
#[derive(Debug, Clone)]
pub struct CoverageStory {
    pub step: Step,
    /// Ends of past weeks or months, oldest first.
    pub past: Vec<Point>,
    /// The project as it is now; `None` before the first sync.
    pub now: Option<Point>,
    /// Points that are still to be made.
    pub unmade: usize,
}

impl CoverageStory {
    /// All points, oldest first.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.past.iter().chain(&self.now)
    }
}

impl From<&Point> for CoveragePoint {
    fn from(point: &Point) -> Self {
        // Weeks and months end at moments a clock can show.
        let at = Timestamp::from_second(point.at).unwrap_or_default();
        Self { at, commit: point.commit, standing: point.standing }
    }
}

/// What is known of the words people said of the judgement at a moment.
struct Said {
    pins: HashMap<Slug, CommitId>,
    dismissals: HashMap<Slug, Vec<String>>,
}

impl Workshop {
    /// The story as far as it is made; nothing is judged for it.
    pub async fn coverage(&self, project: &ProjectId) -> Result<CoverageStory> {
        let catalogue = self.catalogue(project).await?;
        let project = self.project(project)?;
        let Some(catalogue) = catalogue else {
            return Ok(CoverageStory { step: Step::Month, past: vec![], now: None, unmade: 0 });
        };
        let (step, wanted) = self.known_samples(project, &catalogue).await?;
        let known = self.0.store.coverage(&project.settings.id, &engine(project)).await?;
        let past: Vec<Point> = known.into_iter().filter(|point| is_of(point, &wanted)).collect();
        let now = Point {
            at: self.0.clock.now().as_second(),
            commit: catalogue.history.head,
            standing: Standing::of(&catalogue),
        };
        Ok(CoverageStory { step, unmade: wanted.len() - past.len(), past, now: Some(now) })
    }

    /// The story with the present moment, as pages and programs are shown it.
    pub async fn coverage_view(&self, project: &ProjectId) -> Result<CoverageView> {
        let story = self.coverage(project).await?;
        let points = story.points().map(CoveragePoint::from).collect();
        Ok(CoverageView { step: story.step, points, unmade: story.unmade })
    }

    /// Makes points that are missing, a batch of them; how many are missing still. Being stopped
    /// anywhere loses nothing.
    pub async fn refresh_coverage(&self, project: &ProjectId) -> Result<usize> {
        let Some(catalogue) = self.catalogue(project).await? else { return Ok(0) };
        let project = self.project(project)?;
        let (id, engine) = (&project.settings.id, engine(project));
        let (_, wanted) = self.samples(project, &catalogue).await?;
        let known = self.0.store.coverage(id, &engine).await?;
        let stale: Vec<i64> =
            known.iter().filter(|point| !is_of(point, &wanted)).map(|point| point.at).collect();
        if !stale.is_empty() {
            self.0.store.remove_coverage(id, &stale).await?;
        }
        let is_known = |sample: &&Sample| {
            known.iter().any(|point| (point.at, point.commit) == (sample.at, sample.commit))
        };
        let missing: Vec<Sample> = wanted.iter().filter(|it| !is_known(it)).copied().collect();
        let batch = &missing[..missing.len().min(BATCH)];
        if !batch.is_empty() {
            let points = self.points(project, batch).await?;
            self.0.store.add_coverage(id, &engine, &points).await?;
        }
        Ok(missing.len() - batch.len())
    }

    /// The moments a story speaks of, as they are known. A new head changes none that is past, so nobody
    /// waits until its past is walked; where that was rewritten, the worker knows in a moment.
    async fn known_samples(
        &self,
        project: &Project,
        catalogue: &Arc<Catalogue>,
    ) -> Result<Samples> {
        match project.samples_of_day(self.0.clock.now().as_second()) {
            Some((_, samples)) => Ok(samples),
            None => self.samples(project, catalogue).await,
        }
    }

    /// The moments the story of this head speaks of.
    async fn samples(&self, project: &Project, catalogue: &Arc<Catalogue>) -> Result<Samples> {
        let now = self.0.clock.now().as_second();
        let head = catalogue.history.head;
        if let Some((of, samples)) = project.samples_of_day(now)
            && of == head
        {
            return Ok(samples);
        }
        let Some(first) = first_translation(catalogue) else {
            return Ok((Step::Month, Arc::default()));
        };
        let mirror = project.mirror.clone();
        let landings = background::run_politely(move || mirror.landings(head)).await?;
        let (step, samples) = samples(&landings, first, now);
        Ok(project.keep_samples(head, now, step, samples))
    }

    /// Makes points, oldest first.
    async fn points(&self, project: &Project, samples: &[Sample]) -> Result<Vec<Point>> {
        let mut said = Vec::with_capacity(samples.len());
        for sample in samples {
            said.push(self.said_by(project, sample.at).await?);
        }
        let convention = project.settings.convention.clone();
        let tracks = convention.clone();
        let tracked: Tracked = Arc::new(move |path| tracks.tracks(path));
        let heads = samples.iter().map(|sample| sample.commit).collect();
        project.mirror.fetch_contents_of(heads, &tracked).await?;
        let (mirror, samples) = (project.mirror.clone(), samples.to_vec());
        let mass_edit_files = project.settings.rules.mass_edit_files;
        background::run_politely(move || {
            let reader = mirror.reader()?;
            let mut points = Vec::with_capacity(samples.len());
            let mut before: Option<Catalogue> = None;
            for (sample, said) in samples.iter().zip(&said) {
                let known: Option<&History> = before.as_ref().map(|before| &before.history);
                let history = mirror.history(sample.commit, known, &tracked)?;
                let catalogue = catalogue::assemble(&Inputs {
                    convention: &convention,
                    history: &history,
                    contents: &|path, blob| reader.text(path, blob),
                    pins: &said.pins,
                    dismissals: &said.dismissals,
                    mass_edit_files,
                    previous: before.as_ref(),
                    progress: &|_, _| {},
                })?;
                let standing = Standing::of(&catalogue);
                points.push(Point { at: sample.at, commit: sample.commit, standing });
                before = Some(catalogue);
            }
            Ok(points)
        })
        .await
    }

    /// What people had said of the judgement before a moment.
    async fn said_by(&self, project: &Project, before: i64) -> Result<Said> {
        let (id, store) = (&project.settings.id, &self.0.store);
        let before = Timestamp::from_second(before).unwrap_or(Timestamp::MAX);
        Ok(Said {
            pins: store.pins_before(id, before).await?,
            dismissals: store.dismissals_before(id, before).await?,
        })
    }
}

/// Whether a point is one of a story.
fn is_of(point: &Point, samples: &[Sample]) -> bool {
    let place = samples.binary_search_by_key(&point.at, |sample| sample.at);
    place.is_ok_and(|place| samples[place].commit == point.commit)
}

/// Position of the commit that brought the first translation there is.
fn first_translation(catalogue: &Catalogue) -> Option<u32> {
    let targets = catalogue.posts.iter().filter_map(|post| post.target.as_ref());
    let first = |path| Some(catalogue.history_of(path)?.versions.first()?.position);
    targets.filter_map(|side| first(&side.path)).min()
}
