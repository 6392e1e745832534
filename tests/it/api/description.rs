//! The description says what there is, no more and no less, in valid OpenAPI 3.1.

use std::{collections::BTreeSet, fs, path::Path};

use axum::http::Method;
use serde_json::Value;
use yiqi::{web::api::openapi, workflow::Scope};

use super::Script;
use crate::web::site::Site;

/// Every operation: method, path, description.
fn operations() -> Vec<(Method, String, &'static Value)> {
    let paths = openapi()["paths"].as_object().expect("paths");
    let mut all = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("methods") {
            let method = method.to_uppercase().parse().expect("a method");
            all.push((method, path.clone(), operation));
        }
    }
    assert!(all.len() > 50, "only {} operations", all.len());
    all
}

/// An address of an operation, with something in every place.
fn filled(path: &str) -> String {
    let numbers = [
        "elsewhere",
        "task",
        "revision",
        "thread",
        "term",
        "proposal",
        "person",
        "token",
        "notice",
    ];
    let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some("project") => "blog".to_owned(),
        Some(name) if numbers.contains(&name) => "1".to_owned(),
        Some(_) => "fresh".to_owned(),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn every_handler_is_described_and_every_described_one_is_routed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/api");
    let (mut handlers, mut routed) = (BTreeSet::new(), BTreeSet::new());
    for file in fs::read_dir(folder).expect("the folder") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a source");
        assert!(!text.contains(".route("), "a route without a description");
        for piece in text.split("#[utoipa::path(").skip(1) {
            let (_, rest) = piece.split_once("async fn ").expect("a handler");
            handlers.insert(rest.split('(').next().expect("its name").to_owned());
        }
        for piece in text.split("routes!(").skip(1) {
            let list = piece.split(')').next().expect("a list");
            let names = list.split(',').map(|one| one.trim().rsplit("::").next().unwrap_or(one));
            routed.extend(names.map(str::to_owned));
        }
    }
    assert_eq!(handlers, routed);
    let described: BTreeSet<String> = operations()
        .into_iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().expect("an id").to_owned())
        .collect();
    assert_eq!(described, handlers, "ids are the names of the handlers, and unique");
}

#[test]
fn the_description_is_openapi_3_1() {
    let api = openapi();
    assert_eq!(api["openapi"], "3.1.0");
    for (name, schema) in api["components"]["schemas"].as_object().expect("schemas") {
        let mut whole = schema.clone();
        whole["components"] = api["components"].clone();
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
        if let Err(error) = jsonschema::meta::validate(schema) {
            panic!("{name}: {error}");
        }
        if let Err(error) = options.build(&whole) {
            panic!("{name} is no JSON Schema, or leads nowhere: {error}");
        }
    }
    for (method, path, operation) in operations() {
        let place = format!("{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|words| words.len() > 10), "{place}");
        let parameters = operation["parameters"].as_array().expect("parameters");
        let optional = |parameter: &&Value| parameter["in"] == "query";
        for parameter in parameters.iter().filter(optional) {
            assert_ne!(parameter["required"], true, "{place}: {}", parameter["name"]);
        }
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "path") {
            let name = parameter["name"].as_str().expect("a name");
            assert!(path.contains(&format!("{{{name}}}")), "{place}: {name}");
            assert_ne!(parameter["description"], "", "{place}: {name}");
        }
        for (status, response) in operation["responses"].as_object().expect("responses") {
            assert_ne!(
                response["description"].as_str().unwrap_or_default(),
                "",
                "{place} {status}"
            );
        }
    }
    let text = api.to_string();
    for reference in text.split("\"$ref\":\"").skip(1) {
        let target = reference.split('"').next().expect("its end").trim_start_matches('#');
        assert!(api.pointer(target).is_some(), "{target} is not there");
    }
}

#[tokio::test]
async fn every_operation_asks_for_what_its_description_says() {
    let site = Site::with_blog().await;
    let nobody = site.browser();
    let reader = Script::of(&site, "rea", "maintainer", Scope::Read).await;
    for (method, path, operation) in operations() {
        let place = format!("{method} {path}");
        let address = filled(&path);
        let wanted = operation["security"][0]["token"][0].as_str();
        let answer = nobody.method(method.clone(), &address).await;
        if wanted.is_none() {
            assert_ne!(answer.status_code(), 401, "{place} is open to anybody");
            continue;
        }
        assert_eq!(answer.status_code(), 401, "{place}");
        assert!(answer.header("www-authenticate").to_str().unwrap().starts_with("Bearer"));
        if wanted != Some("read") {
            let rest = address.trim_start_matches("/api/v1");
            let answer = reader.ask(method, rest).await;
            assert_eq!(answer.status_code(), 403, "{place}");
            let problem: Value = answer.json();
            assert_eq!(problem["type"], "urn:yiqi:problem:narrow-token", "{place}");
            assert_eq!(problem["scope"], wanted.unwrap(), "{place}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_understood_is_a_problem_and_never_a_fault() {
    let site = Site::with_blog().await;
    let script = Script::of(&site, "ada", "maintainer", Scope::Manage).await;
    for (method, path, operation) in operations() {
        let path = filled(path.trim_start_matches("/api/v1"));
        let asked = script.ask(method.clone(), &format!("{path}?nonsense=1")).await;
        assert_eq!(asked.status_code(), 400, "{method} {path}");
        let problem: Value = asked.json();
        assert_eq!(problem["parameter"], "nonsense");
        if !operation["requestBody"]["content"]["application/json"].is_object() {
            continue;
        }
        for (body, kind, status) in [
            ("{", "application/json", 400),
            ("1", "application/json", 422),
            ("[null, null]", "application/json", 422),
            ("{\"nonsense\": 1}", "application/json", 422),
            ("{}", "text/plain", 415),
        ] {
            let request = script.ask(method.clone(), &path).bytes(body.into()).content_type(kind);
            let answer = request.await;
            assert_eq!(answer.status_code(), status, "{method} {path} {body}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            let problem: Value = answer.json();
            assert!(problem["detail"].is_string() && problem["next"].is_string());
        }
    }
    let wrong = script.ask(Method::DELETE, "/projects").await;
    assert_eq!(
        (wrong.status_code().as_u16(), wrong.header("allow")),
        (405, "GET,HEAD".parse().unwrap())
    );
    for (address, status) in [
        ("/nowhere", 404),
        ("/projects/other", 404),
        ("/tasks/none", 404),
        ("/projects/blog/posts?limit=0", 400),
        ("/projects/blog/posts?state=odd", 400),
        ("/projects/blog/posts?cursor=odd", 400),
        ("/projects/blog/posts/%FF", 404),
    ] {
        let answer = script.get(address).await;
        assert_eq!(answer.status_code(), status, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{address}");
    }
}

#[tokio::test]
async fn the_page_lists_every_operation_and_leads_to_its_shapes() {
    let site = Site::with_blog().await;
    let page = site.browser().get("/api").await;
    page.assert_status_ok();
    let html = page.text();
    for (_, _, operation) in operations() {
        let id = operation["operationId"].as_str().expect("an id");
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(html.len() < 400_000, "{} bytes", html.len());
    assert!(!html.contains("<style") && !html.contains("src=\"http"));
    let served: Value = site.browser().get("/api/v1/openapi.json").await.json();
    assert_eq!(served, *openapi());
}
