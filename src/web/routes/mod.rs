//! The addresses of the site; one file per page.

mod audit;
mod board;
mod bulk;
mod carrying;
mod drafts;
mod elsewhere;
mod embeds;
mod findings;
mod live;
mod notices;
mod people;
mod posts;
mod profile;
mod public;
mod reference;
mod report;
mod reviews;
mod sign_in;
mod standings;
mod tasks;
mod terms;
mod threads;
mod tokens;
mod webhooks;

use axum::{
    Router,
    middleware::from_fn_with_state,
    routing::{get, post},
};

use super::{
    api, assets,
    beneath::{self, Base},
    failure::Failure,
    layers, metrics,
    state::{AppState, Settings},
    visitors,
};
use crate::services::Workshop;

/// The whole site.
pub fn router(workshop: Workshop, settings: Settings) -> Router {
    let state = AppState::new(workshop, settings);
    let for_visitors = Router::new()
        .merge(board_routes())
        .merge(public_routes())
        .merge(embed_routes())
        .route_layer(from_fn_with_state(state.clone(), visitors::answer));
    let people = for_visitors
        .merge(project_routes())
        .merge(task_routes())
        .merge(term_routes())
        .merge(person_routes())
        .merge(part_routes())
        .merge(api::router())
        .fallback(async || Failure::not_found())
        .method_not_allowed_fallback(async || Failure::wrong_method())
        .layer(from_fn_with_state(state.clone(), visitors::count));
    let router = layers::for_people(people, &state)
        // Machines ask for these; they have no session, no language and their own limits.
        .route("/webhooks/github", post(webhooks::receive))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(metrics::ready))
        .route("/metrics", get(metrics::show))
        .with_state(state.clone())
        .nest("/assets", assets::router());
    let base = Base::of(state.settings.public_url.as_ref());
    beneath::mount(layers::for_everything(router, &state), base)
}

/// What there is to do, for everybody.
fn board_routes() -> Router<AppState> {
    Router::new()
        .route("/p/{project}", get(board::show))
        .route("/p/{project}/posts/{*slug}", get(posts::show))
}

fn project_routes() -> Router<AppState> {
    Router::new()
        .route("/", get(board::first_project))
        // Whoever changes where the App is installed, long after it was set up, is sent here by GitHub.
        .route("/github-app/installed", get(board::first_project))
        .route("/p/{project}/dashboard", get(board::dashboard))
        .route("/p/{project}/audit", get(audit::show))
        .route("/p/{project}/audit.csv", get(audit::csv))
        .route("/p/{project}/audit.json", get(audit::json))
        .route("/p/{project}/bulk", get(bulk::show).post(bulk::act))
        .route("/p/{project}/report", get(report::show))
        .route("/p/{project}/report.md", get(report::markdown))
        .route("/p/{project}/report.csv", get(report::csv))
        .route("/p/{project}/posts.csv", get(report::posts_as_csv))
        .route("/p/{project}/posts.json", get(report::posts_as_json))
        .route("/p/{project}/sync", post(board::sync))
        .route("/p/{project}/deliveries/{id}/again", post(board::run_again))
        .route("/p/{project}/claim", post(posts::claim))
        .route("/p/{project}/assign", post(posts::assign))
        .route("/p/{project}/pin", post(posts::pin))
        .route("/p/{project}/unpin", post(posts::unpin))
        .route("/p/{project}/dismiss", post(posts::dismiss))
        .route("/p/{project}/undismiss", post(posts::undismiss))
        .route("/p/{project}/live", get(live::follow))
        .route("/p/{project}/ask", post(standings::ask))
        .route("/p/{project}/priority", post(standings::prioritise))
        .route("/p/{project}/note", post(standings::note))
        .route("/p/{project}/exclude", post(standings::exclude))
        .route("/p/{project}/include", post(standings::include))
        .route("/p/{project}/elsewhere", post(elsewhere::note))
        .route("/p/{project}/elsewhere/remove", post(elsewhere::remove))
        .route("/p/{project}/say", post(standings::say))
        .route("/p/{project}/views", post(standings::save_view))
        .route("/p/{project}/views/remove", post(standings::remove_view))
}

/// Pages for everybody.
fn public_routes() -> Router<AppState> {
    Router::new()
        .route("/p/{project}/progress", get(public::progress))
        .route("/p/{project}/credits", get(public::credits))
        // What it holds is a handle; one place of a path has one name.
        .route("/people/{id}", get(public::person))
        .route("/me/page", get(public::own).post(public::set_listed))
}

/// What other sites and programs fetch.
fn embed_routes() -> Router<AppState> {
    Router::new()
        .route("/p/{project}/badge.svg", get(embeds::badge))
        .route("/p/{project}/badge.json", get(embeds::badge_json))
        .route("/p/{project}/progress.json", get(embeds::progress_json))
        .route("/p/{project}/people.svg", get(embeds::people_image))
        .route("/p/{project}/behind.svg", get(embeds::behind))
        .route("/p/{project}/behind.json", get(embeds::behind_json))
        .route("/p/{project}/feeds/{file}", get(embeds::feed))
        .route("/people/{id}/badge.svg", get(embeds::person_badge))
        .route("/behind.js", get(embeds::behind_script))
        .route("/robots.txt", get(embeds::robots))
}

fn task_routes() -> Router<AppState> {
    Router::new()
        .route("/tasks/{id}", get(tasks::workspace))
        .route("/tasks/{id}/submit", post(tasks::submit))
        .route("/tasks/{id}/withdraw", post(tasks::withdraw))
        .route("/tasks/{id}/release", post(tasks::release))
        .route("/tasks/{id}/publish", post(tasks::publish))
        .route("/tasks/{id}/rehearsal", get(tasks::rehearsal))
        .route("/tasks/{id}/draft", post(drafts::save))
        .route("/tasks/{id}/draft.md", get(drafts::download))
        .route("/tasks/{id}/merge", post(drafts::merge))
        .route("/tasks/{id}/upload", get(drafts::upload))
        .route("/tasks/{id}/carry", get(carrying::show).post(carrying::carry))
        .route("/tasks/{id}/settle", post(carrying::settle))
        .route("/tasks/{id}/history", get(drafts::history))
        .route("/tasks/{id}/revisions/{number}", get(drafts::revision))
        .route("/tasks/{id}/revisions/{number}/restore", post(drafts::restore))
        .route("/tasks/{id}/review", get(reviews::show).post(reviews::start))
        .route("/tasks/{id}/leave", post(reviews::leave))
        .route("/tasks/{id}/approve", post(reviews::approve))
        .route("/tasks/{id}/return", post(reviews::request_changes))
        .route("/tasks/{id}/block", post(reviews::mend))
        .route("/tasks/{id}/comments", post(threads::open))
        .route("/tasks/{id}/threads/{thread}", post(threads::answer))
        .route("/tasks/{id}/fix", post(findings::fix_all))
        .route("/tasks/{id}/findings/{finding}/fix", post(findings::fix))
        .route("/tasks/{id}/findings/{finding}/dismiss", post(findings::dismiss))
        .route("/tasks/{id}/findings/{finding}/restore", post(findings::restore))
}

fn term_routes() -> Router<AppState> {
    Router::new()
        .route("/p/{project}/glossary", get(terms::glossary).post(terms::add))
        .route("/p/{project}/glossary.csv", get(terms::csv))
        .route("/p/{project}/glossary.tbx", get(terms::tbx))
        .route("/p/{project}/glossary/import", post(terms::import))
        .route("/p/{project}/glossary/terms/{id}", post(terms::change))
        .route("/p/{project}/glossary/terms/{id}/remove", post(terms::remove))
        .route("/p/{project}/glossary/proposals/{id}", post(terms::decide))
        .route("/p/{project}/memory", get(terms::concordance))
}

fn person_routes() -> Router<AppState> {
    Router::new()
        .route("/mine", get(profile::mine))
        .route("/me", get(profile::show).post(profile::save))
        .route("/notices", get(notices::show).post(notices::read_all))
        .route("/notices/{id}", get(notices::follow))
        .route("/me/notices", get(notices::choices).post(notices::choose))
        .route("/channels", post(notices::add_own))
        .route("/channels/{id}/test", post(notices::test))
        .route("/channels/{id}/confirm", post(notices::confirm))
        .route("/channels/{id}/remove", post(notices::remove))
        .route("/channels/{id}/kinds", post(notices::choose_for_group))
        .route("/p/{project}/channels", get(notices::channels).post(notices::add_to_project))
        .route("/me/tokens", get(tokens::show).post(tokens::create))
        .route("/me/tokens/{id}/revoke", post(tokens::revoke))
        .route("/language", post(profile::choose_language))
        .route("/people", get(people::show))
        .route("/people/{id}/role", post(people::set_role))
        .route("/people/{id}/block", post(people::set_blocked))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-in/local", post(sign_in::local))
        .route("/sign-in/github", get(sign_in::github))
        .route("/sign-in/github/callback", get(sign_in::github_callback))
        .route("/welcome", get(profile::welcome).post(profile::save_welcome))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-out/everywhere", post(sign_in::sign_out_everywhere))
}

/// What the pages' own scripts ask for: parts of pages, which are no part of the API.
fn part_routes() -> Router<AppState> {
    Router::new()
        .route("/parts/tasks/{id}/threads", post(threads::open_by_script))
        .route("/parts/tasks/{id}/threads/{thread}", post(threads::answer_by_script))
        .route("/api", get(reference::show))
        .route("/api/{*rest}", axum::routing::any(async || Failure::not_found()))
}
