//! The OpenAPI description, made from the handlers' own, and what is read from it: the rules of the guard
//! and the page for people.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

use super::{guard::Rule, operations};
use crate::workflow::Scope;

/// Methods a description may have.
const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// Where the parts of every address lead; text unless said otherwise.
const PLACES: &[(&str, &str, &str)] = &[
    ("project", "string", "Id of the project"),
    ("slug", "string", "Slug of the post; a `/` in it is sent as `%2F`"),
    ("change", "string", "Key of the change"),
    ("view", "string", "Name of the filters one keeps"),
    ("delivery", "string", "GitHub's id of the delivery"),
    ("finding", "string", "Id of the finding"),
    ("elsewhere", "integer", "Id of the translation outside the repository"),
    ("task", "integer", "Id of the task"),
    ("revision", "integer", "Number of the revision, from 1"),
    ("thread", "integer", "Id of the thread"),
    ("term", "integer", "Id of the term"),
    ("proposal", "integer", "Id of the proposal"),
    ("person", "integer", "Id of the person"),
    ("token", "integer", "Id of the token"),
    ("notice", "integer", "Id of the notice"),
    ("contributor", "string", "Name on the Hub, or `@` and the login where there is none"),
];

/// The description with what is read from it.
pub(in crate::web) struct Description {
    pub json: Value,
    text: Vec<u8>,
    rules: HashMap<(String, Method), Rule>,
}

impl Description {
    /// What is asked of requests for a route; `None` where it is not described.
    pub(super) fn rule(&self, path: &str, method: &Method) -> Option<&Rule> {
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        self.rules.get(&(path.to_owned(), method))
    }
}

/// Made once: it follows from the code alone.
pub(in crate::web) fn description() -> &'static Description {
    static DESCRIPTION: LazyLock<Description> = LazyLock::new(make);
    &DESCRIPTION
}

/// Gives this description (OpenAPI 3.1).
#[utoipa::path(get, path = "/openapi.json",
    responses((status = 200, body = Object, content_type = "application/json")))]
pub(super) async fn get_description() -> Response {
    let kind = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, kind)], description().text.clone()).into_response()
}

fn make() -> Description {
    let mut json = serde_json::to_value(operations().into_openapi()).unwrap_or_default();
    json["info"] = json!({
        "title": "Yiqi",
        "version": "1",
        "description": "What pages show and people may do. Permissions are those of the person.",
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
    });
    json["servers"] = json!([{ "url": "../.." }]);
    json["components"]["securitySchemes"] = json!({
        "token": { "type": "http", "scheme": "bearer",
            "description": "A personal token; the scopes are read, write, review and manage, each with the ones before it." },
        "session": { "type": "apiKey", "in": "cookie", "name": "yiqi",
            "description": "The cookie of a browser that is signed in." },
    });
    json["components"]["schemas"]["Problem"] = problem();
    let mut rules = HashMap::new();
    for (path, item) in json["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            let Some(operation) = operation.as_object_mut() else { continue };
            let Ok(name) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            complete(path, method, operation);
            rules.insert((path.clone(), name), rule(operation));
        }
    }
    let text = serde_json::to_vec(&json).unwrap_or_default();
    Description { json, text, rules }
}

/// The answer to whatever did not succeed (RFC 9457).
fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What happened and what to do, in the language of the person (RFC 9457).",
        "required": ["type", "title", "status", "detail", "next"],
        "properties": {
            "type": { "type": "string", "description": "A stable name, `urn:yiqi:problem:…`" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What happened" },
            "next": { "type": "string", "description": "What to do about it" },
            "id": { "type": "string", "description": "Names the line in the server's log" },
            "words": { "type": "string", "description": "What git or GitHub said, where that is behind it" },
            "revision": { "type": "integer", "description": "Of a conflict: the newest revision" },
            "text": { "type": "string", "description": "Of a conflict: its text" },
            "saved_by": { "type": "string", "description": "Of a conflict: who saved it" },
            "findings": { "type": "array", "items": { "$ref": "#/components/schemas/Finding" } },
            "parameter": { "type": "string" },
            "known": { "type": "array", "items": { "type": "string" } },
            "scope": { "type": "string", "description": "The scope a token needs for this" },
        },
    })
}

/// Adds what follows from the address and the kind of an operation, so that no handler repeats it.
fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let rest = path.trim_start_matches(super::PREFIX);
    operation.insert("tags".into(), json!([group_of(rest)]));
    let places: Vec<&str> =
        path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    if let Some(parameters) =
        operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
    {
        parameters.splice(0..0, places.iter().map(|name| place(name)));
    }
    let is_known =
        operation.get("security").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    if is_known {
        if let Some(all) = operation["security"].as_array_mut() {
            all.push(json!({ "session": [] }));
        }
    } else {
        operation.insert("security".into(), json!([]));
    }
    let mut failures = vec![
        (400, "The request cannot be read"),
        (401, "The token does not hold"),
        (429, "Too many requests; Retry-After says when to come back"),
    ];
    if is_known {
        failures.push((403, "Not yours to do, or the token may do less"));
    }
    if !places.is_empty() {
        failures.push((404, "There is no such thing"));
    }
    if method != "get" {
        failures.push((409, "It stands otherwise than the request takes for granted"));
        failures.push((422, "It can be read and makes no sense"));
    }
    if operation.contains_key("requestBody") {
        failures.extend([(413, "Larger than what is taken"), (415, "Another Content-Type")]);
    }
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, words) in failures {
        responses.entry(status.to_string()).or_insert_with(|| failure(words));
    }
    for (status, response) in responses.iter_mut() {
        let is_failure = status.starts_with(['4', '5']);
        if is_failure && response.get("content").is_none() {
            *response = failure(response["description"].as_str().unwrap_or_default());
        }
        if response["description"].as_str().unwrap_or_default().is_empty() {
            response["description"] = json!(words_of(status));
        }
    }
    if method == "get" {
        responses.insert("304".into(), json!({ "description": "It is as If-None-Match has it" }));
    }
    responses.insert("default".into(), failure("Something else went wrong"));
}

fn words_of(status: &str) -> &'static str {
    match status {
        "200" => "Done",
        "201" => "Made",
        "202" => "It will be done",
        "204" => "Done; there is nothing to say",
        "412" => "Saved elsewhere meanwhile; nothing was overwritten",
        "428" => "If-Match is missing",
        _ => "It did not succeed",
    }
}

fn failure(words: &str) -> Value {
    let content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    json!({ "description": words, "content": content })
}

fn place(name: &str) -> Value {
    let known = PLACES.iter().find(|(known, ..)| *known == name);
    let (_, kind, words) = known.copied().unwrap_or((name, "string", ""));
    json!({ "name": name, "in": "path", "required": true, "description": words,
        "schema": if kind == "integer" { json!({ "type": "integer", "format": "int64" }) } else { json!({ "type": "string" }) } })
}

/// The first word of an address that says what it is about.
fn group_of(rest: &str) -> &str {
    let mut parts = rest.split('/');
    match (parts.next(), parts.nth(1)) {
        (Some("projects"), Some(what @ ("posts" | "glossary" | "memory"))) => what,
        (Some("projects"), _) => "projects",
        (Some(first), _) => first,
        (None, _) => "projects",
    }
}

fn rule(operation: &Map<String, Value>) -> Rule {
    let wanted = operation["security"][0]["token"][0].as_str();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    Rule {
        scope: wanted.and_then(|name| name.parse::<Scope>().ok()),
        parameters: parameters
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
            .collect(),
    }
}

/// A group of operations, for the page.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: String,
    pub operations: Vec<Operation>,
}

/// One operation, for the page.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    pub words: String,
    /// What a token needs; `None` where nobody has to be known.
    pub scope: Option<String>,
    pub parameters: Vec<Described>,
    /// Name of the shape that is sent.
    pub takes: Option<String>,
    /// Name of the shape that is answered.
    pub gives: Option<String>,
    pub curl: String,
}

impl Operation {
    /// What it does, in its first sentence.
    pub fn gist(&self) -> &str {
        let first = self.words.split_once(". ").map_or(self.words.as_str(), |(first, _)| first);
        first.lines().next().unwrap_or_default().trim_end_matches('.')
    }
}

/// A parameter or a field with its kind.
#[derive(Debug, Clone)]
pub struct Described {
    pub name: String,
    pub kind: String,
    pub words: String,
}

/// A field of a shape.
pub type Field = Described;

/// The form of something sent or answered.
#[derive(Debug, Clone)]
pub struct Shape {
    pub name: String,
    pub words: String,
    /// What it is, where it has no fields.
    pub kind: String,
    pub fields: Vec<Field>,
}

/// All operations in groups, in the order of their addresses.
pub(in crate::web) fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (path, item) in description().json["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let name = operation["tags"][0].as_str().unwrap_or_default();
            let shown = shown(path, method, operation);
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.operations.push(shown),
                None => groups.push(Group { name: name.into(), operations: vec![shown] }),
            }
        }
    }
    groups
}

fn shown(path: &str, method: &str, operation: &Value) -> Operation {
    let text = |key: &str| operation[key].as_str().unwrap_or_default();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let success = ["200", "201"].into_iter().find_map(|status| operation["responses"].get(status));
    let schema = |content: &Value| {
        content["content"].as_object()?.values().next().map(|it| kind(&it["schema"]))
    };
    let takes = operation.get("requestBody").and_then(schema);
    let mut curl = "curl -sS".to_owned();
    if method != "get" {
        curl += &format!(" -X {}", method.to_uppercase());
    }
    let scope = operation["security"][0]["token"][0].as_str().map(str::to_owned);
    if scope.is_some() {
        curl += " -H \"Authorization: Bearer $token\"";
    }
    if operation["requestBody"]["content"].get("application/json").is_some() {
        curl += " --json @body.json";
    } else if takes.is_some() {
        curl += " -H \"If-Match: $etag\" --data-binary @post.md";
    }
    curl += &format!(" \"$server{}\"", path.replace('{', "$").replace('}', ""));
    Operation {
        id: text("operationId").to_owned(),
        method: method.to_uppercase(),
        path: path.to_owned(),
        words: [text("summary"), text("description")].join(" ").trim().to_owned(),
        scope,
        parameters: parameters
            .map(|parameter| Described {
                name: parameter["name"].as_str().unwrap_or_default().to_owned(),
                kind: kind(&parameter["schema"]),
                words: parameter["description"].as_str().unwrap_or_default().to_owned(),
            })
            .collect(),
        gives: success.and_then(schema),
        takes,
        curl,
    }
}

/// The shapes by name.
pub(in crate::web) fn shapes() -> Vec<Shape> {
    let schemas = description().json["components"]["schemas"].as_object();
    let field = |(name, schema): (&String, &Value)| Described {
        name: name.clone(),
        kind: kind(schema),
        words: schema["description"].as_str().unwrap_or_default().to_owned(),
    };
    let shape = |(name, schema): (&String, &Value)| Shape {
        name: name.clone(),
        words: schema["description"].as_str().unwrap_or_default().to_owned(),
        kind: kind(schema),
        fields: schema["properties"].as_object().into_iter().flatten().map(field).collect(),
    };
    schemas.into_iter().flatten().map(shape).collect()
}

/// The kind of a value in a few characters: `integer`, `Task`, `[Task]`, `string | null`.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[key].as_array() {
            let glue = if key == "allOf" { " + " } else { " | " };
            return all.iter().map(kind).collect::<Vec<_>>().join(glue);
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    if let Some(parts) = schema["prefixItems"].as_array() {
        return format!("[{}]", parts.iter().map(kind).collect::<Vec<_>>().join(", "));
    }
    let one = |name: &str| match name {
        "array" => format!("[{}]", kind(&schema["items"])),
        name => name.to_owned(),
    };
    match &schema["type"] {
        Value::String(name) => one(name),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" | ")
        }
        _ => "any".into(),
    }
}
