//! Typed pages: each is a struct with exactly what its template shows.
//!
//! Handlers put the views of the services into these structs; whatever has to be worked out for showing
//! (filtering, wording, differences, relative times) is a method here, so that templates stay free of logic
//! and every page can be rendered in a test from plain data.

mod audit;
mod badge;
mod bar;
mod board;
mod bulk;
mod carry;
mod change;
mod changes;
mod chart;
mod coded;
mod conflict;
mod dashboard;
mod error;
mod feed;
mod github_app;
mod history;
mod mine;
mod notice;
mod notices;
mod oddity;
mod people;
mod post;
mod public;
mod reference;
mod rehearsal;
mod report;
mod review;
mod row;
mod seal;
mod shell;
mod sign_in;
mod talk;
mod task;
mod terms;
mod time;
mod titles;
mod tokens;
mod unfit;
mod unsent;
pub(in crate::web) mod urls;
mod workspace;

use crate::difference;

pub use crate::notices::reason;
pub(in crate::web) use audit::audit_line;
pub use audit::{AuditPage, AuditQuery, audit_head};
pub use badge::{Badge, PeopleImage, freshness_words, shield};
pub use board::{BoardPage, BoardQuery};
pub use bulk::{BulkDonePage, BulkPage};
pub use carry::CarryPage;
pub use change::{base_words, proof, why, work_words};
pub use changes::PostQuery;
pub use conflict::ConflictPage;
pub use dashboard::DashboardPage;
pub use error::{ErrorPage, Problem};
pub use feed::FeedPage;
pub use github_app::{GithubAppPage, GithubAppView, GithubAppWord};
pub use history::{HistoryPage, RevisionPage, UploadPage};
pub use mine::MinePage;
pub use notice::Notice;
pub use notices::{ChannelsPage, ChoicesPage, NoticesPage};
pub use people::{PeoplePage, ProfilePage, WelcomePage};
pub use post::PostPage;
pub use public::{CreditsPage, PersonPage, ProgressPage};

pub use reference::ReferencePage;
pub use rehearsal::RehearsalPage;
pub use report::{MonthsQuery, ReportMarkdown, ReportPage, report_csv};
pub use review::{ReviewPage, Show};
pub use shell::{AssetUrls, Shell, SyncTrouble};
pub use sign_in::SignInPage;
pub(in crate::web) use talk::{ask_part, thread_part};
pub use terms::{ConcordancePage, GlossaryPage, GlossaryQuery};
pub use tokens::TokensPage;
pub(in crate::web) use urls::encode_query;
pub use workspace::WorkspacePage;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod obstacle_tests;
#[cfg(test)]
mod public_fixtures;
#[cfg(test)]
mod public_tests;
#[cfg(test)]
mod tests;
