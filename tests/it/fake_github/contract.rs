//! Holds requests and answers against GitHub's own OpenAPI description, so that the fake can neither
//! accept what GitHub would refuse nor answer what GitHub never says.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::load);

/// The description, and the validators made of it so far.
pub struct Contract {
    description: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// One operation of the description.
#[derive(Clone, Copy)]
pub struct Operation<'a> {
    template: &'a str,
    method: &'a str,
    item: &'a Value,
}

impl Contract {
    /// The one description all tests share.
    pub fn get() -> &'static Self {
        &CONTRACT
    }

    fn load() -> Self {
        let text = include_str!("../../data/github/openapi-slim.json");
        let mut description = serde_json::from_str(text).expect("the description is JSON");
        allow_null(&mut description);
        Self { description, validators: Mutex::default() }
    }

    /// An example answer, to be filled with the values of a test.
    pub fn example(&self, name: &str) -> Value {
        let example = &self.description["components"]["examples"][name]["value"];
        assert!(!example.is_null(), "the description has no example {name}");
        example.clone()
    }

    /// The levels there are of a permission of an App; none where there is no such permission.
    pub fn permission_levels(&self, name: &str) -> Vec<Value> {
        let known = &self.description["components"]["schemas"]["app-permissions"]["properties"];
        known[name]["enum"].as_array().cloned().unwrap_or_default()
    }

    /// The operation of a request; of several templates that match, the most literal.
    pub fn operation(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let method = method.to_ascii_lowercase();
        let paths = self.description["paths"].as_object().expect("an object of paths");
        let (template, operations) = paths
            .iter()
            .filter(|(template, operations)| {
                operations.get(&method).is_some() && matches(template, path)
            })
            .max_by_key(|(template, _)| literal_parts(template))?;
        let (method, item) = operations.as_object()?.get_key_value(&method)?;
        Some(Operation { template, method, item })
    }

    /// What a request breaks.
    pub fn check_request(&self, operation: Operation<'_>, query: &str, body: &[u8]) -> Vec<String> {
        let mut broken = self.check_query(operation, query);
        let Some(declared) = operation.item.get("requestBody") else {
            if !body.is_empty() {
                broken.push("a body where none is declared".into());
            }
            return broken;
        };
        if body.is_empty() {
            if declared["required"] == json!(true) {
                broken.push("no body".into());
            }
            return broken;
        }
        match serde_json::from_slice::<Value>(body) {
            Ok(body) => {
                let schema = &declared["content"]["application/json"]["schema"];
                broken.extend(unknown_keys(schema, &body));
                let pointer = operation.pointer(&["requestBody", "content", "application/json"]);
                broken.extend(self.check(&pointer, &body));
            }
            Err(error) => broken.push(format!("the body is not JSON: {error}")),
        }
        broken
    }

    /// What a JSON answer breaks; statuses the description does not know are let through.
    pub fn check_answer(&self, operation: Operation<'_>, status: u16, body: &[u8]) -> Vec<String> {
        let declared = &operation.item["responses"][status.to_string()];
        let pointer = match declared.get("$ref").and_then(Value::as_str) {
            Some(reference) => format!("{reference}/content/application~1json"),
            None => operation.pointer(&[
                "responses",
                &status.to_string(),
                "content",
                "application/json",
            ]),
        };
        let has_schema = self.description.pointer(&pointer[1..]).is_some();
        if !has_schema {
            return Vec::new();
        }
        match serde_json::from_slice(body) {
            Ok(body) => self.check(&pointer, &body),
            Err(error) => vec![format!("the answer is not JSON: {error}")],
        }
    }

    fn check_query(&self, operation: Operation<'_>, query: &str) -> Vec<String> {
        let declared: Vec<&Value> = operation.item["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|parameter| match parameter.get("$ref").and_then(Value::as_str) {
                Some(reference) => self.description.pointer(&reference[1..]).expect("a parameter"),
                None => parameter,
            })
            .filter(|parameter| parameter["in"] == "query")
            .collect();
        let mut broken = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let Some(parameter) = declared.iter().find(|known| known["name"] == *name) else {
                broken.push(format!("unknown query parameter {name}"));
                continue;
            };
            let schema = &parameter["schema"];
            let given = match schema["type"].as_str() {
                Some("integer") => {
                    value.parse::<i64>().map_or(json!(value), |number| json!(number))
                }
                Some("boolean") => value.parse::<bool>().map_or(json!(value), |truth| json!(truth)),
                _ => json!(value),
            };
            if !jsonschema::is_valid(schema, &given) {
                broken.push(format!("query parameter {name} cannot be {value}"));
            }
        }
        broken
    }

    fn check(&self, pointer: &str, instance: &Value) -> Vec<String> {
        self.validator(&format!("{pointer}/schema"))
            .iter_errors(instance)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut validators = self.validators.lock().expect("no test panics while it holds this");
        let made = validators.entry(pointer.to_owned()).or_insert_with(|| {
            let schema = json!({
                // `{` and `}` may not stand in a URI.
                "$ref": pointer.replace('{', "%7B").replace('}', "%7D"),
                "paths": self.description["paths"],
                "components": self.description["components"],
            });
            let validator = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(false)
                .build(&schema);
            Arc::new(validator.expect("the description holds valid schemas"))
        });
        made.clone()
    }
}

impl Operation<'_> {
    fn pointer(&self, parts: &[&str]) -> String {
        let mut pointer = String::from("#/paths");
        for part in [self.template, self.method].iter().chain(parts) {
            pointer.push('/');
            pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
        }
        pointer
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.trim_matches('/').split('/')
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{')
}

fn matches(template: &str, path: &str) -> bool {
    parts(template).count() == parts(path).count()
        && parts(template)
            .zip(parts(path))
            .all(|(known, given)| is_parameter(known) || known == given)
}

fn literal_parts(template: &str) -> usize {
    parts(template).filter(|part| !is_parameter(part)).count()
}

/// Keys the schema does not name: JSON Schema would let them pass, GitHub would ignore them in silence.
fn unknown_keys(schema: &Value, body: &Value) -> Vec<String> {
    let (Some(known), Some(given)) = (schema["properties"].as_object(), body.as_object()) else {
        return Vec::new();
    };
    given
        .keys()
        .filter(|key| !known.contains_key(*key))
        .map(|key| format!("unknown key {key}"))
        .collect()
}

/// OpenAPI 3.0 says `nullable: true` where JSON Schema says "or null".
fn allow_null(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(allow_null),
        Value::Object(object) => {
            object.values_mut().for_each(allow_null);
            if object.get("nullable") == Some(&json!(true)) {
                object.remove("nullable");
                let schema = std::mem::replace(object, Map::new());
                object.insert("anyOf".into(), json!([schema, {"type": "null"}]));
            }
        }
        _ => {}
    }
}

#[test]
fn a_request_the_description_does_not_allow_is_seen() {
    let contract = Contract::get();
    let operation = contract.operation("POST", "/repos/a/b/git/refs").unwrap();
    let check = |body: Value| contract.check_request(operation, "", body.to_string().as_bytes());

    assert_eq!(check(json!({"ref": "refs/heads/x", "sha": "0"})), Vec::<String>::new());
    assert_eq!(check(json!({"ref": "refs/heads/x"})), [": \"sha\" is a required property"]);
    assert_eq!(check(json!({"ref": 1, "sha": "0"})), ["/ref: 1 is not of type \"string\""]);
    assert_eq!(check(json!({"ref": "r", "sha": "0", "froce": true})), ["unknown key froce"]);
}

#[test]
fn an_answer_the_description_does_not_know_is_seen() {
    let contract = Contract::get();
    let operation = contract.operation("GET", "/repos/a/b/git/ref/heads/main").unwrap();
    let check = |body: Value| contract.check_answer(operation, 200, body.to_string().as_bytes());

    assert_eq!(check(contract.example("git-ref")), Vec::<String>::new());
    assert!(!check(json!({"ref": "refs/heads/main"})).is_empty());
}

#[test]
fn a_query_the_description_does_not_know_is_seen() {
    let contract = Contract::get();
    let operation = contract.operation("GET", "/repos/a/b/pulls").unwrap();
    let check = |query: &str| contract.check_request(operation, query, b"");

    assert_eq!(check("state=all&head=a%3Ab&per_page=100"), Vec::<String>::new());
    assert_eq!(check("state=merged"), ["query parameter state cannot be merged"]);
    assert_eq!(check("stat=all"), ["unknown query parameter stat"]);
}
