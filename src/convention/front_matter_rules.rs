//! What the blog demands of front matter; its own checks refuse a post that breaks a rule.
//!
//! Keys are strict: `title`, `thumbnail`, `authors` (`user`, `guest`, `org`, `proofreader`),
//! `translators` (`user`, `proofreader`) and `forceLinkToOtherLanguage`; the file begins with `---`
//! at its first byte.

use serde_json::Value;

use super::front_matter as values;
use crate::document::{self, FrontMatter};

const KEYS: [&str; 5] =
    ["title", "thumbnail", "authors", "translators", "forceLinkToOtherLanguage"];
const AUTHOR_KEYS: [&str; 4] = ["user", "guest", "org", "proofreader"];
const TRANSLATOR_KEYS: [&str; 2] = ["user", "proofreader"];
const IMAGE_ENDINGS: [&str; 5] = ["jpg", "jpeg", "gif", "png", "webp"];

/// One breach of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Stable name, such as `front_matter.key`.
    pub rule: &'static str,
    /// What the breach concerns, to compare two files by; a key, or empty.
    pub about: String,
    /// 1-based inclusive lines of the file.
    pub lines: (usize, usize),
    pub zh: String,
    pub en: String,
}

/// All breaches in a post, in the order of the rules.
pub(crate) fn problems(text: &str) -> Vec<Problem> {
    let mut found = Found { problems: Vec::new() };
    if text.starts_with('\u{feff}') {
        found.add("front_matter.bom", "", (1, 1), (
            "文件开头有看不见的字节顺序标记（BOM），站点不认；请存为不带 BOM 的 UTF-8".to_owned(),
            "the file begins with a byte order mark, which the site refuses; save it as UTF-8 without BOM".to_owned(),
        ));
    }
    let Some(matter) = document::front_matter(text) else {
        found.missing(text);
        return found.problems;
    };
    let first = line_of(text, matter.span.start);
    if first > 1 {
        found.add(
            "front_matter.not_first",
            "",
            (1, first),
            (
                "第一行必须是 ---，请删去它前面的空行".to_owned(),
                "the first line must be ---; remove the blank lines before it".to_owned(),
            ),
        );
    }
    match values::read(text, &matter) {
        Err(error) => {
            let line = if error.line == 0 { first } else { error.line };
            found.add("front_matter.yaml", "", (line, line), (
                format!("文件头不是合法的 YAML（{}）；检查引号是否成对、是否用了全角引号、冒号后的内容是否需要加引号", error.message),
                format!("the front matter is no valid YAML ({}); check the quotes, and quote values that contain a colon", error.message),
            ));
        }
        Ok(value) => found.values(text, &matter, &value),
    }
    found.problems
}

struct Found {
    problems: Vec<Problem>,
}

impl Found {
    fn add(
        &mut self,
        rule: &'static str,
        about: &str,
        lines: (usize, usize),
        (zh, en): (String, String),
    ) {
        self.problems.push(Problem { rule, about: about.to_owned(), lines, zh, en });
    }

    /// No front matter: says which slip it looks like.
    fn missing(&mut self, text: &str) {
        let first =
            text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty());
        let first = first.unwrap_or_default().trim();
        let sentences = if first.starts_with("```") || first.starts_with("~~~") {
            (
                "文件头写在了代码围栏里；请把首尾的 ``` 换成 ---",
                "the front matter stands in a code fence; put --- in place of its ``` lines",
            )
        } else if first == "---" {
            (
                "文件头没有结束；请在最后一个键之后加一行 ---",
                "the front matter has no end; add a line --- after its last key",
            )
        } else if KEYS.iter().any(|key| first.starts_with(&format!("{key}:"))) {
            (
                "文件头缺少开头的 ---；请在第一行之前加上",
                "the opening --- is missing; put it before the first line",
            )
        } else {
            (
                "缺少文件头；文件应以 --- 开头，写明 title、thumbnail、authors",
                "there is no front matter; the file must begin with ---, then title, thumbnail, authors",
            )
        };
        self.add(
            "front_matter.missing",
            "",
            (1, 1),
            (sentences.0.to_owned(), sentences.1.to_owned()),
        );
    }

    fn values(&mut self, text: &str, matter: &FrontMatter, value: &Value) {
        let start = line_of(text, matter.span.start);
        let Some(keys) = value.as_object() else {
            self.add(
                "front_matter.yaml",
                "",
                (start, start),
                (
                    "文件头应由“键: 值”组成，如 title: \"…\"".to_owned(),
                    "the front matter must consist of `key: value` lines such as title: \"…\""
                        .to_owned(),
                ),
            );
            return;
        };
        let lines = |key: &str| matter.field(key).map_or((start, start), |field| field.lines);
        for key in keys.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let (zh, en) = match key.as_str() {
                "translator" => (
                    "translator 应写作 translators".to_owned(),
                    "`translator` must be `translators`".to_owned(),
                ),
                _ => (
                    format!("文件头不允许有 {key} 这个键，请删去"),
                    format!("the key `{key}` is not allowed in front matter; remove it"),
                ),
            };
            self.add("front_matter.key", key, lines(key), (zh, en));
        }
        self.title(value, lines("title"));
        self.thumbnail(value, lines("thumbnail"));
        self.people(value, "authors", &AUTHOR_KEYS, lines("authors"));
        if keys.contains_key("translators") {
            self.people(value, "translators", &TRANSLATOR_KEYS, lines("translators"));
        }
    }

    fn title(&mut self, value: &Value, lines: (usize, usize)) {
        if values::scalar(&value["title"]).is_none() {
            self.add(
                "front_matter.title",
                "title",
                lines,
                ("缺少 title，请填写标题".to_owned(), "there is no title; write one".to_owned()),
            );
        }
    }

    fn thumbnail(&mut self, value: &Value, lines: (usize, usize)) {
        let Some(path) = values::scalar(&value["thumbnail"]) else {
            self.add(
                "front_matter.thumbnail",
                "thumbnail",
                lines,
                (
                    "缺少 thumbnail，请照抄原文的".to_owned(),
                    "there is no thumbnail; copy that of the source".to_owned(),
                ),
            );
            return;
        };
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !path.starts_with("/blog/") || !IMAGE_ENDINGS.contains(&ending.as_str()) {
            self.add("front_matter.thumbnail", "thumbnail", lines, (
                format!("thumbnail 应以 /blog/ 开头、以 jpg、png、gif 或 webp 结尾，现在是 {path}"),
                format!("the thumbnail must begin with /blog/ and end with jpg, png, gif or webp; it is {path}"),
            ));
        }
    }

    fn people(&mut self, value: &Value, list: &str, allowed: &[&str], lines: (usize, usize)) {
        let empty = Vec::new();
        let items = value[list].as_array().unwrap_or(&empty);
        if items.is_empty() {
            self.add(
                "front_matter.people",
                list,
                lines,
                (
                    format!("{list} 应是非空的列表，每项写作 - user: 用户名"),
                    format!("`{list}` must be a list of `- user: name`"),
                ),
            );
        }
        if list == "authors" && values::misplaced_translators(value) {
            self.add("front_matter.people", "misplaced", lines, (
                "translators 写进了 authors 列表里；请另起一行顶格写 translators:".to_owned(),
                "`translators` stands inside the list of authors; begin it on a line of its own, without indent".to_owned(),
            ));
        }
        // Older posts list an author as a plain text, which the site accepted.
        for item in items.iter().filter_map(Value::as_object) {
            if item.get("user").and_then(values::scalar).is_none()
                && !item.contains_key("translators")
            {
                let keys: Vec<_> = item.keys().map(String::as_str).collect();
                self.add(
                    "front_matter.people",
                    list,
                    lines,
                    (
                        format!("{list} 里有一项没有 user（写成了 {}）", keys.join("、")),
                        format!("an item of `{list}` has no `user` (it has {})", keys.join(", ")),
                    ),
                );
            }
            for key in item.keys() {
                let known = allowed.contains(&key.as_str());
                let told =
                    matches!(key.as_str(), "translators" | "translator" | "users" | "author");
                if !known && !told {
                    self.add(
                        "front_matter.people",
                        key,
                        lines,
                        (
                            format!("{list} 里不允许有 {key} 这个键，请删去"),
                            format!("the key `{key}` is not allowed in `{list}`; remove it"),
                        ),
                    );
                }
            }
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    super::index_text::line_number(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "---\ntitle: \"题\"\nthumbnail: /blog/assets/a.png\nauthors:\n- user: ann\n  guest: true\n  org: sea\ntranslators:\n- user: ben\n- user: cai\n  proofreader: true\n---\n\n# 题\n";

    fn rules(text: &str) -> Vec<(&'static str, usize)> {
        problems(text).iter().map(|problem| (problem.rule, problem.lines.0)).collect()
    }

    #[track_caller]
    fn says(text: &str, rule: &str, line: usize, words: &str) {
        let found = problems(text);
        let hit = found.iter().any(|p| p.rule == rule && p.lines.0 == line && p.en.contains(words));
        assert!(hit, "{rule} at {line} with {words:?} is not among {found:#?}");
    }

    #[test]
    fn a_finished_post_has_no_problem() {
        assert_eq!(rules(GOOD), []);
        assert_eq!(rules(&GOOD.replace('\n', "\r\n")), []);
        assert_eq!(rules(&GOOD.replace("- user: ann\n  guest: true\n  org: sea", "- ann")), []);
        assert_eq!(
            rules(&GOOD.replace("translators:", "forceLinkToOtherLanguage: on\ntranslators:")),
            []
        );
        assert_eq!(rules(&GOOD.replace("authors:", "# who\n\nauthors:")), []);
    }

    #[test]
    fn a_front_matter_that_does_not_start_the_file_is_told() {
        says(&format!("\n{GOOD}"), "front_matter.not_first", 1, "blank lines");
        says(&format!("\u{feff}{GOOD}"), "front_matter.bom", 1, "byte order mark");
        says(&GOOD[4..], "front_matter.missing", 1, "opening ---");
        says(&GOOD.replace("---", "```"), "front_matter.missing", 1, "code fence");
        says("# 题\n\n正文\n", "front_matter.missing", 1, "there is no front matter");
        says("---\ntitle: 题\n\n正文\n", "front_matter.missing", 1, "no end");
    }

    #[test]
    fn broken_yaml_is_told_with_its_line() {
        says(&GOOD.replace("\"题\"", "Lite: small: one"), "front_matter.yaml", 2, "YAML");
        says(&GOOD.replace("  org: sea", "  guest: true"), "front_matter.yaml", 7, "YAML");
        assert_eq!(rules(&GOOD.replace("\"题\"", "\"题”"))[0].0, "front_matter.yaml");
    }

    #[test]
    fn keys_the_checks_upstream_refuse_are_told() {
        says(
            &GOOD.replace("translators:", "translator:"),
            "front_matter.key",
            8,
            "must be `translators`",
        );
        says(
            &GOOD.replace("authors:", "guest: true\nauthors:"),
            "front_matter.key",
            4,
            "`guest` is not allowed",
        );
        says(
            &GOOD.replace("translators:\n- user: ben", "- translators:\n  - user: ben"),
            "front_matter.people",
            4,
            "inside the list of authors",
        );
        says(
            &GOOD.replace("- user: ann", "- users: ann"),
            "front_matter.people",
            4,
            "has no `user`",
        );
        says(
            &GOOD.replace("- user: ann", "- author: ann"),
            "front_matter.people",
            4,
            "has no `user`",
        );
    }

    #[test]
    fn a_wrong_or_missing_thumbnail_is_told() {
        says(
            &GOOD.replace("/blog/assets/a.png", "assets/a.png"),
            "front_matter.thumbnail",
            3,
            "begin with /blog/",
        );
        says(&GOOD.replace("a.png", "a.mp4"), "front_matter.thumbnail", 3, "end with");
        says(
            &GOOD.replace("thumbnail: /blog/assets/a.png\n", ""),
            "front_matter.thumbnail",
            1,
            "no thumbnail",
        );
    }
}
