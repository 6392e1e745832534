//! The binary as a person or a script meets it: exit codes, what goes to which stream, and results.

mod judging;
mod remote;

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;

/// The binary, away from the configuration and the secrets of whoever runs the tests.
fn yiqi(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yiqi"));
    command.current_dir(folder).stdin(Stdio::null());
    command.env("XDG_CACHE_HOME", folder.join("cache")).env("LANG", "C.UTF-8");
    for name in ["LC_ALL", "LC_MESSAGES", "YIQI_CONFIG", "YIQI_LOG", "COLUMNS"] {
        command.env_remove(name);
    }
    for name in ["YIQI_GITHUB_TOKEN", "YIQI_GITHUB_CLIENT_SECRET", "YIQI_WEBHOOK_SECRET"] {
        command.env_remove(name).env_remove(format!("{name}_FILE"));
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    yiqi(folder).args(arguments).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the binary writes UTF-8")
}

/// Asserts an exit code and yields standard output and standard error.
#[track_caller]
fn expect(output: &Output, code: i32) -> (String, String) {
    let (out, complaint) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "stdout:\n{out}\nstderr:\n{complaint}");
    (out, complaint)
}

/// The sample blog of the demo as a bare repository, made once for all tests.
fn sample_blog() -> &'static Path {
    static BLOG: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, repository) = BLOG.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let made = run(folder.path(), &["demo", "--exit-after-sync", "--data-dir", "data"]);
        let (out, _) = expect(&made, 0);
        assert!(out.contains("Yiqi is ready: 3 to translate"), "{out}");
        let repository = folder.path().join("data/skylark-blog.git");
        (folder, repository)
    });
    repository
}

/// Runs a command on the sample blog, in a folder of its own.
fn on_sample(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = sample_blog().to_string_lossy();
    run(folder.path(), &[arguments, &["--source", &source]].concat())
}

#[test]
fn the_repository_one_stands_in_does_not_lend_its_origin() {
    let here = tempfile::tempdir().unwrap();
    for folder in ["objects", "refs"] {
        fs::create_dir(here.path().join(folder)).unwrap();
    }
    fs::write(here.path().join("HEAD"), "ref: refs/heads/main\n").unwrap();
    let config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\
                  [remote \"origin\"]\n\turl = /nowhere/at/all\n";
    fs::write(here.path().join("config"), config).unwrap();
    let source = sample_blog().to_string_lossy();
    let (out, _) = expect(&run(here.path(), &["status", "--source", &source]), 0);
    assert!(out.contains("battery-life"), "{out}");
}

#[test]
fn help_goes_to_standard_output_and_wrong_use_to_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["status", "--help"], &["--version"]] {
        let (out, complaint) = expect(&run(folder.path(), arguments), 0);
        assert!(out.contains("yiqi") && complaint.is_empty(), "{out}{complaint}");
    }
    for arguments in [&[][..], &["stauts"], &["status", "--fromat", "json"], &["diff"]] {
        let (out, complaint) = expect(&run(folder.path(), arguments), 2);
        assert!(out.is_empty() && complaint.contains("Usage"), "{out}{complaint}");
    }
}

#[test]
fn missing_configuration_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["status", "sync", "serve"] {
        let (out, complaint) = expect(&run(folder.path(), &[command]), 2);
        assert_eq!(out, "");
        assert!(complaint.contains("config.example.toml"), "{complaint}");
    }
}

#[test]
fn impossible_configuration_is_told_with_file_line_and_key() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("config.toml"), "[server]\nlisten = \"here\"\n").unwrap();

    let (out, complaint) = expect(&run(folder.path(), &["status"]), 2);

    assert_eq!(out, "");
    assert!(complaint.contains("config.toml:2: server.listen: \"here\""), "{complaint}");
}

#[test]
fn every_post_of_the_sample_blog_is_in_the_state_it_was_written_for() {
    let (out, complaint) = expect(&on_sample(&["status", "--format", "json"]), 0);

    assert_eq!(complaint, "convention: hf-blog (guessed; --convention says otherwise)\n");
    let report: Value = serde_json::from_str(&out).expect("standard output is JSON alone");
    let states: BTreeMap<_, _> = report["posts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|post| {
            let of = |key: &str| post[key].as_str().unwrap().to_owned();
            (of("slug"), format!("{} {}", of("status"), of("severity")))
        })
        .collect();
    insta::assert_debug_snapshot!(states, @r#"
    {
        "battery-life": "stale major",
        "calibrating-thermometers": "current none",
        "data-format": "stale minor",
        "forecasting-rain": "stale minor",
        "meet-skylark": "current none",
        "privacy-of-a-garden": "current cosmetic",
        "quantizing-the-forecast": "untranslated none",
        "rain-gauge-from-a-bottle": "untranslated none",
        "school-workshop": "untranslated none",
        "wifi-at-the-allotment": "orphan none",
        "winter-report": "current none",
    }
    "#);
}

#[test]
fn status_as_a_table_counts_on_standard_error() {
    let (out, complaint) = expect(&on_sample(&["status", "--convention", "hf-blog"]), 0);

    assert!(out.starts_with("STATUS"), "{out}");
    assert_eq!(out.lines().count(), 12, "{out}");
    assert!(complaint.starts_with("11 posts: "), "{complaint}");
}

#[test]
fn exit_code_tells_of_stale_posts_where_it_is_asked_to() {
    expect(&on_sample(&["status", "battery-life", "--exit-code"]), 1);
    expect(&on_sample(&["status", "meet-skylark", "--exit-code"]), 0);
    expect(&on_sample(&["diff", "battery-life", "--exit-code"]), 1);
}

#[test]
fn difference_shows_the_words_the_translation_and_the_reason() {
    let (out, _) = expect(&on_sample(&["diff", "forecasting-rain"]), 0);

    assert!(out.contains("[-0.5-]{+0.35+}"), "{out}");
    assert!(out.contains(" | warn = risk > 0.5\n"), "{out}");
    assert!(out.contains("zh/forecasting-rain.md (line"), "{out}");
    assert!(out.contains("§ The model / 模型\n"), "{out}");
    assert!(out.contains("inferred from the content, quite sure (99%)"), "{out}");
    let thing = "“risk = model.predict(test.features, calibrated=True)”";
    assert!(out.contains(&format!("The line of code {thing} that the change added")), "{out}");
    assert!(out.contains(&format!("这处改动加进的代码行{thing}，译文里还没有")), "{out}");
}

#[test]
fn two_columns_are_as_wide_as_the_terminal_says() {
    let folder = tempfile::tempdir().unwrap();
    for columns in ["70", "120"] {
        let output = yiqi(folder.path())
            .args(["diff", "data-format", "--side-by-side", "--source"])
            .arg(sample_blog())
            .args(["--data-dir", "state"])
            .env("COLUMNS", columns)
            .output()
            .unwrap();
        let (out, _) = expect(&output, 0);
        let columns: usize = columns.parse().unwrap();
        let rows: Vec<usize> = out
            .lines()
            .filter(|line| line.contains(" │ "))
            .map(unicode_width::UnicodeWidthStr::width)
            .collect();
        let widest = rows.iter().max().expect("rows of two columns");
        assert!(rows.len() > 1 && *widest <= columns && *widest > columns - 20, "{out}");
        assert!(!out.contains('\x1b'), "colours on what is no terminal: {out}");
    }
}

#[test]
fn unknown_post_is_a_failure_that_names_close_ones() {
    let (out, complaint) = expect(&on_sample(&["status", "battery"]), 2);

    assert_eq!(out, "");
    assert!(complaint.contains("battery-life"), "{complaint}");
}

#[test]
fn source_that_is_no_repository_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["status", "--source", "no/such/place", "--convention", "hf-blog"];

    let (out, complaint) = expect(&run(folder.path(), &arguments), 2);

    assert_eq!(out, "");
    assert!(complaint.contains("no/such/place"), "{complaint}");
}

#[test]
fn offline_shows_the_last_sync_when_the_source_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let moved = folder.path().join("blog.git");
    copy_folder(sample_blog(), &moved);
    let arguments = ["status", "--source", "blog.git", "--convention", "hf-blog"];
    let (fresh, _) = expect(&run(folder.path(), &arguments), 0);
    fs::remove_file(moved.join("HEAD")).unwrap();

    expect(&run(folder.path(), &arguments), 2);
    let (kept, _) = expect(&run(folder.path(), &[&arguments[..], &["--offline"]].concat()), 0);

    assert_eq!(kept, fresh);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn dry_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let source = sample_blog().to_string_lossy();
    let sync = |more: &[&str]| {
        let arguments = ["sync", "--source", &source, "--convention", "hf-blog"];
        expect(&run(folder.path(), &[&arguments[..], more].concat()), 0).0
    };

    let (first, second) = (sync(&["--dry-run"]), sync(&["--dry-run"]));
    assert_eq!(first, second);
    assert!(first.contains("battery-life"), "{first}");
    sync(&[]);
    let after = sync(&["--dry-run"]);
    assert!(!after.contains("battery-life"), "{after}");
}

#[test]
fn checks_find_damage_and_pass_sound_translations() {
    let folder = tempfile::tempdir().unwrap();
    let zh = folder.path().join("zh");
    fs::create_dir(&zh).unwrap();
    fs::write(folder.path().join("_blog.yml"), "- local: a\n  date: May 5, 2025\n  tags:\n")
        .unwrap();
    let post = |title: &str, translators: &str, code: &str, prose: &str| {
        format!(
            "---\ntitle: \"{title}\"\nthumbnail: /blog/assets/a/a.png\nauthors:\n- user: ann\n\
             {translators}---\n\n# {title}\n\n{prose}\n\n```python\n{code}\n```\n"
        )
    };
    let sound = "import skylark\nwarn = risk > 0.5\nprint(warn, risk)";
    let source = post("Rain", "", sound, "It rains here more often than one thinks.");
    fs::write(folder.path().join("a.md"), source).unwrap();
    let credit = "translators:\n- user: linxi\n";
    let check = |code: &str| {
        let translation = post("雨", credit, code, "这里下雨的次数比人们想的要多。");
        fs::write(zh.join("a.md"), translation).unwrap();
        run(folder.path(), &["check", "zh/a.md"])
    };

    expect(&check(sound), 0);
    let (out, complaint) = expect(&check(&sound.replace("warn, risk", "warn， risk")), 1);

    assert!(out.starts_with("zh/a.md:17: error code.full_width: "), "{out}");
    assert!(out.contains("[--fix]"), "{out}");
    assert!(complaint.starts_with("1 file: "), "{complaint}");
    expect(&run(folder.path(), &["check", "zh/none.md"]), 2);

    // The same for machines, and mended.
    let json = run(folder.path(), &["check", "zh/a.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&expect(&json, 1).0).unwrap();
    let finding = &report[0]["findings"][0];
    assert_eq!((&finding["rule"], &finding["lines"][0]), (&"code.full_width".into(), &17.into()));
    assert!(finding["id"].as_str().unwrap().starts_with("code.full_width-"), "{finding}");
    assert_eq!(finding["fix"]["edits"][0]["text"], "print(warn, risk)");
    let github = run(folder.path(), &["check", "zh/a.md", "--format", "github"]);
    let (out, _) = expect(&github, 1);
    assert!(
        out.starts_with("::error file=zh/a.md,line=17,endLine=17,title=code.full_width::"),
        "{out}"
    );
    let (_, complaint) = expect(&run(folder.path(), &["check", "zh/a.md", "--fix"]), 0);
    assert!(complaint.contains("1 mended"), "{complaint}");
    assert!(fs::read_to_string(zh.join("a.md")).unwrap().contains("print(warn, risk)"));
    expect(&run(folder.path(), &["check", "zh/a.md"]), 0);

    // Where there is an index, the post must be in it, and the index is checked as well.
    fs::write(zh.join("_blog.yml"), "- local: b\n  date: May 5, 2025\n  tags:\n    - rain\n")
        .unwrap();
    let (out, _) = expect(&run(folder.path(), &["check", "zh/a.md", "zh/_blog.yml"]), 1);
    assert!(out.contains("zh/a.md:1: error index.missing_entry"), "{out}");
    assert!(out.contains("zh/_blog.yml:1: error index.no_file"), "{out}");
}

#[test]
fn doctor_says_what_to_do_and_never_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = expect(&run(folder.path(), &["doctor"]), 1);
    assert!(out.contains("FAILED   configuration") && out.contains("→"), "{out}");

    let config = format!(
        "[auth]\nlocal = true\n[[projects]]\nid = \"sample\"\nsource = {:?}\nconvention = \"hf-blog\"\n",
        sample_blog()
    );
    fs::write(folder.path().join("config.toml"), config).unwrap();
    let checked = yiqi(folder.path())
        .arg("doctor")
        .env("YIQI_WEBHOOK_SECRET", "s3cret-s3cret-s3cret")
        .output()
        .unwrap();
    let (out, complaint) = expect(&checked, 0);
    assert!(out.contains("ok       source of sample: not synced yet"), "{out}");
    assert!(!out.contains("s3cret") && !complaint.contains("s3cret"), "{out}{complaint}");
}

#[test]
fn reader_that_goes_away_ends_a_command_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = yiqi(folder.path())
        .args(["status", "--convention", "hf-blog", "--source"])
        .arg(sample_blog())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());

    let output = child.wait_with_output().unwrap();

    let (_, complaint) = expect(&output, 0);
    assert!(!complaint.contains("error") && !complaint.contains("panic"), "{complaint}");
}

#[cfg(unix)]
#[test]
fn demo_serves_pages_until_it_is_told_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = yiqi(folder.path())
        .args(["demo", "--port", "0", "--data-dir", "data"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let address = loop {
        let mut line = String::new();
        assert!(out.read_line(&mut line).unwrap() > 0, "the demo ended before it served");
        if let Some((_, address)) = line.split_once("http://") {
            break address.trim().to_owned();
        }
    };

    let page = get(&address, "/");
    assert!(page.starts_with("HTTP/1.1 200") || page.starts_with("HTTP/1.1 303"), "{page}");

    let stopped = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(stopped.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// One GET over a bare connection; the whole answer.
fn get(address: &str, path: &str) -> String {
    use std::io::Write;

    let mut connection = std::net::TcpStream::connect(address).expect("the demo listens");
    write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
