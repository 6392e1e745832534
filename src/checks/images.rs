//! Images: the source's, under addresses that work from the folder of the translations.

use super::{
    Finding, Level,
    subject::{Subject, Text, shown},
    tally,
};
use crate::{
    convention::{ConventionKind, is_relative_address},
    document::Piece,
};

pub(super) fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let translated = images(&subject.translation);
    if subject.convention.kind() == ConventionKind::HfBlog {
        findings.extend(translated.iter().filter(|(path, _)| is_relative_address(path)).map(|(path, line)| {
            Finding::new(
                "images.relative",
                Level::Error,
                (*line, *line),
                format!("图片用了相对路径（{}），在译文所在的文件夹里找不到；请写成 https://huggingface.co/blog/{}", shown(path), path.trim_start_matches("./")),
                format!("the image path is relative ({}) and not found from the folder of translations; write https://huggingface.co/blog/{}", shown(path), path.trim_start_matches("./")),
            )
        }));
    }
    let Some(source) = &subject.source else { return findings };
    let difference = tally::compare(images(source), translated, |(path, _)| file_name(path));
    findings.extend(difference.missing.into_iter().map(|(path, source_line)| {
        let finding = Finding::new(
            "images.missing",
            Level::Warning,
            subject.counterpart(source_line),
            format!("译文缺少原文第 {source_line} 行的图片：{}", shown(&file_name(path))),
            format!(
                "the image of line {source_line} of the source is missing: {}",
                shown(&file_name(path))
            ),
        );
        finding.at_source((source_line, source_line))
    }));
    findings.extend(difference.added.into_iter().map(|(path, line)| {
        Finding::new(
            "images.unknown",
            Level::Warning,
            (line, line),
            format!("原文没有这张图片：{}；请核对", shown(path)),
            format!("the source has no image {}; compare them", shown(path)),
        )
    }));
    findings
}

fn images(text: &Text) -> Vec<(&str, usize)> {
    text.picked(|piece| match piece {
        Piece::Image(address) => Some(address),
        _ => None,
    })
}

/// The last part of a path, by which an image is known wherever it lies.
fn file_name(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}
