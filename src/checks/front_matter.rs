//! Front matter: the keys upstream demands, and agreement with the source.

use serde_json::Value;

use super::{
    Finding, Level,
    subject::{Subject, Text},
};
use crate::{
    convention::{front_matter as values, front_matter_rules as rules},
    document::is_han,
};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = if subject.convention.has_strict_front_matter() {
        strict(subject)
    } else {
        readable(subject)
    };
    let (Some(source), Some(value)) = (&subject.source, value(&subject.translation)) else {
        return findings;
    };
    if let Some(original) = self::value(source) {
        findings.extend(agreement(subject, &original, &value));
    }
    findings
}

fn value(text: &Text) -> Option<Value> {
    values::read(text.text(), text.document.front_matter()?).ok()
}

/// Breaches of the blog's rules. What the source breaks likewise is not the translator's fault.
fn strict(subject: &Subject<'_>) -> Vec<Finding> {
    let inherited = subject.source.as_ref().map(|source| rules::problems(source.text()));
    let is_inherited = |problem: &rules::Problem| {
        inherited.iter().flatten().any(|p| (p.rule, &p.about) == (problem.rule, &problem.about))
    };
    let problems = rules::problems(subject.translation.text()).into_iter();
    let findings = problems.map(|problem| {
        let level = if is_inherited(&problem) { Level::Warning } else { Level::Error };
        Finding::new(problem.rule, level, problem.lines, problem.zh, problem.en)
    });
    findings.collect()
}

/// Where no keys are demanded, front matter must still be readable.
fn readable(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(matter) = subject.translation.document.front_matter() else {
        let lost =
            subject.source.as_ref().is_some_and(|source| source.document.front_matter().is_some());
        let finding = Finding::new(
            "front_matter.missing",
            Level::Error,
            (1, 1),
            "原文有文件头，译文没有；请从原文照抄并翻译标题",
            "the source has front matter and the translation has none; copy it and translate the title",
        );
        return lost.then_some(finding).into_iter().collect();
    };
    let error = values::read(subject.translation.text(), matter).err();
    let finding = error.map(|error| {
        Finding::new(
            "front_matter.yaml",
            Level::Error,
            (error.line.max(1), error.line.max(1)),
            format!("文件头不是合法的 YAML（{}）", error.message),
            format!("the front matter is no valid YAML ({})", error.message),
        )
    });
    finding.into_iter().collect()
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
        findings.push(Finding::new(
            "front_matter.title_untranslated",
            Level::Warning,
            lines("title"),
            "标题还没有翻译",
            "the title is not translated yet",
        ));
    }
    let thumbnail = |value: &Value| values::scalar(&value["thumbnail"]);
    if let (Some(wanted), Some(found)) = (thumbnail(source), thumbnail(value))
        && wanted != found
    {
        findings.push(Finding::new(
            "front_matter.thumbnail_differs",
            Level::Warning,
            lines("thumbnail"),
            format!("thumbnail 与原文不同，应为 {wanted}"),
            format!("the thumbnail differs from the source's; it should be {wanted}"),
        ));
    }
    findings.extend(authors(source, value, lines("authors")));
    findings
}

fn authors(source: &Value, value: &Value, lines: (usize, usize)) -> Option<Finding> {
    let (wanted, found) = (values::users(&source["authors"]), values::users(&value["authors"]));
    if wanted.is_empty() || found.is_empty() || wanted == found {
        return None;
    }
    let extra: Vec<_> =
        found.iter().filter(|user| !wanted.contains(user)).map(String::as_str).collect();
    let kept = wanted.iter().all(|user| found.contains(user));
    if kept && !extra.is_empty() && values::credits(value).is_empty() {
        return Some(Finding::new(
            "front_matter.translators_as_authors",
            Level::Warning,
            lines,
            format!("{} 不是原文作者；译者请写在 translators 里", extra.join("、")),
            format!(
                "{} did not write the source; put translators under `translators`",
                extra.join(", ")
            ),
        ));
    }
    Some(Finding::new(
        "front_matter.authors_differ",
        Level::Warning,
        lines,
        format!("authors 与原文不同，应为 {}", wanted.join("、")),
        format!("the authors differ from the source's: {}", wanted.join(", ")),
    ))
}
