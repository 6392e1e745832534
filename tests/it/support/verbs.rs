//! What the people of a scenario do, in their words.

use yiqi::{
    ids::{DeliveryId, RevisionNumber, Slug, TaskId},
    services::SyncMode,
    staleness::Base,
    workflow::{Clock, Stage, Task, UiLanguage},
};

use super::{Scenario, UPSTREAM, blog};
use crate::fake_github::{Event, Merge, Pull, PullState};

impl Scenario {
    /// An author changes or adds files upstream.
    pub fn push_source(&self, files: &[(&str, &str)]) {
        blog::commit(self.upstream.path(), "Change a post", files, self.clock.now());
    }

    pub async fn sync(&self) {
        let synced = self.workshop.sync(&self.project, SyncMode::Incremental, &|_, _, _| {});
        synced.await.expect("a sync");
    }

    pub async fn claim(&self, slug: &str) -> TaskId {
        let slug = Slug::new(slug);
        let claimed = self.workshop.claim(&self.project, &slug, &self.translator).await;
        claimed.expect("a free post").id
    }

    /// The translator saves the whole text on top of what is there.
    pub async fn save(&self, task: TaskId, text: &str) -> RevisionNumber {
        let newest = self.store.newest_revision(task).await.expect("a readable database");
        let newest = newest.expect("a first draft").number;
        let saved = self.workshop.save_draft(task, newest, text.into(), &self.translator).await;
        saved.expect("a save").revision
    }

    pub async fn submit(&self, task: TaskId, revision: RevisionNumber) {
        self.workshop.submit(task, revision, &self.translator).await.expect("a submission");
    }

    pub async fn approve(&self, task: TaskId, revision: RevisionNumber) {
        self.workshop.start_review(task, &self.proofreader).await.expect("a review");
        let view = self.workshop.workspace(task, &self.proofreader).await.expect("a desk");
        let talk = self.workshop.proofreading(&view, &self.proofreader).await.expect("a talk");
        let open = talk.open_threads();
        self.workshop.approve(task, revision, open, &self.proofreader).await.expect("an approval");
    }

    /// From a claim to an approved translation of the kites.
    pub async fn translate_kites(&self) -> TaskId {
        let task = self.claim("kites").await;
        self.finish(task, blog::KITES_ZH).await;
        task
    }

    /// Saves, submits and approves a text of a task that is with its translator.
    pub async fn finish(&self, task: TaskId, text: &str) {
        let revision = self.save(task, text).await;
        self.submit(task, revision).await;
        self.approve(task, revision).await;
    }

    /// One round of publishing; how many translations went out.
    pub async fn publish(&self) -> usize {
        self.workshop.publish_due().await.expect("a readable database")
    }

    /// Why the last try to publish a task failed.
    pub async fn publish_error(&self, task: TaskId) -> Option<String> {
        let publication = self.store.publication(task).await.expect("a readable database");
        publication.and_then(|publication| publication.last_error)
    }

    /// One round of everything the worker does.
    pub async fn round(&self) {
        self.workshop.round().await.expect("a round without failures");
    }

    pub async fn task(&self, id: TaskId) -> Task {
        let found = self.store.task(id).await.expect("a readable database");
        found.expect("a task of this id")
    }

    /// What a translation is judged to be a translation of.
    pub async fn judged_base(&self, slug: &str) -> Base {
        let catalogue = self.workshop.catalogue(&self.project).await.expect("a readable database");
        let posts = &catalogue.expect("a sync").posts;
        let post = posts.iter().find(|post| post.slug.as_str() == slug).expect("a post");
        post.judgement.as_ref().expect("a translation").base.clone()
    }

    pub async fn stage(&self, id: TaskId) -> &'static str {
        self.task(id).await.stage_name()
    }

    /// The translator's newest text of a task.
    pub async fn draft(&self, id: TaskId) -> String {
        let newest = self.store.newest_revision(id).await.expect("a readable database");
        newest.expect("a draft").text
    }

    /// Why a task came back to its translator.
    pub async fn returned_because(&self, id: TaskId) -> String {
        match self.task(id).await.stage {
            Stage::ChangesRequested { reason, .. } => {
                yiqi::web::reason(UiLanguage::Chinese, &reason)
            }
            other => panic!("the task was not returned: {other:?}"),
        }
    }

    /// The one open pull request.
    #[track_caller]
    pub fn expect_pull_request(&self) -> Pull {
        let pulls = self.github.pulls(UPSTREAM);
        let open: Vec<&Pull> = pulls.iter().filter(|pull| pull.state == PullState::Open).collect();
        assert_eq!(open.len(), 1, "open pull requests: {pulls:#?}");
        open[0].clone()
    }

    /// Upstream merges the one open pull request.
    #[track_caller]
    pub fn merge_pull_request(&self, way: Merge) {
        let pull = self.expect_pull_request();
        self.github.merge_pull(UPSTREAM, pull.number, way);
    }

    /// GitHub delivers an event; whether it was new.
    pub async fn deliver(&self, event: &Event) -> bool {
        let id = DeliveryId::new(event.id.as_str());
        let received = self.workshop.receive(&id, event.name, &event.body).await;
        received.expect("a stored delivery")
    }
}
