//! The API over HTTP: that it is described, what it asks of callers, and one translation from claim to
//! approval by scripts alone.

mod description;
mod story;

use axum::http::{HeaderValue, Method, header};
use axum_test::{TestRequest, TestServer};
use yiqi::workflow::Scope;

use crate::web::site::Site;

/// A script with a token of somebody.
pub struct Script {
    server: crate::web::site::Browser,
    token: String,
}

impl Script {
    /// Somebody with a role, and a token of theirs.
    pub async fn of(site: &Site, login: &str, role: &str, scope: Scope) -> Self {
        let role = role.parse().expect("a role");
        let person = site.workshop.sign_in_locally(login, login, role).await.expect("a person");
        let made = site.workshop.create_token("test", scope, 30, &person).await;
        let (secret, _) = made.expect("a token");
        let token = secrecy::ExposeSecret::expose_secret(&secret).to_owned();
        Self { server: site.browser(), token }
    }

    /// A request with the token, below `/api/v1`.
    pub fn ask(&self, method: Method, path: &str) -> TestRequest {
        with_token(&self.server, &self.token, method, &format!("/api/v1{path}"))
    }

    pub fn get(&self, path: &str) -> TestRequest {
        self.ask(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> TestRequest {
        self.ask(Method::POST, path)
    }

    pub fn put(&self, path: &str) -> TestRequest {
        self.ask(Method::PUT, path)
    }
}

pub fn with_token(server: &TestServer, token: &str, method: Method, path: &str) -> TestRequest {
    let value = HeaderValue::try_from(format!("Bearer {token}")).expect("a header");
    server.method(method, path).add_header(header::AUTHORIZATION, value)
}
