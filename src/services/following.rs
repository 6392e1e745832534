//! Follows our own pull requests to their end, whatever people do with them at GitHub.
//!
//! Level-triggered like everything: what is found is compared with what is known, and what follows from
//! the difference is done once. A task that came back to its translator still has its pull request: it may
//! be merged, closed, reopened or pushed to while they work on.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    Project, PublishTarget, Result, ServiceError, SyncMode, Workshop,
    publishing::{TakenIn, Tip},
    views::{OutsidePlace, OutsideRemark},
};
use crate::{
    github::{
        Client, GithubError, PullRequest, PullRequestState, Remark, RemarkKind, RepositoryName,
        Verdict,
    },
    ids::{CommitId, PersonId, PullRequestNumber},
    store::{Event, OwnPull},
    workflow::{Published, Reason, Stage, Task, Told},
};

/// Everything one look at a pull request needs.
struct Look<'a> {
    project: &'a Project,
    client: &'a Client,
    upstream: RepositoryName,
    /// Where the branch is.
    home: RepositoryName,
    pull: OwnPull,
    found: PullRequest,
}

impl Workshop {
    /// Looks up the pull request of one task; whether the task moved.
    pub(super) async fn reconcile_task(&self, task: &Task) -> Result<bool> {
        let project = self.project_of(task)?;
        let PublishTarget::Github { upstream, fork } = &project.settings.publish else {
            return Ok(false);
        };
        let Some(pull) = self.own_pull(task).await?.filter(|_| task.is_active()) else {
            return Ok(false);
        };
        let client = self.0.github.as_ref().ok_or(GithubError::NoToken)?;
        let upstream = project.now_named(upstream)?;
        let home = fork.as_deref().map(|fork| project.now_named(fork)).transpose()?;
        let found = client.pull_request(&upstream, pull.number).await?;
        let home = home.unwrap_or_else(|| upstream.clone());
        let look = Look { project, client, upstream, home, pull, found };
        match look.found.state {
            PullRequestState::Open => self.follow_open(task, look).await,
            PullRequestState::Merged => self.follow_merge(task, look).await,
            PullRequestState::Closed => self.follow_close(task, look).await,
        }
    }

    /// The newest pull request of a task.
    async fn own_pull(&self, task: &Task) -> Result<Option<OwnPull>> {
        Ok(self.0.store.own_pulls(task.id).await?.into_iter().next())
    }

    async fn follow_open(&self, task: &Task, look: Look<'_>) -> Result<bool> {
        let mut moved = self.follow_reopening(task, &look).await?;
        self.tell_base(task, &look).await?;
        let heard = self.hear(task, &look).await;
        moved |= self.follow_pushes(task, &look).await?;
        if let Some(remarks) = heard {
            moved |= match newest_request(&remarks, look.pull.verdict) {
                Some(wanted) => self.follow_verdict(task, &look, wanted).await?,
                None => self.follow_withdrawal(task, &look, &remarks).await?,
            };
        }
        if look.found.mergeable == Some(false) {
            let (task, _) = self.task(task.id).await?;
            if matches!(task.stage, Stage::PrOpen { .. }) {
                moved |= self.mend_conflict(look.project, &task).await?;
            }
        }
        Ok(moved)
    }

    /// Puts the work onto the newest base, where it is written into the index as that is now: whoever
    /// merges one pull request brings every other that adds an entry beside it into conflict.
    async fn mend_conflict(&self, project: &Project, task: &Task) -> Result<bool> {
        match self.publish(project, task.clone()).await {
            // Others work on the branch; the conflict is in their hands.
            Err(ServiceError::BranchTaken { .. }) => Ok(false),
            mended => mended,
        }
    }

    /// A pull request that was closed is open again: the text stands outside as it was, unless its
    /// translator has written on.
    async fn follow_reopening(&self, task: &Task, look: &Look<'_>) -> Result<bool> {
        if !look.pull.closed {
            return Ok(false);
        }
        let told =
            look.pull.told.as_ref().map(|told| {
                told.lines().filter(|key| *key != "closed").collect::<Vec<_>>().join("\n")
            });
        let open = OwnPull { closed: false, told, ..look.pull.clone() };
        self.0.store.set_own_pull(&open).await?;
        let (number, url) = look.named();
        let (reopened, meanwhile) =
            (Told::Reopened { number, url: url.clone() }, Told::ReopenedMeanwhile { number, url });
        if self.stands_outside_again(task, look, "reopened", reopened).await? == Some(true) {
            return Ok(true);
        }
        let data = json!({ "reason": Reason::from(meanwhile) });
        self.log(task, None, "pull_request_news", data).await?;
        Ok(false)
    }

    /// Puts a text that came back outside again as it was; `None` where its translator has written on
    /// or it is not with them, and otherwise whether the task moved.
    async fn stands_outside_again(
        &self,
        task: &Task,
        look: &Look<'_>,
        kind: &str,
        told: Told,
    ) -> Result<Option<bool>> {
        let last = self.0.store.publishings(task.id).await?.into_iter().next();
        let newest = self.0.store.newest_revision(task.id).await?;
        let (Some(last), Some(newest)) = (last, newest) else { return Ok(None) };
        let is_back = matches!(task.stage, Stage::ChangesRequested { .. });
        if !is_back || last.revision != newest.number {
            return Ok(None);
        }
        let published = look.published(last.commit);
        let after = task.clone().reopened(last.revision, published, self.0.clock.now())?;
        let data = json!({ "reason": Reason::from(told) });
        self.worker_step(task, &after, kind, data).await.map(Some)
    }

    /// The reviewer at GitHub took back the request for changes that brought the text back: it stands
    /// outside again as it was, unless its translator has written on or somebody else still asks.
    async fn follow_withdrawal(
        &self,
        task: &Task,
        look: &Look<'_>,
        remarks: &[Remark],
    ) -> Result<bool> {
        let (task, _) = self.task(task.id).await?;
        let Stage::ChangesRequested { reason, .. } = &task.stage else { return Ok(false) };
        let Some(Told::ChangesRequested { number, by, url, .. }) = reason.told() else {
            return Ok(false);
        };
        if *number != look.found.number || newest_request(remarks, 0).is_some() {
            return Ok(false);
        }
        let (number, by, url) = (*number, by.clone(), url.clone());
        let withdrawn = Told::RequestWithdrawn { number, by: by.clone(), url: url.clone() };
        let moved = self.stands_outside_again(&task, look, "reopened", withdrawn).await?;
        if moved.is_none() {
            let key = format!("withdrawn:{}", look.pull.verdict);
            let late = Told::RequestWithdrawnLate { number, by, url };
            self.tell_once(&task, look, &key, late).await?;
        }
        Ok(moved == Some(true))
    }

    /// Says once that somebody pointed the pull request at another branch.
    async fn tell_base(&self, task: &Task, look: &Look<'_>) -> Result<()> {
        let (ours, theirs) = (&look.project.settings.base_branch, &look.found.base_branch);
        if ours == theirs {
            return Ok(());
        }
        let key = format!("base:{theirs}");
        let (number, url) = look.named();
        let (ours, theirs) = (ours.clone(), theirs.clone());
        self.tell_once(task, look, &key, Told::Retargeted { number, url, ours, theirs }).await
    }

    /// Writes something into the story of a post, once per `key`.
    async fn tell_once(&self, task: &Task, look: &Look<'_>, key: &str, told: Told) -> Result<()> {
        // What is known of it now: a step before this one may have changed it.
        let known = self.0.store.own_pulls(task.id).await?;
        let known = known.into_iter().find(|known| known.number == look.pull.number);
        let known = known.unwrap_or_else(|| look.pull.clone());
        let before = known.told.clone().unwrap_or_default();
        if before.lines().any(|told| told == key) {
            return Ok(());
        }
        let data = json!({ "reason": Reason::from(told) });
        self.log(task, None, "pull_request_news", data).await?;
        let told = Some(format!("{before}\n{key}").trim_start().to_owned());
        Ok(self.0.store.set_own_pull(&OwnPull { told, ..known }).await?)
    }

    /// Brings what people said into the workspace. What cannot be heard now is heard later: it holds
    /// nothing up.
    async fn hear(&self, task: &Task, look: &Look<'_>) -> Option<Vec<Remark>> {
        match look.client.remarks(&look.upstream, look.found.number).await {
            Ok(remarks) => {
                if let Err(error) = self.tell_remarks(task, look, &remarks).await {
                    tracing::warn!(%error, "what was said at a pull request is told later");
                }
                Some(remarks)
            }
            Err(error) => {
                tracing::info!(%error, "what was said at a pull request is not heard");
                None
            }
        }
    }

    /// Brings remarks into the discussion of a task, each once, at the block it speaks of.
    async fn tell_remarks(&self, task: &Task, look: &Look<'_>, remarks: &[Remark]) -> Result<()> {
        let target = look.project.settings.convention.target_path(&task.slug);
        let name = |kind: RemarkKind, id: u64| format!("{}/{}/{id}", look.upstream, kind.name());
        let mut texts: HashMap<CommitId, Option<String>> = HashMap::new();
        for remark in remarks {
            // What a program says under the whole is for the people there.
            let is_noise = remark.is_bot && remark.kind != RemarkKind::Line;
            let id = name(remark.kind, remark.id);
            if is_noise || self.0.store.thread_of_outside(&id).await?.is_some() {
                continue;
            }
            let mut body = remark.body.clone();
            let mut place = None;
            match &remark.place {
                Some((path, commit, line)) if *path == target => {
                    if !texts.contains_key(commit) {
                        let bytes = look.client.file(&look.home, path, *commit).await?;
                        let text = bytes.map(|it| String::from_utf8_lossy(&it).into_owned());
                        texts.insert(*commit, text);
                    }
                    let text = texts.get(commit).cloned().flatten();
                    place = text.map(|text| OutsidePlace { text, line: *line });
                }
                Some((path, _, line)) => body = format!("{path}:{line}\n\n{body}"),
                None => {}
            }
            let told = OutsideRemark {
                id,
                reply_to: remark.reply_to.map(|id| name(remark.kind, id)),
                author: remark.author.clone(),
                url: remark.url.clone(),
                at: remark.at,
                body,
                place,
            };
            self.comment_from_github(task.id, told).await?;
        }
        Ok(())
    }

    /// A reviewer at GitHub asks for changes: the text goes back with their reason.
    async fn follow_verdict(&self, task: &Task, look: &Look<'_>, wanted: &Remark) -> Result<bool> {
        let (task, _) = self.task(task.id).await?;
        if !matches!(task.stage, Stage::PrOpen { .. }) {
            return Ok(false);
        }
        let reason = Reason::from(Told::ChangesRequested {
            number: look.found.number,
            by: wanted.author.clone(),
            words: wanted.body.trim().to_owned(),
            url: wanted.url.clone(),
        });
        let data = json!({ "reason": reason });
        let lease = look.project.settings.rules.claim_lease;
        let after = task.clone().return_to_translator(reason, self.0.clock.now(), lease)?;
        // Noted first: whoever is cut off here hears of it by the remark itself.
        let known = self.own_pull(&task).await?.unwrap_or_else(|| look.pull.clone());
        let moved = self.worker_step(&task, &after, "changes_requested", data).await?;
        self.0.store.set_own_pull(&OwnPull { verdict: wanted.id, ..known }).await?;
        Ok(moved)
    }

    /// Takes in what others pushed.
    async fn follow_pushes(&self, task: &Task, look: &Look<'_>) -> Result<bool> {
        let tip =
            Tip { home: &look.home, branch: &look.pull.branch, commit: look.found.head_commit };
        match self.take_in(look.project, task, look.client, tip).await {
            Ok(taken) => self.after_push(look.project, task, &taken).await,
            Err(ServiceError::BranchTaken { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What follows for a task whose branch others pushed to: an approval was of another text, so a
    /// person looks at what came of both.
    pub(super) async fn after_push(
        &self,
        project: &Project,
        task: &Task,
        taken: &TakenIn,
    ) -> Result<bool> {
        let TakenIn::Into { by, clashes, .. } = taken else { return Ok(false) };
        let (task, _) = self.task(task.id).await?;
        let asks_a_person = match task.stage {
            Stage::Approved { .. } => true,
            Stage::PrOpen { .. } => *clashes > 0,
            _ => false,
        };
        if !asks_a_person {
            return Ok(true);
        }
        let by = by.clone();
        let reason = Reason::from(match *clashes {
            0 => Told::Pushed { by },
            clashes => Told::PushedAgainst { by, clashes },
        });
        let data = json!({ "reason": reason });
        let lease = project.settings.rules.claim_lease;
        let after = task.clone().return_to_translator(reason, self.0.clock.now(), lease)?;
        self.worker_step(&task, &after, "changes_requested", data).await?;
        Ok(true)
    }

    async fn follow_close(&self, task: &Task, look: Look<'_>) -> Result<bool> {
        self.hear(task, &look).await;
        if look.pull.closed {
            return Ok(false);
        }
        // Their work is not lost with the pull request, as long as its branch is there.
        if let Err(error) = self.follow_pushes(task, &look).await {
            tracing::info!(%error, "what was pushed to a closed pull request is not known");
        }
        let (task, _) = self.task(task.id).await?;
        let task = &task;
        let closed = OwnPull { closed: true, ..look.pull.clone() };
        if !matches!(task.stage, Stage::PrOpen { .. }) {
            let (number, url) = look.named();
            self.tell_once(task, &look, "closed", Told::ClosedMeanwhile { number, url }).await?;
            return Ok(false);
        }
        let (number, url) = look.named();
        let reason = Reason::from(Told::Closed { number, url });
        let data = json!({ "reason": reason });
        let lease = look.project.settings.rules.claim_lease;
        let after = task.clone().return_to_translator(reason, self.0.clock.now(), lease)?;
        // Before the step: cut off in between, the next look makes the step all the same.
        let moved = self.worker_step(task, &after, "closed", data).await?;
        self.0.store.set_own_pull(&closed).await?;
        Ok(moved)
    }

    /// Ends a task whose pull request is merged. What was merged is fetched first, so that the base is
    /// remembered for the text it is the base of.
    async fn follow_merge(&self, task: &Task, look: Look<'_>) -> Result<bool> {
        let (ours, theirs) = (&look.project.settings.base_branch, &look.found.base_branch);
        if ours != theirs {
            let key = format!("merged:{theirs}");
            let (number, url) = look.named();
            let (ours, theirs) = (ours.clone(), theirs.clone());
            let told = Told::MergedElsewhere { number, url, ours, theirs };
            self.tell_once(task, &look, &key, told).await?;
            return Ok(false);
        }
        let project = look.project;
        let id = &project.settings.id;
        if let Err(error) = self.sync(id, SyncMode::Incremental, &|_, _, _| {}).await {
            tracing::warn!(%error, "fetching what was merged failed");
        }
        let (task, _) = self.task(task.id).await?;
        if !task.is_active() {
            return Ok(true);
        }
        if !matches!(task.stage, Stage::PrOpen { .. }) {
            return self.follow_early_merge(&task, &look).await;
        }
        if self.remember_base(project, &task).await? {
            self.rejudge(project).await?;
        }
        self.mark_merged(&task).await
    }

    /// What was published is merged while the text was back with its translator: done, unless they have
    /// written on; then their next version goes out as a change of what was merged.
    async fn follow_early_merge(&self, task: &Task, look: &Look<'_>) -> Result<bool> {
        let last = self.0.store.publishings(task.id).await?.into_iter().next();
        let newest = self.0.store.newest_revision(task.id).await?;
        let Some(last) = last else { return Ok(false) };
        if newest.is_some_and(|newest| newest.number == last.revision) {
            let published = Some(look.published(last.commit));
            let now = self.0.clock.now();
            let after =
                task.clone().merged_as(last.revision, look.pull.reviewer, published, now)?;
            if self.remember_base(look.project, &after).await? {
                self.rejudge(look.project).await?;
            }
            let thanks = self.thanks(task.translator, Some(look.pull.reviewer)).await?;
            let data = json!({ "reason": thanks });
            return self.worker_step(task, &after, "merged", data).await;
        }
        let (number, url) = look.named();
        self.tell_once(task, look, "merged", Told::MergedMeanwhile { number, url }).await?;
        Ok(false)
    }

    /// Ends a task as merged, and thanks its people.
    pub(super) async fn mark_merged(&self, task: &Task) -> Result<bool> {
        let after = task.clone().merged(self.0.clock.now())?;
        let data = json!({ "reason": self.thanks(task.translator, task.reviewer()).await? });
        self.worker_step(task, &after, "merged", data).await
    }

    async fn thanks(&self, translator: PersonId, reviewer: Option<PersonId>) -> Result<Reason> {
        let reviewer = match reviewer.filter(|reviewer| *reviewer != translator) {
            Some(reviewer) => Some(self.brief(reviewer).await?.name),
            None => None,
        };
        let translator = self.brief(translator).await?.name;
        Ok(Told::Thanks { translator, reviewer }.into())
    }

    /// Writes a line about a task into the log.
    pub(super) async fn log(
        &self,
        task: &Task,
        actor: Option<PersonId>,
        kind: &str,
        data: Value,
    ) -> Result<()> {
        let event = Event {
            at: self.0.clock.now(),
            actor,
            project: Some(task.project.clone()),
            slug: Some(task.slug.clone()),
            task: Some(task.id),
            kind: kind.into(),
            data,
        };
        Ok(self.0.store.add_event(&event).await?)
    }
}

impl Look<'_> {
    /// Number and address of the pull request, as people are told it.
    fn named(&self) -> (PullRequestNumber, String) {
        (self.found.number, self.found.url.clone())
    }

    fn published(&self, commit: CommitId) -> Published {
        Published {
            branch: self.pull.branch.clone(),
            commit,
            number: Some(self.pull.number),
            url: Some(self.found.url.clone()),
        }
    }
}

/// The newest request for changes beyond `followed` that its author did not take back by approving.
fn newest_request(remarks: &[Remark], followed: u64) -> Option<&Remark> {
    let verdicts = || remarks.iter().filter(|it| it.verdict.is_some() && !it.is_bot);
    let is_last = |wanted: &&Remark| {
        let later = |it: &&Remark| {
            it.author_id == wanted.author_id && (it.at, it.id) > (wanted.at, wanted.id)
        };
        !verdicts().any(|it| later(&it))
    };
    verdicts()
        .filter(|it| it.verdict == Some(Verdict::ChangesRequested) && it.id > followed)
        .filter(is_last)
        .max_by_key(|it| (it.at, it.id))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn review(id: u64, author_id: u64, verdict: Verdict) -> Remark {
        Remark {
            kind: RemarkKind::Review,
            id,
            author: format!("p{author_id}"),
            author_id,
            is_bot: false,
            body: String::new(),
            url: String::new(),
            at: Timestamp::from_second(i64::try_from(id).unwrap()).unwrap(),
            verdict: Some(verdict),
            reply_to: None,
            place: None,
        }
    }

    #[test]
    fn a_request_counts_until_it_is_followed_or_taken_back() {
        let (yes, no) = (Verdict::Approved, Verdict::ChangesRequested);
        let found = |remarks: &[Remark], followed| {
            newest_request(remarks, followed).map(|remark| remark.id)
        };
        assert_eq!(found(&[review(1, 7, no)], 0), Some(1));
        assert_eq!(found(&[review(1, 7, no)], 1), None);
        assert_eq!(found(&[review(1, 7, no), review(2, 7, yes)], 0), None);
        assert_eq!(found(&[review(1, 7, no), review(2, 8, yes)], 0), Some(1));
        assert_eq!(found(&[review(1, 7, no), review(2, 7, yes), review(3, 7, no)], 1), Some(3));
        let bot = Remark { is_bot: true, ..review(4, 9, no) };
        assert_eq!(found(&[bot], 0), None);
    }
}
