//! Scripts, styles and pictures: in the binary, under names that change with their content.

use std::sync::LazyLock;

use axum::Router;
use memory_serve::CacheControl;

use super::pages::AssetUrls;

/// Made once: the crate keeps what it serves for as long as the program runs.
static ASSETS: LazyLock<(AssetUrls, Router)> = LazyLock::new(|| {
    // Plain names are asked for again every time (scripts import each other by them), hashed ones never.
    let assets = memory_serve::load!()
        .index_file(None)
        .cache_control(CacheControl::NoCache)
        .enable_hashed_routes(true);
    let manifest = assets.manifest();
    let routes = manifest.iter().map(|(plain, served)| {
        (plain.trim_start_matches('/').to_owned(), format!("/assets{served}"))
    });
    (AssetUrls::new(routes), assets.into_router())
});

/// The address of each asset.
pub(super) fn urls() -> AssetUrls {
    ASSETS.0.clone()
}

/// Serves them; to be nested under `/assets`.
pub(super) fn router() -> Router {
    ASSETS.1.clone()
}
