//! What pages and commands show: plain data, ready to be rendered in any language.

mod audit;
mod bulk;
mod elsewhere;
mod export;
mod overview;
mod posts;
mod proofreading;
mod public;
mod report;
mod telling;
mod terms;

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    catalogue::Post,
    checks::Finding,
    github::ApiRequest,
    ids::{
        CommitId, PersonId, ProjectId, PullRequestNumber, RepoPath, RevisionNumber, Slug, TaskId,
    },
    staleness::{Change, Severity, Work},
    workflow::{Priority, Reason, TaskKind},
};

pub use audit::*;
pub use bulk::*;
pub use elsewhere::*;
pub use export::*;
pub use overview::*;
pub use posts::*;
pub use proofreading::*;
pub use public::*;
pub use report::*;
pub use telling::*;
pub use terms::*;

/// Where a post stands, as one sign: the verdict of the content and the stage of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// 缺
    Missing,
    /// 旧
    Stale,
    /// 微
    Cosmetic,
    /// 译
    Translating,
    /// 待
    AwaitingReview,
    /// 校
    InReview,
    /// 改
    ChangesRequested,
    /// 准
    Approved,
    /// 请
    PullRequest,
    /// 成
    Published,
    /// 孤
    Orphan,
    /// 略
    Excluded,
}

/// A task as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskBrief {
    pub id: TaskId,
    pub kind: TaskKind,
    /// As [`crate::workflow::Task::stage_name`].
    pub stage: &'static str,
    pub translator: PersonBrief,
    pub reviewer: Option<PersonBrief>,
    /// When the present stage began.
    pub since: Timestamp,
    /// When a lease runs out.
    pub lease_until: Option<Timestamp>,
    pub pull_request: Option<PullRequestLink>,
}

/// A pull request somebody else has open on a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutsideWork {
    pub number: PullRequestNumber,
    /// Login at GitHub.
    pub author: String,
    pub title: String,
    pub url: String,
    pub opened_at: Timestamp,
}

/// What publishing a task would send.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rehearsal {
    pub project: ProjectId,
    pub slug: Slug,
    pub task: TaskId,
    /// The base branch as the mirror knows it.
    pub base: CommitId,
    pub branch: String,
    pub title: String,
    pub body: String,
    pub message: String,
    /// `Name <address>`.
    pub author: String,
    pub files: Vec<FileChange>,
    /// The base branch has a translation this one was not written from; nothing would be sent.
    pub another_is_there: bool,
    pub requests: Vec<ApiRequest>,
}

/// A file before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileChange {
    pub path: RepoPath,
    /// `None` where it is new.
    pub before: Option<String>,
    pub after: String,
}

/// A person as a list shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonBrief {
    pub id: PersonId,
    pub login: String,
    pub name: String,
}

/// Where the work can be seen outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PullRequestLink {
    pub number: Option<PullRequestNumber>,
    pub url: Option<String>,
    pub branch: String,
    pub commit: CommitId,
}

/// One line of the board.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BoardRow {
    pub slug: Slug,
    pub seal: Seal,
    pub severity: Severity,
    pub source_title: Option<String>,
    pub target_title: Option<String>,
    pub tags: Vec<String>,
    /// ISO date.
    pub published_on: Option<String>,
    /// Words of the source.
    pub words: usize,
    /// Words that wait: all of an untranslated post, those of the unreflected changes of a stale one.
    pub words_to_touch: usize,
    /// Unreflected changes of severity minor and above, by kind of block: what the row's reason is made of.
    pub changed_blocks: usize,
    pub changed_code_blocks: usize,
    /// Of the changed blocks those that warn readers: a note, a tip, word of a successor.
    pub banners: usize,
    /// What waits in a stale post, by the things there are to do.
    pub work: Work,
    pub task: Option<TaskBrief>,
    /// What others have open on it at GitHub, oldest first; it counts as a claim.
    pub outside: Vec<OutsideWork>,
    /// The posts it belongs together with, where the slug tells.
    pub series: Option<String>,
    /// Somebody who never translated here does well to begin with it.
    pub good_first: bool,
    /// How many people ask for it.
    pub asked: usize,
    /// How much maintainers want it.
    pub priority: Priority,
    /// Why it is left out, where it is.
    pub excluded: Option<String>,
    /// Addresses of Chinese translations outside the repository, the first noted first.
    pub elsewhere: Vec<String>,
    /// Higher comes first; how it is made is said at [`super::Workshop::board`].
    pub usefulness: f64,
}

/// Posts by seal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    pub published: usize,
    pub behind: usize,
    pub cosmetic: usize,
    pub in_progress: usize,
    pub missing: usize,
    pub orphaned: usize,
    pub excluded: usize,
}

/// The board of one project, sorted by usefulness.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Board {
    pub project: ProjectId,
    pub project_name: String,
    pub rows: Vec<BoardRow>,
    pub counts: Counts,
    /// All tags with how many rows carry them, most used first.
    pub tags: Vec<(String, usize)>,
    /// All series with how many rows they have, by name.
    pub series: Vec<(String, usize)>,
    /// The state of affairs it was made from; another number means that something may have changed.
    pub version: u64,
    pub sync: SyncState,
}

/// Translations that somebody brings up to date: they are still there, and what is behind still is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Updating {
    pub posts: usize,
    /// Those behind in more than details.
    pub behind: usize,
    /// Words that wait in what is behind.
    pub words: usize,
}

impl Board {
    /// What of the work in hand brings a translation up to date.
    pub fn updating(&self) -> Updating {
        let mut updating = Updating::default();
        for row in self.rows.iter().filter(|row| row.is_being_updated()) {
            updating.posts += 1;
            if row.severity > Severity::Cosmetic {
                updating.behind += 1;
                updating.words += row.words_to_touch;
            }
        }
        updating
    }

    /// What posts are called: in Chinese where there is a translation.
    pub fn titles(&self) -> HashMap<Slug, String> {
        let titled = |row: &BoardRow| {
            let title = row.target_title.as_ref().or(row.source_title.as_ref())?;
            Some((row.slug.clone(), title.clone()))
        };
        self.rows.iter().filter_map(titled).collect()
    }
}

impl BoardRow {
    fn is_being_updated(&self) -> bool {
        match &self.task {
            Some(task) => task.kind == TaskKind::Update,
            None => self.seal == Seal::PullRequest && self.target_title.is_some(),
        }
    }
}

/// How far the mirror is in step.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct SyncState {
    pub head: Option<CommitId>,
    pub last_success: Option<Timestamp>,
    pub last_attempt: Option<Timestamp>,
    /// Why the last attempt failed; the state shown is then the last good one.
    pub error: Option<String>,
    pub warnings: Vec<String>,
}

/// One line of a post's story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StoryEvent {
    pub at: Timestamp,
    pub kind: StoryKind,
    pub person: Option<PersonBrief>,
    /// Whom an assignment gave the post to.
    pub to: Option<PersonBrief>,
    /// Why, or what exactly, where that was said.
    pub note: Option<Reason>,
    pub commit: Option<CommitId>,
    /// The beginning of the change that was dismissed or is not any more.
    pub about: Option<String>,
    /// First line of the message of the commit.
    pub subject: Option<String>,
}

/// A line of the log of a project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LoggedEvent {
    /// Rises with time.
    pub id: i64,
    pub slug: Slug,
    #[serde(flatten)]
    pub event: StoryEvent,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StoryKind {
    SourceChanged,
    TranslationChanged,
    Claimed,
    Released,
    Expired,
    Assigned,
    Submitted,
    Withdrawn,
    /// The draft goes on from a newer version of its source.
    Carried,
    ReviewStarted,
    /// A proofreader put the text back, or held it too long.
    ReviewLeft,
    ChangesRequested,
    Approved,
    /// By the translator, where the project allows it.
    SelfApproved,
    Published,
    PublishFailed,
    Merged,
    Closed,
    /// Others put commits onto the branch.
    Pushed,
    /// A pull request that was closed is open again, and the text stands outside as it was.
    Reopened,
    /// Something happened to a pull request that changes nothing here.
    PullRequestNews,
    Pinned,
    /// The base is recorded or inferred again.
    Unpinned,
    Dismissed,
    Undismissed,
    /// Maintainers want it before others, after others, as others.
    Raised,
    Lowered,
    Evened,
    /// Maintainers said what is to be known before one begins.
    Noted,
    NoteRemoved,
    /// Left out, or offered again.
    Excluded,
    Included,
    /// A translation outside the repository was noted, spoken of in other words, or taken away.
    ElsewhereNoted,
    ElsewhereReworded,
    ElsewhereRemoved,
    /// A reader asks for it, or does not any more.
    Asked,
    Unasked,
    /// Somebody said something about the post itself.
    Remarked,
}

/// A version of a source, to choose a base from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceVersion {
    pub commit: CommitId,
    pub at: Timestamp,
    /// First line of the commit's message.
    pub subject: String,
    /// The version the translation is taken to be made from.
    pub is_base: bool,
}

/// What somebody said of the judgement, with who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Word {
    pub by: PersonBrief,
    pub at: Timestamp,
    pub reason: Option<String>,
}

/// Everything the page of a post shows.
#[derive(Debug, Clone, Serialize)]
pub struct PostView {
    pub project: ProjectId,
    pub project_name: String,
    pub row: BoardRow,
    pub post: Post,
    /// Unreflected changes first, in the order of the source.
    pub changes: Vec<Change>,
    pub task: Option<TaskBrief>,
    /// What publishing would send to GitHub can be looked at.
    pub can_be_rehearsed: bool,
    /// An unfinished draft of an earlier, ended task, which the next claim takes over.
    pub inherited_draft: bool,
    /// Newest first.
    pub story: Vec<StoryEvent>,
    /// Address of the source file and of the translation on the web, where known.
    pub source_url: Option<String>,
    pub target_url: Option<String>,
    /// The translation at head, whose lines the changes point to; `None` where there is none.
    pub target_text: Option<String>,
    /// The source at head, where there are changes to show in it.
    pub source_text: Option<String>,
    /// Who set the base, where somebody did.
    pub pinned: Option<Word>,
    /// Who dismissed which change, by [`Change::key`].
    pub dismissals: HashMap<String, Word>,
    /// The post behind its source that comes after this one on the board.
    pub next_behind: Option<Slug>,
    /// What maintainers say is to be known before one begins.
    pub note: Option<Word>,
    /// Who left it out, where somebody did, and why.
    pub excluded: Option<Word>,
    /// Where translations outside the repository were found.
    pub elsewhere: Vec<Elsewhere>,
    /// Who asks for it.
    pub askers: Vec<PersonId>,
    /// What was said about it, oldest first.
    pub remarks: Vec<PostRemark>,
    /// What somebody who reads it may want to read or translate next.
    pub related: Vec<RelatedPost>,
}

/// One aligned pair of blocks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PairRow {
    /// Text of the source block; `None` where the translation has more.
    pub source: Option<String>,
    pub target: Option<String>,
    /// Byte span of the target block in the draft, for the editor.
    pub target_span: Option<(usize, usize)>,
    pub source_lines: Option<(usize, usize)>,
    pub target_lines: Option<(usize, usize)>,
    /// Kind of the block (`heading`, `paragraph`, `code`, …).
    pub kind: &'static str,
    /// Words of the source that are there to be translated.
    pub words: usize,
    /// Code, pictures, formulas: what stays as it is in the source.
    pub is_fixed: bool,
    /// Somebody says that it stays in English.
    pub is_kept: bool,
    /// The change of the source that this pair has to carry; dismissed where somebody says that it
    /// needs nothing here.
    pub change: Option<Change>,
    /// Nobody has seen to that change yet.
    pub is_open: bool,
    /// A block of the target is as a machine drafted it, and nobody has confirmed it.
    pub machine_drafted: bool,
}

/// What a text looks like beside its source.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Rows {
    pub rows: Vec<PairRow>,
    pub findings: Vec<Finding>,
}

/// A text after findings in it were mended; nothing is saved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Mended {
    pub text: String,
    pub rows: Vec<PairRow>,
    pub findings: Vec<Finding>,
}

/// A saved draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Draft {
    pub revision: RevisionNumber,
    pub text: String,
    pub saved_at: Timestamp,
    pub saved_by: PersonBrief,
}

/// Everything the workspace and the proofreader's page show.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkspaceView {
    pub project: ProjectId,
    pub task: TaskBrief,
    pub slug: Slug,
    pub title: String,
    pub source_path: String,
    pub target_path: String,
    pub source_text: String,
    pub source_commit: CommitId,
    /// What happened to the source since that version.
    pub source_news: Option<SourceNews>,
    pub draft: Draft,
    pub rows: Vec<PairRow>,
    pub findings: Vec<Finding>,
    /// Why it came back, while changes are requested.
    pub returned_because: Option<Reason>,
    /// What the translation looked like before this task; for an update.
    pub published_text: Option<String>,
    /// What it looked like when the changes of its source began to be marked.
    pub ground_text: Option<String>,
    pub may_edit: bool,
    pub may_review: bool,
    /// The model of the drafting aid, where there is one.
    pub aid: Option<String>,
}

/// Two texts that began as one, cut where they differ; choosing one side everywhere yields its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MergePiece {
    pub base: String,
    pub mine: String,
    pub theirs: String,
    pub changed_by: ChangedBy,
}

/// Who changed a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangedBy {
    /// Both texts have the same.
    Nobody,
    Me,
    Them,
    Both,
}

/// What happened to the source of a draft since the version it is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SourceNews {
    /// It changed, and the draft can be carried over.
    Moved { to: CommitId, counts: CarryCounts },
    /// It changed when the text was approved already; an update will follow.
    TooLate,
    /// It was removed.
    Gone,
}

/// What a carry-over does, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CarryCounts {
    /// Changed blocks, marked.
    pub modified: usize,
    /// New blocks, put in untranslated.
    pub added: usize,
    /// Blocks gone from the source, offered for deletion.
    pub removed: usize,
    /// Blocks nobody had translated yet, brought to the new wording.
    pub refreshed: usize,
    /// Nothing had been translated at all.
    pub is_fresh: bool,
}

/// A carry-over before it is done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CarryView {
    pub project: ProjectId,
    pub slug: Slug,
    pub title: Option<String>,
    pub task: TaskBrief,
    pub from: CommitId,
    pub to: CommitId,
    pub counts: CarryCounts,
    /// The draft as it is.
    pub draft: Draft,
    /// The draft as it will be.
    pub text: String,
    /// What will be left to do; `target_lines` are lines of `text`.
    pub changes: Vec<Change>,
    /// What was English and stays so, in its new wording.
    pub refreshed: Vec<Change>,
    pub may_carry: bool,
}

/// What a save answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Saved {
    pub revision: RevisionNumber,
    pub saved_at: Timestamp,
    /// What the checks find in what was saved; not there where they were not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
    pub lease_until: Option<Timestamp>,
}

/// A person's own page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Mine {
    /// In hand: claimed, or returned for changes.
    pub working: Vec<MyTask>,
    /// Waiting for me as proofreader (or for any proofreader).
    pub to_review: Vec<MyTask>,
    /// Sent on and waiting for others.
    pub waiting: Vec<MyTask>,
    pub done: Vec<MyTask>,
    pub tally: OwnTally,
}

/// What somebody has brought home so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnTally {
    /// Translations of theirs that were merged, and the source words of those posts that are still there.
    pub published: usize,
    pub words: usize,
    /// Texts of others they proofread that were merged.
    pub proofread: usize,
}

/// A task with the post it is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MyTask {
    pub project: ProjectId,
    pub slug: Slug,
    /// The translation's, or the source's where there is none yet.
    pub title: String,
    pub seal: Seal,
    pub task: TaskBrief,
    pub words: usize,
    /// Threads about its draft that nobody has settled.
    pub open_threads: usize,
    /// Why it came back, while changes are requested.
    pub returned_because: Option<Reason>,
}
