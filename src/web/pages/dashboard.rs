//! The maintainer's page.

use askama::Template;

use super::Shell;
use crate::services::views::Dashboard;

/// The health of one project.
#[derive(Debug, Clone, Template)]
#[template(path = "dashboard.html")]
pub struct DashboardPage {
    pub shell: Shell,
    pub view: Dashboard,
}
