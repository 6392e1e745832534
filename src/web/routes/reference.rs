//! The page that describes the API.

use axum::response::Response;

use crate::web::{
    api,
    extract::{Page, html},
    failure::Failure,
    pages::ReferencePage,
};

pub(super) async fn show(page: Page) -> Result<Response, Failure> {
    let shell = page.shell(None).await;
    html(&ReferencePage { shell, groups: api::groups(), shapes: api::shapes() })
}
