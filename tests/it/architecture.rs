//! The floors of the house: fails on an upward import, an import between adapters, a ring among
//! top-level modules, an outside crate where the floor has none, and a second door to processes.
//!
//! It reads the sources as tokens, so comments and strings do not count, while paths inside macros do.
//! Tests inside `src/` obey the same rules as the code they test.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Top-level modules by floor, the lowest first; what all adapters share lies below them. `docs/architecture.md` has the picture.
const FLOORS: [&[&str]; 5] = [
    &[
        "catalogue",
        "checks",
        "convention",
        "coverage",
        "csv",
        "difference",
        "document",
        "evaluation",
        "figures",
        "glossary",
        "history",
        "ids",
        "machine",
        "memory",
        "notices",
        "phrase",
        "preview",
        "proofreading",
        "recognition",
        "sequences",
        "staleness",
        "texts",
        "workflow",
    ],
    &["background"],
    ADAPTERS,
    &["services"],
    &["cli", "config", "web", "worker"],
];

/// The modules of floor 1 that know nothing of each other.
const ADAPTERS: &[&str] = &["chat", "github", "notify", "remote", "repository", "store"];

/// Crates that bring the outside world, or a runtime; floor 0 has none of them.
const OUTSIDE: &[&str] = &[
    "axum",
    "gix",
    "hyper",
    "hyper_rustls",
    "hyper_util",
    "lettre",
    "octocrab",
    "reqwest",
    "sqlx",
    "tokio",
    "tower",
    "tower_http",
];

/// The only module that starts processes.
const PROCESSES: &str = "repository";

#[test]
fn sources_keep_to_their_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    collect(&root, &root, &mut sources);
    assert!(sources.len() > 40, "only {} source files were found", sources.len());

    let breaches = breaches(&sources);

    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn every_module_of_the_library_has_a_floor_and_every_floor_its_modules() {
    let library = include_str!("../../src/lib.rs");
    let declared: BTreeSet<_> = library
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "))
        .map(|name| name.trim_end_matches(';'))
        .collect();
    let placed: BTreeSet<_> = FLOORS.concat().into_iter().collect();

    assert_eq!(declared, placed);
}

/// Reads all `.rs` files below a folder, with their paths from `root`.
fn collect(root: &Path, folder: &Path, sources: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).expect("the sources are there");
    for path in entries.map(|entry| entry.expect("the sources can be listed").path()) {
        if path.is_dir() {
            collect(root, &path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).expect("it lies below its root");
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            sources.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
}

/// Everything in these sources (path from `src`, text) that the plan of the house does not allow.
fn breaches(sources: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in sources {
        let module = module_of(file);
        // The roots name every module and belong to none.
        let Some(from) = module.first().cloned() else { continue };
        let Some(floor) = floor_of(&from) else {
            found.push(format!("{file}: the module {from} has no floor"));
            continue;
        };
        let tokens = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut paths = BTreeSet::new();
        read_paths(tokens, &module, &mut paths);
        for path in &paths {
            if let Some(to) = own_module(path).filter(|to| *to != from) {
                imports.entry(from.clone()).or_default().insert(to.to_owned());
                let above = floor_of(to).is_none_or(|target| target > floor);
                let between = ADAPTERS.contains(&from.as_str()) && ADAPTERS.contains(&to);
                if above {
                    found.push(format!("{file}: {from} imports upward from {to}"));
                } else if between {
                    found.push(format!("{file}: the adapter {from} imports the adapter {to}"));
                }
            }
            if floor == 0 && OUTSIDE.contains(&path[0].as_str()) {
                found.push(format!("{file}: floor 0 uses {}", path[0]));
            }
            let starts_process = path.windows(2).any(|part| part == ["process", "Command"]);
            if from != PROCESSES && starts_process {
                found.push(format!("{file}: only {PROCESSES} starts processes"));
            }
        }
    }
    found.extend(rings(&imports));
    found.sort();
    found.dedup();
    found
}

/// The module a file makes, from the crate's root: `store/people.rs` is `[store, people]`.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let mut parts: Vec<_> = path.split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The top-level module of this crate that a path leads to.
fn own_module(path: &[String]) -> Option<&str> {
    match path {
        [root, module, ..] if root == "crate" || root == "yiqi" => Some(module),
        _ => None,
    }
}

/// Collects all paths of at least two parts, with `self` and `super` resolved to `crate::…`.
fn read_paths(tokens: TokenStream, module: &[String], paths: &mut BTreeSet<Vec<String>>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if *word == "mod" => {
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                    (tokens.get(at + 1), tokens.get(at + 2))
                {
                    let inner: Vec<_> = module.iter().cloned().chain([name.to_string()]).collect();
                    read_paths(body.stream(), &inner, paths);
                    at += 2;
                }
                at += 1;
            }
            TokenTree::Ident(_) => at = read_path(&tokens, at, Vec::new(), module, paths),
            TokenTree::Group(group) => {
                read_paths(group.stream(), module, paths);
                at += 1;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => at += 1,
        }
    }
}

/// Reads one path (or tree of paths, `a::{b, c::d}`) that begins at `at`; returns where it ends.
fn read_path(
    tokens: &[TokenTree],
    mut at: usize,
    mut path: Vec<String>,
    module: &[String],
    paths: &mut BTreeSet<Vec<String>>,
) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
            // A tree, as in `use crate::{a, b::c}`; each branch goes on from here.
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let branches: Vec<_> = group.stream().into_iter().collect();
                let mut start = 0;
                while start < branches.len() {
                    let end = match &branches[start] {
                        TokenTree::Ident(_) => {
                            read_path(&branches, start, path.clone(), module, paths)
                        }
                        _ => start,
                    };
                    start = end + 1;
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !is_path_separator(&tokens[at..]) {
            break;
        }
        at += 2;
    }
    if path.len() > 1 {
        paths.insert(resolve(&path, module));
    }
    at
}

fn is_path_separator(tokens: &[TokenTree]) -> bool {
    let colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    tokens.len() > 2 && tokens[..2].iter().all(colon)
}

/// Turns `self::…` and `super::…` into `crate::…`, as seen from `module`.
fn resolve(path: &[String], module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let start = ups + usize::from(ups == 0 && path[0] == "self");
    if start == 0 {
        return path.to_vec();
    }
    let base = &module[..module.len().saturating_sub(ups)];
    ["crate".to_owned()].iter().chain(base).chain(&path[start..]).cloned().collect()
}

/// The rings among modules, each told once.
fn rings(imports: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    imports
        .iter()
        .flat_map(|(from, targets)| targets.iter().map(move |to| (from, to)))
        // Every ring has a step upward in the alphabet; that one stands for it.
        .filter(|(from, to)| from < to && reaches(imports, to, from))
        .map(|(from, to)| format!("ring: {from} imports {to}, which leads back to {from}"))
        .collect()
}

fn reaches(imports: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(module) = waiting.pop() {
        for next in imports.get(module).into_iter().flatten() {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    false
}

/// The breaches of made-up sources.
fn found_in(sources: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<_> =
        sources.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    breaches(&sources)
}

#[test]
fn downward_imports_are_fine() {
    let sources = [
        ("services/sync.rs", "use crate::{repository::Mirror, store::{self, Store}, ids::Slug};"),
        ("store/people.rs", "use super::Result; use crate::ids::PersonId;"),
        ("web/mod.rs", "use axum::Router; use crate::services::Workshop;"),
        ("main.rs", "use yiqi::cli;"),
        ("repository/git.rs", "use tokio::process::Command;"),
    ];
    assert_eq!(found_in(&sources), [""; 0]);
}

#[test]
fn upward_import_is_found_in_every_form() {
    for text in [
        "use crate::services::Workshop;",
        "use crate::{ids::Slug, services::Workshop};",
        "fn f() { crate::services::run() }",
        "fn f() { println!(\"{}\", crate::services::NAME) }",
        "use super::super::services::Workshop;",
        "mod tests { use super::super::super::services::Workshop; }",
    ] {
        assert_eq!(
            found_in(&[("store/people.rs", text)]),
            ["store/people.rs: store imports upward from services"],
            "{text}"
        );
    }
}

#[test]
fn import_between_adapters_is_found() {
    assert_eq!(
        found_in(&[("github/mod.rs", "use crate::store::Store;")]),
        ["github/mod.rs: the adapter github imports the adapter store"]
    );
}

#[test]
fn ring_is_found_even_over_a_third_module() {
    let pair = [
        ("checks/mod.rs", "use crate::convention::Convention;"),
        ("convention/mod.rs", "fn f() { crate::checks::check() }"),
    ];
    assert_eq!(found_in(&pair), ["ring: checks imports convention, which leads back to checks"]);
    let three = [
        ("web/mod.rs", "use crate::config::Config;"),
        ("config/mod.rs", "use crate::cli::Options;"),
        ("cli/mod.rs", "use crate::web;"),
    ];
    assert_eq!(found_in(&three), ["ring: cli imports web, which leads back to cli"]);
}

#[test]
fn outside_crate_on_floor_0_is_found() {
    for text in ["use sqlx::query;", "async fn f() { tokio::spawn(g()).await }"] {
        let found = found_in(&[("document/mod.rs", text)]);
        assert!(found.len() == 1 && found[0].contains("floor 0 uses"), "{text}: {found:?}");
    }
}

#[test]
fn second_door_to_processes_is_found() {
    for text in
        ["use std::process::{Command, Stdio};", "fn f() { tokio::process::Command::new(\"git\"); }"]
    {
        assert_eq!(
            found_in(&[("services/sync.rs", text)]),
            ["services/sync.rs: only repository starts processes"],
            "{text}"
        );
    }
}

#[test]
fn comments_strings_and_own_names_do_not_count() {
    let text = r##"
        //! See [`crate::services::Workshop`].
        /// Not `tokio::spawn`.
        const TEXT: &str = "crate::web::router";
        use super::people;
        use self::inner::Thing;
        fn store() { self::store(); people::find(); }
    "##;
    assert_eq!(found_in(&[("workflow/task.rs", text)]), [""; 0]);
}

#[test]
fn module_without_a_floor_is_found() {
    assert_eq!(
        found_in(&[("helpers.rs", "fn f() {}")]),
        ["helpers.rs: the module helpers has no floor"]
    );
}
