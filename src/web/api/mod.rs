//! The API: what pages show and people may do, as JSON under `/api/v1`.
//!
//! Every operation is a handler with its description beside it; the router and the OpenAPI description are
//! made of the same list, and its guard refuses what is not described. From the description also comes what
//! is asked of a token and which parameters an address knows, so that neither is said twice. Handlers call
//! the same use cases as the pages and decide nothing.

mod answer;
mod contributors;
mod description;
mod drafts;
mod elsewhere;
mod guard;
mod me;
mod notices;
mod overview;
mod people;
mod posts;
mod projects;
mod reviews;
mod standings;
mod tasks;
mod terms;
mod threads;

use axum::{Router, middleware::from_fn};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::state::AppState;

pub(in crate::web) use answer::matches_tag;
pub use description::{Described, Field, Group, Operation, Shape};
pub(super) use description::{description, groups, shapes};

/// Where the API stands.
pub(super) const PREFIX: &str = "/api/v1/";

/// The routes of the API, guarded.
pub(super) fn router() -> Router<AppState> {
    let (router, _) = operations().split_for_parts();
    router.route_layer(from_fn(guard::check)).layer(from_fn(answer::tag))
}

/// The description, as it is served.
pub fn openapi() -> &'static serde_json::Value {
    &description().json
}

fn operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().nest("/api/v1", project_operations().merge(task_operations()))
}

fn project_operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(projects::list_projects))
        .routes(routes!(projects::get_project))
        .routes(routes!(projects::get_status))
        .routes(routes!(projects::get_dashboard))
        .routes(routes!(projects::sync_project))
        .routes(routes!(projects::retry_delivery))
        .routes(routes!(projects::list_events))
        .routes(routes!(projects::list_project_tasks))
        .routes(routes!(overview::get_coverage))
        .routes(routes!(overview::list_audit))
        .routes(routes!(overview::get_report))
        .routes(routes!(overview::export_posts))
        .routes(routes!(overview::export_posts_as_csv))
        .routes(routes!(overview::act_on_posts))
        .routes(routes!(posts::list_posts))
        .routes(routes!(posts::get_post))
        .routes(routes!(posts::list_versions))
        .routes(routes!(posts::claim_post))
        .routes(routes!(posts::assign_post))
        .routes(routes!(posts::pin_base, posts::unpin_base))
        .routes(routes!(posts::dismiss_change, posts::undismiss_change))
        .routes(routes!(standings::ask_for_post, standings::stop_asking))
        .routes(routes!(standings::prioritise_post))
        .routes(routes!(standings::note_post))
        .routes(routes!(standings::exclude_post, standings::include_post))
        .routes(routes!(elsewhere::note_elsewhere))
        .routes(routes!(elsewhere::remove_elsewhere))
        .routes(routes!(standings::list_remarks, standings::add_remark))
        .routes(routes!(standings::list_views))
        .routes(routes!(standings::save_view, standings::remove_view))
        .routes(routes!(terms::get_glossary))
        .routes(routes!(terms::add_term))
        .routes(routes!(terms::change_term, terms::remove_term))
        .routes(routes!(terms::propose_term))
        .routes(routes!(terms::decide_proposal))
        .routes(routes!(terms::import_terms))
        .routes(routes!(terms::search_memory))
        .routes(routes!(contributors::get_progress))
        .routes(routes!(contributors::list_contributors))
        .routes(routes!(contributors::get_contributor))
        .routes(routes!(contributors::get_thanks))
        .routes(routes!(people::list_people))
        .routes(routes!(people::set_role))
        .routes(routes!(people::set_blocked))
        .routes(routes!(me::get_me, me::change_me))
        .routes(routes!(me::list_my_tasks))
        .routes(routes!(notices::list_notices))
        .routes(routes!(notices::read_notices))
        .routes(routes!(notices::read_notice))
        .routes(routes!(me::list_tokens))
        .routes(routes!(me::revoke_token))
        .routes(routes!(description::get_description))
}

fn task_operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(tasks::get_task))
        .routes(routes!(tasks::get_source))
        .routes(routes!(tasks::release_task))
        .routes(routes!(tasks::submit_task))
        .routes(routes!(tasks::withdraw_task))
        .routes(routes!(tasks::publish_task))
        .routes(routes!(tasks::rehearse_task))
        .routes(routes!(tasks::preview_carry, tasks::carry_task))
        .routes(routes!(tasks::settle_change))
        .routes(routes!(tasks::keep_block))
        .routes(routes!(drafts::get_draft, drafts::save_draft))
        .routes(routes!(drafts::get_markdown, drafts::save_markdown))
        .routes(routes!(drafts::list_revisions))
        .routes(routes!(drafts::get_revision))
        .routes(routes!(drafts::restore_revision))
        .routes(routes!(drafts::align_text))
        .routes(routes!(drafts::merge_text))
        .routes(routes!(drafts::mend_text))
        .routes(routes!(drafts::list_findings))
        .routes(routes!(drafts::word_finding))
        .routes(routes!(drafts::preview_text))
        .routes(routes!(reviews::get_proofreading))
        .routes(routes!(reviews::start_review))
        .routes(routes!(reviews::leave_review))
        .routes(routes!(reviews::approve_task))
        .routes(routes!(reviews::return_task))
        .routes(routes!(threads::list_threads, threads::open_thread))
        .routes(routes!(threads::answer_thread))
        .routes(routes!(terms::get_task_terms))
        .routes(routes!(terms::suggest))
        .routes(routes!(terms::draft_by_machine))
        .routes(routes!(terms::confirm_machine_draft))
}
