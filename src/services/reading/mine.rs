//! A person's own page.

use std::collections::HashMap;

use super::Workshop;
use crate::{
    catalogue::Post,
    services::{
        Result,
        judging::find,
        steps::review_of,
        views::{Mine, MyTask, OwnTally},
    },
    workflow::{Person, Stage, Task, may},
};

impl Workshop {
    /// What a person works on, what waits for them, what they wait for, and what is done.
    pub async fn mine(&self, person: &Person) -> Result<Mine> {
        let mut tasks = self.0.store.tasks_of_person(person.id).await?;
        tasks.extend(self.waiting_for_proofreader(person).await?);
        let names = self.names().await?;
        let open = self.0.store.open_threads().await?;
        let mut lists: HashMap<List, Vec<MyTask>> = HashMap::new();
        for task in &tasks {
            let Some(list) = list_of(task, person) else { continue };
            let post = self.post_of(task).await?;
            let open_threads = open.get(&task.id).copied().unwrap_or(0);
            let mine = MyTask { open_threads, ..names.my_task(task, post.as_ref()) };
            lists.entry(list).or_default().push(mine);
        }
        let mut take = |list| lists.remove(&list).unwrap_or_default();
        let mut mine = Mine {
            working: take(List::Working),
            to_review: take(List::ToReview),
            waiting: take(List::Waiting),
            done: take(List::Done),
            tally: OwnTally::default(),
        };
        mine.tally = tally(&mine.done, person);
        // What came back and then the lease that ends first, the text that waits longest, the newest success.
        mine.working.sort_by_key(|it| (it.returned_because.is_none(), it.task.lease_until));
        mine.to_review.sort_by_key(|it| (it.task.reviewer.is_none(), it.task.since));
        mine.done.sort_by_key(|it| std::cmp::Reverse(it.task.since));
        Ok(mine)
    }

    /// A task as lists show it.
    pub async fn my_task(&self, task: &Task) -> Result<MyTask> {
        let open = self.0.store.open_threads().await?;
        let post = self.post_of(task).await?;
        let open_threads = open.get(&task.id).copied().unwrap_or(0);
        Ok(MyTask { open_threads, ..self.names().await?.my_task(task, post.as_ref()) })
    }

    /// Submitted texts that this person may proofread and has not written.
    async fn waiting_for_proofreader(&self, person: &Person) -> Result<Vec<Task>> {
        let mut waiting = Vec::new();
        for project in &self.0.projects {
            let is_open = |task: &&Task| {
                matches!(task.stage, Stage::Submitted { .. })
                    && task.translator != person.id
                    && may(person, review_of(task, project))
            };
            let tasks = self.active_tasks(project).await?;
            waiting.extend(tasks.iter().filter(is_open).cloned());
        }
        Ok(waiting)
    }

    /// The post of a task; `None` where it is gone from the source, or its project from the configuration.
    pub(in crate::services) async fn post_of(&self, task: &Task) -> Result<Option<Post>> {
        let Ok(project) = self.project_of(task) else { return Ok(None) };
        let catalogue = self.catalogue(&project.settings.id).await?;
        Ok(catalogue.and_then(|catalogue| find(&catalogue, &task.slug).ok().cloned()))
    }
}

/// What a person brought home.
fn tally(done: &[MyTask], person: &Person) -> OwnTally {
    let (own, others): (Vec<&MyTask>, Vec<&MyTask>) =
        done.iter().partition(|it| it.task.translator.id == person.id);
    OwnTally {
        published: own.len(),
        words: own.iter().map(|it| it.words).sum(),
        proofread: others.len(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum List {
    Working,
    ToReview,
    Waiting,
    Done,
}

/// The list of a person's page that a task stands in, if any.
fn list_of(task: &Task, person: &Person) -> Option<List> {
    let own = task.translator == person.id;
    match task.stage {
        Stage::Claimed { .. } | Stage::ChangesRequested { .. } if own => Some(List::Working),
        Stage::InReview { reviewer, .. } if reviewer == person.id => Some(List::ToReview),
        Stage::Submitted { .. } if !own => Some(List::ToReview),
        Stage::Merged { .. } => Some(List::Done),
        Stage::Released { .. } | Stage::Expired { .. } | Stage::Closed { .. } => None,
        _ => Some(List::Waiting),
    }
}
