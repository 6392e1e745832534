//! Proofreading by another person.

use serde_json::json;

use super::{
    Result, ServiceError, Workshop,
    steps::{ensure, review_of},
    views::Comment,
};
use crate::{
    ids::{CommentId, RevisionNumber, TaskId},
    store::StoredComment,
    workflow::{Action, Person, Task, may},
};

/// The longest remark that is taken, in characters.
const LONGEST_REMARK: usize = 10_000;

impl Workshop {
    /// Takes a submitted text in hand; nobody else proofreads it meanwhile.
    pub async fn start_review(&self, task: TaskId, by: &Person) -> Result<Task> {
        let now = self.0.clock.now();
        self.take_step(task, by, "review_started", json!({}), review_of, |task, project| {
            Ok(task.start_review(by.id, now, project.settings.rules.review_lease)?)
        })
        .await
    }

    /// Puts a text back among those that wait for a proofreader.
    pub async fn leave_review(&self, task: TaskId, by: &Person) -> Result<Task> {
        self.take_step(task, by, "review_left", json!({}), review_of, |task, _| {
            Ok(task.leave_review(by.id)?)
        })
        .await
    }

    /// Approves the newest revision, which must be `revision` and free of errors. The worker publishes it.
    pub async fn approve(
        &self,
        task: TaskId,
        revision: RevisionNumber,
        by: &Person,
    ) -> Result<Task> {
        let (known, _) = self.task(task).await?;
        let now = self.0.clock.now();
        let own = known.translator == by.id;
        let event = ("approved", json!({ "revision": revision, "self_approval": own }));
        let approved = self
            .take_step_on_text(task, revision, by, event, review_of, |task| {
                Ok(task.approve(by.id, revision, now)?)
            })
            .await?;
        self.wake();
        Ok(approved)
    }

    /// Gives a text back to its translator, who needs to be told why.
    pub async fn request_changes(&self, task: TaskId, reason: String, by: &Person) -> Result<Task> {
        let reason = remark("reason", &reason)?;
        let now = self.0.clock.now();
        let data = json!({ "reason": reason });
        self.take_step(task, by, "changes_requested", data, review_of, |task, project| {
            let lease = project.settings.rules.claim_lease;
            Ok(task.request_changes(by.id, reason.clone(), now, lease)?)
        })
        .await
    }

    /// Adds a comment to the newest revision, on a line of it or on the whole.
    pub async fn comment(
        &self,
        task: TaskId,
        line: Option<usize>,
        body: String,
        by: &Person,
    ) -> Result<Comment> {
        ensure(by, Action::Comment)?;
        let body = remark("body", &body)?;
        self.task(task).await?;
        let newest = self.0.store.newest_revision(task).await?;
        let newest = newest.ok_or(ServiceError::NotFound("revision"))?;
        let lines = newest.text.lines().count().max(1);
        if line.is_some_and(|line| line == 0 || line > lines) {
            let problem = format!("the draft has lines 1 to {lines}");
            return Err(ServiceError::Invalid { field: "line", problem });
        }
        let now = self.0.clock.now();
        let stored = self.0.store.add_comment(task, newest.number, line, by.id, now, &body).await?;
        self.shown(stored).await
    }

    /// Settles a comment or opens it again: its writer may, and whoever writes or proofreads the text.
    pub async fn resolve_comment(
        &self,
        task: TaskId,
        comment: CommentId,
        resolved: bool,
        by: &Person,
    ) -> Result<()> {
        let (known, _) = self.task(task).await?;
        let comments = self.0.store.comments(task).await?;
        let found = comments.iter().find(|found| found.id == comment);
        let found = found.ok_or(ServiceError::NotFound("comment"))?;
        let translator = known.translator;
        let may_settle = may(by, Action::Comment) && found.by == by.id
            || may(by, Action::WorkOn { translator })
            || may(by, Action::Review { translator, self_approval: true });
        if !may_settle {
            return Err(ServiceError::Forbidden);
        }
        if self.0.store.set_comment_resolved(task, comment, resolved).await? {
            Ok(())
        } else {
            Err(ServiceError::NotFound("comment"))
        }
    }

    /// A comment as pages show it.
    pub(super) async fn shown(&self, stored: StoredComment) -> Result<Comment> {
        Ok(Comment {
            id: stored.id,
            by: self.brief(stored.by).await?,
            at: stored.at,
            line: stored.line,
            revision: stored.revision,
            body: stored.body,
            resolved: stored.resolved,
        })
    }
}

/// A sentence somebody wrote to somebody else.
fn remark(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    let length = text.chars().count();
    let problem = match length {
        0 => "say something".to_owned(),
        1..=LONGEST_REMARK => return Ok(text.to_owned()),
        _ => format!("{length} characters are more than the {LONGEST_REMARK} that are taken"),
    };
    Err(ServiceError::Invalid { field, problem })
}
