//! Follows the source: fetch, walk, judge, store what differs.
//!
//! Level-triggered: it brings the catalogue in step with whatever the source has now, so a missed or
//! doubled wake does no harm. Only one sync or rejudgement of a project runs at a time. What is stored is
//! the difference, and counts once all of it is; what is in memory is swapped whole, so nobody sees half a
//! sync.

use std::sync::Arc;

use tracing::Instrument as _;

use super::{Project, Result, ServiceError, Workshop};
use crate::{
    background,
    catalogue::{self, Catalogue, CatalogueDiff, Inputs},
    history::History,
    ids::{CommitId, ProjectId},
    repository::{Mirror, Tracked},
};

/// How a sync goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncMode {
    /// Only what is new.
    Incremental,
    /// Throws the cache away and makes it again.
    Rebuild,
    /// Tells what would change and changes nothing in the database.
    DryRun,
}

/// What a sync found.
#[derive(Debug, Clone)]
pub struct SyncOutcome {
    pub head: CommitId,
    pub diff: CatalogueDiff,
    pub catalogue: Arc<Catalogue>,
}

/// Told the stage (`fetch`, `judge`, `store`), and how many of how many are done; 0 of 0 is unknown.
type Progress<'a> = &'a (dyn Fn(&str, u64, u64) + Send + Sync);

impl Workshop {
    /// Syncs one project. A failure is recorded as the sync state and the last good catalogue stays.
    /// Afterwards tasks whose work is on the base branch are merged (by content).
    pub async fn sync(
        &self,
        project: &ProjectId,
        mode: SyncMode,
        progress: Progress<'_>,
    ) -> Result<SyncOutcome> {
        let project = self.project(project)?;
        let _turn = project.syncing.lock().await;
        let begun = self.0.clock.now();
        let span = tracing::info_span!("sync", project = %project.settings.id);
        let outcome = self.follow(project, mode, progress).instrument(span).await;
        self.0.tally.syncs.note(outcome.is_ok(), begun, self.0.clock.now());
        if mode == SyncMode::DryRun {
            return outcome;
        }
        if mode == SyncMode::Rebuild {
            self.0.store.distrust_memory(&project.settings.id).await?;
            self.0.store.drop_coverage(&project.settings.id).await?;
        }
        let recorded = self.record_sync(project, outcome.as_ref().err()).await;
        let outcome = outcome?;
        recorded?;
        if let Err(error) = self.settle_merged(project).await {
            tracing::warn!(%error, "looking for merged work after the sync failed");
        }
        Ok(outcome)
    }

    /// Judges again at the known head with the present pins and dismissals; only what they touch is
    /// computed. Nothing is fetched. Does nothing before the first sync.
    pub(super) async fn rejudge(&self, project: &Project) -> Result<()> {
        let _turn = project.syncing.lock().await;
        self.rejudge_in_turn(project).await
    }

    /// The same, for whoever holds the turn already.
    pub(super) async fn rejudge_in_turn(&self, project: &Project) -> Result<()> {
        let Some(before) = self.catalogue(&project.settings.id).await? else { return Ok(()) };
        let history = before.history.clone();
        let after = self.judge(project, history, Some(&before), &|_, _, _| {}).await?;
        let diff = CatalogueDiff::between(Some(&before), &after);
        self.keep(project, Some(&before), &diff, after).await
    }

    async fn follow(
        &self,
        project: &Project,
        mode: SyncMode,
        progress: Progress<'_>,
    ) -> Result<SyncOutcome> {
        let before = self.catalogue(&project.settings.id).await?;
        // A rebuild rests on nothing known, yet tells what it mended.
        let known = before.as_ref().filter(|_| mode != SyncMode::Rebuild);
        progress("fetch", 0, 0);
        let convention = project.settings.convention.clone();
        let tracked: Tracked = Arc::new(move |path| convention.tracks(path));
        let known_history = known.map(|known| Arc::new(known.history.clone()));
        let history = self.fetch(project, known_history, &tracked).await?;
        let head = history.head;
        let after = self.judge(project, history, known, progress).await?;
        let diff = CatalogueDiff::between(before.as_deref(), &after);
        if mode == SyncMode::DryRun {
            return Ok(SyncOutcome { head, diff, catalogue: after });
        }
        progress("store", 0, 0);
        self.keep(project, known, &diff, Arc::clone(&after)).await?;
        Ok(SyncOutcome { head, diff, catalogue: after })
    }

    /// Fetches with what opens the source. A token that is refused may have been revoked before its time,
    /// and hides no public source.
    async fn fetch(
        &self,
        project: &Project,
        known: Option<Arc<History>>,
        tracked: &Tracked,
    ) -> Result<History> {
        let opened = self.opened(project).await;
        match opened.fetch(known.clone(), tracked).await {
            Err(error) if opened.has_token() && error.is_refusal() => {
                tracing::warn!(%error, "the source is asked without a token");
                if let Some(client) = &self.0.github {
                    client.forgets_token();
                }
                Ok(project.mirror.fetch(known, tracked).await?)
            }
            done => Ok(done?),
        }
    }

    /// The mirror of a project with the token that opens its source, where GitHub gives one.
    pub(super) async fn opened(&self, project: &Project) -> Mirror {
        let mirror = project.mirror.clone();
        let Some(client) = &self.0.github else { return mirror };
        match client.git_token(&mirror.settings().url).await {
            Ok(token) => token.into_iter().fold(mirror, Mirror::with_token),
            Err(error) => {
                tracing::warn!(%error, "there is no token for fetching; the source may be public");
                mirror
            }
        }
    }

    /// Assembles the catalogue away from the runtime's threads; progress is handed over to this one.
    async fn judge(
        &self,
        project: &Project,
        history: History,
        previous: Option<&Arc<Catalogue>>,
        progress: Progress<'_>,
    ) -> Result<Arc<Catalogue>> {
        let pins = self.0.store.pins(&project.settings.id).await?;
        let dismissals = self.0.store.dismissals(&project.settings.id).await?;
        let convention = project.settings.convention.clone();
        let mass_edit_files = project.settings.rules.mass_edit_files;
        let (mirror, previous) = (project.mirror.clone(), previous.cloned());
        let (report, mut reports) = tokio::sync::watch::channel((0, 0));
        let work = background::run_politely(move || {
            let reader = mirror.reader()?;
            let catalogue = catalogue::assemble(&Inputs {
                convention: &convention,
                history: &history,
                contents: &|path, blob| reader.text(path, blob),
                pins: &pins,
                dismissals: &dismissals,
                mass_edit_files,
                previous: previous.as_deref(),
                progress: &|done, total| {
                    // Nobody listens any more where the sync was cancelled.
                    let _ = report.send((done as u64, total as u64));
                },
            })?;
            Ok(Arc::new(catalogue))
        });
        tokio::pin!(work);
        loop {
            tokio::select! {
                result = &mut work => return result,
                Ok(()) = reports.changed() => {
                    let (done, total) = *reports.borrow_and_update();
                    progress("judge", done, total);
                }
            }
        }
    }

    /// Stores what leads from `before` to a catalogue, all of it where nothing was known, and swaps it in.
    async fn keep(
        &self,
        project: &Project,
        before: Option<&Arc<Catalogue>>,
        diff: &CatalogueDiff,
        catalogue: Arc<Catalogue>,
    ) -> Result<()> {
        let id = &project.settings.id;
        if before.is_none() {
            self.0.store.drop_catalogue(id).await?;
        }
        self.0.store.apply_catalogue(id, &engine(project), diff, &catalogue).await?;
        project.learn(catalogue);
        Ok(())
    }

    /// Writes down how the sync went; the time of the last success outlives a failure.
    async fn record_sync(&self, project: &Project, error: Option<&ServiceError>) -> Result<()> {
        let store = &self.0.store;
        let now = self.0.clock.now();
        let mut state = store.sync_state(&project.settings.id).await?;
        state.last_attempt = Some(now);
        state.error = error.map(ToString::to_string);
        if error.is_none() {
            state.last_success = Some(now);
        }
        store.set_sync_state(&project.settings.id, &state).await?;
        project.forget_board();
        Ok(())
    }
}

/// What the cached catalogue must have been made by to be of use.
pub(super) fn engine(project: &Project) -> String {
    let settings = &project.settings;
    catalogue::engine(&settings.convention, settings.rules.mass_edit_files)
}
