use std::{collections::BTreeSet, path::Path};

use jiff::SignedDuration;
use secrecy::ExposeSecret;

use super::*;
use crate::services::PublishTarget;

const EXAMPLE: &str = include_str!("../../config.example.toml");

const PROJECT: &str = r#"
[[projects]]
id = "blog"
source = "https://example.org/blog.git"
convention = "hf-blog"
"#;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(Path::new("config.toml"), text, &Environment::of([]))
}

#[track_caller]
fn refusal(text: &str) -> String {
    parse(text).expect_err("this configuration is impossible").to_string()
}

/// The example with every setting that is commented out put in force.
fn enabled_example() -> String {
    let enable = |line: &'static str| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '[') => rest,
        _ => line,
    };
    EXAMPLE.lines().map(enable).collect::<Vec<_>>().join("\n")
}

#[test]
fn example_loads_as_it_is() {
    let config = parse(EXAMPLE).unwrap();

    assert_eq!(config.projects.len(), 1);
    assert_eq!(config.projects[0].settings.base_branch, "main");
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:7878");
}

#[test]
fn every_setting_the_example_shows_is_possible() {
    let config = parse(&enabled_example()).unwrap();

    assert_eq!(config.projects.len(), 3);
    assert!(matches!(&config.projects[1].settings.publish, PublishTarget::Branch { .. }));
    let PublishTarget::Github { upstream, fork } = &config.projects[2].settings.publish else {
        panic!("{:?}", config.projects[2].settings.publish);
    };
    assert_eq!(
        (upstream.as_str(), fork.as_deref()),
        ("huggingface/course", Some("huggingface-cn/course"))
    );
}

#[test]
fn values_the_example_shows_are_the_defaults() {
    let (shown, default) = (parse(&enabled_example()).unwrap(), parse(PROJECT).unwrap());

    let rules = |config: &Config| format!("{:?}", config.projects[0].settings.rules);
    assert_eq!(rules(&shown), rules(&default));
    assert_eq!(shown.server.listen, default.server.listen);
    assert_eq!(shown.data_dir, default.data_dir);
    assert_eq!(shown.server.limits, default.server.limits);
    assert_eq!(shown.github.api_url, default.github.api_url);
    assert_eq!(shown.github.web_url, default.github.web_url);
}

#[test]
fn proxies_are_addresses_or_networks() {
    let text = |list: &str| format!("[server]\ntrusted_proxies = {list}\n{PROJECT}");
    let config = parse(&text(r#"["127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32"]"#)).unwrap();
    let shown: Vec<_> = config.server.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["127.0.0.1/32", "10.0.0.0/8", "::1/128", "2001:db8::/32"]);
    let refused = refusal(&text(r#"["proxy.example.org"]"#));
    assert!(refused.contains("config.toml:2: server.trusted_proxies"), "{refused}");
    assert!(refused.contains("is no address and no network"), "{refused}");
}

#[test]
fn clients_are_hidden_behind_a_proxy_of_this_machine_that_is_not_named() {
    let hidden = |server: &str| {
        parse(&format!("[server]\n{server}\n{PROJECT}")).unwrap().server.hidden_clients()
    };
    let public = "public_url = \"https://yiqi.example.org\"";
    assert!(hidden(public));
    assert!(!hidden(&format!("{public}\ntrusted_proxies = [\"127.0.0.1\"]")));
    assert!(!hidden("public_url = \"http://localhost:7878\""));
    assert!(!hidden(&format!("{public}\nlisten = \"0.0.0.0:80\"")));
}

/// The reader itself lists the keys a table may have, when it meets one it does not know.
fn known_keys(header: &str) -> BTreeSet<String> {
    let mandatory = if header == "[[projects]]" { &PROJECT[1..] } else { header };
    let message = toml::from_str::<file::File>(&format!("{mandatory}\nno_such_key = 1"))
        .expect_err("no table has this key")
        .message()
        .to_owned();
    let (_, list) = message.split_once("expected").expect("the message lists the known keys");
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn example_names_every_key() {
    let example = enabled_example();
    let tables = known_keys("");
    assert!(tables.contains("projects"), "{tables:?}");
    for table in &tables {
        let header =
            if table == "projects" { "[[projects]]".to_owned() } else { format!("[{table}]") };
        assert!(example.contains(&header), "the example has no {header}");
        let sections: String = example
            .split("\n[")
            .filter(|section| format!("[{section}").starts_with(&header))
            .collect();
        for key in known_keys(&header) {
            let assignment = format!("\n{key} = ");
            assert!(sections.contains(&assignment), "{header} of the example lacks {key}");
        }
    }
}

#[test]
fn unknown_key_is_refused_with_its_line_and_the_known_ones() {
    let message = refusal(&format!("{PROJECT}brunch = \"main\"\n"));

    assert!(message.starts_with("config.toml:6: projects[1].brunch: unknown field"), "{message}");
    assert!(message.contains("`branch`"), "{message}");
}

#[test]
fn unknown_convention_is_refused_with_the_known_ones() {
    let message = refusal(&PROJECT.replace("hf-blog", "jekyll"));

    assert!(message.starts_with("config.toml:5: projects[1].convention:"), "{message}");
    assert!(message.contains("`hf-blog`, `hf-course`, `plain`"), "{message}");
}

#[test]
fn text_that_is_not_toml_is_refused_with_its_line() {
    let message = refusal("[server]\nlisten = \n");

    assert!(message.starts_with("config.toml:2:"), "{message}");
}

#[test]
fn doubled_project_id_is_refused() {
    let message = refusal(&format!("{PROJECT}{PROJECT}"));

    assert_eq!(
        message,
        "config.toml:8: projects[2].id: \"blog\" is the id of another project already"
    );
}

#[test]
fn all_impossible_values_are_told_at_once_in_the_order_of_the_file() {
    let message = refusal(&format!(
        "[server]\nlisten = \"localhost\"\n[rules]\nclaim_lease = \"soon\"\nmax_claims = 0\n{PROJECT}"
    ));

    insta::assert_snapshot!(message, @r#"
    config.toml:2: server.listen: "localhost" is no address to listen on; write an IP address and a port, such as "127.0.0.1:7878" or "[::1]:7878"
    config.toml:4: rules.claim_lease: "soon" is no length of time; write for example "14 days", "36 hours", "10 minutes"
    config.toml:5: rules.max_claims: 0 is out of range; allowed: 1 to 1000
    "#);
}

#[test]
fn file_without_projects_is_refused() {
    assert_eq!(
        refusal(""),
        "config.toml: names no project; add a [[projects]] table (see config.example.toml)"
    );
}

#[test]
fn lengths_of_time_are_friendly() {
    for (written, hours) in [("14 days", 14 * 24), ("36h", 36), ("1 week", 7 * 24), ("1d 12h", 36)]
    {
        let text = format!("[rules]\nclaim_lease = {written:?}\n{PROJECT}");
        let lease = parse(&text).unwrap().projects[0].settings.rules.claim_lease;
        assert_eq!(lease, SignedDuration::from_hours(hours), "{written}");
    }
    let message = refusal(&format!("[rules]\nclaim_lease = \"2 minutes\"\n{PROJECT}"));
    assert!(message.contains("out of range; allowed: 1h to 8784h"), "{message}");
}

#[test]
fn local_sign_in_is_refused_where_others_can_reach_it() {
    for server in ["listen = \"0.0.0.0:80\"", "public_url = \"https://yiqi.example.org\""] {
        let message = refusal(&format!("[server]\n{server}\n[auth]\nlocal = true\n{PROJECT}"));
        assert!(message.contains("auth.local: would let anybody"), "{message}");
    }
    let here = format!("[server]\nlisten = \"[::1]:80\"\n[auth]\nlocal = true\n{PROJECT}");
    assert!(parse(&here).unwrap().server.local_sign_in);
}

#[test]
fn cookies_are_secure_behind_https_unless_told_otherwise() {
    let secure = |server: &str| {
        parse(&format!("[server]\n{server}\n{PROJECT}")).unwrap().server.secure_cookies
    };
    assert!(secure("public_url = \"https://yiqi.example.org\""));
    assert!(!secure("public_url = \"http://localhost:7878\""));
    assert!(!secure("public_url = \"https://yiqi.example.org\"\nsecure_cookies = false"));
    assert!(
        refusal(&format!(
            "[server]\npublic_url = \"http://localhost\"\nsecure_cookies = true\n{PROJECT}"
        ))
        .contains("secure_cookies")
    );
}

#[test]
fn publishing_asks_for_what_it_needs() {
    for (keys, wanted) in [
        ("publish = \"github\"\nbranch = \"main\"", "needs upstream"),
        ("publish = \"github\"\nupstream = \"a/b\"", "branch is needed"),
        ("publish = \"branch\"", "needs publish_to"),
        ("publish_to = \"x\"", "is used with publish = \"branch\" alone"),
        ("fork = \"a/b\"", "is used with publish = \"github\" or \"preview\" alone"),
        ("upstream = \"https://github.com/a/b\"", "write owner/name"),
        ("publish = \"mail\"", "`github`, `preview`, `branch`, `nowhere`"),
    ] {
        let message = refusal(&format!("{PROJECT}{keys}\n"));
        assert!(message.contains(wanted), "{keys}: {message}");
    }
}

#[test]
fn impossible_ids_languages_and_templates_are_refused() {
    for (keys, wanted) in [
        ("id = \"Mein Blog\"", "cannot stand in an address"),
        ("id = \"../etc\"", "cannot stand in an address"),
        ("id = \"blog\"\nlanguage = \"中文\"", "is no language tag"),
        ("id = \"blog\"\nsource_template = \"posts/x.md\"", "{slug}"),
    ] {
        let message = refusal(&PROJECT.replace("id = \"blog\"", keys));
        assert!(message.contains(wanted), "{keys}: {message}");
    }
    let plain = refusal(&PROJECT.replace("hf-blog", "plain"));
    assert!(plain.contains("projects[1].convention: plain needs both path templates"), "{plain}");
}

#[test]
fn secrets_come_from_the_environment_and_are_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    std::fs::write(&file, "from-a-file\n").unwrap();
    let file: &'static str = Box::leak(file.to_string_lossy().into_owned().into_boxed_str());
    let environment = Environment::of([
        ("YIQI_GITHUB_TOKEN", "ghp_hidden"),
        ("YIQI_GITHUB_CLIENT_SECRET_FILE", file),
        ("YIQI_WEBHOOK_SECRET", "new-hidden, old-hidden"),
    ]);
    let text = format!("[github]\nclient_id = \"abc\"\n{PROJECT}");

    let config = Config::parse(Path::new("config.toml"), &text, &environment).unwrap();

    assert_eq!(config.github.token.as_ref().unwrap().expose_secret(), "ghp_hidden");
    assert_eq!(config.github.oauth.as_ref().unwrap().client_secret.expose_secret(), "from-a-file");
    let webhook: Vec<_> =
        config.github.webhook_secrets.iter().map(|secret| secret.expose_secret()).collect();
    assert_eq!(webhook, ["new-hidden", "old-hidden"]);
    let shown = format!("{config:?} {environment:?}");
    assert!(!shown.contains("hidden") && !shown.contains("from-a-file"), "{shown}");
    assert_eq!(config.missing_secrets, []);
}

#[test]
fn secret_given_twice_or_unreadable_is_refused() {
    for (variables, wanted) in [
        (
            vec![("YIQI_GITHUB_TOKEN", "ghp_x"), ("YIQI_GITHUB_TOKEN_FILE", "/nowhere")],
            "unset one of them",
        ),
        (
            vec![("YIQI_GITHUB_TOKEN_FILE", "/no/such/file")],
            "YIQI_GITHUB_TOKEN_FILE: /no/such/file",
        ),
        (vec![("YIQI_WEBHOOK_SECRET", "  ")], "nothing but blanks"),
    ] {
        let environment = Environment::of(variables);
        let error = Config::parse(Path::new("c.toml"), PROJECT, &environment).unwrap_err();
        let message = error.to_string();
        assert!(message.contains(wanted), "{message}");
        assert!(!message.contains("ghp_x"), "{message}");
    }
}

#[test]
fn missing_secrets_are_named_with_what_they_are_for() {
    let text = format!(
        "[github]\nclient_id = \"abc\"\n{PROJECT}branch = \"main\"\npublish = \"github\"\nupstream = \"a/b\"\n"
    );

    let missing = parse(&text).unwrap().missing_secrets;

    let names: Vec<_> = missing.iter().map(|secret| secret.variable).collect();
    assert_eq!(names, ["YIQI_GITHUB_CLIENT_SECRET", "YIQI_GITHUB_TOKEN"]);
}

#[test]
fn relative_paths_start_at_the_folder_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::create_dir(root.join("blog")).unwrap();
    let path = root.join("config.toml");
    std::fs::write(&path, PROJECT.replace("https://example.org/blog.git", "blog")).unwrap();

    let config = Config::load(&path, &Environment::of([])).unwrap();

    assert_eq!(config.data_dir, root.join("data"));
    assert_eq!(config.projects[0].mirror.url, root.join("blog").to_string_lossy());
    assert_eq!(config.projects[0].mirror.mirror, root.join("data/mirrors/blog.git"));
}

fn options(source: &str) -> SourceOptions {
    SourceOptions {
        source: source.into(),
        branch: None,
        convention: crate::convention::ConventionKind::HfBlog,
        language: "zh-CN".into(),
        source_template: None,
        target_template: None,
        data_dir: "cache".into(),
    }
}

#[test]
fn two_sources_or_branches_never_share_a_folder() {
    let folder = |source: &str, branch: Option<&str>| {
        SourceOptions { branch: branch.map(str::to_owned), ..options(source) }
            .into_config()
            .unwrap()
            .data_dir
    };
    let all = BTreeSet::from([
        folder("https://a.example/blog.git", None),
        folder("https://b.example/blog.git", None),
        folder("https://a.example/blog.git", Some("next")),
    ]);
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|folder| folder.to_string_lossy().starts_with("cache/blog-")));
}

#[test]
fn two_ways_to_read_a_source_share_the_mirror_but_not_the_database() {
    let chinese = options("https://a.example/blog.git").into_config().unwrap();
    let french = SourceOptions { language: "fr".into(), ..options("https://a.example/blog.git") }
        .into_config()
        .unwrap();

    assert_eq!(chinese.projects[0].mirror.mirror, french.projects[0].mirror.mirror);
    assert_ne!(chinese.database, french.database);
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let plain = SourceOptions {
        convention: crate::convention::ConventionKind::Plain,
        ..options("https://a.example/blog.git")
    };
    let message = plain.into_config().unwrap_err().to_string();
    assert!(message.contains("needs --source-template and --target-template"), "{message}");
}
