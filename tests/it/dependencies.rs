//! What is allowed into the program, as `deny.toml` says it; without a network.

use std::{collections::BTreeMap, process::Command};

const RULES: &str = include_str!("../../deny.toml");

/// What is compiled here: licence by package, as cargo tells both (`name v1.2.3`, and where it comes from
/// unless that is the registry).
fn packages() -> BTreeMap<String, String> {
    let output = Command::new("cargo")
        .args(["tree", "--locked", "--offline", "--prefix", "none", "--edges", "normal,build,dev"])
        .args(["--format", "{p}|{l}"])
        .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).expect("text");
    let packages = told.lines().filter_map(|line| {
        let (package, licence) = line.trim_end_matches(" (*)").split_once('|')?;
        Some((package.replace(" (proc-macro)", ""), licence.to_owned()))
    });
    packages.collect()
}

fn rules() -> toml::Table {
    RULES.parse().expect("deny.toml is TOML")
}

fn texts(list: &toml::Value) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|it| it.as_str().expect("a text").to_owned()).collect()
}

/// Whether an expression (SPDX, or the older form with `/`) is met by licences that are allowed.
fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = either(&words, allowed);
    assert!(rest.is_empty(), "{expression:?} is no expression of licences");
    met
}

/// `a OR b OR …`, and what stands behind it.
fn either<'w>(words: &'w [&'w str], allowed: &[String]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = both(words, allowed);
    while let ["OR", more @ ..] = rest {
        let (other, left) = both(more, allowed);
        (met, rest) = (met || other, left);
    }
    (met, rest)
}

/// `a AND b AND …`, which binds more tightly.
fn both<'w>(words: &'w [&'w str], allowed: &[String]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = one(words, allowed);
    while let ["AND", more @ ..] = rest {
        let (other, left) = one(more, allowed);
        (met, rest) = (met && other, left);
    }
    (met, rest)
}

fn one<'w>(words: &'w [&'w str], allowed: &[String]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", inner @ ..] => match either(inner, allowed) {
            (met, [")", rest @ ..]) => (met, rest),
            (_, rest) => panic!("a bracket is open before {rest:?}"),
        },
        [licence, "WITH", exception, rest @ ..] => {
            (allowed.contains(&format!("{licence} WITH {exception}")), rest)
        }
        [licence, rest @ ..] => (allowed.iter().any(|it| it == licence), rest),
        [] => panic!("a licence is missing"),
    }
}

#[test]
fn expressions_of_licences_are_read_as_they_are_meant() {
    let allowed = ["MIT".to_owned(), "ISC".to_owned(), "A WITH B".to_owned()];
    for good in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT AND ISC",
        "MIT/GPL-3.0",
        "(GPL-3.0 OR ISC) AND MIT",
        "A WITH B",
    ] {
        assert!(is_met(good, &allowed), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "GPL-3.0 OR MIT AND LGPL-2.1", "A", "MIT WITH B"] {
        assert!(!is_met(bad, &allowed), "{bad}");
    }
}

#[test]
fn every_dependency_has_a_licence_and_a_source_that_are_allowed() {
    let rules = rules();
    let allowed = texts(&rules["licenses"]["allow"]);
    let banned = rules["bans"]["deny"].as_array().expect("a list").clone();
    let banned: Vec<&str> = banned.iter().filter_map(|it| it["crate"].as_str()).collect();
    let packages = packages();
    assert!(packages.len() > 100, "only {} packages", packages.len());
    let mut wrong = Vec::new();
    for (package, licence) in &packages {
        let name = package.split(' ').next().unwrap_or_default();
        if licence.is_empty() || !is_met(licence, &allowed) {
            wrong.push(format!("{package}: licence {licence:?}"));
        }
        if banned.contains(&name) {
            wrong.push(format!("{package}: banned"));
        }
        // A path or an address behind the version: not from the registry.
        if package.contains('(') && name != "yiqi" {
            wrong.push(format!("{package}: not from the registry"));
        }
    }
    assert!(wrong.is_empty(), "deny.toml does not allow\n{}", wrong.join("\n"));
}
