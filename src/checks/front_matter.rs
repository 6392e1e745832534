//! Front matter: the keys upstream demands, and agreement with the source.

use serde_json::Value;

use super::{
    Finding, Level,
    fix::{Edit, Fix},
    subject::{Subject, Text, shown},
};
use crate::{
    convention::{front_matter as values, front_matter_rules as rules, yaml},
    document::{FrontMatter, is_han},
};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let is_strict = subject.convention.has_strict_front_matter();
    let mut findings = if is_strict { strict(subject) } else { readable(subject) };
    let Some(value) = value(&subject.translation) else { return findings };
    if is_strict {
        findings.extend(credits(subject, &value));
    }
    if let Some(original) = subject.source.and_then(self::value) {
        findings.extend(agreement(subject, &original, &value));
    }
    findings
}

fn value(text: &Text) -> Option<Value> {
    values::read(text.text(), text.document.front_matter()?).ok()
}

/// Breaches of the blog's rules. What the source breaks likewise is not the translator's fault.
fn strict(subject: &Subject<'_>) -> Vec<Finding> {
    let inherited = subject.source.map(|source| rules::problems(source.text()));
    let is_inherited = |problem: &rules::Problem| {
        inherited.iter().flatten().any(|p| (p.rule, &p.about) == (problem.rule, &problem.about))
    };
    let problems = rules::problems(subject.translation.text()).into_iter();
    let findings = problems.map(|problem| {
        let level = if is_inherited(&problem) { Level::Warning } else { Level::Error };
        let fix = mended(subject, &problem);
        Finding::new(problem.rule, level, problem.lines, problem.zh, problem.en)
            .about(problem.about)
            .fixed_by(fix)
    });
    findings.collect()
}

/// What mends a breach, where that is plain.
fn mended(subject: &Subject<'_>, problem: &rules::Problem) -> Option<Fix> {
    let translation = &subject.translation;
    let text = translation.text();
    let matter = translation.document.front_matter();
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    match (problem.rule, problem.about.as_str()) {
        ("front_matter.bom", _) => Some(Fix::replace(0..mark, "")),
        ("front_matter.not_first", _) => Some(Fix::replace(mark..matter?.span.start, "")),
        ("front_matter.missing", _) => unmarked(text, mark),
        ("front_matter.key", "translator") => {
            let span = matter?.field("translator")?.span.clone();
            Some(Fix::replace(span.start..span.start + "translator".len(), "translators"))
        }
        ("front_matter.key", key) => {
            Some(without_line(text, &matter?.field(key)?.span.clone()).offered())
        }
        ("front_matter.people", "misplaced") => outdented(text, matter?),
        ("front_matter.yaml", _) => quoted(text, matter?),
        ("front_matter.thumbnail" | "front_matter.people", key @ ("thumbnail" | "authors")) => {
            copied(subject, key)
        }
        _ => None,
    }
}

/// Front matter whose marks are missing or of another kind.
fn unmarked(text: &str, mark: usize) -> Option<Fix> {
    let body = &text[mark..];
    let first = body.lines().find(|line| !line.trim().is_empty())?;
    let start = mark + (first.as_ptr().addr() - body.as_ptr().addr());
    let has_key =
        |line: &str| ["title:", "thumbnail:", "authors:"].iter().any(|key| line.starts_with(key));
    if has_key(first) {
        return Some(Fix::replace(mark..start, "---\n"));
    }
    let fence = first.trim_start().get(..3).filter(|fence| matches!(*fence, "```" | "~~~"))?;
    let inside = &text[start + first.len()..];
    if !has_key(inside.trim_start()) {
        return None;
    }
    let closing = inside.lines().find(|line| line.trim_end() == fence)?;
    let end = start + first.len() + (closing.as_ptr().addr() - inside.as_ptr().addr());
    let edits = [(mark, start + first.len()), (end, end + closing.len())];
    let edits = edits.map(|span| Edit { span, text: "---".to_owned() });
    Some(Fix { edits: edits.to_vec(), is_offer: false })
}

/// A whole line, or several, taken away.
fn without_line(text: &str, span: &std::ops::Range<usize>) -> Fix {
    let rest = &text[span.end..];
    let line_break = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    Fix::replace(span.start..span.end + line_break, "")
}

/// `- translators:` written as an author, moved to where it belongs with what is below it.
fn outdented(text: &str, matter: &FrontMatter) -> Option<Fix> {
    let field = matter.field("authors")?;
    let item = field.items.iter().find(|item| {
        ["translators:", "translator:"].iter().any(|key| text[item.value.clone()].starts_with(key))
    })?;
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut out = String::new();
    let mut end = item.span.start;
    for line in text[item.span.start..field.span.end].split_inclusive('\n') {
        if out.is_empty() {
            let key = line.trim_start().trim_start_matches('-').trim_start();
            out.push_str(&key.replacen("translator:", "translators:", 1));
        } else if depth(line) > item.indent {
            out.push_str(&line[depth(line).min(item.indent + 2)..]);
        } else {
            break;
        }
        end += line.len();
    }
    Some(Fix::replace(item.span.start..end, out))
}

/// Values that YAML misreads, put between quotes.
fn quoted(text: &str, matter: &FrontMatter) -> Option<Fix> {
    let title = matter.field("title")?;
    let value = &text[title.value.clone()];
    let inside = value.trim_matches(['"', '\'', '“', '”', '＂']);
    let quoted = yaml::double_quoted(&inside.replace("\\\"", "\""));
    if quoted == value {
        return None;
    }
    let body = &text[matter.body.clone()];
    let at = title.value.start - matter.body.start;
    let mended = format!("{}{quoted}{}", &body[..at], &body[at + value.len()..]);
    // Only where that is what was wrong.
    yaml::read::<Value>(&mended).ok()?;
    Some(Fix::replace(title.value.clone(), quoted))
}

/// A field as the source has it, put in its place or, where there is none, after the title.
fn copied(subject: &Subject<'_>, key: &str) -> Option<Fix> {
    let source = subject.source?;
    let original = source.document.front_matter()?.field(key)?;
    let wanted = source.text()[original.span.clone()].trim_end();
    let own = subject.translation.document.front_matter()?;
    if let Some(field) = own.field(key) {
        let found = &subject.translation.text()[field.span.clone()];
        return (found.trim_end() != wanted).then(|| {
            Fix::replace(field.span.start..field.span.start + found.trim_end().len(), wanted)
        });
    }
    let after = own.field("thumbnail").or_else(|| own.field("title"))?.span.end;
    Some(Fix::replace(after..after, format!("\n{wanted}")))
}

/// Where no keys are demanded, front matter must still be readable.
fn readable(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(matter) = subject.translation.document.front_matter() else {
        let lost = subject.source.is_some_and(|source| source.document.front_matter().is_some());
        let finding = Finding::new(
            "front_matter.missing",
            Level::Error,
            (1, 1),
            "原文有文件头，译文没有；请从原文照抄并翻译标题",
            "the source has front matter and the translation has none; copy it and translate the title",
        );
        return lost.then_some(finding.about("missing")).into_iter().collect();
    };
    let error = values::read(subject.translation.text(), matter).err();
    let finding = error.map(|error| {
        Finding::new(
            "front_matter.yaml",
            Level::Error,
            (error.line.max(1), error.line.max(1)),
            format!("文件头不是合法的 YAML（{}）；请对照原文改正", error.message),
            format!(
                "the front matter is no valid YAML ({}); compare it with the source",
                error.message
            ),
        )
        .fixed_by(quoted(subject.translation.text(), matter))
    });
    finding.into_iter().collect()
}

/// Who is credited: somebody, under the name the Hub knows.
fn credits(subject: &Subject<'_>, value: &Value) -> Vec<Finding> {
    let text = subject.translation.text();
    let Some(matter) = subject.translation.document.front_matter() else { return Vec::new() };
    let Some(field) = matter.field("translators") else {
        let is_named = !values::credits(value).is_empty() || values::misplaced_translators(value);
        let is_late = subject.surroundings.credits_follow || is_named || subject.source.is_none();
        let line = matter.fields.first().map_or((1, 1), |field| field.lines);
        let finding = Finding::new(
            "front_matter.translators",
            Level::Info,
            line,
            "还没有署名；请在 translators 里写上译者和审校者的 Hugging Face 用户名",
            "nobody is credited; put the Hugging Face user names of translator and proofreader under `translators`",
        );
        return (!is_late).then_some(finding.about("translators")).into_iter().collect();
    };
    let mut findings = Vec::new();
    for item in &field.items {
        let entry = item.entries.iter().find(|entry| entry.key == "user");
        let span = entry.map_or(&item.value, |entry| &entry.value);
        let name = text[span.clone()].trim_matches(['"', '\'']);
        let line = text[..span.start].matches('\n').count() + 1;
        let Some(problem) = name_problem(subject, name) else { continue };
        let fix = problem.2.map(|wanted| Fix::replace(span.clone(), wanted));
        findings.push(
            Finding::new(
                "front_matter.user_name",
                Level::Warning,
                (line, line),
                problem.0,
                problem.1,
            )
            .about(name)
            .fixed_by(fix),
        );
    }
    findings
}

/// What is wrong with a user name, in both languages, and the right one where it is known.
fn name_problem(subject: &Subject<'_>, name: &str) -> Option<(String, String, Option<String>)> {
    let is_plain = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    let known =
        subject.surroundings.handles.iter().find(|(login, user)| {
            login.eq_ignore_ascii_case(name) && !user.eq_ignore_ascii_case(name)
        });
    if let Some((_, user)) = known {
        return Some((
            format!("{name} 是 GitHub 用户名；translators 里要写 Hugging Face 用户名 {user}"),
            format!(
                "{name} is a GitHub login; `translators` wants the Hugging Face user name {user}"
            ),
            Some(user.clone()),
        ));
    }
    if is_plain(name) || name.is_empty() {
        return None;
    }
    let last = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
    let bare = last.trim_start_matches('@').to_owned();
    Some((
        format!("“{}”不是 Hugging Face 用户名；请只写用户名本身", shown(name)),
        format!("{:?} is no Hugging Face user name; write the name alone", shown(name)),
        Some(bare).filter(|bare| is_plain(bare)),
    ))
}

/// What must be as it is in the source, and what must not.
fn agreement(subject: &Subject<'_>, source: &Value, value: &Value) -> Vec<Finding> {
    let matter = subject.translation.document.front_matter();
    let lines = |key: &str| {
        let field = matter.and_then(|matter| matter.field(key));
        field.or_else(|| matter?.fields.first()).map_or((1, 1), |field| field.lines)
    };
    let mut findings = Vec::new();
    let title = |value: &Value| values::scalar(&value["title"]).unwrap_or_default();
    let (original, translated) = (title(source), title(value));
    if subject.convention.is_chinese()
        && original == translated
        && !translated.chars().any(is_han)
        && !original.is_empty()
    {
        findings.push(
            Finding::new(
                "front_matter.title_untranslated",
                Level::Warning,
                lines("title"),
                "文件头里的标题还没有翻译；请译成中文",
                "the title in the front matter is not translated yet; translate it",
            )
            .about(original)
            .fixed_by(heading_as_title(subject)),
        );
    }
    let thumbnail = |value: &Value| values::scalar(&value["thumbnail"]);
    if let (Some(wanted), Some(found)) = (thumbnail(source), thumbnail(value))
        && wanted != found
    {
        findings.push(
            Finding::new(
                "front_matter.thumbnail_differs",
                Level::Warning,
                lines("thumbnail"),
                format!("thumbnail 与原文不同，应为 {wanted}"),
                format!("the thumbnail differs from the source's; it should be {wanted}"),
            )
            .about(format!("{wanted}\n{found}"))
            .fixed_by(copied(subject, "thumbnail")),
        );
    }
    findings.extend(authors(subject, source, value, lines("authors")));
    findings
}

/// The Chinese heading of the post as its title.
fn heading_as_title(subject: &Subject<'_>) -> Option<Fix> {
    let text = &subject.translation;
    let heading = values::first_heading(text.text(), subject.convention.dialect())?;
    let field = text.document.front_matter()?.field("title")?;
    heading
        .chars()
        .any(is_han)
        .then(|| Fix::replace(field.value.clone(), yaml::double_quoted(&heading)))
}

fn authors(
    subject: &Subject<'_>,
    source: &Value,
    value: &Value,
    lines: (usize, usize),
) -> Option<Finding> {
    let (wanted, found) = (values::users(&source["authors"]), values::users(&value["authors"]));
    if wanted.is_empty() || found.is_empty() || wanted == found {
        return None;
    }
    let about = format!("{}\n{}", wanted.join("\n"), found.join("\n"));
    let extra: Vec<_> =
        found.iter().filter(|user| !wanted.contains(user)).map(String::as_str).collect();
    let kept = wanted.iter().all(|user| found.contains(user));
    if kept && !extra.is_empty() && values::credits(value).is_empty() {
        return Some(
            Finding::new(
                "front_matter.translators_as_authors",
                Level::Warning,
                lines,
                format!("{} 不是原文作者；译者请写在 translators 里", extra.join("、")),
                format!(
                    "{} did not write the source; put translators under `translators`",
                    extra.join(", ")
                ),
            )
            .about(about),
        );
    }
    Some(
        Finding::new(
            "front_matter.authors_differ",
            Level::Warning,
            lines,
            format!("authors 与原文不同，应为 {}", wanted.join("、")),
            format!("the authors differ from the source's; they should be {}", wanted.join(", ")),
        )
        .about(about)
        .fixed_by(copied(subject, "authors")),
    )
}
